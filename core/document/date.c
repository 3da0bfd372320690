/* date.c - dates as people write them; the forms are in number.h. */
#include <string.h>

#include <textmill/number.h>

/* Each reader takes one form at @at and returns where it ends, or NULL. */

static const char *
read_integer(const char *at, const char *end, gint least, gint most, gint *value)
{
    MillNumber number;
    gsize used = mill_number_read(at, end, MILL_NUMBER_NO_SCALE, &number);

    /* "2021.2.10" and "10.2.2021" must not be read as decimals. */
    const char *digits = at;

    gint sum = 0;

    for (; digits < end && digits - at <= 4 && g_ascii_isdigit(*digits); digits++)
        sum = 10 * sum + (*digits - '0');
    if (digits > at) {
        if (digits - at > 4)
            return NULL;
        *value = sum;
        return *value >= least && *value <= most ? digits : NULL;
    }
    if (used == 0 || !number.is_integer || number.integer < least || number.integer > most)
        return NULL;
    *value = (gint) number.integer;
    return at + used;
}

static const char *
read_word(const char *at, const char *end, const char *word)
{
    gsize length = strlen(word);

    return at && (gsize) (end - at) >= length && memcmp(at, word, length) == 0 ? at + length : NULL;
}

static const char *
skip_spaces(const char *at, const char *end)
{
    while (at && at < end && *at == ' ')
        at++;
    return at;
}

static gboolean
is_valid(const MillDate *date)
{
    if (date->year < 1 || date->year > 9999)
        return FALSE;
    if (date->month == 0)
        return date->day == 0;
    if (date->month > 12 || date->day < 0)
        return FALSE;
    return date->day == 0 ||
           g_date_valid_dmy((GDateDay) date->day, (GDateMonth) date->month, (GDateYear) date->year);
}

/* --- 2021年2月10日 --------------------------------------------------------------------------- */

static const char *
read_era(const char *at, const char *end, gint *base)
{
    static const struct {
        const char *name;
        gint base;
    } eras[] = {
        { "令和", 2018 }, { "平成", 1988 }, { "昭和", 1925 }, { "大正", 1911 }, { "明治", 1867 }
    };

    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++) {
        const char *next = read_word(at, end, eras[i].name);

        if (next) {
            *base = eras[i].base;
            return next;
        }
    }
    *base = 0;
    return at;
}

static const char *
read_east_asian(const char *at, const char *end, MillDate *date)
{
    gint base;
    const char *number = read_era(at, end, &base);
    const char *next = read_integer(number, end, base ? 1 : 1000, base ? 100 : 2999, &date->year);

    if (base && !next && (next = read_word(number, end, "元")))
        date->year = 1;
    next = next ? read_word(skip_spaces(next, end), end, "年") : NULL;
    if (!next)
        return NULL;
    date->year += base;

    const char *month = read_integer(skip_spaces(next, end), end, 1, 12, &date->month);

    month = month ? read_word(skip_spaces(month, end), end, "月") : NULL;
    if (!month) {
        date->month = 0;
        return next;
    }

    const char *day = read_integer(skip_spaces(month, end), end, 1, 31, &date->day);

    day = skip_spaces(day, end);
    if (day && read_word(day, end, "日"))
        return read_word(day, end, "日");
    if (day && read_word(day, end, "号"))
        return read_word(day, end, "号");
    date->day = 0;
    return month;
}

/* --- 2021-02-10, 10.2.2021 ------------------------------------------------------------------ */

static gboolean
digit_follows(const char *at, const char *end)
{
    return at < end && g_ascii_isdigit(*at);
}

static const char *
read_numeric(const char *at, const char *end, MillDate *date)
{
    gint parts[3];
    const char *next = read_integer(at, end, 1, 2999, &parts[0]);

    if (!next || !g_ascii_isdigit(*at) || next >= end || !strchr("-/.", *next))
        return NULL;

    char separator = *next;
    gboolean year_first = next - at == 4;

    next = read_integer(next + 1, end, 1, 31, &parts[1]);
    if (!next || !g_ascii_isdigit(next[-1]) || next >= end || *next != separator)
        return NULL;

    const char *last = next + 1;

    next = read_integer(last, end, 1, 2999, &parts[2]);
    if (!next || !g_ascii_isdigit(next[-1]) || digit_follows(next, end) ||
        (next - last == 4) == year_first || next - last > 4)
        return NULL;
    if (year_first) {
        *date = (MillDate){ parts[0], parts[1], parts[2] };
    } else if (next - last != 4) {
        return NULL;
    } else if (separator == '.') {
        *date = (MillDate){ parts[2], parts[1], parts[0] };
    } else {
        gboolean month_first = parts[1] > 12;

        if (parts[0] <= 12 && parts[1] <= 12 && parts[0] != parts[1])
            return NULL; /* 3/4/2021: whose month comes first? */
        *date = (MillDate){ parts[2], month_first ? parts[0] : parts[1],
                            month_first ? parts[1] : parts[0] };
    }
    return next;
}

