/* restore.h - for readers of results: a document as it was when it was exported.
 *
 * A reader of source files makes text with an edit of the source bytes, from which the origins
 * follow. A reader of results (the step read-json) has bytes of another kind before it: the text
 * with all that was found in it, made from a source that need not be at hand. If the result tells
 * where its text came from, the document can go on pointing there. Since ABI 1.2.
 */
#ifndef TEXTMILL_RESTORE_H
#define TEXTMILL_RESTORE_H

#include <textmill/document.h>

G_BEGIN_DECLS

/* A run of the map from text to source: @count units of @text_unit bytes, from byte @text of the
 * text on, came from as many units of @source_unit bytes, from byte @source of the source on. A
 * unit cannot be divided; copied bytes are units of 1 and 1. Text that no run covers was inserted.
 */
typedef struct {
    gsize text;        /* where it begins in the text */
    gsize source;      /* where it begins in the source */
    gsize count;       /* units */
    gsize text_unit;   /* bytes of one in the text */
    gsize source_unit; /* bytes of one in the source */
} MillOriginRun;

/* The whole map of @document, ascending in the text and in the source. (transfer full, g_free);
 * NULL if there are no runs.
 *
 *     gsize n_runs;
 *     g_autofree MillOriginRun *runs = mill_document_dup_origin_runs(document, &n_runs);
 */
MILL_API MillOriginRun *mill_document_dup_origin_runs(const MillDocument *document, gsize *n_runs);

/* How many bytes the source has: those of mill_document_get_source(), or what a restored document
 * says of the one that it was first made from. Origins lie below it.
 *
 *     g_string_append_printf(json, "%zu bytes\n", mill_document_get_source_size(document));
 */
MILL_API gsize mill_document_get_source_size(const MillDocument *document);

/* What is known of a document that was made before. Strings are borrowed for the call. */
typedef struct {
    const char *text;          /* UTF-8 */
    gsize length;              /* bytes of it */
    const MillOriginRun *runs; /* where it came from, ascending */
    gsize n_runs;              /* how many */
    gsize source_size;         /* bytes of the first source */
    const char *source_sha256; /* lower-case hex */
    const char *path;          /* or NULL */
    const char *encoding;      /* or NULL */
} MillRestoration;

/* Gives @document, which has no text yet, the text of @restoration, and origins in the source that
 * it names: from then on mill_document_get_source_sha256(), _size(), _path() and _encoding() speak
 * of that one, while mill_document_get_source() stays what was read. FALSE, with the document
 * untouched, with MILL_ERROR_DATA if the text is not UTF-8, the checksum is none or a run does not
 * fit, and with MILL_ERROR_LIMIT or MILL_ERROR_MEMORY if there is too much of it.
 *
 *     gsize n_runs;
 *     g_autofree MillOriginRun *runs = mill_document_dup_origin_runs(document, &n_runs);
 *     const MillRestoration restoration = {
 *         .text = text, .length = length, .runs = runs, .n_runs = n_runs, .source_size = length,
 *         .source_sha256 = mill_document_get_source_sha256(document),
 *     };
 *
 *     if (!mill_document_restore(document, &restoration, error))
 *         return MILL_FAIL;
 */
MILL_API gboolean mill_document_restore(MillDocument *document, const MillRestoration *restoration,
                                        GError **error);

/* Adds @diagnostic as it is, with the step that it names. Strings are copied; a span is fitted to
 * the text.
 *
 *     const MillDiagnostic diagnostic = { .code = "note", .message = "as it was", .step = "tags" };
 *
 *     mill_document_restore_diagnostic(document, &diagnostic);
 */
MILL_API void
mill_document_restore_diagnostic(MillDocument *document, const MillDiagnostic *diagnostic);

G_END_DECLS

#endif
