/* files-private.h - what folder and drafts share. */
#ifndef MILL_RESULTS_FILES_PRIVATE_H
#define MILL_RESULTS_FILES_PRIVATE_H

#include "results/files.h"

struct MillFiles {
    int fd;
    int work_fd; /* of the work folder, or -1 */
    char *path;
    /* The folder that was entered last: documents of one folder come one after the other. */
    char *entered;
    int entered_fd;
};

/* Sets @error to "cannot @doing '...': @reason" and returns FALSE. @path is below the folder; NULL
 * for the folder itself. */
gboolean mill_files_fail(const MillFiles *files, const char *doing, const char *path, int reason,
                         GError **error);
/* Errors that a single name can have, in a folder that is otherwise fine. */
gboolean mill_files_is_local(int reason);
/* The folder of the file @path as a descriptor that is borrowed until the next call, and the
 * file's own name in it. Returns -1 with errno. */
int mill_files_enter(MillFiles *files, const char *path, gboolean make, const char **name);

#endif
