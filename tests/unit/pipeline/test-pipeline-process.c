/* test-pipeline-process.c - one document through the steps: verdicts, policies, conditions, and
 * what an observer is told.
 */
#include "loader.h"

#define HEAD "textmill: 1\nsteps:\n  - use: bytes\n    with: { kind: plan }\n"

/* A step that answers as told, under each policy. */
static const struct {
    const char *mood;
    const char *policy;
    MillVerdict verdict;
    const char *error;  /* of MILL_FAIL */
    const char *reason; /* of MILL_DROP */
} moods[] = {
    { "keep", "quarantine", MILL_KEEP, NULL, NULL },
    { "drop", "quarantine", MILL_DROP, NULL, "not today" },
    { "drop", "stop", MILL_DROP, NULL, "not today" },
    { "drop-silently", "quarantine", MILL_DROP, NULL, "no reason given" },
    { "drop-with-error", "quarantine", MILL_FAIL, "in a bad mood", NULL },
    { "fail", "quarantine", MILL_FAIL, "in a bad mood", NULL },
    { "fail", "stop", MILL_FAIL, "in a bad mood", NULL },
    { "fail", "drop", MILL_DROP, NULL, "in a bad mood" },
    { "fail-silently", "quarantine", MILL_FAIL, "the step failed without saying why", NULL },
    { "fail-silently", "drop", MILL_DROP, NULL, "the step failed without saying why" },
    { "keep-with-error", "quarantine", MILL_FAIL, "in a bad mood", NULL },
    { "nonsense", "quarantine", MILL_FAIL,
      "the step answered 42, which is no verdict: its plugin is faulty", NULL },
};

static void
test_mood(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *yaml = g_strdup_printf(
        HEAD "  - use: moody\n    with: { mood: %s }\n    on-error: %s\n  - use: trail\n"
             "  - use: out\n",
        moods[i].mood, moods[i].policy);
    g_autoptr(MillDocument) document = loader_document();
    g_autoptr(GError) error = NULL;
    Loader loader;

    loader_init(&loader, yaml, NULL);
    g_assert_nonnull(loader.pipeline);
    g_assert_cmpint(mill_pipeline_process(loader.pipeline, document, &error), ==, moods[i].verdict);
    g_assert_cmpstr(error ? error->message : NULL, ==, moods[i].error);
    if (moods[i].reason)
        g_assert_cmpstr(mill_document_get_drop_reason(document), ==, moods[i].reason);
    g_assert_cmpstr(mill_document_get_step(document), ==,
                    moods[i].verdict == MILL_KEEP ? "trail" : "moody");
    g_assert_cmpint(mill_document_get_meta(document, "trail") != NULL, ==,
                    moods[i].verdict == MILL_KEEP);
    loader_clear(&loader);
}

static void
test_reader_without_text(void)
{
    g_autoptr(MillDocument) document = loader_document();
    g_autoptr(GError) error = NULL;
    Loader loader;

    loader_init(&loader, "textmill: 1\nsteps:\n  - use: mute\n  - use: out\n", NULL);
    g_assert_cmpint(mill_pipeline_process(loader.pipeline, document, &error), ==, MILL_FAIL);
    g_assert_error(error, MILL_ERROR, MILL_ERROR_FAILED);
    g_assert_cmpstr(error->message, ==, "the reader made no text");
    loader_clear(&loader);
}

/* Which steps run depends on metadata, also on what steps before set. */
static const struct {
    const char *name;
    const char *steps;
    const char *trail;
} conditions[] = {
    { "holds", "  - use: trail\n    when: { kind: plan }\n", "trail" },
    { "does-not-hold", "  - use: trail\n    when: { kind: report }\n", NULL },
    { "set-by-a-step-before",
      "  - use: trail\n    id: a\n  - use: trail\n    id: b\n    when: { trail: a }\n"
      "  - use: trail\n    id: c\n    when: { trail: { not: a b } }\n",
      "a b" },
    { "id", "  - use: trail\n    when: { id: { matches: '[.]txt$' } }\n", "trail" },
};

static void
test_condition(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *yaml = g_strconcat(HEAD, conditions[i].steps, "  - use: out\n", NULL);
    g_autoptr(MillDocument) document = loader_document();
    Loader loader;

    loader_init(&loader, yaml, NULL);
    g_assert_nonnull(loader.pipeline);
    g_assert_cmpint(mill_pipeline_process(loader.pipeline, document, NULL), ==, MILL_KEEP);
    g_assert_cmpstr(mill_value_get_string(mill_document_get_meta(document, "trail"), NULL), ==,
                    conditions[i].trail);
    loader_clear(&loader);
}

