/* Decoding against a naive model: random characters, encoded one by one, must come back with each
 * character's origin being exactly its own bytes. */
#include "step.h"

#include "decode.h"

#define ROUNDS     40
#define CHARACTERS 300

typedef struct {
    const char *encoding;
    const char *iconv;
    gunichar first[4]; /* ranges to draw from, as pairs; the second pair may be empty */
} Case;

static const Case cases[] = {
    { "UTF-8", "UTF-8", { 0x20, 0x7E, 0x4E00, 0x1F64F } },
    { "UTF-16LE", "UTF-16LE", { 0x20, 0x7E, 0x4E00, 0x1F64F } },
    { "UTF-16BE", "UTF-16BE", { 0x20, 0x7E, 0x4E00, 0x1F64F } },
    { "UTF-32LE", "UTF-32LE", { 0x20, 0x7E, 0x4E00, 0x1F64F } },
    { "UTF-32BE", "UTF-32BE", { 0x20, 0x7E, 0x4E00, 0x1F64F } },
    { "GB18030", "GB18030", { 0x20, 0x7E, 0xA0, 0xFFFF } },
    { "Big5", "BIG5-HKSCS", { 0x20, 0x7E, 0x4E00, 0x9FFF } },
    { "EUC-KR", "UHC", { 0x20, 0x7E, 0xAC00, 0xD7A3 } },
    { "Johab", "JOHAB", { 0x30, 0x39, 0xAC00, 0xD7A3 } },
    { "Shift_JIS", "CP932", { 0x20, 0x7E, 0x3041, 0xFF9F } },
    { "EUC-JP", "EUC-JP-MS", { 0x20, 0x7E, 0x3041, 0xFF9F } },
    { "EUC-TW", "EUC-TW", { 0x20, 0x7E, 0x4E00, 0x9FFF } },
    { "ISO-2022-KR", "ISO-2022-KR", { 0x20, 0x7E, 0xAC00, 0xD7A3 } },
    { "ISO-2022-JP", "ISO-2022-JP-2", { 0x20, 0x7E, 0x3041, 0x30F0 } },
    { "KOI8-R", "KOI8-R", { 0x20, 0x7E, 0x410, 0x44F } },
    { "windows-1252", "CP1252", { 0x20, 0x7E, 0xA0, 0xFF } },
    { "windows-1258", "CP1258", { 0x20, 0x7E, 0xC0, 0xFF } },
};

static gunichar
draw(GRand *random, const Case *test)
{
    const gunichar *range = test->first + (g_rand_boolean(random) ? 2 : 0);

    return (gunichar) g_rand_int_range(random, (gint32) range[0], (gint32) range[1] + 1);
}

/* The bytes of @c in the encoding, or NULL if it has none (or would join its neighbours). */
static char *
encode(gunichar c, const Case *test, gsize *length)
{
    char utf8[8];
    gint n = g_unichar_to_utf8(c, utf8);

    if (!g_unichar_validate(c) || g_unichar_ismark(c))
        return NULL;
    return g_convert(utf8, n, test->iconv, "UTF-8", NULL, length, NULL);
}

static void
check_origins(MillDocument *document, const GArray *starts)
{
    const char *text = mill_document_get_text(document, NULL);
    const char *p = text;

    for (guint i = 0; i + 1 < starts->len; i++) {
        const char *next = g_utf8_next_char(p);
        MillSpan origin = mill_document_get_origin(
            document, (MillSpan){ (gsize) (p - text), (gsize) (next - text) });

        g_assert_cmpuint(origin.start, ==, g_array_index(starts, gsize, i));
        g_assert_cmpuint(origin.end, ==, g_array_index(starts, gsize, i + 1));
        p = next;
    }
    g_assert_true(*p == '\0');
}

