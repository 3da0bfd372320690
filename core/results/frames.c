/* frames.c - the parent's view of what a worker answers. */
#include "results/frames.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FRAMES_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

struct MillFrames {
    const guint8 *map; /* of a sealed file, or NULL */
    guint64 task;
    MillFramesTerms terms; /* with a tray of its own, which it is in, or NULL */
    gsize size;            /* of the answer */
    gsize frames_size;     /* of that, without the tallies and the task */
    guint n_units;
    gsize *offsets; /* of the frames, by unit */
    MillTally *tallies;
    GArray *used; /* guint64: blanks, or NULL */
};

/* What is left to check. */
typedef struct {
    const guint8 *at;
    const guint8 *end;
    const MillFramesTerms *terms;
    const GArray *blanks; /* guint64: that parts may name, or NULL */
    guint n_blanks;       /* the first of them */
    guint next;           /* of those */
} Cursor;

MillFramesPage *
mill_frames_page_new(void)
{
    MillFramesPage *page = g_new0(MillFramesPage, 1);

    page->bytes = g_byte_array_new();
    return page;
}

void
mill_frames_page_free(MillFramesPage *page)
{
    if (!page)
        return;
    g_byte_array_unref(page->bytes);
    g_free(page);
}

static void
frames_release(MillFrames *frames)
{
    if (!frames->terms.tray)
        return;
    if (frames->terms.page->holds == frames)
        frames->terms.page->holds = NULL;
    mill_tray_release(frames->terms.tray, frames->terms.file);
    g_clear_pointer(&frames->terms.tray, mill_tray_unref);
}

