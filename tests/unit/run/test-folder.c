/* The results folder: files whole or not at all, nothing outside of it, whose it is. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>

#include "run/folder.h"
#include "run/ledger.h"
#include "scratch.h"

static MillFiles *
open_folder(const char *folder, gboolean force)
{
    g_autoptr(GError) error = NULL;
    gboolean made;
    MillFiles *files = mill_folder_open(folder, force, &made, &error);

    g_assert_no_error(error);
    return files;
}

static gboolean
publish(MillFiles *files, const char *path, const char *text, gboolean *local, GError **error)
{
    MillDraft draft = MILL_DRAFT_NONE;

    g_assert_true(mill_draft_open(&draft, files, NULL));
    g_assert_true(mill_draft_write(&draft, files, text, strlen(text), NULL));
    return mill_draft_publish(&draft, files, path, local, error);
}

static void
check_publish(void)
{
    char *folder = scratch_new();
    g_autoptr(MillFiles) files = open_folder(folder, FALSE);

    g_assert_true(publish(files, "a.json", "1", NULL, NULL));
    g_assert_true(publish(files, "d/e/a.json", "2", NULL, NULL));
    g_assert_true(publish(files, "d/e/b.json", "3", NULL, NULL));
    g_assert_true(publish(files, "d/a.json", "4", NULL, NULL));
    g_assert_true(publish(files, "a.json", "5", NULL, NULL));
    g_autofree char *list = scratch_list(folder);
    g_autofree char *text = scratch_read(folder, "a.json");

    g_assert_cmpstr(list, ==, "a.json d/a.json d/e/a.json d/e/b.json");
    g_assert_cmpstr(text, ==, "5");
    scratch_free(folder);
}

static void
check_discard(void)
{
    char *folder = scratch_new();
    g_autoptr(MillFiles) files = open_folder(folder, FALSE);
    MillDraft draft = MILL_DRAFT_NONE;

    mill_draft_discard(&draft, files);
    g_assert_true(mill_draft_open(&draft, files, NULL));
    g_assert_true(mill_draft_write(&draft, files, "half", 4, NULL));
    mill_draft_discard(&draft, files);
    mill_draft_discard(&draft, files);
    g_autofree char *list = scratch_list(folder);

    g_assert_cmpstr(list, ==, "");
    scratch_free(folder);
}

/* Names that cannot be, in a folder where others can. "out" leads out of it. */
static void
check_refused_names(void)
{
    static const char *const names[] = { "out/x", "out/d/x", "file/x", "d", "d/link/x" };
    char *folder = scratch_new();
    char *outside = scratch_new();
    g_autofree char *link = scratch_path(folder, "out");
    g_autofree char *inner = scratch_path(folder, "d/link");

    scratch_write(folder, "file", "");
    scratch_write(folder, "d/e/f", "");
    g_assert_cmpint(symlink(outside, link), ==, 0);
    g_assert_cmpint(symlink("/", inner), ==, 0);
    g_autoptr(MillFiles) files = open_folder(folder, TRUE);

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;
        gboolean local = FALSE;

        g_assert_false(publish(files, names[i], "x", &local, &error));
        g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
        g_assert_true(local);
        g_assert_nonnull(strstr(error->message, names[i]));
    }
    g_autofree char *list = scratch_list(folder);
    g_autofree char *list_outside = scratch_list(outside);

    g_assert_cmpstr(list, ==, "d/e/f d/link file out");
    g_assert_cmpstr(list_outside, ==, "");
    scratch_free(outside);
    scratch_free(folder);
}

/* A link with the name of a result is replaced, not followed. */
static void
check_replaces_link(void)
{
    char *folder = scratch_new();
    char *outside = scratch_new();
    g_autofree char *target = scratch_path(outside, "precious");
    g_autofree char *link = scratch_path(folder, "a.json");

    scratch_write(outside, "precious", "precious");
    g_assert_cmpint(symlink(target, link), ==, 0);
    g_autoptr(MillFiles) files = open_folder(folder, TRUE);

    g_assert_true(publish(files, "a.json", "new", NULL, NULL));
    g_autofree char *text = scratch_read(folder, "a.json");
    g_autofree char *precious = scratch_read(outside, "precious");

    g_assert_cmpstr(text, ==, "new");
    g_assert_cmpstr(precious, ==, "precious");
    scratch_free(outside);
    scratch_free(folder);
}

/* What is written beyond the limit on file sizes fails like a full disk. */
static void
check_full(void)
{
    char *folder = scratch_new();
    g_autoptr(MillFiles) files = open_folder(folder, FALSE);
    g_autofree char *bytes = g_malloc0(8192);
    g_autoptr(GError) error = NULL;
    struct rlimit before, small;
    MillDraft draft = MILL_DRAFT_NONE;

    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 4096;
    setrlimit(RLIMIT_FSIZE, &small);
    g_assert_true(mill_draft_open(&draft, files, NULL));
    g_assert_false(mill_draft_write(&draft, files, bytes, 8192, &error));
    setrlimit(RLIMIT_FSIZE, &before);
    mill_draft_discard(&draft, files);
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    g_assert_nonnull(strstr(error->message, folder));
    g_autofree char *list = scratch_list(folder);

    g_assert_cmpstr(list, ==, "");
    scratch_free(folder);
}

