/* test-metrics.c - numbers that steps count. */
#include "document/metrics.h"

#include "document/document-private.h"

#include <math.h>

typedef struct {
    const char *name;
    const char *metric;
    double value;
    gboolean possible;
} Case;

static const Case cases[] = {
    { "plain", "words", 1, TRUE },
    { "signs", "a-b_c.d9", 1, TRUE },
    { "negative", "a", -1.5, TRUE },
    { "largest", "a", 1e15, TRUE },
    { "too-large", "a", 2e15, FALSE },
    { "nan", "a", NAN, FALSE },
    { "infinite", "a", -INFINITY, FALSE },
    { "empty", "", 1, FALSE },
    { "digit-first", "9a", 1, FALSE },
    { "blank", "a b", 1, FALSE },
    { "newline", "a\n", 1, FALSE },
    { "other-letters", "é", 1, FALSE },
    { "longest", "a23456789012345678901234567890123456789012345678901234567890123", 1, TRUE },
    { "too-long", "a234567890123456789012345678901234567890123456789012345678901234", 1, FALSE },
};

static void
test_possible(gconstpointer data)
{
    const Case *row = data;

    g_assert_cmpint(mill_metric_is_possible(row->metric, row->value), ==, row->possible);
}

static MillDocument *
make_document(void)
{
    return mill_document_new_text("a", "text", -1, NULL);
}

static const MillDocumentMetric *
get(const MillDocument *document, guint index)
{
    return &g_array_index(mill_document_get_metrics(document), MillDocumentMetric, index);
}

/* By name and step, in the order of first use. */
static void
test_sums(void)
{
    g_autoptr(MillDocument) document = make_document();

    g_assert_null(mill_document_get_metrics(document));
    mill_document_enter_step(document, "one");
    g_assert_true(mill_document_metric(document, "words", 3));
    g_assert_true(mill_document_metric(document, "share", 0.25));
    g_assert_true(mill_document_metric(document, "words", -1.5));
    mill_document_enter_step(document, "two");
    g_assert_true(mill_document_metric(document, "words", 10));
    g_assert_cmpuint(mill_document_get_metrics(document)->len, ==, 3);
    g_assert_cmpstr(get(document, 0)->name, ==, "words");
    g_assert_cmpstr(get(document, 0)->step, ==, "one");
    g_assert_cmpint(get(document, 0)->sum.count, ==, 2);
    g_assert_cmpfloat(mill_metric_sum_get(&get(document, 0)->sum), ==, 1.5);
    g_assert_cmpfloat(mill_metric_sum_get(&get(document, 1)->sum), ==, 0.25);
    g_assert_cmpstr(get(document, 2)->step, ==, "two");
}

static void
test_most(void)
{
    g_autoptr(MillDocument) document = make_document();

    for (guint i = 0; i < MILL_METRICS_MAX; i++) {
        g_autofree char *name = g_strdup_printf("m%u", i);

        g_assert_true(mill_document_metric(document, name, 1));
    }
    g_assert_false(mill_document_metric(document, "more", 1));
    g_assert_true(mill_document_metric(document, "m0", 1));
}

/* Sums of fractions, which as doubles would differ in the last digits. */
static void
test_order(void)
{
    double values[1000];
    MillMetricSum sums[2] = { 0 };

    for (guint i = 0; i < G_N_ELEMENTS(values); i++)
        values[i] = g_test_rand_double_range(-1e9, 1e9);
    for (guint way = 0; way < 2; way++) {
        for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
            g_autoptr(MillDocument) document = make_document();

            mill_document_metric(document, "x", values[way ? G_N_ELEMENTS(values) - 1 - i : i]);
            mill_metric_sum_add(&sums[way], &get(document, 0)->sum);
        }
    }
    g_assert_cmpmem(&sums[0], sizeof sums[0], &sums[1], sizeof sums[1]);
}

static void
test_range(void)
{
    MillMetricSum sum = { G_MAXINT64 - 1, G_MININT64, 1 };

    mill_metric_sum_add(&sum, &(MillMetricSum){ 5, -5, 1 });
    g_assert_cmpint(sum.whole, ==, G_MAXINT64);
    g_assert_cmpint(sum.millionths, ==, G_MININT64);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/metrics/possible/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_possible);
    }
    g_test_add_func("/metrics/sums", test_sums);
    g_test_add_func("/metrics/most", test_most);
    g_test_add_func("/metrics/order", test_order);
    g_test_add_func("/metrics/range", test_range);
    return g_test_run();
}
