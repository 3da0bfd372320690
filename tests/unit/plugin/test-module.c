/* test-module.c - plugin files: what is loaded, what is refused, and why. */
#include "../run/scratch.h"
#include "plugin/module.h"

#include <link.h>
#include <sys/stat.h>
#include <unistd.h>

/* The bytes of the fixture @name. (transfer full) */
static char *
fixture_read(const char *name, gsize *length)
{
    g_autofree char *path = g_strconcat(FIXTURES "/", name, NULL);
    char *bytes = NULL;

    g_assert_true(g_file_get_contents(path, &bytes, length, NULL));
    return bytes;
}

static void
fixture_write(const char *folder, const char *name, const char *bytes, gsize length)
{
    g_autofree char *path = scratch_path(folder, name);

    g_assert_true(g_file_set_contents(path, bytes, (gssize) length, NULL));
}

static void
fixture_copy(const char *folder, const char *name)
{
    gsize length;
    g_autofree char *bytes = fixture_read("good.so", &length);

    fixture_write(folder, name, bytes, length);
}

/* Each makes DIR/p.so. */
static void
make_missing(const char *folder)
{
}

static void
make_text(const char *folder)
{
    scratch_write(folder, "p.so", "#!/bin/sh\necho no\n");
}

static void
make_empty(const char *folder)
{
    scratch_write(folder, "p.so", "");
}

static void
make_folder(const char *folder)
{
    scratch_write(folder, "p.so/p.so", "");
}

static void
make_cut(const char *folder, gsize keep)
{
    gsize length;
    g_autofree char *bytes = fixture_read("good.so", &length);

    fixture_write(folder, "p.so", bytes, MIN(keep, length));
}

static void
make_cut_in_header(const char *folder)
{
    make_cut(folder, 20);
}

static void
make_cut_in_table(const char *folder)
{
    make_cut(folder, sizeof(ElfW(Ehdr)) + 10);
}

static void
make_cut_in_segment(const char *folder)
{
    make_cut(folder, 4200);
}

/* good.so with one field of its ELF header changed. */
static void
make_patched(const char *folder, gsize offset, guint16 value)
{
    gsize length;
    g_autofree char *bytes = fixture_read("good.so", &length);

    memcpy(bytes + offset, &value, sizeof value);
    fixture_write(folder, "p.so", bytes, length);
}

static void
make_machine(const char *folder)
{
    make_patched(folder, G_STRUCT_OFFSET(ElfW(Ehdr), e_machine), 0x1234);
}

static void
make_program(const char *folder)
{
    make_patched(folder, G_STRUCT_OFFSET(ElfW(Ehdr), e_type), ET_EXEC);
}

static void
make_class(const char *folder)
{
    make_patched(folder, EI_CLASS, ELFCLASS32 | ELFDATA2LSB << 8);
}

static void
make_writable_file(const char *folder)
{
    g_autofree char *path = scratch_path(folder, "p.so");

    fixture_copy(folder, "p.so");
    g_assert_cmpint(chmod(path, 0777), ==, 0);
}

static void
make_writable_folder(const char *folder)
{
    fixture_copy(folder, "p.so");
    g_assert_cmpint(chmod(folder, 0777), ==, 0);
}

static void
make_sticky_folder(const char *folder)
{
    fixture_copy(folder, "p.so");
    g_assert_cmpint(chmod(folder, 01777), ==, 0);
}

static void
make_link_out_of_safety(const char *folder)
{
    g_autofree char *open = scratch_path(folder, "open");
    g_autofree char *link = scratch_path(folder, "p.so");

    scratch_write(folder, "open/x", "");
    fixture_copy(folder, "open/good.so");
    g_assert_cmpint(chmod(open, 0777), ==, 0);
    g_assert_cmpint(symlink("open/good.so", link), ==, 0);
}

static void
make_dangling_link(const char *folder)
{
    g_autofree char *link = scratch_path(folder, "p.so");

    g_assert_cmpint(symlink("nowhere.so", link), ==, 0);
}

