/* expand.c - ${NAME} in the pipeline file: the environment, only where it is asked for. */
#include "config/node-private.h"
#include "config/option-private.h"

#include <string.h>

static gboolean
expand_is_name(const char *name)
{
    if (!g_ascii_isalpha(*name) && *name != '_')
        return FALSE;
    for (; *name; name++)
        if (!g_ascii_isalnum(*name) && *name != '_')
            return FALSE;
    return TRUE;
}

/* Appends what stands for the reference @body, the text between "${" and "}". */
static gboolean
expand_reference(GString *out, const MillNode *node, const char *body, MillReport *report)
{
    const char *preset = strstr(body, ":-");
    g_autofree char *name = preset ? g_strndup(body, preset - body) : g_strdup(body);

    if (!expand_is_name(name)) {
        mill_node_error(node, report,
                        "write ${NAME} or ${NAME:-default}; $${ stands for the characters ${",
                        "'${%s}' does not name an environment variable", body);
        return FALSE;
    }

    const char *value = g_getenv(name);

    if (!value && !preset) {
        g_autofree char *hint = g_strdup_printf("set it, or give a default: ${%s:-default}", name);

        mill_node_error(node, report, hint, "the environment variable %s is not set", name);
        return FALSE;
    }
    if (value && !g_utf8_validate(value, -1, NULL)) {
        mill_node_error(node, report, NULL, "the environment variable %s is not UTF-8", name);
        return FALSE;
    }
    /* Like a shell, ":-" also replaces an empty value. */
    g_string_append(out, preset && (!value || !*value) ? preset + 2 : value);
    return TRUE;
}

/* The text of @node with its references replaced, or NULL with an error. */
static char *
expand_text(const MillNode *node, MillReport *report)
{
    GString *out = g_string_new(NULL);
    const char *p = node->text;

    while (*p) {
        const char *dollar = strstr(p, "${");

        if (!dollar)
            break;
        if (dollar > p && dollar[-1] == '$') {
            g_string_append_len(out, p, dollar - 1 - p);
            g_string_append(out, "${");
            p = dollar + 2;
            continue;
        }

        const char *end = strchr(dollar, '}');

        if (!end) {
            mill_node_error(node, report, "write ${NAME}", "'${' without '}'");
            g_string_free(out, TRUE);
            return NULL;
        }
        g_string_append_len(out, p, dollar - p);

        g_autofree char *body = g_strndup(dollar + 2, end - dollar - 2);

        if (!expand_reference(out, node, body, report)) {
            g_string_free(out, TRUE);
            return NULL;
        }
        p = end + 1;
    }
    g_string_append(out, p);
    return g_string_free(out, FALSE);
}

void
mill_node_expand(const MillNode *constant, MillReport *report)
{
    MillNode *node = (MillNode *) constant;

    if (!node || node->visited)
        return;
    node->visited = TRUE;
    if (node->type == MILL_TYPE_LIST || node->type == MILL_TYPE_MAP) {
        for (gsize i = 0; i < node->length; i++)
            mill_node_expand(mill_node_get_item(node, i), report);
        return;
    }
    if (!strstr(node->text, "${"))
        return;

    g_autofree char *text = expand_text(node, report);

    if (text)
        mill_node_set_scalar(node, text, strlen(text), node->plain);
    node->expanded = text != NULL;
    node->broken = !text;
}
