/* trials.h - what a step is put through. Each returns when it is done; a step that ends the process
 * is the parent's affair. */
#ifndef MILL_VALIDATE_TRIALS_H
#define MILL_VALIDATE_TRIALS_H

#include "validate/subject.h"

/* All documents one by one, then in another order, then in another instance. @instance is used up.
 * Returns the number of documents; @trials (by document; NULL where there is none) gains the
 * results of the first round, if it is not NULL. */
gsize mill_trial_documents(const MillSubject *subject, MillInstance *instance, GPtrArray *trials);
/* Configures and closes again and again, also without configure(); then one document many times:
 * what is left over? */
void mill_trial_leaks(const MillSubject *subject);
/* gather-trials.c. Sinks and corpus steps: what they make of the bytes in @trials. */
void mill_trial_gathering(const MillSubject *subject, const GPtrArray *trials);

#endif
