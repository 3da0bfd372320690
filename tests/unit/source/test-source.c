/* Inputs: which files a run takes, in which order, under which ids. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>

#include "../run/scratch.h"
#include "source/source.h"

/* A tree is a list of entries: "path", "path=text" (a file), "path/" (a folder), "path>target" (a
 * symbolic link), "path|" (a pipe). Wanted are the ids, in order; "!" stands after one with a
 * problem. */
typedef struct {
    const char *name;
    const char *tree[16];
    const char *inputs[5];
    const char *wanted;
} Case;

static const Case cases[] = {
    { "file", { "a.txt" }, { "a.txt" }, "a.txt" },
    { "file-in-folder", { "d/e/a.txt" }, { "d/e/a.txt" }, "a.txt" },
    { "empty-folder", { "d/" }, { "d" }, "" },
    { "byte-order", { "d/b", "d/a", "d/B", "d/é", "d/10", "d/9" }, { "d" }, "10 9 B a b é" },
    { "order-of-paths",
      { "d/a/x", "d/a.txt", "d/a-b", "d/a/b/c", "d/a0" },
      { "d" },
      "a-b a.txt a/b/c a/x a0" },
    { "trailing-slash", { "d/x" }, { "d///" }, "x" },
    { "hidden", { "d/.git/x", "d/.x", "d/a", "d/e/.y" }, { "d" }, "a" },
    { "hidden-but-named", { "d/.x" }, { "d/.x" }, ".x" },
    { "link-to-file", { "d/a", "d/z>a" }, { "d" }, "a z" },
    { "link-to-folder", { "d/a/x", "d/z>a" }, { "d" }, "a/x" },
    { "link-loop", { "d/a/x", "d/a/z>../../d", "d/l>l" }, { "d" }, "a/x l!" },
    { "link-dangling", { "d/a", "d/z>nothing" }, { "d" }, "a z!" },
    { "linked-root", { "d/a/x", "z>d/a" }, { "z" }, "x" },
    { "pipe-in-walk", { "d/a", "d/p|" }, { "d" }, "a p!" },
    { "two-folders", { "d/x", "e/x" }, { "e", "d" }, "e/x d/x" },
    { "same-names", { "d/x", "e/x" }, { "d/x", "e/x", "d/x" }, "x x~2 x~3" },
    { "same-folder-twice", { "d/x" }, { "d", "d" }, "d/x d~2/x" },
    { "folder-and-file", { "d/x", "y" }, { "y", "d" }, "y d/x" },
    { "not-utf-8", { "d/a\xff.txt", "d/\xe4\xb8\xad" }, { "d" }, "a%FF.txt \xe4\xb8\xad" },
    { "other-ledger", { "d/a", "d/e/ledger.sqlite=mine" }, { "d" }, "a e/ledger.sqlite" },
    { "missing-among-others", { "a" }, { "b", "a", "c/d" }, "b! a d!" },
    { "glob-names", { "d/a.txt", "d/b.md", "d/e/c.txt", "d/x.txt" }, { "d/*.txt" }, "a.txt x.txt" },
    { "glob-any-depth",
      { "d/a.txt", "d/e/c.txt", "d/e/f/g.txt", "d/e/f/g.md", "d/.h/i.txt" },
      { "d/**/*.txt" },
      "a.txt e/c.txt e/f/g.txt" },
    { "glob-in-the-middle",
      { "d/1/x/a", "d/1/b", "d/2/x/y/a", "d/x/a", "d/z/x/b" },
      { "d/**/x/?" },
      "1/x/a x/a z/x/b" },
    { "glob-folders", { "d/1a/x", "d/2a/x", "d/2b/x", "d/2a/y/x" }, { "d/[0-9]a/x" }, "1a/x 2a/x" },
    { "glob-twice", { "d/a/b/c/a/d", "d/a/c", "d/a/e" }, { "d/**/a/**/[cd]" }, "a/b/c/a/d a/c" },
    { "glob-everything", { "d/a", "d/e/b" }, { "d/**" }, "a e/b" },
    { "glob-and-others", { "d/a.txt", "d/b", "c" }, { "c", "d/*.txt" }, "c d/a.txt" },
    { "glob-nothing", { "d/a", "c" }, { "c", "d/*.txt" }, "c d/*.txt!" },
    { "glob-dangling",
      { "d/a.txt", "d/z>nothing", "d/y.txt>nothing" },
      { "d/*.txt" },
      "a.txt y.txt!" },
    { "glob-real-name", { "d/[a].txt", "d/a.txt" }, { "d/[a].txt" }, "[a].txt" },
    { "unnamed-label", { "d/x", "y" }, { "d/../d/.", "y" }, "d/x y" },
};

