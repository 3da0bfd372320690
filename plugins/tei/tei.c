/* tei - write each document as TEI P5 XML, within what TEI Lite has.
 *
 * Sections are divisions with heads, lines are paragraphs, tags are terms; a header tells where the
 * document came from and what made it. TEI lets no paragraph follow a subdivision, so text that
 * goes on behind one (behind a box, usually) stands in a division of the type `continuation`.
 * Annotations that cross each other or the border of a paragraph are written in parts, joined by
 * `prev`.
 */
#include "tei.h"

#include "writing/made.h"
#include "writing/raw.h"
#include "writing/xml.h"

static const MillOption tei_options[] = {
    MILL_OPTION_LIST(Tei, marks, "tag,entity", NULL,
                     "layers whose annotations are elements in the text"),
    MILL_OPTION_CHOICE(
        Tei, lines, LINES_AUTO, line_break_names,
        "lines without a blank one between: paragraphs, one (soft), or as they look"),
    MILL_OPTION_BOOL(Tei, origins, TRUE,
                     "tell in corresp which bytes of the source a section or paragraph came from"),
    MILL_OPTION_STRING(Tei, base, "", "what stands before the document's id in pointers"),
    MILL_OPTIONS_END,
};

static gboolean
tei_configure(gpointer self, MillContext *context, GError **error)
{
    ((Tei *) self)->made = mill_context_get_provenance(context);
    return TRUE;
}

void
tei_append_type(GString *out, const char *name)
{
    g_autofree char *word = g_strdup(name && *name ? name : "none");

    for (char *p = word; *p; p++)
        if (g_ascii_isspace(*p) || g_ascii_iscntrl(*p))
            *p = '_';
    /* Blanks and invisible characters beyond ASCII are no part of a word either. */
    for (char *p = word; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (c >= 0x80 && !g_unichar_isgraph(c))
            memset(p, '_', (gsize) (g_utf8_next_char(p) - p));
    }
    xml_append_attribute(out, "type", word);
}

static GString *
tei_make_pointer(const Tei *self, const MillDocument *document)
{
    g_autoptr(GString) iri = g_string_new(self->base ? self->base : "");
    GString *pointer = g_string_new(NULL);

    iri_append(iri, mill_document_get_id(document));
    xml_append(pointer, iri->str, iri->len, TRUE);
    return pointer;
}

static gboolean
tei_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    TeiWriter self = {
        .style = options,
        .document = document,
        .out = mill_output_part(output, NULL, NULL),
        .pointer = tei_make_pointer(options, document),
    };

    self.text = mill_document_get_text(document, &self.length);
    tei_find_marks(&self);
    tei_append_header(&self);
    tei_append_body(&self);
    write_literal(self.out, "</TEI>\n");
    tei_clear_marks(&self);
    g_string_free(self.pointer, TRUE);
    return TRUE;
}

MILL_PLUGIN(.name = "tei", .summary = "Write each document as TEI P5 XML", .role = MILL_ROLE_WRITER,
            .options = tei_options, .options_size = sizeof(Tei), .file = "{stem}.tei.xml",
            .configure = tei_configure, .encode = tei_encode, )
