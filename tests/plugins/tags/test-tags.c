/* What the step tags makes of dictionaries and texts. */
#include "plan.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *file; /* of the dictionary; NULL if there is none */
    const char *dictionary;
    const char *options;
    const char *text;
    const char *expected; /* TEXT=TERM:CATEGORY for each tag */
} Case;

#define TURTLE                                                                                        \
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"                                        \
    "PREFIX ex: <http://example.org/>\n"                                                              \
    "@base <http://example.org/> .\n"                                                                 \
    "# a thesaurus\n"                                                                                 \
    "ex:energy a skos:Concept ; skos:prefLabel \"energy\"@en , '能源'@zh ; ex:n 5, 1.5e3, true .\n" \
    "ex:wind a skos:Concept ; skos:broader <energy> ;\n"                                              \
    "  skos:prefLabel \"wind power\"@en, \"\"\"风\\u7535\"\"\"@zh-Hans ;\n"                          \
    "  skos:altLabel \"wind energy\"@en ; ex:x [ ex:y ( 1 2 \"z\" ) ] ; .\n"                          \
    "ex:energy skos:narrower ex:solar.\n"                                                             \
    "<solar> skos:prefLabel \"solar power\" ; skos:hiddenLabel \"solar pwer\" .\n"

#define RDF_XML                                                                                    \
    "<?xml version=\"1.0\"?>\n<!DOCTYPE rdf:RDF [ <!ENTITY core "                                  \
    "\"http://www.w3.org/2004/02/skos/core#\"> ]>\n"                                               \
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:s=\"&core;\"\n"      \
    "  xml:base=\"http://example.org/\">\n"                                                        \
    "<s:Concept rdf:about=\"#energy\"><s:prefLabel xml:lang=\"en\">energy</s:prefLabel>\n"         \
    "  <s:prefLabel xml:lang=\"zh\">能源</s:prefLabel></s:Concept>\n"                            \
    "<rdf:Description rdf:about=\"#wind\"><s:prefLabel>wind &amp; sea</s:prefLabel>\n"             \
    "  <s:broader rdf:resource=\"#energy\"/></rdf:Description>\n"                                  \
    "<s:Concept><s:prefLabel><![CDATA[solar]]></s:prefLabel><s:broader>\n"                         \
    "  <s:Concept s:prefLabel=\"light\"/></s:broader></s:Concept>\n"                               \
    "</rdf:RDF>\n"

