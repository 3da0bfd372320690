/* passages.c - what the search finds: a passage is the text of one section without those below it.
 *
 * Each passage is indexed with the title of its document, with its section (labels and titles from
 * the root down, so 第十二章 finds what stands in its subsections too) and with its tags.
 */
#include "encode.h"
#include "schema.h"
#include "segment.h"

#include <string.h>

typedef struct {
    Encoder *encoder;
    MillLayer *tags;
    MillColumn term, category;
    gsize next_tag;
    gsize at;     /* where the next passage begins */
    GArray *open; /* guint: indices of the sections that hold it, outermost first */
    GString *words;
} Passages;

static gboolean
is_blank(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isspace(text[i]))
            return FALSE;
    return TRUE;
}

static void
add_words(Passages *self)
{
    rows_text(self->encoder->out, self->words->str, (gssize) self->words->len);
    g_string_truncate(self->words, 0);
}

/* Labels are words of their own too, so that any program finds section:第十二章. */
static void
add_section_words(Passages *self, gint section)
{
    for (gint up = section; up >= 0;) {
        const EncodeSection *each =
            &g_array_index(self->encoder->sections, EncodeSection, (guint) up);

        segment_append_whole(self->words, each->label, strlen(each->label));
        segment_append(self->words, each->label, strlen(each->label));
        segment_append(self->words, each->title, strlen(each->title));
        up = each->up;
    }
    add_words(self);
}

/* Terms and categories of the tags in @span, each once: whole, and cut. */
static void
add_tag_words(Passages *self, MillSpan span)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    gsize n = mill_layer_get_length(self->tags);

    for (; self->next_tag < n; self->next_tag++) {
        const MillColumn columns[] = { self->term, self->category };

        if (mill_layer_get_span(self->tags, self->next_tag).start >= span.end)
            break;
        for (guint i = 0; i < G_N_ELEMENTS(columns); i++) {
            guint32 id = mill_layer_get_string_id(self->tags, self->next_tag, columns[i]);
            gsize length;
            const char *string =
                mill_layer_get_string(self->tags, self->next_tag, columns[i], &length);

            if (id == 0 || !g_hash_table_add(seen, GUINT_TO_POINTER(id)))
                continue;
            segment_append_whole(self->words, string, length);
            segment_append(self->words, string, length);
        }
    }
    add_words(self);
}

static void
add_passage(Passages *self, gint section, MillSpan span)
{
    Encoder *encoder = self->encoder;
    const char *text = encoder->text + span.start;
    gsize length = span.end - span.start;

    if (is_blank(text, length))
        return;
    rows_begin(encoder->out, TABLE_PASSAGES);
    if (section >= 0)
        rows_int(encoder->out, g_array_index(encoder->sections, EncodeSection, section).id);
    else
        rows_null(encoder->out);
    rows_span(encoder->out, span);

    rows_begin(encoder->out, TABLE_SEARCH);
    if (encoder->title)
        segment_append(self->words, encoder->title, strlen(encoder->title));
    add_words(self);
    add_section_words(self, section);
    add_tag_words(self, span);
    segment_append(self->words, text, length);
    add_words(self);
}

/* Ends the passage that was begun, if any, at @offset. */
static void
cut(Passages *self, gsize offset)
{
    gint section = self->open->len > 0 ? g_array_index(self->open, gint, self->open->len - 1) : -1;

    if (offset > self->at)
        add_passage(self, section, (MillSpan){ self->at, offset });
    self->at = MAX(self->at, offset);
}

/* Closes the sections that end at or before @offset. */
static void
close_sections(Passages *self, gsize offset)
{
    while (self->open->len > 0) {
        guint index = g_array_index(self->open, guint, self->open->len - 1);
        gsize end = g_array_index(self->encoder->sections, EncodeSection, index).span.end;

        if (end > offset)
            return;
        cut(self, end);
        g_array_set_size(self->open, self->open->len - 1);
    }
}

void
encode_passages(Encoder *encoder)
{
    MillLayer *tags = mill_document_get_layer(encoder->document, "tag");
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GString) words = g_string_new(NULL);
    Passages self = {
        .encoder = encoder,
        .tags = tags,
        .term = encode_find_column(tags, "term", MILL_TYPE_STRING),
        .category = encode_find_column(tags, "category", MILL_TYPE_STRING),
        .open = open,
        .words = words,
    };

    if (!encoder->step->search)
        return;
    for (guint i = 0; i < encoder->sections->len; i++) {
        gsize start = g_array_index(encoder->sections, EncodeSection, i).span.start;

        close_sections(&self, start);
        cut(&self, start);
        g_array_append_val(open, i);
    }
    close_sections(&self, G_MAXSIZE);
    cut(&self, encoder->length);
}
