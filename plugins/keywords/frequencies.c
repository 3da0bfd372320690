/* frequencies.c - reading the file of document frequencies. */
#include "frequencies.h"

#include <math.h>
#include <string.h>

#include <textmill/utf8.h>

struct KwFrequencies {
    KwWords *phrases;
    GArray *counts; /* double, by phrase */
    double documents;
};

static void
frequencies_complain(MillReport *report, const char *path, guint line, const char *hint,
                     const char *what)
{
    MillMark mark = { .file = path, .line = line, .column = 1 };

    mill_report_add(report, MILL_SEVERITY_ERROR, &mark, hint, "%s", what);
}

/* A whole number that fills [p, end); FALSE if it is none. */
static gboolean
frequencies_number(const char *p, const char *end, double *number)
{
    if (p == end || end - p > 15)
        return FALSE;
    for (*number = 0; p < end; p++) {
        if (!g_ascii_isdigit(*p))
            return FALSE;
        *number = *number * 10 + (*p - '0');
    }
    return TRUE;
}

/* `phrase TAB documents`; NULL or what is wrong. */
static const char *
frequencies_read_line(KwFrequencies *self, const char *line, const char *end)
{
    const char *tab = memchr(line, '\t', (gsize) (end - line));
    double count;
    gboolean fresh;

    if (!tab || tab == line)
        return "not a phrase, a tab and a number of documents";
    if (!frequencies_number(tab + 1, end, &count))
        return "the number of documents is not a whole number";
    if (count > self->documents)
        return "more documents than the corpus has";
    kw_words_add(self->phrases, line, (gsize) (tab - line), &fresh);
    if (!fresh)
        return "this phrase was there before";
    g_array_append_val(self->counts, count);
    return NULL;
}

static void
frequencies_read(KwFrequencies *self, const char *path, const char *text, gsize length,
                 MillReport *report)
{
    const char *end = text + length;
    guint number = 1;

    for (const char *line = text; line < end; number++) {
        const char *stop = memchr(line, '\n', (gsize) (end - line));
        const char *next = stop ? stop + 1 : end;
        const char *wrong = NULL;

        stop = stop ? stop : end;
        if (stop > line && stop[-1] == '\r')
            stop--;
        if (number == 1 && !frequencies_number(line, stop, &self->documents))
            wrong = "the first line is not the number of documents";
        else if (number > 1 && stop > line)
            wrong = frequencies_read_line(self, line, stop);
        if (wrong)
            frequencies_complain(report, path, number,
                                 "make the file with the step document-frequencies", wrong);
        if (wrong && number == 1)
            return;
        line = next;
    }
    if (number == 1)
        frequencies_complain(report, path, 0, "make the file with the step document-frequencies",
                             "the file is empty");
}

KwFrequencies *
kw_frequencies_load(const char *path, MillReport *report)
{
    g_autoptr(KwFrequencies) self = g_new0(KwFrequencies, 1);
    g_autoptr(GError) error = NULL;
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &error);
    gsize errors = mill_report_count(report, MILL_SEVERITY_ERROR);

    self->phrases = kw_words_new();
    self->counts = g_array_new(FALSE, FALSE, sizeof(double));
    if (!file) {
        frequencies_complain(report, path, 0, NULL, error->message);
        return NULL;
    }

    const char *text = g_mapped_file_get_contents(file);
    gsize length = g_mapped_file_get_length(file);

    if (length >= G_MAXUINT32 || mill_utf8_valid_prefix(text, length) < length)
        frequencies_complain(report, path, 0, "convert the file to UTF-8",
                             "the file is not UTF-8, or larger than 4 GB");
    else
        frequencies_read(self, path, text, length, report);
    return mill_report_count(report, MILL_SEVERITY_ERROR) > errors ? NULL : g_steal_pointer(&self);
}

void
kw_frequencies_free(KwFrequencies *self)
{
    if (!self)
        return;
    kw_words_free(self->phrases);
    g_array_unref(self->counts);
    g_free(self);
}

double
kw_frequencies_get_idf(const KwFrequencies *self, const char *phrase, gsize length)
{
    guint32 number = kw_words_find(self->phrases, phrase, length);
    double count = number == G_MAXUINT32 ? 1 : MAX(1, g_array_index(self->counts, double, number));

    return MAX(0, log((self->documents + 1) / (count + 0.5)));
}

void
kw_phrase_fold(const KwText *text, const KwToken *tokens, guint n, GString *out)
{
    g_string_truncate(out, 0);
    for (guint i = 0; i < n; i++) {
        gsize length;
        const char *word = kw_words_get(text->words, tokens[i].word, &length);

        if (i > 0 && !(tokens[i].flags & tokens[i - 1].flags & KW_TOKEN_UNSPACED))
            g_string_append_c(out, ' ');
        g_string_append_len(out, word, (gssize) length);
    }
}