/* Whose the folder is. A ledger is "ledger.jsonl=…"; a name that ends with '/' is a folder. */
typedef struct {
    const char *name;
    const char *files[4]; /* "name=text" */
    gboolean force;
    gint code; /* 0: taken */
    const char *message;
} Owner;

static const Owner owners[] = {
    { "empty", { NULL }, FALSE, 0, NULL },
    { "own", { "ledger.jsonl={\"ledger\":1}\n", "a.json=" }, FALSE, 0, NULL },
    { "foreign", { "notes.txt=" }, FALSE, MILL_ERROR_OPTION, "such as 'notes.txt'" },
    { "foreign-forced", { "notes.txt=" }, TRUE, 0, NULL },
    { "other-ledger", { "ledger.jsonl=money" }, FALSE, MILL_ERROR_OPTION, "ledger.jsonl" },
    { "hidden", { ".git/config=" }, FALSE, MILL_ERROR_OPTION, "such as '.git'" },
    { "only-leftovers", { ".textmill-0.tmp=" }, FALSE, 0, NULL },
};

static void
plant_files(const char *folder, const char *const *files)
{
    for (; *files; files++) {
        g_auto(GStrv) halves = g_strsplit(*files, "=", 2);

        scratch_write(folder, halves[0], halves[1]);
    }
}

static void
check_owner(gconstpointer data)
{
    const Owner *item = data;
    char *folder = scratch_new();
    g_autoptr(GError) error = NULL;
    gboolean made;

    plant_files(folder, item->files);
    g_autofree char *before = scratch_list(folder);
    g_autoptr(MillFiles) files = mill_folder_open(folder, item->force, &made, &error);
    g_autofree char *after = scratch_list(folder);

    g_assert_false(made);
    g_assert_cmpstr(before, ==, after);
    if (item->code == 0) {
        g_assert_no_error(error);
    } else {
        g_assert_null(files);
        g_assert_error(error, MILL_ERROR, item->code);
        g_assert_nonnull(strstr(error->message, item->message));
    }
    scratch_free(folder);
}

