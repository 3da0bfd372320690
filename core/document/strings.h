/* strings.h - the strings of a document, each kept once and named by a number.
 *
 * Ids count from 1 in the order the strings were first seen; 0 is no string. Pointers stay valid
 * until the pool is cleared.
 */
#ifndef MILL_STRINGS_H
#define MILL_STRINGS_H

#include <glib.h>

typedef struct {
    const char *text; /* valid UTF-8, NUL-terminated */
    guint32 length;
    guint32 hash;
} MillString;

typedef struct MillStringsChunk MillStringsChunk;

/* What a small document needs has room in the pool itself. */
#define MILL_STRINGS_FEW   8
#define MILL_STRINGS_SLOTS 16
#define MILL_STRINGS_BYTES 184

/* Zeroed is an empty pool. With strings in it, it must stay where it is. */
typedef struct {
    MillString *items; /* of id 1 at 0 */
    guint32 length;
    guint32 capacity;
    guint32 *slots; /* hash table of ids, open addressing; 0 is free */
    guint32 mask;   /* number of slots - 1 */
    MillStringsChunk *chunks;
    char *free;
    gsize free_length;
    gsize chunk_size; /* of the next one */
    guint32 few_slots[MILL_STRINGS_SLOTS];
    MillString few[MILL_STRINGS_FEW];
    char few_bytes[MILL_STRINGS_BYTES];
} MillStrings;

/* @length in bytes, -1 for NUL-terminated. Invalid UTF-8 is repaired. */
guint32 mill_strings_intern(MillStrings *strings, const char *text, gssize length);
/* Interns @text (NULL stays NULL) and gives the pool's copy. */
const char *mill_strings_keep(MillStrings *strings, const char *text);
/* A copy of the @length valid bytes, and a NUL, that lives as long as the pool and has no id. */
char *mill_strings_store(MillStrings *strings, const char *text, gsize length);
void mill_strings_clear(MillStrings *strings);

static inline const MillString *
mill_strings_get(const MillStrings *strings, guint32 id)
{
    return id > 0 && id <= strings->length ? &strings->items[id - 1] : NULL;
}

#endif
