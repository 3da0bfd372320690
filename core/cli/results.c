/* results - finds the documents in the files that a run left. */
#include "cli/results.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* In which a result says that it is one, and its id. */
#define HEAD_BYTES 16384
#define MAX_DEPTH  64

typedef struct {
    char *id;
    guint file;
    gint64 offset;
    gsize length;
} Entry;

struct Results {
    char *path;
    GPtrArray *files; /* of char *: paths */
    GArray *entries;  /* of Entry */
    GHashTable *ids;  /* of Entry.id → index + 1 */
    char *damage;     /* the first place where something else than a result stands; or NULL */
};

static void
entry_clear(gpointer entry)
{
    g_free(((Entry *) entry)->id);
}

/* --- looking into JSON without reading all of it --------------------------------------------- */

static gsize
skip_blanks(const char *json, gsize at, gsize length)
{
    while (at < length && strchr(" \t\r\n", json[at]) && json[at])
        at++;
    return at;
}

/* The place behind the string at @at, or 0. */
static gsize
skip_string(const char *json, gsize at, gsize length)
{
    if (at >= length || json[at] != '"')
        return 0;
    for (at++; at < length && json[at] != '"'; at++)
        if (json[at] == '\\')
            at++;
    return at < length ? at + 1 : 0;
}

/* Goes past `"key":` at @at; 0 if something else stands there. */
static gsize
skip_key(const char *json, gsize at, gsize length, const char *key)
{
    gsize start = skip_blanks(json, at, length), end = skip_string(json, start, length);

    if (end == 0 || end - start != strlen(key) + 2 ||
        memcmp(json + start + 1, key, strlen(key)) != 0)
        return 0;
    end = skip_blanks(json, end, length);
    return end < length && json[end] == ':' ? skip_blanks(json, end + 1, length) : 0;
}

/* The place behind the object at @at, or 0. */
static gsize
skip_object(const char *json, gsize at, gsize length)
{
    guint depth = 0;

    while (at < length) {
        if (json[at] == '"') {
            at = skip_string(json, at, length);
            if (at == 0)
                return 0;
            continue;
        }
        if (json[at] == '{')
            depth++;
        else if (json[at] == '}' && --depth == 0)
            return at + 1;
        else if (depth == 0)
            return 0;
        at++;
    }
    return 0;
}

/* The place behind the object that says what made the result which begins at @json, or 0. */
static gsize
skip_head(const char *json, gsize length)
{
    gsize at = skip_blanks(json, 0, length);

    if (at >= length || json[at] != '{')
        return 0;
    at = skip_key(json, at + 1, length, "textmill");
    at = at ? skip_object(json, at, length) : 0;
    at = at ? skip_blanks(json, at, length) : 0;
    return at < length && json[at] == ',' ? at : 0;
}

/* The id of the result that begins at @json, in the order in which textmill writes. (transfer
 * full) */
static char *
find_id(const char *json, gsize length)
{
    gsize at = skip_head(json, length);

    at = at ? skip_key(json, at + 1, length, "id") : 0;

    gsize end = at ? skip_string(json, at, length) : 0;
    g_autoptr(MillValue) id = end ? mill_json_parse(json + at, (gssize) (end - at), NULL) : NULL;

    return g_strdup(mill_value_get_string(id, NULL));
}

gboolean
results_is_json(const char *json, gsize length)
{
    g_autofree char *id = find_id(json, MIN(length, HEAD_BYTES));

    return id != NULL;
}

/* --- the index ------------------------------------------------------------------------------- */

static void
add_entry(Results *self, char *id, gint64 offset, gsize length)
{
    Entry entry = { id, self->files->len - 1, offset, length };

    if (g_hash_table_contains(self->ids, id)) {
        g_free(id);
        return;
    }
    g_array_append_val(self->entries, entry);
    g_hash_table_insert(self->ids, id, GUINT_TO_POINTER(self->entries->len));
}

/* A file of one result, or one of a result a line; others are passed over. */
static void
index_file(Results *self, const char *path)
{
    /* A pipe that nobody writes to is not waited for. */
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    FILE *stream = fd < 0 ? NULL : fdopen(fd, "rb");
    char *line = NULL;
    size_t size = 0;
    gint64 offset = 0;
    gboolean first = TRUE;
    struct stat status;

    if (!stream)
        return;
    if (fstat(fileno(stream), &status) < 0 || !S_ISREG(status.st_mode)) {
        fclose(stream);
        return;
    }
    g_ptr_array_add(self->files, g_strdup(path));
    for (ssize_t n; (n = getline(&line, &size, stream)) > 0; offset += n, first = FALSE) {
        char *id = find_id(line, (gsize) n);

        if (id)
            add_entry(self, id, offset, (gsize) n);
        else if (first)
            break;
        else if (!self->damage && skip_blanks(line, 0, (gsize) n) < (gsize) n)
            self->damage = g_strdup_printf("%s, at byte %" G_GINT64_FORMAT, path, offset);
    }
    free(line);
    if (first) { /* not a result a line: perhaps one that is indented */
        g_autofree char *head = g_malloc(HEAD_BYTES);
        gsize got = fseeko(stream, 0, SEEK_SET) == 0 ? fread(head, 1, HEAD_BYTES, stream) : 0;
        char *id = find_id(head, got);

        if (id)
            add_entry(self, id, 0, (gsize) status.st_size);
    }
    fclose(stream);
}

