/* paths.c - finds the installation around this library, or the build tree. */
#include "plugin/paths.h"

#include <dlfcn.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATHS_KEY_FILE    "textmill-uninstalled.ini"
#define PATHS_GROUP       "textmill"
/* A test program lies this deep in the build tree. */
#define PATHS_MAX_PARENTS 4

typedef struct {
    char *plugins, *plugin_data, *scripts;
    gboolean uninstalled;
} Paths;

/* The file that holds this code: the shared library, or a program it was linked into. */
static char *
paths_dup_own_file(void)
{
    Dl_info info;
    char *real = NULL;

    /* Of a program, the loader knows only argv[0], which is no path if $PATH was searched. */
    if (dladdr(PATHS_KEY_FILE, &info) != 0 && info.dli_fname && strchr(info.dli_fname, '/'))
        real = realpath(info.dli_fname, NULL);
    return real ? real : realpath("/proc/self/exe", NULL);
}

/* Whether @group is the owner's alone, as distributions set it up that give everybody a group of
 * their own (and then make files writable by it). */
static gboolean
paths_is_private_group(gid_t group, uid_t owner)
{
    const struct passwd *user = getpwuid(owner);
    g_autofree char *name = user ? g_strdup(user->pw_name) : NULL;
    const struct group *entry = name ? getgrgid(group) : NULL;

    if (!entry || !g_str_equal(entry->gr_name, name))
        return FALSE;
    for (char **member = entry->gr_mem; *member; member++)
        if (!g_str_equal(*member, name))
            return FALSE;
    return TRUE;
}

char *
mill_paths_find_distrust(const char *path)
{
    struct stat status;
    const char *who = NULL;

    if (stat(path, &status) != 0)
        return g_strdup_printf("%s: %s", path, g_strerror(errno));
    if (status.st_uid != 0 && status.st_uid != geteuid())
        return g_strdup_printf("%s belongs to another user; plugins must be root's or your own",
                               path);
    if (status.st_mode & S_IWOTH)
        who = "everybody";
    else if (status.st_mode & S_IWGRP && !paths_is_private_group(status.st_gid, status.st_uid))
        who = "its group";
    return who ? g_strdup_printf("%s can write to %s; mend it with: chmod go-w %s", who, path, path)
               : NULL;
}

static void
paths_replace(char **path, GKeyFile *keys, const char *key)
{
    g_free(*path);
    *path = g_key_file_get_string(keys, PATHS_GROUP, key, NULL);
}

static gboolean
paths_load_key_file(Paths *paths, const char *file)
{
    g_autoptr(GKeyFile) keys = g_key_file_new();
    g_autofree char *distrust = mill_paths_find_distrust(file);

    if (distrust || !g_key_file_load_from_file(keys, file, G_KEY_FILE_NONE, NULL))
        return FALSE;
    paths_replace(&paths->plugins, keys, "plugins");
    paths_replace(&paths->plugin_data, keys, "plugin_data");
    paths_replace(&paths->scripts, keys, "scripts");
    paths->uninstalled = TRUE;
    return paths->plugins && paths->plugin_data && paths->scripts;
}

/* Looks for the key file in @start and its parents. */
static gboolean
paths_find_build_tree(Paths *paths, const char *start)
{
    g_autofree char *folder = g_strdup(start);

    for (int i = 0; i <= PATHS_MAX_PARENTS; i++) {
        g_autofree char *file = g_build_filename(folder, PATHS_KEY_FILE, NULL);
        char *parent = g_path_get_dirname(folder);

        g_free(folder);
        folder = parent;
        if (g_file_test(file, G_FILE_TEST_IS_REGULAR) && paths_load_key_file(paths, file))
            return TRUE;
    }
    return FALSE;
}

/* @folder under @prefix, unless the build was told an absolute one. */
static char *
paths_join(const char *prefix, const char *folder)
{
    return g_path_is_absolute(folder) ? g_strdup(folder) : g_build_filename(prefix, folder, NULL);
}

/* The prefix: what is left of @folder (the library's or program's) without libdir or bindir. NULL
 * if it ends with neither. */
static char *
paths_dup_prefix(const char *folder)
{
    const char *tails[] = { "/" MILL_LIBDIR, "/" MILL_BINDIR };

    for (gsize i = 0; i < G_N_ELEMENTS(tails); i++)
        if (g_str_has_suffix(folder, tails[i]))
            return g_strndup(folder, strlen(folder) - strlen(tails[i]));
    return NULL;
}

static void
paths_set_installed(Paths *paths, const char *prefix)
{
    g_autofree char *libraries = paths_join(prefix, MILL_LIBDIR);
    g_autofree char *data = paths_join(prefix, MILL_DATADIR);

    g_free(paths->plugins); /* a key file may have named some of them */
    g_free(paths->plugin_data);
    g_free(paths->scripts);
    paths->plugins = g_build_filename(libraries, "textmill", "plugins", NULL);
    paths->plugin_data = g_build_filename(data, "textmill", NULL);
    paths->scripts = g_build_filename(paths->plugin_data, "scripts", NULL);
    paths->uninstalled = FALSE;
}

/* An installed tree knows itself, also one that was installed into a folder of a build tree. */
static void
paths_find(Paths *paths)
{
    g_autofree char *own_file = paths_dup_own_file();
    g_autofree char *folder = g_path_get_dirname(own_file ? own_file : "/");
    g_autofree char *prefix = paths_dup_prefix(folder);

    if (prefix) {
        paths_set_installed(paths, prefix);
        if (g_file_test(paths->plugins, G_FILE_TEST_IS_DIR))
            return;
    }
    if (!own_file || !paths_find_build_tree(paths, folder))
        paths_set_installed(paths, prefix ? prefix : MILL_PREFIX);
}

static const Paths *
paths_get(void)
{
    static Paths paths;

    if (!paths.scripts)
        paths_find(&paths);
    return &paths;
}

const char *
mill_paths_get_plugins(void)
{
    return paths_get()->plugins;
}

const char *
mill_paths_get_plugin_data(void)
{
    return paths_get()->plugin_data;
}

const char *
mill_paths_get_scripts(void)
{
    return paths_get()->scripts;
}

gboolean
mill_paths_is_uninstalled(void)
{
    return paths_get()->uninstalled;
}

char *
mill_paths_dup_user(const char *name)
{
    return g_build_filename(g_get_user_data_dir(), "textmill", name, NULL);
}
