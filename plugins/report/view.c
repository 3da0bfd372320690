/* view.c - a document as the page shows it. */
#include "view.h"

#include <string.h>

static const char *const colour_classes[N_COLOURS] = { "c0", "c1", "c2", "c3",
                                                       "c4", "c5", "c6", "c7" };

/* --- sections ------------------------------------------------------------------------------- */

static void
add_sections(View *self)
{
    MillLayer *layer = mill_document_get_layer(self->document, "section");
    MillColumn id = mill_layer_find_column(layer, "id");
    MillColumn level = mill_layer_find_column(layer, "level");
    MillColumn kind = mill_layer_find_column(layer, "kind");
    MillColumn label = mill_layer_find_column(layer, "label");
    MillColumn title = mill_layer_find_column(layer, "title");
    MillColumn heading = mill_layer_find_column(layer, "heading");

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);
        Section section = {
            .span = span,
            .heading = mill_layer_get_span_attribute(layer, row, heading),
            .kind = mill_layer_get_string(layer, row, kind, NULL),
            .label = mill_layer_get_string(layer, row, label, NULL),
            .title = mill_layer_get_string(layer, row, title, NULL),
            .id = mill_layer_get_int(layer, row, id),
            .level = (gint) mill_layer_get_int(layer, row, level),
            .chars = (gint64) mill_utf8_count(self->text + span.start, span.end - span.start),
        };
        guint index = self->sections->len;

        g_array_append_val(self->sections, section);
        if (section.level <= 1)
            g_array_append_val(self->tops, index);
    }
}

/* The number of the top section that holds @offset, or -1. */
static gint
top_at(const View *self, gsize offset)
{
    for (guint i = 0; i < self->tops->len; i++) {
        const Section *section =
            &g_array_index(self->sections, Section, g_array_index(self->tops, guint, i));

        if (offset >= section->span.start && offset < section->span.end)
            return (gint) i;
    }
    return -1;
}

/* --- tags ----------------------------------------------------------------------------------- */

static const char *
top_category(View *self, const char *path)
{
    const char *slash = path ? strchr(path, '/') : NULL;

    if (!path || *path == '\0')
        return "other";
    return slash ? g_string_chunk_insert_len(self->strings, path, slash - path) : path;
}

static gint
by_count_then_name(guint left, guint right, const char *a, const char *b)
{
    return left != right ? (left < right ? 1 : -1) : strcmp(a, b);
}

static gint
compare_categories(gconstpointer a, gconstpointer b)
{
    const Category *left = a;
    const Category *right = b;

    return by_count_then_name(left->count, right->count, left->name, right->name);
}

static gint
compare_terms(gconstpointer a, gconstpointer b)
{
    const Term *left = a;
    const Term *right = b;

    return by_count_then_name(left->count, right->count, left->term, right->term);
}

/* @index remembers where each name is in the array. */
static void
count_category(View *self, GHashTable *index, const char *name)
{
    gpointer at;

    if (!g_hash_table_lookup_extended(index, name, NULL, &at)) {
        Category category = { .name = name };

        at = GUINT_TO_POINTER(self->categories->len);
        g_array_append_val(self->categories, category);
        g_hash_table_insert(index, (gpointer) name, at);
    }
    g_array_index(self->categories, Category, GPOINTER_TO_UINT(at)).count++;
}

static void
count_term(View *self, GHashTable *index, const char *name, const char *category)
{
    gpointer at;

    if (!g_hash_table_lookup_extended(index, name, NULL, &at)) {
        Term term = { .term = name, .category = category };

        at = GUINT_TO_POINTER(self->terms->len);
        g_array_append_val(self->terms, term);
        g_hash_table_insert(index, (gpointer) name, at);
    }
    g_array_index(self->terms, Term, GPOINTER_TO_UINT(at)).count++;
}

static void
add_tags(View *self)
{
    MillLayer *layer = mill_document_get_layer(self->document, "tag");
    MillColumn term = mill_layer_find_column(layer, "term");
    MillColumn category = mill_layer_find_column(layer, "category");
    g_autoptr(GHashTable) categories = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) terms = g_hash_table_new(g_str_hash, g_str_equal);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        const char *name = mill_layer_get_string(layer, row, term, NULL);
        const char *path = mill_layer_get_string(layer, row, category, NULL);
        const char *top = top_category(self, path);
        Mark mark = { .span = mill_layer_get_span(layer, row),
                      .class = top, /* its colour, once the categories are sorted */
                      .note = path,
                      .term = name };

        count_category(self, categories, top);
        if (name)
            count_term(self, terms, name, top);
        g_array_append_val(self->marks, mark);
    }
    g_array_sort(self->categories, compare_categories);
    for (guint i = 0; i < self->categories->len; i++)
        g_array_index(self->categories, Category, i).colour = MIN(i, N_COLOURS - 1);
}

const char *
view_colour(const View *self, const char *category)
{
    for (guint i = 0; i < self->categories->len; i++) {
        const Category *it = &g_array_index(self->categories, Category, i);

        if (category && strcmp(it->name, category) == 0)
            return colour_classes[it->colour];
    }
    return colour_classes[N_COLOURS - 1];
}

