/* again - repeating a run from what its ledger knows of how it was started. */
#include "cli/again.h"

#include <errno.h>
#include <unistd.h>

/* Whether @word of the run is about what it shows, or about a run before it. */
static gboolean
is_passing(const char *word)
{
    static const char *const passing[] = { "--stats", "--quiet",  "-q", "--watch",
                                           "--force", "--resume", NULL };

    return g_strv_contains(passing, word);
}

/* How many words from @word on say which shard the run was: what is merged is none. */
static guint
count_shard(char **word)
{
    if (g_str_has_prefix(*word, "--shard="))
        return 1;
    return g_str_equal(*word, "--shard") && word[1] ? 2 : 0;
}

/* The words of the run, and those that are said now. Strings live as long as the program. */
static GPtrArray *
join_arguments(char **recorded, gboolean whole, char **more)
{
    GPtrArray *words = g_ptr_array_new();

    while (*recorded) {
        guint shard = whole ? count_shard(recorded) : 0;

        if (shard == 0 && !is_passing(*recorded))
            g_ptr_array_add(words, (gpointer) g_intern_string(*recorded));
        recorded += MAX(shard, 1);
    }
    for (; *more; more++)
        g_ptr_array_add(words, (gpointer) g_intern_string(*more));
    g_ptr_array_add(words, NULL);
    return words;
}

CliExit
cli_again(const char *folder, const char *output, const char *const *shards, char **more)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) recorded = NULL;
    g_autofree char *started_in = NULL;

    if (!mill_ledger_get_call(folder, &recorded, &started_in, &error))
        return cli_fail(CLI_USAGE, "%s", error->message);
    if (chdir(started_in) < 0)
        return cli_fail(CLI_USAGE, "the run was started in '%s': %s", started_in,
                        g_strerror(errno));
    g_autoptr(GPtrArray) words = join_arguments(recorded, shards != NULL, more);

    return cli_run_again(output, shards, (int) words->len - 1, (char **) words->pdata);
}
