/* origin.c - building origin maps and asking them. Composition is in origin-compose.c. */
#include "document/origin.h"

void
mill_origin_clear(MillOrigin *self)
{
    g_free(self->segments);
    *self = (MillOrigin){ 0 };
}

void
mill_origin_reserve(MillOrigin *self, gsize n)
{
    if (self->capacity - self->length >= n)
        return;
    self->capacity = self->length + (guint) n;
    self->segments = g_renew(MillSegment, self->segments, self->capacity);
}

/* Whether @next only goes on where @last ends: units of the same kind, or pieces of one unit. */
static gboolean
segment_extend(MillSegment *last, const MillSegment *next)
{
    if (mill_segment_text_end(last) != next->text)
        return FALSE;
    if (last->text_unit == next->text_unit && last->source_unit == next->source_unit &&
        mill_segment_source_end(last) == next->source) {
        last->count += next->count;
        return TRUE;
    }
    if (last->count == 1 && next->count == 1 && last->source == next->source &&
        last->source_unit == next->source_unit) {
        last->text_unit += next->text_unit;
        return TRUE;
    }
    return FALSE;
}

void
mill_origin_append(MillOrigin *self, MillSegment segment)
{
    if (segment.count == 0)
        return;
    if (self->length > 0 && segment_extend(&self->segments[self->length - 1], &segment))
        return;
    if (self->length == self->capacity)
        mill_origin_reserve(self, MAX(self->capacity / 2, 8));
    self->segments[self->length++] = segment;
}

/* The first segment that ends, in the text, after @offset; the length if there is none. @hint, a
 * guess, becomes the answer: most questions are about what stands a little behind the last one. */