static gboolean
is_result_name(const char *name)
{
    return name[0] != '.' && (g_str_has_suffix(name, ".json") || g_str_has_suffix(name, ".jsonl"));
}

/* The files of the folder in the order of their names, then its folders. */
static void
index_folder(Results *self, const char *path, guint depth)
{
    struct dirent **names;
    int n = depth < MAX_DEPTH ? scandir(path, &names, NULL, alphasort) : -1;
    g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);

    for (int i = 0; i < n; i++) {
        g_autofree char *child = g_build_filename(path, names[i]->d_name, NULL);
        struct stat status;

        if (names[i]->d_name[0] != '.' && lstat(child, &status) == 0 && S_ISDIR(status.st_mode))
            g_ptr_array_add(folders, g_steal_pointer(&child));
        else if (is_result_name(names[i]->d_name))
            index_file(self, child);
        free(names[i]);
    }
    if (n >= 0)
        free(names);
    for (guint i = 0; i < folders->len; i++)
        index_folder(self, folders->pdata[i], depth + 1);
}

Results *
results_open(const char *path, GError **error)
{
    g_autoptr(Results) self = g_new0(Results, 1);
    struct stat status;

    self->path = g_strdup(path);
    self->files = g_ptr_array_new_with_free_func(g_free);
    self->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    self->ids = g_hash_table_new(g_str_hash, g_str_equal);
    g_array_set_clear_func(self->entries, entry_clear);
    if (stat(path, &status) < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: %s", path, g_strerror(errno));
        return NULL;
    }
    if (S_ISDIR(status.st_mode))
        index_folder(self, path, 0);
    else
        index_file(self, path);
    if (self->damage) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "%s: the line is no result, though others are; is the file damaged?",
                    self->damage);
        return NULL;
    }
    if (self->entries->len > 0)
        return g_steal_pointer(&self);
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                S_ISDIR(status.st_mode)
                    ? "%s holds no results in JSON; does the pipeline have a step json or jsonl?"
                    : "%s is no result in JSON, as the steps json and jsonl write it",
                path);
    return NULL;
}

void
results_free(Results *self)
{
    if (!self)
        return;
    g_hash_table_unref(self->ids);
    g_array_unref(self->entries);
    g_ptr_array_unref(self->files);
    g_free(self->damage);
    g_free(self->path);
    g_free(self);
}

gsize
results_get_length(const Results *self)
{
    return self->entries->len;
}

static Entry *
get_entry(const Results *self, gsize index)
{
    return &g_array_index(self->entries, Entry, index);
}

const char *
results_get_id(const Results *self, gsize index)
{
    return get_entry(self, index)->id;
}

static gint
compare_entries(gconstpointer a, gconstpointer b)
{
    return strcmp(((const Entry *) a)->id, ((const Entry *) b)->id);
}

void
results_sort(Results *self)
{
    g_array_sort(self->entries, compare_entries);
    for (guint i = 0; i < self->entries->len; i++)
        g_hash_table_insert(self->ids, get_entry(self, i)->id, GUINT_TO_POINTER(i + 1));
}

gssize
results_find(const Results *self, const char *id)
{
    return (gssize) GPOINTER_TO_UINT(g_hash_table_lookup(self->ids, id)) - 1;
}

GBytes *
results_read(Results *self, gsize index, GError **error)
{
    const Entry *entry = get_entry(self, index);
    const char *path = self->files->pdata[entry->file];
    g_autofree char *bytes = g_malloc(entry->length + 1);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    gsize done = 0;

    for (ssize_t n = 1; fd >= 0 && n > 0 && done < entry->length; done += (gsize) MAX(n, 0))
        n = pread(fd, bytes + done, entry->length - done, (off_t) (entry->offset + (gint64) done));
    int cause = errno;
    if (fd >= 0)
        close(fd);
    if (fd >= 0 && done == entry->length)
        return g_bytes_new_take(g_steal_pointer(&bytes), done);
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: %s", path,
                fd < 0 ? g_strerror(cause) : "the file became shorter while it was read");
    return NULL;
}

gboolean
results_equal(Results *a, gsize a_index, Results *b, gsize b_index, gboolean *equal, GError **error)
{
    g_autoptr(GBytes) x = results_read(a, a_index, error);
    g_autoptr(GBytes) y = x ? results_read(b, b_index, error) : NULL;
    gsize n, m;

    if (!y)
        return FALSE;

    const char *p = g_bytes_get_data(x, &n), *q = g_bytes_get_data(y, &m);
    gsize i = skip_head(p, n), j = skip_head(q, m);

    *equal = n - i == m - j && memcmp(p + i, q + j, n - i) == 0;
    return TRUE;
}

Result *
results_load(Results *self, gsize index, GError **error)
{
    const Entry *entry = get_entry(self, index);
    g_autoptr(GBytes) bytes = results_read(self, index, error);
    gsize length;
    const char *json = bytes ? g_bytes_get_data(bytes, &length) : NULL;
    Result *result = json ? result_new_json(json, length, error) : NULL;

    if (json && !result)
        g_prefix_error(error, "%s, at byte %" G_GINT64_FORMAT ": ",
                       (char *) self->files->pdata[entry->file], entry->offset);
    return result;
}
