/* crew.h - the workers of a run: gives them tasks, takes their answers, replaces those that die.
 *
 * A worker that dies costs the document that it was on and nothing else. Since an earlier document
 * of the same process may have done the damage, a suspect is tried once more, alone in a fresh
 * process, before it is quarantined; so what becomes of a document does not depend on its
 * neighbours. The other units of the task are done again: what was not answered has had no effect.
 * A document that takes too long is not tried again.
 */
#ifndef MILL_RUN_CREW_H
#define MILL_RUN_CREW_H

#include "run/batch.h"
#include "run/worker.h"

typedef struct MillCrew MillCrew;

typedef struct {
    MillWorkerSettings worker;
    guint jobs;       /* 0: no processes, the caller's own does the work */
    guint timeout_ms; /* per document; 0: none */
    MillSandboxMode sandbox;
    MillBlanks *blanks; /* for large results; or NULL */
} MillCrewSettings;

/* Starts no worker yet. What @settings points to is borrowed; its worker.sandbox is set by the
 * crew. NULL with MILL_ERROR_OPTION if a sandbox is required that cannot be had. (transfer full) */
MillCrew *mill_crew_new(const MillCrewSettings *settings, GError **error);
void mill_crew_free(MillCrew *crew);
/* Kills the workers: there is nothing more to do. */
void mill_crew_dismiss(MillCrew *crew);
/* In a forked child: closes the descriptors of the other workers. */
void mill_crew_abandon(MillCrew *crew);

/* How many units a batch should have now: so many that a worker is busy for some milliseconds. */
guint mill_crew_get_batch_length(const MillCrew *crew);
/* Whether it could use another batch. */
gboolean mill_crew_is_hungry(const MillCrew *crew);
/* Adds a batch, which stays the caller's and must live until it is done. */
void mill_crew_add(MillCrew *crew, MillBatch *batch);
/* Adds the units of @batch that are not done (any more), before all others: each goes to a worker
 * of its own. */
void mill_crew_add_again(MillCrew *crew, MillBatch *batch);
/* Gives out tasks, waits up to @wait_ms for news, and takes in what there is. FALSE with
 * MILL_ERROR_IO if no worker can be started. */
gboolean mill_crew_work(MillCrew *crew, gint wait_ms, GError **error);

/* By step, one more for loading; over all answers so far. Borrowed. */
const MillTally *mill_crew_get_tallies(const MillCrew *crew);
guint mill_crew_get_n_lost(const MillCrew *crew);
/* What is in force in all workers that have answered, or would be. */
guint mill_crew_get_confined(const MillCrew *crew);
const MillSandbox *mill_crew_get_sandbox(const MillCrew *crew);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillCrew, mill_crew_free)

#endif
