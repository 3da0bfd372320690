/* The reader as a step: what text, encoding and diagnostics come of which bytes and options. */
#include "step.h"

typedef struct {
    const char *name;
    const char *options;
    const char *bytes;
    gsize length;
    const char *encoding; /* NULL: it fails, with */
    const char *text;     /* the text, or a part of the error */
    const char *codes;    /* of the diagnostics, joined by spaces */
} Case;

#define BYTES(literal) literal, sizeof(literal) - 1

static const Case cases[] = {
    { "empty", NULL, BYTES(""), "UTF-8", "", "" },
    { "ascii", NULL, BYTES("plain\n"), "UTF-8", "plain\n", "" },
    { "utf-8", NULL, BYTES("第一章 caf\xC3\xA9\n"), "UTF-8", "第一章 café\n", "" },
    { "utf-8-mark", NULL, BYTES("\xEF\xBB\xBF文"), "UTF-8", "文", "" },
    { "mark-only", NULL, BYTES("\xEF\xBB\xBF"), "UTF-8", "", "" },
    { "utf-16le-mark", NULL, BYTES("\xFF\xFE\x87\x65\n\0"), "UTF-16LE", "文\n", "" },
    { "utf-16be-mark", NULL, BYTES("\xFE\xFF\x65\x87\0\n"), "UTF-16BE", "文\n", "" },
    { "utf-16le-bare", NULL, BYTES("h\0e\0l\0l\0o\0\n\0"), "UTF-16LE", "hello\n", "" },
    { "utf-16be-bare", NULL, BYTES("\0h\0e\0l\0l\0o\0\n"), "UTF-16BE", "hello\n", "" },
    { "utf-32le-mark", NULL, BYTES("\xFF\xFE\0\0\x87\x65\0\0"), "UTF-32LE", "文", "" },
    { "utf-32be-bare", NULL, BYTES("\0\0\0h\0\0\0i\0\0\0\n"), "UTF-32BE", "hi\n", "" },
    { "utf-16-pair", NULL, BYTES("\xFF\xFE\x3D\xD8\x00\xDE"), "UTF-16LE", "😀", "" },
    { "utf-16-half-pair", NULL,
      BYTES("\xFF\xFE\x3D\xD8"
            "a\0"),
      "UTF-16LE",
      "\xEF\xBF\xBD"
      "a",
      "invalid-bytes" },
    { "utf-16-odd-end", NULL,
      BYTES("\xFF\xFE"
            "a\0b"),
      "UTF-16LE", "a\xEF\xBF\xBD", "invalid-bytes" },
    { "gb18030-mark", NULL, BYTES("\x84\x31\x95\x33\xCE\xC4"), "GB18030", "文", "" },
    { "gbk-is-gb18030", "{ encoding: gb2312 }", BYTES("\xA1\xA4\x81\x30\x89\x38\xCE\xC4"),
      "GB18030", "·ß文", "" },
    { "big5", "{ encoding: big5 }", BYTES("\xA4\xE5\x88\x62"), "Big5", "文Ê̄", "" },
    { "shift-jis", "{ encoding: sjis }", BYTES("\x95\xB6\xB1\x41"), "Shift_JIS", "文ｱA", "" },
    { "euc-jp", "{ encoding: EUC-JP }", BYTES("\xCA\xB8\x8E\xB1\x8F\xB0\xA1"), "EUC-JP", "文ｱ丂",
      "" },
    { "euc-kr", "{ encoding: euc_kr }", BYTES("\xB1\xDB\x81\x41"), "EUC-KR", "글갂", "" },
    { "iso-2022-jp", NULL, BYTES("a\x1B$BJ8\x1B(Bb"), "ISO-2022-JP", "a文b", "" },
    { "hz", NULL, BYTES("a~{NDVB~}b~~"), "HZ-GB-2312", "a文致b~", "" },
    { "utf-7", "{ encoding: utf-7 }", BYTES("a+ZYc-b"), "UTF-7", "a文b", "" },
    { "ebcdic", "{ encoding: IBM037 }", BYTES("\x88\x89"), "IBM037", "hi", "" },
    { "latin-1", "{ encoding: latin1 }", BYTES("caf\xE9"), "ISO-8859-1", "café", "" },
    { "vietnamese-keeps-accents", "{ encoding: windows-1258 }", BYTES("a\xECo"), "windows-1258",
      "a\xCC\x81o", "" },
    { "undefined-byte", "{ encoding: windows-1252 }", BYTES("a\x81z"), "windows-1252",
      "a\xEF\xBF\xBDz", "invalid-bytes" },
    { "damaged-utf-8", "{ encoding: utf-8 }", BYTES("a\xE6\x96z\xC0\xAF"), "UTF-8",
      "a\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD", "invalid-bytes" },
    { "broken-lead-keeps-ascii", "{ encoding: gb18030 }", BYTES("\xCE<p>\xCE\xC4"), "GB18030",
      "\xEF\xBF\xBD<p>文", "invalid-bytes" },
    { "cut-off-end", "{ encoding: gb18030 }", BYTES("\xCE\xC4\xCE"), "GB18030", "文\xEF\xBF\xBD",
      "invalid-bytes" },
    { "nul-dropped", NULL, BYTES("a\0b文\0"), "UTF-8", "ab文", "nul-dropped" },
    { "nul-in-utf-16", NULL,
      BYTES("\xFF\xFE"
            "a\0\0\0b\0"),
      "UTF-16LE", "ab", "nul-dropped" },
    { "strict-utf-8", "{ encoding: utf-8, invalid: fail }", BYTES("ab\xFFz"), NULL,
      "byte 0xFF at offset 2 is not valid in UTF-8", NULL },
    { "strict-gb18030", "{ encoding: gbk, invalid: fail }", BYTES("ab\xFF\xFFz"), NULL,
      "byte 0xFF at offset 2 is not valid in GB18030", NULL },
    { "png", NULL, BYTES("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), NULL, "looks like a PNG image", NULL },
    { "pdf", NULL, BYTES("%PDF-1.7\n%\xE2\xE3\n"), NULL, "looks like a PDF document", NULL },
    { "zip", NULL, BYTES("PK\x03\x04\x14\0\0\0\x08\0"), NULL, "looks like a ZIP archive", NULL },
    { "elf", NULL,
      BYTES("\x7F"
            "ELF\x02\x01\x01\0"),
      NULL, "looks like an ELF program", NULL },
    { "control-bytes", NULL, BYTES("\x01\x02\x03\x04\x05\x06 x\x01\xFE"), NULL,
      "looks like binary data", NULL },
    { "binary-on-request", "{ binary: read, encoding: utf-8 }", BYTES("%PDF-1.7"), "UTF-8",
      "%PDF-1.7", "" },
    { "magic-word-is-text", NULL, BYTES("PAR1 of the plan\n"), "UTF-8", "PAR1 of the plan\n", "" },
};

static char *
join_codes(const MillDocument *document)
{
    GString *codes = g_string_new(NULL);

    for (gsize i = 0; i < mill_document_get_n_diagnostics(document); i++) {
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(document, i, &diagnostic);
        g_string_append_printf(codes, "%s%s", i > 0 ? " " : "", diagnostic.code);
    }
    return g_string_free(codes, FALSE);
}

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autoptr(Step) step = step_new(test->options);
    g_autoptr(MillDocument) document = test_document_of_bytes(test->bytes, test->length);
    g_autoptr(GError) error = NULL;
    MillVerdict verdict = step_process(step, document, &error);
    g_autofree char *codes = join_codes(document);

    if (!test->encoding) {
        g_assert_cmpint(verdict, ==, MILL_FAIL);
        g_assert_nonnull(strstr(error->message, test->text));
        return;
    }
    g_assert_no_error(error);
    g_assert_cmpint(verdict, ==, MILL_KEEP);
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, test->text);
    g_assert_cmpstr(mill_document_get_encoding(document), ==, test->encoding);
    g_assert_cmpstr(codes, ==, test->codes);
}

