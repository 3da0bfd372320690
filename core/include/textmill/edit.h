/* edit.h - the only way a document's text changes.
 *
 * An edit is written in one forward pass over the current text: what is not named is kept. When
 * it is applied, the core rewrites the text, composes the map back to the source bytes and moves
 * every annotation and diagnostic, so a step never handles origins itself.
 *
 *     g_autoptr(MillEdit) edit = mill_edit_new(document);
 *     mill_edit_drop(edit, (MillSpan) { 0, 3 });
 *     mill_edit_replace(edit, (MillSpan) { 10, 12 }, "\n", 1);
 *     if (!mill_edit_apply(edit, error))
 *         return MILL_FAIL;
 *
 * Positions are bytes of the text as it was when the edit was made, in ascending order and
 * without overlap; they must not split a character and new text must be UTF-8. An operation may
 * begin where the last one ended, so a drop and an insert at either of its ends go together. The
 * first mistake sticks: later calls do nothing and mill_edit_apply() reports it. Of several open
 * edits of a document one can be applied: it makes the others stale, which is also reported.
 *
 * The text that was asked for before an edit is gone after it: ask again.
 *
 * A reader does the same to turn source bytes into text: mill_edit_new_from_source() starts from
 * the undecoded bytes of the item. There, positions are bytes of the source, may stand anywhere,
 * and runs of kept bytes must be UTF-8. Where a document has text already, decoding replaces all
 * of it, and the annotations on it go.
 *
 *     gsize length;
 *     const char *source = g_bytes_get_data(mill_document_get_source(document), &length);
 *     g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
 *
 *     for (gsize at = 0; at < length; at++) // ISO 8859-1: each byte is the code point
 *         if ((guint8) source[at] >= 0x80) {
 *             char character[6];
 *             gint size = g_unichar_to_utf8((guint8) source[at], character);
 *
 *             mill_edit_replace(edit, (MillSpan) { at, at + 1 }, character, size);
 *         }
 *     mill_document_set_encoding(document, "ISO-8859-1");
 *     return mill_edit_apply(edit, error) ? MILL_KEEP : MILL_FAIL;
 */
#ifndef TEXTMILL_EDIT_H
#define TEXTMILL_EDIT_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* An edit of the document's text, and one from its source bytes to a text. Both borrow @document,
 * which must outlive the edit. (transfer full) */
MILL_API MillEdit *mill_edit_new(MillDocument *document);
MILL_API MillEdit *mill_edit_new_from_source(MillDocument *document);
/* NULL is fine. An edit that was not applied changes nothing. */
MILL_API void mill_edit_free(MillEdit *edit);

/* Removes the bytes of @span. */
MILL_API void mill_edit_drop(MillEdit *edit, MillSpan span);
/* Puts @length bytes of @text (-1: NUL-terminated) before the byte at @at. The inserted text has
 * no origin of its own: it points at the empty source range where it stands. Here and below, @text
 * is copied and may be the document's own.
 *
 *     g_autoptr(MillEdit) edit = mill_edit_new(document);
 *     mill_edit_insert(edit, 0, "# ", -1);
 */
MILL_API void mill_edit_insert(MillEdit *edit, gsize at, const char *text, gssize length);
/* Replaces @span (with nothing: a drop; nothing with text: an insert). The new text as a whole
 * points to the origin of the old. So replace characters one by one where each has a new form of
 * its own; a series of such calls costs no more than mill_edit_replace_units(). */
MILL_API void mill_edit_replace(MillEdit *edit, MillSpan span, const char *text, gssize length);
/* Replaces a run of @count equal units: each @from_unit bytes, beginning at @start, become
 * @to_unit bytes of @text, and each unit keeps its own origin (characters of GB18030 or UTF-16,
 * full-width letters made half-width). @text has count * to_unit bytes; from_unit is at least 1,
 * to_unit 1 to 64; a unit is made of whole characters (in a source: its new text is).
 *
 *     g_autoptr(MillEdit) edit = mill_edit_new(document);
 *     mill_edit_replace_units(edit, 0, strlen("１"), "123", 1, 3); // "１２３" becomes "123"
 */
MILL_API void mill_edit_replace_units(MillEdit *edit, gsize start, gsize from_unit,
                                      const char *text, gsize to_unit, gsize count);

/* What this edit takes away is secret: the layer `removed`, which keeps what other edits take away,
 * gets nothing of it, so a report cannot show it. Who watches (`textmill explain`) still sees it,
 * and origins still lead to its place in the source. May be called at any time before the edit is
 * applied. Since ABI 1.2.
 *
 *     g_autoptr(MillEdit) edit = mill_edit_new(document);
 *     mill_edit_forget(edit);
 *     mill_edit_replace(edit, span, "[telephone]", -1);
 */
MILL_API void mill_edit_forget(MillEdit *edit);

/* Whether nothing was asked for.
 *
 *     g_autoptr(MillEdit) edit = mill_edit_new(document);
 *     if (mill_edit_is_empty(edit))
 *         return MILL_KEEP;
 */
MILL_API gboolean mill_edit_is_empty(const MillEdit *edit);

/* Applies the edit; it can then only be freed. Returns FALSE, with the document untouched and a
 * message that names the place, with MILL_ERROR_EDIT if a call was wrong, MILL_ERROR_ENCODING if
 * kept bytes of a source are not UTF-8, MILL_ERROR_LIMIT if the text would be longer than
 * MILL_TEXT_MAX, MILL_ERROR_MEMORY if there is no room for it. An empty edit of the text costs
 * nothing and makes no other edit stale. */
MILL_API gboolean mill_edit_apply(MillEdit *edit, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillEdit, mill_edit_free)

G_END_DECLS

#endif
