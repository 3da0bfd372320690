/* document.h - what travels through a pipeline: source bytes, text, metadata, layers,
 * diagnostics, and the map from the text back to the source.
 *
 * A step is lent a document for one call of process() or encode(): nothing that was got from it may
 * be kept beyond that. A whole step in the middle of a pipeline:
 *
 *     gsize length;
 *     const char *text = mill_document_get_text(document, &length);
 *     const char *newline = memchr(text, '\n', length);
 *     MillSpan first = { 0, newline ? (gsize) (newline - text) : length };
 *     g_autofree char *title = g_strndup(text, first.end);
 *
 *     if (length == 0)
 *         return mill_document_drop(document, "empty");
 *     mill_document_set_meta_string(document, "title", title);
 *     mill_layer_add(mill_document_add_layer(document, "record.title"), first);
 *     if (mill_document_count_chars(document) > 100000)
 *         mill_document_diagnose(document, MILL_SEVERITY_NOTE, "long", &first, "a long document");
 *     return MILL_KEEP;
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
 * reasons and messages, bytes that are not UTF-8 become U+FFFD. (transfer full)
 *
 *     g_autoptr(GBytes) bytes = g_bytes_new(data, length);
 *     g_autoptr(MillDocument) document = mill_document_new("2025/note.txt", bytes);
 */
MILL_API MillDocument *mill_document_new(const char *id, GBytes *source);
/* A document whose source is already UTF-8 text (@length in bytes, -1 for NUL-terminated), for
 * tests and embedding. Returns NULL with MILL_ERROR_ENCODING, which names the first bad byte, or
 * with MILL_ERROR_LIMIT. (transfer full)
 *
 *     g_autoptr(MillDocument) document = mill_document_new_text("test", "第一章", -1, error);
 */
MILL_API MillDocument *
mill_document_new_text(const char *id, const char *text, gssize length, GError **error);
/* Frees the document and all that was got from it. NULL is fine. */
MILL_API void mill_document_free(MillDocument *document);

/* What results and messages call it: the path inside the folder that is read, usually. Unique in a
 * run. Borrowed.
 *
 *     const char *id = mill_document_get_id(document);
 *
 *     fprintf(stderr, "%s, read from %s\n", id, mill_document_get_path(document));
 */
MILL_API const char *mill_document_get_id(const MillDocument *document);
/* Where the item was read from, for people and for the `source.path` of results; the id if it was
 * not set (or to NULL). Borrowed. */
MILL_API const char *mill_document_get_path(const MillDocument *document);
/* For embedding programs; @path is copied.
 *
 *     mill_document_set_path(document, "/data/2025/note.txt");
 */
MILL_API void mill_document_set_path(MillDocument *document, const char *path);
/* The source bytes, which never change. Borrowed. They have no NUL behind them.
 *
 *     gsize length;
 *     const guint8 *bytes = g_bytes_get_data(mill_document_get_source(document), &length);
 */
MILL_API GBytes *mill_document_get_source(const MillDocument *document);
/* SHA-256 of the source in lower-case hex, computed once when first asked for. Borrowed.
 *
 *     mill_json_append_string(json, mill_document_get_source_sha256(document), -1);
 */
MILL_API const char *mill_document_get_source_sha256(MillDocument *document);
/* The IANA name of the encoding that the reader decoded, for example "GB18030"; NULL before.
 * Borrowed. */
MILL_API const char *mill_document_get_encoding(const MillDocument *document);
/* For readers. @encoding is copied; NULL is fine.
 *
 *     if (!mill_document_get_encoding(document))
 *         mill_document_set_encoding(document, "UTF-8");
 */
MILL_API void mill_document_set_encoding(MillDocument *document, const char *encoding);

/* Text. UTF-8, NUL-terminated (it may also hold NULs); @length (optional) receives its bytes.
 * Borrowed, and valid until the next edit is applied. Never NULL. */
MILL_API const char *mill_document_get_text(const MillDocument *document, gsize *length);
/* Code points of the text. Counted once after each edit. */
MILL_API gint64 mill_document_count_chars(MillDocument *document);

/* All metadata, as a map. Borrowed, and not to be changed directly.
 *
 *     mill_json_append_value(json, mill_document_get_metadata(document));
 */
