/* What a run has written is taken away from it: while it goes on, and before it goes on again. */
#include "../run/resume.h"

#if defined(MILL_HAVE_ZSTD)
#define PACKED "  - use: mad-lines\n    file: 'all.txt.zst'\n"
#elif defined(MILL_HAVE_ZLIB)
#define PACKED "  - use: mad-lines\n    file: 'all.txt.gz'\n"
#endif

#ifdef PACKED
/* Deletes the tails of compressed files in the results, or leaves one byte of each. How many. */
static guint
damage_tails(const Mill *mill, gboolean all)
{
    g_autofree char *files = scratch_list(mill->output);
    g_auto(GStrv) names = g_strsplit(files, " ", -1);
    guint n = 0;

    for (guint i = 0; names[i]; i++) {
        g_autofree char *path = scratch_path(mill->output, names[i]);

        if (!strstr(names[i], ".tail-"))
            continue;
        g_assert_cmpint(all ? unlink(path) : truncate(path, 1), ==, 0);
        n++;
    }
    return n;
}

/* The end of a compressed file that a stopped run has left is lost: its documents are done anew. */
static void
check_tail(gconstpointer all)
{
    Mill mill;
    Stopper stopper = { .left = 20 };
    g_autoptr(GError) error = NULL;

    mill_init(&mill, "  - use: mad-text\n  - use: mad-lines\n    id: plain\n" PACKED, "", "");
    plant(&mill);
    g_autofree char *undisturbed = read_undisturbed(&mill);

    mill_run_free(
        mill_start(&mill,
                   (MillRunOptions){
                       .jobs = 2, .stop = &stopper.stop, .on_result = stop_soon, .data = &stopper },
                   &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_STOPPED);
    g_clear_error(&error);
    g_assert_cmpuint(damage_tails(&mill, all != NULL), >, 0);
    g_autoptr(MillRun) run =
        mill_start(&mill, (MillRunOptions){ .jobs = 2, .resume = TRUE }, &error);

    g_assert_no_error(error);
    g_assert_nonnull(strstr(mill_run_get_summary(run)->changed, "is not as the run left it"));
    check_same(&mill, undisturbed);
    mill_clear(&mill);
}
#endif

/* What happens to the ledger while the run goes on. */
typedef struct {
    const char *output;
    gboolean replaced;
    gint left; /* documents until then */
} Thief;

static void
steal_ledger(const MillResult *result, gpointer data)
{
    Thief *thief = data;
    g_autofree char *ledger = scratch_path(thief->output, "ledger.sqlite");
    g_autofree char *bytes = NULL;
    gsize length;

    if (--thief->left != 0)
        return;
    g_assert_true(g_file_get_contents(ledger, &bytes, &length, NULL));
    g_assert_cmpint(unlink(ledger), ==, 0);
    if (thief->replaced)
        g_assert_true(g_file_set_contents(ledger, bytes, (gssize) length, NULL));
}

/* A run without its ledger ends, and says why; it can be made again. */
static void
check_ledger(gconstpointer data)
{
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill, "mad-text mad-lines", "", "");
    plant(&mill);
    Thief thief = { .output = mill.output, .replaced = data != NULL, .left = 20 };
    g_autofree char *undisturbed = read_undisturbed(&mill);

    mill_run_free(mill_start(
        &mill, (MillRunOptions){ .jobs = 2, .on_result = steal_ledger, .data = &thief }, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    g_assert_nonnull(strstr(error->message, "ledger.sqlite' was deleted or replaced"));
    g_clear_error(&error);
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2, .force = TRUE }, &error));
    g_assert_no_error(error);
    check_same(&mill, undisturbed);
    mill_clear(&mill);
}

/* A document whose second file cannot be fails, and gives the name of its first one back, whether a
 * later one of the same name comes in the same run or in one that goes on. */
