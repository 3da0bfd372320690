/* scores.c - reading document frequencies. */
#include "scores.h"

#include <math.h>
#include <string.h>

#define SCORES_HINT "make the file with the step corpus-stats"

typedef struct {
    guint64 documents;
    GHashTable *counts; /* term → its documents, a pointer to guint64 */
} Scores;

static void
scores_complain(MillReport *report, const char *path, guint line, const char *what)
{
    const MillMark mark = { .file = path, .line = line, .column = line > 0 };

    mill_report_add(report, MILL_SEVERITY_ERROR, &mark, SCORES_HINT, "%s", what);
}

/* A whole number that is all of @text. */
static gboolean
scores_read_number(const char *text, guint64 *number)
{
    return g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64, number, NULL);
}

/* NULL, or what is wrong. */
static const char *
scores_read_line(Scores *self, char *line)
{
    char *tab = strrchr(line, '\t');
    guint64 count;

    if (!tab || tab == line)
        return "not a term, a tab and a number of documents";
    *tab = '\0';
    if (!scores_read_number(tab + 1, &count))
        return "the number of documents is not a whole number";
    if (count > self->documents)
        return "more documents than the corpus has";
    if (!g_hash_table_insert(self->counts, g_strdup(line), g_memdup2(&count, sizeof count)))
        return "this term was there before";
    return NULL;
}

static void
scores_read(Scores *self, const char *path, char *text, MillReport *report)
{
    guint number = 1;

    for (char *line = text, *next; line; line = next, number++) {
        const char *wrong = NULL;
        gsize length;

        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        length = strlen(line);
        if (length > 0 && line[length - 1] == '\r')
            line[length - 1] = '\0';
        if (number == 1 && !scores_read_number(line, &self->documents))
            wrong = "the first line is not the number of documents";
        else if (number > 1 && line[0] != '\0')
            wrong = scores_read_line(self, line);
        if (wrong)
            scores_complain(report, path, number, wrong);
        if (wrong && number == 1)
            return;
    }
}

static double
scores_get(const Scores *self, const char *term)
{
    /* As corpus-stats writes it: one line. */
    g_autofree char *line = g_strdelimit(g_strdup(term), "\t\r\n", ' ');
    const guint64 *count = g_hash_table_lookup(self->counts, line);

    return self->documents > 0 ? log((double) self->documents / (double) MAX(count ? *count : 1, 1))
                               : 0;
}

double *
tags_scores_load(const char *path, const LexDict *dict, MillReport *report)
{
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    Scores scores = { .counts = counts };
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    gsize length, errors = mill_report_count(report, MILL_SEVERITY_ERROR);
    double *idf = NULL;

    if (!g_file_get_contents(path, &text, &length, &error))
        scores_complain(report, path, 0, error->message);
    else if (!g_utf8_validate(text, (gssize) length, NULL))
        scores_complain(report, path, 0, "the file is not UTF-8");
    else
        scores_read(&scores, path, text, report);
    if (mill_report_count(report, MILL_SEVERITY_ERROR) > errors)
        return NULL;
    idf = g_new0(double, dict->n_concepts + 1);
    for (guint32 i = 0; i < dict->n_concepts; i++)
        idf[i] = scores_get(&scores, lex_dict_string(dict, dict->concepts[i].term));
    return idf;
}
