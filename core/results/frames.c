/* frames.c - the parent's view of what a worker answers. */
#include "results/frames.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FRAMES_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

struct MillFrames {
    const guint8 *map;
    gsize size;
    guint n_units;
    gsize *offsets; /* of the frames, by unit */
    MillTally *tallies;
    GArray *used; /* guint64: blanks, or NULL */
    MillBlanks *blanks;
};

/* What is left to check. */
typedef struct {
    const guint8 *at;
    const guint8 *end;
    const MillFramesTerms *terms;
    guint n_used; /* blanks that parts may name: the first of those that are lent */
    guint next;   /* of them */
} Cursor;

void
mill_frames_free(MillFrames *frames)
{
    if (!frames)
        return;
    if (frames->map)
        munmap((void *) frames->map, frames->size);
    for (guint i = 0; frames->used && i < frames->used->len; i++)
        mill_blanks_discard(frames->blanks, g_array_index(frames->used, guint64, i));
    if (frames->used)
        g_array_unref(frames->used);
    g_free(frames->offsets);
    g_free(frames->tallies);
    g_free(frames);
}

static gboolean
frames_fail(GError **error, const char *what)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_CRASH, "a worker's answer makes no sense: %s", what);
    return FALSE;
}

static gboolean
cursor_take(Cursor *cursor, void *head, gsize size)
{
    if ((gsize) (cursor->end - cursor->at) < size)
        return FALSE;
    memcpy(head, cursor->at, size);
    cursor->at += size;
    return TRUE;
}

static gboolean
cursor_skip(Cursor *cursor, guint64 size)
{
    if ((guint64) (cursor->end - cursor->at) < size)
        return FALSE;
    cursor->at += size;
    return TRUE;
}

static gboolean
cursor_skip_string(Cursor *cursor, guint64 size)
{
    return cursor_skip(cursor, size) && (size == 0 || cursor->at[-1] == '\0');
}

#define FRAMES_CONTENT (G_GUINT64_CONSTANT(1) << 40) /* bytes that cannot be: sums stay sums */

/* Each blank is used once, and in the order in which they were lent. */
static gboolean
cursor_use_blank(Cursor *cursor, guint64 number)
{
    while (cursor->next < cursor->n_used)
        if (g_array_index(cursor->terms->lent, guint64, cursor->next++) == number)
            return TRUE;
    return FALSE;
}

/* The bytes of @part, here or in a blank. */
static gboolean
frames_check_content(Cursor *cursor, const MillFramePart *part)
{
    if (part->blank == 0)
        return (part->packed ? part->content <= FRAMES_CONTENT : part->content == part->size) &&
               cursor_skip(cursor, part->size);
    return cursor->terms->own && cursor->terms->own[part->step] && part->preamble_size == 0 &&
           part->size <= FRAMES_CONTENT && part->content <= FRAMES_CONTENT &&
           cursor_use_blank(cursor, part->blank);
}

static gboolean
frames_check_part(Cursor *cursor)
{
    MillFramePart part;

    return cursor_take(cursor, &part, sizeof(part)) && part.step < cursor->terms->n_steps &&
           cursor_skip_string(cursor, part.name_size) &&
           cursor_skip_string(cursor, part.preamble_size) && frames_check_content(cursor, &part);
}

static gboolean
frames_check_metric(Cursor *cursor)
{
    MillFrameMetric metric;

    return cursor_take(cursor, &metric, sizeof(metric)) && metric.step >= -1 &&
           metric.step < (gint64) cursor->terms->n_steps &&
           memchr(metric.name, '\0', sizeof(metric.name)) &&
           mill_metric_is_possible(metric.name, 0);
}

static gboolean
frames_check_frame(Cursor *cursor, guint unit)
{
    MillFrame head;

    if (!cursor_take(cursor, &head, sizeof(head)) || head.unit != unit || head.bytes_in < 0 ||
        head.outcome > MILL_OUTCOME_QUARANTINED || head.step < -1 ||
        head.step >= (gint64) cursor->terms->n_steps ||
        !cursor_skip_string(cursor, head.message_size) ||
        (head.outcome != MILL_OUTCOME_EXPORTED && head.n_parts > 0))
        return FALSE;
    if (head.n_metrics > MILL_METRICS_MAX ||
        (head.outcome == MILL_OUTCOME_QUARANTINED && head.n_metrics > 0))
        return FALSE;
    for (guint32 i = 0; i < head.n_metrics; i++)
        if (!frames_check_metric(cursor))
            return FALSE;
    for (guint32 i = 0; i < head.n_parts; i++)
        if (!frames_check_part(cursor))
            return FALSE;
    return TRUE;
}

