/* explain-text - prints a trace for a terminal, with or without colour. */
#include "cli/cli.h"
#include "cli/explain.h"

#include <stdio.h>
#include <string.h>

/* Characters of a changed and of an unchanged stretch of a line that are shown. */
#define MAX_CHANGED   400
#define MAX_UNCHANGED 60

typedef struct {
    const char *bold, *gone, *come, *mark, *dim, *end;
} Palette;

static const Palette plain = { "", "", "", "", "", "" };
static const Palette ansi = { "\033[1m", "\033[31m", "\033[32m", "\033[7m", "\033[2m", "\033[0m" };

static void
append_stretch(GString *out, const ExplainLine *line, gsize start, gsize end, gboolean marked)
{
    mill_terminal_append(out, line->text->str + start, (gssize) (end - start),
                         marked ? MILL_TERMINAL_SPACES : 0, marked ? MAX_CHANGED : MAX_UNCHANGED);
}

/* Without colour the changed parts of a line stand in [-…-] or {+…+}, as wdiff does it. */
static void
print_line(const ExplainLine *line, const Palette *colours)
{
    g_autoptr(GString) out = g_string_new(NULL);
    gboolean gone = line->sign == '-';
    const char *colour = gone ? colours->gone : colours->come;
    gboolean brackets = colours == &plain && !line->whole;
    gsize done = 0;

    for (guint i = 0; i < line->marks->len; i++) {
        MillSpan mark = g_array_index(line->marks, MillSpan, i);
        append_stretch(out, line, done, mark.start, FALSE);
        if (!line->whole)
            g_string_append(out, brackets ? (gone ? "[-" : "{+") : colours->mark);
        append_stretch(out, line, mark.start, mark.end, TRUE);
        if (brackets)
            g_string_append(out, gone ? "-]" : "+}");
        else if (!line->whole)
            g_string_append_printf(out, "%s%s", colours->end, colour);
        done = mark.end;
    }
    append_stretch(out, line, done, line->text->len, FALSE);
    printf("   %s%c %s%s\n", colour, line->sign, out->str, colours->end);
}

static void
print_hunks(const ExplainStep *step, const Palette *colours)
{
    for (guint i = 0; i < step->hunks->len; i++) {
        const ExplainHunk *hunk = step->hunks->pdata[i];
        printf("   %s@@ line %u%s\n", colours->dim, hunk->line, colours->end);
        for (guint j = 0; j < hunk->lines->len; j++)
            print_line(hunk->lines->pdata[j], colours);
    }
    if (step->n_hunks > step->hunks->len)
        printf("   %s… and %" G_GSIZE_FORMAT " more such places (--all shows them)%s\n",
               colours->dim, step->n_hunks - step->hunks->len, colours->end);
}

static void
print_text_change(const ExplainTrace *trace, const ExplainStep *step, const Palette *colours)
{
    if (step->info->type->role == MILL_ROLE_READER) {
        GBytes *source = mill_document_get_source(trace->document);
        const char *encoding = mill_document_get_encoding(trace->document);
        printf("   %" G_GSIZE_FORMAT " bytes%s%s became %" G_GSIZE_FORMAT " bytes of text\n",
               g_bytes_get_size(source), encoding ? " of " : "", encoding ? encoding : "",
               step->text_after);
        return;
    }
    if (step->n_changes == 0)
        return;
    printf("   text: %" G_GSIZE_FORMAT " bytes became %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT
           " change%s\n",
           step->text_before, step->text_after, step->n_changes, step->n_changes == 1 ? "" : "s");
    print_hunks(step, colours);
}

