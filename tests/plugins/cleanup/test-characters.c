/* The first pass of cleanup: characters. */
#include "step.h"

/* Everything off, so that a case names what it is about. */
#define OFF                                                                                        \
    "newlines: keep, bom: false, controls: false, zero_width: false, unicode: none, "              \
    "whitespace: keep, indent: keep, blank_runs: -1"

typedef struct {
    const char *name;
    const char *options;
    const char *before;
    const char *after;
} Case;

static const Case cases[] = {
    { "clean-stays", NULL, "第一章 总则\n\n为了发展，“制定”本法。\n",
      "第一章 总则\n\n为了发展，“制定”本法。\n" },
    { "off-changes-nothing", "{ " OFF " }", "\xEF\xBB\xBF a\r\n\t b \x01\n\n\n\n　c\xC2\xA0",
      "\xEF\xBB\xBF a\r\n\t b \x01\n\n\n\n　c\xC2\xA0" },
    { "cr-lf", NULL, "a\r\nb\rc\r\r\nd", "a\nb\nc\n\nd" },
    { "other-breaks", NULL,
      "a\xE2\x80\xA8"
      "b\xE2\x80\xA9"
      "c\xC2\x85"
      "d\fe\vf",
      "a\nb\nc\nd\ne\nf" },
    { "newlines-keep", "{ newlines: keep }", "a\r\nb\rc", "a\r\nb\rc" },
    { "byte-order-mark", NULL, "\xEF\xBB\xBF第一章", "第一章" },
    { "mark-inside-is-invisible", "{ bom: false }",
      "\xEF\xBB\xBF"
      "a\xEF\xBB\xBF"
      "b",
      "\xEF\xBB\xBF"
      "ab" },
    { "controls", NULL,
      "a\x01"
      "b\x7F"
      "c\xC2\x90"
      "d\te",
      "abcd e" },
    { "terminal-colours", NULL, "\x1B[1;31mred\x1B[0m \x1Bx", "red x" },
    { "zero-width", NULL, "太\xE2\x80\x8B阳\xE2\x81\xA0能\xC2\xAD", "太阳能" },
    { "direction-marks", NULL,
      "a\xE2\x80\xAE"
      "b\xD8\x9C"
      "c\xE2\x81\xA6",
      "abc" },
    { "joiner-in-persian-stays", NULL, "می\xE2\x80\x8Cشود", "می\xE2\x80\x8Cشود" },
    { "joiner-in-emoji-stays", NULL, "👩\xE2\x80\x8D💻", "👩\xE2\x80\x8D💻" },
    { "joiner-elsewhere-goes", NULL,
      "中\xE2\x80\x8D文a\xE2\x80\x8C"
      "b",
      "中文ab" },
    { "collapse", NULL,
      "a  b\t\tc 　d\xC2\xA0"
      "e　f",
      "a b c d e f" },
    { "collapse-around-invisible", NULL, "a \xE2\x80\x8B b", "a b" },
    { "trim-line-ends", NULL, "a  \nb　\r\nc\t", "a\nb\nc" },
    { "trim-only", "{ whitespace: trim }", "a  b \n", "a  b\n" },
    { "wide-indent", NULL, "　　第一段\n  code\n\xC2\xA0x", "第一段\n  code\nx" },
    { "all-indent", "{ indent: drop }", "　　a\n  b\n\tc", "a\nb\nc" },
    { "all-indent-after-control", "{ indent: drop }", "\x7F a b", "a b" },
    { "indent-keep", "{ indent: keep }", "　　a\n  b  c", "　　a\n  b c" },
    { "indent-after-other-break", NULL, "a\xE2\x80\xA8　b", "a\nb" },
    { "indent-after-mark", NULL, "\xEF\xBB\xBF　a", "a" },
    { "nfc", NULL, "cafe\xCC\x81 \xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB \xE2\x84\xAB", "café 한 Å" },
    { "nfc-leaves-width", NULL, "ＡＢ１，㈱①", "ＡＢ１，㈱①" },
    { "nfc-order-of-marks", NULL, "q\xCC\x87\xCC\xA3", "q\xCC\xA3\xCC\x87" },
    { "nfc-compatibility-ideograph", NULL, "\xEF\xA4\x80更", "豈更" },
    { "nfc-after-drop", NULL, "e\xE2\x80\x8B\xCC\x81", "é" },
    { "nfkc", "{ unicode: nfkc }", "ＡＢ１，㈱①ﬁ", "AB1,(株)1fi" },
    { "unicode-none", "{ unicode: none }", "e\xCC\x81", "e\xCC\x81" },
    { "width-alnum", "{ width: alnum }", "ＡＢｃ１２，！", "ABc12，！" },
    { "width-ascii", "{ width: ascii }", "ＡＢ１，！～", "AB1,!~" },
    { "blank-runs", NULL, "\n\na\n\n\n \nb\n\n", "a\n\nb\n" },
    { "no-blank-lines", "{ blank_runs: 0 }", "a\n\n\nb\n", "a\nb\n" },
    { "blank-runs-keep", "{ blank_runs: -1 }", "\na\n\n\nb\n\n", "\na\n\n\nb\n\n" },
    { "only-blanks", NULL, " \n\n\t\n", "" },
    { "empty", NULL, "", "" },
};

static char *
clean(const char *options, const char *text)
{
    g_autoptr(Step) step = step_new(options);
    g_autoptr(MillDocument) document = test_document_of_text(text);
    g_autoptr(GError) error = NULL;

    step_process(step, document, &error);
    g_assert_no_error(error);
    return g_strdup(mill_document_get_text(document, NULL));
}

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autofree char *after = clean(test->options, test->before);
    g_autofree char *again = clean(test->options, after);

    g_assert_cmpstr(after, ==, test->after);
    g_assert_cmpstr(again, ==, test->after);
}

