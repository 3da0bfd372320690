/* main - finds the command and runs it. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const CliCommand *const commands[] = {
    &cli_run,   &cli_check,    &cli_diff,   &cli_explain, &cli_inspect, &cli_ledger,
    &cli_merge, &cli_new,      &cli_retry,  &cli_schema,  &cli_show,    &cli_test,
    &cli_try,   &cli_validate, &cli_verify, NULL,
};

static const CliCommand *
find_command(const char *name)
{
    for (guint i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void
print_help(FILE *stream)
{
    fputs(
        "Usage: textmill COMMAND [ARGUMENT...]\n"
        "\n"
        "Turns source texts into clean, sectioned, tagged, exported documents, by the steps of a\n"
        "pipeline file.\n"
        "\n"
        "Commands:\n",
        stream);
    for (guint i = 0; commands[i]; i++)
        fprintf(stream, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
    cli_tool_list(stream);
    fputs(
        "\n"
        "textmill COMMAND --help tells more. textmill --version prints the version.\n"
        "\n"
        "Exit status: 0 done, 1 some documents failed, 2 wrong usage or pipeline, 3 stopped early.\n"
        "\n"
        "Example:\n"
        "  textmill new pipeline mine\n"
        "  textmill run mine.yaml documents/ -o out\n",
        stream);
}

static CliExit
refuse_command(const char *name)
{
    const char *names[G_N_ELEMENTS(commands)] = { NULL };

    for (guint i = 0; commands[i]; i++)
        names[i] = commands[i]->name;
    const char *close = mill_suggest(name, names);
    fprintf(stderr, "textmill: no command '%s'%s%s%s\n", name, close ? "; did you mean '" : "",
            close ? close : "", close ? "'?" : "");
    fputs("See 'textmill --help'.\n", stderr);
    return CLI_USAGE;
}

/* What was written may still wait in the buffer: a full disk shows here at the latest. */
static CliExit
finish(CliExit exit)
{
    gboolean lost = ferror(stdout) != 0; /* in the middle; what was behind may have been written */

    errno = 0;
    if ((fflush(stdout) != 0 || lost) && exit == CLI_DONE)
        return cli_fail(CLI_STOPPED, "cannot write to standard output: %s",
                        errno != 0 ? g_strerror(errno) : "some of it was lost");
    return exit;
}

/* A standard stream that is closed gives an error when it is used; without this, the next file that
 * is opened would take its place. */
static void
open_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void) open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int
main(int argc, char **argv)
{
    open_streams();
    /* No setlocale(): texts and names are UTF-8 whatever the locale says, messages are English. */
    const char *name = argc > 1 ? argv[1] : NULL;
    if (!name) {
        print_help(stderr);
        return CLI_USAGE;
    }
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        printf("textmill %s\n", mill_version());
        return finish(CLI_DONE);
    }
    if (strcmp(name, "help") == 0 && argc > 2 && find_command(argv[2])) {
        char help_option[] = "--help";
        char *help[] = { argv[2], help_option, NULL };
        return finish(find_command(argv[2])->run(2, help));
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_help(stdout);
        return finish(CLI_DONE);
    }

    const CliCommand *command = find_command(name);
    CliExit exit;

    if (command)
        exit = command->run(argc - 1, argv + 1);
    else if (!cli_tool_run(argv + 1, &exit))
        exit = refuse_command(name);
    return finish(exit);
}
