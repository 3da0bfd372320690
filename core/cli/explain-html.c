/* explain-html - prints a trace as one page that needs nothing else: no script, no network. */
#include "cli/cli.h"
#include "cli/explain.h"
#include "cli/files.h"

#include <stdio.h>
#include <string.h>

/* Characters of a stretch of a line that are shown. */
#define MAX_CHANGED   4000
#define MAX_UNCHANGED 120

static void
put_escaped(const char *text, gsize length)
{
    g_autofree char *escaped = g_markup_escape_text(text, (gssize) length);

    fputs(escaped, stdout);
}

/* Every text of the document goes through here. */
static void
put_visible(const char *text, gsize length, gboolean marked, guint max)
{
    g_autoptr(GString) visible = g_string_new(NULL);

    mill_terminal_append(visible, text, (gssize) length, marked ? MILL_TERMINAL_SPACES : 0, max);
    put_escaped(visible->str, visible->len);
}

static void
put_string(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i]; i++) {
        if (i > 0)
            fputs("<br>", stdout);
        put_visible(lines[i], -1, 0, MAX_CHANGED);
    }
}

static void
put_line(const ExplainLine *line)
{
    const char *element = line->sign == '-' ? "del" : "ins";
    gsize done = 0;

    printf("<div class=\"%s\">", element);
    for (guint i = 0; i < line->marks->len; i++) {
        MillSpan mark = g_array_index(line->marks, MillSpan, i);
        put_visible(line->text->str + done, mark.start - done, FALSE, MAX_UNCHANGED);
        printf("<%s>", element);
        put_visible(line->text->str + mark.start, mark.end - mark.start, TRUE, MAX_CHANGED);
        printf("</%s>", element);
        done = mark.end;
    }
    put_visible(line->text->str + done, line->text->len - done, FALSE, MAX_UNCHANGED);
    puts("</div>");
}

static void
put_hunks(const ExplainStep *step)
{
    if (step->n_changes == 0)
        return;
    printf("<p>Text: %" G_GSIZE_FORMAT " bytes became %" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT
           " change%s.</p>\n",
           step->text_before, step->text_after, step->n_changes, step->n_changes == 1 ? "" : "s");
    if (step->hunks->len == 0)
        return;
    puts("<div class=\"diff\">");
    for (guint i = 0; i < step->hunks->len; i++) {
        const ExplainHunk *hunk = step->hunks->pdata[i];
        printf("<h3>line %u</h3>\n", hunk->line);
        for (guint j = 0; j < hunk->lines->len; j++)
            put_line(hunk->lines->pdata[j]);
    }
    puts("</div>");
    if (step->n_hunks > step->hunks->len)
        printf("<p>… and %" G_GSIZE_FORMAT " more such places (--all shows them).</p>\n",
               step->n_hunks - step->hunks->len);
}

static void
put_layers(const ExplainStep *step)
{
    for (guint i = 0; i < step->layers->len; i++) {
        const ExplainLayer *layer = step->layers->pdata[i];
        fputs("<details open><summary>Layer ", stdout);
        put_string(layer->name);
        printf(": %" G_GSIZE_FORMAT " added, %" G_GSIZE_FORMAT " changed, %" G_GSIZE_FORMAT
               " removed, %" G_GSIZE_FORMAT " in all</summary>\n<ul>\n",
               layer->added, layer->changed, layer->removed, layer->total);
        for (guint j = 0; j < layer->samples->len; j++) {
            fputs("<li>", stdout);
            put_string(layer->samples->pdata[j]);
            puts("</li>");
        }
        puts("</ul></details>");
    }
}

static void
put_notes(const ExplainStep *step)
{
    if (step->metadata->len > 0)
        puts("<table><tr><th>Metadata</th><th>Value</th></tr>");
    for (guint i = 0; i < step->metadata->len; i++) {
        const ExplainMeta *meta = step->metadata->pdata[i];
        fputs("<tr><td>", stdout);
        put_string(meta->key);
        fputs("</td><td>", stdout);
        put_string(meta->value ? meta->value : "(removed)");
        puts("</td></tr>");
    }
    if (step->metadata->len > 0)
        puts("</table>");
    for (guint i = 0; i < step->diagnostics->len; i++) {
        const ExplainDiagnostic *diagnostic = step->diagnostics->pdata[i];
        const char *severity = mill_severity_name(diagnostic->severity);
        printf("<p class=\"%s\"><strong>%s</strong> ", severity, severity);
        put_string(diagnostic->code);
        if (diagnostic->line > 0)
            printf(", line %u", diagnostic->line);
        fputs(": ", stdout);
        put_string(diagnostic->message);
        puts("</p>");
    }
}

static void
put_step(const ExplainStep *step, guint number)
{
    g_autofree char *time = cli_format_time(step->nanoseconds);

    printf("<section><h2>%u. ", number);
    put_string(step->info->id);
    printf(" <small>%s, %s</small></h2>\n", cli_role_name(step->info->type),
           step->ran ? time : "not run");
    if (step->info->type->role >= MILL_ROLE_WRITER && step->ran) {
        printf("<p>%" G_GSIZE_FORMAT " bytes for ", step->bytes_out);
        put_string(step->info->file);
        puts(".</p>");
    }
    put_hunks(step);
    put_layers(step);
    put_notes(step);
    puts("</section>");
}

static void
put_end(const ExplainTrace *trace)
{
    const char *step = mill_document_get_step(trace->document);

    if (trace->verdict == MILL_KEEP)
        return;
    const char *reason = trace->verdict == MILL_DROP
                             ? mill_document_get_drop_reason(trace->document)
                             : trace->error->message;
    printf("<p class=\"error\"><strong>%s</strong> by step ",
           trace->verdict == MILL_DROP ? "Dropped" : "Failed");
    put_string(step ? step : "?");
    fputs(": ", stdout);
    put_string(reason ? reason : "no reason given");
    puts("</p>");
}

void
explain_print_html(const ExplainTrace *trace, const char *only)
{
    puts("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
         "'unsafe-inline'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    fputs("<title>", stdout);
    put_string(mill_document_get_id(trace->document));
    puts(" - textmill explain</title>\n<style>");
    fputs(cli_file_find("explain.css"), stdout);
    fputs("</style>\n</head>\n<body>\n<main>\n<h1>", stdout);
    put_string(mill_document_get_id(trace->document));
    fputs("</h1>\n<p>What each step of ", stdout);
    put_string(mill_pipeline_get_path(trace->pipeline));
    puts(" did to it.</p>");
    for (guint i = 0; i < trace->steps->len; i++) {
        const ExplainStep *step = trace->steps->pdata[i];
        if (!only || strcmp(only, step->info->id) == 0)
            put_step(step, i + 1);
    }
    put_end(trace);
    puts("</main>\n</body>\n</html>");
}
