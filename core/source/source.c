/* source.c - what the inputs of a run yield: units, in a fixed order. */
#include "source/source-private.h"

#include <textmill/error.h>

#include "source/glob.h"
#include "source/ledger-mark.h"

static void
cursor_clear(MillCursor *cursor)
{
    g_clear_pointer(&cursor->walk, mill_walk_free);
    g_clear_pointer(&cursor->list, mill_list_free);
    *cursor = (MillCursor){ 0 };
}

void
mill_source_free(MillSource *source)
{
    if (!source)
        return;
    g_ptr_array_unref(source->inputs);
    cursor_clear(&source->reading);
    cursor_clear(&source->counting);
    g_clear_pointer(&source->list, mill_given_free);
    mill_feeder_free(source->feeder);
    g_free(source);
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
    source->stop = stop;
    source->feeder = mill_feeder_new(input, stop);
    for (guint i = 0; i < source->inputs->len; i++) {
        MillGiven *item = g_ptr_array_index(source->inputs, i);

        item->streamed = source_is_container(source, item->path ? item->path : item->label);
    }
}

void
mill_source_set_sandbox(MillSource *source, MillSandboxMode mode)
{
    mill_feeder_set_sandbox(source->feeder, mode);
}

const MillSandbox *
mill_source_get_sandbox(const MillSource *source, guint *confined)
{
    return mill_feeder_get_sandbox(source->feeder, confined);
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

void
mill_source_set_replay(MillSource *source, MillSourceReplay call, gpointer data)
{
    source->replay = call;
    source->replay_data = data;
}

void
mill_source_set_pass(MillSource *source, MillSourcePass call, gpointer data)
{
    source->pass = call;
    source->pass_data = data;
}

gboolean
mill_source_restart(MillSource *source, GError **error)
{
    if (source->drained) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "a pipe can be read only once, and was read to compare it: give it as a file, "
                    "or run without --resume");
        return FALSE;
    }
    cursor_clear(&source->reading);
    if (source->list)
        source->reading.list = mill_list_new(source->list->fd, source->list->offset);
    mill_feeder_free(source->feeder);
    source->feeder = source->input ? mill_feeder_new(source->input, source->stop) : NULL;
    return TRUE;
}

