#include <textmill/document.h>

#include "document/document-private.h"

#include <string.h>

static MillDocument *
document_of(const char *text, gssize length)
{
    g_autoptr(GError) error = NULL;
    MillDocument *document = mill_document_new_text("test", text, length, &error);

    g_assert_no_error(error);
    return document;
}

static MillDocument *
blank(gsize length)
{
    g_autofree char *text = g_strnfill(length, 'x');

    return document_of(text, (gssize) length);
}

static void
assert_span(MillSpan span, gsize start, gsize end)
{
    g_assert_cmpuint(span.start, ==, start);
    g_assert_cmpuint(span.end, ==, end);
}

static const MillType types[] = { MILL_TYPE_BOOL,   MILL_TYPE_INT,  MILL_TYPE_DOUBLE,
                                  MILL_TYPE_STRING, MILL_TYPE_SPAN, MILL_TYPE_LIST,
                                  MILL_TYPE_MAP };

static void
add_columns(MillLayer *layer)
{
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autofree char *name = g_strdup_printf("c%zu", i);

        g_assert_cmpint(mill_layer_add_column(layer, name, types[i]), ==, (MillColumn) i);
    }
}

static void
set_row(MillLayer *layer, gsize row, gint64 number)
{
    g_autoptr(MillValue) list = mill_value_new_list();
    g_autoptr(MillValue) map = mill_value_new_map();
    g_autofree char *term = g_strdup_printf("term %" G_GINT64_FORMAT, number);

    mill_value_append_int(list, number);
    mill_value_set_int(map, "n", number);
    mill_layer_set_bool(layer, row, 0, number % 2 == 0);
    mill_layer_set_int(layer, row, 1, number);
    mill_layer_set_double(layer, row, 2, (double) number / 2);
    mill_layer_set_string(layer, row, 3, term, -1);
    mill_layer_set_span_attribute(layer, row, 4, (MillSpan){ (gsize) number, (gsize) number + 1 });
    mill_layer_set_value(layer, row, 5, list);
    mill_layer_set_value(layer, row, 6, map);
}

static void
check_row(const MillLayer *layer, gsize row, gint64 number)
{
    g_autofree char *term = g_strdup_printf("term %" G_GINT64_FORMAT, number);
    g_autoptr(MillValue) list = mill_layer_dup_value(layer, row, 5);
    g_autoptr(MillValue) map = mill_layer_dup_value(layer, row, 6);

    g_assert_cmpint(mill_layer_get_bool(layer, row, 0), ==, number % 2 == 0);
    g_assert_cmpint(mill_layer_get_int(layer, row, 1), ==, number);
    g_assert_cmpfloat(mill_layer_get_double(layer, row, 1), ==, (double) number);
    g_assert_cmpfloat(mill_layer_get_double(layer, row, 2), ==, (double) number / 2);
    g_assert_cmpstr(mill_layer_get_string(layer, row, 3, NULL), ==, term);
    assert_span(mill_layer_get_span_attribute(layer, row, 4), (gsize) number, (gsize) number + 1);
    g_assert_cmpint(mill_value_get_int(mill_value_get_item(list, 0)), ==, number);
    g_assert_cmpint(mill_value_get_int(mill_value_get(map, "n")), ==, number);
}

static void
check_unset(const MillLayer *layer, gsize row)
{
    for (MillColumn c = 0; c < (MillColumn) G_N_ELEMENTS(types); c++) {
        g_assert_false(mill_layer_has(layer, row, c));
        g_assert_null(mill_layer_dup_value(layer, row, c));
        g_assert_false(mill_layer_get_bool(layer, row, c));
        g_assert_cmpint(mill_layer_get_int(layer, row, c), ==, 0);
        g_assert_cmpfloat(mill_layer_get_double(layer, row, c), ==, 0);
        g_assert_null(mill_layer_get_string(layer, row, c, NULL));
        g_assert_cmpuint(mill_layer_get_string_id(layer, row, c), ==, 0);
        assert_span(mill_layer_get_span_attribute(layer, row, c), 0, 0);
    }
}

