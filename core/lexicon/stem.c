/* stem.c - libstemmer behind a small door; without it there are no languages. */
#include "stem.h"

#ifdef LEX_HAVE_STEMMER
#include <libstemmer.h>
#endif

struct LexStemmer {
    struct sb_stemmer *stemmer;
    GString *folded; /* the word at hand */
};

const char *const *
lex_stemmer_languages(void)
{
#ifdef LEX_HAVE_STEMMER
    return (const char *const *) sb_stemmer_list();
#else
    static const char *const none[] = { NULL };

    return none;
#endif
}

LexStemmer *
lex_stemmer_new(const char *language)
{
#ifdef LEX_HAVE_STEMMER
    struct sb_stemmer *stemmer = sb_stemmer_new(language, "UTF_8");

    if (stemmer) {
        LexStemmer *self = g_new0(LexStemmer, 1);

        self->stemmer = stemmer;
        self->folded = g_string_new(NULL);
        return self;
    }
#endif
    return NULL;
}

void
lex_stemmer_free(LexStemmer *self)
{
    if (!self)
        return;
#ifdef LEX_HAVE_STEMMER
    sb_stemmer_delete(self->stemmer);
#endif
    g_string_free(self->folded, TRUE);
    g_free(self);
}

void
lex_stem_word(LexStemmer *self, const LexFolding *folding, const char *word, gsize length,
              GString *out)
{
    g_string_truncate(self->folded, 0);
    for (const char *p = word; p < word + length; p = g_utf8_next_char(p))
        g_string_append_unichar(self->folded, lex_fold_char(folding, g_utf8_get_char(p)));
#ifdef LEX_HAVE_STEMMER
    const sb_symbol *stem = sb_stemmer_stem(self->stemmer, (const sb_symbol *) self->folded->str,
                                            (int) self->folded->len);

    if (stem) {
        g_string_append_len(out, (const char *) stem, sb_stemmer_length(self->stemmer));
        return;
    }
#endif
    g_string_append_len(out, self->folded->str, (gssize) self->folded->len);
}

GString *
lex_stem_text(LexStemmer *self, const LexFolding *folding, const char *text, gsize length)
{
    GString *out = g_string_sized_new(length);
    const char *end = text + length;

    while (text < end) {
        const char *word = text;

        while (text < end && lex_is_word_char(g_utf8_get_char(text)))
            text = g_utf8_next_char(text);
        if (text > word && text - word <= LEX_WORD_MAX)
            lex_stem_word(self, folding, word, (gsize) (text - word), out);
        else if (text > word)
            g_string_append_len(out, word, text - word);
        if (text < end) {
            const char *next = g_utf8_next_char(text);

            g_string_append_len(out, text, next - text);
            text = next;
        }
    }
    return out;
}
