/* supply.c - what goes with a task for its results. */
#include "run/supply.h"

#include <string.h>

gboolean
mill_supply_receive(const guint8 *message, gsize *length, guint *n_fds, MillSupply *supply)
{
    *supply = (MillSupply){ 0 };
    if (*length < sizeof *supply)
        return FALSE;
    *length -= sizeof *supply;
    memcpy(supply, message + *length, sizeof *supply);
    /* The kernel passes on as many as this process may have; the last are missing then. */
    supply->n = MIN(supply->n, *n_fds - MIN(*n_fds, supply->n_before));
    *n_fds -= supply->n;
    supply->n_files = MIN(supply->n_files, *n_fds - MIN(*n_fds, supply->n_before));
    *n_fds -= supply->n_files;
    return TRUE;
}
