/* plan.c - reads the pipeline file: its keys, its steps and their ids. */
#include "config/plan.h"

#include "config/node-private.h"
#include "config/option-private.h"

#include <stdio.h>
#include <string.h>

#define PLAN_FORMAT 1
#define PLAN_STDIN  "<stdin>"

static const char *const plan_keys[] = { "textmill", "name", "input", "limits", "steps", NULL };
static const char *const plan_step_keys[] = { "use",   "script", "template", "id",
                                              "when",  "with",   "on-error", "file",
                                              "shard", "limits", NULL };

static void
plan_step_free(gpointer data)
{
    MillPlanStep *step = data;

    g_free(step->added);
    g_free(step->id);
    mill_condition_free(step->when);
    g_free(step);
}

void
mill_plan_free(MillPlan *plan)
{
    if (!plan)
        return;
    g_ptr_array_unref(plan->steps);
    mill_node_free(plan->root);
    g_free(plan->path);
    g_free(plan->name);
    g_free(plan->folder);
    g_free(plan);
}

gboolean
mill_plan_is_id(const char *id)
{
    if (!g_ascii_islower(*id) && !g_ascii_isdigit(*id))
        return FALSE;
    for (; *id; id++)
        if (!g_ascii_islower(*id) && !g_ascii_isdigit(*id) && *id != '-')
            return FALSE;
    return TRUE;
}

/* The text of the value of @key, or NULL (with an error if it is there but no text). */
static const char *
plan_get_text(const MillNode *map, const char *key, MillReport *report)
{
    const MillNode *node = mill_node_get(map, key);
    const char *text = mill_node_get_string(node);

    if (!node)
        return NULL;
    if (!text || !*text || node->type == MILL_TYPE_NULL) {
        g_autofree char *given = mill_node_describe(node);

        mill_node_error(node, report, NULL, "'%s' takes a text, not %s", key, given);
        return NULL;
    }
    return text;
}

static void
plan_check_format(const MillNode *root, MillReport *report)
{
    const MillNode *node = mill_node_get(root, "textmill");
    g_autofree char *given = mill_node_describe(node);
    MillMark mark = mill_node_get_mark(root);

    if (!node) {
        mark.length = 1;
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, "begin the file with: textmill: 1",
                        "the key 'textmill' (the version of the format) is missing");
    } else if (node->type != MILL_TYPE_INT || mill_scalar_get_int(node->text) < 1) {
        mill_node_error(node, report, "write: textmill: 1",
                        "'textmill' takes the version of the format, not %s", given);
    } else if (mill_scalar_get_int(node->text) > PLAN_FORMAT) {
        mill_node_error(node, report, "update textmill, or write the file for format 1",
                        "this file has format %s; textmill %s reads up to format %d", given,
                        mill_version(), PLAN_FORMAT);
    }
}

static void
plan_parse_on_error(const MillNode *node, MillPlanStep *step, MillReport *report)
{
    static const char *const policies[] = { [MILL_ON_ERROR_QUARANTINE] = "quarantine",
                                            [MILL_ON_ERROR_DROP] = "drop",
                                            [MILL_ON_ERROR_STOP] = "stop",
                                            NULL };
    const char *text = mill_node_get_string(node);

    if (!node)
        return;
    for (guint i = 0; text && policies[i]; i++) {
        if (g_str_equal(text, policies[i])) {
            step->on_error = i;
            return;
        }
    }

    g_autofree char *given = mill_node_describe(node);
    const char *meant = mill_suggest(text, policies);
    g_autofree char *hint = meant ? g_strdup_printf("did you mean '%s'?", meant) : NULL;

    mill_node_error(node, report, hint, "'on-error' takes quarantine, drop or stop, not %s", given);
}

/* `use`, `script` or `template`, and exactly one of them. */
static void
plan_parse_name(const MillNode *node, MillPlanStep *step, MillReport *report)
{
    static const char *const keys[] = { "use", "script", "template" };
    const MillNode *first = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        const MillNode *value = mill_node_get(node, keys[i]);

        if (value && first)
            mill_node_error(value, report, "make two steps of it",
                            "a step has one of 'use', 'script' and 'template', not more");
        first = first ? first : value;
    }
    step->use = plan_get_text(node, "use", report);
    step->script = plan_get_text(node, "script", report);
    if (!step->script && mill_node_get(node, "template")) {
        step->script = plan_get_text(node, "template", report);
        step->template = TRUE;
    }
    step->mark = mill_node_get_mark(first ? first : node);
    if (!first)
        mill_node_error(node, report, "a step begins with: - use: NAME, or: - script: FILE.lua",
                        "this step has neither 'use' nor 'script' nor 'template'");
}

