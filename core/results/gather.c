/* gather.c - the steps that gather what all documents have in common. */
#include "results/gather.h"

#include <string.h>
#include <unistd.h>

#include "pipeline/pipeline-private.h"

/* A file that is to appear when the run succeeds. */
typedef struct {
    gint64 number; /* in the ledger */
    const char *kind;
    const char *step; /* id */
    char *part;       /* or NULL */
    char *name;       /* its path in the folder */
    MillDraft draft;
    char draft_name[40];
} Result;

typedef struct {
    gsize number; /* in the pipeline */
    const MillStep *step;
    gboolean open; /* open() was called, and neither finish() nor abandon() */
    Result *file;  /* a sink's; NULL before */
} Gatherer;

struct MillGather {
    const MillWriters *writers;
    MillFiles *files;
    MillNames *taken;
    GArray *gatherers;  /* Gatherer */
    GPtrArray *results; /* Result */
};

static void
result_free(gpointer data)
{
    Result *result = data;

    g_free(result->part);
    g_free(result->name);
    g_free(result);
}

MillGather *
mill_gather_new(MillPipeline *pipeline, const MillWriters *writers)
{
    MillGather *gather = g_new0(MillGather, 1);

    gather->writers = writers;
    gather->gatherers = g_array_new(FALSE, FALSE, sizeof(Gatherer));
    gather->results = g_ptr_array_new_with_free_func(result_free);
    for (gsize i = 0; i < writers->n_steps; i++) {
        const MillStep *step = mill_pipeline_step(pipeline, i);
        Gatherer gatherer = { .number = i, .step = step };

        if (writers->wanted[i] && step->info.type->role != MILL_ROLE_WRITER)
            g_array_append_val(gather->gatherers, gatherer);
    }
    return gather;
}

static Gatherer *
gather_get(const MillGather *gather, guint index)
{
    return &g_array_index(gather->gatherers, Gatherer, index);
}

static Gatherer *
gather_find(const MillGather *gather, gsize step)
{
    for (guint i = 0; i < gather->gatherers->len; i++)
        if (gather_get(gather, i)->number == step)
            return gather_get(gather, i);
    return NULL;
}

gboolean
mill_gather_is_empty(const MillGather *gather)
{
    return gather->gatherers->len == 0;
}

gboolean
mill_gather_has(const MillGather *gather, gsize step)
{
    return gather_find(gather, step) != NULL;
}

static void
gather_abandon(Gatherer *gatherer)
{
    const MillStepType *type = gatherer->step->info.type;

    if (gatherer->open && type->abandon)
        type->abandon(gatherer->step->self);
    gatherer->open = FALSE;
}

/* Deletes what a sink left beside its file. */
static void
gather_sweep(const char *name, gpointer data)
{
    const MillGather *gather = data;

    for (guint i = 0; i < gather->results->len; i++) {
        const Result *result = g_ptr_array_index(gather->results, i);
        MillDraft beside = MILL_DRAFT_NONE;

        if (!g_str_has_prefix(name, result->draft_name))
            continue;
        g_strlcpy(beside.name, name, sizeof beside.name);
        mill_draft_discard(&beside, gather->files);
    }
}

void
mill_gather_free(MillGather *gather)
{
    if (!gather)
        return;
    for (guint i = 0; i < gather->gatherers->len; i++)
        gather_abandon(gather_get(gather, i));
    for (guint i = 0; i < gather->results->len; i++)
        mill_draft_discard(&((Result *) gather->results->pdata[i])->draft, gather->files);
    if (gather->results->len > 0)
        mill_files_each_work(gather->files, gather_sweep, gather);
    g_array_unref(gather->gatherers);
    g_ptr_array_unref(gather->results);
    g_free(gather);
}

void
mill_gather_close(MillGather *gather)
{
    for (guint i = 0; i < gather->results->len; i++) {
        const Result *result = g_ptr_array_index(gather->results, i);

        if (result->draft.fd >= 0)
            close(result->draft.fd);
    }
}

/* What a callback says of itself, made an error that names the step. */
static gboolean
gather_judge(const Gatherer *gatherer, gboolean fine, GError *reason, GError **error)
{
    if (fine && !reason)
        return TRUE;
    if (!reason)
        g_set_error(&reason, MILL_ERROR, MILL_ERROR_FAILED, "it failed without saying why");
    g_propagate_prefixed_error(error, reason, "step '%s': ", gatherer->step->id);
    return FALSE;
}

