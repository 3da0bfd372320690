/* run-private.h - what the files of a run share. */
#ifndef MILL_RUN_RUN_PRIVATE_H
#define MILL_RUN_RUN_PRIVATE_H

#include "pipeline/pipeline-private.h"
#include "results/earlier.h"
#include "results/kept.h"
#include "run/commit.h"
#include "run/crew.h"
#include "run/pace.h"
#include "run/resume.h"

struct MillRun {
    MillRunSummary summary;
    MillStepStats *steps;
    MillStepCost *costs;
    gsize n_steps;
    gint64 *dropped; /* by step, in the parent */
    MillMetrics *metrics;

    MillPipeline *pipeline;
    const MillRunOptions *options;
    gint64 begun;    /* microseconds */
    gint64 prepared; /* when documents began, likewise */
    gint64 told;     /* when on_progress was last called */
    guint jobs;
    MillDelivery *delivery;
    MillResume resume;
    MillDelivery *behind; /* the results that are replaced when the run has succeeded; or NULL */
    MillEarlier *earlier; /* whose documents are taken over; or NULL */
    MillReplay *replay;   /* what came through pipes then; or NULL */
    MillRunOptions inner; /* for the results that will replace those */
    char *next;           /* their folder */
    gint64 expected;      /* the next document of the earlier run, when units are fed */
    MillSource *source;
    MillCrew *crew;
    gboolean exhausted;    /* the source */
    gboolean counted;      /* by the walk ahead */
    MillPlace done_before; /* by the run that this one goes on with */
    GQueue window;         /* MillBatch, in input order */
    gint64 window_size;    /* bytes of input in it */
};

MillRun *mill_run_new(MillPipeline *pipeline, const MillRunOptions *options);
/* What documents are committed with. */
MillCommit mill_run_get_commit(MillRun *run);
/* Brings the summary up to date. */
void mill_run_summarise(MillRun *run);
/* Calls on_progress and on_summary, if it is time. */
void mill_run_tell(MillRun *run);

/* run-resume.c: finds out what holds of the run before in the results folder, and prepares to go on
 * with it or to take documents over. To be called when the inputs and the folder are open. */
gboolean mill_run_prepare_resume(MillRun *run, GError **error);
/* Marks the units of @batch that need not be done again. */
gboolean mill_run_take_over(MillRun *run, MillBatch *batch, GError **error);
/* Gives units that came through a pipe before; as a MillSourceReplay with the run as its data. */
gboolean mill_run_replay(const char *path, MillUnit *unit, gpointer data);
/* Puts the results that were made beside the earlier ones in their place. */
gboolean mill_run_replace(MillRun *run, GError **error);

#endif
