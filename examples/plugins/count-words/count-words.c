/* count-words - how often each word occurs in all documents, and in how many.
 *
 * A corpus step: encode() says what one document adds, in a worker; merge() adds it up, in the
 * parent; finish() writes the table. Words are runs of letters, in lower case.
 */
#include <textmill/plugin.h>

#include <string.h>

typedef struct {
    gint64 min_count;
    GHashTable *words; /* char * → Count *; what was merged */
} CountWords;

typedef struct {
    gint64 occurrences;
    gint64 documents;
} Count;

static const MillOption count_options[] = {
    MILL_OPTION_INT(CountWords, min_count, 1, 1, G_MAXINT64, "leave rarer words out"),
    MILL_OPTIONS_END,
};

static GHashTable *
words_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

/* Takes over @word. */
static void
words_add(GHashTable *words, char *word, gint64 occurrences, gint64 documents)
{
    Count *count = g_hash_table_lookup(words, word);

    if (!count) {
        count = g_new0(Count, 1);
        g_hash_table_insert(words, g_strdup(word), count);
    }
    count->occurrences += occurrences;
    count->documents += documents;
    g_free(word);
}

/* A line a word, sorted, so that nothing depends on the order of a hash table. */
static void
words_write(GHashTable *words, gint64 min_count, GString *lines)
{
    g_autoptr(GList) sorted = g_list_sort(g_hash_table_get_keys(words), (GCompareFunc) strcmp);

    for (const GList *item = sorted; item; item = item->next) {
        const Count *count = g_hash_table_lookup(words, item->data);

        if (count->occurrences >= min_count)
            g_string_append_printf(lines, "%s\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\n",
                                   (const char *) item->data, count->occurrences, count->documents);
    }
}

/* In a worker: what this document adds. */
static gboolean
count_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    g_autoptr(GHashTable) words = words_new();
    GHashTableIter iter;
    gpointer count;

    for (const char *at = text, *start = NULL; at <= text + length; at = g_utf8_next_char(at)) {
        gboolean letter = at < text + length && g_unichar_isalpha(g_utf8_get_char(at));

        if (letter && !start)
            start = at;
        if (letter || !start)
            continue;
        words_add(words, g_utf8_strdown(start, at - start), 1, 0);
        start = NULL;
    }
    g_hash_table_iter_init(&iter, words);
    while (g_hash_table_iter_next(&iter, NULL, &count))
        ((Count *) count)->documents = 1;
    words_write(words, 1, mill_output_part(output, NULL, NULL));
    return TRUE;
}

/* In the parent, from here on. */
static gboolean
count_open(gpointer options, const char *path, GError **error)
{
    CountWords *self = options;

    g_clear_pointer(&self->words, g_hash_table_unref);
    self->words = words_new();
    return TRUE;
}

static gboolean
count_merge(gpointer options, const char *state, gsize length, GError **error)
{
    CountWords *self = options;
    g_autofree char *text = g_strndup(state, length);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line && **line; line++) {
        g_auto(GStrv) fields = g_strsplit(*line, "\t", -1);

        if (g_strv_length(fields) != 3) {
            g_autofree char *shown = g_utf8_make_valid(*line, (gssize) strnlen(*line, 40));

            g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "not a line of counts: %s", shown);
            return FALSE;
        }
        words_add(self->words, g_strdup(fields[0]), g_ascii_strtoll(fields[1], NULL, 10),
                  g_ascii_strtoll(fields[2], NULL, 10));
    }
    return TRUE;
}

static void
count_save(gpointer options, GString *state)
{
    words_write(((CountWords *) options)->words, 1, state);
}

static gboolean
count_finish(gpointer options, MillOutput *output, GError **error)
{
    CountWords *self = options;

    words_write(self->words, self->min_count,
                mill_output_part(output, NULL, "word\toccurrences\tdocuments\n"));
    return TRUE;
}

static void
count_close(gpointer options)
{
    g_clear_pointer(&((CountWords *) options)->words, g_hash_table_unref);
}

MILL_PLUGIN(.name = "count-words", .summary = "How often each word occurs in all documents",
            .role = MILL_ROLE_CORPUS, .options = count_options, .options_size = sizeof(CountWords),
            .file = "words.tsv", .encode = count_encode, .close = count_close, .open = count_open,
            .merge = count_merge, .save = count_save, .finish = count_finish)