/* --- with the month's name ------------------------------------------------------------------ */

static const char *
read_month(const char *at, const char *end, gint *month)
{
    static const char *const names[12] = {
        "January Januar Jänner janvier enero gennaio janeiro Jan",
        "February Februar février febrero febbraio fevereiro Feb",
        "March März mars marzo março Mar",
        "April avril abril aprile Apr",
        "May Mai mai mayo maggio maio",
        "June Juni juin junio giugno junho Jun",
        "July Juli juillet julio luglio julho Jul",
        "August août agosto Aug",
        "September septembre septiembre settembre setembro Sept Sep",
        "October Oktober octobre octubre ottobre outubro Oct Okt",
        "November novembre noviembre novembro Nov",
        "December Dezember décembre diciembre dicembre dezembro Dec Dez",
    };

    for (gint i = 0; i < 12; i++) {
        for (const char *name = names[i]; *name != '\0';) {
            gsize length = strcspn(name, " ");
            gboolean fits = (gsize) (end - at) >= length && memcmp(at, name, length) == 0;
            const char *next = at + length;

            if (fits && (next >= end || (!g_ascii_isalpha(*next) && (guchar) *next < 0xC3))) {
                *month = i + 1;
                return next < end && *next == '.' ? next + 1 : next;
            }
            name += length + (name[length] == ' ');
        }
    }
    return NULL;
}

static const char *
read_year(const char *at, const char *end, gint *year)
{
    const char *next = at ? read_integer(at, end, 1000, 2999, year) : NULL;

    return next && g_ascii_isdigit(*at) ? next : NULL;
}

/* "st", "nd", "rd", "th", "er", "º", "." behind a day. */
static const char *
skip_ordinal(const char *at, const char *end)
{
    static const char *const endings[] = { "st", "nd", "rd", "th", "er", "º", "." };

    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        const char *next = read_word(at, end, endings[i]);

        if (next)
            return next;
    }
    return at;
}

static const char *
read_day_first(const char *at, const char *end, MillDate *date)
{
    const char *next = read_integer(at, end, 1, 31, &date->day);

    if (!next || !g_ascii_isdigit(*at))
        return NULL;
    next = skip_spaces(skip_ordinal(next, end), end);
    for (const char *const *word = (const char *const[]){ "of ", "de ", NULL }; *word; word++)
        if (read_word(next, end, *word))
            next = read_word(next, end, *word);
    next = read_month(next, end, &date->month);
    if (!next)
        return NULL;
    if (next < end && *next == ',')
        next++;
    next = skip_spaces(next, end);
    if (read_word(next, end, "de "))
        next = read_word(next, end, "de ");
    return read_year(next, end, &date->year);
}

static const char *
read_month_first(const char *at, const char *end, MillDate *date)
{
    const char *next = read_month(at, end, &date->month);

    if (!next)
        return NULL;
    next = skip_spaces(next, end);

    const char *day = read_integer(next, end, 1, 31, &date->day);

    if (day && !digit_follows(day, end)) {
        day = skip_ordinal(day, end);
        if (day < end && *day == ',')
            day++;
        day = read_year(skip_spaces(day, end), end, &date->year);
        if (day)
            return day;
    }
    date->day = 0;
    if (next < end && *next == ',')
        next = skip_spaces(next + 1, end);
    return read_year(next, end, &date->year);
}

/* --- the functions -------------------------------------------------------------------------- */

gsize
mill_date_read(const char *text, const char *end, MillDate *date)
{
    static const char *(*const readers[])(const char *, const char *, MillDate *) = {
        read_east_asian,
        read_numeric,
        read_day_first,
        read_month_first,
    };

    for (gsize i = 0; i < G_N_ELEMENTS(readers); i++) {
        MillDate found = { 0, 0, 0 };
        const char *next = readers[i](text, end, &found);

        if (next && !digit_follows(next, end) && is_valid(&found)) {
            *date = found;
            return (gsize) (next - text);
        }
    }
    return 0;
}

char *
mill_date_format(const MillDate *date, char *buffer)
{
    if (date->month == 0)
        g_snprintf(buffer, 16, "%04d", date->year);
    else if (date->day == 0)
        g_snprintf(buffer, 16, "%04d-%02d", date->year, date->month);
    else
        g_snprintf(buffer, 16, "%04d-%02d-%02d", date->year, date->month, date->day);
    return buffer;
}
