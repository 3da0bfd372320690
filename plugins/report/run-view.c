/* run-view.c - counts and table rows of the documents of a run. */
#include "run-view.h"

#include <string.h>

#include "html.h"

#define FIRST_TERMS 6
#define MOST_TERMS  200000 /* distinct ones that are counted */

void
run_view_init(RunView *self)
{
    *self = (RunView){
        .rows = g_string_new(NULL),
        .failed = g_string_new(NULL),
        .turned = g_string_new(NULL),
        .reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
        .terms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
    };
}

void
run_view_clear(RunView *self)
{
    if (!self->rows)
        return;
    g_string_free(self->rows, TRUE);
    g_string_free(self->failed, TRUE);
    g_string_free(self->turned, TRUE);
    g_hash_table_unref(self->reasons);
    g_hash_table_unref(self->terms);
    *self = (RunView){ 0 };
}

/* --- one document, in the worker ------------------------------------------------------------ */

typedef struct {
    const char *term;
    gint64 count;
    double score;
} Seen;

static gint
compare_seen(gconstpointer a, gconstpointer b)
{
    const Seen *left = a;
    const Seen *right = b;

    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return strcmp(left->term, right->term);
}

/* The first terms of the layer, each behind a NUL: the best keywords, or the most frequent tags. */
static void
pack_terms(GString *bytes, MillLayer *layer)
{
    MillColumn term = mill_layer_find_column(layer, "term");
    MillColumn score = mill_layer_find_column(layer, "score");
    g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(Seen));
    g_autoptr(GHashTable) index = g_hash_table_new(NULL, NULL);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        const char *name = mill_layer_get_string(layer, row, term, NULL);
        gpointer key = name ? GUINT_TO_POINTER(mill_layer_get_string_id(layer, row, term)) : NULL;
        gpointer at = key ? g_hash_table_lookup(index, key) : NULL;

        if (!name || *name == '\0')
            continue;
        if (!at) {
            Seen one = { .term = name, .score = mill_layer_get_double(layer, row, score) };

            g_array_append_val(seen, one);
            at = GUINT_TO_POINTER(seen->len);
            g_hash_table_insert(index, key, at);
        }
        g_array_index(seen, Seen, GPOINTER_TO_UINT(at) - 1).count++;
    }
    g_array_sort(seen, compare_seen);
    for (guint i = 0; i < MIN(seen->len, FIRST_TERMS); i++) {
        g_string_append_c(bytes, '\0');
        g_string_append(bytes, g_array_index(seen, Seen, i).term);
    }
}

static gint64
count_rows(MillDocument *document, const char *layer)
{
    return (gint64) mill_layer_get_length(mill_document_get_layer(document, layer));
}

static gint64
count_records(MillDocument *document)
{
    gint64 records = 0;

    for (gsize i = 0; i < mill_document_get_n_layers(document); i++) {
        MillLayer *layer = mill_document_get_layer_at(document, i);

        if (g_str_has_prefix(mill_layer_get_name(layer), "record."))
            records += (gint64) mill_layer_get_length(layer);
    }
    return records;
}

void
run_view_pack(GString *bytes, MillDocument *document, const char *title)
{
    const gint64 counts[N_COUNTS] = {
        [COUNT_CHARS] = mill_document_count_chars(document),
        [COUNT_SECTIONS] = count_rows(document, "section"),
        [COUNT_TAGS] = count_rows(document, "tag"),
        [COUNT_RECORDS] = count_records(document),
        [COUNT_DIAGNOSTICS] = (gint64) mill_document_get_n_diagnostics(document),
    };
    MillLayer *keywords = mill_document_get_layer(document, "keyword");

    g_string_append_len(bytes, (const char *) counts, sizeof counts);
    g_string_append(bytes, mill_document_get_source_sha256(document));
    g_string_append_c(bytes, '\0');
    g_string_append(bytes, title ? title : "");
    pack_terms(bytes, keywords ? keywords : mill_document_get_layer(document, "tag"));
}

