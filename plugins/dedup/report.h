/* report.h - which document was dropped for which. */
#ifndef DEDUP_REPORT_H
#define DEDUP_REPORT_H

#include <glib.h>

typedef struct {
    const char *kept;     /* id */
    const char *document; /* id of the one that was dropped */
    gint64 number;        /* of it, in input order */
    guint percent;        /* the similarity, in hundredths */
    gboolean identical;
} DedupLoss;

typedef struct DedupReport DedupReport;

/* Keeps losses in at most @memory bytes, and further ones in a temporary file in @folder.
 * (transfer full) */
DedupReport *dedup_report_new(const char *folder, gsize memory);
void dedup_report_free(DedupReport *self); /* NULL is fine */

/* Appends a loss, which is copied. FALSE with MILL_ERROR_IO if the temporary file fails. */
gboolean dedup_report_add(DedupReport *self, const DedupLoss *loss, GError **error);
/* Calls @each for the losses in the order they were added, or @sorted: by the document that was
 * kept, then in input order. All are in memory for that time. */
typedef void (*DedupReportEach)(const DedupLoss *loss, gpointer data);
gboolean dedup_report_each(DedupReport *self, gboolean sorted, DedupReportEach each, gpointer data,
                           GError **error);

/* The reason for which a document is dropped. (transfer full) */
char *dedup_report_reason(const char *kept, gboolean identical, double similarity);
/* Reads such a reason; @kept (transfer full) receives the id. FALSE if it is another one. */
gboolean dedup_report_read_reason(const char *reason, char **kept, DedupLoss *loss);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DedupReport, dedup_report_free)

#endif
