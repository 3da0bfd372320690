/* units.c - the table of units and the longest name at a place. */
#include "units.h"

#include <string.h>

#include <textmill/error.h>

#define UNITS_NAME_MAX 63 /* bytes */

struct Units {
    GHashTable *by_name;  /* name → Unit */
    guint64 lengths[256]; /* by first byte: the bits of the lengths that names have */
};

static void
unit_free(gpointer data)
{
    Unit *self = data;

    g_free(self->symbol);
    g_free(self->base);
    g_free(self);
}

static gboolean
add_line(Units *self, char *line, GError **error)
{
    g_auto(GStrv) fields = g_strsplit(line, "\t", -1);
    char *end = NULL;

    if (g_strv_length(fields) != 4) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "expected four fields (name, symbol, base, factor), found %u",
                    g_strv_length(fields));
        return FALSE;
    }

    if (fields[0][0] == '\0' || strlen(fields[0]) > UNITS_NAME_MAX) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "the name '%s' has not 1 to %d bytes",
                    fields[0], UNITS_NAME_MAX);
        return FALSE;
    }

    double factor = g_ascii_strtod(fields[3], &end);

    if (end == fields[3] || *end != '\0' || factor <= 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "the factor '%s' is not a positive number",
                    fields[3]);
        return FALSE;
    }

    Unit *unit = g_new0(Unit, 1);

    unit->money = strcmp(fields[2], "money") == 0;
    unit->symbol = g_strdup(fields[1]);
    unit->base = g_strdup(unit->money ? fields[1] : fields[2]);
    unit->factor = factor;
    g_hash_table_replace(self->by_name, g_strdup(fields[0]), unit);
    self->lengths[(guchar) fields[0][0]] |= G_GUINT64_CONSTANT(1) << strlen(fields[0]);
    return TRUE;
}

Units *
units_load(const char *path, GError **error)
{
    g_autofree char *content = NULL;

    if (!g_file_get_contents(path, &content, NULL, error))
        return NULL;

    g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
    Units *self = g_new0(Units, 1);

    self->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unit_free);
    for (guint i = 0; lines[i]; i++) {
        if (lines[i][0] == '\0' || lines[i][0] == '#')
            continue;
        if (!add_line(self, lines[i], error)) {
            g_prefix_error(error, "%s:%u: ", path, i + 1);
            units_free(self);
            return NULL;
        }
    }
    return self;
}

void
units_free(Units *self)
{
    if (!self)
        return;
    g_hash_table_unref(self->by_name);
    g_free(self);
}

const Unit *
units_read(const Units *self, const char *at, const char *end, gsize *used)
{
    char name[UNITS_NAME_MAX + 1];
    gsize room = MIN((gsize) (end - at), UNITS_NAME_MAX);
    guint64 lengths = room > 0 ? self->lengths[(guchar) *at] : 0;

    if (lengths == 0)
        return NULL;
    memcpy(name, at, room);
    for (gsize length = room; length > 0; length--) {
        if (!(lengths >> length & 1))
            continue;

        gboolean goes_on = length < (gsize) (end - at) && g_ascii_isalpha(at[length]) &&
                           g_ascii_isalpha(at[length - 1]);
        const Unit *unit;

        name[length] = '\0';
        if (!goes_on && (unit = g_hash_table_lookup(self->by_name, name))) {
            *used = length;
            return unit;
        }
    }
    return NULL;
}
