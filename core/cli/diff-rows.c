/* diff-rows - tags, keywords, records and rows of other layers that only one side has.
 *
 * Where both results were made of the same bytes, a row is known again by the bytes it came from,
 * so that a change of the text in front of it does not matter; otherwise by what it says.
 */
#include "cli/diff.h"

#include <string.h>

/* --- terms ----------------------------------------------------------------------------------- */

typedef struct {
    GArray *terms;      /* of DiffTerm */
    GHashTable *places; /* "term\ncategory" → index + 1 */
} TermCounts;

static DiffTerm *
count_term(TermCounts *counts, const char *term, const char *category)
{
    g_autofree char *key = g_strconcat(term, "\n", category, NULL);
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(counts->places, key));

    if (place == 0) {
        DiffTerm fresh = { .term = term, .category = category };

        g_array_append_val(counts->terms, fresh);
        place = counts->terms->len;
        g_hash_table_insert(counts->places, g_steal_pointer(&key), GUINT_TO_POINTER(place));
    }
    return &g_array_index(counts->terms, DiffTerm, place - 1);
}

static char *
tag_key(const DocumentDiff *self, const ResultTag *tag)
{
    GString *key = g_string_new(tag->term);

    g_string_append_printf(key, "\n%s", tag->category);
    if (!self->source)
        g_string_append_printf(key, "\n%zu-%zu", tag->origin.start, tag->origin.end);
    return g_string_free(key, FALSE);
}

/* How often each key occurs; keys are owned. */
static void
count_key(GHashTable *counts, char *key, gint by)
{
    gint count = GPOINTER_TO_INT(g_hash_table_lookup(counts, key));

    g_hash_table_replace(counts, key, GINT_TO_POINTER(count + by));
}

/* Counts those tags of @these of which @others has fewer. */
static void
count_tags(const DocumentDiff *self, TermCounts *terms, const Result *these, const Result *others,
           gboolean added)
{
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < others->tags->len; i++)
        count_key(counts, tag_key(self, &g_array_index(others->tags, ResultTag, i)), 1);
    for (guint i = 0; i < these->tags->len; i++) {
        const ResultTag *tag = &g_array_index(these->tags, ResultTag, i);
        char *key = tag_key(self, tag);

        if (GPOINTER_TO_INT(g_hash_table_lookup(counts, key)) > 0) {
            count_key(counts, key, -1);
            continue;
        }
        g_free(key);

        DiffTerm *term = count_term(terms, tag->term, tag->category);

        if (added && term->added++ == 0 && these->has_text)
            term->new_place = tag->span;
        if (!added && term->removed++ == 0 && these->has_text)
            term->old_place = tag->span;
    }
}

static gint
compare_terms(gconstpointer a, gconstpointer b)
{
    const DiffTerm *x = a, *y = b;
    gsize m = x->removed + x->added, n = y->removed + y->added;

    if (m != n)
        return m > n ? -1 : 1;
    return strcmp(x->term, y->term) ? strcmp(x->term, y->term) : strcmp(x->category, y->category);
}

/* Keywords are there or not; how often and with what score follows from the text. */
static void
count_keywords(TermCounts *terms, const Result *these, const Result *others, gboolean added)
{
    const MillValue *mine = mill_value_get(these->root, "keywords");
    const MillValue *theirs = mill_value_get(others->root, "keywords");
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

    for (gsize i = 0; i < mill_value_get_length(theirs); i++)
        g_hash_table_add(known, (gpointer) result_string(mill_value_get_item(theirs, i), "term"));
    for (gsize i = 0; i < mill_value_get_length(mine); i++) {
        const char *word = result_string(mill_value_get_item(mine, i), "term");

        if (g_hash_table_contains(known, word))
            continue;

        DiffTerm *term = count_term(terms, word, "");

        term->added += added;
        term->removed += !added;
    }
}

/* Whether the keywords have scores, so are more than the tags once more. */
static gboolean
has_scores(const Result *result)
{
    const MillValue *keywords = mill_value_get(result->root, "keywords");

    return mill_value_get(mill_value_get_item(keywords, 0), "score") != NULL;
}

