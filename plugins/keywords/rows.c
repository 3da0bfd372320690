/* rows.c - the layer: terms in their most frequent spelling, and a row an occurrence. */
#include "rows.h"

#include <string.h>

/* An occurrence of one of the chosen. */
typedef struct {
    guint32 rank;  /* among the chosen */
    guint32 first; /* token */
} Place;

typedef struct {
    const KwText *text;
    guint32 *ranks; /* by candidate: rank + 1, or 0 */
    GArray *places; /* Place */
} Collecting;

static void
rows_visit(guint32 candidate, guint32 first, gpointer data)
{
    Collecting *self = data;

    if (self->ranks[candidate] == 0)
        return;

    Place place = { self->ranks[candidate] - 1, first };

    g_array_append_val(self->places, place);
}

static MillSpan
rows_span(const KwText *text, guint32 first, guint n)
{
    return (MillSpan){ text->tokens[first].start, text->tokens[first + n - 1].end };
}

/* What stands for the white space [from, to) of @text: a space; nothing between characters of
 * scripts that write none, or where a hyphen at the end of a line divides a word (and goes, too).
 */
static void
rows_spell_blank(const char *text, gsize from, gsize to, GString *out)
{
    gboolean line = memchr(text + from, '\n', to - from) != NULL;

    if (line && text[from - 1] == '-' && g_ascii_islower(text[to]))
        g_string_truncate(out, out->len - 1);
    else if (!line || (guint8) text[from - 1] < 0x80 || (guint8) text[to] < 0xe2)
        g_string_append_c(out, ' ');
}

/* The spelling at @span on one line; neither of its ends is white space. */
static void
rows_spell(const char *text, MillSpan span, GString *out)
{
    g_string_truncate(out, 0);
    for (gsize i = span.start; i < span.end; i++) {
        gsize blank = i;

        while (blank < span.end && g_ascii_isspace(text[blank]))
            blank++;
        if (blank > i) {
            rows_spell_blank(text, i, blank, out);
            i = blank;
        }
        g_string_append_c(out, text[i]);
    }
}

/* The most frequent spelling of each of the chosen; of equals, one that does not begin with a
 * capital, as the beginnings of sentences do, and then the first. (transfer full) */
static GPtrArray *
rows_terms(const KwCandidates *candidates, const KwText *text, const GArray *chosen,
           const GArray *places)
{
    GPtrArray *terms = g_ptr_array_new_with_free_func(g_free);
    g_autofree guint *most = g_new0(guint, chosen->len + 1);
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) spelling = g_string_new(NULL);
    g_autoptr(GString) key = g_string_new(NULL);

    g_ptr_array_set_size(terms, (gint) chosen->len);
    for (guint i = 0; i < places->len; i++) {
        const Place *place = &g_array_index(places, Place, i);
        guint32 number = g_array_index(chosen, guint32, place->rank);
        guint n = kw_candidate(candidates, number)->n_tokens;
        guint count;

        rows_spell(text->text, rows_span(text, place->first, n), spelling);
        g_string_printf(key, "%u %s", place->rank, spelling->str);
        count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key->str)) + 1;
        g_hash_table_insert(counts, g_strdup(key->str), GUINT_TO_POINTER(count));
        guint weight = count * 2 + !g_unichar_isupper(g_utf8_get_char(spelling->str));

        if (weight <= most[place->rank])
            continue;
        most[place->rank] = weight;
        g_free(terms->pdata[place->rank]);
        terms->pdata[place->rank] = g_strdup(spelling->str);
    }
    return terms;
}

static gint
place_compare(gconstpointer a, gconstpointer b)
{
    const Place *x = a;
    const Place *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static void
rows_add(MillLayer *layer, const KwCandidates *candidates, const KwText *text, const GArray *chosen,
         const GArray *places, const GPtrArray *terms, MillLayer *sections)
{
    MillColumn term = mill_layer_find_column(layer, "term");
    MillColumn score = mill_layer_find_column(layer, "score");
    MillColumn section = mill_layer_find_column(layer, "section");
    MillColumn id = sections ? mill_layer_find_column(sections, "id") : MILL_NO_COLUMN;

    for (guint i = 0; i < places->len; i++) {
        const Place *place = &g_array_index(places, Place, i);
        const KwCandidate *candidate =
            kw_candidate(candidates, g_array_index(chosen, guint32, place->rank));
        MillSpan span = rows_span(text, place->first, candidate->n_tokens);
        gsize row = mill_layer_add(layer, span);
        gssize around = sections ? mill_layer_innermost(sections, span) : -1;

        mill_layer_set_string(layer, row, term, terms->pdata[place->rank], -1);
        mill_layer_set_double(layer, row, score, candidate->score);
        if (around >= 0 && mill_layer_has(sections, (gsize) around, id))
            mill_layer_set_int(layer, row, section,
                               mill_layer_get_int(sections, (gsize) around, id));
    }
}

gboolean
kw_write_rows(KwCandidates *candidates, const KwText *text, const GArray *chosen,
              MillDocument *document, const char *name, GError **error)
{
    MillLayer *layer = mill_document_add_layer(document, name);
    g_autofree guint32 *ranks = g_new0(guint32, candidates->candidates->len + 1);
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
    Collecting collecting = { text, ranks, places };

    if (mill_layer_add_column(layer, "term", MILL_TYPE_STRING) == MILL_NO_COLUMN ||
        mill_layer_add_column(layer, "score", MILL_TYPE_DOUBLE) == MILL_NO_COLUMN ||
        mill_layer_add_column(layer, "section", MILL_TYPE_INT) == MILL_NO_COLUMN) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_FAILED,
                    "layer '%s' has columns of other types already; choose another `layer`", name);
        return FALSE;
    }
    for (guint i = 0; i < chosen->len; i++)
        ranks[g_array_index(chosen, guint32, i)] = i + 1;
    kw_candidates_visit(candidates, text, rows_visit, &collecting);
    g_array_sort(places, place_compare);

    g_autoptr(GPtrArray) terms = rows_terms(candidates, text, chosen, places);

    rows_add(layer, candidates, text, chosen, places, terms,
             mill_document_get_layer(document, "section"));
    return TRUE;
}
