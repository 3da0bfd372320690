/* verify.c - proves the results of a run, document by document.
 *
 * The ledger's documents and the units that the inputs yield now are gone through side by side, in
 * the order that both have. For each exported document the item is read again and taken through
 * the pipeline; what the ledger says it has become is looked up in the folder and compared
 * (verify-result.c).
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <textmill/run.h>

#include "pipeline/pipeline-private.h"
#include "results/collect-read.h"
#include "results/collect-state.h"
#include "results/ledger-read.h"
#include "run/audit.h"
#include "run/verify-result.h"
#include "source/source.h"

/* A file that many documents share. */
typedef struct {
    gint64 number;
    char *name;
    char *draft;
    char *part;
    gint64 step; /* its number, or -1 */
    char *state;
    gint64 size;
    gint64 content;            /* its bytes, expanded */
    gint64 offset;             /* of the next document's bytes, expanded */
    MillCollectReader *reader; /* NULL: not to be read, or damaged, which has been told */
} Shared;

typedef struct {
    MillPipeline *pipeline;
    const MillVerifyOptions *options;
    MillVerification *total;
    MillLedgerReader *ledger; /* by document */
    MillLedgerReader *rows;   /* its documents in order */
    GPtrArray *steps;         /* char *: ids */
    GHashTable *shared;       /* number → Shared */
    MillProof *proof;
    gboolean reading; /* results of the current document are to be looked at */
    const char *id;   /* of that */
    gint64 next;      /* the number behind that of the last document */
} Verify;

static void
shared_free(gpointer data)
{
    Shared *shared = data;

    mill_collect_close(shared->reader);
    g_free(shared->name);
    g_free(shared->draft);
    g_free(shared->part);
    g_free(shared->state);
    g_free(shared);
}

void
mill_verification_free(MillVerification *verification)
{
    if (!verification)
        return;
    g_free((char *) verification->changed);
    g_free(verification);
}

static void
verify_report(const MillDiscrepancy *found, gpointer data)
{
    const Verify *verify = data;

    verify->total->discrepancies++;
    if (verify->options->on_discrepancy)
        verify->options->on_discrepancy(found, verify->options->data);
}

static void
verify_tell(const Verify *verify, const char *code, const char *id, const char *message)
{
    const MillDiscrepancy found = {
        .code = code, .document = id, .offset = -1, .message = message
    };

    verify_report(&found, (gpointer) verify);
}

/* --- the pipeline --------------------------------------------------------------------------- */

static gboolean
verify_note_step(const char *id, const char *type, const char *version, const char *sha256,
                 gpointer data, GError **error)
{
    Verify *verify = data;
    gsize number = verify->steps->len;
    const MillStep *step =
        number < verify->pipeline->steps->len ? mill_pipeline_step(verify->pipeline, number) : NULL;

    g_ptr_array_add(verify->steps, g_strdup(id));
    if (!verify->total->changed && (!step || g_strcmp0(step->sha256, sha256) != 0))
        verify->total->changed = g_strdup_printf("step '%s' of the pipeline has changed", id);
    return TRUE;
}

/* Whether what the pipeline makes now are the bytes that the run made; otherwise why not. */
static gboolean
verify_compare_pipeline(Verify *verify, GError **error)
{
    MillVerification *total = verify->total;
    const MillProvenance *made = &verify->pipeline->provenance;

    mill_pipeline_seal(verify->pipeline);
    /* Results say when their run began. */
    verify->pipeline->provenance.began = mill_ledger_get_int(verify->ledger, "began");
    if (g_strcmp0(mill_ledger_get(verify->ledger, "textmill"), made->textmill) != 0)
        total->changed = g_strdup_printf("this is textmill %s, the run was of %s", made->textmill,
                                         mill_ledger_get(verify->ledger, "textmill"));
    if (!mill_ledger_each_step(verify->ledger, verify_note_step, verify, error))
        return FALSE;
    if (!total->changed &&
        g_strcmp0(mill_ledger_get(verify->ledger, "pipeline_sha256"), made->pipeline_sha256) != 0)
        total->changed = g_strdup("the pipeline has other steps or another 'input'");
    if (!total->changed &&
        g_strcmp0(mill_ledger_get(verify->ledger, "pipeline"), made->pipeline) != 0)
        total->changed = g_strdup("the pipeline has another name");
    return TRUE;
}

