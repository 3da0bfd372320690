/* @NAME@ - write a line for each document: its id, characters and lines, as a table.
 *
 * In a pipeline file, as one of the last steps:
 *
 *     - use: @NAME@
 *       with: { separator: ";" }
 *
 * Replace this by your own format. A writer appends bytes; the core names the file, puts the
 * documents in order and writes the file whole. `.file` says which: "{stem}.xml" is one for each
 * document, a name without {stem} one for all.
 */
#include <string.h>
#include <textmill/plugin.h>

/* The options of one configured step. The core fills and checks them. */
typedef struct {
    const char *separator;
} @TYPE@;

static const MillOption @IDENT@_options[] = {
    MILL_OPTION_STRING(@TYPE@, separator, "\t", "what stands between the columns"),
    MILL_OPTIONS_END,
};

static gint64
@IDENT@_count_lines(const char *text, gsize length)
{
    gint64 lines = length > 0 && text[length - 1] != '\n' ? 1 : 0;

    for (gsize i = 0; i < length; i++)
        lines += text[i] == '\n';
    return lines;
}

/* Runs once a document, and must not change it. The first lines of the file are its preamble. */
static gboolean
@IDENT@_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    const @TYPE@ *self = options;
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    g_autofree char *head = g_strjoin(self->separator, "document", "characters", "lines\n", NULL);

    g_string_append_printf(mill_output_part(output, NULL, head),
                           "%s%s%" G_GINT64_FORMAT "%s%" G_GINT64_FORMAT "\n",
                           mill_document_get_id(document), self->separator,
                           mill_document_count_chars(document), self->separator,
                           @IDENT@_count_lines(text, length));
    return TRUE;
}

MILL_PLUGIN(
    .name = "@NAME@",
    .summary = "Write a line for each document: its id, characters and lines",
    .role = MILL_ROLE_WRITER,
    .options = @IDENT@_options,
    .options_size = sizeof(@TYPE@),
    .file = "@NAME@.tsv",
    .encode = @IDENT@_encode,
)
