/* Names of result files: patterns, ids that try to get out, names that are taken. */
#include <string.h>

#include <textmill/error.h>

#include "pipeline/pattern.h"
#include "source/names.h"

typedef struct {
    const char *name;
    const char *pattern;
    const char *id;
    const char *part;
    const char *wanted;
} Case;

static const Case cases[] = {
    { "stem", "{stem}.json", "a/b/c.txt", NULL, "c.json" },
    { "name", "{name}.json", "a/b/c.txt", NULL, "c.txt.json" },
    { "dir", "{dir}/{stem}.json", "a/b/c.txt", NULL, "a/b/c.json" },
    { "dir-at-top", "{dir}/{stem}.json", "c.txt", NULL, "c.json" },
    { "id", "{id}.md", "a/b/c.txt", NULL, "a/b/c.txt.md" },
    { "ext", "{ext}/{stem}", "c.txt", NULL, "txt/c" },
    { "no-ext", "{ext}/{stem}", "c", NULL, "c" },
    { "dotted-stem", "{stem}|{ext}", "act.v2.txt", NULL, "act.v2|txt" },
    { "hidden", "{stem}.json", ".bashrc", NULL, ".bashrc.json" },
    { "index", "{index}.json", "x", NULL, "000042.json" },
    { "fan", "{fan}/{fan2}/{stem}.json", "a/b/c.txt", NULL, "c7/ba/c.json" },
    { "fan-of-escape", "{fan}/{id}", "../../etc/passwd", NULL, "37/__/__/etc/passwd" },
    { "fan-of-nothing", "{fan}.x", "", NULL, "e3.x" },
    { "part-packed", "{stem}.csv.gz", "x.txt", "tags", "x.tags.csv.gz" },
    { "part-packed-only", "{stem}.zst", "x", "tags", "x.tags.zst" },
    { "shard", "all-{shard}.jsonl", "x", NULL, "all-00001.jsonl" },
    { "stream", "documents.jsonl", "x", NULL, "documents.jsonl" },
    { "part", "{stem}.{part}.csv", "x.txt", "tags", "x.tags.csv" },
    { "part-unnamed", "{stem}.{part}.csv", "x.txt", NULL, "x.main.csv" },
    { "part-not-in-pattern", "{stem}.csv", "x.txt", "tags", "x.tags.csv" },
    { "part-of-stream", "all.csv", "x.txt", "tags", "all.tags.csv" },
    { "part-no-ext", "{dir}/{stem}", "a.b/x", "tags", "a.b/x.tags" },
    { "part-escapes", "{part}.csv", "x", "../../etc/passwd", ".._.._etc_passwd.csv" },
    { "part-beside", "{id}/{part}.csv", "a/b.txt", "./about.json", "a/b.txt/about.json" },
    { "part-beside-of-stream", "t/{part}.csv", "x", "./about.json", "t/about.json" },
    { "part-beside-on-top", "{part}.csv.gz", "x", "./about.json", "about.json" },
    { "part-beside-without", "t/all.csv", "x", "./about.json", "t/about.json" },
    { "part-beside-escapes", "t/{part}.csv", "x", "./../../etc/passwd", "t/.._.._etc_passwd" },
    { "part-beside-dots", "t/{part}.csv", "x", "./..", "t/__" },
    { "part-beside-nothing", "t/{part}.csv", "x", "./", "t" },
    { "id-escapes", "{id}.json", "../../etc/passwd", NULL, "__/__/etc/passwd.json" },
    { "id-absolute", "{id}.json", "/etc/passwd", NULL, "etc/passwd.json" },
    { "id-is-dots", "{id}", "..", NULL, "__" },
    { "id-hidden-dots", "{id}", "a/./../.", NULL, "a/__" },
    { "id-many-slashes", "{id}.x", "a///b", NULL, "a/b.x" },
    { "id-ends-with-slash", "{dir}/{stem}.x", "a/b/", NULL, "a/b/.x" },
    { "id-empty", "{id}", "", NULL, "_" },
    { "dots-joined", ".{ext}", "a..", NULL, "_" },
    { "stem-dots", "{stem}", "...", NULL, "__" },
    { "newline", "{id}.json", "a\nb\tc\x7f", NULL, "a_b_c_.json" },
    { "not-utf-8", "{id}.json",
      "a\xff\xfe"
      "b",
      NULL, "a__b.json" },
    { "cut-utf-8", "{id}.json", "\xe4\xb8", NULL, "__.json" },
    { "utf-8", "{stem}.json", "计划/天津 十四五.txt", NULL, "天津 十四五.json" },
    { "temporary", "{name}", ".textmill-1", NULL, "_textmill-1" },
};

static void
check_case(gconstpointer data)
{
    const Case *item = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(MillPattern) pattern = mill_pattern_new(item->pattern, &error);

    g_assert_no_error(error);
    g_autofree char *path = mill_pattern_expand(pattern, item->id, 41, item->part);

    g_assert_cmpstr(path, ==, item->wanted);
}

/* What config finds wrong is an error here as well; nothing gets through to be parsed. */
static void
check_refused(void)
{
    static const char *const patterns[] = { "",           "/tmp/{stem}.json", "../{stem}",
                                            "{stem.json", "{}.json",          "{stam}.json",
                                            "}{",         "a{{stem}}" };

    for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(mill_pattern_new(patterns[i], &error));
        g_assert_error(error, MILL_ERROR, MILL_ERROR_CONFIG);
    }
}

