/* classes.c - the table of character classes. */
#include "classes.h"

#include <string.h>

typedef struct {
    gunichar first;
    gunichar last;
    KwClass class;
} Range;

/* What Unicode's general categories do not say, or not as a tokenizer wants it. */
static const Range ranges[] = {
    { '\n', '\r', KW_LINE },
    { '!', '!', KW_END },
    { '?', '?', KW_END },
    { '.', '.', KW_DOT },
    { '\'', '\'', KW_QUOTE },
    { '-', '-', KW_HYPHEN },
    { 0x85, 0x85, KW_LINE },
    { 0xad, 0xad, KW_SOFT },
    { 0xb7, 0xb7, KW_BREAK },
    { 0x0e00, 0x0eff, KW_THAI },
    { 0x1000, 0x109f, KW_THAI },
    { 0x1780, 0x17ff, KW_THAI },
    { 0x200b, 0x200d, KW_SOFT },
    { 0x2010, 0x2011, KW_HYPHEN },
    { 0x2019, 0x2019, KW_QUOTE },
    { 0x2028, 0x2029, KW_LINE },
    { 0x3001, 0x3001, KW_BREAK },
    { 0x3002, 0x3002, KW_END },
    { 0x3005, 0x3007, KW_HAN },
    { 0x3041, 0x309f, KW_HIRAGANA },
    { 0x30a1, 0x30fa, KW_KATAKANA },
    { 0x30fc, 0x30ff, KW_KATAKANA },
    { 0x3400, 0x4dbf, KW_HAN },
    { 0x4e00, 0x9fff, KW_HAN },
    { 0xf900, 0xfaff, KW_HAN },
    { 0xff01, 0xff01, KW_END },
    { 0xff0e, 0xff0e, KW_END },
    { 0xff1f, 0xff1f, KW_END },
    { 0xff61, 0xff61, KW_END },
    { 0xff66, 0xff9f, KW_KATAKANA },
};

static KwClass
class_of(gunichar c)
{
    switch (g_unichar_type(c)) {
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
        return KW_UPPER;
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
        return KW_LOWER;
    case G_UNICODE_DECIMAL_NUMBER:
        return KW_DIGIT;
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
        return KW_MARK;
    case G_UNICODE_SPACE_SEPARATOR:
        return KW_SPACE;
    case G_UNICODE_FORMAT:
        return KW_SOFT;
    default:
        return c == '\t' ? KW_SPACE : KW_BREAK;
    }
}

const guint8 *
kw_classes(void)
{
    static guint8 *classes;

    if (g_once_init_enter(&classes)) {
        guint8 *table = g_malloc(0x10000);

        for (gunichar c = 0; c < 0x10000; c++)
            table[c] = (c >= 0x3400 && c <= 0xdfff) ? KW_LOWER : (guint8) class_of(c);
        memset(table + 0xd800, KW_BREAK, 0x2000); /* surrogates, private use */
        for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++)
            memset(table + ranges[i].first, ranges[i].class, ranges[i].last - ranges[i].first + 1);
        g_once_init_leave(&classes, table);
    }
    return classes;
}

KwClass
kw_class_beyond(gunichar c)
{
    return c >= 0x20000 && c <= 0x3ffff ? KW_HAN : class_of(c);
}
