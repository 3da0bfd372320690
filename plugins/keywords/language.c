/* language.c - lists of stop words, and what they tell. */
#include "language.h"

#include "classes.h"
#include "stop-words.h"

#include <string.h>

#include <textmill/utf8.h>

#define LANGUAGE_SAMPLE 4000 /* tokens; enough to tell */

struct KwLanguages {
    GPtrArray *languages; /* KwLanguage */
    KwLanguage none;      /* no language: only the user's words */
};

static void
language_free(gpointer data)
{
    KwLanguage *self = data;

    g_hash_table_unref(self->stop);
    g_free(self);
}

/* The lists that ship, by code; stopwords/ has them. */
static const struct {
    const char *code;
    const char *words;
} language_lists[] = {
    { "de", stop_words_de }, { "en", stop_words_en }, { "es", stop_words_es },
    { "fr", stop_words_fr }, { "it", stop_words_it }, { "ja", stop_words_ja },
    { "nl", stop_words_nl }, { "pt", stop_words_pt }, { "ru", stop_words_ru },
    { "th", stop_words_th }, { "zh", stop_words_zh },
};

/* Adds the words of @text, one a line. */
static void
language_read(GHashTable *stop, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (gsize i = 0; lines[i]; i++) {
        char *word = g_strstrip(lines[i]);
        gboolean general = *word == '~';

        if (*word != '#' && *word != '\0')
            g_hash_table_insert(stop, g_utf8_strdown(word + general, -1),
                                GUINT_TO_POINTER(general ? KW_WORD_GENERAL : KW_WORD_STOP));
    }
}

/* The same for a file of the user's. */
static gboolean
language_load(GHashTable *stop, const char *path, MillReport *report)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    gsize length;
    MillMark mark = { .file = path };

    if (!g_file_get_contents(path, &text, &length, &error)) {
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, NULL, "%s", error->message);
        return FALSE;
    }
    if (mill_utf8_valid_prefix(text, length) < length || memchr(text, '\0', length)) {
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, "convert the file to UTF-8",
                        "the stop words are not UTF-8 text");
        return FALSE;
    }
    language_read(stop, text);
    return TRUE;
}

KwLanguages *
kw_languages_load(const char *extra, MillReport *report)
{
    g_autoptr(KwLanguages) self = g_new0(KwLanguages, 1);

    self->languages = g_ptr_array_new_with_free_func(language_free);
    self->none.code = "";
    self->none.stop = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (extra && !language_load(self->none.stop, extra, report))
        return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(language_lists); i++) {
        KwLanguage *language = g_new0(KwLanguage, 1);

        language->code = language_lists[i].code;
        language->stop = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        language_read(language->stop, language_lists[i].words);
        g_ptr_array_add(self->languages, language);
    }
    return g_steal_pointer(&self);
}

void
kw_languages_free(KwLanguages *self)
{
    if (!self)
        return;
    g_ptr_array_unref(self->languages);
    g_hash_table_unref(self->none.stop);
    g_free(self);
}

const KwLanguage *
kw_languages_find(const KwLanguages *self, const char *code)
{
    for (guint i = 0; i < self->languages->len; i++) {
        const KwLanguage *language = g_ptr_array_index(self->languages, i);

        if (strcmp(language->code, code) == 0)
            return language;
    }
    return NULL;
}

/* How many of the tokens' words are stop words of @language. */
static guint
language_count(const KwLanguage *language, const guint32 *counts, const KwWords *words)
{
    guint hits = 0;

    for (guint32 i = 0; i < kw_words_get_count(words); i++)
        if (counts[i] > 0 &&
            (GPOINTER_TO_UINT(g_hash_table_lookup(language->stop, kw_words_get(words, i, NULL))) &
             KW_WORD_STOP))
            hits += counts[i];
    return hits;
}

static const KwLanguage *
language_by_words(const KwLanguages *self, const GArray *tokens, const KwWords *words)
{
    g_autofree guint32 *counts = g_new0(guint32, kw_words_get_count(words) + 1);
    const KwLanguage *best = &self->none;
    guint most = 0;

    for (guint i = 0; i < MIN(tokens->len, LANGUAGE_SAMPLE); i++) {
        const KwToken *token = &g_array_index(tokens, KwToken, i);

        if (!(token->flags & (KW_TOKEN_UNSPACED | KW_TOKEN_NUMBER)))
            counts[token->word]++;
    }
    for (guint i = 0; i < self->languages->len; i++) {
        const KwLanguage *language = g_ptr_array_index(self->languages, i);
        guint hits = language_count(language, counts, words);

        if (hits > most) {
            most = hits;
            best = language;
        }
    }
    return best;
}

const KwLanguage *
kw_languages_guess(const KwLanguages *self, const char *text, const GArray *tokens,
                   const KwWords *words)
{
    guint han = 0, kana = 0, thai = 0, spaced = 0;
    const KwLanguage *found = NULL;

    for (guint i = 0; i < MIN(tokens->len, LANGUAGE_SAMPLE); i++) {
        const KwToken *token = &g_array_index(tokens, KwToken, i);
        KwClass class = kw_class(kw_classes(), g_utf8_get_char(text + token->start));

        han += class == KW_HAN ? token->chars : 0;
        kana += class == KW_HIRAGANA || class == KW_KATAKANA ? token->chars : 0;
        thai += class == KW_THAI ? token->chars : 0;
        spaced += KW_IS_WORD(class) && class != KW_DIGIT ? 1 : 0;
    }
    if (han + kana + thai > spaced)
        found = kw_languages_find(self, thai > han + kana        ? "th"
                                        : kana * 10 > han + kana ? "ja"
                                                                 : "zh");
    else
        found = language_by_words(self, tokens, words);
    return found ? found : &self->none;
}

guint
kw_language_flags(const KwLanguages *self, const KwLanguage *language, const char *word)
{
    gpointer flags = g_hash_table_lookup(language->stop, word);

    if (!flags)
        flags = g_hash_table_lookup(self->none.stop, word);
    return GPOINTER_TO_UINT(flags);
}

const char *
kw_language_stemmer(const char *code)
{
    static const char *const names[][2] = {
        { "da", "danish" },    { "de", "german" },     { "en", "english" }, { "es", "spanish" },
        { "fi", "finnish" },   { "fr", "french" },     { "it", "italian" }, { "nl", "dutch" },
        { "no", "norwegian" }, { "pt", "portuguese" }, { "ru", "russian" }, { "sv", "swedish" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i][0], code) == 0)
            return names[i][1];
    return NULL;
}
