/* scheme.c - see scheme.h. One table says which key of a heading goes into which field. */
#include "scheme.h"

#include <string.h>

typedef enum {
    FIELD_BOOL,
    FIELD_UINT,
    FIELD_RANK,
    FIELD_INDENT,
    FIELD_STRING,
    FIELD_CHOICE, /* one of `names`: its index */
    FIELD_FLAGS,  /* some of `names`: bits */
} FieldType;

typedef struct {
    const char *key;
    FieldType type;
    gsize offset;
    const char *const *names;
} Field;

static const char *const form_names[] = { "atx",      "setext",  "adorned", "isolated",   "margin",
                                          "capitals", "centred", "apart",   "emphasised", NULL };
static const char *const trust_names[] = { "sure", "likely", "doubtful", NULL };
static const char *const title_names[] = { "optional", "required", "none", NULL };
static const char *const alone_names[] = { "before", "after", NULL };
static const char *const place_names[] = { "line", "run-in", NULL };

static const Field rule_fields[] = {
    { "kind", FIELD_STRING, G_STRUCT_OFFSET(Rule, kind), NULL },
    { "rank", FIELD_RANK, G_STRUCT_OFFSET(Rule, rank), NULL },
    { "form", FIELD_FLAGS, G_STRUCT_OFFSET(Rule, forms), form_names },
    { "title", FIELD_CHOICE, G_STRUCT_OFFSET(Rule, title), title_names },
    { "min", FIELD_UINT, G_STRUCT_OFFSET(Rule, min), NULL },
    { "max", FIELD_UINT, G_STRUCT_OFFSET(Rule, max), NULL },
    { "place", FIELD_FLAGS, G_STRUCT_OFFSET(Rule, place), place_names },
    { "ends", FIELD_STRING, G_STRUCT_OFFSET(Rule, ends), NULL },
    { "indent", FIELD_INDENT, G_STRUCT_OFFSET(Rule, indent), NULL },
    { "alone", FIELD_FLAGS, G_STRUCT_OFFSET(Rule, alone), alone_names },
    { "spaced", FIELD_BOOL, G_STRUCT_OFFSET(Rule, spaced), NULL },
    { "trust", FIELD_CHOICE, G_STRUCT_OFFSET(Rule, trust), trust_names },
    { "interrupts", FIELD_BOOL, G_STRUCT_OFFSET(Rule, interrupts), NULL },
    { "bare", FIELD_BOOL, G_STRUCT_OFFSET(Rule, bare), NULL },
    { "wraps", FIELD_BOOL, G_STRUCT_OFFSET(Rule, wraps), NULL },
    { "below", FIELD_BOOL, G_STRUCT_OFFSET(Rule, below), NULL },
    { "appearance", FIELD_BOOL, G_STRUCT_OFFSET(Rule, appearance), NULL },
    { "runs-on", FIELD_BOOL, G_STRUCT_OFFSET(Rule, runs_on), NULL },
    { "beside", FIELD_STRING, G_STRUCT_OFFSET(Rule, beside), NULL },
    { "unpaged", FIELD_BOOL, G_STRUCT_OFFSET(Rule, unpaged), NULL },
    { "quoted", FIELD_BOOL, G_STRUCT_OFFSET(Rule, quoted), NULL },
    { "escaped", FIELD_BOOL, G_STRUCT_OFFSET(Rule, escaped), NULL },
};

static const char *const script_names[] = { "any", "han", "latin", NULL };
static const char *const rule_keys[] = {
    "kind",    "rank",   "label",   "form",       "title",   "min",     "max",
    "place",   "ends",   "indent",  "alone",      "spaced",  "trust",   "interrupts",
    "bare",    "wraps",  "below",   "appearance", "runs-on", "unpaged", "case",
    "endings", "beside", "without", "quoted",     "escaped", NULL,
};
static const char *const scheme_keys[] = { "about", "title", "toc",    "auto",     "priority",
                                           "needs", "signs", "script", "headings", NULL };

static void
rule_free(gpointer data)
{
    Rule *rule = data;

    g_free(rule->kind);
    g_free(rule->ends);
    g_free(rule->end_signs);
    g_free(rule->beside);
    g_ptr_array_unref(rule->labels);
    g_ptr_array_unref(rule->endings);
    g_ptr_array_unref(rule->without);
    g_free(rule);
}

