/* amount.c - money, percentages and quantities: a number, or a range of two, and what it counts. */
#include "entity.h"

#include <string.h>

static const char *const range_marks[] = { "-", "–", "—", "~", "～", "至", "到", NULL };

typedef struct {
    const char *name;
    double factor;
} Word;

/* --- numbers -------------------------------------------------------------------------------- */

/* Scale words that the number reader does not know, because they need a language. */
static const char *
read_scale_word(const Source *source, const char *at, double *factor)
{
    static const Word words[] = {
        { "thousand", 1e3 },  { "million", 1e6 },   { "billion", 1e9 },   { "trillion", 1e12 },
        { "Tausend", 1e3 },   { "Millionen", 1e6 }, { "Million", 1e6 },   { "Milliarden", 1e9 },
        { "Milliarde", 1e9 }, { "Mio.", 1e6 },      { "Mrd.", 1e9 },      { "Mio", 1e6 },
        { "Mrd", 1e9 },       { "millions", 1e6 },  { "milliards", 1e9 }, { "bn", 1e9 },
        { "mn", 1e6 },
    };
    const char *from = skip_blanks(source, at);

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        const char *next = take(source, from, words[i].name);

        if (next && !is_word_byte(source, next)) {
            *factor = words[i].factor;
            return next;
        }
    }
    *factor = 1;
    return at;
}

/* Chinese numerals of one character (一个, 三 …) say too little to be told from words. */
static gboolean
is_lone_numeral(const char *at, gsize used)
{
    return (guchar) *at >= 0xE0 && used <= 3 && (guchar) *at != 0xEF;
}

/* One number with its scales; @decimal_comma only where a unit will be asked for behind it. */
static const char *
read_scaled(const Source *source, const char *at, guint flags, double *value, double *scale)
{
    MillNumber number;
    gsize used = mill_number_read(at, source->end, flags, &number);
    const char *next;

    if (used == 0 || is_lone_numeral(at, used))
        return NULL;
    next = read_scale_word(source, at + used, scale);
    *value = number.value * *scale;
    return next;
}

/* What the scale behind the second number of a range says of the first: 3-5万 is 3万 to 5万. */
static double
shared_scale(const char *at, const char *next, double value)
{
    MillNumber plain;
    gsize used = mill_number_read(at, next, MILL_NUMBER_NO_SCALE, &plain);

    return used > 0 && plain.value > 0 ? value / plain.value : 1;
}

static const char *
read_range(const Source *source, const char *at, guint flags, Entity *entity)
{
    double first_scale;
    double second_scale;
    const char *next = read_scaled(source, at, flags, &entity->number, &first_scale);
    double most;

    if (!next)
        return NULL;
    entity->number_max = entity->number;

    const char *mark =
        take(source, next, "%") || take(source, next, "％") ? next + (*next == '%' ? 1 : 3) : next;
    const char *second = take_any(source, skip_blanks(source, mark), range_marks);
    const char *end =
        second ? read_scaled(source, skip_blanks(source, second), flags, &most, &second_scale)
               : NULL;

    if (!end || most < entity->number)
        return next;
    if (shared_scale(at, next, entity->number) == 1)
        entity->number *= shared_scale(skip_blanks(source, second), end, most);
    entity->number_max = most;
    return end;
}

/* --- what is counted ------------------------------------------------------------------------ */

static const char *
read_percent_sign(const Source *source, const char *at, Entity *entity)
{
    static const char *const signs[] = { "%",       "％",        "percent", "per cent",
                                         "Prozent", "pour cent", NULL };
    const char *from = skip_blanks(source, at);
    const char *next;

    entity->unit = "%";
    if ((next = take_any(source, from, signs)))
        return next;
    entity->unit = "pp";
    if ((next = take_any(source, from,
                         (const char *const[]){ "个百分点", "個百分點", "percentage points",
                                                "Prozentpunkte", NULL })))
        return next;
    entity->unit = "‰";
    return take(source, from, "‰");
}

static const char *
read_unit(const Source *source, const char *at, Entity *entity)
{
    const char *from = skip_blanks(source, at);
    gsize used = 0;
    const Unit *unit = units_read(source->units, from, source->end, &used);

    if (!unit)
        return NULL;
    entity->kind = unit->money ? KIND_MONEY : KIND_QUANTITY;
    entity->unit = unit->symbol;
    entity->base_unit = unit->base;
    entity->base_factor = unit->factor;
    if (unit->money) {
        entity->number *= unit->factor; /* 角 and cents */
        entity->number_max *= unit->factor;
        entity->base_factor = 1;
    }

    /* 元/吨, kg/person: a rate keeps the number and says so in its unit. */
    const char *slash = take(source, from + used, "/");
    gsize more = 0;
    const Unit *per = slash ? units_read(source->units, slash, source->end, &more) : NULL;

    if (!per)
        return from + used;
    g_snprintf(entity->unit_buffer, sizeof entity->unit_buffer, "%s/%s", unit->symbol, per->symbol);
    entity->unit = entity->unit_buffer;
    entity->base_unit = NULL;
    return slash + more;
}

