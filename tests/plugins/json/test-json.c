/* The JSON of documents, byte for byte. */
#include "sample.h"
#include "step.h"

#include "writing/offsets.h"

#define SOURCE                                                                                     \
    "\"source\":{\"path\":\"plans/east.txt\",\"bytes\":81,\"sha256\":\"HASH\",\"encoding\":\"UTF-8\"},"
#define METADATA "\"metadata\":{\"title\":\"东岸规划\",\"keywords\":[\"风能\"]},"
#define HEAD                                                                                                                \
    "{\"textmill\":{\"format\":1,\"version\":\"VERSION\",\"pipeline\":\"test\",\"pipeline_sha256\":\"" TEST_PIPELINE_SHA256 \
    "\"}"

typedef struct {
    const char *name;
    const char *options;
    MillDocument *(*make)(void);
    const char *json; /* HASH and VERSION stand for what they are */
} Case;

static const Case cases[] = {
    { "everything", NULL, sample_new,
      HEAD ",\"id\":\"plans/east.txt\"," SOURCE METADATA
           "\"text\":\"第一章 总则\\n\\n😀风能与风能站点40.5个。\\n\\n专栏1 重点\\n\\n建站。\\n\","
           "\"sections\":["
           "{\"id\":1,\"parent\":null,\"level\":1,\"kind\":\"chapter\",\"label\":\"第一章\","
           "\"number\":1,\"title\":\"总则\",\"start\":0,\"end\":80,"
           "\"heading\":{\"start\":0,\"end\":16},\"origin\":{\"start\":0,\"end\":80}},"
           "{\"id\":2,\"parent\":1,\"level\":2,\"kind\":\"box\",\"label\":\"专栏1\","
           "\"number\":1,\"title\":\"重点\",\"start\":55,\"end\":80,"
           "\"heading\":{\"start\":55,\"end\":69},\"origin\":{\"start\":55,\"end\":80}}],"
           "\"tags\":["
           "{\"term\":\"风能\",\"category\":\"energy/wind\",\"text\":\"风能\",\"start\":22,"
           "\"end\":28,\"section\":1,\"origin\":{\"start\":22,\"end\":28}},"
           "{\"term\":\"站点\",\"category\":\"facility\",\"text\":\"站点\",\"start\":37,"
           "\"end\":43,\"section\":1,\"origin\":{\"start\":37,\"end\":43}}],"
           "\"keywords\":[{\"term\":\"风能\",\"count\":1},{\"term\":\"站点\",\"count\":1}],"
           "\"records\":{\"indicator\":[{\"value\":40.5,\"unit\":\"个\",\"about\":true,"
           "\"year\":null,\"end_\":{\"start\":43,\"end\":50},\"start\":43,\"end\":50,"
           "\"origin\":{\"start\":43,\"end\":50}}]},"
           "\"diagnostics\":[{\"severity\":\"note\",\"code\":\"sample\","
           "\"message\":\"a \\\"note\\\"\",\"step\":null,\"start\":0,\"end\":9}]}\n" },
    { "utf16-and-layers", "{ offsets: utf16, text: false, layers: [tag] }", sample_new,
      "{\"textmill\":{\"format\":1,\"version\":\"VERSION\",\"pipeline\":\"test\","
      "\"pipeline_sha256\":\"" TEST_PIPELINE_SHA256 "\","
      "\"offsets\":\"utf16\"},\"id\":\"plans/east.txt\"," SOURCE METADATA
      "\"tags\":[{\"term\":\"风能\",\"category\":\"energy/wind\",\"text\":\"风能\",\"start\":10,"
      "\"end\":12,\"section\":1,\"origin\":{\"start\":22,\"end\":28}},"
      "{\"term\":\"站点\",\"category\":\"facility\",\"text\":\"站点\",\"start\":15,"
      "\"end\":17,\"section\":1,\"origin\":{\"start\":37,\"end\":43}}],"
      "\"keywords\":[{\"term\":\"风能\",\"count\":1},{\"term\":\"站点\",\"count\":1}],"
      "\"diagnostics\":[{\"severity\":\"note\",\"code\":\"sample\","
      "\"message\":\"a \\\"note\\\"\",\"step\":null,\"start\":0,\"end\":3}]}\n" },
    { "bare", NULL, sample_new_bare,
      HEAD ",\"id\":\"bare.txt\",\"source\":{\"path\":\"bare.txt\",\"bytes\":8,"
           "\"sha256\":\"HASH\",\"encoding\":\"UTF-8\"},\"metadata\":{},\"text\":\"one\\n\\ntwo\","
           "\"diagnostics\":[]}\n" },
};

