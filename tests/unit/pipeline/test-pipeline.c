/* test-pipeline.c - pipelines that are right: their steps, and what the command line and the
 * environment add.
 */
#include "loader.h"

#include <sys/stat.h>
#include <unistd.h>

#define HEAD "textmill: 1\nsteps:\n"

/* "id type role on-error file" of each step. */
static char *
list_steps(MillPipeline *pipeline)
{
    static const char *const roles[] = { "?", "reader", "stage", "writer" };
    static const char *const policies[] = { "quarantine", "drop", "stop" };
    GString *list = g_string_new(NULL);

    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++) {
        const MillStepInfo *info = mill_pipeline_get_step(pipeline, i);

        g_string_append_printf(list, "%s %s %s %s%s%s\n", info->id, info->type->name,
                               roles[info->type->role], policies[info->on_error],
                               info->file ? " " : "", info->file ? info->file : "");
    }
    return g_string_free(list, FALSE);
}

static const struct {
    const char *name;
    const char *yaml;
    const char *settings[4];
    const char *steps;
} cases[] = {
    { "smallest",
      HEAD "  - use: out\n",
      { NULL },
      MILL_DEFAULT_READER " " MILL_DEFAULT_READER " reader quarantine\n"
                          "out out writer quarantine {stem}.out\n" },
    { "reader",
      HEAD "  - use: bytes\n  - use: out\n",
      { NULL },
      "bytes bytes reader quarantine\nout out writer quarantine {stem}.out\n" },
    { "all-roles",
      HEAD "  - use: bytes\n  - use: trail\n  - use: out\n  - use: table\n",
      { NULL },
      "bytes bytes reader quarantine\ntrail trail stage quarantine\n"
      "out out writer quarantine {stem}.out\ntable table writer quarantine all.tsv\n" },
    { "default-reader-id-is-taken",
      HEAD "  - use: trail\n    id: " MILL_DEFAULT_READER "\n  - use: out\n",
      { NULL },
      "default-reader " MILL_DEFAULT_READER " reader quarantine\n" MILL_DEFAULT_READER
      " trail stage quarantine\nout out writer quarantine {stem}.out\n" },
    { "policies",
      HEAD "  - use: bytes\n    on-error: drop\n  - use: out\n    on-error: stop\n",
      { NULL },
      "bytes bytes reader drop\nout out writer stop {stem}.out\n" },
    { "file",
      HEAD "  - use: bytes\n  - use: out\n    file: '{dir}/{stem}.${SUFFIX}'\n",
      { NULL },
      "bytes bytes reader quarantine\nout out writer quarantine {dir}/{stem}.sfx\n" },
    { "two-of-one-writer",
      HEAD "  - use: bytes\n  - use: out\n  - use: out\n    file: b.out\n",
      { NULL },
      "bytes bytes reader quarantine\nout out writer quarantine {stem}.out\n"
      "out-2 out writer quarantine b.out\n" },
    { "script",
      HEAD "  - use: bytes\n  - script: count.lua\n  - use: out\n",
      { NULL },
      "bytes bytes reader quarantine\ncount count stage quarantine\n"
      "out out writer quarantine {stem}.out\n" },
    { "script-without-suffix",
      HEAD "  - use: bytes\n  - script: count\n  - use: out\n",
      { NULL },
      "bytes bytes reader quarantine\ncount count stage quarantine\n"
      "out out writer quarantine {stem}.out\n" },
    { "settings",
      HEAD "  - use: bytes\n  - use: trail\n  - use: out\n",
      { "trail.count=2", "bytes.kind=plan", NULL },
      "bytes bytes reader quarantine\ntrail trail stage quarantine\n"
      "out out writer quarantine {stem}.out\n" },
    { "with-null",
      HEAD "  - use: bytes\n    with:\n  - use: out\n",
      { NULL },
      "bytes bytes reader quarantine\nout out writer quarantine {stem}.out\n" },
    { "anchors",
      HEAD "  - use: bytes\n  - use: trail\n    with: &w { count: 2 }\n  - use: trail\n"
           "    with: *w\n  - use: out\n",
      { NULL },
      "bytes bytes reader quarantine\ntrail trail stage quarantine\n"
      "trail-2 trail stage quarantine\nout out writer quarantine {stem}.out\n" },
};