static const Case cases[] = {
    { "list", "d.txt", "太阳能\n风电\n\n#if\n", "dictionary: d.txt", "风电和太阳能 #if",
      "风电=风电: 太阳能=太阳能: #if=#if:" },
    { "crlf-and-byte-order-mark", "d.txt", "\xef\xbb\xbf风电\r\n光伏\r\n", "dictionary: d.txt",
      "光伏风电", "光伏=光伏: 风电=风电:" },
    { "tsv", "d.tsv", "风电\tenergy/wind\n光伏\tenergy/solar\tPV\t太阳能|photovoltaics\n",
      "dictionary: d.tsv", "太阳能, Photovoltaics 风电",
      "太阳能=PV:energy/solar Photovoltaics=PV:energy/solar 风电=风电:energy/wind" },
    { "tsv-header-and-comment", "d.tsv",
      "# made by hand\naliases\tterm\tcategory\nwind power|WP\t风电\te\n", "dictionary: d.tsv",
      "WP, Wind Power", "WP=风电:e Wind Power=风电:e" },
    { "csv-quotes", "d.csv", "term,category\n\"a, \"\"b\"\"\",\"x\ny\"\nc,z\n", "dictionary: d.csv",
      "c a, \"b\"", "c=c:z a, \"b\"=a, \"b\":x\ny" },
    { "csv-crlf", "d.csv", "\"a\",\"x\"\r\nb,y\r\n", "dictionary: d.csv", "a b", "a=a:x b=b:y" },
    { "yaml-list", "d.yaml", "- 风电\n- { term: 光伏, category: energy, aliases: [PV, 太阳能] }\n",
      "dictionary: d.yaml", "PV 风电", "PV=光伏:energy 风电=风电:" },
    { "yaml-tree", "d.yml",
      "energy:\n  wind: [风电]\n  solar:\n    - 光伏\n    - PV: [photovoltaics]\nair: 雾霾\n",
      "dictionary: d.yml", "雾霾 风电 photovoltaics",
      "雾霾=雾霾:air 风电=风电:energy/wind photovoltaics=PV:energy/solar" },
    { "turtle", "d.ttl", TURTLE, "dictionary: d.ttl", "Wind energy, 风电, 能源, solar pwer",
      "Wind energy=wind power:energy 风电=wind power:energy 能源=energy: "
      "solar pwer=solar power:energy" },
    { "turtle-languages", "d.ttl", TURTLE, "dictionary: d.ttl, language: [zh]",
      "wind energy, 风电, solar power", "风电=风电:能源 solar power=solar power:能源" },
    { "rdf-xml", "d.rdf", RDF_XML, "dictionary: d.rdf", "wind & sea, 能源, SOLAR",
      "wind & sea=wind & sea:energy 能源=energy: SOLAR=solar:light" },
    { "several-files-and-inline", "d.txt", "风电\n",
      "dictionary: [d.txt], terms: { solar: [光伏, 5] }", "风电光伏 5",
      "风电=风电: 光伏=光伏:solar 5=5:solar" },
    { "longest", NULL, NULL, "terms: [能源, 新能源, 新能源汽车, 汽车产业]", "新能源汽车产业",
      "新能源汽车=新能源汽车:" },
    { "all", NULL, NULL, "terms: [能源, 新能源, 新能源汽车, 汽车产业], overlap: all",
      "新能源汽车产业", "新能源汽车=新能源汽车: 新能源=新能源: 能源=能源: 汽车产业=汽车产业:" },
    { "words", NULL, NULL, "terms: [wind, co2, 风]", "window wind-power CO2 CO2x 台风天",
      "wind=wind: CO2=co2: 风=风:" },
    { "words-off", NULL, NULL, "terms: [wind], words: false", "window", "wind=wind:" },
    { "words-next-to-chinese", NULL, NULL, "terms: [GDP, PM2.5]", "人均GDP增长，PM2.5浓度",
      "GDP=GDP: PM2.5=PM2.5:" },
    { "fold-case", NULL, NULL, "terms: [straße, ΣΊΣΥΦΟΣ, энергия]", "STRAßE σίσυφος ЭНЕРГИЯ",
      "STRAßE=straße: σίσυφος=ΣΊΣΥΦΟΣ: ЭНЕРГИЯ=энергия:" },
    { "fold-width", NULL, NULL, "terms: [GDP, 'ｶﾅ']", "ＧＤＰ カナ", "ＧＤＰ=GDP: カナ=ｶﾅ:" },
    { "fold-space", NULL, NULL, "terms: ['wind power']", "wind\n   power",
      "wind\n   power=wind power:" },
    { "fold-accents", NULL, NULL, "terms: [café], fold: [case, accents]", "CAFE café",
      "CAFE=café: café=café:" },
    { "fold-none", NULL, NULL, "terms: [GDP], fold: none", "gdp GDP ＧＤＰ", "GDP=GDP:" },
    { "stem", NULL, NULL, "terms: ['energy indicators', use], stem: english",
      "An Energy\nindicator is used; energies' indicators, misuse",
      "Energy\nindicator=energy indicators: used=use:" },
    { "stem-exact", "d.tsv", "term\tmatch\nuses\texact\n", "dictionary: d.tsv, stem: english",
      "used uses", "uses=uses:" },
    { "chinese", NULL, NULL, "terms: [能源发展], fold: [chinese]", "能源發展、能源发展",
      "能源發展=能源发展: 能源发展=能源发展:" },
    { "exact", "d.tsv", "term\tmatch\nIT\texact\nAI\t\n", "dictionary: d.tsv", "it IT ai",
      "IT=IT: ai=AI:" },
    { "exclude-option", NULL, NULL, "terms: [能源, 汽车], exclude: [新能源汽车]",
      "新能源汽车用能源的汽车", "能源=能源: 汽车=汽车:" },
    { "exclude-in-file", "d.tsv", "term\tmatch\n能源\t\n国家能源局\texclude\n", "dictionary: d.tsv",
      "国家能源局的能源", "能源=能源:" },
    { "exclude-begins-in-a-match", NULL, NULL, "terms: [国家, 能源], exclude: [家能源]", "国家能源",
      "国家=国家:" },
    { "except", "d.tsv", "term\texcept\n能源\t新能源汽车|能源局\n汽车\t\n", "dictionary: d.tsv",
      "新能源汽车 能源局 能源", "汽车=汽车: 能源=能源:" },
    { "category-filter", "d.tsv", "a\tx/y\nb\tx\nc\txy\nd\t\n", "dictionary: d.tsv, category: [x]",
      "a b c d", "a=a:x/y b=b:x" },
    { "two-meanings", "d.tsv", "apple\tfruit\napple\tcompany\n", "dictionary: d.tsv", "apple",
      "apple=apple:fruit apple=apple:company" },
    { "no-text", NULL, NULL, "terms: [a]", "", "" },
};