static char *
replace(char *text, const char *what, const char *with)
{
    g_auto(GStrv) parts = g_strsplit(text, what, -1);

    g_free(text);
    return g_strjoinv(with, parts);
}

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autoptr(Step) step = step_new(test->options);
    g_autoptr(MillDocument) document = test->make();
    g_autofree char *json = step_encode(step, document, NULL);
    g_autofree char *expected = replace(replace(g_strdup(test->json), "VERSION", mill_version()),
                                        "HASH", mill_document_get_source_sha256(document));

    g_assert_cmpstr(json, ==, expected);
}

/* Keywords of a layer with scores: by score, then count, then place. */
static void
test_keywords(void)
{
    g_autoptr(Step) step = step_new("{ layers: [keyword] }");
    g_autoptr(MillDocument) document = test_document_of_text("b a b c d");
    MillLayer *layer = mill_document_add_layer(document, "keyword");
    MillColumn term = mill_layer_add_column(layer, "term", MILL_TYPE_STRING);
    MillColumn score = mill_layer_add_column(layer, "score", MILL_TYPE_DOUBLE);
    g_autofree char *json = NULL;

    for (gsize at = 0; at < 9; at += 2) {
        gsize row = mill_layer_add(layer, (MillSpan){ at, at + 1 });

        mill_layer_set_string(layer, row, term, mill_document_get_text(document, NULL) + at, 1);
        mill_layer_set_double(layer, row, score, at == 6 ? 0.5 : 0.25);
    }
    json = step_encode(step, document, NULL);
    g_assert_nonnull(strstr(json, "\"keywords\":[{\"term\":\"c\",\"count\":1,\"score\":0.5},"
                                  "{\"term\":\"b\",\"count\":2,\"score\":0.25},"
                                  "{\"term\":\"a\",\"count\":1,\"score\":0.25},"
                                  "{\"term\":\"d\",\"count\":1,\"score\":0.25}]"));
}

/* The layer `removed` is there only if another step reads it: it must be asked for. */
static void
test_removed(void)
{
    g_autoptr(Step) step = step_new(NULL);
    g_autoptr(Step) asking = step_new("{ layers: [removed] }");
    g_autoptr(MillDocument) document = sample_new_bare();
    g_autofree char *json = NULL;
    g_autofree char *asked = NULL;

    mill_document_add_layer(document, "removed");
    json = step_encode(step, document, NULL);
    asked = step_encode(asking, document, NULL);
    g_assert_null(strstr(json, "removed"));
    g_assert_nonnull(strstr(asked, "\"layers\":{\"removed\":[]}"));
}

static void
test_indent(void)
{
    g_autoptr(Step) step = step_new("{ indent: 2, text: false }");
    g_autoptr(MillDocument) document = sample_new_bare();
    g_autofree char *json = step_encode(step, document, NULL);

    g_assert_true(g_str_has_prefix(json, "{\n  \"textmill\": {\n    \"format\": 1,\n"));
    g_assert_true(g_str_has_suffix(json, "\n}\n"));
}

/* Every offset of a random text, against a count from its start. */
static void
test_offsets(void)
{
    static const char *const characters[] = { "a", "é", "中", "😀" };
    g_autoptr(GRand) random = g_rand_new_with_seed(3);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < 4000; i++)
        g_string_append(text, characters[g_rand_int_range(random, 0, 4)]);
    for (guint unit = OFFSET_BYTES; unit <= OFFSET_UTF16; unit++) {
        OffsetIndex index;
        gsize expected = 0;

        offset_index_init(&index, (OffsetUnit) unit, text->str, text->len);
        for (const char *p = text->str; *p; p = g_utf8_next_char(p)) {
            gsize length = (gsize) (g_utf8_next_char(p) - p);

            g_assert_cmpuint(offset_index_map(&index, (gsize) (p - text->str)), ==, expected);
            expected += unit == OFFSET_BYTES ? length : unit == OFFSET_UTF16 && length == 4 ? 2 : 1;
        }
        g_assert_cmpuint(offset_index_map(&index, text->len), ==, expected);
        offset_index_clear(&index);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/json/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/json/keywords", test_keywords);
    g_test_add_func("/json/removed", test_removed);
    g_test_add_func("/json/indent", test_indent);
    g_test_add_func("/json/offsets", test_offsets);
    return g_test_run();
}