static void
check_given_back(void)
{
    enum { N_BETWEEN = 400 };
    Stopper stopper = { .left = 1 };
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill,
              "  - use: mad-text\n    file: '{stem}.txt'\n"
              "  - use: mad-text\n    id: second\n    file: 'second/{dir}/{stem}.txt'\n",
              "", "");
    scratch_write(mill.folder, "in/0/same", "the first");
    for (guint i = 0; i < N_BETWEEN; i++)
        plant_one(&mill, i + 500, "between");
    scratch_write(mill.folder, "in/z/same", "the last");
    g_autofree char *output = scratch_path(mill.folder, "undisturbed");

    scratch_write(mill.output, "second/0/same.txt/in-its-place", "");
    scratch_write(output, "second/0/same.txt/in-its-place", "");
    mill_run_free(
        mill_start(&mill, (MillRunOptions){ .jobs = 2, .output = output, .force = TRUE }, &error));
    g_assert_no_error(error);
    g_autofree char *wanted = scratch_list(output);

    mill_run_free(mill_start(&mill,
                             (MillRunOptions){ .jobs = 2,
                                               .force = TRUE,
                                               .stop = &stopper.stop,
                                               .on_result = stop_soon,
                                               .data = &stopper },
                             &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_STOPPED);
    g_clear_error(&error);
    g_autoptr(MillRun) run =
        mill_start(&mill, (MillRunOptions){ .jobs = 2, .resume = TRUE, .force = TRUE }, &error);
    const MillRunSummary *summary = mill_run_get_summary(run);

    g_assert_no_error(error);
    g_assert_null(summary->changed);
    g_assert_cmpint(summary->taken_over, >, 0);
    g_assert_cmpint(summary->taken_over, <, N_BETWEEN + 2);
    g_assert_cmpint(summary->progress.quarantined, ==, 1);
    g_autofree char *files = scratch_list(mill.output);

    g_assert_cmpstr(files, ==, wanted);
    g_assert_nonnull(strstr(files, " same.txt "));
    mill_clear(&mill);
}

/* What a power cut may leave of a ledger that had not reached the disk. */
typedef struct {
    const char *name;
    gsize whole;  /* bytes that stay as they are */
    gsize length; /* zeros up to here */
    const char *says;
} Damage;

static const Damage damages[] = {
    { "empty", 0, 0, "ledger.sqlite' is no ledger: it is damaged" },
    { "zeros", 0, 40000, "ledger.sqlite' is no ledger: it is damaged" },
    { "head", 100, 100, "the ledger is damaged, as by a power cut; use --force" },
    { "page", 4096, 40000, "the ledger is damaged, as by a power cut; use --force" },
};

/* All is told, and --force makes it anew. */
static void
check_damage(gconstpointer data)
{
    const Damage *damage = data;
    g_autofree char *bytes = NULL;
    g_autofree char *zeros = g_malloc0(damage->length + 1);
    gsize length;
    Mill mill;

    mill_init(&mill, "mad-text mad-lines", "", "");
    plant(&mill);
    g_autofree char *undisturbed = read_undisturbed(&mill);
    g_autofree char *ledger = scratch_path(mill.output, "ledger.sqlite");

    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2 }, NULL));
    g_assert_true(g_file_get_contents(ledger, &bytes, &length, NULL));
    memcpy(zeros, bytes, damage->whole);
    for (guint resume = 0; resume < 2; resume++) {
        g_autoptr(GError) error = NULL;

        g_assert_true(g_file_set_contents(ledger, zeros, (gssize) damage->length, NULL));
        mill_run_free(
            mill_start(&mill, (MillRunOptions){ .jobs = 2, .resume = resume > 0 }, &error));
        g_assert_nonnull(strstr(error->message, damage->says));
        g_clear_error(&error);
        mill_run_free(mill_start(
            &mill, (MillRunOptions){ .jobs = 2, .resume = resume > 0, .force = TRUE }, &error));
        g_assert_no_error(error);
        check_same(&mill, undisturbed);
    }
    mill_clear(&mill);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#ifdef PACKED
    g_test_add_data_func("/losses/tail/all", GINT_TO_POINTER(TRUE), check_tail);
    g_test_add_data_func("/losses/tail/most", GINT_TO_POINTER(FALSE), check_tail);
#endif
    g_test_add_data_func("/losses/ledger/deleted", GINT_TO_POINTER(FALSE), check_ledger);
    g_test_add_data_func("/losses/ledger/replaced", GINT_TO_POINTER(TRUE), check_ledger);
    g_test_add_func("/losses/name-given-back", check_given_back);
    for (gsize i = 0; i < G_N_ELEMENTS(damages); i++) {
        g_autofree char *path = g_strconcat("/losses/damage/", damages[i].name, NULL);

        g_test_add_data_func(path, &damages[i], check_damage);
    }
    return g_test_run();
}
