/* fates - keeps the lines of documents that were not exported, which are few. */
#include "cli/fates.h"

#include <string.h>

struct Fates {
    GHashTable *lines; /* id → MillValue * */
};

static gboolean
keep_line(const char *line, gpointer data)
{
    Fates *self = data;
    g_autoptr(MillValue) value = mill_json_parse(line, -1, NULL);
    const char *id = mill_value_get_string(mill_value_get(value, "id"), NULL);
    const char *outcome = mill_value_get_string(mill_value_get(value, "outcome"), NULL);

    if (id && outcome && strcmp(outcome, "exported") != 0)
        g_hash_table_replace(self->lines, g_strdup(id), g_steal_pointer(&value));
    return TRUE;
}

Fates *
fates_load(const char *folder)
{
    Fates *self = g_new(Fates, 1);

    self->lines =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify) mill_value_unref);
    if (g_file_test(folder, G_FILE_TEST_IS_DIR))
        mill_ledger_list(folder, keep_line, self, NULL);
    return self;
}

void
fates_free(Fates *self)
{
    if (!self)
        return;
    g_hash_table_unref(self->lines);
    g_free(self);
}

const MillValue *
fates_find(const Fates *self, const char *id)
{
    return g_hash_table_lookup(self->lines, id);
}
