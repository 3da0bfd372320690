/* deposit.c - results in a folder, with their ledger. */
#include "results/deposit-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "results/folder.h"
#include "results/kept.h"

/* Commits are so far apart, in microseconds; those that wait for the disk, too. A run that is over
 * sooner does not wait for the disk at all. */
#define DEPOSIT_COMMIT_TIME (200 * 1000)
#define DEPOSIT_SYNC_TIME   (2 * G_USEC_PER_SEC)
#define DEPOSIT_PENDING_MAX 4096 /* files without a name */

static void
parcel_clear(gpointer data)
{
    Parcel *parcel = data;

    if (parcel->draft.fd >= 0)
        close(parcel->draft.fd);
    g_free(parcel->name);
    g_free(parcel->part);
}

static GArray *
deposit_new_parcels(void)
{
    GArray *parcels = g_array_new(FALSE, FALSE, sizeof(Parcel));

    g_array_set_clear_func(parcels, parcel_clear);
    return parcels;
}

/* The names that the ledger and its journals have or may have. */
static void
deposit_take_own_names(MillNames *taken)
{
    static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *name = g_strconcat(MILL_LEDGER_NAME, endings[i], NULL);

        g_free(mill_names_take_file(taken, name));
    }
}

MillDeposit *
mill_deposit_new(MillPipeline *pipeline, const MillRunOptions *options, const MillWriters *writers,
                 MillGather *gather, GError **error)
{
    g_autoptr(MillDeposit) deposit = g_new0(MillDeposit, 1);

    deposit->pipeline = pipeline;
    deposit->options = options;
    deposit->writers = writers;
    deposit->gather = gather;
    deposit->taken = mill_names_new();
    deposit->current = deposit_new_parcels();
    deposit->pending = deposit_new_parcels();
    deposit->shares = g_array_new(FALSE, FALSE, sizeof(Share));
    deposit->begun = deposit->committed = deposit->synced = g_get_monotonic_time();
    deposit_take_own_names(deposit->taken);
    deposit->files = mill_folder_open(options->output, options->force, &deposit->made, error);
    deposit->blanks = mill_blanks_new(deposit->files);
    return deposit->files ? g_steal_pointer(&deposit) : NULL;
}

void
mill_deposit_free(MillDeposit *deposit)
{
    if (!deposit)
        return;
    /* A folder that was made for nothing goes; rmdir() leaves one that has something in it. */
    if (deposit->made && !deposit->ledger && deposit->files)
        rmdir(mill_files_get_path(deposit->files));
    g_array_unref(deposit->current);
    g_array_unref(deposit->pending);
    g_array_unref(deposit->shares);
    mill_collect_free(deposit->collect);
    mill_parts_free(deposit->parts);
    mill_ledger_free(deposit->ledger);
    mill_names_free(deposit->taken);
    mill_blanks_free(deposit->blanks);
    mill_files_free(deposit->files);
    g_free(deposit);
}

void
mill_deposit_abandon(MillDeposit *deposit)
{
    if (deposit->collect)
        mill_collect_abandon(deposit->collect);
    if (deposit->parts)
        mill_parts_abandon(deposit->parts);
    mill_gather_close(deposit->gather);
    if (deposit->ledger)
        mill_ledger_abandon(deposit->ledger);
    mill_files_abandon(deposit->files);
}

gboolean
mill_deposit_stat(const MillDeposit *deposit, struct stat *folder)
{
    return fstat(mill_files_get_fd(deposit->files), folder) == 0;
}

MillBlanks *
mill_deposit_get_blanks(const MillDeposit *deposit)
{
    return deposit->blanks;
}

const char *
mill_deposit_get_path(const MillDeposit *deposit)
{
    return mill_files_get_path(deposit->files);
}

gboolean
mill_deposit_has_ledger(const MillDeposit *deposit)
{
    g_autofree char *path =
        g_build_filename(mill_files_get_path(deposit->files), MILL_LEDGER_NAME, NULL);

    return mill_ledger_is(path);
}