/* --- shared files --------------------------------------------------------------------------- */

static gint64
verify_find_step(const Verify *verify, const char *id)
{
    for (guint i = 0; i < verify->steps->len; i++)
        if (g_strcmp0(id, g_ptr_array_index(verify->steps, i)) == 0)
            return i;
    return -1;
}

static gboolean
verify_note_shared(const MillLedgerFile *file, gpointer data, GError **error)
{
    Verify *verify = data;
    MillCollectState state;
    Shared *shared;

    if (g_strcmp0(file->kind, MILL_LEDGER_COLLECTION) != 0 || !mill_audit_is_inside(file->name))
        return TRUE;
    shared = g_new0(Shared, 1);
    shared->number = file->number;
    shared->name = g_strdup(file->name);
    shared->draft = g_strdup(file->draft);
    shared->part = g_strdup(file->part);
    shared->step = verify_find_step(verify, file->step);
    shared->size = file->size;
    shared->state = g_strdup(file->state);
    shared->content = mill_collect_state_parse(file, &state) ? state.raw : -1;
    g_hash_table_insert(verify->shared, &shared->number, shared);
    return TRUE;
}

/* Opens a collection, of which documents hold @sum bytes; the rest is before them. One that cannot
 * be read has been told of. */
static gboolean
verify_open_shared(gint64 number, gint64 sum, gpointer data, GError **error)
{
    const Verify *verify = data;
    Shared *shared = g_hash_table_lookup(verify->shared, &number);

    if (!shared || sum > shared->content)
        return TRUE;
    const MillLedgerFile file = {
        .number = number,
        .name = shared->name,
        .draft = shared->draft,
        .size = shared->size,
        .state = shared->state,
    };

    shared->offset = shared->content - sum;
    shared->reader = mill_collect_open(verify->options->output, &file, sum, NULL);
    return TRUE;
}

/* --- a document ----------------------------------------------------------------------------- */

/* How the own files of the step that had the number @number are compressed. */
static MillCompression
verify_find_compression(const Verify *verify, gint64 number)
{
    const char *id = number >= 0 && number < verify->steps->len
                         ? g_ptr_array_index(verify->steps, number)
                         : NULL;

    for (gsize i = 0; id && i < mill_pipeline_get_n_steps(verify->pipeline); i++) {
        const MillStepInfo *step = mill_pipeline_get_step(verify->pipeline, i);

        if (g_str_equal(step->id, id) && step->file)
            return mill_compression_find(step->file);
    }
    return MILL_COMPRESSION_NONE;
}

/* Looks at the @length bytes of an own file. */
static void
verify_own_bytes(const Verify *verify, const MillLedgerResult *result, const char *bytes,
                 gsize length)
{
    MillCompression compression = verify_find_compression(verify, result->step);
    g_autoptr(GString) content = NULL;
    g_autoptr(GError) error = NULL;

    if (compression != MILL_COMPRESSION_NONE) {
        content = mill_expand(compression, bytes, length, &error);
        if (!content) {
            mill_proof_tell(verify->proof, "result", verify->id, result->name, error->message);
            return;
        }
    }
    mill_proof_check(verify->proof, result->step, result->part, result->name, 0, TRUE,
                     content ? content->str : bytes, content ? content->len : length);
}

static gboolean
verify_own(const MillLedgerResult *result, gpointer data, GError **error)
{
    Verify *verify = data;
    g_autofree char *path = g_build_filename(verify->options->output, result->name, NULL);
    g_autofree char *bytes = NULL;
    struct stat status;
    gsize length;

    /* What is not there, or has another size, has been told of. */
    if (!mill_audit_is_inside(result->name) || lstat(path, &status) < 0 ||
        !S_ISREG(status.st_mode) || status.st_size != result->size ||
        !g_file_get_contents(path, &bytes, &length, NULL))
        return TRUE;
    verify_own_bytes(verify, result, bytes, length);
    return TRUE;
}

