/* What edits take away stays findable: where it stood, what it was, who took it. */
#include "document/document-private.h"

static void
drop(MillDocument *document, const char *step, gsize start, gsize end, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(MillEdit) edit = mill_edit_new(document);

    mill_document_enter_step(document, step);
    mill_edit_replace(edit, (MillSpan){ start, end }, text, -1);
    g_assert_true(mill_edit_apply(edit, &error));
    g_assert_no_error(error);
    mill_document_leave_step(document);
}

static char *
rows(MillDocument *document)
{
    MillLayer *layer = mill_document_get_layer(document, "removed");
    GString *out = g_string_new(NULL);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);

        g_assert_cmpuint(span.start, ==, span.end);
        g_string_append_printf(
            out, "%" G_GSIZE_FORMAT " '%s' by %s from %d-%d\n", span.start,
            mill_layer_get_string(layer, row, mill_layer_find_column(layer, "text"), NULL),
            mill_layer_get_string(layer, row, mill_layer_find_column(layer, "step"), NULL),
            (int) mill_layer_get_int(layer, row, mill_layer_find_column(layer, "start")),
            (int) mill_layer_get_int(layer, row, mill_layer_find_column(layer, "end")));
    }
    return g_string_free(out, FALSE);
}

static void
test_removed(void)
{
    g_autoptr(MillDocument) document = mill_document_new_text("t", "noise one two end", -1, NULL);

    mill_document_keep_removed(document);
    drop(document, "first", 0, 6, "");
    drop(document, "second", 4, 7, "2");

    g_autofree char *found = rows(document);

    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, "one 2 end");
    g_assert_cmpstr(found, ==,
                    "0 'noise ' by first from 0-6\n"
                    "4 'two' by second from 10-13\n");
}

/* A row outlives the text around it. */
static void
test_stays(void)
{
    g_autoptr(MillDocument) document = mill_document_new_text("t", "abcdef", -1, NULL);

    mill_document_keep_removed(document);
    drop(document, "inner", 2, 4, "");
    drop(document, "outer", 0, 4, "");

    g_autofree char *found = rows(document);

    g_assert_cmpstr(found, ==,
                    "0 'cd' by inner from 2-4\n"
                    "0 'abef' by outer from 0-6\n");
}

static void
test_forget(void)
{
    g_autoptr(MillDocument) document = mill_document_new_text("t", "one secret two", -1, NULL);
    g_autoptr(MillEdit) edit = mill_edit_new(document);
    g_autoptr(GError) error = NULL;

    mill_document_keep_removed(document);
    mill_edit_forget(edit);
    mill_edit_replace(edit, (MillSpan){ 4, 10 }, "***", -1);
    g_assert_true(mill_edit_apply(edit, &error));
    g_assert_no_error(error);
    g_assert_null(mill_document_get_layer(document, "removed"));
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, "one *** two");
    g_assert_cmpuint(mill_document_get_origin(document, (MillSpan){ 4, 7 }).start, ==, 4);
}

static void
test_only_if_asked(void)
{
    g_autoptr(MillDocument) document = mill_document_new_text("t", "abc", -1, NULL);

    drop(document, "step", 0, 1, "");
    g_assert_null(mill_document_get_layer(document, "removed"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/removed/rows", test_removed);
    g_test_add_func("/removed/stays", test_stays);
    g_test_add_func("/removed/forget", test_forget);
    g_test_add_func("/removed/only-if-asked", test_only_if_asked);
    return g_test_run();
}
