/* resume.h - what of an earlier run in the results folder still holds.
 *
 * | | |
 * | --- | --- |
 * | continue | the run is the same, and was not finished: it goes on behind its last document |
 * | done | the run is the same and was finished: nothing is to do |
 * | again | a step, an input or what failed is to be done again: all others are taken over |
 */
#ifndef MILL_RUN_RESUME_H
#define MILL_RUN_RESUME_H

#include "results/ledger-read.h"
#include "source/source.h"

typedef enum {
    MILL_RESUME_FRESH, /* there is no earlier run */
    MILL_RESUME_CONTINUE,
    MILL_RESUME_DONE,
    MILL_RESUME_AGAIN,
} MillResumeKind;

typedef struct {
    MillResumeKind kind;
    gboolean complete;  /* it was finished */
    gint64 end;         /* documents with lower numbers are certain */
    gint64 began;       /* when the earlier run did */
    MillProgress done;  /* its documents, as far as they are certain */
    gint first_changed; /* step, by its number in the earlier run; G_MAXINT if none */
    GPtrArray *steps;   /* char *: its ids */
    char *reason;       /* what is not as it was, for people; NULL */
} MillResume;

/* Compares the run that left its results in @folder with the one that is to be, of @pipeline over
 * @source, whose units are used up by that. FALSE with MILL_ERROR_OPTION if the folder holds
 * another kind of run (a shard), or an error of the ledger. */
gboolean mill_resume_compare(MillResume *resume, MillPipeline *pipeline, MillSource *source,
                             const char *folder, const MillRunOptions *options, GError **error);
void mill_resume_clear(MillResume *resume);
/* With MILL_RESUME_AGAIN: whether the document @row, which @unit would give again, can be taken
 * over. */
gboolean mill_resume_keeps(const MillResume *resume, const MillRunOptions *options,
                           const MillLedgerRow *row, const MillUnit *unit);

#endif
