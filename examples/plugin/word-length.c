/* word-length - put the longest word and the mean length of words into the metadata.
 *
 * A complete plugin, built outside of textmill's tree. A word is a run of letters; lengths count
 * characters.
 */
#include <textmill/plugin.h>

typedef struct {
    gint64 min_words;
} WordLength;

typedef struct {
    const char *longest;
    gsize longest_bytes;
    gint64 longest_chars;
    gint64 words;
    gint64 chars;
} Count;

static const MillOption word_length_options[] = {
    MILL_OPTION_INT(WordLength, min_words, 1, 1, G_MAXINT64, "drop documents with fewer words"),
    MILL_OPTIONS_END,
};

static void
add_word(Count *count, const char *start, const char *end, gint64 chars)
{
    count->words++;
    count->chars += chars;
    if (chars <= count->longest_chars)
        return;
    count->longest = start;
    count->longest_bytes = (gsize) (end - start);
    count->longest_chars = chars;
}

/* The text is UTF-8 and ends with a NUL, which is no letter. */
static void
count_words(Count *count, const char *text, const char *end)
{
    const char *start = NULL;
    gint64 chars = 0;

    for (const char *p = text; p <= end; p = g_utf8_next_char(p)) {
        if (g_unichar_isalpha(g_utf8_get_char(p))) {
            start = start ? start : p;
            chars++;
        } else if (start) {
            add_word(count, start, p, chars);
            start = NULL;
            chars = 0;
        }
    }
}

static MillVerdict
word_length_process(gpointer options, MillDocument *document, GError **error)
{
    const WordLength *self = options;
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    Count count = { 0 };

    count_words(&count, text, text + length);
    if (count.words < self->min_words)
        return mill_document_drop(document, "too few words");

    g_autofree char *longest = g_strndup(count.longest, count.longest_bytes);
    g_autoptr(MillValue) mean = mill_value_new_double((double) count.chars / (double) count.words);
    mill_document_set_meta_string(document, "longest_word", longest);
    mill_document_set_meta(document, "mean_word_length", mean);
    return MILL_KEEP;
}

MILL_PLUGIN(.name = "word-length", .summary = "Longest word and mean length of words",
            .role = MILL_ROLE_STAGE, .options = word_length_options,
            .options_size = sizeof(WordLength), .process = word_length_process, )