/* Letters, marks, jamo, singletons, spaces and controls, which all meet each other. */
static char *
random_text(GRand *random, const gunichar *characters, gsize n_characters)
{
    GString *text = g_string_new(NULL);
    gint length = g_rand_int_range(random, 0, 24);

    for (gint i = 0; i < length; i++)
        g_string_append_unichar(text,
                                characters[g_rand_int_range(random, 0, (gint32) n_characters)]);
    return g_string_free(text, FALSE);
}

static const gunichar mixed[] = { 'a',   'e',   ' ',    '\t',   '\n',   '\r',   0x1B,
                                  0xA0,  0xAD,  0x2028, 0x200B, 0x200D, 0x3000, 0xFEFF,
                                  0x301, 0x323, 0x4E2D, 0xFF21, 0xFF0C, 0x628,  0x1F600 };

/* What is clean stays clean, whatever the options. */
static void
test_idempotent(void)
{
    static const char *const options[] = { NULL, "{ unicode: nfkc }", "{ width: ascii }",
                                           "{ whitespace: trim, indent: drop }",
                                           "{ indent: keep }" };
    g_autoptr(GRand) random = g_rand_new_with_seed(11);

    for (guint i = 0; i < 4000; i++) {
        const char *option = options[i % G_N_ELEMENTS(options)];
        g_autofree char *text = random_text(random, mixed, G_N_ELEMENTS(mixed));
        g_autofree char *once = clean(option, text);
        g_autofree char *twice = clean(option, once);

        g_assert_cmpstr(once, ==, twice);
    }
}

/* The normal form of the whole text, from GLib. */
static void
test_normal_forms(void)
{
    static const gunichar characters[] = { 'a',     'e',     0xE9,    0x301,  0x302,  0x323,
                                           0x345,   0x4E2D,  0x1100,  0x1161, 0x11A8, 0xAC00,
                                           0x2126,  0x212B,  0x1E69,  0x3099, 0x304B, 0xF900,
                                           0xFF21,  0x3000,  0x958,   0x93C,  0x915,  0x9C7,
                                           0x9BE,   0x5D0,   0x5B7,   0x387,  0xFB01, 0x1D15E,
                                           0x1109A, 0x110BA, 0x2F800, 0x3131, 0x2460 };
    g_autoptr(GRand) random = g_rand_new_with_seed(12);

    for (guint i = 0; i < 6000; i++) {
        g_autofree char *text = random_text(random, characters, G_N_ELEMENTS(characters));
        g_autofree char *nfc =
            clean("{ newlines: keep, bom: false, controls: false, zero_width: false, "
                  "whitespace: keep, indent: keep, blank_runs: -1, unicode: nfc }",
                  text);
        g_autofree char *expected = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
        g_autofree char *nfkc =
            clean("{ newlines: keep, bom: false, controls: false, zero_width: false, "
                  "whitespace: keep, indent: keep, blank_runs: -1, unicode: nfkc }",
                  text);
        g_autofree char *expected_k = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);

        g_assert_cmpstr(nfc, ==, expected);
        g_assert_cmpstr(nfkc, ==, expected_k);
    }
}

static void
assert_origin(MillDocument *document, const char *words, gsize start, gsize end)
{
    const char *text = mill_document_get_text(document, NULL);
    gsize at = (gsize) (strstr(text, words) - text);
    MillSpan origin = mill_document_get_origin(document, (MillSpan){ at, at + strlen(words) });

    g_assert_cmpuint(origin.start, ==, start);
    g_assert_cmpuint(origin.end, ==, end);
}

/* Each character leads back to where it was, also between changes. */
static void
test_origins(void)
{
    g_autoptr(Step) step = step_new("{ width: alnum }");
    g_autoptr(MillDocument) document = test_document_of_text("　　Ａ１ e\xCC\x81  中\r\n\n\n\n文");

    g_assert_cmpint(step_process(step, document, NULL), ==, MILL_KEEP);
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, "A1 é 中\n\n文");
    assert_origin(document, "A", 6, 9);
    assert_origin(document, "1", 9, 12);
    assert_origin(document, "é", 13, 16);
    assert_origin(document, "中", 18, 21);
    assert_origin(document, "文", 26, 29);
}

static void
test_report(void)
{
    g_autoptr(Step) step = step_new("{ patterns: [{ name: advert, match: ^Buy }] }");
    g_autoptr(MillDocument) document = test_document_of_text("a  b\r\n\r\n\r\n\r\nBuy me\r\nc");
    g_autoptr(MillDocument) clean_document = test_document_of_text("a\n");
    MillDiagnostic diagnostic;

    g_assert_cmpint(step_process(step, document, NULL), ==, MILL_KEEP);
    g_assert_cmpuint(mill_document_get_n_diagnostics(document), ==, 1);
    mill_document_get_diagnostic(document, 0, &diagnostic);
    g_assert_cmpstr(diagnostic.code, ==, "cleaned");
    g_assert_cmpstr(diagnostic.message, ==,
                    "line breaks 5, spaces 1, blank lines 2; lines dropped: advert 1");
    g_assert_cmpint(step_process(step, clean_document, NULL), ==, MILL_KEEP);
    g_assert_cmpuint(mill_document_get_n_diagnostics(clean_document), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/characters/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/characters/idempotent", test_idempotent);
    g_test_add_func("/characters/normal-forms", test_normal_forms);
    g_test_add_func("/characters/origins", test_origins);
    g_test_add_func("/characters/report", test_report);
    return g_test_run();
}
