/* Records: what a line of JSON becomes, and that its text leads back to the bytes of the line. */
#include <string.h>

#include <textmill/json.h>

#include "source/record.h"

/* What the record gives: text | metadata as JSON; or "!" and a part of the error. */
typedef struct {
    const char *name;
    const char *record;
    const char *wanted;
    const char *metadata[4]; /* input.metadata; none: "*" */
    const char *text;        /* input.text; NULL: "text" */
    const char *id;          /* input.id */
} Case;

static const Case json_cases[] = {
    { "plain", "{\"text\":\"abc\"}", "abc|{}" },
    { "blanks", " { \"text\" : \"a b\" , \"n\" : 1 } ", "a b|{\"n\":1}" },
    { "carriage-return", "{\"text\":\"a\"}\r", "a|{}" },
    { "empty", "{\"text\":\"\"}", "|{}" },
    { "escapes", "{\"text\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "\"\\/\b\f\n\r\t|{}" },
    { "codes", "{\"text\":\"\\u4e2d\\u6587x\\u00E9\"}", "中文xé|{}" },
    { "pair", "{\"text\":\"\\ud83d\\ude00\"}", "😀|{}" },
    { "half-pair", "{\"text\":\"\\ud83dx\"}", "\xEF\xBF\xBDx|{}" },
    { "halves-reversed", "{\"text\":\"\\ude00\\ud83d\"}", "\xEF\xBF\xBD\xEF\xBF\xBD|{}" },
    { "nul", "{\"text\":\"a\\u0000b\"}", "ab|{}" },
    { "last-wins", "{\"text\":\"a\",\"text\":\"b\"}", "b|{}" },
    { "escaped-key", "{\"te\\u0078t\":\"a\"}", "a|{}" },
    { "quote-at-end", "{\"text\":\"a\\\\\",\"b\":\"\\\\\\\"\"}", "a\\|{\"b\":\"\\\\\\\"\"}" },
    { "values",
      "{\"a\":null,\"b\":[1,{\"text\":\"no\"}],\"text\":\"x\",\"c\":{\"d\":\"}\"},\"e\":1.5}",
      "x|{\"a\":null,\"b\":[1,{\"text\":\"no\"}],\"c\":{\"d\":\"}\"},\"e\":1.5}" },
    { "nested", "{\"doc\":{\"body\":\"x\",\"k\":1}}", "x|{\"doc\":{\"body\":\"x\",\"k\":1}}",
      .text = "doc.body" },
    { "dotted-key-first", "{\"a\":{\"b\":\"no\"},\"a.b\":\"yes\"}", "yes|{\"a\":{\"b\":\"no\"}}",
      .text = "a.b" },
    { "chosen", "{\"text\":\"x\",\"a\":1,\"b\":2}", "x|{\"b\":2}", { "b", "c" } },
    { "renamed", "{\"text\":\"x\",\"a\":1,\"b\":2}", "x|{\"c\":1}", { "c=a" } },
    { "renamed-and-others",
      "{\"text\":\"x\",\"a\":1,\"b\":2}",
      "x|{\"c\":1,\"b\":2}",
      { "c=a", "*" } },
    { "id", "{\"url\":\"u\",\"id\":7,\"text\":\"x\"}", "x|{\"id\":\"u\"}", .id = "url" },
    { "no-text", "{\"a\":1,\"b\":2}", "!no field 'text'; the record has: a, b" },
    { "number", "{\"text\":12}", "!the field 'text' is no text, but: 12" },
    { "list", "[1]", "!a record is a JSON object" },
    { "nothing", "", "!not a line of JSON" },
    { "not-json", "hello", "!not a line of JSON" },
    { "open-string", "{\"text\":\"a}", "!the string does not end" },
    { "open-object", "{\"text\":\"a\"", "!not a line of JSON" },
    { "more-behind", "{\"text\":\"a\"}{}", "!not a line of JSON" },
    { "bad-escape", "{\"text\":\"\\x\"}", "!not a line of JSON" },
    { "bad-code", "{\"text\":\"\\u12g4\"}", "!not a line of JSON" },
    { "short-code", "{\"text\":\"\\u12\"}", "!not a line of JSON" },
    { "control", "{\"text\":\"a\tb\"}", "!not a line of JSON" },
    { "bad-neighbour", "{\"text\":\"a\",\"b\":[1,}", "!not a line of JSON" },
    { "bad-neighbour-unwanted", "{\"text\":\"a\",\"b\":tru}", "!not a line of JSON", { "c" } },
    { "many-fields",
      "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,\"k\":1,"
      "\"l\":1,\"m\":1,\"n\":1,\"o\":1,\"p\":1,\"q\":1,\"text\":\"x\",\"r\":2}",
      "x|{\"a\":1,\"q\":1,\"r\":2}",
      { "a", "q", "r" } },
    { "long-field",
      "{\"a-name-of-more-than-sixty-four-bytes-which-does-not-fit-where-most-names-do\":1,"
      "\"text\":\"x\"}",
      "x|{\"a-name-of-more-than-sixty-four-bytes-which-does-not-fit-where-most-names-do\":1}" },
    { "not-utf-8", "{\"text\":\"a\xFF\"}", "!not UTF-8" },
};

