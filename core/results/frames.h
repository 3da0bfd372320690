/* frames.h - what a worker answers: a frame a document, in a memory file.
 *
 * Bulk bytes do not go through the socket: the file is one that was lent with the task (tray.h),
 * or, for a large answer, a new one that is passed as a descriptor. A plugin may have scribbled
 * over its process before it answers, so the parent believes nothing: every length is checked, in a
 * file that seals keep from changing after that, or in a copy. Copies share one place, so that what
 * waits for its turn takes no memory of the parent: then it is copied, and checked, again.
 *
 *     file  = frame* tally{n_steps + 1} task
 *     frame = MillFrame message metric* part*
 *     part  = MillFramePart name preamble bytes
 *
 * The number of the task is what was written last: a worker that has lost the descriptor of its
 * file cannot make the parent take what an earlier task left there for the answer.
 *
 * A large part that becomes a file of its own is written to a blank (blanks.h) instead, if the
 * worker has one: there is its number in the part, and nothing of its bytes.
 */
#ifndef MILL_RESULTS_FRAMES_H
#define MILL_RESULTS_FRAMES_H

#include "document/metrics.h"

#include <textmill/run.h>

#include "results/blanks.h"
#include "results/tally.h"
#include "results/tray.h"

/* The message that comes with the memory file. */
typedef struct {
    guint32 magic;
    guint32 n_frames;
    guint64 task;
    guint64 frames_size; /* bytes of all frames; the tallies and the task follow */
    gint64 nanoseconds;  /* the task took */
    guint64 last_blank;  /* the worker has used all that it was lent up to this one; 0: none */
    guint32 n_large;     /* parts that went into blanks, or would have */
    guint32 lent;        /* it is in the file that was lent for it */
} MillAnswer;

#define MILL_ANSWER_MAGIC 0x6d6c6c41

/* What became of one document. */
typedef struct {
    guint32 unit; /* its number in the task */
    guint32 outcome;
    gint32 step; /* where it was dropped or failed; -1 for none */
    gint32 code; /* MillErrorCode, if quarantined */
    guint32 n_diagnostics;
    guint32 n_parts;
    guint32 n_metrics;    /* MillFrameMetric */
    guint64 message_size; /* with its NUL; 0 for none */
    gint64 bytes_in;
    gint64 nanoseconds;
} MillFrame;

/* What a step counted in the document. */
typedef struct {
    gint64 step; /* -1 for none */
    char name[MILL_METRIC_NAME];
    MillMetricSum sum;
} MillFrameMetric;

/* One part of a writer's result. */
typedef struct {
    guint64 step;
    guint64 name_size;     /* with its NUL; 0 for none */
    guint64 preamble_size; /* likewise */
    guint64 size;          /* of what is in the file then: with a blank, the preamble is in it */
    guint64 content;       /* bytes before they were compressed, the preamble not counted */
    guint64 packed;        /* they are a frame of compress.h, the preamble in it */
    guint64 blank;         /* where the bytes are; 0: here */
} MillFramePart;

typedef struct MillFrames MillFrames;

/* Where the frames of one answer are copied to, until those of another are. */
typedef struct {
    GByteArray *bytes;
    const MillFrames *holds; /* or NULL */
} MillFramesPage;

MillFramesPage *mill_frames_page_new(void);
void mill_frames_page_free(MillFramesPage *page);

/* What an answer may hold. */
typedef struct {
    guint n_units;
    gsize n_steps;
    const gboolean *own;  /* by step: its parts may be in blanks; or NULL */
    GArray *lent;         /* guint64: the blanks that the worker has, in order; or NULL */
    MillBlanks *blanks;   /* where those are */
    MillTray *tray;       /* of the worker; or NULL */
    guint file;           /* that was lent for the answer, or MILL_TRAY_NONE */
    MillFramesPage *page; /* for what comes in a tray */
} MillFramesTerms;

/* Takes in @answer to a task of @terms->n_units units or the first of them. @fd, which is taken
 * over as @terms->file is, is the file that came with it, or -1. The blanks that were used move
 * from @terms->lent to the frames. NULL with MILL_ERROR_CRASH if anything about it is wrong. Of
 * @terms, what lists the steps, the blanks and the page stay borrowed. (transfer full) */
MillFrames *
mill_frames_new(const MillAnswer *answer, int fd, const MillFramesTerms *terms, GError **error);
/* Deletes the blanks that have not become drafts. */
void mill_frames_free(MillFrames *frames);
/* They wait for their turn to be delivered: until then they are not in this process's memory. */
void mill_frames_rest(MillFrames *frames);
/* Before they are looked at: has the bytes at hand, until others are loaded or taken in. FALSE with
 * MILL_ERROR_CRASH if its worker has changed them for the worse. */
gboolean mill_frames_load(MillFrames *frames, GError **error);
/* In a forked child: closes the descriptors. */
void mill_frames_abandon(MillFrames *frames);
/* How many units it tells about; at least one. */
guint mill_frames_get_n_units(const MillFrames *frames);
/* By step, over the documents of the task; one more for loading them. Borrowed. */
const MillTally *mill_frames_get_tallies(const MillFrames *frames);

/* A document, borrowed from its frames. */
typedef struct {
    MillFrame head;
    const char *message;   /* or NULL */
    const guint8 *metrics; /* head.n_metrics of MillFrameMetric, not aligned */
    const guint8 *parts;   /* the first of head.n_parts */
} MillFrameView;

typedef struct {
    MillFramePart head;
    const char *name;     /* or NULL */
    const char *preamble; /* or NULL */
    const guint8 *bytes;  /* NULL: in a blank */
} MillPartView;

/* The document of unit @unit of the task; they are loaded. */
void mill_frames_view(const MillFrames *frames, guint unit, MillFrameView *view);
/* Fills @part with the part at @at; returns where the next one is. */
const guint8 *mill_part_view(const guint8 *at, MillPartView *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillFrames, mill_frames_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillFramesPage, mill_frames_page_free)

#endif
