/* rows.h - the best phrases, without those that repeat each other, and where they stand. */
#ifndef KEYWORDS_ROWS_H
#define KEYWORDS_ROWS_H

#include "candidates.h"

#include <textmill/plugin.h>

/* The numbers (guint32) of at most @max candidates, best first. (transfer full) */
GArray *kw_select(KwCandidates *candidates, const KwText *text, guint max);

/* Adds a row to the layer @name for each place where one of @chosen stands. */
gboolean kw_write_rows(KwCandidates *candidates, const KwText *text, const GArray *chosen,
                       MillDocument *document, const char *name, GError **error);

#endif
