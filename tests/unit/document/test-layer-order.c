/* Text order and the queries that rest on it. */
#include <textmill/document.h>

static MillDocument *
blank(gsize length)
{
    g_autofree char *text = g_strnfill(length, 'x');
    MillDocument *document = mill_document_new_text("test", text, (gssize) length, NULL);

    g_assert_nonnull(document);
    return document;
}

static void
test_sort_is_stable(void)
{
    g_autoptr(MillDocument) document = blank(300);
    MillLayer *layer = mill_document_add_layer(document, "a");
    MillColumn number = mill_layer_add_column(layer, "n", MILL_TYPE_INT);

    for (gsize i = 0; i < 200; i++) {
        gsize start = (200 - i) / 50;

        mill_layer_add(layer, (MillSpan){ start, 10 });
        mill_layer_set_int(layer, i, number, (gint64) i);
    }
    mill_layer_sort(layer);
    for (gsize i = 1; i < 200; i++) {
        if (mill_layer_get_span(layer, i).start == mill_layer_get_span(layer, i - 1).start)
            g_assert_cmpint(mill_layer_get_int(layer, i, number), >,
                            mill_layer_get_int(layer, i - 1, number));
    }
}

/* All spans that cover, found by looking at each. */
static void
check_covering(MillLayer *layer, MillSpan span)
{
    gssize row = -1, last = -1;

    mill_layer_sort(layer);
    for (gssize i = 0; i < (gssize) mill_layer_get_length(layer); i++) {
        MillSpan each = mill_layer_get_span(layer, (gsize) i);

        if (each.start > span.start || each.end < span.end)
            continue;
        row = mill_layer_next_covering(layer, span, row);
        g_assert_cmpint(row, ==, i);
        last = i;
    }
    g_assert_cmpint(mill_layer_next_covering(layer, span, row), ==, -1);
    g_assert_cmpint(mill_layer_innermost(layer, span), ==, last);
}

static void
test_covering(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(3);
    static const gsize sizes[] = { 0, 1, 15, 16, 17, 255, 256, 257, 700 };

    for (gsize s = 0; s < G_N_ELEMENTS(sizes); s++) {
        g_autoptr(MillDocument) document = blank(3000);
        MillLayer *layer = mill_document_add_layer(document, "a");

        for (gsize i = 0; i < sizes[s]; i++) {
            gsize start = (gsize) g_rand_int_range(rand, 0, 2000);
            gsize length = i % 50 == 0 ? 900 : (gsize) g_rand_int_range(rand, 0, 20);

            mill_layer_add(layer, (MillSpan){ start, start + length });
        }
        for (guint i = 0; i < 200; i++) {
            gsize start = (gsize) g_rand_int_range(rand, 0, 2000);

            check_covering(layer,
                           (MillSpan){ start, start + (gsize) g_rand_int_range(rand, 0, 4) });
        }
        /* the tree of ends must follow changes */
        mill_layer_add(layer, (MillSpan){ 0, 3000 });
        check_covering(layer, (MillSpan){ 2990, 2999 });
        mill_layer_set_span(layer, 0, (MillSpan){ 5, 6 });
        check_covering(layer, (MillSpan){ 2990, 2999 });
    }
}

static const struct {
    const char *name;
    MillSpan span;
    gssize innermost;
} sections[] = {
    { "in-the-inner", { 25, 26 }, 2 },     { "in-the-outer-only", { 11, 12 }, 1 },
    { "at-the-border", { 20, 20 }, 2 },    { "at-the-end-of-both", { 30, 30 }, 3 },
    { "across-the-inner", { 15, 25 }, 1 }, { "across-the-outer", { 5, 15 }, 0 },
    { "outside", { 95, 96 }, -1 },         { "whole", { 0, 90 }, 0 },
    { "beyond", { 50, 5000 }, -1 },        { "far", { G_MAXSIZE, G_MAXSIZE }, -1 },
};

static void
test_innermost(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(MillDocument) document = blank(100);
    MillLayer *layer = mill_document_add_layer(document, "section");

    mill_layer_add(layer, (MillSpan){ 30, 60 });
    mill_layer_add(layer, (MillSpan){ 20, 30 });
    mill_layer_add(layer, (MillSpan){ 10, 30 });
    mill_layer_add(layer, (MillSpan){ 0, 90 });
    g_assert_cmpint(mill_layer_innermost(layer, sections[i].span), ==, sections[i].innermost);
}

static void
test_lower_bound(void)
{
    g_autoptr(MillDocument) document = blank(100);
    MillLayer *layer = mill_document_add_layer(document, "a");

    g_assert_cmpuint(mill_layer_lower_bound(layer, 0), ==, 0);
    mill_layer_add(layer, (MillSpan){ 20, 21 });
    mill_layer_add(layer, (MillSpan){ 10, 11 });
    mill_layer_add(layer, (MillSpan){ 10, 30 });
    g_assert_cmpuint(mill_layer_lower_bound(layer, 10), ==, 0);
    g_assert_cmpuint(mill_layer_lower_bound(layer, 11), ==, 2);
    g_assert_cmpuint(mill_layer_lower_bound(layer, 20), ==, 2);
    g_assert_cmpuint(mill_layer_lower_bound(layer, 21), ==, 3);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/layer-order/sort-is-stable", test_sort_is_stable);
    g_test_add_func("/layer-order/covering", test_covering);
    for (gsize i = 0; i < G_N_ELEMENTS(sections); i++) {
        g_autofree char *path = g_strconcat("/layer-order/innermost/", sections[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_innermost);
    }
    g_test_add_func("/layer-order/lower-bound", test_lower_bound);
    return g_test_run();
}