static void
check_per_document(void)
{
    static const struct {
        const char *pattern;
        gboolean wanted;
    } rows[] = {
        { "all.jsonl", FALSE },   { "{part}.csv", FALSE }, { "{ext}.csv", TRUE },
        { "{index}.json", TRUE }, { "{dir}/all", TRUE },   { "{fan}", TRUE },
        { "{fan2}", TRUE },       { "{shard}.x", FALSE },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(MillPattern) pattern = mill_pattern_new(rows[i].pattern, NULL);

        g_assert_cmpint(mill_pattern_is_per_document(pattern), ==, rows[i].wanted);
    }
}

/* Long names are cut between characters, stay different and keep their extension. */
static void
check_long(void)
{
    g_autoptr(MillPattern) pattern = mill_pattern_new("{id}.json", NULL);
    GString *id = g_string_new(NULL);

    for (guint i = 0; i < 300; i++)
        g_string_append(id, "划");
    g_autofree char *one = mill_pattern_expand(pattern, id->str, 0, NULL);
    g_string_append(id, "x");
    g_autofree char *other = mill_pattern_expand(pattern, id->str, 0, NULL);

    g_assert_cmpuint(strlen(one), <=, 240);
    g_assert_cmpuint(strlen(one), >, 230);
    g_assert_true(g_utf8_validate(one, -1, NULL));
    g_assert_true(g_str_has_suffix(one, ".json"));
    g_assert_cmpstr(one, !=, other);
    g_string_truncate(id, 0);
    for (guint i = 0; i < 3000; i++)
        g_string_append(id, "d/");
    g_string_append(id, "x");
    g_autofree char *deep = mill_pattern_expand(pattern, id->str, 0, NULL);

    g_assert_cmpuint(strlen(deep), ==, 64 + 5);
    g_string_free(id, TRUE);
}

static void
check_take(void)
{
    static const char *const rows[][2] = {
        { "a.json", "a.json" },       { "a.json", "a~2.json" },       { "a.json", "a~3.json" },
        { "b~2.json", "b~2.json" },   { "b.json", "b.json" },         { "b.json", "b~3.json" },
        { "d.e/x", "d.e/x" },         { "d.e/x", "d.e/x~2" },         { ".x", ".x" },
        { "a.json.gz", "a.json.gz" }, { "a.json.gz", "a~2.json.gz" }, { ".x", ".x~2" },
        { "a~2.json", "a~2~2.json" },
    };
    g_autoptr(MillNames) names = mill_names_new();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = mill_names_take(names, rows[i][0]);

        g_assert_cmpstr(name, ==, rows[i][1]);
    }
}

/* What is a file can be no folder, and the other way round. */
static void
check_take_file(void)
{
    static const char *const rows[][2] = {
        { "a", "a" },
        { "a/b", "a~2/b" },
        { "a/b", "a~2/b~2" },
        { "a~2", "a~2~2" },
        { "a/b/c", "a~2/b~3/c" },
        { "a/b/d", "a~2/b~3/d" },
        { "x/y.tar/z", "x/y.tar/z" },
        { "x/y.tar", "x/y~2.tar" },
        { "x", "x~2" },
        { "x~2/u", "x~2~2/u" },
        { "x/y.tar/z", "x/y.tar/z~2" },
        { "x/y.tar/z/w", "x/y.tar/z~3/w" },
    };
    g_autoptr(MillNames) names = mill_names_new();
    g_autoptr(MillNames) again = mill_names_new();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = mill_names_take_file(names, rows[i][0]);
        g_autofree char *same = mill_names_take_file(again, name);

        g_assert_cmpstr(name, ==, rows[i][1]);
        g_assert_cmpstr(same, ==, name); /* a run that goes on takes what was given */
    }
}

/* Many names, and the same name many times: both have to stay cheap. */
static void
check_many(void)
{
    g_autoptr(MillNames) names = mill_names_new();

    for (guint i = 0; i < 20000; i++) {
        g_autofree char *wanted = g_strdup_printf("f%u", i);
        g_autofree char *repeat = i == 0 ? g_strdup("same") : g_strdup_printf("same~%u", i + 1);
        g_autofree char *name = mill_names_take(names, wanted);
        g_autofree char *same = mill_names_take(names, "same");

        g_assert_cmpstr(name, ==, wanted);
        g_assert_cmpstr(same, ==, repeat);
    }
}

/* Names that are given back leave no trace: what follows is what it would have been without. */
static void
check_give_back(void)
{
    static const char *const wanted[] = {
        "a", "a", "a/b", "b.txt", "c/d/e", "c/d", "a~2", "c~2/x"
    };
    g_autoptr(GRand) random = g_rand_new_with_seed(20261127);
    g_autoptr(MillNames) names = mill_names_new();
    g_autoptr(MillNames) model = mill_names_new();

    for (guint round = 0; round < 4000; round++) {
        gboolean stays = g_rand_boolean(random);

        mill_names_note(names);
        for (gint n = g_rand_int_range(random, 0, 6); n > 0; n--) {
            const char *some = wanted[g_rand_int_range(random, 0, G_N_ELEMENTS(wanted))];
            g_autofree char *name = g_strdup_printf("%d/%s", g_rand_int_range(random, 0, 50), some);
            g_autofree char *got = mill_names_take_file(names, name);

            if (stays) {
                g_autofree char *same = mill_names_take_file(model, name);

                g_assert_cmpstr(got, ==, same);
            }
            g_assert_true(mill_names_has(names, got));
        }
        if (!stays)
            mill_names_give_back(names);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/names/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], check_case);
    }
    g_test_add_func("/names/refused", check_refused);
    g_test_add_func("/names/per-document", check_per_document);
    g_test_add_func("/names/long", check_long);
    g_test_add_func("/names/take", check_take);
    g_test_add_func("/names/take-file", check_take_file);
    g_test_add_func("/names/many", check_many);
    g_test_add_func("/names/give-back", check_give_back);
    return g_test_run();
}