static void
test_attributes(void)
{
    g_autoptr(MillDocument) document = blank(100);
    MillLayer *layer = mill_document_add_layer(document, "a");

    add_columns(layer);
    for (gsize i = 0; i < 60; i++) {
        g_assert_cmpuint(mill_layer_add(layer, (MillSpan){ i, i + 1 }), ==, i);
        if (i % 2)
            set_row(layer, i, (gint64) i);
    }
    for (gsize i = 0; i < 60; i++) {
        if (i % 2)
            check_row(layer, i, (gint64) i);
        else
            check_unset(layer, i);
    }
    for (MillColumn c = 0; c < (MillColumn) G_N_ELEMENTS(types); c++) {
        g_assert_true(mill_layer_has(layer, 1, c));
        mill_layer_unset(layer, 1, c);
    }
    check_unset(layer, 1);
    check_row(layer, 3, 3);
}

/* Zero and FALSE are values; a set empty span at 0 is not an unset one. */
static void
test_zeros_are_set(void)
{
    g_autoptr(MillDocument) document = blank(10);
    MillLayer *layer = mill_document_add_layer(document, "a");
    gsize row;

    add_columns(layer);
    row = mill_layer_add(layer, (MillSpan){ 0, 0 });
    mill_layer_set_bool(layer, row, 0, FALSE);
    mill_layer_set_int(layer, row, 1, 0);
    mill_layer_set_double(layer, row, 2, 0);
    mill_layer_set_string(layer, row, 3, "", -1);
    mill_layer_set_span_attribute(layer, row, 4, (MillSpan){ 0, 0 });
    for (MillColumn c = 0; c < 5; c++)
        g_assert_true(mill_layer_has(layer, row, c));
    g_assert_cmpstr(mill_layer_get_string(layer, row, 3, NULL), ==, "");
    /* NULL unsets */
    mill_layer_set_string(layer, row, 3, NULL, -1);
    mill_layer_set_value(layer, row, 5, NULL);
    g_assert_false(mill_layer_has(layer, row, 3));
    g_assert_false(mill_layer_has(layer, row, 5));
}

static void
test_columns(void)
{
    g_autoptr(MillDocument) document = blank(10);
    MillLayer *layer = mill_document_add_layer(document, "a");
    MillColumn late;

    g_assert_true(mill_document_add_layer(document, "a") == layer);
    mill_layer_add(layer, (MillSpan){ 0, 1 });
    late = mill_layer_add_column(layer, "late", MILL_TYPE_INT);
    g_assert_cmpint(late, ==, 0);
    g_assert_false(mill_layer_has(layer, 0, late));
    g_assert_cmpint(mill_layer_add_column(layer, "late", MILL_TYPE_INT), ==, late);
    g_assert_cmpint(mill_layer_add_column(layer, "late", MILL_TYPE_STRING), ==, MILL_NO_COLUMN);
    g_assert_cmpint(mill_layer_find_column(layer, "none"), ==, MILL_NO_COLUMN);
    g_assert_cmpint(mill_layer_get_int(layer, 0, MILL_NO_COLUMN), ==, 0);
    g_assert_false(mill_layer_has(layer, 0, MILL_NO_COLUMN));
    g_assert_cmpuint(mill_layer_get_n_columns(layer), ==, 1);
    g_assert_cmpstr(mill_layer_get_column_name(layer, late), ==, "late");
    g_assert_cmpint(mill_layer_get_column_type(layer, late), ==, MILL_TYPE_INT);
    g_assert_cmpstr(mill_layer_get_name(layer), ==, "a");
}

static void
test_no_layer_is_empty(void)
{
    g_autoptr(MillDocument) document = blank(10);
    MillLayer *none = mill_document_get_layer(document, "none");

    g_assert_null(none);
    g_assert_cmpuint(mill_layer_get_length(none), ==, 0);
    g_assert_cmpuint(mill_layer_get_n_columns(none), ==, 0);
    g_assert_cmpint(mill_layer_find_column(none, "x"), ==, MILL_NO_COLUMN);
    g_assert_cmpuint(mill_layer_lower_bound(none, 3), ==, 0);
    g_assert_cmpint(mill_layer_next_covering(none, (MillSpan){ 0, 1 }, -1), ==, -1);
    g_assert_cmpint(mill_layer_innermost(none, (MillSpan){ 0, 1 }), ==, -1);
}

