/* totals.c - totals, added up and sent from process to process. */
#include "totals.h"

#include <string.h>

#include <textmill/error.h>

const char *const stats_sum_names[STATS_N_SUMS] = { "documents", "bytes", "characters",
                                                    "sections",  "tags",  "records" };
const char *const stats_list_names[STATS_N_LISTS] = { "languages", "encodings", "record_kinds",
                                                      "categories", "terms" };

void
stats_totals_init(StatsTotals *self, guint most)
{
    *self = (StatsTotals){ .shortest = G_MAXUINT64 };
    for (guint i = 0; i < STATS_N_LISTS; i++)
        self->lists[i] = stats_counts_new(most);
}

void
stats_totals_clear(StatsTotals *self)
{
    for (guint i = 0; i < STATS_N_LISTS; i++)
        g_clear_pointer(&self->lists[i], stats_counts_free);
}

void
stats_totals_add_length(StatsTotals *self, guint64 characters)
{
    self->sums[STATS_DOCUMENTS]++;
    self->sums[STATS_CHARACTERS] += characters;
    self->shortest = MIN(self->shortest, characters);
    self->longest = MAX(self->longest, characters);
    self->lengths[characters > 0 ? g_bit_storage(characters) : 0]++;
}

static void
totals_put(GString *state, const char *name, guint64 a, guint64 b, const char *value)
{
    g_string_append_printf(state, "%s\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\t%s\n", name, a,
                           b, value);
}

void
stats_totals_save(const StatsTotals *self, GString *state)
{
    for (guint i = 0; i < STATS_N_SUMS; i++)
        if (self->sums[i] > 0)
            totals_put(state, stats_sum_names[i], self->sums[i], 0, "");
    if (self->sums[STATS_DOCUMENTS] > 0)
        totals_put(state, "range", self->shortest, self->longest, "");
    for (guint i = 0; i < STATS_N_LENGTHS; i++)
        if (self->lengths[i] > 0)
            totals_put(state, "length", i, self->lengths[i], "");
    for (guint i = 0; i < STATS_N_LISTS; i++) {
        g_autoptr(GPtrArray) list = stats_counts_list(self->lists[i]);

        if (!stats_counts_is_complete(self->lists[i]))
            totals_put(state, "limit", i, stats_counts_get_halvings(self->lists[i]), "");
        for (guint k = 0; k < list->len; k++) {
            const StatsCount *count = g_ptr_array_index(list, k);

            totals_put(state, stats_list_names[i], count->count, count->documents, count->value);
        }
    }
}

/* The number of @name among @names; @n if it is none. */
static guint
totals_find(const char *const *names, guint n, const char *name)
{
    guint i = 0;

    while (i < n && !g_str_equal(names[i], name))
        i++;
    return i;
}

/* Adds what a line says. FALSE if it says nothing. */
static gboolean
totals_add(StatsTotals *self, const char *name, guint64 a, guint64 b, const char *value)
{
    guint sum = totals_find(stats_sum_names, STATS_N_SUMS, name);
    guint list = totals_find(stats_list_names, STATS_N_LISTS, name);

    if (sum < STATS_N_SUMS) {
        self->sums[sum] += a;
    } else if (list < STATS_N_LISTS) {
        stats_counts_add(self->lists[list], value, a, b);
    } else if (g_str_equal(name, "range")) {
        self->shortest = MIN(self->shortest, a);
        self->longest = MAX(self->longest, b);
    } else if (g_str_equal(name, "length") && a < STATS_N_LENGTHS) {
        self->lengths[a] += b;
    } else if (g_str_equal(name, "limit") && a < STATS_N_LISTS && b <= 64) {
        stats_counts_limit(self->lists[a], (guint) b);
    } else {
        return FALSE;
    }
    return TRUE;
}

/* A number and the tab behind it. */
static gboolean
totals_read_number(char **at, guint64 *number)
{
    return g_ascii_isdigit(**at) && (*number = g_ascii_strtoull(*at, at, 10), *(*at)++ == '\t');
}

gboolean
stats_totals_merge(StatsTotals *self, const char *state, gsize length, GError **error)
{
    g_autofree char *copy = g_strndup(state, length);
    gboolean fine = strlen(copy) == length && g_utf8_validate(copy, (gssize) length, NULL) &&
                    (length == 0 || copy[length - 1] == '\n');

    for (char *line = copy; fine && *line != '\0';) {
        char *end = strchr(line, '\n'), *at = strchr(line, '\t');
        guint64 a, b;

        *end = '\0';
        fine = at && at < end;
        if (fine) {
            *at++ = '\0';
            fine = totals_read_number(&at, &a) && totals_read_number(&at, &b) &&
                   totals_add(self, line, a, b, at);
        }
        line = end + 1;
    }
    if (!fine)
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "a state of totals is damaged");
    return fine;
}
