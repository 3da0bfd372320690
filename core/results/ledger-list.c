/* ledger-list.c - a ledger as JSON lines, for people and programs.
 *
 * Nothing in it depends on the time, the machine or the number of workers.
 */
#include <textmill/json.h>

#include "results/ledger-read.h"

#define LIST_VERSION 1 /* of these lines */

typedef struct {
    MillLedgerReader *reader;
    GString *line;
    GHashTable *shared;    /* number → name of a shared file */
    GPtrArray *gathered;   /* char *: results of gathering steps */
    GPtrArray *unfinished; /* char *: shared files that lack their name */
} Listing;

static void
list_key(GString *line, const char *key)
{
    if (line->str[line->len - 1] != '{')
        g_string_append_c(line, ',');
    mill_json_append_key(line, key);
}

static void
list_string(GString *line, const char *key, const char *value)
{
    if (!value)
        return;
    list_key(line, key);
    mill_json_append_string(line, value, -1);
}

static void
list_int(GString *line, const char *key, gint64 value)
{
    list_key(line, key);
    mill_json_append_int(line, value);
}

/* An item of the list @key, which is begun with the first. */
static void
list_item(GString *line, const char *key, const char *value, guint index)
{
    if (index == 0) {
        list_key(line, key);
        g_string_append_c(line, '[');
    } else {
        g_string_append_c(line, ',');
    }
    mill_json_append_string(line, value, -1);
}

static void
list_names(GString *line, const char *key, const GPtrArray *names)
{
    for (guint i = 0; i < names->len; i++)
        list_item(line, key, g_ptr_array_index(names, i), i);
    if (names->len > 0)
        g_string_append_c(line, ']');
}

static gboolean
list_take_step(const char *id, const char *type, const char *version, const char *sha256,
               gpointer data, GError **error)
{
    g_ptr_array_add(data, g_strdup(id));
    return TRUE;
}

static gboolean
list_take_shared(const MillLedgerFile *file, gpointer data, GError **error)
{
    Listing *listing = data;
    gint64 *number = g_new(gint64, 1);

    *number = file->number;
    g_hash_table_insert(listing->shared, number, g_strdup(file->name));
    if (file->draft)
        g_ptr_array_add(listing->unfinished, g_strdup(file->name));
    else if (!g_str_equal(file->kind, MILL_LEDGER_COLLECTION) &&
             !g_str_equal(file->kind, MILL_LEDGER_PARTS))
        g_ptr_array_add(listing->gathered, g_strdup(file->name));
    return TRUE;
}

static gboolean
list_take_result(const MillLedgerResult *result, gpointer data, GError **error)
{
    g_ptr_array_add(data, g_strdup(result->name));
    return TRUE;
}

typedef struct {
    const Listing *listing;
    GPtrArray *names;
} Sharing;

static gboolean
list_take_part(gint64 file, gint64 size, gpointer data, GError **error)
{
    const Sharing *sharing = data;
    const char *name = g_hash_table_lookup(sharing->listing->shared, &file);

    if (name)
        g_ptr_array_add(sharing->names, g_strdup(name));
    return TRUE;
}

static gboolean
list_head(Listing *listing, GError **error)
{
    g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func(g_free);
    GString *line = listing->line;

    if (!mill_ledger_each_step(listing->reader, list_take_step, steps, error) ||
        !mill_ledger_each_shared(listing->reader, list_take_shared, listing, error))
        return FALSE;
    g_string_assign(line, "{");
    list_int(line, "ledger", LIST_VERSION);
    list_string(line, "textmill", mill_ledger_get(listing->reader, "textmill"));
    list_string(line, "pipeline", mill_ledger_get(listing->reader, "pipeline"));
    list_names(line, "steps", steps);
    g_string_append_c(line, '}');
    return TRUE;
}

static gboolean
list_document(Listing *listing, const MillLedgerRow *row, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    Sharing sharing = { listing, names };
    GString *line = listing->line;

    g_string_assign(line, "{");
    list_string(line, "id", row->id);
    list_string(line, "outcome", mill_outcome_name(row->outcome));
    list_string(line, "step", row->step);
    list_string(line, "code", row->code);
    list_string(line, "message", row->message);
    if (row->n_diagnostics > 0)
        list_int(line, "diagnostics", row->n_diagnostics);
    if (row->outcome != MILL_OUTCOME_EXPORTED)
        list_string(line, "path", row->path);
    if (!mill_ledger_each_result(listing->reader, row->number, list_take_result, names, error) ||
        !mill_ledger_each_part(listing->reader, row->number, list_take_part, &sharing, error))
        return FALSE;
    list_names(line, "files", names);
    g_string_append_c(line, '}');
    return TRUE;
}

static void
list_tail(Listing *listing)
{
    static const char *const totals[] = { "documents",   "exported", "dropped",
                                          "quarantined", "bytes_in", "bytes_out" };
    MillLedgerReader *reader = listing->reader;
    GString *line = listing->line;

    g_string_assign(line, "{");
    list_string(line, "state", mill_ledger_get(reader, "state"));
    for (gsize i = 0; i < G_N_ELEMENTS(totals); i++)
        if (mill_ledger_get(reader, totals[i]))
            list_int(line, totals[i], mill_ledger_get_int(reader, totals[i]));
    list_string(line, "message", mill_ledger_get(reader, "message"));
    list_names(line, "files", listing->gathered);
    list_names(line, "unfinished", listing->unfinished);
    g_string_append_c(line, '}');
}

static gboolean
list_all(Listing *listing, MillLedgerLine call, gpointer data, GError **error)
{
    GError *wrong = NULL;
    MillLedgerRow row;

    if (!list_head(listing, error) || !call(listing->line->str, data))
        return FALSE;
    while (mill_ledger_next(listing->reader, &row, &wrong))
        if (!list_document(listing, &row, error) || !call(listing->line->str, data))
            return FALSE;
    if (wrong) {
        g_propagate_error(error, wrong);
        return FALSE;
    }
    list_tail(listing);
    return call(listing->line->str, data);
}

gboolean
mill_ledger_list(const char *folder, MillLedgerLine call, gpointer data, GError **error)
{
    g_return_val_if_fail(folder && call, FALSE);

    g_autoptr(MillLedgerReader) reader = mill_ledger_open(folder, error);
    g_autoptr(GHashTable) shared =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    g_autoptr(GPtrArray) gathered = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) unfinished = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) line = g_string_new(NULL);
    Listing listing = { reader, line, shared, gathered, unfinished };

    return reader && list_all(&listing, call, data, error);
}

gboolean
mill_ledger_get_call(const char *folder, char ***arguments, char **started_in, GError **error)
{
    g_return_val_if_fail(folder && arguments && started_in, FALSE);

    g_autoptr(MillLedgerReader) reader = mill_ledger_open(folder, error);

    if (!reader)
        return FALSE;
    const char *json = mill_ledger_get(reader, "arguments");
    g_autoptr(MillValue) words = json ? mill_json_parse(json, -1, NULL) : NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new();

    for (gsize i = 0; i < mill_value_get_length(words); i++)
        g_ptr_array_add(list, g_strdup(mill_value_get_string(mill_value_get_item(words, i), NULL)));
    g_ptr_array_add(list, NULL);
    *arguments = (char **) g_ptr_array_free(g_steal_pointer(&list), FALSE);
    *started_in = g_strdup(mill_ledger_get(reader, "folder"));
    if (**arguments && *started_in)
        return TRUE;
    g_clear_pointer(arguments, g_strfreev);
    g_clear_pointer(started_in, g_free);
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "the ledger of '%s' does not say how its run was started", folder);
    return FALSE;
}