static MillInput
make_input(const Case *test, const char **metadata)
{
    static const char *const all[] = { "*", NULL };

    for (guint i = 0; i < 4; i++)
        metadata[i] = test->metadata[i];
    metadata[4] = NULL;
    return (MillInput){
        .text = test->text ? test->text : "text",
        .id = test->id,
        .metadata = metadata[0] ? metadata : all,
        .header = TRUE,
    };
}

static void
check_json(gconstpointer data)
{
    const Case *test = data;
    const char *metadata[5];
    const MillInput input = make_input(test, metadata);
    g_autoptr(GBytes) bytes = g_bytes_new(test->record, strlen(test->record));
    g_autoptr(MillDocument) document = mill_document_new("x", bytes);
    g_autoptr(GString) got = g_string_new(NULL);
    g_autoptr(GError) error = NULL;

    if (mill_record_read_json(&input, document, &error)) {
        g_string_append(got, mill_document_get_text(document, NULL));
        g_string_append_c(got, '|');
        mill_json_append_value(got, mill_document_get_metadata(document));
        g_assert_cmpstr(got->str, ==, test->wanted);
        return;
    }
    g_assert_cmpint(error->domain, ==, MILL_ERROR);
    if (*test->wanted != '!' || !strstr(error->message, test->wanted + 1))
        g_error("wanted %s, not the error: %s", test->wanted, error->message);
}

/* Appends one character to the text, and to the record in one of the ways it can be written. */
static void
append_character(GRand *random, GString *text, GString *record)
{
    static const gunichar some[] = { 'a', ' ', '"', '\\', '/', '\n', '\t', 0xE9, 0x4E2D, 0x1F600 };
    gunichar c = some[g_rand_int_range(random, 0, G_N_ELEMENTS(some))];

    g_string_append_unichar(text, c);
    if (c > 0xFFFF && g_rand_boolean(random))
        g_string_append_printf(record, "\\u%04X\\u%04x", 0xD800 + ((c - 0x10000) >> 10),
                               0xDC00 + ((c - 0x10000) & 0x3FF));
    else if (c <= 0xFFFF && g_rand_boolean(random))
        g_string_append_printf(record, "\\u%04x", c);
    else if (c == '"' || c == '\\')
        g_string_append_printf(record, "\\%c", (char) c);
    else if (c == '\n' || c == '\t')
        g_string_append(record, c == '\n' ? "\\n" : "\\t");
    else
        g_string_append_unichar(record, c);
}

/* An escape and a control character at every place of texts of all lengths up to two vector widths.
 */
static void
check_places(void)
{
    static const char *const all[] = { "*", NULL };
    const MillInput input = { .text = "text", .metadata = all };

    for (gsize length = 1; length <= 40; length++)
        for (gsize at = 0; at < length; at++)
            for (guint escapes = 0; escapes < 2; escapes++) {
                g_autofree char *before = g_strnfill(at, 'x');
                g_autofree char *behind = g_strnfill(length - at, 'y');
                g_autofree char *wanted = g_strconcat(before, "\n", behind, NULL);
                g_autofree char *record = g_strconcat("{\"text\":\"", before,
                                                      escapes ? "\\n" : "\n", behind, "\"}", NULL);
                g_autoptr(GBytes) bytes = g_bytes_new(record, strlen(record));
                g_autoptr(MillDocument) document = mill_document_new("x", bytes);

                g_assert_cmpint(mill_record_read_json(&input, document, NULL), ==, escapes);
                g_assert_cmpstr(mill_document_get_text(document, NULL), ==, escapes ? wanted : "");
            }
}

/* Each character's origin is just the bytes it was written as. */
static void
check_origins(void)
{
    static const char *const all[] = { "*", NULL };
    const MillInput input = { .text = "text", .metadata = all };
    g_autoptr(GRand) random = g_rand_new_with_seed(20261127);

    for (guint round = 0; round < 500; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GString) record = g_string_new("{\"a\":1,\"text\":\"");
        g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(gsize));
        gsize start;

        for (gint n = g_rand_int_range(random, 0, 30); n > 0; n--) {
            start = record->len;
            g_array_append_val(starts, start);
            append_character(random, text, record);
        }
        start = record->len;
        g_array_append_val(starts, start);
        g_string_append(record, "\",\"b\":\"text\"}");

        g_autoptr(GBytes) bytes = g_bytes_new(record->str, record->len);
        g_autoptr(MillDocument) document = mill_document_new("x", bytes);
        g_autoptr(GError) error = NULL;

        g_assert_true(mill_record_read_json(&input, document, &error));
        g_assert_no_error(error);
        const char *got = mill_document_get_text(document, NULL);

        g_assert_cmpstr(got, ==, text->str);
        for (guint i = 0; i + 1 < starts->len; i++) {
            const char *next = g_utf8_next_char(got);
            gsize at = (gsize) (got - mill_document_get_text(document, NULL));
            MillSpan origin =
                mill_document_get_origin(document, (MillSpan){ at, at + (gsize) (next - got) });

            g_assert_cmpuint(origin.start, ==, g_array_index(starts, gsize, i));
            g_assert_cmpuint(origin.end, ==, g_array_index(starts, gsize, i + 1));
            got = next;
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(json_cases); i++) {
        g_autofree char *path = g_strconcat("/record/json/", json_cases[i].name, NULL);

        g_test_add_data_func(path, &json_cases[i], check_json);
    }
    g_test_add_func("/record/json/places", check_places);
    g_test_add_func("/record/json/origins", check_origins);
    return g_test_run();
}
