/* The results folder: files whole or not at all, nothing outside of it, whose it is. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/error.h>

#include "../run/scratch.h"
#include "pipeline/pipeline-private.h"
#include "results/database.h"
#include "results/folder.h"
#include "results/ledger-read.h"

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

    g_assert_true(mill_files_open_work(files, NULL));
    g_assert_true(mill_draft_open(&draft, files, "draft", NULL));
    g_assert_true(mill_draft_write(&draft, files, text, strlen(text), NULL));
    gboolean published = mill_draft_publish(&draft, files, path, local, error);

    mill_files_close_work(files);
    return published;
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
    g_assert_true(mill_files_open_work(files, NULL));
    g_assert_true(mill_draft_open(&draft, files, "draft", NULL));
    g_assert_true(mill_draft_write(&draft, files, "half", 4, NULL));
    mill_draft_discard(&draft, files);
    mill_draft_discard(&draft, files);
    mill_files_close_work(files);
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
    g_assert_true(mill_files_open_work(files, NULL));
    g_assert_true(mill_draft_open(&draft, files, "draft", NULL));
    g_assert_false(mill_draft_write(&draft, files, bytes, 8192, &error));
    setrlimit(RLIMIT_FSIZE, &before);
    mill_draft_discard(&draft, files);
    mill_files_close_work(files);
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    g_assert_nonnull(strstr(error->message, folder));
    g_autofree char *list = scratch_list(folder);

    g_assert_cmpstr(list, ==, "");
    scratch_free(folder);
}

/* Whose the folder is. */
typedef struct {
    const char *name;
    const char *files[4]; /* "name=text" */
    gboolean force;
    gint code; /* 0: taken */
    const char *message;
} Owner;

static const Owner owners[] = {
    { "empty", { NULL }, FALSE, 0, NULL },
    { "foreign", { "notes.txt=" }, FALSE, MILL_ERROR_OPTION, "such as 'notes.txt'" },
    { "foreign-forced", { "notes.txt=" }, TRUE, 0, NULL },
    { "other-ledger", { "ledger.sqlite=money" }, FALSE, MILL_ERROR_OPTION, "ledger.sqlite" },
    { "hidden", { ".git/config=" }, FALSE, MILL_ERROR_OPTION, "such as '.git'" },
    { "only-leftovers", { ".textmill/0.shared=" }, FALSE, 0, NULL },
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

/* A ledger in @folder, which a run with this statement wrote. */
static void
plant_ledger(const char *folder, const char *sql)
{
    g_autoptr(MillFiles) files = open_folder(folder, TRUE);
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillPipeline) pipeline = mill_pipeline_load(NULL, NULL, report);
    g_autoptr(GError) error = NULL;
    MillProgress total = { 0 };
    MillDatabase database = { 0 };

    g_assert_nonnull(pipeline);
    mill_pipeline_seal(pipeline);
    g_assert_true(mill_files_open_work(files, NULL));
    g_autoptr(MillLedger) ledger =
        mill_ledger_begin(files, pipeline, &(MillRunOptions){ 0 }, &error);

    g_assert_no_error(error);
    g_assert_true(mill_ledger_finish(ledger, &total, NULL, &error));
    mill_files_close_work(files);
    g_clear_pointer(&ledger, mill_ledger_free);
    g_autofree char *path = scratch_path(folder, "ledger.sqlite");

    g_assert_true(mill_database_open(&database, path, SQLITE_OPEN_READWRITE, &error));
    g_assert_true(mill_database_run(&database, sql, &error));
    mill_database_close(&database);
}

/* What the ledger of an earlier run names goes, with folders that are empty then; nothing else
 * does, whatever the ledger says. */
static void
check_clear(void)
{
    static const char *const tree[] = {
        "a.json=", "d/e/a.json=",         "d/f/keep=", "q\"\\中\n.x=",
        "keep=",   ".textmill/7.shared=", "z.json=",   NULL,
    };
    char *above = scratch_new();
    g_autofree char *folder = scratch_path(above, "results");
    g_autofree char *link = scratch_path(folder, "link");
    g_autoptr(GError) error = NULL;

    scratch_write(above, "outside/x", "precious");
    plant_files(folder, tree);
    g_assert_cmpint(symlink("../outside", link), ==, 0);
    plant_ledger(
        folder,
        "INSERT INTO results VALUES (0, 0, 'a.json', 0, NULL, 1), (0, 1, 'd/e/a.json', 0, NULL, 1),"
        "(1, 0, 'q\"\\中\n.x', 0, NULL, 1), (1, 1, 'none', 0, NULL, 1),"
        "(2, 0, '../outside/x', 0, NULL, 1), (2, 1, '/etc/none', 0, NULL, 1),"
        "(2, 2, '', 0, NULL, 1), (3, 0, 'd/../keep', 0, NULL, 1),"
        "(3, 1, './keep', 0, NULL, 1), (3, 2, 'link/x', 0, NULL, 1);"
        "INSERT INTO files (number, name, kind, size) VALUES (0, 'z.json', 'sink', 1),"
        "(1, 'd/../../outside/x', 'collection', 1)");
    g_autoptr(MillFiles) files = open_folder(folder, FALSE);

    g_assert_true(mill_files_open_work(files, NULL));
    g_assert_true(mill_folder_clear(files, FALSE, &error));
    mill_files_close_work(files);
    g_assert_no_error(error);
    g_autofree char *list = scratch_list(above);
    g_assert_cmpstr(list, ==,
                    "outside/x results/d/f/keep results/keep results/ledger.sqlite results/link");
    g_assert_true(publish(files, "d/e/again", "", NULL, NULL));
    scratch_free(above);
}

/* A forced folder may have a ledger of somebody else's: nothing that it names goes. */
static void
check_clear_foreign(void)
{
    static const char *const tree[] = { "ledger.sqlite=money", "keep=", NULL };
    char *folder = scratch_new();

    plant_files(folder, tree);
    g_autoptr(MillFiles) files = open_folder(folder, TRUE);

    g_assert_true(mill_files_open_work(files, NULL));
    g_assert_true(mill_folder_clear(files, FALSE, NULL));
    mill_files_close_work(files);
    g_autofree char *list = scratch_list(folder);
    g_assert_cmpstr(list, ==, "keep ledger.sqlite");
    scratch_free(folder);
}

/* A ledger that is cut or scribbled over is an error that names it, never a crash. */
static void
check_damaged(void)
{
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, "ledger.sqlite");
    g_autofree char *whole = NULL;
    gsize length;

    plant_ledger(folder, "INSERT INTO results VALUES (0, 0, 'a.json', 0, NULL, 1)");
    g_assert_true(g_file_get_contents(path, &whole, &length, NULL));
    for (gsize keep = 0; keep < length; keep += 512 + keep % 7) {
        g_autoptr(GError) error = NULL;
        g_autoptr(MillLedgerReader) reader = NULL;
        MillLedgerRow row;

        g_assert_true(g_file_set_contents(path, whole, (gssize) keep, NULL));
        reader = mill_ledger_open(folder, &error);
        while (reader && mill_ledger_next(reader, &row, &error))
            g_assert_nonnull(row.id);
        g_assert_true(error != NULL || reader != NULL);
        if (error)
            g_assert_nonnull(strstr(error->message, folder));
    }
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
    g_test_add_func("/folder/damaged", check_damaged);
    return g_test_run();
}
