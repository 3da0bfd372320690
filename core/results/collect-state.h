/* collect-state.h - what the ledger is told of a file that collects documents and is compressed, or
 * one of several, besides its size: `state` in the table `files`.
 *
 * The size is that of the file. What it holds before compression, as parts are counted, is `raw`:
 * as many bytes as all parts in it and its preamble have together. While the file grows, the
 * content behind the last whole frame, the tail, is in a file of its own: DIR/.textmill/N.tail-G,
 * where N is the file's number and G the generation, which is another after each commit. So no
 * commit has to end a frame, and frames end where they would have ended without it.
 *
 * A complete file has no tail: "zstd raw 52428 documents 100 tail 0 generation 3".
 */
#ifndef MILL_RESULTS_COLLECT_STATE_H
#define MILL_RESULTS_COLLECT_STATE_H

#include "pipeline/compress.h"
#include "results/ledger.h"

typedef struct {
    MillCompression compression;
    gint64 raw;        /* bytes of content */
    gint64 documents;  /* that put something into it */
    gint64 tail;       /* bytes of content that are in no frame yet */
    gint64 generation; /* of the file that has them */
} MillCollectState;

/* As the ledger has it. (transfer full) */
char *mill_collect_state_dup_text(const MillCollectState *state);
/* Reads what the ledger has of @file; of a file without `state`, the content is the file. FALSE if
 * that makes no sense. */
gboolean mill_collect_state_parse(const MillLedgerFile *file, MillCollectState *state);
/* The tail's name in the work folder. (transfer full) */
char *mill_collect_state_dup_tail(gint64 number, gint64 generation);
/* Whether @name, in the work folder, is a tail. */
gboolean mill_collect_state_is_tail(const char *name);

#endif