static void
make_fixture(const char *folder, const char *name)
{
    gsize length;
    g_autofree char *bytes = fixture_read(name, &length);

    fixture_write(folder, "p.so", bytes, length);
}

static void
make_no_entry(const char *folder)
{
    make_fixture(folder, "no-entry.so");
}

static void
make_nothing(const char *folder)
{
    make_fixture(folder, "nothing.so");
}

static void
make_unresolved(const char *folder)
{
    make_fixture(folder, "unresolved.so");
}

static void
make_unlinked(const char *folder)
{
    make_fixture(folder, "unlinked.so");
}

static void
make_major(const char *folder)
{
    make_fixture(folder, "major.so");
}

static void
make_library(const char *folder)
{
    make_fixture(folder, "library.so");
}

static void
make_foreign(const char *folder)
{
    make_fixture(folder, "foreign.so");
}

static void
make_newer(const char *folder)
{
    make_fixture(folder, "newer.so");
}

static const struct {
    const char *name;
    void (*make)(const char *folder);
    gint code;
    const char *message; /* with '*', and DIR for the folder */
} cases[] = {
    { "missing", make_missing, MILL_ERROR_LOAD, "DIR/p.so: No such file or directory" },
    { "text", make_text, MILL_ERROR_LOAD, "DIR/p.so: this is not a shared object (no ELF file)" },
    { "empty", make_empty, MILL_ERROR_LOAD, "DIR/p.so: this is not a shared object (no ELF file)" },
    { "folder", make_folder, MILL_ERROR_LOAD, "DIR/p.so: this is a folder, not a plugin" },
    { "cut-in-header", make_cut_in_header, MILL_ERROR_LOAD, "DIR/p.so: the file is cut off" },
    { "cut-in-table", make_cut_in_table, MILL_ERROR_LOAD,
      "DIR/p.so: the file is cut off or damaged" },
    { "cut-in-segment", make_cut_in_segment, MILL_ERROR_LOAD, "DIR/p.so: the file is cut off" },
    { "machine", make_machine, MILL_ERROR_LOAD,
      "DIR/p.so: it was built for another kind of machine" },
    { "class", make_class, MILL_ERROR_LOAD, "DIR/p.so: it was built for another kind of machine" },
    { "program", make_program, MILL_ERROR_LOAD,
      "DIR/p.so: this is an ELF file, but not a shared object; build it with -shared -fPIC" },
    { "writable-file", make_writable_file, MILL_ERROR_LOAD,
      "DIR/p.so: refused: everybody can write to DIR/p.so; mend it with: chmod go-w DIR/p.so" },
    { "writable-folder", make_writable_folder, MILL_ERROR_LOAD,
      "DIR/p.so: refused: everybody can write to DIR; mend it with: chmod go-w DIR" },
    { "sticky-folder", make_sticky_folder, MILL_ERROR_LOAD,
      "DIR/p.so: refused: everybody can write to DIR; mend it with: chmod go-w DIR" },
    { "link-out-of-safety", make_link_out_of_safety, MILL_ERROR_LOAD,
      "DIR/p.so: refused: everybody can write to DIR/open; mend it with: chmod go-w DIR/open" },
    { "dangling-link", make_dangling_link, MILL_ERROR_LOAD, "DIR/p.so: No such file or directory" },
    { "no-entry", make_no_entry, MILL_ERROR_LOAD,
      "DIR/p.so: this is not a textmill plugin: it does not export mill_plugin_describe() "
      "(MILL_PLUGIN writes it)" },
    { "nothing", make_nothing, MILL_ERROR_LOAD, "DIR/p.so: mill_plugin_describe() gives nothing" },
    { "unresolved", make_unresolved, MILL_ERROR_ABI,
      "DIR/p.so: built for another textmill: it calls mill_from_the_future(), which textmill * "
      "(plugin ABI *) does not have; update textmill, or rebuild *" },
    { "unlinked", make_unlinked, MILL_ERROR_LOAD,
      "DIR/p.so: undefined symbol: frobnicate; link the plugin with the library that has it" },
    { "major", make_major, MILL_ERROR_ABI,
      "DIR/p.so: built for another textmill: it needs libtextmill.so.77; rebuild *" },
    { "library", make_library, MILL_ERROR_LOAD,
      "DIR/p.so: it needs the library libfrobnicate.so.3, which is not installed" },
    { "newer", make_newer, MILL_ERROR_ABI,
      "DIR/p.so: built for plugin ABI *, but textmill * has ABI *; update textmill, or rebuild *" },
    { "foreign", make_foreign, MILL_ERROR_ABI,
      "DIR/p.so: built for plugin ABI 2, but textmill * has ABI 1; rebuild it with *" },
};