/* ¥, $, EUR … before a number. */
static const char *
read_currency_before(const Source *source, const char *at, Entity *entity)
{
    static const struct {
        const char *sign;
        const char *code;
    } signs[] = {
        { "US$", "USD" }, { "HK$", "HKD" }, { "¥", "CNY" },   { "￥", "CNY" },  { "$", "USD" },
        { "€", "EUR" },   { "£", "GBP" },   { "RMB", "CNY" }, { "CNY", "CNY" }, { "USD", "USD" },
        { "EUR", "EUR" }, { "GBP", "GBP" }, { "JPY", "JPY" }, { "CHF", "CHF" }, { "HKD", "HKD" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
        const char *next = take(source, at, signs[i].sign);

        if (next) {
            entity->unit = signs[i].code;
            return skip_blanks(source, next);
        }
    }
    return NULL;
}

/* --- the reader ----------------------------------------------------------------------------- */

/* 百分之九十七, 百分之97. */
static gsize
read_spoken_percent(const Source *source, const char *at, Entity *entity)
{
    const char *from = take(source, at, "百分之");
    MillNumber number;
    gsize used = from ? mill_number_read(from, source->end, MILL_NUMBER_NO_SCALE, &number) : 0;

    if (used == 0)
        return 0;
    entity->number = entity->number_max = number.value;
    entity->unit = "%";
    entity->kind = KIND_PERCENT;
    return (gsize) (from + used - at);
}

static gsize
read_counted(const Source *source, const char *at, guint flags, Entity *entity)
{
    const char *number = read_range(source, at, flags, entity);
    const char *next = number ? read_percent_sign(source, number, entity) : NULL;

    if (!number)
        return 0;
    if (next) {
        entity->kind = KIND_PERCENT;
        return (gsize) (next - at);
    }
    next = read_unit(source, number, entity);
    return next ? (gsize) (next - at) : 0;
}

static gsize
read_money_before(const Source *source, const char *at, Entity *entity)
{
    const char *from = read_currency_before(source, at, entity);
    const char *unit = entity->unit;
    const char *next =
        from && (g_ascii_isdigit(*from)) ? read_range(source, from, 0, entity) : NULL;

    if (!next)
        return 0;
    entity->kind = KIND_MONEY;
    entity->unit = unit;
    return (gsize) (next - at);
}

#define LABEL_NUMBER 12 /* bytes of 12.3-4 */

static gboolean
is_label_byte(char c)
{
    return g_ascii_isdigit(c) || c == '.' || c == '-';
}

/* 图3 天津市…, 表2-1 个人…: the number of a caption, with a blank before its title. */
static gboolean
is_label(const Source *source, const char *at)
{
    static const char *const names[] = { "图", "圖", "表", "专栏", "專欄", "附件" };
    const char *begin = at, *end = at;
    gboolean named = FALSE;

    while (begin > source->text && at - begin < LABEL_NUMBER && is_label_byte(begin[-1]))
        begin--;
    for (gsize i = 0; i < G_N_ELEMENTS(names) && !named; i++) {
        gsize length = strlen(names[i]);

        named = (gsize) (begin - source->text) >= length &&
                memcmp(begin - length, names[i], length) == 0;
    }
    while (named && end < source->end && end - begin < LABEL_NUMBER && is_label_byte(*end))
        end++;
    return end > at && skip_blanks(source, end) > end;
}

gsize
read_amount(const Source *source, const char *at, Entity *entity)
{
    gsize used;

    /* 第十四个 is an ordinal, 14 is not how many there are. */
    if (at - source->text >= 3 && memcmp(at - 3, "第", 3) == 0)
        return 0;
    if (is_label(source, at))
        return 0;
    entity->base_factor = 1;
    used = read_money_before(source, at, entity);
    if (used == 0)
        used = read_spoken_percent(source, at, entity);
    /* 3,5 % and 1,5 Mio. Euro: with a unit behind, a comma can only be a decimal one. */
    if (used == 0)
        used = read_counted(source, at, 0, entity);
    if (used == 0)
        used = read_counted(source, at, MILL_NUMBER_DECIMAL_COMMA, entity);
    entity->has_number = used > 0;
    return used;
}
