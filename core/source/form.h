/* form.h - what a file is, by its name: packed, an archive, a file of records. */
#ifndef MILL_SOURCE_FORM_H
#define MILL_SOURCE_FORM_H

#include "pipeline/input.h"

typedef enum {
    MILL_PACKING_NONE,
    MILL_PACKING_STREAM,  /* one compressed file: .gz, .zst, .xz, .bz2 */
    MILL_PACKING_ARCHIVE, /* many files: .tar, which may be compressed; .zip */
} MillPacking;

typedef struct {
    MillPacking packing;
    gboolean gzip;     /* .gz, .tgz: a stream of gzip around whatever it is */
    gboolean zip;      /* an archive with its directory at the end */
    MillFormat format; /* of what is inside, never MILL_FORMAT_AUTO; archives: MILL_FORMAT_TEXT */
} MillForm;

/* What the file called @name is by the settings @input. */
MillForm mill_form_find(const MillInput *input, const char *name);
/* Whether it is to be taken apart: one file then holds any number of items. */
gboolean mill_form_is_container(const MillForm *form);

/* @id, which is taken over, of a file as it stands, so that it can be no id of an item in another
 * file: the mark in `x.tar!a` and `x.jsonl:4` becomes %21 or %3A. Different ids stay different.
 * (transfer full) */
char *mill_form_guard_id(const MillInput *input, char *id);

#endif
