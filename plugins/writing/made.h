/* made.h - what made a result, for its header. */
#ifndef WRITING_MADE_H
#define WRITING_MADE_H

#include <textmill/plugin.h>

/* Appends `,"PREFIXpipeline":"…","PREFIXpipeline_sha256":"…"`, as far as @made (or NULL) knows. */
void made_append_json(GString *json, const MillProvenance *made, const char *prefix);

/* Appends what made a result, of what, in words that stand on one line:
 *
 *     textmill 0.1.0; pipeline "plan" sha256 41ab…; source "east.txt" sha256 9f86…
 *
 * as far as @made (or NULL) knows; names are in quotes as JSON has them, so that none ends the
 * line. @document is NULL for a result of many documents, which has no source of its own. */
void made_append_line(GString *out, const MillProvenance *made, MillDocument *document);

/* When the run began as "2026-11-27T16:30:00Z", or NULL if results must not say.
 * (transfer full) */
char *made_dup_time(const MillProvenance *made);

#endif
