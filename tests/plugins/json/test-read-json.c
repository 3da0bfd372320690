/* Documents through JSON and back: nothing changes on the way; and what is wrong is said. */
#include "chain.h"
#include "sample.h"

#include <string.h>

typedef struct {
    const char *name;
    MillDocument *(*make)(void);
} Sample;

static MillDocument *random_document(void);

static const Sample samples[] = {
    { "everything", sample_new }, { "hostile", sample_new_hostile }, { "worst", sample_new_worst },
    { "bare", sample_new_bare },  { "random", random_document },
};

static const char *const units[] = { "bytes", "codepoints", "utf16" };

/* Text of all widths, cut and replaced, under layers of all types of columns. */
static MillDocument *
random_document(void)
{
    static const char *const characters[] = { "a", "\n", "é", "中", "😀", "\"", "\\", "\x01" };
    static const MillType types[] = { MILL_TYPE_BOOL,   MILL_TYPE_INT,  MILL_TYPE_DOUBLE,
                                      MILL_TYPE_STRING, MILL_TYPE_SPAN, MILL_TYPE_MAP };
    static const char *const names[] = { "start", "end_", "origin__", "text", "value", "heading" };
    static guint32 seed = 5;
    g_autoptr(GRand) random = g_rand_new_with_seed(seed++);
    g_autoptr(GString) text = g_string_new(NULL);
    MillDocument *document;
    g_autoptr(MillEdit) edit = NULL;

    for (guint i = 0; i < 3000; i++)
        g_string_append(text, characters[g_rand_int_range(random, 0, 8)]);
    document = mill_document_new_text("random", text->str, (gssize) text->len, NULL);
    edit = mill_edit_new(document);
    for (gsize at = 0; at + 40 < text->len; at += 30) {
        gsize next = at + (gsize) g_rand_int_range(random, 0, 9);

        while (((guint8) text->str[at] & 0xC0) == 0x80)
            at++;
        while (next <= at || ((guint8) text->str[next] & 0xC0) == 0x80)
            next++;
        mill_edit_replace(edit, (MillSpan){ at, next }, "新", g_rand_boolean(random) ? -1 : 0);
    }
    g_assert_true(mill_edit_apply(edit, NULL));
    for (guint name = 0; name < 3; name++) {
        static const char *const layers[] = { "tag", "record.x", "y" };
        MillLayer *layer = mill_document_add_layer(document, layers[name]);
        MillColumn columns[G_N_ELEMENTS(types)];
        gsize length;

        mill_document_get_text(document, &length);
        for (guint i = 0; i < G_N_ELEMENTS(types); i++)
            columns[i] = mill_layer_add_column(layer, names[i], types[i]);
        for (guint i = 0; i < 50; i++) {
            gsize start = (gsize) g_rand_int_range(random, 0, (gint) length);
            gsize row = mill_layer_add(layer, (MillSpan){ start, start + i % 12 });
            g_autoptr(MillValue) value = mill_value_new_list();

            mill_value_append_int(value, (gint64) i);
            mill_value_append_string(value, "x");
            mill_layer_set_bool(layer, row, columns[0], i % 2);
            mill_layer_set_int(layer, row, columns[1], G_MININT64 + i);
            mill_layer_set_double(layer, row, columns[2],
                                  i == 7 ? 1e300 * 1e300 : g_rand_double(random) / 3);
            mill_layer_set_string(layer, row, columns[3], "\x7F\"\xE2\x80\xA8", -1);
            mill_layer_set_span_attribute(layer, row, columns[4],
                                          mill_layer_get_span(layer, i % (row + 1)));
            if (i % 3)
                mill_layer_set_value(layer, row, columns[5], value);
        }
        mill_layer_sort(layer);
    }
    return document;
}

/* Behind what names the pipeline, which differs. */
static const char *
body(const char *json)
{
    return strstr(json, ",\"id\":");
}

static MillDocument *
read_back(const MillPipeline *reader, const char *id, const char *json, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new(json, strlen(json));
    g_autoptr(MillDocument) document = mill_document_new(id, bytes);

    if (mill_pipeline_process((MillPipeline *) reader, document, error) != MILL_KEEP)
        return NULL;
    return g_steal_pointer(&document);
}

