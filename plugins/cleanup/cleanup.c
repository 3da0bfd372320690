/* cleanup - make a text regular, and take away what is not the document's.
 *
 * Two passes. The first concerns characters: line breaks, byte order marks, control and invisible
 * characters, Unicode normal form, white space, full-width forms. The second concerns lines:
 * boilerplate (packs of patterns, see README.md), repeated lines, blank lines. A pass that finds
 * nothing to change costs one scan and no memory. What was changed is counted in one diagnostic a
 * document.
 */
#include <string.h>

#include <textmill/plugin.h>

#include "boilerplate.h"
#include "characters.h"

/* NFC again, after an invisible character between letter and accent was dropped. */
#define PASSES_MAX 3

static const char *const newline_choices[] = { "lf", "keep", NULL };
static const char *const unicode_choices[] = { "nfc", "nfkc", "none", NULL };
static const char *const whitespace_choices[] = { "collapse", "trim", "keep", NULL };
static const char *const indent_choices[] = { "drop-wide", "drop", "keep", NULL };
static const char *const width_choices[] = { "keep", "alnum", "ascii", NULL };
static const char *const headline_choices[] = { "keep", "drop", NULL };

typedef struct {
    gint newlines;
    gboolean bom;
    gboolean controls;
    gboolean zero_width;
    gint unicode;
    gint whitespace;
    gint indent;
    gint width;
    gboolean adjacent_lines;
    gint64 repeated_lines;
    gint64 blank_runs;
    const char *const *boilerplate;
    const MillValue *patterns;
    gint headline;
    /* The step's own. */
    CharacterRules rules;
    PatternSet *pattern_set; /* NULL: no boilerplate */
} Cleanup;

static const MillOption cleanup_options[] = {
    MILL_OPTION_CHOICE(Cleanup, newlines, 0, newline_choices,
                       "make all line breaks (CR LF, CR, U+2028, form feed, …) line feeds"),
    MILL_OPTION_BOOL(Cleanup, bom, TRUE, "drop a byte order mark at the start"),
    MILL_OPTION_BOOL(Cleanup, controls, TRUE, "drop control characters and terminal colours"),
    MILL_OPTION_BOOL(Cleanup, zero_width, TRUE, "drop invisible characters and soft hyphens"),
    MILL_OPTION_CHOICE(Cleanup, unicode, UNICODE_NFC, unicode_choices, "Unicode normal form"),
    MILL_OPTION_CHOICE(Cleanup, whitespace, SPACES_COLLAPSE, whitespace_choices,
                       "collapse runs of spaces and trim line ends, only trim, or keep all"),
    MILL_OPTION_CHOICE(Cleanup, indent, INDENT_WIDE, indent_choices,
                       "spaces a line begins with: drop-wide drops those with U+3000 or the like"),
    MILL_OPTION_CHOICE(Cleanup, width, WIDTH_KEEP, width_choices,
                       "full-width letters and digits (alnum), or all of ASCII, to half-width"),
    MILL_OPTION_BOOL(Cleanup, adjacent_lines, FALSE, "drop a line that equals the one before it"),
    MILL_OPTION_INT(Cleanup, repeated_lines, 0, 0, G_MAXINT32,
                    "drop short lines that occur so often (page heads and numbers); 0: never"),
    MILL_OPTION_INT(Cleanup, blank_runs, 1, -1, G_MAXINT32,
                    "blank lines to leave in a row; -1: all"),
    MILL_OPTION_LIST(Cleanup, boilerplate, NULL, NULL,
                     "packs of boilerplate patterns: names of shipped ones, or paths"),
    MILL_OPTION_VALUE(Cleanup, patterns, "boilerplate patterns of your own, as in a pack"),
    MILL_OPTION_CHOICE(Cleanup, headline, 0, headline_choices,
                       "the line that became the title in the metadata: keep or drop it"),
    MILL_OPTIONS_END,
};

static gboolean
cleanup_configure(gpointer self, MillContext *context, GError **error)
{
    Cleanup *cleanup = self;

    cleanup->rules = (CharacterRules){
        .newlines = cleanup->newlines == 0,
        .bom = cleanup->bom,
        .controls = cleanup->controls,
        .zero_width = cleanup->zero_width,
        .spaces = (Spaces) cleanup->whitespace,
        .indent = (Indent) cleanup->indent,
        .width = (Width) cleanup->width,
        .form = (UnicodeForm) cleanup->unicode,
    };
    characters_prepare(&cleanup->rules);
    if (!cleanup->boilerplate[0] && !cleanup->patterns)
        return TRUE;
    cleanup->pattern_set = pattern_set_new(cleanup->boilerplate, cleanup->patterns, context);
    return cleanup->pattern_set != NULL;
}

static void
cleanup_close(gpointer self)
{
    pattern_set_free(((Cleanup *) self)->pattern_set);
}

