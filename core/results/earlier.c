/* earlier.c - an earlier run, whose documents are taken over. */
#include "results/earlier.h"

#include <string.h>
#include <sys/stat.h>

#include "results/collect-read.h"
#include "results/parts.h"

/* A file that documents share. */
typedef struct {
    gint64 number;
    gint64 size;
    char *kind;
    char *name;
    char *draft;
    char *step; /* id */
    char *part;
    char *state;
    MillCollectReader *reader; /* of a collection */
} Shared;

struct MillEarlier {
    char *folder;
    MillLedgerReader *ledger;
    MillLedgerReader *rows; /* another view, with a place of its own */
    GHashTable *shared;     /* number → Shared */
    gboolean broken;        /* a file that documents share is not as the ledger says */
    gint64 next;            /* the document behind the last that was delivered */
    GPtrArray *steps;       /* char *: ids by the numbers that steps had */
    MillPartsReader *log;   /* of what gathering steps were given; NULL: there is none */
    gint64 logged;          /* the document of @part; -1: none */
    MillPartView part;
    GPtrArray *given; /* Given: all parts of one document */
};

/* A part of a document, kept while the log moves on. */
typedef struct {
    MillPartView view;
    char *name;
    guint8 *bytes;
} Given;

static void
given_free(gpointer data)
{
    Given *given = data;

    g_free(given->name);
    g_free(given->bytes);
    g_free(given);
}

static void
shared_free(gpointer data)
{
    Shared *shared = data;

    mill_collect_close(shared->reader);
    g_free(shared->kind);
    g_free(shared->name);
    g_free(shared->draft);
    g_free(shared->step);
    g_free(shared->part);
    g_free(shared->state);
    g_free(shared);
}

void
mill_earlier_close(MillEarlier *earlier)
{
    if (!earlier)
        return;
    if (earlier->shared)
        g_hash_table_unref(earlier->shared);
    g_ptr_array_unref(earlier->steps);
    g_ptr_array_unref(earlier->given);
    mill_parts_close(earlier->log);
    mill_ledger_close(earlier->ledger);
    mill_ledger_close(earlier->rows);
    g_free(earlier->folder);
    g_free(earlier);
}

static gboolean
earlier_note_shared(const MillLedgerFile *file, gpointer data, GError **error)
{
    MillEarlier *earlier = data;
    Shared *shared = g_new0(Shared, 1);

    shared->number = file->number;
    shared->size = file->size;
    shared->kind = g_strdup(file->kind);
    shared->name = g_strdup(file->name);
    shared->draft = g_strdup(file->draft);
    shared->step = g_strdup(file->step);
    shared->part = g_strdup(file->part);
    shared->state = g_strdup(file->state);
    g_hash_table_insert(earlier->shared, &shared->number, shared);
    return TRUE;
}

/* Opens a collection, of which documents hold @sum bytes. */
static gboolean
earlier_open_shared(gint64 file, gint64 sum, gpointer data, GError **error)
{
    MillEarlier *earlier = data;
    Shared *shared = g_hash_table_lookup(earlier->shared, &file);

    if (!shared || !g_str_equal(shared->kind, MILL_LEDGER_COLLECTION))
        return TRUE;
    const MillLedgerFile opened = {
        .number = file,
        .name = shared->name,
        .draft = shared->draft,
        .size = shared->size,
        .state = shared->state,
    };

    shared->reader = mill_collect_open(earlier->folder, &opened, sum, NULL);
    earlier->broken |= !shared->reader;
    return TRUE;
}

static gboolean
earlier_note_step(const char *id, const char *type, const char *version, const char *sha256,
                  gpointer data, GError **error)
{
    g_ptr_array_add(((MillEarlier *) data)->steps, g_strdup(id));
    return TRUE;
}

static gboolean
earlier_advance_log(MillEarlier *earlier, GError **error)
{
    GError *wrong = NULL;

    if (mill_parts_next(earlier->log, &earlier->logged, &earlier->part, &wrong))
        return TRUE;
    earlier->logged = -1;
    if (wrong)
        g_propagate_error(error, wrong);
    return !wrong;
}

