/* The step dedup, driven as the core drives it. */
#include "step.h"

#include <string.h>

#include "state.h"

/* Encodes, asks for and merges one document. The reason for which it is turned away, or NULL.
 * (transfer full) */
static char *
offer(Step *step, guint number, const char *text, const char *title)
{
    const MillStepType *type = step_get_type(step);
    g_autofree char *id = g_strdup_printf("%u", number);
    g_autoptr(GError) error = NULL;
    g_autoptr(MillDocument) document = mill_document_new_text(id, text, -1, &error);
    g_autoptr(MillOutput) output = mill_output_new();
    MillPart part = { .document = id, .number = number };
    char *reason = NULL;

    g_assert_no_error(error);
    mill_document_set_meta_string(document, "title", title);
    g_assert_true(type->encode(step_get_self(step), document, output, &error));
    if (mill_output_get_n_parts(output) == 0)
        return NULL;
    part.bytes = mill_output_get_bytes(output, 0)->str;
    part.length = mill_output_get_bytes(output, 0)->len;
    g_assert_true(type->admit(step_get_self(step), &part, &reason, &error));
    if (reason) {
        const MillLoss loss = {
            .document = id, .number = number, .dropped = TRUE, .step = "test", .message = reason
        };

        g_assert_true(type->lose(step_get_self(step), &loss, &error));
    } else {
        g_assert_true(type->merge(step_get_self(step), part.bytes, part.length, &error));
    }
    g_assert_no_error(error);
    return reason;
}

static void
open_step(Step *step)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(step_get_type(step)->open(step_get_self(step), NULL, &error));
}

static char *
finish(Step *step)
{
    g_autoptr(MillOutput) output = mill_output_new();
    g_autoptr(GError) error = NULL;

    g_assert_true(step_get_type(step)->finish(step_get_self(step), output, &error));
    return g_strdup(mill_output_get_bytes(output, 0)->str);
}

#define FOX  "the quick brown fox jumps over the lazy dog and then sleeps in the sun until evening"
#define WIND "到2025年风电装机容量达到420万千瓦可再生能源占比超过百分之四十五"

typedef struct {
    const char *name;
    const char *options;
    const char *first;
    const char *second;
    const char *reason; /* for the second; NULL: it is kept */
} Case;

static const Case cases[] = {
    { "same", NULL, FOX, FOX, "duplicate of '0' (identical)" },
    { "other", NULL, FOX, WIND, NULL },
    { "case", NULL, "Ab", "aB", "duplicate of '0' (identical)" },
    { "case-counts", "{ fold: [width] , method: exact}", "Ab", "aB", NULL },
    { "width", NULL, "ＧＤＰ　2025", "gdp 2025", "duplicate of '0' (identical)" },
    { "space", NULL, " a\n\n b", "a b ", "duplicate of '0' (identical)" },
    { "space-counts", "{ fold: [], method: exact }", "a b", "a  b", NULL },
    { "space-divides-words", NULL, "a b", "ab", NULL },
    { "accents-count", "{ method: exact }", "café", "cafe", NULL },
    { "accents", "{ method: exact, fold: [accents] }", "café", "cafe",
      "duplicate of '0' (identical)" },
    { "line-in-chinese", NULL, WIND,
      "到2025年风电装机容\n量达到420万千瓦可再生能源占比超过百分之四十五",
      "duplicate of '0' (identical)" },
    { "punctuation", NULL, FOX, FOX "!", "duplicate of '0' (similarity 1.00)" },
    { "punctuation-exact", "{ method: exact }", FOX, FOX "!", NULL },
    { "near", "{ threshold: 0.7 }", FOX, FOX " falls", "duplicate of '0' (similarity 0.92)" },
    { "near-enough-not", "{ threshold: 0.99 }", FOX, FOX " falls", NULL },
    { "near-chinese", "{ threshold: 0.7 }", WIND, WIND "点", "duplicate of '0' (similarity 0.98)" },
    { "near-exact", "{ method: exact }", FOX, FOX " falls", NULL },
    { "order-of-words", "{ shingle: 1 }", "one two three", "three one two",
      "duplicate of '0' (similarity 1.00)" },
    { "order-of-words-counts", "{ shingle: 2 }", "one two three", "three one two", NULL },
    { "shorter-than-a-shingle", NULL, "one two", "one, two", "duplicate of '0' (similarity 1.00)" },
    { "shorter-and-other", NULL, "one two", "one two three", NULL },
    { "empty", NULL, "", " \n", "duplicate of '0' (identical)" },
    { "no-words", NULL, "***", "---", NULL },
    { "empty-and-not", NULL, "", "a", NULL },
    { "metadata", "{ metadata: title }", "one", "two", "duplicate of '0' (identical)" },
    { "no-metadata", "{ metadata: name }", "one", "one", NULL },
};

