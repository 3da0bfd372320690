/* Sketches beside the exact similarity of Jaccard, of sets and of texts. */
#include "sketch.h"

#include <math.h>
#include <string.h>

#include "shingles.h"

#define SEED 20261127

typedef struct {
    const char *name;
    guint size;     /* of each set */
    double overlap; /* the share of a set that the other one has, too */
    guint bins;
} Sets;

static const Sets sets[] = {
    { "one-shingle-each", 1, 0, 128 },   { "few-none", 10, 0, 128 },
    { "few-half", 10, 0.5, 128 },        { "few-most", 10, 0.9, 128 },
    { "fewer-than-bins", 50, 0.9, 128 }, { "as-many-as-bins", 128, 0.8, 128 },
    { "some", 1000, 0.5, 128 },          { "many", 5000, 0.9, 128 },
    { "many-equal", 5000, 1, 128 },      { "few-bins", 1000, 0.8, 16 },
    { "many-bins", 1000, 0.8, 1024 },    { "odd-bins", 300, 0.7, 99 },
};

/* Over many pairs the estimate is right on average, and strays as little as is promised. */
static void
check_sets(gconstpointer data)
{
    const Sets *item = data;
    const guint trials = item->size > 1000 ? 60 : 300;
    const guint common = (guint) (item->size * item->overlap);
    const double exact = (double) common / (2 * item->size - common);
    const double deviation = sqrt(exact * (1 - exact) / item->bins);
    g_autofree guint64 *a = g_new(guint64, item->size), *b = g_new(guint64, item->size);
    GRand *random = g_rand_new_with_seed(SEED);
    double sum = 0, squares = 0;

    for (guint t = 0; t < trials; t++) {
        guint16 x[DEDUP_MAX_BINS], y[DEDUP_MAX_BINS];

        for (guint i = 0; i < item->size; i++) {
            a[i] = (guint64) g_rand_int(random) << 32 | g_rand_int(random);
            b[i] = i < common ? a[i] : (guint64) g_rand_int(random) << 32 | g_rand_int(random);
        }
        dedup_sketch_make(a, item->size, x, item->bins);
        dedup_sketch_make(b, item->size, y, item->bins);
        double error = dedup_sketch_compare(x, y, item->bins) - exact;

        sum += error;
        squares += error * error;
    }
    g_rand_free(random);
    /* Four standard errors of the mean; a deviation of a sample that is a fifth too large. */
    g_assert_cmpfloat(fabs(sum / trials), <=, 4 * deviation / sqrt(trials) + 1e-4);
    g_assert_cmpfloat(sqrt(squares / trials), <=, 1.2 * deviation + 1e-3);
}

/* The shingles of words separated by single spaces, as strings. (transfer full) */
static GHashTable *
shingle_set(const GPtrArray *words, guint size)
{
    GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i + size <= words->len; i++) {
        GString *shingle = g_string_new(NULL);

        for (guint k = 0; k < size; k++)
            g_string_append_printf(shingle, "%s ", (const char *) words->pdata[i + k]);
        g_hash_table_add(set, g_string_free(shingle, FALSE));
    }
    return set;
}

static double
exact_jaccard(const GPtrArray *a, const GPtrArray *b, guint size)
{
    g_autoptr(GHashTable) x = shingle_set(a, size), y = shingle_set(b, size);
    guint common = 0;
    GHashTableIter iter;
    gpointer key;

    g_hash_table_iter_init(&iter, x);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        common += g_hash_table_contains(y, key);
    return (double) common / (g_hash_table_size(x) + g_hash_table_size(y) - common);
}

static void
sketch_words(DedupText *text, const GPtrArray *words, const char *between, guint size,
             guint16 *sketch)
{
    g_autoptr(GString) joined = g_string_new(NULL);
    guint8 digest[DEDUP_DIGEST];

    for (guint i = 0; i < words->len; i++)
        g_string_append_printf(joined, "%s%s", i > 0 ? between : "",
                               (const char *) words->pdata[i]);
    dedup_text_read(text, joined->str, joined->len, size, digest);
    g_assert_cmpuint(text->shingles->len, ==, words->len - size + 1);
    dedup_sketch_make((const guint64 *) (gpointer) text->shingles->data, text->shingles->len,
                      sketch, 256);
}

typedef struct {
    const char *name;
    gboolean chinese;
    guint size;
} Script;

static const Script scripts[] = {
    { "words", FALSE, 5 },
    { "single-words", FALSE, 1 },
    { "characters", TRUE, 5 },
};

/* Texts with planted changes: the estimate from the text against the exact figure from its words.
 */