void
mill_deposit_open_collect(MillDeposit *deposit)
{
    deposit->collect = mill_collect_new(deposit->files, deposit->taken, deposit->pipeline,
                                        deposit->writers, deposit->options->stop);
}

gboolean
mill_deposit_begin(MillDeposit *deposit, GError **error)
{
    if (!mill_files_open_work(deposit->files, error) ||
        !mill_folder_clear(deposit->files, deposit->options->force, error))
        return FALSE;
    deposit->ledger = mill_ledger_begin(deposit->files, deposit->pipeline, deposit->options, error);
    if (!deposit->ledger ||
        !mill_gather_begin(deposit->gather, deposit->files, deposit->taken, error))
        return FALSE;
    mill_deposit_open_collect(deposit);
    if (mill_gather_is_empty(deposit->gather))
        return TRUE;
    deposit->parts = mill_parts_new(deposit->files, deposit->options->stop, error);
    return deposit->parts && mill_gather_record(deposit->gather, deposit->ledger, error) &&
           mill_deposit_commit(deposit, TRUE, error);
}

void
mill_deposit_be_careful(MillDeposit *deposit)
{
    deposit->careful = TRUE;
}

gboolean
mill_deposit_blur_steps(MillDeposit *deposit, gint64 first, GError **error)
{
    return mill_ledger_blur_steps(deposit->ledger, first, error);
}

/* Own files: a file for @part of the document, which has a name and no draft yet. NULL if it cannot
 * have that name. */
static Parcel *
deposit_begin_parcel(MillDeposit *deposit, const MillUnit *unit, gint64 step, const char *part,
                     gboolean *local, GError **error)
{
    const MillPattern *pattern = deposit->writers->patterns[step];
    g_autofree char *name = mill_pattern_expand(pattern, unit->id, unit->index, part);
    Parcel parcel = { .draft = MILL_DRAFT_NONE, .step = step, .part = g_strdup(part) };

    if (deposit->current->len == 0)
        mill_names_note(deposit->taken);
    parcel.name = mill_names_take_file(deposit->taken, name);
    g_array_append_val(deposit->current, parcel);
    return mill_files_check(deposit->files, parcel.name, local, error)
               ? &g_array_index(deposit->current, Parcel, deposit->current->len - 1)
               : NULL;
}

/* The draft is named after the document and what it has already. */
static void
deposit_name_draft(const MillDeposit *deposit, const MillUnit *unit, char *name, gsize size)
{
    g_snprintf(name, size, DEPOSIT_DRAFT_FORMAT, unit->index, deposit->current->len - 1);
}

static gboolean
deposit_write_parcel(MillDeposit *deposit, const MillUnit *unit, Parcel *parcel,
                     const MillPartView *part, gboolean *local, GError **error)
{
    char name[sizeof parcel->draft.name];
    gsize head = part->preamble ? strlen(part->preamble) : 0;

    deposit_name_draft(deposit, unit, name, sizeof name);
    parcel->size = (gint64) (head + part->head.size);
    if (part->head.blank > 0)
        return mill_blanks_take(deposit->blanks, part->head.blank, parcel->size, name,
                                &parcel->draft, local, error);
    return mill_draft_open(&parcel->draft, deposit->files, name, error) &&
           (head == 0 ||
            mill_draft_write(&parcel->draft, deposit->files, part->preamble, head, error)) &&
           mill_draft_write(&parcel->draft, deposit->files, part->bytes, part->head.size, error) &&
           mill_draft_close(&parcel->draft, deposit->files, error);
}

/* The names of the document's own files, as a sink is told them. */
static GPtrArray *
deposit_list_own(const MillDeposit *deposit)
{
    GPtrArray *names = g_ptr_array_new();

    for (guint i = 0; i < deposit->current->len; i++)
        g_ptr_array_add(names, g_array_index(deposit->current, Parcel, i).name);
    return names;
}

static gboolean
deposit_gather(MillDeposit *deposit, const MillUnit *unit, const MillPartView *part, Share *share,
               GError **error)
{
    g_autoptr(GPtrArray) own = deposit_list_own(deposit);

    return mill_parts_add(deposit->parts, unit->index, part, error) &&
           mill_gather_add(deposit->gather, unit, part, own, &share->file, error);
}

