/* The scanner against a naive search: random terms, rules and texts over a small alphabet. */
#include "lexicon/entries.h"
#include "lexicon/scan.h"

#include <string.h>

/* A character of a text as the naive search sees it. */
typedef struct {
    guint32 folded;
    guint32 start;
    guint32 end;
    gboolean is_word;
    gboolean is_blank; /* a run of white space */
} Char;

typedef struct {
    const char *surface;
    GArray *key; /* Char */
    guint32 concept;
    guint flags; /* LexEntryFlags */
} Form;

#define FORM_LETTERS 5
#define FORM_MAX     200 /* characters that they may have */

/* For stems: whole words, most of them several forms of one. */
static const char *const words[] = {
    "power",     "powers",     "Powering", " ",  "\n ",
    "indicator", "Indicators", "-",        "中", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
};

static const char *const alphabet[] = { "a",  "b",  "A",  "B",  " ",     "\n", "\u3000",
                                        "中", "国", "。", "Ａ", "é",     "É",  "\U0001f600",
                                        "_",  "1",  "ς",  "Σ",  "\u2028" };

static char *
random_string(GRand *random, guint most, guint letters, const LexStemmer *stemmer)
{
    GString *string = g_string_new(NULL);
    guint n = (guint) g_rand_int_range(random, 0, (gint32) most + 1);

    for (guint i = 0; i < n; i++)
        g_string_append(string, stemmer ? words[g_rand_int_range(random, 0, G_N_ELEMENTS(words))]
                                        : alphabet[g_rand_int_range(random, 0, (gint32) letters)]);
    return g_string_free(string, FALSE);
}

/* Adds the characters of @text; with @whole, all of them have its place. */
static void
naive_add(GArray *chars, const LexFolding *folding, const char *text, gsize length, gsize at,
          const MillSpan *whole)
{
    for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gsize start = at + (gsize) (p - text);
        gsize end = at + (gsize) (g_utf8_next_char(p) - text);
        Char one = { .folded = lex_fold_char(folding, c),
                     .start = (guint32) (whole ? whole->start : start),
                     .end = (guint32) (whole ? whole->end : end),
                     .is_word = lex_is_word_char(c) };
        gboolean blank = (folding->flags & LEX_FOLD_SPACE) && one.folded == ' ';
        const Char *last = chars->len > 0 ? &g_array_index(chars, Char, chars->len - 1) : NULL;

        if (!(blank && last && last->folded == ' ' && last->is_blank)) {
            one.is_blank = blank;
            g_array_append_val(chars, one);
        }
    }
}

static GArray *
naive_chars(const LexFolding *folding, LexStemmer *stemmer, const char *text)
{
    GArray *chars = g_array_new(FALSE, FALSE, sizeof(Char));
    const char *p = text;

    while (*p) {
        const char *start = p;

        while (*p && lex_is_word_char(g_utf8_get_char(p)))
            p = g_utf8_next_char(p);
        if (p > start && stemmer && p - start <= LEX_WORD_MAX) {
            g_autoptr(GString) stem = g_string_new(NULL);
            MillSpan whole = { (gsize) (start - text), (gsize) (p - text) };

            lex_stem_word(stemmer, folding, start, (gsize) (p - start), stem);
            naive_add(chars, folding, stem->str, stem->len, 0, &whole);
            continue;
        }
        if (p == start)
            p = g_utf8_next_char(p);
        naive_add(chars, folding, start, (gsize) (p - start), (gsize) (start - text), NULL);
    }
    return chars;
}

static Char *
naive_at(GArray *chars, guint index)
{
    return &g_array_index(chars, Char, index);
}

/* Whether @form stands at character @at. */
static gboolean
naive_matches(GArray *text, guint at, const Form *form, guint flags, const char *bytes)
{
    guint n = form->key->len;

    if (at + n > text->len)
        return FALSE;
    for (guint i = 0; i < n; i++)
        if (naive_at(text, at + i)->folded != naive_at(form->key, i)->folded)
            return FALSE;
    if ((flags & LEX_SCAN_WORDS) && at > 0 && naive_at(text, at - 1)->is_word &&
        naive_at(text, at)->is_word)
        return FALSE;
    if ((flags & LEX_SCAN_WORDS) && at + n < text->len && naive_at(text, at + n)->is_word &&
        naive_at(text, at + n - 1)->is_word)
        return FALSE;

    guint32 start = naive_at(text, at)->start;
    guint32 length = naive_at(text, at + n - 1)->end - start;

    return !(form->flags & LEX_ENTRY_EXACT) ||
           (strlen(form->surface) == length && memcmp(bytes + start, form->surface, length) == 0);
}

/* Whether an excluding form that concerns @form covers its occurrence at @at. */
static gboolean
naive_is_excluded(GArray *text, guint at, const Form *form, const GPtrArray *forms, guint flags,
                  const char *bytes)
{
    for (guint first = at - MIN(at, FORM_MAX); first <= at; first++)
        for (guint i = 0; i < forms->len; i++) {
            const Form *other = forms->pdata[i];

            if ((other->flags & LEX_ENTRY_EXCLUDE) &&
                (other->concept == LEX_ANY_CONCEPT || other->concept == form->concept) &&
                first + other->key->len >= at + form->key->len &&
                naive_matches(text, first, other, flags, bytes))
                return TRUE;
        }
    return FALSE;
}

