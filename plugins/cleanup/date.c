/* date.c - dates as pages show them, with the time of day that often follows. */
#include "date.h"

#include <stdlib.h>
#include <string.h>

#include <textmill/number.h>

/* The time "9:53" or "09:53:10" at the start of @text, after spaces or a T; FALSE for none. */
static gboolean
time_read(const char *text, guint *hour, guint *minute, gint *second)
{
    const char *colon;

    text += strspn(text, " T,");
    if (!g_ascii_isdigit(*text))
        return FALSE;
    *hour = (guint) g_ascii_strtoull(text, (char **) &colon, 10);
    if (*colon != ':' || !g_ascii_isdigit(colon[1]))
        return FALSE;
    *minute = (guint) g_ascii_strtoull(colon + 1, (char **) &colon, 10);
    *second = *colon == ':' && g_ascii_isdigit(colon[1]) ? atoi(colon + 1) : -1;
    return *hour < 24 && *minute < 60 && *second < 61;
}

MillValue *
date_parse(const char *text)
{
    const char *end = text + strlen(text);
    MillDate date;
    char buffer[16];
    gsize used = 0;
    guint hour;
    guint minute;
    gint second;

    for (const char *p = text; p < end && used == 0; p = g_utf8_next_char(p)) {
        used = mill_date_read(p, end, &date);
        if (used > 0)
            text = p + used;
    }
    if (used == 0)
        return mill_value_new_string(text, -1);
    mill_date_format(&date, buffer);
    if (date.day > 0 && time_read(text, &hour, &minute, &second)) {
        g_autofree char *full =
            second >= 0 ? g_strdup_printf("%sT%02u:%02u:%02d", buffer, hour, minute, second)
                        : g_strdup_printf("%sT%02u:%02u", buffer, hour, minute);

        return mill_value_new_string(full, -1);
    }
    return mill_value_new_string(buffer, -1);
}
