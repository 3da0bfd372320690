/* source.c - what the inputs of a run yield: units, in a fixed order. */
#include "run/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <textmill/error.h>
#include <textmill/types.h>

#include "run/feeder.h"
#include "run/given.h"
#include "run/glob.h"
#include "run/ledger.h"
#include "run/list.h"
#include "run/walk.h"

/* A place in the inputs. */
typedef struct {
    guint next;
    MillWalk *walk;
    MillList *list;
    gboolean feeding; /* the feeder has a container */
    gint64 n_matches; /* in the walk */
    gint64 count;
} Cursor;

struct MillSource {
    GPtrArray *inputs; /* MillGiven */
    MillGiven *list;   /* the list of files that stands for inputs, or NULL */
    gboolean skips;
    dev_t skip_device;
    ino_t skip_inode;
    guint shard; /* from 1; with n_shards 0, all units are given */
    guint n_shards;
    Cursor reading;
    Cursor counting;
    const MillInput *input; /* NULL: nothing is taken apart */
    MillFeeder *feeder;
};

void
mill_source_free(MillSource *source)
{
    if (!source)
        return;
    g_ptr_array_unref(source->inputs);
    g_clear_pointer(&source->reading.walk, mill_walk_free);
    g_clear_pointer(&source->counting.walk, mill_walk_free);
    g_clear_pointer(&source->reading.list, mill_list_free);
    g_clear_pointer(&source->counting.list, mill_list_free);
    g_clear_pointer(&source->list, mill_given_free);
    mill_feeder_free(source->feeder);
    g_free(source);
}

/* Strips the slashes at the end, so that paths read `folder/file`. */
static char *
source_trim(const char *path)
{
    gsize length = strlen(path);

    while (length > 1 && path[length - 1] == '/')
        length--;
    return g_strndup(path, length);
}

static void
source_label(GPtrArray *inputs)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < inputs->len; i++) {
        MillGiven *input = g_ptr_array_index(inputs, i);
        g_autofree char *label = g_strdup(input->label);

        for (guint n = 2; g_hash_table_contains(taken, input->label); n++) {
            g_free(input->label);
            input->label = g_strdup_printf("%s~%u", label, n);
        }
        g_hash_table_add(taken, input->label);
    }
}

static gboolean
source_check(GPtrArray *inputs, GString *wrong, GError **error)
{
    guint streams = 0;
    guint readable = 0;

    for (guint i = 0; i < inputs->len; i++) {
        const MillGiven *input = g_ptr_array_index(inputs, i);

        streams += input->kind == MILL_GIVEN_STDIN;
        readable += input->problem == NULL;
    }
    if (inputs->len == 0 || streams > 1) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION, "%s",
                    inputs->len == 0 ? "no input: name files, folders or '-'"
                                     : "'-' (standard input) can be read only once");
        return FALSE;
    }
    if (readable > 0)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read the input:%s", wrong->str);
    return FALSE;
}

MillSource *
mill_source_new(const char *const *paths, GError **error)
{
    g_autoptr(MillSource) source = g_new0(MillSource, 1);
    g_autoptr(GString) wrong = g_string_new(NULL);

    source->inputs = g_ptr_array_new_with_free_func(mill_given_free);
    for (; paths && *paths; paths++) {
        g_autofree char *path = source_trim(*paths);

        g_ptr_array_add(source->inputs, mill_given_look(path, wrong));
    }
    if (!source_check(source->inputs, wrong, error))
        return NULL;
    source_label(source->inputs);
    return g_steal_pointer(&source);
}

MillSource *
mill_source_new_list(const char *path, GError **error)
{
    g_autoptr(MillSource) source = g_new0(MillSource, 1);
    g_autoptr(GString) wrong = g_string_new(NULL);

    source->inputs = g_ptr_array_new_with_free_func(mill_given_free);
    source->list = mill_given_look(path, wrong);
    if (wrong->len == 0 && source->list->kind != MILL_GIVEN_FOLDER)
        return g_steal_pointer(&source);
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read the list of files:%s",
                wrong->len > 0 ? wrong->str : " it is a folder");
    return NULL;
}

