/* edit.c - recording an edit: a list of operations and one run of new text, checked at once. */
#include "document/edit-private.h"

#include "document/probe.h"
#include "document/utf8.h"

#include <string.h>

static MillEdit *
edit_new(MillDocument *document, gboolean from_source)
{
    MillEdit *self = MILL_NEW0(MillEdit);

    mill_probe.edits++;
    self->document = document;
    self->from_source = from_source;
    self->generation = document->generation;
    if (from_source) {
        self->old = g_bytes_get_data(document->source, &self->old_length);
    } else {
        self->old = document->text;
        self->old_length = document->length;
    }
    return self;
}

MillEdit *
mill_edit_new(MillDocument *document)
{
    g_return_val_if_fail(document, NULL);
    return edit_new(document, FALSE);
}

MillEdit *
mill_edit_new_from_source(MillDocument *document)
{
    MillEdit *self;

    g_return_val_if_fail(document, NULL);
    self = edit_new(document, TRUE);
    if (self->old_length > MILL_TEXT_MAX)
        g_set_error(&self->error, MILL_ERROR, MILL_ERROR_LIMIT,
                    "the source has %" G_GSIZE_FORMAT " bytes, more than the %" G_GSIZE_FORMAT
                    " that a document can have; split it",
                    self->old_length, MILL_TEXT_MAX);
    return self;
}

void
mill_edit_forget(MillEdit *self)
{
    g_return_if_fail(self);
    self->forgets = TRUE;
}

void
mill_edit_free(MillEdit *self)
{
    if (!self)
        return;
    mill_probe.edits--;
    g_free(self->ops);
    g_free(self->text);
    g_clear_error(&self->error);
    g_free(self);
}

gboolean
mill_edit_is_empty(const MillEdit *self)
{
    return self->n_ops == 0;
}

gboolean
mill_edit_check(MillEdit *self)
{
    if (self->error)
        return FALSE;
    if (self->applied)
        g_set_error_literal(&self->error, MILL_ERROR, MILL_ERROR_EDIT,
                            "the edit was applied already; make a new one");
    else if (self->generation != self->document->generation)
        g_set_error_literal(&self->error, MILL_ERROR, MILL_ERROR_EDIT,
                            "the edit is stale: another edit of the document was applied after it"
                            " was made");
    return !self->error;
}

/* Notes the mistake @what of the operation @verb on @span. */
static void
edit_fail(MillEdit *self, const char *verb, MillSpan span, MillErrorCode code, const char *what,
          gsize where)
{
    g_autofree char *reason = g_strdup_printf(what, where);

    g_set_error(&self->error, MILL_ERROR, code,
                "edit of the %s: %s [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "): %s",
                self->from_source ? "source" : "text", verb, span.start, span.end, reason);
}

/* What every operation must keep to. */
static gboolean
edit_begin(MillEdit *self, const char *verb, MillSpan span)
{
    const char *what = NULL;
    gsize where = 0;

    if (!mill_edit_check(self))
        return FALSE;
    if (span.start > span.end || span.end > self->old_length) {
        what = "the range is not inside its %" G_GSIZE_FORMAT " bytes";
        where = self->old_length;
    } else if (span.start < self->at) {
        what = "the operation before already reached %" G_GSIZE_FORMAT
               "; operations go forward and do not overlap";
        where = self->at;
    } else if (!self->from_source) {
        if (!mill_utf8_is_border(self->old, self->old_length, span.start))
            where = span.start;
        else if (!mill_utf8_is_border(self->old, self->old_length, span.end))
            where = span.end;
        if (where > 0)
            what = "offset %" G_GSIZE_FORMAT " is inside a character";
    }
    if (what)
        edit_fail(self, verb, span, MILL_ERROR_EDIT, what, where);
    return !what;
}

/* Adds @text to the edit's, if it is UTF-8. */
static gboolean
edit_add_text(MillEdit *self, const char *verb, MillSpan span, const char *text, gsize length)
{
    gsize valid = length == 1 && !(*text & 0x80) ? 1 : mill_utf8_valid_prefix(text, length);

    if (valid < length) {
        edit_fail(self, verb, span, MILL_ERROR_EDIT,
                  "the new text is not UTF-8 at its byte %" G_GSIZE_FORMAT, valid);
        return FALSE;
    }
    if (length > MILL_TEXT_MAX - self->text_length) {
        edit_fail(self, verb, span, MILL_ERROR_LIMIT,
                  "the text would grow beyond %" G_GSIZE_FORMAT " bytes", MILL_TEXT_MAX);
        return FALSE;
    }
    if (self->text_length + length > self->text_capacity) {
        self->text_capacity = MAX(self->text_length + length, self->text_capacity * 2);
        self->text_capacity = MAX(self->text_capacity, 256);
        self->text = g_realloc(self->text, self->text_capacity);
    }
    memcpy(self->text + self->text_length, text, length);
    self->text_length += length;
    return TRUE;
}

