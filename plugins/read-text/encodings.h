/* encodings.h - the character encodings that the reader knows by name. */
#ifndef READ_TEXT_ENCODINGS_H
#define READ_TEXT_ENCODINGS_H

#include <glib.h>

/* How bytes make characters, which is what exact origins need. */
typedef enum {
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_UTF32LE,
    ENCODING_UTF32BE,
    ENCODING_SINGLE,  /* a byte a character */
    ENCODING_GB18030, /* 1, 2 or 4 bytes */
    ENCODING_DOUBLE,  /* 1, or 2 from a lead byte of 0x81 and above: Big5, EUC-KR, Johab */
    ENCODING_SJIS,    /* the same, with one-byte kana */
    ENCODING_EUC_JP,  /* 1, 2, or 3 after 0x8F */
    ENCODING_EUC_TW,  /* 1, 2, or 4 after 0x8E */
    ENCODING_HZ,      /* GB2312 in seven bits between ~{ and ~} */
    ENCODING_STATEFUL /* any other: escape sequences, or unknown to us */
} EncodingKind;

typedef struct {
    const char *name;  /* as the Encoding Standard or IANA writes it; what results show */
    const char *iconv; /* what the decoder calls it: often a superset */
    EncodingKind kind;
    const char *aliases; /* other labels, normalised, each followed by a space */
} Encoding;

/* The encoding with that name or alias (case, "-", "_" and spaces do not count), or NULL. */
const Encoding *encoding_find(const char *label);
/* The same for a label of @length bytes. */
const Encoding *encoding_find_length(const char *label, gsize length);
/* Every encoding, ended by one without a name. */
extern const Encoding encodings[];

#endif
