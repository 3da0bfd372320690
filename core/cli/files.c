/* files - finds a file that is built into the program. */
#include "cli/files.h"

#include <glib.h>
#include <string.h>

const char *
cli_file_find(const char *name)
{
    for (const CliFile *file = cli_files; file->name; file++)
        if (strcmp(file->name, name) == 0)
            return file->text;
    g_return_val_if_reached("");
}