static char *
describe_tags(MillDocument *document)
{
    MillLayer *layer = mill_document_get_layer(document, "tag");
    MillColumn term = mill_layer_find_column(layer, "term");
    MillColumn category = mill_layer_find_column(layer, "category");
    GString *out = g_string_new(NULL);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);
        const char *text = mill_document_get_text(document, NULL);
        const char *path = mill_layer_get_string(layer, row, category, NULL);

        g_string_append_printf(out, "%s%.*s=%s:%s", row > 0 ? " " : "",
                               (int) (span.end - span.start), text + span.start,
                               mill_layer_get_string(layer, row, term, NULL), path ? path : "");
    }
    return g_string_free(out, FALSE);
}

/* Whether this build, or this machine, cannot do the case. */
static gboolean
is_missing(const MillReport *report)
{
    for (gsize i = 0; i < mill_report_get_length(report); i++) {
        const char *message = mill_report_get(report, i)->message;

        if (strstr(message, "built without libstemmer") || strstr(message, "OpenCC is not"))
            return TRUE;
    }
    return FALSE;
}

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autofree char *folder = plan_make_folder();
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(GError) error = NULL;

    if (test->file)
        plan_write_file(folder, test->file, test->dictionary, -1);

    g_autoptr(MillPipeline) pipeline = plan_load(folder, test->options, report);

    g_autofree char *messages = mill_report_format(report, FALSE);

    if (is_missing(report)) {
        plan_remove_folder(folder);
        g_test_skip(messages);
        return;
    }
    if (!pipeline)
        g_test_message("%s", messages);
    g_assert_nonnull(pipeline);
    for (guint round = 0; round < 2; round++) {
        g_autoptr(MillDocument) document = mill_document_new_text("case", test->text, -1, &error);

        g_assert_no_error(error);
        g_assert_cmpint(mill_pipeline_process(pipeline, document, &error), ==, MILL_KEEP);
        g_assert_no_error(error);

        g_autofree char *tags = describe_tags(document);

        g_assert_cmpstr(tags, ==, test->expected);
    }
    plan_remove_folder(folder);
}

/* Each tag knows its innermost section, and each section what its own body names. */
static void
test_sections(void)
{
    static const struct {
        const char *from;
        const char *to;
        gint64 id;
        const char *counts; /* TERM=COUNT for each */
    } sections[] = {
        { "A", "C", 1, "风=1" },
        { "B", "C", 2, "风=2 光=1" },
        { "C", "D", 3, "" },
    };
    const char *text = "风 A 风 B 风光风 C 无 D 光";
    g_autofree char *folder = plan_make_folder();
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillPipeline) pipeline = plan_load(folder, "terms: [风, 光]", report);
    g_autoptr(MillDocument) document = mill_document_new_text("case", text, -1, NULL);
    MillLayer *layer = mill_document_add_layer(document, "section");
    MillColumn id = mill_layer_add_column(layer, "id", MILL_TYPE_INT);

    for (gsize i = 0; i < G_N_ELEMENTS(sections); i++) {
        MillSpan span = { (gsize) (strstr(text, sections[i].from) - text),
                          (gsize) (strstr(text, sections[i].to) - text) };

        mill_layer_set_int(layer, mill_layer_add(layer, span), id, sections[i].id);
    }
    g_assert_cmpint(mill_pipeline_process(pipeline, document, NULL), ==, MILL_KEEP);

    MillLayer *tags = mill_document_get_layer(document, "tag");
    MillColumn section = mill_layer_find_column(tags, "section");
    g_autoptr(GString) ids = g_string_new(NULL);

    for (gsize row = 0; row < mill_layer_get_length(tags); row++)
        g_string_append_printf(ids, "%" G_GINT64_FORMAT " ",
                               mill_layer_get_int(tags, row, section));
    g_assert_cmpstr(ids->str, ==, "0 1 2 2 2 0 ");

    MillColumn counts = mill_layer_find_column(layer, "tags");

    for (gsize i = 0; i < G_N_ELEMENTS(sections); i++) {
        g_autoptr(MillValue) map = mill_layer_dup_value(layer, i, counts);
        g_autoptr(GString) out = g_string_new(NULL);

        for (gsize k = 0; k < mill_value_get_length(map); k++)
            g_string_append_printf(out, "%s%s=%" G_GINT64_FORMAT, k > 0 ? " " : "",
                                   mill_value_get_key(map, k),
                                   mill_value_get_int(mill_value_get_item(map, k)));
        g_assert_cmpstr(out->str, ==, sections[i].counts);
    }
    plan_remove_folder(folder);
}

