/* walk.c - the files below a folder, in the byte order of their paths. */
#include "source/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/unit.h"

/* A folder being walked. Names lie one after the other, NUL-terminated, those of folders with a
 * '/' at their end: sorted so, a folder's contents stand where the full paths put them. */
typedef struct {
    GByteArray *names;
    GArray *order; /* guint32 offsets in names */
    guint next;
    gsize path_length; /* of the folder's own path */
} Level;

struct MillWalk {
    GString *path; /* of the current entry */
    gsize root_length;
    GArray *levels;  /* Level */
    GString *reason; /* of the current entry's problem */
    guint depth;     /* 0: any */
    gboolean started;
    gboolean skips;
    dev_t skip_device;
    ino_t skip_inode;
};

static void
level_clear(gpointer data)
{
    Level *level = data;

    g_byte_array_unref(level->names);
    g_array_unref(level->order);
}

MillWalk *
mill_walk_new(const char *root)
{
    MillWalk *walk = g_new0(MillWalk, 1);

    walk->path = g_string_new(root);
    walk->root_length = walk->path->len;
    walk->reason = g_string_new(NULL);
    walk->levels = g_array_new(FALSE, FALSE, sizeof(Level));
    g_array_set_clear_func(walk->levels, level_clear);
    return walk;
}

void
mill_walk_free(MillWalk *walk)
{
    if (!walk)
        return;
    g_string_free(walk->path, TRUE);
    g_string_free(walk->reason, TRUE);
    g_array_unref(walk->levels);
    g_free(walk);
}

void
mill_walk_skip(MillWalk *walk, dev_t device, ino_t inode)
{
    walk->skips = TRUE;
    walk->skip_device = device;
    walk->skip_inode = inode;
}

static int
walk_compare(const void *a, const void *b, void *names)
{
    const char *base = names;

    return strcmp(base + *(const guint32 *) a, base + *(const guint32 *) b);
}

void
mill_walk_set_depth(MillWalk *walk, guint depth)
{
    walk->depth = depth;
}

static void
level_add(Level *level, const char *name, gboolean folder)
{
    guint32 offset = level->names->len;

    g_byte_array_append(level->names, (const guint8 *) name, strlen(name));
    if (folder)
        g_byte_array_append(level->names, (const guint8 *) "/", 1);
    g_byte_array_append(level->names, (const guint8 *) "", 1);
    g_array_append_val(level->order, offset);
}

static gboolean
walk_is_folder(int fd, const struct dirent *item)
{
    struct stat status;

    if (item->d_type != DT_UNKNOWN)
        return item->d_type == DT_DIR;
    return fstatat(fd, item->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

/* Reads all names of @stream into @level. Returns 0 or an errno. */
static int
level_read(Level *level, DIR *stream)
{
    const struct dirent *item;

    errno = 0;
    while ((item = readdir(stream))) {
        if (item->d_name[0] != '.')
            level_add(level, item->d_name, walk_is_folder(dirfd(stream), item));
        errno = 0;
    }
    return errno;
}

/* Enters the folder that walk->path names. Returns FALSE with the reason if it cannot be read. */
static gboolean
walk_enter(MillWalk *walk)
{
    /* Only the root may be a link; a folder below it that has become one since is not followed. */
    int follow = walk->levels->len == 0 ? 0 : O_NOFOLLOW;
    int fd = open(walk->path->str, O_RDONLY | O_DIRECTORY | O_CLOEXEC | follow);
    DIR *stream = fd < 0 ? NULL : fdopendir(fd);
    struct stat status;

    if (!stream) {
        g_string_printf(walk->reason, "cannot open folder: %s", g_strerror(errno));
        if (fd >= 0)
            close(fd);
        return FALSE;
    }
    if (walk->skips && fstat(fd, &status) == 0 && status.st_dev == walk->skip_device &&
        status.st_ino == walk->skip_inode) {
        closedir(stream);
        return TRUE;
    }

    Level level = {
        .names = g_byte_array_new(),
        .order = g_array_new(FALSE, FALSE, sizeof(guint32)),
        .path_length = walk->path->len,
    };
    int failure = level_read(&level, stream);

    closedir(stream);
    if (level.order->len > 1)
        qsort_r(level.order->data, level.order->len, sizeof(guint32), walk_compare,
                level.names->data);
    g_array_append_val(walk->levels, level);
    if (failure != 0)
        g_string_printf(walk->reason, "cannot list the whole folder: %s", g_strerror(failure));
    return failure == 0;
}

/* @status is NULL where nothing is known of the file, or it does not matter. */
static gboolean
walk_entry(MillWalk *walk, const struct stat *status, const char *problem, MillWalkEntry *entry)
{
    const char *relative = walk->path->str + walk->root_length;

    *entry = (MillWalkEntry){
        .path = walk->path->str,
        .relative = *relative == '/' ? relative + 1 : relative,
        .size = status ? status->st_size : 0,
        .mtime_ns = status ? mill_unit_get_mtime(status) : 0,
        .problem = problem,
    };
    return TRUE;
}

/* A folder that cannot be read. */
static gboolean
walk_entry_folder(MillWalk *walk, MillWalkEntry *entry)
{
    walk_entry(walk, NULL, walk->reason->str, entry);
    entry->folder = TRUE;
    return TRUE;
}

static const char *
walk_kind(mode_t mode)
{
    return S_ISFIFO(mode)   ? "not a regular file but a pipe"
           : S_ISSOCK(mode) ? "not a regular file but a socket"
                            : "not a regular file but a device";
}

/* Looks at the file that walk->path names. FALSE: to be passed over. */
static gboolean
walk_look(MillWalk *walk, MillWalkEntry *entry)
{
    struct stat status;

    if (stat(walk->path->str, &status) < 0) {
        g_string_printf(walk->reason, "cannot read: %s", g_strerror(errno));
        return walk_entry(walk, NULL, walk->reason->str, entry);
    }
    if (S_ISREG(status.st_mode))
        return walk_entry(walk, &status, NULL, entry);
    if (S_ISDIR(status.st_mode))
        return FALSE;
    return walk_entry(walk, NULL, walk_kind(status.st_mode), entry);
}

/* Makes walk->path the next name of @level. Returns whether it is a folder. */
static gboolean
walk_advance(MillWalk *walk, Level *level)
{
    guint32 offset = g_array_index(level->order, guint32, level->next++);
    const char *name = (const char *) level->names->data + offset;

    g_string_truncate(walk->path, level->path_length);
    if (walk->path->len > 0 && walk->path->str[walk->path->len - 1] != '/')
        g_string_append_c(walk->path, '/');
    g_string_append(walk->path, name);
    if (walk->path->str[walk->path->len - 1] != '/')
        return FALSE;
    g_string_truncate(walk->path, walk->path->len - 1);
    return TRUE;
}

gboolean
mill_walk_next(MillWalk *walk, MillWalkEntry *entry)
{
    if (!walk->started) {
        walk->started = TRUE;
        if (!walk_enter(walk))
            return walk_entry_folder(walk, entry);
    }
    while (walk->levels->len > 0) {
        Level *level = &g_array_index(walk->levels, Level, walk->levels->len - 1);

        if (level->next == level->order->len)
            g_array_set_size(walk->levels, walk->levels->len - 1);
        else if (!walk_advance(walk, level)) {
            if (walk_look(walk, entry))
                return TRUE;
        } else if (walk->depth > 0 && walk->levels->len >= walk->depth) {
            continue;
        } else if (!walk_enter(walk)) {
            return walk_entry_folder(walk, entry);
        }
    }
    return FALSE;
}
