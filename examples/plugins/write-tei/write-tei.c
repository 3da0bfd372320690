/* write-tei - TEI P5 XML: a header, a <div> for each section, a <p> for each line.
 *
 * Sections are those of the layer `section` (start, end, kind, heading); without it, the text is
 * one body. Characters that XML cannot hold become U+FFFD.
 */
#include <textmill/plugin.h>

#include <string.h>

static void
append_text(GString *xml, const char *text, gsize length)
{
    for (const char *at = text; at < text + length; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);

        if (c == '&')
            g_string_append(xml, "&amp;");
        else if (c == '<')
            g_string_append(xml, "&lt;");
        else if (c == '>')
            g_string_append(xml, "&gt;");
        else if (c == '"')
            g_string_append(xml, "&quot;");
        else if ((c < ' ' && c != '\t' && c != '\n') || c == 0xFFFE || c == 0xFFFF)
            g_string_append(xml, "\xEF\xBF\xBD");
        else
            g_string_append_unichar(xml, c);
    }
}

static void
append_header(GString *xml, const MillDocument *document)
{
    const char *title = mill_value_get_string(mill_document_get_meta(document, "title"), NULL);

    if (!title)
        title = mill_document_get_id(document);
    g_string_append(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n"
                         "<teiHeader><fileDesc><titleStmt><title>");
    append_text(xml, title, strlen(title));
    g_string_append(xml, "</title></titleStmt><publicationStmt><p/></publicationStmt>"
                         "<sourceDesc><p>");
    append_text(xml, mill_document_get_id(document), strlen(mill_document_get_id(document)));
    g_string_append(xml, "</p></sourceDesc></fileDesc></teiHeader>\n<text><body>\n");
}

/* The lines of [start, end), each in the element @name. */
static void
append_lines(GString *xml, const char *text, gsize start, gsize end, const char *name)
{
    for (gsize at = start; at < end;) {
        const char *newline = memchr(text + at, '\n', end - at);
        gsize stop = newline ? (gsize) (newline - text) : end;

        if (stop > at) {
            g_string_append_printf(xml, "<%s>", name);
            append_text(xml, text + at, stop - at);
            g_string_append_printf(xml, "</%s>\n", name);
        }
        at = stop + 1;
    }
}

/* Opens the section in @row and writes its heading. Returns where its own text begins. */
static gsize
open_section(GString *xml, const MillLayer *sections, gsize row, const char *text)
{
    MillSpan span = mill_layer_get_span(sections, row);
    MillSpan heading =
        mill_layer_get_span_attribute(sections, row, mill_layer_find_column(sections, "heading"));
    const char *kind =
        mill_layer_get_string(sections, row, mill_layer_find_column(sections, "kind"), NULL);

    g_string_append(xml, "<div type=\"");
    append_text(xml, kind ? kind : "section", strlen(kind ? kind : "section"));
    g_string_append(xml, "\">\n");
    if (heading.start < span.start || heading.end > span.end)
        return span.start;
    append_lines(xml, text, heading.start, heading.end, "head");
    return MAX(heading.end, span.start);
}

/* Sections nest, so those that are open are a stack; one that overlaps its neighbour is cut. */
static void
append_body(GString *xml, MillLayer *sections, const char *text, gsize length)
{
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(gsize)); /* their ends */
    gsize n_rows = mill_layer_get_length(sections), row = 0, at = 0;

    while (row < n_rows || open->len > 0) {
        gsize *end = open->len > 0 ? &g_array_index(open, gsize, open->len - 1) : NULL;
        MillSpan next = row < n_rows ? mill_layer_get_span(sections, row) : (MillSpan){ 0, 0 };

        if (row < n_rows && (!end || next.start < *end)) {
            gsize stop = end ? MIN(next.end, *end) : next.end;

            append_lines(xml, text, at, next.start, "p");
            gsize begin = open_section(xml, sections, row++, text);

            at = MAX(at, begin);
            g_array_append_val(open, stop);
        } else {
            append_lines(xml, text, at, *end, "p");
            at = MAX(at, *end);
            g_string_append(xml, "</div>\n");
            g_array_set_size(open, open->len - 1);
        }
    }
    append_lines(xml, text, at, length, "p");
}

static gboolean
tei_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    GString *xml = mill_output_part(output, NULL, NULL);

    append_header(xml, document);
    append_body(xml, mill_document_get_layer(document, "section"), text, length);
    g_string_append(xml, "</body></text>\n</TEI>\n");
    return TRUE;
}

static const char *const tei_reads[] = { "section", NULL };

MILL_PLUGIN(.name = "write-tei", .summary = "Write TEI P5 XML", .role = MILL_ROLE_WRITER,
            .reads = tei_reads, .file = "{stem}.xml", .encode = tei_encode)