static void
test_round_trip(gconstpointer data)
{
    const Sample *sample = data;

    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autofree char *writer =
            g_strdup_printf("- use: json\n  with: { origins: true, offsets: %s }\n", units[i]);
        g_autofree char *both = g_strconcat("- use: read-json\n", writer, NULL);
        g_autoptr(MillPipeline) out = chain_load(writer);
        g_autoptr(MillPipeline) back = chain_load(both);
        g_autoptr(MillDocument) document = sample->make();
        g_autofree char *json = chain_encode(out, document);
        g_autoptr(GError) error = NULL;
        g_autoptr(MillDocument) again =
            read_back(back, mill_document_get_id(document), json, &error);
        g_autofree char *second = NULL;

        g_assert_no_error(error);
        second = chain_encode(back, again);
        g_assert_cmpstr(body(second), ==, body(json));
        g_assert_cmpstr(mill_document_get_source_sha256(again), ==,
                        mill_document_get_source_sha256(document));
        g_assert_cmpuint(mill_document_get_source_size(again), ==,
                         mill_document_get_source_size(document));
    }
}

/* Without the map, the JSON itself is the source: all else is as it was, and each tag's origin is
 * where its text stands in the JSON. */
static void
test_own_origins(void)
{
    g_autoptr(MillPipeline) out = chain_load("- use: json\n  with: { offsets: utf16 }\n");
    g_autoptr(MillPipeline) back =
        chain_load("- use: read-json\n- use: json\n  with: { offsets: utf16, layers: [tag] }\n");
    g_autoptr(MillDocument) document = sample_new_worst();
    g_autofree char *json = chain_encode(out, document);
    g_autoptr(MillDocument) again = read_back(back, "x", json, NULL);
    MillLayer *tags = mill_document_get_layer(again, "tag");
    gsize length, n_tags = mill_layer_get_length(tags), old_length;
    const char *text = mill_document_get_text(again, &length);
    const char *old = mill_document_get_text(document, &old_length);

    g_assert_cmpmem(text, length, old, old_length);
    g_assert_true(
        mill_value_equal(mill_document_get_metadata(again), mill_document_get_metadata(document)));
    g_assert_cmpuint(n_tags, ==, mill_layer_get_length(mill_document_get_layer(document, "tag")));
    for (gsize i = 0; i < n_tags; i++) {
        MillSpan span = mill_layer_get_span(tags, i);
        MillSpan origin = mill_document_get_origin(again, span);

        if (!memchr(text + span.start, '\n', span.end - span.start) &&
            !memchr(text + span.start, '\r', span.end - span.start))
            g_assert_cmpmem(json + origin.start, origin.end - origin.start, text + span.start,
                            span.end - span.start);
    }
    g_assert_cmpuint(mill_document_get_source_size(again), ==, strlen(json));
}

/* JSON as other programs write it: blanks, another order, every character escaped, and what cannot
 * be a character. */
static void
test_other_writers(void)
{
    g_autoptr(MillPipeline) back = chain_load("- use: read-json\n- use: json\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(MillDocument) document = read_back(
        back, "x",
        " { \"x\\\"}\" : [ { \"text\": \"no\" } , \"]\" ] ,\n \"tags\" : [ { \"end\" : 6 , "
        "\"start\":3,\"term\":\"t\" } ], \"text\" : "
        "\"\\u4e2d\\u4E2d\\ud83d\\uDE00\\ud83d\\/\\udc00\\n\\u0000\" , \"textmill\":{ "
        "\"format\" : 1 } } \n",
        &error);
    gsize length;
    const char *text = document ? mill_document_get_text(document, &length) : NULL;
    MillDiagnostic diagnostic;

    g_assert_no_error(error);
    g_assert_cmpmem(text, length, "中中😀\xEF\xBF\xBD/\xEF\xBF\xBD\n\0",
                    sizeof "中中😀\xEF\xBF\xBD/\xEF\xBF\xBD\n");
    g_assert_cmpuint(mill_layer_get_span(mill_document_get_layer(document, "tag"), 0).start, ==, 3);
    mill_document_get_diagnostic(document, 0, &diagnostic);
    g_assert_cmpstr(diagnostic.code, ==, "unknown-field");
}

