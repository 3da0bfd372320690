/* watch.h - waiting until files that people edit have changed. */
#ifndef MILL_CLI_WATCH_H
#define MILL_CLI_WATCH_H

#include <glib.h>

typedef struct CliWatch CliWatch;

CliWatch *cli_watch_new(void); /* (transfer full) */
void cli_watch_free(CliWatch *watch);
/* Watches the file at @path; of a folder, the files in it, not those below. Copied. */
void cli_watch_add(CliWatch *watch, const char *path);
/* Remembers how the files are now. */
void cli_watch_mark(CliWatch *watch);
/* Waits until one of them is another than it was at the mark, was made or has gone, and then until
 * nothing has changed for a moment, as editors write in several steps. FALSE if @stop became true
 * first. Looks a few times a second: the files are few, and this works on every file system. */
gboolean cli_watch_wait(CliWatch *watch, const volatile gint *stop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CliWatch, cli_watch_free)

#endif