static void
test_refused(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(GError) error = NULL;
    char *folder = scratch_new();
    g_autofree char *real = realpath(folder, NULL);
    g_autofree char *path = scratch_path(real, "p.so");

    cases[i].make(folder);
    g_assert_null(mill_module_load(path, &error));
    g_assert_error(error, MILL_ERROR, cases[i].code);

    g_autoptr(GString) message = g_string_new(error->message);

    g_string_replace(message, real, "DIR", 0);
    if (!g_pattern_match_simple(cases[i].message, message->str))
        g_assert_cmpstr(message->str, ==, cases[i].message);
    scratch_free(folder);
}

static void
test_good(void)
{
    g_autoptr(GError) error = NULL;
    const MillStepType *const *steps = mill_module_load(FIXTURES "/good.so", &error);

    g_assert_no_error(error);
    g_assert_cmpstr(steps[0]->name, ==, "good");
    g_assert_cmpstr(steps[1]->name, ==, "good-writer");
    g_assert_null(steps[2]);
    g_assert_true(mill_module_load(FIXTURES "/good.so", NULL) == steps);
}

/* A plugin of an earlier minor version loads; what it could not know of is zero. */
static void
test_older(void)
{
    g_autoptr(GError) error = NULL;
    const MillStepType *const *steps = mill_module_load(FIXTURES "/older.so", &error);

    g_assert_no_error(error);
    g_assert_cmpstr(steps[0]->name, ==, "older");
    g_assert_cmpuint(steps[0]->size, ==, sizeof(MillStepType));
    g_assert_cmpint(steps[0]->options[0].int_default, ==, 3);
    g_assert_nonnull(steps[0]->process);
    g_assert_null(steps[0]->close);
    g_assert_null(steps[0]->tool);
    g_assert_null(steps[0]->finish);
}

/* Links are common in installed trees. */
static void
test_link(void)
{
    g_autoptr(GError) error = NULL;
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, "p.so");

    g_assert_cmpint(symlink(FIXTURES "/good.so", path), ==, 0);

    g_assert_nonnull(mill_module_load(path, &error));
    g_assert_no_error(error);
    scratch_free(folder);
}

/* Only root can give files away. */
static void
test_of_another_user(void)
{
    g_autoptr(GError) error = NULL;
    char *folder = scratch_new();
    g_autofree char *path = scratch_path(folder, "p.so");

    fixture_copy(folder, "p.so");
    if (chown(path, 54321, (gid_t) -1) != 0) {
        g_test_skip("needs root");
    } else {
        g_assert_null(mill_module_load(path, &error));
        g_assert_error(error, MILL_ERROR, MILL_ERROR_LOAD);
        g_assert_nonnull(strstr(error->message, "belongs to another user"));
    }
    scratch_free(folder);
}

int
main(int argc, char **argv)
{
    umask(022);
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/module/refused/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_refused);
    }
    g_test_add_func("/module/good", test_good);
    g_test_add_func("/module/older", test_older);
    g_test_add_func("/module/link", test_link);
    g_test_add_func("/module/of-another-user", test_of_another_user);
    return g_test_run();
}
