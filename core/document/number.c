/* number.c - numbers as people write them; the forms are in number.h. */
#include <math.h>
#include <string.h>

#include <textmill/number.h>

typedef struct {
    const char *at;
    const char *end;
} Cursor;

/* Numerals in Chinese characters are no longer than this, in characters. */
#define HAN_MAX 64

/* Digits as ASCII for g_ascii_strtod(). A longer run is no number that anybody counts with, and is
 * not read to its end, so that what a text costs does not grow with the square of such runs. */
typedef struct {
    char text[64];
    gsize len;
} Digits;

static void
digits_append(Digits *self, char c)
{
    if (self->len < sizeof self->text - 1)
        self->text[self->len] = c;
    self->len++;
    self->text[MIN(self->len, sizeof self->text - 1)] = '\0';
}

static void
digits_truncate(Digits *self, gsize len)
{
    self->len = len;
    self->text[MIN(len, sizeof self->text - 1)] = '\0';
}

/* The character at the cursor, 0 at the end; @next is where it ends. */
static gunichar
peek(const Cursor *self, const char **next)
{
    if (self->at >= self->end) {
        *next = self->at;
        return 0;
    }

    gssize length = (guchar) g_utf8_skip[(guchar) *self->at];

    if (length > self->end - self->at) {
        *next = self->end;
        return 0;
    }
    *next = self->at + length;
    return g_utf8_get_char(self->at);
}

static gint
digit_value(gunichar c)
{
    if (c >= '0' && c <= '9')
        return (gint) (c - '0');
    if (c >= 0xFF10 && c <= 0xFF19)
        return (gint) (c - 0xFF10);
    return -1;
}

/* --- digits --------------------------------------------------------------------------------- */

static gboolean
digits_are_too_many(const Digits *self)
{
    return self->len >= sizeof self->text;
}

/* Copies the digits at the cursor to @digits as ASCII and returns how many there are, or, once they
 * are too many, how many those were. */
static gsize
read_digits(Cursor *self, Digits *digits)
{
    const char *next;
    gsize count = 0;
    gint value;

    while (!digits_are_too_many(digits) && (value = digit_value(peek(self, &next))) >= 0) {
        digits_append(digits, (char) ('0' + value));
        self->at = next;
        count++;
    }
    return count;
}

static gboolean
is_separator(gunichar c, gunichar wanted)
{
    if (wanted == ' ')
        return c == 0xA0 || c == 0x202F || c == 0x2009 || c == '\'' || c == 0x2019;
    return c == wanted;
}

/* Whether the cursor stands at @separator and exactly three digits; then takes them. */
static gboolean
read_group(Cursor *self, gunichar separator, Digits *digits)
{
    Cursor ahead = *self;
    const char *next;
    gsize before = digits->len;

    if (!is_separator(peek(&ahead, &next), separator))
        return FALSE;
    ahead.at = next;
    if (read_digits(&ahead, digits) != 3) {
        digits_truncate(digits, before);
        return FALSE;
    }
    *self = ahead;
    return TRUE;
}

static gboolean
read_fraction(Cursor *self, gunichar point, Digits *digits)
{
    Cursor ahead = *self;
    const char *next;
    gsize before = digits->len;

    gunichar c = peek(&ahead, &next);

    if (c != point && !(point == '.' && c == 0xFF0E))
        return FALSE;
    ahead.at = next;
    digits_append(digits, '.');
    if (read_digits(&ahead, digits) == 0) {
        digits_truncate(digits, before);
        return FALSE;
    }
    *self = ahead;
    return TRUE;
}

/* The rest of 1.234.567,8 after its first group: at least two groups, or one with a comma behind.
 */
static gboolean
read_european(Cursor *self, Digits *digits)
{
    Cursor ahead = *self;
    gsize before = digits->len;
    guint groups = 0;

    while (read_group(&ahead, '.', digits))
        groups++;

    gboolean fraction = groups > 0 && read_fraction(&ahead, ',', digits);

    if (groups < 2 && !fraction) {
        digits_truncate(digits, before);
        return FALSE;
    }
    *self = ahead;
    return TRUE;
}

/* What follows the @first digits where the comma is known to be the decimal sign. A point that sets
 * no group apart can only be one, too. */
static void
read_with_comma(Cursor *self, gsize first, Digits *digits)
{
    gunichar separator = 0;

    if (first <= 3) {
        if (read_group(self, '.', digits))
            separator = '.';
        else if (read_group(self, ' ', digits))
            separator = ' ';
        while (separator && read_group(self, separator, digits))
            ;
    }
    if (!read_fraction(self, ',', digits) && separator != '.')
        read_fraction(self, '.', digits);
}

