/* detect.h - which encoding bytes are in. */
#ifndef READ_TEXT_DETECT_H
#define READ_TEXT_DETECT_H

#include "encodings.h"

/* What the answer rests on, strongest first. */
typedef enum {
    DETECT_BOM,
    DETECT_UTF8,     /* the bytes are valid UTF-8, or nearly so */
    DETECT_ZEROS,    /* UTF-16 or UTF-32, by where zero bytes are */
    DETECT_DECLARED, /* the text names its encoding, and the bytes agree */
    DETECT_ESCAPES,  /* the escape sequences of ISO-2022 or HZ */
    DETECT_GUESS,    /* statistics */
    DETECT_FALLBACK, /* nothing fits: the option's choice */
} DetectReason;

typedef struct {
    const Encoding *encoding;
    gsize bom; /* bytes of a byte order mark to skip */
    DetectReason reason;
    const Encoding *declared; /* what the text says, if that is not what it is; or NULL */
} Detection;

/* Never fails: @fallback is the answer when nothing else is. @hint is what the server said that
 * sent it, or NULL: it counts where the text itself says nothing, and the bytes agree. */
Detection
detect_encoding(const guint8 *data, gsize length, const Encoding *hint, const Encoding *fallback);
/* The byte order mark at the start of @data: its length, and the encoding it tells. 0 for none. */
gsize detect_bom(const guint8 *data, gsize length, const Encoding **encoding);

#endif
