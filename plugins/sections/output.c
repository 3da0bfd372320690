/* output.c - see output.h. */
#include "output.h"

#include <string.h>

#include "marks.h"
#include "utf8.h"

typedef struct {
    MillColumn id, parent, level, kind, label, number, title, heading;
} Columns;

static Columns
output_columns(MillLayer *layer)
{
    return (Columns){
        .id = mill_layer_add_column(layer, "id", MILL_TYPE_INT),
        .parent = mill_layer_add_column(layer, "parent", MILL_TYPE_INT),
        .level = mill_layer_add_column(layer, "level", MILL_TYPE_INT),
        .kind = mill_layer_add_column(layer, "kind", MILL_TYPE_STRING),
        .label = mill_layer_add_column(layer, "label", MILL_TYPE_STRING),
        .number = mill_layer_add_column(layer, "number", MILL_TYPE_INT),
        .title = mill_layer_add_column(layer, "title", MILL_TYPE_STRING),
        .heading = mill_layer_add_column(layer, "heading", MILL_TYPE_SPAN),
    };
}

MillLayer *
output_open_layer(MillDocument *document)
{
    MillLayer *layer;

    mill_document_remove_layer(document, "section");
    layer = mill_document_add_layer(document, "section");
    output_columns(layer);
    return layer;
}

/* @text on one line: white space with line breaks in it becomes a blank, or nothing behind a
 * character that is not ASCII. (transfer full) */
static GString *
output_join_lines(const char *text, gsize length)
{
    GString *title = g_string_sized_new(length);
    const char *end = text + length;

    while (text < end) {
        gsize space = utf8_space(text, end);

        if (space == 0 && *text != '\n')
            g_string_append_c(title, *text++);
        else {
            while (text < end && (*text == '\n' || (space = utf8_space(text, end)) > 0))
                text += *text == '\n' ? 1 : space;
            if (title->len > 0 && (guchar) title->str[title->len - 1] < 128)
                g_string_append_c(title, ' ');
        }
    }
    return title;
}

/* A title over several lines becomes one line, and one of Markdown loses its backslashes. */
static void
output_set_title(MillLayer *layer, gsize row, MillColumn column, const char *text, gsize length,
                 gboolean escaped)
{
    gboolean lines = memchr(text, '\n', length) != NULL;
    g_autoptr(GString) title = NULL;

    if (!lines && !(escaped && memchr(text, '\\', length))) {
        mill_layer_set_string(layer, row, column, text, (gssize) length);
        return;
    }
    title = lines ? output_join_lines(text, length) : g_string_new_len(text, (gssize) length);
    if (escaped)
        marks_unescape(title);
    mill_layer_set_string(layer, row, column, title->str, (gssize) title->len);
}

static void
output_write_row(MillLayer *layer, const Columns *columns, const char *text, const Heading *heading,
                 const Section *section, const Rule *rule, guint32 kind, gint64 id)
{
    gsize row = mill_layer_add(layer, (MillSpan){ heading->start, section->end });
    /* 附则, Eingangsformel: a label that is a word only is the title. */
    gboolean word = heading->match.number < 0 && heading->title_end == heading->title_start;

    mill_layer_set_int(layer, row, columns->id, id);
    if (section->parent >= 0)
        mill_layer_set_int(layer, row, columns->parent, section->parent + 1);
    mill_layer_set_int(layer, row, columns->level, section->level);
    mill_layer_set_string_id(layer, row, columns->kind, kind);
    if (heading->label_end > heading->label_start && !word)
        mill_layer_set_string(layer, row, columns->label, text + heading->label_start,
                              heading->label_end - heading->label_start);
    if (heading->match.number >= 0)
        mill_layer_set_int(layer, row, columns->number, heading->match.number);
    if (word)
        mill_layer_set_string(layer, row, columns->title, text + heading->label_start,
                              heading->label_end - heading->label_start);
    else if (heading->title_end > heading->title_start)
        output_set_title(layer, row, columns->title, text + heading->title_start,
                         heading->title_end - heading->title_start, rule->escaped);
    mill_layer_set_span_attribute(layer, row, columns->heading,
                                  (MillSpan){ heading->start, heading->end });
}

void
output_write(MillDocument *document, const Selector *selector, const Scan *scan,
             const GArray *headings, const GArray *sections)
{
    MillLayer *layer = mill_document_get_layer(document, "section");
    Columns columns = output_columns(layer);
    g_autofree guint32 *kinds = g_new0(guint32, selector_get_scheme(selector)->rules->len + 1);

    for (guint i = 0; i < sections->len; i++) {
        const Section *section = &g_array_index(sections, Section, i);
        const Heading *heading = &g_array_index(headings, Heading, section->heading);
        const Rule *rule = selector_get_rule(selector, heading->rule);

        if (kinds[heading->rule] == 0)
            kinds[heading->rule] = mill_layer_intern(layer, rule->kind, -1);
        output_write_row(layer, &columns, scan->text, heading, section, rule, kinds[heading->rule],
                         i + 1);
    }
}

