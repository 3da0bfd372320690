/* old - a reader, a stage and a writer, built against the headers of each ABI there was, and tried
 * with today's core. Uses what ABI 1.0 had. */
#include <textmill/plugin.h>

#include <string.h>

typedef struct {
    gint64 times;
    const char *word;
} Old;

static const MillOption old_options[] = {
    MILL_OPTION_INT(Old, times, 2, 1, 9, "how often"),
    MILL_OPTION_STRING(Old, word, "old", "what"),
    MILL_OPTIONS_END,
};

static gboolean
old_configure(gpointer self, MillContext *context, GError **error)
{
    const Old *old = self;

    return strlen(old->word) > 0 && old->times > 0;
}

static MillVerdict
old_read(gpointer self, MillDocument *document, GError **error)
{
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);

    return mill_edit_apply(edit, error) ? MILL_KEEP : MILL_FAIL;
}

static MillVerdict
old_process(gpointer self, MillDocument *document, GError **error)
{
    const Old *old = self;
    g_autoptr(MillEdit) edit = mill_edit_new(document);
    g_autoptr(MillValue) times = mill_value_new_int(old->times);
    MillLayer *layer = mill_document_add_layer(document, "record.old");
    MillColumn word = mill_layer_add_column(layer, "word", MILL_TYPE_STRING);

    mill_edit_insert(edit, 0, old->word, -1);
    if (!mill_edit_apply(edit, error))
        return MILL_FAIL;
    mill_layer_set_string(layer, mill_layer_add(layer, (MillSpan){ 0, strlen(old->word) }), word,
                          old->word, -1);
    mill_document_set_meta(document, "times", times);
    return MILL_KEEP;
}

static gboolean
old_encode(gpointer self, MillDocument *document, MillOutput *output, GError **error)
{
    GString *json = mill_output_part(output, NULL, NULL);

    mill_json_append_value(json, mill_document_get_metadata(document));
    g_string_append_c(json, '\n');
    return TRUE;
}

static const char *const old_writes[] = { "record.old", NULL };

static const MillStepType stage =
    MILL_STEP_TYPE(.name = "old", .summary = "An old stage", .role = MILL_ROLE_STAGE,
                   .options = old_options, .options_size = sizeof(Old), .writes = old_writes,
                   .configure = old_configure, .process = old_process);
static const MillStepType reader = MILL_STEP_TYPE(.name = "old-read", .summary = "An old reader",
                                                  .role = MILL_ROLE_READER, .process = old_read);
static const MillStepType writer =
    MILL_STEP_TYPE(.name = "old-write", .summary = "An old writer", .role = MILL_ROLE_WRITER,
                   .flags = MILL_STEP_LINES, .file = "old.jsonl", .encode = old_encode);

MILL_PLUGIN_STEPS(&stage, &reader, &writer)
