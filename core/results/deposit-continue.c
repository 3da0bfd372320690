/* deposit-continue.c - taking up what an earlier run left in the folder. */
#include "results/deposit-private.h"

#include <stdio.h>
#include <string.h>

/* What is being taken up. */
typedef struct {
    MillDeposit *deposit;
    MillLedgerReader *reader;
    GPtrArray *drafts; /* char *: own files that may lack their name */
    GPtrArray *names;  /* char *: own files of one document */
    gint64 parts_size; /* of the log */
} Continuing;

static gboolean
continue_take_name(const MillLedgerResult *result, gpointer data, GError **error)
{
    g_free(mill_names_take_file(((Continuing *) data)->deposit->taken, result->name));
    return TRUE;
}

static gboolean
continue_take_file(const MillLedgerFile *file, gpointer data, GError **error)
{
    Continuing *continuing = data;

    if (g_str_equal(file->kind, MILL_LEDGER_PARTS))
        continuing->parts_size = file->size;
    if (g_str_equal(file->kind, MILL_LEDGER_COLLECTION))
        return mill_collect_restore(continuing->deposit->collect, file, error);
    return TRUE;
}

static void
continue_note_draft(const char *name, gpointer data)
{
    if (g_str_has_suffix(name, ".new") || g_str_has_suffix(name, MILL_BLANK_SUFFIX))
        g_ptr_array_add(data, g_strdup(name));
}

/* A draft, and which of its document's files it is. */
typedef struct {
    MillFiles *files;
    MillDraft draft;
    guint number;
} Orphan;

static gboolean
continue_name_orphan(const MillLedgerResult *result, gpointer data, GError **error)
{
    Orphan *orphan = data;

    return result->number != orphan->number ||
           mill_draft_publish(&orphan->draft, orphan->files, result->name, NULL, error);
}

/* A commit was followed by a kill before all drafts had their names. Drafts of documents that the
 * ledger does not know go, and so do blanks. */
static gboolean
continue_publish(Continuing *continuing, GError **error)
{
    mill_files_each_work(continuing->deposit->files, continue_note_draft, continuing->drafts);
    for (guint i = 0; i < continuing->drafts->len; i++) {
        const char *name = g_ptr_array_index(continuing->drafts, i);
        Orphan orphan = { .files = continuing->deposit->files, .draft = MILL_DRAFT_NONE };
        gint64 document;

        g_strlcpy(orphan.draft.name, name, sizeof orphan.draft.name);
        if (sscanf(name, DEPOSIT_DRAFT_FORMAT, &document, &orphan.number) == 2 &&
            !mill_ledger_each_result(continuing->reader, document, continue_name_orphan, &orphan,
                                     error))
            return FALSE;
        mill_draft_discard(&orphan.draft, orphan.files);
    }
    return TRUE;
}

static gboolean
continue_add_name(const MillLedgerResult *result, gpointer data, GError **error)
{
    g_ptr_array_add(data, g_strdup(result->name));
    return TRUE;
}

/* Where the log of parts stands. */
typedef struct {
    MillPartsReader *reader;
    gint64 document; /* of @part; -1: there is none */
    MillPartView part;
} Log;

static gboolean
log_advance(Log *log, GError **error)
{
    GError *wrong = NULL;

    if (mill_parts_next(log->reader, &log->document, &log->part, &wrong))
        return TRUE;
    log->document = -1;
    if (wrong)
        g_propagate_error(error, wrong);
    return !wrong;
}

/* Gives gathering steps the document @row again, as they were given it when it was committed. */
static gboolean
continue_give(Continuing *continuing, const MillLedgerRow *row, Log *log, GError **error)
{
    MillGather *gather = continuing->deposit->gather;
    const MillUnit unit = { .id = (char *) row->id, .index = row->number };
    gint64 file;

    if (row->outcome != MILL_OUTCOME_EXPORTED) {
        const MillResult result = { .document = row->id,
                                    .outcome = row->outcome,
                                    .step = row->step,
                                    .code = row->code,
                                    .message = row->message };

        return mill_gather_lose(gather, &unit, &result, error);
    }
    g_ptr_array_set_size(continuing->names, 0);
    if (!mill_ledger_each_result(continuing->reader, row->number, continue_add_name,
                                 continuing->names, error))
        return FALSE;
    while (log->document == row->number)
        if (!mill_gather_add(gather, &unit, &log->part, continuing->names, &file, error) ||
            !log_advance(log, error))
            return FALSE;
    return TRUE;
}

