/* Edits one by one: what they do, what they refuse, and where annotations go. */
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

static void
assert_span(MillSpan span, gsize start, gsize end)
{
    g_assert_cmpuint(span.start, ==, start);
    g_assert_cmpuint(span.end, ==, end);
}

/* One operation. `text` NULL drops; `unit` > 0 is the from_unit of replace_units. */
typedef struct {
    gsize start;
    gsize end;
    const char *text;
    gsize unit;
} Op;

static void
tell(MillEdit *edit, const Op *ops)
{
    for (; ops->text || ops->end > 0 || ops->start > 0; ops++) {
        MillSpan span = { ops->start, ops->end };

        if (!ops->text)
            mill_edit_drop(edit, span);
        else if (ops->unit > 0)
            mill_edit_replace_units(edit, ops->start, ops->unit, ops->text,
                                    strlen(ops->text) * ops->unit / (ops->end - ops->start),
                                    (ops->end - ops->start) / ops->unit);
        else if (ops->start == ops->end)
            mill_edit_insert(edit, ops->start, ops->text, -1);
        else
            mill_edit_replace(edit, span, ops->text, -1);
    }
}

static const struct {
    const char *name;
    const char *text;
    Op ops[5];
    const char *result;
    const char *mistake; /* part of the message; the text is then as before */
} edits[] = {
    { "nothing", "abc", { { 0 } }, "abc", NULL },
    { "nothing-of-nothing", "", { { 0 } }, "", NULL },
    { "insert-into-nothing", "", { { 0, 0, "x" } }, "x", NULL },
    { "drop-all", "abc", { { 0, 3, NULL } }, "", NULL },
    { "drop-then-insert", "abc", { { 1, 2, NULL }, { 2, 2, "x" } }, "axc", NULL },
    { "insert-then-drop", "abc", { { 1, 1, "x" }, { 1, 2, NULL } }, "axc", NULL },
    { "insert-twice", "abc", { { 1, 1, "x" }, { 1, 1, "y" } }, "axybc", NULL },
    { "insert-at-end", "abc", { { 3, 3, "x" } }, "abcx", NULL },
    { "replace-by-nothing", "abc", { { 1, 2, "" } }, "ac", NULL },
    { "replace-touching", "abcd", { { 1, 2, "x" }, { 2, 3, "yy" } }, "axyyd", NULL },
    { "units", "，。a", { { 0, 6, ",.", 3 } }, ",.a", NULL },
    { "units-grow", "ab", { { 0, 2, "ａｂ", 1 } }, "ａｂ", NULL },
    { "whole-characters", "中文", { { 3, 6, "国" } }, "中国", NULL },
    { "empty-insert-is-free", "abc", { { 2, 2, "" } }, "abc", NULL },

    { "backwards", "abcd", { { 2, 3, "x" }, { 1, 2, "y" } }, "abcd", "already reached 3" },
    { "overlap", "abcd", { { 0, 3, "x" }, { 2, 4, "y" } }, "abcd", "already reached 3" },
    { "insert-into-replaced", "abcd", { { 0, 3, "x" }, { 2, 2, "y" } }, "abcd", "reached 3" },
    { "beyond", "abc", { { 2, 4, NULL } }, "abc", "not inside its 3 bytes" },
    { "far-beyond", "abc", { { 4, 4, "x" } }, "abc", "not inside its 3 bytes" },
    { "reversed", "abc", { { 2, 1, "x" } }, "abc", "not inside" },
    { "huge", "abc", { { 1, G_MAXSIZE, NULL } }, "abc", "not inside" },
    { "start-in-character", "中文", { { 1, 3, "x" } }, "中文", "offset 1 is inside a character" },
    { "end-in-character", "中文", { { 0, 5, "x" } }, "中文", "offset 5 is inside a character" },
    { "insert-in-character", "中文", { { 4, 4, "x" } }, "中文", "offset 4 is inside" },
    { "bad-text", "abc", { { 1, 1, "x\xFFy" } }, "abc", "not UTF-8 at its byte 1" },
    { "cut-text", "abc", { { 1, 1, "\xE4\xB8" } }, "abc", "not UTF-8 at its byte 0" },
    { "surrogate-text", "abc", { { 1, 1, "\xED\xA0\x80" } }, "abc", "not UTF-8" },
    { "units-split-old", "a中", { { 0, 4, "wxyz", 1 } }, "a中", "byte 2 of the old text" },
    { "units-split-new", "ab", { { 0, 2, "中z", 1 } }, "ab", "byte 2 of the new text" },
    { "first-mistake-sticks", "abc", { { 9, 9, "x" }, { 1, 2, NULL } }, "abc", "insert [9, 9)" },
};

