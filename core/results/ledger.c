/* ledger.c - DIR/ledger.sqlite: what became of every document. */
#include "results/ledger.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <textmill/json.h>

#include "pipeline/pattern.h"
#include "pipeline/pipeline-private.h"
#include "results/ledger-schema.h"
#include "results/rows.h"

/* From whatever kind of journal there was, and without leaving a file of that. */
#define LEDGER_WAL "PRAGMA journal_mode = MEMORY; PRAGMA journal_mode = WAL;"

typedef enum {
    LEDGER_SET,
    LEDGER_STEP,
    LEDGER_FILE,
    LEDGER_METRIC,
    LEDGER_COUNTED_AGAIN,
    LEDGER_N_STATEMENTS,
} LedgerStatement;

/* The tables with a row or more for each document. */
typedef enum {
    LEDGER_DOCUMENTS,
    LEDGER_RESULTS,
    LEDGER_SHARES,
    LEDGER_COUNTED,
    LEDGER_N_TABLES,
} LedgerTable;

static const char ledger_put_file[] =
    "INSERT INTO files (number, name, kind, step, part, draft, size, state)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET name = excluded.name,"
    " draft = excluded.draft, size = excluded.size, state = excluded.state";
static const char ledger_count_again[] =
    "INSERT INTO counted VALUES (?, ?, ?, ?, ?) ON CONFLICT (document, metric) DO UPDATE SET"
    " whole = whole + excluded.whole, millionths = millionths + excluded.millionths,"
    " count = count + excluded.count";

static const char *const ledger_statements[] = {
    [LEDGER_SET] = "INSERT OR REPLACE INTO run VALUES (?, ?)",
    [LEDGER_STEP] = "INSERT INTO steps VALUES (?, ?, ?, ?, ?)",
    [LEDGER_FILE] = ledger_put_file,
    [LEDGER_METRIC] = "INSERT INTO metrics VALUES (?, ?, ?)",
    [LEDGER_COUNTED_AGAIN] = ledger_count_again,
};

static const struct {
    const char *name;
    const char *types; /* rows.h */
} ledger_tables[] = {
    [LEDGER_DOCUMENTS] = { "documents", "isssssiisiiiiin" },
    [LEDGER_RESULTS] = { "results", "iisisi" },
    [LEDGER_SHARES] = { "shares", "iii" },
    [LEDGER_COUNTED] = { "counted", "iiiii" },
};

struct MillLedger {
    MillDatabase database;
    sqlite3_stmt *statements[LEDGER_N_STATEMENTS];
    MillRows *rows[LEDGER_N_TABLES];
    gboolean durable; /* commits have been synced: the last one has to be, too */
};

/* SQLite does not tell its descriptors; the kernel does. */
void
mill_ledger_abandon(MillLedger *ledger)
{
    g_autoptr(GDir) dir = g_dir_open("/proc/self/fd", 0, NULL);
    const char *number;

    while (dir && (number = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename("/proc/self/fd", number, NULL);
        g_autofree char *target = g_file_read_link(path, NULL);

        if (target && strstr(target, "/" MILL_LEDGER_NAME))
            close(atoi(number));
    }
}

const char *
mill_outcome_name(MillOutcome outcome)
{
    static const char *const names[] = { "exported", "dropped", "quarantined" };

    return names[outcome];
}

/* As long as there is a statement, the file cannot change its kind of journal nor be closed. */
static void
ledger_clear_statements(MillLedger *ledger)
{
    for (gsize i = 0; i < LEDGER_N_STATEMENTS; i++)
        g_clear_pointer(&ledger->statements[i], sqlite3_finalize);
    for (gsize i = 0; i < LEDGER_N_TABLES; i++)
        g_clear_pointer(&ledger->rows[i], mill_rows_free);
}

void
mill_ledger_free(MillLedger *ledger)
{
    if (!ledger)
        return;
    ledger_clear_statements(ledger);
    mill_database_close(&ledger->database);
    g_free(ledger);
}

const MillDatabase *
mill_ledger_get_database(const MillLedger *ledger)
{
    return &ledger->database;
}

/* Opens the file for one writer: without a lock file, and with a journal that kills cannot hurt. */
static gboolean
ledger_open(MillLedger *ledger, const char *path, GError **error)
{
    if (!mill_database_open(&ledger->database, path, SQLITE_OPEN_READWRITE, error) ||
        !mill_database_run(&ledger->database,
                           "PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;" LEDGER_WAL
                           "PRAGMA cache_size = -64;"
                           "PRAGMA wal_autocheckpoint = 0; BEGIN IMMEDIATE",
                           error) ||
        !mill_ledger_renew(&ledger->database, error))
        return FALSE;
    for (gsize i = 0; i < LEDGER_N_STATEMENTS; i++) {
        ledger->statements[i] =
            mill_database_prepare(&ledger->database, ledger_statements[i], error);
        if (!ledger->statements[i])
            return FALSE;
    }
    for (gsize i = 0; i < LEDGER_N_TABLES; i++) {
        ledger->rows[i] =
            mill_rows_new(&ledger->database, ledger_tables[i].name, ledger_tables[i].types, error);
        if (!ledger->rows[i])
            return FALSE;
    }
    return TRUE;
}

static gboolean
ledger_set_boot(MillLedger *ledger, GError **error)
{
    g_autofree char *boot = mill_ledger_dup_boot();

    return mill_ledger_set(ledger, "boot", boot, error);
}

static gboolean
ledger_set_steps(MillLedger *ledger, MillPipeline *pipeline, GError **error)
{
    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++) {
        const MillStep *step = mill_pipeline_step(pipeline, i);
        const MillStepType *type = step->info.type;

        if (!mill_database_insert(&ledger->database, ledger->statements[LEDGER_STEP], error,
                                  "issss", (gint64) i, step->id, type->name,
                                  type->version ? type->version : "1", step->sha256))
            return FALSE;
    }
    return TRUE;
}

