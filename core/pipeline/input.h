/* input.h - `input:` of a pipeline file: what the inputs of a run are made of.
 *
 * The section is checked, described and overridden (--set input.text=content) like the options of
 * a step, by the same table.
 */
#ifndef MILL_PIPELINE_INPUT_H
#define MILL_PIPELINE_INPUT_H

#include <textmill/plugin.h>

typedef enum {
    MILL_FORMAT_AUTO, /* by the name of the file */
    MILL_FORMAT_TEXT, /* an item is a whole file: the reader has it */
    MILL_FORMAT_JSONL,
    MILL_FORMAT_CSV,
    MILL_FORMAT_TSV,
    MILL_FORMAT_WARC,
} MillFormat;

typedef struct {
    gint format;                 /* MillFormat */
    const char *text;            /* field or column with the text */
    const char *id;              /* field that becomes the metadata value `id`, or NULL */
    const char *const *metadata; /* "field", "name=field", or "*" for all others */
    gboolean header;             /* tables: the first row names the columns */
    gboolean archives;           /* whether compressed files and archives are unpacked */
    gint64 max_bytes;            /* of an item out of a container */
    gint64 max_ratio;            /* of unpacked bytes to packed ones */
    gint64 max_members;          /* of one file */
    gint64 max_depth;            /* of archives in archives */
    const char *name_encoding; /* of names of members that are not UTF-8; NULL: they show as %XX */
} MillInput;

/* How the section and its settings are called. */
#define MILL_INPUT_ID "input"

/* Whether the settings can be. FALSE with MILL_ERROR_OPTION. */
gboolean mill_input_check(const MillInput *input, GError **error);

/* The table, in the form of a step type. Static storage. */
const MillStepType *mill_input_get_type(void);

#endif