/* Opens the list, for two readers: each has a place of its own. */
static gboolean
source_open_list(MillSource *source, const volatile gint *stop, GError **error)
{
    MillGiven *list = source->list;

    if (!mill_given_take(list, stop, error))
        return FALSE;
    if (list->kind == MILL_GIVEN_FILE)
        list->fd = open(list->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (list->fd < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read the list of files: %s",
                    list->problem ? list->problem : g_strerror(errno));
        return FALSE;
    }
    source->reading.list = mill_list_new(list->fd, list->offset);
    source->counting.list = mill_list_new(list->fd, list->offset);
    return TRUE;
}

/* Whether the file called @name is to be taken apart. */
static gboolean
source_is_container(const MillSource *source, const char *name)
{
    if (!source->input)
        return FALSE;
    MillForm form = mill_form_find(source->input, name);

    return mill_form_is_container(&form);
}

void
mill_source_set_input(MillSource *source, const MillInput *input, const volatile gint *stop)
{
    source->input = input;
    source->feeder = mill_feeder_new(input, stop);
    for (guint i = 0; i < source->inputs->len; i++) {
        MillGiven *item = g_ptr_array_index(source->inputs, i);

        item->streamed = source_is_container(source, item->path ? item->path : item->label);
    }
}

void
mill_source_abandon(MillSource *source)
{
    if (source->feeder)
        mill_feeder_abandon(source->feeder);
}

gboolean
mill_source_is_slow(const MillSource *source)
{
    return source->reading.feeding && mill_feeder_is_slow(source->feeder);
}

