/* json - write each document as one JSON object, with everything that the steps found.
 *
 * The format is described in docs/json-format.md and by data/textmill-document.schema.json. It
 * stays: fields are added, never renamed. Offsets count bytes of the text unless `offsets` says
 * otherwise; origins always count bytes of the source file.
 */
#include "encode.h"

static const MillOption json_options[] = {
    JSON_COMMON_OPTIONS,
    MILL_OPTION_INT(JsonWriter, indent, 0, 0, 8,
                    "indent by so many spaces a level; 0 for one line"),
    MILL_OPTIONS_END,
};

static gboolean
json_encode(gpointer self, MillDocument *document, MillOutput *output, GError **error)
{
    json_append_document(self, document, mill_output_part(output, NULL, NULL));
    return TRUE;
}

MILL_PLUGIN(.name = "json", .summary = "Write each document as a JSON file",
            .role = MILL_ROLE_WRITER, .options = json_options, .options_size = sizeof(JsonWriter),
            .file = "{stem}.json", .configure = json_configure, .encode = json_encode,
            .close = json_close, )
