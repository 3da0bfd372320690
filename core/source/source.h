/* source.h - what the inputs of a run yield: units, in a fixed order.
 *
 * Inputs are taken in the order they were given; a folder yields its files as in walk.h. "-" and
 * pipes are read to their end before the run. The id of a document is
 *   - inside the only input, a folder: the path in the folder (`a/b.txt`);
 *   - with several inputs: the name of the file, or the folder's name and the path inside it; a
 *     name that was given before gets ~2, ~3, …;
 *   - of standard input: `stdin`.
 * Bytes of names that are not UTF-8 show as %XX; so does what would make the name of a file that of
 * an item in another (form.h). So ids are unique, and ascending in a folder but for these.
 */
#ifndef MILL_SOURCE_SOURCE_H
#define MILL_SOURCE_SOURCE_H

#include <sys/stat.h>

#include "isolate/sandbox.h"
#include "pipeline/input.h"
#include "source/unit.h"

typedef struct MillSource MillSource;

/* Checks the inputs @paths (NULL-terminated). One that is not there is a document that cannot be
 * read; NULL with MILL_ERROR_IO if that is all there is (each is named), MILL_ERROR_OPTION if there
 * are none or "-" comes twice. (transfer full) */
MillSource *mill_source_new(const char *const *paths, GError **error);
/* The inputs are the files that the file @path ("-": standard input) lists (list.h). NULL with
 * MILL_ERROR_IO. (transfer full) */
MillSource *mill_source_new_list(const char *path, GError **error);
void mill_source_free(MillSource *source);
/* Files of records are taken apart as @input says, which is borrowed, as is @stop (or NULL). Is
 * called first; without it every file is one item. */
void mill_source_set_input(MillSource *source, const MillInput *input, const volatile gint *stop);
/* How what takes them apart is confined; likewise. */
void mill_source_set_sandbox(MillSource *source, MillSandboxMode mode);
/* What came of that, as mill_feeder_get_sandbox(). */
const MillSandbox *mill_source_get_sandbox(const MillSource *source, guint *confined);
/* In a forked child: closes what is the parent's. */
void mill_source_abandon(MillSource *source);
/* Whether mill_source_next() might have to wait: for a pipe, or for what takes a file apart. */
gboolean mill_source_is_slow(const MillSource *source);
/* Reads standard input and pipes to their end; is called before the first unit is asked for.
 * FALSE with MILL_ERROR_IO, or MILL_ERROR_STOPPED if *@stop (NULL: never) became true. */
gboolean mill_source_spool(MillSource *source, const volatile gint *stop, GError **error);
/* Keeps the results folder out of the documents. FALSE with MILL_ERROR_OPTION if it is itself one
 * of the inputs. To be called likewise. */
gboolean mill_source_skip(MillSource *source, const struct stat *folder, GError **error);
/* From now on only each unit is given whose index leaves @shard - 1 when divided by @n_shards. */
void mill_source_set_shard(MillSource *source, guint shard, guint n_shards);
/* What came through standard input and pipes before is not read: until it returns FALSE, @call
 * gives the units of the one at @path (NULL: standard input), all but their indices. To be called
 * before mill_source_spool(). */
typedef gboolean (*MillSourceReplay)(const char *path, MillUnit *unit, gpointer data);
void mill_source_set_replay(MillSource *source, MillSourceReplay call, gpointer data);
/* A container need not be taken apart if @call, which is given it as a unit and the index of its
 * first item, knows how many items it has; it returns 0 if not. NULL: that ends. */
typedef gint64 (*MillSourcePass)(const MillUnit *file, gint64 index, gpointer data);
void mill_source_set_pass(MillSource *source, MillSourcePass call, gpointer data);
/* Begins anew with the first unit. FALSE with MILL_ERROR_OPTION if a pipe was used up. */
gboolean mill_source_restart(MillSource *source, GError **error);
/* Fills @unit, which the caller clears. FALSE at the end. */
gboolean mill_source_next(MillSource *source, MillUnit *unit);

/* How much there is. */
typedef struct {
    gint64 units; /* -1: there is a container, so that only the run itself will tell */
    gint64 bytes; /* of all files, packed as they are; -1: there is a pipe of records */
} MillSourceTotal;

/* Looks ahead at up to @limit files more; @total becomes what has been found so far. TRUE when that
 * is all. Costs a second walk, in slices. */
gboolean mill_source_count(MillSource *source, guint limit, MillSourceTotal *total);
/* How far the inputs have been read: bytes of the files of all of them, packed as they are, up to
 * the end of the last unit that was given, or of a container that was passed over or has no more;
 * about. */
gint64 mill_source_get_behind(const MillSource *source);

/* @name as UTF-8: a byte that is not becomes %XX. (transfer full) */
char *mill_source_escape(const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillSource, mill_source_free)

#endif
