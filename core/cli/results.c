/* results - finds the documents in the files that a run left. */
#include "cli/results.h"

#include "cli/head.h"

#include <textmill/run.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_DEPTH  64
#define BLOCK      ((gsize) 64 * 1024)
/* A few compressed bytes can claim to be as many as they like. */
#define MAX_RESULT ((gint64) 1 << 30)

typedef struct {
    char *id;
    guint file;
    gint64 offset;
    gsize length;
} Entry;

struct Results {
    char *path;
    GPtrArray *files;     /* of ResultFile * */
    GArray *entries;      /* of Entry */
    GHashTable *ids;      /* of Entry.id → index + 1 */
    MillContent *current; /* the one of a file that is not at rest; or NULL */
    char *damage;         /* the first thing that is wrong with a file; or NULL */
};

typedef struct {
    char *path;
    MillContent *content;
} ResultFile;

static void
result_file_free(gpointer data)
{
    ResultFile *file = data;

    mill_content_free(file->content);
    g_free(file->path);
    g_free(file);
}

static void
entry_clear(gpointer entry)
{
    g_free(((Entry *) entry)->id);
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

/* A line of a file: its beginning, which is all that is looked at, and its place. */
typedef struct {
    GString *head;
    gint64 offset;
    gsize length; /* with its end */
} Line;

/* FALSE if the rest of the file is not to be read. */
static gboolean
take_line(Results *self, const Line *line)
{
    const ResultFile *file = self->files->pdata[self->files->len - 1];
    char *id = head_find_id(line->head->str, line->head->len);

    if (id)
        add_entry(self, id, line->offset, line->length);
    else if (line->offset == 0)
        return FALSE;
    else if (!self->damage &&
             head_skip_blanks(line->head->str, 0, line->head->len) < line->head->len)
        self->damage = g_strdup_printf("%s, at byte %" G_GINT64_FORMAT
                                       ": the line is no result, though others are; is the file "
                                       "damaged?",
                                       file->path, line->offset);
    return TRUE;
}

/* Goes on with a line, as far as it is in the block; whether it has ended. */
static gboolean
extend_line(Line *line, const char **bytes, gsize *length)
{
    const char *end = memchr(*bytes, '\n', *length);
    gsize n = end ? (gsize) (end - *bytes) + 1 : *length;

    g_string_append_len(line->head, *bytes, (gssize) MIN(n, HEAD_BYTES - line->head->len));
    line->length += n;
    *bytes += n;
    *length -= n;
    return end != NULL;
}

/* The lines of a file, as long as they are results. */
static gboolean
index_lines(Results *self, MillContent *content, GError **error)
{
    g_autofree char *block = g_malloc(BLOCK);
    g_autoptr(GString) head = g_string_sized_new(HEAD_BYTES);
    Line line = { head, 0, 0 };
    gint64 offset = 0;

    for (gsize length = BLOCK; length == BLOCK; offset += (gint64) length) {
        if (!mill_content_read(content, offset, block, &length, error))
            return FALSE;

        const char *at = block;

        for (gsize left = length; left > 0;) {
            if (!extend_line(&line, &at, &left))
                break;
            if (!take_line(self, &line))
                return TRUE;
            line = (Line){ head, line.offset + (gint64) line.length, 0 };
            g_string_truncate(head, 0);
        }
    }
    if (line.length > 0)
        take_line(self, &line);
    return TRUE;
}

/* A file that is one result, of many lines: one that somebody indented. */
static gboolean
index_whole(Results *self, MillContent *content, GError **error)
{
    g_autofree char *block = g_malloc(BLOCK);
    gsize length = BLOCK;
    gint64 offset = 0;

    if (!mill_content_read(content, 0, block, &length, error))
        return FALSE;

    char *id = head_find_id(block, MIN(length, HEAD_BYTES));

    for (offset = (gint64) length; id && length == BLOCK && offset <= MAX_RESULT;
         offset += (gint64) length)
        if (!mill_content_read(content, offset, block, &length, error)) {
            g_free(id);
            return FALSE;
        }
    if (id)
        add_entry(self, id, 0, (gsize) offset);
    return TRUE;
}

/* The content of a file, after which that of the one before rests. */
static MillContent *
get_content(Results *self, guint file)
{
    MillContent *content = ((ResultFile *) self->files->pdata[file])->content;

    if (self->current && self->current != content)
        mill_content_rest(self->current);
    return self->current = content;
}

/* A file of one result, or one of a result a line; others are passed over. */
static void
index_file(Results *self, const char *path)
{
    guint before = self->entries->len;
    struct stat status;

    if (stat(path, &status) < 0 || !S_ISREG(status.st_mode))
        return;

    g_autoptr(GError) error = NULL;
    MillContent *content = mill_content_open(path, &error);

    if (content) {
        ResultFile *file = g_new(ResultFile, 1);

        *file = (ResultFile){ g_strdup(path), content };
        g_ptr_array_add(self->files, file);
        get_content(self, self->files->len - 1);
        if (index_lines(self, content, &error) && self->entries->len == before)
            index_whole(self, content, &error);
    }
    if (error && !self->damage)
        self->damage = g_strdup(error->message);
}

/* A name that ends in .json or .jsonl, before what tells its compression. */
static gboolean
is_result_name(const char *name)
{
    gsize length = strlen(name);
    gsize end = g_str_has_suffix(name, ".gz")    ? length - strlen(".gz")
                : g_str_has_suffix(name, ".zst") ? length - strlen(".zst")
                                                 : length;
    g_autofree char *plain = g_strndup(name, end);

    return name[0] != '.' &&
           (g_str_has_suffix(plain, ".json") || g_str_has_suffix(plain, ".jsonl"));
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
    self->files = g_ptr_array_new_with_free_func(result_file_free);
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
        g_set_error_literal(error, MILL_ERROR, MILL_ERROR_DATA, self->damage);
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
    const ResultFile *file = self->files->pdata[entry->file];
    gsize length = entry->length;
    g_autofree char *bytes = length <= MAX_RESULT ? g_try_malloc(length + 1) : NULL;

    if (!bytes) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_MEMORY,
                    "%s, at byte %" G_GINT64_FORMAT ": a result of %" G_GSIZE_FORMAT
                    " bytes is too large to look at",
                    file->path, entry->offset, length);
        return NULL;
    }
    if (!mill_content_read(get_content(self, entry->file), entry->offset, bytes, &length, error))
        return NULL;
    if (length == entry->length)
        return g_bytes_new_take(g_steal_pointer(&bytes), length);
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: the file became shorter while it was read",
                file->path);
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
    gsize i = head_skip(p, n), j = head_skip(q, m);

    /* Of another format nobody knows what its bytes mean: loading it says so. */
    *equal = n - i == m - j && memcmp(p + i, q + j, n - i) == 0 &&
             head_get_format(p, i) == RESULT_FORMAT && head_get_format(q, j) == RESULT_FORMAT;
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
                       ((ResultFile *) self->files->pdata[entry->file])->path, entry->offset);
    return result;
}
