/* pattern.h - how the files of a writer are named: "{dir}/{stem}.json".
 *
 * | placeholder | for the document `laws/2021/act.v2.txt` |
 * | --- | --- |
 * | {id} | laws/2021/act.v2.txt |
 * | {dir} | laws/2021 |
 * | {name} | act.v2.txt |
 * | {stem} | act.v2 |
 * | {ext} | txt |
 * | {index} | 000001: its number in input order |
 * | {fan} | a5: the first two digits of the SHA-256 of the id, for 256 folders of equal size |
 * | {fan2} | f9: the next two |
 * | {part} | the part of the writer's result, such as `tags`; `main` if it has no name |
 * | {shard} | 00001: the number of the file, where `shard:` says how much goes into each |
 *
 * A pattern without any of the first eight collects all documents in one file, or in one after the
 * other. If it has no {part}, the name of a part goes before the extension: `act.v2.tags.csv`, and
 * `act.v2.tags.csv.gz` where the file is compressed. A part whose name begins with `./` brings its
 * own: `./about.json` is `about.json` in the folder of the others.
 *
 * Whatever an id holds, the result is a path below the folder: `..` becomes `__`, empty and `.`
 * components go, control characters and bytes that are not UTF-8 become `_`, components over
 * 240 bytes are cut and end with a hash of the whole.
 */
#ifndef MILL_PIPELINE_PATTERN_H
#define MILL_PIPELINE_PATTERN_H

#include <glib.h>

typedef struct MillPattern MillPattern;

/* Files that begin so are the core's own; no result is named so. */
#define MILL_TEMPORARY_PREFIX ".textmill"

/* NULL with MILL_ERROR_CONFIG if @text is not what mill_plan_find_file_mistake() lets pass.
 * (transfer full) */
MillPattern *mill_pattern_new(const char *text, GError **error);
void mill_pattern_free(MillPattern *pattern);
const char *mill_pattern_get_text(const MillPattern *pattern);
/* Whether each document has a file of its own. */
gboolean mill_pattern_is_per_document(const MillPattern *pattern);
/* Whether files that collect documents are numbered. */
gboolean mill_pattern_is_sharded(const MillPattern *pattern);
/* The path of @part (may be NULL) of the document @id, number @index (from 0) of the run. Never
 * empty. (transfer full) */
char *
mill_pattern_expand(const MillPattern *pattern, const char *id, gint64 index, const char *part);
/* The path of the file, number @shard (from 0), that collects @part (may be NULL) of many
 * documents. (transfer full) */
char *mill_pattern_expand_shared(const MillPattern *pattern, const char *part, guint shard);

/* @name with @suffix before its extension: ("a/b.json", "~2") gives "a/b~2.json". (transfer full)
 */
char *mill_pattern_insert(const char *name, const char *suffix);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillPattern, mill_pattern_free)

#endif