static void
source_fill(MillUnit *unit, const MillGiven *input)
{
    *unit = (MillUnit){
        .id = g_strdup(input->label),
        .container =
            mill_container_new(input->path, input->fd,
                               input->kind == MILL_GIVEN_FILE ? input->size : 0, input->mtime_ns),
        .offset = input->offset,
        .size = input->size,
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
        .container = mill_container_new(entry->path, -1, entry->size, entry->mtime_ns),
        .size = entry->size,
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
source_step(MillCursor *cursor, const MillGiven *input, MillWalkEntry *entry)
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
source_open(const MillSource *source, MillCursor *cursor, const MillGiven *input)
{
    cursor->walk = mill_walk_new(input->path);
    if (source->skips)
        mill_walk_skip(cursor->walk, source->skip_device, source->skip_inode);
    if (input->glob)
        mill_walk_set_depth(cursor->walk, mill_glob_get_depth(input->glob));
    cursor->n_matches = 0;
}

/* A pattern that no file matches is a document that cannot be read. */
static void
source_fill_glob(MillUnit *unit, const MillGiven *input)
{
    g_autofree char *path = g_build_filename(input->path, input->glob, NULL);

    *unit = (MillUnit){
        .id = g_build_filename(input->label, input->glob, NULL),
        .container = mill_container_new(path, -1, 0, 0),
        .code = MILL_ERROR_IO,
        .problem = g_strdup("no file matches"),
    };
}

/* Whether @input, which is over, had wild cards that nothing matched: a document that is missing.
 */
static gboolean
source_found_nothing(MillCursor *cursor, const MillGiven *input, MillUnit *unit)
{
    if (!input->glob || cursor->n_matches > 0)
        return FALSE;
    cursor->n_matches = 1;
    if (unit)
        source_fill_glob(unit, input);
    return TRUE;
}

static gint64
source_look(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode) ? status.st_size : 0;
}

/* The next file of the list. */
static gboolean
source_advance_list(MillCursor *cursor, MillUnit *unit, const char **name)
{
    if (!mill_list_next(cursor->list, unit))
        return FALSE;
    *name = mill_list_get_name(cursor->list);
    cursor->size = unit ? unit->container->file_size : source_look(*name);
    return TRUE;
}

/* Of records that come through a pipe nobody knows how long it goes on. */
static gint64
source_measure(const MillGiven *input)
{
    return input->streamed && input->size == 0 && mill_source_is_pipe(input) ? -1 : input->size;
}

/* Moves @cursor to the next file. FALSE at the end of all inputs. *@name becomes that of the file;
 * @unit may be NULL. */
static gboolean
source_advance_file(const MillSource *source, MillCursor *cursor, MillUnit *unit, const char **name)
{
    MillWalkEntry entry;

    cursor->endless |= cursor->size < 0;
    cursor->passed += MAX(cursor->size, 0);
    cursor->size = 0;
    if (cursor->list)
        return source_advance_list(cursor, unit, name);
    for (;;) {
        const MillGiven *input = cursor->next > 0 ? source->inputs->pdata[cursor->next - 1] : NULL;

        if (cursor->walk) {
            if (source_step(cursor, input, &entry)) {
                if (unit)
                    source_fill_entry(source, unit, input, &entry);
                *name = entry.path;
                cursor->size = entry.size;
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
        cursor->size = source_measure(input);
        return TRUE;
    }
}

/* What is given at @cursor; NULL inside of folders and lists. */
static const MillGiven *
source_get_given(const MillSource *source, const MillCursor *cursor)
{
    return cursor->list || cursor->walk || cursor->next == 0
               ? NULL
               : source->inputs->pdata[cursor->next - 1];
}

/* Where the file at @cursor ends. */
static gint64
source_get_end(const MillCursor *cursor)
{
    return cursor->passed + MAX(cursor->size, 0);
}

/* Goes past the container @file, if somebody knows what is in it. */
static gboolean
source_pass(MillSource *source, const MillUnit *file)
{
    gint64 count = source->pass && source->n_shards == 0
                       ? source->pass(file, source->reading.count, source->pass_data)
                       : 0;

    if (count > 0)
        source->reading.behind = source_get_end(&source->reading);
    source->reading.count += count;
    return count > 0;
}

/* The file @unit, called @name, is next. TRUE if it is itself the item. */
static gboolean
source_begin_file(MillSource *source, MillUnit *unit, const char *name)
{
    MillCursor *cursor = &source->reading;
    const MillGiven *given = source_get_given(source, cursor);
    gboolean pipe = given && mill_source_is_pipe(given);

    if (unit->problem)
        return TRUE;
    if (pipe && source->replay) {
        cursor->replaying = TRUE;
    } else if (!source_is_container(source, name)) {
        return TRUE;
    } else if (!source_pass(source, unit)) {
        mill_feeder_open(source->feeder, unit, name);
        cursor->feeding = TRUE;
        source->drained |= pipe;
    }
    mill_unit_clear(unit);
    return FALSE;
}

/* The next unit of the file that is being taken apart. FALSE if there is none. */
static gboolean
source_take_inside(MillSource *source, MillUnit *unit)
{
    MillCursor *cursor = &source->reading;

    if (cursor->feeding && mill_feeder_next(source->feeder, unit))
        return TRUE;
    /* Behind its last unit there may be a line's end, blank lines, or what an archive ends with. */
    if (cursor->feeding)
        cursor->behind = MAX(cursor->behind, source_get_end(cursor));
    cursor->feeding = FALSE;
    if (cursor->replaying &&
        source->replay(source_get_given(source, cursor)->path, unit, source->replay_data))
        return TRUE;
    cursor->replaying = FALSE;
    return FALSE;
}

/* A file may have grown since it was looked at, parts of an archive be read more than once, and
 * others ahead of what comes out. */
static gboolean
source_read_inside(MillSource *source, MillUnit *unit)
{
    MillCursor *cursor = &source->reading;

    if (!source_take_inside(source, unit))
        return FALSE;
    gint64 inside = cursor->feeding ? mill_feeder_get_behind(source->feeder) : 0;

    cursor->behind = MAX(cursor->behind, cursor->passed + CLAMP(inside, 0, MAX(cursor->size, 0)));
    return TRUE;
}

/* Moves the reading on. FALSE at the end. */
static gboolean
source_read(MillSource *source, MillUnit *unit)
{
    const char *name;

    for (;;) {
        if (source_read_inside(source, unit))
            return TRUE;
        if (!source_advance_file(source, &source->reading, unit, &name))
            return FALSE;
        if (source->input)
            unit->id = mill_form_guard_id(source->input, unit->id);
        if (source_begin_file(source, unit, name)) {
            source->reading.behind = source_get_end(&source->reading);
            return TRUE;
        }
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

/* How many of the first @n units are of the shard. */
static gint64
source_count_own(const MillSource *source, gint64 n)
{
    return source->n_shards == 0 ? n : (n + source->n_shards - source->shard) / source->n_shards;
}

gboolean
mill_source_count(MillSource *source, guint limit, MillSourceTotal *total)
{
    MillCursor *cursor = &source->counting;
    gboolean done = FALSE;
    const char *name;

    for (guint i = 0; i < limit && !done; i++) {
        done = !source_advance_file(source, cursor, NULL, &name);
        cursor->unknown |= !done && source_is_container(source, name);
        cursor->count += !done;
    }
    total->units = cursor->unknown ? -1 : source_count_own(source, cursor->count);
    total->bytes = cursor->endless || cursor->size < 0 ? -1 : cursor->passed + cursor->size;
    return done;
}

gint64
mill_source_get_behind(const MillSource *source)
{
    return source->reading.behind;
}
