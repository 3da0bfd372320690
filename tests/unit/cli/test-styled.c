/* Lines and tables for a terminal: where they break, and that they fit. */
#include "cli/styled.h"

#include <stdio.h>
#include <string.h>

/* What @print prints. (transfer full) */
static char *
capture(void (*print)(FILE *stream, gconstpointer data), gconstpointer data)
{
    char *text = NULL;
    size_t length;
    FILE *stream = open_memstream(&text, &length);

    print(stream, data);
    fclose(stream);
    return text;
}

typedef struct {
    const char *name;
    const char *text;
    guint width;
    guint indent;
    const char *expected;
} WrapCase;

static const WrapCase wrap_cases[] = {
    { "fits", "abc", 10, 0, "abc\n" },
    { "empty", "", 10, 0, "\n" },
    { "at-a-space", "hello brave new world", 12, 0, "hello brave\nnew world\n" },
    { "indent", "hello brave new world", 14, 2, "hello brave\n  new world\n" },
    { "deep-indent", "hello brave new", 10, 40, "hello\n     brave\n     new\n" },
    { "long-word", "0123456789abc", 10, 0, "0123456789\nabc\n" },
    { "ideographs", "一二三四五六七", 10, 0, "一二三四五\n六七\n" },
    { "odd-width", "a一二三四五六七", 10, 0, "a一二三四\n五六七\n" },
    { "not-before-closing", "一二三四五。六七", 10, 0, "一二三四\n五。六七\n" },
    { "not-behind-opening", "一二三四“五”六七", 10, 0, "一二三四\n“五”六七\n" },
    { "combining", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301x", 10, 0,
      "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301\nx\n" },
    { "escapes-count", "\033\033\033", 10, 0, "<U+001B><U\n+001B><U+0\n01B>\n" },
};

static void
print_wrapped(FILE *stream, gconstpointer data)
{
    const WrapCase *c = data;
    g_autoptr(StyledLine) line = styled_line_new();

    styled_line_add(line, STYLE_BOLD, c->text, -1);
    styled_line_wrap(line, stream, FALSE, c->width, c->indent);
}

static void
test_wrap(gconstpointer data)
{
    g_autofree char *text = capture(print_wrapped, data);

    g_assert_cmpstr(text, ==, ((const WrapCase *) data)->expected);
}

static void
print_coloured(FILE *stream, gconstpointer data)
{
    g_autoptr(StyledLine) line = styled_line_new();

    styled_line_add(line, STYLE_PLAIN, "ab ", -1);
    styled_line_add(line, STYLE_BOLD, "cdefghij kl", -1);
    styled_line_wrap(line, stream, TRUE, 12, 0);
}

/* A pager may show any line first, so each begins its own style and ends it. */
static void
test_colour(void)
{
    g_autofree char *text = capture(print_coloured, NULL);

    g_assert_cmpstr(text, ==, "ab \033[1mcdefghij\033[0m\n\033[1mkl\033[0m\n");
}

static void
print_table(FILE *stream, gconstpointer data)
{
    static const char *const titles[] = { "term", "count", "where", NULL };
    g_autoptr(StyledTable) table = styled_table_new(titles);

    styled_table_add(table, STYLE_PLAIN, "储能");
    styled_table_add_int(table, 5);
    styled_table_add(table, STYLE_PLAIN, "第一章 一二三四五六七八九十一二三四五六七八九十");
    styled_table_add(table, STYLE_PLAIN, "a\tb");
    styled_table_add_int(table, -12);
    styled_table_add(table, STYLE_PLAIN, "");
    styled_table_print(table, stream, FALSE, GPOINTER_TO_SIZE(data));
}

static void
test_table(void)
{
    g_autofree char *narrow = capture(print_table, GSIZE_TO_POINTER(40));
    g_autofree char *tiny = capture(print_table, GSIZE_TO_POINTER(24));

    g_assert_cmpstr(narrow, ==,
                    "term        count  where\n"
                    "储能            5  第一章 一二三四五六…\n"
                    "a<U+0009>b    -12\n");
    g_assert_cmpstr(tiny, ==,
                    "term        count\n"
                    "储能            5\n"
                    "a<U+0009>b    -12\n"
                    "… and the column where\n"
                    "  (--width gives them\n"
                    "  room)\n");
}

/* Whatever the text, no line is wider than it may be, and nothing is lost. */
static void
print_random(FILE *stream, gconstpointer data)
{
    g_autoptr(StyledLine) line = styled_line_new();

    styled_line_add(line, STYLE_PLAIN, data, -1);
    styled_line_wrap(line, stream, FALSE, 17, 0);
}

static void
test_random(void)
{
    static const char *const pieces[] = { "一", "，", "“", "a", " ", "bc", "\u0301", "”", "1" };

    for (guint round = 0; round < 500; round++) {
        g_autoptr(GString) text = g_string_new("x");
        g_autofree char *printed = NULL;

        for (gint i = g_test_rand_int_range(0, 120); i > 0; i--)
            g_string_append(text, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        printed = capture(print_random, text->str);

        g_auto(GStrv) lines = g_strsplit(printed, "\n", -1);
        g_autofree char *joined = g_strjoinv("", lines);

        for (char **line = lines; *line; line++)
            g_assert_cmpuint(mill_terminal_width(*line, -1), <=, 17);
        g_auto(GStrv) words = g_strsplit(text->str, " ", -1);
        g_auto(GStrv) shown = g_strsplit(joined, " ", -1);
        g_autofree char *a = g_strjoinv("", words);
        g_autofree char *b = g_strjoinv("", shown);
        g_assert_cmpstr(a, ==, b);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(wrap_cases); i++) {
        g_autofree char *path = g_strconcat("/styled/wrap/", wrap_cases[i].name, NULL);

        g_test_add_data_func(path, &wrap_cases[i], test_wrap);
    }
    g_test_add_func("/styled/colour", test_colour);
    g_test_add_func("/styled/table", test_table);
    g_test_add_func("/styled/random", test_random);
    return g_test_run();
}
