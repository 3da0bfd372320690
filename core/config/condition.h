/* condition.h - `when:` of a step: a condition on a document's metadata. */
#ifndef TEXTMILL_CONDITION_H
#define TEXTMILL_CONDITION_H

#include <textmill/document.h>
#include <textmill/node.h>

typedef struct MillCondition MillCondition;

/* Reads the value of `when:`; mistakes go to @report, and the answer is then NULL. Borrows from
 * @node, whose tree must live as long. (transfer full) */
MillCondition *mill_condition_new(const MillNode *node, MillReport *report);
void mill_condition_free(MillCondition *condition); /* NULL is fine */
/* Whether @document meets it. NULL always holds. */
gboolean mill_condition_holds(const MillCondition *condition, const MillDocument *document);

#endif
