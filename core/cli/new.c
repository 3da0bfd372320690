/* new - writes a working start for a pipeline, a script or a plugin.
 *
 * The files come from templates/KIND/ and templates/KIND-ROLE/; in their names and texts @NAME@
 * stands for the name, @IDENT@ for it as an identifier (word_count), @TYPE@ for it as a type
 * (WordCount), and @ROLE@, @SUMMARY@, @STEPS@ and @TEST@ for what the table below says of the role.
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
      "  textmill try @PATH@.lua FILE\n"
      "and in a pipeline file beside it:\n"
      "  - script: @NAME@.lua\n"
      "docs/writing-scripts.md tells what scripts can do.\n" },
    { "plugin", "", TRUE,
      "Next:\n"
      "  cd @PATH@\n"
      "  meson setup build && meson test -C build\n"
      "  textmill inspect --plugin-dir build @NAME@\n" },
};

/* What a script or plugin may be; the first of a kind is what it is when nothing is said. */
typedef struct {
    const char *kind;
    const char *role;
    const char *summary; /* of the plugin */
    const char *steps;   /* how a pipeline uses it */
    const char *test;    /* how Meson tests it */
} Role;

#define TEST_SCRIPT "find_program('sh'), args: [files('test.sh'), textmill_program.full_path()]"

static const Role roles[] = {
    { .kind = "script", .role = "stage" },
    { .kind = "script", .role = "reader" },
    { .kind = "script", .role = "writer" },
    { .kind = "script", .role = "corpus" },
    { "plugin", "stage", "finds each occurrence of a word",
      "  - use: @NAME@\n    with: { word: energy }\n  - use: json\n",
      "executable('test-@NAME@', 'test-@NAME@.c', dependencies: textmill),\n  protocol: 'tap'" },
    { "plugin", "reader", "reads text files that begin with lines of metadata",
      "  - use: @NAME@\n  - use: json\n", TEST_SCRIPT },
    { "plugin", "writer", "writes a line for each document, with its id, characters and lines",
      "  - use: @NAME@\n    with: { separator: \";\" }\n", TEST_SCRIPT },
    { "plugin", "sink", "puts all documents into one file",
      "  - use: @NAME@\n    with: { rule: \"====\" }\n", TEST_SCRIPT },
    { "plugin", "corpus", "counts a word in all documents",
      "  - use: @NAME@\n    with: { word: energy }\n", TEST_SCRIPT },
};

/* One thing to write. */
typedef struct {
    const Kind *kind;
    const Role *role; /* NULL: the kind has none */
    const char *path; /* as it was given, without the suffix */
    const char *name; /* of the step */
} Start;

static const Kind *
find_kind(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i].kind, name) == 0)
            return &kinds[i];
    return NULL;
}

/* The role of that @name, the first one for NULL. */
static const Role *
find_role(const Kind *kind, const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(roles); i++)
        if (strcmp(roles[i].kind, kind->kind) == 0 && (!name || strcmp(roles[i].role, name) == 0))
            return &roles[i];
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
fill_in(const Start *self, const char *template)
{
    GString *text = g_string_new(template);
    g_autofree char *identifier = make_identifier(self->name);
    g_autofree char *type = make_type(self->name);

    if (self->role && self->role->summary) {
        g_string_replace(text, "@ROLE@", self->role->role, 0);
        g_string_replace(text, "@SUMMARY@", self->role->summary, 0);
        g_string_replace(text, "@STEPS@", self->role->steps, 0);
        g_string_replace(text, "@TEST@", self->role->test, 0);
    }
    g_string_replace(text, "@NAME@", self->name, 0);
    g_string_replace(text, "@IDENT@", identifier, 0);
    g_string_replace(text, "@TYPE@", type, 0);
    g_string_replace(text, "@PATH@", self->path, 0);
    return g_string_free(text, FALSE);
}

/* What the name of the template @file has behind its folder; NULL if @self does not use it. */
static const char *
name_inside(const Start *self, const CliFile *file)
{
    g_autofree char *common = g_strconcat(self->kind->kind, "/", NULL);
    g_autofree char *special =
        g_strconcat(self->kind->kind, "-", self->role ? self->role->role : "", "/", NULL);

    if (g_str_has_prefix(file->name, common))
        return file->name + strlen(common);
    return g_str_has_prefix(file->name, special) ? file->name + strlen(special) : NULL;
}

