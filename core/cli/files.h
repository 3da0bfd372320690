/* files.h - the files that are built into the program: templates/ and schemas, by embed.py. */
#ifndef MILL_CLI_FILES_H
#define MILL_CLI_FILES_H

typedef struct {
    const char *name; /* for example "plugin/README.md" */
    const char *text;
} CliFile;

extern const CliFile cli_files[]; /* ends with a NULL name */

/* The text of the file called @name, which is there. */
const char *cli_file_find(const char *name);

#endif
