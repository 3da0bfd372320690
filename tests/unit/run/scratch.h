/* scratch.h - a temporary folder for a test, gone when the test ends. */
#ifndef TEST_RUN_SCRATCH_H
#define TEST_RUN_SCRATCH_H

#include <errno.h>
#include <ftw.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

/* In memory where that can be: runs that are resumed wait for the disk. */
static inline char *
scratch_new(void)
{
    g_autoptr(GError) error = NULL;
    char *folder = g_strdup("/dev/shm/textmill-test-XXXXXX");

    if (g_mkdtemp(folder))
        return folder;
    g_free(folder);
    folder = g_dir_make_tmp("textmill-test-XXXXXX", &error);
    g_assert_no_error(error);
    return folder;
}

static inline int
scratch_unlink(const char *path, const struct stat *status, int type, struct FTW *at)
{
    if (S_ISDIR(status->st_mode))
        return rmdir(path);
    return unlink(path);
}

static inline void
scratch_free(char *folder)
{
    if (!folder)
        return;
    nftw(folder, scratch_unlink, 16, FTW_DEPTH | FTW_PHYS);
    g_free(folder);
}

/* (transfer full) */
static inline char *
scratch_path(const char *folder, const char *name)
{
    return g_strconcat(folder, "/", name, NULL);
}

/* Writes the file @name, and the folders on the way to it. */
static inline void
scratch_write(const char *folder, const char *name, const char *text)
{
    g_autofree char *path = scratch_path(folder, name);
    g_autofree char *parent = g_path_get_dirname(path);

    g_assert_cmpint(g_mkdir_with_parents(parent, 0777), ==, 0);
    FILE *file = fopen(path, "w"); /* g_file_set_contents() needs room for a longer name */

    g_assert_nonnull(file);
    g_assert_cmpint(fputs(text, file), >=, 0);
    g_assert_cmpint(fclose(file), ==, 0);
}

/* The bytes of the file @name; NULL if there is none. (transfer full) */
static inline char *
scratch_read(const char *folder, const char *name)
{
    g_autofree char *path = scratch_path(folder, name);
    char *text = NULL;

    g_file_get_contents(path, &text, NULL, NULL);
    return text;
}

static inline void
scratch_list_below(const char *folder, const char *prefix, GPtrArray *names)
{
    g_autofree char *path = scratch_path(folder, prefix);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *relative = g_strconcat(prefix, *prefix ? "/" : "", name, NULL);
        g_autofree char *full = scratch_path(folder, relative);

        if (g_file_test(full, G_FILE_TEST_IS_DIR) && !g_file_test(full, G_FILE_TEST_IS_SYMLINK)) {
            guint before = names->len;

            scratch_list_below(folder, relative, names);
            if (names->len == before)
                g_ptr_array_add(names, g_strconcat(relative, "/", NULL));
        } else {
            g_ptr_array_add(names, g_steal_pointer(&relative));
        }
    }
}

static inline gint
scratch_compare(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* All files below the folder, hidden ones too, and folders that are empty ("name/"), sorted and
 * joined by blanks. (transfer full) */
static inline char *
scratch_list(const char *folder)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

    scratch_list_below(folder, "", names);
    g_ptr_array_sort(names, scratch_compare);
    g_ptr_array_add(names, NULL);
    return g_strjoinv(" ", (char **) names->pdata);
}

#endif