static void
test_edit(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data), length;
    g_autoptr(MillDocument) document = document_of(edits[i].text, -1);
    g_autoptr(MillEdit) edit = mill_edit_new(document);
    g_autoptr(GError) error = NULL;
    gboolean done;
    const char *text;

    tell(edit, edits[i].ops);
    if (!edits[i].mistake)
        g_assert_cmpint(mill_edit_is_empty(edit), ==, g_str_equal(edits[i].text, edits[i].result));
    done = mill_edit_apply(edit, &error);
    text = mill_document_get_text(document, &length);
    g_assert_cmpmem(text, length, edits[i].result, strlen(edits[i].result));
    g_assert_cmpint(text[length], ==, '\0');
    if (edits[i].mistake) {
        g_assert_error(error, MILL_ERROR, MILL_ERROR_EDIT);
        g_assert_nonnull(strstr(error->message, edits[i].mistake));
    } else {
        g_assert_no_error(error);
    }
    g_assert_cmpint(done, ==, !edits[i].mistake);
}

static const struct {
    const char *name;
    gsize from_unit;
    gsize to_unit;
    gsize count;
} bad_units[] = {
    { "no-from", 0, 1, 1 },
    { "no-to", 1, 0, 1 },
    { "to-too-large", 1, 65, 1 },
    { "overflow-from", G_MAXSIZE / 2, 1, 4 },
    { "overflow-to", 1, 64, G_MAXSIZE / 32 },
    { "overflow-end", G_MAXSIZE, 1, 1 },
    { "too-many", 1, 1, 100 },
};

static void
test_bad_units(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(MillDocument) document = document_of("abcdef", -1);
    g_autoptr(MillEdit) edit = mill_edit_new(document);
    g_autoptr(GError) error = NULL;
    char text[100];

    memset(text, 'x', sizeof text);
    mill_edit_replace_units(edit, 2, bad_units[i].from_unit, text, bad_units[i].to_unit,
                            bad_units[i].count);
    g_assert_false(mill_edit_apply(edit, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_EDIT);
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, "abcdef");
}