/* Opens the draft of the file for @part of @gatherer. */
static Result *
gather_draft(MillGather *gather, const Gatherer *gatherer, const char *part, GError **error)
{
    const MillPattern *pattern = gather->writers->patterns[gatherer->number];
    g_autofree char *name = mill_pattern_expand_shared(pattern, part, 0);
    Result *result = g_new0(Result, 1);

    result->number = MILL_GATHER_FIRST + gather->results->len;
    result->kind =
        gatherer->step->info.type->role == MILL_ROLE_SINK ? MILL_LEDGER_SINK : MILL_LEDGER_CORPUS;
    result->step = gatherer->step->id;
    result->part = g_strdup(part);
    result->draft = (MillDraft) MILL_DRAFT_NONE;
    g_snprintf(result->draft_name, sizeof result->draft_name, "%" G_GINT64_FORMAT ".gathered",
               result->number);
    result->name = mill_names_take_file(gather->taken, name);
    g_ptr_array_add(gather->results, result);
    return mill_draft_open(&result->draft, gather->files, result->draft_name, error) ? result
                                                                                     : NULL;
}

static gboolean
gather_open(MillGather *gather, Gatherer *gatherer, GError **error)
{
    const MillStepType *type = gatherer->step->info.type;
    g_autofree char *path = NULL;
    GError *reason = NULL;

    if (type->role == MILL_ROLE_SINK) {
        gatherer->file = gather_draft(gather, gatherer, NULL, error);
        if (!gatherer->file)
            return FALSE;
        path = mill_draft_dup_path(&gatherer->file->draft, gather->files);
    }
    gatherer->open = TRUE;
    gboolean fine = type->open(gatherer->step->self, path, &reason);

    return gather_judge(gatherer, fine, reason, error);
}

gboolean
mill_gather_begin(MillGather *gather, MillFiles *files, MillNames *taken, GError **error)
{
    gather->files = files;
    gather->taken = taken;
    for (guint i = 0; i < gather->gatherers->len; i++)
        if (!gather_open(gather, gather_get(gather, i), error))
            return FALSE;
    return TRUE;
}

static MillPart
gather_part(const MillUnit *unit, const MillPartView *view, const GPtrArray *files)
{
    return (MillPart){
        .document = unit->id,
        .number = unit->index,
        .name = view->name,
        .bytes = (const char *) view->bytes,
        .length = view->head.size,
        .files = files ? (const char *const *) files->pdata : NULL,
        .n_files = files ? files->len : 0,
    };
}

gboolean
mill_gather_admit(MillGather *gather, const MillUnit *unit, const MillPartView *view, char **reason,
                  GError **error)
{
    const Gatherer *gatherer = gather_find(gather, view->head.step);
    const MillStepType *type = gatherer ? gatherer->step->info.type : NULL;
    const MillPart part = gather_part(unit, view, NULL);
    GError *wrong = NULL;

    if (!type || !type->admit)
        return TRUE;
    gboolean fine = type->admit(gatherer->step->self, &part, reason, &wrong);

    if (wrong)
        g_prefix_error(&wrong, "document '%s': ", unit->id);
    return gather_judge(gatherer, fine, wrong, error);
}

gboolean
mill_gather_add(MillGather *gather, const MillUnit *unit, const MillPartView *view,
                const GPtrArray *files, gint64 *file, GError **error)
{
    Gatherer *gatherer = gather_find(gather, view->head.step);
    const MillStepType *type = gatherer->step->info.type;
    gpointer self = gatherer->step->self;
    const MillPart part = gather_part(unit, view, files);
    GError *reason = NULL;
    gboolean fine = type->role == MILL_ROLE_SINK
                        ? type->store(self, &part, &reason)
                        : type->merge(self, part.bytes, part.length, &reason);

    if (reason)
        g_prefix_error(&reason, "document '%s': ", unit->id);
    *file = gatherer->file ? gatherer->file->number : -1;
    return gather_judge(gatherer, fine, reason, error);
}

gboolean
mill_gather_lose(MillGather *gather, const MillUnit *unit, const MillResult *result, GError **error)
{
    const MillLoss loss = {
        .document = unit->id,
        .number = unit->index,
        .dropped = result->outcome == MILL_OUTCOME_DROPPED,
        .step = result->step,
        .code = result->outcome == MILL_OUTCOME_DROPPED ? NULL : result->code,
        .message = result->message,
    };

    for (guint i = 0; i < gather->gatherers->len; i++) {
        Gatherer *gatherer = gather_get(gather, i);
        const MillStepType *type = gatherer->step->info.type;
        GError *reason = NULL;

        if (!type->lose)
            continue;
        gboolean fine = type->lose(gatherer->step->self, &loss, &reason);

        if (reason)
            g_prefix_error(&reason, "document '%s': ", unit->id);
        if (!gather_judge(gatherer, fine, reason, error))
            return FALSE;
    }
    return TRUE;
}

