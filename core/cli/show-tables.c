/* show-tables - what was found in a document, as tables. */
#include "cli/show.h"

#include <string.h>

/* Rows of a table that are shown, unless all are. */
#define SHOWN_ROWS 20

guint
show_category_style(Show *self, const char *category)
{
    g_autofree char *first = g_strndup(category, strcspn(category, "/"));
    gpointer style = g_hash_table_lookup(self->categories, first);

    if (!style) {
        style = GUINT_TO_POINTER(STYLE_TAG + g_hash_table_size(self->categories) % STYLE_TAGS);
        g_hash_table_insert(self->categories, g_steal_pointer(&first), style);
    }
    return GPOINTER_TO_UINT(style);
}

void
show_title(Show *self, const char *title)
{
    putchar('\n');
    styled_line_add(self->line, STYLE_BOLD, title, -1);
    styled_line_print(self->line, stdout, self->colour);
}

char *
show_format_count(gsize count)
{
    GString *text = g_string_new(NULL);

    g_string_printf(text, "%" G_GSIZE_FORMAT, count);
    for (gssize at = (gssize) text->len - 3; at > 0; at -= 3)
        g_string_insert_c(text, at, ',');
    return g_string_free(text, FALSE);
}

/* A value as people write it: strings without quotes, whole numbers without a point, lists as
 * in the report, nothing for null. (transfer full) */
static char *
format_value(const MillValue *value)
{
    g_autoptr(GString) json = g_string_new(NULL);

    if (mill_value_get_type(value) == MILL_TYPE_NULL)
        return g_strdup("");
    if (mill_value_get_type(value) == MILL_TYPE_STRING) {
        gsize length;
        const char *string = mill_value_get_string(value, &length);

        mill_terminal_append(json, string, (gssize) length, 0, 0);
    } else if (mill_value_get_type(value) == MILL_TYPE_LIST) {
        for (gsize i = 0; i < mill_value_get_length(value); i++) {
            g_autofree char *item = format_value(mill_value_get_item(value, i));

            g_string_append_printf(json, "%s%s", i > 0 ? " · " : "", item);
        }
    } else {
        mill_json_append_value(json, value);
    }
    if (mill_value_get_type(value) == MILL_TYPE_DOUBLE && g_str_has_suffix(json->str, ".0"))
        g_string_truncate(json, json->len - 2);
    return g_string_free(g_steal_pointer(&json), FALSE);
}

static void
add_value(StyledTable *table, const MillValue *value)
{
    g_autofree char *text = format_value(value);

    styled_table_add(table, STYLE_PLAIN, text);
}

static gsize
count_shown(const Show *self, gsize n)
{
    return self->all ? n : MIN(n, SHOWN_ROWS);
}

static void
end_table(Show *self, StyledTable *table, gsize n)
{
    gsize shown = count_shown(self, n);

    styled_table_print(table, stdout, self->colour, self->width);
    if (shown < n) {
        styled_line_format(self->line, STYLE_DIM, "… and %" G_GSIZE_FORMAT " more (--all shows %s)",
                           n - shown, n - shown == 1 ? "it" : "them");
        styled_line_print(self->line, stdout, self->colour);
    }
}

/* --- head ------------------------------------------------------------------------------------ */

static void
show_pair(Show *self, const char *key, const char *value)
{
    styled_line_add(self->line, STYLE_DIM, key, -1);
    styled_line_pad(self->line, 12);
    styled_line_format(self->line, STYLE_PLAIN, " ");
    styled_line_add(self->line, STYLE_PLAIN, value, -1);
    styled_line_wrap(self->line, stdout, self->colour, self->width, 13);
}

static void
show_size(Show *self)
{
    const MillValue *source = mill_value_get(self->result->root, "source");
    gsize chars = mill_utf8_count(self->result->text, self->result->length);
    g_autofree char *text = show_format_count(chars);
    gint64 size = mill_value_get_int(mill_value_get(source, "bytes"));
    g_autofree char *bytes = show_format_count((gsize) MAX(size, 0));
    const char *encoding = result_string(source, "encoding");
    g_autofree char *line = g_strdup_printf("%s%s%s bytes%s%s", self->result->has_text ? text : "",
                                            self->result->has_text ? " characters, of " : "", bytes,
                                            *encoding ? " in " : "", encoding);

    show_pair(self, "size", line);
}