static gboolean
read_arabic(Cursor *self, guint flags, double *value)
{
    Digits buffer = { .len = 0 };
    Digits *digits = &buffer;
    const char *next;
    gsize first = digit_value(peek(self, &next)) >= 0 ? read_digits(self, digits) : 0;
    gunichar separator = 0;

    if (first == 0)
        return FALSE;
    if (flags & MILL_NUMBER_EUROPEAN) {
        read_with_comma(self, first, digits);
        *value = g_ascii_strtod(digits->text, NULL);
        return !digits_are_too_many(digits);
    }
    if (first <= 3 && read_european(self, digits)) {
        *value = g_ascii_strtod(digits->text, NULL);
        return !digits_are_too_many(digits);
    }
    if (first <= 3) {
        if (read_group(self, ',', digits))
            separator = ',';
        else if (read_group(self, ' ', digits))
            separator = ' ';
        while (separator && read_group(self, separator, digits))
            ;
    }
    /* Those who set groups apart by blanks write a comma: 1 234,5. */
    if (!read_fraction(self, '.', digits) &&
        (separator == ' ' || (flags & MILL_NUMBER_DECIMAL_COMMA)))
        read_fraction(self, ',', digits);
    *value = g_ascii_strtod(digits->text, NULL);
    return !digits_are_too_many(digits);
}

/* --- scales behind digits ------------------------------------------------------------------- */

/* What 千 belongs to when it is not a number: 千米, 千克, 千瓦, 千伏, 千卡, 千帕, 千赫, 千字, 千吨
 * is a number. */
static gboolean
is_unit_of_kilo(gunichar c)
{
    static const gunichar units[] = { 0x7C73, 0x514B, 0x74E6, 0x4F0F, 0x5361, 0x5E15, 0x8D6B };

    for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
        if (units[i] == c)
            return TRUE;
    return FALSE;
}

static double
scale_of(gunichar c)
{
    switch (c) {
    case 0x5341: /* 十 */
        return 1e1;
    case 0x767E: /* 百 */
        return 1e2;
    case 0x5343: /* 千 */
        return 1e3;
    case 0x4E07: /* 万 */
    case 0x842C: /* 萬 */
        return 1e4;
    case 0x4EBF: /* 亿 */
    case 0x5104: /* 億 */
        return 1e8;
    default:
        return 0;
    }
}

/* Multiplies by the scales behind digits; returns by how much. */
static double
read_scales(Cursor *self, double *value)
{
    double all = 1;
    Cursor ahead = *self;
    const char *next;

    if (peek(&ahead, &next) == ' ')
        ahead.at = next;
    for (guint n = 0; n < HAN_MAX; n++) {
        gunichar c = peek(&ahead, &next);
        double scale = scale_of(c);
        Cursor behind = { next, ahead.end };
        const char *unused;

        if (scale == 0 || c == 0x5341)
            return all;
        if (c == 0x5343 && is_unit_of_kilo(peek(&behind, &unused)))
            return all;
        *value *= scale;
        all *= scale;
        ahead.at = next;
        *self = ahead;
    }
    return all;
}

/* The rest of 3亿5000万, 12万3千 and 1万2000: digits with a lower scale, or as many of them as 万
 * has zeros. */
static void
read_lower_scales(Cursor *self, double scale, double *value)
{
    while (scale > 1) {
        Cursor ahead = *self;
        Digits digits = { .len = 0 };
        gsize count = read_digits(&ahead, &digits);
        double lower = g_ascii_strtod(digits.text, NULL);
        double times = count > 0 ? read_scales(&ahead, &lower) : 1;

        if (count == 0 || lower >= scale || (times == 1 && (count != 4 || scale != 1e4)))
            return;
        *value += lower;
        *self = ahead;
        scale = times;
    }
}

/* --- Chinese numerals ----------------------------------------------------------------------- */

static gint
han_digit(gunichar c)
{
    /* Most text is none of these: one comparison tells. */
    if (c < 0x25CB || c > 0xFF2F)
        return -1;
    switch (c) {
    case 0x3007: /* 〇 */
    case 0x96F6: /* 零 */
    case 0x25CB: /* ○ */
    case 0xFF2F: /* Ｏ */
        return 0;
    case 0x4E00: /* 一 */
    case 0x58F9: /* 壹 */
    case 0x58F1: /* 壱 */
    case 0x5F0C: /* 弌 */
        return 1;
    case 0x4E8C: /* 二 */
    case 0x8D30: /* 贰 */
    case 0x8CB3: /* 貳 */
    case 0x4E24: /* 两 */
    case 0x5169: /* 兩 */
        return 2;
    case 0x4E09: /* 三 */
    case 0x53C1: /* 叁 */
    case 0x53C3: /* 參 */
    case 0x53C4: /* 叄 */
        return 3;
    case 0x56DB: /* 四 */
    case 0x8086: /* 肆 */
        return 4;
    case 0x4E94: /* 五 */
    case 0x4F0D: /* 伍 */
        return 5;
    case 0x516D: /* 六 */
    case 0x9646: /* 陆 */
    case 0x9678: /* 陸 */
        return 6;
    case 0x4E03: /* 七 */
    case 0x67D2: /* 柒 */
        return 7;
    case 0x516B: /* 八 */
    case 0x634C: /* 捌 */
        return 8;
    case 0x4E5D: /* 九 */
    case 0x7396: /* 玖 */
        return 9;
    default:
        return -1;
    }
}

