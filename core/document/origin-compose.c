/* origin-compose.c - the map of an edit after the map of the text it edits.
 *
 * Both lists ascend, so one pass with a cursor in @base serves. Wherever units of the two line up,
 * a whole run is composed at once; only units that do not are taken one by one.
 */
#include "document/origin.h"

typedef struct {
    MillOrigin *result;
    const MillOrigin *base;
    guint at; /* the first segment of base that ends after what has been composed */
} Compose;

/* The segment of base that holds or follows @offset; NULL at the end. Offsets only ascend. */
static const MillSegment *
compose_seek(Compose *self, gsize offset)
{
    const MillSegment *segments = self->base->segments;

    while (self->at < self->base->length && mill_segment_text_end(&segments[self->at]) <= offset)
        self->at++;
    return self->at < self->base->length ? &segments[self->at] : NULL;
}

/* One unit of @base that is kept in part only: @bytes of its text, still from its whole source. */
static void
compose_piece(Compose *self, const MillSegment *base, gsize unit, gsize text, gsize bytes)
{
    MillSegment piece = {
        .text = (guint32) text,
        .source = (guint32) (base->source + unit * base->source_unit),
        .count = 1,
        .text_unit = (guint32) bytes,
        .source_unit = base->source_unit,
    };

    mill_origin_append(self->result, piece);
}

/* The bytes [from, to) of the old text, which lie in the segment @base, are kept; the first of them
 * now stands at @text. */
static void
compose_kept_range(Compose *self, const MillSegment *base, gsize from, gsize to, gsize text)
{
    if (from == base->text && to == mill_segment_text_end(base)) {
        MillSegment whole = *base;

        whole.text = (guint32) text;
        mill_origin_append(self->result, whole);
        return;
    }

    gsize size = base->text_unit;
    gsize unit = (from - base->text) / size;
    gsize inside = (from - base->text) % size;

    if (inside > 0) {
        gsize bytes = MIN(size - inside, to - from);

        compose_piece(self, base, unit, text, bytes);
        from += bytes;
        text += bytes;
        unit++;
    }
    if (from == to)
        return;

    gsize count = (to - from) / size;
    MillSegment run = {
        .text = (guint32) text,
        .source = (guint32) (base->source + unit * base->source_unit),
        .count = (guint32) count,
        .text_unit = base->text_unit,
        .source_unit = base->source_unit,
    };

    mill_origin_append(self->result, run);
    from += count * size;
    text += count * size;
    if (from < to)
        compose_piece(self, base, unit + count, text, to - from);
}

static void
compose_kept(Compose *self, const MillSegment *edit)
{
    gsize at = edit->source;
    gsize end = mill_segment_source_end(edit);
    const MillSegment *base;

    while (at < end && (base = compose_seek(self, at)) && base->text < end) {
        gsize from = MAX(at, base->text);
        gsize to = MIN(end, mill_segment_text_end(base));

        compose_kept_range(self, base, from, to, edit->text + (from - edit->source));
        at = to;
    }
}

/* How many units of @edit, from its unit number @done on, each replace a whole number of units of
 * @base: those become one run. */
static gsize
compose_aligned(const MillSegment *edit, const MillSegment *base, gsize done)
{
    gsize at = edit->source + done * edit->source_unit;

    if (base->text > at || (at - base->text) % base->text_unit != 0 ||
        edit->source_unit % base->text_unit != 0)
        return 0;
    return MIN(edit->count - done, (mill_segment_text_end(base) - at) / edit->source_unit);
}

/* One unit of @edit that came from the old bytes [from, to), however they are mapped. */
static void
compose_unit(Compose *self, const MillSegment *edit, gsize done)
{
    gsize from = edit->source + done * edit->source_unit;
    gsize to = from + edit->source_unit;
    const MillSegment *base = compose_seek(self, from);
    MillSegment unit = {
        .text = (guint32) (edit->text + done * edit->text_unit),
        .count = 1,
        .text_unit = edit->text_unit,
    };
    gsize end;

    if (!base || base->text >= to)
        return;
    unit.source = base->source;
    if (base->text < from)
        unit.source += (guint32) ((from - base->text) / base->text_unit) * base->source_unit;
    while (mill_segment_text_end(base) < to && self->at + 1 < self->base->length &&
           base[1].text < to)
        base = &self->base->segments[++self->at];
    end = mill_segment_source_end(base);
    if (mill_segment_text_end(base) > to)
        end = base->source +
              (to - base->text + base->text_unit - 1) / base->text_unit * base->source_unit;
    unit.source_unit = (guint32) (end - unit.source);
    mill_origin_append(self->result, unit);
}

static void
compose_units(Compose *self, const MillSegment *edit)
{
    for (gsize done = 0; done < edit->count;) {
        const MillSegment *base = compose_seek(self, edit->source + done * edit->source_unit);
        gsize aligned = base ? compose_aligned(edit, base, done) : 0;
        gsize at = edit->source + done * edit->source_unit;

        if (!base)
            return;
        if (aligned == 0) {
            compose_unit(self, edit, done++);
            continue;
        }
        mill_origin_append(
            self->result,
            (MillSegment){
                .text = (guint32) (edit->text + done * edit->text_unit),
                .source = (guint32) (base->source +
                                     (at - base->text) / base->text_unit * base->source_unit),
                .count = (guint32) aligned,
                .text_unit = edit->text_unit,
                .source_unit = edit->source_unit / base->text_unit * base->source_unit,
            });
        done += aligned;
    }
}

void
mill_origin_compose(MillOrigin *result, const MillOrigin *edit, const MillOrigin *base)
{
    Compose self = { .result = result, .base = base };

    mill_origin_reserve(result, (gsize) base->length + edit->length);
    for (guint i = 0; i < edit->length; i++) {
        const MillSegment *segment = &edit->segments[i];

        if (segment->text_unit == 1 && segment->source_unit == 1)
            compose_kept(&self, segment);
        else
            compose_units(&self, segment);
    }
}
