/* blanks.h - empty files in the work folder that workers are lent, to put large results where they
 * will stay.
 *
 * A worker may open no files, so the parent opens some ahead, passes their descriptors on with a
 * task, and keeps only their numbers. What a worker says it has put into one becomes a draft; all
 * others are deleted: those of a worker that died, and those of a document that is not exported.
 */
#ifndef MILL_RESULTS_BLANKS_H
#define MILL_RESULTS_BLANKS_H

#include "results/files.h"

/* How their names end. */
#define MILL_BLANK_SUFFIX ".blank"

typedef struct MillBlanks MillBlanks;

/* Blanks in the work folder of @files, which is borrowed. (transfer full) */
MillBlanks *mill_blanks_new(MillFiles *files);
void mill_blanks_free(MillBlanks *blanks);
/* Opens up to @n into @fds, which are the caller's; their numbers are *@first and those behind it.
 * Returns how many there are: where none can be had, results come another way. */
guint mill_blanks_open(MillBlanks *blanks, guint n, int *fds, guint64 *first);
/* Deletes the blank @number, if it has not become a draft. */
void mill_blanks_discard(MillBlanks *blanks, guint64 number);
/* Makes the blank @number, which must have @size bytes, the draft @name. FALSE with MILL_ERROR_IO;
 * *@local tells that this one is not as its worker said. */
gboolean mill_blanks_take(MillBlanks *blanks, guint64 number, gint64 size, const char *name,
                          MillDraft *draft, gboolean *local, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillBlanks, mill_blanks_free)

#endif