/* Whether @op only goes on where @last ended; then @last has become both. */
static gboolean
op_extend(MillEditOp *last, const MillEditOp *op)
{
    if (mill_edit_op_end(last) != op->start)
        return FALSE;
    if (last->to_unit == 0 && op->to_unit == 0) {
        last->from_unit += op->from_unit;
    } else if (last->from_unit == 0 && op->from_unit == 0) {
        last->to_unit += op->to_unit;
    } else if (last->from_unit == op->from_unit && last->to_unit == op->to_unit) {
        last->count += op->count;
    } else {
        return FALSE;
    }
    return TRUE;
}

static void
edit_push(MillEdit *self, MillEditOp op)
{
    self->at = mill_edit_op_end(&op);
    self->removed += self->at - op.start;
    if (self->n_ops > 0 && op_extend(&self->ops[self->n_ops - 1], &op))
        return;
    if (self->n_ops == self->ops_capacity) {
        self->ops_capacity = MAX(self->ops_capacity * 2, 16);
        self->ops = g_renew(MillEditOp, self->ops, self->ops_capacity);
    }
    self->ops[self->n_ops++] = op;
}

static void
edit_change(MillEdit *self, const char *verb, MillSpan span, const char *text, gssize length)
{
    gsize size = !text ? 0 : length < 0 ? strlen(text) : (gsize) length;

    g_return_if_fail(text || length <= 0);
    if (!edit_begin(self, verb, span))
        return;
    if (size > 0 && !edit_add_text(self, verb, span, text, size))
        return;
    if (size == 0 && span.start == span.end)
        return;
    edit_push(self, (MillEditOp){
                        .start = (guint32) span.start,
                        .from_unit = (guint32) (span.end - span.start),
                        .to_unit = (guint32) size,
                        .count = 1,
                    });
}

void
mill_edit_drop(MillEdit *self, MillSpan span)
{
    g_return_if_fail(self);
    edit_change(self, "drop", span, NULL, 0);
}

void
mill_edit_insert(MillEdit *self, gsize at, const char *text, gssize length)
{
    g_return_if_fail(self);
    edit_change(self, "insert", (MillSpan){ at, at }, text, length);
}

void
mill_edit_replace(MillEdit *self, MillSpan span, const char *text, gssize length)
{
    g_return_if_fail(self);
    edit_change(self, "replace", span, text, length);
}

/* The offset of the first unit that does not begin a character; @length if all do. */
static gsize
first_split_unit(const char *text, gsize length, gsize unit)
{
    for (gsize at = 0; at < length; at += unit) {
        if (!mill_utf8_is_start(text[at]))
            return at;
    }
    return length;
}

/* Whether @count units of these sizes can be, and then how many bytes they have before and after.
 */
static gboolean
units_measure(gsize from_unit, gsize to_unit, gsize count, gsize *from, gsize *to)
{
    return from_unit > 0 && to_unit > 0 && to_unit <= 64 &&
           g_size_checked_mul(from, from_unit, count) && g_size_checked_mul(to, to_unit, count);
}

void
mill_edit_replace_units(MillEdit *self, gsize start, gsize from_unit, const char *text,
                        gsize to_unit, gsize count)
{
    static const char verb[] = "replace_units";
    MillSpan span = { start, start };
    const char *what = NULL;
    gsize from, to, split;

    g_return_if_fail(self && (text || count == 0));
    if (count == 0 || !mill_edit_check(self))
        return;
    if (!units_measure(from_unit, to_unit, count, &from, &to) ||
        !g_size_checked_add(&span.end, start, from)) {
        edit_fail(self, verb, span, MILL_ERROR_EDIT,
                  "units of %" G_GSIZE_FORMAT " bytes cannot be (1 to 64 can)", to_unit);
        return;
    }
    if (!edit_begin(self, verb, span) || !edit_add_text(self, verb, span, text, to))
        return;
    if ((split = first_split_unit(text, to, to_unit)) < to)
        what = "the unit at byte %" G_GSIZE_FORMAT " of the new text begins inside a character";
    else if (!self->from_source &&
             (split = first_split_unit(self->old + start, from, from_unit)) < from)
        what = "the unit at byte %" G_GSIZE_FORMAT " of the old text begins inside a character";
    if (what) {
        edit_fail(self, verb, span, MILL_ERROR_EDIT, what, split);
        return;
    }
    edit_push(self, (MillEditOp){
                        .start = (guint32) start,
                        .from_unit = (guint32) from_unit,
                        .to_unit = (guint32) to_unit,
                        .count = (guint32) count,
                    });
}
