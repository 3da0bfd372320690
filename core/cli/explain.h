/* explain.h - what each step did to one document, recorded, and the two ways to print it. */
#ifndef MILL_CLI_EXPLAIN_H
#define MILL_CLI_EXPLAIN_H

#include <stdio.h>
#include <textmill/textmill.h>

#include "cli/cli.h"

/* A line of a hunk. @marks are the changed byte ranges of @text, ascending; none where the whole
 * line went or came. */
typedef struct {
    char sign;      /* '-' or '+' */
    GString *text;  /* without its newline */
    GArray *marks;  /* of MillSpan */
    gboolean whole; /* the line as a whole is the change */
} ExplainLine;

/* Neighbouring lines that one edit changed. */
typedef struct {
    guint line;       /* number of the first, in the text before the edit, from 1 */
    GPtrArray *lines; /* of ExplainLine *: old ones, then new ones */
} ExplainHunk;

/* What became of a layer's rows during a step. */
typedef struct {
    char *name;
    gsize total;
    gsize added;
    gsize removed;
    gsize changed;
    GPtrArray *samples; /* of char *: the first few that are new or changed */
} ExplainLayer;

typedef struct {
    char *key;
    char *value; /* JSON; NULL if the key was removed */
} ExplainMeta;

typedef struct {
    MillSeverity severity;
    char *code;
    char *message;
    guint line; /* 0 if it has no place */
} ExplainDiagnostic;

/* What a file gets of this document, or of a corpus that it is all of. */
typedef struct {
    char *part; /* or NULL */
    gsize size; /* bytes */
    GString *start;
} ExplainResult;

typedef struct {
    const MillStepInfo *info;
    gboolean ran; /* FALSE: its `when` did not hold, or the document left before */
    MillVerdict verdict;
    gint64 nanoseconds;
    gsize text_before; /* bytes */
    gsize text_after;
    gsize n_changes;        /* places that its edits changed */
    gsize n_hunks;          /* all; @hunks holds the first of them */
    GPtrArray *hunks;       /* of ExplainHunk * */
    GPtrArray *layers;      /* of ExplainLayer *, those that changed */
    GPtrArray *metadata;    /* of ExplainMeta *, those that changed */
    GPtrArray *diagnostics; /* of ExplainDiagnostic * */
    gsize bytes_out;        /* writers, sinks and corpus steps: what encode() made */
    GPtrArray *results;     /* of ExplainResult *: of writers and corpus steps */
} ExplainStep;

typedef struct {
    MillPipeline *pipeline;
    MillDocument *document;
    gsize max_hunks;  /* kept a step */
    GPtrArray *steps; /* of ExplainStep *, as many as the pipeline has */
    MillVerdict verdict;
    GError *error; /* MILL_FAIL: why */
} ExplainTrace;

/* Takes @document through @pipeline (both borrowed, and used by the trace as long as it lives) and
 * records what happens. (transfer full) */
ExplainTrace *explain_trace(MillPipeline *pipeline, MillDocument *document, gsize max_hunks);
void explain_trace_free(ExplainTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExplainTrace, explain_trace_free)

/* The hunks of an edit of the @length bytes of UTF-8 at @text; @changes are ascending. Appends at
 * most @max to @hunks and returns how many there are in all. */
gsize explain_hunks(const char *text, gsize length, const MillChange *changes, gsize n_changes,
                    gsize max, GPtrArray *hunks);
void explain_hunk_free(gpointer hunk);
void explain_line_free(gpointer line);

/* Rows of layers before a step, to tell afterwards what it did. */
typedef struct ExplainRows ExplainRows;
ExplainRows *explain_rows_new(const MillDocument *document);
void explain_rows_free(ExplainRows *rows);
/* Appends an ExplainLayer for each layer that differs from @before. */
void
explain_rows_compare(const ExplainRows *before, const MillDocument *document, GPtrArray *layers);
void explain_layer_free(gpointer layer);

/* Takes the document at @path ("-": standard input) through @pipeline and prints what happened in
 * each step, or in @only (an id); @all changes, or the first of each. What `explain` and `try` do.
 */
CliExit explain_document(MillPipeline *pipeline, const char *path, const char *only, gboolean html,
                         gboolean all);
/* Prints changed places as lines of old and new text. Without colour the changed parts of a line
 * stand in [-…-] or {+…+}, as wdiff does it. Lines longer than @width columns are wrapped; 0: none
 * is. */
void explain_print_hunk(FILE *stream, const ExplainHunk *hunk, gboolean colour, gsize width);
/* Prints the steps of @trace, or only @only (an id), to standard output. A step called `try` is a
 * script that somebody is writing: what it writes is shown, too. */
void explain_print_text(const ExplainTrace *trace, const char *only, gboolean colour);
void explain_print_html(const ExplainTrace *trace, const char *only);

#endif
