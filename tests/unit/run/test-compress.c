/* Compression: frames come back as they were, are read by others' programs, and are always the same
 * bytes. */
#include <string.h>

#include <textmill/error.h>

#include "pipeline/compress.h"

#include "scratch.h"

typedef struct {
    const char *name;
    MillCompression compression;
    const char *program; /* that reads them, and what it is called with */
} Kind;

static const Kind kinds[] = {
    { "x.gz", MILL_COMPRESSION_GZIP,
      "python3 -c 'import gzip, sys; sys.stdout.buffer.write(gzip.open(sys.argv[1]).read())'" },
    { "x.zst", MILL_COMPRESSION_ZSTD, "zstd -q -dc" },
};

/* @length bytes that can be compressed a little. (transfer full) */
static GString *
make_content(gsize length)
{
    GString *content = g_string_sized_new(length);
    guint32 state = 1;

    for (gsize i = 0; i < length; i++) {
        state = state * 1103515245 + 12345;
        g_string_append_c(content, (char) (state >> 24 & 31));
    }
    return content;
}

/* Two frames, the second one of @content, with the empty one between. (transfer full) */
static GString *
pack(const Kind *kind, const GString *content)
{
    g_autoptr(MillCompressor) compressor = mill_compressor_new(kind->compression);
    GString *packed = g_string_new(NULL);
    const char *pieces[] = { "head\n", "", content->str };
    const gsize lengths[] = { 5, 0, content->len };

    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GError) error = NULL;
        const GString *frame = mill_compressor_pack(compressor, pieces[i], lengths[i], &error);

        g_assert_no_error(error);
        g_string_append_len(packed, frame->str, (gssize) frame->len);
    }
    return packed;
}

/* Expands @packed, given and taken in pieces of @piece bytes. (transfer full) */
static GString *
expand(const Kind *kind, const GString *packed, gsize piece, GError **error)
{
    g_autoptr(MillExpander) expander = mill_expander_new(kind->compression);
    g_autoptr(GString) content = g_string_new(NULL);
    g_autofree guint8 *room = g_malloc(piece);
    const guint8 *from = (const guint8 *) packed->str;
    const guint8 *end = from + packed->len;
    gsize made;

    do {
        gsize n_from = MIN(piece, (gsize) (end - from));

        made = piece;
        if (!mill_expander_run(expander, &from, &n_from, room, &made, error))
            return NULL;
        g_string_append_len(content, (const char *) room, (gssize) made);
    } while (made > 0 || from < end);
    return g_steal_pointer(&content);
}

static void
check_kind(gconstpointer data)
{
    static const gsize sizes[] = { 0, 1, 1000, 3 * 1000 * 1000 };
    const Kind *kind = data;

    g_assert_cmpint(mill_compression_find(kind->name), ==, kind->compression);
    if (mill_compression_find_lack(kind->compression)) {
        g_test_skip(mill_compression_find_lack(kind->compression));
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GString) content = make_content(sizes[i]);
        g_autoptr(GString) packed = pack(kind, content);
        g_autoptr(GString) again = pack(kind, content);
        g_autoptr(GString) back = expand(kind, packed, i % 2 == 0 ? 65536 : 777, NULL);

        g_assert_true(g_string_equal(packed, again));
        g_assert_cmpuint(back->len, ==, content->len + 5);
        g_assert_cmpmem(back->str + 5, back->len - 5, content->str, content->len);
    }
}

static void
check_program(gconstpointer data)
{
    const Kind *kind = data;
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, kind->name);
    g_autofree char *call = g_strdup_printf("%s %s", kind->program, path);
    g_auto(GStrv) words = NULL;
    g_autofree char *output = NULL;
    gint status = 0;

    g_assert_true(g_shell_parse_argv(call, NULL, &words, NULL));
    g_autofree char *found = g_find_program_in_path(words[0]);
    if (mill_compression_find_lack(kind->compression) || !found) {
        g_test_skip("no library, or no program");
        scratch_free(folder);
        return;
    }
    GString *content = make_content(5000);

    for (gsize i = 0; i < content->len; i++) /* g_spawn_sync() gives a string */
        content->str[i] = (char) (content->str[i] + 'A');
    g_autoptr(GString) packed = pack(kind, content);

    g_assert_true(g_file_set_contents(path, packed->str, (gssize) packed->len, NULL));
    g_assert_true(g_spawn_sync(NULL, words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                               &status, NULL));
    g_assert_cmpint(status, ==, 0);
    g_string_prepend(content, "head\n");
    g_assert_cmpstr(output, ==, content->str);
    g_string_free(content, TRUE);
    scratch_free(folder);
}

/* Whatever byte is another one, it is noticed or does not matter; cut off, there is less. */
static void
check_damage(gconstpointer data)
{
    const Kind *kind = data;
    g_autoptr(GString) content = make_content(400);
    guint refused = 0;

    if (mill_compression_find_lack(kind->compression)) {
        g_test_skip(mill_compression_find_lack(kind->compression));
        return;
    }
    g_autoptr(GString) packed = pack(kind, content);

    for (gsize i = 0; i < packed->len; i++) {
        g_autoptr(GError) error = NULL;

        packed->str[i] ^= 0x55;
        GString *back = expand(kind, packed, 4096, &error);
        packed->str[i] ^= 0x55;
        g_assert_true(back || g_error_matches(error, MILL_ERROR, MILL_ERROR_DATA));
        refused += !back;
        if (back)
            g_string_free(back, TRUE);
    }
    g_assert_cmpuint(refused, >, packed->len / 2);
    g_string_truncate(packed, packed->len / 2);
    g_autoptr(GString) half = expand(kind, packed, 4096, NULL);

    g_assert_cmpuint(half->len, <, content->len + 5);
}

static void
check_none(void)
{
    static const char *const names[] = { "", "gz", "x.json", "x.gz.json", "x.GZ", "x.zstd" };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        g_assert_cmpint(mill_compression_find(names[i]), ==, MILL_COMPRESSION_NONE);
    g_assert_null(mill_compressor_new(MILL_COMPRESSION_NONE));
    g_assert_null(mill_compression_find_lack(MILL_COMPRESSION_NONE));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *round = g_strdup_printf("/compress/%s/round-trip", kinds[i].name + 2);
        g_autofree char *program = g_strdup_printf("/compress/%s/program", kinds[i].name + 2);
        g_autofree char *damage = g_strdup_printf("/compress/%s/damage", kinds[i].name + 2);

        g_test_add_data_func(round, &kinds[i], check_kind);
        g_test_add_data_func(program, &kinds[i], check_program);
        g_test_add_data_func(damage, &kinds[i], check_damage);
    }
    g_test_add_func("/compress/none", check_none);
    return g_test_run();
}
