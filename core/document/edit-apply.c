/* edit-apply.c - applying an edit: one pass makes the new text and the map to the old. */
#include "document/edit-private.h"

#include "document/probe.h"
#include "document/utf8.h"

#include <string.h>

typedef struct {
    char *text;
    gsize length;
    MillOrigin map; /* new text → old bytes */
    gboolean known; /* the old bytes are UTF-8 */
} EditResult;

/* Whether all of the old bytes are UTF-8: looked at as a whole where most of them are kept, as many
 * small pieces take longer. The text of a document always is. */
static gboolean
edit_has_valid_base(const MillEdit *edit)
{
    return !edit->from_source ||
           (edit->removed <= edit->old_length / 2 &&
            mill_utf8_valid_prefix(edit->old, edit->old_length) == edit->old_length);
}

/* How many of the old bytes [from, to) are UTF-8: all, or those before the first mistake. */
static gsize
result_count_valid(const EditResult *self, const MillEdit *edit, gsize from, gsize to)
{
    if (self->known &&
        (!edit->from_source || (mill_utf8_is_border(edit->old, edit->old_length, from) &&
                                mill_utf8_is_border(edit->old, edit->old_length, to))))
        return to - from;
    return mill_utf8_valid_prefix(edit->old + from, to - from);
}

/* Keeps the old bytes [from, to). Those of a source may not be text: returns FALSE then. */
static gboolean
result_keep(EditResult *self, const MillEdit *edit, gsize from, gsize to, GError **error)
{
    gsize length = to - from;
    gsize valid;

    if (length == 0)
        return TRUE;
    valid = result_count_valid(self, edit, from, to);
    if (valid < length) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_ENCODING,
                    "byte 0x%02X at offset %" G_GSIZE_FORMAT " of the source is not UTF-8",
                    (guint8) edit->old[from + valid], from + valid);
        return FALSE;
    }
    mill_origin_append(&self->map, (MillSegment){
                                       .text = (guint32) self->length,
                                       .source = (guint32) from,
                                       .count = (guint32) length,
                                       .text_unit = 1,
                                       .source_unit = 1,
                                   });
    memcpy(self->text + self->length, edit->old + from, length);
    self->length += length;
    return TRUE;
}

static void
result_change(EditResult *self, const MillEditOp *op, const char *text)
{
    gsize length = (gsize) op->to_unit * op->count;

    if (op->from_unit > 0 && op->to_unit > 0)
        mill_origin_append(&self->map, (MillSegment){
                                           .text = (guint32) self->length,
                                           .source = op->start,
                                           .count = op->count,
                                           .text_unit = op->to_unit,
                                           .source_unit = op->from_unit,
                                       });
    memcpy(self->text + self->length, text, length);
    self->length += length;
}

static gboolean
result_build(EditResult *self, const MillEdit *edit, GError **error)
{
    const char *text = edit->text ? edit->text : "";
    gsize at = 0;

    self->known = edit_has_valid_base(edit);
    for (guint i = 0; i < edit->n_ops; i++) {
        const MillEditOp *op = &edit->ops[i];

        if (!result_keep(self, edit, at, op->start, error))
            return FALSE;
        if (op->to_unit > 0)
            result_change(self, op, text);
        text += (gsize) op->to_unit * op->count;
        at = mill_edit_op_end(op);
    }
    if (!result_keep(self, edit, at, edit->old_length, error))
        return FALSE;
    self->text[self->length] = '\0';
    mill_text_seal(self->text);
    return TRUE;
}

static gboolean
result_allocate(EditResult *self, const MillEdit *edit, GError **error)
{
    gsize length = edit->old_length - edit->removed + edit->text_length;

    if (length > MILL_TEXT_MAX) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                    "the text would have %" G_GSIZE_FORMAT " bytes, more than the %" G_GSIZE_FORMAT
                    " that a document can have",
                    length, MILL_TEXT_MAX);
        return FALSE;
    }
    self->text = mill_text_allocate(length + 1);
    if (!self->text) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_MEMORY,
                    "no memory for a text of %" G_GSIZE_FORMAT " bytes", length);
        return FALSE;
    }
    mill_origin_reserve(&self->map, (gsize) edit->n_ops * 2 + 1);
    return TRUE;
}

/* Operations that touch each other are one changed place. (transfer full) */
static MillChange *
edit_changes(const MillEdit *self, const EditResult *result, gsize *n_changes)
{
    MillChange *changes = g_new(MillChange, (gsize) self->n_ops + 1);
    const char *text = self->text ? self->text : "";
    gsize n = 0;

    if (self->from_source) {
        changes[0] = (MillChange){ { 0, self->document->length }, result->text, result->length };
        *n_changes = 1;
        return changes;
    }
    for (guint i = 0; i < self->n_ops; i++) {
        const MillEditOp *op = &self->ops[i];
        gsize length = (gsize) op->to_unit * op->count;
        gsize end = mill_edit_op_end(op);

        if (n > 0 && changes[n - 1].old_span.end == op->start) {
            changes[n - 1].old_span.end = end;
            changes[n - 1].length += length;
        } else {
            changes[n++] = (MillChange){ { op->start, end }, text, length };
        }
        text += length;
    }
    *n_changes = n;
    return changes;
}

/* Tells who wants to know, while the old text still stands. */
static MillRemovals *
edit_tell(const MillEdit *self, const EditResult *result)
{
    MillDocument *document = self->document;
    gboolean keep = document->keep_removed && !self->from_source && !self->forgets;
    gsize n;

    if (!document->watch && !keep)
        return NULL;

    g_autofree MillChange *changes = edit_changes(self, result, &n);

    if (document->watch)
        document->watch(document, changes, n, document->watch_data);
    return keep ? mill_removals_collect(document, changes, n) : NULL;
}

/* From here on nothing can fail. */
static void
edit_commit(MillEdit *self, EditResult *result)
{
    MillDocument *document = self->document;
    MillRemovals *removals = edit_tell(self, result);

    if (self->from_source) {
        mill_document_clear_annotations(document);
        mill_origin_clear(&document->origin);
        document->origin = result->map;
        document->has_text = TRUE;
    } else {
        MillOrigin composed = { 0 };

        mill_document_move_annotations(document, &result->map);
        mill_origin_compose(&composed, &result->map, &document->origin);
        mill_origin_clear(&document->origin);
        mill_origin_clear(&result->map);
        document->origin = composed;
    }
    mill_text_free(document->text);
    document->text = result->text;
    document->length = result->length;
    document->chars = -1;
    document->generation++;
    if (removals)
        mill_removals_store(removals);
}

gboolean
mill_edit_apply(MillEdit *self, GError **error)
{
    EditResult result = { 0 };

    g_return_val_if_fail(self, FALSE);
    if (!mill_edit_check(self)) {
        g_propagate_error(error, g_error_copy(self->error));
        return FALSE;
    }
    if (self->n_ops > 0 || self->from_source) {
        if (!result_allocate(&result, self, error) || !result_build(&result, self, error)) {
            mill_text_free(result.text);
            mill_origin_clear(&result.map);
            return FALSE;
        }
        edit_commit(self, &result);
    }
    self->applied = TRUE;
    return TRUE;
}
