/* explain-text - prints a trace for a terminal, with or without colour. */
#include "cli/cli.h"
#include "cli/explain.h"
#include "cli/styled.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Characters of a changed and of an unchanged stretch of a line that are shown. */
#define MAX_CHANGED   400
#define MAX_UNCHANGED 60

/* How it is printed. */
typedef struct {
    gboolean colour;
    gsize width; /* columns of the terminal; 0: lines stay whole, for programs */
} Look;

static void
add_stretch(StyledLine *out, guint style, const ExplainLine *line, MillSpan span, gboolean marked)
{
    g_autoptr(GString) safe = g_string_new(NULL);

    mill_terminal_append(safe, line->text->str + span.start, (gssize) (span.end - span.start),
                         marked ? MILL_TERMINAL_SPACES : 0, marked ? MAX_CHANGED : MAX_UNCHANGED);
    styled_line_format(out, style, "%s", safe->str);
}

/* Prints the line, what does not fit behind @indent spaces. */
static void
print_styled(StyledLine *line, FILE *stream, const Look *look, guint indent)
{
    if (look->width > 0)
        styled_line_wrap(line, stream, look->colour, look->width, indent);
    else
        styled_line_print(line, stream, look->colour);
}

static void
print_line(FILE *stream, const ExplainLine *line, const Look *look)
{
    g_autoptr(StyledLine) out = styled_line_new();
    gboolean gone = line->sign == '-';
    guint style = gone ? STYLE_GONE : STYLE_COME;
    gboolean brackets = !look->colour && !line->whole;
    gsize done = 0;

    styled_line_format(out, STYLE_PLAIN, "   ");
    styled_line_format(out, style, "%c ", line->sign);
    for (guint i = 0; i < line->marks->len; i++) {
        MillSpan mark = g_array_index(line->marks, MillSpan, i);

        add_stretch(out, style, line, (MillSpan){ done, mark.start }, FALSE);
        if (brackets)
            styled_line_format(out, style, "%s", gone ? "[-" : "{+");
        add_stretch(out, line->whole ? style : STYLE_MARK, line, mark, TRUE);
        if (brackets)
            styled_line_format(out, style, "%s", gone ? "-]" : "+}");
        done = mark.end;
    }
    add_stretch(out, style, line, (MillSpan){ done, line->text->len }, FALSE);
    print_styled(out, stream, look, 5);
}

void
explain_print_hunk(FILE *stream, const ExplainHunk *hunk, gboolean colour, gsize width)
{
    const Look look = { colour, width };

    fprintf(stream, "   %s@@ line %u%s\n", style_begin(STYLE_DIM, colour), hunk->line,
            style_end(colour));
    for (guint j = 0; j < hunk->lines->len; j++)
        print_line(stream, hunk->lines->pdata[j], &look);
}

static void
print_hunks(const ExplainStep *step, const Look *look)
{
    for (guint i = 0; i < step->hunks->len; i++)
        explain_print_hunk(stdout, step->hunks->pdata[i], look->colour, look->width);
    if (step->n_hunks > step->hunks->len)
        printf("   %s… and %" G_GSIZE_FORMAT " more such places (--all shows them)%s\n",
               style_begin(STYLE_DIM, look->colour), step->n_hunks - step->hunks->len,
               style_end(look->colour));
}

static void
print_text_change(const ExplainTrace *trace, const ExplainStep *step, const Look *look)
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
    print_hunks(step, look);
}

static void
print_layer(const ExplainLayer *layer, const Look *look)
{
    g_autoptr(StyledLine) line = styled_line_new();

    printf("   layer %s:", layer->name);
    if (layer->added > 0)
        printf(" %" G_GSIZE_FORMAT " added,", layer->added);
    if (layer->changed > 0)
        printf(" %" G_GSIZE_FORMAT " changed,", layer->changed);
    if (layer->removed > 0)
        printf(" %" G_GSIZE_FORMAT " removed,", layer->removed);
    printf(" %" G_GSIZE_FORMAT " in all\n", layer->total);
    for (guint i = 0; i < layer->samples->len; i++) {
        styled_line_format(line, STYLE_PLAIN, "     %s", (char *) layer->samples->pdata[i]);
        print_styled(line, stdout, look, 7);
    }
    gsize news = layer->added + layer->changed;
    if (news > layer->samples->len)
        printf("     … and %" G_GSIZE_FORMAT " more\n", news - layer->samples->len);
}

/* Prints @text behind what stands in @line; its lines after the first stand under it. */
static void
print_visible(StyledLine *line, const char *text, const Look *look)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i]; i++) {
        g_autoptr(GString) safe = g_string_new(NULL);

        mill_terminal_append(safe, lines[i], -1, 0, MAX_CHANGED);
        styled_line_format(line, STYLE_PLAIN, "%s%s", i > 0 ? "     " : "", safe->str);
        print_styled(line, stdout, look, 5);
    }
}

/* Lines of a file; tabs are what its columns are made of. */
static void
print_lines(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i]; i++) {
        g_auto(GStrv) cells = g_strsplit(lines[i], "\t", -1);
        g_autoptr(GString) out = g_string_new("     ");

        for (guint j = 0; cells[j]; j++) {
            if (j > 0)
                g_string_append_c(out, '\t');
            mill_terminal_append(out, cells[j], -1, 0, MAX_CHANGED);
        }
        puts(out->str);
    }
}

