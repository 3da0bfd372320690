/* progress.h - how far a run is, on standard error. */
#ifndef MILL_CLI_PROGRESS_H
#define MILL_CLI_PROGRESS_H

#include <textmill/run.h>

typedef struct {
    gboolean quiet;
    gboolean terminal; /* one line that is rewritten; otherwise a line every few seconds */
    gint64 begin;      /* g_get_monotonic_time() */
    gint64 shown;      /* when the last line was printed */
} CliProgress;

void cli_progress_begin(CliProgress *self, gboolean quiet);
void cli_progress_show(CliProgress *self, const MillProgress *progress);
/* Clears the line. */
void cli_progress_end(CliProgress *self);

/* What cli_progress_show() prints after @microseconds. (transfer full) */
char *cli_progress_format(const MillProgress *progress, gint64 microseconds);

#endif
