/* Scheme files: every mistake is reported with its place, and the shipped ones have none. */
#include <glib/gstdio.h>
#include <string.h>

#include "chain.h"
#include "scheme.h"

typedef struct {
    const char *name;
    const char *yaml;
    guint line;
    const char *message; /* is in it, or in its hint */
} Case;

static const Case cases[] = {
    { "no-map", "- a\n", 1, "must be a map" },
    { "no-headings", "about: x\n", 1, "needs a list of headings" },
    { "empty-headings", "headings: []\n", 1, "needs a list of headings" },
    { "unknown-key", "abuot: x\nheadings:\n  - { kind: a, label: 'x' }\n", 1, "about" },
    { "unknown-heading-key", "headings:\n  - { kind: a, lable: 'x', form: atx }\n", 2, "label" },
    { "heading-is-no-map", "headings:\n  - x\n", 2, "must be a map" },
    { "no-kind", "headings:\n  - { label: 'x' }\n", 2, "needs a kind" },
    { "no-label", "headings:\n  - { kind: a }\n", 2, "needs a label or a form" },
    { "bad-label", "headings:\n  - kind: a\n    label: 'x{n'\n", 3, "without '}'" },
    { "label-is-no-text", "headings:\n  - kind: a\n    label: [[x]]\n", 3, "must be text" },
    { "bad-form", "headings:\n  - { kind: a, form: setxt }\n", 2, "setext" },
    { "bad-trust", "headings:\n  - { kind: a, label: x, trust: maybe }\n", 2, "sure, likely" },
    { "bad-rank", "headings:\n  - { kind: a, label: x, rank: high }\n", 2, "whole number" },
    { "bad-max", "headings:\n  - { kind: a, label: x, max: 0 }\n", 2, "whole number" },
    { "bad-bool", "headings:\n  - { kind: a, label: x, bare: 1 }\n", 2, "true or false" },
    { "bad-indent", "headings:\n  - { kind: a, label: x, indent: some }\n", 2, "whole number" },
    { "bad-case", "headings:\n  - { kind: a, label: x, case: upper }\n", 2, "exact, any" },
    { "min-above-max", "headings:\n  - { kind: a, label: x, min: 9, max: 3 }\n", 2, "is more" },
    { "bad-title", "title: 3\nheadings:\n  - { kind: a, label: x }\n", 1, "true or false" },
    { "bad-toc", "toc: ['x{']\nheadings:\n  - { kind: a, label: x }\n", 1, "without '}'" },
};

static void
test_case(gconstpointer data)
{
    const Case *self = data;
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(Scheme) scheme = scheme_parse("test.yaml", self->yaml, strlen(self->yaml), report);
    const MillMessage *message;
    g_autofree char *text = NULL;

    g_assert_null(scheme);
    g_assert_cmpuint(mill_report_get_length(report), >=, 1);
    message = mill_report_get(report, 0);
    text = g_strconcat(message->message, "; ", message->hint, NULL);
    g_assert_cmpuint(message->mark.line, ==, self->line);
    if (!strstr(text, self->message))
        g_test_fail_printf("\"%s\" lacks \"%s\"", text, self->message);
}

static void
test_reads(void)
{
    static const char yaml[] = "about: Logs\n"
                               "title: { max: 30, endings: [Log] }\n"
                               "toc: Index\n"
                               "needs: entry\n"
                               "headings:\n"
                               "  - { kind: day, rank: 2, label: ['Day {n}', 'Tag {n}'], place: "
                               "[line, run-in], ends: ':', indent: any, alone: before }\n";
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(Scheme) scheme = scheme_parse("some/logs.yaml", yaml, sizeof yaml - 1, report);
    const Rule *rule;

    g_assert_nonnull(scheme);
    g_assert_cmpuint(mill_report_get_length(report), ==, 0);
    g_assert_cmpstr(scheme->name, ==, "logs");
    g_assert_cmpuint(scheme->rules->len, ==, 3);
    rule = g_ptr_array_index(scheme->rules, 0);
    g_assert_cmpstr(rule->kind, ==, "day");
    g_assert_cmpint(rule->rank, ==, 2);
    g_assert_cmpuint(rule->labels->len, ==, 2);
    g_assert_cmpuint(rule->place, ==, PLACE_LINE | PLACE_RUN_IN);
    g_assert_cmpuint(rule->alone, ==, ALONE_BEFORE);
    g_assert_cmpint(rule->indent, ==, -1);
    rule = g_ptr_array_index(scheme->rules, (guint) scheme->title_rule);
    g_assert_cmpuint(rule->max, ==, 30);
    g_assert_cmpuint(rule->endings->len, ==, 1);
    rule = g_ptr_array_index(scheme->rules, (guint) scheme->toc_rule);
    g_assert_cmpstr(rule->kind, ==, "toc");
}

/* A scheme of the user's own, beside the pipeline. */
static void
test_own_scheme(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *dir = g_dir_make_tmp("scheme-XXXXXX", &error);
    g_autofree char *path = g_build_filename(dir, "log.yaml", NULL);
    g_autofree char *steps = g_strdup_printf("- { use: sections, with: { scheme: '%s' } }", path);

    g_assert_no_error(error);
    g_file_set_contents(path, "headings:\n  - { kind: day, label: 'Day {n}' }\n", -1, &error);
    g_assert_no_error(error);

    g_autoptr(MillPipeline) pipeline = chain_load(steps);
    g_autoptr(MillDocument) document = chain_process(pipeline, "Day 1\n\nFog.\n\nDay 2\n\nSun.\n");
    g_autofree char *sections = chain_join(document, "section");

    g_assert_cmpstr(sections, ==, "Day 1\n\nFog.|Day 2\n\nSun.");
    g_unlink(path);
    g_rmdir(dir);
}

static const char *const refused[][2] = {
    { "{ scheme: zh-paln }", "did you mean 'zh-plan'?" },
    { "{ scheme: some/where.yaml }", "some/where.yaml" },
    { "{ scheme: [] }", "no scheme is named" },
    { "{ min_title: 9, max_title: 3 }", "min_title (9) is more than max_title (3)" },
    { "{ depth: -1 }", "depth" },
};

static void
test_refused(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autofree char *steps = g_strdup_printf("- { use: sections, with: %s }", refused[i][0]);
        g_autofree char *messages = chain_refuse(steps);

        if (!strstr(messages, refused[i][1]))
            g_test_fail_printf("%s: \"%s\" lacks \"%s\"", refused[i][0], messages, refused[i][1]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/sections/scheme/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/sections/scheme/reads", test_reads);
    g_test_add_func("/sections/scheme/own-scheme", test_own_scheme);
    g_test_add_func("/sections/scheme/refused", test_refused);
    return g_test_run();
}
