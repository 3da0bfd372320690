/* deposit-finish.c - the end of a run: shared files get their names, and the ledger its last word.
 */
#include "results/deposit-private.h"

#include <fcntl.h>
#include <unistd.h>

/* The results are complete, and the ledger knows them as drafts: naming them can be done again. */
static gboolean
finish_publish(MillDeposit *deposit, GError **error)
{
    return mill_collect_publish(deposit->collect, deposit->ledger, error) &&
           mill_gather_publish(deposit->gather, deposit->ledger, error);
}

/* A run that waited for the disk before does so at its end. */
static gboolean
finish_is_careful(const MillDeposit *deposit)
{
    return deposit->careful || deposit->synced != deposit->begun;
}

static gboolean
finish_sync(const MillDeposit *deposit, GError **error)
{
    return !finish_is_careful(deposit) || mill_files_sync(deposit->files, error);
}

static gboolean
finish_succeed(MillDeposit *deposit, MillProgress *total, GError **error)
{
    return mill_deposit_commit(deposit, TRUE, error) &&
           mill_gather_finish(deposit->gather, NULL, NULL, &total->bytes_out, error) &&
           mill_gather_record(deposit->gather, deposit->ledger, error) &&
           finish_sync(deposit, error) &&
           mill_deposit_commit_now(deposit, finish_is_careful(deposit), error) &&
           finish_publish(deposit, error) && finish_sync(deposit, error);
}

gboolean
mill_deposit_finish(MillDeposit *deposit, MillProgress *total, const GError *failure,
                    GError **error)
{
    g_autoptr(GError) local = failure ? g_error_copy(failure) : NULL;

    if (!deposit->ledger)
        return TRUE;
    gboolean certain = failure ? !deposit->collect || mill_deposit_commit(deposit, TRUE, NULL)
                               : finish_succeed(deposit, total, &local);

    if (!certain) /* what the files may lack, the ledger does not know either */
        mill_ledger_roll_back(deposit->ledger, total);
    gboolean closed = mill_ledger_finish(deposit->ledger, total, local, local ? NULL : error);

    if (!local) {
        mill_collect_clear(deposit->collect);
        mill_files_close_work(deposit->files);
    }
    if (local && !failure)
        g_propagate_error(error, g_steal_pointer(&local));
    return closed && !local;
}

static void
finish_remove_draft(const char *name, gpointer data)
{
    if (!g_str_equal(name, MILL_PARTS_NAME))
        mill_files_remove_work(data, name);
}

void
mill_deposit_tidy(MillDeposit *deposit)
{
    if (faccessat(mill_files_get_fd(deposit->files), MILL_WORK_FOLDER, F_OK, AT_SYMLINK_NOFOLLOW) <
            0 ||
        !mill_files_open_work(deposit->files, NULL))
        return;
    mill_files_each_work(deposit->files, finish_remove_draft, deposit->files);
    mill_files_close_work(deposit->files);
}
