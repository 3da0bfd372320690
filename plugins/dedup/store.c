/* store.c - pages in sets of eight, of which the least recently used makes room. */
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <textmill/error.h>

#define STORE_WAYS 8

typedef struct {
    guint64 page;
    guint64 used; /* when, counted in calls; 0: the line is empty */
    guint8 *data; /* made when first needed; NULL before */
    gboolean dirty;
} StoreLine;

struct DedupStore {
    char *folder;
    StoreLine *lines; /* n_sets * STORE_WAYS */
    gsize n_sets;
    guint64 clock;
    int fd; /* -1: no file yet */
};

DedupStore *
dedup_store_new(const char *folder, gsize memory)
{
    DedupStore *self = g_new0(DedupStore, 1);

    self->folder = g_strdup(folder);
    /* 16: what malloc() keeps with each page. */
    self->n_sets = MAX(1, memory / ((DEDUP_PAGE + 16 + sizeof(StoreLine)) * STORE_WAYS));
    self->lines = g_new0(StoreLine, self->n_sets * STORE_WAYS);
    self->fd = -1;
    return self;
}

void
dedup_store_free(DedupStore *self)
{
    if (!self)
        return;
    for (gsize i = 0; i < self->n_sets * STORE_WAYS; i++)
        g_free(self->lines[i].data);
    if (self->fd >= 0)
        close(self->fd);
    g_free(self->lines);
    g_free(self->folder);
    g_free(self);
}

gboolean
dedup_store_has_file(const DedupStore *self)
{
    return self->fd >= 0;
}

static gboolean
store_fail(const DedupStore *self, int code, const char *verb, GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO,
                "cannot %s the temporary file in '%s': %s; name another `folder`, or allow more "
                "`memory`",
                verb, self->folder, g_strerror(code));
    return FALSE;
}

static gboolean
store_open(DedupStore *self, GError **error)
{
    self->fd = open(self->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (self->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        /* A file system without nameless files: one with a name that is gone at once. */
        g_autofree char *path = g_build_filename(self->folder, "textmill-dedup-XXXXXX", NULL);

        self->fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
        if (self->fd >= 0)
            unlink(path);
    }
    return self->fd >= 0 || store_fail(self, errno, "make", error);
}

static gboolean
store_flush(DedupStore *self, StoreLine *line, GError **error)
{
    gsize done = 0;

    if (self->fd < 0 && !store_open(self, error))
        return FALSE;
    while (done < DEDUP_PAGE) {
        gssize n = pwrite(self->fd, line->data + done, DEDUP_PAGE - done,
                          (off_t) (line->page * DEDUP_PAGE + done));

        if (n < 0 && errno != EINTR)
            return store_fail(self, errno, "write", error);
        done += n > 0 ? (gsize) n : 0;
    }
    line->dirty = FALSE;
    return TRUE;
}

/* Reads the line's page, of which the file may have a part or nothing. */
static gboolean
store_fill(DedupStore *self, StoreLine *line, GError **error)
{
    gsize done = 0;

    while (self->fd >= 0 && done < DEDUP_PAGE) {
        gssize n = pread(self->fd, line->data + done, DEDUP_PAGE - done,
                         (off_t) (line->page * DEDUP_PAGE + done));

        if (n < 0 && errno != EINTR)
            return store_fail(self, errno, "read", error);
        if (n == 0)
            break;
        done += n > 0 ? (gsize) n : 0;
    }
    memset(line->data + done, 0, DEDUP_PAGE - done);
    return TRUE;
}

guint8 *
dedup_store_page(DedupStore *self, guint64 page, gboolean write, GError **error)
{
    StoreLine *set = self->lines + (page * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) >> 20) %
                                       self->n_sets * STORE_WAYS;
    StoreLine *oldest = set;

    for (guint i = 0; i < STORE_WAYS; i++) {
        if (set[i].used > 0 && set[i].page == page) {
            set[i].used = ++self->clock;
            set[i].dirty |= write;
            return set[i].data;
        }
        if (set[i].used < oldest->used)
            oldest = &set[i];
    }
    if (oldest->dirty && !store_flush(self, oldest, error))
        return NULL;
    if (!oldest->data)
        oldest->data = g_malloc(DEDUP_PAGE);
    oldest->page = page;
    oldest->used = 0;
    if (!store_fill(self, oldest, error))
        return NULL;
    oldest->used = ++self->clock;
    oldest->dirty = write;
    return oldest->data;
}

gboolean
dedup_store_read(DedupStore *self, guint64 offset, gpointer bytes, gsize length, GError **error)
{
    guint8 *to = bytes;

    while (length > 0) {
        gsize at = offset % DEDUP_PAGE, n = MIN(length, DEDUP_PAGE - at);
        const guint8 *page = dedup_store_page(self, offset / DEDUP_PAGE, FALSE, error);

        if (!page)
            return FALSE;
        memcpy(to, page + at, n);
        to += n;
        offset += n;
        length -= n;
    }
    return TRUE;
}

gboolean
dedup_store_write(DedupStore *self, guint64 offset, gconstpointer bytes, gsize length,
                  GError **error)
{
    const guint8 *from = bytes;

    while (length > 0) {
        gsize at = offset % DEDUP_PAGE, n = MIN(length, DEDUP_PAGE - at);
        guint8 *page = dedup_store_page(self, offset / DEDUP_PAGE, TRUE, error);

        if (!page)
            return FALSE;
        memcpy(page + at, from, n);
        from += n;
        offset += n;
        length -= n;
    }
    return TRUE;
}
