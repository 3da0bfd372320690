/* diff-print - changes for people. */
#include "cli/diff.h"
#include "cli/styled.h"

#include <string.h>

/* Rows and changed places of a part that are shown, unless all are; characters around a tag. */
#define SHOWN  20
#define AROUND 12
#define MINUS  "−"
#define INDENT "   "

typedef struct {
    const DiffPrinter *printer;
    StyledLine *line;
} Page;

static void
end_line(Page *self)
{
    styled_line_wrap(self->line, self->printer->stream, self->printer->colour, self->printer->width,
                     7);
}

static guint
count_shown(const Page *self, guint n)
{
    return self->printer->all ? n : MIN(n, SHOWN);
}

static void
print_rest(Page *self, guint n)
{
    if (n <= count_shown(self, n))
        return;
    styled_line_format(self->line, STYLE_DIM, INDENT "… and %u more (--all shows them)",
                       n - count_shown(self, n));
    end_line(self);
}

/* "−3 +5", of which what is nothing is left out. */
static void
add_counts(Page *self, gsize removed, gsize added)
{
    if (removed > 0)
        styled_line_format(self->line, STYLE_GONE, " " MINUS "%zu", removed);
    if (added > 0)
        styled_line_format(self->line, STYLE_COME, " +%zu", added);
}

static void
print_part(Page *self, const char *name, gsize removed, gsize added)
{
    styled_line_format(self->line, STYLE_BOLD, "  %s", name);
    add_counts(self, removed, added);
    end_line(self);
}

/* --- one document ---------------------------------------------------------------------------- */

static void
add_value(Page *self, guint style, const MillValue *value)
{
    g_autoptr(GString) json = g_string_new(NULL);

    mill_json_append_value(json, value);
    styled_line_add(self->line, style, json->str, (gssize) json->len);
}

static void
print_metadata(Page *self, const DocumentDiff *diff)
{
    if (diff->metadata->len > 0)
        print_part(self, "metadata", 0, 0);
    for (guint i = 0; i < count_shown(self, diff->metadata->len); i++) {
        const DiffMeta *meta = &g_array_index(diff->metadata, DiffMeta, i);

        styled_line_format(self->line, STYLE_PLAIN, INDENT);
        styled_line_add(self->line, STYLE_PLAIN, meta->key, -1);
        styled_line_format(self->line, STYLE_PLAIN, ": ");
        if (meta->old)
            add_value(self, STYLE_GONE, meta->old);
        else
            styled_line_format(self->line, STYLE_DIM, "(not set)");
        styled_line_format(self->line, STYLE_PLAIN, " → ");
        if (meta->new)
            add_value(self, STYLE_COME, meta->new);
        else
            styled_line_format(self->line, STYLE_DIM, "(not set)");
        end_line(self);
    }
    print_rest(self, diff->metadata->len);
}

static void
add_heading(Page *self, guint style, const ResultSection *section)
{
    styled_line_add(self->line, style, section->label, -1);
    if (*section->label && *section->title)
        styled_line_format(self->line, style, " ");
    styled_line_add(self->line, style, section->title, -1);
}

static void
print_section(Page *self, const DiffSection *section)
{
    static const char signs[] = "+-~~~";
    const ResultSection *old = section->old, *new = section->new;

    styled_line_format(self->line, STYLE_PLAIN, INDENT "%c ", signs[section->change]);
    if (!old || !new) {
        add_heading(self, old ? STYLE_GONE : STYLE_COME, old ? old : new);
        styled_line_format(self->line, STYLE_DIM, "  level %" G_GINT64_FORMAT,
                           old ? old->level : new->level);
    } else if (section->change == DIFF_RETITLED) {
        add_heading(self, STYLE_GONE, old);
        styled_line_format(self->line, STYLE_PLAIN, " → ");
        add_heading(self, STYLE_COME, new);
    } else {
        add_heading(self, STYLE_PLAIN, new);
    }
    if (old && new && old->level != new->level)
        styled_line_format(self->line, STYLE_PLAIN,
                           "  level %" G_GINT64_FORMAT " → %" G_GINT64_FORMAT, old->level,
                           new->level);
    if (old && new &&strcmp(old->kind, new->kind) != 0) {
        styled_line_format(self->line, STYLE_PLAIN, "  kind ");
        styled_line_add(self->line, STYLE_PLAIN, *old->kind ? old->kind : "(none)", -1);
        styled_line_format(self->line, STYLE_PLAIN, " → ");
        styled_line_add(self->line, STYLE_PLAIN, *new->kind ? new->kind : "(none)", -1);
    }
    end_line(self);
}