static Rule *
rule_new(void)
{
    Rule *rule = g_new0(Rule, 1);

    rule->labels = g_ptr_array_new_with_free_func((GDestroyNotify) pattern_free);
    rule->endings = g_ptr_array_new_with_free_func(g_free);
    rule->without = g_ptr_array_new_with_free_func(g_free);
    rule->rank = 1;
    rule->max = 60;
    rule->min = 1;
    rule->indent = -1;
    return rule;
}

/* The number of items that @node stands for: a list's, or one for a scalar. */
static gsize
node_count(const MillNode *node)
{
    MillType type = mill_node_get_type(node);

    return type == MILL_TYPE_LIST                            ? mill_node_get_length(node)
           : type == MILL_TYPE_NULL || type == MILL_TYPE_MAP ? 0
                                                             : 1;
}

static const MillNode *
node_item(const MillNode *node, gsize index)
{
    return mill_node_get_type(node) == MILL_TYPE_LIST ? mill_node_get_item(node, index) : node;
}

/* The index of @node's text in @names, or -1 with an error. */
static gint
node_choice(const MillNode *node, const char *key, const char *const *names, MillReport *report)
{
    const char *text = mill_node_get_string(node);

    for (gint i = 0; text && names[i]; i++)
        if (g_str_equal(names[i], text))
            return i;

    g_autofree char *known = g_strjoinv(", ", (char **) names);
    const char *close = text ? mill_suggest(text, names) : NULL;
    g_autofree char *hint = close ? g_strdup_printf("did you mean '%s'?", close)
                                  : g_strdup_printf("there are: %s", known);

    mill_node_error(node, report, hint, "'%s' is not a %s", text ? text : "a list", key);
    return -1;
}