void
show_head(Show *self)
{
    const MillValue *root = self->result->root;
    const MillValue *metadata = mill_value_get(root, "metadata");
    const char *title = result_string(metadata, "title");
    const char *path = result_string(mill_value_get(root, "source"), "path");
    const MillValue *made = mill_value_get(root, "textmill");

    styled_line_add(self->line, STYLE_BOLD, *title ? title : self->result->id, -1);
    styled_line_wrap(self->line, stdout, self->colour, self->width, 0);
    show_pair(self, "document", self->result->id);
    if (*path && strcmp(path, self->result->id) != 0)
        show_pair(self, "source", path);
    show_size(self);
    if (made && *result_string(made, "pipeline"))
        show_pair(self, "pipeline", result_string(made, "pipeline"));
    for (gsize i = 0; i < mill_value_get_length(metadata); i++) {
        g_autofree char *value = format_value(mill_value_get_item(metadata, i));

        if (strcmp(mill_value_get_key(metadata, i), "title") != 0)
            show_pair(self, mill_value_get_key(metadata, i), value);
    }
}

/* --- tags and keywords ----------------------------------------------------------------------- */

typedef struct {
    const ResultTag *tag; /* the first */
    gint64 count;
} Term;

static gint
compare_terms(gconstpointer a, gconstpointer b)
{
    const Term *x = a, *y = b;

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return strcmp(x->tag->term, y->tag->term);
}

static GArray *
count_terms(const GArray *tags)
{
    GArray *terms = g_array_new(FALSE, FALSE, sizeof(Term));
    g_autoptr(GHashTable) places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < tags->len; i++) {
        const ResultTag *tag = &g_array_index(tags, ResultTag, i);
        char *key = g_strconcat(tag->term, "\n", tag->category, NULL);
        guint place = GPOINTER_TO_UINT(g_hash_table_lookup(places, key));

        if (place == 0) {
            Term term = { tag, 0 };

            g_array_append_val(terms, term);
            place = terms->len;
            g_hash_table_insert(places, key, GUINT_TO_POINTER(place));
        } else {
            g_free(key);
        }
        g_array_index(terms, Term, place - 1).count++;
    }
    g_array_sort(terms, compare_terms);
    return terms;
}

void
show_tags(Show *self)
{
    static const char *const titles[] = { "term", "category", "count", NULL };
    g_autoptr(GArray) terms = count_terms(self->result->tags);

    if (terms->len == 0)
        return;
    show_title(self, "Tags");

    g_autoptr(StyledTable) table = styled_table_new(titles);

    for (gsize i = 0; i < count_shown(self, terms->len); i++) {
        const Term *term = &g_array_index(terms, Term, i);
        guint style = show_category_style(self, term->tag->category);

        styled_table_add(table, style, term->tag->term);
        styled_table_add(table, STYLE_PLAIN, term->tag->category);
        styled_table_add_int(table, term->count);
    }
    end_table(self, table, terms->len);
}

void
show_keywords(Show *self)
{
    static const char *const titles[] = { "keyword", "count", "score", NULL };
    const MillValue *keywords = mill_value_get(self->result->root, "keywords");
    gsize n = mill_value_get_length(keywords);

    /* Without scores, they are the tags once more. */
    if (n == 0 || !mill_value_get(mill_value_get_item(keywords, 0), "score"))
        return;
    show_title(self, "Keywords");

    g_autoptr(StyledTable) table = styled_table_new(titles);

    for (gsize i = 0; i < count_shown(self, n); i++) {
        const MillValue *keyword = mill_value_get_item(keywords, i);
        double number = mill_value_get_double(mill_value_get(keyword, "score"));
        g_autofree char *score = g_strdup_printf("%.4g", number);

        styled_table_add(table, STYLE_PLAIN, result_string(keyword, "term"));
        add_value(table, mill_value_get(keyword, "count"));
        styled_table_add(table, STYLE_PLAIN, score);
    }
    end_table(self, table, n);
}

/* --- records and other layers ---------------------------------------------------------------- */

static gboolean
is_place(const char *key)
{
    static const char *const places[] = { "start", "end", "origin", NULL };

    return g_strv_contains(places, key);
}