static void
plant(const char *folder, const char *entry)
{
    g_autofree char *name = g_strndup(entry, strcspn(entry, "=>|"));
    g_autofree char *path = scratch_path(folder, name);
    g_autofree char *parent = g_path_get_dirname(path);
    const char *rest = entry + strlen(name);

    g_assert_cmpint(g_mkdir_with_parents(parent, 0777), ==, 0);
    if (*rest == '>')
        g_assert_cmpint(symlink(rest + 1, path), ==, 0);
    else if (*rest == '|')
        g_assert_cmpint(mkfifo(path, 0666), ==, 0);
    else if (!g_str_has_suffix(name, "/"))
        scratch_write(folder, name, *rest == '=' ? rest + 1 : name);
}

static MillSource *
open_inputs(const char *folder, const char *const *inputs, GError **error)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

    for (; *inputs; inputs++)
        g_ptr_array_add(paths, **inputs == '-' ? g_strdup(*inputs) : scratch_path(folder, *inputs));
    g_ptr_array_add(paths, NULL);
    return mill_source_new((const char *const *) paths->pdata, error);
}

static char *
list_units(MillSource *source)
{
    GString *ids = g_string_new(NULL);

    for (gint64 i = 0;; i++) {
        g_auto(MillUnit) unit = { 0 };

        if (!mill_source_next(source, &unit))
            break;
        g_assert_cmpint(unit.index, ==, i);
        g_assert_true(g_utf8_validate(unit.id, -1, NULL));
        g_assert_cmpint(unit.code, ==, unit.problem ? MILL_ERROR_IO : 0);
        g_string_append_printf(ids, "%s%s%s", i > 0 ? " " : "", unit.id, unit.problem ? "!" : "");
    }
    return g_string_free(ids, FALSE);
}

static void
check_case(gconstpointer data)
{
    const Case *item = data;
    char *folder = scratch_new();
    g_autoptr(GError) error = NULL;

    for (guint i = 0; item->tree[i]; i++)
        plant(folder, item->tree[i]);
    g_autoptr(MillSource) source = open_inputs(folder, item->inputs, &error);
    g_assert_no_error(error);
    g_autofree char *ids = list_units(source);
    MillSourceTotal total;

    g_assert_cmpstr(ids, ==, item->wanted);
    while (!mill_source_count(source, 2, &total))
        continue;
    g_auto(GStrv) words = g_strsplit(ids, " ", -1);
    g_assert_cmpint(total.units, ==, g_strv_length(words));
    g_assert_cmpint(total.bytes, ==, mill_source_get_behind(source));
    scratch_free(folder);
}

/* Inputs that cannot be: a run does not start. (One that is missing among others is a document.) */
static const Case refused[] = {
    { "none", { NULL }, { NULL }, "no input" },
    { "missing", { "a" }, { "b", "c/d" }, "/b': No such file" },
    { "all-missing-named", { "a" }, { "b", "c/d" }, "/c/d': No such file" },
    { "below-file", { "a" }, { "a/b" }, "Not a directory" },
    { "twice-stdin", { NULL }, { "-", "-" }, "only once" },
};

static void
check_refused(gconstpointer data)
{
    const Case *item = data;
    char *folder = scratch_new();
    g_autoptr(GError) error = NULL;

    if (item->tree[0])
        plant(folder, item->tree[0]);
    g_autoptr(MillSource) source = open_inputs(folder, item->inputs, &error);

    g_assert_null(source);
    g_assert_nonnull(error);
    g_assert_true(error->domain == MILL_ERROR);
    g_assert_nonnull(strstr(error->message, item->wanted));
    scratch_free(folder);
}

