/* stats.h - what a run did and how long it took, by step. */
#ifndef MILL_CLI_STATS_H
#define MILL_CLI_STATS_H

#include <textmill/run.h>

/* The table of `--stats`, on standard error. */
void cli_stats_print(const MillRunSummary *summary, gsize n_steps);
/* What `--stats-json` writes, for the run over @pipeline that ended with @state: "running",
 * "finished" or "stopped". (transfer full) */
char *
cli_stats_to_json(const MillRunSummary *summary, const MillPipeline *pipeline, const char *state);
/* "writing", "reading", …: those of @confined (MillConfinement). (transfer full, g_strfreev) */
char **cli_stats_list_confined(guint confined);
/* Makes @text the content of the file at @path, at once: whoever reads it sees the whole of this or
 * of what was there before. What is no regular file is written to as it is. FALSE with @error. */
gboolean cli_stats_write(const char *path, const char *text, GError **error);

#endif
