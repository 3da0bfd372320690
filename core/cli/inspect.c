/* inspect - shows the steps there are, the options of one, and the plugins that did not load. */
#include "cli/cli.h"
#include "cli/options.h"

#include <stdio.h>
#include <string.h>

static gboolean
is_listed(const MillCatalogEntry *entry)
{
    return entry->type && !entry->problem;
}

static guint
name_width(const MillCatalogEntry *entries, gsize n_entries)
{
    guint width = strlen("STEP");

    for (gsize i = 0; i < n_entries; i++)
        if (is_listed(&entries[i]))
            width = MAX(width, (guint) mill_terminal_width(entries[i].type->name, -1));
    return width;
}

static void
print_problems(const MillCatalogEntry *entries, gsize n_entries)
{
    gboolean heading = FALSE;

    for (gsize i = 0; i < n_entries; i++) {
        if (!entries[i].problem)
            continue;
        if (!heading)
            puts("\nNot used:");
        heading = TRUE;
        printf("  %s\n      %s\n", entries[i].path, entries[i].problem);
    }
}

/* What the step may do in a worker beyond computing, as words. Static storage. */
static const char *const *
needs_of(const MillStepType *type)
{
    static const struct {
        guint32 flag;
        const char *word;
    } needs[] = {
        { MILL_STEP_NEEDS_FILES, "files" },
        { MILL_STEP_NEEDS_NETWORK, "network" },
        { MILL_STEP_NEEDS_PROGRAMS, "programs" },
    };
    static const char *words[G_N_ELEMENTS(needs) + 1];
    gsize n_words = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(needs); i++)
        if (type->flags & needs[i].flag)
            words[n_words++] = needs[i].word;
    words[n_words] = NULL;
    return words;
}

static void
print_needs(const MillStepType *type, const char *before, const char *after)
{
    const char *const *needs = needs_of(type);

    if (!needs[0])
        return;
    g_autofree char *joined = g_strjoinv(", ", (char **) needs);
    printf("%s%s%s", before, joined, after);
}

static CliExit
print_list(MillCatalog *catalog)
{
    gsize n_entries;
    const MillCatalogEntry *entries = mill_catalog_list(catalog, &n_entries);
    guint width = name_width(entries, n_entries);

    cli_print_padded(stdout, "STEP", width);
    puts("  ROLE    WHAT IT DOES");
    for (gsize i = 0; i < n_entries; i++) {
        if (!is_listed(&entries[i]))
            continue;
        cli_print_padded(stdout, entries[i].type->name, width);
        printf("  %-6s  %s", cli_role_name(entries[i].type), entries[i].type->summary);
        print_needs(entries[i].type, " (needs ", ")");
        putchar('\n');
    }
    print_problems(entries, n_entries);
    return CLI_DONE;
}

static void
print_layers(const char *what, const char *const *layers)
{
    if (!layers || !layers[0])
        return;
    g_autofree char *joined = g_strjoinv(", ", (char **) layers);
    printf("%s %s\n", what, joined);
}

static void
print_options(const MillOption *options)
{
    if (!options || options->type == MILL_OPTION_TYPE_END) {
        puts("\nIt has no options.");
        return;
    }
    puts("\nOptions:");
    for (; options->type != MILL_OPTION_TYPE_END; options++) {
        g_autofree char *type = cli_option_type(options);
        g_autofree char *preset = cli_option_default(options);
        printf("  %s: %s\n      %s", options->name, type, options->doc ? options->doc : "");
        if (options->flags & MILL_OPTION_REQUIRED)
            fputs(" (required)", stdout);
        else if (preset)
            printf(" (default: %s)", preset);
        putchar('\n');
    }
}

static void
print_step(const MillStepType *type, const char *path)
{
    printf("%s - %s\n\n", type->name, type->summary);
    printf("Role:   %s\n", cli_role_name(type));
    if (path)
        printf("From:   %s\n", path);
    print_layers("Reads: ", type->reads);
    print_layers("Writes:", type->writes);
    if (type->file)
        printf("File:   %s\n", type->file);
    print_needs(type, "Needs:  ", "\n");
    print_options(type->options);
}

static const char *
path_of(MillCatalog *catalog, const MillStepType *type)
{
    gsize n_entries;
    const MillCatalogEntry *entries = mill_catalog_list(catalog, &n_entries);

    for (gsize i = 0; i < n_entries; i++)
        if (entries[i].type == type)
            return entries[i].path;
    return NULL;
}

