/* What validation finds: each mistake, at its place, and nothing where there is none. */
#include <textmill/textmill.h>

#include <malloc.h>
#include <string.h>

#include "../run/scratch.h"

typedef struct {
    const char *plugin;
    const char *step;
    const char *findings; /* "code call document" each, joined by ", " */
    gboolean heap;        /* needs a heap that tells its size, and no sanitizer's */
} Case;

static const Case cases[] = {
    { "bad", "good", "", FALSE },
    { "bad", "stale-text", "stale-text process first+1", FALSE },
    { "bad", "past-text", "past-text process first+1", FALSE },
    { "bad", "writes-text", "writes-text process first+1", FALSE },
    { "bad", "bad-span", "bad-span process first+1", FALSE },
    { "bad", "mid-character", "bad-span process second", FALSE },
    { "bad", "bad-attribute", "bad-span process first+1", FALSE },
    { "bad", "silent-failure", "silent-failure process first+1", FALSE },
    { "bad-edit", "bad-edit", "bad-edit process second", FALSE },
    { "bad", "stray-error", "stray-error process first+1", FALSE },
    { "bad", "error-not-utf-8", "error-not-utf-8 process first+1", FALSE },
    { "bad", "silent-drop", "silent-drop process first+1", FALSE },
    { "bad", "bad-verdict", "bad-verdict process first+1", FALSE },
    { "bad", "crash", "crash process second", FALSE },
    { "bad", "exit", "exit process first+1", FALSE },
    { "bad", "hang", "hang process second", FALSE },
    { "bad", "stack", "stack process first+1", FALSE },
    { "bad", "misuse", "misuse process first+1", FALSE },
    { "bad", "undeclared-layer", "undeclared-layer process first+1", FALSE },
    { "bad", "order", "order process second+1", FALSE },
    { "bad", "random", "random process second+1", FALSE },
    { "bad", "shared-state", "shared-state process second+1", FALSE },
    { "bad", "leak", "leak process first", TRUE },
    { "bad", "big-leak", "leak process first", TRUE },
    { "bad", "failing-leak", "leak process second", TRUE },
    { "bad", "glutton", "memory process first+1", TRUE },
    { "bad", "folder", "process-state - -", FALSE },
    { "bad", "locale", "process-state - -", FALSE },
    { "bad", "leak-in-cycle", "leak configure -", TRUE },
    { "bad", "early-close", "crash close -", FALSE },
    { "bad", "value-leak", "value-leak process first", FALSE },
    { "bad", "edit-leak", "edit-leak process first", FALSE },
    { "bad", "stray-value", "stray-value process first+1", FALSE },
    { "bad", "descriptor-leak", "descriptor-leak - -", FALSE },
    { "bad", "prints", "prints - -", FALSE },
    { "bad", "source-reference", "source-reference process first+1", FALSE },
    { "bad", "no-text", "no-text process first+25", FALSE },
    { "bad", "past-source", "past-source process first+5", FALSE },
    { "bad", "not-utf-8", "not-utf-8 encode second", FALSE },
    { "bad", "not-a-line", "not-a-line encode first+1", FALSE },
    { "bad", "changes-document", "changes-document encode first+1", FALSE },
    { "bad-gather", "good-sink", "", FALSE },
    { "bad-gather", "leftover", "leftover finish -", FALSE },
    { "bad-gather", "no-file", "no-file finish -", FALSE },
    { "bad-gather", "other-bytes", "other-bytes finish -", FALSE },
    { "bad-gather", "fails", "fails store first", FALSE },
    { "bad-gather", "good-corpus", "", FALSE },
    { "bad-gather", "merge-order", "merge-order finish -", FALSE },
    { "bad-gather", "save", "save finish -", FALSE },
    { "bad-gather", "not-reset", "not-reset finish -", FALSE },
    { "bad-gather", "admit-counts", "admit finish -", FALSE },
    { "bad-gather", "admit-moody", "admit admit first+1", FALSE },
    { "bad-gather", "trusting", "save finish -, crash merge -", FALSE },
};

static char *
plugin_path(const char *name)
{
    return g_strdup_printf("%s/%s.so", TEST_PLUGIN_DIR, name);
}

static char *
describe(const MillValidation *validation)
{
    GString *text = g_string_new(NULL);

    for (gsize i = 0; i < mill_validation_get_n_findings(validation); i++) {
        const MillFinding *finding = mill_validation_get_finding(validation, i);

        g_string_append_printf(text, "%s%s %s %s", i > 0 ? ", " : "", finding->code,
                               finding->call ? finding->call : "-",
                               finding->document ? finding->document : "-");
        if (finding->more > 0)
            g_string_append_printf(text, "+%u", finding->more);
        g_test_message("%s: %s", finding->code, finding->message);
        g_assert_true(g_utf8_validate(finding->message, -1, NULL));
    }
    return g_string_free(text, FALSE);
}