static void
check_case(gconstpointer data)
{
    const Case *item = data;
    g_autoptr(Step) step = step_new(item->options);

    open_step(step);
    g_autofree char *first = offer(step, 0, item->first, "title");
    g_autofree char *second = offer(step, 1, item->second, "Title");
    g_autofree char *report = finish(step);

    g_assert_cmpstr(first, ==, NULL);
    g_assert_cmpstr(second, ==, item->reason);
    g_assert_true((report[0] != '\0') == (item->reason != NULL));
}

/* The first of equals, the most similar of others; who was dropped turns nobody away. */
static void
check_choice(void)
{
    g_autoptr(Step) step = step_new("{ threshold: 0.3, shingle: 1, hashes: 512 }");
    static const struct {
        const char *text, *reason;
    } rows[] = {
        { "a b c d e f g h", NULL },
        { "a b c d e f x y", "duplicate of '0' (similarity 0.60)" },
        { "x y z u v w", NULL },
        { "x y z u v w g h", "duplicate of '2' (similarity 0.75)" },
        { "h g f e d c b a", "duplicate of '0' (similarity 1.00)" },
        { "a b c d e f x y", "duplicate of '0' (similarity 0.60)" },
    };

    for (guint run = 0; run < 2; run++) {
        open_step(step);
        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
            g_autofree char *reason = offer(step, i, rows[i].text, NULL);

            /* The estimate is one of 512 bins; what is compared is who was chosen. */
            g_assert_true((reason != NULL) == (rows[i].reason != NULL));
            g_assert_true(!reason || strncmp(reason, rows[i].reason, 18) == 0);
        }
        g_autofree char *report = finish(step);
        g_auto(GStrv) lines = g_strsplit(report, "\n", -1);

        g_assert_cmpuint(g_strv_length(lines), ==, 5);
        g_assert_true(g_str_has_prefix(lines[0], "{\"kept\":\"0\",\"dropped\":\"1\","));
        g_assert_true(g_str_has_prefix(lines[1], "{\"kept\":\"0\",\"dropped\":\"4\","));
        g_assert_true(g_str_has_prefix(lines[2], "{\"kept\":\"0\",\"dropped\":\"5\","));
        g_assert_true(g_str_has_prefix(lines[3], "{\"kept\":\"2\",\"dropped\":\"3\","));
    }
}

/* Thousands of documents in the least memory, and in enough: the same. And what save() gives lets
 * another instance go on. */
static void
check_memory(void)
{
    g_autoptr(Step) small = step_new("{ memory: 1M }"), large = step_new(NULL);
    g_autoptr(Step) heir = step_new("{ memory: 1M }");
    g_autoptr(GString) text = g_string_new(NULL), state = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    GRand *random = g_rand_new_with_seed(20261127);
    guint dropped = 0;

    open_step(small);
    open_step(large);
    for (guint i = 0; i < 6000; i++) {
        if (i % 5 < 4)
            g_string_truncate(text, 0);
        else
            g_string_append(text, " again");
        for (guint k = 0; k < 30 && i % 5 < 4; k++)
            g_string_append_printf(text, "%x ", g_rand_int_range(random, 0, 5000));
        g_autofree char *a = offer(small, i, text->str, NULL);
        g_autofree char *b = offer(large, i, text->str, NULL);

        g_assert_cmpstr(a, ==, b);
        g_assert_true((a != NULL) == (i % 5 == 4));
        dropped += a != NULL;
    }
    g_rand_free(random);
    g_assert_cmpuint(dropped, ==, 1200);
    g_autofree char *one = finish(small), *two = finish(large);

    g_assert_cmpstr(one, ==, two);
    step_get_type(small)->save(step_get_self(small), state);
    open_step(heir);
    g_assert_true(step_get_type(heir)->merge(step_get_self(heir), state->str, state->len, &error));
    g_autofree char *three = finish(heir);
    g_autofree char *late = offer(heir, 7000, text->str, NULL);

    g_assert_cmpstr(one, ==, three);
    g_assert_cmpstr(late, ==, "duplicate of '5998' (similarity 0.96)");
}