static guint
origin_search_text(const MillOrigin *self, gsize offset, guint *hint)
{
    guint low = 0, high = self->length, at = *hint;

    if (at <= high && (at == 0 || mill_segment_text_end(&self->segments[at - 1]) <= offset))
        for (guint step = 0; step < 4; step++, at++)
            if (at == high || mill_segment_text_end(&self->segments[at]) > offset)
                return *hint = at;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (mill_segment_text_end(&self->segments[middle]) <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return *hint = low;
}

/* The same in the source. Ends ascend there as well, even where segments overlap. */
static guint
origin_search_source(const MillOrigin *self, gsize offset)
{
    guint low = 0, high = self->length;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (mill_segment_source_end(&self->segments[middle]) <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The source range of the units of @segment that @span touches; it touches some. */
static inline MillSpan
segment_range(const MillSegment *segment, MillSpan span)
{
    gsize first = span.start <= segment->text ? 0 : span.start - segment->text;
    gsize last = segment->count;

    if (segment->text_unit == 1 && segment->source_unit == 1) /* most of any text: no division */
        return (MillSpan){
            .start = segment->source + first,
            .end = segment->source + MIN(last, span.end - segment->text),
        };
    first /= segment->text_unit;
    if (span.end < mill_segment_text_end(segment))
        last = (span.end - segment->text + segment->text_unit - 1) / segment->text_unit;
    return (MillSpan){
        .start = segment->source + first * segment->source_unit,
        .end = segment->source + last * segment->source_unit,
    };
}

/* Where text without origin stands: behind what precedes it, but never behind what follows. */
static MillSpan
origin_place(const MillOrigin *self, guint next, gsize offset)
{
    gsize place = next > 0 ? mill_segment_source_end(&self->segments[next - 1]) : 0;

    if (next < self->length) {
        const MillSegment *segment = &self->segments[next];

        if (segment->text <= offset)
            place = segment_range(segment, (MillSpan){ offset, offset + 1 }).start;
        else
            place = MIN(place, segment->source);
    }
    return (MillSpan){ place, place };
}

static G_GNUC_NO_INLINE MillSpan
origin_search(const MillOrigin *self, MillSpan span, guint *hint)
{
    guint first = origin_search_text(self, span.start, hint);
    guint behind; /* the first segment that begins at or after the end of @span */

    if (span.end <= span.start || first == self->length || self->segments[first].text >= span.end)
        return origin_place(self, first, span.start);
    if (span.end <= mill_segment_text_end(&self->segments[first]))
        return segment_range(&self->segments[first], span);
    behind = origin_search_text(self, span.end, hint);
    if (behind < self->length && self->segments[behind].text < span.end)
        behind++;
    return (MillSpan){
        .start = segment_range(&self->segments[first], span).start,
        .end = segment_range(&self->segments[behind - 1], span).end,
    };
}

/* Most questions of a series are about the copied bytes that the last one was about. */
MillSpan
mill_origin_get(const MillOrigin *self, MillSpan span, guint *hint)
{
    if (*hint < self->length) {
        const MillSegment *segment = &self->segments[*hint];
        gsize start = span.start - segment->text, end = span.end - segment->text;

        /* What lies before the segment has wrapped around. */
        if (start < end && end <= segment->count && segment->text_unit == 1 &&
            segment->source_unit == 1)
            return (MillSpan){ segment->source + start, segment->source + end };
    }
    return origin_search(self, span, hint);
}

MillSpan *
mill_origin_dup_ranges(const MillOrigin *self, MillSpan span, gsize *n_ranges)
{
    MillSpan *ranges = NULL;
    gsize n = 0, capacity = 0;
    guint hint = G_MAXUINT;

    *n_ranges = 0;
    if (span.end <= span.start)
        return NULL;
    for (guint i = origin_search_text(self, span.start, &hint);
         i < self->length && self->segments[i].text < span.end; i++) {
        MillSpan range = segment_range(&self->segments[i], span);

        if (n > 0 && range.start <= ranges[n - 1].end) {
            ranges[n - 1].end = range.end;
            continue;
        }
        if (n == capacity) {
            capacity = MAX(capacity * 2, 4);
            ranges = g_renew(MillSpan, ranges, capacity);
        }
        ranges[n++] = range;
    }
    *n_ranges = n;
    return ranges;
}

/* Where the text ends that segments before number @at made. */
static gsize
origin_text_before(const MillOrigin *self, guint at)
{
    return at > 0 ? mill_segment_text_end(&self->segments[at - 1]) : 0;
}

/* Where the text of unit number @unit of @segment begins. */
static gsize
segment_text_at(const MillSegment *segment, gsize unit)
{
    return segment->text + unit * segment->text_unit;
}

gsize
mill_origin_locate(const MillOrigin *self, gsize offset, gboolean *exact)
{
    guint at = origin_search_source(self, offset);

    *exact = at < self->length && self->segments[at].source <= offset;
    if (*exact) {
        const MillSegment *segment = &self->segments[at];

        return segment_text_at(segment, (offset - segment->source) / segment->source_unit);
    }
    return origin_text_before(self, at);
}

/* origin_search_source(), beginning with a few steps from @hint. */
static guint
origin_search_from(const MillOrigin *self, gsize offset, guint *hint)
{
    guint at = *hint;

    if (at == 0 || mill_segment_source_end(&self->segments[at - 1]) <= offset) {
        for (guint step = 0; step < 4; step++, at++) {
            if (at == self->length || mill_segment_source_end(&self->segments[at]) > offset)
                return *hint = at;
        }
    }
    return *hint = origin_search_source(self, offset);
}

gsize
mill_origin_find_start(const MillOrigin *self, gsize offset, guint *hint)
{
    guint at = origin_search_from(self, offset, hint);
    const MillSegment *segment;
    gsize unit;

    if (at == self->length)
        return G_MAXSIZE;
    segment = &self->segments[at];
    if (segment->source >= offset)
        return segment->text;
    unit = (offset - segment->source + segment->source_unit - 1) / segment->source_unit;
    if (unit < segment->count)
        return segment_text_at(segment, unit);
    return at + 1 < self->length ? segment[1].text : G_MAXSIZE;
}

gsize
mill_origin_find_end(const MillOrigin *self, gsize offset, guint *hint)
{
    guint at = origin_search_from(self, offset, hint);

    if (at < self->length && self->segments[at].source < offset) {
        const MillSegment *segment = &self->segments[at];
        gsize unit = (offset - segment->source) / segment->source_unit;

        if (unit > 0)
            return segment_text_at(segment, unit);
    }
    return origin_text_before(self, at);
}
