/* test-plan.c - the pipeline file before any step is known: names, ids, limits, policies. */
#include "../run/scratch.h"
#include "config/plan.h"
#include "messages.h"

#include <stdio.h>

#define HEAD "textmill: 1\nsteps:\n"

static char *
plan_write(const char *folder, const char *name, const char *yaml)
{
    scratch_write(folder, name, yaml);
    return scratch_path(folder, name);
}

/* The ids that steps get. */
static const struct {
    const char *name;
    const char *yaml;
    const char *ids;
} ids[] = {
    { "of-the-type", HEAD "  - use: cleanup\n  - use: tags\n", "cleanup tags" },
    { "of-the-script", HEAD "  - script: sub/Count Words.lua\n", "count-words" },
    { "repeated", HEAD "  - use: json\n  - use: json\n  - use: json\n", "json json-2 json-3" },
    { "given", HEAD "  - use: json\n    id: main\n  - use: json\n", "main json" },
    { "given-later", HEAD "  - use: json\n  - use: tags\n    id: json\n", "json-2 json" },
    { "given-number-in-the-way",
      HEAD "  - use: json\n  - use: json\n  - use: tags\n    id: json-2\n", "json json-3 json-2" },
    { "number", HEAD "  - use: json\n    id: 1\n", "1" },
    { "script-of-odd-name", HEAD "  - script: 指标.lua\n", "step" },
    { "script-without-suffix", HEAD "  - script: count\n", "count" },
};

static void
test_ids(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    char *folder = scratch_new();
    g_autofree char *path = plan_write(folder, "p.yaml", ids[i].yaml);
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillPlan) plan = mill_plan_load(path, report);
    g_autoptr(GString) list = g_string_new(NULL);

    g_assert_cmpuint(mill_report_get_length(report), ==, 0);
    for (guint j = 0; j < plan->steps->len; j++) {
        const MillPlanStep *step = g_ptr_array_index(plan->steps, j);

        g_string_append_printf(list, "%s%s", j > 0 ? " " : "", step->id);
    }
    g_assert_cmpstr(list->str, ==, ids[i].ids);
    scratch_free(folder);
}

static const struct {
    const char *text;
    gint64 time_ms;
    gint64 memory;
} limits[] = {
    { "{ time: 1500 }", 1500, 0 },
    { "{ time: 500ms }", 500, 0 },
    { "{ time: 10s }", 10000, 0 },
    { "{ time: 2m }", 120000, 0 },
    { "{ time: 24h }", 86400000, 0 },
    { "{ memory: 1048576 }", 0, 1 << 20 },
    { "{ memory: 2048K }", 0, 2 << 20 },
    { "{ memory: 256M }", 0, 256 << 20 },
    { "{ memory: 4GiB }", 0, G_GINT64_CONSTANT(4) << 30 },
    { "{ time: 1s, memory: 1M }", 1000, 1 << 20 },
    { "{}", 0, 0 },
};

static void
test_limits(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(limits); i++) {
        g_autoptr(MillReport) report = mill_report_new();
        g_autoptr(MillNode) node =
            mill_node_parse("f", limits[i].text, strlen(limits[i].text), report);
        MillLimits found = { 0 };

        mill_limits_parse(node, &found, report);
        g_assert_cmpuint(mill_report_get_length(report), ==, 0);
        g_assert_cmpint(found.time_ms, ==, limits[i].time_ms);
        g_assert_cmpint(found.memory, ==, limits[i].memory);
    }
}

