/* classes.h - what each character is to a tokenizer. */
#ifndef KEYWORDS_CLASSES_H
#define KEYWORDS_CLASSES_H

#include <glib.h>

typedef enum {
    KW_BREAK,  /* ends a phrase */
    KW_END,    /* ends a sentence: 。！？!? */
    KW_DOT,    /* may end one */
    KW_SPACE,  /* within a line */
    KW_LINE,   /* ends a line */
    KW_HYPHEN, /* joins words */
    KW_QUOTE,  /* an apostrophe between letters, otherwise a quotation mark */
    KW_SOFT,   /* soft hyphen, joiners: part of a word, without meaning */
    KW_DIGIT,  /* from here on: part of words */
    KW_LOWER,  /* also letters without case */
    KW_UPPER,
    KW_MARK, /* combining */
    KW_HAN,  /* from here on: scripts without spaces */
    KW_KATAKANA,
    KW_HIRAGANA,
    KW_THAI, /* Thai, Lao, Khmer, Burmese */
} KwClass;

/* The classes of the first 65,536 characters. Built when first asked for. Static storage. */
const guint8 *kw_classes(void);
/* Of any character. */
KwClass kw_class_beyond(gunichar c);

#define KW_IS_WORD(c)     ((c) >= KW_DIGIT && (c) <= KW_MARK)
#define KW_IS_UNSPACED(c) ((c) >= KW_HAN)

/* The character at *@p (valid UTF-8), which is advanced. */
static inline gunichar
kw_next_char(const char **p)
{
    const guint8 *at = (const guint8 *) *p;

    if (G_LIKELY(at[0] < 0x80)) {
        *p += 1;
        return at[0];
    }
    if (at[0] < 0xe0) {
        *p += 2;
        return (at[0] & 0x1fu) << 6 | (at[1] & 0x3fu);
    }
    if (at[0] < 0xf0) {
        *p += 3;
        return (at[0] & 0x0fu) << 12 | (at[1] & 0x3fu) << 6 | (at[2] & 0x3fu);
    }
    *p += 4;
    return (at[0] & 0x07u) << 18 | (at[1] & 0x3fu) << 12 | (at[2] & 0x3fu) << 6 | (at[3] & 0x3fu);
}

static inline KwClass
kw_class(const guint8 *classes, gunichar c)
{
    return G_LIKELY(c < 0x10000) ? (KwClass) classes[c] : kw_class_beyond(c);
}

#endif
