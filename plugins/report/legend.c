/* legend.c - what is highlighted in the text, to switch on and off.
 *
 * Check boxes that the style sheet acts on, so it works without the script. */
#include "parts.h"

static void
append_switch(GString *html, char look, guint number, gboolean checked)
{
    html_format(html, "<li><label><input type=\"checkbox\" id=\"show-");
    g_string_append_c(html, look);
    html_format(html, "%u\"", number);
    g_string_append(html, checked ? " checked>" : ">");
}

/* The last look stands for all groups that have none of their own. */
static void
append_groups(GString *html, const GArray *groups, const char *title, char look,
              const char *element, const char *class)
{
    if (groups->len == 0)
        return;
    html_format(html, "<fieldset><legend>%s</legend><ul>\n", title);
    for (guint i = 0; i < MIN(groups->len, N_LOOKS); i++) {
        const Group *group = &g_array_index(groups, Group, i);
        guint count = group->count;

        for (guint k = N_LOOKS; i == N_LOOKS - 1 && k < groups->len; k++)
            count += g_array_index(groups, Group, k).count;
        append_switch(html, look, i, look != 'r');
        g_string_append_printf(html, "<%s class=\"%s%c%u\">", element, class, look, i);
        if (i == N_LOOKS - 1 && groups->len > N_LOOKS)
            html_format(html, "%u others", groups->len - N_LOOKS + 1);
        else
            html_text(html, group->name, -1);
        g_string_append_printf(html, "</%s> <small>", element);
        html_number(html, count);
        g_string_append(html, "</small></label></li>\n");
    }
    g_string_append(html, "</ul></fieldset>\n");
}

static void
append_others(GString *html, const View *view)
{
    gsize records = 0;
    gsize diagnostics = 0;

    for (guint i = 0; i < view->records->len; i++)
        records += mill_layer_get_length(g_ptr_array_index(view->records, i));
    for (guint i = 0; i < view->marks->len; i++)
        diagnostics += g_array_index(view->marks, Mark, i).kind == MARK_DIAGNOSTIC;
    if (records + diagnostics == 0)
        return;
    g_string_append(html, "<fieldset><legend>Findings</legend><ul>\n");
    if (records > 0) {
        append_switch(html, 'f', 0, TRUE);
        g_string_append(html, "<span class=\"record\">records</span> <small>");
        html_number(html, (gint64) records);
        g_string_append(html, "</small></label></li>\n");
    }
    if (diagnostics > 0) {
        append_switch(html, 'f', 1, TRUE);
        g_string_append(html, "<span class=\"diagnostic\">diagnostics</span> <small>");
        html_number(html, (gint64) diagnostics);
        g_string_append(html, "</small></label></li>\n");
    }
    g_string_append(html, "</ul></fieldset>\n");
}

void
part_legend(GString *html, const View *view)
{
    if (view->marks->len + view->removals->len == 0)
        return;
    g_string_append(html,
                    "<div class=\"legend\" role=\"group\" aria-label=\"Show in the text\">\n");
    append_groups(html, view->categories, "Tags", 'c', "mark", "");
    append_groups(html, view->kinds, "Entities", 'k', "span", "ent ");
    append_others(html, view);
    append_groups(html, view->removers, "Taken away by", 'r', "del", "");
    g_string_append(html, "</div>\n");
}
