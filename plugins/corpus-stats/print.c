/* print.c - totals for people and programs. */
#include "totals.h"

#include <string.h>

#include <textmill/json.h>

static void
print_key(GString *out, const char *key, const char *before)
{
    g_string_append(out, before);
    mill_json_append_key(out, key);
}

static guint64
length_from(guint bucket)
{
    return bucket > 0 ? G_GUINT64_CONSTANT(1) << (bucket - 1) : 0;
}

static guint64
length_to(guint bucket)
{
    return bucket > 0 ? length_from(bucket) - 1 + length_from(bucket) : 0;
}

static void
print_lengths(const StatsTotals *self, GString *out)
{
    guint64 documents = self->sums[STATS_DOCUMENTS];
    const char *before = "";

    print_key(out, "length", ",\n");
    g_string_append_printf(out, "{\"min\":%" G_GUINT64_FORMAT ",\"max\":%" G_GUINT64_FORMAT ",",
                           documents > 0 ? self->shortest : 0, self->longest);
    mill_json_append_key(out, "mean");
    mill_json_append_double(
        out, documents > 0 ? (double) self->sums[STATS_CHARACTERS] / (double) documents : 0);
    print_key(out, "distribution", ",");
    g_string_append_c(out, '[');
    for (guint i = 0; i < STATS_N_LENGTHS; i++) {
        if (self->lengths[i] == 0)
            continue;
        g_string_append_printf(out,
                               "%s\n{\"from\":%" G_GUINT64_FORMAT ",\"to\":%" G_GUINT64_FORMAT
                               ",\"documents\":%" G_GUINT64_FORMAT "}",
                               before, length_from(i), length_to(i), self->lengths[i]);
        before = ",";
    }
    g_string_append(out, "]}");
}

static void
print_list(const StatsCounts *counts, GString *out)
{
    g_autoptr(GPtrArray) list = stats_counts_list(counts);

    g_string_append_printf(out, "{\"complete\":%s,\"values\":[",
                           stats_counts_is_complete(counts) ? "true" : "false");
    for (guint i = 0; i < list->len; i++) {
        const StatsCount *count = g_ptr_array_index(list, i);

        g_string_append(out, i > 0 ? ",\n{" : "\n{");
        mill_json_append_key(out, "value");
        mill_json_append_string(out, count->value, -1);
        g_string_append_printf(
            out, ",\"count\":%" G_GUINT64_FORMAT ",\"documents\":%" G_GUINT64_FORMAT "}",
            count->count, count->documents);
    }
    g_string_append(out, "]}");
}

void
stats_totals_print_json(const StatsTotals *self, GString *out)
{
    for (guint i = 0; i < STATS_N_SUMS; i++) {
        print_key(out, stats_sum_names[i], i > 0 ? ",\n" : "{");
        g_string_append_printf(out, "%" G_GUINT64_FORMAT, self->sums[i]);
    }
    print_lengths(self, out);
    for (guint i = 0; i < STATS_N_LISTS; i++) {
        print_key(out, stats_list_names[i], ",\n");
        print_list(self->lists[i], out);
    }
    g_string_append(out, "}\n");
}

/* What a spreadsheet would take for a formula (OWASP, CSV injection), in half or full width. */
static gboolean
is_formula(const char *text)
{
    static const char *const beginnings[] = { "=",  "+",  "-",  "@",  "\t", "\r",
                                              "\n", "＝", "＋", "－", "＠" };

    for (gsize i = 0; i < G_N_ELEMENTS(beginnings); i++)
        if (g_str_has_prefix(text, beginnings[i]))
            return strlen(text) > strlen(beginnings[i]);
    return FALSE;
}

/* A cell by RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe. */
static void
print_cell(GString *out, const char *text)
{
    gboolean formula = is_formula(text);

    if (!formula && !strpbrk(text, ",\"\r\n")) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '"');
    if (formula)
        g_string_append_c(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
}

static void
print_row(GString *out, const char *what, const char *value, guint64 count, guint64 documents)
{
    g_string_append_printf(out, "%s,", what);
    print_cell(out, value);
    g_string_append_printf(out, ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT "\r\n", count,
                           documents);
}

void
stats_totals_print_csv(const StatsTotals *self, GString *out)
{
    guint64 documents = self->sums[STATS_DOCUMENTS];

    g_string_append(out, "what,value,count,documents\r\n");
    for (guint i = 0; i < STATS_N_SUMS; i++)
        print_row(out, stats_sum_names[i], "", self->sums[i], documents);
    for (guint i = 0; i < STATS_N_LENGTHS; i++) {
        g_autofree char *range = g_strdup_printf("%" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
                                                 length_from(i), length_to(i));

        if (self->lengths[i] > 0)
            print_row(out, "length", range, self->lengths[i], self->lengths[i]);
    }
    for (guint i = 0; i < STATS_N_LISTS; i++) {
        g_autoptr(GPtrArray) list = stats_counts_list(self->lists[i]);

        for (guint k = 0; k < list->len; k++) {
            const StatsCount *count = g_ptr_array_index(list, k);

            print_row(out, stats_list_names[i], count->value, count->count, count->documents);
        }
    }
}

static gint
print_compare(gconstpointer a, gconstpointer b)
{
    return strcmp((*(const StatsCount *const *) a)->value, (*(const StatsCount *const *) b)->value);
}

void
stats_totals_print_frequencies(const StatsTotals *self, GString *out)
{
    g_autoptr(GPtrArray) list = stats_counts_list(self->lists[STATS_TERMS]);

    g_ptr_array_sort(list, print_compare);
    g_string_append_printf(out, "%" G_GUINT64_FORMAT "\n", self->sums[STATS_DOCUMENTS]);
    for (guint i = 0; i < list->len; i++) {
        const StatsCount *count = g_ptr_array_index(list, i);

        g_string_append_printf(out, "%s\t%" G_GUINT64_FORMAT "\n", count->value, count->documents);
    }
}
