/* report-index - one HTML page for a run: its failures, distributions, and all documents in a table
 * that can be searched.
 *
 * A sink: each worker sends a document's numbers, and the parent adds them up and keeps the rows of
 * the table in input order. A row links to the page that the step `report` made of the document, if
 * it is there. Like that page, this one loads nothing and is readable without its script.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "page.h"
#include "run-view.h"

typedef struct {
    const char *title;
    const char *title_key;
    gint64 most;
    /* The run's. */
    Page page;
    FILE *file;
    RunView view;
} Index;

static const MillOption index_options[] = {
    MILL_OPTION_STRING(Index, title, NULL, "title of the page (default: the pipeline's name)"),
    MILL_OPTION_STRING(Index, title_key, "title", "metadata that gives a document its title"),
    MILL_OPTION_INT(Index, most, 20000, 0, 1000000,
                    "documents that are listed one by one; all are counted"),
    MILL_OPTIONS_END,
};

static gboolean
index_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    const Index *self = options;

    run_view_pack(mill_output_part(output, NULL, NULL), document,
                  mill_value_get_string(mill_document_get_meta(document, self->title_key), NULL));
    return TRUE;
}

static gboolean
index_open(gpointer options, const char *path, GError **error)
{
    Index *self = options;

    self->file = fopen(path, "wb");
    if (!self->file) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s: %s", path, g_strerror(errno));
        return FALSE;
    }
    run_view_init(&self->view);
    return TRUE;
}

static gboolean
index_store(gpointer options, const MillPart *part, GError **error)
{
    Index *self = options;

    run_view_add(&self->view, part, self->most);
    return TRUE;
}

static gboolean
index_lose(gpointer options, const MillLoss *loss, GError **error)
{
    Index *self = options;

    run_view_lose(&self->view, loss, self->most);
    return TRUE;
}

static gboolean
index_finish(gpointer options, MillOutput *output, GError **error)
{
    Index *self = options;
    g_autoptr(GString) html = g_string_sized_new(self->view.rows->len + 65536);
    const char *title = self->title ? self->title : self->page.pipeline;
    FILE *file = g_steal_pointer(&self->file);

    if (!title)
        title = "Documents";
    page_begin(&self->page, html, title, "index", "documents");
    run_view_show(&self->view, html, title, self->page.made);
    page_end(&self->page, html);
    run_view_clear(&self->view);

    gboolean written = fwrite(html->str, 1, html->len, file) == html->len;

    if (fclose(file) == 0 && written)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "the page could not be written: %s",
                g_strerror(errno));
    return FALSE;
}

static void
index_abandon(gpointer options)
{
    Index *self = options;

    if (self->file)
        fclose(g_steal_pointer(&self->file));
    run_view_clear(&self->view);
}

/* --- the step ------------------------------------------------------------------------------- */

static gboolean
index_configure(gpointer options, MillContext *context, GError **error)
{
    Index *self = options;

    page_init(&self->page, context);
    return TRUE;
}

static void
index_close(gpointer options)
{
    Index *self = options;

    index_abandon(self);
    page_clear(&self->page);
}

static const char *const index_reads[] = { "section", "tag", "keyword", "record.*", NULL };

/* clang-format off */
MILL_PLUGIN(
    .name = "report-index",
    .summary = "A page for the run: failures, totals, and all documents to search",
    .role = MILL_ROLE_SINK,
    .version = "3",
    .options = index_options,
    .options_size = sizeof(Index),
    .reads = index_reads,
    .file = "index.html",
    .configure = index_configure,
    .encode = index_encode,
    .close = index_close,
    .open = index_open,
    .store = index_store,
    .finish = index_finish,
    .abandon = index_abandon,
    .lose = index_lose,
)
