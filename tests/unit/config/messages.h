/* messages.h - the messages of a report in one line each, to compare them with what is expected. */
#ifndef TEST_CONFIG_MESSAGES_H
#define TEST_CONFIG_MESSAGES_H

#include <textmill/report.h>

#include <string.h>

/* "2:7+3 text | hint\n" for errors; a warning begins with "warning " and a place in another file
 * than
 * @file with that file's base name. Parts that are unknown are left out. (transfer full) */
static inline char *
messages_list(const MillReport *report, const char *file)
{
    GString *list = g_string_new(NULL);

    for (gsize i = 0; i < mill_report_get_length(report); i++) {
        const MillMessage *message = mill_report_get(report, i);
        const MillMark *mark = &message->mark;

        if (message->severity == MILL_SEVERITY_WARNING)
            g_string_append(list, "warning ");
        if (mark->file && g_strcmp0(mark->file, file) != 0) {
            g_autofree char *base = g_path_get_basename(mark->file);

            g_string_append_printf(list, "%s ", base);
        }
        if (mark->line > 0 && mark->column > 0)
            g_string_append_printf(list, "%u:%u+%u ", mark->line, mark->column, mark->length);
        else if (mark->line > 0)
            g_string_append_printf(list, "%u ", mark->line);
        g_string_append_printf(list, "%s%s%s\n", message->message, message->hint ? " | " : "",
                               message->hint ? message->hint : "");
    }
    return g_string_free(list, FALSE);
}

#endif
