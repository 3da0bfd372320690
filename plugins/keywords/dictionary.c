/* dictionary.c - the trie of lexicon/, with a logarithm of probability for each word. */
#include "dictionary.h"

#include "lexicon/chars.h"
#include "lexicon/sort.h"
#include "lexicon/trie.h"

#include <math.h>
#include <string.h>

#include <textmill/utf8.h>

#define DICTIONARY_WORD_MAX 255 /* bytes */

struct KwDictionary {
    LexChars chars;
    LexTrie trie;
    float *logs; /* by the trie's value */
    float unknown;
};

/* Memory while a file is read. */
typedef struct {
    const char *path;
    MillReport *report;
    const char *text;
    gsize length;
    GArray *words; /* Entry */
    double total;
} Reading;

typedef struct {
    const char *word;
    guint32 length;
    double frequency;
} Entry;

static void
dictionary_complain(Reading *self, guint line, const char *what)
{
    MillMark mark = { .file = self->path, .line = line, .column = 1 };

    mill_report_add(self->report, MILL_SEVERITY_ERROR, &mark,
                    "each line holds a word, a space and its frequency", "%s", what);
}

/* `word frequency [class]`; a line without a frequency counts as 3, as in jieba's own lists. */
static void
dictionary_read_line(Reading *self, const char *line, const char *end, guint number)
{
    const char *stop = line;
    Entry entry = { .word = line, .frequency = 3 };

    while (stop < end && *stop != ' ' && *stop != '\t')
        stop++;
    entry.length = (guint32) MIN((gsize) (stop - line), G_MAXUINT32);
    if (entry.length == 0 || entry.length > DICTIONARY_WORD_MAX) {
        dictionary_complain(self, number,
                            entry.length ? "a word of more than 255 bytes" : "no word");
        return;
    }
    if (stop + 1 < end && g_ascii_isdigit(stop[1])) {
        entry.frequency = 0;
        for (stop++; stop < end && g_ascii_isdigit(*stop); stop++)
            entry.frequency = entry.frequency * 10 + (*stop - '0');
        if (stop < end && *stop != ' ' && *stop != '\t') {
            dictionary_complain(self, number, "the frequency is not a whole number");
            return;
        }
    }
    self->total += entry.frequency;
    g_array_append_val(self->words, entry);
}

static void
dictionary_read(Reading *self)
{
    const char *end = self->text + self->length;
    guint number = 1;

    for (const char *line = self->text; line < end; number++) {
        const char *stop = memchr(line, '\n', (gsize) (end - line));
        const char *next = stop ? stop + 1 : end;

        stop = stop ? stop : end;
        if (stop > line && stop[-1] == '\r')
            stop--;
        if (stop > line)
            dictionary_read_line(self, line, stop, number);
        line = next;
    }
}

static KwDictionary *
dictionary_build(const Reading *reading)
{
    KwDictionary *self = g_new0(KwDictionary, 1);
    const Entry *entries = (const Entry *) (gpointer) reading->words->data;
    guint32 n = reading->words->len;
    LexFolding folding = { 0 };
    LexCharsBuilder *builder = lex_chars_builder_new(&folding);
    g_autofree guint32 *codes = g_new(guint32, reading->length + 1);
    g_autofree guint32 *offsets = g_new0(guint32, n + 1);
    g_autofree guint32 *order = g_new(guint32, n);
    double log_total = log(MAX(reading->total, 1.0));

    for (guint32 i = 0; i < n; i++)
        lex_chars_builder_count(builder, entries[i].word, entries[i].length);
    lex_chars_builder_finish(builder, &self->chars);
    for (guint32 i = 0; i < n; i++) {
        order[i] = i;
        offsets[i + 1] = offsets[i] + lex_chars_encode(&self->chars, entries[i].word,
                                                       entries[i].length, codes + offsets[i]);
    }
    lex_sort_keys(codes, offsets, order, n);
    self->logs = g_new(float, n + 1);
    for (guint32 i = 0; i < n; i++)
        self->logs[i] = (float) (log(MAX(entries[order[i]].frequency, 1.0)) - log_total);
    self->unknown = (float) -log_total;

    LexKeys keys = { codes, offsets, order, n, self->chars.n_codes };

    lex_trie_build(&self->trie, &keys);
    return self;
}