static void
test_step(void)
{
    char *folder = scratch_new();
    g_autofree char *path = plan_write(folder, "plan.v2.yaml",
                                       "name: wind\nlimits: { time: 3s }\nsteps:\n"
                                       "  - script: a.lua\n    on-error: stop\n"
                                       "    limits: { memory: 5M }\n    with: { x: 1 }\n"
                                       "    when: { kind: plan }\n"
                                       "  - use: json\n    on-error: drop\n    file: '{dir}/x'\n"
                                       "    with:\n"
                                       "textmill: 1\n");
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillPlan) plan = mill_plan_load(path, report);
    g_autofree char *messages = messages_list(report, path);

    g_assert_cmpstr(messages, ==, "");
    g_assert_cmpstr(plan->name, ==, "wind");
    g_assert_cmpstr(plan->folder, ==, folder);
    g_assert_cmpstr(plan->path, ==, path);
    g_assert_cmpint(plan->limits.time_ms, ==, 3000);

    const MillPlanStep *script = g_ptr_array_index(plan->steps, 0);
    const MillPlanStep *json = g_ptr_array_index(plan->steps, 1);

    g_assert_cmpstr(script->script, ==, "a.lua");
    g_assert_null(script->use);
    g_assert_cmpint(script->on_error, ==, MILL_ON_ERROR_STOP);
    g_assert_cmpint(script->limits.memory, ==, 5 << 20);
    g_assert_cmpuint(mill_node_get_length(script->with), ==, 1);
    g_assert_nonnull(script->when);
    g_assert_cmpuint(script->mark.line, ==, 4);
    g_assert_cmpstr(json->use, ==, "json");
    g_assert_cmpint(json->on_error, ==, MILL_ON_ERROR_DROP);
    g_assert_cmpstr(mill_node_get_string(json->file), ==, "{dir}/x");
    g_assert_null(json->with);
    g_assert_null(json->when);
    scratch_free(folder);
}

/* Without `name:`, the file's name without its last suffix. */
static void
test_name(void)
{
    static const char *const names[][2] = {
        { "plan.yaml", "plan" }, { "plan.v2.yaml", "plan.v2" }, { ".yaml", ".yaml" }, { "p", "p" }
    };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        char *folder = scratch_new();
        g_autofree char *path = plan_write(folder, names[i][0], HEAD "  - use: json\n");
        g_autoptr(MillReport) report = mill_report_new();
        g_autoptr(MillPlan) plan = mill_plan_load(path, report);

        g_assert_cmpstr(plan->name, ==, names[i][1]);
        scratch_free(folder);
    }
}

/* "-" is standard input; relative paths then start at the working directory. */
static void
test_standard_input(void)
{
    char *folder = scratch_new();
    g_autofree char *path = plan_write(folder, "p.yaml",
                                       "textmill: 1\nsetps: []\n"
                                       "steps:\n  - use: a\n");
    g_autofree char *current = g_get_current_dir();
    g_autoptr(MillReport) report = mill_report_new();

    g_assert_nonnull(freopen(path, "r", stdin));

    g_autoptr(MillPlan) plan = mill_plan_load("-", report);
    g_autofree char *messages = mill_report_format(report, FALSE);

    g_assert_cmpstr(plan->path, ==, "<stdin>");
    g_assert_cmpstr(plan->name, ==, "stdin");
    g_assert_cmpstr(plan->folder, ==, current);
    g_assert_cmpstr(messages, ==,
                    "<stdin>:2:1: error: unknown key 'setps' in a pipeline file\n"
                    "    2 | setps: []\n"
                    "      | ^~~~~\n"
                    "did you mean 'steps'?\n");
    scratch_free(folder);
}

/* Patterns that are right. */
static void
test_files(void)
{
    static const char *const good[] = { "a",
                                        "{stem}.json",
                                        "{dir}/{name}.{part}.csv",
                                        "{id}.{ext}",
                                        "all/{index}-{stem}.md",
                                        "..a/b..c",
                                        "年报/{stem}.json" };

    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autofree char *hint = NULL;
        g_autofree char *mistake = mill_plan_find_file_mistake(good[i], &hint);

        g_assert_cmpstr(mistake, ==, NULL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autofree char *path = g_strconcat("/plan/ids/", ids[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_ids);
    }
    g_test_add_func("/plan/limits", test_limits);
    g_test_add_func("/plan/step", test_step);
    g_test_add_func("/plan/name", test_name);
    g_test_add_func("/plan/standard-input", test_standard_input);
    g_test_add_func("/plan/files", test_files);
    return g_test_run();
}
