/* plan.h - a pipeline of one tags step over dictionary files written for the case. */
#ifndef TEST_TAGS_PLAN_H
#define TEST_TAGS_PLAN_H

#include <glib/gstdio.h>
#include <textmill/textmill.h>

/* A folder for the files of one case, removed with all that is in it. */
static inline char *
plan_make_folder(void)
{
    g_autoptr(GError) error = NULL;
    char *folder = g_dir_make_tmp("test-tags-XXXXXX", &error);

    g_assert_no_error(error);
    return folder;
}

static inline void
plan_remove_folder(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);

    for (const char *name; (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_assert_cmpint(g_unlink(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static inline void
plan_write_file(const char *folder, const char *name, const char *text, gssize length)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GError) error = NULL;

    g_file_set_contents(path, text, length, &error);
    g_assert_no_error(error);
}

/* Loads the pipeline `use: tags, with: { OPTIONS }`; NULL if there are errors in @report. */
static inline MillPipeline *
plan_load(const char *folder, const char *options, MillReport *report)
{
    g_autofree char *plan =
        g_strdup_printf("textmill: 1\nsteps:\n  - use: tags\n    with: { %s }\n", options);
    g_autofree char *path = g_build_filename(folder, "plan.yaml", NULL);

    plan_write_file(folder, "plan.yaml", plan, -1);
    return mill_pipeline_load(path, NULL, report);
}

#endif
