/* fates.h - what the ledger of a run says of the documents that it left no result of. */
#ifndef MILL_CLI_FATES_H
#define MILL_CLI_FATES_H

#include <textmill/textmill.h>

typedef struct Fates Fates;

/* Of the run in @folder. Where there is no ledger, nothing is known, which is no error: results may
 * have been copied from where they were made. (transfer full) */
Fates *fates_load(const char *folder);
void fates_free(Fates *fates); /* NULL is fine */

/* The line of the document @id in the ledger (`outcome`, `step`, `code`, `message`) if it was
 * dropped or quarantined; otherwise NULL. Borrowed. */
const MillValue *fates_find(const Fates *fates, const char *id);

#endif