static void
check_reasons(void)
{
    static const char *const ids[] = {
        "a.txt", "", "it's' (identical)", "x' (similarity 0.50)", "多' (", "duplicate of 'y'"
    };
    static const char *const others[] = { "",
                                          "duplicate of 'a'",
                                          "duplicate of 'a' (similarity 0.9)",
                                          "duplicate of 'a' (similarity 0.95)x",
                                          "duplicate of 'a' (twice)",
                                          "duplicate of '",
                                          "too short" };

    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autofree char *reason = dedup_report_reason(ids[i], i % 2, i % 2 ? 1 : 0.934);
        g_autofree char *kept = NULL;
        DedupLoss loss;

        g_assert_true(dedup_report_read_reason(reason, &kept, &loss));
        g_assert_cmpstr(kept, ==, ids[i]);
        g_assert_cmpuint(loss.percent, ==, i % 2 ? 100 : 93);
        g_assert_true(loss.identical == (i % 2 == 1));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autofree char *kept = NULL;
        DedupLoss loss;

        g_assert_false(dedup_report_read_reason(others[i], &kept, &loss));
    }
}

typedef struct {
    const char *name, *options, *message;
} Refusal;

static const Refusal refusals[] = {
    { "memory", "{ memory: lots }", "'lots' is no amount of memory for this step" },
    { "little-memory", "{ memory: 10K }", "'10K' is no amount of memory for this step" },
    { "unit", "{ memory: 10X }", "'10X' is no amount of memory for this step" },
    { "folder", "{ folder: /nonexistent/x }", "there is no folder '/nonexistent/x'" },
    { "threshold", "{ threshold: 0.1 }", "threshold" },
};

static void
check_refusal(gconstpointer data)
{
    const Refusal *item = data;
    g_autofree char *messages = NULL;

    g_assert_null(step_try_new(item->options, &messages));
    g_assert_nonnull(strstr(messages, item->message));
}

/* Of each cut and each other byte: refused or taken, never worse. */
static void
check_damage(void)
{
    g_autoptr(Step) step = step_new("{ hashes: 16 }");
    const MillStepType *type = step_get_type(step);
    g_autoptr(GString) state = g_string_new(NULL);
    guint refused = 0;

    open_step(step);
    g_free(offer(step, 0, FOX, NULL));
    g_free(offer(step, 1, FOX, NULL));
    type->save(step_get_self(step), state);
    for (gsize i = 1; i < state->len; i++) {
        g_autofree char *cut = g_memdup2(state->str, i);
        g_autoptr(GError) error = NULL;

        refused += !type->merge(step_get_self(step), cut, i, &error);
        cut[i - 1] ^= 0x41;
        g_clear_error(&error);
        type->merge(step_get_self(step), cut, i, &error);
    }
    /* All cuts but the one between the two entries. */
    g_assert_cmpuint(refused, ==, state->len - 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/dedup/case/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], check_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/dedup/refusal/", refusals[i].name, NULL);
        g_test_add_data_func(path, &refusals[i], check_refusal);
    }
    g_test_add_func("/dedup/choice", check_choice);
    g_test_add_func("/dedup/memory", check_memory);
    g_test_add_func("/dedup/reasons", check_reasons);
    g_test_add_func("/dedup/damage", check_damage);
    return g_test_run();
}
