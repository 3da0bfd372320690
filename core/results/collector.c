/* collector.c - one file that collects what many documents gave a writer. */
#include "results/collector.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <textmill/error.h>

#define COLLECTOR_FRAME ((gsize) 1 << 20) /* bytes of content */

MillCollector *
mill_collector_new(MillFiles *files, gint64 number, const char *part, const char *name,
                   MillCompression compression)
{
    MillCollector *self = g_new0(MillCollector, 1);

    self->files = files;
    self->number = number;
    self->part = g_strdup(part);
    self->name = g_strdup(name);
    self->draft = (MillDraft) MILL_DRAFT_NONE;
    self->compressor = mill_compressor_new(compression);
    self->tail = self->compressor ? g_string_new(NULL) : NULL;
    self->previous = self->synced = self->old_synced = -1;
    self->changed = TRUE;
    self->state.compression = compression;
    g_snprintf(self->draft_name, sizeof self->draft_name, "%" G_GINT64_FORMAT ".shared", number);
    return self;
}

void
mill_collector_free(gpointer data)
{
    MillCollector *self = data;

    if (self->draft.fd >= 0)
        close(self->draft.fd);
    mill_stream_free(self->stream);
    mill_compressor_free(self->compressor);
    if (self->tail)
        g_string_free(self->tail, TRUE);
    g_free(self->part);
    g_free(self->name);
    g_free(self);
}

static void
collector_open_stream(MillCollector *self, const volatile gint *stop)
{
    g_autofree char *shown =
        g_strdup_printf("'%s/%s'", mill_files_get_path(self->files), self->name);

    self->stream = mill_stream_new(self->draft.fd, shown, stop);
}

gboolean
mill_collector_open(MillCollector *self, const volatile gint *stop, GError **error)
{
    if (!mill_draft_open(&self->draft, self->files, self->draft_name, error))
        return FALSE;
    collector_open_stream(self, stop);
    return TRUE;
}

static char *
collector_dup_tail_path(const MillCollector *self, gint64 generation)
{
    g_autofree char *name = mill_collect_state_dup_tail(self->number, generation);

    return g_build_filename(mill_files_get_path(self->files), MILL_WORK_FOLDER, name, NULL);
}

/* The content that is in no frame, as an earlier run kept it. */
static gboolean
collector_load_tail(MillCollector *self, GError **error)
{
    g_autofree char *path = collector_dup_tail_path(self, self->state.generation);
    g_autofree char *bytes = NULL;
    gsize length;

    if (self->state.tail == 0)
        return TRUE;
    if (!self->tail || !g_file_get_contents(path, &bytes, &length, NULL) ||
        (gint64) length < self->state.tail) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "'%s/%s' lacks its last %" G_GINT64_FORMAT " bytes, which were in '%s'",
                    mill_files_get_path(self->files), self->name, self->state.tail, path);
        return FALSE;
    }
    g_string_append_len(self->tail, bytes, (gssize) self->state.tail);
    return TRUE;
}

gboolean
mill_collector_reopen(MillCollector *self, const MillLedgerFile *file, const volatile gint *stop,
                      GError **error)
{
    MillCompression compression = self->state.compression;

    if (!mill_collect_state_parse(file, &self->state) ||
        (self->state.compression != compression && self->state.raw > 0)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "the ledger is damaged: the state of '%s' makes no sense", file->name);
        return FALSE;
    }
    self->state.compression = compression; /* a file that is empty has no state */
    self->size = self->base = file->size;
    self->written = self->state.raw;
    self->begun = self->written > 0;
    self->changed = FALSE;
    self->synced = self->state.generation; /* it may be */
    if (!collector_load_tail(self, error) ||
        !mill_draft_reopen(&self->draft, self->files, self->draft_name, file->name, file->size,
                           error))
        return FALSE;
    collector_open_stream(self, stop);
    return TRUE;
}

gboolean
mill_collector_add(MillCollector *self, const void *bytes, gsize length, GError **error)
{
    self->touched = self->changed = TRUE;
    self->written += (gint64) length;
    if (!self->tail)
        return mill_stream_write(self->stream, bytes, length, error);
    g_string_append_len(self->tail, bytes, (gssize) length);
    return TRUE;
}

/* Makes a frame of the content that is in none. */
static gboolean
collector_end_frame(MillCollector *self, GError **error)
{
    if (!self->tail || self->tail->len == 0)
        return TRUE;
    const GString *frame =
        mill_compressor_pack(self->compressor, self->tail->str, self->tail->len, error);

    if (!frame || !mill_stream_write(self->stream, frame->str, frame->len, error))
        return FALSE;
    self->changed = TRUE;
    self->size += (gint64) frame->len;
    self->state.tail = 0;
    g_string_truncate(self->tail, 0);
    return TRUE;
}

