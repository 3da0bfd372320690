/* replace.c - putting the results of one run in the place of another's. */
#include "results/replace.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "results/deposit-private.h"
#include "results/folder.h"

#define REPLACE_NAME "next"

typedef struct {
    MillFiles *files;
    char *next;      /* the folder of the new results */
    MillNames *kept; /* the names of those */
} Replacing;

static char *
replace_dup_next(const MillDeposit *deposit)
{
    return g_build_filename(mill_files_get_path(deposit->files), MILL_WORK_FOLDER, REPLACE_NAME,
                            NULL);
}

gboolean
mill_replace_prepare(MillDeposit *deposit, char **next, GError **error)
{
    if (!mill_files_open_work(deposit->files, error))
        return FALSE;
    mill_files_remove_work(deposit->files, REPLACE_NAME);
    *next = replace_dup_next(deposit);
    return TRUE;
}

/* Moves the file @name; one that has been moved already is passed over. */
static gboolean
replace_move(const Replacing *replacing, const char *name, GError **error)
{
    g_autofree char *from = g_build_filename(replacing->next, name, NULL);

    g_free(mill_names_take(replacing->kept, name));
    return mill_files_move_in(replacing->files, from, name, error);
}

static gboolean
replace_move_own(const MillLedgerResult *result, gpointer data, GError **error)
{
    return replace_move(data, result->name, error);
}

static gboolean
replace_move_shared(const MillLedgerFile *file, gpointer data, GError **error)
{
    return replace_move(data, file->name, error);
}

/* Deletes what the earlier run left in the work folder. */
static void
replace_clear(const char *name, gpointer data)
{
    const Replacing *replacing = data;
    g_autofree char *path = g_build_filename(MILL_WORK_FOLDER, name, NULL);

    if (!g_str_equal(name, REPLACE_NAME) && !mill_names_has(replacing->kept, path))
        mill_files_remove_work(replacing->files, name);
}

/* One that had not reached the disk before a power cut may be there in part. */
static gboolean
replace_is_complete(MillLedgerReader *reader, gboolean *complete, GError **error)
{
    gboolean unsettled;

    if (!mill_ledger_is_unsettled(reader, &unsettled, error))
        return FALSE;
    *complete = !unsettled && g_strcmp0(mill_ledger_get(reader, "state"), "finished") == 0;
    return TRUE;
}

/* The ledger goes last: with it, the folder's results are the new ones. */
static gboolean
replace_move_ledger(const Replacing *replacing, GError **error)
{
    g_autofree char *old =
        g_build_filename(mill_files_get_path(replacing->files), MILL_LEDGER_NAME "-wal", NULL);

    unlink(old);
    return replace_move(replacing, MILL_LEDGER_NAME, error);
}

/* What has been moved before a kill is passed over, so all of this can be done again. */
static gboolean
replace_all(Replacing *replacing, MillLedgerReader *reader, GError **error)
{
    if (!mill_ledger_each_own(reader, replace_move_own, replacing, error) ||
        !mill_ledger_each_shared(reader, replace_move_shared, replacing, error) ||
        !mill_folder_remove_listed(replacing->files, replacing->kept, error))
        return FALSE;
    mill_files_each_work(replacing->files, replace_clear, replacing);
    return TRUE;
}

gboolean
mill_replace_complete(MillDeposit *deposit, GError **error)
{
    g_autofree char *next = replace_dup_next(deposit);
    g_autofree char *ledger = g_build_filename(next, MILL_LEDGER_NAME, NULL);

    if (!mill_ledger_is(ledger) || !mill_files_open_work(deposit->files, error))
        return TRUE;
    GError *wrong = NULL;
    g_autoptr(MillLedgerReader) reader = mill_ledger_open(next, &wrong);
    gboolean complete = FALSE;

    /* One that is damaged was not on the disk yet when the power was cut, so not complete either.
     */
    if ((!reader || !replace_is_complete(reader, &complete, &wrong)) &&
        !mill_folder_forgives(TRUE, wrong, error))
        return FALSE;
    if (!complete)
        return TRUE;
    g_autoptr(MillNames) kept = mill_names_new();
    Replacing replacing = { deposit->files, next, kept };

    if (!replace_all(&replacing, reader, error))
        return FALSE;
    g_clear_pointer(&reader, mill_ledger_close);
    /* The ledger must not be there before the files are. */
    if (!mill_files_sync(deposit->files, error) || !replace_move_ledger(&replacing, error))
        return FALSE;
    mill_files_remove_work(deposit->files, REPLACE_NAME);
    mill_files_close_work(deposit->files);
    return TRUE;
}
