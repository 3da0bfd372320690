/* subject.h - a step under suspicion, in the child: its instances, and single calls of it.
 *
 * Findings are sent as they are made; the parent keeps the first of a kind.
 */
#ifndef MILL_VALIDATE_SUBJECT_H
#define MILL_VALIDATE_SUBJECT_H

#include "config/option-private.h"
#include "validate/hostile.h"
#include "validate/portrait.h"
#include "validate/wire.h"

/* The step that is being checked. Everything is borrowed. */
typedef struct {
    const char *path; /* of the plugin */
    const MillStepType *type;
    guint32 number;            /* of the step, in the plugin */
    const GPtrArray *settings; /* MillSetting */
    const GPtrArray *hostile;  /* MillHostile */
    const GHashTable *skipped; /* numbers of documents that are not to be tried any more */
    MillWatch *watch;
    int notes;         /* the pipe */
    int prints;        /* where standard output and error go */
    gboolean *damaged; /* references were given back too often, or not at all */
} MillSubject;

/* A configured step. */
typedef struct {
    const MillSubject *subject;
    gpointer self;
    MillOptionStore *options;
    gboolean configured;
} MillInstance;

/* How closely a call is looked at. */
typedef enum {
    MILL_TRY_BARE,   /* not at all */
    MILL_TRY_AGAIN,  /* there is a portrait of what came out */
    MILL_TRY_STRICT, /* and it is checked against what went in */
} MillTry;

/* What a call did. */
typedef struct {
    MillPortrait *portrait;
    MillOutput *output; /* of encode(), else NULL */
    MillVerdict verdict;
} MillTrial;

/* Sends a finding about the call and the document that the watch names. */
void mill_subject_find(const MillSubject *subject, const char *code, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/* Tells the watch that @call is about to be made or is over. */
void mill_subject_enter(const MillSubject *subject, MillCall call, guint document);
void mill_subject_leave(const MillSubject *subject);
/* Checks that a callback that answered @fine has set @error, or not, accordingly. Clears it. */
void mill_subject_judge(const MillSubject *subject, gboolean fine, GError **error);

/* Fills the options and, if @configure, configures. NULL with @error set to what a person has to
 * mend about options, or a finding was sent and @error is not set. (transfer full) */
MillInstance *mill_instance_new(const MillSubject *subject, gboolean configure, GError **error);
/* Calls close(). */
void mill_instance_free(MillInstance *instance);

/* Whether document number @index is for this step. */
gboolean mill_subject_takes(const MillSubject *subject, guint index);
/* Calls process() or encode() with a fresh copy of document number @index. (transfer full) */
MillTrial *mill_instance_try(const MillInstance *instance, guint index, MillTry how);
void mill_trial_free(MillTrial *trial);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillInstance, mill_instance_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillTrial, mill_trial_free)

#endif
