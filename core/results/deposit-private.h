/* deposit-private.h - what the files of the deposit share. */
#ifndef MILL_RESULTS_DEPOSIT_PRIVATE_H
#define MILL_RESULTS_DEPOSIT_PRIVATE_H

#include "results/collect.h"
#include "results/deposit.h"
#include "results/parts.h"

/* The draft of a document's own file: the document, and the number of the file among its own. */
#define DEPOSIT_DRAFT_FORMAT "%" G_GINT64_FORMAT "-%u.new"

/* A file of one document, whole, under its temporary name. */
typedef struct {
    MillDraft draft;
    char *name;
    gint64 step;
    char *part;
    gint64 size;
} Parcel;

/* What the current document put into a shared file. */
typedef struct {
    gint64 file;
    gint64 size;
} Share;

struct MillDeposit {
    MillPipeline *pipeline;
    const MillRunOptions *options;
    const MillWriters *writers;
    MillGather *gather;

    MillFiles *files;
    MillBlanks *blanks;
    gboolean made; /* the folder was not there before */
    MillLedger *ledger;
    MillNames *taken;
    MillCollect *collect;
    MillParts *parts; /* NULL: no step gathers */
    GArray *current;  /* Parcel: of the current document */
    GArray *pending;  /* Parcel: of documents that are not committed */
    GArray *shares;   /* Share: of the current document */
    gint64 begun;
    gboolean careful;  /* it waits for the disk at its end, however short it is */
    gboolean broken;   /* the ledger could not be told something: it takes no commit any more */
    gboolean unsynced; /* own files got their names that may not be on the disk */
    gint64 committed;  /* when; microseconds */
    gint64 synced;     /* likewise */
};

/* Commits; with @sync, what has been committed is on the disk then. */
gboolean mill_deposit_commit_now(MillDeposit *deposit, gboolean sync, GError **error);
/* Once the names of those files are taken that come first. */
void mill_deposit_open_collect(MillDeposit *deposit);

#endif
