/* given.h - what is given on the command line as an input: a file, a folder, a pipe. */
#ifndef MILL_SOURCE_GIVEN_H
#define MILL_SOURCE_GIVEN_H

#include <glib.h>
#include <sys/stat.h>

typedef enum {
    MILL_GIVEN_FILE,
    MILL_GIVEN_FOLDER,
    MILL_GIVEN_PIPE,
    MILL_GIVEN_STDIN,
} MillGivenKind;

typedef struct {
    MillGivenKind kind;
    char *path;   /* as given; NULL for standard input */
    char *label;  /* the first part of its ids */
    char *glob;   /* of a folder: only files that match count; or NULL */
    dev_t device; /* of a folder */
    ino_t inode;
    int fd; /* the spooled bytes, or -1 */
    gint64 offset;
    gint64 size;
    gint64 mtime_ns;   /* of a file */
    gboolean streamed; /* the feeder reads it; nothing is spooled */
    gint code;         /* of @problem */
    char *problem;
} MillGiven;

/* Looks at the input @path. What is wrong with it goes to @wrong, a line each, and makes it a
 * document that cannot be read. (transfer full) */
MillGiven *mill_given_look(const char *path, GString *wrong);
void mill_given_free(gpointer given);
/* Opens standard input or a pipe, and reads a pipe into memory unless it is `streamed`. Does
 * nothing for files and folders. FALSE only with MILL_ERROR_IO if standard input is closed or a
 * pipe cannot be opened, and with MILL_ERROR_STOPPED if *@stop (NULL: never) became true. */
gboolean mill_given_take(MillGiven *given, const volatile gint *stop, GError **error);

#endif