void
mill_frames_free(MillFrames *frames)
{
    if (!frames)
        return;
    if (frames->map)
        munmap((void *) frames->map, frames->size);
    frames_release(frames);
    for (guint i = 0; frames->used && i < frames->used->len; i++)
        mill_blanks_discard(frames->terms.blanks, g_array_index(frames->used, guint64, i));
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
    while (cursor->next < cursor->n_blanks)
        if (g_array_index(cursor->blanks, guint64, cursor->next++) == number)
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
frames_take_blanks(MillFrames *frames, GArray *lent, guint n)
{
    if (n == 0)
        return;
    frames->used = g_array_sized_new(FALSE, FALSE, sizeof(guint64), n);
    g_array_append_vals(frames->used, lent->data, n);
    g_array_remove_range(lent, 0, n);
}

/* Checks the answer at @bytes. Its parts may name the first @n_blanks of @blanks. */
static gboolean
frames_check(MillFrames *frames, const guint8 *bytes, const GArray *blanks, guint n_blanks,
             GError **error)
{
    Cursor cursor = {
        .at = bytes,
        .end = bytes + frames->frames_size,
        .terms = &frames->terms,
        .blanks = blanks,
        .n_blanks = n_blanks,
    };

    if (memcmp(bytes + frames->size - sizeof(frames->task), &frames->task, sizeof(frames->task)) !=
        0)
        return frames_fail(error, "its file is not of this task");
    for (guint i = 0; i < frames->n_units; i++) {
        frames->offsets[i] = (gsize) (cursor.at - bytes);
        if (!frames_check_frame(&cursor, i))
            return frames_fail(error, "a result is not whole");
    }
    return cursor.at == cursor.end || frames_fail(error, "it is longer than its results");
}

/* Maps the file, which is sealed and @frames->size bytes long. */
static gboolean
frames_map(MillFrames *frames, int fd, GError **error)
{
    int seals = fcntl(fd, F_GET_SEALS);
    struct stat status;

    if (seals < 0 || (seals & FRAMES_SEALS) != FRAMES_SEALS || fstat(fd, &status) < 0)
        return frames_fail(error, "it is not a sealed memory file");
    if (status.st_size < 0 || (gsize) status.st_size != frames->size)
        return frames_fail(error, "it has the wrong size");
    void *map = mmap(NULL, frames->size, PROT_READ, MAP_SHARED, fd, 0);

    if (map == MAP_FAILED)
        return frames_fail(error, "it cannot be mapped");
    /* Workers that are forked while it waits for its turn must not keep it alive. */
    madvise(map, frames->size, MADV_DONTFORK);
    frames->map = map;
    return TRUE;
}

static gboolean
frames_take_file(MillFrames *frames, const MillAnswer *answer, int fd, GError **error)
{
    if (!answer->lent) {
        frames_release(frames);
        return frames_map(frames, fd, error);
    }
    if (!frames->terms.tray || frames->terms.file == MILL_TRAY_NONE)
        return frames_fail(error, "it is in a file that was not lent");
    return frames->size <= MILL_TRAY_SIZE || frames_fail(error, "it has the wrong size");
}

static const guint8 *
frames_get_bytes(const MillFrames *frames)
{
    return frames->map ? frames->map : frames->terms.page->bytes->data;
}

/* Reads what is in a tray into the page. */
static gboolean
frames_read(MillFrames *frames, GError **error)
{
    MillFramesPage *page = frames->terms.page;

    if (frames->map)
        return TRUE;
    page->holds = NULL;
    g_byte_array_set_size(page->bytes, (guint) frames->size);
    return mill_tray_read(frames->terms.tray, frames->terms.file, page->bytes->data,
                          frames->size) ||
           frames_fail(error, "it has the wrong size");
}

static gsize
frames_get_tallies_size(const MillFrames *frames)
{
    return (frames->terms.n_steps + 1) * sizeof(MillTally);
}

/* What the head of an answer says about its size. */
static gboolean
frames_take_head(MillFrames *frames, const MillAnswer *answer, GError **error)
{
    if (answer->magic != MILL_ANSWER_MAGIC || answer->n_frames == 0 ||
        answer->n_frames > frames->terms.n_units)
        return frames_fail(error, "it is not for this task");
    if (answer->frames_size > G_MAXINT64 / 2)
        return frames_fail(error, "it has the wrong size");
    frames->n_units = answer->n_frames;
    frames->frames_size = answer->frames_size;
    frames->task = answer->task;
    frames->size = answer->frames_size + frames_get_tallies_size(frames) + sizeof(answer->task);
    frames->offsets = g_new(gsize, frames->n_units);
    return TRUE;
}

MillFrames *
mill_frames_new(const MillAnswer *answer, int fd, const MillFramesTerms *terms, GError **error)
{
    g_autoptr(MillFrames) frames = g_new0(MillFrames, 1);
    guint n_used = frames_count_used(terms, answer->last_blank);

    frames->terms = *terms;
    if (terms->tray)
        mill_tray_ref(terms->tray);
    gboolean taken =
        frames_take_head(frames, answer, error) && frames_take_file(frames, answer, fd, error);

    if (fd >= 0)
        close(fd);
    if (!taken || !frames_read(frames, error) ||
        !frames_check(frames, frames_get_bytes(frames), terms->lent, n_used, error))
        return NULL;
    frames->tallies =
        g_memdup2(frames_get_bytes(frames) + frames->frames_size, frames_get_tallies_size(frames));
    frames_take_blanks(frames, terms->lent, n_used);
    if (frames->terms.tray)
        terms->page->holds = frames;
    return g_steal_pointer(&frames);
}

void
mill_frames_rest(MillFrames *frames)
{
    if (frames->map)
        madvise((void *) frames->map, frames->size, MADV_DONTNEED);
}

gboolean
mill_frames_load(MillFrames *frames, GError **error)
{
    MillFramesPage *page = frames->terms.page;

    if (frames->map || page->holds == frames)
        return TRUE;
    if (!frames_read(frames, error) || !frames_check(frames, page->bytes->data, frames->used,
                                                     frames->used ? frames->used->len : 0, error))
        return FALSE;
    page->holds = frames;
    return TRUE;
}

void
mill_frames_abandon(MillFrames *frames)
{
    if (frames->terms.tray)
        mill_tray_abandon(frames->terms.tray);
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
    const guint8 *at = frames_get_bytes(frames) + frames->offsets[unit];

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
