/* watch.c - waiting until files that people edit have changed. */
#include "cli/watch.h"

#include "cli/cli.h"

#include <sys/stat.h>

#define WATCH_PAUSE 200000 /* microseconds between two looks */

struct CliWatch {
    GPtrArray *paths; /* char * */
    guint64 seen;     /* what the files looked like at the mark, as a hash */
};

CliWatch *
cli_watch_new(void)
{
    CliWatch *self = g_new0(CliWatch, 1);

    self->paths = g_ptr_array_new_with_free_func(g_free);
    return self;
}

void
cli_watch_free(CliWatch *self)
{
    if (!self)
        return;
    g_ptr_array_unref(self->paths);
    g_free(self);
}

static gboolean
watch_has(const CliWatch *self, const char *path)
{
    return g_ptr_array_find_with_equal_func(self->paths, path, g_str_equal, NULL);
}

gboolean
cli_watch_add(CliWatch *self, const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);

    if (watch_has(self, path) ||
        (watch_has(self, folder) && !g_file_test(path, G_FILE_TEST_IS_DIR)))
        return FALSE;
    g_ptr_array_add(self->paths, g_strdup(path));
    return TRUE;
}

/* What tells one state of a file from another: who it is, how long, since when. */
static guint64
watch_look(const char *path)
{
    struct stat info;

    if (stat(path, &info) != 0)
        return 1;

    guint64 look = g_str_hash(path);

    look = look * 31 + (guint64) info.st_ino;
    look = look * 31 + (guint64) info.st_size;
    look = look * 31 + (guint64) info.st_mtim.tv_sec;
    return look * 31 + (guint64) info.st_mtim.tv_nsec;
}

/* The order in which a folder names its files must not matter, so looks are added up. */
static guint64
watch_look_all(const CliWatch *self)
{
    guint64 sum = 0;

    for (guint i = 0; i < self->paths->len; i++) {
        const char *path = g_ptr_array_index(self->paths, i);
        g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

        if (!folder) {
            sum += watch_look(path);
            continue;
        }
        for (const char *name; (name = g_dir_read_name(folder));) {
            g_autofree char *file = g_build_filename(path, name, NULL);

            if (!g_file_test(file, G_FILE_TEST_IS_DIR))
                sum += watch_look(file);
        }
    }
    return sum;
}

/* Whether scripts of @pipeline were not watched yet. They are now. */
static gboolean
watch_scripts(CliWatch *watch, const MillPipeline *pipeline)
{
    gboolean more = FALSE;

    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++) {
        const char *script = mill_pipeline_get_step(pipeline, i)->script;

        more |= script && cli_watch_add(watch, script);
    }
    return more;
}

MillPipeline *
cli_watch_load(CliWatch *self, const char *path)
{
    for (;;) {
        self->seen = watch_look_all(self);
        g_autoptr(MillPipeline) pipeline = cli_load_pipeline(path);

        if (!pipeline || !watch_scripts(self, pipeline))
            return g_steal_pointer(&pipeline);
    }
}

gboolean
cli_watch_wait(CliWatch *self, const volatile gint *stop)
{
    guint64 last = self->seen;

    while (!*stop) {
        guint64 now = watch_look_all(self);

        if (now != self->seen && now == last)
            return TRUE;
        last = now;
        g_usleep(WATCH_PAUSE);
    }
    return FALSE;
}