/* What is wrong with @heading after @before, its elder sibling of the same rule; NULL if nothing.
 */
static const char *
output_judge(const Heading *before, const Heading *heading)
{
    gint64 jump = heading->match.number - before->match.last;

    if (jump == 1 || (jump == 0 && (heading->match.suffix || before->match.suffix)))
        return NULL;
    return jump > 1 ? "section-gap" : jump == 0 ? "section-repeat" : "section-order";
}

static void
output_report(MillDocument *document, const char *code, const char *text, const Heading *before,
              const Heading *heading)
{
    MillSpan span = { heading->start, heading->end };
    gint length = (gint) (heading->label_end - heading->label_start);

    if (before)
        mill_document_diagnose(document, MILL_SEVERITY_WARNING, code, &span, "%.*s follows %.*s",
                               length, text + heading->label_start,
                               (gint) (before->label_end - before->label_start),
                               text + before->label_start);
    else
        mill_document_diagnose(document, MILL_SEVERITY_WARNING, code, &span,
                               "%.*s is the first of its kind here", length,
                               text + heading->label_start);
}

/* The headings that a number is compared with. */
typedef struct {
    const Heading *sibling; /* the last of the same rule under the same parent, */
    const Heading *any;     /* or anywhere */
} Before;

static void
output_diagnose_one(MillDocument *document, const Rule *rule, const char *text,
                    const Before *before, const Heading *heading, gboolean inside)
{
    const Heading *sibling = rule->runs_on ? before->any : before->sibling;
    const char *code = sibling ? output_judge(sibling, heading) : NULL;

    /* Lists and articles may begin again under one heading; chapters may not. */
    if (code && (heading->match.number > 1 || (!rule->runs_on && rule->trust == TRUST_SURE)))
        output_report(document, code, text, sibling, heading);
    /* The first under its parent may go on from the last elsewhere: chapters often run through. */
    if (!sibling && inside && !rule->runs_on && heading->match.number > 1 &&
        (!before->any || output_judge(before->any, heading)))
        output_report(document, "section-gap", text, NULL, heading);
}

void
output_diagnose(MillDocument *document, const Selector *selector, const Scan *scan,
                const GArray *headings, const GArray *sections)
{
    guint n_rules = selector_get_scheme(selector)->rules->len;
    g_autoptr(GHashTable) siblings = g_hash_table_new(g_direct_hash, g_direct_equal);
    g_autofree const Heading **last = g_new0(const Heading *, n_rules + 1);

    for (guint i = 0; i < sections->len; i++) {
        const Section *section = &g_array_index(sections, Section, i);
        const Heading *heading = &g_array_index(headings, Heading, section->heading);
        gpointer key =
            GUINT_TO_POINTER((guint) (section->parent + 1) * n_rules + heading->rule + 1);
        Before before = { g_hash_table_lookup(siblings, key), last[heading->rule] };

        if (heading->match.number < 0)
            continue;
        output_diagnose_one(document, selector_get_rule(selector, heading->rule), scan->text,
                            &before, heading, section->parent >= 0);
        g_hash_table_insert(siblings, key, (gpointer) heading);
        last[heading->rule] = heading;
    }
}

void
output_explain_choice(MillDocument *document, const GPtrArray *selectors, const Scan *scan,
                      const GArray *verdicts, gint chosen)
{
    g_autoptr(GString) others = g_string_new(NULL);
    const Verdict *best = NULL;

    for (guint i = 0; i < verdicts->len; i++) {
        const Verdict *verdict = &g_array_index(verdicts, Verdict, i);
        const char *name =
            selector_get_scheme(g_ptr_array_index(selectors, verdict->selector))->name;

        if ((gint) verdict->selector == chosen)
            best = verdict;
        else if (verdict->headings > 0 && verdict->evidence >= 0.5)
            g_string_append_printf(others, "%s%s %.0f", others->len > 0 ? ", " : "", name,
                                   verdict->evidence);
    }
    if (best)
        mill_document_diagnose(
            document, MILL_SEVERITY_NOTE, "sections-scheme", NULL,
            "scheme %s: %u headings, evidence %.0f%s%s%s",
            selector_get_scheme(g_ptr_array_index(selectors, best->selector))->name, best->headings,
            best->evidence, others->len > 0 ? " (others: " : "", others->str,
            others->len > 0 ? ")" : "");
    else
        mill_document_diagnose(document, MILL_SEVERITY_NOTE, "sections-scheme", NULL,
                               "no scheme finds a heading in this text");
}