static void
test_good(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    Loader loader;

    loader_init(&loader, cases[i].yaml, cases[i].settings);

    g_autofree char *messages = loader_messages(&loader);

    if (!strstr(messages, "reads (section")) /* a table of nothing is a warning */
        g_assert_cmpstr(messages, ==, "");
    g_assert_nonnull(loader.pipeline);

    g_autofree char *steps = list_steps(loader.pipeline);

    g_assert_cmpstr(steps, ==, cases[i].steps);
    g_assert_cmpstr(mill_pipeline_get_name(loader.pipeline), ==, "plan");
    g_assert_cmpstr(mill_pipeline_get_path(loader.pipeline), ==, loader.path);
    loader_clear(&loader);
}

/* The trail that a document leaves shows which values were in effect. */
static const struct {
    const char *name;
    const char *with;
    const char *settings[4];
    const char *trail;
} values[] = {
    { "default", "{}", { NULL }, "trail" },
    { "file", "{ count: 2 }", { NULL }, "trail trail" },
    { "environment", "{ count: \"${THREE}\" }", { NULL }, "trail trail trail" },
    { "environment-default", "{ count: \"${NOT_SET:-2}\" }", { NULL }, "trail trail" },
    { "set", "{}", { "trail.count=2", NULL }, "trail trail" },
    { "set-over-file", "{ count: 9 }", { "trail.count=2", NULL }, "trail trail" },
    { "set-twice", "{}", { "trail.count=9", "trail.count=2", NULL }, "trail trail" },
    { "set-is-not-expanded", "{}", { "trail.words=[\"${THREE}\"]", NULL }, "trail" },
};

static void
test_value(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *yaml = g_strdup_printf(
        HEAD "  - use: bytes\n  - use: trail\n    with: %s\n  - use: out\n", values[i].with);
    g_autoptr(MillDocument) document = mill_document_new_text("a.txt", "x", -1, NULL);
    Loader loader;

    loader_init(&loader, yaml, values[i].settings);

    g_autofree char *messages = loader_messages(&loader);

    g_assert_cmpstr(messages, ==, "");
    g_assert_cmpint(mill_pipeline_process(loader.pipeline, document, NULL), ==, MILL_KEEP);
    g_assert_cmpstr(mill_value_get_string(mill_document_get_meta(document, "trail"), NULL), ==,
                    values[i].trail);
    loader_clear(&loader);
}

/* Settings that are wrong are shown as lines of "--set". */
static void
test_wrong_settings(void)
{
    static const char *const settings[] = { "trail.count=0", "trial.count=1", "nonsense",
                                            "trail.words=[a", NULL };
    Loader loader;

    loader_init(&loader, HEAD "  - use: bytes\n  - use: trail\n  - use: out\n", settings);

    g_autofree char *messages = loader_messages(&loader);

    if (!g_pattern_match_simple(
            "--set 1:13+1 option 'count' takes a whole number from 1 to 9, not 0\n"
            "--set 2:1+5 the pipeline has no step 'trial' | did you mean 'trail'?\n"
            "--set 3:1+8 'nonsense' is not a setting | write STEP.option=value\n"
            "--set 4:15+1 * | the '[' in line 4, column 13 is still open\n",
            messages))
        g_assert_cmpstr(messages, ==, "");
    g_assert_null(loader.pipeline);
    loader_clear(&loader);
}

