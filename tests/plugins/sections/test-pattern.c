/* Labels: what patterns match, how much of it, and what is wrong with bad ones. */
#include <string.h>

#include "pattern.h"

typedef struct {
    const char *name;
    const char *pattern;
    gboolean fold;
    const char *text;
    const char *label; /* NULL: no match */
    gint64 number, last;
    guint depth;
} Case;

static const Case cases[] = {
    { "chapter", "第{n}章", FALSE, "第十二章 总则", "第十二章", 12, 12, 1 },
    { "spaces-inside", "第{n}章", FALSE, "第 1 章总则", "第 1 章", 1, 1, 1 },
    { "full-width", "第{n}章", FALSE, "第１２章", "第１２章", 12, 12, 1 },
    { "prose", "第{n}章", FALSE, "第四本书", NULL, 0, 0, 0 },
    { "no-number", "第{n}章", FALSE, "第章", NULL, 0, 0, 0 },
    { "cut-off", "第{n}章", FALSE, "第十", NULL, 0, 0, 0 },
    { "suffix-zhi", "第{n}条[{suffix}]", FALSE, "第五条之二 甲", "第五条之二", 5, 5, 1 },
    { "suffix-letter", "§ {arabic}[{suffix}]", FALSE, "§ 7a Titel", "§ 7a", 7, 7, 1 },
    { "suffix-is-a-word", "§ {arabic}[{suffix}]", FALSE, "§ 7 aber", "§ 7", 7, 7, 1 },
    { "space-required", "Teil {arabic}", FALSE, "Teil1", NULL, 0, 0, 0 },
    { "space-allowed", "§{arabic}", FALSE, "§ 3", "§ 3", 3, 3, 1 },
    { "range", "§§ {arabic} bis {to}", FALSE, "§§ 3 bis 7 (weggefallen)", "§§ 3 bis 7", 3, 7, 1 },
    { "optional-there", "Annex {letter}[.]", FALSE, "Annex B. Ropes", "Annex B.", 2, 2, 1 },
    { "optional-missing", "Annex {letter}[.]", FALSE, "Annex B Ropes", "Annex B", 2, 2, 1 },
    { "nested", "Anlage[ {arabic}[{suffix}]]", FALSE, "Anlage", "Anlage", -1, -1, 1 },
    { "nested-half", "Anlage[ {arabic}[{suffix}]]", FALSE, "Anlage 2 x", "Anlage 2", 2, 2, 1 },
    { "nested-whole", "Anlage[ {arabic}[{suffix}]]", FALSE, "Anlage 2b", "Anlage 2b", 2, 2, 1 },
    { "case", "Chapter {roman}", TRUE, "CHAPTER IX", "CHAPTER IX", 9, 9, 1 },
    { "case-exact", "Chapter {roman}", FALSE, "CHAPTER IX", NULL, 0, 0, 0 },
    { "dotted", "{dotted}", FALSE, "1.2.3 Title", "1.2.3", 3, 3, 3 },
    { "dotted-with-dot", "{dotted}", FALSE, "4.2. Title", "4.2.", 2, 2, 2 },
    { "dotted-under-letter", "{letter}.{dotted}", FALSE, "B.1.4. Title", "B.1.4.", 4, 4, 3 },
    { "too-deep", "{dotted}", FALSE, "1.2.3.4.5.6.7.8.9", NULL, 0, 0, 0 },
    { "circled", "{circled}", FALSE, "③甲", "③", 3, 3, 1 },
    { "brackets", "（{chinese}）", FALSE, "（ 三 ）甲", "（ 三 ）", 3, 3, 1 },
    { "several-systems", "{arabic|roman}.", FALSE, "XI. x", "XI.", 11, 11, 1 },
    { "letter-before-roman", "Appendix {letter|roman}", FALSE, "Appendix C", "Appendix C", 3, 3,
      1 },
    { "roman-before-letter", "Appendix {letter|roman}", FALSE, "Appendix V", "Appendix V", 5, 5,
      1 },
    { "word-only", "附则", FALSE, "附 则", NULL, 0, 0, 0 },
};

static void
test_case(gconstpointer data)
{
    const Case *self = data;
    g_autofree char *problem = NULL;
    g_autoptr(Pattern) pattern = pattern_new(self->pattern, self->fold, &problem);
    NumeralCache numbers = { 0 };
    PatternMatch match;
    gsize length;

    g_assert_cmpstr(problem, ==, NULL);
    length = pattern_match(pattern, self->text, self->text + strlen(self->text), &numbers, &match);
    g_assert_cmpuint(length, ==, self->label ? strlen(self->label) : 0);
    if (!self->label)
        return;
    g_assert_true(g_str_has_prefix(self->text, self->label));
    g_assert_cmpint(match.number, ==, self->number);
    g_assert_cmpint(match.last, ==, self->last);
    g_assert_cmpuint(match.depth, ==, self->depth);
}

static const char *const wrong[][2] = {
    { "", "matches nothing" },        { "第{n章", "'{' without '}'" },
    { "第n}章", "'}' without '{'" },  { "第{number}章", "'{number}' is not a number" },
    { "{}", "empty braces" },         { "Annex[ {letter}", "'[' without ']'" },
    { "Annex ]", "']' without '['" }, { "[[[[[x]]]]]", "nest more than" },
};

static void
test_wrong(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *problem = NULL;

        g_assert_null(pattern_new(wrong[i][0], FALSE, &problem));
        g_assert_nonnull(problem);
        if (!strstr(problem, wrong[i][1]))
            g_test_fail_printf("'%s' of '%s' lacks \"%s\"", problem, wrong[i][0], wrong[i][1]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/sections/pattern/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/sections/pattern/wrong", test_wrong);
    return g_test_run();
}