/* The words that the run was asked for with, and where, for those who want to repeat it. */
static gboolean
ledger_set_call(MillLedger *ledger, const MillRunOptions *options, GError **error)
{
    g_autoptr(GString) json = g_string_new("[");
    g_autofree char *folder = g_get_current_dir();
    const char *const *argument = options->arguments;

    if (!argument)
        return TRUE;
    for (; *argument; argument++) {
        if (json->len > 1)
            g_string_append_c(json, ',');
        mill_json_append_string(json, *argument, -1);
    }
    g_string_append_c(json, ']');
    return mill_ledger_set(ledger, "arguments", json->str, error) &&
           mill_ledger_set(ledger, "folder", folder, error);
}

static gboolean
ledger_set_all(MillLedger *ledger, MillPipeline *pipeline, const MillRunOptions *options,
               GError **error)
{
    const MillProvenance *made = &pipeline->provenance;

    return mill_ledger_set(ledger, "textmill", made->textmill, error) &&
           mill_ledger_set(ledger, "pipeline", made->pipeline, error) &&
           mill_ledger_set(ledger, "pipeline_sha256", made->pipeline_sha256, error) &&
           mill_ledger_set_int(ledger, "began", made->began, error) &&
           mill_ledger_set_int(ledger, "shard", options->shard, error) &&
           mill_ledger_set_int(ledger, "n_shards", options->n_shards, error) &&
           mill_ledger_set_int(ledger, "synced", 0, error) &&
           mill_ledger_set(ledger, "state", "running", error) && ledger_set_boot(ledger, error) &&
           ledger_set_call(ledger, options, error) && ledger_set_steps(ledger, pipeline, error);
}

static char *
ledger_dup_path(MillFiles *files)
{
    return g_build_filename(mill_files_get_path(files), MILL_LEDGER_NAME, NULL);
}

MillLedger *
mill_ledger_begin(MillFiles *files, MillPipeline *pipeline, const MillRunOptions *options,
                  GError **error)
{
    g_autoptr(MillLedger) ledger = g_new0(MillLedger, 1);
    g_autofree char *path = ledger_dup_path(files);

    if (mill_ledger_create(files, path, error) && ledger_open(ledger, path, error) &&
        ledger_set_all(ledger, pipeline, options, error) &&
        mill_ledger_commit(ledger, FALSE, error))
        return g_steal_pointer(&ledger);
    return NULL;
}

#define LEDGER_LATE " >= (SELECT value FROM run WHERE key = 'synced');"