static gint64
node_int(const MillNode *node, const char *key, gint64 least, gint64 most, MillReport *report)
{
    g_autoptr(MillValue) value = mill_node_dup_value(node);

    if (mill_value_get_type(value) == MILL_TYPE_INT && mill_value_get_int(value) >= least &&
        mill_value_get_int(value) <= most)
        return mill_value_get_int(value);
    mill_node_error(node, report, NULL,
                    "'%s' must be a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                    key, least, most);
    return least;
}

static gboolean
node_bool(const MillNode *node, const char *key, MillReport *report)
{
    if (mill_node_get_type(node) != MILL_TYPE_BOOL) {
        mill_node_error(node, report, NULL, "'%s' must be true or false", key);
        return FALSE;
    }
    return g_str_equal(mill_node_get_string(node), "true") ||
           g_str_equal(mill_node_get_string(node), "True") ||
           g_str_equal(mill_node_get_string(node), "TRUE");
}

static gint
node_indent(const MillNode *node, MillReport *report)
{
    const char *text = mill_node_get_string(node);

    if (text && g_str_equal(text, "any"))
        return -1;
    return (gint) node_int(node, "indent", 0, 1000, report);
}

static void
rule_set_field(Rule *rule, const Field *field, const MillNode *node, MillReport *report)
{
    gpointer place = G_STRUCT_MEMBER_P(rule, field->offset);
    gint choice;

    switch (field->type) {
    case FIELD_BOOL:
        *(gboolean *) place = node_bool(node, field->key, report);
        break;
    case FIELD_UINT:
        *(guint *) place = (guint) node_int(node, field->key, 1, 10000, report);
        break;
    case FIELD_RANK:
        *(gint *) place = (gint) node_int(node, field->key, 0, 100, report);
        break;
    case FIELD_INDENT:
        *(gint *) place = node_indent(node, report);
        break;
    case FIELD_STRING:
        g_free(*(char **) place);
        *(char **) place = g_strdup(mill_node_get_string(node));
        if (!*(char **) place)
            mill_node_error(node, report, NULL, "'%s' must be text", field->key);
        break;
    case FIELD_CHOICE:
        choice = node_choice(node, field->key, field->names, report);
        *(guint *) place = choice < 0 ? 0 : (guint) choice;
        break;
    case FIELD_FLAGS:
        *(guint *) place = 0;
        for (gsize i = 0; i < node_count(node); i++) {
            choice = node_choice(node_item(node, i), field->key, field->names, report);
            *(guint *) place |= choice < 0 ? 0 : 1u << choice;
        }
        break;
    }
}

static void
rule_add_labels(Rule *rule, const MillNode *node, gboolean fold, MillReport *report)
{
    for (gsize i = 0; i < node_count(node); i++) {
        const MillNode *item = node_item(node, i);
        const char *source = mill_node_get_string(item);
        g_autofree char *problem = NULL;
        Pattern *pattern = source ? pattern_new(source, fold, &problem) : NULL;

        if (pattern) {
            g_ptr_array_add(rule->labels, pattern);
            rule->by_depth |= pattern_is_dotted(pattern);
        } else
            mill_node_error(item, report, NULL, "label: %s", problem ? problem : "must be text");
    }
}

static void
node_add_strings(const MillNode *node, const char *key, GPtrArray *strings, MillReport *report)
{
    for (gsize i = 0; i < node_count(node); i++) {
        const char *text = mill_node_get_string(node_item(node, i));

        if (text && *text)
            g_ptr_array_add(strings, g_strdup(text));
        else
            mill_node_error(node_item(node, i), report, NULL, "'%s' must be text", key);
    }
}

static gboolean
rule_reads_case(const MillNode *node, MillReport *report)
{
    static const char *const names[] = { "exact", "any", NULL };

    return node && node_choice(node, "case", names, report) == 1;
}

/* What no single field can see. @bare: a label is given otherwise. */
static void
rule_check(const Rule *rule, gboolean bare, const MillNode *node, MillReport *report)
{
    if (!rule->kind)
        mill_node_error(node, report, "add for example 'kind: section'", "a heading needs a kind");
    if (!bare && rule->labels->len == 0 && rule->forms == 0)
        mill_node_error(node, report, "add for example \"label: '第{n}章'\" or 'form: isolated'",
                        "a heading needs a label or a form");
    if (rule->min > rule->max)
        mill_node_error(node, report, NULL, "min (%u) is more than max (%u)", rule->min, rule->max);
}

/* Reads a heading. With @kind, it is one that the scheme has a key of its own for. */
static Rule *
rule_read(const MillNode *node, const char *kind, MillReport *report)
{
    Rule *rule = rule_new();

    rule->kind = g_strdup(kind);

    if (mill_node_get_type(node) != MILL_TYPE_MAP) {
        mill_node_error(node, report, "for example { kind: chapter, label: '第{n}章' }",
                        "a heading must be a map");
        g_free(rule->kind);
        rule->kind = g_strdup("");
        return rule;
    }
    mill_node_check_keys(node, rule_keys, "heading", report);
    for (gsize i = 0; i < G_N_ELEMENTS(rule_fields); i++) {
        const MillNode *value = mill_node_get(node, rule_fields[i].key);

        if (value)
            rule_set_field(rule, &rule_fields[i], value, report);
    }
    rule_add_labels(rule, mill_node_get(node, "label"),
                    rule_reads_case(mill_node_get(node, "case"), report), report);
    node_add_strings(mill_node_get(node, "endings"), "endings", rule->endings, report);
    node_add_strings(mill_node_get(node, "without"), "without", rule->without, report);
    if (rule->place == 0)
        rule->place = PLACE_LINE;
    if (!rule->ends)
        rule->ends = g_strdup("。：:");
    rule->end_signs = g_utf8_to_ucs4_fast(rule->ends, -1, NULL);
    rule_check(rule, kind || mill_node_get(node, "label") || mill_node_get(node, "form"), node,
               report);
    return rule;
}

static char *
scheme_name_of(const char *path)
{
    char *name = g_path_get_basename(path);
    char *dot = strrchr(name, '.');

    if (dot && dot > name)
        *dot = '\0';
    return name;
}

static void
scheme_read_rules(Scheme *self, const MillNode *headings, const MillNode *root, MillReport *report)
{
    if (mill_node_get_type(headings) != MILL_TYPE_LIST || mill_node_get_length(headings) == 0) {
        mill_node_error(headings ? headings : root, report,
                        "for example \"headings: [{ kind: chapter, label: '第{n}章' }]\"",
                        "a scheme needs a list of headings");
        return;
    }
    for (gsize i = 0; i < mill_node_get_length(headings); i++)
        g_ptr_array_add(self->rules, rule_read(mill_node_get_item(headings, i), NULL, report));
}

/* `title: true`, or a map that says more about the line. */
static void
scheme_read_title(Scheme *self, const MillNode *node, MillReport *report)
{
    Rule *rule;

    self->title_rule = -1;
    if (!node || (mill_node_get_type(node) != MILL_TYPE_MAP && !node_bool(node, "title", report)))
        return;
    if (mill_node_get_type(node) == MILL_TYPE_MAP)
        rule = rule_read(node, "title", report);
    else {
        rule = rule_new();
        rule->kind = g_strdup("title");
        rule->ends = g_strdup("");
        rule->max = 120;
    }
    rule->rank = 0;
    rule->place = PLACE_LINE;
    self->title_rule = (gint) self->rules->len;
    g_ptr_array_add(self->rules, rule);
}

/* Whatever heading comes next ends a table of contents. */
#define TOC_RANK 1000

/* `toc: [目录]`: what stands over tables of contents. */
static void
scheme_read_toc(Scheme *self, const MillNode *node, MillReport *report)
{
    Rule *rule;

    self->toc_rule = -1;
    if (!node)
        return;
    rule = rule_new();
    rule->kind = g_strdup("toc");
    rule->rank = TOC_RANK;
    rule->ends = g_strdup("");
    rule->title = TITLE_NONE;
    rule->place = PLACE_LINE;
    rule_add_labels(rule, node, TRUE, report);
    self->toc_rule = (gint) self->rules->len;
    g_ptr_array_add(self->rules, rule);
}

static Scheme *
scheme_read(const char *path, const MillNode *root, MillReport *report)
{
    g_autoptr(Scheme) self = g_new0(Scheme, 1);
    gsize errors = mill_report_count(report, MILL_SEVERITY_ERROR);
    const MillNode *node;

    self->name = scheme_name_of(path);
    self->rules = g_ptr_array_new_with_free_func(rule_free);
    self->signs = g_ptr_array_new_with_free_func(g_free);
    self->needs = g_ptr_array_new_with_free_func(g_free);
    self->automatic = TRUE;
    if (mill_node_get_type(root) != MILL_TYPE_MAP) {
        mill_node_error(root, report, NULL, "a scheme must be a map with 'headings'");
        return NULL;
    }
    mill_node_check_keys(root, scheme_keys, "scheme", report);
    self->about = g_strdup(mill_node_get_string(mill_node_get(root, "about")));
    node_add_strings(mill_node_get(root, "needs"), "needs", self->needs, report);
    node_add_strings(mill_node_get(root, "signs"), "signs", self->signs, report);
    if ((node = mill_node_get(root, "script"))) {
        gint script = node_choice(node, "script", script_names, report);

        self->script = script < 0 ? SCRIPT_ANY : (guint) script;
    }
    if ((node = mill_node_get(root, "auto")))
        self->automatic = node_bool(node, "auto", report);
    if ((node = mill_node_get(root, "priority")))
        self->priority = (gint) node_int(node, "priority", 0, 100, report);
    scheme_read_rules(self, mill_node_get(root, "headings"), root, report);
    scheme_read_title(self, mill_node_get(root, "title"), report);
    scheme_read_toc(self, mill_node_get(root, "toc"), report);
    return mill_report_count(report, MILL_SEVERITY_ERROR) == errors ? g_steal_pointer(&self) : NULL;
}

Scheme *
scheme_load(const char *path, MillReport *report)
{
    g_autoptr(MillNode) root = mill_node_load(path, report);

    return root ? scheme_read(path, root, report) : NULL;
}

Scheme *
scheme_parse(const char *path, const char *text, gsize length, MillReport *report)
{
    g_autoptr(MillNode) root = mill_node_parse(path, text, length, report);

    return root ? scheme_read(path, root, report) : NULL;
}

void
scheme_free(Scheme *scheme)
{
    if (!scheme)
        return;
    g_free(scheme->name);
    g_free(scheme->about);
    g_clear_pointer(&scheme->needs, g_ptr_array_unref);
    g_clear_pointer(&scheme->signs, g_ptr_array_unref);
    g_clear_pointer(&scheme->rules, g_ptr_array_unref);
    g_free(scheme);
}