static void
check_made(void)
{
    char *folder = scratch_new();
    g_autofree char *deep = scratch_path(folder, "a/b/c");
    g_autofree char *under = scratch_path(folder, "file/x");
    g_autofree char *file = scratch_path(folder, "file");
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) under_error = NULL;
    gboolean made;

    mill_files_free(mill_folder_open(deep, FALSE, &made, &error));
    g_assert_no_error(error);
    g_assert_true(made);
    scratch_write(folder, "file", "");
    g_assert_null(mill_folder_open(file, FALSE, &made, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    g_assert_null(mill_folder_open(under, FALSE, &made, &under_error));
    g_assert_error(under_error, MILL_ERROR, MILL_ERROR_IO);
    scratch_free(folder);
}

static void
check_lock(void)
{
    char *folder = scratch_new();
    MillFiles *files = open_folder(folder, FALSE);
    g_autoptr(GError) error = NULL;
    gboolean made;

    g_assert_null(mill_folder_open(folder, TRUE, &made, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    g_assert_nonnull(strstr(error->message, "another run"));
    mill_files_free(files);
    mill_files_free(open_folder(folder, FALSE));
    scratch_free(folder);
}

/* What the ledger of an earlier run names goes, with folders that are empty then; nothing else
 * does, whatever the ledger says. */
static void
check_clear(void)
{
    static const char *const tree[] = {
        "ledger.jsonl="
        "{\"ledger\":1}\n"
        "{\"id\":\"a\",\"outcome\":\"exported\",\"files\":[\"a.json\",\"d/e/a.json\"]}\n"
        "{\"id\":\",\\\"files\\\":[\\\"keep\\\"]\",\"outcome\":\"dropped\"}\n"
        "{\"id\":\"b\",\"outcome\":\"exported\",\"files\":[\"q\\\"\\\\\\u4e2d\\n.x\",\"none\"]}\n"
        "{\"id\":\"c\",\"outcome\":\"exported\",\"files\":[\"../outside/x\",\"/etc/none\",\"\"]}\n"
        "{\"id\":\"c\",\"outcome\":\"exported\",\"files\":[\"d/../keep\",\"./keep\",\"link/x\"]}\n"
        "garbage ,\"files\":[7]\n"
        "{\"id\":\"c\",\"outcome\":\"exported\",\"files\":[\"bad\\u12\",\"keep\"]}\n"
        "{\"id\":\"d\",\"outcome\":\"exported\",\"files\":[\"z.json\"]}\n"
        "{\"id\":\"e\",\"outcome\":\"exported\",\"files\":[\"keep",
        "a.json=",
        "d/e/a.json=",
        "d/f/keep=",
        "q\"\\中\n.x=",
        "keep=",
        ".textmill-7.tmp=",
        "z.json=",
        NULL,
    };
    char *above = scratch_new();
    g_autofree char *folder = scratch_path(above, "results");
    g_autofree char *link = scratch_path(folder, "link");
    g_autoptr(GError) error = NULL;

    scratch_write(above, "outside/x", "precious");
    plant_files(folder, tree);
    g_assert_cmpint(symlink("../outside", link), ==, 0);
    g_autoptr(MillFiles) files = open_folder(folder, FALSE);

    g_assert_true(mill_folder_clear(files, &error));
    g_assert_no_error(error);
    g_autofree char *list = scratch_list(above);
    g_assert_cmpstr(list, ==,
                    "outside/x results/d/f/keep results/keep results/ledger.jsonl results/link");
    g_assert_true(publish(files, "d/e/again", "", NULL, NULL));
    scratch_free(above);
}

/* A forced folder may have a ledger of somebody else's: nothing that it names goes. */
static void
check_clear_foreign(void)
{
    static const char *const tree[] = { "ledger.jsonl=money\n{\"id\":\"a\",\"files\":[\"keep\"]}\n",
                                        "keep=", NULL };
    char *folder = scratch_new();

    plant_files(folder, tree);
    g_autoptr(MillFiles) files = open_folder(folder, TRUE);

    g_assert_true(mill_folder_clear(files, NULL));
    g_autofree char *list = scratch_list(folder);
    g_assert_cmpstr(list, ==, "keep ledger.jsonl");
    scratch_free(folder);
}

static gboolean
collect(const char *path, gpointer data, GError **error)
{
    g_string_append_printf(data, "<%s>", path);
    return TRUE;
}

/* What is written can be read, whatever the names hold. */
static void
check_ledger(void)
{
    char *folder = scratch_new();
    g_autoptr(MillFiles) files = open_folder(folder, FALSE);
    g_autoptr(GPtrArray) steps = g_ptr_array_new();
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autoptr(GString) found = g_string_new(NULL);
    MillProgress total = { .documents = 2, .exported = 1, .quarantined = 1, .bytes_in = 7 };
    MillResult good = { .document = "a\"b", .outcome = MILL_OUTCOME_EXPORTED, .n_diagnostics = 2 };
    MillResult bad = { .document = "c",
                       .outcome = MILL_OUTCOME_QUARANTINED,
                       .step = "tags",
                       .code = "crash",
                       .message = "died\n" };

    g_ptr_array_add(steps, (char *) "json");
    g_ptr_array_add(names, (char *) "x/\"\\,\"files\":[\".json");
    g_ptr_array_add(names, (char *) "中\xe2\x80\xa8.json");
    g_autoptr(MillLedger) ledger = mill_ledger_begin(files, "plan", steps, NULL);

    mill_ledger_add(ledger, &good, "in/a", names);
    mill_ledger_add(ledger, &bad, "in/c", NULL);
    g_assert_true(mill_ledger_finish(ledger, &total, NULL, NULL, NULL, NULL));
    g_autofree char *text = scratch_read(folder, "ledger.jsonl");
    g_autofree char *wanted = g_strdup_printf(
        "{\"ledger\":1,\"textmill\":\"%s\",\"pipeline\":\"plan\",\"steps\":[\"json\"]}\n"
        "{\"id\":\"a\\\"b\",\"outcome\":\"exported\",\"diagnostics\":2,"
        "\"files\":[\"x/\\\"\\\\,\\\"files\\\":[\\\".json\",\"中\\u2028.json\"]}\n"
        "{\"id\":\"c\",\"outcome\":\"quarantined\",\"step\":\"tags\",\"code\":\"crash\","
        "\"message\":\"died\\n\",\"path\":\"in/c\"}\n"
        "{\"state\":\"finished\",\"documents\":2,\"exported\":1,\"dropped\":0,\"quarantined\":1,"
        "\"bytes_in\":7,\"bytes_out\":0}\n",
        mill_version());

    g_assert_cmpstr(text, ==, wanted);
    g_assert_true(mill_ledger_each_file(files, collect, found, NULL));
    g_assert_cmpstr(found->str, ==, "<x/\"\\,\"files\":[\".json><中\xe2\x80\xa8.json>");
    scratch_free(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/folder/publish", check_publish);
    g_test_add_func("/folder/discard", check_discard);
    g_test_add_func("/folder/refused-names", check_refused_names);
    g_test_add_func("/folder/replaces-link", check_replaces_link);
    g_test_add_func("/folder/full", check_full);
    for (gsize i = 0; i < G_N_ELEMENTS(owners); i++) {
        g_autofree char *path = g_strconcat("/folder/owner/", owners[i].name, NULL);
        g_test_add_data_func(path, &owners[i], check_owner);
    }
    g_test_add_func("/folder/made", check_made);
    g_test_add_func("/folder/lock", check_lock);
    g_test_add_func("/folder/clear", check_clear);
    g_test_add_func("/folder/clear-foreign", check_clear_foreign);
    g_test_add_func("/folder/ledger", check_ledger);
    return g_test_run();
}
