/* scalar.c - what a plain scalar means: the core schema of YAML 1.2.2, section 10.3.2. */
#include "config/node-private.h"

#include <errno.h>
#include <math.h>
#include <string.h>

static gboolean
scalar_is_one_of(const char *text, const char *const *words)
{
    return g_strv_contains(words, text);
}

static const char *const scalar_nulls[] = { "", "~", "null", "Null", "NULL", NULL };
static const char *const scalar_trues[] = { "true", "True", "TRUE", NULL };
static const char *const scalar_falses[] = { "false", "False", "FALSE", NULL };
static const char *const scalar_infinities[] = { ".inf", ".Inf", ".INF", NULL };
static const char *const scalar_nans[] = { ".nan", ".NaN", ".NAN", NULL };

static const char *
scalar_skip_digits(const char *p)
{
    while (g_ascii_isdigit(*p))
        p++;
    return p;
}

/* The base of the integer @text and its @digits; 0 if it is none. */
static guint
scalar_int_base(const char *text, const char **digits)
{
    const char *octal = "01234567", *hex = "0123456789abcdefABCDEF";

    *digits = text;
    if (g_str_has_prefix(text, "0o") || g_str_has_prefix(text, "0x")) {
        gsize accepted = strspn(text + 2, text[1] == 'o' ? octal : hex);

        *digits += 2;
        return accepted > 0 && text[2 + accepted] == '\0' ? (text[1] == 'o' ? 8 : 16) : 0;
    }

    const char *start = text + (*text == '-' || *text == '+');

    return g_ascii_isdigit(*start) && *scalar_skip_digits(start) == '\0' ? 10 : 0;
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static gboolean
scalar_is_float(const char *text)
{
    const char *start = text + (*text == '-' || *text == '+');
    const char *p = scalar_skip_digits(start);
    gboolean digits = p > start;

    if (*p == '.') {
        const char *fraction = p + 1;

        p = scalar_skip_digits(fraction);
        digits = digits || p > fraction;
    }
    if (!digits)
        return FALSE;
    if (*p == 'e' || *p == 'E') {
        p += 1 + (p[1] == '-' || p[1] == '+');
        if (!g_ascii_isdigit(*p))
            return FALSE;
        p = scalar_skip_digits(p);
    }
    return *p == '\0';
}

static gboolean
scalar_parse_int(const char *text, gint64 *value)
{
    const char *digits;
    guint base = scalar_int_base(text, &digits);

    if (base == 0)
        return FALSE;
    errno = 0;
    *value = g_ascii_strtoll(digits, NULL, base);
    return errno == 0;
}

MillType
mill_scalar_resolve(const char *text)
{
    const char *unsigned_text = text + (*text == '-' || *text == '+'), *digits;
    gint64 value;

    if (scalar_is_one_of(text, scalar_nulls))
        return MILL_TYPE_NULL;
    if (scalar_is_one_of(text, scalar_trues) || scalar_is_one_of(text, scalar_falses))
        return MILL_TYPE_BOOL;
    if (scalar_parse_int(text, &value))
        return MILL_TYPE_INT;
    if (scalar_int_base(text, &digits) > 0 || scalar_is_float(text) ||
        scalar_is_one_of(unsigned_text, scalar_infinities) || scalar_is_one_of(text, scalar_nans))
        return MILL_TYPE_DOUBLE;
    return MILL_TYPE_STRING;
}

gint64
mill_scalar_get_int(const char *text)
{
    gint64 value = 0;

    scalar_parse_int(text, &value);
    return value;
}

double
mill_scalar_get_double(const char *text)
{
    const char *digits;
    guint base = scalar_int_base(text, &digits);

    if (base == 8 || base == 16)
        return (double) g_ascii_strtoull(digits, NULL, base);
    if (scalar_is_one_of(text, scalar_nans))
        return NAN;
    if (scalar_is_one_of(text + (*text == '-' || *text == '+'), scalar_infinities))
        return *text == '-' ? -INFINITY : INFINITY;
    return g_ascii_strtod(text, NULL);
}

gboolean
mill_scalar_get_bool(const char *text)
{
    return scalar_is_one_of(text, scalar_trues);
}
