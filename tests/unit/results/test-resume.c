/* Runs that are killed, stopped, changed or repeated: what an earlier run left is taken up, and the
 * results are the bytes of a run that nothing disturbed. */
#include "../run/resume.h"

#include <sys/resource.h>

/* All in one file: the ledger has no row for it but the document's. */
#define LINES "mad-lines"

/* All kinds of results: own files, a file for all, a sink, corpus steps, one that turns away. */
#define WRITERS "mad-text mad-lines gather-sink gather-count gather-once"

/* Numbered files; compressed ones: own files, one for all, a corpus step's, numbered ones. */
#define SHARDED                                                                                    \
    "  - use: mad-lines\n    file: 'all-{shard}.txt'\n    shard: { documents: 7 }\n"               \
    "  - use: mad-lines\n    id: by-size\n    file: 's/{shard}.txt'\n    shard: { size: 2K }\n"
#ifdef MILL_HAVE_ZLIB
#define GZIP                                                                                       \
    "  - use: mad-text\n    file: '{fan}/{stem}.txt.gz'\n"                                         \
    "  - use: mad-lines\n    id: gzip\n    file: 'all.txt.gz'\n"                                   \
    "  - use: gather-count\n    file: 'count.gz'\n"
#else
#define GZIP ""
#endif
#ifdef MILL_HAVE_ZSTD
#define ZSTD                                                                                       \
    "  - use: mad-text\n    id: own\n    file: '{fan}/{fan2}/{stem}.zst'\n"                        \
    "  - use: mad-lines\n    id: numbered\n    file: 'z-{shard}.zst'\n"                            \
    "    shard: { documents: 11, size: 1K }\n"                                                     \
    "  - use: mad-lines\n    id: one\n    file: 'one.zst'\n"
#else
#define ZSTD ""
#endif

static const struct {
    const char *name;
    const char *writers;
} kinds[] = {
    { "lines", LINES },
    { "plain", WRITERS },
    { "packed", SHARDED GZIP ZSTD },
};

/* Killed at some document, resumed to the end. */
static void
check_killed_once(gconstpointer writers)
{
    Mill mill;

    mill_init(&mill, writers, "", "");
    plant(&mill);
    g_autofree char *undisturbed = read_undisturbed(&mill);

    for (gint left = 1; left <= N_DOCUMENTS; left += 13) {
        g_assert_true(run_and_kill(&mill, left, FALSE));
        resume(&mill, undisturbed);
    }
    mill_clear(&mill);
}

/* Killed again and again, each time a little further. */
static void
check_killed_often(gconstpointer writers)
{
    Mill mill;
    guint kills = 1;

    mill_init(&mill, writers, "", "");
    plant(&mill);
    g_autofree char *undisturbed = read_undisturbed(&mill);

    g_assert_true(run_and_kill(&mill, 10, FALSE));
    while (kills < 30 && run_and_kill(&mill, 17, TRUE))
        kills++;
    resume(&mill, undisturbed);
    g_assert_cmpuint(kills, >, 1);
    mill_clear(&mill);
}

/* Documents that make more than one frame, killed before, in and behind the first. */
static void
check_frames(void)
{
    enum { N_LARGE = 18, SIZE = 100 * 1000 };
    g_autofree char *text = g_malloc(SIZE + 1);
    Mill mill;

    mill_init(&mill, "  - use: mad-text\n" GZIP ZSTD, "", "");
    for (guint i = 0; i < N_LARGE; i++) {
        for (guint at = 0; at < SIZE; at++)
            text[at] = (char) ('a' + (at * at / 7 + i * at) % 26);
        text[SIZE] = '\0';
        plant_one(&mill, i, text);
    }
    g_autofree char *undisturbed = read_undisturbed(&mill);

    g_assert_true(run_and_kill(&mill, 3, FALSE));
    g_assert_true(run_and_kill(&mill, 10, TRUE));
    resume(&mill, undisturbed);
    plant_one(&mill, 13, "changed");
    g_autofree char *changed = read_undisturbed(&mill);

    resume(&mill, changed);
    mill_clear(&mill);
}

