/* @NAME@ - put all documents into one file, each behind a line with its number and id.
 *
 * In a pipeline file, as one of the last steps:
 *
 *     - use: @NAME@
 *       with: { rule: "====" }
 *
 * A sink is for what is no stream of bytes, such as a database: encode() packs a document in a
 * worker, store() gets the packed documents in order, in the parent. Replace the file by yours; a
 * file that can just be appended to is simpler as a writer.
 */
#include <errno.h>
#include <stdio.h>
#include <textmill/plugin.h>

/* The options of one configured step, which the core fills and checks, and what a run needs. */
typedef struct {
    const char *rule;
    FILE *file; /* NULL between runs */
} @TYPE@;

static const MillOption @IDENT@_options[] = {
    MILL_OPTION_STRING(@TYPE@, rule, "---", "what the line of each document begins with"),
    MILL_OPTIONS_END,
};

static gboolean
@IDENT@_check(gboolean done, GError **error)
{
    if (!done)
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot write: %s", g_strerror(errno));
    return done;
}

/* In a worker: what is kept of a document. */
static gboolean
@IDENT@_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    gsize length;
    const char *text = mill_document_get_text(document, &length);

    g_string_append_len(mill_output_part(output, NULL, NULL), text, (gssize) length);
    return TRUE;
}

/* In the parent, from here on. @path is a draft, which becomes the result when the run succeeds. */
static gboolean
@IDENT@_open(gpointer options, const char *path, GError **error)
{
    @TYPE@ *self = options;

    self->file = fopen(path, "wbe");
    return @IDENT@_check(self->file != NULL, error);
}

static gboolean
@IDENT@_store(gpointer options, const MillPart *part, GError **error)
{
    @TYPE@ *self = options;

    return @IDENT@_check(fprintf(self->file, "%s %" G_GINT64_FORMAT " %s\n", self->rule,
                                 (gint64) part->number, part->document) > 0 &&
                             fwrite(part->bytes, 1, part->length, self->file) == part->length &&
                             fputc('\n', self->file) != EOF,
                         error);
}

/* The run has not succeeded, or is over. */
static void
@IDENT@_abandon(gpointer options)
{
    g_clear_pointer(&((@TYPE@ *) options)->file, fclose);
}

static gboolean
@IDENT@_finish(gpointer options, MillOutput *output, GError **error)
{
    @TYPE@ *self = options;

    return @IDENT@_check(fclose(g_steal_pointer(&self->file)) == 0, error);
}

MILL_PLUGIN(
    .name = "@NAME@",
    .summary = "Put all documents into one file",
    .role = MILL_ROLE_SINK,
    .options = @IDENT@_options,
    .options_size = sizeof(@TYPE@),
    .file = "@NAME@.txt",
    .encode = @IDENT@_encode,
    .open = @IDENT@_open,
    .store = @IDENT@_store,
    .finish = @IDENT@_finish,
    .abandon = @IDENT@_abandon,
)
