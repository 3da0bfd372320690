/* dedup - drop documents that are there already, word for word or nearly so.
 *
 * The first document in input order stays; later ones are dropped with the reason "duplicate of
 * 'ID' (similarity 0.93)". What is compared is the text (or a value of the metadata) with case,
 * width and white space folded: by a digest, and for near duplicates by sketches (sketch.h) of its
 * shingles (shingles.h). Workers make these; the parent looks them up among those of the documents
 * that were exported before (index.h), in a memory that does not grow with their number.
 *
 * Writes duplicates.jsonl, a line a dropped document.
 */
#include "state.h"

#include <string.h>

#include <textmill/plugin.h>

#define DEDUP_MIN_MEMORY (1024 * 1024)

typedef struct {
    gint method;
    double threshold;
    gint64 shingle;
    gint64 hashes;
    const char *metadata;
    const char *const *fold;
    const char *memory;
    const char *folder;

    char *step; /* id */
    DedupText text;
    DedupIndexOptions index_options;
    char *index_folder;
    DedupIndex *index;
    DedupReport *report;
} Dedup;

static const char *const dedup_methods[] = { "near", "exact", NULL };
static const char *const dedup_folds[] = { "case", "width", "space", "accents", NULL };

static const MillOption dedup_options[] = {
    MILL_OPTION_CHOICE(Dedup, method, 0, dedup_methods,
                       "drop what is nearly the same, too, or only what is the same"),
    MILL_OPTION_DOUBLE(Dedup, threshold, 0.8, 0.3, 1, "near: the least similarity"),
    MILL_OPTION_INT(Dedup, shingle, 5, 1, 32,
                    "near: words, or characters of Chinese and the like, that are compared as one"),
    MILL_OPTION_INT(Dedup, hashes, 128, 16, DEDUP_MAX_BINS,
                    "near: more take more space and estimate the similarity better"),
    MILL_OPTION_STRING(Dedup, metadata, NULL,
                       "compare the value of this key instead of the text; who has none is kept"),
    MILL_OPTION_LIST(Dedup, fold, "case,width,space", dedup_folds, "differences that do not count"),
    MILL_OPTION_STRING(Dedup, memory, "256M", "what the index may take; K, M, G"),
    MILL_OPTION_STRING(
        Dedup, folder, NULL,
        "of temporary files, for what memory does not hold; else $TMPDIR or /var/tmp"),
    MILL_OPTIONS_END,
};

/* "256M" as bytes; 0 if it is none. */
static gsize
dedup_read_size(const char *text)
{
    static const char units[] = "KMG";
    char *end;
    guint64 size = g_ascii_isdigit(text[0]) ? g_ascii_strtoull(text, &end, 10) : 0;

    if (size == 0 || size > G_MAXINT64 >> 31)
        return 0;
    if (*end != '\0') {
        const char *unit = strchr(units, g_ascii_toupper(*end));

        if (!unit || end[1] != '\0')
            return 0;
        size <<= 10 * (unit - units + 1);
    }
    return (gsize) size;
}

static gboolean
dedup_configure_place(Dedup *self, MillContext *context)
{
    const char *folder = g_getenv("TMPDIR");

    self->index_options.memory = dedup_read_size(self->memory);
    if (self->index_options.memory < DEDUP_MIN_MEMORY)
        return mill_context_fail(context, "memory", "write 256M; at least 1M is needed",
                                 "'%s' is no amount of memory for this step", self->memory);
    if (self->folder)
        self->index_folder = mill_context_resolve(context, self->folder);
    else
        self->index_folder = g_strdup(folder && folder[0] == '/' ? folder : "/var/tmp");
    if (self->folder && !g_file_test(self->index_folder, G_FILE_TEST_IS_DIR))
        return mill_context_fail(context, "folder", NULL, "there is no folder '%s'",
                                 self->index_folder);
    self->index_options.folder = self->index_folder;
    return TRUE;
}

static gboolean
dedup_configure(gpointer options, MillContext *context, GError **error)
{
    static const guint flags[] = { LEX_FOLD_CASE, LEX_FOLD_WIDTH, LEX_FOLD_SPACE,
                                   LEX_FOLD_ACCENTS };
    Dedup *self = options;
    DedupIndexOptions *index = &self->index_options;
    guint fold = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(flags); i++)
        if (g_strv_contains(self->fold, dedup_folds[i]))
            fold |= flags[i];
    dedup_text_init(&self->text, fold);
    self->step = g_strdup(mill_context_get_step(context));
    if (self->method == 0) {
        index->bins = (guint) self->hashes;
        index->threshold = self->threshold;
        dedup_sketch_choose(index->bins, index->threshold, &index->bands, &index->rows);
    }
    return dedup_configure_place(self, context);
}

/* What is to be compared: UTF-8, borrowed, or in @made. NULL if there is nothing. */
static const char *
dedup_get_text(const Dedup *self, MillDocument *document, GString *made, gsize *length)
{
    const MillValue *value;
    const char *text;

    if (!self->metadata)
        return mill_document_get_text(document, length);
    value = mill_document_get_meta(document, self->metadata);
    text = mill_value_get_string(value, length);
    if (!value || text || mill_value_get_type(value) == MILL_TYPE_NULL)
        return text;
    mill_json_append_value(made, value);
    *length = made->len;
    return made->str;
}

