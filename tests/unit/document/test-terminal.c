/* Text for terminals: what is shown instead of what acts or hides, and how wide it is. */
#include <textmill/terminal.h>

typedef struct {
    const char *name;
    const char *text;
    gssize length;
    guint flags;
    guint max;
    const char *expected;
} AppendCase;

static const AppendCase append_cases[] = {
    { "plain", "智慧 abc", -1, 0, 0, "智慧 abc" },
    { "escape-sequence", "a\033[31mb", -1, 0, 0, "a<U+001B>[31mb" },
    { "c1-control",
      "a\xC2\x9B"
      "31mb",
      -1, 0, 0, "a<U+009B>31mb" },
    { "raw-c1-byte",
      "a\x9B"
      "31mb",
      -1, 0, 0, "a<9B>31mb" },
    { "newline", "a\nb\r", -1, 0, 0, "a<U+000A>b<U+000D>" },
    { "nul", "a\0b", 3, 0, 0, "a<U+0000>b" },
    { "zero-width", "a\u200bb", -1, 0, 0, "a<U+200B>b" },
    { "bidi-override", "\u202eabc", -1, 0, 0, "<U+202E>abc" },
    { "bidi-isolate", "\u2066abc\u2069", -1, 0, 0, "<U+2066>abc<U+2069>" },
    { "line-separator", "a\u2028b", -1, 0, 0, "a<U+2028>b" },
    { "tag-characters", "a\U000E0041", -1, 0, 0, "a<U+E0041>" },
    { "ideographic-space", "a\u3000b", -1, 0, 0, "a\u3000b" },
    { "ideographic-space-shown", "a\u3000b", -1, MILL_TERMINAL_SPACES, 0, "a<U+3000>b" },
    { "invalid-utf8",
      "a\xff"
      "b",
      -1, 0, 0, "a<FF>b" },
    { "encoded-surrogate", "\xED\xA0\x80", -1, 0, 0, "<ED><A0><80>" },
    { "cut-character", "a\xE4\xB8", -1, 0, 0, "a<E4><B8>" },
    { "cut", "0123456789", -1, 0, 4, "01…89" },
    { "just-fits", "0123", -1, 0, 4, "0123" },
    { "cut-chinese", "一二三四五六", -1, 0, 2, "一…六" },
    { "cut-to-one", "一二三", -1, 0, 1, "…三" },
    { "empty", "", -1, 0, 3, "" },
};

static void
test_append(gconstpointer data)
{
    const AppendCase *c = data;
    g_autoptr(GString) out = g_string_new(NULL);

    mill_terminal_append(out, c->text, c->length, c->flags, c->max);
    g_assert_cmpstr(out->str, ==, c->expected);
}

static const struct {
    const char *text;
    gssize length;
    gsize width;
} widths[] = {
    { "", -1, 0 },    { "abc", -1, 3 },  { "智慧", -1, 4 }, { "e\u0301", -1, 1 },
    { "ｱ", -1, 1 },   { "Ａ", -1, 2 },   { "한글", -1, 4 }, { "🌾", -1, 2 },
    { "智慧", 3, 2 }, { "“”…—", -1, 4 }, { "กำ", -1, 2 },   { "a\xFF", -1, 2 },
};

static void
test_width(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(widths); i++)
        g_assert_cmpuint(mill_terminal_width(widths[i].text, widths[i].length), ==,
                         widths[i].width);
}

/* Whatever the bytes, what comes out has no control character and is valid UTF-8. */
static void
test_random(void)
{
    for (guint round = 0; round < 2000; round++) {
        char bytes[24];
        g_autoptr(GString) out = g_string_new(NULL);

        for (gsize i = 0; i < sizeof bytes; i++)
            bytes[i] = (char) g_test_rand_int_range(0, 256);
        mill_terminal_append(out, bytes, sizeof bytes, 0, (guint) g_test_rand_int_range(0, 30));
        g_assert_true(g_utf8_validate(out->str, (gssize) out->len, NULL));
        for (const char *p = out->str; *p; p = g_utf8_next_char(p))
            g_assert_false(g_unichar_iscntrl(g_utf8_get_char(p)));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(append_cases); i++) {
        g_autofree char *path = g_strconcat("/terminal/append/", append_cases[i].name, NULL);

        g_test_add_data_func(path, &append_cases[i], test_append);
    }
    g_test_add_func("/terminal/width", test_width);
    g_test_add_func("/terminal/random", test_random);
    return g_test_run();
}