gboolean
mill_source_spool(MillSource *source, const volatile gint *stop, GError **error)
{
    if (source->list)
        return source_open_list(source, stop, error);
    for (guint i = 0; i < source->inputs->len; i++) {
        MillGiven *input = g_ptr_array_index(source->inputs, i);

        if (!mill_given_take(input, stop, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
mill_source_skip(MillSource *source, const struct stat *folder, GError **error)
{
    for (guint i = 0; i < source->inputs->len; i++) {
        const MillGiven *input = g_ptr_array_index(source->inputs, i);

        if (input->kind != MILL_GIVEN_FOLDER || input->device != folder->st_dev ||
            input->inode != folder->st_ino)
            continue;
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "the input '%s' is also the results folder; choose another with -o",
                    input->path);
        return FALSE;
    }
    source->skips = TRUE;
    source->skip_device = folder->st_dev;
    source->skip_inode = folder->st_ino;
    return TRUE;
}

static void
source_fill(MillUnit *unit, const MillGiven *input)
{
    *unit = (MillUnit){
        .id = g_strdup(input->label),
        .path = g_strdup(input->path),
        .fd = input->fd,
        .offset = input->offset,
        .size = input->size,
        .file_size = input->kind == MILL_GIVEN_FILE ? input->size : 0,
        .mtime_ns = input->mtime_ns,
        .code = input->code,
        .problem = g_strdup(input->problem),
    };
}

static void
source_fill_entry(const MillSource *source, MillUnit *unit, const MillGiven *input,
                  const MillWalkEntry *entry)
{
    g_autofree char *relative = mill_source_escape(entry->relative);
    gboolean prefixed = source->inputs->len > 1 || *relative == '\0';

    *unit = (MillUnit){
        .id = prefixed ? g_build_filename(input->label, relative, NULL) : g_strdup(relative),
        .path = g_strdup(entry->path),
        .fd = -1,
        .size = entry->size,
        .file_size = entry->size,
        .mtime_ns = entry->mtime_ns,
        .code = entry->problem ? MILL_ERROR_IO : 0,
        .problem = g_strdup(entry->problem),
    };
}

/* Whether the entry is a document of the folder @input. A results folder of another run may be
 * read, but its ledger is no document. */
static gboolean
source_wants(const MillGiven *input, const MillWalkEntry *entry)
{
    if (input->glob && !entry->folder && !mill_glob_matches(input->glob, entry->relative))
        return FALSE;
    return entry->problem || !mill_ledger_belongs(entry->path);
}

/* The next file of the folder @input at @cursor; FALSE when it is done. */
static gboolean
source_step(Cursor *cursor, const MillGiven *input, MillWalkEntry *entry)
{
    while (mill_walk_next(cursor->walk, entry)) {
        if (!source_wants(input, entry))
            continue;
        cursor->n_matches++;
        return TRUE;
    }
    g_clear_pointer(&cursor->walk, mill_walk_free);
    return FALSE;
}

static void
source_open(const MillSource *source, Cursor *cursor, const MillGiven *input)
{
    cursor->walk = mill_walk_new(input->path);
    if (source->skips)
        mill_walk_skip(cursor->walk, source->skip_device, source->skip_inode);
    if (cursor == &source->counting)
        mill_walk_set_quick(cursor->walk);
    if (input->glob)
        mill_walk_set_depth(cursor->walk, mill_glob_get_depth(input->glob));
    cursor->n_matches = 0;
}

/* Whether @input, which is over, had wild cards that nothing matched: a document that is missing.
 */
static gboolean
source_found_nothing(Cursor *cursor, const MillGiven *input, MillUnit *unit)
{
    if (!input->glob || cursor->n_matches > 0)
        return FALSE;
    cursor->n_matches = 1;
    if (unit)
        *unit = (MillUnit){
            .id = g_build_filename(input->label, input->glob, NULL),
            .path = g_build_filename(input->path, input->glob, NULL),
            .fd = -1,
            .code = MILL_ERROR_IO,
            .problem = g_strdup("no file matches"),
        };
    return TRUE;
}

/* Moves @cursor to the next file. FALSE at the end of all inputs. @unit may be NULL; then *@name
 * becomes that of the file. */
static gboolean
source_advance_file(const MillSource *source, Cursor *cursor, MillUnit *unit, const char **name)
{
    MillWalkEntry entry;

    if (cursor->list) {
        gboolean found = mill_list_next(cursor->list, unit);

        *name = mill_list_get_name(cursor->list);
        return found;
    }
    for (;;) {
        const MillGiven *input = cursor->next > 0 ? source->inputs->pdata[cursor->next - 1] : NULL;

        if (cursor->walk) {
            if (source_step(cursor, input, &entry)) {
                if (unit)
                    source_fill_entry(source, unit, input, &entry);
                *name = entry.path;
                return TRUE;
            }
            if (source_found_nothing(cursor, input, unit)) {
                *name = "";
                return TRUE;
            }
        }
        if (cursor->next == source->inputs->len)
            return FALSE;
        input = g_ptr_array_index(source->inputs, cursor->next++);
        if (input->kind == MILL_GIVEN_FOLDER) {
            source_open(source, cursor, input);
            continue;
        }
        if (unit)
            source_fill(unit, input);
        *name = input->path ? input->path : input->label;
        return TRUE;
    }
}

/* Moves the reading on. FALSE at the end. */
static gboolean
source_read(MillSource *source, MillUnit *unit)
{
    Cursor *cursor = &source->reading;
    const char *name;

    for (;;) {
        if (cursor->feeding && mill_feeder_next(source->feeder, unit))
            return TRUE;
        cursor->feeding = FALSE;
        if (!source_advance_file(source, cursor, unit, &name))
            return FALSE;
        if (unit->problem || !source_is_container(source, name))
            return TRUE;
        mill_feeder_open(source->feeder, unit, name);
        cursor->feeding = TRUE;
        mill_unit_clear(unit);
    }
}

gboolean
mill_source_next(MillSource *source, MillUnit *unit)
{
    while (source_read(source, unit)) {
        unit->index = source->reading.count++;
        if (source->n_shards == 0 || unit->index % source->n_shards == source->shard - 1)
            return TRUE;
        mill_unit_clear(unit);
    }
    return FALSE;
}

void
mill_source_set_shard(MillSource *source, guint shard, guint n_shards)
{
    source->shard = shard;
    source->n_shards = n_shards;
}

gint64
mill_source_count(MillSource *source, guint limit, gboolean *done)
{
    Cursor *cursor = &source->counting;
    const char *name;

    *done = FALSE;
    for (guint i = 0; i < limit && !*done; i++) {
        *done = !source_advance_file(source, cursor, NULL, &name);
        if (!*done && source_is_container(source, name))
            return -1;
        cursor->count += !*done;
    }
    return cursor->count;
}
