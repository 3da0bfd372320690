/* context-private.h - the context of a step, for core/run, which makes it, and core/script. */
#ifndef TEXTMILL_CONTEXT_PRIVATE_H
#define TEXTMILL_CONTEXT_PRIVATE_H

#include <textmill/plugin.h>

#include "config/option-private.h"
#include "config/plan.h"

/* Everything is borrowed for the time of configure(). */
struct MillContext {
    const MillStepType *type;
    const char *step;     /* id */
    const char *pipeline; /* name, or NULL */
    const char *file;     /* writers: the pattern of the output's name, or NULL */
    const char *folder;   /* absolute: that of the pipeline file */
    const char *origin;   /* absolute path of the plugin or script; or NULL */
    MillReport *report;
    const MillOptionStore *options;   /* NULL: the step's options were not read from a file */
    MillMark mark;                    /* the step in the pipeline file */
    const MillProvenance *provenance; /* or NULL */
    GPtrArray *files;  /* char *: gains each file that the step was led to; or NULL */
    MillLimits limits; /* what a script may use for a document; 0: no limit given */
};

#endif
