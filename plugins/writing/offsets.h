/* offsets.h - byte offsets of a text counted in another unit. */
#ifndef WRITING_OFFSETS_H
#define WRITING_OFFSETS_H

#include <glib.h>

typedef enum {
    OFFSET_BYTES,
    OFFSET_CODEPOINTS,
    OFFSET_UTF16, /* code units, as JavaScript and Java count */
} OffsetUnit;

/* "bytes", "codepoints", "utf16", NULL: in the order of OffsetUnit. */
extern const char *const offset_unit_names[];

/* Maps offsets of one text. It remembers the count at the start of each 256 bytes, so that
 * an answer costs one look-up and a scan of less than that. */
typedef struct {
    const char *text; /* borrowed */
    gsize length;
    OffsetUnit unit;
    guint32 *counts; /* at each block; NULL where offsets stay as they are */
} OffsetIndex;

void offset_index_init(OffsetIndex *self, OffsetUnit unit, const char *text, gsize length);
void offset_index_clear(OffsetIndex *self);
/* @offset (bytes, at a character's start or the end) in the index's unit. */
gsize offset_index_map(const OffsetIndex *self, gsize offset);
/* The other way: the byte where @count units of the text have gone by. FALSE if the text has fewer,
 * or if that is inside of a character. */
gboolean offset_index_find(const OffsetIndex *self, gsize count, gsize *offset);

#endif