/* Paths in the file start at its folder, those of --set at the working directory. */
static void
test_paths(void)
{
    static const char *const here[] = { "trail.file=here.txt", NULL };
    static const char *const there[] = { "trail.file=words.txt", NULL };
    const char *yaml = HEAD "  - use: bytes\n  - use: trail\n  - use: out\n";
    char *elsewhere = scratch_new();
    g_autofree char *before = g_get_current_dir();
    Loader loader;

    scratch_write(elsewhere, "here.txt", "");
    g_assert_cmpint(chdir(elsewhere), ==, 0);
    loader_init(&loader, yaml, here);
    g_assert_nonnull(loader.pipeline);
    loader_clear(&loader);
    loader_init(&loader, yaml, there);
    g_assert_null(loader.pipeline);
    loader_clear(&loader);
    loader_init(&loader,
                HEAD "  - use: bytes\n  - use: trail\n    with: { file: words.txt }\n"
                     "  - use: out\n",
                NULL);
    g_assert_nonnull(loader.pipeline);
    loader_clear(&loader);
    g_assert_cmpint(chdir(before), ==, 0);
    scratch_free(elsewhere);
}

static void
test_script_dirs(void)
{
    char *folder = scratch_new(), *scripts = scratch_new();
    const char *const plugin_dirs[] = { TEST_PLUGIN_DIR, NULL };
    const char *const script_dirs[] = { scripts, NULL };
    g_autofree char *path = scratch_path(folder, "plan.yaml");
    g_autofree char *script = scratch_path(scripts, "far.lua");
    g_autoptr(MillCatalog) catalog = mill_catalog_new(plugin_dirs);
    g_autoptr(MillReport) report = mill_report_new();

    scratch_write(folder, "plan.yaml", HEAD "  - use: bytes\n  - script: far\n  - use: out\n");
    scratch_write(scripts, "far.lua",
                  "return { name = 'far', summary = 'Far', process = function() end }\n");

    g_autoptr(MillPipeline) pipeline = mill_pipeline_load(
        path, &(MillPipelineOptions){ .catalog = catalog, .script_dirs = script_dirs }, report);

    g_assert_nonnull(pipeline);
    g_assert_cmpstr(mill_pipeline_get_step(pipeline, 1)->script, ==, script);
    g_assert_null(mill_pipeline_get_step(pipeline, 0)->script);
    scratch_free(folder);
    scratch_free(scripts);
}

/* close() is called once for each configure(), whether it succeeded or not, and for no other step.
 */
static void
test_close(void)
{
    Loader loader;

    g_unsetenv("PICKY_CLOSED");
    loader_init(&loader,
                HEAD "  - use: bytes\n  - use: picky\n  - use: picky\n    with: { refuse: error }\n"
                     "  - use: picky\n    with: { numbr: 3 }\n  - use: out\n",
                NULL);
    g_assert_null(loader.pipeline);
    loader_clear(&loader);
    g_assert_cmpstr(g_getenv("PICKY_CLOSED"), ==, "2");
    loader_init(&loader, HEAD "  - use: bytes\n  - use: picky\n  - use: out\n", NULL);
    g_assert_nonnull(loader.pipeline);
    g_assert_cmpstr(g_getenv("PICKY_CLOSED"), ==, "2");
    loader_clear(&loader);
    g_assert_cmpstr(g_getenv("PICKY_CLOSED"), ==, "3");
}

int
main(int argc, char **argv)
{
    umask(022);
    g_setenv("XDG_DATA_HOME", "/nonexistent", TRUE);
    g_setenv("SUFFIX", "sfx", TRUE);
    g_setenv("THREE", "3", TRUE);
    g_unsetenv("NOT_SET");
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/pipeline/good/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_good);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *path = g_strconcat("/pipeline/value/", values[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_value);
    }
    g_test_add_func("/pipeline/wrong-settings", test_wrong_settings);
    g_test_add_func("/pipeline/paths", test_paths);
    g_test_add_func("/pipeline/script-dirs", test_script_dirs);
    g_test_add_func("/pipeline/close", test_close);
    return g_test_run();
}
