/* rows.h - annotations as JSON objects: the inner loop of the writer. */
#ifndef JSON_ROWS_H
#define JSON_ROWS_H

#include <textmill/plugin.h>

#include "writing/offsets.h"

typedef struct {
    MillDocument *document;
    const char *text; /* the document's */
    gsize length;
    OffsetIndex offsets;
    GString *json; /* grows */
} JsonEncoder;

/* How the annotations of a layer are laid out:
 *     HEAD…, other columns…, ["text",] "start", "end", TAIL…, "origin" */
typedef struct {
    const char *const *head; /* columns that are always there, NULL-terminated */
    const char *const *tail;
    gboolean text; /* whether the text of the span is repeated */
} RowForm;

extern const RowForm row_form_section;
extern const RowForm row_form_tag;
extern const RowForm row_form_other;

/* Appends a list of all annotations of @layer. */
void json_append_rows(JsonEncoder *self, MillLayer *layer, const RowForm *form);
/* Appends `"start":N,"end":N` of @span in the encoder's unit. */
void json_append_span(JsonEncoder *self, MillSpan span);

#endif