/* What was written before a power cut and not synced may be there in part, and goes. */
static const char ledger_distrust[] =
    "DELETE FROM kept WHERE document" LEDGER_LATE "DELETE FROM shares WHERE document" LEDGER_LATE
    "DELETE FROM results WHERE document" LEDGER_LATE
    "DELETE FROM counted WHERE document" LEDGER_LATE
    "DELETE FROM documents WHERE number" LEDGER_LATE
    "DELETE FROM metrics WHERE number NOT IN (SELECT metric FROM counted);"
    "UPDATE files SET size = synced_size, state = synced_state;"
    "DELETE FROM files WHERE kind = '" MILL_LEDGER_COLLECTION "'"
    " AND number NOT IN (SELECT file FROM parts)";

/* (transfer full) */
static MillLedger *
ledger_take_up(MillFiles *files, gboolean distrust, GError **error)
{
    g_autoptr(MillLedger) ledger = g_new0(MillLedger, 1);
    g_autofree char *path = ledger_dup_path(files);

    if (ledger_open(ledger, path, error) &&
        (!distrust || mill_database_run(&ledger->database, ledger_distrust, error)) &&
        mill_ledger_set(ledger, "state", "running", error) && ledger_set_boot(ledger, error) &&
        mill_ledger_commit(ledger, FALSE, error))
        return g_steal_pointer(&ledger);
    return NULL;
}

MillLedger *
mill_ledger_continue(MillFiles *files, GError **error)
{
    return ledger_take_up(files, FALSE, error);
}

gboolean
mill_ledger_settle(MillFiles *files, GError **error)
{
    g_autoptr(MillLedger) ledger = ledger_take_up(files, TRUE, error);

    return ledger != NULL;
}

gboolean
mill_ledger_blur_steps(MillLedger *ledger, gint64 first, GError **error)
{
    g_autofree char *sql =
        g_strdup_printf("UPDATE steps SET sha256 = '' WHERE number >= %" G_GINT64_FORMAT, first);

    return mill_database_run(&ledger->database, sql, error) &&
           mill_ledger_set(ledger, "pipeline_sha256", "", error);
}

gboolean
mill_ledger_set(MillLedger *ledger, const char *key, const char *value, GError **error)
{
    return mill_database_insert(&ledger->database, ledger->statements[LEDGER_SET], error, "ss", key,
                                value);
}

gboolean
mill_ledger_set_int(MillLedger *ledger, const char *key, gint64 value, GError **error)
{
    return mill_database_insert(&ledger->database, ledger->statements[LEDGER_SET], error, "si", key,
                                value);
}

gboolean
mill_ledger_add(MillLedger *ledger, const MillUnit *unit, const MillResult *result,
                const MillCost *cost, gint64 file, GError **error)
{
    return mill_rows_add(ledger->rows[LEDGER_DOCUMENTS], error, unit->index, unit->id,
                         mill_outcome_name(result->outcome), result->step, result->code,
                         result->message, (gint64) result->signal, (gint64) result->n_diagnostics,
                         unit->container->path, cost->bytes, cost->bytes_out,
                         unit->container->file_size, unit->container->mtime_ns, cost->nanoseconds,
                         file);
}

gboolean
mill_ledger_add_result(MillLedger *ledger, gint64 document, const MillLedgerResult *result,
                       GError **error)
{
    return mill_rows_add(ledger->rows[LEDGER_RESULTS], error, document, result->number,
                         result->name, result->step, result->part, result->size);
}

gboolean
mill_ledger_add_part(MillLedger *ledger, gint64 document, gint64 file, gint64 size, GError **error)
{
    return mill_rows_add(ledger->rows[LEDGER_SHARES], error, document, file, size);
}

gboolean
mill_ledger_add_counted(MillLedger *ledger, gint64 document, const MillMetricKey *metric,
                        const MillMetricSum *sum, GError **error)
{
    if (metric->fresh &&
        !mill_database_insert(&ledger->database, ledger->statements[LEDGER_METRIC], error, "iss",
                              metric->number, metric->step, metric->name))
        return FALSE;
    if (!metric->shared)
        return mill_rows_add(ledger->rows[LEDGER_COUNTED], error, document, metric->number,
                             sum->whole, sum->millionths, sum->count);
    return mill_database_insert(&ledger->database, ledger->statements[LEDGER_COUNTED_AGAIN], error,
                                "iiiii", document, metric->number, sum->whole, sum->millionths,
                                sum->count);
}

gboolean
mill_ledger_put_file(MillLedger *ledger, const MillLedgerFile *file, GError **error)
{
    return mill_database_insert(&ledger->database, ledger->statements[LEDGER_FILE], error,
                                "isssssis", file->number, file->name, file->kind, file->step,
                                file->part, file->draft, file->size, file->state);
}

