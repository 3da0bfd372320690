#include <textmill/document.h>

#include "document/document-private.h"

#include <string.h>

static MillDocument *
document_of(const char *text)
{
    g_autoptr(GError) error = NULL;
    MillDocument *document = mill_document_new_text("test", text, -1, &error);

    g_assert_no_error(error);
    return document;
}

static void
assert_span(MillSpan span, gsize start, gsize end)
{
    g_assert_cmpuint(span.start, ==, start);
    g_assert_cmpuint(span.end, ==, end);
}

static void
test_new(void)
{
    g_autoptr(GBytes) source = g_bytes_new_static("\xFF\xFE", 2);
    g_autoptr(MillDocument) document = mill_document_new("a/b.txt", source);
    gsize length = 1;

    g_assert_cmpstr(mill_document_get_id(document), ==, "a/b.txt");
    g_assert_cmpstr(mill_document_get_path(document), ==, "a/b.txt");
    mill_document_set_path(document, "/x/a/b.txt");
    g_assert_cmpstr(mill_document_get_path(document), ==, "/x/a/b.txt");
    mill_document_set_path(document, mill_document_get_path(document));
    g_assert_cmpstr(mill_document_get_path(document), ==, "/x/a/b.txt");
    mill_document_set_path(document, NULL);
    g_assert_cmpstr(mill_document_get_path(document), ==, "a/b.txt");

    g_assert_true(mill_document_get_source(document) == source);
    g_assert_null(mill_document_get_encoding(document));
    g_assert_cmpstr(mill_document_get_text(document, &length), ==, "");
    g_assert_cmpuint(length, ==, 0);
    g_assert_false(mill_document_has_text(document));
    g_assert_cmpint(mill_document_count_chars(document), ==, 0);
    assert_span(mill_document_get_origin(document, (MillSpan){ 0, 5 }), 0, 0);
    g_assert_null(mill_document_dup_origins(document, (MillSpan){ 0, 5 }, &length));
    g_assert_cmpuint(length, ==, 0);
}

/* What the document was called stays readable as long as it lives. */
static void
test_names_stay(void)
{
    g_autofree char *long_path = g_strnfill(5000, 'p');
    g_autoptr(GBytes) source = g_bytes_new_static("", 0);
    g_autoptr(MillDocument) document = mill_document_new("a\xFF", source);
    const char *id = mill_document_get_id(document);
    const char *path;

    mill_document_set_path(document, "first\xFF");
    path = mill_document_get_path(document);
    for (guint i = 0; i < 100; i++)
        mill_document_set_path(document, long_path + i);
    g_assert_cmpstr(mill_document_get_path(document), ==, long_path + 99);
    g_assert_cmpstr(path, ==, "first\xEF\xBF\xBD");
    mill_document_set_path(document, NULL);
    g_assert_cmpstr(mill_document_get_path(document), ==, "a\xEF\xBF\xBD");
    g_assert_true(mill_document_get_id(document) == id);
    mill_document_set_encoding(document, "GB18030");
    mill_document_set_encoding(document, NULL);
    g_assert_null(mill_document_get_encoding(document));
}

static void
test_new_text(void)
{
    g_autoptr(MillDocument) document = document_of("计划 plan");

    g_assert_true(mill_document_has_text(document));
    g_assert_cmpstr(mill_document_get_encoding(document), ==, "UTF-8");
    g_assert_cmpint(mill_document_count_chars(document), ==, 7);
    assert_span(mill_document_get_origin(document, (MillSpan){ 3, 6 }), 3, 6);
}

static const struct {
    const char *text;
    const char *sha256;
} hashes[] = {
    { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
};

static void
test_sha256(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(hashes); i++) {
        g_autoptr(MillDocument) document = document_of(hashes[i].text);

        g_assert_cmpstr(mill_document_get_source_sha256(document), ==, hashes[i].sha256);
        g_assert_true(mill_document_get_source_sha256(document) ==
                      mill_document_get_source_sha256(document));
    }
}