/* Writes @preamble (or NULL) and @bytes to the file of @result. */
static gboolean
gather_write_part(MillGather *gather, const Gatherer *gatherer, Result *result,
                  const char *preamble, const GString *bytes, GError **error)
{
    MillCompressor *compressor = gather->writers->compressors[gatherer->number];
    g_autoptr(GString) content = g_string_new(preamble);

    g_string_append_len(content, bytes->str, (gssize) bytes->len);
    const GString *whole =
        compressor ? mill_compressor_pack(compressor, content->str, content->len, error) : content;

    return whole && mill_draft_write(&result->draft, gather->files, whole->str, whole->len, error);
}

/* Writes the parts of a corpus step's result. */
static gboolean
gather_write(MillGather *gather, const Gatherer *gatherer, const MillOutput *output, gint64 *bytes,
             GError **error)
{
    for (gsize i = 0; i < mill_output_get_n_parts(output); i++) {
        const GString *part = mill_output_get_bytes(output, i);
        const char *preamble = mill_output_get_preamble(output, i);
        const char *name = mill_output_get_part_name(output, i);
        Result *result = gather_draft(gather, gatherer, name, error);

        if (!result || !gather_write_part(gather, gatherer, result, preamble, part, error))
            return FALSE;
        *bytes += (gint64) part->len;
    }
    return TRUE;
}

static gboolean
gather_print(const MillOutput *output, MillGatherPrint print, gpointer data, gint64 *bytes,
             GError **error)
{
    for (gsize i = 0; i < mill_output_get_n_parts(output); i++) {
        const char *preamble = mill_output_get_preamble(output, i);
        g_autoptr(GString) part = g_string_new(preamble);
        const GString *own = mill_output_get_bytes(output, i);

        g_string_append_len(part, own->str, (gssize) own->len);
        *bytes += (gint64) own->len;
        if (!print(part, data, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
mill_gather_finish(MillGather *gather, MillGatherPrint print, gpointer data, gint64 *bytes,
                   GError **error)
{
    for (guint i = 0; i < gather->gatherers->len; i++) {
        Gatherer *gatherer = gather_get(gather, i);
        const MillStepType *type = gatherer->step->info.type;
        gboolean sink = type->role == MILL_ROLE_SINK;
        g_autoptr(MillOutput) output = mill_output_new();
        GError *reason = NULL;
        gboolean fine = type->finish(gatherer->step->self, sink ? NULL : output, &reason);

        if (!gather_judge(gatherer, fine, reason, error))
            return FALSE;
        gatherer->open = FALSE;
        if (!sink && !(gather->files ? gather_write(gather, gatherer, output, bytes, error)
                                     : gather_print(output, print, data, bytes, error)))
            return FALSE;
    }
    return TRUE;
}

static gboolean
gather_put(const Result *result, MillLedger *ledger, gboolean is_draft, gint64 size,
           const char *state, GError **error)
{
    const MillLedgerFile file = {
        .number = result->number,
        .name = result->name,
        .kind = result->kind,
        .step = result->step,
        .part = result->part,
        .draft = is_draft ? result->draft_name : NULL,
        .size = size,
        .state = state,
    };

    return mill_ledger_put_file(ledger, &file, error);
}

gboolean
mill_gather_record(const MillGather *gather, MillLedger *ledger, GError **error)
{
    for (guint i = 0; i < gather->results->len; i++)
        if (!gather_put(g_ptr_array_index(gather->results, i), ledger, TRUE, 0, NULL, error))
            return FALSE;
    return TRUE;
}

/* What no source tells again is known by its sum. */
static gboolean
gather_publish(const MillGather *gather, Result *result, MillLedger *ledger, GError **error)
{
    gint64 size = mill_draft_get_size(&result->draft, gather->files);
    g_autofree char *sha256 = mill_draft_dup_sha256(&result->draft, gather->files, error);

    if (!sha256)
        return FALSE;
    g_autofree char *state = g_strconcat(MILL_LEDGER_SUM, sha256, NULL);

    return mill_draft_publish(&result->draft, gather->files, result->name, NULL, error) &&
           gather_put(result, ledger, FALSE, size, state, error);
}

gboolean
mill_gather_publish(MillGather *gather, MillLedger *ledger, GError **error)
{
    for (guint i = 0; i < gather->results->len; i++)
        if (!gather_publish(gather, g_ptr_array_index(gather->results, i), ledger, error))
            return FALSE;
    return TRUE;
}
