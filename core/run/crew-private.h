/* crew-private.h - the crew from the inside. */
#ifndef MILL_RUN_CREW_PRIVATE_H
#define MILL_RUN_CREW_PRIVATE_H

#include "run/bench.h"
#include "run/crew.h"
#include "run/supply.h"
#include "source/lend.h"

#define MILL_CREW_AHEAD 2 /* tasks: a worker has its next one before it is done with one */

/* Neighbouring units of a batch that are to be done by one worker. */
typedef struct {
    guint64 id; /* from 1 */
    MillBatch *batch;
    guint first; /* unit of the batch */
    guint n_units;
    guint lent;     /* files and blanks that went along with it */
    guint file;     /* of its worker's tray, for the answer; or MILL_TRAY_NONE */
    gboolean alone; /* a suspect: needs a process that has done nothing before */
} MillTask;

/* A worker and what it has been given. */
typedef struct {
    MillWorker *worker;
    GQueue tasks;      /* MillTask, as they were sent; it works on the first */
    guint lent;        /* files that went along with those */
    GArray *blanks;    /* guint64: numbers of those that it has, in order */
    MillBlanks *store; /* where they are, or NULL */
    MillTray *tray;    /* where its answers come */
    GPtrArray *gone;   /* of the crew */
    gboolean used;     /* it has answered a task */
    gint64 overdue;    /* when the unit was begun for which it is being killed, or 0 */
    char *fault;       /* what was wrong with its answer, for which it is being killed, or NULL */
} MillHand;

struct MillCrew {
    MillCrewSettings settings;
    gsize n_steps;
    MillSandbox *sandbox;
    guint confined;   /* what is in force in all workers */
    GPtrArray *hands; /* MillHand */
    GPtrArray *gone;  /* MillTray, of workers that are dead; answers in them may wait */
    GArray *polled;   /* struct pollfd, two a hand */
    GQueue pending;   /* MillTask, to be given out next */
    guint64 last_task;
    GByteArray *message;
    guint batch_length;
    guint ahead;      /* tasks that a worker has before it */
    guint queued_max; /* descriptors in the sockets of workers that are at work */
    gboolean ripe;    /* the next batch to be committed is done: that comes first */
    double large;     /* parts of a unit that were worth a blank, in the last answer */
    MillTally *tallies;
    gint64 *step_limits; /* by step: microseconds that its own host should enforce; 0: none */
    gint64 resumed; /* when the parent found that it had been asleep; deadlines count from here */
    guint n_lost;
    gboolean answered;    /* some worker has, so workers can be started */
    guint n_stillborn;    /* workers in a row that died before they did anything */
    char *stillborn;      /* how the last of them died */
    MillFramesPage *page; /* where answers are looked at */
    MillBench *bench;     /* without processes: does the work, */
    MillTray *tray;       /* and puts answers here */
    MillStatus status;    /* of the bench */
};

/* crew-loss.c: the hand's worker is dead. Finds out what that means for each of its tasks. */
void mill_crew_lose(MillCrew *crew, MillHand *hand);
/* crew-deadline.c: kills workers that are overdue. Returns the milliseconds after which to look
 * again, @wait_ms at most. */
gint mill_crew_enforce(MillCrew *crew, gint wait_ms);
/* crew-supply.c: opens as many blanks as @hand will want for @task beyond those that it has,
 * appends them to @loan, and @supply to the crew's message. */
void mill_crew_supply(MillCrew *crew, const MillHand *hand, MillTask *task, MillLoan *loan,
                      MillSupply *supply);
/* What became of it: if it was not @sent, its blanks are deleted. */
void mill_crew_note_supply(MillHand *hand, MillTask *task, const MillSupply *supply, gboolean sent);
/* The worker of @hand is dead: what it did not use is deleted. */
void mill_crew_end_supply(MillHand *hand);
/* crew.c: puts a task for @n_units units from @first before all others. */
void mill_crew_redo(MillCrew *crew, MillBatch *batch, guint first, guint n_units, gboolean alone);

/* crew-answer.c: takes in the answer to @task, with the file @fd or -1; @hand is NULL where it was
 * done here. FALSE with @error set if it makes no sense. */
gboolean mill_crew_accept(MillCrew *crew, const MillHand *hand, MillTask *task,
                          const MillAnswer *answer, int fd, GError **error);
/* Takes in one answer of @hand. FALSE if there is none. */
gboolean mill_crew_receive(MillCrew *crew, MillHand *hand);

#endif
