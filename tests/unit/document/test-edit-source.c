/* Edits of a source, whose bytes need not be text: what is kept of it has to be. */
#include <textmill/document.h>

#include <string.h>

static const struct {
    const char *name;
    const char *source;
    gssize length;
    const char *mistake;
} sources[] = {
    { "empty", "", 0, NULL },
    { "utf8", "中文 text 😀", -1, NULL },
    { "nuls", "\0a\0\0中\0", 8, NULL },
    { "bad-byte", "abc\xFF", -1, "0xFF at offset 3" },
    { "cut", "中\xE6\x96", -1, "0xE6 at offset 3" },
    { "latin-1", "caf\xE9 au", -1, "0xE9 at offset 3" },
    { "bad-after-nul", "\0\0\x80", 3, "0x80 at offset 2" },
};

static void
test_source(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data), length;
    gssize size = sources[i].length;
    g_autoptr(GError) error = NULL;
    g_autoptr(MillDocument) document =
        mill_document_new_text("test", sources[i].source, size, &error);
    const char *text;
    MillSpan origin;

    if (sources[i].mistake) {
        g_assert_null(document);
        g_assert_error(error, MILL_ERROR, MILL_ERROR_ENCODING);
        g_assert_nonnull(strstr(error->message, sources[i].mistake));
        return;
    }
    g_assert_no_error(error);
    text = mill_document_get_text(document, &length);
    g_assert_cmpmem(text, length, sources[i].source,
                    size < 0 ? strlen(sources[i].source) : (gsize) size);
    origin = mill_document_get_origin(document, (MillSpan){ 0, length });
    g_assert_cmpuint(origin.start, ==, 0);
    g_assert_cmpuint(origin.end, ==, length);
}

/* A character may not be put together of kept and replaced bytes. */
static void
test_source_pieces(void)
{
    g_autoptr(GBytes) source = g_bytes_new_static("\xE4\xB8\xAD", 3);
    g_autoptr(MillDocument) document = mill_document_new("test", source);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
    g_autoptr(GError) error = NULL;

    mill_edit_insert(edit, 1, "x", 1);
    g_assert_false(mill_edit_apply(edit, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_ENCODING);
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, "");
}

/* What is dropped need not be text; what is kept does, however little it is. */
static const struct {
    const char *name;
    const char *source;
    MillSpan dropped;
    const char *result; /* text, or "!" and a part of the error */
} kept[] = {
    { "rest-is-good", "ab\xFFzw", { 2, 3 }, "abzw" },
    { "rest-is-bad", "ab\xFFzw", { 3, 5 }, "!0xFF at offset 2" },
    { "little-is-kept", "0123456789\xE4\xB8\xAD", { 0, 10 }, "中" },
    { "little-and-bad", "0123456789\xFF", { 0, 10 }, "!0xFF at offset 10" },
    { "cut-before", "0123\xE4\xB8\xAD", { 4, 5 }, "!0xB8 at offset 5" },
    { "cut-behind",
      "\xE4\xB8\xAD"
      "0123",
      { 2, 4 },
      "!0xE4 at offset 0" },
    { "cut-twice",
      "0123456789\xE4\xB8\xAD"
      "中",
      { 11, 14 },
      "!0xE4 at offset 10" },
};

static void
test_kept(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(GBytes) source = g_bytes_new(kept[i].source, strlen(kept[i].source));
    g_autoptr(MillDocument) document = mill_document_new("test", source);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
    g_autoptr(GError) error = NULL;

    mill_edit_drop(edit, kept[i].dropped);
    if (mill_edit_apply(edit, &error)) {
        g_assert_cmpstr(mill_document_get_text(document, NULL), ==, kept[i].result);
        return;
    }
    g_assert_error(error, MILL_ERROR, MILL_ERROR_ENCODING);
    g_assert_cmpint(kept[i].result[0], ==, '!');
    g_assert_nonnull(strstr(error->message, kept[i].result + 1));
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
    ADD_TABLE("/edit-source/all/", sources, test_source)
    ADD_TABLE("/edit-source/kept/", kept, test_kept)
    g_test_add_func("/edit-source/pieces", test_source_pieces);
    return g_test_run();
}
