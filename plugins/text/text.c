/* text - write each document's text.
 *
 * The text is what the last step left, in UTF-8; it ends with a line break unless it is empty.
 * Nothing else is in the file unless it is asked for: `comment` puts a line before the text that
 * says what made it. The programs that read plain text would take such a line for text.
 */
#include <string.h>

#include <textmill/plugin.h>

#include "writing/made.h"

enum { LINE_END_LF, LINE_END_CRLF };

static const char *const line_end_choices[] = { "lf", "crlf", NULL };

typedef struct {
    gint line_end;
    gboolean bom;
    gboolean comment;
    /* The step's own. */
    const MillProvenance *made; /* or NULL */
} Text;

static const MillOption text_options[] = {
    MILL_OPTION_CHOICE(Text, line_end, LINE_END_LF, line_end_choices, "how lines end"),
    MILL_OPTION_BOOL(Text, bom, FALSE, "begin with a byte order mark, which some programs want"),
    MILL_OPTION_BOOL(Text, comment, FALSE,
                     "begin each text with a line that says what made it, after a #"),
    MILL_OPTIONS_END,
};

static gboolean
text_configure(gpointer options, MillContext *context, GError **error)
{
    ((Text *) options)->made = mill_context_get_provenance(context);
    return TRUE;
}

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
    const char *newline = self->line_end == LINE_END_CRLF ? "\r\n" : "\n";
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    GString *out = mill_output_part(output, NULL, self->bom ? "\xEF\xBB\xBF" : NULL);

    /* A line of the text, not of the file: where texts share a file, each says its own source. */
    if (self->comment) {
        g_string_append(out, "# ");
        made_append_line(out, self->made, document);
        g_string_append(out, newline);
    }
    if (self->line_end == LINE_END_CRLF)
        text_append_crlf(out, text, length);
    else
        g_string_append_len(out, text, (gssize) length);
    if (length > 0 && text[length - 1] != '\n')
        g_string_append(out, newline);
    return TRUE;
}

MILL_PLUGIN(.name = "text", .summary = "Write each document's plain text", .role = MILL_ROLE_WRITER,
            .options = text_options, .options_size = sizeof(Text), .file = "{stem}.txt",
            .configure = text_configure, .encode = text_encode, )
