/* run-view.h - what the page of a run shows: it grows as documents come in, in input order. */
#ifndef REPORT_RUN_VIEW_H
#define REPORT_RUN_VIEW_H

#include <textmill/plugin.h>

/* What is counted of each document. */
typedef enum {
    COUNT_CHARS,
    COUNT_SECTIONS,
    COUNT_TAGS,
    COUNT_RECORDS,
    COUNT_DIAGNOSTICS,
    N_COUNTS,
} Count;

/* Sizes by powers of two: 0, 1, 2–3, 4–7, … */
#define N_SIZES 48

typedef struct {
    gint64 exported, dropped, quarantined;
    gint64 totals[N_COUNTS];
    guint sizes[N_COUNTS][N_SIZES];
    gint64 listed;       /* documents in `rows` */
    GString *rows;       /* table rows of exported documents */
    GString *failed;     /* the same of quarantined ones */
    GString *turned;     /* the same of dropped ones */
    GHashTable *reasons; /* char *: outcome, step, code → gint64 */
    GHashTable *terms;   /* char * → gint64: documents that have the term among their first */
} RunView;

void run_view_init(RunView *self);
void run_view_clear(RunView *self);

/* What a worker tells of @document: numbers, title, first terms. */
void run_view_pack(GString *bytes, MillDocument *document, const char *title);
/* Adds what that was; at most @most documents are listed one by one. */
void run_view_add(RunView *self, const MillPart *part, gint64 most);
void run_view_lose(RunView *self, const MillLoss *loss, gint64 most);

/* run-page.c: everything between the start and the end of the body. */
void
run_view_show(const RunView *self, GString *html, const char *title, const MillProvenance *made);

#endif
