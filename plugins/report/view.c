/* view.c - a document as the page shows it: sections, and all that is to be highlighted. */
#include "view-private.h"

#include <string.h>

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
            .level = (gint) CLAMP(mill_layer_get_int(layer, row, level), 1, 99),
            .chars = (gint64) mill_utf8_count(self->text + span.start, span.end - span.start),
        };

        if (section.heading.end <= section.heading.start || section.heading.start < span.start)
            section.heading = (MillSpan){ span.start, span.start };
        g_array_append_val(self->sections, section);
        g_hash_table_insert(self->by_id, GSIZE_TO_POINTER((gsize) section.id),
                            GUINT_TO_POINTER(self->sections->len));
    }
}

const Section *
view_section(const View *self, guint index)
{
    return &g_array_index(self->sections, Section, index);
}

const Section *
view_top(const View *self, guint index)
{
    return view_section(self, g_array_index(self->tops, guint, index));
}

const Section *
view_section_by_id(const View *self, gint64 id)
{
    guint found = GPOINTER_TO_UINT(g_hash_table_lookup(self->by_id, GSIZE_TO_POINTER((gsize) id)));

    return found > 0 ? view_section(self, found - 1) : NULL;
}

/* Whether another section begins inside of number @index. */
static gboolean
has_children(const View *self, guint index)
{
    return index + 1 < self->sections->len &&
           view_section(self, index + 1)->span.start < view_section(self, index)->span.end;
}

/* What charts call "the sections": those of the top level, or of the first one that divides the
 * document, as a single section around everything tells nothing. */
static void
find_tops(View *self)
{
    gint level = 1;

    for (; level < 6; level++) {
        g_array_set_size(self->tops, 0);
        for (guint i = 0; i < self->sections->len; i++)
            if (view_section(self, i)->level == level ||
                (view_section(self, i)->level < level && !has_children(self, i)))
                g_array_append_val(self->tops, i);
        if (self->tops->len > 1)
            return;
    }
}

/* --- groups --------------------------------------------------------------------------------- */

/* The number in @groups of @name, which is added if it is new, and counted. */
static guint
count_group(GArray *groups, GHashTable *index, gconstpointer key, const char *name)
{
    gpointer at = g_hash_table_lookup(index, key);

    if (!at) {
        Group group = { .name = name };

        g_array_append_val(groups, group);
        at = GUINT_TO_POINTER(groups->len);
        g_hash_table_insert(index, (gpointer) key, at);
    }
    g_array_index(groups, Group, GPOINTER_TO_UINT(at) - 1).count++;
    return GPOINTER_TO_UINT(at) - 1;
}

static gint
by_count_then_name(guint left, guint right, const char *a, const char *b)
{
    return left != right ? (left < right ? 1 : -1) : g_strcmp0(a, b);
}

static gint
compare_groups(gconstpointer a, gconstpointer b, gpointer groups)
{
    const Group *left = &g_array_index((GArray *) groups, Group, *(const guint *) a);
    const Group *right = &g_array_index((GArray *) groups, Group, *(const guint *) b);

    return by_count_then_name(left->count, right->count, left->name, right->name);
}

/* Sorts @groups by frequency, and gives for each old number the look it has now. */
static guint *
sort_groups(GArray **groups)
{
    GArray *old = *groups;
    GArray *sorted = g_array_sized_new(FALSE, FALSE, sizeof(Group), old->len);
    g_autofree guint *order = g_new(guint, old->len + 1);
    guint *looks = g_new(guint, old->len + 1);

    for (guint i = 0; i < old->len; i++)
        order[i] = i;
    g_qsort_with_data(order, (gint) old->len, sizeof *order, compare_groups, old);
    for (guint i = 0; i < old->len; i++) {
        g_array_append_val(sorted, g_array_index(old, Group, order[i]));
        looks[order[i]] = MIN(i, N_LOOKS - 1);
    }
    g_array_unref(old);
    *groups = sorted;
    return looks;
}

/* --- tags and keywords ---------------------------------------------------------------------- */

static const char *
top_category(View *self, const char *path)
{
    const char *slash = path ? strchr(path, '/') : NULL;

    if (!path || *path == '\0')
        return "other";
    return slash ? g_string_chunk_insert_len(self->strings, path, slash - path) : path;
}

static gint
compare_terms(gconstpointer a, gconstpointer b)
{
    const Term *left = a;
    const Term *right = b;

    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    return by_count_then_name(left->count, right->count, left->term, right->term);
}