static gboolean
cleanup_characters(const Cleanup *self, MillDocument *document, CharacterCounts *counts,
                   GError **error)
{
    gboolean again = TRUE;

    for (guint pass = 0; again && pass < PASSES_MAX; pass++) {
        g_autoptr(MillEdit) edit = mill_edit_new(document);
        gsize length;
        const char *text = mill_document_get_text(document, &length);

        again = characters_clean(&self->rules, edit, text, length, counts);
        if (!mill_edit_apply(edit, error))
            return FALSE;
    }
    return TRUE;
}

/* Lines that a pass dropped, by reason: names of patterns, with their counts. */
static GPtrArray *
cleanup_count_drops(const Lines *lines, GArray *counts)
{
    GPtrArray *reasons = g_ptr_array_new();

    for (guint i = 0; i < lines->lines->len; i++) {
        const char *drop = lines_at(lines, i)->drop;
        guint place = 0;

        if (!drop)
            continue;
        while (place < reasons->len && strcmp(g_ptr_array_index(reasons, place), drop) != 0)
            place++;
        if (place == reasons->len) {
            g_ptr_array_add(reasons, (gpointer) drop);
            g_array_set_size(counts, reasons->len);
        }
        g_array_index(counts, gsize, place)++;
    }
    return reasons;
}

/* The report, which a clean document does not need. */
static GString *
report_begin(GString **report)
{
    if (!*report)
        *report = g_string_new(NULL);
    return *report;
}

static void
report_add(GString **report, const char *what, gsize count)
{
    if (count > 0) {
        GString *text = report_begin(report);

        g_string_append_printf(text, "%s%s %" G_GSIZE_FORMAT, text->len > 0 ? ", " : "", what,
                               count);
    }
}

static void
cleanup_report_lines(GString **report, const Lines *lines, gsize blanks)
{
    g_autoptr(GArray) counts = g_array_new(FALSE, TRUE, sizeof(gsize));
    g_autoptr(GPtrArray) reasons = cleanup_count_drops(lines, counts);

    report_add(report, "blank lines", blanks);

    GString *text = report_begin(report);

    for (guint i = 0; i < reasons->len; i++)
        g_string_append_printf(text, "%s%s %" G_GSIZE_FORMAT,
                               i > 0           ? ", "
                               : text->len > 0 ? "; lines dropped: "
                                               : "lines dropped: ",
                               (char *) g_ptr_array_index(reasons, i),
                               g_array_index(counts, gsize, i));
}

static gboolean
cleanup_lines(const Cleanup *self, MillDocument *document, GString **report, GError **error)
{
    g_autoptr(MillEdit) edit = mill_edit_new(document);
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    Lines lines;
    gsize blanks;

    lines_init(&lines, text, length);
    if (self->pattern_set)
        boilerplate_find(self->pattern_set, document, &lines, self->headline == 1);
    if (self->adjacent_lines)
        lines_drop_adjacent(&lines);
    if (self->repeated_lines > 1)
        lines_drop_repeated(&lines, (gsize) self->repeated_lines);
    blanks = lines_write(&lines, self->blank_runs, edit);
    if (!mill_edit_is_empty(edit))
        cleanup_report_lines(report, &lines, blanks);
    lines_clear(&lines);
    return mill_edit_apply(edit, error);
}

static void
cleanup_report_characters(GString **report, const CharacterCounts *counts)
{
    report_add(report, "line breaks", counts->newlines);
    report_add(report, "control characters", counts->controls);
    report_add(report, "invisible characters", counts->zero_width);
    report_add(report, "spaces", counts->spaces);
    report_add(report, "full-width characters", counts->width);
    report_add(report, "normalised characters", counts->unicode);
}

static MillVerdict
cleanup_process(gpointer self, MillDocument *document, GError **error)
{
    const Cleanup *cleanup = self;
    CharacterCounts counts = { 0 };
    g_autoptr(GString) report = NULL;

    if (!cleanup_characters(cleanup, document, &counts, error))
        return MILL_FAIL;
    cleanup_report_characters(&report, &counts);
    if (!cleanup_lines(cleanup, document, &report, error))
        return MILL_FAIL;
    if (report && report->len > 0)
        mill_document_diagnose(document, MILL_SEVERITY_NOTE, "cleaned", NULL, "%s", report->str);
    return MILL_KEEP;
}

static const char *const cleanup_writes[] = { "metadata", NULL };

MILL_PLUGIN(.name = "cleanup", .summary = "Regularise characters and lines, drop boilerplate",
            .role = MILL_ROLE_STAGE, .options = cleanup_options, .options_size = sizeof(Cleanup),
            .writes = cleanup_writes, .configure = cleanup_configure, .process = cleanup_process,
            .close = cleanup_close, )
