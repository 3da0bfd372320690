/* files.h - result files: whole or not at all, and never outside of their folder.
 *
 * A file is written under a temporary name at the top of the folder and renamed when it is
 * complete. Every step of a path is opened below the one before, so that neither `..` nor a
 * symbolic link that somebody put into the folder leads out of it.
 *
 * Errors are MILL_ERROR_IO and say the path and the reason. Where it matters, *@local tells an
 * error of this one name (a folder stands in its place, say) from one that the next file will
 * meet as well (a full disk).
 */
#ifndef MILL_RUN_FILES_H
#define MILL_RUN_FILES_H

#include <glib.h>

typedef struct MillFiles MillFiles;

/* A file that is being written. */
typedef struct {
    int fd;
    char name[32]; /* the temporary one */
} MillDraft;

#define MILL_DRAFT_NONE                                                                            \
    {                                                                                              \
        .fd = -1                                                                                   \
    }

/* Takes over @fd, an open folder that messages call @path. (transfer full) */
MillFiles *mill_files_new(int fd, const char *path);
void mill_files_free(MillFiles *files);
int mill_files_get_fd(const MillFiles *files);
const char *mill_files_get_path(const MillFiles *files);
/* In a forked child: closes its descriptors and nothing else. */
void mill_files_abandon(MillFiles *files);
/* Deletes the temporary files that a killed run left behind. */
void mill_files_sweep(MillFiles *files);

gboolean mill_draft_open(MillDraft *draft, MillFiles *files, GError **error);
gboolean mill_draft_write(MillDraft *draft, MillFiles *files, const void *bytes, gsize length,
                          GError **error);
/* Gives the file the name @path, folders being made as needed; what had that name is replaced. In
 * any case the draft is done with. */
gboolean mill_draft_publish(MillDraft *draft, MillFiles *files, const char *path, gboolean *local,
                            GError **error);
/* Its absolute path, for those who write to it by name. (transfer full) */
char *mill_draft_dup_path(const MillDraft *draft, const MillFiles *files);
/* Deletes the file; nothing happens to a draft that is done with. */
void mill_draft_discard(MillDraft *draft, MillFiles *files);

/* Deletes the file @path, and the folders that are empty without it. Paths that lead out of the
 * folder, and files that are not there, are passed over. FALSE if a file is there and stays. */
gboolean mill_files_remove(MillFiles *files, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillFiles, mill_files_free)

#endif
