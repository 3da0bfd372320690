/* tray.h - the memory files in which a worker answers, again and again.
 *
 * A new file for each answer costs more than what is in it, where documents are short: its pages
 * are found, cleared, mapped and given back each time. So the parent has a few for each worker, by
 * numbers, and lends one with a task, for the answer to that alone. The worker closes it when it
 * has answered: whatever goes wrong in its process later does not reach an answer that waits. Still
 * it may have kept a way to write there, so what is believed of a file is what a copy says.
 */
#ifndef MILL_RESULTS_TRAY_H
#define MILL_RESULTS_TRAY_H

#include <glib.h>

#define MILL_TRAY_FILES 16           /* for tasks, and for answers that wait for their turn */
#define MILL_TRAY_SIZE  (256 * 1024) /* bytes of an answer that comes in one, at most */
#define MILL_TRAY_NONE  G_MAXUINT    /* stands for a number */

typedef struct MillTray MillTray;

/* For one worker, of @n_files files, MILL_TRAY_FILES at most; they are made when they are needed.
 * (transfer full) */
MillTray *mill_tray_new(guint n_files);
MillTray *mill_tray_ref(MillTray *tray);
void mill_tray_unref(MillTray *tray);
/* The number of a file that is not in use, and is now; MILL_TRAY_NONE if there is none. */
guint mill_tray_take(MillTray *tray);
/* File @number is not in use any more; MILL_TRAY_NONE is none. */
void mill_tray_release(MillTray *tray, guint number);
/* The worker is dead: a file stays open only as long as it is in use. */
void mill_tray_retire(MillTray *tray);
/* How many files it has, or may come to have. */
guint mill_tray_count(const MillTray *tray);
/* To be lent. Borrowed. */
int mill_tray_get_fd(const MillTray *tray, guint number);
/* Reads the first @size bytes of file @number. FALSE if it has fewer. */
gboolean mill_tray_read(const MillTray *tray, guint number, void *bytes, gsize size);
/* In a forked child: closes the descriptors. */
void mill_tray_abandon(MillTray *tray);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillTray, mill_tray_unref)

#endif
