/* The validator against GLib's, and against the standard's own examples. */
#include "document/utf8.h"

#include <string.h>

/* GLib stops at NUL, which is a character to us. */
static gsize
glib_valid_prefix(const char *bytes, gsize length)
{
    const char *at = bytes;
    const char *end = bytes + length;

    while (!g_utf8_validate_len(at, (gsize) (end - at), &at) && at < end && *at == '\0')
        at++;
    return (gsize) (at - bytes);
}

/* Mostly well-formed, with characters of every length at every alignment, sometimes damaged. */
static gsize
make_bytes(GRand *rand, char *bytes, gsize size)
{
    static const gunichar limits[] = { 0x80, 0x800, 0x10000, 0x110000, 0x9FFF };
    gsize length = 0;
    gint style = g_rand_int_range(rand, 0, 5);

    while (length + 4 < size) {
        gint kind = g_rand_int_range(rand, 0, 8) > 0 ? style : g_rand_int_range(rand, 0, 5);
        gunichar character = (gunichar) g_rand_int_range(rand, 0, (gint32) limits[kind]);

        if (character < 0xD800 || character > 0xDFFF)
            length += (gsize) g_unichar_to_utf8(character, bytes + length);
    }
    for (gint n = g_rand_int_range(rand, -2, 3); n > 0; n--)
        bytes[g_rand_int_range(rand, 0, (gint32) length)] = (char) g_rand_int_range(rand, 0, 256);
    return length - (gsize) g_rand_int_range(rand, 0, 4);
}

static void
test_random(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(4);
    gsize valid = 0;

    for (guint i = 0; i < 20000; i++) {
        char bytes[200];
        gsize length = make_bytes(rand, bytes, 10 + i % 190);

        g_assert_cmpuint(mill_utf8_valid_prefix(bytes, length), ==,
                         glib_valid_prefix(bytes, length));
        valid += mill_utf8_valid_prefix(bytes, length) == length;
    }
    /* the test means something only if both happen */
    g_assert_cmpuint(valid, >, 4000);
    g_assert_cmpuint(valid, <, 16000);
}

/* All sequences of three bytes, then damaged four-byte ones. */
static void
test_all_short(void)
{
    for (guint32 code = 0; code < 1 << 24; code += 3) {
        char bytes[4] = { (char) (code >> 16), (char) (code >> 8), (char) code, (char) 0x80 };

        if (mill_utf8_valid_prefix(bytes, 4) != glib_valid_prefix(bytes, 4))
            g_error("sequence %06x", code);
    }
}

/* The same sequences across the borders of the blocks that are looked at as a whole, with ASCII or
 * Chinese around them. */
static void
test_all_across(void)
{
    g_autoptr(GString) around = g_string_new(NULL);

    while (around->len < 96)
        g_string_append(around, around->len < 48 ? "text " : "中文字");
    for (guint32 code = 0; code < 1 << 24; code += 5) {
        guint at = 26 + code % 5 + (code & 32);
        g_autofree char *bytes = g_memdup2(around->str, around->len);

        bytes[at] = (char) (code >> 16 | 0xC0);
        bytes[at + 1] = (char) (code >> 8);
        bytes[at + 2] = (char) code;
        bytes[at + 3] = (char) (code % 3 == 0 ? 0x80 : 'a');
        if (mill_utf8_valid_prefix(bytes, around->len) != glib_valid_prefix(bytes, around->len))
            g_error("sequence %06x at %u", code | 0xC00000, at);
    }
}

static const struct {
    const char *name;
    const char *in;
    const char *out; /* '?' stands for U+FFFD */
} repairs[] = {
    { "valid", "aé中😀", "aé中😀" },
    { "empty", "", "" },
    /* Unicode 15, tables 3-8 to 3-11 */
    { "non-shortest", "\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", "????????A" },
    { "surrogates", "\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", "????????A" },
    { "other", "\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", "?????A??B" },
    { "truncated", "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "????A" },
};

static void
test_repair(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data), length;
    g_autofree char *repaired = mill_utf8_repair(repairs[i].in, strlen(repairs[i].in), &length);
    g_auto(GStrv) parts = g_strsplit(repairs[i].out, "?", -1);
    g_autofree char *expected = g_strjoinv("\xEF\xBF\xBD", parts);

    g_assert_cmpstr(repaired, ==, expected);
    g_assert_cmpuint(length, ==, strlen(expected));
}

static void
test_count(void)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (gsize n = 0; n < 600; n++) {
        g_assert_cmpuint(mill_utf8_count(text->str, text->len), ==, n);
        g_string_append_unichar(text, n % 4 == 0 ? 0x1F600 : n % 4 == 1 ? 0 : 0x4E2D);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/utf8/random", test_random);
    g_test_add_func("/utf8/all-short", test_all_short);
    g_test_add_func("/utf8/all-across", test_all_across);
    for (gsize i = 0; i < G_N_ELEMENTS(repairs); i++) {
        g_autofree char *path = g_strconcat("/utf8/repair/", repairs[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_repair);
    }
    g_test_add_func("/utf8/count", test_count);
    return g_test_run();
}