#define HEAD "{\"textmill\":{\"format\":1},\"text\":\"é中\","
#define SOURCE                                                                                     \
    "\"source\":{\"bytes\":5,\"sha256\":"                                                          \
    "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"},"

static const struct {
    const char *name, *json, *error;
} mistakes[] = {
    { "empty", "", "JSON" },
    { "syntax", "{\"textmill\": x}", "line 1, column 14" },
    { "two-documents", "{\"textmill\":{\"format\":1},\"text\":\"\"}\n{}", "line 2" },
    { "no-object", "[1]", "is no document of textmill" },
    { "other-json", "{\"text\":\"x\"}", "is no document of textmill" },
    { "newer", "{\"textmill\":{\"format\":2}}", "has format 2" },
    { "no-text", "{\"textmill\":{\"format\":1}}", "write it with 'text: true'" },
    { "unit", "{\"textmill\":{\"format\":1,\"offsets\":\"lines\"},\"text\":\"\"}", "'offsets'" },
    { "rows", HEAD "\"tags\":{}}", "'tags' must be a list" },
    { "range", HEAD "\"tags\":[{\"start\":0,\"end\":6}]}", "tags[0]: 'start' and 'end'" },
    { "inside-character", HEAD "\"records\":{\"a\":[{\"start\":1,\"end\":2}]}}", "records.a[0]" },
    { "backwards", HEAD "\"layers\":{\"a\":[{\"start\":2,\"end\":0}]}}", "layers.a[0]" },
    { "no-range", HEAD "\"sections\":[{}]}", "sections[0]" },
    { "no-row", HEAD "\"sections\":[1]}", "sections[0]" },
    { "huge", HEAD "\"sections\":[{\"start\":0,\"end\":9223372036854775807}]}", "sections[0]" },
    { "twice", HEAD "\"tags\":[],\"layers\":{\"tag\":[]}}", "is there already" },
    { "group", HEAD "\"layers\":[[]]}", "'layers' must be an object" },
    { "diagnostic", HEAD "\"diagnostics\":[{\"code\":\"x\"}]}", "diagnostics[0]" },
    { "origins", HEAD SOURCE "\"origins\":[[0,0]]}", "three or five numbers" },
    { "origins-kind", HEAD SOURCE "\"origins\":5}", "three or five numbers" },
    { "origin-outside", HEAD SOURCE "\"origins\":[[0,0,6]]}", "origin 1 lies outside" },
    { "origin-behind", HEAD SOURCE "\"origins\":[[0,4,2]]}", "origin 1 lies outside" },
    { "origin-overlap", HEAD SOURCE "\"origins\":[[0,0,2],[1,2,1]]}", "origin 2 lies outside" },
    { "origin-back", HEAD SOURCE "\"origins\":[[0,2,2],[2,0,1]]}", "origin 2 goes back" },
    { "origin-empty", HEAD SOURCE "\"origins\":[[0,0,1,0,1]]}", "origin 1 lies outside" },
    { "origin-many", HEAD SOURCE "\"origins\":[[0,0,9223372036854775807,9,9]]}", "origin 1" },
    { "no-source", HEAD "\"origins\":[]}", "has no SHA-256" },
};

static void
test_mistakes(void)
{
    g_autoptr(MillPipeline) back = chain_load("- use: read-json\n- use: json\n");

    for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(MillDocument) document = read_back(back, "x", mistakes[i].json, &error);

        g_test_message("%s", mistakes[i].name);
        g_assert_null(document);
        if (!strstr(error->message, mistakes[i].error))
            g_error("%s: %s", mistakes[i].name, error->message);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
        g_autofree char *path = g_strdup_printf("/read-json/round-trip/%s", samples[i].name);

        g_test_add_data_func(path, &samples[i], test_round_trip);
    }
    g_test_add_func("/read-json/own-origins", test_own_origins);
    g_test_add_func("/read-json/other-writers", test_other_writers);
    g_test_add_func("/read-json/mistakes", test_mistakes);
    return g_test_run();
}