/* Several parts of a document may go into one file. */
static void
deposit_count_share(MillDeposit *deposit, const Share *share)
{
    for (guint i = 0; i < deposit->shares->len; i++) {
        Share *counted = &g_array_index(deposit->shares, Share, i);

        if (counted->file == share->file) {
            counted->size += share->size;
            return;
        }
    }
    g_array_append_vals(deposit->shares, share, 1);
}

static gboolean
deposit_share(MillDeposit *deposit, const MillUnit *unit, const MillPartView *part, GError **error)
{
    Share share = { .size = (gint64) part->head.size };
    gboolean fine = mill_gather_has(deposit->gather, part->head.step)
                        ? deposit_gather(deposit, unit, part, &share, error)
                        : mill_collect_add(deposit->collect, part, &share.file, error);

    if (fine && share.file >= 0)
        deposit_count_share(deposit, &share);
    return fine;
}

gboolean
mill_deposit_add(MillDeposit *deposit, const MillUnit *unit, const MillPartView *part, gboolean own,
                 gboolean *local, GError **error)
{
    *local = FALSE;
    if (deposit->writers->own[part->head.step] != own)
        return TRUE;
    if (!own)
        return deposit_share(deposit, unit, part, error);
    Parcel *parcel =
        deposit_begin_parcel(deposit, unit, (gint64) part->head.step, part->name, local, error);

    return parcel && deposit_write_parcel(deposit, unit, parcel, part, local, error);
}

gboolean
mill_deposit_adopt(MillDeposit *deposit, const MillUnit *unit, const MillLedgerResult *result,
                   const char *path, GError **error)
{
    gboolean local;
    Parcel *parcel = deposit_begin_parcel(deposit, unit, result->step, result->part, &local, error);

    if (!parcel)
        return FALSE;
    char name[sizeof parcel->draft.name];

    deposit_name_draft(deposit, unit, name, sizeof name);
    parcel->size = result->size;
    return mill_draft_open(&parcel->draft, deposit->files, name, error) &&
           mill_draft_link(&parcel->draft, deposit->files, path, error);
}

void
mill_deposit_take_back(MillDeposit *deposit)
{
    /* A run that goes on with this one would not know of them. */
    if (deposit->current->len > 0)
        mill_names_give_back(deposit->taken);
    for (guint i = 0; i < deposit->current->len; i++)
        mill_draft_discard(&g_array_index(deposit->current, Parcel, i).draft, deposit->files);
    g_array_set_size(deposit->current, 0);
    g_array_set_size(deposit->shares, 0);
}

/* Passes on whether something was done. If not, the transaction lacks a part, or SQLite has ended
 * it: committed, what follows would be half of the truth. */
static gboolean
deposit_hold(MillDeposit *deposit, gboolean done)
{
    deposit->broken |= !done;
    return done;
}

/* The shared file that has all results of the current document, @bytes_out, or -1. */
static gint64
deposit_find_only_share(const MillDeposit *deposit, gint64 bytes_out)
{
    if (deposit->shares->len != 1)
        return -1;
    const Share *share = &g_array_index(deposit->shares, Share, 0);

    return share->size == bytes_out ? share->file : -1;
}

/* The rows of what the current document has become, but @only (a file, or -1); its files then wait
 * for the commit. */
static gboolean
deposit_record_results(MillDeposit *deposit, gint64 document, gint64 only, GError **error)
{
    for (guint i = 0; i < deposit->current->len; i++) {
        const Parcel *parcel = &g_array_index(deposit->current, Parcel, i);
        const MillLedgerResult result = {
            .number = i,
            .name = parcel->name,
            .step = parcel->step,
            .part = parcel->part,
            .size = parcel->size,
        };

        if (!mill_ledger_add_result(deposit->ledger, document, &result, error))
            return FALSE;
    }
    for (guint i = 0; i < deposit->shares->len; i++) {
        const Share *share = &g_array_index(deposit->shares, Share, i);

        if (share->file != only &&
            !mill_ledger_add_part(deposit->ledger, document, share->file, share->size, error))
            return FALSE;
    }
    if (!mill_collect_confirm(deposit->collect, error))
        return FALSE;
    if (deposit->parts)
        mill_parts_confirm(deposit->parts);
    if (deposit->current->len > 0) { /* of no parcels, there is no array */
        g_array_append_vals(deposit->pending, deposit->current->data, deposit->current->len);
        memset(deposit->current->data, 0, deposit->current->len * sizeof(Parcel));
    }
    for (guint i = 0; i < deposit->current->len; i++)
        g_array_index(deposit->current, Parcel, i).draft.fd = -1;
    g_array_set_size(deposit->current, 0);
    g_array_set_size(deposit->shares, 0);
    return TRUE;
}

