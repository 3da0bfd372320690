/* decode.h - from the bytes of a mail to characters that know where they stood.
 *
 * A mail writes its text in ASCII (the transfer encoding), which stands for bytes, which stand for
 * characters (the charset). Both are undone here, and each character is handed on together with the
 * bytes of the mail that it came from: that is all a reader needs to keep provenance.
 */
#ifndef READ_EMAIL_DECODE_H
#define READ_EMAIL_DECODE_H

#include <textmill/plugin.h>

typedef enum {
    TRANSFER_NONE,   /* 7bit, 8bit, binary: bytes stand for themselves */
    TRANSFER_QUOTED, /* quoted-printable */
    TRANSFER_BASE64,
    TRANSFER_WORD, /* the form of quoted-printable that header fields use */
} Transfer;

/* Takes one character (UTF-8, @length bytes) that came from the bytes @origin of the source.
 * Characters come in the order of the source, and origins do not overlap. */
typedef void (*TakeCharacter)(gpointer data, const char *character, gsize length, MillSpan origin);

typedef struct Decoder Decoder;

/* @source is borrowed. (transfer full) */
Decoder *decoder_new(const guint8 *source);
void decoder_free(Decoder *self);

/* Undoes @transfer on the source bytes @span; the bytes go behind those of earlier calls. */
void decoder_add(Decoder *self, MillSpan span, Transfer transfer);
/* Hands on what was added, as text in @charset (NULL: nobody says; then it is UTF-8, or
 * windows-1252 where that cannot be), and starts anew. */
void decoder_flush(Decoder *self, const char *charset, TakeCharacter take, gpointer data);

/* The name of what was decoded last; borrowed until the next call. */
const char *decoder_get_charset(const Decoder *self);
/* What was wrong so far, for the diagnostics. */
guint decoder_get_invalid(const Decoder *self);       /* how often U+FFFD had to be put */
const char *decoder_get_unknown(const Decoder *self); /* a charset that there is not, or NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Decoder, decoder_free)

#endif