static void
test_metadata(void)
{
    g_autoptr(MillDocument) document = document_of("");
    g_autoptr(MillValue) year = mill_value_new_int(2021);

    mill_document_set_meta(document, "year", year);
    mill_document_set_meta_string(document, "title", "规划");
    g_assert_true(mill_document_get_meta(document, "year") == year);
    g_assert_cmpuint(mill_value_get_length(mill_document_get_metadata(document)), ==, 2);
    mill_document_set_meta(document, "year", NULL);
    mill_document_set_meta_string(document, "none", NULL);
    g_assert_null(mill_document_get_meta(document, "year"));
    g_assert_cmpuint(mill_value_get_length(mill_document_get_metadata(document)), ==, 1);
}

static void
test_layers(void)
{
    g_autoptr(MillDocument) document = document_of("abc");
    MillLayer *a = mill_document_add_layer(document, "a");
    MillLayer *b = mill_document_add_layer(document, "b");

    g_assert_true(mill_document_get_layer(document, "b") == b);
    g_assert_true(mill_document_get_layer_at(document, 0) == a);
    g_assert_null(mill_document_get_layer_at(document, 2));
    g_assert_true(mill_document_remove_layer(document, "a"));
    g_assert_false(mill_document_remove_layer(document, "a"));
    g_assert_cmpuint(mill_document_get_n_layers(document), ==, 1);
    g_assert_true(mill_document_get_layer_at(document, 0) == b);
}

static void
test_steps(void)
{
    g_autoptr(MillDocument) document = document_of("abc");
    MillLayer *layer = mill_document_add_layer(document, "a");
    g_autofree char *id = g_strdup("cleanup");
    MillDiagnostic diagnostic;

    g_assert_null(mill_document_get_step(document));
    mill_document_diagnose(document, MILL_SEVERITY_ERROR, "none", NULL, "before any step");
    mill_document_enter_step(document, id);
    memset(id, 'x', 3); /* the document keeps its own copy */
    mill_layer_add(layer, (MillSpan){ 2, 3 });
    mill_layer_add(layer, (MillSpan){ 0, 1 });
    mill_document_diagnose(document, MILL_SEVERITY_WARNING, "gap", &(MillSpan){ 1, 9 },
                           "from %d to %s", 3, "五");
    g_assert_cmpint(mill_document_drop(document, "too short"), ==, MILL_DROP);
    mill_document_leave_step(document);
    assert_span(mill_layer_get_span(layer, 0), 0, 1);
    g_assert_cmpstr(mill_document_get_step(document), ==, "cleanup");
    g_assert_cmpstr(mill_document_get_drop_reason(document), ==, "too short");
    g_assert_null(mill_layer_get_step(layer));
    mill_document_enter_step(document, "next");
    g_assert_cmpstr(mill_layer_get_step(mill_document_add_layer(document, "a")), ==, NULL);
    g_assert_cmpstr(mill_layer_get_step(mill_document_add_layer(document, "b")), ==, "next");
    g_assert_null(mill_document_get_drop_reason(document));

    g_assert_cmpuint(mill_document_get_n_diagnostics(document), ==, 2);
    mill_document_get_diagnostic(document, 0, &diagnostic);
    g_assert_null(diagnostic.step);
    g_assert_false(diagnostic.has_span);
    mill_document_get_diagnostic(document, 1, &diagnostic);
    g_assert_cmpstr(mill_severity_name(diagnostic.severity), ==, "warning");
    g_assert_cmpstr(diagnostic.code, ==, "gap");
    g_assert_cmpstr(diagnostic.message, ==, "from 3 to 五");
    g_assert_cmpstr(diagnostic.step, ==, "cleanup");
    assert_span(diagnostic.span, 1, 3);
}

/* GB18030 "a中文😀。" decoded as a reader would, one call a run. */
static MillDocument *
decode_gb18030(void)
{
    static const char bytes[] = "a\xD6\xD0\xCE\xC4\x94\x39\xFC\x36\xA1\xA3";
    g_autoptr(GBytes) source = g_bytes_new_static(bytes, sizeof bytes - 1);
    MillDocument *document = mill_document_new("gb", source);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
    g_autoptr(GError) error = NULL;

    mill_edit_replace_units(edit, 1, 2, "中文", 3, 2);
    mill_edit_replace_units(edit, 5, 4, "😀", 4, 1);
    mill_edit_replace_units(edit, 9, 2, "。", 3, 1);
    mill_edit_apply(edit, &error);
    g_assert_no_error(error);
    return document;
}

