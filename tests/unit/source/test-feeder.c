/* Containers: which items a file of records gives, under which ids, with which bytes. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <textmill/error.h>

#include "../run/scratch.h"
#include "source/load.h"
#include "source/source.h"

static const char *const metadata[] = { "*", NULL };

static MillInput
make_input(MillFormat format)
{
    return (MillInput){
        .format = format,
        .text = "text",
        .metadata = metadata,
        .header = TRUE,
        .archives = TRUE,
        .max_bytes = 1 << 20,
        .max_ratio = 200,
        .max_members = 100000,
        .max_depth = 3,
    };
}

/* A file and its items: "suffix=bytes", joined by "|"; one with a problem is "suffix!part of it".
 * In bytes and names, LF shows as "~". */
typedef struct {
    const char *name;
    const char *file;
    MillFormat format;
    const char *bytes;
    const char *wanted;
    gint64 max_bytes, max_members; /* 0: no matter */
} Case;

static const Case cases[] = {
    { "lines/two", "x.jsonl", MILL_FORMAT_AUTO, "{1}\n{2}\n", ":1={1}|:2={2}" },
    { "lines/no-end", "x.jsonl", MILL_FORMAT_AUTO, "{1}\n{2}", ":1={1}|:2={2}" },
    { "lines/blank", "x.ndjson", MILL_FORMAT_AUTO, "\n \t\r\n{1}\n\n\n {2}\r\n",
      ":3={1}|:6={2}\r" },
    { "lines/none", "x.JSONL", MILL_FORMAT_AUTO, "", "" },
    { "lines/only-blank", "x.jsonl", MILL_FORMAT_AUTO, "\n\n", "" },
    { "lines/mark", "x.jsonl", MILL_FORMAT_AUTO, "\xEF\xBB\xBF{1}\n", ":1={1}" },
    { "lines/named-otherwise", "x.log", MILL_FORMAT_JSONL, "{1}\n", ":1={1}" },
    { "lines/as-text", "x.jsonl", MILL_FORMAT_TEXT, "{1}\n{2}\n", "={1}~{2}~" },
    { "lines/text-file", "x.txt", MILL_FORMAT_AUTO, "{1}\n", "={1}~" },
    { "lines/too-long", "x.jsonl", MILL_FORMAT_AUTO, "{1}\n{22}\n{3}\n",
      ":1={1}|:2!longer than 3 bytes (input.max_bytes)|:3={3}", .max_bytes = 3 },
    { "rows/two", "x.csv", MILL_FORMAT_AUTO, "text,n\na,1\nb,2", ":2=a,1|:3=b,2" },
    { "rows/tabs", "x.tsv", MILL_FORMAT_AUTO, "n\ttext\n1\ta,b\n", ":2=1\ta,b" },
    { "rows/crlf-and-blank", "x.csv", MILL_FORMAT_AUTO, "\xEF\xBB\xBFtext\r\n\r\na\r\n\n b\r\n",
      ":3=a\r|:5= b\r" },
    { "rows/breaks-in-quotes", "x.csv", MILL_FORMAT_AUTO, "text,n\n\"a\n\nb\",1\nc,\"2\n\"\nd,3\n",
      ":2=\"a~~b\",1|:5=c,\"2~\"|:7=d,3" },
    { "rows/doubled-quotes", "x.csv", MILL_FORMAT_AUTO, "text\n\"a\"\"\n\"\nb\n",
      ":2=\"a\"\"~\"|:4=b" },
    { "rows/quote-in-the-middle", "x.csv", MILL_FORMAT_AUTO, "text,n\na\"b,1\nc,\"2\"\n",
      ":2=a\"b,1|:3=c,\"2\"" },
    { "rows/quoted-header", "x.csv", MILL_FORMAT_AUTO, "\"text\",\"a\nb\"\nx,1\n", ":3=x,1" },
    { "rows/open-quote", "x.csv", MILL_FORMAT_AUTO, "text\na\n\"b\nc\n",
      ":2=a|:3!the quote in line 3 is not closed" },
    { "rows/no-column", "x.csv", MILL_FORMAT_AUTO, "a,b\n1,2\n",
      "!no column 'text'; the table has: a, b" },
    { "rows/only-header", "x.csv", MILL_FORMAT_AUTO, "text\n", "" },
    { "rows/empty", "x.csv", MILL_FORMAT_AUTO, "", "" },
    { "lines/too-many", "x.jsonl", MILL_FORMAT_AUTO, "{1}\n{2}\n{3}\n",
      ":1={1}|:2={2}|!more than 2 items (input.max_members)", .max_members = 2 },
};