/* The fields that any of the first @n rows has set, as titles. */
static GPtrArray *
list_fields(const MillValue *rows, gsize n)
{
    GPtrArray *fields = g_ptr_array_new();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (gsize i = 0; i < n; i++) {
        const MillValue *row = mill_value_get_item(rows, i);

        for (gsize j = 0; j < mill_value_get_length(row); j++) {
            const char *key = mill_value_get_key(row, j);

            if (key && !is_place(key) &&
                mill_value_get_type(mill_value_get_item(row, j)) != MILL_TYPE_NULL &&
                g_hash_table_add(seen, (gpointer) key))
                g_ptr_array_add(fields, (gpointer) key);
        }
    }
    return fields;
}

static void
add_span(const Show *self, StyledTable *table, MillSpan span)
{
    g_autofree char *text = g_strndup(self->result->text + span.start, span.end - span.start);

    styled_table_add(table, STYLE_PLAIN, g_strdelimit(text, "\n", ' '));
}

static void
show_rows(Show *self, const char *title, const MillValue *rows)
{
    gsize n = mill_value_get_length(rows), shown = count_shown(self, n);
    gboolean has_text = self->result->has_text;
    g_autoptr(GPtrArray) fields = list_fields(rows, shown);

    if (n == 0)
        return;
    show_title(self, title);
    if (has_text)
        g_ptr_array_insert(fields, 0, (gpointer) "text");
    g_ptr_array_add(fields, NULL);

    g_autoptr(StyledTable) table = styled_table_new((const char *const *) fields->pdata);

    for (gsize i = 0; i < shown; i++) {
        const MillValue *row = mill_value_get_item(rows, i);

        if (has_text)
            add_span(self, table, result_span(self->result, row));
        for (gsize j = has_text ? 1 : 0; j + 1 < fields->len; j++)
            add_value(table, mill_value_get(row, fields->pdata[j]));
    }
    end_table(self, table, n);
}

void
show_records(Show *self)
{
    const MillValue *records = mill_value_get(self->result->root, "records");

    for (gsize i = 0; i < mill_value_get_length(records); i++) {
        g_autofree char *title = g_strconcat("Records: ", mill_value_get_key(records, i), NULL);

        show_rows(self, title, mill_value_get_item(records, i));
    }
}

void
show_entities(Show *self)
{
    const MillValue *layers = mill_value_get(self->result->root, "layers");

    show_rows(self, "Entities", mill_value_get(layers, "entity"));
}

void
show_layers(Show *self)
{
    static const char *const titles[] = { "layer", "rows", NULL };
    const MillValue *layers = mill_value_get(self->result->root, "layers");
    gsize n = mill_value_get_length(layers);

    if (n <= (mill_value_get(layers, "entity") ? 1 : 0))
        return;
    show_title(self, "Other layers");

    g_autoptr(StyledTable) table = styled_table_new(titles);

    for (gsize i = 0; i < n; i++)
        if (strcmp(mill_value_get_key(layers, i), "entity") != 0) {
            styled_table_add(table, STYLE_PLAIN, mill_value_get_key(layers, i));
            styled_table_add_int(table,
                                 (gint64) mill_value_get_length(mill_value_get_item(layers, i)));
        }
    styled_table_print(table, stdout, self->colour, self->width);
}

void
show_remarks(Show *self)
{
    const MillValue *remarks = mill_value_get(self->result->root, "diagnostics");
    gsize n = mill_value_get_length(remarks);

    if (n > 0)
        show_title(self, "Remarks");
    for (gsize i = 0; i < n; i++) {
        const MillValue *remark = mill_value_get_item(remarks, i);
        const char *step = result_string(remark, "step");

        styled_line_add(self->line, STYLE_BOLD, result_string(remark, "severity"), -1);
        styled_line_format(self->line, STYLE_PLAIN, " ");
        styled_line_add(self->line, STYLE_PLAIN, result_string(remark, "code"), -1);
        if (*step) {
            styled_line_format(self->line, STYLE_DIM, ", step ");
            styled_line_add(self->line, STYLE_DIM, step, -1);
        }
        styled_line_format(self->line, STYLE_PLAIN, ": ");
        styled_line_add(self->line, STYLE_PLAIN, result_string(remark, "message"), -1);
        styled_line_wrap(self->line, stdout, self->colour, self->width, 2);
    }
}
