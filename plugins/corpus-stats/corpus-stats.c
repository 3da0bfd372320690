/* corpus-stats - how many documents, characters, sections, tags and records a corpus has, and which
 * languages, encodings, kinds of records, categories and terms.
 *
 * Writes corpus-stats.json, the same as rows in corpus-stats.csv, and in corpus-stats.tsv in how
 * many documents each term stands, which is what the option `frequencies` of the step tags reads.
 * Stands after the steps whose work it counts. Everything is a sum, a least or a greatest, so the
 * order of documents does not matter.
 */
#include "totals.h"

#include <string.h>

#include <textmill/plugin.h>

typedef struct {
    const char *language;
    const char *layer;
    gint64 max_values;

    StatsTotals totals;
} CorpusStats;

static const MillOption stats_options[] = {
    MILL_OPTION_STRING(CorpusStats, language, "language", "the metadata that names the language"),
    MILL_OPTION_STRING(CorpusStats, layer, "tag", "layer of the terms and categories"),
    MILL_OPTION_INT(CorpusStats, max_values, 200000, 1, 100000000,
                    "count that many different terms (languages, …); of more, a fixed sample"),
    MILL_OPTIONS_END,
};

/* Adds to @counts what stands in a document @count times. Values are one line. */
static void
stats_count(StatsCounts *counts, const char *value, guint64 count)
{
    g_autofree char *line = g_strdup(value);

    g_strdelimit(line, "\t\r\n", ' ');
    stats_counts_add(counts, line, count, 1);
}

/* How often each string occurs in one document. */
static void
stats_note(GHashTable *seen, const char *value, gsize length)
{
    g_autofree char *key = g_strndup(value, length);
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(seen, key));

    g_hash_table_replace(seen, g_steal_pointer(&key), GUINT_TO_POINTER(count + 1));
}

static void
stats_count_noted(StatsCounts *counts, GHashTable *seen)
{
    GHashTableIter iter;
    gpointer value, count;

    g_hash_table_iter_init(&iter, seen);
    while (g_hash_table_iter_next(&iter, &value, &count))
        stats_count(counts, value, GPOINTER_TO_UINT(count));
}

/* Terms, and categories with those above them. */
static void
stats_read_tags(StatsTotals *totals, const MillLayer *layer)
{
    g_autoptr(GHashTable) terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) categories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    MillColumn term = mill_layer_find_column(layer, "term");
    MillColumn category = mill_layer_find_column(layer, "category");

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        const char *name = mill_layer_get_string(layer, row, term, NULL);
        const char *path = mill_layer_get_string(layer, row, category, NULL);

        if (name)
            stats_note(terms, name, strlen(name));
        for (const char *end = path; end && *end != '\0';) {
            end = strchrnul(end + 1, '/');
            stats_note(categories, path, (gsize) (end - path));
        }
    }
    totals->sums[STATS_TAGS] += mill_layer_get_length(layer);
    stats_count_noted(totals->lists[STATS_TERMS], terms);
    stats_count_noted(totals->lists[STATS_CATEGORIES], categories);
}

static void
stats_read_records(StatsTotals *totals, MillDocument *document)
{
    for (gsize i = 0; i < mill_document_get_n_layers(document); i++) {
        const MillLayer *layer = mill_document_get_layer_at(document, i);
        const char *name = mill_layer_get_name(layer);
        gsize rows = mill_layer_get_length(layer);

        if (!g_str_has_prefix(name, "record.") || rows == 0)
            continue;
        totals->sums[STATS_RECORDS] += rows;
        stats_count(totals->lists[STATS_RECORD_KINDS], name + strlen("record."), rows);
    }
}

static gboolean
stats_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    const CorpusStats *self = options;
    const char *encoding = mill_document_get_encoding(document);
    const char *language =
        mill_value_get_string(mill_document_get_meta(document, self->language), NULL);
    StatsTotals totals;

    stats_totals_init(&totals, G_MAXUINT);
    stats_totals_add_length(&totals, (guint64) mill_document_count_chars(document));
    totals.sums[STATS_BYTES] = g_bytes_get_size(mill_document_get_source(document));
    totals.sums[STATS_SECTIONS] =
        mill_layer_get_length(mill_document_get_layer(document, "section"));
    if (encoding)
        stats_count(totals.lists[STATS_ENCODINGS], encoding, 1);
    if (language)
        stats_count(totals.lists[STATS_LANGUAGES], language, 1);
    stats_read_tags(&totals, mill_document_get_layer(document, self->layer));
    stats_read_records(&totals, document);
    stats_totals_save(&totals, mill_output_part(output, NULL, NULL));
    stats_totals_clear(&totals);
    return TRUE;
}

static gboolean
stats_open(gpointer options, const char *path, GError **error)
{
    CorpusStats *self = options;

    stats_totals_clear(&self->totals);
    stats_totals_init(&self->totals, (guint) self->max_values);
    return TRUE;
}

static gboolean
stats_merge(gpointer options, const char *state, gsize length, GError **error)
{
    return stats_totals_merge(&((CorpusStats *) options)->totals, state, length, error);
}

static void
stats_save(gpointer options, GString *state)
{
    stats_totals_save(&((CorpusStats *) options)->totals, state);
}

static gboolean
stats_finish(gpointer options, MillOutput *output, GError **error)
{
    const StatsTotals *totals = &((CorpusStats *) options)->totals;

    stats_totals_print_json(totals, mill_output_part(output, "json", NULL));
    stats_totals_print_csv(totals, mill_output_part(output, "csv", NULL));
    /* Scores from a part of the terms would be wrong. */
    if (stats_counts_is_complete(totals->lists[STATS_TERMS]))
        stats_totals_print_frequencies(totals, mill_output_part(output, "tsv", NULL));
    return TRUE;
}

static void
stats_close(gpointer options)
{
    stats_totals_clear(&((CorpusStats *) options)->totals);
}

/* clang-format off */
MILL_PLUGIN(
    .name = "corpus-stats",
    .summary = "Count documents, characters, terms, languages, …",
    .role = MILL_ROLE_CORPUS,
    .options = stats_options,
    .options_size = sizeof(CorpusStats),
    .file = "corpus-stats.{part}",
    .encode = stats_encode,
    .close = stats_close,
    .open = stats_open,
    .merge = stats_merge,
    .save = stats_save,
    .finish = stats_finish,
)