/* Where an annotation of "0123456789" goes. */
static const struct {
    const char *name;
    MillSpan span;
    Op ops[4];
    gboolean gone;
    MillSpan moved;
} moves[] = {
    { "insert-before", { 3, 6 }, { { 1, 1, "xx" } }, FALSE, { 5, 8 } },
    { "insert-at-start", { 3, 6 }, { { 3, 3, "xx" } }, FALSE, { 5, 8 } },
    { "insert-inside", { 3, 6 }, { { 4, 4, "xx" } }, FALSE, { 3, 8 } },
    { "insert-at-end", { 3, 6 }, { { 6, 6, "xx" } }, FALSE, { 3, 6 } },
    { "insert-behind", { 3, 6 }, { { 7, 7, "xx" } }, FALSE, { 3, 6 } },
    { "drop-before", { 3, 6 }, { { 0, 2, NULL } }, FALSE, { 1, 4 } },
    { "drop-across-start", { 3, 6 }, { { 1, 4, NULL } }, FALSE, { 1, 3 } },
    { "drop-inside", { 3, 6 }, { { 4, 5, NULL } }, FALSE, { 3, 5 } },
    { "drop-across-end", { 3, 6 }, { { 5, 8, NULL } }, FALSE, { 3, 5 } },
    { "drop-all", { 3, 6 }, { { 3, 6, NULL } }, TRUE, { 0, 0 } },
    { "drop-more", { 3, 6 }, { { 1, 8, NULL } }, TRUE, { 0, 0 } },
    { "drop-in-two", { 3, 6 }, { { 1, 4, NULL }, { 4, 8, NULL } }, TRUE, { 0, 0 } },
    { "drop-all-around-insert",
      { 3, 6 },
      { { 3, 4, NULL }, { 4, 4, "x" }, { 4, 6, NULL } },
      TRUE,
      { 0, 0 } },
    { "insert-at-shortened-start", { 3, 6 }, { { 3, 4, NULL }, { 4, 4, "x" } }, FALSE, { 4, 6 } },
    { "insert-at-shortened-end", { 3, 6 }, { { 5, 5, "x" }, { 5, 6, NULL } }, FALSE, { 3, 5 } },
    { "replace-exactly", { 3, 6 }, { { 3, 6, "x" } }, FALSE, { 3, 4 } },
    { "replace-by-nothing", { 3, 6 }, { { 3, 6, "" } }, TRUE, { 0, 0 } },
    { "replace-inside", { 3, 6 }, { { 4, 5, "xyz" } }, FALSE, { 3, 8 } },
    { "replace-first", { 3, 6 }, { { 3, 4, "xyz" } }, FALSE, { 3, 8 } },
    { "replace-across-start", { 3, 6 }, { { 2, 4, "xyz" } }, FALSE, { 5, 7 } },
    { "replace-across-end", { 3, 6 }, { { 5, 7, "xyz" } }, FALSE, { 3, 5 } },
    { "replace-more", { 3, 6 }, { { 2, 7, "xyz" } }, TRUE, { 0, 0 } },
    { "replace-from-start-on", { 3, 6 }, { { 3, 7, "xyz" } }, TRUE, { 0, 0 } },
    { "replaced-neighbours", { 3, 6 }, { { 1, 3, "x" }, { 6, 8, "y" } }, FALSE, { 2, 5 } },
    { "units-inside", { 3, 6 }, { { 2, 8, "中文中文中文", 1 } }, FALSE, { 5, 14 } },
    { "units-across", { 3, 6 }, { { 2, 8, "abc", 2 } }, FALSE, { 3, 4 } },
    { "units-across-both", { 3, 5 }, { { 2, 6, "abcd", 2 } }, TRUE, { 0, 0 } },
    { "whole-text", { 0, 10 }, { { 0, 0, "x" }, { 10, 10, "y" } }, FALSE, { 1, 11 } },
    { "empty-insert-before", { 4, 4 }, { { 2, 2, "xx" } }, FALSE, { 6, 6 } },
    { "empty-insert-there", { 4, 4 }, { { 4, 4, "xx" } }, FALSE, { 4, 4 } },
    { "empty-drop-around", { 4, 4 }, { { 2, 6, NULL } }, FALSE, { 2, 2 } },
    { "empty-drop-after", { 4, 4 }, { { 4, 6, NULL } }, FALSE, { 4, 4 } },
    { "empty-drop-before", { 4, 4 }, { { 2, 4, NULL } }, FALSE, { 2, 2 } },
    { "empty-replace-around", { 4, 4 }, { { 3, 6, "xyz" } }, FALSE, { 3, 3 } },
    { "empty-replace-before", { 4, 4 }, { { 3, 4, "xyz" } }, FALSE, { 6, 6 } },
    { "empty-at-0", { 0, 0 }, { { 0, 0, "x" } }, FALSE, { 0, 0 } },
    { "empty-at-end", { 10, 10 }, { { 10, 10, "x" } }, FALSE, { 10, 10 } },
    { "empty-all-dropped", { 5, 5 }, { { 0, 10, NULL } }, FALSE, { 0, 0 } },
};