/* "SECTION TERM|CATEGORY count/total first density" for each row of the summary. */
static char *
describe_summary(MillDocument *document)
{
    MillLayer *layer = mill_document_get_layer(document, "record.tag_summary");
    GString *out = g_string_new(NULL);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        const char *term =
            mill_layer_get_string(layer, row, mill_layer_find_column(layer, "term"), NULL);
        const char *category =
            mill_layer_get_string(layer, row, mill_layer_find_column(layer, "category"), NULL);
        MillSpan first =
            mill_layer_get_span_attribute(layer, row, mill_layer_find_column(layer, "first"));

        g_string_append_printf(
            out, "%d %s|%s %d/%d %u %.1f\n",
            (int) mill_layer_get_int(layer, row, mill_layer_find_column(layer, "section")),
            term ? term : "", category ? category : "",
            (int) mill_layer_get_int(layer, row, mill_layer_find_column(layer, "count")),
            (int) mill_layer_get_int(layer, row, mill_layer_find_column(layer, "total")),
            (guint) first.start,
            mill_layer_get_double(layer, row, mill_layer_find_column(layer, "density")));
    }
    return g_string_free(out, FALSE);
}

static void
test_summary(void)
{
    const char *text = "wind a sun a wind b wind sun";
    g_autofree char *folder = plan_make_folder();
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillPipeline) pipeline =
        plan_load(folder, "terms: { e: { w: [wind], s: [sun] } }, summary: sections", report);

    for (guint round = 0; round < 2; round++) {
        g_autoptr(MillDocument) document = mill_document_new_text("case", text, -1, NULL);
        MillLayer *layer = mill_document_add_layer(document, "section");
        MillColumn id = mill_layer_add_column(layer, "id", MILL_TYPE_INT);

        mill_layer_set_int(layer, mill_layer_add(layer, (MillSpan){ 5, 28 }), id, 1);
        mill_layer_set_int(layer, mill_layer_add(layer, (MillSpan){ 18, 28 }), id, 2);
        g_assert_cmpint(mill_pipeline_process(pipeline, document, NULL), ==, MILL_KEEP);

        g_autofree char *summary = describe_summary(document);

        g_assert_cmpstr(summary, ==,
                        "0 |e 1/5 0 178.6\n"
                        "0 wind|e/w 1/3 0 107.1\n"
                        "0 |e/w 1/3 0 107.1\n"
                        "0 sun|e/s 0/2 7 71.4\n"
                        "0 |e/s 0/2 7 71.4\n"
                        "1 |e 2/4 7 173.9\n"
                        "1 sun|e/s 1/2 7 87.0\n"
                        "1 |e/s 1/2 7 87.0\n"
                        "1 wind|e/w 1/2 13 87.0\n"
                        "1 |e/w 1/2 13 87.0\n"
                        "2 |e 2/2 20 200.0\n"
                        "2 wind|e/w 1/1 20 100.0\n"
                        "2 |e/w 1/1 20 100.0\n"
                        "2 sun|e/s 1/1 25 100.0\n"
                        "2 |e/s 1/1 25 100.0\n");
    }
    plan_remove_folder(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/tags/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/tags/sections", test_sections);
    g_test_add_func("/tags/summary", test_summary);
    return g_test_run();
}