static void
check_device(void)
{
    const char *const inputs[] = { "/dev/null", NULL };
    g_autoptr(GError) error = NULL;

    g_assert_null(mill_source_new(inputs, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
}

static void
check_skip(void)
{
    char *folder = scratch_new();
    const char *const inputs[] = { folder, NULL };
    g_autoptr(GError) error = NULL;
    g_autofree char *results = scratch_path(folder, "out");
    struct stat status;

    plant(folder, "a");
    plant(folder, "out/a.json");
    plant(folder, "z");
    g_autoptr(MillSource) source = mill_source_new(inputs, &error);

    g_assert_no_error(error);
    g_assert_cmpint(stat(results, &status), ==, 0);
    g_assert_true(mill_source_skip(source, &status, &error));
    g_autofree char *ids = list_units(source);
    g_assert_cmpstr(ids, ==, "a z");
    g_assert_cmpint(stat(folder, &status), ==, 0);
    g_assert_false(mill_source_skip(source, &status, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_OPTION);
    scratch_free(folder);
}

/* A long list: longer than what is read at once, names across the seam, counted and read at once.
 */
static void
check_list(gconstpointer data)
{
    char delimiter = *(const char *) data;
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, "list");
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    MillSourceTotal total;

    for (guint i = 0; i < 6000; i++) {
        g_string_append_printf(text, "./some/folder/%u.txt", i);
        g_string_append_c(text, delimiter);
    }
    g_string_append(text, "/last");
    g_assert_true(g_file_set_contents(path, text->str, (gssize) text->len, NULL));
    g_autoptr(MillSource) source = mill_source_new_list(path, &error);

    g_assert_no_error(error);
    g_assert_true(mill_source_spool(source, NULL, &error));
    for (guint i = 0; i < 6001; i++) {
        g_autofree char *id =
            i < 6000 ? g_strdup_printf("some/folder/%u.txt", i) : g_strdup("last");
        g_auto(MillUnit) unit = { 0 };

        g_assert_true(mill_source_next(source, &unit));
        g_assert_cmpstr(unit.id, ==, id);
        g_assert_cmpint(unit.index, ==, i);
        g_assert_nonnull(unit.problem);
        mill_source_count(source, 1, &total);
    }
    g_assert_true(mill_source_count(source, 1, &total));
    g_assert_cmpint(total.units, ==, 6001);
    scratch_free(folder);
}

/* How far the inputs are read with each unit, how much there is, and which units a shard has. */
static void
check_total(void)
{
    static const gint64 wanted[] = { 3, 3, 8, 10 };
    char *folder = scratch_new();
    const char *const inputs[] = { "a", "d", "b", NULL };
    g_autoptr(GError) error = NULL;
    MillSourceTotal total;

    plant(folder, "a=abc");
    plant(folder, "d/x=");
    plant(folder, "d/y=12345");
    plant(folder, "b=..");
    g_autoptr(MillSource) source = open_inputs(folder, inputs, &error);

    g_assert_no_error(error);
    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
        g_auto(MillUnit) unit = { 0 };

        g_assert_true(mill_source_next(source, &unit));
        g_assert_cmpint(mill_source_get_behind(source), ==, wanted[i]);
    }
    mill_source_set_shard(source, 2, 3);
    g_assert_true(mill_source_count(source, 100, &total));
    g_assert_cmpint(total.units, ==, 1);
    g_assert_cmpint(total.bytes, ==, 10);
    mill_source_set_shard(source, 1, 3);
    g_assert_true(mill_source_count(source, 100, &total));
    g_assert_cmpint(total.units, ==, 2);
    scratch_free(folder);
}

/* However a file comes into a run, its unit tells its size and when it was changed last. */
static void
check_stamps(void)
{
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, "d/a.txt");
    g_autofree char *inside = scratch_path(folder, "d");
    g_autofree char *list = scratch_path(folder, "list");
    const struct timespec times[] = { { 0 }, { 1234567890, 123456789 } };
    const char *const inputs[] = { path, inside, NULL };
    g_autoptr(GError) error = NULL;

    scratch_write(folder, "d/a.txt", "seven b");
    scratch_write(folder, "list", path);
    g_assert_cmpint(utimensat(AT_FDCWD, path, times, 0), ==, 0);
    g_autoptr(MillSource) given = mill_source_new(inputs, &error);
    g_assert_no_error(error);
    g_autoptr(MillSource) listed = mill_source_new_list(list, &error);
    g_assert_no_error(error);
    g_assert_true(mill_source_spool(listed, NULL, &error));
    for (guint i = 0; i < 3; i++) {
        g_auto(MillUnit) unit = { 0 };

        g_assert_true(mill_source_next(i < 2 ? given : listed, &unit));
        g_assert_null(unit.problem);
        g_assert_cmpint(unit.size, ==, 7);
        g_assert_cmpint(unit.container->file_size, ==, 7);
        g_assert_cmpint(unit.container->mtime_ns, ==, G_GINT64_CONSTANT(1234567890123456789));
    }
    scratch_free(folder);
}

