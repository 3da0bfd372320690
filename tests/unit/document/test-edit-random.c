/* Random chains of edits, each step checked against the naive model. */
#include "model.h"

#include <string.h>

#define MAX_TEXT 400

/* Characters of 1 to 4 bytes. */
static const char *const letters[] = { "a", "\n", "é", "ß", "中", "，", "𠀀", "😀" };

static gsize
pick(GRand *rand, gsize below)
{
    return (gsize) g_rand_int_range(rand, 0, (gint32) below);
}

static const char *
pick_letter(GRand *rand, gsize bytes)
{
    const char *letter;

    do
        letter = letters[pick(rand, G_N_ELEMENTS(letters))];
    while (bytes > 0 && strlen(letter) != bytes);
    return letter;
}

static void
append_letters(GRand *rand, char *text, gsize bytes, gsize count)
{
    gsize at = strlen(text);

    for (gsize i = 0; i < count; i++) {
        const char *letter = pick_letter(rand, bytes);

        memcpy(text + at, letter, strlen(letter) + 1);
        at += strlen(letter);
    }
}

/* A source and how to decode it: pieces of UTF-8 to keep, runs of units of each of the sizes that
 * encodings have, odd replacements, things to drop and to insert. */
static GBytes *
make_source(GRand *rand, GArray *changes)
{
    static const gsize sizes[][2] = { { 1, 1 }, { 2, 3 }, { 4, 4 }, { 1, 2 }, { 3, 1 }, { 2, 1 } };
    GString *source = g_string_new(NULL);

    for (gsize piece = pick(rand, 8); piece > 0; piece--) {
        ModelChange change = { .start = source->len, .count = 1 };
        char kept[64] = "";
        const gsize *size = sizes[pick(rand, G_N_ELEMENTS(sizes))];

        switch (pick(rand, 6)) {
        case 0:
            append_letters(rand, kept, 0, pick(rand, 6));
            g_string_append(source, kept);
            continue;
        case 1:
            change.from_unit = 1 + pick(rand, 4);
            break;
        case 2:
            append_letters(rand, change.text, 0, 1 + pick(rand, 3));
            change.to_unit = strlen(change.text);
            break;
        case 3:
            append_letters(rand, change.text, 0, 1 + pick(rand, 3));
            change.to_unit = strlen(change.text);
            change.from_unit = 1 + pick(rand, 5);
            break;
        default:
            change.from_unit = size[0];
            change.to_unit = size[1];
            change.count = 1 + pick(rand, 6);
            change.singly = (gboolean) pick(rand, 2);
            append_letters(rand, change.text, size[1], change.count);
        }
        for (gsize i = 0; i < change.from_unit * change.count; i++)
            g_string_append_c(source, (char) pick(rand, 256));
        g_array_append_val(changes, change);
    }
    return g_string_free_to_bytes(source);
}

static gsize
char_size(const char *text, gsize at)
{
    return (gsize) (g_utf8_next_char(text + at) - (text + at));
}

static gsize
skip_chars(const char *text, gsize length, gsize at, gsize count)
{
    for (; count > 0 && at < length; count--)
        at += char_size(text, at);
    return at;
}

/* A run of as many equal-sized characters as there are (at most 5), each to become another. */
static void
make_units(GRand *rand, const char *text, gsize length, ModelChange *change)
{
    gsize to = 1 + pick(rand, 4), letters_each = 1 + pick(rand, 2);
    gsize end = change->start;

    change->from_unit = char_size(text, change->start);
    change->count = 0;
    while (end < length && change->count < 5 && char_size(text, end) == change->from_unit) {
        end += change->from_unit;
        change->count++;
    }
    if (change->count % 2 == 0 && pick(rand, 2)) {
        change->count /= 2;
        change->from_unit *= 2;
    }
    change->to_unit = to * letters_each;
    change->singly = (gboolean) pick(rand, 2);
    append_letters(rand, change->text, to, change->count * letters_each);
}

static GArray *
make_changes(GRand *rand, const char *text, gsize length)
{
    GArray *changes = g_array_new(FALSE, TRUE, sizeof(ModelChange));
    gsize at = skip_chars(text, length, 0, pick(rand, 5));

    for (gsize n = 1 + pick(rand, 6); n > 0; n--) {
        ModelChange change = { .start = at, .count = 1 };

        if (at < length && pick(rand, 3) == 0) {
            make_units(rand, text, length, &change);
        } else {
            change.from_unit = skip_chars(text, length, at, pick(rand, 5)) - at;
            append_letters(rand, change.text, 0, length > MAX_TEXT ? 0 : pick(rand, 4));
            change.to_unit = strlen(change.text);
        }
        if (change.from_unit > 0 || change.to_unit > 0)
            g_array_append_val(changes, change);
        at += change.from_unit * change.count;
        at = skip_chars(text, length, at, pick(rand, 8));
    }
    return changes;
}

static void
assert_span(MillSpan span, MillSpan expected)
{
    g_assert_cmpuint(span.start, ==, expected.start);
    g_assert_cmpuint(span.end, ==, expected.end);
}

static void
check_origins(const MillDocument *document, const Model *model, MillSpan span)
{
    gsize n;
    g_autofree MillSpan *ranges = mill_document_dup_origins(document, span, &n);
    g_autoptr(GArray) expected = model_origins(model, span);

    assert_span(mill_document_get_origin(document, span), model_origin(model, span));
    g_assert_cmpuint(n, ==, expected->len);
    for (gsize i = 0; i < n; i++)
        assert_span(ranges[i], g_array_index(expected, MillSpan, i));
}