static void
count_term(GArray *terms, GHashTable *index, guint32 id, const Term *term)
{
    gpointer at = g_hash_table_lookup(index, GUINT_TO_POINTER(id));

    if (!at) {
        g_array_append_val(terms, *term);
        at = GUINT_TO_POINTER(terms->len);
        g_hash_table_insert(index, GUINT_TO_POINTER(id), at);
    }
    g_array_index(terms, Term, GPOINTER_TO_UINT(at) - 1).count++;
}

/* The group of each category path is remembered by the path's id, as there are many tags and few
 * paths. */
static guint
tag_group(View *self, GHashTable *paths, GHashTable *tops, guint32 id, const char *path)
{
    gpointer known = g_hash_table_lookup(paths, GUINT_TO_POINTER(id));
    const char *top;
    guint group;

    if (known) {
        g_array_index(self->categories, Group, GPOINTER_TO_UINT(known) - 1).count++;
        return GPOINTER_TO_UINT(known) - 1;
    }
    top = top_category(self, path);
    group = count_group(self->categories, tops, top, top);
    g_hash_table_insert(paths, GUINT_TO_POINTER(id), GUINT_TO_POINTER(group + 1));
    return group;
}

static void
add_tags(View *self)
{
    MillLayer *layer = mill_document_get_layer(self->document, "tag");
    MillColumn term = mill_layer_find_column(layer, "term");
    MillColumn category = mill_layer_find_column(layer, "category");
    g_autoptr(GHashTable) paths = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) tops = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) terms = g_hash_table_new(NULL, NULL);
    guint first = self->marks->len;

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        Mark mark = { .span = mill_layer_get_span(layer, row),
                      .kind = MARK_TAG,
                      .note = mill_layer_get_string(layer, row, category, NULL),
                      .term = mill_layer_get_string(layer, row, term, NULL) };

        mark.look = tag_group(
            self, paths, tops,
            category == MILL_NO_COLUMN ? 0 : mill_layer_get_string_id(layer, row, category),
            mark.note);
        if (mark.term) {
            Term counted = { .term = mark.term, .look = mark.look };

            count_term(self->terms, terms, mill_layer_get_string_id(layer, row, term), &counted);
        }
        g_array_append_val(self->marks, mark);
    }

    g_autofree guint *looks = sort_groups(&self->categories);

    for (guint i = first; i < self->marks->len; i++)
        g_array_index(self->marks, Mark, i).look = looks[g_array_index(self->marks, Mark, i).look];
    for (guint i = 0; i < self->terms->len; i++)
        g_array_index(self->terms, Term, i).look = looks[g_array_index(self->terms, Term, i).look];
    g_array_sort(self->terms, compare_terms);
}

static void
add_keywords(View *self)
{
    MillLayer *layer = mill_document_get_layer(self->document, "keyword");
    MillColumn term = mill_layer_find_column(layer, "term");
    MillColumn score = mill_layer_find_column(layer, "score");
    g_autoptr(GHashTable) index = g_hash_table_new(NULL, NULL);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        Term keyword = { .term = mill_layer_get_string(layer, row, term, NULL),
                         .score = mill_layer_get_double(layer, row, score) };

        if (keyword.term)
            count_term(self->keywords, index, mill_layer_get_string_id(layer, row, term), &keyword);
    }
    g_array_sort(self->keywords, compare_terms);
}

/* How often each category occurs in each of the sections that charts are about. Marks are in text
 * order, and so are sections. */
static void
fill_heat(View *self)
{
    guint top = 0;

    self->heat = g_new0(guint, (gsize) self->tops->len * N_LOOKS + 1);
    for (guint i = 0; i < self->marks->len; i++) {
        const Mark *mark = &g_array_index(self->marks, Mark, i);

        if (mark->kind != MARK_TAG)
            continue;
        while (top < self->tops->len && view_top(self, top)->span.end <= mark->span.start)
            top++;
        if (top < self->tops->len && view_top(self, top)->span.start <= mark->span.start)
            self->heat[top * N_LOOKS + mark->look]++;
    }
}

/* --- other spans ---------------------------------------------------------------------------- */

static void
add_entities(View *self)
{
    MillLayer *layer = mill_document_get_layer(self->document, "entity");
    MillColumn kind = mill_layer_find_column(layer, "kind");
    MillColumn value = mill_layer_find_column(layer, "value");
    g_autoptr(GHashTable) index = g_hash_table_new(g_str_hash, g_str_equal);
    guint first = self->marks->len;

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        Mark mark = { .span = mill_layer_get_span(layer, row),
                      .kind = MARK_ENTITY,
                      .note = mill_layer_get_string(layer, row, kind, NULL),
                      .term = mill_layer_get_string(layer, row, value, NULL) };
        const char *name = mark.note ? mark.note : "entity";

        mark.look = count_group(self->kinds, index, name, name);
        g_array_append_val(self->marks, mark);
    }

    g_autofree guint *looks = sort_groups(&self->kinds);

    for (guint i = first; i < self->marks->len; i++)
        g_array_index(self->marks, Mark, i).look = looks[g_array_index(self->marks, Mark, i).look];
}