void
diff_terms(DocumentDiff *self)
{
    TermCounts tags = { self->tags, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
    TermCounts words = { self->keywords,
                         g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };

    count_tags(self, &tags, self->old, self->new, FALSE);
    count_tags(self, &tags, self->new, self->old, TRUE);
    g_array_sort(self->tags, compare_terms);
    if (has_scores(self->old) || has_scores(self->new)) {
        count_keywords(&words, self->old, self->new, FALSE);
        count_keywords(&words, self->new, self->old, TRUE);
        g_array_sort(self->keywords, compare_terms);
    }
    g_hash_table_unref(tags.places);
    g_hash_table_unref(words.places);
}

/* --- records and layers ----------------------------------------------------------------------- */

/* Places and the numbers of sections change with everything around. */
static gboolean
is_field(const char *key)
{
    static const char *const others[] = { "start", "end", "origin", "section", NULL };

    return key && !g_strv_contains(others, key);
}

static gint
compare_strings(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* The fields that are set, in the order of their names, as JSON. */
static void
append_fields(GString *key, const MillValue *row)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (gsize i = 0; i < mill_value_get_length(row); i++)
        if (is_field(mill_value_get_key(row, i)) &&
            mill_value_get_type(mill_value_get_item(row, i)) != MILL_TYPE_NULL)
            g_ptr_array_add(names, (gpointer) mill_value_get_key(row, i));
    g_ptr_array_sort(names, compare_strings);
    for (guint i = 0; i < names->len; i++) {
        g_string_append_c(key, '\n');
        mill_json_append_key(key, names->pdata[i]);
        mill_json_append_value(key, mill_value_get(row, names->pdata[i]));
    }
}

static char *
row_key(const DocumentDiff *self, const MillValue *row, gboolean with_fields)
{
    GString *key = g_string_new(NULL);

    diff_append_place(self, key, row);
    if (with_fields)
        append_fields(key, row);
    return g_string_free(key, FALSE);
}

/* The rows of @these, whatever they are, that @others lacks. (transfer container): MillValue * */
static GPtrArray *
find_missing(const DocumentDiff *self, const MillValue *these, const MillValue *others)
{
    GPtrArray *missing = g_ptr_array_new();
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (gsize i = 0; i < mill_value_get_length(others); i++)
        count_key(counts, row_key(self, mill_value_get_item(others, i), TRUE), 1);
    for (gsize i = 0; i < mill_value_get_length(these); i++) {
        char *key = row_key(self, mill_value_get_item(these, i), TRUE);

        if (GPOINTER_TO_INT(g_hash_table_lookup(counts, key)) > 0) {
            count_key(counts, key, -1);
            continue;
        }
        g_free(key);
        g_ptr_array_add(missing, mill_value_get_item(these, i));
    }
    return missing;
}

static void
add_record(DocumentDiff *self, DiffChange change, const char *kind, const MillValue *old,
           const MillValue *new)
{
    DiffRecord record = { change, kind, old, new };

    g_array_append_val(self->records, record);
}

/* Of what each side has alone, those at the same place are one that changed. */
static void
diff_kind(DocumentDiff *self, const char *kind, const MillValue *old, const MillValue *new)
{
    g_autoptr(GPtrArray) gone = find_missing(self, old, new);
    g_autoptr(GPtrArray) come = find_missing(self, new, old);
    g_autoptr(GHashTable) places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; !self->source && i < come->len; i++)
        g_hash_table_insert(places, row_key(self, come->pdata[i], FALSE), GUINT_TO_POINTER(i + 1));
    for (guint i = 0; i < gone->len; i++) {
        g_autofree char *key = row_key(self, gone->pdata[i], FALSE);
        guint place = *key ? GPOINTER_TO_UINT(g_hash_table_lookup(places, key)) : 0;

        if (place > 0 && come->pdata[place - 1]) {
            add_record(self, DIFF_CHANGED, kind, gone->pdata[i], come->pdata[place - 1]);
            come->pdata[place - 1] = NULL;
        } else {
            add_record(self, DIFF_REMOVED, kind, gone->pdata[i], NULL);
        }
    }
    for (guint i = 0; i < come->len; i++)
        if (come->pdata[i])
            add_record(self, DIFF_ADDED, kind, NULL, come->pdata[i]);
}

static void
diff_layer(DocumentDiff *self, const char *name, const MillValue *old, const MillValue *new)
{
    /* The occurrences of keywords, whose scores change with everything. */
    if (strcmp(name, "keyword") == 0)
        return;

    g_autoptr(GPtrArray) gone = find_missing(self, old, new);
    g_autoptr(GPtrArray) come = find_missing(self, new, old);
    DiffTerm layer = {
        .term = name,
        .category = "",
        .removed = gone->len,
        .added = come->len,
    };

    if (gone->len + come->len > 0)
        g_array_append_val(self->layers, layer);
}

/* Calls @compare for each name in the maps called @group of the two results. */
static void
each_name(DocumentDiff *self, const char *group,
          void (*compare)(DocumentDiff *self, const char *name, const MillValue *old,
                          const MillValue *new))
{
    const MillValue *old = mill_value_get(self->old->root, group);
    const MillValue *new = mill_value_get(self->new->root, group);

    for (gsize i = 0; i < mill_value_get_length(old); i++) {
        const char *name = mill_value_get_key(old, i);

        if (name)
            compare(self, name, mill_value_get_item(old, i), mill_value_get(new, name));
    }
    for (gsize i = 0; i < mill_value_get_length(new); i++) {
        const char *name = mill_value_get_key(new, i);

        if (name && !mill_value_get(old, name))
            compare(self, name, NULL, mill_value_get_item(new, i));
    }
}

void
diff_records(DocumentDiff *self)
{
    each_name(self, "records", diff_kind);
    each_name(self, "layers", diff_layer);
}