static gboolean
earlier_open_log(MillEarlier *earlier, GError **error)
{
    gint64 number = MILL_PARTS_NUMBER;
    const Shared *shared = g_hash_table_lookup(earlier->shared, &number);

    earlier->logged = -1;
    if (!shared || !mill_parts_is_there(earlier->folder, shared->size))
        return TRUE;
    earlier->log = mill_parts_open(earlier->folder, shared->size, error);
    return earlier->log && (shared->size == 0 || earlier_advance_log(earlier, error));
}

/* A file of a document, looked for. */
typedef struct {
    const char *folder;
    gboolean missing;
} Looking;

static gboolean
earlier_look(const MillLedgerResult *result, gpointer data, GError **error)
{
    Looking *looking = data;
    g_autofree char *path = g_build_filename(looking->folder, result->name, NULL);
    struct stat status;

    looking->missing |= stat(path, &status) != 0 || status.st_size != result->size;
    return TRUE;
}

gboolean
mill_earlier_has(const MillEarlier *earlier, const MillLedgerRow *row, gboolean gathers,
                 GError **error)
{
    Looking looking = { .folder = earlier->folder };

    if (row->outcome != MILL_OUTCOME_EXPORTED)
        return TRUE;
    if (earlier->broken || (gathers && !earlier->log))
        return FALSE;
    return mill_ledger_each_result(earlier->ledger, row->number, earlier_look, &looking, error) &&
           !looking.missing;
}

MillEarlier *
mill_earlier_open(const char *folder, GError **error)
{
    g_autoptr(MillEarlier) earlier = g_new0(MillEarlier, 1);

    earlier->folder = g_strdup(folder);
    earlier->shared = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, shared_free);
    earlier->steps = g_ptr_array_new_with_free_func(g_free);
    earlier->given = g_ptr_array_new_with_free_func(given_free);
    earlier->ledger = mill_ledger_open(folder, error);
    earlier->rows = earlier->ledger ? mill_ledger_open(folder, error) : NULL;
    if (earlier->rows &&
        mill_ledger_each_step(earlier->ledger, earlier_note_step, earlier, error) &&
        mill_ledger_each_shared(earlier->ledger, earlier_note_shared, earlier, error) &&
        mill_ledger_each_sum(earlier->ledger, 0, G_MAXINT64, earlier_open_shared, earlier, error) &&
        earlier_open_log(earlier, error))
        return g_steal_pointer(&earlier);
    return NULL;
}

MillLedgerReader *
mill_earlier_get_ledger(MillEarlier *earlier)
{
    return earlier->ledger;
}

gboolean
mill_earlier_get(MillEarlier *earlier, gint64 from, MillLedgerRow *row, GError **error)
{
    mill_ledger_seek(earlier->rows, from);
    return mill_ledger_next(earlier->rows, row, error);
}

static gboolean
earlier_pass_shared(gint64 file, gint64 sum, gpointer data, GError **error)
{
    MillEarlier *earlier = data;
    Shared *shared = g_hash_table_lookup(earlier->shared, &file);

    if (shared && shared->reader)
        mill_collect_pass(shared->reader, sum);
    return TRUE;
}

/* Passes over the documents before @number. */
static gboolean
earlier_pass(MillEarlier *earlier, gint64 number, GError **error)
{
    gboolean fine =
        earlier->next == number || mill_ledger_each_sum(earlier->rows, earlier->next, number,
                                                        earlier_pass_shared, earlier, error);

    earlier->next = number + 1;
    while (fine && earlier->logged >= 0 && earlier->logged < number)
        fine = earlier_advance_log(earlier, error);
    return fine;
}

/* A document on its way. */
typedef struct {
    MillEarlier *earlier;
    const MillUnit *unit;
    MillDelivery *delivery;
} Passage;

/* The number that the step has now which had the number @old. FALSE if there is none. */
static gboolean
earlier_map_step(const Passage *passage, gint64 old, gsize *step)
{
    const GPtrArray *steps = passage->earlier->steps;

    return old >= 0 && old < steps->len &&
           mill_delivery_find_step(passage->delivery, g_ptr_array_index(steps, old), step);
}

