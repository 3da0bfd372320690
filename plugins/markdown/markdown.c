/* markdown - write each document as Markdown with YAML front matter.
 *
 * Headings stand at their levels, boxes are block quotes, captions are emphasised, and everything
 * else is text that stays text, whatever characters it has. The front matter holds the metadata and
 * where the document came from; its values are written as JSON, which YAML 1.2 contains.
 */
#include <string.h>

#include <textmill/plugin.h>

#include "body.h"

static const char *const box_choices[] = { "quote", "heading", NULL };
static const char *const anchor_choices[] = { "none", "html", "attribute", NULL };

typedef struct {
    gboolean front_matter;
    gint64 top;
    gint boxes;
    gint anchors;
    gint lines;
    /* The step's own. */
    const MillProvenance *made; /* or NULL */
    BodyStyle style;
} Markdown;

static const MillOption markdown_options[] = {
    MILL_OPTION_BOOL(Markdown, front_matter, TRUE, "begin with the metadata in YAML"),
    MILL_OPTION_INT(Markdown, top, 1, 1, 6, "the level of the outermost headings"),
    MILL_OPTION_CHOICE(Markdown, boxes, BOXES_QUOTE, box_choices,
                       "boxes as block quotes, or as headings like any other section"),
    MILL_OPTION_CHOICE(Markdown, anchors, ANCHORS_NONE, anchor_choices,
                       "anchors section-ID at headings: HTML, or attributes as Pandoc has them"),
    MILL_OPTION_CHOICE(
        Markdown, lines, LINES_AUTO, line_break_names,
        "lines without a blank one between: paragraphs, one (soft), or as they look"),
    MILL_OPTIONS_END,
};

static gboolean
markdown_configure(gpointer self, MillContext *context, GError **error)
{
    Markdown *markdown = self;

    markdown->made = mill_context_get_provenance(context);
    markdown->style = (BodyStyle){
        .boxes = (Boxes) markdown->boxes,
        .anchors = (Anchors) markdown->anchors,
        .lines = (LineBreaks) markdown->lines,
        .top = markdown->top,
    };
    return TRUE;
}

/* Appends @json (a line of JSON) as YAML: what JSON may hold raw but YAML may not is escaped. */
static void
yaml_append_json(GString *yaml, const GString *json)
{
    const char *end = json->str + json->len;

    for (const char *p = json->str; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if ((c >= 0x7F && c < 0xA0) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF)
            g_string_append_printf(yaml, "\\u%04X", c);
        else
            g_string_append_len(yaml, p, g_utf8_next_char(p) - p);
    }
    g_string_append_c(yaml, '\n');
}

/* Keys that YAML would not read as something else stand plain. */
static gboolean
yaml_is_plain_key(const char *key)
{
    static const char *const words[] = { "true", "false", "null", "yes", "no",
                                         "on",   "off",   "y",    "n",   NULL };
    g_autofree char *lower = g_ascii_strdown(key, -1);

    return g_ascii_isalpha(*key) &&
           key[strspn(key, "abcdefghijklmnopqrstuvwxyz"
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")] == '\0' &&
           !g_strv_contains(words, lower);
}

static void
yaml_append_entry(GString *yaml, const char *key, const MillValue *value)
{
    g_autoptr(GString) json = g_string_new(NULL);

    if (yaml_is_plain_key(key))
        g_string_append_printf(json, "%s: ", key);
    else {
        mill_json_append_string(json, key, -1);
        g_string_append(json, ": ");
    }
    mill_json_append_value(json, value);
    yaml_append_json(yaml, json);
}

static MillValue *
markdown_describe_source(const Markdown *self, MillDocument *document)
{
    MillValue *about = mill_value_new_map();

    mill_value_set_string(about, "version", mill_version());
    if (self->made && self->made->pipeline)
        mill_value_set_string(about, "pipeline", self->made->pipeline);
    if (self->made && self->made->pipeline_sha256)
        mill_value_set_string(about, "pipeline_sha256", self->made->pipeline_sha256);
    mill_value_set_string(about, "id", mill_document_get_id(document));
    mill_value_set_string(about, "sha256", mill_document_get_source_sha256(document));
    return about;
}

static void
markdown_append_front_matter(const Markdown *self, MillDocument *document, GString *out)
{
    const MillValue *metadata = mill_document_get_metadata(document);
    g_autoptr(MillValue) about = markdown_describe_source(self, document);

    g_string_append(out, "---\n");
    for (gsize i = 0; i < mill_value_get_length(metadata); i++)
        if (strcmp(mill_value_get_key(metadata, i), "textmill") != 0)
            yaml_append_entry(out, mill_value_get_key(metadata, i),
                              mill_value_get_item(metadata, i));
    yaml_append_entry(out, "textmill", about);
    g_string_append(out, "---\n\n");
}

static gboolean
markdown_encode(gpointer self, MillDocument *document, MillOutput *output, GError **error)
{
    const Markdown *markdown = self;
    GString *out = mill_output_part(output, NULL, NULL);

    if (markdown->front_matter)
        markdown_append_front_matter(markdown, document, out);
    body_append(&markdown->style, document, out);
    return TRUE;
}

MILL_PLUGIN(.name = "markdown", .summary = "Write each document as Markdown with front matter",
            .role = MILL_ROLE_WRITER, .version = "2", .options = markdown_options,
            .options_size = sizeof(Markdown), .file = "{stem}.md", .configure = markdown_configure,
            .encode = markdown_encode, )
