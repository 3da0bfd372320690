/* Where results go: standard output, folders that are whose, disks that are full, runs that are
 * stopped or killed. Nothing half-written is left, and the ledger says how it ended. */
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../run/mill.h"

/* Puts @fd in place of standard output; returns the old one. */
static int
swap_stdout(int fd)
{
    int old;

    fflush(stdout);
    old = dup(STDOUT_FILENO);
    dup2(fd, STDOUT_FILENO);
    close(fd);
    return old;
}

/* Runs with standard output going to @fd. */
static MillRun *
start_to(Mill *mill, int fd, MillRunOptions options, GError **error)
{
    int old = swap_stdout(fd);

    options.output = "-";
    MillRun *run = mill_start(mill, options, error);

    close(swap_stdout(old));
    return run;
}

typedef struct {
    const char *name;
    const char *writers;
    const char *writer;
    const char *document; /* b's; a is "1", c is "3" */
    gint code;            /* 0: fine */
    const char *wanted;   /* the output; or what the error says */
} Printed;

static const Printed printed[] = {
    { "lines-first", "mad-text mad-lines", NULL, "2", 0, "# mad\n1\n2\n3\n" },
    { "only-one", "mad-text", NULL, "2", 0, "# mad\n1\n2\n3\n" },
    { "by-id", "mad-text mad-lines", "mad-text", "2", 0, "# mad\n1\n2\n3\n" },
    { "dropped-left-out", "mad-lines", NULL, "DROP", 0, "# mad\n1\n3\n" },
    { "crash-left-out", "mad-lines", NULL, "CRASH", 0, "# mad\n1\n3\n" },
    { "plugin-prints", "mad-lines", NULL, "PRINT", 0, "# mad\n1\nPRINT\n3\n" },
    { "no-writer", "", NULL, "2", MILL_ERROR_CONFIG, "`- use: json`" },
    { "misspelt", "mad-text mad-lines", "mad-line", "2", MILL_ERROR_OPTION, "'mad-lines'?" },
    { "not-a-writer", "mad-text", "mad", "2", MILL_ERROR_OPTION, "no writer 'mad'" },
    { "parts", "mad-lines", NULL, "PARTS", MILL_ERROR_OPTION, "use -o DIR" },
};

static void
check_printed(gconstpointer data)
{
    const Printed *item = data;
    Mill mill;

    mill_init(&mill, item->writers, "", "");
    scratch_write(mill.folder, "in/a", "1");
    scratch_write(mill.folder, "in/b", item->document);
    scratch_write(mill.folder, "in/c", "3");
    g_autofree char *path = scratch_path(mill.folder, "printed");
    for (guint jobs = 1; jobs < 4; jobs++) {
        g_autoptr(GError) error = NULL;
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

        mill_run_free(
            start_to(&mill, fd, (MillRunOptions){ .jobs = jobs, .writer = item->writer }, &error));
        g_autofree char *text = scratch_read(mill.folder, "printed");

        if (item->code == 0) {
            g_assert_no_error(error);
            g_assert_cmpstr(text, ==, item->wanted);
        } else {
            g_assert_error(error, MILL_ERROR, item->code);
            g_assert_nonnull(strstr(error->message, item->wanted));
        }
        g_assert_false(g_file_test(mill.output, G_FILE_TEST_EXISTS));
    }
    mill_clear(&mill);
}

/* Two writers that make one file a document, and none of lines: somebody has to choose. */
static void
check_no_choice(void)
{
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill, "mad-text", "", "");
    scratch_write(mill.folder, "in/a", "1");
    scratch_write(mill.folder, "plan.yaml",
                  "textmill: 1\nsteps:\n  - use: mad-read\n  - use: mad-text\n"
                  "  - use: mad-text\n    id: again\n    file: \"{stem}.2\"\n");
    const char *const dirs[] = { TEST_PLUGIN_DIR, NULL };
    g_autoptr(MillCatalog) catalog = mill_catalog_new(dirs);
    g_autoptr(MillReport) report = mill_report_new();
    g_autofree char *path = scratch_path(mill.folder, "plan.yaml");

    mill_pipeline_free(mill.pipeline);
    mill.pipeline = mill_pipeline_load(path, &(MillPipelineOptions){ .catalog = catalog }, report);
    g_assert_nonnull(mill.pipeline);
    g_assert_null(start_to(&mill, open("/dev/null", O_WRONLY), (MillRunOptions){ 0 }, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_OPTION);
    g_assert_nonnull(strstr(error->message, "'mad-text', 'again'"));
    mill_clear(&mill);
}