/* Appends "start-end:concept" for the forms of @length at @at. Returns whether there were any. */
static gboolean
naive_emit(GString *out, GArray *text, guint at, guint length, const GPtrArray *forms, guint flags,
           const char *bytes)
{
    gboolean any = FALSE;

    for (guint i = 0; i < forms->len; i++) {
        const Form *form = forms->pdata[i];

        if (form->key->len != length || (form->flags & LEX_ENTRY_EXCLUDE) ||
            !naive_matches(text, at, form, flags, bytes) ||
            naive_is_excluded(text, at, form, forms, flags, bytes))
            continue;
        g_string_append_printf(out, "%u-%u:%u ", naive_at(text, at)->start,
                               naive_at(text, at + length - 1)->end, form->concept);
        any = TRUE;
    }
    return any;
}

static char *
naive_search(const LexFolding *folding, LexStemmer *stemmer, const char *bytes,
             const GPtrArray *forms, guint flags)
{
    g_autoptr(GArray) text = naive_chars(folding, stemmer, bytes);
    GString *out = g_string_new(NULL);

    for (guint at = 0; at < text->len; at++)
        for (guint length = MIN(text->len - at, FORM_MAX); length > 0; length--)
            if (naive_emit(out, text, at, length, forms, flags, bytes) && !(flags & LEX_SCAN_ALL)) {
                at += length - 1;
                break;
            }
    return g_string_free(out, FALSE);
}

typedef struct {
    const LexDict *dict;
    GString *out;
} Found;

static void
collect(const LexMatch *matches, gsize n, gpointer data)
{
    Found *found = data;

    for (gsize i = 0; i < n; i++)
        g_string_append_printf(found->out, "%u-%u:%u ", matches[i].start, matches[i].end,
                               found->dict->forms[matches[i].form].concept & LEX_FORM_CONCEPT);
}

static void
form_free(gpointer data)
{
    Form *form = data;

    g_array_unref(form->key);
    g_free((char *) form->surface);
    g_free(form);
}

/* Whether @forms has one of the same key, concept and flags, which a dictionary keeps once. */
static gboolean
is_repeated(const GPtrArray *forms, const Form *form)
{
    for (guint i = 0; i < forms->len; i++) {
        const Form *other = forms->pdata[i];
        gboolean same = other->key->len == form->key->len && other->flags == form->flags &&
                        other->concept == form->concept;

        for (guint k = 0; same && k < form->key->len; k++)
            same = naive_at(other->key, k)->folded == naive_at(form->key, k)->folded;
        if (same)
            return TRUE;
    }
    return FALSE;
}

/* Random forms, both in @entries and for the naive search. Each is a concept of its own, or
 * excludes. */
static GPtrArray *
random_forms(GRand *random, LexEntries *entries, const LexFolding *folding, LexStemmer *stemmer,
             guint letters, gboolean rules)
{
    GPtrArray *forms = g_ptr_array_new_with_free_func(form_free);
    guint n = (guint) g_rand_int_range(random, 1, 12);

    lex_entries_begin_file(entries, NULL);
    for (guint i = 0; i < n; i++) {
        g_autofree char *raw = random_string(random, FORM_LETTERS, letters, stemmer);
        const char *trimmed = raw;
        gsize length = strlen(raw);
        Form *form = g_new0(Form, 1);

        lex_trim(&trimmed, &length);
        form->surface = g_strndup(trimmed, length);
        form->key = naive_chars(folding, stemmer, form->surface);
        form->flags = rules ? (guint) g_rand_int_range(random, 0, 4) & LEX_ENTRY_EXACT : 0;
        form->concept = entries->concepts->len;
        if (rules && g_rand_int_range(random, 0, 4) == 0) {
            form->flags |= LEX_ENTRY_EXCLUDE;
            form->concept =
                entries->concepts->len > 0 && g_rand_boolean(random)
                    ? (guint32) g_rand_int_range(random, 0, (gint32) entries->concepts->len)
                    : LEX_ANY_CONCEPT;
        } else {
            g_autofree char *name = g_strdup_printf("%u", i);

            g_assert_cmpuint(form->concept, ==,
                             lex_entries_concept(entries, name, strlen(name), "", 0, FALSE));
        }
        lex_entries_add(entries, form->concept, raw, strlen(raw), form->flags, i + 1, 1);
        if (length > 0 && !is_repeated(forms, form))
            g_ptr_array_add(forms, form);
        else
            form_free(form);
    }
    return forms;
}

