/* diff-document - compares two results of one document. */
#include "cli/diff.h"

#include <string.h>

const char *const diff_change_names[] = { "added", "removed", "retitled", "moved", "changed" };

static gboolean
is_other_source(const Result *old, const Result *new)
{
    const char *a = result_string(mill_value_get(old->root, "source"), "sha256");
    const char *b = result_string(mill_value_get(new->root, "source"), "sha256");

    return *a == '\0' || strcmp(a, b) != 0;
}

static void
diff_metadata(DocumentDiff *self)
{
    const MillValue *old = mill_value_get(self->old->root, "metadata");
    const MillValue *new = mill_value_get(self->new->root, "metadata");

    for (gsize i = 0; i < mill_value_get_length(old); i++) {
        const char *key = mill_value_get_key(old, i);
        DiffMeta meta = { key, mill_value_get_item(old, i), key ? mill_value_get(new, key) : NULL };

        if (key && (!meta.new || !mill_value_equal(meta.old, meta.new)))
            g_array_append_val(self->metadata, meta);
    }
    for (gsize i = 0; i < mill_value_get_length(new); i++) {
        const char *key = mill_value_get_key(new, i);
        DiffMeta meta = { key, NULL, mill_value_get_item(new, i) };

        if (key && !mill_value_get(old, key))
            g_array_append_val(self->metadata, meta);
    }
}

static char *
remark_key(const MillValue *remark)
{
    return g_strjoin("\n", result_string(remark, "severity"), result_string(remark, "code"),
                     result_string(remark, "message"), NULL);
}

/* Adds the remarks of @these that @others has not as often. */
static void
add_remarks(DocumentDiff *self, const Result *these, const Result *others, gboolean added)
{
    const MillValue *mine = mill_value_get(these->root, "diagnostics");
    const MillValue *theirs = mill_value_get(others->root, "diagnostics");
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (gsize i = 0; i < mill_value_get_length(theirs); i++) {
        char *key = remark_key(mill_value_get_item(theirs, i));
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));

        g_hash_table_replace(counts, key, GUINT_TO_POINTER(count + 1));
    }
    for (gsize i = 0; i < mill_value_get_length(mine); i++) {
        DiffRemark remark = { mill_value_get_item(mine, i), added };
        char *key = remark_key(remark.remark);
        guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));

        if (count == 0)
            g_array_append_val(self->remarks, remark);
        if (count > 0)
            g_hash_table_replace(counts, key, GUINT_TO_POINTER(count - 1));
        else
            g_free(key);
    }
}

void
diff_append_place(const DocumentDiff *self, GString *key, const MillValue *row)
{
    MillSpan origin;

    if (!self->source && result_origin(row, &origin))
        g_string_append_printf(key, "\n%zu-%zu", origin.start, origin.end);
}

DocumentDiff *
diff_documents(const Result *old, const Result *new)
{
    DocumentDiff *self = g_new0(DocumentDiff, 1);

    self->old = old;
    self->new = new;
    self->source = is_other_source(old, new);
    self->metadata = g_array_new(FALSE, FALSE, sizeof(DiffMeta));
    self->sections = g_array_new(FALSE, FALSE, sizeof(DiffSection));
    self->tags = g_array_new(FALSE, FALSE, sizeof(DiffTerm));
    self->keywords = g_array_new(FALSE, FALSE, sizeof(DiffTerm));
    self->records = g_array_new(FALSE, FALSE, sizeof(DiffRecord));
    self->layers = g_array_new(FALSE, FALSE, sizeof(DiffTerm));
    self->remarks = g_array_new(FALSE, FALSE, sizeof(DiffRemark));
    self->hunks = g_ptr_array_new_with_free_func(explain_hunk_free);
    diff_metadata(self);
    diff_text(self);
    diff_sections(self);
    diff_terms(self);
    diff_records(self);
    add_remarks(self, old, new, FALSE);
    add_remarks(self, new, old, TRUE);
    return self;
}

void
diff_free(DocumentDiff *self)
{
    if (!self)
        return;
    g_array_unref(self->metadata);
    g_array_unref(self->sections);
    g_array_unref(self->tags);
    g_array_unref(self->keywords);
    g_array_unref(self->records);
    g_array_unref(self->layers);
    g_array_unref(self->remarks);
    g_ptr_array_unref(self->hunks);
    g_free(self);
}

gboolean
diff_is_empty(const DocumentDiff *self)
{
    const char *a = result_string(mill_value_get(self->old->root, "source"), "sha256");
    const char *b = result_string(mill_value_get(self->new->root, "source"), "sha256");

    return strcmp(a, b) == 0 && self->metadata->len == 0 && self->sections->len == 0 &&
           self->tags->len == 0 && self->keywords->len == 0 && self->records->len == 0 &&
           self->layers->len == 0 && self->remarks->len == 0 && self->hunks->len == 0;
}