static gboolean
continue_give_all(Continuing *continuing, Log *log, GError **error)
{
    GError *wrong = NULL;
    MillLedgerRow row;

    mill_ledger_seek(continuing->reader, 0);
    while (mill_ledger_next(continuing->reader, &row, &wrong))
        if (!continue_give(continuing, &row, log, error))
            return FALSE;
    if (!wrong && log->document >= 0)
        g_set_error(&wrong, MILL_ERROR, MILL_ERROR_DATA,
                    "the log of parts has document number %" G_GINT64_FORMAT
                    ", which the ledger lacks",
                    log->document);
    if (wrong)
        g_propagate_error(error, wrong);
    return !wrong;
}

static gboolean
continue_gather(Continuing *continuing, GError **error)
{
    MillDeposit *deposit = continuing->deposit;
    const char *folder = mill_files_get_path(deposit->files);

    if (mill_gather_is_empty(deposit->gather))
        return TRUE;
    g_autoptr(MillPartsReader) reader = mill_parts_open(folder, continuing->parts_size, error);
    Log log = { .reader = reader };

    if (!reader || !log_advance(&log, error) || !continue_give_all(continuing, &log, error))
        return FALSE;
    deposit->parts =
        mill_parts_continue(deposit->files, continuing->parts_size, deposit->options->stop, error);
    return deposit->parts != NULL;
}

static gboolean
continue_all(Continuing *continuing, GError **error)
{
    MillDeposit *deposit = continuing->deposit;

    /* In the order in which a run takes names. */
    if (!mill_gather_begin(deposit->gather, deposit->files, deposit->taken, error) ||
        !mill_ledger_each_own(continuing->reader, continue_take_name, continuing, error))
        return FALSE;
    mill_deposit_open_collect(deposit);
    return mill_ledger_each_shared(continuing->reader, continue_take_file, continuing, error) &&
           continue_publish(continuing, error) && continue_gather(continuing, error);
}

gboolean
mill_deposit_settle(MillDeposit *deposit, gboolean *lost, GError **error)
{
    g_autoptr(MillLedgerReader) reader =
        mill_ledger_open(mill_files_get_path(deposit->files), error);
    gboolean unsettled;

    if (!reader || !mill_ledger_is_unsettled(reader, &unsettled, error))
        return FALSE;
    *lost = unsettled && mill_ledger_get_int(reader, "synced") == 0;
    g_clear_pointer(&reader, mill_ledger_close);
    return !unsettled || *lost || mill_ledger_settle(deposit->files, error);
}

gboolean
mill_deposit_continue(MillDeposit *deposit, GError **error)
{
    if (!mill_files_open_work(deposit->files, error))
        return FALSE;
    /* A writer takes in the journal that a killed run left. */
    g_autoptr(MillLedger) opened = mill_ledger_continue(deposit->files, error);

    if (!opened)
        return FALSE;
    g_clear_pointer(&opened, mill_ledger_free);
    g_autoptr(MillLedgerReader) reader =
        mill_ledger_open(mill_files_get_path(deposit->files), error);
    g_autoptr(GPtrArray) drafts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    Continuing continuing = {
        .deposit = deposit,
        .reader = reader,
        .drafts = drafts,
        .names = names,
    };

    if (!reader || !continue_all(&continuing, error))
        return FALSE;
    g_clear_pointer(&reader, mill_ledger_close);
    deposit->ledger = mill_ledger_continue(deposit->files, error);
    /* What was not on the disk yet when the earlier run was killed is not now. */
    deposit->unsynced = deposit->careful = TRUE;
    return deposit->ledger && mill_gather_record(deposit->gather, deposit->ledger, error);
}
