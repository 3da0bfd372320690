/* diff-json - changes for programs. */
#include "cli/diff.h"

#include <string.h>

static void
append_string(GString *json, const char *key, const char *string)
{
    mill_json_append_key(json, key);
    mill_json_append_string(json, string, -1);
}

static void
append_value(GString *json, const char *key, const MillValue *value)
{
    mill_json_append_key(json, key);
    mill_json_append_value(json, value);
}

/* Begins a list of objects, or its next one. */
static void
next(GString *json, guint i)
{
    g_string_append_c(json, i > 0 ? ',' : '[');
}

static void
end(GString *json, guint n)
{
    g_string_append(json, n > 0 ? "]" : "[]");
}

static void
append_section(GString *json, const char *key, const ResultSection *section)
{
    mill_json_append_key(json, key);
    if (!section) {
        g_string_append(json, "null");
        return;
    }
    g_string_append_c(json, '{');
    append_string(json, "label", section->label);
    g_string_append_c(json, ',');
    append_string(json, "title", section->title);
    g_string_append_c(json, ',');
    append_string(json, "kind", section->kind);
    g_string_append_printf(
        json, ",\"level\":%" G_GINT64_FORMAT ",\"origin\":{\"start\":%zu,\"end\":%zu}}",
        section->level, section->origin.start, section->origin.end);
}

static void
append_terms(GString *json, const char *key, const char *name, const GArray *terms)
{
    mill_json_append_key(json, key);
    for (guint i = 0; i < terms->len; i++) {
        const DiffTerm *term = &g_array_index(terms, DiffTerm, i);

        next(json, i);
        g_string_append_c(json, '{');
        append_string(json, name, term->term);
        if (strcmp(key, "tags") == 0) {
            g_string_append_c(json, ',');
            append_string(json, "category", term->category);
        }
        g_string_append_printf(json, ",\"removed\":%zu,\"added\":%zu}", term->removed, term->added);
    }
    end(json, terms->len);
}

static void
append_metadata(GString *json, const DocumentDiff *diff)
{
    mill_json_append_key(json, "metadata");
    for (guint i = 0; i < diff->metadata->len; i++) {
        const DiffMeta *meta = &g_array_index(diff->metadata, DiffMeta, i);

        next(json, i);
        g_string_append_c(json, '{');
        append_string(json, "key", meta->key);
        g_string_append_c(json, ',');
        append_value(json, "old", meta->old);
        g_string_append_c(json, ',');
        append_value(json, "new", meta->new);
        g_string_append_c(json, '}');
    }
    end(json, diff->metadata->len);
}

static void
append_sections(GString *json, const DocumentDiff *diff)
{
    mill_json_append_key(json, "sections");
    for (guint i = 0; i < diff->sections->len; i++) {
        const DiffSection *section = &g_array_index(diff->sections, DiffSection, i);

        next(json, i);
        g_string_append_c(json, '{');
        append_string(json, "change", diff_change_names[section->change]);
        g_string_append_c(json, ',');
        append_section(json, "old", section->old);
        g_string_append_c(json, ',');
        append_section(json, "new", section->new);
        g_string_append_c(json, '}');
    }
    end(json, diff->sections->len);
}

static void
append_records(GString *json, const DocumentDiff *diff)
{
    mill_json_append_key(json, "records");
    for (guint i = 0; i < diff->records->len; i++) {
        const DiffRecord *record = &g_array_index(diff->records, DiffRecord, i);

        next(json, i);
        g_string_append_c(json, '{');
        append_string(json, "kind", record->kind);
        g_string_append_c(json, ',');
        append_string(json, "change", diff_change_names[record->change]);
        g_string_append_c(json, ',');
        append_value(json, "old", record->old);
        g_string_append_c(json, ',');
        append_value(json, "new", record->new);
        g_string_append_c(json, '}');
    }
    end(json, diff->records->len);
}

static void
append_remarks(GString *json, const DocumentDiff *diff)
{
    mill_json_append_key(json, "remarks");
    for (guint i = 0; i < diff->remarks->len; i++) {
        const DiffRemark *remark = &g_array_index(diff->remarks, DiffRemark, i);

        next(json, i);
        g_string_append_c(json, '{');
        append_string(json, "change", remark->added ? "added" : "removed");
        g_string_append_c(json, ',');
        append_value(json, "remark", remark->remark);
        g_string_append_c(json, '}');
    }
    end(json, diff->remarks->len);
}

