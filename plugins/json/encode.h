/* encode.h - a document as one JSON object; shared by the steps json and jsonl. */
#ifndef JSON_ENCODE_H
#define JSON_ENCODE_H

#include <textmill/plugin.h>

#include "writing/filter.h"
#include "writing/offsets.h"

/* The version of the format that docs/json-format.md describes. It changes when a field
 * changes its name or meaning, not when one is added. */
#define JSON_FORMAT 1

/* The options of both steps; `json` has one more, `indent`. */
typedef struct {
    gint offsets;              /* OffsetUnit */
    gboolean text;             /* whether the text itself is written */
    gboolean origins;          /* whether the whole map to the source is written */
    const char *const *layers; /* patterns of the layers that are written */
    gint64 indent;             /* spaces a level; 0: one line */
    /* The step's own. */
    GString *made_by; /* `{"textmill":{…}`: what every object begins with */
    LayerFilter *filter;
    const MillProvenance *made; /* or NULL */
} JsonWriter;

/* The rows of MillOption that both steps have. */
#define JSON_COMMON_OPTIONS                                                                        \
    MILL_OPTION_CHOICE(JsonWriter, offsets, OFFSET_BYTES, offset_unit_names,                       \
                       "unit of start and end, counted in the text"),                              \
        MILL_OPTION_BOOL(JsonWriter, text, TRUE, "write the text itself"),                         \
        MILL_OPTION_BOOL(JsonWriter, origins, FALSE,                                               \
                         "write where each piece of the text came from, for read-json"),           \
        MILL_OPTION_LIST(JsonWriter, layers, "*", NULL,                                            \
                         "layers to write, as names or patterns such as record.*")

gboolean json_configure(gpointer self, MillContext *context, GError **error);
void json_close(gpointer self);
/* Appends @document to @json, as one line that ends with a newline (or indented). */
void json_append_document(JsonWriter *self, MillDocument *document, GString *json);

#endif
