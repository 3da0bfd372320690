/* Tallies: quantiles are near the truth, and adding up loses nothing. */
#include <math.h>
#include <stdlib.h>

#include "results/tally.h"

#define N_TIMES 1000

static int
compare_times(const void *a, const void *b)
{
    gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

    return left < right ? -1 : left > right;
}

static void
assert_near(gint64 got, gint64 wanted)
{
    g_assert_cmpint(ABS(got - wanted), <=, (gint64) ((double) wanted * 0.0625) + 1);
}

/* All magnitudes from a nanosecond to half an hour, against the times sorted. */
static void
check_quantiles(void)
{
    static const double quantiles[] = { 0.0, 0.01, 0.5, 0.9, 0.99, 1.0 };
    gint64 times[N_TIMES];
    MillTally tally = { 0 };

    for (guint i = 0; i < N_TIMES; i++) {
        times[i] = (gint64) exp(g_test_rand_double_range(0, log(1.8e12)));
        mill_tally_note(&tally, MILL_KEEP, times[i], 3);
    }
    qsort(times, N_TIMES, sizeof(times[0]), compare_times);
    for (gsize i = 0; i < G_N_ELEMENTS(quantiles); i++) {
        guint rank = (guint) MAX(ceil(quantiles[i] * N_TIMES), 1);

        assert_near(mill_tally_get_quantile(&tally, quantiles[i]), times[rank - 1]);
    }
    g_assert_cmpuint(tally.documents, ==, N_TIMES);
    g_assert_cmpuint(tally.bytes, ==, 3 * N_TIMES);
}

static void
check_edges(void)
{
    static const gint64 times[] = { 0, 1, 7, 8, 9, 15, 16, 17, 1023, 1024, G_MAXINT32 };
    MillTally none = { 0 };

    g_assert_cmpint(mill_tally_get_quantile(&none, 0.5), ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
        MillTally one = { 0 };

        mill_tally_note(&one, MILL_KEEP, times[i], 0);
        assert_near(mill_tally_get_quantile(&one, 0.5), times[i]);
    }
    mill_tally_note(&none, MILL_KEEP, -5, 0); /* a clock that went back */
    mill_tally_note(&none, MILL_KEEP, G_MAXINT64, 0);
    g_assert_cmpint(mill_tally_get_quantile(&none, 0), ==, 0);
    g_assert_cmpint(mill_tally_get_quantile(&none, 1), >, G_GINT64_CONSTANT(1000000000000));
}

/* The tallies of parts add up to that of the whole. */
static void
check_add(void)
{
    MillTally whole = { 0 }, parts[3] = { 0 }, sum = { 0 };

    for (guint i = 0; i < N_TIMES; i++) {
        MillVerdict verdict = (MillVerdict) g_test_rand_int_range(MILL_KEEP, MILL_FAIL + 1);
        gint64 time = g_test_rand_int_range(0, G_MAXINT32);

        mill_tally_note(&whole, verdict, time, i);
        mill_tally_note(&parts[i % 3], verdict, time, i);
    }
    for (guint i = 3; i > 0; i--)
        mill_tally_add(&sum, &parts[i - 1]);
    g_assert_cmpmem(&sum, sizeof(sum), &whole, sizeof(whole));
    g_assert_cmpuint(sum.dropped + sum.failed, <, sum.documents);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tally/quantiles", check_quantiles);
    g_test_add_func("/tally/edges", check_edges);
    g_test_add_func("/tally/add", check_add);
    return g_test_run();
}
