/* ledger-read.h - looking into the ledger of an earlier run, which it leaves as it is. */
#ifndef MILL_RESULTS_LEDGER_READ_H
#define MILL_RESULTS_LEDGER_READ_H

#include "results/ledger.h"

typedef struct MillLedgerReader MillLedgerReader;

/* Opens the ledger of the results folder at @path. NULL with MILL_ERROR_IO if there is none or
 * another run is writing to it, MILL_ERROR_DATA if it is damaged or of a later version. (transfer
 * full) */
MillLedgerReader *mill_ledger_open(const char *path, GError **error);
void mill_ledger_close(MillLedgerReader *reader); /* NULL is fine */
/* For statements of one's own. Borrowed. */
const MillDatabase *mill_ledger_reader_get_database(const MillLedgerReader *reader);

/* A value of the run, or NULL. Borrowed until the next call. */
const char *mill_ledger_get(MillLedgerReader *reader, const char *key);
gint64 mill_ledger_get_int(MillLedgerReader *reader, const char *key);

typedef struct {
    gint64 number;
    const char *id;
    MillOutcome outcome;
    const char *step;
    const char *code;
    const char *message;
    gint signal;
    gint64 n_diagnostics;
    const char *path;
    MillCost cost;
    gint64 file_size; /* of the input file, and when it changed last, in nanoseconds since 1970 */
    gint64 file_time;
} MillLedgerRow;

/* The next document in input order, from number @from on at the first call. Its strings are
 * borrowed until the next call. FALSE at the end, with @error set if that is not the true one. */
gboolean mill_ledger_next(MillLedgerReader *reader, MillLedgerRow *row, GError **error);
/* The next document will be the one numbered @number, or the first behind it. */
void mill_ledger_seek(MillLedgerReader *reader, gint64 number);
/* Counts documents with numbers below @end by outcome; *@next gets the number behind the last. */
gboolean mill_ledger_count(MillLedgerReader *reader, gint64 end, MillProgress *total, gint64 *next,
                           GError **error);

/* Whether the machine was started anew since, and the ledger knows more than had reached the disk
 * then (*@unsettled). */
gboolean mill_ledger_is_unsettled(MillLedgerReader *reader, gboolean *unsettled, GError **error);

/* The number behind the last document. */
gboolean mill_ledger_get_end(MillLedgerReader *reader, gint64 *end, GError **error);
/* The number behind the documents that begin at @from and are of the file @container as it is. */
gint64
mill_ledger_find_end(MillLedgerReader *reader, gint64 from, const MillUnit *file, GError **error);

/* Calls @call for the own files of @document, and for what it put into shared ones (@file). FALSE
 * if a call or the ledger fails. */
typedef gboolean (*MillLedgerResultCall)(const MillLedgerResult *result, gpointer data,
                                         GError **error);
gboolean mill_ledger_each_result(MillLedgerReader *reader, gint64 document,
                                 MillLedgerResultCall call, gpointer data, GError **error);
typedef gboolean (*MillLedgerPartCall)(gint64 file, gint64 size, gpointer data, GError **error);
gboolean mill_ledger_each_part(MillLedgerReader *reader, gint64 document, MillLedgerPartCall call,
                               gpointer data, GError **error);
/* Likewise for the sums over the documents from @first up to and without @end. */
gboolean mill_ledger_each_sum(MillLedgerReader *reader, gint64 first, gint64 end,
                              MillLedgerPartCall call, gpointer data, GError **error);
/* The number of the document with the id @id, or -1. The first call makes an index. */
gint64 mill_ledger_find(MillLedgerReader *reader, const char *id, GError **error);
/* Calls for the numbers that were counted in the documents from @first up to and without @end, by
 * document; @step is an id or NULL. */
typedef gboolean (*MillLedgerCountedCall)(const char *step, const char *name,
                                          const MillMetricSum *sum, gpointer data, GError **error);
gboolean mill_ledger_each_counted(MillLedgerReader *reader, gint64 first, gint64 end,
                                  MillLedgerCountedCall call, gpointer data, GError **error);
typedef gboolean (*MillLedgerFileCall)(const MillLedgerFile *file, gpointer data, GError **error);
gboolean mill_ledger_each_shared(MillLedgerReader *reader, MillLedgerFileCall call, gpointer data,
                                 GError **error);
/* Calls for every file that is some document's alone. */
gboolean mill_ledger_each_own(MillLedgerReader *reader, MillLedgerResultCall call, gpointer data,
                              GError **error);
typedef gboolean (*MillLedgerStepCall)(const char *id, const char *type, const char *version,
                                       const char *sha256, gpointer data, GError **error);
gboolean mill_ledger_each_step(MillLedgerReader *reader, MillLedgerStepCall call, gpointer data,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillLedgerReader, mill_ledger_close)

#endif