/* No file may grow beyond a limit, so a run ends; with more room, it can go on. */
static void
check_full(gconstpointer writers)
{
    enum { N_LARGE = 12, SIZE = 20 * 1000, LIMIT = 128 * 1024 };
    g_autofree char *text = g_malloc(SIZE + 1);
    g_autoptr(GError) error = NULL;
    struct rlimit before, small;
    guint32 state = 1;
    Mill mill;

    mill_init(&mill, writers, "", "");
    text[SIZE] = '\0';
    for (guint i = 0; i < N_LARGE; i++) {
        for (guint at = 0; at < SIZE; at++) {
            state = state * 1103515245 + 12345;
            text[at] = (char) ('0' + (state >> 24) % 64); /* hard to compress */
        }
        plant_one(&mill, i, text);
    }
    g_autofree char *undisturbed = read_undisturbed(&mill);

    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = LIMIT;
    setrlimit(RLIMIT_FSIZE, &small);
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 1 }, &error));
    setrlimit(RLIMIT_FSIZE, &before);
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    resume(&mill, undisturbed);
    mill_clear(&mill);
}

/* A run that has finished has nothing to do; its results stay as they are. */
static void
check_finished(gconstpointer writers)
{
    Mill mill;

    mill_init(&mill, writers, "", "");
    plant(&mill);
    g_autofree char *undisturbed = read_undisturbed(&mill);

    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2 }, NULL));
    g_autoptr(MillRun) run = mill_start(&mill, (MillRunOptions){ .jobs = 2, .resume = TRUE }, NULL);

    g_assert_cmpstr(mill.results->str, ==, "");
    g_assert_cmpint(mill_run_get_summary(run)->taken_over, ==, N_DOCUMENTS);
    g_assert_cmpint(mill_run_get_summary(run)->progress.documents, ==, N_DOCUMENTS);
    check_same(&mill, undisturbed);
    mill_clear(&mill);
}

/* What happens to the inputs between two runs, and how many documents that leaves to do. */
typedef struct {
    const char *name;
    guint number;     /* of the document */
    const char *text; /* NULL: it is deleted */
    gint64 redone;
    const char *changed;
} Change;

static const Change changes[] = {
    { "first", 0, "changed", 1, "the input '000' has changed" },
    { "middle", 31, "changed", 1, "the input '031' has changed" },
    { "crashes", 31, "CRASH!", 1, "the input '031' has changed" },
    { "gone", 20, NULL, 0, "the inputs are others: where '020' was, '021' is" },
    { "last-gone", N_DOCUMENTS - 1, NULL, 0, "the input '059' is gone" },
    { "added", N_DOCUMENTS, "a new one", 1, "the input '060' is new" },
};

/* Only the documents that are concerned are done again; files of those that are gone go. Without
 * gather-once, which asks for each document again that it had turned away. */
static void
check_change(gconstpointer data)
{
    const Change *item = data;
    Mill mill;

    mill_init(&mill, "mad-text mad-lines gather-sink gather-count", "", "");
    plant(&mill);
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2 }, NULL));
    g_autofree char *name = g_strdup_printf("in/%03u", item->number);
    g_autofree char *path = scratch_path(mill.folder, name);

    if (item->text)
        scratch_write(mill.folder, name, item->text);
    else
        g_assert_cmpint(unlink(path), ==, 0);
    g_autofree char *undisturbed = read_undisturbed(&mill);
    g_autoptr(GError) error = NULL;
    g_autoptr(MillRun) run =
        mill_start(&mill, (MillRunOptions){ .jobs = 2, .resume = TRUE }, &error);
    const MillRunSummary *summary = mill_run_get_summary(run);

    g_assert_no_error(error);
    g_assert_cmpstr(summary->changed, ==, item->changed);
    g_assert_cmpint(summary->progress.documents - summary->taken_over, ==, item->redone);
    check_same(&mill, undisturbed);
    mill_clear(&mill);
}

