/* item.c - from the bytes of a unit to a document. */
#include "source/item.h"

#include "pipeline/pipeline-private.h"
#include "source/load.h"
#include "source/record.h"

#include <string.h>

void
mill_record_each_name(const MillInput *input, const char *field, MillRecordName call, gpointer data)
{
    gboolean named = FALSE, others = FALSE;

    if (g_strcmp0(input->id, field) == 0)
        call("id", data);
    for (gsize i = 0; input->metadata[i]; i++) {
        const char *wanted = input->metadata[i];
        const char *equals = strchr(wanted, '=');

        if (g_str_equal(equals ? equals + 1 : wanted, field)) {
            g_autofree char *name = g_strndup(wanted, strcspn(wanted, "="));

            call(equals ? name : wanted, data);
            named = TRUE;
        } else if (g_str_equal(wanted, "*")) {
            others = TRUE;
        }
    }
    if (others && !named && g_strcmp0(input->id, field) != 0 &&
        !(input->id && g_str_equal(field, "id")))
        call(field, data);
}

/* Whether the pipeline file names its reader. */
static gboolean
item_has_reader(const MillPipeline *pipeline)
{
    for (gsize i = 0; i < pipeline->steps->len; i++) {
        const MillStep *step = mill_pipeline_step(pipeline, i);

        if (step->info.type->role == MILL_ROLE_READER)
            return step->plan != NULL;
    }
    return FALSE;
}

static gboolean
item_read_row(const MillInput *input, const MillUnit *unit, MillDocument *document, GError **error)
{
    g_autoptr(GBytes) head = unit->head.size > 0 ? mill_load_head(unit, error) : NULL;
    gsize length = 0;
    const char *bytes = head ? g_bytes_get_data(head, &length) : "";

    if (unit->head.size > 0 && !head)
        return FALSE;
    return mill_record_read_row(input, bytes, length,
                                mill_record_get_delimiter((MillFormat) unit->format), document,
                                error);
}

static gboolean
item_read(const MillInput *input, const MillUnit *unit, MillDocument *document, GError **error)
{
    switch (unit->format) {
    case MILL_FORMAT_JSONL:
        return mill_record_read_json(input, document, error);
    case MILL_FORMAT_CSV:
    case MILL_FORMAT_TSV:
        return item_read_row(input, unit, document, error);
    default:
        return TRUE;
    }
}

/* Gives @document the values of the map @metadata. */
static void
item_describe(MillDocument *document, const MillValue *metadata)
{
    for (gsize i = 0; i < mill_value_get_length(metadata); i++) {
        const char *key = mill_value_get_key(metadata, i);

        mill_document_set_meta(document, key, mill_value_get(metadata, key));
    }
}

/* The payload of the WARC record whose block is @bytes, for the reader. */
static MillDocument *
item_open_warc(const MillInput *input, const MillUnit *unit, GBytes *bytes, GError **error)
{
    g_autoptr(GBytes) head = mill_load_head(unit, error);
    g_autoptr(MillValue) metadata = mill_value_new_map();
    GBytes *payload = g_bytes_ref(bytes);
    MillDocument *document = NULL;
    gsize length;
    const char *lines = head ? g_bytes_get_data(head, &length) : NULL;

    if (lines && mill_record_read_warc(input, lines, length, metadata, &payload, error)) {
        document = mill_document_new(unit->id, payload);
        item_describe(document, metadata);
    }
    g_bytes_unref(payload);
    return document;
}

/* The text of @record, to be read again, under the same metadata. */
static MillDocument *
item_unwrap(MillDocument *record)
{
    gsize length;
    const char *text = mill_document_get_text(record, &length);
    g_autoptr(GBytes) bytes = g_bytes_new(text, length);
    MillDocument *document = mill_document_new(mill_document_get_id(record), bytes);

    item_describe(document, mill_document_get_metadata(record));
    mill_document_free(record);
    return document;
}

MillDocument *
mill_item_open(const MillPipeline *pipeline, const MillUnit *unit, GBytes *bytes, GError **error)
{
    g_autoptr(MillDocument) document = unit->format == MILL_FORMAT_WARC
                                           ? item_open_warc(&pipeline->input, unit, bytes, error)
                                           : mill_document_new(unit->id, bytes);

    if (!document || !item_read(&pipeline->input, unit, document, error))
        return NULL;
    if (unit->format >= MILL_FORMAT_JSONL && unit->format <= MILL_FORMAT_TSV &&
        item_has_reader(pipeline))
        document = item_unwrap(g_steal_pointer(&document));
    if (unit->container->path)
        mill_document_set_path(document, unit->container->path);
    return g_steal_pointer(&document);
}
