/* time.c - dates, ranges of years, and the five-year plan periods of China. */
#include "entity.h"

#include <stdio.h>
#include <string.h>

static const char *const range_marks[] = { "-", "–", "—", "~", "～", "至", "到", NULL };

static gsize
period(Entity *entity, gint first, gint last, gsize used)
{
    entity->kind = KIND_PERIOD;
    g_snprintf(entity->value, sizeof entity->value, "%04d/%04d", first, last);
    return used;
}

/* The “十四五” period is 2021 to 2025, and each plan since the sixth (1981) has taken five years.
 */
static gsize
read_plan(const Source *source, const char *at, Entity *entity)
{
    static const char *const opens[] = { "“", "\"", "「", "『", NULL };
    static const char *const closes[] = { "”", "\"", "」", "』", NULL };
    static const char *const behind[] = {
        "时期", "期间", "規劃", "规划", "末", "計劃", "计划", NULL
    };
    const char *open = take_any(source, at, opens);
    const char *name = open ? open : at;
    MillNumber number;
    gsize used = 0;

    /* The 五 at the end belongs to the name, not to the number: 十四 + 五. */
    const char *five = NULL;

    for (const char *next = name; next && next < source->end && next - name <= 6; next += 3) {
        if (take(source, next, "五") && next > name)
            five = next;
        if (!take_any(source, next,
                      (const char *const[]){ "十", "一", "二", "三", "四", "五", "六", "七", "八",
                                             "九", NULL }))
            break;
    }
    if (!five)
        return 0;
    used = mill_number_read(name, five, 0, &number);
    if (used != (gsize) (five - name) || number.integer < 6 || number.integer > 30)
        return 0;

    const char *next = five + strlen("五");

    if (open) {
        next = take_any(source, next, closes);
        if (!next)
            return 0;
    } else if (!take_any(source, next, behind)) {
        return 0;
    }

    const char *rest = take_any(source, next, (const char *const[]){ "时期", "期间", NULL });
    gint first = 2021 + 5 * ((gint) number.integer - 14);

    return period(entity, first, first + 4, (gsize) ((rest ? rest : next) - at));
}

static const char *
read_year(const Source *source, const char *at, gint *year)
{
    if (source->end - at < 4)
        return NULL;
    for (gint i = 0; i < 4; i++)
        if (!g_ascii_isdigit(at[i]))
            return NULL;
    *year = (at[0] - '0') * 1000 + (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0');
    return *year >= 1000 && *year < 3000 && !is_word_byte(source, at + 4) ? at + 4 : NULL;
}

/* 2021—2025年, 2021年至2025年, 2021-2025. */
static gsize
read_years(const Source *source, const char *at, Entity *entity)
{
    gint first;
    gint last;
    const char *next = read_year(source, at, &first);

    if (!next)
        return 0;

    const char *year_sign = take(source, next, "年");

    next = take_any(source, year_sign ? year_sign : next, range_marks);
    if (next && take(source, next, "—"))
        next = take(source, next, "—"); /* the Chinese dash is two of them */
    next = next ? read_year(source, next, &last) : NULL;
    if (!next || last <= first)
        return 0;

    const char *end_sign = take(source, next, "年");

    if (end_sign && g_ascii_isdigit(end_sign < source->end ? *end_sign : 'x'))
        return 0; /* 2021年至2025年3月 is two dates */
    if (!end_sign && next < source->end && (*next == '-' || *next == '.'))
        return 0;
    return period(entity, first, last, (gsize) ((end_sign ? end_sign : next) - at));
}

gsize
read_period(const Source *source, const char *at, Entity *entity)
{
    gsize used = read_years(source, at, entity);

    return used > 0 ? used : read_plan(source, at, entity);
}

/* HH:MM[:SS] behind a day, with a blank or a T before it. */
static const char *
read_clock(const Source *source, const char *at, char *clock)
{
    const char *next = take(source, at, "T") ? at + 1 : skip_blanks(source, at);
    gint hour;
    gint minute;
    gint second = 0;
    gint used = 0;
    char piece[9] = "";

    memcpy(piece, next, MIN((gsize) (source->end - next), sizeof piece - 1));
    if (sscanf(piece, "%2d:%2d%n:%2d%n", &hour, &minute, &used, &second, &used) < 2 ||
        !g_ascii_isdigit(piece[0]) || hour > 23 || minute > 59 || minute < 0 || second > 59)
        return NULL;
    g_snprintf(clock, 16, "T%02d:%02d:%02d", hour, minute, second);
    return next + used;
}

gsize
read_date(const Source *source, const char *at, Entity *entity)
{
    MillDate date;
    char clock[16];
    gsize used = mill_date_read(at, source->end, &date);

    if (used == 0)
        return 0;
    entity->kind = KIND_DATE;
    mill_date_format(&date, entity->value);
    if (date.day > 0) {
        const char *next = read_clock(source, at + used, clock);

        if (next) {
            g_strlcat(entity->value, clock, sizeof entity->value);
            used = (gsize) (next - at);
        }
    }
    return used;
}