/* After a power cut only what is said here is certain. */
static gboolean
ledger_note_synced(MillLedger *ledger, GError **error)
{
    return mill_database_run(&ledger->database,
                             "UPDATE files SET synced_size = size, synced_state = state;"
                             "INSERT OR REPLACE INTO run SELECT 'synced',"
                             " coalesce(max(number) + 1, 0) FROM documents",
                             error);
}

static gboolean
ledger_flush(MillLedger *ledger, GError **error)
{
    for (gsize i = 0; i < LEDGER_N_TABLES; i++)
        if (!mill_rows_flush(ledger->rows[i], error))
            return FALSE;
    return TRUE;
}

gboolean
mill_ledger_commit(MillLedger *ledger, gboolean sync, GError **error)
{
    if (!mill_database_check_place(&ledger->database, error) || !ledger_flush(ledger, error) ||
        (sync && !ledger_note_synced(ledger, error)))
        return FALSE;
    if (!mill_database_run(&ledger->database, "COMMIT", error))
        return FALSE;
    if (sync && !ledger->durable) {
        ledger->durable = TRUE;
        if (!mill_database_run(&ledger->database,
                               "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000",
                               error))
            return FALSE;
    }
    if (sync && !mill_database_run(&ledger->database, "PRAGMA wal_checkpoint(TRUNCATE)", error))
        return FALSE;
    return mill_database_run(&ledger->database, "BEGIN IMMEDIATE", error);
}

void
mill_ledger_roll_back(MillLedger *ledger, MillProgress *left)
{
    const MillDatabase *database = &ledger->database;

    for (gsize i = 0; i < LEDGER_N_TABLES; i++)
        mill_rows_clear(ledger->rows[i]);
    /* SQLite itself has done so after some errors. */
    if (!sqlite3_get_autocommit(database->handle) && !mill_database_run(database, "ROLLBACK", NULL))
        return;
    mill_database_run(database, "BEGIN IMMEDIATE", NULL);
    sqlite3_stmt *sums = mill_database_prepare(
        database,
        "SELECT count(*), sum(outcome = 'exported'), sum(outcome = 'dropped'),"
        " sum(outcome = 'quarantined'), sum(bytes), sum(bytes_out) FROM documents",
        NULL);

    if (sums && sqlite3_step(sums) == SQLITE_ROW) {
        left->documents = sqlite3_column_int64(sums, 0);
        left->exported = sqlite3_column_int64(sums, 1);
        left->dropped = sqlite3_column_int64(sums, 2);
        left->quarantined = sqlite3_column_int64(sums, 3);
        left->bytes_in = sqlite3_column_int64(sums, 4);
        left->bytes_out = sqlite3_column_int64(sums, 5);
    }
    sqlite3_finalize(sums);
}

static gboolean
ledger_set_totals(MillLedger *ledger, const MillProgress *total, GError **error)
{
    return mill_ledger_set_int(ledger, "documents", total->documents, error) &&
           mill_ledger_set_int(ledger, "exported", total->exported, error) &&
           mill_ledger_set_int(ledger, "dropped", total->dropped, error) &&
           mill_ledger_set_int(ledger, "quarantined", total->quarantined, error) &&
           mill_ledger_set_int(ledger, "bytes_in", total->bytes_in, error) &&
           mill_ledger_set_int(ledger, "bytes_out", total->bytes_out, error);
}

/* Leaves one file, without a WAL (nor the file that another kind of journal would need, and a kill
 * leave, for the change of one page). It can be read where nothing can be written. */
static gboolean
ledger_settle(MillLedger *ledger, GError **error)
{
    ledger_clear_statements(ledger);
    return mill_database_run(&ledger->database, "PRAGMA journal_mode = MEMORY", error);
}

gboolean
mill_ledger_finish(MillLedger *ledger, const MillProgress *total, const GError *failure,
                   GError **error)
{
    const char *state = !failure                              ? "finished"
                        : failure->code == MILL_ERROR_STOPPED ? "stopped"
                                                              : "failed";

    return mill_database_check_place(&ledger->database, error) &&
           mill_ledger_set(ledger, "state", state, error) &&
           mill_ledger_set(ledger, "message", failure ? failure->message : NULL, error) &&
           ledger_set_totals(ledger, total, error) && ledger_flush(ledger, error) &&
           mill_database_run(&ledger->database, "COMMIT", error) && ledger_settle(ledger, error);
}
