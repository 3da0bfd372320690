/* test-words.c - words and other units that people see; with ICU and without. */
#include "snippet.h"

#include "script/words.h"

#include <string.h>

#define WORDS(subject)                                                                             \
    "local t = {} for s, e, w in mill.words(" subject ") do t[#t + 1] = w end "                    \
    "return table.concat(t, '|')"

#ifdef MILL_HAVE_ICU
#define WITH_ICU(with, without) with
#else
#define WITH_ICU(with, without) without
#endif

static const SnippetCase cases[] = {
    { "english", WORDS("\"The cat can't pay 3.14, no: 1_000.\""),
      "[\"The|cat|can't|pay|3.14|no|1_000\"]" },
    { "accents", WORDS("'énergie e\\u{301}t\\u{e9} Ελλάδα'"), "[\"énergie|e\xcc\x81té|Ελλάδα\"]" },
    { "nothing", WORDS("''"), "[\"\"]" },
    { "no-words", WORDS("' ,。!\\n— '"), "[\"\"]" },
    { "chinese", WORDS("'智慧能源和清洁能源。'"),
      WITH_ICU("[\"智慧|能源|和|清洁|能源\"]", "[\"智|慧|能|源|和|清|洁|能|源\"]") },
    { "japanese", WORDS("'日本語の文章です'"),
      WITH_ICU("[\"日本語|の|文章|です\"]", "[\"日|本|語|の|文|章|で|す\"]") },
    { "thai", WORDS("'ภาษาไทยง่าย'"), WITH_ICU("[\"ภาษา|ไทย|ง่าย\"]", "[\"ภาษาไทยง่าย\"]") },
    { "mixed", WORDS("'GDP增长5.2%'"), WITH_ICU("[\"GDP|增长|5.2\"]", "[\"GDP|增|长|5.2\"]") },
    { "document-spans",
      "local t = {} for s, e, w in mill.words(doc) do t[#t + 1] = { s, e, w == doc:sub(s, e) } end "
      "return t[1], t[#t]",
      "[[1,2,true],[7,9,true]]", .text = "ab cd efg" },
    { "bounds", "local t = {} for s, e, w in mill.words(doc, 4, 6) do t[#t + 1] = w end return t",
      "[[\"cd\"]]", .text = "ab cd efg" },
    { "nested",
      "local n = 0 for s, e, a in mill.words('a b c') do for _, _, b in mill.words('d e') do "
      "n = n + 1 end end return n",
      "[6]" },
    { "edited", "for s, e, w in mill.words(doc) do doc:edit(function(x) x:drop(1, 1) end) end",
      .error = "the text was edited while its words were visited", .text = "ab cd" },
    { "bad-string", "mill.words('\\xff')", .error = "must be UTF-8" },
    { "inside", "mill.words('é', 2)", .error = "inside of a character" },
    { "no-subject", "mill.words(1 == 1)", .error = "string expected" },
    { "deadline",
      "local text = ('中国人 '):rep(20000) while true do for s, e in mill.words(text) do end end",
      .error = "stopped after", .code = MILL_ERROR_DEADLINE },
    { "graphemes",
      "local t = {} for s, e, g in mill.graphemes('e\\u{301}a👨‍👩‍👧\\r\\n') do t[#t + 1] = e - s + 1 "
      "end return t",
      "[[3,1,18,2]]" },
    { "graphemes-document",
      "local n = 0 for s, e in mill.graphemes(doc, 3) do n = n + 1 end return n", "[2]",
      .text = "abcd" },
    { "case", "return mill.lower('ÉNERGIE Я'), mill.upper('énergie я ß')",
      "[\"énergie я\",\"ÉNERGIE Я ß\"]" },
    { "case-bad", "mill.lower('\\xff')", .error = "not UTF-8" },
};

typedef gsize (*Cut)(MillWords *words, const char *text, gsize length, MillWordsPiece *piece);

static gsize
cut_plainly(MillWords *words, const char *text, gsize length, MillWordsPiece *piece)
{
    return mill_words_cut_plainly(text, length, piece);
}

/* The words of @text, a line each, and checks that they are in order and whole. (transfer full) */
static GString *
list_words(MillWords *words, Cut cut, const char *text, gsize length)
{
    g_autofree MillWordsPiece *piece = g_new(MillWordsPiece, 1);
    GString *list = g_string_new(NULL);

    for (gsize at = 0, next; at < length; at = next) {
        gsize last = 0;

        next = at + cut(words, text + at, length - at, piece);
        g_assert_cmpuint(next, >, at);
        g_assert_cmpuint(next, <=, length);
        for (guint i = 0; i < piece->n; i++) {
            gsize start = piece->words[i].start, end = piece->words[i].end;

            g_assert_cmpuint(start, >=, last);
            g_assert_cmpuint(end, >, start);
            g_assert_cmpuint(at + end, <=, next);
            g_assert_true(g_utf8_validate(text + at + start, (gssize) (end - start), NULL));
            g_string_append_len(list, text + at + start, (gssize) (end - start));
            g_string_append_c(list, '\n');
            last = end;
        }
    }
    return list;
}

/* Cutting a long text piece by piece gives the words that its lines have by themselves. */
static void
test_pieces(gconstpointer data)
{
    static const char *const parts[] = { "energy", "can't",  "3.5", "é", "能源", "清洁", "的",
                                         "ไทย",    "のです", "👍",   "-", "。",   " ",    " " };
    Cut cut = g_str_equal(data, "plain") ? cut_plainly : mill_words_cut;
    g_autoptr(MillWords) words = mill_words_new(NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) wanted = g_string_new(NULL);

    for (guint line = 0; line < 100; line++) {
        gsize start = text->len;
        g_autoptr(GString) own = NULL;

        for (gint32 n = g_test_rand_int_range(0, 60); n > 0; n--)
            g_string_append(text, parts[g_test_rand_int_range(0, G_N_ELEMENTS(parts))]);
        g_string_append_c(text, '\n');
        own = list_words(words, cut, text->str + start, text->len - start);
        g_string_append(wanted, own->str);
    }
    g_autoptr(GString) got = list_words(words, cut, text->str, text->len);

    g_assert_cmpstr(got->str, ==, wanted->str);
}

/* Texts without any place to cut at: no word is lost, and none is empty. */
static void
test_endless(void)
{
    static const char *const units[] = { "a", "中", "ไ", "é", "0", "カ", "\xf0\xa0\x80\x80" };
    g_autoptr(MillWords) words = mill_words_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autoptr(GString) text = g_string_new("x");
        gsize letters = 0;

        while (text->len < 3 * MILL_WORDS_BYTES)
            g_string_append(text, units[i]);
        g_autoptr(GString) list = list_words(words, mill_words_cut, text->str, text->len);

        for (const char *c = list->str; *c; c++)
            letters += *c != '\n';
        g_assert_cmpuint(letters, ==, text->len);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    snippet_add_cases("words", cases, G_N_ELEMENTS(cases));
    g_test_add_data_func("/script/words/pieces", "icu", test_pieces);
    g_test_add_data_func("/script/words/pieces-plain", "plain", test_pieces);
    g_test_add_func("/script/words/endless", test_endless);
    return g_test_run();
}