static MillValue *
words_to_value(const char *const *words)
{
    MillValue *list = mill_value_new_list();

    for (; words && *words; words++)
        mill_value_append_string(list, *words);
    return list;
}

static MillValue *
step_to_value(const MillStepType *type, const char *path)
{
    MillValue *step = mill_value_new_map();
    g_autoptr(MillValue) reads = words_to_value(type->reads);
    g_autoptr(MillValue) writes = words_to_value(type->writes);
    g_autoptr(MillValue) needs = words_to_value(needs_of(type));
    g_autoptr(MillValue) options = mill_value_new_list();

    for (const MillOption *o = type->options; o && o->type != MILL_OPTION_TYPE_END; o++) {
        g_autoptr(MillValue) option = cli_option_to_value(o);
        mill_value_append(options, option);
    }
    mill_value_set_string(step, "name", type->name);
    mill_value_set_string(step, "role", cli_role_name(type));
    mill_value_set_string(step, "summary", type->summary);
    mill_value_set_string(step, "version", type->version ? type->version : "1");
    if (path)
        mill_value_set_string(step, "path", path);
    if (type->file)
        mill_value_set_string(step, "file", type->file);
    mill_value_set(step, "reads", reads);
    mill_value_set(step, "writes", writes);
    mill_value_set(step, "needs", needs);
    mill_value_set(step, "options", options);
    return step;
}

static void
print_json(const MillValue *value)
{
    g_autoptr(GString) json = g_string_new(NULL);

    mill_json_append_value(json, value);
    g_autoptr(GString) indented = mill_json_indent(json->str, json->len, 2);
    fwrite(indented->str, 1, indented->len, stdout);
    if (indented->len == 0 || indented->str[indented->len - 1] != '\n')
        putchar('\n');
}

static CliExit
print_list_json(MillCatalog *catalog)
{
    gsize n_entries;
    const MillCatalogEntry *entries = mill_catalog_list(catalog, &n_entries);
    g_autoptr(MillValue) root = mill_value_new_map();
    g_autoptr(MillValue) steps = mill_value_new_list();
    g_autoptr(MillValue) problems = mill_value_new_list();

    for (gsize i = 0; i < n_entries; i++) {
        if (is_listed(&entries[i])) {
            g_autoptr(MillValue) step = step_to_value(entries[i].type, entries[i].path);
            mill_value_append(steps, step);
        } else {
            g_autoptr(MillValue) problem = mill_value_new_map();
            mill_value_set_string(problem, "path", entries[i].path);
            mill_value_set_string(problem, "problem", entries[i].problem);
            mill_value_append(problems, problem);
        }
    }
    mill_value_set(root, "steps", steps);
    mill_value_set(root, "problems", problems);
    print_json(root);
    return CLI_DONE;
}

static CliExit
inspect_step(MillCatalog *catalog, const char *name, gboolean json)
{
    g_autoptr(GError) error = NULL;
    const MillStepType *type = mill_catalog_find(catalog, name, &error);

    if (!type)
        return cli_fail(CLI_USAGE, "%s", error->message);
    if (json) {
        g_autoptr(MillValue) step = step_to_value(type, path_of(catalog, type));
        print_json(step);
    } else {
        print_step(type, path_of(catalog, type));
    }
    return CLI_DONE;
}

static CliExit
inspect_run(int argc, char **argv)
{
    gboolean json = FALSE;
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, "print JSON", NULL },
        CLI_PLUGIN_DIR_ENTRY,
        { NULL },
    };
    CliExit exit = CLI_DONE;

    if (!cli_parse(&cli_inspect, entries, &argc, &argv, &exit))
        return exit;
    g_autoptr(MillCatalog) catalog = cli_new_catalog();
    if (argc < 2)
        return json ? print_list_json(catalog) : print_list(catalog);
    for (int i = 1; i < argc; i++) {
        if (i > 1 && !json)
            putchar('\n');
        CliExit one = inspect_step(catalog, argv[i], json);
        exit = MAX(exit, one);
    }
    return exit;
}

const CliCommand cli_inspect = {
    .name = "inspect",
    .usage = "[STEP...]",
    .summary = "Show the steps there are, or the options of some",
    .help = "Without STEP: every step, and every plugin that did not load, with the reason.\n"
            "\n"
            "Example:\n"
            "  textmill inspect cleanup\n",
    .run = inspect_run,
};
