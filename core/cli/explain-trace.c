/* explain-trace - takes a document through a pipeline and writes down what each step does. */
#include "cli/explain.h"

#include <string.h>

typedef struct {
    ExplainTrace *trace;
    ExplainStep *step; /* the one that is running */
    ExplainRows *rows; /* before it */
    GPtrArray *keys;   /* of the metadata before it, and the values */
    GPtrArray *values;
    gsize n_diagnostics;
} Recorder;

/* Bytes kept of what a step writes into a file, and files that are told of. */
#define WRITTEN_BYTES 2000
#define WRITTEN_PARTS 20

static void
meta_free(gpointer data)
{
    ExplainMeta *meta = data;

    g_free(meta->key);
    g_free(meta->value);
    g_free(meta);
}

static void
diagnostic_free(gpointer data)
{
    ExplainDiagnostic *diagnostic = data;

    g_free(diagnostic->code);
    g_free(diagnostic->message);
    g_free(diagnostic);
}

static void
result_free(gpointer data)
{
    ExplainResult *result = data;

    g_string_free(result->start, TRUE);
    g_free(result->part);
    g_free(result);
}

static ExplainStep *
step_new(const MillStepInfo *info)
{
    ExplainStep *step = g_new0(ExplainStep, 1);

    step->info = info;
    step->results = g_ptr_array_new_with_free_func(result_free);
    step->hunks = g_ptr_array_new_with_free_func(explain_hunk_free);
    step->layers = g_ptr_array_new_with_free_func(explain_layer_free);
    step->metadata = g_ptr_array_new_with_free_func(meta_free);
    step->diagnostics = g_ptr_array_new_with_free_func(diagnostic_free);
    return step;
}

static void
step_free(gpointer data)
{
    ExplainStep *step = data;

    g_ptr_array_unref(step->hunks);
    g_ptr_array_unref(step->layers);
    g_ptr_array_unref(step->metadata);
    g_ptr_array_unref(step->diagnostics);
    g_ptr_array_unref(step->results);
    g_free(step);
}

/* Values are constant once they are in the map, so that a reference is a copy. */
static void
remember_metadata(Recorder *self, MillDocument *document)
{
    MillValue *metadata = mill_document_get_metadata(document);

    self->keys = g_ptr_array_new_with_free_func(g_free);
    self->values = g_ptr_array_new_with_free_func((GDestroyNotify) mill_value_unref);
    for (gsize i = 0; i < mill_value_get_length(metadata); i++) {
        g_ptr_array_add(self->keys, g_strdup(mill_value_get_key(metadata, i)));
        g_ptr_array_add(self->values, mill_value_ref(mill_value_get_item(metadata, i)));
    }
}

/* Forgets the step. */
static void
recorder_clear(Recorder *self)
{
    g_clear_pointer(&self->rows, explain_rows_free);
    g_clear_pointer(&self->keys, g_ptr_array_unref);
    g_clear_pointer(&self->values, g_ptr_array_unref);
    self->step = NULL;
}

static void
before_step(MillDocument *document, gsize index, gpointer data)
{
    Recorder *self = data;

    self->step = self->trace->steps->pdata[index];
    self->step->ran = TRUE;
    mill_document_get_text(document, &self->step->text_before);
    self->rows = explain_rows_new(document);
    remember_metadata(self, document);
    self->n_diagnostics = mill_document_get_n_diagnostics(document);
}

static void
add_meta(ExplainStep *step, const char *key, const MillValue *value)
{
    ExplainMeta *meta = g_new0(ExplainMeta, 1);

    meta->key = g_strdup(key);
    if (value) {
        GString *json = g_string_new(NULL);
        mill_json_append_value(json, value);
        meta->value = g_string_free(json, FALSE);
    }
    g_ptr_array_add(step->metadata, meta);
}

static const MillValue *
find_remembered(const Recorder *self, const char *key)
{
    for (guint i = 0; i < self->keys->len; i++)
        if (strcmp(self->keys->pdata[i], key) == 0)
            return self->values->pdata[i];
    return NULL;
}

static void
compare_metadata(Recorder *self, MillDocument *document)
{
    MillValue *metadata = mill_document_get_metadata(document);

    for (gsize i = 0; i < mill_value_get_length(metadata); i++) {
        const char *key = mill_value_get_key(metadata, i);
        const MillValue *value = mill_value_get_item(metadata, i);
        const MillValue *old = find_remembered(self, key);
        if (!old || !mill_value_equal(old, value))
            add_meta(self->step, key, value);
    }
    for (guint i = 0; i < self->keys->len; i++)
        if (!mill_value_get(metadata, self->keys->pdata[i]))
            add_meta(self->step, self->keys->pdata[i], NULL);
}

static guint
line_number(MillDocument *document, gsize offset)
{
    const char *text = mill_document_get_text(document, NULL);
    guint line = 1;

    for (const char *p = text; (p = memchr(p, '\n', (gsize) (text + offset - p))); p++)
        line++;
    return line;
}

