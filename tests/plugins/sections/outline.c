/* outline.c - see outline.h. */
#include "outline.h"

#include <stdio.h>

#include "chain.h"

/* Pipelines by their options: schemes are read once a test program. */
static MillPipeline *
outline_pipeline(const char *options)
{
    static GHashTable *pipelines;
    MillPipeline *pipeline;

    if (!pipelines)
        pipelines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) mill_pipeline_free);
    pipeline = g_hash_table_lookup(pipelines, options);
    if (!pipeline) {
        g_autofree char *steps = g_strdup_printf("- { use: sections, with: %s }\n", options);

        pipeline = chain_load(steps);
        g_hash_table_insert(pipelines, g_strdup(options), pipeline);
    }
    return pipeline;
}

MillDocument *
outline_process(const char *options, const char *text)
{
    return chain_process(outline_pipeline(options), text);
}

/* The last line of the body, of which at most 10 characters. */
static void
outline_append_tail(GString *outline, const char *text, MillSpan body)
{
    const char *end = text + body.end;
    const char *at = end;

    for (guint i = 0; i < 10 && at > text + body.start && at[-1] != '\n'; i++)
        at = g_utf8_prev_char(at);
    g_string_append(outline, " … ");
    g_string_append_len(outline, at, end - at);
}

char *
outline_describe(const MillDocument *document)
{
    const MillLayer *layer = mill_document_get_layer(document, "section");
    const char *text = mill_document_get_text(document, NULL);
    GString *outline = g_string_new(NULL);

    for (gsize i = 0; layer && i < mill_layer_get_length(layer); i++) {
        MillColumn number = mill_layer_find_column(layer, "number");
        MillSpan heading =
            mill_layer_get_span_attribute(layer, i, mill_layer_find_column(layer, "heading"));
        MillSpan span = mill_layer_get_span(layer, i);
        const char *title =
            mill_layer_get_string(layer, i, mill_layer_find_column(layer, "title"), NULL);
        gint64 level = mill_layer_get_int(layer, i, mill_layer_find_column(layer, "level"));

        g_string_append_printf(
            outline, "%*s%s", (gint) (level - 1) * 2, "",
            mill_layer_get_string(layer, i, mill_layer_find_column(layer, "kind"), NULL));
        if (mill_layer_has(layer, i, number))
            g_string_append_printf(outline, " %" G_GINT64_FORMAT,
                                   mill_layer_get_int(layer, i, number));
        if (title)
            g_string_append_printf(outline, " \"%s\"", title);
        if (span.end > heading.end)
            outline_append_tail(outline, text, (MillSpan){ heading.end, span.end });
        g_string_append_c(outline, '\n');
    }
    return g_string_free(outline, FALSE);
}

static char *
outline_contents(const MillDocument *document)
{
    const MillLayer *layer = mill_document_get_layer(document, "toc");
    GString *contents = g_string_new(NULL);

    for (gsize i = 0; layer && i < mill_layer_get_length(layer); i++) {
        MillColumn label = mill_layer_find_column(layer, "label");
        MillColumn title = mill_layer_find_column(layer, "title");
        MillColumn section = mill_layer_find_column(layer, "section");

        g_string_append_printf(contents, "%s %s -> %" G_GINT64_FORMAT "\n",
                               mill_layer_get_string(layer, i, label, NULL),
                               mill_layer_get_string(layer, i, title, NULL),
                               mill_layer_get_int(layer, i, section));
    }
    return g_string_free(contents, FALSE);
}

static char *
outline_problems(const MillDocument *document)
{
    GString *codes = g_string_new(NULL);

    for (gsize i = 0; i < mill_document_get_n_diagnostics(document); i++) {
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(document, i, &diagnostic);
        if (diagnostic.severity == MILL_SEVERITY_NOTE)
            continue;
        g_string_append_printf(codes, "%s%s", codes->len > 0 ? "," : "", diagnostic.code);
    }
    return g_string_free(codes, FALSE);
}

void
outline_check_nesting(const MillDocument *document)
{
    MillLayer *layer = mill_document_get_layer(document, "section");
    gsize length;

    mill_document_get_text(document, &length);
    for (gsize i = 0; i < mill_layer_get_length(layer); i++) {
        MillSpan span = mill_layer_get_span(layer, i);
        MillSpan heading =
            mill_layer_get_span_attribute(layer, i, mill_layer_find_column(layer, "heading"));
        MillColumn parent = mill_layer_find_column(layer, "parent");
        gint64 id = mill_layer_get_int(layer, i, mill_layer_find_column(layer, "id"));

        g_assert_cmpint(id, ==, (gint64) i + 1);
        g_assert_cmpuint(heading.start, ==, span.start);
        g_assert_cmpuint(heading.end, <=, span.end);
        g_assert_cmpuint(span.end, <=, length);
        if (i > 0) { /* each section lies behind the one before it, or in it */
            MillSpan before = mill_layer_get_span(layer, i - 1);

            g_assert_cmpuint(before.start, <, span.start);
        }
        if (!mill_layer_has(layer, i, parent))
            continue;

        gsize row = (gsize) mill_layer_get_int(layer, i, parent) - 1;
        MillSpan outer = mill_layer_get_span(layer, row);
        MillSpan outer_heading =
            mill_layer_get_span_attribute(layer, row, mill_layer_find_column(layer, "heading"));
        MillColumn level = mill_layer_find_column(layer, "level");

        g_assert_cmpuint(row, <, i);
        g_assert_cmpuint(outer_heading.end, <=, span.start);
        g_assert_cmpuint(span.end, <=, outer.end);
        g_assert_cmpint(mill_layer_get_int(layer, i, level), ==,
                        mill_layer_get_int(layer, row, level) + 1);
    }
}

void
outline_assert(const char *what, const char *text, const char *expected)
{
    if (g_str_equal(text, expected))
        return;
    fprintf(stderr, "%s is\n%s\nbut should be\n%s\n", what, text, expected);
    g_test_fail();
}

static void
outline_test(gconstpointer data)
{
    const OutlineCase *self = data;
    g_autoptr(MillDocument) document = outline_process(self->options, self->text);
    g_autofree char *outline = outline_describe(document);
    g_autofree char *problems = outline_problems(document);
    g_autofree char *contents = outline_contents(document);

    outline_check_nesting(document);
    outline_assert("the outline", outline, self->outline);
    outline_assert("the list of problems", problems, self->problems ? self->problems : "");
    outline_assert("the table of contents", contents, self->contents ? self->contents : "");
}

int
outline_main(int argc, char **argv, const char *group, const OutlineCase *cases, gsize n_cases)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < n_cases; i++) {
        g_autofree char *path = g_strdup_printf("/sections/%s/%s", group, cases[i].name);

        g_test_add_data_func(path, &cases[i], outline_test);
    }
    return g_test_run();
}
