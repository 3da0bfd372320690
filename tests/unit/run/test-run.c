/* Whole runs: every document ends in one of three ways, in order, the same for any number of
 * workers; and what steps do to their worker costs one document. */
#include <fcntl.h>
#include <unistd.h>

#include "mill.h"

typedef struct {
    const char *name;
    const char *documents[8]; /* "name=text" */
    const char *results;
    const char *files;
    gboolean deadly; /* needs worker processes */
} Case;

static const Case cases[] = {
    { "one", { "a.txt=x" }, "a.txt: exported\n", "a.txt ledger.sqlite", FALSE },
    { "none", { NULL }, "", "ledger.sqlite", FALSE },
    { "empty", { "a.txt=" }, "a.txt: exported\n", "a.txt ledger.sqlite", FALSE },
    { "order",
      { "b=1", "a=2", "d/a=3", "c=4" },
      "a: exported\nb: exported\nc: exported\nd/a: exported\n",
      "a.txt a~2.txt b.txt c.txt ledger.sqlite",
      FALSE },
    { "dropped",
      { "a=DROP", "b=x" },
      "a: dropped in mad: asked to\nb: exported\n",
      "b.txt ledger.sqlite",
      FALSE },
    { "failed",
      { "a=x", "b=FAIL" },
      "a: exported\nb: quarantined in mad (data): asked to \xef\xbf\xbd fail\n",
      "a.txt ledger.sqlite",
      FALSE },
    { "not-utf-8",
      { "a=x", "b=\xff" },
      "a: exported\nb: quarantined in mad-read (encoding): *\n",
      "a.txt ledger.sqlite",
      FALSE },
    { "refused-by-writer",
      { "a=REFUSE" },
      "a: quarantined in mad-text (limit): refused to write\n",
      "ledger.sqlite",
      FALSE },
    { "parts", { "a=PARTS" }, "a: exported\n", "a.more.txt a.txt ledger.sqlite", FALSE },
    { "long",
      { "a=LONG", "b=LONG" },
      "a: exported\nb: exported\n",
      "a.txt b.txt ledger.sqlite",
      FALSE },
    { "unreadable",
      { "a=x", "b>nowhere" },
      "a: exported\nb: quarantined (io): cannot read: No such file or directory\n",
      "a.txt ledger.sqlite",
      FALSE },
    { "segfault",
      { "a=x", "b=CRASH", "c=x" },
      "a: exported\nb: quarantined in mad (crash): worker died of SIGSEGV in step 'mad'\n"
      "c: exported\n",
      "a.txt c.txt ledger.sqlite",
      TRUE },
    { "abort",
      { "a=ABORT" },
      "a: quarantined in mad (crash): worker died of SIGABRT in step 'mad'\n",
      "ledger.sqlite",
      TRUE },
    { "kill",
      { "a=x", "b=KILL" },
      "a: exported\nb: quarantined in mad (crash): worker died of SIGKILL in step 'mad'\n",
      "a.txt ledger.sqlite",
      TRUE },
    { "exit",
      { "a=EXIT", "b=x" },
      "a: quarantined in mad (crash): worker died with exit status 7 in step 'mad'\n"
      "b: exported\n",
      "b.txt ledger.sqlite",
      TRUE },
    { "all-crash",
      { "a=CRASH", "b=CRASH", "c=CRASH" },
      "a: quarantined in mad (crash): worker died of SIGSEGV in step 'mad'\n"
      "b: quarantined in mad (crash): worker died of SIGSEGV in step 'mad'\n"
      "c: quarantined in mad (crash): worker died of SIGSEGV in step 'mad'\n",
      "ledger.sqlite",
      TRUE },
    { "descriptors-closed",
      { "a=x", "b=CLOSE", "c=x" },
      "a: exported\nb: quarantined (crash): *\nc: exported\n",
      "a.txt c.txt ledger.sqlite",
      TRUE },
    /* The documents after it find the process damaged, and are innocent. */
    { "damage",
      { "a=x", "b=DAMAGE", "c=x", "d=x" },
      "a: exported\nb: exported\nc: exported\nd: exported\n",
      "a.txt b.txt c.txt d.txt ledger.sqlite",
      TRUE },
    { "prints-and-reads",
      { "a=PRINT STDIN", "b=x" },
      "a: exported\nb: exported\n",
      "a.txt b.txt ledger.sqlite",
      TRUE },
};

static void
plant(const Mill *mill, const char *document)
{
    g_auto(GStrv) link = g_strsplit(document, ">", 2);
    g_auto(GStrv) halves = g_strsplit(document, "=", 2);
    g_autofree char *name = g_strconcat("in/", link[1] ? link[0] : halves[0], NULL);
    g_autofree char *path = scratch_path(mill->folder, name);

    if (link[1])
        g_assert_cmpint(symlink(link[1], path), ==, 0);
    else
        scratch_write(mill->folder, name, halves[1]);
}

