/* files.h - result files: whole or not at all, and never outside of their folder.
 *
 * A file is written under a temporary name in the work folder, DIR/.textmill, and renamed when it
 * is complete. Every step of a path is opened below the one before, so that neither `..` nor a
 * symbolic link that somebody put into the folder leads out of it.
 *
 * Errors are MILL_ERROR_IO and say the path and the reason. Where it matters, *@local tells an
 * error of this one name (a folder stands in its place, say) from one that the next file will
 * meet as well (a full disk).
 */
#ifndef MILL_RESULTS_FILES_H
#define MILL_RESULTS_FILES_H

#include <glib.h>

typedef struct MillFiles MillFiles;

/* Where drafts are, in the results folder. */
#define MILL_WORK_FOLDER ".textmill"

/* A file that is being written, or is complete and has no name yet. */
typedef struct {
    int fd;        /* -1: closed */
    char name[40]; /* in the work folder; "": there is none */
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

/* Makes the work folder, if it is not there. To be called before the first draft. */
gboolean mill_files_open_work(MillFiles *files, GError **error);
/* Deletes all that is in it. */
void mill_files_clear_work(MillFiles *files);
/* Deletes the file or folder @name in it, with all that is there. */
void mill_files_remove_work(MillFiles *files, const char *name);
/* Deletes it if it is empty. */
void mill_files_close_work(MillFiles *files);
/* Calls for each name in the work folder. */
typedef void (*MillFilesCall)(const char *name, gpointer data);
void mill_files_each_work(MillFiles *files, MillFilesCall call, gpointer data);
/* Whether a file may get the name @path; folders are made as needed. *@local as above. */
gboolean mill_files_check(MillFiles *files, const char *path, gboolean *local, GError **error);
/* Gives the file at @from, which may be gone already, the name @path. */
gboolean mill_files_move_in(MillFiles *files, const char *from, const char *path, GError **error);
/* Waits until all that was written to the file system of the folder is on the disk. */
gboolean mill_files_sync(MillFiles *files, GError **error);

/* Begins the draft @name, replacing one of that name. */
gboolean mill_draft_open(MillDraft *draft, MillFiles *files, const char *name, GError **error);
/* Gives the draft another name, replacing one of that name. */
gboolean mill_draft_rename(MillDraft *draft, MillFiles *files, const char *name, GError **error);
/* Goes on with the draft @name behind its first @size bytes. If it is not there, the file @path
 * becomes the draft again. MILL_ERROR_DATA if it is shorter. */
gboolean mill_draft_reopen(MillDraft *draft, MillFiles *files, const char *name, const char *path,
                           gint64 size, GError **error);
gboolean mill_draft_write(MillDraft *draft, MillFiles *files, const void *bytes, gsize length,
                          GError **error);
/* Makes the draft, which is empty, another name of the file at @path, or a copy where that cannot
 * be, and closes it. */
gboolean mill_draft_link(MillDraft *draft, MillFiles *files, const char *path, GError **error);
/* Its bytes; 0 if there is none. */
gint64 mill_draft_get_size(const MillDraft *draft, const MillFiles *files);
/* The SHA-256 of its content, as lower-case hex; it is read as a whole. NULL with MILL_ERROR_IO.
 * (transfer full) */
char *mill_draft_dup_sha256(const MillDraft *draft, const MillFiles *files, GError **error);
/* Closes the file, which stays a draft. */
gboolean mill_draft_close(MillDraft *draft, MillFiles *files, GError **error);
/* Gives the file the name @path, folders being made as needed; what had that name is replaced. In
 * any case the draft is done with; if that fails and nobody asks by @local whether others can go
 * on, it stays in the work folder for a run that is resumed. */
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