/* What @source gives, as in a Case, for items whose container has the id @id. */
static char *
list_items(MillSource *source, const char *id)
{
    g_autoptr(GString) list = g_string_new(NULL);
    g_auto(MillUnit) unit = { 0 };
    gint64 index = 0, behind = 0;

    for (; mill_source_next(source, &unit); mill_unit_clear(&unit)) {
        g_assert_true(g_str_has_prefix(unit.id, id));
        g_assert_cmpint(unit.index, ==, index++);
        g_assert_cmpint(mill_source_get_behind(source), >=, behind);
        behind = mill_source_get_behind(source);
        g_string_append_printf(list, "%s%s", list->len > 0 ? "|" : "", unit.id + strlen(id));
        if (unit.problem) {
            g_string_append_printf(list, "!%s", unit.problem);
            continue;
        }
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) bytes = mill_load(&unit, FALSE, &error);

        g_assert_no_error(error);
        g_string_append_c(list, '=');
        g_string_append_len(list, g_bytes_get_data(bytes, NULL), (gssize) g_bytes_get_size(bytes));
    }
    g_string_replace(list, "\n", "~", 0);
    return g_string_free(g_steal_pointer(&list), FALSE);
}

/* Whether @got is what is @wanted, of each problem only a part. */
static void
compare_items(const char *got, const char *wanted)
{
    g_auto(GStrv) a = g_strsplit(got, "|", -1);
    g_auto(GStrv) b = g_strsplit(wanted, "|", -1);
    guint i;

    for (i = 0; a[i] && b[i]; i++) {
        const char *problem = strchr(b[i], '!');
        gsize length = problem ? (gsize) (problem - b[i]) + 1 : 0;

        if (problem ? strncmp(a[i], b[i], length) != 0 || !strstr(a[i], problem + 1)
                    : strcmp(a[i], b[i]) != 0)
            break;
    }
    if (a[i] || b[i])
        g_error("got %s, wanted %s", got, wanted);
}

static void
check_case(gconstpointer data)
{
    const Case *test = data;
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, test->file);
    const char *const inputs[] = { path, NULL };
    MillInput input = make_input(test->format);
    g_autoptr(GError) error = NULL;

    scratch_write(folder, test->file, test->bytes);
    input.max_bytes = test->max_bytes > 0 ? test->max_bytes : input.max_bytes;
    input.max_members = test->max_members > 0 ? test->max_members : input.max_members;
    g_autoptr(MillSource) source = mill_source_new(inputs, &error);

    g_assert_no_error(error);
    mill_source_set_input(source, &input, NULL);
    g_autofree char *got = list_items(source, test->file);

    compare_items(got, test->wanted);
    scratch_free(folder);
}

/* Some megabytes of lines of every length: blocks and chunks end anywhere in them. Plain or from a
 * pipe they give the same items. */
static GString *
make_lines(GString *wanted)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20261127);
    GString *text = g_string_new(NULL);

    for (guint line = 1; text->len < 3000000; line++) {
        gint length = g_rand_int_range(random, 0, line % 100 == 0 ? 400000 : 300);
        g_autofree char *filling = g_strnfill((gsize) length, (char) ('a' + line % 26));

        g_string_append_printf(text, "%s\n", filling);
        if (length > 0)
            g_string_append_printf(wanted, "%s:%u=%s", wanted->len > 0 ? "|" : "", line, filling);
    }
    return text;
}