static gboolean
earlier_adopt(const MillLedgerResult *result, gpointer data, GError **error)
{
    const Passage *passage = data;
    g_autofree char *path = g_build_filename(passage->earlier->folder, result->name, NULL);
    MillLedgerResult now = *result;
    gsize step;

    if (!earlier_map_step(passage, result->step, &step))
        return TRUE;
    now.step = (gint64) step;
    return mill_deposit_adopt(mill_delivery_get_deposit(passage->delivery), passage->unit, &now,
                              path, error);
}

static gboolean
earlier_share(const Passage *passage, const MillPartView *part, GError **error)
{
    gboolean local;

    return mill_deposit_add(mill_delivery_get_deposit(passage->delivery), passage->unit, part,
                            FALSE, &local, error);
}

/* The bytes of the document in a collection. */
static gboolean
earlier_collect(gint64 file, gint64 size, gpointer data, GError **error)
{
    const Passage *passage = data;
    Shared *shared = g_hash_table_lookup(passage->earlier->shared, &file);
    MillPartView part = { .head = { .size = (guint64) size } };
    gsize step;

    if (!shared || !shared->reader ||
        !mill_delivery_find_step(passage->delivery, shared->step, &step))
        return TRUE;
    part.head.step = step;
    part.name = shared->part;
    part.bytes = mill_collect_read(shared->reader, size, error);
    part.preamble = mill_collect_get_preamble(shared->reader);
    return part.bytes && earlier_share(passage, &part, error);
}

/* Takes what gathering steps were given of the document @number from the log. */
static gboolean
earlier_take_given(const Passage *passage, gint64 number, GError **error)
{
    MillEarlier *earlier = passage->earlier;
    gsize step;

    g_ptr_array_set_size(earlier->given, 0);
    while (earlier->logged == number) {
        const MillPartView *part = &earlier->part;

        if (earlier_map_step(passage, (gint64) part->head.step, &step)) {
            Given *given = g_new0(Given, 1);

            given->view = *part;
            given->view.head.step = step;
            given->view.name = given->name = g_strdup(part->name);
            given->view.bytes = given->bytes = g_memdup2(part->bytes, part->head.size);
            g_ptr_array_add(earlier->given, given);
        }
        if (!earlier_advance_log(earlier, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
earlier_admit(const Passage *passage, gint *step, char **reason, GError **error)
{
    const GPtrArray *all = passage->earlier->given;

    for (guint i = 0; i < all->len && !*reason; i++) {
        const Given *given = g_ptr_array_index(all, i);

        *step = (gint) given->view.head.step;
        if (!mill_delivery_admit_part(passage->delivery, passage->unit, &given->view, reason,
                                      error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
earlier_gather(const Passage *passage, GError **error)
{
    const GPtrArray *all = passage->earlier->given;

    for (guint i = 0; i < all->len; i++)
        if (!earlier_share(passage, &((const Given *) all->pdata[i])->view, error))
            return FALSE;
    return TRUE;
}

gboolean
mill_earlier_deliver(MillEarlier *earlier, const MillLedgerRow *row, const MillUnit *unit,
                     MillDelivery *delivery, gint *step, char **reason, GError **error)
{
    Passage passage = { earlier, unit, delivery };
    gint64 number = row->number;

    if (row->outcome != MILL_OUTCOME_EXPORTED)
        return TRUE;
    if (!earlier_pass(earlier, number, error) || !earlier_take_given(&passage, number, error) ||
        !earlier_admit(&passage, step, reason, error))
        return FALSE;
    if (*reason)
        return mill_ledger_each_sum(earlier->rows, number, number + 1, earlier_pass_shared, earlier,
                                    error);
    return mill_ledger_each_result(earlier->rows, number, earlier_adopt, &passage, error) &&
           mill_ledger_each_part(earlier->rows, number, earlier_collect, &passage, error) &&
           earlier_gather(&passage, error);
}
