/* offsets.c - byte offsets of a text counted in code points or UTF-16 units. */
#include "offsets.h"

#define BLOCK 256

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

/* The last block that begins with no more than @count units before it. */
static gsize
offset_find_block(const OffsetIndex *self, gsize count)
{
    gsize low = 0, high = self->length / BLOCK;

    while (low < high) {
        gsize middle = low + (high - low + 1) / 2;

        if (self->counts[middle] <= count)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

gboolean
offset_index_find(const OffsetIndex *self, gsize count, gsize *offset)
{
    gsize at, seen;

    if (!self->counts) {
        *offset = count;
        return count <= self->length &&
               (count == self->length || ((guint8) self->text[count] & 0xC0) != 0x80);
    }
    at = offset_find_block(self, count) * BLOCK;
    seen = self->counts[at / BLOCK];
    for (; at < self->length; at++) {
        guint8 byte = (guint8) self->text[at];

        if ((byte & 0xC0) == 0x80)
            continue;
        if (seen >= count)
            break;
        seen += self->unit == OFFSET_UTF16 && byte >= 0xF0 ? 2 : 1;
    }
    *offset = at;
    return seen == count;
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
