/* Cutting by a dictionary: each path is compared with the best of all paths, tried one by one. */
#include "dictionary.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define WORDS "生态 50\n生态修复 8 n\n修复 20 v\n复 1\n水生 6\n水 90\n生 70\n植物 30\n水生植物 4\n"

static KwDictionary *
load(const char *content)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    gint file = g_file_open_tmp("dictionary-XXXXXX", &path, &error);
    KwDictionary *dictionary;

    g_assert_no_error(error);
    g_close(file, NULL);
    g_file_set_contents(path, content, -1, &error);
    g_assert_no_error(error);
    dictionary = kw_dictionary_load(path, report);
    g_unlink(path);
    g_assert_nonnull(dictionary);
    return dictionary;
}

/* The words of @text, separated by '|'. (transfer full) */
static char *
cut(const KwDictionary *dictionary, const char *text)
{
    g_autoptr(GArray) ends = g_array_new(FALSE, FALSE, sizeof(guint32));
    GString *out = g_string_new(NULL);
    KwPath path = { 0 };
    guint32 start = 0;

    kw_dictionary_cut(dictionary, &path, text, strlen(text), ends);
    kw_path_clear(&path);
    for (guint i = 0; i < ends->len; i++) {
        guint32 end = g_array_index(ends, guint32, i);

        g_string_append_printf(out, "%s%.*s", i ? "|" : "", (int) (end - start), text + start);
        start = end;
    }
    g_assert_cmpuint(start, ==, strlen(text));
    return g_string_free(out, FALSE);
}

static const char *const cuts[][2] = {
    { "生态修复", "生态修复" },
    { "水生植物生态", "水生植物|生态" },
    { "水生态", "水|生态" },
    { "修复河道", "修复|河|道" },
    { "河", "河" },
};

static void
test_cuts(void)
{
    g_autoptr(KwDictionary) dictionary = load(WORDS);

    for (gsize i = 0; i < G_N_ELEMENTS(cuts); i++) {
        g_autofree char *words = cut(dictionary, cuts[i][0]);

        g_assert_cmpstr(words, ==, cuts[i][1]);
    }
}

typedef struct {
    const char *word;
    double frequency;
} Word;

static const Word toy[] = { { "甲", 5 },   { "乙", 7 },     { "甲乙", 2 },
                            { "乙甲", 3 }, { "甲甲乙", 1 }, { "乙乙", 6 } };
#define TOY_TOTAL 24.0

/* The logarithm of the probability of the best path, by trying all. */
static double
best_path(const char *text)
{
    double best = -G_MAXDOUBLE;

    if (*text == '\0')
        return 0;
    for (gsize i = 0; i < G_N_ELEMENTS(toy); i++)
        if (g_str_has_prefix(text, toy[i].word))
            best = MAX(best,
                       log(toy[i].frequency / TOY_TOTAL) + best_path(text + strlen(toy[i].word)));
    return best;
}

static double
path_score(const char *words)
{
    g_auto(GStrv) parts = g_strsplit(words, "|", -1);
    double score = 0;

    for (gsize i = 0; parts[i]; i++)
        for (gsize j = 0; j < G_N_ELEMENTS(toy); j++)
            if (strcmp(parts[i], toy[j].word) == 0)
                score += log(toy[j].frequency / TOY_TOTAL);
    return score;
}

static void
test_best(void)
{
    g_autoptr(GString) file = g_string_new(NULL);
    g_autoptr(GRand) random = g_rand_new_with_seed(7);

    for (gsize i = 0; i < G_N_ELEMENTS(toy); i++)
        g_string_append_printf(file, "%s %d\n", toy[i].word, (int) toy[i].frequency);

    g_autoptr(KwDictionary) dictionary = load(file->str);

    for (int round = 0; round < 300; round++) {
        g_autoptr(GString) text = g_string_new(NULL);

        for (int i = g_rand_int_range(random, 1, 11); i > 0; i--)
            g_string_append(text, g_rand_boolean(random) ? "甲" : "乙");
        g_autofree char *words = cut(dictionary, text->str);

        g_assert_cmpfloat_with_epsilon(path_score(words), best_path(text->str), 1e-4);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dictionary/cuts", test_cuts);
    g_test_add_func("/dictionary/best", test_best);
    return g_test_run();
}
