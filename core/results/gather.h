/* gather.h - the steps that gather what all documents have in common: sinks and corpus steps.
 *
 * Their encode() has run in a worker, like a writer's; here, in the parent, they are given the
 * bytes in input order. What a sink writes is a draft until the run has succeeded, and so is what a
 * corpus step says at the end: the folder gets all of it or nothing.
 */
#ifndef MILL_RESULTS_GATHER_H
#define MILL_RESULTS_GATHER_H

#include "results/files.h"
#include "results/frames.h"
#include "results/ledger.h"
#include "results/writers.h"
#include "source/names.h"
#include "source/unit.h"

typedef struct MillGather MillGather;

/* The steps of @pipeline that @writers wants and that gather. All are borrowed. (transfer full) */
MillGather *mill_gather_new(MillPipeline *pipeline, const MillWriters *writers);
/* What has begun and is not finished is abandoned. */
void mill_gather_free(MillGather *gather);
/* In a forked child: closes its descriptors and nothing else. */
void mill_gather_close(MillGather *gather);

gboolean mill_gather_is_empty(const MillGather *gather);
/* Whether step number @step is one of them. */
gboolean mill_gather_has(const MillGather *gather, gsize step);
/* Calls open(). @files is the folder (NULL: there is none, and no sink), @taken its names;
 * borrowed. Errors, here and below, are what the step says or MILL_ERROR_IO. */
gboolean mill_gather_begin(MillGather *gather, MillFiles *files, MillNames *taken, GError **error);
/* Asks the step that @part is of whether its document may be exported. TRUE, with *@reason
 * (transfer full) set if it may not. */
gboolean mill_gather_admit(MillGather *gather, const MillUnit *unit, const MillPartView *part,
                           char **reason, GError **error);
/* Hands @part of a document, which has these @files (char *), to its step. *@file gets the number,
 * in the ledger, of the file it will be found in, and -1 for a corpus step. */
gboolean mill_gather_add(MillGather *gather, const MillUnit *unit, const MillPartView *part,
                         const GPtrArray *files, gint64 *file, GError **error);
/* Tells the sinks that want to know of a document that is not exported. */
gboolean mill_gather_lose(MillGather *gather, const MillUnit *unit, const MillResult *result,
                          GError **error);
/* Calls finish(). With a folder, results are complete then, but still drafts; without one, @print
 * is called for each part. @bytes gains what the corpus steps wrote. */
typedef gboolean (*MillGatherPrint)(const GString *part, gpointer data, GError **error);
gboolean mill_gather_finish(MillGather *gather, MillGatherPrint print, gpointer data, gint64 *bytes,
                            GError **error);
/* Tells @ledger of the drafts. */
gboolean mill_gather_record(const MillGather *gather, MillLedger *ledger, GError **error);
/* Gives the drafts their names, and tells @ledger. */
gboolean mill_gather_publish(MillGather *gather, MillLedger *ledger, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillGather, mill_gather_free)

#endif
