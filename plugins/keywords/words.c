/* words.c - an open-addressing hash over strings that stand in one arena: no allocation a word. */
#include "words.h"

#include <string.h>

typedef struct {
    guint32 offset; /* into the arena */
    guint32 length;
    guint32 hash;
} Word;

struct KwWords {
    GString *arena;
    GArray *words;  /* Word */
    guint32 *slots; /* number + 1, 0 for a free slot */
    guint32 n_slots;
};

#define WORDS_SLOTS_MIN  1024u
#define WORDS_SLOTS_KEEP (1u << 16) /* more are given back after the document */

KwWords *
kw_words_new(void)
{
    KwWords *self = g_new0(KwWords, 1);

    self->arena = g_string_new(NULL);
    self->words = g_array_new(FALSE, FALSE, sizeof(Word));
    self->n_slots = WORDS_SLOTS_MIN;
    self->slots = g_new0(guint32, self->n_slots);
    return self;
}

void
kw_words_free(KwWords *self)
{
    if (!self)
        return;
    g_string_free(self->arena, TRUE);
    g_array_unref(self->words);
    g_free(self->slots);
    g_free(self);
}

void
kw_words_reset(KwWords *self)
{
    if (self->n_slots > WORDS_SLOTS_KEEP) {
        g_free(self->slots);
        self->n_slots = WORDS_SLOTS_MIN;
        self->slots = g_new(guint32, self->n_slots);
    }
    memset(self->slots, 0, self->n_slots * sizeof(guint32));
    g_string_truncate(self->arena, 0);
    g_array_set_size(self->words, 0);
}

static guint32
words_hash(const char *bytes, gsize length)
{
    guint32 hash = 2166136261u; /* FNV-1a */

    for (gsize i = 0; i < length; i++)
        hash = (hash ^ (guint8) bytes[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static void
words_grow(KwWords *self)
{
    g_free(self->slots);
    self->n_slots *= 2;
    self->slots = g_new0(guint32, self->n_slots);
    for (guint32 i = 0; i < self->words->len; i++) {
        guint32 slot = g_array_index(self->words, Word, i).hash & (self->n_slots - 1);

        while (self->slots[slot])
            slot = (slot + 1) & (self->n_slots - 1);
        self->slots[slot] = i + 1;
    }
}

/* The slot of the word, or the free one where it would be put. */
static guint32
words_slot(const KwWords *self, const char *bytes, gsize length, guint32 hash)
{
    guint32 slot = hash & (self->n_slots - 1);

    for (; self->slots[slot]; slot = (slot + 1) & (self->n_slots - 1)) {
        const Word *word = &g_array_index(self->words, Word, self->slots[slot] - 1);

        if (word->hash == hash && word->length == length &&
            memcmp(self->arena->str + word->offset, bytes, length) == 0)
            break;
    }
    return slot;
}

guint32
kw_words_find(const KwWords *self, const char *bytes, gsize length)
{
    /* A free slot holds 0, which makes G_MAXUINT32 of it. */
    return self->slots[words_slot(self, bytes, length, words_hash(bytes, length))] - 1;
}

guint32
kw_words_add(KwWords *self, const char *bytes, gsize length, gboolean *fresh)
{
    guint32 hash = words_hash(bytes, length);
    guint32 slot = words_slot(self, bytes, length, hash);

    if (fresh)
        *fresh = self->slots[slot] == 0;
    if (self->slots[slot])
        return self->slots[slot] - 1;

    Word word = { (guint32) self->arena->len, (guint32) length, hash };

    g_string_append_len(self->arena, bytes, (gssize) length);
    g_string_append_c(self->arena, '\0');
    g_array_append_val(self->words, word);
    self->slots[slot] = self->words->len;
    if (self->words->len * 2 > self->n_slots)
        words_grow(self);
    return self->words->len - 1;
}

guint32
kw_words_get_count(const KwWords *self)
{
    return self->words->len;
}

const char *
kw_words_get(const KwWords *self, guint32 word, gsize *length)
{
    const Word *entry = &g_array_index(self->words, Word, word);

    if (length)
        *length = entry->length;
    return self->arena->str + entry->offset;
}
