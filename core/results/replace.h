/* replace.h - putting the results of one run in the place of another's, in the same folder.
 *
 * The new results are made in DIR/.textmill/next, a results folder like any other. Once its ledger
 * says that the run has finished, they are moved: what the new ledger lists gets its name in DIR,
 * what only the old one lists is deleted, and last of all the new ledger replaces the old. A kill
 * on the way leaves a state from which the same can be done again.
 */
#ifndef MILL_RESULTS_REPLACE_H
#define MILL_RESULTS_REPLACE_H

#include "results/deposit.h"

/* Clears the place for new results. *@next is their folder (transfer full). */
gboolean mill_replace_prepare(MillDeposit *deposit, char **next, GError **error);
/* Moves new results, if they are complete; does nothing otherwise. */
gboolean mill_replace_complete(MillDeposit *deposit, GError **error);

#endif