/* Standard output that takes nothing: a full disk, and a pipe whose reader is gone. */
static void
check_no_taker(gconstpointer data)
{
    gboolean full = GPOINTER_TO_INT(data);
    Mill mill;
    g_autoptr(GError) error = NULL;
    int ends[2], fd;

    mill_init(&mill, "mad-lines", "", "");
    scratch_write(mill.folder, "in/a", "LONG");
    g_assert_cmpint(pipe(ends), ==, 0);
    close(ends[0]);
    fd = full ? open("/dev/full", O_WRONLY) : ends[1];
    g_autoptr(MillRun) run = start_to(&mill, fd, (MillRunOptions){ .jobs = 1 }, &error);

    if (full)
        close(ends[1]);
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    g_assert_nonnull(strstr(error->message, full ? "No space left" : "Broken pipe"));
    g_assert_nonnull(run);
    mill_clear(&mill);
}

/* A run into a folder with results of another run: those go, and with them folders that are
 * empty; files of other origin stay. */
static void
check_replaced(void)
{
    Mill mill;

    mill_init(&mill, "mad-text mad-lines", "", "");
    scratch_write(mill.folder, "in/a", "1");
    scratch_write(mill.folder, "in/b", "2");
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 1 }, NULL));
    scratch_write(mill.output, "notes", "mine");
    g_autofree char *gone = scratch_path(mill.folder, "in/a");

    g_assert_cmpint(unlink(gone), ==, 0);
    scratch_write(mill.folder, "in/c", "FAIL");
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 1 }, NULL));
    g_autofree char *files = scratch_list(mill.output);
    g_autofree char *all = scratch_read(mill.output, "all.txt");

    g_assert_cmpstr(files, ==, "all.txt b.txt ledger.sqlite notes");
    g_assert_cmpstr(all, ==, "# mad\n2\n");
    mill_clear(&mill);
}

/* What is wrong before the run begins leaves old results as they are. */
static void
check_untouched(void)
{
    Mill mill;
    const char *const missing[] = { "nowhere", NULL };

    mill_init(&mill, "mad-text", "", "");
    scratch_write(mill.folder, "in/a", "1");
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 1 }, NULL));
    g_autofree char *ledger = mill_read_ledger(mill.output);
    const char *const self[] = { mill.output, NULL };
    const MillRunOptions options[] = {
        { .inputs = missing },
        { .inputs = self },
        { .output = "nowhere/\x01/../x", .inputs = missing },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(options); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(mill_start(&mill, options[i], &error));
        g_assert_nonnull(error);
    }
    g_autofree char *after = mill_read_ledger(mill.output);
    g_autofree char *files = scratch_list(mill.output);

    g_assert_cmpstr(after, ==, ledger);
    g_assert_cmpstr(files, ==, "a.txt ledger.sqlite");
    g_assert_false(g_file_test("nowhere", G_FILE_TEST_EXISTS));
    mill_clear(&mill);
}

static void
check_foreign(void)
{
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill, "mad-text", "", "");
    scratch_write(mill.folder, "in/a", "1");
    scratch_write(mill.output, "a.txt", "mine");
    scratch_write(mill.output, "b.txt", "mine");
    g_assert_null(mill_start(&mill, (MillRunOptions){ .jobs = 1 }, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_OPTION);
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 1, .force = TRUE }, NULL));
    g_autofree char *a = scratch_read(mill.output, "a.txt");
    g_autofree char *b = scratch_read(mill.output, "b.txt");

    g_assert_cmpstr(a, ==, "# mad\n1\n");
    g_assert_cmpstr(b, ==, "mine");
    mill_clear(&mill);
}

/* A folder of the user's has the name of a result: that document fails, others do not. */
static void
check_name_in_use(void)
{
    Mill mill;

    mill_init(&mill, "mad-text", "", "");
    scratch_write(mill.folder, "in/a", "PARTS");
    scratch_write(mill.folder, "in/b", "2");
    scratch_write(mill.output, "a.more.txt/x", "mine");
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 1, .force = TRUE }, NULL));
    g_autofree char *files = scratch_list(mill.output);

    g_assert_cmpstr(files, ==, "a.more.txt/x b.txt ledger.sqlite");
    g_assert_true(g_str_has_prefix(mill.results->str, "a: quarantined (io): cannot write '"));
    mill_clear(&mill);
}

