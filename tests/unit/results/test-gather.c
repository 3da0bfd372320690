/* Sinks and corpus steps: each exported document reaches them once (and each other, the sinks), in
 * input order, whatever the workers went through; and a run that fails leaves nothing of theirs. */
#include "../run/mill.h"

typedef struct {
    const char *name;
    const char *documents[8]; /* "name=text" */
    const char *store;
    const char *count;
    gboolean deadly; /* needs worker processes */
} Case;

static const Case cases[] = {
    { "none", { NULL }, "begin\nend\n", "documents\n0\n", FALSE },
    { "one", { "a=x" }, "begin\n0 a -: x\nend\n", "documents\n1\n", FALSE },
    { "order",
      { "b=1", "a=2", "d/a=3", "c=4" },
      "begin\n0 a -: 2\n1 b -: 1\n2 c -: 4\n3 d/a -: 3\nend\n",
      "documents\n4\n",
      FALSE },
    { "only-exported",
      { "a=DROP", "b=x", "c=FAIL", "d=REFUSE", "e=y" },
      "begin\n0 a dropped mad asked to\n1 b -: x\n2 c failed mad data\n"
      "3 d failed gather-sink data\n4 e -: y\nend\n",
      "documents\n2\n",
      FALSE },
    { "parts",
      { "a=PARTS" },
      "begin\n0 a -: PARTS\n0 a more: more\nend\n",
      "documents\n1\n",
      FALSE },
    { "no-part", { "a=NOTHING", "b=x" }, "begin\n1 b -: x\nend\n", "documents\n2\n", FALSE },
    { "crash",
      { "a=x", "b=CRASH", "c=y", "d=DAMAGE", "e=z" },
      "begin\n0 a -: x\n1 b failed mad crash\n2 c -: y\n3 d -: DAMAGE\n4 e -: z\nend\n",
      "documents\n4\n",
      TRUE },
};

/* What the run left, as one text. */
static char *
read_all(const Mill *mill)
{
    static const char *const names[] = { "store.txt", "count.txt", "count.sum.txt" };
    g_autofree char *ledger = mill_read_ledger(mill->output);
    GString *all = g_string_new(ledger);

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *text = scratch_read(mill->output, names[i]);

        g_string_append_printf(all, "== %s\n%s", names[i], text ? text : "(none)\n");
    }
    return g_string_free(all, FALSE);
}

static void
plant(const Mill *mill, const char *const *documents)
{
    g_autofree char *input = scratch_path(mill->folder, "in");

    g_assert_cmpint(g_mkdir(input, 0777), ==, 0);
    for (guint i = 0; documents[i]; i++) {
        g_auto(GStrv) halves = g_strsplit(documents[i], "=", 2);
        g_autofree char *name = g_strconcat("in/", halves[0], NULL);

        scratch_write(mill->folder, name, halves[1]);
    }
}

static void
check_case(gconstpointer data)
{
    static const guint jobs[] = { 0, 1, 2, 5 };
    const Case *item = data;
    g_autofree char *first = NULL;
    Mill mill;

    mill_init(&mill, "gather-sink gather-count mad-lines", "", "");
    plant(&mill, item->documents);
    for (gsize i = item->deadly ? 1 : 0; i < G_N_ELEMENTS(jobs); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(MillRun) run = mill_start(
            &mill, (MillRunOptions){ .jobs = jobs[i], .in_process = jobs[i] == 0 }, &error);
        g_autofree char *all = read_all(&mill);
        g_autofree char *store = scratch_read(mill.output, "store.txt");
        g_autofree char *count = scratch_read(mill.output, "count.txt");

        g_assert_no_error(error);
        g_assert_cmpstr(store, ==, item->store);
        g_assert_cmpstr(count, ==, item->count);
        if (first)
            g_assert_cmpstr(all, ==, first);
        else
            first = g_steal_pointer(&all);
    }
    mill_clear(&mill);
}

/* Sums of fractions show the order in which documents were merged; deaths show whether what is done
 * again counts once. */