/* Where the template that is called @inside goes. (transfer full) */
static char *
target_of(const Start *self, const char *inside)
{
    g_autofree char *filled = fill_in(self, inside);
    g_autofree char *parent = g_path_get_dirname(self->path);

    return g_build_filename(self->kind->folder ? self->path : parent, filled, NULL);
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

static CliExit
refuse_existing(const char *path)
{
    return cli_fail(CLI_USAGE, "%s exists already; choose another name or remove it", path);
}

/* Nothing is written when one of the files is there already. */
static CliExit
check_targets(const Start *self)
{
    struct stat status;

    if (self->kind->folder && lstat(self->path, &status) == 0)
        return refuse_existing(self->path);
    for (const CliFile *file = cli_files; file->name; file++) {
        const char *inside = name_inside(self, file);
        g_autofree char *target = inside ? target_of(self, inside) : NULL;

        if (target && lstat(target, &status) == 0)
            return refuse_existing(target);
    }
    return CLI_DONE;
}

static CliExit
write_targets(const Start *self)
{
    if (self->kind->folder && mkdir(self->path, 0755) != 0)
        return cli_fail(CLI_USAGE, "cannot make the folder %s: %s", self->path, g_strerror(errno));
    for (const CliFile *file = cli_files; file->name; file++) {
        const char *inside = name_inside(self, file);

        if (!inside)
            continue;
        g_autofree char *target = target_of(self, inside);
        g_autofree char *text = fill_in(self, file->text);
        if (!write_new(target, text))
            return cli_fail(CLI_USAGE, "cannot write %s: %s", target, g_strerror(errno));
        printf("wrote %s\n", target);
    }
    g_autofree char *next = fill_in(self, self->kind->next);
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
refuse_role(const Kind *kind, const char *word)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (guint i = 0; i < G_N_ELEMENTS(roles); i++)
        if (strcmp(roles[i].kind, kind->kind) == 0)
            g_ptr_array_add(names, (gpointer) roles[i].role);
    g_ptr_array_add(names, NULL);
    if (names->len == 1)
        return cli_usage(&cli_new, "a %s has no role; leave --role out", kind->kind);

    const char *close = mill_suggest(word, (const char *const *) names->pdata);
    g_autofree char *all = g_strjoinv(", ", (char **) names->pdata);

    return cli_usage(&cli_new, "'%s' is no role of a %s (%s)%s%s%s", word, kind->kind, all,
                     close ? "; did you mean '" : "", close ? close : "", close ? "'?" : "");
}

static CliExit
write_start(const Kind *kind, const Role *role, const char *given)
{
    g_autofree char *path = g_strdup(given);

    if (*kind->suffix && g_str_has_suffix(path, kind->suffix))
        path[strlen(path) - strlen(kind->suffix)] = '\0';

    g_autofree char *name = g_path_get_basename(path);

    if (!is_step_name(name))
        return cli_usage(&cli_new,
                         "'%s' cannot be a name: use lower-case letters, digits and '-', "
                         "for example word-count",
                         name);

    Start start = { kind, role, path, name };
    CliExit exit = check_targets(&start);

    return exit == CLI_DONE ? write_targets(&start) : exit;
}

static CliExit
new_run(int argc, char **argv)
{
    g_autofree char *role_name = NULL;
    const GOptionEntry entries[] = {
        { "role", 0, 0, G_OPTION_ARG_FILENAME, &role_name,
          "what the script or plugin is: stage (the default), reader, writer, corpus, or sink",
          "ROLE" },
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_new, entries, &argc, &argv, &exit))
        return exit;
    if (argc != 3)
        return cli_usage(&cli_new, "say what (pipeline, script or plugin) and its name");

    const Kind *kind = find_kind(argv[1]);

    if (!kind)
        return refuse_kind(argv[1]);

    const Role *role = find_role(kind, role_name);

    if (role_name && !role)
        return refuse_role(kind, role_name);
    return write_start(kind, role, argv[2]);
}

const CliCommand cli_new = {
    .name = "new",
    .usage = "pipeline|script|plugin NAME",
    .summary = "Write a working start for a pipeline, a script or a plugin",
    .help = "NAME is of lower-case letters, digits and '-', and may have a folder in front.\n"
            "  pipeline   NAME.yaml, with remarks\n"
            "  script     NAME.lua and NAME_test.lua; a stage, reader, writer or corpus step\n"
            "  plugin     a folder NAME/ that builds with Meson or one cc command, with a test; a\n"
            "             stage, reader, writer, sink or corpus step\n"
            "Nothing that exists is overwritten.\n"
            "\n"
            "Examples:\n"
            "  textmill new plugin word-count\n"
            "  textmill new script word-trend --role corpus\n",
    .run = new_run,
};
