/* model.h - a naive document: every byte of the text knows where it came from.
 *
 * Everything is answered by looking at all bytes, straight from the words of the public headers, so
 * that it shares no idea with the code it checks.
 */
#ifndef TEST_MODEL_H
#define TEST_MODEL_H

#include <textmill/document.h>

typedef struct {
    char byte;
    gboolean has_origin;
    gsize from; /* source bytes [from, to) */
    gsize to;
} ModelByte;

/* One change of an edit, in units as of mill_edit_replace_units(); `singly` asks for one
 * mill_edit_replace() a unit. */
typedef struct {
    gsize start;
    gsize from_unit;
    gsize to_unit;
    gsize count;
    gboolean singly;
    char text[256];
} ModelChange;

typedef struct {
    GArray *bytes; /* of ModelByte */
} Model;

void model_init(Model *model);
void model_clear(Model *model);
char *model_dup_text(const Model *model);

/* Where a span of the old text went; FALSE if it is gone. */
gboolean model_move_span(const GArray *changes, gsize old_length, MillSpan *span);
/* Applies @changes (GArray of ModelChange): to the source @source (decoding), or to the text if it
 * is NULL. */
void model_apply(Model *model, const GArray *changes, GBytes *source);

MillSpan model_origin(const Model *model, MillSpan span);
GArray *model_origins(const Model *model, MillSpan span); /* of MillSpan */
gsize model_locate(const Model *model, gsize offset, gboolean *exact);

/* Says the same to a real edit. */
void model_tell(MillEdit *edit, const GArray *changes);

#endif