MILL_API MillValue *mill_document_get_metadata(const MillDocument *document);
/* The value of @key, or NULL if there is none. Borrowed, until the key is set again.
 *
 *     const MillValue *value = mill_document_get_meta(document, "title");
 *     const char *title = mill_value_get_string(value, NULL); // NULL also if it is no string
 */
MILL_API MillValue *mill_document_get_meta(const MillDocument *document, const char *key);
/* Sets @key to @value, which gains a reference, or to a copy of a string. NULL removes the key.
 *
 *     g_autoptr(MillValue) year = mill_value_new_int(2025);
 *
 *     mill_document_set_meta(document, "year", year);
 *     mill_document_set_meta(document, "draft", NULL);
 */
MILL_API void mill_document_set_meta(MillDocument *document, const char *key, MillValue *value);
MILL_API void
mill_document_set_meta_string(MillDocument *document, const char *key, const char *value);

/* The layer called @name; NULL if there is none, which the reading functions of layer.h take for an
 * empty layer. Borrowed.
 *
 *     gsize n_tags = mill_layer_get_length(mill_document_get_layer(document, "tag"));
 */
MILL_API MillLayer *mill_document_get_layer(const MillDocument *document, const char *name);
/* The layer called @name, which is made if there is none. Borrowed. A step names the layers that it
 * makes in .writes. */
MILL_API MillLayer *mill_document_add_layer(MillDocument *document, const char *name);
/* All layers, in the order they were made: their number, and the one at @index (borrowed; NULL past
 * the end).
 *
 *     for (gsize n = 0; n < mill_document_get_n_layers(document); n++)
 *         puts(mill_layer_get_name(mill_document_get_layer_at(document, n)));
 */
MILL_API gsize mill_document_get_n_layers(const MillDocument *document);
MILL_API MillLayer *mill_document_get_layer_at(const MillDocument *document, gsize index);
/* Takes a layer away, with its rows. FALSE if there was none of that name.
 *
 *     mill_document_remove_layer(document, "toc");
 */
MILL_API gboolean mill_document_remove_layer(MillDocument *document, const char *name);

/* What a person should know about this document. Edits move the span like an annotation; if its
 * text goes, it becomes empty where the text was. */
typedef struct {
    MillSeverity severity; /* errors do not fail a document: MILL_FAIL does */
    const char *code;      /* a stable word such as "section-gap" */
    const char *message;   /* for people */
    const char *step;      /* that said it; NULL outside of a pipeline */
    gboolean has_span;     /* whether it is about a place */
    MillSpan span;         /* the place; {0, 0} without */
} MillDiagnostic;

/* Adds one; the core adds the step's id. @span may be NULL; everything is copied.
 *
 *     mill_document_diagnose(document, MILL_SEVERITY_WARNING, "odd-date", &span,
 *                            "'%s' is no date; write 2025-04-01", "31 February");
 */
MILL_API void mill_document_diagnose(MillDocument *document, MillSeverity severity,
                                     const char *code, const MillSpan *span, const char *format,
                                     ...) G_GNUC_PRINTF(5, 6);
/* Adds @value to the number called @name that the step at hand counts over the run, such as the
 * characters that it removed; the statistics of the run tell the sum, and how often one was added.
 * Documents that end up quarantined do not count. Names are 1 to 63 letters, digits, '_', '-' and
 * '.', and begin with a letter; a document has at most MILL_METRICS_MAX of them, and FALSE tells
 * that this one is too many. Values are kept to a millionth, so that no order of documents makes a
 * difference, and lie within plus and minus 1e15. Since ABI 1.2.
 *
 *     mill_document_metric(document, "removed_bytes", (double) (span.end - span.start));
 */
#define MILL_METRICS_MAX 100
MILL_API gboolean mill_document_metric(MillDocument *document, const char *name, double value);
/* Whether @name and @value are as mill_document_metric() needs them. Since ABI 1.2.
 *
 *     if (!mill_metric_is_possible(line, 0))
 *         return mill_context_fail(context, "metric", "write letters", "'%s' is no name", line);
 */
MILL_API gboolean mill_metric_is_possible(const char *name, double value);
/* How many there are, of all steps so far. */
MILL_API gsize mill_document_get_n_diagnostics(const MillDocument *document);
/* Fills @diagnostic, which is the caller's, with strings that live as long as the document.
 *
 *     for (gsize n = 0; n < mill_document_get_n_diagnostics(document); n++) {
 *         MillDiagnostic diagnostic;
 *
 *         mill_document_get_diagnostic(document, n, &diagnostic);
 *         printf("%s: %s\n", mill_severity_name(diagnostic.severity), diagnostic.message);
 *     }
 */
