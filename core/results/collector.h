/* collector.h - one file that collects what many documents gave a writer.
 *
 * It is a draft until the run has finished. What is added counts once mill_collector_confirm() says
 * that the document is complete; what the ledger is told counts those documents only.
 *
 * A compressed file is made of frames, each with the content of whole documents, as many as come to
 * 1 MiB. Where a frame ends depends on the documents alone: the content that is in none yet is kept
 * in memory, and for a run that is killed in a file of its own (collect-state.h).
 */
#ifndef MILL_RESULTS_COLLECTOR_H
#define MILL_RESULTS_COLLECTOR_H

#include "pipeline/compress.h"
#include "results/collect-state.h"
#include "results/stream.h"

typedef struct {
    gint64 number; /* in the ledger */
    gsize step;
    const char *step_id; /* borrowed */
    char *part;          /* or NULL */
    guint shard;         /* its number, from 0 */
    char *name;          /* the file's path in the folder */
    MillFiles *files;
    MillDraft draft;
    char draft_name[40]; /* stays when the draft is published */
    MillStream *stream;  /* NULL: nothing is added any more */
    gboolean sharded;
    MillCompressor *compressor; /* NULL: it is not compressed */
    GString *tail;              /* content behind the last frame; NULL likewise */
    gint64 base;                /* bytes of the file when it was opened */
    gint64 written;             /* bytes of content, of documents that are not complete too */
    gint64 size;                /* bytes of the file that are in whole documents and frames */
    MillCollectState state;
    /* Generations of the tail that are kept, besides the newest; -1: none. */
    gint64 previous;   /* the ledger named it before the last commit */
    gint64 synced;     /* what would count after a power cut */
    gint64 old_synced; /* likewise, before the last commit that was synced */
    gboolean touched;  /* by the current document */
    gboolean changed;  /* the ledger does not know yet */
    gboolean begun;    /* what files begin with is in it */
} MillCollector;

/* A collector for the file @name, which has no draft yet. (transfer full) */
MillCollector *mill_collector_new(MillFiles *files, gint64 number, const char *part,
                                  const char *name, MillCompression compression);
void mill_collector_free(gpointer collector); /* the draft stays */
/* Begins the draft, or goes on with that of an earlier run, which @file tells about. *@stop as in
 * stream.h. FALSE with MILL_ERROR_IO or MILL_ERROR_DATA. */
gboolean mill_collector_open(MillCollector *collector, const volatile gint *stop, GError **error);
gboolean mill_collector_reopen(MillCollector *collector, const MillLedgerFile *file,
                               const volatile gint *stop, GError **error);
/* Adds content. */
gboolean
mill_collector_add(MillCollector *collector, const void *bytes, gsize length, GError **error);
/* What was added is a whole document. */
gboolean mill_collector_confirm(MillCollector *collector, GError **error);
/* Makes sure that all that counts can be found after a kill, with @sync also after a power cut,
 * and tells @ledger. */
gboolean
mill_collector_record(MillCollector *collector, MillLedger *ledger, gboolean sync, GError **error);
/* Nothing will be added: ends the last frame and closes the draft. */
gboolean mill_collector_end(MillCollector *collector, GError **error);
/* Ends it, gives it its name and tells @ledger. */
gboolean mill_collector_publish(MillCollector *collector, MillLedger *ledger, GError **error);

#endif