static void
test_strings(void)
{
    g_autoptr(MillDocument) document = blank(10);
    MillLayer *layer = mill_document_add_layer(document, "a");
    MillLayer *other = mill_document_add_layer(document, "b");
    MillColumn term = mill_layer_add_column(layer, "term", MILL_TYPE_STRING);
    gsize row = mill_layer_add(layer, (MillSpan){ 0, 1 });
    guint32 id = mill_layer_intern(layer, "智慧能源", -1);
    gsize length;

    g_assert_cmpuint(id, >, 0);
    g_assert_cmpuint(mill_layer_intern(other, "智慧能源站", 12), ==, id);
    mill_layer_set_string_id(layer, row, term, id);
    g_assert_cmpstr(mill_layer_get_string(layer, row, term, &length), ==, "智慧能源");
    g_assert_cmpuint(length, ==, 12);
    mill_layer_set_string(layer, row, term, "a\0b", 3);
    g_assert_cmpmem(mill_layer_get_string(layer, row, term, &length), 3, "a\0b", 3);
    mill_layer_set_string(layer, row, term, "\xFF", -1);
    g_assert_cmpstr(mill_layer_get_string(layer, row, term, NULL), ==, "\xEF\xBF\xBD");
}

/* Many strings, long ones among them: each keeps its id and its address. */
static void
test_strings_many(void)
{
    g_autoptr(MillDocument) document = blank(10);
    MillLayer *layer = mill_document_add_layer(document, "a");
    g_autofree char *tall = g_strnfill(10000, 'y');
    const char *first = NULL;

    for (guint round = 0; round < 2; round++) {
        for (guint i = 0; i < 20000; i++) {
            g_autofree char *text = g_strdup_printf("string %u", i);

            g_assert_cmpuint(mill_layer_intern(layer, text, -1), ==, i + 1 + i / 1000);
            if (i % 1000 == 999) {
                tall[0] = (char) ('a' + i / 1000);
                g_assert_cmpuint(mill_layer_intern(layer, tall, -1), ==, i + 2 + i / 1000);
            }
        }
        if (!first)
            first = mill_document_get_string(document, 1)->text;
    }
    g_assert_true(mill_document_get_string(document, 1)->text == first);
    g_assert_cmpstr(first, ==, "string 0");
    g_assert_cmpstr(mill_document_get_string(document, 20019)->text, ==, "string 19999");
}

static void
test_sort(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(2);
    static const gsize sizes[] = { 0, 1, 2, 10, 63, 64, 1000 };

    for (gsize s = 0; s < G_N_ELEMENTS(sizes); s++) {
        g_autoptr(MillDocument) document = blank(1000);
        MillLayer *layer = mill_document_add_layer(document, "a");

        add_columns(layer);
        for (gsize i = 0; i < sizes[s]; i++) {
            gsize start = (gsize) g_rand_int_range(rand, 0, 40) * 7;

            mill_layer_add(layer,
                           (MillSpan){ start, start + (gsize) g_rand_int_range(rand, 0, 9) });
            if (i % 3)
                set_row(layer, i, (gint64) i % 900);
        }
        mill_layer_sort(layer);
        for (gsize i = 0; i < sizes[s]; i++) {
            MillSpan span = mill_layer_get_span(layer, i);
            MillSpan before = mill_layer_get_span(layer, i ? i - 1 : 0);

            g_assert_cmpuint(before.start, <=, span.start);
            if (before.start == span.start)
                g_assert_cmpuint(before.end, >=, span.end);
            if (mill_layer_has(layer, i, 1))
                check_row(layer, i, mill_layer_get_int(layer, i, 1));
            else
                check_unset(layer, i);
        }
    }
}

static void
test_filter(void)
{
    g_autoptr(MillDocument) document = blank(100);
    MillLayer *layer = mill_document_add_layer(document, "a");
    guint8 keep[50];

    add_columns(layer);
    for (gsize i = 0; i < 50; i++) {
        mill_layer_add(layer, (MillSpan){ i, i + 1 });
        set_row(layer, i, (gint64) i);
        keep[i] = i % 3 == 1;
    }
    mill_layer_filter(layer, keep);
    g_assert_cmpuint(mill_layer_get_length(layer), ==, 17);
    for (gsize i = 0; i < 17; i++) {
        assert_span(mill_layer_get_span(layer, i), i * 3 + 1, i * 3 + 2);
        check_row(layer, i, (gint64) i * 3 + 1);
    }
    /* what comes next begins unset */
    check_unset(layer, mill_layer_add(layer, (MillSpan){ 60, 61 }));
    memset(keep, 0, sizeof keep);
    mill_layer_filter(layer, keep);
    g_assert_cmpuint(mill_layer_get_length(layer), ==, 0);
}