static void
check_round(guint32 seed, guint most, guint rounds, gboolean rules, LexStemmer *stemmer)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);

    for (guint round = 0; round < rounds; round++) {
        LexFolding folding = { .flags = (guint) g_rand_int_range(random, 0, 16) };
        guint flags = (guint) g_rand_int_range(random, 0, 4);
        guint letters = (guint) g_rand_int_range(random, 2, G_N_ELEMENTS(alphabet) + 1);
        g_autoptr(MillReport) report = mill_report_new();
        LexEntries *entries = lex_entries_new(report, NULL);
        g_autoptr(GPtrArray) forms =
            random_forms(random, entries, &folding, stemmer, letters, rules);
        g_autoptr(LexDict) dict = lex_dict_build(entries, &folding, stemmer);
        g_autoptr(LexScanner) scanner = lex_scanner_new(dict, stemmer, flags);
        g_autofree char *text = random_string(random, most, letters, stemmer);
        g_autofree char *expected =
            naive_search(&folding, stemmer, text, forms, stemmer ? flags | LEX_SCAN_WORDS : flags);
        g_autoptr(GString) out = g_string_new(NULL);
        Found found = { dict, out };

        g_assert_true(lex_trie_is_safe(&dict->trie, dict->chars.n_codes, dict->n_forms));
        lex_scanner_scan(scanner, text, strlen(text), collect, &found);
        g_assert_cmpstr(out->str, ==, expected);

        /* A scanner keeps nothing of one text for the next. */
        g_string_truncate(out, 0);
        lex_scanner_scan(scanner, text, strlen(text), collect, &found);
        g_assert_cmpstr(out->str, ==, expected);
    }
}

static void
test_terms(void)
{
    check_round(1, 40, 1000, FALSE, NULL);
}

static void
test_rules(void)
{
    check_round(2, 40, 1000, TRUE, NULL);
}

/* Texts of several chunks. */
static void
test_long(void)
{
    check_round(3, 6000, 50, FALSE, NULL);
}

static void
test_stems(void)
{
    g_autoptr(LexStemmer) stemmer = lex_stemmer_new("english");

    if (!stemmer) {
        g_test_skip("built without libstemmer");
        return;
    }
    check_round(4, 30, 300, TRUE, stemmer);
    check_round(5, 1500, 30, FALSE, stemmer);
}

/* The character before a chunk still counts for the boundaries of words. */
static void
test_word_over_chunks(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    LexEntries *entries = lex_entries_new(report, NULL);
    LexFolding folding = { 0 };

    lex_entries_begin_file(entries, NULL);
    lex_entries_add(entries, lex_entries_concept(entries, "a", 1, "", 0, FALSE), "a", 1, 0, 0, 0);

    g_autoptr(LexDict) dict = lex_dict_build(entries, &folding, NULL);
    g_autoptr(LexScanner) scanner = lex_scanner_new(dict, NULL, LEX_SCAN_WORDS);

    for (guint n = 2000; n < 2100; n++) {
        g_autofree char *word = g_strnfill(n, 'b');
        g_autofree char *rest = g_strnfill(100, ' ');
        g_autofree char *text = g_strconcat(word, "a", rest, NULL);
        g_autoptr(GString) out = g_string_new(NULL);
        Found found = { dict, out };

        lex_scanner_scan(scanner, text, strlen(text), collect, &found);
        g_assert_cmpstr(out->str, ==, "");
        text[n - 1] = ' ';
        lex_scanner_scan(scanner, text, strlen(text), collect, &found);
        g_assert_cmpuint(out->len, >, 0);
    }
}

/* A match that reaches into the next chunk uses up its characters there. */
static void
test_match_over_chunks(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    LexEntries *entries = lex_entries_new(report, NULL);
    LexFolding folding = { 0 };

    lex_entries_begin_file(entries, NULL);
    lex_entries_add(entries, lex_entries_concept(entries, "a", 1, "", 0, FALSE), "aa", 2, 0, 0, 0);

    g_autoptr(LexDict) dict = lex_dict_build(entries, &folding, NULL);
    g_autoptr(LexScanner) scanner = lex_scanner_new(dict, NULL, 0);

    for (guint before = 0; before < 4; before++) {
        g_autofree char *text = g_strnfill(before + 6000, 'a');
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(GString) expected = g_string_new(NULL);
        Found found = { dict, out };

        memset(text, 'b', before);
        for (guint at = before; at < before + 6000; at += 2)
            g_string_append_printf(expected, "%u-%u:0 ", at, at + 2);
        lex_scanner_scan(scanner, text, strlen(text), collect, &found);
        g_assert_cmpstr(out->str, ==, expected->str);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lexicon/scan/equals-naive-search", test_terms);
    g_test_add_func("/lexicon/scan/equals-naive-search-with-rules", test_rules);
    g_test_add_func("/lexicon/scan/equals-naive-search-over-chunks", test_long);
    g_test_add_func("/lexicon/scan/equals-naive-search-by-stems", test_stems);
    g_test_add_func("/lexicon/scan/word-over-chunks", test_word_over_chunks);
    g_test_add_func("/lexicon/scan/match-over-chunks", test_match_over_chunks);
    return g_test_run();
}
