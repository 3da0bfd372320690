/* Finding marked bytes: whatever way the processor has gives what the table says. */
#include <string.h>

#include "marks.h"

#define LONGEST 200

/* Marked, and no single space between words: the definition, a byte at a time. */
static gboolean
is_found(const Marks *marks, const char *text, gsize at)
{
    return marks->table[(guint8) text[at]] &&
           !(text[at] == ' ' && at > 0 && g_ascii_isgraph(text[at - 1]) &&
             g_ascii_isgraph(text[at + 1]));
}

static void
assert_marks(const Marks *marks, const char *text, gsize length)
{
    for (gsize from = 0; from <= length; from++) {
        gsize place = from;

        while (place < length && !is_found(marks, text, place))
            place++;
        g_assert_cmpuint((gsize) (marks_next(marks, text, text + from, text + length) - text), ==,
                         place);
    }
}

/* Exactly as long as the text, so that reading behind its NUL is noticed. */
static char *
random_text(GRand *random, gsize length)
{
    static const guint8 frequent[] = "  ab~!\x7F\xE4\xB8\xAD\xE3\x80\x82";
    char *text = g_malloc(length + 1);

    for (gsize i = 0; i < length; i++)
        text[i] = (char) (g_rand_int_range(random, 0, 20) == 0
                              ? g_rand_int_range(random, 0, 256)
                              : frequent[g_rand_int_range(random, 0, sizeof frequent - 1)]);
    text[length] = '\0';
    return text;
}

static void
test_random(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(13);

    for (guint i = 0; i < 2000; i++) {
        Marks marks = { 0 };
        gint n_marks = g_rand_int_range(random, 0, i % 2 ? 5 : 40);
        gsize length = (gsize) g_rand_int_range(random, 0, LONGEST);
        g_autofree char *text = random_text(random, length);

        marks.table[' '] = (guint8) (i % 3);
        for (gint n = 0; n < n_marks; n++)
            marks.table[g_rand_int_range(random, 0, 256)] = 1;
        marks_prepare(&marks);
        assert_marks(&marks, text, length);
    }
}

/* Each byte alone, marked and not, at each place of a block. */
static void
test_every_byte(void)
{
    for (guint byte = 1; byte < 256; byte++) {
        Marks marks = { 0 };
        char text[72];

        marks.table[byte] = 2;
        marks_prepare(&marks);
        memset(text, byte == 'x' ? 'y' : 'x', sizeof text);
        text[sizeof text - 1] = '\0';
        text[byte % 64] = (char) byte;
        assert_marks(&marks, text, sizeof text - 1);
        marks.table[byte] = 0;
        assert_marks(&(Marks){ 0 }, text, sizeof text - 1);
    }
}

/* More kinds of rows than a byte has bits: found one by one. */
static void
test_many_rows(void)
{
    Marks marks = { 0 };
    char text[257];

    for (guint row = 0; row < 16; row++)
        marks.table[row * 16 + row] = 1;
    marks_prepare(&marks);
    g_assert_false(marks.wide);
    for (guint i = 0; i < 256; i++)
        text[i] = (char) i;
    text[256] = '\0';
    assert_marks(&marks, text, 256);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/marks/random", test_random);
    g_test_add_func("/marks/every-byte", test_every_byte);
    g_test_add_func("/marks/many-rows", test_many_rows);
    return g_test_run();
}
