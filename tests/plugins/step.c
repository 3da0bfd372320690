/* step.c - runs one step of a plugin the way a pipeline does. */
#include "step.h"

#include "config/option-private.h"
#include "plugin/context-private.h"

extern const MillPlugin *mill_plugin_describe(void);

struct Step {
    const MillStepType *type;
    MillNode *with;
    MillReport *report;
    MillOptionStore *store;
    gpointer self;
    char *origin;
    MillProvenance provenance;
    MillContext context;
};

static char *
step_describe_failure(const Step *self, const GError *error)
{
    g_autofree char *messages = mill_report_format(self->report, FALSE);

    return g_strconcat(messages, error ? error->message : "", NULL);
}

static gboolean
step_configure(Step *self, char **messages)
{
    g_autoptr(GError) error = NULL;
    gboolean fine = mill_report_count(self->report, MILL_SEVERITY_ERROR) == 0;

    if (fine && self->type->configure)
        fine = self->type->configure(self->self, &self->context, &error);
    if (!fine)
        *messages = step_describe_failure(self, error);
    return fine;
}

static Step *
step_make(const char *options, const char *file, char **messages)
{
    g_autoptr(Step) self = g_new0(Step, 1);
    MillOptionInput input = { .step = "test", .folder = "/", .set_folder = "/" };

    self->type = mill_plugin_describe()->steps[0];
    self->report = mill_report_new();
    if (options)
        self->with = mill_node_parse("test.yaml", options, strlen(options), self->report);
    input.with = self->with;
    input.report = self->report;
    self->self = g_malloc0(MAX(self->type->options_size, 1));
    self->store = mill_option_store_new(self->type, &input, self->self);
    self->origin = g_strdup_printf("%s/%s.so", g_getenv("TEST_PLUGIN_DIR"), self->type->name);
    self->provenance = (MillProvenance){
        .textmill = mill_version(),
        .pipeline = "test",
        .pipeline_sha256 = TEST_PIPELINE_SHA256,
        .began = 1234567890,
    };
    self->context = (MillContext){
        .provenance = &self->provenance,
        .type = self->type,
        .step = "test",
        .pipeline = "test",
        .file = file ? file : self->type->file,
        .folder = "/",
        .origin = self->origin,
        .report = self->report,
        .options = self->store,
    };
    return step_configure(self, messages) ? g_steal_pointer(&self) : NULL;
}

Step *
step_try_new(const char *options, char **messages)
{
    return step_make(options, NULL, messages);
}

Step *
step_new_for_file(const char *options, const char *file)
{
    g_autofree char *messages = NULL;
    Step *step = step_make(options, file, &messages);

    if (!step)
        g_error("%s", messages);
    return step;
}

Step *
step_new(const char *options)
{
    return step_new_for_file(options, NULL);
}

void
step_free(Step *self)
{
    if (!self)
        return;
    if (self->type->close)
        self->type->close(self->self);
    mill_option_store_free(self->store);
    mill_node_free(self->with);
    mill_report_unref(self->report);
    g_free(self->self);
    g_free(self->origin);
    g_free(self);
}

const MillStepType *
step_get_type(const Step *self)
{
    return self->type;
}

gpointer
step_get_self(const Step *self)
{
    return self->self;
}

MillVerdict
step_process(Step *self, MillDocument *document, GError **error)
{
    return self->type->process(self->self, document, error);
}

char *
step_encode(Step *self, MillDocument *document, const char *part)
{
    g_autoptr(MillOutput) output = mill_output_new();
    g_autoptr(GError) error = NULL;

    if (!self->type->encode(self->self, document, output, &error))
        g_error("%s", error->message);
    for (gsize i = 0; i < mill_output_get_n_parts(output); i++) {
        const GString *bytes = mill_output_get_bytes(output, i);

        if (!g_strcmp0(mill_output_get_part_name(output, i), part))
            return g_strndup(bytes->str, bytes->len);
    }
    return NULL;
}

MillDocument *
test_document_of_bytes(gconstpointer bytes, gsize length)
{
    g_autoptr(GBytes) source = g_bytes_new(bytes, length);

    return mill_document_new("test", source);
}

MillDocument *
test_document_of_text(const char *text)
{
    return mill_document_new_text("test", text, -1, NULL);
}
