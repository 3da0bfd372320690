/* diagnostics.c - what a person should know about a document, and the step that has it. */
#include "document/document-private.h"

#include "document/utf8.h"

void
mill_document_add_diagnostic(MillDocument *self, const MillDiagnosticData *data)
{
    if (!self->diagnostics)
        self->diagnostics = g_array_new(FALSE, FALSE, sizeof(MillDiagnosticData));
    g_array_append_val(self->diagnostics, *data);
}

void
mill_document_diagnose(MillDocument *self, MillSeverity severity, const char *code,
                       const MillSpan *span, const char *format, ...)
{
    MillDiagnosticData data = { .severity = severity, .span = { MILL_UNSET, MILL_UNSET } };
    g_autofree char *message = NULL;
    va_list arguments;

    g_return_if_fail(self && code && format);
    va_start(arguments, format);
    message = g_strdup_vprintf(format, arguments);
    va_end(arguments);

    data.code = mill_strings_keep(&self->strings, code);
    data.message = mill_strings_keep(&self->strings, message);
    data.step = self->step;
    if (span) {
        MillSpan fixed = *span;

        mill_document_fix_span(self, &fixed);
        data.span = (MillSpan32){ (guint32) fixed.start, (guint32) fixed.end };
    }
    mill_document_add_diagnostic(self, &data);
}

gsize
mill_document_get_n_diagnostics(const MillDocument *self)
{
    return self->diagnostics ? self->diagnostics->len : 0;
}

void
mill_document_get_diagnostic(const MillDocument *self, gsize index, MillDiagnostic *diagnostic)
{
    const MillDiagnosticData *data;

    g_return_if_fail(index < mill_document_get_n_diagnostics(self));
    data = &g_array_index(self->diagnostics, MillDiagnosticData, index);
    *diagnostic = (MillDiagnostic){
        .severity = data->severity,
        .code = data->code,
        .message = data->message,
        .step = data->step,
        .has_span = data->span.start != MILL_UNSET,
    };
    if (diagnostic->has_span)
        diagnostic->span = (MillSpan){ data->span.start, data->span.end };
}

void
mill_document_reword_diagnostic(MillDocument *self, gsize index, const char *message)
{
    g_return_if_fail(self && message);
    g_return_if_fail(index < mill_document_get_n_diagnostics(self));
    g_array_index(self->diagnostics, MillDiagnosticData, index).message =
        mill_strings_keep(&self->strings, message);
}

const char *
mill_severity_name(MillSeverity severity)
{
    switch (severity) {
    case MILL_SEVERITY_NOTE:
        return "note";
    case MILL_SEVERITY_WARNING:
        return "warning";
    default:
        return "error";
    }
}

MillVerdict
mill_document_drop(MillDocument *self, const char *reason)
{
    g_free(self->drop_reason);
    self->drop_reason = mill_utf8_repair_string(reason ? reason : "");
    return MILL_DROP;
}

const char *
mill_document_get_drop_reason(const MillDocument *self)
{
    return self->drop_reason;
}

const char *
mill_document_get_step(const MillDocument *self)
{
    return self->step;
}

void
mill_document_enter_step(MillDocument *self, const char *id)
{
    g_clear_pointer(&self->drop_reason, g_free);
    self->step = mill_document_keep(self, id);
    for (gsize i = 0; i < mill_document_get_n_layers(self); i++)
        mill_document_layer(self, i)->complained = FALSE;
}

void
mill_document_leave_step(MillDocument *self)
{
    for (gsize i = 0; i < mill_document_get_n_layers(self); i++)
        mill_layer_sort(mill_document_layer(self, i));
}
