/* sections - split documents into a tree of sections.
 *
 * A scheme (data/schemes/NAME.yaml, or a file of the user's) says how the headings of a kind of
 * document look; `auto` tries all and takes the one that explains the text best. One pass over the
 * lines finds what may be a heading (finder.c), the rules of the scheme read it (select.c), the
 * sequence of numbers decides (evidence.c), and the accepted headings become sections that nest
 * (tree.c, box.c). The result is the layer `section`; docs/sections.md explains it.
 */
#include <textmill/plugin.h>

#include "auto.h"
#include "contents.h"
#include "decide.h"
#include "forms.h"
#include "output.h"
#include "tree.h"

typedef struct {
    const char *const *scheme;
    gint64 min_title;
    gint64 max_title;
    gboolean run_in;
    gint64 depth;
    const char *const *skip;
    gboolean title;
    gboolean unnumbered;
    gboolean toc;
    gboolean diagnose;

    GPtrArray *schemes;   /* Scheme */
    GPtrArray *selectors; /* Selector, as many */
    Finder *finder;
    Scan *scan;
    GArray *headings;
    GArray *sections;
    GArray *verdicts;
    gboolean automatic; /* to say in a diagnostic which scheme was taken */
} Sections;

static const MillOption sections_options[] = {
    MILL_OPTION_LIST(Sections, scheme, "auto", NULL,
                     "names of schemes or paths of scheme files; of several, the best is taken"),
    MILL_OPTION_INT(Sections, min_title, 0, 0, 1000,
                    "fewest characters of a title (0: as the scheme says)"),
    MILL_OPTION_INT(Sections, max_title, 0, 0, 1000,
                    "most characters of a title (0: as the scheme says)"),
    MILL_OPTION_BOOL(Sections, run_in, TRUE,
                     "also take headings that share their line with the text"),
    MILL_OPTION_INT(Sections, depth, 0, 0, 100, "deepest level to keep (0: all)"),
    MILL_OPTION_LIST(Sections, skip, "", NULL, "kinds of headings to leave out, such as item"),
    MILL_OPTION_BOOL(Sections, title, TRUE,
                     "take the first line as a section around all, where the scheme says so"),
    MILL_OPTION_BOOL(Sections, unnumbered, TRUE,
                     "also take headings that are known by their form alone"),
    MILL_OPTION_BOOL(Sections, toc, TRUE, "write the layer toc"),
    MILL_OPTION_BOOL(Sections, diagnose, TRUE, "report gaps and repeats in the numbering"),
    MILL_OPTIONS_END,
};

static gboolean
sections_add_scheme(Sections *self, const char *path, gboolean only_automatic, MillContext *context)
{
    g_autoptr(Scheme) scheme = scheme_load(path, mill_context_get_report(context));

    if (!scheme)
        return FALSE;
    if (!only_automatic || scheme->automatic)
        g_ptr_array_add(self->schemes, g_steal_pointer(&scheme));
    return TRUE;
}

static gboolean
sections_add_all(Sections *self, MillContext *context)
{
    g_auto(GStrv) names = mill_context_list_data(context, "schemes", ".yaml");
    gboolean done = TRUE;

    for (gsize i = 0; names && names[i]; i++) {
        g_autofree char *file = g_strconcat("schemes/", names[i], ".yaml", NULL);
        g_autofree char *path = mill_context_find_data(context, file);

        done = (!path || sections_add_scheme(self, path, TRUE, context)) && done;
    }
    if (done && self->schemes->len == 0)
        return mill_context_fail(context, "scheme", "is textmill installed completely?",
                                 "no scheme files were found");
    return done;
}

static gboolean
sections_add_named(Sections *self, const char *name, MillContext *context)
{
    g_autofree char *file = g_strconcat("schemes/", name, ".yaml", NULL);
    g_autofree char *path = strchr(name, '/') || g_str_has_suffix(name, ".yaml")
                                ? mill_context_resolve(context, name)
                                : mill_context_find_data(context, file);

    if (path)
        return sections_add_scheme(self, path, FALSE, context);

    g_auto(GStrv) names = mill_context_list_data(context, "schemes", ".yaml");
    const char *close = names ? mill_suggest(name, (const char *const *) names) : NULL;
    g_autofree char *known = names ? g_strjoinv(", ", names) : g_strdup("none");
    g_autofree char *hint = close ? g_strdup_printf("did you mean '%s'?", close)
                                  : g_strdup_printf("there are: auto, %s; or give the path of a "
                                                    "file, ending in .yaml",
                                                    known);

    return mill_context_fail(context, "scheme", hint, "there is no scheme '%s'", name);
}

static gboolean
sections_add_schemes(Sections *self, MillContext *context)
{
    gboolean done = TRUE;

    for (gsize i = 0; self->scheme[i]; i++) {
        gboolean all = g_str_equal(self->scheme[i], "auto");

        self->automatic |= all || i > 0;
        done = (all ? sections_add_all(self, context)
                    : sections_add_named(self, self->scheme[i], context)) &&
               done;
    }
    if (done && self->schemes->len == 0)
        return mill_context_fail(context, "scheme", "for example 'auto'", "no scheme is named");
    return done;
}

