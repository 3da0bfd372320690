/* progress - how far a run is, on standard error. */
#include "cli/progress.h"

#include "cli/cli.h"

#include <stdio.h>
#include <unistd.h>

/* Between two lines where they cannot be rewritten, in microseconds. */
#define LINE_INTERVAL (5 * G_USEC_PER_SEC)

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

/* From the documents that are done: their sizes are not known before they are read. */
static void
append_time_left(GString *line, const MillProgress *progress, gint64 microseconds)
{
    if (!progress->enumerated || progress->documents == 0)
        return;
    gint64 todo = progress->expected - progress->documents;
    gint64 left = microseconds / progress->documents * todo;
    if (todo <= 0 || left < G_USEC_PER_SEC)
        return;
    g_autofree char *time = cli_format_time(left * 1000);
    g_string_append_printf(line, ", %s left", time);
}

char *
cli_progress_format(const MillProgress *progress, gint64 microseconds)
{
    GString *line = g_string_new(NULL);
    double seconds = MAX((double) microseconds / G_USEC_PER_SEC, 1e-3);
    g_autofree char *bytes = cli_format_bytes(progress->bytes_in);
    g_autofree char *rate = cli_format_bytes((gint64) ((double) progress->bytes_in / seconds));

    g_string_append_printf(line, "%" G_GINT64_FORMAT, progress->documents);
    if (progress->expected > 0)
        g_string_append_printf(line, " of %" G_GINT64_FORMAT "%s", progress->expected,
                               progress->enumerated ? "" : " or more");
    g_string_append_printf(line, " documents, %s, %.0f/s, %s/s", bytes,
                           (double) progress->documents / seconds, rate);
    if (progress->dropped > 0)
        g_string_append_printf(line, ", %" G_GINT64_FORMAT " dropped", progress->dropped);
    if (progress->quarantined > 0)
        g_string_append_printf(line, ", %" G_GINT64_FORMAT " failed", progress->quarantined);
    append_time_left(line, progress, microseconds);
    return g_string_free(line, FALSE);
}

void
cli_progress_show(CliProgress *self, const MillProgress *progress)
{
    gint64 now = g_get_monotonic_time();

    if (self->quiet || (!self->terminal && now - self->shown < LINE_INTERVAL))
        return;
    self->shown = now;
    g_autofree char *line = cli_progress_format(progress, now - self->begin);
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
