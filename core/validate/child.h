/* child.h - the process in which a plugin is tried. */
#ifndef MILL_VALIDATE_CHILD_H
#define MILL_VALIDATE_CHILD_H

#include <textmill/validate.h>

#include "validate/wire.h"

/* What the child is told by the parent, whose memory it has a copy of. */
typedef struct {
    const MillValidateOptions *options;
    const char *path;         /* absolute */
    const GPtrArray *hostile; /* MillHostile */
    GPtrArray *skipped;       /* by step: GHashTable of numbers of documents that killed it; may be
                                 shorter than the plugin has steps */
    guint first_step;         /* those before it are through */
    MillWatch *watch;
    int notes;
    int prints;
} MillBrief;

/* Checks and ends the process. */
void mill_child_main(const MillBrief *brief) G_GNUC_NORETURN;

#endif
