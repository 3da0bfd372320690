/* numerals.h - numbers as headings write them, read from UTF-8 text. */
#ifndef SECTIONS_NUMERALS_H
#define SECTIONS_NUMERALS_H

#include <glib.h>

/* Numbering systems; a pattern allows a set of them. */
typedef enum {
    NUMERAL_ARABIC = 1 << 0,  /* 12, １２ */
    NUMERAL_CHINESE = 1 << 1, /* 十二, 一百二十, 二〇二五, 廿一, 拾贰, 两 */
    NUMERAL_ROMAN = 1 << 2,   /* XII, xii, Ⅻ */
    NUMERAL_LETTER = 1 << 3,  /* one letter: B is 2 */
    NUMERAL_CIRCLED = 1 << 4, /* ①, ❶, ㉑: signs that carry their own circle */
    NUMERAL_BRACED = 1 << 5,  /* ⑴, ㈠: signs that carry their own brackets */
    NUMERAL_ORDINAL = 1 << 6, /* First, Dritter, Zweites */
    NUMERAL_WORD = 1 << 7,    /* One, Two, Three */
} NumeralSystem;

/* Larger numbers are not taken for numbers of headings. */
#define NUMERAL_MAX 99999999

/* Reads the longest number of one of @systems at @text. Returns the bytes it takes and sets @value,
 * or returns 0. @end bounds the text. */
gsize numeral_read(const char *text, const char *end, guint systems, gint64 *value);

/* Several patterns often ask for the same number in the same place; this remembers the last answer.
 * Zero it when the text changes. */
typedef struct {
    const char *text;
    guint systems;
    gsize length;
    gint64 value;
} NumeralCache;

gsize numeral_read_cached(NumeralCache *cache, const char *text, const char *end, guint systems,
                          gint64 *value);

/* The system called @name ("arabic", "chinese", …), or 0. */
guint numeral_system_find(const char *name);
/* The names, NULL-terminated, for messages. */
const char *const *numeral_system_names(void);

/* Is told of a way in which something can begin: its first character, and the ASCII character
 * behind it, 0 for any. What is not ASCII may always follow. */
typedef void (*NumeralBegin)(gunichar first, gunichar second, gpointer data);

/* Calls @add for every beginning of a number of @systems. */
void numeral_begin(guint systems, NumeralBegin add, gpointer data);

#endif
