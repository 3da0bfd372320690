/* @NAME@ - read text files that begin with lines of metadata.
 *
 *     title: Energy in 2025
 *     year: 2025
 *
 *     The text begins behind the first empty line.
 *
 * In a pipeline file, as the first step:
 *
 *     - use: @NAME@
 *
 * Each line "key: value" becomes metadata. A file whose first line is none is all text. Replace
 * this by your own format: what is kept of the source, in order, becomes the text, and every
 * character of it leads back to the bytes it came from.
 */
#include <string.h>
#include <textmill/plugin.h>

/* The options of one configured step. The core fills and checks them. */
typedef struct {
    const char *prefix;
} @TYPE@;

static const MillOption @IDENT@_options[] = {
    MILL_OPTION_STRING(@TYPE@, prefix, "", "what to put before the keys"),
    MILL_OPTIONS_END,
};

/* Sets the metadata of the line "key: value" of @length bytes. Returns whether it is one. */
static gboolean
@IDENT@_read_line(const @TYPE@ *self, MillDocument *document, const char *line, gsize length)
{
    const char *colon = memchr(line, ':', length);

    if (!colon || colon == line || !g_utf8_validate(line, (gssize) length, NULL))
        return FALSE;
    for (const char *p = line; p < colon; p++)
        if (!g_ascii_isalnum(*p) && *p != '-' && *p != '_')
            return FALSE;

    g_autofree char *name = g_strndup(line, (gsize) (colon - line));
    g_autofree char *key = g_strconcat(self->prefix, name, NULL);
    g_autofree char *value = g_strndup(colon + 1, (gsize) (line + length - colon - 1));

    mill_document_set_meta_string(document, key, g_strstrip(value));
    return TRUE;
}

/* Sets the metadata of all lines at the start. Returns where the text begins. */
static gsize
@IDENT@_read_head(const @TYPE@ *self, MillDocument *document, const char *source, gsize length)
{
    gsize at = 0;

    while (at < length) {
        const char *newline = memchr(source + at, '\n', length - at);
        gsize end = newline ? (gsize) (newline - source) : length;
        gsize next = MIN(end + 1, length);

        if (end == at || (end == at + 1 && source[at] == '\r'))
            return at > 0 ? next : 0;
        if (!@IDENT@_read_line(self, document, source + at, end - at))
            return at;
        at = next;
    }
    return at;
}

/* Runs once a document: from bytes to text. What is kept must be UTF-8, else the edit fails, and
 * the file goes to quarantine. */
static MillVerdict
@IDENT@_process(gpointer options, MillDocument *document, GError **error)
{
    gsize length;
    const char *source = g_bytes_get_data(mill_document_get_source(document), &length);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);

    mill_edit_drop(edit, (MillSpan) { 0, @IDENT@_read_head(options, document, source, length) });
    mill_document_set_encoding(document, "UTF-8");
    return mill_edit_apply(edit, error) ? MILL_KEEP : MILL_FAIL;
}

MILL_PLUGIN(
    .name = "@NAME@",
    .summary = "Read text files that begin with lines of metadata",
    .role = MILL_ROLE_READER,
    .options = @IDENT@_options,
    .options_size = sizeof(@TYPE@),
    .process = @IDENT@_process,
)
