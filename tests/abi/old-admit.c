/* old-admit - what ABI 1.2 added: a corpus step that turns documents away, one that says what it
 * needs, JSON that is read, and who made a result.
 */
#include <textmill/plugin.h>

#include <string.h>

typedef struct {
    const MillProvenance *made;
    GHashTable *seen; /* char * */
} Admit;

static gboolean
admit_configure(gpointer self, MillContext *context, GError **error)
{
    Admit *admit = self;

    admit->made = mill_context_get_provenance(context);
    admit->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return TRUE;
}

static gboolean
admit_encode(gpointer self, MillDocument *document, MillOutput *output, GError **error)
{
    gsize length;
    const char *text = mill_document_get_text(document, &length);

    g_string_append_len(mill_output_part(output, NULL, NULL), text, (gssize) length);
    return TRUE;
}

static gboolean
admit_open(gpointer self, const char *path, GError **error)
{
    g_hash_table_remove_all(((Admit *) self)->seen);
    return TRUE;
}

static gboolean
admit_admit(gpointer self, const MillPart *part, char **reason, GError **error)
{
    g_autofree char *text = g_strndup(part->bytes, part->length);

    if (g_hash_table_contains(((Admit *) self)->seen, text))
        *reason = g_strdup("seen before");
    return TRUE;
}

static gboolean
admit_merge(gpointer self, const char *state, gsize length, GError **error)
{
    g_hash_table_add(((Admit *) self)->seen, g_strndup(state, length));
    return TRUE;
}

static void
admit_save(gpointer self, GString *state)
{
}

static gboolean
admit_finish(gpointer self, MillOutput *output, GError **error)
{
    const Admit *admit = self;
    g_autoptr(MillValue) value = mill_json_parse("{\"different\": true}", -1, error);
    GString *bytes = mill_output_part(output, NULL, NULL);

    if (!value)
        return FALSE;
    mill_value_set_int(value, "documents", g_hash_table_size(admit->seen));
    mill_value_set_string(value, "pipeline", admit->made ? admit->made->pipeline : NULL);
    mill_json_append_value(bytes, value);
    g_string_append_c(bytes, '\n');
    return TRUE;
}

static void
admit_close(gpointer self)
{
    g_clear_pointer(&((Admit *) self)->seen, g_hash_table_unref);
}

static MillVerdict
needs_process(gpointer self, MillDocument *document, GError **error)
{
    return MILL_KEEP;
}

static const MillStepType admit =
    MILL_STEP_TYPE(.name = "old-admit", .summary = "No document twice", .role = MILL_ROLE_CORPUS,
                   .options_size = sizeof(Admit), .file = "admitted.json",
                   .configure = admit_configure, .encode = admit_encode, .close = admit_close,
                   .open = admit_open, .merge = admit_merge, .save = admit_save,
                   .finish = admit_finish, .admit = admit_admit);
static const MillStepType needs =
    MILL_STEP_TYPE(.name = "old-needs", .summary = "Needs files", .role = MILL_ROLE_STAGE,
                   .flags = MILL_STEP_NEEDS_FILES, .process = needs_process);

MILL_PLUGIN_STEPS(&admit, &needs)
