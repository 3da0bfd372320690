/* report.h - messages about files that people write: pipelines, dictionaries, schemes, scripts.
 *
 * All errors are found in one pass and collected here, each with its place; formatted, a message
 * shows the line and a caret:
 *
 *     plan.yaml:4:13: error: unknown option 'unicod' of step 'cleanup'
 *         4 |     with: { unicod: nfc }
 *           |             ^~~~~~
 *     did you mean 'unicode'?
 */
#ifndef TEXTMILL_REPORT_H
#define TEXTMILL_REPORT_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* A place in a file; lines and columns count from 1, columns in code points. 0 means unknown, and
 * then what is finer is left out of the message. @length (code points) is what the caret marks. */
typedef struct {
    const char *file;
    guint line;
    guint column;
    guint length;
} MillMark;

typedef struct {
    MillSeverity severity;
    MillMark mark;
    const char *message;
    const char *hint; /* what to do, or NULL */
} MillMessage;

MILL_API MillReport *mill_report_new(void); /* (transfer full) */
MILL_API MillReport *mill_report_ref(MillReport *report);
MILL_API void mill_report_unref(MillReport *report); /* NULL is fine */

/* Adds a message; everything is copied. @mark may be NULL, @hint too. The text of the marked line
 * is read from the file at once, so that it is shown as it was. */
MILL_API void mill_report_add(MillReport *report, MillSeverity severity, const MillMark *mark,
                              const char *hint, const char *format, ...) G_GNUC_PRINTF(5, 6);
MILL_API gsize mill_report_get_length(const MillReport *report);
MILL_API const MillMessage *mill_report_get(const MillReport *report, gsize index);
MILL_API gsize mill_report_count(const MillReport *report, MillSeverity severity);
/* All messages in the order of files and lines, each ending with a newline; with ANSI colours if
 * @colour. (transfer full, g_free) */
MILL_API char *mill_report_format(const MillReport *report, gboolean colour);

/* The member of @candidates (NULL-terminated) that @word most likely misspells, or NULL if none is
 * close. Damerau-Levenshtein distance (optimal string alignment) over code points. Borrowed. */
MILL_API const char *mill_suggest(const char *word, const char *const *candidates);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillReport, mill_report_unref)

G_END_DECLS

#endif
