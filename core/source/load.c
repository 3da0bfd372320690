/* load.c - the bytes of a unit. */
#include "source/load.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>
#include <textmill/types.h>

#include "source/lend.h"

#define LOAD_MAP_FROM (16 * 1024 * 1024) /* bytes; below, a copy is cheaper than page faults */
#define LOAD_GUESS    (64 * 1024)
#define LOAD_WINDOW   (64 * 1024) /* bytes of a file of records that are read at once */

typedef struct {
    void *start;
    gsize length;
} Mapping;

static void
load_unmap(gpointer data)
{
    Mapping *mapping = data;

    munmap(mapping->start, mapping->length);
    g_free(mapping);
}

static GBytes *
load_fail(GError **error, const char *doing)
{
    int reason = errno;

    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: %s", doing, g_strerror(reason));
    return NULL;
}

static GBytes *
load_too_long(GError **error, gint64 size)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                "%" G_GINT64_FORMAT " bytes; a document can have %" G_GSIZE_FORMAT, size,
                MILL_TEXT_MAX);
    return NULL;
}

static GBytes *
load_no_memory(GError **error, gsize size)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_MEMORY, "no memory for %" G_GSIZE_FORMAT " bytes",
                size);
    return NULL;
}

static GBytes *
load_changed(GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "the file changed while it was read");
    return NULL;
}

/* Reads up to @size bytes from @offset; less only at the end. -1 with errno. */
static gssize
load_read(int fd, guint8 *bytes, gsize size, gint64 offset)
{
    gsize done = 0;

    while (done < size) {
        ssize_t got = pread(fd, bytes + done, size - done, (off_t) (offset + (gint64) done));

        if (got == 0)
            break;
        if (got < 0 && errno != EINTR)
            return -1;
        done += (gsize) MAX(got, 0);
    }
    return (gssize) done;
}

/* One byte more is asked for than there should be, to see a file that grows. */
static GBytes *
load_copy(int fd, gint64 offset, gsize size, GError **error)
{
    g_autofree guint8 *bytes = g_try_malloc(size + 1);

    if (!bytes)
        return load_no_memory(error, size);
    gssize got = load_read(fd, bytes, size + 1, offset);

    if (got < 0)
        return load_fail(error, "cannot read");
    if ((gsize) got != size)
        return load_changed(error);
    return g_bytes_new_take(g_steal_pointer(&bytes), size);
}

static GBytes *
load_map(int fd, gsize size, GError **error)
{
    void *start = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);

    if (start == MAP_FAILED)
        return load_fail(error, "cannot map");
    madvise(start, size, MADV_SEQUENTIAL);
    Mapping *mapping = g_new(Mapping, 1);

    *mapping = (Mapping){ start, size };
    return g_bytes_new_with_free_func(start, size, load_unmap, mapping);
}

/* Files of /proc and its like say that they are empty, and are not. */
static GBytes *
load_unsized(int fd, GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    gssize got;

    do {
        gsize before = bytes->len;

        g_byte_array_set_size(bytes, (guint) (before + LOAD_GUESS));
        got = load_read(fd, bytes->data + before, LOAD_GUESS, (gint64) before);
        if (got < 0)
            return load_fail(error, "cannot read");
        g_byte_array_set_size(bytes, (guint) (before + (gsize) got));
        if (bytes->len > G_MAXINT32)
            return load_too_long(error, bytes->len);
    } while (got == LOAD_GUESS);
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

static GBytes *
load_file(int fd, gboolean may_map, GError **error)
{
    struct stat status;

    if (fstat(fd, &status) < 0)
        return load_fail(error, "cannot read");
    if (!S_ISREG(status.st_mode)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "not a regular file any more");
        return NULL;
    }
    if (status.st_size > (gint64) MILL_TEXT_MAX)
        return load_too_long(error, status.st_size);
    if (status.st_size == 0)
        return load_unsized(fd, error);
    if (may_map && status.st_size >= LOAD_MAP_FROM)
        return load_map(fd, (gsize) status.st_size, error);
    return load_copy(fd, 0, (gsize) status.st_size, error);
}