static gboolean
dedup_encode(gpointer options, MillDocument *document, MillOutput *output, GError **error)
{
    Dedup *self = options;
    const guint bins = self->index_options.bins;
    g_autoptr(GString) made = g_string_new(NULL);
    gsize length = 0;
    const char *text = dedup_get_text(self, document, made, &length);
    DedupRecord record = { .id = mill_document_get_id(document) };

    if (!text)
        return TRUE;
    record.id_length = strlen(record.id);
    dedup_text_read(&self->text, text, length, bins > 0 ? (guint) self->shingle : 0, record.digest);
    record.has_sketch = self->text.shingles->len > 0;
    if (record.has_sketch)
        dedup_sketch_make((const guint64 *) (gpointer) self->text.shingles->data,
                          self->text.shingles->len, record.sketch, bins);
    dedup_state_put_record(mill_output_part(output, NULL, NULL), &record, bins);
    return TRUE;
}

static void
dedup_forget(Dedup *self)
{
    g_clear_pointer(&self->index, dedup_index_free);
    g_clear_pointer(&self->report, dedup_report_free);
}

static gboolean
dedup_open(gpointer options, const char *path, GError **error)
{
    Dedup *self = options;
    DedupIndexOptions index = self->index_options;

    dedup_forget(self);
    self->report = dedup_report_new(index.folder, index.memory / 16);
    index.memory -= index.memory / 16;
    self->index = dedup_index_new(&index);
    return TRUE;
}

static gboolean
dedup_admit(gpointer options, const MillPart *part, char **reason, GError **error)
{
    Dedup *self = options;
    const char *at = part->bytes;
    DedupEntry entry;
    DedupMatch match;

    if (part->length == 0)
        return TRUE;
    gboolean fine = dedup_state_next(&at, part->bytes + part->length, self->index_options.bins,
                                     &entry, error) &&
                    dedup_index_find(self->index, &entry.record, &match, error);

    dedup_entry_clear(&entry);
    if (fine && match.id) {
        *reason = dedup_report_reason(match.id, match.identical, match.similarity);
        g_free(match.id);
    }
    return fine;
}

static gboolean
dedup_merge(gpointer options, const char *state, gsize length, GError **error)
{
    Dedup *self = options;

    for (const char *at = state, *end = state + length; at < end;) {
        DedupEntry entry;
        gboolean fine = dedup_state_next(&at, end, self->index_options.bins, &entry, error) &&
                        (entry.is_loss ? dedup_report_add(self->report, &entry.loss, error)
                                       : dedup_index_add(self->index, &entry.record, error));

        dedup_entry_clear(&entry);
        if (!fine)
            return FALSE;
    }
    return TRUE;
}

/* A document that this step turned away. */
static gboolean
dedup_lose(gpointer options, const MillLoss *loss, GError **error)
{
    Dedup *self = options;
    g_autofree char *kept = NULL;
    DedupLoss lost = { .document = loss->document, .number = loss->number };

    if (!loss->dropped || g_strcmp0(loss->step, self->step) != 0 ||
        !dedup_report_read_reason(loss->message, &kept, &lost))
        return TRUE;
    lost.kept = kept;
    return dedup_report_add(self->report, &lost, error);
}

static void
dedup_save_loss(const DedupLoss *loss, gpointer data)
{
    dedup_state_put_loss(data, loss);
}

static void
dedup_save(gpointer options, GString *state)
{
    Dedup *self = options;
    g_autoptr(GString) id = g_string_new(NULL);
    DedupRecord record;

    for (guint64 i = 0; i < dedup_index_get_length(self->index); i++) {
        if (!dedup_index_get(self->index, i, &record, id, NULL)) {
            dedup_state_spoil(state);
            return;
        }
        dedup_state_put_record(state, &record, self->index_options.bins);
    }
    if (!dedup_report_each(self->report, FALSE, dedup_save_loss, state, NULL))
        dedup_state_spoil(state);
}

static void
dedup_print_loss(const DedupLoss *loss, gpointer data)
{
    GString *out = data;

    g_string_append_c(out, '{');
    mill_json_append_key(out, "kept");
    mill_json_append_string(out, loss->kept, -1);
    g_string_append_c(out, ',');
    mill_json_append_key(out, "dropped");
    mill_json_append_string(out, loss->document, -1);
    g_string_append_printf(out, ",\"similarity\":%u.%02u,\"identical\":%s}\n", loss->percent / 100,
                           loss->percent % 100, loss->identical ? "true" : "false");
}

static gboolean
dedup_finish(gpointer options, MillOutput *output, GError **error)
{
    Dedup *self = options;

    return dedup_report_each(self->report, TRUE, dedup_print_loss,
                             mill_output_part(output, NULL, NULL), error);
}

static void
dedup_close(gpointer options)
{
    Dedup *self = options;

    dedup_forget(self);
    dedup_text_clear(&self->text);
    g_clear_pointer(&self->step, g_free);
    g_clear_pointer(&self->index_folder, g_free);
}

static void
dedup_abandon(gpointer options)
{
    dedup_forget(options);
}

/* clang-format off */
MILL_PLUGIN(
    .name = "dedup",
    .summary = "Drop documents that are there already, or nearly",
    .role = MILL_ROLE_CORPUS,
    .options = dedup_options,
    .options_size = sizeof(Dedup),
    .file = "duplicates.jsonl",
    .configure = dedup_configure,
    .encode = dedup_encode,
    .close = dedup_close,
    .open = dedup_open,
    .admit = dedup_admit,
    .merge = dedup_merge,
    .lose = dedup_lose,
    .save = dedup_save,
    .finish = dedup_finish,
    .abandon = dedup_abandon,
)
