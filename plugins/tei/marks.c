/* marks.c - annotations as elements in the text.
 *
 * XML elements nest, annotations may not. Whatever ends first is closed first; what was opened
 * later is then closed as well and opened again behind it, as another part.
 */
#include "tei.h"

#include "writing/attribute.h"
#include "writing/raw.h"
#include "writing/xml.h"

static gint
mark_compare(gconstpointer a, gconstpointer b)
{
    const TeiMark *x = a, *y = b;

    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    if (x->span.end != y->span.end)
        return x->span.end > y->span.end ? -1 : 1;
    if (x->layer != y->layer)
        return x->layer < y->layer ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static gboolean
mark_is_name(const char *name)
{
    return (g_ascii_isalpha(*name) || *name == '_') &&
           name[strspn(
               name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")] == '\0';
}

static void
mark_add_layer(TeiWriter *self, MillLayer *layer)
{
    const char *name = mill_layer_get_name(layer);
    TeiLayer entry = {
        .layer = layer,
        .element = "seg",
        .id = mark_is_name(name) ? g_strdup(name) : g_strdup_printf("_%u", self->layers->len),
        .term = find_column(layer, "term", MILL_TYPE_STRING),
        .category = find_column(layer, "category", MILL_TYPE_STRING),
        .kind = find_column(layer, "kind", MILL_TYPE_STRING),
        .value = find_column(layer, "value", MILL_TYPE_STRING),
    };

    if (g_str_equal(name, "tag") || g_str_equal(name, "keyword"))
        entry.element = "term";
    else if (g_str_equal(name, "entity"))
        entry.element = "rs";
    else if (g_str_equal(name, "sentence"))
        entry.element = "s";
    if (g_str_equal(entry.element, "seg") || g_str_equal(name, "keyword")) {
        g_autoptr(GString) type = g_string_new(NULL);

        tei_append_type(type, name);
        entry.type = g_strdup(type->str);
    }
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        TeiMark mark = { mill_layer_get_span(layer, row), self->layers->len, (guint32) row, 0 };
        guint32 id = mill_layer_get_string_id(layer, row, entry.category);

        if (mark.span.end <= mark.span.start)
            continue;
        g_array_append_val(self->marks, mark);
        if (id == 0 || g_hash_table_contains(self->categories, GUINT_TO_POINTER(id)))
            continue;
        g_ptr_array_add(self->category_names,
                        (gpointer) mill_layer_get_string(layer, row, entry.category, NULL));
        g_hash_table_insert(self->categories, GUINT_TO_POINTER(id),
                            GUINT_TO_POINTER(self->category_names->len));
    }
    g_array_append_val(self->layers, entry);
}

static void
mark_clear_layer(gpointer data)
{
    TeiLayer *layer = data;

    g_free(layer->type);
    g_free(layer->id);
}

void
tei_find_marks(TeiWriter *self)
{
    self->layers = g_array_new(FALSE, FALSE, sizeof(TeiLayer));
    g_array_set_clear_func(self->layers, mark_clear_layer);
    self->marks = g_array_new(FALSE, FALSE, sizeof(TeiMark));
    self->open = g_array_new(FALSE, FALSE, sizeof(guint));
    self->categories = g_hash_table_new(NULL, NULL);
    self->category_names = g_ptr_array_new();
    for (gsize i = 0; i < mill_document_get_n_layers(self->document); i++) {
        MillLayer *layer = mill_document_get_layer_at(self->document, i);
        const char *name = mill_layer_get_name(layer);

        if (g_strv_contains(self->style->marks, name) && !g_str_equal(name, "section"))
            mark_add_layer(self, layer);
    }
    if (self->layers->len > 1)
        g_array_sort(self->marks, mark_compare);
}

void
tei_clear_marks(TeiWriter *self)
{
    g_array_unref(self->layers);
    g_array_unref(self->marks);
    g_array_unref(self->open);
    g_hash_table_unref(self->categories);
    g_ptr_array_unref(self->category_names);
}

/* ` xml:id="tag-3"`, or for a further part ` xml:id="tag-3.2" prev="#tag-3"`. */
static void
mark_append_id(GString *out, const TeiLayer *layer, TeiMark *mark)
{
    gsize length = strlen(layer->id);

    write_literal(out, " xml:id=\"");
    write_raw(out, layer->id, length);
    write_literal(out, "-");
    write_number(out, (gsize) mark->row + 1);
    if (++mark->parts > 1) {
        write_literal(out, ".");
        write_number(out, mark->parts);
        write_literal(out, "\" prev=\"#");
        write_raw(out, layer->id, length);
        write_literal(out, "-");
        write_number(out, (gsize) mark->row + 1);
        if (mark->parts > 2) {
            write_literal(out, ".");
            write_number(out, mark->parts - 1);
        }
    }
    write_literal(out, "\"");
}

static void
mark_append_key(GString *out, const TeiLayer *layer, gsize row, MillColumn column)
{
    gsize length;
    const char *value = mill_layer_get_string(layer->layer, row, column, &length);

    if (!value)
        return;
    write_literal(out, " key=\"");
    xml_append(out, value, length, TRUE);
    write_literal(out, "\"");
}

static void
mark_open(TeiWriter *self, guint number)
{
    TeiMark *mark = &g_array_index(self->marks, TeiMark, number);
    const TeiLayer *layer = &g_array_index(self->layers, TeiLayer, mark->layer);
    guint32 category = mill_layer_get_string_id(layer->layer, mark->row, layer->category);

    write_literal(self->out, "<");
    write_raw(self->out, layer->element, strlen(layer->element));
    mark_append_id(self->out, layer, mark);
    if (layer->type)
        write_raw(self->out, layer->type, strlen(layer->type));
    else if (mill_layer_has(layer->layer, mark->row, layer->kind))
        tei_append_type(self->out,
                        mill_layer_get_string(layer->layer, mark->row, layer->kind, NULL));
    if (layer->element[0] == 't') /* <term> */
        mark_append_key(self->out, layer, mark->row, layer->term);
    else if (layer->element[0] == 'r') /* <rs> */
        mark_append_key(self->out, layer, mark->row, layer->value);
    if (category != 0) {
        write_literal(self->out, " ana=\"#category.");
        write_number(self->out, GPOINTER_TO_UINT(g_hash_table_lookup(self->categories,
                                                                     GUINT_TO_POINTER(category))));
        write_literal(self->out, "\"");
    }
    write_literal(self->out, ">");
}

static void
mark_close(TeiWriter *self, guint number)
{
    const TeiMark *mark = &g_array_index(self->marks, TeiMark, number);
    const char *element = g_array_index(self->layers, TeiLayer, mark->layer).element;

    write_literal(self->out, "</");
    write_raw(self->out, element, strlen(element));
    write_literal(self->out, ">");
}

static gsize
mark_end(const TeiWriter *self, guint place)
{
    guint number = g_array_index(self->open, guint, place);

    return g_array_index(self->marks, TeiMark, number).span.end;
}

/* Closes those that end at @at; what was opened behind them is opened again. */
static void
marks_close_at(TeiWriter *self, gsize at)
{
    guint keep = 0, rest;

    while (keep < self->open->len && mark_end(self, keep) > at)
        keep++;
    if (keep == self->open->len)
        return;
    for (guint i = self->open->len; i > keep; i--)
        mark_close(self, g_array_index(self->open, guint, i - 1));
    rest = keep;
    for (guint i = keep; i < self->open->len; i++)
        if (mark_end(self, i) > at)
            g_array_index(self->open, guint, rest++) = g_array_index(self->open, guint, i);
    g_array_set_size(self->open, rest);
    for (guint i = keep; i < rest; i++)
        mark_open(self, g_array_index(self->open, guint, i));
}

/* The next place, not behind @to, where a mark begins or ends. */
static gsize
marks_next_place(const TeiWriter *self, gsize to)
{
    if (self->next_mark < self->marks->len)
        to = MIN(to, g_array_index(self->marks, TeiMark, self->next_mark).span.start);
    for (guint i = 0; i < self->open->len; i++)
        to = MIN(to, mark_end(self, i));
    return to;
}

/* Text with a <lb/> for each line break. */
static void
marks_append_text(TeiWriter *self, gsize from, gsize to)
{
    while (from < to) {
        gsize end = blocks_line_end(self->text, from, to);
        gsize stop = end;

        if (end < to && end > from && self->text[end - 1] == '\r')
            stop--;
        xml_append(self->out, self->text + from, stop - from, FALSE);
        if (end < to)
            write_literal(self->out, "\n<lb/>");
        from = end + 1;
    }
}

/* Opens the marks that begin at or before @at; those that end there lie in what is not written. */
static void
marks_open_at(TeiWriter *self, gsize at)
{
    for (; self->next_mark < self->marks->len; self->next_mark++) {
        const TeiMark *mark = &g_array_index(self->marks, TeiMark, self->next_mark);

        if (mark->span.start > at)
            return;
        if (mark->span.end <= at)
            continue;
        g_array_append_val(self->open, self->next_mark);
        mark_open(self, self->next_mark);
    }
}

void
tei_append_span(TeiWriter *self, MillSpan span)
{
    gsize at = span.start;
    guint kept = 0;

    for (guint i = 0; i < self->open->len; i++)
        if (mark_end(self, i) > at)
            g_array_index(self->open, guint, kept++) = g_array_index(self->open, guint, i);
    g_array_set_size(self->open, kept);
    for (guint i = 0; i < kept; i++)
        mark_open(self, g_array_index(self->open, guint, i));
    marks_open_at(self, at);
    while (at < span.end) {
        gsize next = marks_next_place(self, span.end);

        marks_append_text(self, at, next);
        at = next;
        marks_close_at(self, at);
        if (at < span.end)
            marks_open_at(self, at);
    }
    for (guint i = self->open->len; i > 0; i--)
        mark_close(self, g_array_index(self->open, guint, i - 1));
}
