/* lend.h - the files of a task: the parent opens them and passes them on, for a worker that is
 * confined and may open none.
 *
 * Whatever in a worker reads an item from its path opens it with mill_lend_open(). Units in a row
 * that are in one container share its file.
 */
#ifndef MILL_SOURCE_LEND_H
#define MILL_SOURCE_LEND_H

#include "isolate/channel.h"
#include "source/unit.h"

/* Files of a task at most. */
#define MILL_LEND_MAX MILL_CHANNEL_FDS

/* In the parent: the files of a task, open. Zeroed is empty. */
typedef struct {
    int fds[MILL_LEND_MAX];
    guint n_fds;
} MillLoan;

/* How many of the @n_units units have MILL_LEND_MAX files or fewer; at least one. */
guint mill_lend_fit(const MillUnit *units, guint n_units);
/* Opens the files of the units, and appends to @message what became of it. */
void mill_lend_prepare(MillLoan *loan, const MillUnit *units, guint n_units, GByteArray *message);
/* Closes them. */
void mill_lend_clear(MillLoan *loan);

/* In a worker: takes over the @n_fds descriptors that came with @message, cuts from *@length what
 * mill_lend_prepare() appended, and closes those of the task before. FALSE if it makes no sense. */
gboolean mill_lend_receive(const guint8 *message, gsize *length, const int *fds, guint n_fds);
/* Says to which units, those of the message, the files belong. The paths are borrowed until the
 * next message. */
void mill_lend_name(const MillUnit *units, guint n_units);
/* A descriptor of what @unit is in, not to be closed and good until the next call; -1 with errno.
 * Its place may be anywhere. */
int mill_lend_peek(const MillUnit *unit);
/* A descriptor of the file at @path, at its beginning, for the caller to close; -1 with errno. A
 * file that was not lent is opened, if the process may. */
int mill_lend_open(const char *path);

#endif