static void
test_move(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(MillDocument) document = document_of("0123456789", -1);
    MillLayer *layer = mill_document_add_layer(document, "a");
    MillColumn inner = mill_layer_add_column(layer, "inner", MILL_TYPE_SPAN);
    g_autoptr(MillEdit) edit = mill_edit_new(document);
    MillDiagnostic diagnostic;

    /* row 0 stays whatever happens, so that its attribute can be looked at */
    mill_layer_add(layer, (MillSpan){ 0, 0 });
    mill_layer_set_span_attribute(layer, 0, inner, moves[i].span);
    mill_layer_add(layer, moves[i].span);
    mill_document_diagnose(document, MILL_SEVERITY_NOTE, "here", &moves[i].span, "here");

    tell(edit, moves[i].ops);
    g_assert_true(mill_edit_apply(edit, NULL));

    g_assert_cmpuint(mill_layer_get_length(layer), ==, moves[i].gone ? 1 : 2);
    g_assert_cmpint(mill_layer_has(layer, 0, inner), ==, !moves[i].gone);
    mill_document_get_diagnostic(document, 0, &diagnostic);
    g_assert_true(diagnostic.has_span);
    if (moves[i].gone) {
        g_assert_cmpuint(diagnostic.span.start, ==, diagnostic.span.end);
        return;
    }
    assert_span(mill_layer_get_span(layer, 1), moves[i].moved.start, moves[i].moved.end);
    assert_span(mill_layer_get_span_attribute(layer, 0, inner), moves[i].moved.start,
                moves[i].moved.end);
    assert_span(diagnostic.span, moves[i].moved.start, moves[i].moved.end);
}

static void
test_stale(void)
{
    g_autoptr(MillDocument) document = document_of("abc", -1);
    g_autoptr(MillEdit) first = mill_edit_new(document);
    g_autoptr(MillEdit) second = mill_edit_new(document);
    g_autoptr(MillEdit) empty = mill_edit_new(document);
    g_autoptr(GError) error = NULL;

    mill_edit_drop(first, (MillSpan){ 0, 1 });
    mill_edit_drop(second, (MillSpan){ 1, 2 });
    g_assert_true(mill_edit_apply(empty, NULL)); /* changes nothing, so nothing goes stale */
    g_assert_true(mill_edit_apply(first, NULL));
    mill_edit_drop(second, (MillSpan){ 2, 3 });
    g_assert_false(mill_edit_apply(second, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_EDIT);
    g_assert_nonnull(strstr(error->message, "stale"));
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, "bc");

    g_clear_error(&error);
    g_assert_false(mill_edit_apply(first, &error));
    g_assert_nonnull(strstr(error->message, "applied already"));
}

static void
test_empty_edit_is_free(void)
{
    g_autoptr(MillDocument) document = document_of("abc", -1);
    g_autoptr(MillEdit) edit = mill_edit_new(document);
    const char *before = mill_document_get_text(document, NULL);

    g_assert_true(mill_edit_is_empty(edit));
    g_assert_true(mill_edit_apply(edit, NULL));
    g_assert_true(mill_document_get_text(document, NULL) == before);
}

/* Text taken from the document itself, and with NULs. */
static void
test_odd_texts(void)
{
    g_autoptr(MillDocument) document = document_of("ab\0cd", 5);
    g_autoptr(MillEdit) edit = mill_edit_new(document);
    gsize length;
    const char *text = mill_document_get_text(document, &length);

    mill_edit_insert(edit, 0, text + 3, 2);
    mill_edit_replace(edit, (MillSpan){ 1, 2 }, "\0\0", 2);
    g_assert_true(mill_edit_apply(edit, NULL));
    text = mill_document_get_text(document, &length);
    g_assert_cmpmem(text, length, "cda\0\0\0cd", 8);
    g_assert_cmpint(mill_document_count_chars(document), ==, 8);
}

/* A decoder that goes character by character is as compact as one that gives runs. */
static void
test_runs_merge(void)
{
    g_autofree char *bytes = g_strnfill(2000, '\xA1');
    g_autoptr(GBytes) source = g_bytes_new(bytes, 2000);
    g_autoptr(MillDocument) document = mill_document_new("gb", source);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
    g_autofree MillSpan *ranges = NULL;
    gsize n;

    for (gsize i = 0; i < 1000; i++)
        mill_edit_replace(edit, (MillSpan){ i * 2, i * 2 + 2 }, "中", 3);
    g_assert_true(mill_edit_apply(edit, NULL));
    assert_span(mill_document_get_origin(document, (MillSpan){ 300, 306 }), 200, 204);
    ranges = mill_document_dup_origins(document, (MillSpan){ 0, 3000 }, &n);
    g_assert_cmpuint(n, ==, 1);
}

