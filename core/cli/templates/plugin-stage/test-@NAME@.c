/* Tests @NAME@ the way a pipeline uses it: found, configured and run by the library. */
#include <glib/gstdio.h>
#include <textmill/textmill.h>

typedef struct {
    const char *name;
    const char *options; /* of the step, as in a pipeline file */
    const char *text;
    gsize found;
} Case;

static const Case cases[] = {
    { "empty", "{ word: energy }", "", 0 },
    { "absent", "{ word: energy }", "No such word.", 0 },
    { "twice", "{ word: energy }", "energy and more energy", 2 },
    { "chinese", "{ word: 能源 }", "智慧能源，清洁能源", 2 },
    { "limit", "{ word: a, limit: 2 }", "a a a", 2 },
};

/* A pipeline of this step alone, written to a file that lives as long as the call. */
static MillPipeline *
load(const char *options)
{
    g_autofree char *yaml = g_strdup_printf("textmill: 1\n"
                                            "steps:\n"
                                            "  - use: @NAME@\n"
                                            "    with: %s\n",
                                            options);
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "@NAME@-XXXXXX", NULL);
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(GError) error = NULL;
    int fd = g_mkstemp(path);

    g_close(fd, NULL);
    g_file_set_contents(path, yaml, -1, &error);
    g_assert_no_error(error);
    MillPipeline *pipeline = mill_pipeline_load(path, NULL, report);
    g_remove(path);
    g_autofree char *messages = mill_report_format(report, FALSE);
    if (!pipeline)
        g_error("%s", messages);
    return pipeline;
}

static void
check(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(MillPipeline) pipeline = load(c->options);
    g_autoptr(GError) error = NULL;
    g_autoptr(MillDocument) document = mill_document_new_text("test", c->text, -1, &error);

    g_assert_no_error(error);
    g_assert_cmpint(mill_pipeline_process(pipeline, document, &error), ==, MILL_KEEP);
    g_assert_no_error(error);
    MillLayer *layer = mill_document_get_layer(document, "record.@NAME@");
    g_assert_cmpuint(mill_layer_get_length(layer), ==, c->found);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/@NAME@/%s", cases[i].name);
        g_test_add_data_func(path, &cases[i], check);
    }
    return g_test_run();
}
