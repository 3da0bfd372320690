/* jsonl - write all documents into one file, one JSON object a line.
 *
 * Each line is what the step json writes; see docs/json-format.md.
 */
#include "encode.h"

static const MillOption jsonl_options[] = {
    JSON_COMMON_OPTIONS,
    MILL_OPTIONS_END,
};

static gboolean
jsonl_encode(gpointer self, MillDocument *document, MillOutput *output, GError **error)
{
    json_append_document(self, document, mill_output_part(output, NULL, NULL));
    return TRUE;
}

MILL_PLUGIN(.name = "jsonl", .summary = "Write all documents as lines of JSON",
            .role = MILL_ROLE_WRITER, .flags = MILL_STEP_LINES, .options = jsonl_options,
            .options_size = sizeof(JsonWriter), .file = "documents.jsonl",
            .configure = json_configure, .encode = jsonl_encode, .close = json_close, )
