/* report-private.h - what the rest of the library needs of reports beyond the public header. */
#ifndef TEXTMILL_REPORT_PRIVATE_H
#define TEXTMILL_REPORT_PRIVATE_H

#include <textmill/report.h>

/* A message with what is needed to print it. */
typedef struct {
    MillMessage message; /* its strings belong to the entry, but the file to the ReportFile */
    char *line;          /* the marked line, or NULL */
    guint file;          /* index of its file; 0 is "no file" */
} MillReportEntry;

/* Messages of one severity and file beyond this many are only counted. */
#define MILL_REPORT_MAX_PER_FILE 200

/* Lets @length bytes of @text (copied) stand for the file @file, which need not exist. */
void mill_report_set_source(MillReport *report, const char *file, const char *text, gsize length);
/* Borrowed. */
const MillReportEntry *mill_report_get_entry(const MillReport *report, gsize index);
/* How many messages of file number @file were counted but not kept. */
guint mill_report_get_omitted(const MillReport *report, guint file);
/* mill_report_add() with the arguments of @format as a list. */
void mill_report_add_valist(MillReport *report, MillSeverity severity, const MillMark *mark,
                            const char *hint, const char *format, va_list arguments)
    G_GNUC_PRINTF(5, 0);

/* Appends what a terminal would show of one message, without the notes about omitted ones. */
void mill_report_format_entry(GString *out, const MillReportEntry *entry, gboolean colour);

#endif
