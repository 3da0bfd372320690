/* text - write each document's text, and nothing else.
 *
 * The text is what the last step left, in UTF-8; it ends with a line break unless it is empty.
 */
#include <string.h>

#include <textmill/plugin.h>

enum { LINE_END_LF, LINE_END_CRLF };

static const char *const line_end_choices[] = { "lf", "crlf", NULL };

typedef struct {
    gint line_end;
    gboolean bom;
} Text;

static const MillOption text_options[] = {
    MILL_OPTION_CHOICE(Text, line_end, LINE_END_LF, line_end_choices, "how lines end"),
    MILL_OPTION_BOOL(Text, bom, FALSE, "begin with a byte order mark, which some programs want"),
    MILL_OPTIONS_END,
};

static void
text_append_crlf(GString *out, const char *text, gsize length)
{
    const char *end = text + length;

    while (text < end) {
        const char *newline = memchr(text, '\n', (gsize) (end - text));
        gboolean whole = newline && newline > text && newline[-1] == '\r';
        const char *stop = newline ? newline : end;

        g_string_append_len(out, text, stop - text);
        if (newline)
            g_string_append(out, whole ? "\n" : "\r\n");
        text = stop + 1;
    }
}

static gboolean
text_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    const Text *self = options;
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    GString *out = mill_output_part(output, NULL, self->bom ? "\xEF\xBB\xBF" : NULL);

    if (self->line_end == LINE_END_CRLF)
        text_append_crlf(out, text, length);
    else
        g_string_append_len(out, text, (gssize) length);
    if (length > 0 && text[length - 1] != '\n')
        g_string_append(out, self->line_end == LINE_END_CRLF ? "\r\n" : "\n");
    return TRUE;
}

MILL_PLUGIN(.name = "text", .summary = "Write each document's plain text", .role = MILL_ROLE_WRITER,
            .options = text_options, .options_size = sizeof(Text), .file = "{stem}.txt",
            .encode = text_encode, )