/* A run without failures, too, knows what it gave to sinks. */
static void
check_flawless(void)
{
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill, "mad-text gather-sink gather-count", "", "");
    for (guint i = 0; i < 5; i++)
        plant_one(&mill, i, "fine");
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2 }, NULL));
    plant_one(&mill, 2, "changed");
    g_autofree char *undisturbed = read_undisturbed(&mill);

    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2, .resume = TRUE }, &error));
    g_assert_no_error(error);
    check_same(&mill, undisturbed);
    mill_clear(&mill);
}

/* Another setting of the sink: what ended before it stays as it is. */
static void
check_changed_step(void)
{
    Mill mill, other;

    mill_init(&mill, "mad-text gather-count", "", "");
    mill_init_with(&other, "mad-text gather-count", "", "", "gather-count.fail=never");
    plant(&mill);
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2 }, NULL));
    g_autofree char *input = scratch_path(mill.folder, "in");
    const char *const inputs[] = { input, NULL };
    g_autoptr(MillRun) run = mill_start(
        &other,
        (MillRunOptions){ .jobs = 2, .resume = TRUE, .inputs = inputs, .output = mill.output },
        NULL);
    const MillRunSummary *summary = mill_run_get_summary(run);

    g_assert_cmpstr(summary->changed, ==,
                    "step 'gather-count' has changed: its options, or a file it uses");
    g_assert_cmpint(summary->taken_over, ==,
                    summary->progress.dropped + summary->progress.quarantined);
    g_assert_cmpint(summary->taken_over, >, 0);
    mill_clear(&mill);
    mill_clear(&other);
}

/* What failed is mended and tried again: it gets the place it would have had. */
static void
check_retry(gconstpointer writers)
{
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill, writers, "", "");
    plant(&mill);
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2 }, NULL));
    for (guint i = 0; i < N_DOCUMENTS; i++)
        if (i % 10 == 5 || i % 10 == 9)
            plant_one(&mill, i, i % 4 == 1 ? "xmended" : "ymended");
    g_autofree char *undisturbed = read_undisturbed(&mill);
    g_autoptr(MillRun) run =
        mill_start(&mill, (MillRunOptions){ .jobs = 2, .retry = TRUE }, &error);
    const MillRunSummary *summary = mill_run_get_summary(run);

    g_assert_no_error(error);
    g_assert_cmpint(summary->progress.quarantined, ==, 0);
    check_same(&mill, undisturbed);
    mill_clear(&mill);
}

/* What somebody took away from the results, and how many documents that leaves to do besides the
 * one that has changed. */
static const struct {
    const char *name;
    const char *file;
    gint64 redone;
} losses[] = {
    { "nothing", NULL, 1 },
    { "own-file", "004.txt", 2 },
    { "collection", "all.txt", -1 },
    { "log-of-parts", ".textmill/parts", -1 },
};

/* Results that are gone are made again. */
static void
check_loss(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill, "mad-text mad-lines gather-sink gather-count", "", "");
    plant(&mill);
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2 }, NULL));
    plant_one(&mill, 31, "changed");
    g_autofree char *undisturbed = read_undisturbed(&mill);

    if (losses[i].file) {
        g_autofree char *path = scratch_path(mill.output, losses[i].file);

        g_assert_cmpint(unlink(path), ==, 0);
    }
    g_autoptr(MillRun) run =
        mill_start(&mill, (MillRunOptions){ .jobs = 2, .resume = TRUE }, &error);
    const MillRunSummary *summary = mill_run_get_summary(run);
    gint64 redone = summary->progress.documents - summary->taken_over;

    g_assert_no_error(error);
    g_assert_cmpint(redone, ==,
                    losses[i].redone >= 0 ? losses[i].redone : summary->progress.exported);
    check_same(&mill, undisturbed);
    mill_clear(&mill);
}

