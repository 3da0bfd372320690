/* number.h - numbers and dates as people write them, in digits or in Chinese characters.
 *
 * Each function reads the longest form that begins at @text, looks no further than @end (the text
 * is UTF-8), returns the bytes it took and fills its last argument; 0 means that there is none.
 *
 *     MillNumber number;
 *     gsize used = mill_number_read(text, end, 0, &number); // "1.2万亿元": 1.2e12, 9 bytes
 *
 *     if (used > 0 && number.is_integer)
 *         printf("%" G_GINT64_FORMAT "\n", number.integer);
 *
 * Runs of more than 63 digits, or of more than 64 Chinese numerals, are no numbers. They are not
 * read to their end, so a caller may ask at every place of a text.
 *
 * Nothing is said about what stands before @text: whether "5" is the end of "V5" is for the caller.
 */
#ifndef TEXTMILL_NUMBER_H
#define TEXTMILL_NUMBER_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* A number that was read. */
typedef struct {
    double value;        /* rounded, if a double cannot hold it */
    gboolean is_integer; /* and fits @integer */
    gint64 integer;      /* 0 if it is none */
} MillNumber;

/* What mill_number_read() takes for a number. */
typedef enum {
    MILL_NUMBER_DECIMAL_COMMA =
        1 << 0, /* "1,5" is one and a half; behind 1.234 and 1 234 a comma always is read so */
    MILL_NUMBER_NO_SCALE = 1 << 1,    /* leave 万, 亿 behind digits alone */
    MILL_NUMBER_DIGITS_ONLY = 1 << 2, /* no Chinese numerals (full-width digits are digits) */
    MILL_NUMBER_EUROPEAN = 1 << 3,    /* 1.234 is 1234 and 1,234 is less than two: for texts that
                                         are known to be written so. Since ABI 1.2 */
} MillNumberFlags;

/* 12, 1,234.5, 1 234 567,8 (with no-break or thin spaces), 1.234.567,8, ２０２５, 3.5万, 1.2 万亿,
 * 3亿5000万, 十二, 一百二十, 二〇二五, 三点五, 廿一, 壹佰. A 千 that belongs to a unit (千米, 千瓦)
 * is left alone. No sign is read. */
MILL_API gsize mill_number_read(const char *text, const char *end, guint flags, MillNumber *number);

/* A day, a month (day = 0) or a year (month = day = 0) of the Gregorian calendar. */
typedef struct {
    gint year;  /* 1 to 9999 */
    gint month; /* 1 to 12, or 0 */
    gint day;   /* 1 to 31, or 0 */
} MillDate;

/* 2021-02-10, 2021/2/10, 2021.2.10, 2021年2月10日, 二〇二五年三月, 令和3年4月, 10.2.2021, 10.
 * Februar 2021, Feb 10, 2021, 10 February 2021, March 2021, 10 mars 2021. A two-digit year, and
 * 3/4/2021 where either number could be the month, are not read. Days are checked against their
 * month.
 *
 *     MillDate date;
 *     char iso[16];
 *
 *     if (mill_date_read(text, end, &date) > 0)
 *         mill_document_set_meta_string(document, "date", mill_date_format(&date, iso));
 */
MILL_API gsize mill_date_read(const char *text, const char *end, MillDate *date);

/* Writes @date as ISO 8601 ("2021", "2021-02", "2021-02-10") to @buffer of at least 16 bytes and
 * returns @buffer. */
MILL_API char *mill_date_format(const MillDate *date, char *buffer);

G_END_DECLS

#endif
