/* scan-stem.c - a hash table from words to the codes of their stems. Language has few words, so
 * nearly every one is found; when the table is full it is emptied.
 */
#include "scan-stem.h"

#include "checksum.h"

#include <string.h>

#define STEM_SLOTS     32768
#define STEM_WORDS_MAX (STEM_SLOTS / 4 * 3)

typedef struct {
    guint32 hash; /* 0: free */
    guint32 word; /* in the words */
    guint32 codes;
    guint16 length; /* of the word, bytes */
    guint16 n;      /* codes */
} StemSlot;

struct LexStemCache {
    const LexDict *dict;
    LexStemmer *stemmer;
    LexFolding folding;
    StemSlot *slots;
    guint n_words;
    GString *words;
    GArray *codes; /* guint32 */
    GString *stem; /* of the word at hand */
};

LexStemCache *
lex_stem_cache_new(const LexDict *dict, LexStemmer *stemmer)
{
    LexStemCache *self = g_new0(LexStemCache, 1);

    self->dict = dict;
    self->stemmer = stemmer;
    self->folding.flags = dict->folds;
    self->slots = g_new0(StemSlot, STEM_SLOTS);
    self->words = g_string_new(NULL);
    self->codes = g_array_new(FALSE, FALSE, sizeof(guint32));
    self->stem = g_string_new(NULL);
    return self;
}

void
lex_stem_cache_free(LexStemCache *self)
{
    if (!self)
        return;
    g_free(self->slots);
    g_string_free(self->words, TRUE);
    g_array_unref(self->codes);
    g_string_free(self->stem, TRUE);
    g_free(self);
}

/* Fills @slot with the word's stem. */
static void
stem_add(LexStemCache *self, StemSlot *slot, guint32 hash, const char *word, gsize length)
{
    const LexChars *chars = &self->dict->chars;

    g_string_truncate(self->stem, 0);
    lex_stem_word(self->stemmer, &self->folding, word, length, self->stem);
    *slot = (StemSlot){ .hash = hash,
                        .word = (guint32) self->words->len,
                        .codes = self->codes->len,
                        .length = (guint16) length };

    const guint8 *p = (const guint8 *) self->stem->str, *end = p + self->stem->len;

    while (p < end) {
        guint32 entry = lex_chars_next(chars->pages, chars->entries, &p);

        g_array_append_val(self->codes, entry);
        slot->n++;
    }
    g_string_append_len(self->words, word, (gssize) length);
    self->n_words++;
}

const guint32 *
lex_stem_cache_get(LexStemCache *self, const char *word, gsize length, guint32 *n)
{
    guint32 hash = (guint32) lex_checksum(word, length) | 1;
    guint32 at = hash / 2 % STEM_SLOTS;

    if (self->n_words == STEM_WORDS_MAX) {
        memset(self->slots, 0, STEM_SLOTS * sizeof(StemSlot));
        g_string_truncate(self->words, 0);
        g_array_set_size(self->codes, 0);
        self->n_words = 0;
    }
    while (self->slots[at].hash != 0 &&
           !(self->slots[at].hash == hash && self->slots[at].length == length &&
             memcmp(self->words->str + self->slots[at].word, word, length) == 0))
        at = (at + 1) % STEM_SLOTS;
    if (self->slots[at].hash == 0)
        stem_add(self, &self->slots[at], hash, word, length);
    *n = self->slots[at].n;
    return &g_array_index(self->codes, guint32, self->slots[at].codes);
}