/* --- all documents, in the parent ----------------------------------------------------------- */

static guint
size_of(gint64 number)
{
    guint size = 0;

    for (; number > 0 && size < N_SIZES - 1; number >>= 1)
        size++;
    return size;
}

/* Adds one to what @table has for @key. */
static void
count_key(GHashTable *table, const char *key, guint most)
{
    gint64 *count = g_hash_table_lookup(table, key);

    if (!count && g_hash_table_size(table) >= most)
        return;
    if (!count) {
        count = g_new0(gint64, 1);
        g_hash_table_insert(table, g_strdup(key), count);
    }
    *count += 1;
}

static void
append_name(GString *html, const MillPart *part, const char *title)
{
    const char *link = NULL;

    for (gsize i = 0; i < part->n_files && !link; i++)
        if (g_str_has_suffix(part->files[i], ".html"))
            link = part->files[i];
    if (link) {
        g_autofree char *escaped = g_uri_escape_string(link, "/", FALSE);

        html_format(html, "<a href=\"./%s\">", escaped);
    }
    html_text(html, *title ? title : part->document, -1);
    g_string_append(html, link ? "</a>" : "");
    if (*title)
        html_format(html, "<small>%s</small>", part->document);
}

/* The string at @at, which a NUL or @end ends; @at becomes what follows. (transfer full) */
static char *
take_string(const char **at, const char *end)
{
    gsize length = *at < end ? strnlen(*at, (gsize) (end - *at)) : 0;
    char *string = g_strndup(*at, length);

    *at = MIN(*at + length + 1, end);
    return string;
}

/* Terms stand behind the title, each behind a NUL. */
static void
add_terms(RunView *self, GString *row, const char *at, const char *end)
{
    gboolean first = TRUE;

    while (at < end) {
        g_autofree char *term = take_string(&at, end);

        count_key(self->terms, term, MOST_TERMS);
        if (row) {
            g_string_append(row, first ? "<small class=\"terms\">" : " · ");
            html_text(row, term, -1);
        }
        first = FALSE;
    }
    if (row && !first)
        g_string_append(row, "</small>");
}

void
run_view_add(RunView *self, const MillPart *part, gint64 most)
{
    gint64 counts[N_COUNTS];
    const char *at = part->bytes + sizeof counts;
    const char *end = part->bytes + part->length;
    GString *row = self->listed < most ? self->rows : NULL;

    if (part->length < sizeof counts)
        return;
    memcpy(counts, part->bytes, sizeof counts);
    g_autofree char *sha256 = take_string(&at, end);
    g_autofree char *title = take_string(&at, end);

    self->exported++;
    for (guint i = 0; i < N_COUNTS; i++) {
        self->totals[i] += counts[i];
        self->sizes[i][size_of(counts[i])]++;
    }
    if (row) {
        html_format(row, "<tr><td dir=\"auto\" title=\"source SHA-256 %s\">", sha256);
        append_name(row, part, title);
    }
    add_terms(self, row, at, end);
    if (!row)
        return;
    g_string_append(row, "</td>");
    for (guint i = 0; i < N_COUNTS; i++) {
        g_string_append(row, "<td class=\"n\">");
        html_number(row, counts[i]);
        g_string_append(row, "</td>");
    }
    g_string_append(row, "</tr>\n");
    self->listed++;
}

void
run_view_lose(RunView *self, const MillLoss *loss, gint64 most)
{
    gint64 *count = loss->dropped ? &self->dropped : &self->quarantined;
    g_autofree char *reason =
        g_strjoin("\n", loss->dropped ? "dropped" : "quarantined", loss->step ? loss->step : "",
                  loss->code ? loss->code : "", NULL);

    count_key(self->reasons, reason, G_MAXUINT);
    if ((*count)++ < most)
        html_format(loss->dropped ? self->turned : self->failed,
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td dir=\"auto\">%s</td>"
                    "</tr>\n",
                    loss->document, loss->dropped ? "dropped" : "quarantined", loss->step,
                    loss->code, loss->message);
}
