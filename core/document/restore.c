/* restore.c - a document as it was when it was exported. */
#include "document/document-private.h"
#include "document/probe.h"
#include "document/utf8.h"

#include <string.h>
#include <textmill/restore.h>

MillOriginRun *
mill_document_dup_origin_runs(const MillDocument *self, gsize *n_runs)
{
    const MillOrigin *origin = &self->origin;
    MillOriginRun *runs = origin->length > 0 ? g_new(MillOriginRun, origin->length) : NULL;

    for (guint i = 0; i < origin->length; i++) {
        const MillSegment *segment = &origin->segments[i];

        runs[i] = (MillOriginRun){ segment->text, segment->source, segment->count,
                                   segment->text_unit, segment->source_unit };
    }
    *n_runs = origin->length;
    return runs;
}

gsize
mill_document_get_source_size(const MillDocument *self)
{
    return self->restored ? self->source_size : g_bytes_get_size(self->source);
}

static gboolean
restore_refuse(GError **error, const char *problem)
{
    g_set_error_literal(error, MILL_ERROR, MILL_ERROR_DATA, problem);
    return FALSE;
}

static gboolean
restore_is_sha256(const char *text)
{
    return text && strlen(text) == 64 && text[strspn(text, "0123456789abcdef")] == '\0';
}

/* Whether @count units of @unit bytes from @start on end at or before @end. */
static gboolean
restore_fits(gsize start, gsize count, gsize unit, gsize end)
{
    return unit > 0 && count > 0 && start <= end && count <= (end - start) / unit;
}

/* Runs ascend in the text without overlap, and in the source by where they begin and end. */
static gboolean
restore_build_origin(const MillRestoration *from, MillOrigin *origin, GError **error)
{
    MillSpan last = { 0, 0 };
    gsize text = 0;

    mill_origin_reserve(origin, from->n_runs);
    for (gsize i = 0; i < from->n_runs; i++) {
        const MillOriginRun *run = &from->runs[i];
        MillSpan source;

        if (run->text < text ||
            !restore_fits(run->text, run->count, run->text_unit, from->length) ||
            !restore_fits(run->source, run->count, run->source_unit, from->source_size)) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                        "origin %" G_GSIZE_FORMAT " lies outside of the text or the source", i + 1);
            return FALSE;
        }
        source = (MillSpan){ run->source, run->source + run->count * run->source_unit };
        if (source.start < last.start || source.end < last.end) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                        "origin %" G_GSIZE_FORMAT " goes back in the source", i + 1);
            return FALSE;
        }
        mill_origin_append(origin, (MillSegment){ .text = (guint32) run->text,
                                                  .source = (guint32) run->source,
                                                  .count = (guint32) run->count,
                                                  .text_unit = (guint32) run->text_unit,
                                                  .source_unit = (guint32) run->source_unit });
        text = run->text + run->count * run->text_unit;
        last = source;
    }
    return TRUE;
}

static gboolean
restore_check(const MillRestoration *from, GError **error)
{
    if (from->length > MILL_TEXT_MAX || from->source_size > MILL_TEXT_MAX) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                    "the text or its source has more than the %" G_GSIZE_FORMAT
                    " bytes that a document can have",
                    MILL_TEXT_MAX);
        return FALSE;
    }
    if (mill_utf8_valid_prefix(from->text, from->length) < from->length)
        return restore_refuse(error, "the text is not UTF-8");
    if (!restore_is_sha256(from->source_sha256))
        return restore_refuse(error, "the source has no SHA-256");
    return TRUE;
}

gboolean
mill_document_restore(MillDocument *self, const MillRestoration *from, GError **error)
{
    MillOrigin origin = { 0 };
    char *text;

    g_return_val_if_fail(self && from && !self->has_text, FALSE);
    if (!restore_check(from, error))
        return FALSE;
    if (!restore_build_origin(from, &origin, error)) {
        mill_origin_clear(&origin);
        return FALSE;
    }
    text = mill_text_allocate(from->length + 1);
    if (!text) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_MEMORY,
                    "no memory for a text of %" G_GSIZE_FORMAT " bytes", from->length);
        mill_origin_clear(&origin);
        return FALSE;
    }
    if (from->length > 0)
        memcpy(text, from->text, from->length);
    text[from->length] = '\0';
    mill_text_seal(text);
    mill_text_free(self->text);
    self->text = text;
    self->length = from->length;
    self->chars = -1;
    self->has_text = TRUE;
    self->generation++;
    mill_origin_clear(&self->origin);
    self->origin = origin;
    self->restored = TRUE;
    self->source_size = from->source_size;
    g_strlcpy(self->sha256, from->source_sha256, sizeof self->sha256);
    if (from->path)
        mill_document_set_path(self, from->path);
    mill_document_set_encoding(self, from->encoding);
    return TRUE;
}

void
mill_document_restore_diagnostic(MillDocument *self, const MillDiagnostic *diagnostic)
{
    MillDiagnosticData data = { .severity = diagnostic->severity,
                                .span = { MILL_UNSET, MILL_UNSET } };

    g_return_if_fail(self && diagnostic->code && diagnostic->message);
    data.code = mill_strings_keep(&self->strings, diagnostic->code);
    data.message = mill_strings_keep(&self->strings, diagnostic->message);
    data.step = diagnostic->step ? mill_strings_keep(&self->strings, diagnostic->step) : NULL;
    if (diagnostic->has_span) {
        MillSpan span = diagnostic->span;

        mill_document_fix_span(self, &span);
        data.span = (MillSpan32){ (guint32) span.start, (guint32) span.end };
    }
    mill_document_add_diagnostic(self, &data);
}
