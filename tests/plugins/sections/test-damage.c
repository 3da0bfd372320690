/* Damaged scheme files are refused with a message or read; either way nothing breaks, and what was
 * read works on text. */
#include <string.h>

#include "auto.h"
#include "outline.h"
#include "tree.h"

static const char text[] =
    "第一章 甲\n\n乙。\n\n1.1 Terms\n\n§ 2 Ort\n\nErster Teil\n\n（一）丙。丁。\n\n"
    "# Title\n\nLine\n====\n\nCHAPTER IV\n\nA sentence.\n";

/* Reads the text by @scheme, through everything behind the reading of the file. */
static void
use_scheme(Scheme *scheme)
{
    g_autoptr(GPtrArray) schemes = g_ptr_array_new();
    g_autoptr(GPtrArray) selectors = g_ptr_array_new_with_free_func((GDestroyNotify) selector_free);
    g_autoptr(Scan) scan = scan_new();
    g_autoptr(GArray) headings = g_array_new(FALSE, FALSE, sizeof(Heading));
    g_autoptr(GArray) sections = g_array_new(FALSE, FALSE, sizeof(Section));
    g_autoptr(GArray) verdicts = g_array_new(FALSE, FALSE, sizeof(Verdict));
    HeadingLimits limits = { 0 };

    g_ptr_array_add(schemes, scheme);

    g_autoptr(Finder) finder = finder_new(schemes, 0);

    g_ptr_array_add(selectors, selector_new(finder, scheme, &limits));
    finder_scan(finder, text, strlen(text), scan);
    if (auto_choose(selectors, scan, headings, verdicts) >= 0)
        tree_build(g_ptr_array_index(selectors, 0), scan, headings, sections);
    for (guint i = 0; i < sections->len; i++)
        g_assert_cmpuint(g_array_index(sections, Section, i).end, <=, strlen(text));
}

/* Changes a few bytes, takes some out or doubles a line. */
static void
damage(GRand *random, GString *yaml)
{
    static const char signs[] = "{}[]|:',-#&*!%\" \nn0x";
    guint changes = (guint) g_rand_int_range(random, 1, 4);

    for (guint i = 0; i < changes && yaml->len > 1; i++) {
        gsize at = (gsize) g_rand_int_range(random, 0, (gint32) yaml->len);
        gsize length = (gsize) g_rand_int_range(random, 1, 20);

        switch (g_rand_int_range(random, 0, 3)) {
        case 0:
            yaml->str[at] = signs[g_rand_int_range(random, 0, (gint32) strlen(signs))];
            break;
        case 1:
            g_string_erase(yaml, (gssize) at, (gssize) MIN(length, yaml->len - at));
            break;
        default:
            g_string_insert_c(yaml, (gssize) at,
                              signs[g_rand_int_range(random, 0, (gint32) strlen(signs))]);
        }
    }
}

static void
test_scheme(gconstpointer data)
{
    const char *path = data;
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    g_autofree char *yaml = NULL;
    gsize length;
    guint read = 0;

    g_assert_true(g_file_get_contents(path, &yaml, &length, NULL));
    for (guint i = 0; i < 150; i++) {
        g_autoptr(GString) changed = g_string_new_len(yaml, (gssize) length);
        g_autoptr(MillReport) report = mill_report_new();
        g_autoptr(Scheme) scheme = NULL;

        if (i > 0) /* as it ships, once */
            damage(random, changed);
        scheme = scheme_parse(path, changed->str, changed->len, report);
        g_assert_true(scheme || mill_report_count(report, MILL_SEVERITY_ERROR) > 0);
        if (scheme) {
            use_scheme(scheme);
            read++;
        }
        g_assert_true(i > 0 || read == 1);
    }
    g_assert_cmpuint(read, <, 150);
}

int
main(int argc, char **argv)
{
    const char *folder = g_getenv("TEST_SCHEMES");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    g_test_init(&argc, &argv, NULL);
    g_assert_nonnull(dir);
    while ((name = g_dir_read_name(dir))) {
        g_autofree char *test = g_strconcat("/sections/damage/", name, NULL);

        g_test_add_data_func_full(test, g_build_filename(folder, name, NULL), test_scheme, g_free);
    }
    return g_test_run();
}
