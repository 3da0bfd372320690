/* keywords.c - the document's keywords, each once, from the layer of their occurrences. */
#include "keywords.h"

typedef struct {
    gsize row; /* of the first occurrence */
    gint64 count;
    double score; /* the best of all occurrences */
} Keyword;

static gint
keyword_compare(gconstpointer a, gconstpointer b)
{
    const Keyword *x = a;
    const Keyword *y = b;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* The term's string id is the same for equal terms, so groups are found without comparing text. */
static GArray *
keyword_group(MillLayer *layer, MillColumn term, MillColumn score)
{
    GArray *keywords = g_array_new(FALSE, FALSE, sizeof(Keyword));
    g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL); /* string id → index + 1 */

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        gpointer id = GUINT_TO_POINTER(mill_layer_get_string_id(layer, row, term));
        guint place = GPOINTER_TO_UINT(g_hash_table_lookup(places, id));
        Keyword *keyword;

        if (!mill_layer_has(layer, row, term))
            continue;
        if (place == 0) {
            Keyword fresh = { row, 0, mill_layer_get_double(layer, row, score) };

            g_array_append_val(keywords, fresh);
            place = keywords->len;
            g_hash_table_insert(places, id, GUINT_TO_POINTER(place));
        }
        keyword = &g_array_index(keywords, Keyword, place - 1);
        keyword->count++;
        keyword->score = MAX(keyword->score, mill_layer_get_double(layer, row, score));
    }
    g_array_sort(keywords, keyword_compare);
    return keywords;
}

static MillColumn
keyword_find_column(MillLayer *layer, const char *name, MillType type)
{
    MillColumn column = mill_layer_find_column(layer, name);

    if (column != MILL_NO_COLUMN && mill_layer_get_column_type(layer, column) != type)
        return MILL_NO_COLUMN;
    return column;
}

void
json_append_keywords(GString *json, MillLayer *layer)
{
    MillColumn term = keyword_find_column(layer, "term", MILL_TYPE_STRING);
    MillColumn score = keyword_find_column(layer, "score", MILL_TYPE_DOUBLE);
    g_autoptr(GArray) keywords = keyword_group(layer, term, score);

    g_string_append_c(json, '[');
    for (guint i = 0; i < keywords->len; i++) {
        const Keyword *keyword = &g_array_index(keywords, Keyword, i);
        gsize length;
        const char *string = mill_layer_get_string(layer, keyword->row, term, &length);

        g_string_append(json, i > 0 ? ",{\"term\":" : "{\"term\":");
        mill_json_append_string(json, string, (gssize) length);
        g_string_append(json, ",\"count\":");
        mill_json_append_int(json, keyword->count);
        if (score != MILL_NO_COLUMN) {
            g_string_append(json, ",\"score\":");
            mill_json_append_double(json, keyword->score);
        }
        g_string_append_c(json, '}');
    }
    g_string_append_c(json, ']');
}