static void
print_layer(const ExplainLayer *layer)
{
    printf("   layer %s:", layer->name);
    if (layer->added > 0)
        printf(" %" G_GSIZE_FORMAT " added,", layer->added);
    if (layer->changed > 0)
        printf(" %" G_GSIZE_FORMAT " changed,", layer->changed);
    if (layer->removed > 0)
        printf(" %" G_GSIZE_FORMAT " removed,", layer->removed);
    printf(" %" G_GSIZE_FORMAT " in all\n", layer->total);
    for (guint i = 0; i < layer->samples->len; i++)
        printf("     %s\n", (char *) layer->samples->pdata[i]);
    gsize news = layer->added + layer->changed;
    if (news > layer->samples->len)
        printf("     … and %" G_GSIZE_FORMAT " more\n", news - layer->samples->len);
}

/* Lines after the first stand under it. */
static void
print_visible(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i]; i++) {
        g_autoptr(GString) out = g_string_new(i > 0 ? "     " : NULL);
        mill_terminal_append(out, lines[i], -1, 0, MAX_CHANGED);
        puts(out->str);
    }
}

static void
print_notes(const ExplainStep *step)
{
    for (guint i = 0; i < step->metadata->len; i++) {
        const ExplainMeta *meta = step->metadata->pdata[i];
        g_autoptr(GString) key = g_string_new(NULL);

        mill_terminal_append(key, meta->key, -1, 0, MAX_CHANGED);
        printf("   metadata %s ", key->str);
        fputs(meta->value ? "= " : "removed", stdout);
        print_visible(meta->value ? meta->value : "");
    }
    for (guint i = 0; i < step->diagnostics->len; i++) {
        const ExplainDiagnostic *diagnostic = step->diagnostics->pdata[i];
        printf("   %s %s", mill_severity_name(diagnostic->severity), diagnostic->code);
        if (diagnostic->line > 0)
            printf(", line %u", diagnostic->line);
        fputs(": ", stdout);
        print_visible(diagnostic->message);
    }
}

static gboolean
did_nothing(const ExplainStep *step)
{
    return step->n_changes == 0 && step->layers->len == 0 && step->metadata->len == 0 &&
           step->diagnostics->len == 0 && step->verdict == MILL_KEEP;
}

static void
print_step(const ExplainTrace *trace, guint index, const Palette *colours)
{
    const ExplainStep *step = trace->steps->pdata[index];
    g_autofree char *time = cli_format_time(step->nanoseconds);
    guint role = step->info->type->role;

    printf("%s%u. %s%s (%s)", colours->bold, index + 1, step->info->id, colours->end,
           cli_role_name(step->info->type));
    if (!step->ran) {
        puts(": not run");
        return;
    }
    printf("  %s\n", time);
    print_text_change(trace, step, colours);
    for (guint i = 0; i < step->layers->len; i++)
        print_layer(step->layers->pdata[i]);
    print_notes(step);
    if (role >= MILL_ROLE_WRITER)
        printf("   %" G_GSIZE_FORMAT " bytes for %s\n", step->bytes_out, step->info->file);
    else if (role == MILL_ROLE_STAGE && did_nothing(step))
        puts("   changed nothing");
}

static void
print_end(const ExplainTrace *trace, const Palette *colours)
{
    const char *step = mill_document_get_step(trace->document);

    if (trace->verdict == MILL_KEEP)
        return;
    printf("\n%s%s by step '%s':%s ", colours->bold,
           trace->verdict == MILL_DROP ? "Dropped" : "Failed", step ? step : "?", colours->end);
    const char *reason = trace->verdict == MILL_DROP
                             ? mill_document_get_drop_reason(trace->document)
                             : trace->error->message;
    print_visible(reason ? reason : "no reason given");
}

void
explain_print_text(const ExplainTrace *trace, const char *only, gboolean colour)
{
    const Palette *colours = colour ? &ansi : &plain;

    for (guint i = 0; i < trace->steps->len; i++) {
        const ExplainStep *step = trace->steps->pdata[i];
        if (!only || strcmp(only, step->info->id) == 0)
            print_step(trace, i, colours);
    }
    print_end(trace, colours);
}