static void
test_bad_options(void)
{
    g_autofree char *messages = NULL;

    g_assert_null(step_try_new("{ encoding: utf-9 }", &messages));
    g_assert_nonnull(strstr(messages, "unknown encoding 'utf-9'"));
    g_assert_nonnull(strstr(messages, "did you mean 'UTF-8'?"));
}

/* Where the first bad sequence is: in the message as a byte of the source, in the span as text. */
static void
test_first_invalid(void)
{
    g_autoptr(Step) step = step_new("{ encoding: gbk }");
    g_autoptr(MillDocument) document = test_document_of_bytes("\xCE\xC4\xFF\xCE\xC4\xFF", 6);
    MillDiagnostic diagnostic;

    g_assert_cmpint(step_process(step, document, NULL), ==, MILL_KEEP);
    mill_document_get_diagnostic(document, 0, &diagnostic);
    g_assert_nonnull(strstr(diagnostic.message, "the first at byte 2 of the source"));
    g_assert_true(g_str_has_prefix(diagnostic.message, "2 byte sequences"));
    g_assert_cmpuint(diagnostic.span.start, ==, 3);
    g_assert_cmpuint(diagnostic.span.end, ==, 6);
}

/* A page that says that it is something else. */
static void
test_false_declaration(void)
{
    g_autoptr(Step) step = step_new(NULL);
    g_autoptr(GString) page = g_string_new("<meta charset=iso-8859-1>\n");
    g_autoptr(MillDocument) document = NULL;
    g_autofree char *words = NULL;
    gsize length;
    MillDiagnostic diagnostic;

    words = g_convert("Совет порта собрался в понедельник, чтобы обсудить план ветропарка.", -1,
                      "CP1251", "UTF-8", NULL, &length, NULL);
    g_string_append_len(page, words, (gssize) length);
    document = test_document_of_bytes(page->str, page->len);
    g_assert_cmpint(step_process(step, document, NULL), ==, MILL_KEEP);
    g_assert_cmpstr(mill_document_get_encoding(document), ==, "windows-1251");
    mill_document_get_diagnostic(document, 0, &diagnostic);
    g_assert_cmpint(diagnostic.severity, ==, MILL_SEVERITY_WARNING);
    g_assert_cmpstr(diagnostic.message, ==,
                    "it says that it is ISO-8859-1, but by its letters it is windows-1251");
}

/* Whatever the bytes are, they become text or an error. */
static void
test_rubbish(void)
{
    g_autoptr(Step) step = step_new("{ binary: read }");
    g_autoptr(GRand) random = g_rand_new_with_seed(5);

    for (guint round = 0; round < 300; round++) {
        guint8 bytes[200];
        gsize length = (gsize) g_rand_int_range(random, 0, sizeof bytes);
        gint lowest = g_rand_boolean(random) ? 0 : 0x80;
        g_autoptr(MillDocument) document = NULL;
        g_autoptr(GError) error = NULL;
        const char *text;
        gsize text_length;

        for (gsize i = 0; i < length; i++)
            bytes[i] = (guint8) g_rand_int_range(random, lowest, 256);
        document = test_document_of_bytes(bytes, length);
        step_process(step, document, &error);
        g_assert_no_error(error);
        text = mill_document_get_text(document, &text_length);
        g_assert_true(g_utf8_validate_len(text, text_length, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/read-text/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/read-text/bad-options", test_bad_options);
    g_test_add_func("/read-text/false-declaration", test_false_declaration);
    g_test_add_func("/read-text/rubbish", test_rubbish);
    g_test_add_func("/read-text/first-invalid", test_first_invalid);
    return g_test_run();
}
