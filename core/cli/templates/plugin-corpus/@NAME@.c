/* @NAME@ - count a word in all documents, and the documents that have it.
 *
 * In a pipeline file:
 *
 *     - use: @NAME@
 *       with: { word: energy }
 *
 * encode() says, in a worker, what one document adds; merge() adds it up in the parent; save()
 * writes what was added up in the form that merge() reads, for runs in parts; finish() writes the
 * result. The order in which things are merged must make no difference. Replace the two counts by
 * yours.
 */
#include <stdio.h>
#include <string.h>
#include <textmill/plugin.h>

/* The options of one configured step, which the core fills and checks, and what was merged. */
typedef struct {
    const char *word;
    gint64 occurrences;
    gint64 documents;
} @TYPE@;

static const MillOption @IDENT@_options[] = {
    MILL_OPTION_STRING(@TYPE@, word, "textmill", "the word to count"),
    MILL_OPTIONS_END,
};

/* Runs once, before any document: what the option table cannot say is checked here. */
static gboolean
@IDENT@_configure(gpointer options, MillContext *context, GError **error)
{
    const @TYPE@ *self = options;

    if (*self->word == '\0')
        return mill_context_fail(context, "word", "write a word", "'word' is empty");
    return TRUE;
}

/* A state is two numbers as text, which every machine reads alike. */
static void
@IDENT@_write_state(GString *state, gint64 occurrences, gint64 documents)
{
    g_string_append_printf(state, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", occurrences,
                           documents);
}

static gboolean
@IDENT@_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    const @TYPE@ *self = options;
    gsize length, word_length = strlen(self->word);
    const char *text = mill_document_get_text(document, &length);
    gint64 found = 0;

    for (const char *p = text; (p = g_strstr_len(p, (gssize) (text + length - p), self->word));
         p += word_length)
        found++;
    @IDENT@_write_state(mill_output_part(output, NULL, NULL), found, found > 0);
    return TRUE;
}

/* In the parent, from here on: a run begins. */
static gboolean
@IDENT@_open(gpointer options, const char *path, GError **error)
{
    @TYPE@ *self = options;

    self->occurrences = self->documents = 0;
    return TRUE;
}

static gboolean
@IDENT@_merge(gpointer options, const char *state, gsize length, GError **error)
{
    @TYPE@ *self = options;
    g_autofree char *text = g_strndup(state, length);
    gint64 occurrences, documents;

    /* No more digits than can be added up without running over. */
    if (sscanf(text, "%15" G_GINT64_FORMAT " %15" G_GINT64_FORMAT, &occurrences, &documents) != 2) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "this is no state of @NAME@");
        return FALSE;
    }
    self->occurrences += occurrences;
    self->documents += documents;
    return TRUE;
}

static void
@IDENT@_save(gpointer options, GString *state)
{
    const @TYPE@ *self = options;

    @IDENT@_write_state(state, self->occurrences, self->documents);
}

static gboolean
@IDENT@_finish(gpointer options, MillOutput *output, GError **error)
{
    const @TYPE@ *self = options;

    g_string_append_printf(mill_output_part(output, NULL, "word\toccurrences\tdocuments\n"),
                           "%s\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\n", self->word,
                           self->occurrences, self->documents);
    return TRUE;
}

MILL_PLUGIN(
    .name = "@NAME@",
    .summary = "Count a word in all documents",
    .role = MILL_ROLE_CORPUS,
    .options = @IDENT@_options,
    .options_size = sizeof(@TYPE@),
    .file = "@NAME@.tsv",
    .configure = @IDENT@_configure,
    .encode = @IDENT@_encode,
    .open = @IDENT@_open,
    .merge = @IDENT@_merge,
    .save = @IDENT@_save,
    .finish = @IDENT@_finish,
)