/* A run that is told to stop can go on later, also one that was going to replace another. */
static void
check_stopped(gconstpointer writers)
{
    Mill mill;
    Stopper stopper = { .left = 20 };
    Stopper again = { .left = 20 };
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) again_error = NULL;

    mill_init(&mill, writers, "", "");
    plant(&mill);
    mill_run_free(
        mill_start(&mill,
                   (MillRunOptions){
                       .jobs = 2, .stop = &stopper.stop, .on_result = stop_soon, .data = &stopper },
                   &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_STOPPED);
    plant_one(&mill, 3, "changed");
    g_autofree char *undisturbed = read_undisturbed(&mill);

    g_autofree char *before = read_results(&mill, mill.output);

    mill_run_free(mill_start(&mill,
                             (MillRunOptions){ .jobs = 2,
                                               .resume = TRUE,
                                               .stop = &again.stop,
                                               .on_result = stop_soon,
                                               .data = &again },
                             &again_error));
    g_assert_error(again_error, MILL_ERROR, MILL_ERROR_STOPPED);
    g_assert_nonnull(before);
    resume(&mill, undisturbed);
    mill_clear(&mill);
}

/* Three shards, each on its own, put together in another order. */
static void
check_merge(gconstpointer writers)
{
    enum { N_SHARDS = 3 };
    Mill mill;
    g_autoptr(GError) error = NULL;
    char *folders[N_SHARDS + 1] = { NULL };
    MillRun *run = NULL;

    mill_init(&mill, writers, "", "");
    plant(&mill);
    g_autofree char *undisturbed = read_undisturbed(&mill);

    for (guint i = 0; i < N_SHARDS; i++) {
        g_autofree char *name = g_strdup_printf("shard-%u", i);

        folders[(i + 1) % N_SHARDS] = scratch_path(mill.folder, name);
        mill_run_free(mill_start(&mill,
                                 (MillRunOptions){ .jobs = 2,
                                                   .shard = i + 1,
                                                   .n_shards = N_SHARDS,
                                                   .output = folders[(i + 1) % N_SHARDS] },
                                 &error));
        g_assert_no_error(error);
    }
    g_assert_true(mill_merge(mill.pipeline, (const char *const *) folders,
                             &(MillRunOptions){ .output = mill.output }, &run, &error));
    g_assert_no_error(error);
    mill_note_counted(&mill, mill_run_get_summary(run));
    check_same(&mill, undisturbed);
    mill_run_free(run);

    /* One is missing, one comes twice. */
    g_autofree char *last = g_steal_pointer(&folders[N_SHARDS - 1]);

    g_assert_false(mill_merge(mill.pipeline, (const char *const *) folders,
                              &(MillRunOptions){ .output = mill.output }, &run, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_OPTION);
    g_clear_error(&error);
    folders[N_SHARDS - 1] = folders[0];
    g_assert_false(mill_merge(mill.pipeline, (const char *const *) folders,
                              &(MillRunOptions){ .output = mill.output }, &run, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_OPTION);
    g_assert_null(run);
    g_free(folders[0]);
    g_free(folders[1]);
    mill_clear(&mill);
}

static void
add(const char *kind, const char *name, const char *writers, GTestDataFunc check)
{
    g_autofree char *path = g_strdup_printf("/resume/%s/%s", kind, name);

    g_test_add_data_func(path, writers, check);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        add(kinds[i].name, "killed-often", kinds[i].writers, check_killed_often);
        add(kinds[i].name, "stopped", kinds[i].writers, check_stopped);
        add(kinds[i].name, "retry", kinds[i].writers, check_retry);
        add(kinds[i].name, "merge", kinds[i].writers, check_merge);
    }
    add("plain", "killed-once", WRITERS, check_killed_once);
    add("plain", "finished", WRITERS, check_finished);
    g_test_add_func("/resume/frames", check_frames);
    add("full", "plain", "mad-lines", check_full);
    if (*GZIP)
        add("full", "gzip", "  - use: mad-lines\n    file: a.gz\n", check_full);
    if (*ZSTD)
        add("full", "zstd", "  - use: mad-lines\n    file: a.zst\n", check_full);
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autofree char *path = g_strconcat("/resume/changed/", changes[i].name, NULL);

        g_test_add_data_func(path, &changes[i], check_change);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(losses); i++) {
        g_autofree char *path = g_strconcat("/resume/lost/", losses[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), check_loss);
    }
    g_test_add_func("/resume/flawless", check_flawless);
    g_test_add_func("/resume/changed-step", check_changed_step);
    g_test_add_data_func("/resume/retry/own-files", "mad-text", check_retry);
    return g_test_run();
}
