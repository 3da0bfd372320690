/* supply.h - what goes with a task for its results: blanks (blanks.h) for large ones, and a file of
 * the tray (tray.h) for the answer. */
#ifndef MILL_RUN_SUPPLY_H
#define MILL_RUN_SUPPLY_H

#include <glib.h>

/* Stands at the end of the message. */
typedef struct {
    guint64 first;    /* number of the first blank */
    guint32 n;        /* how many */
    guint32 n_before; /* descriptors of other things that go with the message */
    guint32 n_files;  /* 1 if there is a file for the answer */
} MillSupply;

/* In a worker: cuts the supply from @message. *@n_fds, of the descriptors that came, becomes the
 * number of those of other things; behind them are @supply->n blanks and the file. FALSE if it
 * makes no sense.
 */
gboolean
mill_supply_receive(const guint8 *message, gsize *length, guint *n_fds, MillSupply *supply);

#endif