KwDictionary *
kw_dictionary_load(const char *path, MillReport *report)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &error);
    MillMark mark = { .file = path };
    gsize errors = mill_report_count(report, MILL_SEVERITY_ERROR);

    if (!file) {
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, NULL, "%s", error->message);
        return NULL;
    }

    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Entry));
    Reading reading = { .path = path,
                        .report = report,
                        .text = g_mapped_file_get_contents(file),
                        .length = g_mapped_file_get_length(file),
                        .words = words };

    if (reading.length >= G_MAXUINT32 ||
        mill_utf8_valid_prefix(reading.text, reading.length) < reading.length) {
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, "convert the file to UTF-8",
                        "the dictionary is not UTF-8, or larger than 4 GB");
        return NULL;
    }
    dictionary_read(&reading);
    if (words->len == 0 && mill_report_count(report, MILL_SEVERITY_ERROR) == errors)
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, NULL, "the dictionary has no words");
    if (mill_report_count(report, MILL_SEVERITY_ERROR) > errors)
        return NULL;
    return dictionary_build(&reading);
}

void
kw_dictionary_free(KwDictionary *self)
{
    if (!self)
        return;
    g_free(self->chars.pages);
    g_free(self->chars.entries);
    g_free(self->trie.units);
    g_free(self->logs);
    g_free(self);
}

void
kw_path_clear(KwPath *path)
{
    g_free(path->best);
    g_free(path->next);
    g_free(path->codes);
    g_free(path->offsets);
    *path = (KwPath){ 0 };
}

static void
path_reserve(KwPath *path, gsize length)
{
    if (length < path->capacity)
        return;
    path->capacity = (guint32) length + 1;
    path->best = g_renew(float, path->best, path->capacity);
    path->next = g_renew(guint32, path->next, path->capacity);
    path->codes = g_renew(guint32, path->codes, path->capacity);
    path->offsets = g_renew(guint32, path->offsets, path->capacity);
}

/* The best first word of the path from character @i on. */
static void
path_step(const KwDictionary *self, KwPath *path, guint32 i, guint32 n)
{
    const LexUnit *units = self->trie.units;
    float best = self->unknown + path->best[i + 1];
    guint32 next = i + 1;
    guint32 node = LEX_ROOT;

    for (guint32 j = i; j < n; j++) {
        node = lex_trie_child(units, node, path->codes[j]);
        if (node == LEX_NO_UNIT)
            break;
        if (units[node].base & (LEX_UNIT_LEAF | LEX_UNIT_TERMINAL)) {
            float score = self->logs[lex_trie_value(units, node)] + path->best[j + 1];

            if (score > best || j == i) {
                best = score;
                next = j + 1;
            }
        }
    }
    path->best[i] = best;
    path->next[i] = next;
}

void
kw_dictionary_cut(const KwDictionary *self, KwPath *path, const char *run, gsize length,
                  GArray *ends)
{
    const guint8 *p = (const guint8 *) run;
    const guint8 *end = p + length;
    guint32 n = 0;

    path_reserve(path, length + 1);
    for (; p < end; n++) {
        path->offsets[n] = (guint32) (p - (const guint8 *) run);
        path->codes[n] = lex_chars_next(self->chars.pages, self->chars.entries, &p) & LEX_CODE;
    }
    path->offsets[n] = (guint32) length;
    path->best[n] = 0;
    for (guint32 i = n; i-- > 0;)
        path_step(self, path, i, n);
    for (guint32 i = 0; i < n; i = path->next[i])
        g_array_append_val(ends, path->offsets[path->next[i]]);
}
