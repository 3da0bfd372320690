/* plan.h - a pipeline file as a list of step settings, before any step type is known. */
#ifndef TEXTMILL_PLAN_H
#define TEXTMILL_PLAN_H

#include "config/condition.h"

#include <textmill/pipeline.h>

/* What a script step may use, and how long a document may take. 0: not limited here. */
typedef struct {
    gint64 time_ms;
    gint64 memory; /* bytes */
} MillLimits;

/* How much goes into each of a writer's numbered files. 0: not limited so. */
typedef struct {
    gint64 documents;
    gint64 size; /* bytes, before they are compressed */
} MillShard;

typedef struct {
    char *id;
    const char *use;      /* the step type, or NULL */
    const char *script;   /* or the script or template */
    gboolean template;    /* it is a template */
    MillMark mark;        /* where one of them is named */
    const MillNode *with; /* a map, or NULL */
    MillCondition *when;  /* NULL: always */
    const MillNode *when_node;
    MillOnError on_error;
    const MillNode *file; /* the writer's pattern, or NULL */
    MillLimits limits;
    const MillNode *limits_node; /* NULL: the step has none of its own */
    MillShard shard;
    const MillNode *shard_node; /* NULL: there is no `shard` */
    char *added;                /* owns `script` where the file does not */
} MillPlanStep;

typedef struct {
    MillNode *root;
    char *path;   /* as given; "<stdin>" for "-" */
    char *name;   /* `name:`, or the file's stem */
    char *folder; /* absolute: relative paths in the file start here */
    MillLimits limits;
    const MillNode *input; /* a map: what the inputs are made of; or NULL */
    GPtrArray *steps;      /* MillPlanStep, in the order of the file */
} MillPlan;

/* Reads the pipeline file at @path ("-": standard input). Mistakes go to @report; the plan holds
 * what could be understood, so that the rest can be checked as well. NULL if nothing could.
 * (transfer full) */
MillPlan *mill_plan_load(const char *path, MillReport *report);
/* A plan without steps; relative paths start at the working directory. (transfer full) */
MillPlan *mill_plan_new(const char *name);
void mill_plan_free(MillPlan *plan); /* NULL is fine */
/* Adds the script at @path as a step called @id. Borrowed. */
const MillPlanStep *mill_plan_add_script(MillPlan *plan, const char *id, const char *path);

/* Whether @id may name a step: [a-z0-9][a-z0-9-]*. */
gboolean mill_plan_is_id(const char *id);
/* Reads the map of a `limits:` key. */
void mill_limits_parse(const MillNode *node, MillLimits *limits, MillReport *report);
/* Reads the map of a `shard:` key. */
void mill_shard_parse(const MillNode *node, MillShard *shard, MillReport *report);
/* What is wrong with @pattern as the name of a writer's file, or NULL; @hint gets what to do, or
 * NULL. (both transfer full) */
char *mill_plan_find_file_mistake(const char *pattern, char **hint);
/* The same for a value in the pipeline file: FALSE with an error there. */
gboolean mill_plan_check_file(const MillNode *node, MillReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillPlan, mill_plan_free)

#endif