/* 十 百 千 and their formal relatives; 廿 and 卅 are 20 and 30 with the 十 in them. */
static gint
han_unit(gunichar c)
{
    switch (c) {
    case 0x5341: /* 十 */
    case 0x62FE: /* 拾 */
        return 10;
    case 0x767E: /* 百 */
    case 0x4F70: /* 佰 */
        return 100;
    case 0x5343: /* 千 */
    case 0x4EDF: /* 仟 */
        return 1000;
    default:
        return 0;
    }
}

typedef struct {
    double total;   /* what 万 and 亿 have closed */
    double section; /* below the next 万 */
    double digits;  /* read but not yet given a unit; -1 for none */
    gint last_unit;
    guint n_digits;
} Han;

static gboolean
han_take(Han *self, gunichar c)
{
    gint digit = han_digit(c);
    gint unit = han_unit(c);
    double scale = scale_of(c);

    if (digit >= 0) {
        self->digits = self->n_digits > 0 ? self->digits * 10 + digit : digit;
        self->n_digits++;
        return self->n_digits <= 15;
    }
    if (unit > 0) {
        self->section += (self->n_digits > 0 ? self->digits : 1) * unit;
        self->last_unit = unit;
    } else if (c == 0x5EFF || c == 0x5345) {
        self->section += c == 0x5EFF ? 20 : 30;
        self->last_unit = 10;
    } else if (scale >= 1e4 && (self->n_digits > 0 || self->section > 0 || self->total > 0)) {
        self->section += self->n_digits > 0 ? self->digits : 0;
        self->total = scale > 1e4 ? (self->total + self->section) * scale
                                  : self->total + self->section * scale;
        self->section = 0;
        self->last_unit = scale > 1e4 ? 100000000 : 10000;
    } else {
        return FALSE;
    }
    self->n_digits = 0;
    self->digits = 0;
    return TRUE;
}

/* 一百二 is 120: a last digit right behind a unit counts in tenths of it, except behind 十 and 零.
 */
static double
han_value(const Han *self, gboolean after_zero)
{
    double digits = self->n_digits > 0 ? self->digits : 0;

    if (self->n_digits == 1 && self->last_unit > 10 && !after_zero)
        digits *= self->last_unit / 10.0;
    return self->total + self->section + digits;
}

static gboolean
read_han(Cursor *self, double *value)
{
    Han han = { .last_unit = 0 };
    const char *start = self->at;
    const char *next;
    gboolean after_zero = FALSE;
    double fraction = 0.1;

    for (guint n = 0;; n++) {
        gunichar c = peek(self, &next);
        Cursor behind = { next, self->end };
        const char *unused;

        if (n == HAN_MAX)
            return FALSE;
        if (c == 0x5343 && self->at > start && is_unit_of_kilo(peek(&behind, &unused)))
            break;
        if (c == 0 || !han_take(&han, c))
            break;
        if (han_digit(c) == 0 && han.last_unit > 0) {
            after_zero = TRUE; /* 一千零五 */
            han.n_digits = 0;
        }
        self->at = next;
    }
    if (self->at == start)
        return FALSE;
    *value = han_value(&han, after_zero);

    /* 三点五 */
    Cursor ahead = *self;

    if (peek(&ahead, &next) == 0x70B9) {
        ahead.at = next;
        guint n = 0;

        for (gint digit; n < HAN_MAX && (digit = han_digit(peek(&ahead, &next))) >= 0;
             fraction /= 10, n++) {
            *value += digit * fraction;
            ahead.at = next;
            *self = ahead;
        }
        read_scales(self, value);
    }
    return TRUE;
}

/* --- the function --------------------------------------------------------------------------- */

gsize
mill_number_read(const char *text, const char *end, guint flags, MillNumber *number)
{
    Cursor cursor = { text, end };
    double value = 0;

    if (read_arabic(&cursor, flags, &value)) {
        if (!(flags & MILL_NUMBER_NO_SCALE))
            read_lower_scales(&cursor, read_scales(&cursor, &value), &value);
    } else if ((flags & MILL_NUMBER_DIGITS_ONLY) || !read_han(&cursor, &value)) {
        return 0;
    }
    *number = (MillNumber){ .value = value };
    if (fabs(value) < 9e15 && floor(value) == value) {
        number->is_integer = TRUE;
        number->integer = (gint64) value;
    }
    return (gsize) (cursor.at - text);
}
