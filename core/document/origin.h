/* origin.h - a map from one sequence of bytes (the text) to an earlier one (the source).
 *
 * A sorted array of segments: `count` units of `text_unit` bytes, from `text` on, come from as many
 * units of `source_unit` bytes, from `source` on. A unit is what cannot be divided: each of its
 * text bytes comes from all of its source bytes. Copied bytes are units of 1 and 1.
 *
 * Segments ascend in the text without overlap. Text between them was inserted; source bytes that
 * none covers were dropped. In the source they ascend too, but where an edit cut a unit, its
 * pieces all come from the whole unit, so neighbours may overlap there.
 */
#ifndef MILL_ORIGIN_H
#define MILL_ORIGIN_H

#include <textmill/types.h>

typedef struct {
    guint32 text;
    guint32 source;
    guint32 count;
    guint32 text_unit;
    guint32 source_unit;
} MillSegment;

/* Zeroed is an empty map. */
typedef struct {
    MillSegment *segments;
    guint length;
    guint capacity;
} MillOrigin;

/* Adds a segment behind the others, or makes the last one longer where that says the same. */
void mill_origin_append(MillOrigin *origin, MillSegment segment);
/* Makes room for @n segments more. */
void mill_origin_reserve(MillOrigin *origin, gsize n);
void mill_origin_clear(MillOrigin *origin);
/* Appends to @result the map from the text of @edit to the source of @base, where the source of
 * @edit is the text of @base. A unit of @edit comes from all that its old bytes came from, as one
 * range. One merge of the two lists. */
void mill_origin_compose(MillOrigin *result, const MillOrigin *edit, const MillOrigin *base);

/* The smallest source range that holds what @span came from; if that is nothing, an empty range at
 * its place: where the unit at its start comes from, else behind what precedes it. @hint (start
 * with any number) remembers the place, so that a series of ascending spans is cheap. */
MillSpan mill_origin_get(const MillOrigin *origin, MillSpan span, guint *hint);
/* The ranges themselves. (transfer full, g_free; NULL if there are none) */
MillSpan *mill_origin_dup_ranges(const MillOrigin *origin, MillSpan span, gsize *n_ranges);
/* The text offset of the (first) unit that came from the source byte @offset; else where the text
 * before it ends, and @exact is FALSE. */
gsize mill_origin_locate(const MillOrigin *origin, gsize offset, gboolean *exact);

/* For moving annotations through an edit, whose map is read the other way: where the first unit
 * begins whose source lies wholly at or after @offset; where the last unit ends whose source
 * lies wholly before it. G_MAXSIZE and 0 if there is none. @hint (start with 0) remembers the
 * place, so that a series of ascending offsets is cheap. No segments may overlap in the source. */
gsize mill_origin_find_start(const MillOrigin *origin, gsize offset, guint *hint);
gsize mill_origin_find_end(const MillOrigin *origin, gsize offset, guint *hint);

static inline gsize
mill_segment_text_end(const MillSegment *segment)
{
    return segment->text + (gsize) segment->count * segment->text_unit;
}

static inline gsize
mill_segment_source_end(const MillSegment *segment)
{
    return segment->source + (gsize) segment->count * segment->source_unit;
}

#endif