static void
check_texts(gconstpointer data)
{
    const Script *item = data;
    GRand *random = g_rand_new_with_seed(SEED);
    const guint trials = 100;
    double sum = 0, worst = 0;
    DedupText text;

    dedup_text_init(&text, LEX_FOLD_CASE | LEX_FOLD_WIDTH | LEX_FOLD_SPACE);
    for (guint t = 0; t < trials; t++) {
        g_autoptr(GPtrArray) a = g_ptr_array_new_with_free_func(g_free);
        g_autoptr(GPtrArray) b = g_ptr_array_new_with_free_func(g_free);
        guint16 x[DEDUP_MAX_BINS], y[DEDUP_MAX_BINS];
        guint length = (guint) g_rand_int_range(random, 20, 400);

        for (guint i = 0; i < length; i++) {
            char word[8] = { 0 };

            if (item->chinese)
                g_unichar_to_utf8((gunichar) g_rand_int_range(random, 0x4e00, 0x4e00 + 800), word);
            else
                g_snprintf(word, sizeof word, "w%d", g_rand_int_range(random, 0, 500));
            g_ptr_array_add(a, g_strdup(word));
            g_ptr_array_add(b, g_rand_int_range(random, 0, 100) < (gint32) (t % 20)
                                   ? g_strdup(item->chinese ? "龘" : "changed")
                                   : g_strdup(word));
        }
        sketch_words(&text, a, item->chinese ? "" : " ", item->size, x);
        sketch_words(&text, b, item->chinese ? "，\n" : "... ", item->size, y);
        double error = dedup_sketch_compare(x, y, 256) - exact_jaccard(a, b, item->size);

        sum += error;
        worst = MAX(worst, fabs(error));
    }
    g_rand_free(random);
    dedup_text_clear(&text);
    g_assert_cmpfloat(fabs(sum / trials), <=, 0.01);
    g_assert_cmpfloat(worst, <=, 4 * sqrt(0.25 / 256));
}

typedef struct {
    double threshold;
    guint bins, bands, rows;
} Choice;

static void
check_choose(void)
{
    static const Choice choices[] = {
        { 0.3, 128, 64, 2 },  { 0.5, 128, 42, 3 }, { 0.8, 128, 21, 6 }, { 0.9, 128, 12, 10 },
        { 0.95, 128, 8, 16 }, { 1, 128, 1, 128 },  { 0.3, 16, 16, 1 },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(choices); i++) {
        guint bands, rows;

        dedup_sketch_choose(choices[i].bins, choices[i].threshold, &bands, &rows);
        g_test_message("threshold %g: %u bands of %u", choices[i].threshold, bands, rows);
        g_assert_cmpuint(bands * rows, <=, choices[i].bins);
        g_assert_cmpuint(rows, ==, choices[i].rows);
        g_assert_cmpuint(bands, ==, choices[i].bands);
    }
}

/* The share of pairs that have a band in common is what the curve says. */
static void
check_curve(void)
{
    static const guint overlaps[] = { 50, 70, 80, 90, 95 };
    const guint trials = 400, size = 400;
    GRand *random = g_rand_new_with_seed(SEED);
    guint bands, rows;

    dedup_sketch_choose(128, 0.8, &bands, &rows);
    for (gsize o = 0; o < G_N_ELEMENTS(overlaps); o++) {
        guint common = size * overlaps[o] / 100, found = 0;
        double exact = (double) common / (2 * size - common);
        double expected = 1 - pow(1 - pow(exact, rows), bands);

        for (guint t = 0; t < trials; t++) {
            guint64 a[400], b[400];
            guint16 x[128], y[128];
            gboolean same = FALSE;

            for (guint i = 0; i < size; i++) {
                a[i] = (guint64) g_rand_int(random) << 32 | g_rand_int(random);
                b[i] = i < common ? a[i] : (guint64) g_rand_int(random) << 32 | g_rand_int(random);
            }
            dedup_sketch_make(a, size, x, 128);
            dedup_sketch_make(b, size, y, 128);
            for (guint k = 0; k < bands; k++)
                same |= dedup_sketch_key(x, k, rows) == dedup_sketch_key(y, k, rows);
            found += same;
        }
        g_assert_cmpfloat(fabs((double) found / trials - expected), <=,
                          4 * sqrt(expected * (1 - expected) / trials) + 0.01);
    }
    g_rand_free(random);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(sets); i++) {
        g_autofree char *path = g_strconcat("/dedup/sketch/sets/", sets[i].name, NULL);
        g_test_add_data_func(path, &sets[i], check_sets);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
        g_autofree char *path = g_strconcat("/dedup/sketch/texts/", scripts[i].name, NULL);
        g_test_add_data_func(path, &scripts[i], check_texts);
    }
    g_test_add_func("/dedup/sketch/choose", check_choose);
    g_test_add_func("/dedup/sketch/curve", check_curve);
    return g_test_run();
}