static void
on_before(MillDocument *document, gsize step, gpointer data)
{
    g_string_append_printf(data, "%" G_GSIZE_FORMAT " %s", step, mill_document_get_step(document));
}

static void
on_after(MillDocument *document, gsize step, MillVerdict verdict, gint64 nanoseconds, gpointer data)
{
    g_assert_cmpint(nanoseconds, >=, 0);
    g_string_append_printf(data, " %d\n", (int) verdict);
}

/* Steps that are passed over are not observed; policies are applied before after() is called. */
static void
test_observer(void)
{
    static const MillObserver observer = { on_before, on_after };
    g_autoptr(MillDocument) document = loader_document();
    g_autoptr(MillDocument) ready = mill_document_new_text("b.txt", "x", -1, NULL);
    g_autoptr(MillOutput) output = mill_output_new();
    g_autoptr(GString) seen = g_string_new(NULL);
    Loader loader;

    loader_init(&loader,
                HEAD "  - use: trail\n    when: { kind: none }\n  - use: trail\n  - use: moody\n"
                     "    with: { mood: fail }\n    on-error: drop\n  - use: out\n",
                NULL);
    mill_pipeline_set_observer(loader.pipeline, &observer, seen);
    g_assert_cmpint(mill_pipeline_process(loader.pipeline, document, NULL), ==, MILL_DROP);
    g_assert_true(mill_pipeline_encode(loader.pipeline, 4, document, output, NULL));
    g_assert_cmpstr(seen->str, ==, "0 bytes 0\n2 trail-2 0\n3 moody 1\n4 out 0\n");
    g_string_truncate(seen, 0);
    g_assert_cmpint(mill_pipeline_process(loader.pipeline, ready, NULL), ==, MILL_DROP);
    g_assert_cmpstr(seen->str, ==, "2 trail-2 0\n3 moody 1\n");
    mill_pipeline_set_observer(loader.pipeline, NULL, NULL);
    g_assert_cmpint(mill_pipeline_process(loader.pipeline, ready, NULL), ==, MILL_DROP);
    g_assert_cmpstr(seen->str, ==, "2 trail-2 0\n3 moody 1\n");
    loader_clear(&loader);
}

static void
test_encode(void)
{
    static const struct {
        const char *text;
        gboolean good;
        gsize parts;
    } texts[] = { { "hello", TRUE, 1 }, { "fail", FALSE, 1 }, { "skip", TRUE, 0 } };
    Loader loader;

    loader_init(
        &loader,
        "textmill: 1\nsteps:\n  - use: bytes\n  - use: out\n    when: { id: { not: skip } }\n",
        NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(MillDocument) document =
            mill_document_new_text(texts[i].text, texts[i].text, -1, NULL);
        g_autoptr(MillOutput) output = mill_output_new();
        g_autoptr(GError) error = NULL;

        g_assert_cmpint(mill_pipeline_encode(loader.pipeline, 1, document, output, &error), ==,
                        texts[i].good);
        g_assert_cmpstr(error ? error->message : NULL, ==, texts[i].good ? NULL : "asked to fail");
        g_assert_cmpuint(mill_output_get_n_parts(output), ==, texts[i].parts);
    }
    loader_clear(&loader);
}

/* One pipeline does many documents; none sees another. */
static void
test_many(void)
{
    Loader loader;

    loader_init(&loader, HEAD "  - use: trail\n  - use: out\n", NULL);
    for (int i = 0; i < 1000; i++) {
        g_autoptr(MillDocument) document = loader_document();

        g_assert_cmpint(mill_pipeline_process(loader.pipeline, document, NULL), ==, MILL_KEEP);
        g_assert_cmpstr(mill_value_get_string(mill_document_get_meta(document, "trail"), NULL), ==,
                        "trail");
    }
    loader_clear(&loader);
}

int
main(int argc, char **argv)
{
    g_setenv("XDG_DATA_HOME", "/nonexistent", TRUE);
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(moods); i++) {
        g_autofree char *path =
            g_strdup_printf("/process/mood/%s/%s", moods[i].mood, moods[i].policy);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_mood);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(conditions); i++) {
        g_autofree char *path = g_strconcat("/process/condition/", conditions[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_condition);
    }
    g_test_add_func("/process/reader-without-text", test_reader_without_text);
    g_test_add_func("/process/observer", test_observer);
    g_test_add_func("/process/encode", test_encode);
    g_test_add_func("/process/many", test_many);
    return g_test_run();
}
