/* setting.c - the command line's `--set ID.option=value`.
 *
 * In messages all settings together look like a file called "--set", one in each line, so that a
 * caret can show the wrong part of one.
 */
#include "config/node-private.h"
#include "config/option-private.h"
#include "config/report-private.h"

#include <string.h>

#define SETTING_FILE "--set"

static void
setting_free(gpointer data)
{
    MillSetting *setting = data;

    g_free(setting->step);
    g_free(setting->option);
    mill_node_free(setting->root);
    g_free(setting);
}

static guint
setting_chars(const char *start, const char *end)
{
    return (guint) g_utf8_strlen(start, end - start);
}

/* Parses the value at @value in @text. It is padded by spaces to stand in its own column. */
static MillNode *
setting_parse_value(const char *text, const char *value, guint line, MillReport *report)
{
    g_autofree char *padding = g_strnfill(setting_chars(text, value), ' ');
    g_autofree char *padded = g_strconcat(padding, value, NULL);

    return mill_node_parse_at(SETTING_FILE, padded, strlen(padded), line, report);
}

static MillSetting *
setting_parse(const char *text, guint line, MillReport *report)
{
    const char *equals = strchr(text, '=');
    const char *dot = equals ? memchr(text, '.', equals - text) : NULL;
    MillMark mark = { .file = SETTING_FILE, .line = line, .column = 1 };

    if (!dot || dot == text || dot + 1 == equals) {
        mark.length = setting_chars(text, text + strlen(text));
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, "write STEP.option=value",
                        "'%s' is not a setting", text);
        return NULL;
    }

    MillNode *value = setting_parse_value(text, equals + 1, line, report);

    if (!value)
        return NULL;

    MillSetting *setting = g_new0(MillSetting, 1);

    mark.length = setting_chars(text, dot);
    setting->step_mark = setting->option_mark = mark;
    setting->option_mark.column += mark.length + 1;
    setting->option_mark.length = setting_chars(dot + 1, equals);
    setting->step = g_strndup(text, dot - text);
    setting->option = g_strndup(dot + 1, equals - dot - 1);
    setting->root = value;
    setting->value = value;
    if (mill_node_get_type(value) == MILL_TYPE_NULL && !*value->text) {
        value->line = line; /* nothing stands behind the '=', where its place would be */
        value->column = setting->option_mark.column;
        value->mark_length = setting->option_mark.length;
    }
    return setting;
}

GPtrArray *
mill_settings_parse(const char *const *settings, MillReport *report)
{
    GPtrArray *parsed = g_ptr_array_new_with_free_func(setting_free);
    g_autofree char *all = settings ? g_strjoinv("\n", (char **) settings) : NULL;

    if (!settings || !*settings)
        return parsed;
    mill_report_set_source(report, SETTING_FILE, all, strlen(all));
    for (guint i = 0; settings[i]; i++) {
        MillMark mark = { .file = SETTING_FILE, .line = i + 1 };
        MillSetting *setting = NULL;

        if (strchr(settings[i], '\n') || !g_utf8_validate(settings[i], -1, NULL))
            mill_report_add(report, MILL_SEVERITY_ERROR, &mark, NULL,
                            "a setting is one line of UTF-8");
        else
            setting = setting_parse(settings[i], i + 1, report);
        if (setting)
            g_ptr_array_add(parsed, setting);
    }
    return parsed;
}