gboolean
mill_collector_confirm(MillCollector *self, GError **error)
{
    if (!self->touched)
        return TRUE;
    self->touched = FALSE;
    self->state.documents++;
    self->state.raw = self->written;
    if (!self->tail) {
        self->size = self->written;
        return TRUE;
    }
    self->state.tail = (gint64) self->tail->len;
    return self->tail->len < COLLECTOR_FRAME || collector_end_frame(self, error);
}

static gboolean
collector_fail(const MillCollector *self, GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot write to '%s/%s': %s",
                mill_files_get_path(self->files), self->name, g_strerror(errno));
    return FALSE;
}

/* Writes the tail to a file of its own. */
static gboolean
collector_write_tail(const MillCollector *self, gboolean sync, GError **error)
{
    MillDraft draft = MILL_DRAFT_NONE;

    if (self->state.tail == 0)
        return TRUE;
    g_autofree char *name = mill_collect_state_dup_tail(self->number, self->state.generation);

    return mill_draft_open(&draft, self->files, name, error) &&
           mill_draft_write(&draft, self->files, self->tail->str, (gsize) self->state.tail,
                            error) &&
           (!sync || fsync(draft.fd) == 0 || collector_fail(self, error)) &&
           mill_draft_close(&draft, self->files, error);
}

/* Deletes the tail of the generation *@generation, unless it would count after a power cut. */
static void
collector_drop_tail(const MillCollector *self, gint64 *generation)
{
    if (*generation >= 0 && *generation != self->synced && *generation != self->state.generation) {
        g_autofree char *name = mill_collect_state_dup_tail(self->number, *generation);

        mill_files_remove_work(self->files, name);
    }
    *generation = -1;
}

/* Keeps the tail as a new generation: the ledger names the one before until it is told. The last
 * commit has been made, so what was kept for its sake can go. */
static gboolean
collector_keep_tail(MillCollector *self, gboolean sync, GError **error)
{
    collector_drop_tail(self, &self->previous);
    collector_drop_tail(self, &self->old_synced);
    if (!self->changed && (!sync || self->synced == self->state.generation))
        return TRUE;
    self->changed = TRUE;
    self->previous = self->state.generation++;
    if (!collector_write_tail(self, sync, error))
        return FALSE;
    if (sync) {
        self->old_synced = self->synced;
        self->synced = self->state.generation;
    }
    return TRUE;
}

static gboolean
collector_put(MillCollector *self, MillLedger *ledger, gboolean is_draft, GError **error)
{
    g_autofree char *state =
        self->tail || self->sharded ? mill_collect_state_dup_text(&self->state) : NULL;
    const MillLedgerFile file = {
        .number = self->number,
        .name = self->name,
        .kind = MILL_LEDGER_COLLECTION,
        .step = self->step_id,
        .part = self->part,
        .draft = is_draft ? self->draft_name : NULL,
        .size = self->size,
        .state = state,
    };

    self->changed = FALSE;
    return mill_ledger_put_file(ledger, &file, error);
}

/* What a full disk has no room for does not matter if it is of no whole document. */
static gboolean
collector_flush(const MillCollector *self, GError **error)
{
    GError *failure = NULL;

    if (mill_stream_flush(self->stream, &failure))
        return TRUE;
    if (self->base + mill_stream_get_written(self->stream) >= self->size) {
        g_error_free(failure);
        return TRUE;
    }
    g_propagate_error(error, failure);
    return FALSE;
}

gboolean
mill_collector_record(MillCollector *self, MillLedger *ledger, gboolean sync, GError **error)
{
    if (self->stream && (!collector_flush(self, error) ||
                         (sync && fdatasync(self->draft.fd) < 0 && !collector_fail(self, error))))
        return FALSE;
    if (self->tail && !collector_keep_tail(self, sync, error))
        return FALSE;
    return !self->changed || collector_put(self, ledger, TRUE, error);
}

gboolean
mill_collector_end(MillCollector *self, GError **error)
{
    if (!self->stream)
        return TRUE;
    if (!collector_end_frame(self, error) || !mill_stream_flush(self->stream, error))
        return FALSE;
    g_clear_pointer(&self->stream, mill_stream_free);
    return mill_draft_close(&self->draft, self->files, error);
}

/* The last frame is not told to the ledger before the file has its name: a run that goes on after
 * all begins where there is no such frame. */
gboolean
mill_collector_publish(MillCollector *self, MillLedger *ledger, GError **error)
{
    return mill_collector_end(self, error) &&
           mill_draft_publish(&self->draft, self->files, self->name, NULL, error) &&
           collector_put(self, ledger, FALSE, error);
}