/* @wanted line by line; a '*' in it stands for the rest of the line. */
static void
assert_results(const char *results, const char *wanted)
{
    g_auto(GStrv) lines = g_strsplit(results, "\n", -1);
    g_auto(GStrv) patterns = g_strsplit(wanted, "\n", -1);

    for (guint i = 0; lines[i] && patterns[i]; i++) {
        char *star = strchr(patterns[i], '*');

        if (star && strlen(lines[i]) > (gsize) (star - patterns[i])) {
            lines[i][star - patterns[i]] = '\0';
            *star = '\0';
        }
        g_assert_cmpstr(lines[i], ==, patterns[i]);
    }
    g_assert_cmpuint(g_strv_length(lines), ==, g_strv_length(patterns));
}

/* Runs the case with @jobs workers (0: none) and returns its ledger, for comparison. */
static char *
run_case(Mill *mill, const Case *item, guint jobs)
{
    g_autoptr(GError) error = NULL;

    mill_run_free(
        mill_start(mill, (MillRunOptions){ .jobs = jobs, .in_process = jobs == 0 }, &error));
    g_autofree char *files = scratch_list(mill->output);

    g_assert_no_error(error);
    assert_results(mill->results->str, item->results);
    g_assert_cmpstr(files, ==, item->files);
    return mill_read_ledger(mill->output);
}

static void
check_case(gconstpointer data)
{
    static const guint jobs[] = { 0, 1, 2, 5 };
    const Case *item = data;
    Mill mill;
    char *input, *first = NULL;

    mill_init(&mill, "mad-text", "", "");
    input = scratch_path(mill.folder, "in");
    g_assert_cmpint(g_mkdir(input, 0777), ==, 0);
    for (guint i = 0; item->documents[i]; i++)
        plant(&mill, item->documents[i]);
    for (gsize i = item->deadly ? 1 : 0; i < G_N_ELEMENTS(jobs); i++) {
        g_autofree char *ledger = run_case(&mill, item, jobs[i]);

        if (first)
            g_assert_cmpstr(ledger, ==, first);
        else
            first = g_steal_pointer(&ledger);
    }
    g_free(first);
    g_free(input);
    mill_clear(&mill);
}

/* Many documents, of which every 7th is dropped, every 11th fails and every 13th kills its worker:
 * the same ledger and the same bytes for any number of workers. */
static void
check_many(void)
{
    static const guint jobs[] = { 1, 2, 5 };
    Mill mill;
    g_autofree char *first_ledger = NULL;
    g_autofree char *first_bytes = NULL;

    mill_init(&mill, "mad-text mad-lines", "", "");
    for (guint i = 0; i < 300; i++) {
        g_autofree char *text =
            g_strdup_printf("%u %s %s %s", i, i % 7 == 0 ? "DROP" : "", i % 11 == 0 ? "FAIL" : "",
                            i % 13 == 0 ? "CRASH" : "");
        g_autofree char *name = g_strdup_printf("in/%u/%03u", i % 10, i);

        scratch_write(mill.folder, name, text);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(jobs); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(MillRun) run = mill_start(&mill, (MillRunOptions){ .jobs = jobs[i] }, &error);

        g_assert_no_error(error);
        const MillRunSummary *summary = mill_run_get_summary(run);
        g_autofree char *ledger = mill_read_ledger(mill.output);
        g_autofree char *bytes = scratch_read(mill.output, "all.txt");

        g_assert_cmpint(summary->progress.documents, ==, 300);
        g_assert_cmpint(summary->progress.exported, ==, 215);
        g_assert_cmpint(summary->progress.dropped, ==, 39);
        g_assert_cmpint(summary->progress.quarantined, ==, 46);
        g_assert_cmpstr(summary->steps[1].id, ==, "mad");
        g_assert_cmpint(summary->steps[1].documents, ==, 300);
        g_assert_cmpint(summary->steps[1].dropped, ==, 39);
        g_assert_cmpint(summary->steps[1].failed, ==, 46);
        g_assert_cmpint(summary->steps[2].documents, ==, 215);
        if (i == 0) {
            first_ledger = g_steal_pointer(&ledger);
            first_bytes = g_steal_pointer(&bytes);
        } else {
            g_assert_cmpstr(ledger, ==, first_ledger);
            g_assert_cmpstr(bytes, ==, first_bytes);
        }
    }
    mill_clear(&mill);
}

static void
check_timeout(gconstpointer data)
{
    const char *top = data;
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill, "mad-text", "", top);
    scratch_write(mill.folder, "in/a", "x");
    scratch_write(mill.folder, "in/b", "LOOP");
    scratch_write(mill.folder, "in/c", "x");
    g_autoptr(MillRun) run =
        mill_start(&mill, (MillRunOptions){ .jobs = 1, .timeout_ms = *top ? 0 : 1000 }, &error);

    g_assert_no_error(error);
    assert_results(mill.results->str, "a: exported\nb: quarantined in mad (deadline): *\n"
                                      "c: exported\n");
    g_assert_cmpuint(mill_run_get_summary(run)->workers_lost, ==, 1);
    mill_clear(&mill);
}