/* Puts @fd in place of standard input; returns the old one. */
static int
swap_stdin(int fd)
{
    int old = dup(STDIN_FILENO);

    dup2(fd, STDIN_FILENO);
    close(fd);
    return old;
}

static char *
read_unit(const MillUnit *unit)
{
    char *bytes = g_malloc0((gsize) unit->size + 1);

    g_assert_cmpint(pread(unit->container->fd, bytes, (gsize) unit->size, unit->offset), ==,
                    unit->size);
    return bytes;
}

static void
check_stdin(gconstpointer data)
{
    gboolean piped = GPOINTER_TO_INT(data);
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, "in");
    g_autoptr(GError) error = NULL;
    int ends[2];

    scratch_write(folder, "in", "skipped bytes");
    g_assert_cmpint(pipe(ends), ==, 0);
    g_assert_cmpint(write(ends[1], "bytes", 5), ==, 5);
    close(ends[1]);
    int file = open(path, O_RDONLY);
    lseek(file, 8, SEEK_SET);
    int old = swap_stdin(piped ? ends[0] : file);
    const char *const inputs[] = { "-", NULL };
    g_autoptr(MillSource) source = mill_source_new(inputs, &error);
    g_auto(MillUnit) unit = { 0 };

    g_assert_no_error(error);
    g_assert_true(mill_source_spool(source, NULL, &error));
    close(piped ? file : ends[0]);
    close(swap_stdin(old));
    g_assert_no_error(error);
    g_assert_true(mill_source_next(source, &unit));
    g_assert_cmpstr(unit.id, ==, "stdin");
    g_assert_null(unit.container->path);
    g_autofree char *bytes = read_unit(&unit);
    g_assert_cmpstr(bytes, ==, "bytes");
    scratch_free(folder);
}

/* A stop while a pipe gives nothing ends the wait. */
static void
check_stop(void)
{
    const char *const inputs[] = { "-", NULL };
    volatile gint stop = 1;
    g_autoptr(GError) error = NULL;
    int ends[2];

    g_assert_cmpint(pipe(ends), ==, 0);
    int old = swap_stdin(ends[0]);

    g_autoptr(MillSource) source = mill_source_new(inputs, &error);

    g_assert_false(mill_source_spool(source, &stop, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_STOPPED);
    close(swap_stdin(old));
    close(ends[1]);
}

static void
check_unreadable(void)
{
    char *folder = scratch_new();
    g_autofree char *closed = scratch_path(folder, "d/closed");
    g_autoptr(GError) error = NULL;

    plant(folder, "d/a");
    plant(folder, "d/closed/x");
    g_assert_cmpint(chmod(closed, 0), ==, 0);
    if (geteuid() == 0) {
        g_test_skip("root opens every folder");
    } else {
        const char *const inputs[] = { "d", NULL };
        const char *const only[] = { "d/closed", NULL };
        g_autoptr(MillSource) source = open_inputs(folder, inputs, &error);
        g_assert_no_error(error);
        g_autoptr(MillSource) root = open_inputs(folder, only, &error);
        g_assert_no_error(error);
        g_autofree char *ids = list_units(source);
        g_autofree char *root_ids = list_units(root);

        g_assert_cmpstr(ids, ==, "a closed!");
        g_assert_cmpstr(root_ids, ==, "closed!");
    }
    chmod(closed, 0777);
    scratch_free(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/source/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], check_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autofree char *path = g_strconcat("/source/refused/", refused[i].name, NULL);
        g_test_add_data_func(path, &refused[i], check_refused);
    }
    g_test_add_func("/source/refused/device", check_device);
    g_test_add_func("/source/results-folder", check_skip);
    g_test_add_data_func("/source/stdin/pipe", GINT_TO_POINTER(TRUE), check_stdin);
    g_test_add_data_func("/source/stdin/file", GINT_TO_POINTER(FALSE), check_stdin);
    g_test_add_func("/source/stdin/stop", check_stop);
    g_test_add_data_func("/source/list/lines", "\n", check_list);
    g_test_add_data_func("/source/list/nul", "", check_list);
    g_test_add_func("/source/stamps", check_stamps);
    g_test_add_func("/source/unreadable", check_unreadable);
    g_test_add_func("/source/total", check_total);
    return g_test_run();
}
