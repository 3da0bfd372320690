/* made.h - what made a result, for its header. */
#ifndef WRITING_MADE_H
#define WRITING_MADE_H

#include <textmill/plugin.h>

/* Appends `,"PREFIXpipeline":"…","PREFIXpipeline_sha256":"…"`, as far as @made (or NULL) knows. */
void made_append_json(GString *json, const MillProvenance *made, const char *prefix);

/* When the run began as "2026-11-27T16:30:00Z", or NULL if results must not say.
 * (transfer full) */
char *made_dup_time(const MillProvenance *made);

#endif