static const struct {
    const char *name;
    MillSpan span;
    MillSpan fitted;
    gboolean fits;
} fits[] = {
    /* of "a中😀": a at 0, 中 at 1, 😀 at 4, end at 8 */
    { "whole", { 0, 8 }, { 0, 8 }, TRUE },
    { "empty-at-end", { 8, 8 }, { 8, 8 }, TRUE },
    { "end-beyond", { 1, 99 }, { 1, 8 }, FALSE },
    { "both-beyond", { 50, 60 }, { 8, 8 }, FALSE },
    { "reversed", { 4, 1 }, { 4, 4 }, FALSE },
    { "start-in-character", { 2, 4 }, { 1, 4 }, FALSE },
    { "end-in-character", { 1, 5 }, { 1, 8 }, FALSE },
    { "inside-one-character", { 5, 6 }, { 4, 8 }, FALSE },
    { "empty-in-character", { 3, 3 }, { 1, 1 }, FALSE },
    { "huge", { G_MAXSIZE - 1, G_MAXSIZE }, { 8, 8 }, FALSE },
};

static void
test_fit(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(MillDocument) document = document_of("a中😀", -1);
    MillLayer *layer = mill_document_add_layer(document, "a");
    MillColumn inner = mill_layer_add_column(layer, "inner", MILL_TYPE_SPAN);
    gsize row = mill_layer_add(layer, fits[i].span);

    assert_span(mill_layer_get_span(layer, row), fits[i].fitted.start, fits[i].fitted.end);
    mill_layer_set_span(layer, row, fits[i].span);
    assert_span(mill_layer_get_span(layer, row), fits[i].fitted.start, fits[i].fitted.end);
    mill_layer_set_span_attribute(layer, row, inner, fits[i].span);
    assert_span(mill_layer_get_span_attribute(layer, row, inner), fits[i].fitted.start,
                fits[i].fitted.end);
    /* told once a step */
    g_assert_cmpuint(mill_document_get_n_diagnostics(document), ==, fits[i].fits ? 0 : 1);
    mill_document_enter_step(document, "next");
    mill_layer_add(layer, fits[i].span);
    g_assert_cmpuint(mill_document_get_n_diagnostics(document), ==, fits[i].fits ? 0 : 2);
}

static void
test_million(void)
{
    const gsize n = 1000000;
    g_autoptr(MillDocument) document = blank(4 * n);
    MillLayer *layer = mill_document_add_layer(document, "tag");
    MillColumn term = mill_layer_add_column(layer, "term", MILL_TYPE_STRING);
    MillColumn section = mill_layer_add_column(layer, "section", MILL_TYPE_INT);
    g_autoptr(MillEdit) edit = NULL;

    for (gsize i = 0; i < n; i++) {
        gsize row = mill_layer_add(layer, (MillSpan){ i * 4, i * 4 + 3 });

        mill_layer_set_string(layer, row, term, i % 2 ? "风电" : "光伏", -1);
        mill_layer_set_int(layer, row, section, (gint64) i);
    }
    mill_layer_sort(layer);
    /* 8 for the span, 4 and 8 for the columns, a bit; and what growing keeps in reserve */
    g_assert_cmpuint(mill_layer_count_bytes(layer), <, n * 32);
    g_assert_cmpint(mill_layer_innermost(layer, (MillSpan){ 4000, 4002 }), ==, 1000);

    edit = mill_edit_new(document);
    mill_edit_drop(edit, (MillSpan){ 0, 4 });
    mill_edit_insert(edit, 8, "!", 1);
    g_assert_true(mill_edit_apply(edit, NULL));
    g_assert_cmpuint(mill_layer_get_length(layer), ==, n - 1);
    assert_span(mill_layer_get_span(layer, n - 2), 4 * n - 7, 4 * n - 4);
    g_assert_cmpint(mill_layer_get_int(layer, n - 2, section), ==, (gint64) n - 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/layer/attributes", test_attributes);
    g_test_add_func("/layer/zeros-are-set", test_zeros_are_set);
    g_test_add_func("/layer/columns", test_columns);
    g_test_add_func("/layer/no-layer-is-empty", test_no_layer_is_empty);
    g_test_add_func("/layer/strings", test_strings);
    g_test_add_func("/layer/strings-many", test_strings_many);
    g_test_add_func("/layer/sort", test_sort);
    g_test_add_func("/layer/filter", test_filter);
    for (gsize i = 0; i < G_N_ELEMENTS(fits); i++) {
        g_autofree char *path = g_strconcat("/layer/fit/", fits[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_fit);
    }
    g_test_add_func("/layer/million", test_million);
    return g_test_run();
}
