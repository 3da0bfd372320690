/* @NAME@ - find each occurrence of a word.
 *
 * In a pipeline file:
 *
 *     - use: @NAME@
 *       with: { word: energy }
 *
 * Each occurrence becomes an annotation in the layer `record.@NAME@`, which the json step exports
 * under `records`. Replace this by what your step does; the parts stay: options, process, table.
 */
#include <string.h>
#include <textmill/plugin.h>

/* The options of one configured step. The core fills and checks them. */
typedef struct {
    const char *word;
    gint64 limit;
} @TYPE@;

static const MillOption @IDENT@_options[] = {
    MILL_OPTION_STRING(@TYPE@, word, "textmill", "the word to find"),
    MILL_OPTION_INT(@TYPE@, limit, 1000, 1, G_MAXINT64, "find at most so many in a document"),
    MILL_OPTIONS_END,
};

/* Runs once, before any document: what the option table cannot say is checked here. */
static gboolean
@IDENT@_configure(gpointer options, MillContext *context, GError **error)
{
    const @TYPE@ *self = options;

    if (*self->word == '\0')
        return mill_context_fail(context, "word", "write a word", "'word' is empty");
    return TRUE;
}

/* Runs once a document. */
static MillVerdict
@IDENT@_process(gpointer options, MillDocument *document, GError **error)
{
    const @TYPE@ *self = options;
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    MillLayer *layer = mill_document_add_layer(document, "record.@NAME@");
    MillColumn word = mill_layer_add_column(layer, "word", MILL_TYPE_STRING);
    gsize word_length = strlen(self->word);
    gint64 found = 0;

    for (const char *p = text; found < self->limit; p += word_length, found++) {
        p = g_strstr_len(p, (gssize) (text + length - p), self->word);
        if (!p)
            break;
        gsize start = (gsize) (p - text);
        gsize row = mill_layer_add(layer, (MillSpan) { start, start + word_length });
        mill_layer_set_string(layer, row, word, self->word, -1);
    }
    return MILL_KEEP;
}

static const char *const @IDENT@_writes[] = { "record.@NAME@", NULL };

MILL_PLUGIN(
    .name = "@NAME@",
    .summary = "Find each occurrence of a word",
    .role = MILL_ROLE_STAGE,
    .options = @IDENT@_options,
    .options_size = sizeof(@TYPE@),
    .writes = @IDENT@_writes,
    .configure = @IDENT@_configure,
    .process = @IDENT@_process,
)
