/* Addresses in runs without blanks: a run that was looked through in vain is not looked at again.
 * What was read is shown by taking memory away: who looks there again dies.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "entity.h"

typedef gsize (*Reader)(const Source *source, const char *at, Entity *entity);

typedef struct {
    const char *name;
    Reader read;
    const char *piece;
} Case;

static const Case runs[] = {
    { "email/dots", read_email, "a." },       { "email/dashes", read_email, "a-" },
    { "email/digits", read_email, "1a" },     { "email/percent", read_email, "a%" },
    { "url/schemes", read_url, "http://" },   { "url/colons", read_url, "http://a:" },
    { "url/brackets", read_url, "ftp://((" }, { "url/closed", read_url, "ftp://()" },
};

static void
test_run(gconstpointer data)
{
    const Case *item = data;
    gsize page = (gsize) sysconf(_SC_PAGESIZE);
    gsize size = 16 * page;
    char *text = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    Memory memory = { NULL, NULL };
    const Source source = { .text = text, .end = text + size, .memory = &memory };
    Entity entity;

    g_assert_true(text != MAP_FAILED);
    for (gsize at = 0; at < size; at++)
        text[at] = item->piece[at % strlen(item->piece)];
    g_assert_cmpuint(item->read(&source, text, &entity), ==, 0);
    g_assert_cmpint(mprotect(text + page, size - page, PROT_NONE), ==, 0);
    for (gsize at = 1; at < page - 16; at++)
        if (g_ascii_isalnum(text[at]))
            g_assert_cmpuint(item->read(&source, text + at, &entity), ==, 0);
    munmap(text, size);
}

/* What is remembered hides nothing: each place gives what it gives to one who remembers nothing. */
static void
test_same(void)
{
    static const char *const pieces[] = {
        "http://", "www.", "a", "b.", "@", "@x.org", "-", "(",
        ")",       "!",    "7", " ",  "%", "ftp://", ":", ".com"
    };
    g_autoptr(GRand) random = g_rand_new_with_seed(20261127);

    for (guint round = 0; round < 20000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        Memory memory = { NULL, NULL };

        for (gint n = g_rand_int_range(random, 1, 16); n > 0; n--)
            g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
        for (gsize at = 0; at < text->len; at++) {
            Memory none = { NULL, NULL };
            Source source = { text->str, text->str + text->len, NULL, &memory };
            Source fresh = { text->str, text->str + text->len, NULL, &none };
            Entity entity = { 0 };

            if (!g_ascii_isalnum(text->str[at]))
                continue;
            g_assert_cmpuint(read_url(&source, text->str + at, &entity), ==,
                             read_url(&fresh, text->str + at, &entity));
            g_assert_cmpuint(read_email(&source, text->str + at, &entity), ==,
                             read_email(&fresh, text->str + at, &entity));
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(runs); i++) {
        g_autofree char *path = g_strconcat("/contact/", runs[i].name, NULL);

        g_test_add_data_func(path, &runs[i], test_run);
    }
    g_test_add_func("/contact/same", test_same);
    return g_test_run();
}