/* What the step works with: `with`, where the environment is let in, and `file`. */
static void
plan_parse_values(const MillNode *node, MillPlanStep *step, MillReport *report)
{
    step->with = mill_node_get(node, "with");
    if (mill_node_get_type(step->with) != MILL_TYPE_MAP) {
        if (mill_node_get_type(step->with) != MILL_TYPE_NULL)
            mill_node_error(step->with, report, "for example: with: { option: value }",
                            "'with' takes a map of options");
        step->with = NULL;
    }
    mill_node_expand(step->with, report);
    step->file = mill_node_get(node, "file");
    mill_node_expand(step->file, report);
    if (step->file && !mill_plan_check_file(step->file, report))
        step->file = NULL;
}

static void
plan_parse_step(MillPlan *plan, const MillNode *node, MillReport *report)
{
    const char *name = mill_node_get_string(node);

    if (mill_node_get_type(node) != MILL_TYPE_MAP) {
        const char *rest = name && g_str_has_prefix(name, "use ") ? name + 4 : name;
        g_autofree char *hint = rest && *rest ? g_strdup_printf("write: use: %s", rest) : NULL;

        mill_node_error(node, report, hint,
                        "a step is a map with the key 'use', 'script' or 'template'");
        return;
    }

    MillPlanStep *step = g_new0(MillPlanStep, 1);
    const MillNode *when = mill_node_get(node, "when");

    g_ptr_array_add(plan->steps, step);
    mill_node_check_keys(node, plan_step_keys, "a step", report);
    plan_parse_name(node, step, report);
    plan_parse_on_error(mill_node_get(node, "on-error"), step, report);
    plan_parse_values(node, step, report);
    step->when_node = when;
    if (when)
        step->when = mill_condition_new(when, report);
    if ((step->shard_node = mill_node_get(node, "shard")))
        mill_shard_parse(step->shard_node, &step->shard, report);
    if ((step->limits_node = mill_node_get(node, "limits")))
        mill_limits_parse(step->limits_node, &step->limits, report);
    step->id = g_strdup(plan_get_text(node, "id", report));
    if (step->id && !mill_plan_is_id(step->id))
        mill_node_error(mill_node_get(node, "id"), report, NULL,
                        "an id is made of a-z, 0-9 and '-', not '%s'", step->id);
}

/* What a step without `id` is called: its type, or the stem of its script. */
static char *
plan_dup_default_id(const MillPlanStep *step)
{
    const char *name = step->use ? step->use : step->script ? step->script : "step";
    char *id = g_path_get_basename(name), *dot = strrchr(id, '.');

    if (dot && dot > id)
        *dot = '\0';
    for (char *p = id; *p; p++)
        *p = g_ascii_isalnum(*p) ? g_ascii_tolower(*p) : '-';
    if (!mill_plan_is_id(id)) {
        g_free(id);
        return g_strdup("step");
    }
    return id;
}

/* Given ids first, so that one of them keeps its name whatever stands before it. */
static void
plan_name_steps(MillPlan *plan, MillReport *report)
{
    const MillNode *nodes = mill_node_get(plan->root, "steps");
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0, at = 0; i < mill_node_get_length(nodes); i++) {
        const MillNode *node = mill_node_get_item(nodes, i);
        const MillNode *id = mill_node_get(node, "id");

        if (mill_node_get_type(node) != MILL_TYPE_MAP)
            continue;

        MillPlanStep *step = g_ptr_array_index(plan->steps, at++);

        if (step->id && !g_hash_table_add(taken, step->id))
            mill_node_error(id, report, "ids are unique", "another step has the id '%s'", step->id);
    }
    for (guint i = 0; i < plan->steps->len; i++) {
        MillPlanStep *step = g_ptr_array_index(plan->steps, i);

        if (step->id)
            continue;

        g_autofree char *base = plan_dup_default_id(step);

        step->id = g_strdup(base);
        for (guint n = 2; g_hash_table_contains(taken, step->id); n++) {
            g_free(step->id);
            step->id = g_strdup_printf("%s-%u", base, n);
        }
        g_hash_table_add(taken, step->id);
    }
}

