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
 * without overlap; they must not split a character and inserted text must be UTF-8. The first
 * mistake sticks: later calls do nothing and mill_edit_apply() reports it. Two edits of one
 * document cannot be open at once: applying one makes the other stale, which is also reported.
 *
 * A reader does the same to turn source bytes into text: mill_edit_new_from_source() starts from
 * the undecoded bytes of the item. There, kept bytes must be UTF-8.
 */
#ifndef TEXTMILL_EDIT_H
#define TEXTMILL_EDIT_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* Both borrow @document, which must outlive the edit. (transfer full) */
MILL_API MillEdit *mill_edit_new(MillDocument *document);
MILL_API MillEdit *mill_edit_new_from_source(MillDocument *document);
MILL_API void
mill_edit_free(MillEdit *edit); /* NULL is fine; an edit that was not applied changes nothing */

/* Removes the bytes of @span. */
MILL_API void mill_edit_drop(MillEdit *edit, MillSpan span);
/* Puts @length bytes of @text (-1: NUL-terminated) before the byte at @at. The inserted text has
 * no origin of its own: it points at the empty source range where it stands. */
MILL_API void mill_edit_insert(MillEdit *edit, gsize at, const char *text, gssize length);
/* Replaces @span. The new text as a whole points to the origin of the old. */
MILL_API void mill_edit_replace(MillEdit *edit, MillSpan span, const char *text, gssize length);
/* Replaces a run of @count equal units: each @from_unit bytes, beginning at @start, become
 * @to_unit bytes of @text, and each unit keeps its own origin (characters of GB18030 or UTF-16,
 * full-width letters made half-width). @text has count * to_unit bytes; to_unit <= 64. */
MILL_API void mill_edit_replace_units(MillEdit *edit, gsize start, gsize from_unit,
                                      const char *text, gsize to_unit, gsize count);

/* Whether nothing would change. */
MILL_API gboolean mill_edit_is_empty(const MillEdit *edit);

/* Applies the edit; it can then only be freed. Returns FALSE with MILL_ERROR_EDIT (or
 * MILL_ERROR_LIMIT) and the document untouched if a call was wrong: the message names it.
 * An empty edit of the text costs nothing. */
MILL_API gboolean mill_edit_apply(MillEdit *edit, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillEdit, mill_edit_free)

G_END_DECLS

#endif