static void
check_document(GRand *rand, MillDocument *document, const Model *model)
{
    g_autofree char *expected = model_dup_text(model);
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    gsize source_length = g_bytes_get_size(mill_document_get_source(document));

    g_assert_cmpmem(text, length, expected, model->bytes->len);
    g_assert_cmpint(mill_document_count_chars(document), ==, g_utf8_strlen(text, (gssize) length));
    for (gsize at = 0; at <= length; at++)
        check_origins(document, model, (MillSpan){ at, MIN(at + pick(rand, 2), length) });
    for (guint i = 0; i < 10; i++) {
        gsize start = pick(rand, length + 1);

        check_origins(document, model, (MillSpan){ start, start + pick(rand, length - start + 1) });
    }
    for (gsize offset = 0; offset <= source_length + 1; offset++) {
        gboolean exact, model_exact;
        gsize at = mill_document_locate(document, offset, &exact);

        g_assert_cmpuint(at, ==, model_locate(model, offset, &model_exact));
        g_assert_cmpint(exact, ==, model_exact);
    }
}

/* Rows carry their number, so that they can be told apart after some have gone. */
static void
annotate(GRand *rand, MillDocument *document, GArray *spans)
{
    MillLayer *layer = mill_document_add_layer(document, "a");
    MillColumn number = mill_layer_add_column(layer, "number", MILL_TYPE_INT);
    MillColumn inner = mill_layer_add_column(layer, "inner", MILL_TYPE_SPAN);
    gsize length;
    const char *text = mill_document_get_text(document, &length);

    g_array_set_size(spans, 0);
    mill_document_remove_layer(document, "b");
    while (mill_layer_get_length(layer) > 0) {
        mill_document_remove_layer(document, "a");
        layer = mill_document_add_layer(document, "a");
        number = mill_layer_add_column(layer, "number", MILL_TYPE_INT);
        inner = mill_layer_add_column(layer, "inner", MILL_TYPE_SPAN);
    }
    for (guint i = 0; i < 12; i++) {
        gsize start = skip_chars(text, length, 0, pick(rand, length + 1));
        MillSpan span = { start, skip_chars(text, length, start, pick(rand, 6)) };
        gsize row = mill_layer_add(layer, span);

        mill_layer_set_int(layer, row, number, i);
        mill_layer_set_span_attribute(layer, row, inner, span);
        g_array_append_val(spans, span);
    }
    if (pick(rand, 2))
        mill_layer_sort(layer);
}

static void
check_annotations(MillDocument *document, const GArray *spans, const GArray *changes,
                  gsize old_length)
{
    MillLayer *layer = mill_document_get_layer(document, "a");
    MillColumn number = mill_layer_find_column(layer, "number");
    MillColumn inner = mill_layer_find_column(layer, "inner");
    gsize left = 0;

    for (guint i = 0; i < spans->len; i++) {
        MillSpan expected = g_array_index(spans, MillSpan, i);
        gboolean stays = model_move_span(changes, old_length, &expected);
        gsize row = 0;

        while (row < mill_layer_get_length(layer) && mill_layer_get_int(layer, row, number) != i)
            row++;
        g_assert_cmpint(row < mill_layer_get_length(layer), ==, stays);
        if (!stays)
            continue;
        left++;
        assert_span(mill_layer_get_span(layer, row), expected);
        g_assert_true(mill_layer_has(layer, row, inner));
        assert_span(mill_layer_get_span_attribute(layer, row, inner), expected);
    }
    g_assert_cmpuint(mill_layer_get_length(layer), ==, left);
}

static void
run_chain(guint32 seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    g_autoptr(GArray) decoding = g_array_new(FALSE, TRUE, sizeof(ModelChange));
    g_autoptr(GArray) spans = g_array_new(FALSE, TRUE, sizeof(MillSpan));
    g_autoptr(GBytes) source = make_source(rand, decoding);
    g_autoptr(MillDocument) document = mill_document_new("random", source);
    g_autoptr(MillEdit) decode = mill_edit_new_from_source(document);
    g_autoptr(GError) error = NULL;
    Model model;

    model_init(&model);
    model_tell(decode, decoding);
    g_assert_true(mill_edit_apply(decode, &error));
    g_assert_no_error(error);
    model_apply(&model, decoding, source);
    check_document(rand, document, &model);

    for (gsize n = 1 + pick(rand, 4); n > 0; n--) {
        gsize length;
        const char *text = mill_document_get_text(document, &length);
        g_autoptr(GArray) changes = make_changes(rand, text, length);
        g_autoptr(MillEdit) edit = mill_edit_new(document);

        annotate(rand, document, spans);
        model_tell(edit, changes);
        g_assert_true(mill_edit_apply(edit, &error));
        g_assert_no_error(error);
        model_apply(&model, changes, NULL);
        check_document(rand, document, &model);
        check_annotations(document, spans, changes, length);
    }
    model_clear(&model);
}

static void
test_chains(gconstpointer data)
{
    guint32 first = GPOINTER_TO_UINT(data);

    for (guint32 seed = first; seed < first + 500; seed++) {
        g_test_message("seed %u", seed);
        run_chain(seed);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < 8; i++) {
        g_autofree char *path = g_strdup_printf("/edit/random/%u", i);

        g_test_add_data_func(path, GUINT_TO_POINTER(i * 500), test_chains);
    }
    return g_test_run();
}