MILL_API void
mill_document_get_diagnostic(const MillDocument *document, gsize index, MillDiagnostic *diagnostic);
/* Puts another message in place of the one at @index (from 0), for a step that takes what must not
 * be told out of all that a document says. Since ABI 1.2.
 *
 *     mill_document_reword_diagnostic(document, 0, "a telephone number was malformed");
 */
MILL_API void
mill_document_reword_diagnostic(MillDocument *document, gsize index, const char *message);
/* "note", "warning" or "error". Static storage. */
MILL_API const char *mill_severity_name(MillSeverity severity);

/* Records that the document leaves the pipeline and why; returns MILL_DROP, so that a step ends
 * with `return mill_document_drop(document, "too short");`. @reason is copied; the ledger and the
 * summary of a run tell it. */
MILL_API MillVerdict mill_document_drop(MillDocument *document, const char *reason);
/* NULL if the last step did not drop the document. Borrowed. */
MILL_API const char *mill_document_get_drop_reason(const MillDocument *document);
/* The id of the step that has, or last had, the document; NULL outside of a pipeline. Borrowed.
 *
 *     if (mill_pipeline_process(pipeline, document, error) == MILL_DROP)
 *         printf("dropped by %s: %s\n", mill_document_get_step(document),
 *                mill_document_get_drop_reason(document));
 */
MILL_API const char *mill_document_get_step(const MillDocument *document);

/* Where a piece of text came from: bytes of the undecoded source.
 *
 * The smallest single source range that holds everything @span came from. Text that was put for
 * other text (a decoded character, a replaced range) came from all of it, even if only a part of
 * the new text is asked for or left. An empty span, or one of inserted text only, gives an empty
 * range: where the character at its start came from, or else behind what precedes it. @span is cut
 * to the text. O(log n).
 *
 *     MillSpan origin = mill_document_get_origin(document, span);
 *     const char *bytes = g_bytes_get_data(mill_document_get_source(document), NULL);
 *     g_autofree char *as_it_was = g_strndup(bytes + origin.start, origin.end - origin.start);
 */
MILL_API MillSpan mill_document_get_origin(const MillDocument *document, MillSpan span);
/* The exact source ranges of @span, ascending and not touching each other: what was dropped in
 * between is left out. None, and NULL, if it is empty or inserted. (transfer full, g_free)
 *
 *     gsize n_ranges;
 *     g_autofree MillSpan *ranges = mill_document_dup_origins(document, span, &n_ranges);
 */
MILL_API MillSpan *
mill_document_dup_origins(const MillDocument *document, MillSpan span, gsize *n_ranges);
/* The other direction: the text offset of the (first) character that came from the source byte
 * @offset. If that byte left no text behind, the end of the text that came from before it. @exact
 * (optional) tells which. O(log n).
 *
 *     gboolean exact;
 *     gsize at = mill_document_locate(document, 1024, &exact);
 */
MILL_API gsize mill_document_locate(const MillDocument *document, gsize offset, gboolean *exact);

/* One changed place of an edit: the bytes `old_span` of the text as it was become `text`. */
typedef struct {
    MillSpan old_span; /* what is replaced; empty where something is inserted */
    const char *text;  /* not NUL-terminated; borrowed for the call */
    gsize length;      /* of it */
} MillChange;

/* Is told of the changed places of an edit, in order. */
typedef void (*MillEditWatch)(MillDocument *document, const MillChange *changes, gsize n_changes,
                              gpointer data);
/* From now on, @watch is called for each edit just before it is applied. Decoding is one change of
 * the whole text. It must not change the document; NULL ends the watch. For `explain` and
 * debugging.
 *
 *     mill_document_set_edit_watch(document, NULL, NULL);
 */
MILL_API void
mill_document_set_edit_watch(MillDocument *document, MillEditWatch watch, gpointer data);

/* From now on, what edits take away is kept as rows of the layer `removed`: empty spans where it
 * stood, with `text` (what was there), `step`, and `start` and `end` (its source bytes). A pipeline
 * does this by itself if one of its steps declares that it reads `removed`.
 *
 *     mill_document_keep_removed(document);
 */
MILL_API void mill_document_keep_removed(MillDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillDocument, mill_document_free)

G_END_DECLS

#endif
