/* date.c - dates as people write them on pages: year, month, day; or with an English month. */
#include "date.h"

#include <string.h>

#define NUMBERS_MAX 6

/* The numbers in @text, in order. */
static guint
date_scan_numbers(const char *text, guint *numbers)
{
    guint n = 0;

    while (*text && n < NUMBERS_MAX) {
        if (!g_ascii_isdigit(*text)) {
            text++;
            continue;
        }
        numbers[n] = 0;
        for (; g_ascii_isdigit(*text) && numbers[n] < 100000; text++)
            numbers[n] = numbers[n] * 10 + (guint) (*text - '0');
        n++;
    }
    return n;
}

/* The English month that @text names, from 1; 0 for none. */
static guint
date_find_month(const char *text)
{
    static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                          "jul", "aug", "sep", "oct", "nov", "dec" };

    for (const char *p = text; *p; p++) {
        if (p > text && g_ascii_isalpha(p[-1]))
            continue;
        for (guint i = 0; i < G_N_ELEMENTS(months); i++)
            if (!g_ascii_strncasecmp(p, months[i], 3))
                return i + 1;
    }
    return 0;
}

/* Puts "March 5, 2021" and "5 March 2021" into the order year, month, day. */
static guint
date_order(const char *text, guint *n, guint count)
{
    guint month = date_find_month(text);
    guint year;
    guint day;

    if (month == 0 || count < 2 || count == NUMBERS_MAX)
        return count;
    year = MAX(n[0], n[1]);
    day = MIN(n[0], n[1]);
    memmove(n + 3, n + 2, (count - 2) * sizeof *n);
    n[0] = year;
    n[1] = month;
    n[2] = day;
    return count + 1;
}

MillValue *
date_parse(const char *text)
{
    guint n[NUMBERS_MAX] = { 0 };
    guint count = date_order(text, n, date_scan_numbers(text, n));
    gboolean has_time = count >= 5 && n[3] < 24 && n[4] < 60;
    g_autoptr(GString) date = g_string_new(NULL);

    if (count < 3 || n[0] > 9999 ||
        !g_date_valid_dmy((GDateDay) MIN(n[2], 32), (GDateMonth) n[1], (GDateYear) n[0]))
        return mill_value_new_string(text, -1);
    g_string_printf(date, "%04u-%02u-%02u", n[0], n[1], n[2]);
    if (has_time)
        g_string_append_printf(date, "T%02u:%02u", n[3], n[4]);
    if (has_time && count == 6 && n[5] < 61)
        g_string_append_printf(date, ":%02u", n[5]);
    return mill_value_new_string(date->str, (gssize) date->len);
}
