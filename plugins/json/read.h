/* read.h - what the files of read-json share. */
#ifndef JSON_READ_H
#define JSON_READ_H

#include "writing/offsets.h"

#include <textmill/plugin.h>

/* A result on its way back into a document. */
typedef struct {
    MillDocument *document;
    const MillValue *root;
    OffsetIndex offsets; /* of the document's text, in the unit of the file */
} JsonReader;

/* read-source.c: an edit that makes the text of the JSON bytes, so that origins lie in them: the
 * content of the field `text` of the outermost object. @bytes are JSON that was parsed already. */
gboolean json_read_text(MillDocument *document, const char *bytes, gsize length, GError **error);

/* read-rows.c: gives the document the layer @name of the list @rows. @form_text: rows repeat their
 * text. @where is what messages call it. */
gboolean json_read_rows(JsonReader *self, const char *name, const char *where,
                        const MillValue *rows, gboolean form_text, GError **error);
/* The bytes of the fields `start` and `end` of the map @range; FALSE if it has none that fit. */
gboolean json_read_span(const JsonReader *self, const MillValue *range, MillSpan *span);

#endif
