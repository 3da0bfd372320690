/* Files of results read at any place, in any order: plain, of many frames, of a single one. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>
#include <textmill/run.h>

#include "../run/scratch.h"
#include "pipeline/compress.h"

#define BIG ((gsize) 2500 * 1000) /* more than is expanded twice */

typedef struct {
    const char *name; /* what the file is called */
    gsize frame;      /* bytes of content in a frame */
    gsize length;     /* of the content */
} Case;

static const Case cases[] = {
    { "plain.jsonl", 1000, 200000 }, { "one-frame.gz", BIG, 200000 },
    { "frames.gz", 10000, 200000 },  { "one-frame.zst", BIG, 200000 },
    { "frames.zst", 10000, 200000 }, { "large-frame.gz", BIG, BIG },
    { "large-frame.zst", BIG, BIG }, { "empty.jsonl", 1, 0 },
    { "empty-frame.gz", 1, 0 },      { "tiny-frames.zst", 1, 100 },
};

static GString *
make_content(gsize length)
{
    GString *content = g_string_sized_new(length);

    while (content->len < MIN(length, 200000))
        g_string_append_printf(content, "%" G_GSIZE_FORMAT ",", content->len * 7919 % 1000003);
    while (content->len < length)
        g_string_append_len(content, content->str + content->len % 1009, 99000);
    g_string_truncate(content, length);
    return content;
}

/* The file of the case. (transfer full) */
static char *
write_file(const Case *c, const char *folder, const GString *content, gsize cut)
{
    char *path = scratch_path(folder, c->name);
    g_autoptr(MillCompressor) compressor = mill_compressor_new(mill_compression_find(c->name));
    g_autoptr(GString) file = g_string_new(NULL);

    for (gsize at = 0; at < content->len || (at == 0 && compressor); at += c->frame) {
        gsize piece = MIN(c->frame, content->len - at);
        const GString *frame =
            compressor ? mill_compressor_pack(compressor, content->str + at, piece, NULL) : NULL;

        g_string_append_len(file, frame ? frame->str : content->str + at,
                            (gssize) (frame ? frame->len : piece));
    }
    g_assert_true(g_file_set_contents(path, file->str, (gssize) (file->len - cut), NULL));
    return path;
}

static gboolean
is_lacking(const Case *c)
{
    const char *lack = mill_compression_find_lack(mill_compression_find(c->name));

    if (lack)
        g_test_skip(lack);
    return lack != NULL;
}

static void
check_piece(MillContent *file, const GString *content, gsize offset, gsize wanted)
{
    g_autofree char *bytes = g_malloc(wanted + 1);
    g_autoptr(GError) error = NULL;
    gsize length = wanted, from = MIN(offset, content->len);

    g_assert_true(mill_content_read(file, (gint64) offset, bytes, &length, &error));
    g_assert_no_error(error);
    g_assert_cmpmem(bytes, length, content->str + from, MIN(wanted, content->len - from));
}

static void
check_case(gconstpointer data)
{
    const Case *c = data;
    char *folder = scratch_new();
    g_autoptr(GString) content = make_content(c->length);
    g_autofree char *path = is_lacking(c) ? NULL : write_file(c, folder, content, 0);
    g_autoptr(MillContent) file = path ? mill_content_open(path, NULL) : NULL;

    if (file)
        check_piece(file, content, 0, c->length + 1);
    for (guint i = 0; file && i < 300; i++) {
        gsize offset = (gsize) g_test_rand_int_range(0, (gint32) c->length + 10);

        check_piece(file, content, offset, (gsize) g_test_rand_int_range(1, 3000));
        if (i % 7 == 0)
            mill_content_rest(file);
    }
    scratch_free(folder);
}

/* Cut off anywhere, a compressed file is damaged, and says so at its end. */
static void
check_cut(gconstpointer data)
{
    const Case *c = data;
    char *folder = scratch_new();
    g_autoptr(GString) content = make_content(5000);

    for (gsize cut = 1; cut < 12 && !is_lacking(c); cut++) {
        g_autofree char *path = write_file(c, folder, content, cut);
        g_autoptr(MillContent) file = mill_content_open(path, NULL);
        g_autofree char *bytes = g_malloc(6000);
        g_autoptr(GError) error = NULL;
        gsize length = 6000;

        g_assert_false(mill_content_read(file, 0, bytes, &length, &error));
        g_assert_error(error, MILL_ERROR, MILL_ERROR_DATA);
        g_assert_true(strstr(error->message, path) != NULL);
    }
    scratch_free(folder);
}

static void
check_what_is_no_file(void)
{
    char *folder = scratch_new();
    g_autofree char *pipe = scratch_path(folder, "pipe.json");
    const char *const paths[] = { folder, pipe, "/nowhere/x.json" };

    g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(mill_content_open(paths[i], &error));
        g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    }
    scratch_free(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = g_strconcat("/content/", cases[i].name, NULL);

        g_test_add_data_func(name, &cases[i], check_case);
    }
    g_test_add_data_func("/content/cut/gz", &cases[2], check_cut);
    g_test_add_data_func("/content/cut/zst", &cases[4], check_cut);
    g_test_add_func("/content/no-file", check_what_is_no_file);
    return g_test_run();
}
