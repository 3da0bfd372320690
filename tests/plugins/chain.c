#include "chain.h"

#include <glib/gstdio.h>
#include <string.h>

static MillPipeline *
load(const char *steps, MillReport *report)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    g_autoptr(GString) yaml = g_string_new("textmill: 1\nsteps:\n");
    gint file = g_file_open_tmp("chain-XXXXXX.yaml", &path, &error);

    g_assert_no_error(error);
    g_close(file, NULL);

    g_auto(GStrv) lines = g_strsplit(steps, "\n", -1);

    for (char **line = lines; *line; line++)
        g_string_append_printf(yaml, "  %s\n", *line);
    g_file_set_contents(path, yaml->str, (gssize) yaml->len, &error);
    g_assert_no_error(error);

    MillPipeline *pipeline = mill_pipeline_load(path, NULL, report);

    g_unlink(path);
    return pipeline;
}

MillPipeline *
chain_load(const char *steps)
{
    g_autoptr(MillReport) report = mill_report_new();
    MillPipeline *pipeline = load(steps, report);
    g_autofree char *messages = mill_report_format(report, FALSE);

    if (!pipeline)
        g_error("the pipeline does not load:\n%s\n%s", steps, messages);
    return pipeline;
}

char *
chain_refuse(const char *steps)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillPipeline) pipeline = load(steps, report);

    g_assert_null(pipeline);
    return mill_report_format(report, FALSE);
}

MillDocument *
chain_process(MillPipeline *pipeline, const char *text)
{
    g_autoptr(GError) error = NULL;
    MillDocument *document = mill_document_new_text("test.txt", text, -1, &error);

    g_assert_no_error(error);

    MillVerdict verdict = mill_pipeline_process(pipeline, document, &error);

    g_assert_no_error(error);
    g_assert_cmpint(verdict, ==, MILL_KEEP);
    return document;
}

char *
chain_join(MillDocument *document, const char *layer)
{
    MillLayer *rows = mill_document_get_layer(document, layer);
    const char *text = mill_document_get_text(document, NULL);
    GString *joined = g_string_new(NULL);

    for (gsize row = 0; rows && row < mill_layer_get_length(rows); row++) {
        MillSpan span = mill_layer_get_span(rows, row);

        if (row > 0)
            g_string_append_c(joined, '|');
        g_string_append_len(joined, text + span.start, (gssize) (span.end - span.start));
    }
    return g_string_free(joined, FALSE);
}

char *
chain_encode(MillPipeline *pipeline, MillDocument *document)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(MillOutput) output = mill_output_new();
    gsize writer = mill_pipeline_get_n_steps(pipeline) - 1;

    g_assert_true(mill_pipeline_encode(pipeline, writer, document, output, &error));
    g_assert_no_error(error);
    return g_strdup(mill_output_get_bytes(output, 0)->str);
}