/* The document's bytes in a collection; they are passed over if nobody wants them. */
static gboolean
verify_part(gint64 file, gint64 size, gpointer data, GError **error)
{
    Verify *verify = data;
    Shared *shared = g_hash_table_lookup(verify->shared, &file);
    const char *bytes = NULL;
    g_autoptr(GError) wrong = NULL;

    if (!shared || !shared->reader)
        return TRUE;
    if (!verify->reading)
        mill_collect_pass(shared->reader, size);
    else if (size >= 0 && size <= shared->content)
        bytes = (const char *) mill_collect_read(shared->reader, size, &wrong);
    if (bytes)
        mill_proof_check(verify->proof, shared->step, shared->part, shared->name, shared->offset,
                         FALSE, bytes, (gsize) size);
    else if (verify->reading && wrong && shared->content != shared->size)
        mill_proof_tell(verify->proof, "result", verify->id, shared->name, wrong->message);
    if (!bytes && verify->reading)
        g_clear_pointer(&shared->reader, mill_collect_close);
    shared->offset += size;
    return TRUE;
}

static gboolean
verify_pass_shared(gint64 file, gint64 sum, gpointer data, GError **error)
{
    const Verify *verify = data;
    Shared *shared = g_hash_table_lookup(verify->shared, &file);

    if (shared && shared->reader)
        mill_collect_pass(shared->reader, sum);
    if (shared)
        shared->offset += sum;
    return TRUE;
}

/* Passes over what documents before @number have in collections: the ledger may have lost them. */
static gboolean
verify_pass_gap(Verify *verify, gint64 number, GError **error)
{
    gint64 next = verify->next;

    verify->next = number + 1;
    return next >= number ||
           mill_ledger_each_sum(verify->ledger, next, number, verify_pass_shared, verify, error);
}

/* @unit: what the document was made from; NULL if that is gone. */
static gboolean
verify_document(Verify *verify, const MillLedgerRow *row, const MillUnit *unit, GError **error)
{
    gboolean fine;

    if (!verify_pass_gap(verify, row->number, error))
        return FALSE;
    if (row->outcome != MILL_OUTCOME_EXPORTED)
        return TRUE;
    if (!unit)
        verify_tell(verify, "source-gone", row->id, "its source is not among the inputs any more");
    verify->id = row->id;
    verify->reading = unit && mill_proof_begin(verify->proof, row, unit);
    fine = (!verify->reading ||
            mill_ledger_each_result(verify->ledger, row->number, verify_own, verify, error)) &&
           mill_ledger_each_part(verify->ledger, row->number, verify_part, verify, error);
    mill_proof_end(verify->proof);
    return fine;
}

/* --- all of them ---------------------------------------------------------------------------- */

/* The inputs, as the run saw them; NULL if nothing of them is there, which is told. */
static MillSource *
verify_open_source(Verify *verify, GError **error)
{
    const MillVerifyOptions *options = verify->options;
    g_autoptr(GError) wrong = NULL;
    g_autoptr(MillSource) source = options->files_from
                                       ? mill_source_new_list(options->files_from, &wrong)
                                       : mill_source_new(options->inputs, &wrong);
    struct stat folder;

    if (source) {
        mill_source_set_input(source, mill_pipeline_get_input(verify->pipeline), options->stop);
        mill_source_set_shard(source, (guint) mill_ledger_get_int(verify->ledger, "shard"),
                              (guint) mill_ledger_get_int(verify->ledger, "n_shards"));
        if ((stat(options->output, &folder) == 0 && !mill_source_skip(source, &folder, &wrong)) ||
            !mill_source_spool(source, options->stop, &wrong))
            g_clear_pointer(&source, mill_source_free);
    }
    if (!source && g_error_matches(wrong, MILL_ERROR, MILL_ERROR_STOPPED))
        g_propagate_error(error, g_steal_pointer(&wrong));
    else if (!source)
        verify_tell(verify, "source-gone", NULL, wrong->message);
    return g_steal_pointer(&source);
}

/* Documents whose sources are gone, up to the one numbered @number or, if that is -1, to the end.
 * @row is the first of them; then the one that comes next. FALSE at the end. */
static gboolean
verify_pass(Verify *verify, gint64 number, MillLedgerRow *row, GError **error)
{
    gboolean more = TRUE;

    while (more && (number < 0 || row->number < number)) {
        GError *wrong = NULL;

        if (!verify_document(verify, row, NULL, error))
            return FALSE;
        more = mill_ledger_next(verify->rows, row, &wrong);
        if (wrong)
            g_propagate_error(error, wrong);
    }
    return more;
}

/* @unit is not the one that the run had in the place of the document @row, if there is one. *@match
 * tells whether, having passed what is gone, it is now. FALSE at the end of the ledger. */
