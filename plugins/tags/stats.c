/* stats.c - counts forms, terms and categories. */
#include "stats.h"

#include <string.h>

typedef struct {
    guint own;   /* terms of the category itself */
    guint total; /* with those below */
} StatsCategory;

static void
stats_count(GHashTable *categories, const char *path, gsize length, gboolean own)
{
    g_autofree char *key = g_strndup(path, length);
    StatsCategory *category = g_hash_table_lookup(categories, key);

    if (!category) {
        category = g_new0(StatsCategory, 1);
        g_hash_table_insert(categories, g_steal_pointer(&key), category);
    }
    category->own += own;
    category->total++;
}

/* Counts each term for its category and for all above it. */
static GHashTable *
stats_count_categories(const LexDict *dict)
{
    GHashTable *categories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    for (guint32 i = 0; i < dict->n_concepts; i++) {
        const char *path = lex_dict_string(dict, dict->concepts[i].category);

        for (const char *end = path ? path - 1 : NULL; end;) {
            end = strchr(end + 1, '/');
            stats_count(categories, path, end ? (gsize) (end - path) : strlen(path), !end);
        }
    }
    return categories;
}

static void
stats_append_categories(const LexDict *dict, GString *output)
{
    g_autoptr(GHashTable) categories = stats_count_categories(dict);
    g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(categories), (GCompareFunc) strcmp);

    if (names)
        g_string_append(output, "  category: terms of its own, and with those below\n");
    for (GList *name = names; name; name = name->next) {
        const StatsCategory *category = g_hash_table_lookup(categories, name->data);

        g_string_append_printf(output, "    %-40s %8u %8u\n", (const char *) name->data,
                               category->own, category->total);
    }
}

void
tags_append_stats(const LexDict *dict, GString *output)
{
    guint n_exclude = 0, n_exact = 0, n_shared = 0;
    gsize bytes = dict->trie.n_units * sizeof(LexUnit) + dict->n_forms * sizeof(LexForm) +
                  dict->n_concepts * sizeof(LexConcept) + dict->strings_length +
                  dict->chars.n_entries * sizeof(guint32) + LEX_N_PAGES * sizeof(guint32) +
                  lex_dict_pairs_size(dict->pairs_shift);

    for (guint32 i = 0; i < dict->n_forms; i++) {
        n_exclude += (dict->forms[i].concept & LEX_FORM_EXCLUDE) != 0;
        n_exact += (dict->forms[i].concept & LEX_FORM_EXACT) != 0;
        n_shared += (dict->forms[i].concept & LEX_FORM_MORE) != 0;
    }
    g_string_append_printf(output, "  terms %u\n", dict->n_concepts);
    g_string_append_printf(output, "  forms %u (%u exact, %u excluding, %u spelt like another)\n",
                           dict->n_forms, n_exact, n_exclude, n_shared);
    g_string_append_printf(output, "  longest form %u characters\n", dict->max_codes);
    g_string_append_printf(output, "  different characters %u\n", dict->chars.n_codes);
    g_string_append_printf(output, "  in memory %.1f MB\n", (double) bytes / 1e6);
    stats_append_categories(dict, output);
}
