/* validate.h - a plugin's steps taken through their lives under suspicion.
 *
 * Each step is configured, given hostile documents (empty, huge, all kinds of Unicode, NULs,
 * annotations at the edges, deep metadata, ids that are no file names), given them again in another
 * order and in another instance, and closed. It happens in a child process whose host watches what
 * a step does to memory that is not its own; when the child dies, another goes on behind the
 * document that it died on.
 *
 *     g_autoptr(GError) error = NULL;
 *     g_autoptr(MillValidation) result =
 *         mill_validate(&(MillValidateOptions) { .path = "word-length.so" }, &error);
 *     for (gsize i = 0; result && i < mill_validation_get_n_findings(result); i++)
 *         puts(mill_validation_get_finding(result, i)->message);
 *     for (gsize i = 0; result && i < mill_validation_get_n_steps(result); i++)
 *         if (!mill_validation_get_step(result, i)->complete)
 *             puts("the rest was not tried");
 */
#ifndef TEXTMILL_VALIDATE_H
#define TEXTMILL_VALIDATE_H

#include <textmill/plugin.h>

G_BEGIN_DECLS

/* What a check found. */
typedef struct MillValidation MillValidation;

/* What to check. Zeroed but for the path is fine; lists are NULL-terminated. */
typedef struct {
    const char *path;            /* of the shared object */
    const char *step;            /* only this one of its step types; NULL: all */
    const char *const *settings; /* "STEP.option=value", or "option=value" for all that have it */
    const char *const
        *documents;          /* files to be tried as well: items for readers, texts for others */
    gboolean only_documents; /* and nothing but them */
    guint timeout_ms;        /* a call that takes longer hangs; 0: 30 seconds */
} MillValidateOptions;

/* What was found: one for each kind of mistake that a step makes. */
typedef struct {
    const char *step;     /* the step type; NULL: the plugin as a whole */
    const char *code;     /* a stable word, such as "stale-text" */
    const char *call;     /* the callback it happened in, such as "process"; NULL: in none */
    const char *document; /* the first document it happened with; NULL: with none */
    guint more;           /* and with so many others */
    const char *message;  /* what is wrong, with the first document */
    const char *hint;     /* what to do about it; NULL: the message says it */
} MillFinding;

/* What became of a step type. */
typedef struct {
    const char *name;  /* of the step type */
    guint32 role;      /* MillRole */
    gsize documents;   /* that it was tried with */
    gboolean complete; /* FALSE: it died so often, or so early, that the rest was not tried */
    guint findings;    /* kinds of mistakes that were found in it */
} MillValidatedStep;

/* Checks the plugin. NULL with MILL_ERROR_LOAD or MILL_ERROR_ABI if it does not load, with
 * MILL_ERROR_OPTION if there is no such step, or a step cannot be configured (options that it needs
 * are missing or wrong; the message is as of mill_report_format()), with MILL_ERROR_IO if a
 * document cannot be read or no process be made. (transfer full) */
MILL_API MillValidation *mill_validate(const MillValidateOptions *options, GError **error);
/* Frees it, with all that was got from it. NULL is fine. */
MILL_API void mill_validation_free(MillValidation *validation);

/* The number of step types that were tried, and the one at @index, in the order of the plugin's.
 * Borrowed. */
MILL_API gsize mill_validation_get_n_steps(const MillValidation *validation);
MILL_API const MillValidatedStep *
mill_validation_get_step(const MillValidation *validation, gsize index);
/* The number of findings, and the one at @index: step by step, in the order they were found.
 * Borrowed. */
MILL_API gsize mill_validation_get_n_findings(const MillValidation *validation);
MILL_API const MillFinding *
mill_validation_get_finding(const MillValidation *validation, gsize index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillValidation, mill_validation_free)

G_END_DECLS

#endif
