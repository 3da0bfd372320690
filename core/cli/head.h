/* head.h - whether a file is a result, and whose, by its beginning. */
#ifndef MILL_CLI_HEAD_H
#define MILL_CLI_HEAD_H

#include <textmill/run.h>

/* In which a result says that it is one, and its id. */
#define HEAD_BYTES 16384

/* The first bytes of the file at @path, which may be compressed. FALSE if it cannot be read. */
gboolean head_of_file(const char *path, char head[HEAD_BYTES], gsize *length);
/* The id of the result that begins at @json, in the order in which textmill writes: `textmill`,
 * `id`. NULL if it is none. (transfer full) */
char *head_find_id(const char *json, gsize length);
/* Whether it begins like a list or a map in JSON, of whatever. */
gboolean head_looks_like_json(const char *json, gsize length);
/* The place behind the map that says what made the result which begins at @json, or 0. */
gsize head_skip(const char *json, gsize length);
/* `textmill.format` of the result that begins at @json and whose head ends at @length, as
 * head_skip() says; -1 if there is none. */
gint64 head_get_format(const char *json, gsize length);
gsize head_skip_blanks(const char *json, gsize at, gsize length);

#endif
