/* edit-private.h - an edit as it is recorded (edit.c) and applied (edit-apply.c). */
#ifndef MILL_EDIT_PRIVATE_H
#define MILL_EDIT_PRIVATE_H

#include "document/document-private.h"

/* `count` units of `from_unit` old bytes, from `start` on, become as many of `to_unit` new bytes,
 * which follow those of the operation before in the edit's text. Dropped: to_unit is 0. Inserted:
 * from_unit is 0. */
typedef struct {
    guint32 start;
    guint32 from_unit;
    guint32 to_unit;
    guint32 count;
} MillEditOp;

struct MillEdit {
    MillDocument *document;
    gboolean from_source;
    gboolean applied;
    gboolean forgets; /* leaves no rows in the layer `removed` */
    guint generation; /* of the document, when the edit was made */
    const char *old;  /* what is edited: the document's text or its source */
    gsize old_length;
    gsize at; /* where the last operation ended, in the old bytes */

    MillEditOp *ops;
    guint n_ops;
    guint ops_capacity;
    char *text; /* of all operations, end to end */
    gsize text_length;
    gsize text_capacity;
    gsize removed; /* old bytes that operations name */

    GError *error; /* the first mistake */
};

static inline gsize
mill_edit_op_end(const MillEditOp *op)
{
    return op->start + (gsize) op->from_unit * op->count;
}

/* Whether the edit is still good: neither wrong, nor applied, nor stale. Sets its error. */
gboolean mill_edit_check(MillEdit *edit);

/* removed.c: what the edit is about to take away is collected before it is applied, and stored
 * once the new text is there; storing frees. */
typedef struct MillRemovals MillRemovals;

MillRemovals *
mill_removals_collect(MillDocument *document, const MillChange *changes, gsize n_changes);
void mill_removals_store(MillRemovals *removals);

#endif
