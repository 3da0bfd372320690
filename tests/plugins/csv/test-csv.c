/* The tables of documents, byte for byte. */
#include "sample.h"
#include "step.h"

typedef struct {
    const char *name;
    const char *options;
    MillDocument *(*make)(void);
    const char *part;
    const char *rows; /* NULL: no such part */
} Case;

static const Case cases[] = {
    { "sections", NULL, sample_new, "sections",
      "plans/east.txt,1,,1,chapter,第一章,1,总则,第一章 总则,0,80,0,80\r\n"
      "plans/east.txt,2,1,2,box,专栏1,1,重点,第一章 总则 > 专栏1 重点,55,80,55,80\r\n" },
    { "tags", NULL, sample_new, "tags",
      "plans/east.txt,风能,energy/wind,风能,1,22,28,22,28\r\n"
      "plans/east.txt,站点,facility,站点,1,37,43,37,43\r\n" },
    { "records", NULL, sample_new, "records.indicator",
      "plans/east.txt,true,\"[43,50]\",个,40.5,,,40.5个,43,50,43,50\r\n" },
    { "record-columns", "{ columns: { indicator: [unit, value, nothing] } }", sample_new,
      "records.indicator", "plans/east.txt,个,40.5,,,40.5个,43,50,43,50\r\n" },
    { "documents", "{ metadata: [title, keywords, none] }", sample_new, "documents",
      "plans/east.txt,plans/east.txt,81,HASH,UTF-8,36,2,2,1,"
      "\"{\"\"title\"\":\"\"东岸规划\"\",\"\"keywords\"\":[\"\"风能\"\"]}\",VERSION,test," TEST_PIPELINE_SHA256
      ",东岸规划,\"[\"\"风能\"\"]\",\r\n" },
    { "bare", "{ metadata: [] }", sample_new_bare, "documents",
      "bare.txt,bare.txt,8,HASH,UTF-8,8,0,0,0,{},VERSION,test," TEST_PIPELINE_SHA256 "\r\n" },
    { "bare-has-no-sections", NULL, sample_new_bare, "sections", NULL },
    { "only-parts", "{ parts: [tags] }", sample_new, "sections", NULL },
    { "tab-and-line-feed", "{ delimiter: tab, line_end: lf }", sample_new, "tags",
      "plans/east.txt\t风能\tenergy/wind\t风能\t1\t22\t28\t22\t28\n"
      "plans/east.txt\t站点\tfacility\t站点\t1\t37\t43\t37\t43\n" },
    { "quotes", NULL, sample_new_hostile, "tags",
      "\"a,b\"\"c.txt\",@x,\"-a,b\"\"\n\",@x,1,104,106,104,106\r\n" },
    { "safe", "{ safe: true }", sample_new_hostile, "tags",
      "\"a,b\"\"c.txt\",'@x,\"'-a,b\"\"\n\",'@x,1,104,106,104,106\r\n" },
};

static MillDocument *
make_beginnings(void)
{
    static const char *const all[] = {
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"
    };
    MillDocument *document = mill_document_new_text("d", "x", -1, NULL);
    MillLayer *layer = mill_document_add_layer(document, "tag");
    MillColumn term = mill_layer_add_column(layer, "term", MILL_TYPE_STRING);

    for (gsize i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autofree char *text = g_strconcat(all[i], "1", NULL);

        mill_layer_set_string(layer, mill_layer_add(layer, (MillSpan){ 0, 1 }), term, text, -1);
        mill_layer_set_string(layer, mill_layer_add(layer, (MillSpan){ 0, 1 }), term, all[i], -1);
    }
    return document;
}

/* Each beginning by which a spreadsheet takes a text for a formula (OWASP, CSV injection), but not
 * a sign alone, which stands in columns of comparators. */
static void
test_beginnings(void)
{
    g_autoptr(Step) step = step_new("{ safe: true }");
    g_autoptr(MillDocument) document = make_beginnings();
    g_autofree char *rows = step_encode(step, document, "tags");
    guint n = 0;

    for (const char *at = rows; (at = strchr(at, '\'')); at++)
        n++;
    g_assert_cmpuint(n, ==, 11);
}

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autoptr(Step) step = step_new(test->options);
    g_autoptr(MillDocument) document = test->make();
    g_autofree char *rows = step_encode(step, document, test->part);
    g_autoptr(GString) filled = g_string_new(test->rows);
    g_autofree char *expected = NULL;

    if (test->rows) {
        g_string_replace(filled, "HASH", mill_document_get_source_sha256(document), 0);
        g_string_replace(filled, "VERSION", mill_version(), 0);
        expected = g_strdup(filled->str);
    }
    g_assert_cmpstr(rows, ==, expected);
}

/* Where documents share a file, records of any shape fit: a row a field, unless columns are given.
 */
static void
test_joined(void)
{
    g_autoptr(Step) step = step_new_for_file("{ parts: records }", "{part}.csv");
    g_autoptr(Step) fixed =
        step_new_for_file("{ parts: records, columns: { indicator: [value] } }", "{part}.csv");
    g_autoptr(MillDocument) document = sample_new();
    g_autofree char *rows = step_encode(step, document, "records");
    g_autofree char *wide = step_encode(fixed, document, "records.indicator");

    g_assert_cmpstr(rows, ==,
                    "plans/east.txt,indicator,1,about,true,43,50,43,50\r\n"
                    "plans/east.txt,indicator,1,end,\"[43,50]\",43,50,43,50\r\n"
                    "plans/east.txt,indicator,1,unit,个,43,50,43,50\r\n"
                    "plans/east.txt,indicator,1,value,40.5,43,50,43,50\r\n");
    g_assert_cmpstr(wide, ==, "plans/east.txt,40.5,,40.5个,43,50,43,50\r\n");
}

static void
test_header(void)
{
    g_autoptr(Step) step = step_new("{ parts: tags, bom: true }");
    g_autoptr(MillDocument) document = sample_new();
    g_autoptr(MillOutput) output = mill_output_new();

    step_get_type(step)->encode(step_get_self(step), document, output, NULL);
    g_assert_cmpuint(mill_output_get_n_parts(output), ==, 1);
    g_assert_cmpstr(mill_output_get_preamble(output, 0), ==,
                    "\xEF\xBB\xBF"
                    "document,term,category,text,section,start,end,origin_start,origin_end\r\n");
}

static void
test_bad_columns(void)
{
    g_autofree char *messages = NULL;

    g_assert_null(step_try_new("{ columns: { indicator: year } }", &messages));
    g_assert_nonnull(strstr(messages, "the columns of 'indicator' must be a list"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/csv/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/csv/beginnings", test_beginnings);
    g_test_add_func("/csv/joined", test_joined);
    g_test_add_func("/csv/header", test_header);
    g_test_add_func("/csv/bad-columns", test_bad_columns);
    return g_test_run();
}