/* Names that are hard on a file system, and on the ledger, which has to bring them back. */
static void
check_hard_names(void)
{
    static const char *const names[] = { "new\nline", "quo\"te\\", "-rf", "~", "a~2", "\xff" };
    Mill mill;
    GString *longest = g_string_new("in/");

    mill_init(&mill, "mad-text", "", "");
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *name = g_strconcat("in/", names[i], NULL);

        scratch_write(mill.folder, name, "x");
    }
    for (guint i = 0; i < 85; i++)
        g_string_append(longest, "划");
    scratch_write(mill.folder, longest->str, "x");
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2 }, NULL));
    g_autofree char *files = scratch_list(mill.output);
    g_auto(GStrv) words = g_strsplit(files, " ", -1);

    g_assert_cmpuint(g_strv_length(words), ==, G_N_ELEMENTS(names) + 2);
    g_autofree char *input = scratch_path(mill.folder, "in");
    g_autofree char *moved = scratch_path(mill.folder, "old");
    g_assert_cmpint(rename(input, moved), ==, 0);
    g_assert_cmpint(g_mkdir(input, 0777), ==, 0);
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2 }, NULL));
    g_autofree char *after = scratch_list(mill.output);

    g_assert_cmpstr(after, ==, "ledger.sqlite");
    g_string_free(longest, TRUE);
    mill_clear(&mill);
}

static void
write_many(const Mill *mill, guint n_documents, const char *text)
{
    for (guint i = 0; i < n_documents; i++) {
        g_autofree char *name = g_strdup_printf("in/%03u", i);

        scratch_write(mill->folder, name, text);
    }
}

/* No file may grow beyond 64 KiB. The file that collects all documents does: the run ends, with
 * what was complete in place. One document does: it fails, and the others, which have no room in
 * one answer, come through in several. */
static void
check_full(gconstpointer data)
{
    const char *writers = data;
    gboolean collects = g_str_equal(writers, "mad-lines");
    Mill mill;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strnfill(40000, 'x');
    g_autofree char *large = g_strnfill(65530, 'x');
    struct rlimit before, small;

    mill_init(&mill, writers, "", "");
    write_many(&mill, 10, text);
    scratch_write(mill.folder, "in/005", large);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 65536;
    setrlimit(RLIMIT_FSIZE, &small);
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 1 }, &error));
    setrlimit(RLIMIT_FSIZE, &before);
    g_autofree char *files = scratch_list(mill.output);
    g_autofree char *ledger = mill_read_ledger(mill.output);

    if (collects) {
        g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
        g_assert_cmpstr(files, ==, ".textmill/0.shared ledger.sqlite");
        g_assert_nonnull(strstr(ledger, "\"state\":\"failed\""));
        g_assert_nonnull(strstr(ledger, "\"unfinished\":[\"all.txt\"]"));
    } else {
        g_assert_no_error(error);
        g_assert_cmpstr(files, ==,
                        "000.txt 001.txt 002.txt 003.txt 004.txt 006.txt 007.txt 008.txt 009.txt "
                        "ledger.sqlite");
        g_assert_nonnull(strstr(mill.results->str, "005: quarantined (memory): "));
    }
    mill_clear(&mill);
}

typedef struct {
    GString *results;
    volatile gint stop;
    gint left; /* documents before the stop */
} Stopper;

static void
stop_soon(const MillResult *result, gpointer data)
{
    Stopper *stopper = data;

    mill_on_result(result, stopper->results);
    if (--stopper->left == 0)
        stopper->stop = 1;
}

static void
check_stop(void)
{
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill, "mad-text mad-lines", "", "");
    write_many(&mill, 100, "x");
    Stopper stopper = { .results = mill.results, .left = 3 };
    g_autoptr(MillRun) run =
        mill_start(&mill,
                   (MillRunOptions){
                       .jobs = 2, .stop = &stopper.stop, .on_result = stop_soon, .data = &stopper },
                   &error);
    const MillProgress *total = &mill_run_get_summary(run)->progress;
    g_autofree char *ledger = mill_read_ledger(mill.output);
    g_autofree char *files = scratch_list(mill.output);
    g_auto(GStrv) words = g_strsplit(files, " ", -1);

    g_assert_error(error, MILL_ERROR, MILL_ERROR_STOPPED);
    g_assert_cmpint(total->exported, >=, 3);
    g_assert_cmpint(total->exported, <, 100);
    /* With the ledger, and the file that collects all, which is not whole. */
    g_assert_cmpint(g_strv_length(words), ==, total->exported + 2);
    g_assert_nonnull(strstr(ledger, "\"state\":\"stopped\""));
    mill_clear(&mill);
}