static void
print_sections(Page *self, const DocumentDiff *diff)
{
    gsize counts[DIFF_CHANGED + 1] = { 0 };

    for (guint i = 0; i < diff->sections->len; i++)
        counts[g_array_index(diff->sections, DiffSection, i).change]++;
    if (diff->sections->len > 0)
        print_part(self, "sections", counts[DIFF_REMOVED], counts[DIFF_ADDED]);
    for (guint i = 0; i < count_shown(self, diff->sections->len); i++)
        print_section(self, &g_array_index(diff->sections, DiffSection, i));
    print_rest(self, diff->sections->len);
}

/* The text around a tag, on one line. */
static void
add_context(Page *self, const Result *result, MillSpan span, guint style)
{
    const char *text = result->text;
    gsize start = span.start, end = span.end;
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    g_autofree char *tag = g_strndup(text + span.start, span.end - span.start);

    for (guint i = 0; i < AROUND && start > 0 && text[start - 1] != '\n'; i++)
        start = (gsize) (g_utf8_prev_char(text + start) - text);
    for (guint i = 0; i < AROUND && end < result->length && text[end] != '\n'; i++)
        end = (gsize) (g_utf8_next_char(text + end) - text);
    before = g_strndup(text + start, span.start - start);
    after = g_strndup(text + span.end, end - span.end);
    styled_line_format(self->line, STYLE_DIM, "  …");
    styled_line_add(self->line, STYLE_DIM, before, -1);
    styled_line_add(self->line, style, g_strdelimit(tag, "\n", ' '), -1);
    styled_line_add(self->line, STYLE_DIM, after, -1);
    styled_line_format(self->line, STYLE_DIM, "…");
}

static void
print_terms(Page *self, const DocumentDiff *diff, const char *name, const GArray *terms)
{
    gsize removed = 0, added = 0;

    for (guint i = 0; i < terms->len; i++) {
        removed += g_array_index(terms, DiffTerm, i).removed;
        added += g_array_index(terms, DiffTerm, i).added;
    }
    if (terms->len > 0)
        print_part(self, name, removed, added);
    for (guint i = 0; i < count_shown(self, terms->len); i++) {
        const DiffTerm *term = &g_array_index(terms, DiffTerm, i);

        styled_line_format(self->line, STYLE_PLAIN, INDENT);
        styled_line_add(self->line, STYLE_PLAIN, term->term, -1);
        if (*term->category) {
            styled_line_format(self->line, STYLE_DIM, " (");
            styled_line_add(self->line, STYLE_DIM, term->category, -1);
            styled_line_format(self->line, STYLE_DIM, ")");
        }
        add_counts(self, term->removed, term->added);
        if (term->new_place.end > 0)
            add_context(self, diff->new, term->new_place, STYLE_COME);
        else if (term->old_place.end > 0)
            add_context(self, diff->old, term->old_place, STYLE_GONE);
        end_line(self);
    }
    print_rest(self, terms->len);
}

static gboolean
is_field(const char *key)
{
    static const char *const places[] = { "start", "end", "origin", "section", NULL };

    return key && !g_strv_contains(places, key);
}

static gboolean
is_set(const MillValue *value)
{
    return mill_value_get_type(value) != MILL_TYPE_NULL;
}

/* The fields that are set, or, with two rows, those that differ. */
static void
add_fields(Page *self, const MillValue *row, const MillValue *other, guint style)
{
    gboolean any = FALSE;

    for (gsize i = 0; i < mill_value_get_length(row); i++) {
        const char *key = mill_value_get_key(row, i);
        const MillValue *value = mill_value_get_item(row, i);

        if (!is_field(key) ||
            (other ? mill_value_equal(value, mill_value_get(other, key)) : !is_set(value)))
            continue;
        styled_line_format(self->line, STYLE_PLAIN, any ? ", " : " ");
        styled_line_add(self->line, STYLE_PLAIN, key, -1);
        styled_line_format(self->line, STYLE_PLAIN, " ");
        add_value(self, style, value);
        any = TRUE;
    }
}