/* Nothing of these sources is read, so that they need not exist. */
static const struct {
    const char *name;
    gsize length;
    const char *insert;
} limits[] = {
    { "source-too-long", MILL_TEXT_MAX + 1, NULL },
    { "source-far-too-long", G_MAXSSIZE, NULL },
    { "text-too-long", MILL_TEXT_MAX, "x" },
};

static void
test_limit(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(GBytes) source = g_bytes_new_static("", limits[i].length);
    g_autoptr(MillDocument) document = mill_document_new("huge", source);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
    g_autoptr(GError) error = NULL;

    if (limits[i].insert)
        mill_edit_insert(edit, 0, limits[i].insert, -1);
    g_assert_false(mill_edit_apply(edit, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_LIMIT);
    g_assert_false(mill_document_has_text(document));
}

/* Decoding again replaces the text; annotations on the old one go, diagnostics lose their place. */
static void
test_decode_again(void)
{
    g_autoptr(MillDocument) document = document_of("abc", -1);
    MillLayer *layer = mill_document_add_layer(document, "a");
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
    MillDiagnostic diagnostic;

    mill_layer_add(layer, (MillSpan){ 0, 3 });
    mill_document_diagnose(document, MILL_SEVERITY_NOTE, "x", &(MillSpan){ 1, 2 }, "x");
    mill_edit_drop(edit, (MillSpan){ 0, 2 });
    g_assert_true(mill_edit_apply(edit, NULL));
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, "c");
    g_assert_cmpuint(mill_layer_get_length(layer), ==, 0);
    mill_document_get_diagnostic(document, 0, &diagnostic);
    g_assert_false(diagnostic.has_span);
}

static void
note_changes(MillDocument *document, const MillChange *changes, gsize n_changes, gpointer data)
{
    GString *log = data;

    for (gsize i = 0; i < n_changes; i++)
        g_string_append_printf(log, "%zu-%zu:%.*s ", changes[i].old_span.start,
                               changes[i].old_span.end, (int) changes[i].length, changes[i].text);
    g_string_append_printf(log, "of %s;", mill_document_get_text(document, NULL));
}

static void
test_watch(void)
{
    g_autoptr(GBytes) source = g_bytes_new_static("abcdef", 6);
    g_autoptr(MillDocument) document = mill_document_new("test", source);
    g_autoptr(GString) log = g_string_new(NULL);
    g_autoptr(MillEdit) decode = mill_edit_new_from_source(document);
    g_autoptr(MillEdit) edit = NULL;
    g_autoptr(MillEdit) empty = NULL;

    mill_document_set_edit_watch(document, note_changes, log);
    g_assert_true(mill_edit_apply(decode, NULL));
    edit = mill_edit_new(document);
    mill_edit_drop(edit, (MillSpan){ 0, 1 });
    mill_edit_insert(edit, 1, "X", 1);
    mill_edit_replace(edit, (MillSpan){ 3, 4 }, "YZ", 2);
    mill_edit_drop(edit, (MillSpan){ 5, 6 });
    g_assert_true(mill_edit_apply(edit, NULL));
    empty = mill_edit_new(document);
    g_assert_true(mill_edit_apply(empty, NULL));
    g_assert_cmpstr(log->str, ==, "0-0:abcdef of ;0-1:X 3-4:YZ 5-6: of abcdef;");
}

#define ADD_TABLE(prefix, table, function)                                                         \
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {                                              \
        g_autofree char *path = g_strconcat(prefix, table[i].name, NULL);                          \
                                                                                                   \
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), function);                                 \
    }

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD_TABLE("/edit/apply/", edits, test_edit)
    ADD_TABLE("/edit/bad-units/", bad_units, test_bad_units)
    ADD_TABLE("/edit/move/", moves, test_move)
    ADD_TABLE("/edit/limit/", limits, test_limit)
    g_test_add_func("/edit/stale", test_stale);
    g_test_add_func("/edit/empty-is-free", test_empty_edit_is_free);
    g_test_add_func("/edit/odd-texts", test_odd_texts);
    g_test_add_func("/edit/runs-merge", test_runs_merge);
    g_test_add_func("/edit/decode-again", test_decode_again);
    g_test_add_func("/edit/watch", test_watch);
    return g_test_run();
}
