/* test-fingerprint.c - the checksum of a pipeline: what it depends on, and what not. */
#include "loader.h"

#define BASE  "  - use: trail\n    with: { file: words.txt }\n"
#define OTHER "  - use: trail\n    with: { file: other.txt }\n"

/* Two lists of steps, and whether their results can differ. */
static const struct {
    const char *name;
    const char *a;
    const char *b;
    gboolean same;
} cases[] = {
    { "equal", BASE, BASE, TRUE },
    { "spelled-differently", BASE,
      "  - with:\n      file: ./words.txt # a remark\n    use: trail\n", TRUE },
    { "default-written-out", BASE, "  - use: trail\n    with: { file: words.txt, count: 1 }\n",
      TRUE },
    { "option", BASE, "  - use: trail\n    with: { file: words.txt, count: 2 }\n", FALSE },
    { "content-of-a-file", BASE, OTHER, FALSE },
    { "id", BASE, "  - use: trail\n    id: path\n    with: { file: words.txt }\n", FALSE },
    { "condition", BASE, "  - use: trail\n    when: { a: b }\n    with: { file: words.txt }\n",
      FALSE },
    { "policy", BASE, "  - use: trail\n    on-error: drop\n    with: { file: words.txt }\n",
      FALSE },
    { "one-step-more", BASE, BASE BASE, FALSE },
    { "script", "  - script: count.lua\n", "  - script: ./count.lua\n", TRUE },
    { "scripts-differ", "  - script: count.lua\n", "  - script: other/count.lua\n", FALSE },
    { "module-of-a-script", "  - script: one/uses.lua\n", "  - script: two/uses.lua\n", FALSE },
    { "file-pattern", "  - use: out\n", "  - use: out\n    file: \"{id}.txt\"\n", FALSE },
};

#define USES "require 'words' return { name = 'uses', summary = 'Use', process = function() end }\n"

/* What the writer `made` says of a pipeline of @steps, in a folder of its own. (transfer full) */
static char *
checksum(const char *steps)
{
    g_autofree char *yaml = g_strconcat("textmill: 1\nname: same\nsteps:\n  - use: bytes\n", steps,
                                        "  - use: made\n", NULL);
    g_autoptr(MillDocument) document = loader_document();
    g_autoptr(MillOutput) output = mill_output_new();
    Loader loader;

    loader_prepare(&loader);
    scratch_write(loader.folder, "other.txt", "sun\n");
    scratch_write(loader.folder, "other/count.lua",
                  "return { name = 'count', summary = 'Count!', process = function() end }\n");
    scratch_write(loader.folder, "one/uses.lua", USES);
    scratch_write(loader.folder, "one/words.lua", "return { 'wind' }\n");
    scratch_write(loader.folder, "two/uses.lua", USES);
    scratch_write(loader.folder, "two/words.lua", "return { 'sun' }\n");
    loader_load(&loader, yaml, NULL);
    g_autofree char *messages = loader_messages(&loader);

    g_assert_cmpstr(messages, ==, "");
    gsize last = mill_pipeline_get_n_steps(loader.pipeline) - 1;

    while (!g_str_equal(mill_pipeline_get_step(loader.pipeline, last)->type->name, "made"))
        last--;
    g_assert_true(mill_pipeline_encode(loader.pipeline, last, document, output, NULL));
    char *made = g_strdup(mill_output_get_bytes(output, 0)->str);

    loader_clear(&loader);
    return made;
}

static void
test_case(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *a = checksum(cases[i].a);
    g_autofree char *b = checksum(cases[i].b);

    g_assert_true(g_str_has_prefix(a, mill_version()));
    if (cases[i].same)
        g_assert_cmpstr(a, ==, b);
    else
        g_assert_cmpstr(a, !=, b);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/fingerprint/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
    }
    return g_test_run();
}
