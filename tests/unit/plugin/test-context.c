/* test-context.c - what a step is told while it is configured. */
#include "../config/messages.h"
#include "../run/scratch.h"
#include "plugin/context-private.h"

/* DIR/data is the user's data directory, DIR/plugins/wind.so the plugin (which need not exist). */
static char *data_home;

static MillContext
context_new(const char *origin, MillReport *report)
{
    static const MillStepType type = MILL_STEP_TYPE(.name = "wind");

    return (MillContext){ .type = &type,
                          .step = "wind-2",
                          .pipeline = "plan",
                          .folder = "/etc/mill",
                          .origin = origin,
                          .report = report,
                          .mark = { "plan.yaml", 4, 10, 4 } };
}

static void
test_getters(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    MillContext context = context_new(NULL, report);
    g_autofree char *relative = mill_context_resolve(&context, "a/../b.tsv");
    g_autofree char *absolute = mill_context_resolve(&context, "/usr/b.tsv");

    g_assert_cmpstr(mill_context_get_type(&context)->name, ==, "wind");
    g_assert_cmpstr(mill_context_get_step(&context), ==, "wind-2");
    g_assert_cmpstr(mill_context_get_pipeline(&context), ==, "plan");
    g_assert_true(mill_context_get_report(&context) == report);
    g_assert_cmpstr(relative, ==, "/etc/mill/b.tsv");
    g_assert_cmpstr(absolute, ==, "/usr/b.tsv");
}

static void
test_messages(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    MillContext context = context_new(NULL, report);

    g_assert_false(mill_context_fail(&context, NULL, "mend it", "wrong by %d", 3));
    mill_context_warn(&context, "size", NULL, "odd");

    g_autofree char *messages = messages_list(report, "plan.yaml");

    g_assert_cmpstr(messages, ==, "4:10+4 wrong by 3 | mend it\nwarning 4:10+4 odd\n");
}

/* The user's data come before the plugin's own. */
static void
test_data(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    char *folder = scratch_new();
    g_autofree char *origin = scratch_path(folder, "wind.so");
    g_autofree char *own = scratch_path(folder, "data/schemes/b.yaml");
    g_autofree char *users = scratch_path(data_home, "textmill/wind/schemes/a.yaml");
    MillContext context = context_new(origin, report);

    scratch_write(folder, "data/schemes/a.yaml", "");
    scratch_write(folder, "data/schemes/b.yaml", "");
    scratch_write(folder, "data/schemes/c.txt", "");
    scratch_write(folder, "secret.yaml", "");
    scratch_write(data_home, "textmill/wind/schemes/a.yaml", "");
    scratch_write(data_home, "textmill/wind/schemes/d.yaml", "");

    g_autofree char *a = mill_context_find_data(&context, "schemes/a.yaml");
    g_autofree char *b = mill_context_find_data(&context, "schemes/b.yaml");
    g_auto(GStrv) names = mill_context_list_data(&context, "schemes", ".yaml");
    g_autofree char *list = g_strjoinv(" ", names);

    g_assert_cmpstr(a, ==, users);
    g_assert_cmpstr(b, ==, own);
    g_assert_cmpstr(list, ==, "a b d");
    g_assert_null(mill_context_find_data(&context, "schemes/z.yaml"));
    g_assert_null(mill_context_find_data(&context, "schemes"));
    g_assert_null(mill_context_find_data(&context, "../secret.yaml"));
    g_assert_null(mill_context_find_data(&context, own));
    scratch_free(folder);
}

static void
test_no_data(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    MillContext context = context_new(NULL, report);
    g_auto(GStrv) names = mill_context_list_data(&context, "none", ".yaml");
    g_auto(GStrv) outside = mill_context_list_data(&context, "../..", "");

    g_assert_cmpuint(g_strv_length(names), ==, 0);
    g_assert_cmpuint(g_strv_length(outside), ==, 0);
}

int
main(int argc, char **argv)
{
    data_home = scratch_new();
    g_setenv("XDG_DATA_HOME", data_home, TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/context/getters", test_getters);
    g_test_add_func("/context/messages", test_messages);
    g_test_add_func("/context/data", test_data);
    g_test_add_func("/context/no-data", test_no_data);

    int status = g_test_run();

    scratch_free(data_home);
    return status;
}