static void
check_many(void)
{
    static const guint jobs[] = { 1, 2, 5 };
    g_autofree char *first = NULL;
    Mill mill;

    mill_init(&mill, "gather-sink gather-count", "", "");
    for (guint i = 0; i < 300; i++) {
        g_autofree char *text =
            g_strdup_printf("%0*u%s%s", (gint) (i * 37 % 101), i, i % 7 == 0 ? "DROP" : "",
                            i % 43 == 0 ? "CRASH" : "");
        g_autofree char *name = g_strdup_printf("in/%03u", i);

        scratch_write(mill.folder, name, text);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(jobs); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(MillRun) run = mill_start(&mill, (MillRunOptions){ .jobs = jobs[i] }, &error);
        g_autofree char *all = read_all(&mill);
        g_autofree char *count = scratch_read(mill.output, "count.txt");

        g_assert_no_error(error);
        g_assert_cmpstr(count, ==, "documents\n251\n");
        g_assert_cmpint(mill_run_get_summary(run)->progress.exported, ==, 251);
        if (first)
            g_assert_cmpstr(all, ==, first);
        else
            first = g_steal_pointer(&all);
    }
    mill_clear(&mill);
}

typedef struct {
    const char *name;
    const char *writers; /* as for mill_init_with() */
    const char *setting;
    const char *text; /* of the second document of three */
    gint code;
    const char *message;
} Failure;

static const Failure failures[] = {
    { "open", "gather-count gather-sink", "gather-sink.fail=open", "x", MILL_ERROR_IO,
      "step 'gather-sink': open was asked to fail" },
    { "store", "gather-sink gather-count mad-lines", "gather-sink.fail=store", "NO-ROOM",
      MILL_ERROR_IO, "step 'gather-sink': document 'b': store was asked to fail" },
    { "finish", "mad-lines gather-count gather-sink", "gather-sink.fail=finish", "x", MILL_ERROR_IO,
      "step 'gather-sink': finish was asked to fail" },
    { "lose", "gather-count gather-sink mad-lines", "gather-sink.fail=lose", "DROP", MILL_ERROR_IO,
      "step 'gather-sink': document 'b': lose was asked to fail" },
    { "corpus-open", "gather-sink gather-count", "gather-count.fail=open", "x", MILL_ERROR_IO,
      "step 'gather-count': open was asked to fail" },
    { "corpus-merge", "gather-sink mad-lines gather-count", "gather-count.fail=merge", "x",
      MILL_ERROR_IO, "step 'gather-count': document 'a': merge was asked to fail" },
    { "corpus-finish", "gather-sink mad-lines gather-count", "gather-count.fail=finish", "x",
      MILL_ERROR_IO, "step 'gather-count': finish was asked to fail" },
    { "corpus-admit", "gather-sink mad-lines gather-once", "gather-once.fail=admit", "x",
      MILL_ERROR_IO, "step 'gather-once': document 'a': admit was asked to fail" },
    { "corpus-silent", "gather-sink mad-lines gather-count", "gather-count.fail=silent", "x",
      MILL_ERROR_FAILED, "step 'gather-count': it failed without saying why" },
};

/* The run fails, says where, and leaves the ledger alone; what a run before left is gone. */
static void
check_failure(gconstpointer data)
{
    const Failure *item = data;
    g_autofree char *b = g_strconcat("b=", item->text, NULL);
    const char *const documents[] = { "a=x", b, "c=z", NULL };
    Mill mill;

    mill_init_with(&mill, item->writers, "", "", item->setting);
    plant(&mill, documents);
    for (guint jobs = 0; jobs < 3; jobs += 2) {
        g_autoptr(GError) error = NULL;
        g_autoptr(MillRun) run =
            mill_start(&mill, (MillRunOptions){ .jobs = jobs, .in_process = jobs == 0 }, &error);
        g_autofree char *files = scratch_list(mill.output);
        g_autofree char *ledger = mill_read_ledger(mill.output);

        g_assert_error(error, MILL_ERROR, item->code);
        g_assert_cmpstr(error->message, ==, item->message);
        g_assert_false(g_str_has_prefix(files, "store.txt") || strstr(files, " store.txt"));
        g_assert_null(strstr(files, "gathered"));
        g_assert_nonnull(strstr(ledger, "\"state\":\"failed\""));
        g_assert_nonnull(strstr(ledger, item->message));
    }
    mill_clear(&mill);
}

