/* sandbox.h - what workers are kept from doing, so that a hostile document that breaks a parser
 * finds no files, no network and no programs.
 *
 * The parent prepares it once; each worker enters it before it sees a document. Landlock keeps
 * files away, seccomp all else; where a kernel lacks one, the rest is still in force, and what was
 * is told.
 */
#ifndef MILL_ISOLATE_SANDBOX_H
#define MILL_ISOLATE_SANDBOX_H

#include <textmill/run.h>

typedef struct MillSandbox MillSandbox;

/* For the steps of @pipeline, which may need more (MILL_STEP_NEEDS_…); NULL: nobody needs more.
 * Without @isolated there are no workers to be confined. NULL with MILL_ERROR_OPTION if @mode
 * requires what cannot be had. (transfer full) */
MillSandbox *
mill_sandbox_new(MillPipeline *pipeline, MillSandboxMode mode, gboolean isolated, GError **error);
void mill_sandbox_free(MillSandbox *sandbox);
/* In a worker, for good. @channel stays open. Returns what is in force, as MillConfinement. */
guint mill_sandbox_enter(MillSandbox *sandbox, int channel);
/* Whether a worker in which @confined is in force may go on. */
gboolean mill_sandbox_suffices(const MillSandbox *sandbox, guint confined);
/* What is in force in workers when all goes well. */
guint mill_sandbox_get_aim(const MillSandbox *sandbox);
/* One line about processes, called @who, in which @confined is in force. (transfer full) */
char *mill_sandbox_describe(const MillSandbox *sandbox, const char *who, guint confined);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillSandbox, mill_sandbox_free)

#endif
