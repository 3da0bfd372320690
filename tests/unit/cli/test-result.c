/* Results as show and diff load them: what is right, and what a person or a crash did to them. */
#include "cli/diff.h"
#include "cli/show.h"

#include <string.h>

static const char sample[] =
    "{\"textmill\":{\"format\":1,\"version\":\"0\",\"pipeline\":\"p\",\"offsets\":\"utf16\"},\"id\":\"a.txt\","
    "\"source\":{\"path\":\"a.txt\",\"bytes\":60,\"sha256\":\"00\",\"encoding\":null},"
    "\"metadata\":{\"title\":\"智慧\",\"n\":1.5,\"l\":[1,{\"a\":null}]},"
    "\"text\":\"🌾第一章 总则\\n发展储能。\\n第一节\\nx\\n\",\"sections\":["
    "{\"id\":1,\"parent\":null,\"level\":1,\"kind\":\"chapter\",\"label\":\"第一章\",\"number\":1,\"title\":\"总则\","
    "\"start\":2,\"end\":22,\"heading\":{\"start\":2,\"end\":8},\"origin\":{\"start\":4,\"end\":50}},"
    "{\"id\":2,\"parent\":1,\"level\":2,\"kind\":\"section\",\"label\":\"第一节\",\"number\":1,\"title\":\"\","
    "\"start\":15,\"end\":20,\"heading\":null,\"origin\":{\"start\":30,\"end\":50}}],"
    "\"tags\":[{\"term\":\"储能\",\"category\":\"energy/storage\",\"text\":\"储能\",\"start\":11,\"end\":13,"
    "\"section\":1,\"origin\":{\"start\":20,\"end\":26}}],"
    "\"keywords\":[{\"term\":\"储能\",\"count\":1,\"score\":2.5}],"
    "\"records\":{\"goal\":[{\"value\":40.0,\"at\":{\"start\":1,\"end\":2},\"start\":9,\"end\":13,"
    "\"origin\":{\"start\":16,\"end\":26}}]},"
    "\"layers\":{\"entity\":[{\"kind\":\"date\",\"start\":9,\"end\":11,\"origin\":{\"start\":16,\"end\":22}}]},"
    "\"diagnostics\":[{\"severity\":\"note\",\"code\":\"c\",\"message\":\"m\",\"step\":null,\"start\":0,\"end\":2}]}";

static void
test_load(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Result) result = result_new_json(sample, strlen(sample), &error);
    const ResultSection *section;
    const ResultTag *tag;

    g_assert_no_error(error);
    section = &g_array_index(result->sections, ResultSection, 1);
    tag = &g_array_index(result->tags, ResultTag, 0);
    g_assert_cmpint(section->parent, ==, 0);
    g_assert_cmpmem(result->text + section->span.start, 9, "第一节", 9);
    g_assert_cmpmem(result->text + tag->span.start, tag->span.end - tag->span.start, "储能", 6);
    g_assert_cmpuint(tag->origin.end, ==, 26);
}

/* What a document gives is what its JSON gives. */
static void
test_document(void)
{
    g_autoptr(MillDocument) document = mill_document_new_text("a", "储能 wind", -1, NULL);
    MillLayer *tags = mill_document_add_layer(document, "tag");
    gsize row = mill_layer_add(tags, (MillSpan){ 0, 6 });

    mill_layer_set_string(tags, row, mill_layer_add_column(tags, "term", MILL_TYPE_STRING), "储能",
                          -1);
    g_autoptr(Result) result = result_new_document(document);
    const ResultTag *tag = &g_array_index(result->tags, ResultTag, 0);

    g_assert_cmpuint(result->tags->len, ==, 1);
    g_assert_cmpstr(tag->term, ==, "储能");
    g_assert_cmpuint(tag->span.end, ==, 6);
    g_assert_cmpuint(tag->origin.end, ==, 6);
    g_assert_cmpstr(result->id, ==, "a");
}

static void
compare(const Result *old, const Result *new, FILE *stream)
{
    g_autoptr(DocumentDiff) diff = diff_documents(old, new);
    g_autoptr(GString) json = g_string_new(NULL);
    const DiffPrinter printer = { .stream = stream, .width = 60, .colour = TRUE };
    DiffTotals totals;

    diff_totals_init(&totals);
    diff_totals_add(&totals, diff);
    diff_print_document(&printer, diff);
    diff_print_totals(&printer, &totals, "old", "new");
    diff_json_document(json, diff);
    diff_json_totals(json, &totals);
    diff_totals_clear(&totals);

    g_autoptr(DocumentDiff) same = diff_documents(new, new);

    g_assert_true(diff_is_empty(same));
}

/* Numbers, words and punctuation of the sample replaced at random: whatever still is JSON is
 * loaded and compared. */
static void
test_damaged(void)
{
    static const char *const pieces[] = { "0",  "-1",  "99999999999", "null", "\"x\"", "[]",
                                          "{}", "1e9", "true",        "7",    "\"智\"" };
    g_autoptr(Result) good = result_new_json(sample, strlen(sample), NULL);
    FILE *stream = fopen("/dev/null", "w");
    guint loaded = 0;

    for (guint round = 0; round < 3000; round++) {
        g_autoptr(GString) json = g_string_new(sample);

        for (gint i = g_test_rand_int_range(1, 4); i > 0; i--) {
            gsize at = (gsize) g_test_rand_int_range(40, (gint32) json->len - 1);
            gsize end;

            while (at > 40 && !strchr(":[,", json->str[at - 1]))
                at--;
            for (end = at; end < json->len && !strchr(",]}", json->str[end]);)
                end++;
            g_string_erase(json, (gssize) at, (gssize) (end - at));
            g_string_insert(json, (gssize) at,
                            pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        }
        g_autoptr(Result) result = result_new_json(json->str, json->len, NULL);
        if (!result)
            continue;
        loaded++;
        compare(good, result, stream);
        compare(result, good, stream);
    }
    fclose(stream);
    g_assert_cmpuint(loaded, >, 200);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/result/load", test_load);
    g_test_add_func("/result/document", test_document);
    g_test_add_func("/result/damaged", test_damaged);
    return g_test_run();
}
