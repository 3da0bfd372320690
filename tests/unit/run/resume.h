/* resume.h - runs that are killed and taken up again, and whether their results are the bytes of
 * one that nothing disturbed.
 */
#ifndef TEST_RUN_RESUME_H
#define TEST_RUN_RESUME_H

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mill.h"

#define N_DOCUMENTS 60

static inline void
plant_one(const Mill *mill, guint number, const char *text)
{
    g_autofree char *name = g_strdup_printf("in/%03u", number);

    scratch_write(mill->folder, name, text);
}

/* Documents of all fates. */
static inline void
plant(const Mill *mill)
{
    static const char *const endings[] = {
        "", "", "", "DROP", "", "FAIL", "", "PARTS", "", "CRASH"
    };

    for (guint i = 0; i < N_DOCUMENTS; i++) {
        g_autofree char *text = g_strdup_printf("%c%0*u%s", 'a' + (gint) (i * 7 % 26),
                                                (gint) (i * 37 % 101), i, endings[i % 10]);

        plant_one(mill, i, text);
    }
}

/* Every result in @folder with its name, the ledger, and what was counted. (transfer full) */
static inline char *
read_results(const Mill *mill, const char *folder)
{
    g_autofree char *files = scratch_list(folder);
    g_auto(GStrv) names = g_strsplit(files, " ", -1);
    g_autofree char *ledger = mill_read_ledger(folder);
    GString *all = g_string_new(ledger);

    g_string_append_printf(all, "== counted\n%s", mill->counted->str);

    for (guint i = 0; names[i]; i++) {
        g_autofree char *path = scratch_path(folder, names[i]);
        g_autofree char *text = NULL;
        gsize length = 0;

        if (!strstr(names[i], "ledger"))
            g_file_get_contents(path, &text, &length, NULL);
        g_autofree char *sum = g_compute_checksum_for_data(
            G_CHECKSUM_SHA256, (const guchar *) (text ? text : ""), length);

        g_string_append_printf(all, "== %s %s\n%s", names[i], sum, text ? text : "");
    }
    return g_string_free(all, FALSE);
}

/* What a run that nothing disturbs gives. (transfer full) */
static inline char *
read_undisturbed(Mill *mill)
{
    g_autofree char *output = scratch_path(mill->folder, "undisturbed");
    g_autoptr(GError) error = NULL;

    mill_run_free(mill_start(mill, (MillRunOptions){ .jobs = 2, .output = output }, &error));
    g_assert_no_error(error);
    return read_results(mill, output);
}

typedef struct {
    gint left;
} Fuse;

static inline void
burn(const MillResult *result, gpointer data)
{
    if (--((Fuse *) data)->left == 0)
        raise(SIGKILL);
}

/* Runs in a process of its own, which is killed when @left documents are recorded. FALSE if the run
 * was over before. */
static inline gboolean
run_and_kill(Mill *mill, gint left, gboolean resume)
{
    Fuse fuse = { left };
    int status;
    pid_t child = fork();

    if (child == 0) {
        mill_run_free(mill_start(
            mill, (MillRunOptions){ .jobs = 2, .resume = resume, .on_result = burn, .data = &fuse },
            NULL));
        _exit(0);
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    return WIFSIGNALED(status);
}

/* Stops a run when @left documents are recorded. */
typedef struct {
    volatile gint stop;
    gint left;
} Stopper;

static inline void
stop_soon(const MillResult *result, gpointer data)
{
    Stopper *stopper = data;

    if (--stopper->left == 0)
        stopper->stop = 1;
}

/* Fails with the first line that differs. */
static inline void
check_same(Mill *mill, const char *undisturbed)
{
    g_autofree char *results = read_results(mill, mill->output);
    g_auto(GStrv) lines = g_strsplit(results, "\n", -1);
    g_auto(GStrv) wanted = g_strsplit(undisturbed, "\n", -1);

    for (guint i = 0; lines[i] && wanted[i]; i++)
        g_assert_cmpstr(lines[i], ==, wanted[i]);
    g_assert_cmpuint(strlen(results), ==, strlen(undisturbed));
}

static inline void
resume(Mill *mill, const char *undisturbed)
{
    g_autoptr(GError) error = NULL;

    mill_run_free(mill_start(mill, (MillRunOptions){ .jobs = 2, .resume = TRUE }, &error));
    g_assert_no_error(error);
    check_same(mill, undisturbed);
}

#endif
