/* crew-supply.c - what workers need for their results. */
#include "run/crew-private.h"

#include <math.h>

#define SUPPLY_MAX 64 /* blanks that a worker has */

/* How many more @hand should have, for @task and those before. */
static guint
supply_count(const MillCrew *crew, const MillHand *hand, const MillTask *task)
{
    guint n_units = task->n_units;

    for (const GList *item = hand->tasks.head; item; item = item->next)
        n_units += ((const MillTask *) item->data)->n_units;
    guint wanted = (guint) MIN(ceil(crew->large * n_units), SUPPLY_MAX);

    return wanted - MIN(wanted, hand->blanks->len);
}

/* A file for the answer, if there is one. */
static void
supply_add_file(const MillHand *hand, MillTask *task, MillLoan *loan, MillSupply *supply)
{
    if (loan->n_fds == MILL_LEND_MAX)
        return;
    task->file = mill_tray_take(hand->tray);
    if (task->file == MILL_TRAY_NONE)
        return;
    loan->fds[loan->n_fds++] = mill_tray_get_fd(hand->tray, task->file);
    supply->n_files = 1;
}

void
mill_crew_supply(MillCrew *crew, const MillHand *hand, MillTask *task, MillLoan *loan,
                 MillSupply *supply)
{
    guint n = crew->settings.blanks ? supply_count(crew, hand, task) : 0;

    *supply = (MillSupply){ .n_before = loan->n_fds };
    if (n > 0)
        supply->n = mill_blanks_open(crew->settings.blanks, MIN(n, MILL_LEND_MAX - loan->n_fds),
                                     loan->fds + loan->n_fds, &supply->first);
    loan->n_fds += supply->n;
    supply_add_file(hand, task, loan, supply);
    g_byte_array_append(crew->message, (const guint8 *) supply, sizeof *supply);
}

void
mill_crew_note_supply(MillHand *hand, MillTask *task, const MillSupply *supply, gboolean sent)
{
    if (!sent) {
        mill_tray_release(hand->tray, task->file);
        task->file = MILL_TRAY_NONE;
    }
    for (guint32 i = 0; i < supply->n; i++) {
        guint64 number = supply->first + i;

        if (sent)
            g_array_append_val(hand->blanks, number);
        else
            mill_blanks_discard(hand->store, number);
    }
}

void
mill_crew_end_supply(MillHand *hand)
{
    for (guint i = 0; i < hand->blanks->len; i++)
        mill_blanks_discard(hand->store, g_array_index(hand->blanks, guint64, i));
    g_array_unref(hand->blanks);
}