static void
decode_and_check(const Case *test, const GString *bytes, const char *expected, const GArray *starts)
{
    g_autoptr(MillDocument) document = test_document_of_bytes(bytes->str, bytes->len);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
    g_autoptr(GError) error = NULL;
    Decoding decoding = {
        .edit = edit,
        .data = (const guint8 *) bytes->str,
        .length = bytes->len,
        .encoding = encoding_find(test->encoding),
        .strict = TRUE,
    };

    decode_run(&decoding, &error);
    g_assert_no_error(error);
    mill_edit_apply(edit, &error);
    g_assert_no_error(error);
    /* Too long to be shown by g_assert_cmpstr(). */
    g_assert_true(g_str_equal(mill_document_get_text(document, NULL), expected));
    if (starts)
        check_origins(document, starts);
}

static void
test_random(gconstpointer data)
{
    const Case *test = data;
    g_autoptr(GRand) random = g_rand_new_with_seed(20210210);
    gboolean stateful = g_str_has_prefix(test->encoding, "ISO-2022");

    for (guint round = 0; round < ROUNDS; round++) {
        g_autoptr(GString) bytes = g_string_new(NULL);
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(gsize));

        for (guint i = 0; i < CHARACTERS; i++) {
            gunichar c = draw(random, test);
            gsize length;
            g_autofree char *encoded = encode(c, test, &length);

            /* windows-1258 writes some letters as two, which stay two. */
            if (!encoded || (length > 1 && encoding_find(test->encoding)->kind == ENCODING_SINGLE))
                continue;
            g_array_append_val(starts, bytes->len);
            g_string_append_len(bytes, encoded, (gssize) length);
            g_string_append_unichar(text, c);
        }
        g_array_append_val(starts, bytes->len);
        decode_and_check(test, bytes, text->str, stateful ? NULL : starts);
    }
}

/* Random bytes decode to something valid in every encoding, with all origins inside the source. */
static void
test_rubbish(gconstpointer data)
{
    const Case *test = data;
    g_autoptr(GRand) random = g_rand_new_with_seed(7);

    for (guint round = 0; round < ROUNDS; round++) {
        guint8 bytes[CHARACTERS];
        g_autoptr(MillDocument) document = NULL;
        g_autoptr(MillEdit) edit = NULL;
        g_autoptr(GError) error = NULL;
        Decoding decoding = { .data = bytes, .encoding = encoding_find(test->encoding) };
        gsize length;

        for (gsize i = 0; i < sizeof bytes; i++)
            bytes[i] = (guint8) g_rand_int_range(random, 0, 256);
        decoding.length = (gsize) g_rand_int_range(random, 1, CHARACTERS + 1);
        document = test_document_of_bytes(bytes, decoding.length);
        decoding.edit = edit = mill_edit_new_from_source(document);
        g_assert_true(decode_run(&decoding, &error));
        mill_edit_apply(edit, &error);
        g_assert_no_error(error);
        mill_document_get_text(document, &length);
        g_assert_cmpuint(mill_document_get_origin(document, (MillSpan){ 0, length }).end, <=,
                         decoding.length);
    }
}

/* Characters that lie across the borders of the decoder's buffers. */
static void
test_chunks(void)
{
    static const Case gb = { "GB18030", "GB18030", { 0 } };

    for (guint shift = 0; shift < 4; shift++) {
        g_autoptr(GString) bytes = g_string_new(NULL);
        g_autoptr(GString) text = g_string_new(NULL);

        for (guint i = 0; i < shift; i++) {
            g_string_append_c(bytes, 'x');
            g_string_append_c(text, 'x');
        }
        for (guint i = 0; i < 50000; i++) {
            g_string_append(bytes, i % 3 ? "\xCE\xC4" : "\x81\x30\x89\x38");
            g_string_append(text, i % 3 ? "文" : "ß");
        }
        decode_and_check(&gb, bytes, text->str, NULL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *random = g_strdup_printf("/decode/random/%s", cases[i].encoding);
        g_autofree char *rubbish = g_strdup_printf("/decode/rubbish/%s", cases[i].encoding);

        g_test_add_data_func(random, &cases[i], test_random);
        g_test_add_data_func(rubbish, &cases[i], test_rubbish);
    }
    g_test_add_func("/decode/chunks", test_chunks);
    return g_test_run();
}