static void
collect_diagnostics(Recorder *self, MillDocument *document)
{
    for (gsize i = self->n_diagnostics; i < mill_document_get_n_diagnostics(document); i++) {
        ExplainDiagnostic *own = g_new0(ExplainDiagnostic, 1);
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(document, i, &diagnostic);
        own->severity = diagnostic.severity;
        own->code = g_strdup(diagnostic.code);
        own->message = g_strdup(diagnostic.message);
        own->line = diagnostic.has_span ? line_number(document, diagnostic.span.start) : 0;
        g_ptr_array_add(self->step->diagnostics, own);
    }
}

static void
after_step(MillDocument *document, gsize index, MillVerdict verdict, gint64 nanoseconds,
           gpointer data)
{
    Recorder *self = data;

    self->step->verdict = verdict;
    self->step->nanoseconds = nanoseconds;
    mill_document_get_text(document, &self->step->text_after);
    explain_rows_compare(self->rows, document, self->step->layers);
    compare_metadata(self, document);
    collect_diagnostics(self, document);
    recorder_clear(self);
}

/* A reader's edit starts from bytes that need not be text, so only its size is told. */
static void
on_edit(MillDocument *document, const MillChange *changes, gsize n_changes, gpointer data)
{
    Recorder *self = data;
    ExplainStep *step = self->step;
    gsize length;
    const char *text = mill_document_get_text(document, &length);

    if (!step)
        return;
    step->n_changes += n_changes;
    if (step->info->type->role == MILL_ROLE_READER)
        return;
    gsize room = self->trace->max_hunks - step->hunks->len;
    step->n_hunks += explain_hunks(text, length, changes, n_changes, room, step->hunks);
}

/* Takes note of what a file begins with. */
static void
add_result(ExplainStep *step, const MillOutput *output, gsize part)
{
    const char *preamble = mill_output_get_preamble(output, part);
    const GString *bytes = mill_output_get_bytes(output, part);
    ExplainResult *result = g_new0(ExplainResult, 1);

    result->part = g_strdup(mill_output_get_part_name(output, part));
    result->start = g_string_new(preamble);
    result->size = result->start->len + bytes->len;
    g_string_append_len(result->start, bytes->str, (gssize) MIN(bytes->len, WRITTEN_BYTES));
    g_string_truncate(result->start, MIN(result->start->len, WRITTEN_BYTES));
    g_ptr_array_add(step->results, result);
}

static gboolean
encode_one(ExplainTrace *trace, guint index)
{
    ExplainStep *step = trace->steps->pdata[index];
    gboolean corpus = step->info->type->role == MILL_ROLE_CORPUS;
    g_autoptr(MillOutput) output = mill_output_new();
    g_autoptr(MillOutput) finished = mill_output_new();
    const MillOutput *shown = corpus ? finished : output;

    if (!mill_pipeline_encode(trace->pipeline, index, trace->document, output, &trace->error))
        return FALSE;
    for (gsize part = 0; part < mill_output_get_n_parts(output); part++)
        step->bytes_out += mill_output_get_bytes(output, part)->len;
    if (corpus && !mill_pipeline_finish(trace->pipeline, index, trace->document, output, finished,
                                        &trace->error))
        return FALSE;
    if (step->info->type->role == MILL_ROLE_SINK)
        return TRUE;
    for (gsize part = 0; part < MIN(mill_output_get_n_parts(shown), WRITTEN_PARTS); part++)
        add_result(step, shown, part);
    return TRUE;
}

static gboolean
encode_all(ExplainTrace *trace)
{
    for (guint i = 0; i < trace->steps->len; i++) {
        const ExplainStep *step = trace->steps->pdata[i];

        if (step->info->type->role >= MILL_ROLE_WRITER && !encode_one(trace, i))
            return FALSE;
    }
    return TRUE;
}

ExplainTrace *
explain_trace(MillPipeline *pipeline, MillDocument *document, gsize max_hunks)
{
    static const MillObserver observer = { .before = before_step, .after = after_step };
    ExplainTrace *trace = g_new0(ExplainTrace, 1);
    Recorder recorder = { .trace = trace };

    trace->pipeline = pipeline;
    trace->document = document;
    trace->max_hunks = max_hunks;
    trace->steps = g_ptr_array_new_with_free_func(step_free);
    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++)
        g_ptr_array_add(trace->steps, step_new(mill_pipeline_get_step(pipeline, i)));

    mill_pipeline_set_observer(pipeline, &observer, &recorder);
    mill_document_set_edit_watch(document, on_edit, &recorder);
    trace->verdict = mill_pipeline_process(pipeline, document, &trace->error);
    if (trace->verdict == MILL_KEEP && !encode_all(trace))
        trace->verdict = MILL_FAIL;
    mill_document_set_edit_watch(document, NULL, NULL);
    mill_pipeline_set_observer(pipeline, NULL, NULL);
    recorder_clear(&recorder);
    return trace;
}

void
explain_trace_free(ExplainTrace *trace)
{
    g_ptr_array_unref(trace->steps);
    g_clear_error(&trace->error);
    g_free(trace);
}