gboolean
mill_deposit_record(MillDeposit *deposit, const MillUnit *unit, const MillResult *result,
                    const MillCost *cost, GError **error)
{
    gboolean keeps = result->outcome == MILL_OUTCOME_QUARANTINED && mill_unit_is_piped(unit);

    if (result->outcome != MILL_OUTCOME_EXPORTED)
        mill_deposit_take_back(deposit);
    gint64 only = deposit_find_only_share(deposit, cost->bytes_out);

    return deposit_hold(deposit,
                        mill_ledger_add(deposit->ledger, unit, result, cost, only, error) &&
                            (!keeps || mill_kept_add(deposit->ledger, unit, error)) &&
                            deposit_record_results(deposit, unit->index, only, error));
}

gboolean
mill_deposit_count(MillDeposit *deposit, gint64 document, const MillMetricKey *metric,
                   const MillMetricSum *sum, GError **error)
{
    return deposit_hold(deposit,
                        mill_ledger_add_counted(deposit->ledger, document, metric, sum, error));
}

static gboolean
deposit_publish_pending(MillDeposit *deposit, GError **error)
{
    for (guint i = 0; i < deposit->pending->len; i++) {
        Parcel *parcel = &g_array_index(deposit->pending, Parcel, i);

        if (*parcel->draft.name != '\0' && /* it has got its name before another one failed */
            !mill_draft_publish(&parcel->draft, deposit->files, parcel->name, NULL, error))
            return FALSE;
    }
    g_array_set_size(deposit->pending, 0);
    return TRUE;
}

/* Whether this commit is to wait for the disk. */
static gboolean
deposit_is_sync_due(const MillDeposit *deposit, gint64 now)
{
    return now - deposit->synced >= DEPOSIT_SYNC_TIME;
}

static gboolean
deposit_write(MillDeposit *deposit, gboolean sync, GError **error)
{
    deposit->unsynced |= deposit->pending->len > 0;
    if (sync && deposit->unsynced && !mill_files_sync(deposit->files, error))
        return FALSE;
    deposit->unsynced &= !sync;
    return mill_collect_record(deposit->collect, deposit->ledger, sync, error) &&
           (!deposit->parts || mill_parts_record(deposit->parts, deposit->ledger, sync, error)) &&
           mill_ledger_commit(deposit->ledger, sync, error) &&
           deposit_publish_pending(deposit, error);
}

/* It is not tried twice: shared files delete what only the commit before the last one needs. */
gboolean
mill_deposit_commit_now(MillDeposit *deposit, gboolean sync, GError **error)
{
    if (deposit->broken) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "the ledger in '%s' could not be written",
                    mill_files_get_path(deposit->files));
        return FALSE;
    }
    if (!deposit_hold(deposit, deposit_write(deposit, sync, error)))
        return FALSE;
    deposit->committed = g_get_monotonic_time();
    if (sync)
        deposit->synced = deposit->committed;
    return TRUE;
}

gboolean
mill_deposit_commit(MillDeposit *deposit, gboolean now, GError **error)
{
    gint64 time = g_get_monotonic_time();
    gboolean sync = deposit_is_sync_due(deposit, time);

    if (!now && time - deposit->committed < DEPOSIT_COMMIT_TIME &&
        deposit->pending->len < DEPOSIT_PENDING_MAX)
        return TRUE;
    return mill_deposit_commit_now(deposit, sync, error);
}
