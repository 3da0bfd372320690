/* What is found: texts with the phrases that must be among the first, and what holds for any text.
 */
#include "chain.h"

#include <glib/gstdio.h>
#include <string.h>

#define CHINESE                                                                                                                                  \
    "城市湿地公园的生态修复\n"                                                                                                        \
    "湿地公园是城市的重要绿地。生态修复需要恢复水生植物，也需要清理河道。本文以三个湿地公园为例，" \
    "比较了生态修复的效果。水生植物恢复较好的湿地公园，鸟类数量增加了一倍。\n"

#define ENGLISH                                                                                     \
    "Tidal Turbines in Narrow Straits\n"                                                            \
    "Tidal turbines turn the current of the sea into electricity. A tidal turbine works like a\n"   \
    "windmill under water. In narrow straits the current is strong, so tidal turbines there earn\n" \
    "more. We measured the seabed noise of four tidal turbines, because seabed noise disturbs\n"    \
    "porpoises. The seabed noise was lower than that of ships.\n"

#define GERMAN                                                                                     \
    "Fernwärme aus Grubenwasser\n"                                                                \
    "Das Grubenwasser stillgelegter Bergwerke ist warm. Mit einer Wärmepumpe wird aus dem\n"      \
    "Grubenwasser Fernwärme gewonnen. Die Wärmepumpe braucht Strom, doch die Fernwärme aus\n"   \
    "Grubenwasser ist billiger als die aus Gas.\n"

#define JAPANESE                                                                                                         \
    "海藻養殖による炭素吸収\n"                                                                                \
    "海藻は成長しながら炭素を吸収する。海藻養殖を広げると、炭素吸収の量が増える。" \
    "しかし海藻養殖には広い海面が必要である。炭素吸収の量を測る方法も必要である。\n"

typedef struct {
    const char *name;
    const char *options;
    const char *text;
    const char *expected; /* phrases separated by '|' */
    guint among;          /* the first so many */
    gboolean needs_words; /* ICU */
} Case;

static const Case cases[] = {
    { "chinese", "language: auto", CHINESE, "湿地公园|生态修复", 4, TRUE },
    { "english", "language: auto", ENGLISH, "tidal turbines|seabed noise|narrow straits", 5,
      FALSE },
    { "german", "language: auto", GERMAN, "Grubenwasser|Fernwärme|Wärmepumpe", 5, FALSE },
    { "japanese", "language: auto", JAPANESE, "海藻養殖|炭素吸収", 4, TRUE },
    { "tfidf", "method: tfidf", ENGLISH, "tidal turbines|seabed noise", 4, FALSE },
    { "textrank", "method: textrank", ENGLISH, "tidal turbines|seabed noise", 5, FALSE },
    { "one-word", "max_words: 1", ENGLISH, "turbines|noise", 6, FALSE },
};

/* The terms of the layer, each once, best first. (transfer full) */
static GPtrArray *
terms_of(MillDocument *document)
{
    MillLayer *layer = mill_document_get_layer(document, "keyword");
    MillColumn term = mill_layer_find_column(layer, "term");
    MillColumn score = mill_layer_find_column(layer, "score");
    GPtrArray *terms = g_ptr_array_new();

    for (double last = G_MAXDOUBLE;;) {
        gsize best = G_MAXSIZE;

        for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
            const char *name = mill_layer_get_string(layer, row, term, NULL);
            double value = mill_layer_get_double(layer, row, score);

            if (value <= last &&
                !g_ptr_array_find_with_equal_func(terms, name, g_str_equal, NULL) &&
                (best == G_MAXSIZE || value > mill_layer_get_double(layer, best, score)))
                best = row;
        }
        if (best == G_MAXSIZE)
            return terms;
        last = mill_layer_get_double(layer, best, score);
        g_ptr_array_add(terms, (gpointer) mill_layer_get_string(layer, best, term, NULL));
    }
}

static gboolean
has_icu(void)
{
    g_autoptr(MillPipeline) pipeline = chain_load("- use: keywords\n");
    g_autoptr(MillDocument) document = chain_process(pipeline, "海藻養殖の方法");
    g_autofree char *rows = chain_join(document, "keyword");

    return *rows != '\0';
}