static void
plan_parse_input(MillPlan *plan, MillReport *report)
{
    const MillNode *node = mill_node_get(plan->root, "input");

    if (mill_node_get_type(node) == MILL_TYPE_MAP)
        plan->input = node;
    else if (mill_node_get_type(node) != MILL_TYPE_NULL)
        mill_node_error(node, report, "for example: input: { format: jsonl, text: content }",
                        "'input' takes a map");
    mill_node_expand(plan->input, report);
}

static void
plan_parse_steps(MillPlan *plan, MillReport *report)
{
    const MillNode *steps = mill_node_get(plan->root, "steps");
    MillMark mark = mill_node_get_mark(plan->root);

    if (!steps) {
        mark.length = 1;
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, NULL, "the key 'steps' is missing");
        return;
    }
    if (mill_node_get_type(steps) != MILL_TYPE_LIST || mill_node_get_length(steps) == 0) {
        mill_node_error(steps, report, "each step is an item: - use: NAME",
                        "'steps' takes a list of steps");
        return;
    }
    for (gsize i = 0; i < mill_node_get_length(steps); i++)
        plan_parse_step(plan, mill_node_get_item(steps, i), report);
    plan_name_steps(plan, report);
}

static MillNode *
plan_read_stdin(MillReport *report)
{
    g_autoptr(GString) text = g_string_new(NULL);
    char buffer[4096];
    gsize n_read;

    while ((n_read = fread(buffer, 1, sizeof buffer, stdin)) > 0)
        g_string_append_len(text, buffer, (gssize) n_read);
    return mill_node_parse(PLAN_STDIN, text->str, text->len, report);
}

static char *
plan_dup_stem(const char *path)
{
    char *stem = g_path_get_basename(path), *dot = strrchr(stem, '.');

    if (dot && dot > stem)
        *dot = '\0';
    return stem;
}

MillPlan *
mill_plan_load(const char *path, MillReport *report)
{
    gboolean standard_input = g_str_equal(path, "-");
    MillNode *root = standard_input ? plan_read_stdin(report) : mill_node_load(path, report);

    if (!root)
        return NULL;

    MillPlan *plan = g_new0(MillPlan, 1);
    g_autofree char *absolute = g_canonicalize_filename(standard_input ? "stdin" : path, NULL);
    const MillNode *limits = mill_node_get(root, "limits");

    plan->root = root;
    plan->path = g_strdup(standard_input ? PLAN_STDIN : path);
    plan->folder = g_path_get_dirname(absolute);
    plan->steps = g_ptr_array_new_with_free_func(plan_step_free);
    if (mill_node_get_type(root) != MILL_TYPE_MAP) {
        plan->name = plan_dup_stem(absolute);
        mill_node_error(root, report, "begin the file with: textmill: 1",
                        "a pipeline file is a map with the keys 'textmill' and 'steps'");
        return plan;
    }
    mill_node_check_keys(root, plan_keys, "a pipeline file", report);
    plan_check_format(root, report);
    plan->name = g_strdup(plan_get_text(root, "name", report));
    if (!plan->name)
        plan->name = plan_dup_stem(absolute);
    if (limits)
        mill_limits_parse(limits, &plan->limits, report);
    plan_parse_input(plan, report);
    plan_parse_steps(plan, report);
    return plan;
}

MillPlan *
mill_plan_new(const char *name)
{
    MillPlan *plan = g_new0(MillPlan, 1);

    plan->path = g_strdup(name);
    plan->name = g_strdup(name);
    plan->folder = g_get_current_dir();
    plan->steps = g_ptr_array_new_with_free_func(plan_step_free);
    return plan;
}

const MillPlanStep *
mill_plan_add_script(MillPlan *plan, const char *id, const char *path)
{
    MillPlanStep *step = g_new0(MillPlanStep, 1);

    step->id = g_strdup(id);
    step->added = g_strdup(path);
    step->script = step->added;
    step->mark.file = step->added;
    g_ptr_array_add(plan->steps, step);
    return step;
}
