/* run-tests.c - runs the tests of the scripts named on the command line; prints TAP. */
#include <textmill/test.h>

#include <stdio.h>

static guint count;

static void
print_indented(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line; line++) {
        if (**line)
            printf("#     %s\n", *line);
    }
}

static void
report(const char *name, const char *problem, gpointer data)
{
    printf("%sok %u - %s\n", problem ? "not " : "", ++count, name);
    if (problem)
        print_indented(problem);
}

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        g_autoptr(GError) error = NULL;

        if (mill_script_test(argv[i], report, NULL, &error))
            continue;
        report(argv[i], error->message, NULL);
    }
    printf("1..%u\n", count);
    return 0;
}