static gboolean
sections_configure(gpointer options, MillContext *context, GError **error)
{
    Sections *self = options;
    HeadingLimits limits = { (guint) self->min_title, (guint) self->max_title };

    self->schemes = g_ptr_array_new_with_free_func((GDestroyNotify) scheme_free);
    self->selectors = g_ptr_array_new_with_free_func((GDestroyNotify) selector_free);
    self->scan = scan_new();
    self->headings = g_array_new(FALSE, FALSE, sizeof(Heading));
    self->sections = g_array_new(FALSE, FALSE, sizeof(Section));
    self->verdicts = g_array_new(FALSE, FALSE, sizeof(Verdict));
    if (limits.max_title > 0 && limits.min_title > limits.max_title)
        return mill_context_fail(context, "min_title", NULL,
                                 "min_title (%u) is more than max_title (%u)", limits.min_title,
                                 limits.max_title);
    if (!sections_add_schemes(self, context))
        return FALSE;
    self->finder = finder_new(self->schemes, limits.max_title);
    for (guint i = 0; i < self->schemes->len; i++)
        g_ptr_array_add(self->selectors,
                        selector_new(self->finder, g_ptr_array_index(self->schemes, i), &limits));
    return TRUE;
}

static gboolean
sections_is_wanted(const Sections *self, const Selector *selector, const Heading *heading)
{
    const Rule *rule = selector_get_rule(selector, heading->rule);

    if ((heading->run_in && !self->run_in) || ((rule->forms & FORMS_ALONE) && !self->unnumbered) ||
        (!self->title && heading->rule == selector_get_scheme(selector)->title_rule))
        return FALSE;
    return !g_strv_contains(self->skip, rule->kind);
}

/* Takes unwanted sections out of the tree; what stood in them moves to what they stood in. */
static void
sections_leave_out(Sections *self, const Selector *selector)
{
    g_autofree gint *moved = g_new(gint, self->sections->len + 1);
    guint kept = 0;

    for (guint i = 0; i < self->sections->len; i++) {
        Section section = g_array_index(self->sections, Section, i);
        const Heading *heading = &g_array_index(self->headings, Heading, section.heading);
        gint parent = section.parent < 0 ? -1 : moved[section.parent];
        guint level = parent < 0 ? 1 : g_array_index(self->sections, Section, parent).level + 1;

        moved[i] = parent;
        if (!sections_is_wanted(self, selector, heading) ||
            (self->depth > 0 && level > self->depth))
            continue;
        section.parent = parent;
        section.level = level;
        moved[i] = (gint) kept;
        g_array_index(self->sections, Section, kept++) = section;
    }
    g_array_set_size(self->sections, kept);
}

static MillVerdict
sections_process(gpointer options, MillDocument *document, GError **error)
{
    Sections *self = options;
    const Selector *selector;
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    gint chosen;

    finder_scan(self->finder, text, length, self->scan);
    chosen = auto_choose(self->selectors, self->scan, self->headings, self->verdicts);
    if (self->automatic)
        output_explain_choice(document, self->selectors, self->scan, self->verdicts, chosen);
    output_open_layer(document);
    if (self->scan->full)
        mill_document_diagnose(
            document, MILL_SEVERITY_WARNING, "section-limit", NULL,
            "more than %d lines may be headings: those behind were not looked at", FINDS_MAX);
    if (chosen < 0)
        return MILL_KEEP;
    selector = g_ptr_array_index(self->selectors, chosen);
    tree_build(selector, self->scan, self->headings, self->sections);
    sections_leave_out(self, selector);
    output_write(document, selector, self->scan, self->headings, self->sections);
    if (self->toc)
        contents_write(document, self->scan, self->headings, self->sections);
    if (self->diagnose)
        output_diagnose(document, selector, self->scan, self->headings, self->sections);
    return MILL_KEEP;
}

static void
sections_close(gpointer options)
{
    Sections *self = options;

    g_clear_pointer(&self->selectors, g_ptr_array_unref);
    g_clear_pointer(&self->finder, finder_free);
    g_clear_pointer(&self->schemes, g_ptr_array_unref);
    g_clear_pointer(&self->scan, scan_free);
    g_clear_pointer(&self->headings, g_array_unref);
    g_clear_pointer(&self->sections, g_array_unref);
    g_clear_pointer(&self->verdicts, g_array_unref);
}

static const char *const sections_writes[] = { "section", "toc", NULL };

MILL_PLUGIN(.name = "sections", .summary = "Split documents into a tree of sections",
            .role = MILL_ROLE_STAGE, .version = "2", .options = sections_options,
            .options_size = sizeof(Sections), .writes = sections_writes,
            .configure = sections_configure, .process = sections_process, .close = sections_close, )