/* A file that was changed has its records elsewhere. */
static gboolean
load_is_unchanged(const MillUnit *unit, int fd)
{
    struct stat status;

    return !unit->part ||
           (fstat(fd, &status) == 0 && status.st_size == unit->container->file_size &&
            mill_unit_get_mtime(&status) == unit->container->mtime_ns);
}

/* The bytes of a file of records that were read last. Records lie side by side, and so most need no
 * call of the system of their own. A process has one. */
static struct {
    char *path;
    gint64 file_size;
    gint64 mtime_ns;
    gint64 offset;
    gsize size;
    guint8 *bytes;
} load_window;

static gboolean
load_has(const MillContainer *file, MillRange range)
{
    return load_window.size > 0 && range.offset >= load_window.offset &&
           range.offset + range.size <= load_window.offset + (gint64) load_window.size &&
           load_window.file_size == file->file_size && load_window.mtime_ns == file->mtime_ns &&
           g_strcmp0(load_window.path, file->path) == 0;
}

/* Moves the window to @offset of the file of @unit. What it holds then is of the file as it was
 * found, whatever becomes of that later. FALSE with errno; a file that changed leaves it empty. */
static gboolean
load_move(const MillUnit *unit, int fd, gint64 offset)
{
    const MillContainer *file = unit->container;

    load_window.size = 0;
    if (!load_window.bytes)
        load_window.bytes = g_malloc(LOAD_WINDOW);
    gssize got = load_read(fd, load_window.bytes, LOAD_WINDOW, offset);

    if (got < 0)
        return FALSE;
    if (!load_is_unchanged(unit, fd))
        return TRUE;
    if (g_strcmp0(load_window.path, file->path) != 0) {
        g_free(load_window.path);
        load_window.path = g_strdup(file->path);
    }
    load_window.file_size = file->file_size;
    load_window.mtime_ns = file->mtime_ns;
    load_window.offset = offset;
    load_window.size = (gsize) got;
    return TRUE;
}

/* A record out of the window. */
static GBytes *
load_record(const MillUnit *unit, MillRange range, GError **error)
{
    if (!load_has(unit->container, range)) {
        int fd = mill_lend_peek(unit);

        if (fd < 0)
            return load_fail(error, "cannot open");
        if (!load_move(unit, fd, range.offset))
            return load_fail(error, "cannot read");
    }
    if (load_has(unit->container, range))
        return g_bytes_new(load_window.bytes + (range.offset - load_window.offset),
                           (gsize) range.size);
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "the file changed during the run");
    return NULL;
}

/* @range of what the unit is in. */
static GBytes *
load_range(const MillUnit *unit, MillRange range, GError **error)
{
    if (unit->part && range.size > 0 && range.size <= LOAD_WINDOW)
        return load_record(unit, range, error);
    int fd = mill_lend_peek(unit);
    g_autofree guint8 *bytes = NULL;

    if (fd < 0)
        return load_fail(error, "cannot open");
    if (range.size > (gint64) MILL_TEXT_MAX)
        return load_too_long(error, range.size);
    bytes = g_try_malloc((gsize) range.size + 1);
    if (!bytes)
        return load_no_memory(error, (gsize) range.size);
    gssize got = load_read(fd, bytes, (gsize) range.size, range.offset);

    if (got < 0)
        return load_fail(error, "cannot read");
    if (got != range.size || !load_is_unchanged(unit, fd)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "the file changed during the run");
        return NULL;
    }
    return g_bytes_new_take(g_steal_pointer(&bytes), (gsize) range.size);
}

GBytes *
mill_load_head(const MillUnit *unit, GError **error)
{
    return load_range(unit, unit->head, error);
}

GBytes *
mill_load(const MillUnit *unit, gboolean may_map, GError **error)
{
    const MillContainer *container = unit->container;

    if (unit->part || container->chunk > 0)
        return load_range(unit, (MillRange){ unit->offset, unit->size }, error);
    if (container->fd >= 0 && unit->size > (gint64) MILL_TEXT_MAX)
        return load_too_long(error, unit->size);
    if (container->fd >= 0)
        return load_copy(container->fd, unit->offset, (gsize) unit->size, error);
    int fd = mill_lend_open(container->path);

    if (fd < 0)
        return load_fail(error, "cannot open");
    GBytes *bytes = load_file(fd, may_map, error);

    close(fd);
    return bytes;
}