/* The fields that only one row has are in @row's list and in @other's. */
static void
print_record(Page *self, const DiffRecord *record)
{
    const MillValue *old = record->old, *new = record->new;

    styled_line_format(self->line, STYLE_PLAIN, INDENT "%c ",
                       record->change == DIFF_CHANGED ? '~'
                       : old                          ? '-'
                                                      : '+');
    styled_line_add(self->line, STYLE_PLAIN, record->kind, -1);
    styled_line_format(self->line, STYLE_PLAIN, ":");
    if (record->change != DIFF_CHANGED) {
        add_fields(self, old ? old : new, NULL, old ? STYLE_GONE : STYLE_COME);
    } else {
        add_fields(self, old, new, STYLE_GONE);
        styled_line_format(self->line, STYLE_PLAIN, " →");
        add_fields(self, new, old, STYLE_COME);
    }
    end_line(self);
}

static void
print_records(Page *self, const DocumentDiff *diff)
{
    gsize counts[DIFF_CHANGED + 1] = { 0 };

    for (guint i = 0; i < diff->records->len; i++)
        counts[g_array_index(diff->records, DiffRecord, i).change]++;
    if (diff->records->len > 0)
        print_part(self, "records", counts[DIFF_REMOVED], counts[DIFF_ADDED]);
    for (guint i = 0; i < count_shown(self, diff->records->len); i++)
        print_record(self, &g_array_index(diff->records, DiffRecord, i));
    print_rest(self, diff->records->len);
}

static void
print_remarks(Page *self, const DocumentDiff *diff)
{
    if (diff->remarks->len > 0)
        print_part(self, "remarks", 0, 0);
    for (guint i = 0; i < count_shown(self, diff->remarks->len); i++) {
        const DiffRemark *remark = &g_array_index(diff->remarks, DiffRemark, i);
        guint style = remark->added ? STYLE_COME : STYLE_GONE;

        styled_line_format(self->line, style, INDENT "%c ", remark->added ? '+' : '-');
        styled_line_add(self->line, style, result_string(remark->remark, "severity"), -1);
        styled_line_format(self->line, style, " ");
        styled_line_add(self->line, style, result_string(remark->remark, "code"), -1);
        styled_line_format(self->line, style, ": ");
        styled_line_add(self->line, style, result_string(remark->remark, "message"), -1);
        end_line(self);
    }
    print_rest(self, diff->remarks->len);
}

static void
print_text(Page *self, const DocumentDiff *diff)
{
    if (diff->hunks->len > 0)
        print_part(self, "text", diff->lines_removed, diff->lines_added);
    for (guint i = 0; i < count_shown(self, diff->hunks->len); i++)
        explain_print_hunk(self->printer->stream, diff->hunks->pdata[i], self->printer->colour,
                           self->printer->width);
    print_rest(self, diff->hunks->len);
}

static Page
page_begin(const DiffPrinter *printer, const char *id)
{
    Page page = { printer, styled_line_new() };

    fputc('\n', printer->stream);
    styled_line_add(page.line, STYLE_BOLD, id, -1);
    return page;
}

void
diff_print_only(const DiffPrinter *printer, const char *id, const char *run, const char *other,
                const MillValue *fate)
{
    Page self = page_begin(printer, id);
    const char *step = result_string(fate, "step"), *message = result_string(fate, "message");

    styled_line_format(self.line, STYLE_PLAIN, ": only in ");
    styled_line_add(self.line, STYLE_PLAIN, run, -1);
    if (fate) {
        styled_line_format(self.line, STYLE_PLAIN, "; ");
        styled_line_add(self.line, STYLE_PLAIN, result_string(fate, "outcome"), -1);
        styled_line_format(self.line, STYLE_PLAIN, " in ");
        styled_line_add(self.line, STYLE_PLAIN, other, -1);
    }
    if (*step) {
        styled_line_format(self.line, STYLE_PLAIN, " by step ");
        styled_line_add(self.line, STYLE_PLAIN, step, -1);
    }
    if (*message) {
        styled_line_format(self.line, STYLE_PLAIN, ": ");
        styled_line_add(self.line, STYLE_PLAIN, message, -1);
    }
    end_line(&self);
    styled_line_free(self.line);
}

void
diff_print_document(const DiffPrinter *printer, const DocumentDiff *diff)
{
    Page self = page_begin(printer, diff->old->id);

    if (diff->source)
        styled_line_format(self.line, STYLE_PLAIN, ": the source is another one");
    end_line(&self);
    print_metadata(&self, diff);
    print_sections(&self, diff);
    print_terms(&self, diff, "tags", diff->tags);
    print_terms(&self, diff, "keywords", diff->keywords);
    print_records(&self, diff);
    print_terms(&self, diff, "other layers", diff->layers);
    print_remarks(&self, diff);
    print_text(&self, diff);
    styled_line_free(self.line);
}

/* --- the run --------------------------------------------------------------------------------- */