static void
print_notes(const ExplainStep *step, const Look *look)
{
    g_autoptr(StyledLine) line = styled_line_new();

    for (guint i = 0; i < step->metadata->len; i++) {
        const ExplainMeta *meta = step->metadata->pdata[i];
        g_autoptr(GString) key = g_string_new(NULL);

        mill_terminal_append(key, meta->key, -1, 0, MAX_CHANGED);
        styled_line_format(line, STYLE_PLAIN, "   metadata %s %s", key->str,
                           meta->value ? "= " : "removed");
        print_visible(line, meta->value ? meta->value : "", look);
    }
    for (guint i = 0; i < step->diagnostics->len; i++) {
        const ExplainDiagnostic *diagnostic = step->diagnostics->pdata[i];

        styled_line_format(line, STYLE_PLAIN, "   %s %s", mill_severity_name(diagnostic->severity),
                           diagnostic->code);
        if (diagnostic->line > 0)
            styled_line_format(line, STYLE_PLAIN, ", line %u", diagnostic->line);
        styled_line_format(line, STYLE_PLAIN, ": ");
        print_visible(line, diagnostic->message, look);
    }
}

/* The first lines of what becomes of a file, and how much there is in all. */
static void
print_result(const ExplainStep *step, const ExplainResult *result)
{
    printf("   %" G_GSIZE_FORMAT " bytes for %s", result->size, step->info->file);
    if (result->part) {
        g_autoptr(GString) part = g_string_new(NULL);

        mill_terminal_append(part, result->part, -1, 0, MAX_CHANGED);
        printf(", part %s", part->str);
    }
    puts("");
    if (result->start->len == 0)
        return;

    /* The last character may have been cut, and bytes need not be text. */
    g_autofree char *text = g_utf8_make_valid(result->start->str, (gssize) result->start->len);

    g_strchomp(text);
    print_lines(text);
    if (result->size > result->start->len)
        printf("     … and %" G_GSIZE_FORMAT " bytes more\n", result->size - result->start->len);
}

/* What a corpus step's encode() makes is no text, but what it remembers of a document. Of the
 * script that is tried, what files would hold is shown, too. */
static void
print_output(const ExplainStep *step)
{
    gboolean corpus = step->info->type->role == MILL_ROLE_CORPUS;
    gboolean tried = strcmp(step->info->id, "try") == 0;

    if (corpus)
        printf("   %" G_GSIZE_FORMAT " bytes to remember for %s\n", step->bytes_out,
               step->info->file);
    else if (!tried || step->results->len == 0)
        printf("   %" G_GSIZE_FORMAT " bytes for %s\n", step->bytes_out, step->info->file);
    if (corpus && tried)
        puts("   of this document alone, finish() makes:");
    for (guint i = 0; i < step->results->len && tried; i++)
        print_result(step, step->results->pdata[i]);
}

static gboolean
did_nothing(const ExplainStep *step)
{
    return step->n_changes == 0 && step->layers->len == 0 && step->metadata->len == 0 &&
           step->diagnostics->len == 0 && step->verdict == MILL_KEEP;
}

static void
print_step(const ExplainTrace *trace, guint index, const Look *look)
{
    const ExplainStep *step = trace->steps->pdata[index];
    g_autofree char *time = cli_format_time(step->nanoseconds);
    guint role = step->info->type->role;

    printf("%s%u. %s%s (%s)", style_begin(STYLE_BOLD, look->colour), index + 1, step->info->id,
           style_end(look->colour), cli_role_name(step->info->type));
    if (!step->ran) {
        puts(": not run");
        return;
    }
    printf("  %s\n", time);
    print_text_change(trace, step, look);
    for (guint i = 0; i < step->layers->len; i++)
        print_layer(step->layers->pdata[i], look);
    print_notes(step, look);
    if (role >= MILL_ROLE_WRITER)
        print_output(step);
    else if (role == MILL_ROLE_STAGE && did_nothing(step))
        puts("   changed nothing");
}

static void
print_end(const ExplainTrace *trace, const Look *look)
{
    const char *step = mill_document_get_step(trace->document);
    g_autoptr(StyledLine) line = styled_line_new();
    const char *reason;

    if (trace->verdict == MILL_KEEP)
        return;
    puts("");
    styled_line_format(line, STYLE_BOLD,
                       "%s by step '%s':", trace->verdict == MILL_DROP ? "Dropped" : "Failed",
                       step ? step : "?");
    styled_line_format(line, STYLE_PLAIN, " ");
    reason = trace->verdict == MILL_DROP ? mill_document_get_drop_reason(trace->document)
                                         : trace->error->message;
    print_visible(line, reason ? reason : "no reason given", look);
}

void
explain_print_text(const ExplainTrace *trace, const char *only, gboolean colour)
{
    const Look look = { colour, isatty(fileno(stdout)) ? cli_get_width(stdout) : 0 };

    for (guint i = 0; i < trace->steps->len; i++) {
        const ExplainStep *step = trace->steps->pdata[i];
        if (!only || strcmp(only, step->info->id) == 0)
            print_step(trace, i, &look);
    }
    print_end(trace, &look);
}
