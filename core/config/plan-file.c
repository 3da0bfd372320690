/* plan-file.c - the pattern of a writer's file name: `file: "{stem}.{part}.json"`. */
#include "config/node-private.h"
#include "config/plan.h"

#include <string.h>

static const char *const plan_placeholders[] = { "stem",  "name", "dir",  "id",    "ext", "part",
                                                 "index", "fan",  "fan2", "shard", NULL };

/* What is wrong with @pattern, or NULL; @hint gets what to do. (transfer full) */
static char *
plan_find_placeholder_mistake(const char *pattern, char **hint)
{
    for (const char *p = pattern; (p = strpbrk(p, "{}")); p++) {
        const char *end = *p == '{' ? strpbrk(p + 1, "{}") : NULL;

        if (!end || *end != '}')
            return g_strdup_printf("'%c' without its partner", *p);

        g_autofree char *name = g_strndup(p + 1, end - p - 1);

        if (!g_strv_contains(plan_placeholders, name)) {
            const char *meant = mill_suggest(name, plan_placeholders);

            *hint = meant ? g_strdup_printf("did you mean '{%s}'?", meant)
                          : g_strdup("known are: {stem} {name} {dir} {id} {ext} {part} {index} "
                                     "{fan} {fan2} {shard}");
            return g_strdup_printf("unknown placeholder '{%s}'", name);
        }
        p = end;
    }
    return NULL;
}

static gboolean
plan_has_dots(const char *pattern)
{
    g_auto(GStrv) parts = g_strsplit(pattern, "/", -1);

    for (char **part = parts; *part; part++)
        if (g_str_equal(*part, "..") || g_str_equal(*part, "."))
            return TRUE;
    return FALSE;
}

static const char *
plan_find_path_mistake(const char *pattern)
{
    if (!*pattern)
        return "the file name is empty";
    if (*pattern == '/')
        return "the file name must be relative to the output folder";
    if (g_str_has_suffix(pattern, "/"))
        return "the file name ends with '/', so it names a folder";
    if (plan_has_dots(pattern))
        return "the file name must not leave the output folder, so '.' and '..' are not allowed";
    if (g_str_equal(pattern, "ledger.sqlite"))
        return "ledger.sqlite is where textmill records the run";
    return NULL;
}

char *
mill_plan_find_file_mistake(const char *pattern, char **hint)
{
    const char *mistake = plan_find_path_mistake(pattern);

    *hint = NULL;
    return mistake ? g_strdup(mistake) : plan_find_placeholder_mistake(pattern, hint);
}

gboolean
mill_plan_check_file(const MillNode *node, MillReport *report)
{
    const char *pattern = mill_node_get_string(node);
    g_autofree char *hint = NULL;
    g_autofree char *mistake = NULL;

    if (node->broken)
        return FALSE;
    if (!pattern || (node->type == MILL_TYPE_NULL && !node->expanded)) {
        mill_node_error(node, report, "for example: file: \"{stem}.json\"",
                        "'file' takes the pattern of a file name");
        return FALSE;
    }
    mistake = mill_plan_find_file_mistake(pattern, &hint);
    if (mistake)
        mill_node_error(node, report, hint, "%s", mistake);
    return !mistake;
}
