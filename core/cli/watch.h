/* watch.h - waiting until files that people edit have changed. */
#ifndef MILL_CLI_WATCH_H
#define MILL_CLI_WATCH_H

#include <textmill/pipeline.h>

typedef struct CliWatch CliWatch;

CliWatch *cli_watch_new(void); /* (transfer full) */
void cli_watch_free(CliWatch *watch);
/* Watches the file at @path; of a folder, the files in it, not those below. FALSE if it was watched
 * already, itself or as a file of a folder. Copied. */
gboolean cli_watch_add(CliWatch *watch, const char *path);
/* Remembers how the files are, then loads the pipeline at @path and watches its scripts as well:
 * what changes while it is loaded is noticed. NULL if it does not load, which has been told.
 * (transfer full) */
MillPipeline *cli_watch_load(CliWatch *watch, const char *path);
/* Waits until one of them is another than it was before the pipeline was loaded, was made or has
 * gone, and then until nothing has changed for a moment, as editors write in several steps. FALSE
 * if @stop became true first. Looks a few times a second: the files are few, and this works on
 * every file system. */
gboolean cli_watch_wait(CliWatch *watch, const volatile gint *stop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CliWatch, cli_watch_free)

#endif
