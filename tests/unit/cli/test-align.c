/* Alignment of sequences: cases, and properties on random ones. */
#include "cli/align.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *a;
    const char *b;
    const char *common; /* what is matched */
} Case;

static const Case cases[] = {
    { "empty", "", "", "" },
    { "same", "abc", "abc", "abc" },
    { "only-a", "abc", "", "" },
    { "only-b", "", "abc", "" },
    { "nothing-common", "abc", "xyz", "" },
    { "insert", "ac", "abc", "ac" },
    { "remove", "abc", "ac", "ac" },
    { "replace", "abc", "axc", "ac" },
    { "move", "abcd", "bcda", "bcd" },
    { "repeated", "aabbaa", "aabaa", "aabaa" },
    { "no-unique", "abab", "baba", "aba" },
    { "anchors-cross", "abxcdy", "cdybax", "cdy" },
    { "between-anchors", "1aab2", "1aba2", "1aa2" },
};

static guint *
numbers(const char *text)
{
    guint *symbols = g_new(guint, strlen(text) + 1);

    for (gsize i = 0; i < strlen(text); i++)
        symbols[i] = (guchar) text[i];
    return symbols;
}

/* What is matched; everything about a match that must hold is checked. (transfer full) */
static char *
match(const char *a, const char *b)
{
    gsize n = strlen(a), m = strlen(b);
    g_autofree guint *x = numbers(a);
    g_autofree guint *y = numbers(b);
    g_autofree gint *matches = align_sequences(x, n, y, m, 256);
    GString *common = g_string_new(NULL);
    gint last = -1;

    for (gsize i = 0; i < n; i++) {
        if (matches[i] < 0)
            continue;
        g_assert_cmpint(matches[i], >, last);
        g_assert_cmpint(matches[i], <, (gint) m);
        g_assert_cmpint(a[i], ==, b[matches[i]]);
        last = matches[i];
        g_string_append_c(common, a[i]);
    }
    return g_string_free(common, FALSE);
}

static void
test_case(gconstpointer data)
{
    const Case *c = data;
    g_autofree char *common = match(c->a, c->b);

    /* Of several longest ones, any will do. */
    g_assert_cmpuint(strlen(common), ==, strlen(c->common));
}

static char *
random_text(guint length, guint letters)
{
    char *text = g_malloc(length + 1);

    for (guint i = 0; i < length; i++)
        text[i] = (char) ('a' + g_test_rand_int_range(0, (gint) letters));
    text[length] = '\0';
    return text;
}

/* Without an item that is unique on both sides, the match is as long as any. */
static guint
longest(const char *a, const char *b)
{
    gsize n = strlen(a), m = strlen(b);
    g_autofree guint *table = g_new0(guint, (n + 1) * (m + 1));

    for (gsize i = n; i-- > 0;)
        for (gsize j = m; j-- > 0;)
            table[i * (m + 1) + j] =
                a[i] == b[j] ? table[(i + 1) * (m + 1) + j + 1] + 1
                             : MAX(table[(i + 1) * (m + 1) + j], table[i * (m + 1) + j + 1]);
    return table[0];
}

static void
test_random(void)
{
    for (guint round = 0; round < 500; round++) {
        g_autofree char *a = random_text((guint) g_test_rand_int_range(0, 40), 3);
        g_autofree char *b = random_text((guint) g_test_rand_int_range(0, 40), 3);
        g_autofree char *common = match(a, b);
        guint best = longest(a, b);

        g_assert_cmpuint(strlen(common), <=, best);
        if (strlen(a) > 15 && strlen(b) > 15)
            g_assert_cmpuint(strlen(common) * 2, >=, best);
    }
}

/* Long sequences with nothing and with much in common take no quadratic time or memory. */
static void
test_long(void)
{
    gsize n = 20000;
    g_autofree char *a = random_text((guint) n, 2);
    g_autofree char *b = random_text((guint) n, 2);
    g_autofree char *nothing = g_strnfill(n, 'x');
    g_autofree char *some = match(a, b);
    g_autofree char *none = match(a, nothing);

    g_assert_cmpuint(strlen(none), ==, 0);
    b[0] = 'y';
    memcpy(b + 1, a, n - 1);
    g_autofree char *shifted = match(a, b);
    g_assert_cmpuint(strlen(shifted), ==, n - 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/align/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/align/random", test_random);
    g_test_add_func("/align/long", test_long);
    return g_test_run();
}
