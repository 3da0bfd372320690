/* frame-writer.h - the worker's side of frames.h: writes the memory file. */
#ifndef MILL_RESULTS_FRAME_WRITER_H
#define MILL_RESULTS_FRAME_WRITER_H

#include <textmill/output.h>

#include "pipeline/compress.h"
#include "results/frames.h"

typedef struct MillFrameWriter MillFrameWriter;

/* For a pipeline of @n_steps steps. (transfer full) */
MillFrameWriter *mill_frame_writer_new(gsize n_steps);
void mill_frame_writer_free(MillFrameWriter *writer);
/* By step: what compresses its parts; NULL where they stay as they are. Borrowed. */
void mill_frame_writer_set_packers(MillFrameWriter *writer, MillCompressor *const *packers);
/* By step: whether its large parts may go into blanks; or NULL. Borrowed. */
void mill_frame_writer_set_own(MillFrameWriter *writer, const gboolean *own);
/* Gives the writer @n blanks (blanks.h), open to be written; @first is the number of the first. The
 * descriptors are taken over. */
void mill_frame_writer_lend(MillFrameWriter *writer, const int *fds, guint n, guint64 first);
/* Begins the answer to a task. @file, which is taken over, is what was lent for it, or -1. FALSE
 * with MILL_ERROR_IO. */
gboolean mill_frame_writer_begin(MillFrameWriter *writer, int file, GError **error);
/* Adds a document. @outputs (by step, NULL where there is none) are the results of one that is to
 * be exported. If there is no room for them, the first document is quarantined instead; a later one
 * is not added, which FALSE tells: it may fit into an answer of its own. */
gboolean mill_frame_writer_add(MillFrameWriter *writer, const MillFrame *head, const char *message,
                               MillOutput *const *outputs);
/* What the steps counted in the document that is added next, unless that is quarantined. */
void mill_frame_writer_set_metrics(MillFrameWriter *writer, const MillFrameMetric *metrics,
                                   guint n_metrics);
/* Bytes so far. */
guint64 mill_frame_writer_get_size(const MillFrameWriter *writer);
/* Adds @tallies and @answer->task, and fills the rest of @answer but for the time. *@fd becomes the
 * sealed file that goes with it, which is the caller's; -1 if it is in the one that was lent, which
 * is closed. FALSE with MILL_ERROR_IO. */
gboolean mill_frame_writer_end(MillFrameWriter *writer, const MillTally *tallies,
                               MillAnswer *answer, int *fd, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillFrameWriter, mill_frame_writer_free)

#endif
