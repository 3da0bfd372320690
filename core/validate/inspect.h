/* inspect.h - did a call keep to what its step may do to a document? */
#ifndef MILL_VALIDATE_INSPECT_H
#define MILL_VALIDATE_INSPECT_H

#include "validate/subject.h"

/* Compares @document with what it was @before the call that @trial tells about, and looks at the
 * output. */
void mill_inspect(const MillSubject *subject, MillDocument *document, const MillPortrait *before,
                  const MillTrial *trial);
/* Looks at the bytes of a writer or of a corpus step's end. */
void mill_inspect_output(const MillSubject *subject, const MillOutput *output);

#endif