static void
add_records(View *self)
{
    for (gsize i = 0; i < mill_document_get_n_layers(self->document); i++) {
        MillLayer *layer = mill_document_get_layer_at(self->document, i);
        const char *name = mill_layer_get_name(layer);

        if (!g_str_has_prefix(name, "record.") || mill_layer_get_length(layer) == 0)
            continue;
        for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
            Mark mark = { .span = mill_layer_get_span(layer, row),
                          .kind = MARK_RECORD,
                          .note = name + strlen("record."),
                          .table = self->records->len,
                          .number = row + 1 };

            g_array_append_val(self->marks, mark);
        }
        g_ptr_array_add(self->records, layer);
    }
}

static void
add_diagnostics(View *self)
{
    for (gsize i = 0; i < mill_document_get_n_diagnostics(self->document); i++) {
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(self->document, i, &diagnostic);
        if (diagnostic.has_span) {
            Mark mark = { .span = diagnostic.span,
                          .kind = MARK_DIAGNOSTIC,
                          .note = diagnostic.message,
                          .term = mill_severity_name(diagnostic.severity),
                          .number = i + 1 };

            g_array_append_val(self->marks, mark);
        }
    }
}

static gboolean
is_white_space(const char *text, const char *end)
{
    for (; text < end; text = g_utf8_next_char(text))
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
    g_autoptr(GHashTable) index = g_hash_table_new(g_str_hash, g_str_equal);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        const char *name = mill_layer_get_string(layer, row, step, NULL);
        Removal removal = { .at = mill_layer_get_span(layer, row).start,
                            .text = mill_layer_get_string(layer, row, text, NULL),
                            .source = { (gsize) mill_layer_get_int(layer, row, start),
                                        (gsize) mill_layer_get_int(layer, row, end) } };

        if (!removal.text || is_white_space(removal.text, removal.text + strlen(removal.text)))
            continue;
        if (!name)
            name = "a step";
        removal.look = count_group(self->removers, index, name, name);
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
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    return left->number < right->number ? -1 : left->number > right->number;
}

/* --- the whole ------------------------------------------------------------------------------ */

View *
view_new(MillDocument *document, gboolean removed)
{
    View *self = g_new0(View, 1);

    self->document = document;
    self->text = mill_document_get_text(document, &self->length);
    self->chars = mill_document_count_chars(document);
    self->blank = is_white_space(self->text, self->text + self->length);
    self->language = view_guess_language(self);
    self->strings = g_string_chunk_new(1024);
    self->by_id = g_hash_table_new(NULL, NULL);
    self->sections = g_array_new(FALSE, FALSE, sizeof(Section));
    self->tops = g_array_new(FALSE, FALSE, sizeof(guint));
    self->marks = g_array_new(FALSE, FALSE, sizeof(Mark));
    self->categories = g_array_new(FALSE, FALSE, sizeof(Group));
    self->kinds = g_array_new(FALSE, FALSE, sizeof(Group));
    self->terms = g_array_new(FALSE, FALSE, sizeof(Term));
    self->keywords = g_array_new(FALSE, FALSE, sizeof(Term));
    self->removals = g_array_new(FALSE, FALSE, sizeof(Removal));
    self->removers = g_array_new(FALSE, FALSE, sizeof(Group));
    self->records = g_ptr_array_new();
    add_sections(self);
    find_tops(self);
    add_tags(self);
    add_keywords(self);
    add_entities(self);
    add_records(self);
    add_diagnostics(self);
    if (removed)
        add_removals(self);
    g_array_sort(self->marks, compare_marks);
    fill_heat(self);
    return self;
}

void
view_free(View *self)
{
    g_array_unref(self->sections);
    g_array_unref(self->tops);
    g_array_unref(self->marks);
    g_array_unref(self->categories);
    g_array_unref(self->kinds);
    g_array_unref(self->terms);
    g_array_unref(self->keywords);
    g_array_unref(self->removals);
    g_array_unref(self->removers);
    g_ptr_array_unref(self->records);
    g_hash_table_unref(self->by_id);
    g_string_chunk_free(self->strings);
    g_free(self->heat);
    g_free(self);
}