static void
test_case(gconstpointer data)
{
    const Case *self = data;
    g_autofree char *steps = g_strdup_printf("- use: keywords\n  with: { %s }", self->options);
    g_autoptr(MillPipeline) pipeline = chain_load(steps);
    g_autoptr(MillDocument) document = chain_process(pipeline, self->text);
    g_autoptr(GPtrArray) terms = terms_of(document);
    g_auto(GStrv) expected = g_strsplit(self->expected, "|", -1);

    if (self->needs_words && !has_icu()) {
        g_test_skip("built without ICU");
        return;
    }
    for (guint i = 0; i < terms->len; i++)
        g_test_message("%u %s", i + 1, (const char *) terms->pdata[i]);
    for (gsize i = 0; expected[i]; i++) {
        gboolean found = FALSE;

        for (guint j = 0; j < MIN(self->among, terms->len); j++)
            found = found || g_ascii_strcasecmp(terms->pdata[j], expected[i]) == 0;
        if (!found)
            g_error("'%s' is not among the first %u", expected[i], self->among);
    }
}

/* Lower case, a space for any white space or hyphen. (transfer full) */
static char *
fold(const char *text, gsize length)
{
    g_autofree char *lower = g_utf8_strdown(text, (gssize) length);
    GString *out = g_string_new(NULL);

    for (const char *p = lower; *p; p++)
        g_string_append_c(out, g_ascii_isspace(*p) || *p == '-' ? ' ' : *p);
    return g_string_free(out, FALSE);
}

/* Without stems, each row's text is its term but for case and white space. */
static void
test_rows(gconstpointer text)
{
    g_autoptr(MillPipeline) pipeline = chain_load("- use: keywords\n  with: { stem: false }");
    g_autoptr(MillDocument) document = chain_process(pipeline, text);
    g_autoptr(MillDocument) again = chain_process(pipeline, text);
    MillLayer *layer = mill_document_get_layer(document, "keyword");
    MillColumn term = mill_layer_find_column(layer, "term");
    MillColumn score = mill_layer_find_column(layer, "score");
    g_autofree char *first = chain_join(document, "keyword");
    g_autofree char *second = chain_join(again, "keyword");

    g_assert_cmpuint(mill_layer_get_length(layer), >, 0);
    g_assert_cmpstr(first, ==, second);
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);
        const char *name = mill_layer_get_string(layer, row, term, NULL);

        g_assert_cmpuint(span.start, <, span.end);
        g_assert_cmpuint(span.end, <=, strlen(text));
        g_autofree char *found = fold((const char *) text + span.start, span.end - span.start);
        g_autofree char *named = fold(name, strlen(name));

        g_assert_cmpstr(found, ==, named);
        g_assert_cmpfloat(mill_layer_get_double(layer, row, score), >, 0);
    }
}

static void
test_sections(void)
{
    g_autoptr(MillPipeline) pipeline = chain_load("- use: sections\n"
                                                  "  with: { scheme: numbered }\n"
                                                  "- use: keywords\n");
    g_autoptr(MillDocument) document =
        chain_process(pipeline, "1. Salt marshes\n\nSalt marshes store carbon.\n\n"
                                "2. Dykes\n\nSalt marshes shelter dykes.\n");
    MillLayer *layer = mill_document_get_layer(document, "keyword");
    MillColumn term = mill_layer_find_column(layer, "term");
    MillColumn section = mill_layer_find_column(layer, "section");
    GString *seen = g_string_new(NULL);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++)
        if (g_ascii_strcasecmp(mill_layer_get_string(layer, row, term, NULL), "salt marshes") == 0)
            g_string_append_printf(seen, "%d ", (int) mill_layer_get_int(layer, row, section));
    g_assert_cmpstr(seen->str, ==, "1 1 2 ");
    g_string_free(seen, TRUE);
}

/* A word that the end of a line divides is one word, a heading is not joined to what follows. */
static void
test_lines(void)
{
    g_autoptr(MillPipeline) pipeline =
        chain_load("- use: keywords\n  with: { max: 50, stem: false }");
    g_autoptr(MillDocument) document = chain_process(
        pipeline,
        "Harbour seals\n"
        "Grey whales swim along the coast in the cold months, while the harbour por-\n"
        "poises are in the bay, which is a place of shallow water and of many small\n"
        "fishes, as the fishermen of the old village there have always told us at home.\n");
    g_autoptr(GPtrArray) terms = terms_of(document);

    g_assert_true(g_ptr_array_find_with_equal_func(terms, "harbour porpoises", g_str_equal, NULL));
    g_assert_true(g_ptr_array_find_with_equal_func(terms, "Harbour seals", g_str_equal, NULL));
    for (guint i = 0; i < terms->len; i++)
        g_assert_null(strstr(terms->pdata[i], "seals Grey"));
}

