/* progress.h - how far a run is, on standard error. */
#ifndef MILL_CLI_PROGRESS_H
#define MILL_CLI_PROGRESS_H

#include <textmill/run.h>

typedef struct {
    gboolean quiet;
    gboolean terminal;   /* one line that is rewritten; otherwise a line every few seconds */
    gint64 begin;        /* g_get_monotonic_time() */
    MillProgress before; /* what was done then, by an earlier run */
    gboolean begun;      /* something has been told */
    gint64 shown;        /* when the last line was printed */
} CliProgress;

void cli_progress_begin(CliProgress *self, gboolean quiet);
void cli_progress_show(CliProgress *self, const MillRunSummary *summary);
/* Clears the line. */
void cli_progress_end(CliProgress *self);

/* What cli_progress_show() prints @microseconds after as much as @before was done. (transfer full)
 */
char *
cli_progress_format(const MillRunSummary *summary, const MillProgress *before, gint64 microseconds);

#endif