static void
check_many(gconstpointer data)
{
    gboolean piped = GPOINTER_TO_INT(data);
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, "x.jsonl");
    const char *const inputs[] = { path, NULL };
    const MillInput input = make_input(MILL_FORMAT_AUTO);
    g_autoptr(GString) wanted = g_string_new(NULL);
    g_autoptr(GString) text = make_lines(wanted);
    g_autoptr(GError) error = NULL;
    pid_t writer = 0;

    if (piped) {
        g_assert_cmpint(mkfifo(path, 0666), ==, 0);
        if ((writer = fork()) == 0) {
            int fd = open(path, O_WRONLY);

            for (gsize at = 0; at < text->len;) {
                ssize_t written = write(fd, text->str + at, text->len - at);

                at += (gsize) MAX(written, 0);
            }
            _exit(0);
        }
    } else {
        g_assert_true(g_file_set_contents(path, text->str, (gssize) text->len, NULL));
    }
    g_autoptr(MillSource) source = mill_source_new(inputs, &error);

    g_assert_no_error(error);
    mill_source_set_input(source, &input, NULL);
    g_assert_true(mill_source_spool(source, NULL, &error));
    g_autofree char *got = list_items(source, "x.jsonl");

    g_assert_cmpint(strcmp(got, wanted->str), ==, 0);
    MillSourceTotal total;

    g_assert_true(mill_source_count(source, 100, &total));
    g_assert_cmpint(total.units, ==, -1);
    g_assert_cmpint(total.bytes, ==, piped ? -1 : (gint64) text->len);
    g_assert_cmpint(mill_source_get_behind(source), ==, piped ? 0 : (gint64) text->len);
    if (writer > 0)
        g_assert_cmpint(waitpid(writer, NULL, 0), ==, writer);
    scratch_free(folder);
}

/* A record of a file that was changed since is not read from where it no longer is. */
static void
check_changed(void)
{
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, "x.jsonl");
    const char *const inputs[] = { path, NULL };
    const MillInput input = make_input(MILL_FORMAT_AUTO);
    g_autoptr(GError) error = NULL;
    g_auto(MillUnit) unit = { 0 };

    scratch_write(folder, "x.jsonl", "{1}\n{2}\n");
    g_autoptr(MillSource) source = mill_source_new(inputs, &error);
    mill_source_set_input(source, &input, NULL);
    g_assert_true(mill_source_next(source, &unit));
    scratch_write(folder, "x.jsonl", "{0}\n{1}\n{2}\n");
    g_assert_null(mill_load(&unit, FALSE, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    scratch_free(folder);
}

/* Kills the only child of this process once there is one. */
static gpointer
kill_child(gpointer data)
{
    g_autofree char *list =
        g_strdup_printf("/proc/%d/task/%d/children", (int) getpid(), (int) getpid());

    for (;;) {
        g_autofree char *children = NULL;

        if (g_file_get_contents(list, &children, NULL, NULL) && *children) {
            kill((pid_t) atoi(children), SIGKILL);
            return NULL;
        }
        g_thread_yield();
    }
}

/* The process that cuts dies: it costs the container it was on. The next one has a new process. */
static void
check_death(void)
{
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, "x.jsonl");
    g_autofree char *endless = scratch_path(folder, "y.jsonl");
    const char *const inputs[] = { endless, path, NULL };
    const MillInput input = make_input(MILL_FORMAT_AUTO);
    g_autoptr(GError) error = NULL;

    scratch_write(folder, "x.jsonl", "{1}\n");
    g_assert_cmpint(mkfifo(endless, 0666), ==, 0);
    int hold = open(endless, O_RDWR);
    g_autoptr(MillSource) source = mill_source_new(inputs, &error);

    g_assert_no_error(error);
    mill_source_set_input(source, &input, NULL);
    g_assert_true(mill_source_spool(source, NULL, &error));
    GThread *killer = g_thread_new("killer", kill_child, NULL);
    g_autofree char *got = list_items(source, "");

    g_thread_join(killer);
    compare_items(got, "y.jsonl!died of SIGKILL|x.jsonl:1={1}");
    close(hold);
    scratch_free(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/feeder/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], check_case);
    }
    g_test_add_data_func("/feeder/many/file", GINT_TO_POINTER(FALSE), check_many);
    g_test_add_data_func("/feeder/many/pipe", GINT_TO_POINTER(TRUE), check_many);
    g_test_add_func("/feeder/changed", check_changed);
    g_test_add_func("/feeder/death", check_death);
    return g_test_run();
}