/* In the text "a中文😀。": a 0, 中 1, 文 4, 😀 7, 。 11, end 14. In the source: 0, 1, 3, 5, 9, 11. */
static const struct {
    MillSpan span;
    MillSpan origin;
} gb_origins[] = {
    { { 0, 1 }, { 0, 1 } },      { { 1, 4 }, { 1, 3 } },     { { 4, 7 }, { 3, 5 } },
    { { 4, 11 }, { 3, 9 } },     { { 7, 11 }, { 5, 9 } },    { { 0, 14 }, { 0, 11 } },
    { { 4, 4 }, { 3, 3 } },      { { 14, 14 }, { 11, 11 } }, { { 11, 99 }, { 9, 11 } },
    { { 99, 100 }, { 11, 11 } },
};

static const struct {
    gsize offset;
    gsize text;
    gboolean exact;
} gb_places[] = {
    { 0, 0, TRUE }, { 1, 1, TRUE },  { 2, 1, TRUE },   { 3, 4, TRUE },    { 5, 7, TRUE },
    { 8, 7, TRUE }, { 9, 11, TRUE }, { 10, 11, TRUE }, { 11, 14, FALSE }, { 99, 14, FALSE },
};

static void
test_gb18030(void)
{
    g_autoptr(MillDocument) document = decode_gb18030();

    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, "a中文😀。");
    for (gsize i = 0; i < G_N_ELEMENTS(gb_origins); i++)
        assert_span(mill_document_get_origin(document, gb_origins[i].span),
                    gb_origins[i].origin.start, gb_origins[i].origin.end);
    for (gsize i = 0; i < G_N_ELEMENTS(gb_places); i++) {
        gboolean exact;

        g_assert_cmpuint(mill_document_locate(document, gb_places[i].offset, &exact), ==,
                         gb_places[i].text);
        g_assert_cmpint(exact, ==, gb_places[i].exact);
    }
    g_assert_cmpuint(mill_document_locate(document, 3, NULL), ==, 4);
}

/* Over UTF-8, a source byte inside a character leads to the character. */
static void
test_locate_in_character(void)
{
    g_autoptr(MillDocument) document = document_of("a中b");
    gboolean exact;

    for (gsize offset = 1; offset < 4; offset++) {
        g_assert_cmpuint(mill_document_locate(document, offset, &exact), ==, 1);
        g_assert_true(exact);
    }
}

static void
test_dropped_and_inserted(void)
{
    g_autoptr(MillDocument) document = document_of("noise:TITLE\n\n\ntext");
    g_autoptr(MillEdit) edit = mill_edit_new(document);
    g_autofree MillSpan *ranges = NULL;
    gboolean exact;
    gsize n;

    mill_edit_drop(edit, (MillSpan){ 0, 6 });
    mill_edit_drop(edit, (MillSpan){ 12, 14 });
    mill_edit_insert(edit, 14, "# ", 2);
    g_assert_true(mill_edit_apply(edit, NULL));
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, "TITLE\n# text");

    ranges = mill_document_dup_origins(document, (MillSpan){ 0, 12 }, &n);
    g_assert_cmpuint(n, ==, 2);
    assert_span(ranges[0], 6, 12);
    assert_span(ranges[1], 14, 18);
    assert_span(mill_document_get_origin(document, (MillSpan){ 0, 12 }), 6, 18);
    assert_span(mill_document_get_origin(document, (MillSpan){ 6, 8 }), 12, 12);
    g_assert_null(mill_document_dup_origins(document, (MillSpan){ 6, 8 }, &n));
    g_assert_cmpuint(mill_document_locate(document, 3, &exact), ==, 0);
    g_assert_false(exact);
    g_assert_cmpuint(mill_document_locate(document, 13, &exact), ==, 6);
    g_assert_false(exact);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/document/new", test_new);
    g_test_add_func("/document/new-text", test_new_text);
    g_test_add_func("/document/names-stay", test_names_stay);
    g_test_add_func("/document/sha256", test_sha256);
    g_test_add_func("/document/metadata", test_metadata);
    g_test_add_func("/document/layers", test_layers);
    g_test_add_func("/document/steps", test_steps);
    g_test_add_func("/document/gb18030", test_gb18030);
    g_test_add_func("/document/locate-in-character", test_locate_in_character);
    g_test_add_func("/document/dropped-and-inserted", test_dropped_and_inserted);
    return g_test_run();
}