static void
print_total(Page *self, const char *name, gsize documents, gsize removed, gsize added)
{
    styled_line_format(self->line, STYLE_BOLD, "  %s", name);
    styled_line_pad(self->line, 14);
    styled_line_format(self->line, STYLE_PLAIN, " %zu document%s ", documents,
                       documents == 1 ? "" : "s");
    add_counts(self, removed, added);
}

static void
add_changes(Page *self, gsize n, const char *what)
{
    if (n > 0)
        styled_line_format(self->line, STYLE_PLAIN, " %zu %s", n, what);
}

static void
print_term_totals(Page *self, const DiffTotals *totals)
{
    g_autoptr(GPtrArray) keys = diff_totals_list_terms(totals);

    for (guint i = 0; i < count_shown(self, keys->len); i++) {
        const char *key = keys->pdata[i], *category = strrchr(key, '\n') + 1;
        const DiffTotal *total = g_hash_table_lookup(totals->terms, key);

        styled_line_format(self->line, STYLE_PLAIN, "     ");
        styled_line_add(self->line, STYLE_PLAIN, key, category - 1 - key);
        if (*category) {
            styled_line_format(self->line, STYLE_DIM, " (");
            styled_line_add(self->line, STYLE_DIM, category, -1);
            styled_line_format(self->line, STYLE_DIM, ")");
        }
        add_counts(self, total->removed, total->added);
        styled_line_format(self->line, STYLE_DIM, " in %zu document%s", total->documents,
                           total->documents == 1 ? "" : "s");
        end_line(self);
    }
    print_rest(self, keys->len);
}

static void
print_parts(Page *self, const DiffTotals *totals)
{
    if (totals->source > 0) {
        print_total(self, "source", totals->source, 0, 0);
        end_line(self);
    }
    if (totals->text > 0) {
        print_total(self, "text", totals->text, totals->lines_removed, totals->lines_added);
        styled_line_format(self->line, STYLE_PLAIN, " lines");
        end_line(self);
    }
    if (totals->metadata > 0) {
        print_total(self, "metadata", totals->metadata, 0, 0);
        add_changes(self, totals->values, totals->values == 1 ? "value" : "values");
        end_line(self);
    }
    if (totals->sections > 0) {
        print_total(self, "sections", totals->sections, totals->section_changes[DIFF_REMOVED],
                    totals->section_changes[DIFF_ADDED]);
        add_changes(self, totals->section_changes[DIFF_RETITLED], "retitled");
        add_changes(self, totals->section_changes[DIFF_MOVED], "moved");
        end_line(self);
    }
    if (totals->tags > 0) {
        print_total(self, "tags", totals->tags, totals->tags_removed, totals->tags_added);
        end_line(self);
        print_term_totals(self, totals);
    }
    if (totals->keywords > 0) {
        print_total(self, "keywords", totals->keywords, totals->keywords_removed,
                    totals->keywords_added);
        end_line(self);
    }
    if (totals->records > 0) {
        print_total(self, "records", totals->records, totals->record_changes[DIFF_REMOVED],
                    totals->record_changes[DIFF_ADDED]);
        add_changes(self, totals->record_changes[DIFF_CHANGED], "changed");
        end_line(self);
    }
    if (totals->layers > 0) {
        print_total(self, "other layers", totals->layers, totals->rows_removed, totals->rows_added);
        end_line(self);
    }
    if (totals->remarks > 0) {
        print_total(self, "remarks", totals->remarks, totals->remarks_removed,
                    totals->remarks_added);
        end_line(self);
    }
}

void
diff_print_totals(const DiffPrinter *printer, const DiffTotals *totals, const char *old,
                  const char *new)
{
    const char *const names[] = { old, new };
    Page self = { printer, styled_line_new() };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        styled_line_format(self.line, i == 0 ? STYLE_GONE : STYLE_COME, "%c ", i == 0 ? '-' : '+');
        styled_line_add(self.line, STYLE_BOLD, names[i], -1);
        styled_line_format(self.line, STYLE_PLAIN, ": %zu document%s", totals->documents[i],
                           totals->documents[i] == 1 ? "" : "s");
        if (totals->only[i] > 0)
            styled_line_format(self.line, STYLE_PLAIN, ", %zu of them only here", totals->only[i]);
        end_line(&self);
    }
    styled_line_format(self.line, STYLE_PLAIN, "%zu the same, %zu changed", totals->same,
                       totals->changed);
    end_line(&self);
    print_parts(&self, totals);
    styled_line_free(self.line);
}