static void
append_lines(GString *json, const ExplainHunk *hunk, char sign)
{
    guint n = 0;

    for (guint i = 0; i < hunk->lines->len; i++) {
        const ExplainLine *line = hunk->lines->pdata[i];

        if (line->sign != sign)
            continue;
        next(json, n++);
        mill_json_append_string(json, line->text->str, (gssize) line->text->len);
    }
    end(json, n);
}

static void
append_hunks(GString *json, const DocumentDiff *diff)
{
    mill_json_append_key(json, "text");
    for (guint i = 0; i < diff->hunks->len; i++) {
        const ExplainHunk *hunk = diff->hunks->pdata[i];

        next(json, i);
        g_string_append_printf(json, "{\"line\":%u,\"old\":", hunk->line);
        append_lines(json, hunk, '-');
        g_string_append(json, ",\"new\":");
        append_lines(json, hunk, '+');
        g_string_append_c(json, '}');
    }
    end(json, diff->hunks->len);
}

void
diff_json_only(GString *json, const char *id, const char *side, const MillValue *fate)
{
    static const char *const keys[] = { "outcome", "step", "code", "message" };

    g_string_append_c(json, '{');
    append_string(json, "document", id);
    g_string_append_c(json, ',');
    append_string(json, "change", side);
    for (guint i = 0; fate && i < G_N_ELEMENTS(keys); i++) {
        g_string_append_c(json, ',');
        append_value(json, keys[i], mill_value_get(fate, keys[i]));
    }
    g_string_append_c(json, '}');
}

void
diff_json_document(GString *json, const DocumentDiff *diff)
{
    g_string_append_c(json, '{');
    append_string(json, "document", diff->old->id);
    g_string_append(json, ",\"change\":\"changed\",\"source\":");
    g_string_append(json, diff->source ? "true," : "false,");
    append_metadata(json, diff);
    g_string_append_c(json, ',');
    append_sections(json, diff);
    g_string_append_c(json, ',');
    append_terms(json, "tags", "term", diff->tags);
    g_string_append_c(json, ',');
    append_terms(json, "keywords", "term", diff->keywords);
    g_string_append_c(json, ',');
    append_records(json, diff);
    g_string_append_c(json, ',');
    append_terms(json, "layers", "layer", diff->layers);
    g_string_append_c(json, ',');
    append_remarks(json, diff);
    g_string_append_c(json, ',');
    append_hunks(json, diff);
    g_string_append_c(json, '}');
}

static void
append_term_totals(GString *json, const DiffTotals *totals)
{
    g_autoptr(GPtrArray) keys = diff_totals_list_terms(totals);

    mill_json_append_key(json, "terms");
    for (guint i = 0; i < keys->len; i++) {
        const char *key = keys->pdata[i], *category = strrchr(key, '\n') + 1;
        const DiffTotal *total = g_hash_table_lookup(totals->terms, key);

        next(json, i);
        g_string_append(json, "{\"term\":");
        mill_json_append_string(json, key, category - 1 - key);
        g_string_append_c(json, ',');
        append_string(json, "category", category);
        g_string_append_printf(json, ",\"removed\":%zu,\"added\":%zu,\"documents\":%zu}",
                               total->removed, total->added, total->documents);
    }
    end(json, keys->len);
}

void
diff_json_totals(GString *json, const DiffTotals *totals)
{
    const struct {
        const char *name;
        gsize count;
    } counts[] = {
        { "old_documents", totals->documents[0] },
        { "new_documents", totals->documents[1] },
        { "removed", totals->only[0] },
        { "added", totals->only[1] },
        { "same", totals->same },
        { "changed", totals->changed },
        { "lines_removed", totals->lines_removed },
        { "lines_added", totals->lines_added },
        { "values_changed", totals->values },
        { "sections_removed", totals->section_changes[DIFF_REMOVED] },
        { "sections_added", totals->section_changes[DIFF_ADDED] },
        { "sections_retitled", totals->section_changes[DIFF_RETITLED] },
        { "sections_moved", totals->section_changes[DIFF_MOVED] },
        { "tags_removed", totals->tags_removed },
        { "tags_added", totals->tags_added },
        { "keywords_removed", totals->keywords_removed },
        { "keywords_added", totals->keywords_added },
        { "records_removed", totals->record_changes[DIFF_REMOVED] },
        { "records_added", totals->record_changes[DIFF_ADDED] },
        { "records_changed", totals->record_changes[DIFF_CHANGED] },
    };

    g_string_append_c(json, '{');
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++)
        g_string_append_printf(json, "\"%s\":%zu,", counts[i].name, counts[i].count);
    append_term_totals(json, totals);
    g_string_append_c(json, '}');
}
