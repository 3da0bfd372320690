/* document.h - what travels through a pipeline: source bytes, text, metadata, layers,
 * diagnostics, and the map from the text back to the source.
 */
#ifndef TEXTMILL_DOCUMENT_H
#define TEXTMILL_DOCUMENT_H

#include <textmill/edit.h>
#include <textmill/error.h>
#include <textmill/layer.h>
#include <textmill/utf8.h>
#include <textmill/value.h>

G_BEGIN_DECLS

/* A document of the bytes @source (gains a reference), without text until a reader has made some.
 * @id names it in results and messages (a relative path, usually). In ids, paths,
 * reasons and messages, bytes that are not UTF-8 become U+FFFD. (transfer full) */
MILL_API MillDocument *mill_document_new(const char *id, GBytes *source);
/* A document whose source is already UTF-8 text (@length in bytes, -1 for NUL-terminated), for
 * tests and embedding. Returns NULL with MILL_ERROR_ENCODING, which names the first bad byte, or
 * with MILL_ERROR_LIMIT. */
MILL_API MillDocument *
mill_document_new_text(const char *id, const char *text, gssize length, GError **error);
MILL_API void mill_document_free(MillDocument *document); /* NULL is fine */

MILL_API const char *mill_document_get_id(const MillDocument *document);
/* Where the item was read from, for people and for the `source.path` of results; the id if it was
 * not set (or to NULL). */
MILL_API const char *mill_document_get_path(const MillDocument *document);
MILL_API void mill_document_set_path(MillDocument *document, const char *path);
/* The source bytes, which never change. Borrowed. */
MILL_API GBytes *mill_document_get_source(const MillDocument *document);
/* SHA-256 of the source in lower-case hex, computed once when first asked for. Borrowed. */
MILL_API const char *mill_document_get_source_sha256(MillDocument *document);
/* The IANA name of the encoding that the reader decoded, for example "GB18030"; NULL before. */
MILL_API const char *mill_document_get_encoding(const MillDocument *document);
MILL_API void mill_document_set_encoding(MillDocument *document, const char *encoding);

/* Text. UTF-8, NUL-terminated (it may also hold NULs); @length (optional) receives its bytes.
 * Borrowed, and valid until the next edit is applied. Never NULL. */
MILL_API const char *mill_document_get_text(const MillDocument *document, gsize *length);
/* Code points. Counted once after each edit. */
MILL_API gint64 mill_document_count_chars(MillDocument *document);

/* Metadata. The map is borrowed and not to be changed directly. mill_document_get_meta() answers
 * NULL for a key that is not there. @value gains a reference; NULL as @value removes the key. */
MILL_API MillValue *mill_document_get_metadata(const MillDocument *document);
MILL_API MillValue *mill_document_get_meta(const MillDocument *document, const char *key);
MILL_API void mill_document_set_meta(MillDocument *document, const char *key, MillValue *value);
MILL_API void
mill_document_set_meta_string(MillDocument *document, const char *key, const char *value);

/* Layers, by name or by number in the order they were made; NULL if there is none (which the
 * reading functions of layer.h take for an empty layer). mill_document_add_layer() gives the layer
 * of that name if there is one already; mill_document_remove_layer() tells whether there was one.
 * All borrowed. */
MILL_API MillLayer *mill_document_get_layer(const MillDocument *document, const char *name);
MILL_API MillLayer *mill_document_add_layer(MillDocument *document, const char *name);
MILL_API gsize mill_document_get_n_layers(const MillDocument *document);
MILL_API MillLayer *mill_document_get_layer_at(const MillDocument *document, gsize index);
MILL_API gboolean mill_document_remove_layer(MillDocument *document, const char *name);

/* Diagnostics: what a person should know about this document. @code is a stable word such as
 * "section-gap"; @span may be NULL. The core adds the step's id. Edits move the span like an
 * annotation; if its text goes, it becomes empty where the text was. */
typedef struct {
    MillSeverity severity;
    const char *code;
    const char *message;
    const char *step; /* NULL outside of a pipeline */
    gboolean has_span;
    MillSpan span; /* {0, 0} without */
} MillDiagnostic;

MILL_API void mill_document_diagnose(MillDocument *document, MillSeverity severity,
                                     const char *code, const MillSpan *span, const char *format,
                                     ...) G_GNUC_PRINTF(5, 6);
MILL_API gsize mill_document_get_n_diagnostics(const MillDocument *document);
/* Fills @diagnostic with strings that live as long as the document. */
MILL_API void
mill_document_get_diagnostic(const MillDocument *document, gsize index, MillDiagnostic *diagnostic);
/* Puts another message in place of the one at @index (from 0), for a step that takes what must not
 * be told out of all that a document says. Since ABI 1.2. */
MILL_API void
mill_document_reword_diagnostic(MillDocument *document, gsize index, const char *message);
/* "note", "warning" or "error". Static storage. */
MILL_API const char *mill_severity_name(MillSeverity severity);

/* Records that the document leaves the pipeline and why; returns MILL_DROP, so that a step ends
 * with `return mill_document_drop(document, "too short");`. */
MILL_API MillVerdict mill_document_drop(MillDocument *document, const char *reason);
/* NULL if the last step did not drop the document. Borrowed. */
MILL_API const char *mill_document_get_drop_reason(const MillDocument *document);
/* The id of the step that has, or last had, the document; NULL outside of a pipeline. */
MILL_API const char *mill_document_get_step(const MillDocument *document);

/* Origins: bytes of the undecoded source.
 *
 * The smallest single source range that holds everything @span came from. Text that was put for
 * other text (a decoded character, a replaced range) came from all of it, even if only a part of
 * the new text is asked for or left. An empty span, or one of inserted text only, gives an empty
 * range: where the character at its start came from, or else behind what precedes it. @span is cut
 * to the text. O(log n). */
MILL_API MillSpan mill_document_get_origin(const MillDocument *document, MillSpan span);
/* The exact source ranges of @span, ascending and not touching each other: what was dropped in
 * between is left out. None, and NULL, if it is empty or inserted. (transfer full, g_free) */
MILL_API MillSpan *
mill_document_dup_origins(const MillDocument *document, MillSpan span, gsize *n_ranges);
/* The other direction: the text offset of the (first) character that came from the source byte
 * @offset. If that byte left no text behind, the end of the text that came from before it. @exact
 * (optional) tells which. O(log n). */
MILL_API gsize mill_document_locate(const MillDocument *document, gsize offset, gboolean *exact);

/* Watching: @watch is called for each edit just before it is applied, with the changed places in
 * order: the bytes @old_span of the text as it was become @text. Decoding is one change of the
 * whole text. It must not change the document; NULL ends the watch. For `explain` and debugging. */
typedef struct {
    MillSpan old_span;
    const char *text;
    gsize length;
} MillChange;

typedef void (*MillEditWatch)(MillDocument *document, const MillChange *changes, gsize n_changes,
                              gpointer data);
MILL_API void
mill_document_set_edit_watch(MillDocument *document, MillEditWatch watch, gpointer data);

/* From now on, what edits take away is kept as rows of the layer `removed`: empty spans where it
 * stood, with `text` (what was there), `step`, and `start` and `end` (its source bytes). A pipeline
 * does this by itself if one of its steps declares that it reads `removed`. */
MILL_API void mill_document_keep_removed(MillDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillDocument, mill_document_free)

G_END_DECLS

#endif