static void
die_soon(const MillResult *result, gpointer data)
{
    gint *left = data;

    if (--*left == 0)
        raise(SIGKILL);
}

/* The parent is killed in the middle: its workers die with it, the next run sets things right. */
static void
check_killed(void)
{
    Mill mill;
    gint left = 20;
    guint n_dead = 0;
    int status;

    mill_init(&mill, "mad-text mad-lines", "", "");
    write_many(&mill, 50, "x");
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (fork() == 0) {
        mill_start(&mill, (MillRunOptions){ .jobs = 2, .on_result = die_soon, .data = &left },
                   NULL);
        _exit(0);
    }
    /* An idle worker may find its channel closed before the signal reaches it. */
    for (; waitpid(-1, &status, 0) > 0; n_dead++)
        g_assert_true(status == 0 || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
    prctl(PR_SET_CHILD_SUBREAPER, 0);
    g_assert_cmpuint(n_dead, >, 1);
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2 }, NULL));
    g_autofree char *files = scratch_list(mill.output);
    g_auto(GStrv) words = g_strsplit(files, " ", -1);

    g_assert_cmpuint(g_strv_length(words), ==, 50 + 2);
    g_assert_null(strstr(files, "textmill"));
    mill_clear(&mill);
}

static guint
count_descriptors(void)
{
    guint count = 0;

    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

/* The run leaves neither descriptors nor processes behind, and workers see none of its own. */
static void
check_leaks(void)
{
    guint before = count_descriptors();
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill, "mad-text mad-lines", "", "");
    write_many(&mill, 40, "x");
    for (guint i = 0; i < 40; i += 3) {
        g_autofree char *name = g_strdup_printf("in/%03u", i);

        scratch_write(mill.folder, name, i % 2 == 0 ? "COUNT" : "CRASH");
    }
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 5 }, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(count_descriptors(), ==, before);
    g_assert_cmpint(waitpid(-1, NULL, WNOHANG), ==, -1);
    /* A worker has its channel and its memory file besides what the test started with,
     * and its inputs, which are not counted. */
    g_auto(GStrv) lines = g_strsplit(mill.results->str, "\n", -1);
    guint n_counted = 0;

    for (guint i = 0; lines[i]; i++) {
        const char *said = strstr(lines[i], "dropped in mad: ");
        guint n = 0;

        n_counted += said && sscanf(said, "dropped in mad: %u descriptors", &n) == 1;
        g_assert_true(n == 0 || n == before + 2);
    }
    g_assert_cmpuint(n_counted, >, 0);
    mill_clear(&mill);
}

static gint all_counted;

static void
note_progress(const MillProgress *progress, gpointer data)
{
    all_counted = progress->enumerated && progress->expected == 21;
}

/* While the first document takes for ever, the others are counted; that ends the run. */
static void
check_progress(void)
{
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill, "mad-text", "", "");
    scratch_write(mill.folder, "in/a", "LOOP");
    write_many(&mill, 20, "x");
    mill_run_free(mill_start(
        &mill, (MillRunOptions){ .jobs = 1, .on_progress = note_progress, .stop = &all_counted },
        &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_STOPPED);
    mill_clear(&mill);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(printed); i++) {
        g_autofree char *path = g_strconcat("/output/print/", printed[i].name, NULL);
        g_test_add_data_func(path, &printed[i], check_printed);
    }
    g_test_add_func("/output/print/no-choice", check_no_choice);
    g_test_add_data_func("/output/print/full", GINT_TO_POINTER(TRUE), check_no_taker);
    g_test_add_data_func("/output/print/closed", GINT_TO_POINTER(FALSE), check_no_taker);
    g_test_add_func("/output/replaced", check_replaced);
    g_test_add_func("/output/untouched", check_untouched);
    g_test_add_func("/output/foreign", check_foreign);
    g_test_add_func("/output/name-in-use", check_name_in_use);
    g_test_add_func("/output/hard-names", check_hard_names);
    g_test_add_data_func("/output/full/collected", "mad-lines", check_full);
    g_test_add_data_func("/output/full/one-document", "mad-text", check_full);
    g_test_add_func("/output/stop", check_stop);
    g_test_add_func("/output/killed", check_killed);
    g_test_add_func("/output/leaks", check_leaks);
    g_test_add_func("/output/progress", check_progress);
    return g_test_run();
}
