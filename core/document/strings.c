/* strings.c - a hash table with linear probing over strings that lie in chunks. */
#include "document/strings.h"

#include "document/utf8.h"

#include <string.h>

#define CHUNK_FIRST 256 /* each chunk is twice the one before */
#define CHUNK_MAX   16384

struct MillStringsChunk {
    MillStringsChunk *next;
    char bytes[];
};

/* Words folded by multiplication, finished like MurmurHash3 (Appleby's fmix64). */
static guint32
strings_hash(const char *text, gsize length)
{
    const guint64 factor = G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
    guint64 hash = length * factor;
    guint64 word;

    for (; length >= 8; text += 8, length -= 8) {
        memcpy(&word, text, 8);
        hash = (hash ^ word) * factor;
        hash ^= hash >> 29;
    }
    word = 0;
    memcpy(&word, text, length);
    hash = (hash ^ word) * factor;
    hash ^= hash >> 33;
    hash *= G_GUINT64_CONSTANT(0xFF51AFD7ED558CCD);
    hash ^= hash >> 33;
    return (guint32) hash;
}

static void
strings_grow_slots(MillStrings *self)
{
    gsize size = ((gsize) self->mask + 1) * 2;

    if (self->slots != self->few_slots)
        g_free(self->slots);
    self->slots = g_new0(guint32, size);
    self->mask = (guint32) (size - 1);
    for (guint32 id = 1; id <= self->length; id++) {
        guint32 slot = self->items[id - 1].hash & self->mask;

        while (self->slots[slot] != 0)
            slot = (slot + 1) & self->mask;
        self->slots[slot] = id;
    }
}

/* A long string gets a chunk of its own; the one in use stays in use. */
char *
mill_strings_store(MillStrings *self, const char *text, gsize length)
{
    char *copy;

    if (self->chunk_size == 0) {
        self->chunk_size = CHUNK_FIRST;
        self->free = self->few_bytes;
        self->free_length = sizeof self->few_bytes;
    }
    if (length >= self->free_length) {
        gsize size = MAX(length + 1, self->chunk_size);
        MillStringsChunk *chunk = g_malloc(sizeof *chunk + size);

        self->chunk_size = MIN(self->chunk_size * 2, CHUNK_MAX);
        chunk->next = self->chunks;
        self->chunks = chunk;
        if (size - length > self->free_length) {
            self->free = chunk->bytes;
            self->free_length = size;
        } else {
            memcpy(chunk->bytes, text, length);
            chunk->bytes[length] = '\0';
            return chunk->bytes;
        }
    }
    copy = self->free;
    memcpy(copy, text, length);
    copy[length] = '\0';
    self->free += length + 1;
    self->free_length -= length + 1;
    return copy;
}

static void
strings_grow_items(MillStrings *self)
{
    gboolean few = self->items == self->few;

    self->capacity = MAX(2 * self->capacity, 2 * MILL_STRINGS_FEW);
    self->items = g_renew(MillString, few ? NULL : self->items, self->capacity);
    if (few)
        memcpy(self->items, self->few, sizeof self->few);
}

static guint32
strings_add(MillStrings *self, const char *text, gsize length, guint32 hash)
{
    if (self->length == self->capacity)
        strings_grow_items(self);
    self->items[self->length++] = (MillString){
        .text = mill_strings_store(self, text, length),
        .length = (guint32) length,
        .hash = hash,
    };
    return self->length;
}

static guint32
strings_intern_valid(MillStrings *self, const char *text, gsize length)
{
    guint32 hash = strings_hash(text, length);
    guint32 slot;

    if (!self->slots) {
        self->slots = self->few_slots;
        self->mask = MILL_STRINGS_SLOTS - 1;
        self->items = self->few;
        self->capacity = MILL_STRINGS_FEW;
    }
    if (self->length >= self->mask - self->mask / 4)
        strings_grow_slots(self);
    slot = hash & self->mask;
    for (; self->slots[slot] != 0; slot = (slot + 1) & self->mask) {
        const MillString *item = &self->items[self->slots[slot] - 1];

        if (item->hash == hash && item->length == length && memcmp(item->text, text, length) == 0)
            return self->slots[slot];
    }
    return self->slots[slot] = strings_add(self, text, length, hash);
}

guint32
mill_strings_intern(MillStrings *self, const char *text, gssize length)
{
    gsize size = length < 0 ? strlen(text) : (gsize) length;

    g_return_val_if_fail(size < G_MAXUINT32, 0);
    if (mill_utf8_valid_prefix(text, size) == size)
        return strings_intern_valid(self, text, size);

    g_autofree char *repaired = mill_utf8_repair(text, size, &size);

    return strings_intern_valid(self, repaired, size);
}

const char *
mill_strings_keep(MillStrings *self, const char *text)
{
    return text ? mill_strings_get(self, mill_strings_intern(self, text, -1))->text : NULL;
}

void
mill_strings_clear(MillStrings *self)
{
    while (self->chunks) {
        MillStringsChunk *chunk = self->chunks;

        self->chunks = chunk->next;
        g_free(chunk);
    }
    if (self->items != self->few)
        g_free(self->items);
    if (self->slots != self->few_slots)
        g_free(self->slots);
    *self = (MillStrings){ 0 };
}
