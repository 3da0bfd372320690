/* tray.h - the memory files in which a worker's answers come, again and again.
 *
 * A new file for each answer costs more than what is in it, where documents are short: its pages
 * are found, cleared, mapped and given back each time. So a worker keeps a few, which have a number
 * each. It writes into those that it has been granted; the parent reads them, and grants them anew
 * with a later task. What a worker may still write to cannot be trusted where it lies: it is read
 * into memory of the parent's own, and checked there.
 */
#ifndef MILL_RESULTS_TRAY_H
#define MILL_RESULTS_TRAY_H

#include <glib.h>

#define MILL_TRAY_FILES 8            /* as many as a worker may have answers under way */
#define MILL_TRAY_SIZE  (512 * 1024) /* bytes of an answer that comes in one, at most */
#define MILL_TRAY_NONE  G_MAXUINT32  /* stands for a number: the answer has a file of its own */

typedef struct MillTray MillTray;

/* The parent's side: for one worker, of @n_files files, MILL_TRAY_FILES at most; none is open yet.
 * (transfer full) */
MillTray *mill_tray_new(guint n_files);
MillTray *mill_tray_ref(MillTray *tray);
void mill_tray_unref(MillTray *tray);
/* The files that the worker may write into since the last grant: a bit each. */
guint32 mill_tray_grant(MillTray *tray);
/* @files could not be granted: they wait for the next grant. */
void mill_tray_revoke(MillTray *tray, guint32 files);
/* An answer has come in file @number. If it is a new one, @fd is that, and taken over; otherwise
 * -1. FALSE if the worker could not have written to it: then @fd is closed. */
gboolean mill_tray_take(MillTray *tray, guint32 number, int fd);
/* Reads the first @size bytes of file @number. FALSE if it has fewer. */
gboolean mill_tray_read(const MillTray *tray, guint32 number, void *bytes, gsize size);
/* The answer in file @number is needed no more. */
void mill_tray_release(MillTray *tray, guint32 number);
/* The worker is dead: a file stays open only as long as there is an answer in it. */
void mill_tray_retire(MillTray *tray);
/* How many files it has, or may come to have. */
guint mill_tray_count(const MillTray *tray);
/* In a forked child: closes the descriptors. */
void mill_tray_abandon(MillTray *tray);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillTray, mill_tray_unref)

#endif