/* How many of the blanks that were lent are used, up to the number @last. */
static guint
frames_count_used(const MillFramesTerms *terms, guint64 last)
{
    guint n = 0;

    while (terms->lent && n < terms->lent->len && g_array_index(terms->lent, guint64, n) <= last)
        n++;
    return n;
}

static void
frames_take_blanks(MillFrames *frames, const MillFramesTerms *terms, guint n)
{
    if (n == 0)
        return;
    frames->used = g_array_sized_new(FALSE, FALSE, sizeof(guint64), n);
    g_array_append_vals(frames->used, terms->lent->data, n);
    g_array_remove_range(terms->lent, 0, n);
    frames->blanks = terms->blanks;
}

static gboolean
frames_check(MillFrames *frames, const MillAnswer *answer, const MillFramesTerms *terms,
             GError **error)
{
    gsize tallies_size = (terms->n_steps + 1) * sizeof(MillTally);
    Cursor cursor = {
        .at = frames->map,
        .end = frames->map + answer->frames_size,
        .terms = terms,
        .n_used = frames_count_used(terms, answer->last_blank),
    };

    if (answer->magic != MILL_ANSWER_MAGIC || answer->n_frames == 0 ||
        answer->n_frames > terms->n_units)
        return frames_fail(error, "it is not for this task");
    if (answer->frames_size > frames->size || frames->size - answer->frames_size != tallies_size)
        return frames_fail(error, "it has the wrong size");
    frames->n_units = answer->n_frames;
    frames->offsets = g_new(gsize, frames->n_units);
    frames->tallies = g_memdup2(cursor.end, tallies_size);
    for (guint i = 0; i < frames->n_units; i++) {
        frames->offsets[i] = (gsize) (cursor.at - frames->map);
        if (!frames_check_frame(&cursor, i))
            return frames_fail(error, "a result is not whole");
    }
    if (cursor.at != cursor.end)
        return frames_fail(error, "it is longer than its results");
    frames_take_blanks(frames, terms, cursor.n_used);
    return TRUE;
}

MillFrames *
mill_frames_new(const MillAnswer *answer, int fd, const MillFramesTerms *terms, GError **error)
{
    g_autoptr(MillFrames) frames = g_new0(MillFrames, 1);
    int seals = fcntl(fd, F_GET_SEALS);
    struct stat status;

    if (seals >= 0 && (seals & FRAMES_SEALS) == FRAMES_SEALS && fstat(fd, &status) == 0 &&
        status.st_size > 0) {
        void *map = mmap(NULL, (gsize) status.st_size, PROT_READ, MAP_SHARED, fd, 0);

        frames->map = map != MAP_FAILED ? map : NULL;
        frames->size = (gsize) status.st_size;
    }
    close(fd);
    if (!frames->map) {
        frames_fail(error, "it is not a sealed memory file");
        return NULL;
    }
    /* Workers that are forked while it waits for its turn must not keep it alive. */
    madvise((void *) frames->map, frames->size, MADV_DONTFORK);
    return frames_check(frames, answer, terms, error) ? g_steal_pointer(&frames) : NULL;
}

void
mill_frames_rest(MillFrames *frames)
{
    madvise((void *) frames->map, frames->size, MADV_DONTNEED);
}

guint
mill_frames_get_n_units(const MillFrames *frames)
{
    return frames->n_units;
}

const MillTally *
mill_frames_get_tallies(const MillFrames *frames)
{
    return frames->tallies;
}

void
mill_frames_view(const MillFrames *frames, guint unit, MillFrameView *view)
{
    const guint8 *at = frames->map + frames->offsets[unit];

    memcpy(&view->head, at, sizeof(view->head));
    at += sizeof(view->head);
    view->message = view->head.message_size > 0 ? (const char *) at : NULL;
    view->metrics = at + view->head.message_size;
    view->parts = view->metrics + view->head.n_metrics * sizeof(MillFrameMetric);
}

const guint8 *
mill_part_view(const guint8 *at, MillPartView *part)
{
    memcpy(&part->head, at, sizeof(part->head));
    at += sizeof(part->head);
    part->name = part->head.name_size > 0 ? (const char *) at : NULL;
    at += part->head.name_size;
    part->preamble = part->head.preamble_size > 0 ? (const char *) at : NULL;
    at += part->head.preamble_size;
    part->bytes = part->head.blank == 0 ? at : NULL;
    return part->bytes ? at + part->head.size : at;
}
