/* image.h - compiled dictionaries: a built dictionary as a file that is mapped, not read.
 *
 * The file holds the arrays of dict.h as they are, each with a checksum, the settings it was built
 * with, and the size and checksum of each source. It is refused if it is damaged, of another format
 * version or byte order, or if one of its sources is there and differs. Numbers are in the byte
 * order of the machine that compiled it.
 */
#ifndef LEXICON_IMAGE_H
#define LEXICON_IMAGE_H

#include "dict.h"

#define LEX_IMAGE_VERSION 1

/* A file that a dictionary was made of, as it was when it was read. */
typedef struct {
    char *path;
    gsize size;
    guint64 checksum;
} LexSource;

void lex_source_clear(LexSource *source); /* frees what it holds */

/* Writes @dict to @path, whole or not at all. @sources (of LexSource) are remembered relative to
 * the file; @settings is kept for lex_image_open(). Fails with MILL_ERROR_IO. */
gboolean lex_image_write(const LexDict *dict, const GArray *sources, const char *settings,
                         const char *path, GError **error);

/* Whether the file at @path looks like a compiled dictionary. */
gboolean lex_image_probe(const char *path);

/* Maps the file. @settings (optional) receives what it was built with, valid as long as the
 * dictionary. Fails with MILL_ERROR_DATA (the message says what is wrong and what to do) or
 * MILL_ERROR_IO. (transfer full) */
LexDict *lex_image_open(const char *path, const char **settings, GError **error);

#endif