/* Whom a corpus step turns away is dropped there, reaches no other step, and is no reason to turn
 * away another. */
static void
check_admit(void)
{
    static const char *const documents[] = {
        "a=x1", "b=y1", "c=x2FAIL", "d=x3", "e=y2", "f=z", NULL
    };
    static const guint jobs[] = { 0, 1, 2, 5 };
    Mill mill;

    mill_init(&mill, "gather-sink gather-count gather-once", "", "");
    plant(&mill, documents);
    for (gsize i = 0; i < G_N_ELEMENTS(jobs); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(MillRun) run = mill_start(
            &mill, (MillRunOptions){ .jobs = jobs[i], .in_process = jobs[i] == 0 }, &error);
        g_autofree char *store = scratch_read(mill.output, "store.txt");
        g_autofree char *once = scratch_read(mill.output, "once.txt");

        g_assert_no_error(error);
        g_assert_cmpstr(
            store, ==,
            "begin\n0 a -: x1\n1 b -: y1\n2 c failed mad data\n3 d dropped gather-once 'x' was there\n4 e dropped gather-once 'y' was there\n5 f -: z\nend\n");
        g_assert_cmpstr(once, ==, "xyz");
        g_assert_nonnull(strstr(mill.results->str, "d: dropped in gather-once: 'x' was there\n"));
        g_assert_cmpint(mill_run_get_summary(run)->steps[4].dropped, ==, 2);
    }
    mill_clear(&mill);
}

/* A document that ends the run ends sinks as well. */
static void
check_stop(void)
{
    static const char *const documents[] = { "a=x", "b=FAIL", NULL };
    g_autoptr(GError) error = NULL;
    Mill mill;

    mill_init(&mill, "gather-sink gather-count", "    on-error: stop\n", "");
    plant(&mill, documents);
    g_autoptr(MillRun) run = mill_start(&mill, (MillRunOptions){ .jobs = 2 }, &error);
    g_autofree char *files = scratch_list(mill.output);
    g_autofree char *ledger = mill_read_ledger(mill.output);

    g_assert_error(error, MILL_ERROR, MILL_ERROR_DATA);
    g_assert_cmpstr(files, ==, ".textmill/parts ledger.sqlite");
    g_assert_nonnull(strstr(ledger, "\"unfinished\":[\"store.txt\"]"));
    mill_clear(&mill);
}

/* A later run takes away what an earlier one gathered, although no document lists it. */
static void
check_replaced(void)
{
    static const char *const documents[] = { NULL };
    g_autoptr(GError) error = NULL;
    Mill mill, other;

    mill_init(&mill, "gather-sink gather-count", "", "");
    mill_init(&other, "mad-text", "", "");
    plant(&mill, documents);
    plant(&other, documents);
    g_autoptr(MillRun) first = mill_start(&mill, (MillRunOptions){ .jobs = 1 }, &error);
    g_autofree char *before = scratch_list(mill.output);

    g_assert_no_error(error);
    g_assert_cmpstr(before, ==, ".textmill/parts count.sum.txt count.txt ledger.sqlite store.txt");
    g_autoptr(MillRun) second =
        mill_start(&other, (MillRunOptions){ .jobs = 1, .output = mill.output }, &error);
    g_autofree char *after = scratch_list(mill.output);

    g_assert_no_error(error);
    g_assert_cmpstr(after, ==, "ledger.sqlite");
    mill_clear(&mill);
    mill_clear(&other);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/gather/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], check_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autofree char *path = g_strconcat("/gather/failure/", failures[i].name, NULL);
        g_test_add_data_func(path, &failures[i], check_failure);
    }
    g_test_add_func("/gather/admit", check_admit);
    g_test_add_func("/gather/many", check_many);
    g_test_add_func("/gather/stop", check_stop);
    g_test_add_func("/gather/replaced", check_replaced);
    return g_test_run();
}