static gboolean
verify_find(Verify *verify, const MillUnit *unit, MillLedgerRow *row, gboolean *match,
            GError **error)
{
    gint64 number = mill_ledger_find(verify->ledger, unit->id, error);

    *match = FALSE;
    if (*error)
        return FALSE;
    if (number < 0)
        verify_tell(verify, "new", unit->id, "it is among the inputs, and not in the ledger");
    else if (number < row->number)
        verify_tell(verify, "order", unit->id,
                    "it comes later among the inputs than in the ledger");
    if (number < row->number)
        return TRUE;
    *match = TRUE;
    return verify_pass(verify, number, row, error);
}

static gboolean
verify_is_stopped(const Verify *verify, GError **error)
{
    if (!verify->options->stop || *verify->options->stop == 0)
        return FALSE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_STOPPED, "interrupted");
    return TRUE;
}

/* One unit and the document it became. *@more becomes FALSE at the end of the ledger. */
static void
verify_unit(Verify *verify, const MillUnit *unit, MillLedgerRow *row, gboolean *more,
            GError **error)
{
    gboolean match = *more && g_str_equal(row->id, unit->id);

    if (!*more) {
        verify_tell(verify, "new", unit->id, "it is among the inputs, and not in the ledger");
        return;
    }
    if (!match)
        *more = verify_find(verify, unit, row, &match, error);
    if (*more && match && verify_document(verify, row, unit, error))
        *more = mill_ledger_next(verify->rows, row, error);
}

static gboolean
verify_walk(Verify *verify, MillSource *source, GError **error)
{
    GError *wrong = NULL;
    MillLedgerRow row;
    gboolean more = mill_ledger_next(verify->rows, &row, &wrong);

    while (!wrong && source && !verify_is_stopped(verify, &wrong)) {
        g_auto(MillUnit) unit = { 0 };

        if (!mill_source_next(source, &unit))
            break;
        verify_unit(verify, &unit, &row, &more, &wrong);
    }
    if (!wrong && more && source)
        verify_pass(verify, -1, &row, &wrong);
    if (!wrong)
        return TRUE;
    g_propagate_error(error, wrong);
    return FALSE;
}

static gboolean
verify_documents(Verify *verify, GError **error)
{
    GError *wrong = NULL;
    MillSource *source;
    gboolean fine;

    verify->rows = mill_ledger_open(verify->options->output, error);
    if (!verify->rows || !verify_compare_pipeline(verify, error) ||
        !mill_ledger_each_shared(verify->ledger, verify_note_shared, verify, error) ||
        !mill_ledger_each_sum(verify->ledger, 0, G_MAXINT64, verify_open_shared, verify, error))
        return FALSE;
    verify->proof =
        mill_proof_new(verify->pipeline, !verify->total->changed, verify->options, verify->total);
    source = verify_open_source(verify, &wrong);
    fine = !wrong && verify_walk(verify, source, &wrong);
    if (wrong)
        g_propagate_error(error, wrong);
    mill_source_free(source);
    return fine;
}

static gboolean
verify_count(Verify *verify, GError **error)
{
    MillProgress all = { 0 };
    gint64 next;

    if (!mill_ledger_count(verify->ledger, G_MAXINT64, &all, &next, error))
        return FALSE;
    verify->total->documents = all.documents;
    return TRUE;
}

MillVerification *
mill_verify(MillPipeline *pipeline, const MillVerifyOptions *options, GError **error)
{
    g_return_val_if_fail(options && options->output, NULL);
    g_autoptr(MillVerification) total = g_new0(MillVerification, 1);
    Verify verify = { .pipeline = pipeline, .options = options, .total = total };
    gboolean fine;

    verify.steps = g_ptr_array_new_with_free_func(g_free);
    verify.shared = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, shared_free);
    verify.ledger = mill_ledger_open(options->output, error);
    fine = verify.ledger && verify_count(&verify, error) &&
           mill_audit(options->output, verify_report, &verify, &total->files, error) &&
           (!pipeline || (!options->inputs && !options->files_from) ||
            verify_documents(&verify, error));
    mill_proof_free(verify.proof);
    mill_ledger_close(verify.rows);
    mill_ledger_close(verify.ledger);
    g_hash_table_unref(verify.shared);
    g_ptr_array_unref(verify.steps);
    return fine ? g_steal_pointer(&total) : NULL;
}