/* How often each category occurs in each top section; replaces the marks' categories by colours. */
static void
fill_heat(View *self)
{
    g_autoptr(GHashTable) rows = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < self->categories->len; i++)
        g_hash_table_insert(rows, (gpointer) g_array_index(self->categories, Category, i).name,
                            GUINT_TO_POINTER(i));
    self->heat = g_new0(guint, (gsize) self->categories->len * self->tops->len + 1);
    for (guint i = 0; i < self->marks->len; i++) {
        Mark *mark = &g_array_index(self->marks, Mark, i);
        guint row = GPOINTER_TO_UINT(g_hash_table_lookup(rows, mark->class));
        gint top = top_at(self, mark->span.start);

        if (top >= 0)
            self->heat[row * self->tops->len + (guint) top]++;
        mark->class = colour_classes[g_array_index(self->categories, Category, row).colour];
    }
}

/* --- other spans ---------------------------------------------------------------------------- */

static void
add_entities(View *self)
{
    MillLayer *layer = mill_document_get_layer(self->document, "entity");
    MillColumn kind = mill_layer_find_column(layer, "kind");
    MillColumn value = mill_layer_find_column(layer, "value");

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        Mark mark = { .span = mill_layer_get_span(layer, row),
                      .class = "entity",
                      .note = mill_layer_get_string(layer, row, kind, NULL),
                      .term = mill_layer_get_string(layer, row, value, NULL) };

        g_array_append_val(self->marks, mark);
    }
}

static void
add_records(View *self)
{
    for (gsize i = 0; i < mill_document_get_n_layers(self->document); i++) {
        MillLayer *layer = mill_document_get_layer_at(self->document, i);
        const char *name = mill_layer_get_name(layer);

        if (!g_str_has_prefix(name, "record."))
            continue;
        for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
            g_autofree char *id = g_strdup_printf("%s-%" G_GSIZE_FORMAT, name, row + 1);
            Mark mark = { .span = mill_layer_get_span(layer, row),
                          .class = "record",
                          .note = name + strlen("record."),
                          .id = g_string_chunk_insert(self->strings, id) };

            g_array_append_val(self->marks, mark);
        }
    }
}

static gboolean
is_white_space(const char *text)
{
    for (; *text != '\0'; text = g_utf8_next_char(text))
        if (!g_unichar_isspace(g_utf8_get_char(text)))
            return FALSE;
    return TRUE;
}

static void
add_removals(View *self)
{
    MillLayer *layer = mill_document_get_layer(self->document, "removed");
    MillColumn text = mill_layer_find_column(layer, "text");
    MillColumn step = mill_layer_find_column(layer, "step");
    MillColumn start = mill_layer_find_column(layer, "start");
    MillColumn end = mill_layer_find_column(layer, "end");

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        Removal removal = { .at = mill_layer_get_span(layer, row).start,
                            .text = mill_layer_get_string(layer, row, text, NULL),
                            .step = mill_layer_get_string(layer, row, step, NULL),
                            .source = { (gsize) mill_layer_get_int(layer, row, start),
                                        (gsize) mill_layer_get_int(layer, row, end) } };

        if (removal.text && !is_white_space(removal.text))
            g_array_append_val(self->removals, removal);
    }
}

static gint
compare_marks(gconstpointer a, gconstpointer b)
{
    const Mark *left = a;
    const Mark *right = b;

    if (left->span.start != right->span.start)
        return left->span.start < right->span.start ? -1 : 1;
    if (left->span.end != right->span.end)
        return left->span.end > right->span.end ? -1 : 1;
    return strcmp(left->class, right->class);
}

/* --- the whole ------------------------------------------------------------------------------ */

View *
view_new(MillDocument *document)
{
    View *self = g_new0(View, 1);

    self->document = document;
    self->text = mill_document_get_text(document, &self->length);
    self->chars = mill_document_count_chars(document);
    self->strings = g_string_chunk_new(1024);
    self->sections = g_array_new(FALSE, FALSE, sizeof(Section));
    self->tops = g_array_new(FALSE, FALSE, sizeof(guint));
    self->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    self->categories = g_array_new(FALSE, FALSE, sizeof(Category));
    self->terms = g_array_new(FALSE, FALSE, sizeof(Term));
    self->removals = g_array_new(FALSE, FALSE, sizeof(Removal));
    add_sections(self);
    add_tags(self);
    fill_heat(self);
    g_array_sort(self->terms, compare_terms);
    add_entities(self);
    add_records(self);
    add_removals(self);
    g_array_sort(self->marks, compare_marks);
    return self;
}

void
view_free(View *self)
{
    g_array_unref(self->sections);
    g_array_unref(self->tops);
    g_array_unref(self->marks);
    g_array_unref(self->categories);
    g_array_unref(self->terms);
    g_array_unref(self->removals);
    g_string_chunk_free(self->strings);
    g_free(self->heat);
    g_free(self);
}