typedef struct {
    const char *name;
    const char *unit;
    gsize times;
} Hostile;

static const Hostile hostile[] = {
    { "empty", "", 1 },
    { "one-letter", "a", 300000 },
    { "one-character", "啊", 100000 },
    { "words-on-one-line", "wind farm ", 30000 },
    { "hyphens", "a-\n", 50000 },
    { "hyphenated", "self-scheduling, scheduling of jobs, job-scheduling self ", 2000 },
    { "dots", ".", 100000 },
    { "thai", "ก", 100000 },
    { "numbers", "12.5 ", 50000 },
    { "combining", "e\xcc\x81", 100000 },
    { "beyond", "\xf0\xa0\x80\x80", 50000 },
};

static void
test_hostile(gconstpointer data)
{
    const Hostile *self = data;
    g_autoptr(GString) text = g_string_new(NULL);
    static const char *const methods[] = { "auto", "textrank" };

    for (gsize i = 0; i < self->times; i++)
        g_string_append(text, self->unit);
    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++) {
        g_autofree char *steps =
            g_strdup_printf("- use: keywords\n  with: { method: %s }", methods[i]);
        g_autoptr(MillPipeline) pipeline = chain_load(steps);
        g_autoptr(MillDocument) document = chain_process(pipeline, text->str);

        g_assert_nonnull(mill_document_get_layer(document, "keyword"));
    }
}

typedef struct {
    const char *name;
    const char *option;
    const char *content;
    const char *message;
} Wrong;

static const Wrong wrong[] = {
    { "frequencies-empty", "frequencies", "", "the file is empty" },
    { "frequencies-no-count", "frequencies", "wind\t3\n", ":1:1" },
    { "frequencies-no-tab", "frequencies", "10\nwind 3\n", ":2:1" },
    { "frequencies-no-number", "frequencies", "10\nwind\t3\nsun\tx\n", ":3:1" },
    { "frequencies-too-many", "frequencies", "10\nwind\t11\n", "more documents than" },
    { "frequencies-twice", "frequencies", "10\nwind\t3\nwind\t3\n", ":3:1" },
    { "dictionary-empty", "dictionary", "", "no words" },
    { "dictionary-frequency", "dictionary", "湿地 3 n\n公园 3x\n", ":2:1" },
    { "stop-words-latin-1", "stop_words", "\xe4hnlich\n", "not UTF-8" },
};

static void
test_wrong(gconstpointer data)
{
    const Wrong *self = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    gint file = g_file_open_tmp("keywords-XXXXXX", &path, &error);

    g_assert_no_error(error);
    g_close(file, NULL);
    g_file_set_contents(path, self->content, -1, &error);
    g_assert_no_error(error);

    g_autofree char *steps =
        g_strdup_printf("- use: keywords\n  with: { %s: %s }", self->option, path);
    g_autofree char *messages = chain_refuse(steps);

    if (!strstr(messages, self->message))
        g_error("'%s' is not in:\n%s", self->message, messages);
    g_unlink(path);
}

static void
test_no_language(void)
{
    g_autofree char *messages = chain_refuse("- use: keywords\n  with: { language: tlh }");

    g_assert_nonnull(strstr(messages, "no stop words for 'tlh'"));
}

int
main(int argc, char **argv)
{
    static const char *const texts[] = { CHINESE, ENGLISH, GERMAN, JAPANESE };

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/keywords/first/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *path = g_strconcat("/keywords/rows/", cases[i].name, NULL);

        g_test_add_data_func(path, texts[i], test_rows);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autofree char *path = g_strconcat("/keywords/hostile/", hostile[i].name, NULL);

        g_test_add_data_func(path, &hostile[i], test_hostile);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *path = g_strconcat("/keywords/wrong/", wrong[i].name, NULL);

        g_test_add_data_func(path, &wrong[i], test_wrong);
    }
    g_test_add_func("/keywords/sections", test_sections);
    g_test_add_func("/keywords/lines", test_lines);
    g_test_add_func("/keywords/no-language", test_no_language);
    return g_test_run();
}
