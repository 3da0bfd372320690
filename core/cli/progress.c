/* progress - how far a run is, on standard error. */
#include "cli/progress.h"

#include "cli/cli.h"

#include <stdio.h>
#include <unistd.h>

/* Between two lines where they cannot be rewritten, in microseconds. */
#define LINE_INTERVAL (5 * G_USEC_PER_SEC)
#define NANOSECONDS   (1000 * (gint64) G_USEC_PER_SEC) /* of a second: less is not worth telling */

void
cli_progress_begin(CliProgress *self, gboolean quiet)
{
    *self = (CliProgress){
        .quiet = quiet,
        .terminal = isatty(STDERR_FILENO),
        .begin = g_get_monotonic_time(),
    };
    self->shown = self->begin;
}

/* How far it is through the inputs, where their documents cannot be counted before they are read.
 */
static void
append_share(GString *line, const MillRunSummary *summary)
{
    if (summary->progress.expected == 0 && summary->inputs_size > 0)
        g_string_append_printf(line, ", %.0f %% of the inputs",
                               100.0 * (double) MIN(summary->inputs_read, summary->inputs_size) /
                                   (double) summary->inputs_size);
}

static void
append_time_left(GString *line, const MillRunSummary *summary)
{
    if (summary->time_left < NANOSECONDS)
        return;
    g_autofree char *time = cli_format_time(summary->time_left);
    g_string_append_printf(line, ", %s left", time);
}

char *
cli_progress_format(const MillRunSummary *summary, const MillProgress *before, gint64 microseconds)
{
    const MillProgress *progress = &summary->progress;
    GString *line = g_string_new(NULL);
    double seconds = MAX((double) microseconds / G_USEC_PER_SEC, 1e-3);
    g_autofree char *bytes = cli_format_bytes(progress->bytes_in);
    double n_documents = (double) (progress->documents - before->documents);
    double n_bytes = (double) (progress->bytes_in - before->bytes_in);
    g_autofree char *rate = cli_format_bytes((gint64) (n_bytes / seconds));

    g_string_append_printf(line, "%" G_GINT64_FORMAT, progress->documents);
    if (progress->expected > 0)
        g_string_append_printf(line, " of %" G_GINT64_FORMAT "%s", progress->expected,
                               progress->enumerated ? "" : " or more");
    g_string_append_printf(line, " documents, %s, %.0f/s, %s/s", bytes, n_documents / seconds,
                           rate);
    if (progress->dropped > 0)
        g_string_append_printf(line, ", %" G_GINT64_FORMAT " dropped", progress->dropped);
    if (progress->quarantined > 0)
        g_string_append_printf(line, ", %" G_GINT64_FORMAT " failed", progress->quarantined);
    append_share(line, summary);
    append_time_left(line, summary);
    return g_string_free(line, FALSE);
}

void
cli_progress_show(CliProgress *self, const MillRunSummary *summary)
{
    gint64 now = g_get_monotonic_time();

    if (!self->begun && summary->taken_over > 0) {
        self->before = summary->progress;
        self->begin = now;
    }
    self->begun = TRUE;
    if (self->quiet || (!self->terminal && now - self->shown < LINE_INTERVAL))
        return;
    self->shown = now;
    g_autofree char *line = cli_progress_format(summary, &self->before, now - self->begin);
    if (self->terminal)
        fprintf(stderr, "\r%s\033[K", line);
    else
        fprintf(stderr, "%s\n", line);
    fflush(stderr);
}

void
cli_progress_end(CliProgress *self)
{
    if (!self->quiet && self->terminal && self->shown != self->begin)
        fputs("\r\033[K", stderr);
}
