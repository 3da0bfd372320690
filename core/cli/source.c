/* source - the bytes of a document that is named on the command line. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static GBytes *
read_all(int fd, GError **error)
{
    GByteArray *bytes = g_byte_array_new();
    guint8 chunk[65536];

    for (ssize_t n; (n = read(fd, chunk, sizeof chunk)) != 0;) {
        if (n < 0) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot read standard input: %s",
                        g_strerror(errno));
            g_byte_array_unref(bytes);
            return NULL;
        }
        g_byte_array_append(bytes, chunk, (guint) n);
    }
    return g_byte_array_free_to_bytes(bytes);
}

GBytes *
cli_read_source(const char *path, GError **error)
{
    char *contents;
    gsize length;

    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, error);
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s is a folder; name one document", path);
        return NULL;
    }
    if (!g_file_get_contents(path, &contents, &length, error))
        return NULL;
    return g_bytes_new_take(contents, length);
}

MillDocument *
cli_pick_document(MillPipeline *pipeline, const char *name, GError **error)
{
    MillDocument *document = mill_pipeline_pick(pipeline, name, error);
    const char *id = document ? mill_document_get_id(document) : "";
    g_autofree char *base = g_path_get_basename(name);
    gsize length = strlen(base);

    /* Longer than the name that was given: a place in that file. */
    if (g_str_has_prefix(id, base) && (id[length] == ':' || id[length] == '!'))
        fprintf(stderr, "%s holds documents; this is the first, %s\n", name, id);
    return document;
}