static void
check_case(gconstpointer data)
{
    const Case *item = data;
    char *folder = scratch_new();
    g_autofree char *first = scratch_path(folder, "first");
    g_autofree char *second = scratch_path(folder, "second");
    const char *const documents[] = { first, second, NULL };
    g_autofree char *path = plugin_path(item->plugin);
    g_autoptr(GError) error = NULL;

    if (item->heap && mallinfo2().uordblks == 0) {
        g_test_skip("this heap does not tell its size");
        scratch_free(folder);
        return;
    }
    scratch_write(folder, "first", "the first\n");
    scratch_write(folder, "second", "中 second\n");
    g_autoptr(MillValidation) validation = mill_validate(
        &(MillValidateOptions){ .path = path,
                                .step = item->step,
                                .documents = documents,
                                .only_documents = TRUE,
                                .timeout_ms = g_str_equal(item->step, "hang") ? 2000 : 0 },
        &error);
    g_assert_no_error(error);
    g_autofree char *findings = describe(validation);

    g_assert_cmpstr(findings, ==, item->findings);
    g_assert_cmpuint(mill_validation_get_n_steps(validation), ==, 1);
    g_assert_cmpstr(mill_validation_get_step(validation, 0)->name, ==, item->step);
    scratch_free(folder);
}

/* Among all documents, the ones that a step stumbles over. */
static const struct {
    const char *step;
    const char *findings;
} stumbles[] = {
    { "crash-empty", "crash process empty+1" },
    { "crash-huge", "crash process huge" },
    { "crash-odd", "crash process emoji families" },
};

static void
check_stumble(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *path = plugin_path("bad");
    g_autoptr(GError) error = NULL;
    g_autoptr(MillValidation) validation =
        mill_validate(&(MillValidateOptions){ .path = path, .step = stumbles[i].step }, &error);

    g_assert_no_error(error);
    g_autofree char *findings = describe(validation);

    g_assert_cmpstr(findings, ==, stumbles[i].findings);
    g_assert_true(mill_validation_get_step(validation, 0)->complete);
}

typedef struct {
    const char *name;
    const char *plugin;
    const char *step;
    const char *setting;
    const char *document;
    gint code;
    const char *message; /* is in it */
} Refusal;

static const Refusal refusals[] = {
    { "missing", "nowhere", NULL, NULL, NULL, MILL_ERROR_LOAD, "No such file" },
    { "deadly", "deadly", NULL, NULL, NULL, MILL_ERROR_LOAD, "dies when it is loaded" },
    { "step", "bad", "godo", NULL, NULL, MILL_ERROR_OPTION, "no step 'godo'" },
    { "document", "bad", "good", NULL, "/nonexistent", MILL_ERROR_IO, "/nonexistent" },
    { "required", "picky", NULL, NULL, NULL, MILL_ERROR_OPTION, "word" },
    { "refused", "picky", NULL, "word=y", NULL, MILL_ERROR_OPTION, "this word will not do" },
    { "option", "picky", NULL, "wrod=y", NULL, MILL_ERROR_OPTION, "has an option 'wrod'" },
    { "setting-step", "picky", NULL, "pikcy.word=x", NULL, MILL_ERROR_OPTION, "is called 'pikcy'" },
};

static void
check_refusal(gconstpointer data)
{
    const Refusal *item = data;
    g_autofree char *path = plugin_path(item->plugin);
    const char *const settings[] = { item->setting, NULL };
    const char *const documents[] = { item->document, NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(MillValidation) validation = mill_validate(
        &(MillValidateOptions){
            .path = path, .step = item->step, .settings = settings, .documents = documents },
        &error);

    g_assert_null(validation);
    g_assert_error(error, MILL_ERROR, item->code);
    if (!strstr(error->message, item->message))
        g_assert_cmpstr(error->message, ==, item->message);
}

/* All documents there are, and settings of both forms. */
static void
check_all(void)
{
    g_autofree char *path = plugin_path("picky");
    const char *const settings[] = { "picky.word=y", "word=x", NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(MillValidation) validation =
        mill_validate(&(MillValidateOptions){ .path = path, .settings = settings }, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(mill_validation_get_n_findings(validation), ==, 0);
    g_assert_cmpuint(mill_validation_get_step(validation, 0)->documents, >, 40);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/validate/finds/", cases[i].step, NULL);
        g_test_add_data_func(path, &cases[i], check_case);
    }
    for (gsize i = 0; g_test_slow() && i < G_N_ELEMENTS(stumbles); i++) {
        g_autofree char *path = g_strconcat("/validate/stumbles/", stumbles[i].step, NULL);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), check_stumble);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/validate/refuses/", refusals[i].name, NULL);
        g_test_add_data_func(path, &refusals[i], check_refusal);
    }
    g_test_add_func("/validate/all", check_all);
    return g_test_run();
}
