/* state.h - what encode() and save() hand to merge(): records and losses as bytes. */
#ifndef DEDUP_STATE_H
#define DEDUP_STATE_H

#include "index.h"
#include "report.h"

void dedup_state_put_record(GString *state, const DedupRecord *record, guint bins);
void dedup_state_put_loss(GString *state, const DedupLoss *loss);
/* Makes the state one that is refused: what was to be put could not be read. */
void dedup_state_spoil(GString *state);

/* What stands next in a state. */
typedef struct {
    gboolean is_loss;
    DedupRecord record; /* its id borrows from the state */
    DedupLoss loss;     /* its strings are those below */
    char *kept, *document;
} DedupEntry;

/* Reads the entry at *@at, which is advanced, of a state of @bins that ends at @end. FALSE with
 * MILL_ERROR_DATA if it is damaged. Free with dedup_entry_clear(). */
gboolean
dedup_state_next(const char **at, const char *end, guint bins, DedupEntry *entry, GError **error);
void dedup_entry_clear(DedupEntry *entry);

#endif
