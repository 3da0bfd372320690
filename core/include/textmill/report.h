/* report.h - messages about files that people write: pipelines, dictionaries, schemes, scripts.
 *
 * All errors are found in one pass and collected here, each with its place; formatted, a message
 * shows the line and a caret:
 *
 *     plan.yaml:4:13: error: unknown option 'unicod' of step 'cleanup'
 *         4 |     with: { unicod: nfc }
 *           |             ^~~~~~
 *     did you mean 'unicode'?
 *
 * A program that loads files shows what was said about them, whether it succeeded or not:
 *
 *     g_autoptr(MillReport) report = mill_report_new();
 *     g_autoptr(MillPipeline) pipeline = mill_pipeline_load("plan.yaml", NULL, report);
 *     g_autofree char *messages = mill_report_format(report, FALSE);
 *
 *     fputs(messages, stderr);
 *     if (!pipeline)
 *         fprintf(stderr, "%zu errors\n", mill_report_count(report, MILL_SEVERITY_ERROR));
 */
#ifndef TEXTMILL_REPORT_H
#define TEXTMILL_REPORT_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* A place in a file; lines and columns count from 1, columns in code points. 0 means unknown, and
 * then what is finer is left out of the message. @length (code points) is what the caret marks. */
typedef struct {
    const char *file; /* as messages call it; NULL if unknown */
    guint line;       /* from 1 */
    guint column;     /* from 1, in code points */
    guint length;     /* code points that the caret marks */
} MillMark;

/* One message; its strings belong to the report. */
typedef struct {
    MillSeverity severity; /* how grave */
    MillMark mark;         /* where */
    const char *message;   /* what is wrong */
    const char *hint;      /* what to do, or NULL */
} MillMessage;

/* An empty one. (transfer full) */
MILL_API MillReport *mill_report_new(void);
/* One reference more, of the same report. (transfer full)
 *
 *     g_autoptr(MillReport) kept = mill_report_ref(report);
 */
MILL_API MillReport *mill_report_ref(MillReport *report);
/* One reference less; the last frees it. NULL is fine. */
MILL_API void mill_report_unref(MillReport *report);

/* Adds a message; everything is copied. @mark may be NULL, @hint too. The text of the marked line
 * is read from the file at once, so that it is shown as it was.
 *
 *     mill_report_add(report, MILL_SEVERITY_ERROR, &(MillMark) { .file = path, .line = 7 },
 *                     "write the term first", "the line has no term");
 */
MILL_API void mill_report_add(MillReport *report, MillSeverity severity, const MillMark *mark,
                              const char *hint, const char *format, ...) G_GNUC_PRINTF(5, 6);
/* The number of messages, and the one at @index in the order of files and lines. Borrowed; NULL
 * past the end.
 *
 *     for (gsize n = 0; n < mill_report_get_length(report); n++)
 *         puts(mill_report_get(report, n)->message);
 */
MILL_API gsize mill_report_get_length(const MillReport *report);
MILL_API const MillMessage *mill_report_get(const MillReport *report, gsize index);
/* How many messages are that grave, no more and no less. */
MILL_API gsize mill_report_count(const MillReport *report, MillSeverity severity);
/* All messages in the order of files and lines, each ending with a newline; with ANSI colours if
 * @colour. (transfer full, g_free) */
MILL_API char *mill_report_format(const MillReport *report, gboolean colour);

/* The member of @candidates (NULL-terminated) that @word most likely misspells, or NULL if none is
 * close. Damerau-Levenshtein distance (optimal string alignment) over code points. Borrowed.
 *
 *     static const char *const forms[] = { "nfc", "nfkc", "none", NULL };
 *     const char *close = mill_suggest("nfck", forms); // "nfkc"
 */
MILL_API const char *mill_suggest(const char *word, const char *const *candidates);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillReport, mill_report_unref)

G_END_DECLS

#endif
