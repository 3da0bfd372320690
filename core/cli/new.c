/* new - writes a working start for a pipeline, a script or a plugin.
 *
 * The files come from templates/KIND/; in their names and texts @NAME@ stands for the name, @IDENT@
 * for it as an identifier (word_count) and @TYPE@ for it as a type (WordCount).
 */
#include "cli/cli.h"
#include "cli/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    const char *kind;
    const char *suffix; /* of what is written, which people may write behind the name */
    gboolean folder;    /* the files go into a folder of that name */
    const char *next;   /* what to do then; the same @words@ are filled in, and @PATH@ */
} Kind;

static const Kind kinds[] = {
    { "pipeline", ".yaml", FALSE,
      "Next:\n"
      "  textmill check @PATH@.yaml\n"
      "  textmill run @PATH@.yaml FILE... -o out\n" },
    { "script", ".lua", FALSE,
      "Next:\n"
      "  textmill test @PATH@.lua\n"
      "and in a pipeline file beside it:\n"
      "  - script: @NAME@.lua\n"
      "docs/writing-scripts.md tells what scripts can do.\n" },
    { "plugin", "", TRUE,
      "Next:\n"
      "  cd @PATH@\n"
      "  meson setup build && meson test -C build\n"
      "  textmill inspect --plugin-dir build @NAME@\n" },
};

static const Kind *
find_kind(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i].kind, name) == 0)
            return &kinds[i];
    return NULL;
}

/* Lower-case words joined by "-", as `use:` names steps. */
static gboolean
is_step_name(const char *name)
{
    if (!g_ascii_islower(*name))
        return FALSE;
    for (const char *p = name; *p; p++)
        if (!g_ascii_islower(*p) && !g_ascii_isdigit(*p) && !(*p == '-' && g_ascii_isalnum(p[1])))
            return FALSE;
    return TRUE;
}

static char *
make_identifier(const char *name)
{
    return g_strdelimit(g_strdup(name), "-", '_');
}

static char *
make_type(const char *name)
{
    GString *type = g_string_new(NULL);

    for (const char *p = name; *p; p++)
        if (*p != '-')
            g_string_append_c(type, p == name || p[-1] == '-' ? g_ascii_toupper(*p) : *p);
    return g_string_free(type, FALSE);
}

static char *
fill_in(const char *template, const char *path, const char *name)
{
    GString *text = g_string_new(template);
    g_autofree char *identifier = make_identifier(name);
    g_autofree char *type = make_type(name);

    g_string_replace(text, "@NAME@", name, 0);
    g_string_replace(text, "@IDENT@", identifier, 0);
    g_string_replace(text, "@TYPE@", type, 0);
    g_string_replace(text, "@PATH@", path, 0);
    return g_string_free(text, FALSE);
}

/* Where the template @file goes. (transfer full) */
static char *
target_of(const Kind *kind, const CliFile *file, const char *path, const char *name)
{
    const char *inside = file->name + strlen(kind->kind) + 1;
    g_autofree char *filled = fill_in(inside, path, name);
    g_autofree char *parent = g_path_get_dirname(path);

    return g_build_filename(kind->folder ? path : parent, filled, NULL);
}

static gboolean
write_new(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    size_t length = strlen(text);

    if (fd < 0)
        return FALSE;
    gboolean written = write(fd, text, length) == (ssize_t) length;
    return close(fd) == 0 && written;
}

static gboolean
is_template_of(const Kind *kind, const CliFile *file)
{
    size_t length = strlen(kind->kind);

    return strncmp(file->name, kind->kind, length) == 0 && file->name[length] == '/';
}

/* Nothing is written when one of the files is there already. */
static CliExit
check_targets(const Kind *kind, const char *path, const char *name)
{
    struct stat status;

    if (kind->folder && lstat(path, &status) == 0)
        return cli_fail(CLI_USAGE, "%s exists already; choose another name or remove it", path);
    for (const CliFile *file = cli_files; file->name; file++) {
        if (!is_template_of(kind, file))
            continue;
        g_autofree char *target = target_of(kind, file, path, name);
        if (lstat(target, &status) == 0)
            return cli_fail(CLI_USAGE, "%s exists already; choose another name or remove it",
                            target);
    }
    return CLI_DONE;
}

static CliExit
write_targets(const Kind *kind, const char *path, const char *name)
{
    if (kind->folder && mkdir(path, 0755) != 0)
        return cli_fail(CLI_USAGE, "cannot make the folder %s: %s", path, g_strerror(errno));
    for (const CliFile *file = cli_files; file->name; file++) {
        if (!is_template_of(kind, file))
            continue;
        g_autofree char *target = target_of(kind, file, path, name);
        g_autofree char *text = fill_in(file->text, path, name);
        if (!write_new(target, text))
            return cli_fail(CLI_USAGE, "cannot write %s: %s", target, g_strerror(errno));
        printf("wrote %s\n", target);
    }
    g_autofree char *next = fill_in(kind->next, path, name);
    printf("\n%s", next);
    return CLI_DONE;
}

static CliExit
refuse_kind(const char *word)
{
    static const char *const names[] = { "pipeline", "script", "plugin", NULL };
    const char *close = mill_suggest(word, names);

    return cli_usage(&cli_new, "'%s' is not pipeline, script or plugin%s%s%s", word,
                     close ? "; did you mean '" : "", close ? close : "", close ? "'?" : "");
}

static CliExit
new_run(int argc, char **argv)
{
    const GOptionEntry entries[] = { { NULL } };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_new, entries, &argc, &argv, &exit))
        return exit;
    if (argc != 3)
        return cli_usage(&cli_new, "say what (pipeline, script or plugin) and its name");
    const Kind *kind = find_kind(argv[1]);
    if (!kind)
        return refuse_kind(argv[1]);

    g_autofree char *path = g_strdup(argv[2]);
    if (*kind->suffix && g_str_has_suffix(path, kind->suffix))
        path[strlen(path) - strlen(kind->suffix)] = '\0';
    g_autofree char *name = g_path_get_basename(path);
    if (!is_step_name(name))
        return cli_usage(&cli_new,
                         "'%s' cannot be a name: use lower-case letters, digits and '-', "
                         "for example word-count",
                         name);
    exit = check_targets(kind, path, name);
    return exit == CLI_DONE ? write_targets(kind, path, name) : exit;
}

const CliCommand cli_new = {
    .name = "new",
    .usage = "pipeline|script|plugin NAME",
    .summary = "Write a working start for a pipeline, a script or a plugin",
    .help = "NAME is of lower-case letters, digits and '-', and may have a folder in front.\n"
            "  pipeline   NAME.yaml, with remarks\n"
            "  script     NAME.lua and NAME_test.lua\n"
            "  plugin     a folder NAME/ that builds with Meson or one cc command, with a test\n"
            "Nothing that exists is overwritten.\n"
            "\n"
            "Example:\n"
            "  textmill new plugin word-count\n",
    .run = new_run,
};