static void
check_memory(gconstpointer data)
{
    const char *top = data;
    Mill mill;
    g_autoptr(GError) error = NULL;

#ifdef __SANITIZE_ADDRESS__
    g_test_skip("the address sanitizer does not survive a limit on memory");
    return;
#endif
    mill_init(&mill, "mad-text", "", top);
    scratch_write(mill.folder, "in/a", "x");
    scratch_write(mill.folder, "in/b", "ALLOCATE");
    scratch_write(mill.folder, "in/c", "LONG");
    mill_run_free(
        mill_start(&mill, (MillRunOptions){ .jobs = 1, .memory = *top ? 0 : 64 << 20 }, &error));
    g_assert_no_error(error);
    assert_results(mill.results->str,
                   "a: exported\n"
                   "b: quarantined in mad (memory): needed more than 64 MiB of memory in step "
                   "'mad'\n"
                   "c: exported\n");
    mill_clear(&mill);
}

/* What `on-error` says holds for a crash as well. */
static void
check_drop_on_error(void)
{
    Mill mill;
    g_autoptr(GError) error = NULL;

    mill_init(&mill, "mad-text", "    on-error: drop\n", "");
    scratch_write(mill.folder, "in/a", "FAIL");
    scratch_write(mill.folder, "in/b", "CRASH");

    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 1 }, &error));
    g_assert_no_error(error);
    assert_results(mill.results->str, "a: dropped in mad: *\n"
                                      "b: dropped in mad: worker died of SIGSEGV in step 'mad'\n");
    mill_clear(&mill);
}

/* The run ends at the first such document in input order, also if a later one was found first. */
static void
check_stop_on_error(void)
{
    Mill mill;

    mill_init(&mill, "mad-text mad-lines", "    on-error: stop\n", "");
    scratch_write(mill.folder, "in/a", "x");
    scratch_write(mill.folder, "in/b", "FAIL");
    scratch_write(mill.folder, "in/c", "FAIL");
    for (guint jobs = 0; jobs < 3; jobs++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(MillRun) run =
            mill_start(&mill, (MillRunOptions){ .jobs = jobs, .in_process = jobs == 0 }, &error);
        g_autofree char *files = scratch_list(mill.output);
        g_autofree char *ledger = mill_read_ledger(mill.output);

        g_assert_error(error, MILL_ERROR, MILL_ERROR_DATA);
        g_assert_nonnull(strstr(error->message, "'b'"));
        g_assert_nonnull(run);
        g_assert_cmpint(mill_run_get_summary(run)->progress.documents, ==, 2);
        g_assert_cmpstr(files, ==, ".textmill/0.shared a.txt ledger.sqlite");
        g_assert_nonnull(strstr(ledger, "\"state\":\"failed\""));
        g_assert_nonnull(strstr(ledger, "\"unfinished\":[\"all.txt\"]"));
    }
    mill_clear(&mill);
}

/* A document empties the files in which answers of others wait, which others have kept a way to:
 * those are worked on again. */
static void
check_meddled(void)
{
    enum { N = 200, SAFE = 8 };
    g_autoptr(GError) error = NULL;
    int token[2], gate[2];
    Mill mill;

    g_assert_cmpint(pipe2(token, O_NONBLOCK | O_CLOEXEC), ==, 0);
    g_assert_cmpint(pipe2(gate, O_CLOEXEC), ==, 0);
    g_assert_cmpint(write(token[1], "x", 1), ==, 1);
    mill_init(&mill, "mad-lines", "", "");
    for (guint i = 0; i < N; i++) {
        g_autofree char *name = g_strdup_printf("in/%04u", i);
        g_autofree char *text = i < SAFE
                                    ? g_strdup_printf("%s %d ", i == 0 ? "WAIT" : "KEEP", gate[0])
                                    : g_strdup_printf("TOKEN %d GATE %d ", token[0], gate[1]);

        scratch_write(mill.folder, name, text);
    }
    mill_run_free(mill_start(&mill, (MillRunOptions){ .jobs = 2 }, &error));
    g_assert_no_error(error);
    g_auto(GStrv) lines = g_strsplit(mill.results->str, "\n", -1);

    g_assert_cmpuint(g_strv_length(lines), ==, N + 1);
    for (guint i = 0; i < N; i++) {
        g_autofree char *wanted = g_strdup_printf("%04u: exported", i);

        g_assert_cmpstr(lines[i], ==, wanted);
    }
    for (guint i = 0; i < 2; i++) {
        close(token[i]);
        close(gate[i]);
    }
    mill_clear(&mill);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/run/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], check_case);
    }
    g_test_add_func("/run/many", check_many);
    g_test_add_func("/run/meddled", check_meddled);
    g_test_add_data_func("/run/timeout/option", "", check_timeout);
    g_test_add_data_func("/run/timeout/pipeline", "limits: { time: 100ms }\n", check_timeout);
    g_test_add_data_func("/run/memory/option", "", check_memory);
    g_test_add_data_func("/run/memory/pipeline", "limits: { memory: 64M }\n", check_memory);
    g_test_add_func("/run/on-error/drop", check_drop_on_error);
    g_test_add_func("/run/on-error/stop", check_stop_on_error);
    return g_test_run();
}
