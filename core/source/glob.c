/* glob.c - names with wild cards. */
#include "source/glob.h"

#include <fnmatch.h>
#include <string.h>

gboolean
mill_glob_split(const char *path, char **root, char **pattern)
{
    gsize plain = strcspn(path, "*?[");

    if (path[plain] == '\0')
        return FALSE;
    while (plain > 0 && path[plain - 1] != '/')
        plain--;
    *root = plain == 0 ? g_strdup(".") : g_strndup(path, plain > 1 ? plain - 1 : 1);
    *pattern = g_strdup(path + plain);
    return TRUE;
}

static gboolean
glob_match_name(const char *pattern, gsize pattern_length, const char *name, gsize length)
{
    g_autofree char *one = g_strndup(pattern, pattern_length);
    g_autofree char *other = g_strndup(name, length);

    return fnmatch(one, other, FNM_PERIOD) == 0;
}

/* Each `**` is tried with no folder, then with one more; only the last one has to be gone back to,
 * since whatever comes behind it may as well be left to it. */
gboolean
mill_glob_matches(const char *pattern, const char *path)
{
    const char *again = NULL, *from = NULL; /* behind the last `**`, and where it was tried */

    while (*path) {
        gsize part = strcspn(pattern, "/"), name = strcspn(path, "/");
        gboolean last_part = pattern[part] == '\0', last_name = path[name] == '\0';

        if (part == 2 && memcmp(pattern, "**", 2) == 0) {
            if (last_part)
                return TRUE;
            again = pattern += 3;
            from = path;
            continue;
        }
        if (last_part == last_name && glob_match_name(pattern, part, path, name)) {
            if (last_part)
                return TRUE;
            pattern += part + 1;
            path += name + 1;
            continue;
        }
        if (!from || !strchr(from, '/'))
            return FALSE;
        from = strchr(from, '/') + 1;
        path = from;
        pattern = again;
    }
    return FALSE;
}

guint
mill_glob_get_depth(const char *pattern)
{
    guint depth = 1;

    for (const char *part = pattern; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (strncmp(part, "**", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
            return 0;
        depth += part != pattern;
    }
    return depth;
}
