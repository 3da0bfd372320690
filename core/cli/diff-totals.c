/* diff-totals - what changed over all documents of two runs. */
#include "cli/diff.h"

#include <string.h>

void
diff_totals_init(DiffTotals *self)
{
    *self = (DiffTotals){
        .terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
    };
}

void
diff_totals_clear(DiffTotals *self)
{
    g_hash_table_unref(self->terms);
}

static void
add_term(DiffTotals *self, const DiffTerm *term)
{
    char *key = g_strconcat(term->term, "\n", term->category, NULL);
    DiffTotal *total = g_hash_table_lookup(self->terms, key);

    if (total) {
        g_free(key);
    } else {
        total = g_new0(DiffTotal, 1);
        g_hash_table_insert(self->terms, key, total);
    }
    total->removed += term->removed;
    total->added += term->added;
    total->documents++;
}

static void
add_terms(const GArray *terms, gsize *documents, gsize *removed, gsize *added)
{
    *documents += terms->len > 0;
    for (guint i = 0; i < terms->len; i++) {
        *removed += g_array_index(terms, DiffTerm, i).removed;
        *added += g_array_index(terms, DiffTerm, i).added;
    }
}

void
diff_totals_add(DiffTotals *self, const DocumentDiff *diff)
{
    self->changed++;
    self->source += diff->source;
    self->text += diff->hunks->len > 0;
    self->lines_removed += diff->lines_removed;
    self->lines_added += diff->lines_added;
    self->metadata += diff->metadata->len > 0;
    self->values += diff->metadata->len;
    self->sections += diff->sections->len > 0;
    for (guint i = 0; i < diff->sections->len; i++)
        self->section_changes[g_array_index(diff->sections, DiffSection, i).change]++;
    self->records += diff->records->len > 0;
    for (guint i = 0; i < diff->records->len; i++)
        self->record_changes[g_array_index(diff->records, DiffRecord, i).change]++;
    add_terms(diff->tags, &self->tags, &self->tags_removed, &self->tags_added);
    add_terms(diff->keywords, &self->keywords, &self->keywords_removed, &self->keywords_added);
    add_terms(diff->layers, &self->layers, &self->rows_removed, &self->rows_added);
    self->remarks += diff->remarks->len > 0;
    for (guint i = 0; i < diff->remarks->len; i++) {
        gboolean added = g_array_index(diff->remarks, DiffRemark, i).added;

        self->remarks_added += added;
        self->remarks_removed += !added;
    }
    for (guint i = 0; i < diff->tags->len; i++)
        add_term(self, &g_array_index(diff->tags, DiffTerm, i));
}

static gint
compare_totals(gconstpointer a, gconstpointer b, gpointer terms)
{
    const char *x = *(const char *const *) a, *y = *(const char *const *) b;
    const DiffTotal *s = g_hash_table_lookup(terms, x), *t = g_hash_table_lookup(terms, y);
    gsize m = s->removed + s->added, n = t->removed + t->added;

    return m != n ? (m > n ? -1 : 1) : strcmp(x, y);
}

GPtrArray *
diff_totals_list_terms(const DiffTotals *self)
{
    GPtrArray *keys = g_ptr_array_new();
    GHashTableIter iter;
    gpointer key;

    g_hash_table_iter_init(&iter, self->terms);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        g_ptr_array_add(keys, key);
    g_ptr_array_sort_with_data(keys, compare_totals, self->terms);
    return keys;
}
