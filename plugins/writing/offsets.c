/* offsets.c - byte offsets of a text counted in code points or UTF-16 units. */
#include "offsets.h"

#define BLOCK 1024

const char *const offset_unit_names[] = { "bytes", "codepoints", "utf16", NULL };

/* Every byte but a continuation byte begins a code point, which takes two UTF-16 units if it is
 * beyond the basic plane (a lead byte of F0 and above). Simple enough for the compiler to
 * vectorise. */
static gsize
offset_count(const char *text, gsize length, OffsetUnit unit)
{
    gsize points = 0;
    gsize pairs = 0;

    for (gsize i = 0; i < length; i++)
        points += (signed char) text[i] >= -64;
    if (unit == OFFSET_UTF16)
        for (gsize i = 0; i < length; i++)
            pairs += (guchar) text[i] >= 0xF0;
    return points + pairs;
}

void
offset_index_init(OffsetIndex *self, OffsetUnit unit, const char *text, gsize length)
{
    guint32 total = 0;

    *self = (OffsetIndex){ .text = text, .length = length, .unit = unit };
    if (unit == OFFSET_BYTES)
        return;
    self->counts = g_new(guint32, length / BLOCK + 1);
    for (gsize block = 0; block <= length / BLOCK; block++) {
        gsize start = block * BLOCK;

        self->counts[block] = total;
        total += (guint32) offset_count(text + start, MIN((gsize) BLOCK, length - start), unit);
    }
    if (total == length)
        offset_index_clear(self); /* ASCII: all units agree */
}

void
offset_index_clear(OffsetIndex *self)
{
    g_clear_pointer(&self->counts, g_free);
}

gsize
offset_index_map(const OffsetIndex *self, gsize offset)
{
    gsize block = offset / BLOCK;

    if (!self->counts)
        return offset;
    return self->counts[block] +
           offset_count(self->text + block * BLOCK, offset % BLOCK, self->unit);
}
