/* binary.c - files that are not text at all, by the magic numbers that file(1) also goes by. */
#include "binary.h"

#include <string.h>

typedef struct {
    gsize offset;
    const char *bytes;
    gsize length;
    const char *name;
} Magic;

#define MAGIC(offset, bytes, name)                                                                 \
    {                                                                                              \
        offset, bytes, sizeof(bytes) - 1, name                                                     \
    }

static const Magic magics[] = {
    MAGIC(0, "\x89PNG\r\n\x1A\n", "a PNG image"),
    MAGIC(0, "\xFF\xD8\xFF", "a JPEG image"),
    MAGIC(0, "GIF87a", "a GIF image"),
    MAGIC(0, "GIF89a", "a GIF image"),
    MAGIC(0, "II*\0", "a TIFF image"),
    MAGIC(0, "MM\0*", "a TIFF image"),
    MAGIC(8, "WEBPVP8", "a WebP image"),
    MAGIC(0, "%PDF-", "a PDF document"),
    MAGIC(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office document"),
    MAGIC(0, "PK\x03\x04", "a ZIP archive, or an Office document"),
    MAGIC(0, "PK\x05\x06", "an empty ZIP archive"),
    MAGIC(0, "\x1F\x8B\x08", "gzip-compressed data"),
    MAGIC(0, "BZh91AY&SY", "bzip2-compressed data"),
    MAGIC(0, "\xFD\x37zXZ\0", "xz-compressed data"),
    MAGIC(0, "\x28\xB5\x2F\xFD", "zstd-compressed data"),
    MAGIC(0, "7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    MAGIC(0, "Rar!\x1A\x07", "a RAR archive"),
    MAGIC(257, "ustar", "a tar archive"),
    MAGIC(0,
          "\x7F"
          "ELF",
          "an ELF program"),
    MAGIC(0, "MZ\x90\0", "a Windows program"),
    MAGIC(0, "\xCF\xFA\xED\xFE", "a Mach-O program"),
    MAGIC(0, "\xCA\xFE\xBA\xBE", "a Java class or Mach-O program"),
    MAGIC(0, "\0asm", "a WebAssembly module"),
    MAGIC(0, "SQLite format 3\0", "an SQLite database"),
    MAGIC(0, "PAR1", "a Parquet file"),
    MAGIC(0, "ID3\x02", "MP3 audio"),
    MAGIC(0, "ID3\x03", "MP3 audio"),
    MAGIC(0, "ID3\x04", "MP3 audio"),
    MAGIC(0, "OggS\0", "Ogg audio or video"),
    MAGIC(0, "fLaC", "FLAC audio"),
    MAGIC(8, "WAVEfmt ", "WAV audio"),
    MAGIC(4, "ftyp", "an MP4 video"),
    MAGIC(0, "\x1A\x45\xDF\xA3", "a Matroska video"),
    MAGIC(0, "wOF2", "a font"),
    MAGIC(0, "wOFF", "a font"),
};

/* Some magic numbers are words that a text could begin with; such a file has NULs soon. */
static gboolean
binary_is_word(const Magic *magic)
{
    for (gsize i = 0; i < magic->length; i++)
        if (magic->bytes[i] < 0x20 || magic->bytes[i] >= 0x7F)
            return FALSE;
    return magic->bytes[0] != '%';
}

const char *
binary_recognise(const guint8 *data, gsize length)
{
    gboolean has_nul = length > 0 && memchr(data, 0, MIN(length, 1024));

    for (gsize i = 0; i < G_N_ELEMENTS(magics); i++) {
        const Magic *magic = &magics[i];

        if (length >= magic->offset + magic->length && (has_nul || !binary_is_word(magic)) &&
            !memcmp(data + magic->offset, magic->bytes, magic->length))
            return magic->name;
    }
    return NULL;
}

/* Of the 28 control characters that no text needs (tab, line and page breaks, escape and the shifts
 * of ISO-2022 aside), random bytes have a tenth, programs a third, text none. */
gboolean
binary_has_controls(const guint8 *data, gsize length)
{
    gsize sample = MIN(length, 64 * 1024);
    gsize controls = 0;

    for (gsize i = 0; i < sample; i++) {
        guint8 byte = data[i];

        controls += byte < 0x07 || (byte > 0x0F && byte < 0x20 && byte != 0x1B && byte != 0x1A) ||
                    byte == 0x7F;
    }
    return controls >= 4 && controls > sample / 20;
}
