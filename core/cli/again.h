/* again.h - repeating a run from what its ledger knows of how it was started. */
#ifndef MILL_CLI_AGAIN_H
#define MILL_CLI_AGAIN_H

#include "cli/cli.h"

/* Repeats the run that left its results in @folder, with the options @more (NULL-terminated)
 * besides its own, as cli_run_again() says. @folder, @output and @shards are absolute paths. */
CliExit cli_again(const char *folder, const char *output, const char *const *shards, char **more);

#endif
