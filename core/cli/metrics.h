/* metrics.h - a run as Prometheus sees it: a file for the textfile collector of its node exporter.
 */
#ifndef MILL_CLI_METRICS_H
#define MILL_CLI_METRICS_H

#include <textmill/run.h>

typedef struct {
    const char *path; /* NULL: nobody wants to see */
    const MillPipeline *pipeline;
    gint64 begun;    /* time of day, in microseconds */
    gint64 written;  /* g_get_monotonic_time() of the last time */
    gboolean failed; /* it could not be written, and that was said */
} CliMetrics;

/* Writes the file for a run that begins. FALSE with @error if it cannot be written. */
gboolean
cli_metrics_begin(CliMetrics *self, const char *path, const MillPipeline *pipeline, GError **error);
/* Writes it anew if some seconds have passed. */
void cli_metrics_update(CliMetrics *self, const MillRunSummary *summary);
/* For the last time. @summary is NULL if the run did not begin. */
void cli_metrics_end(CliMetrics *self, const MillRunSummary *summary, gboolean finished);

/* The text for a run in @state: "running", "finished" or "stopped". (transfer full) */
char *cli_metrics_format(const CliMetrics *self, const MillRunSummary *summary, const char *state);

#endif
