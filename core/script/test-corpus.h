/* test-corpus.h - the end of a run, for the tests of corpus scripts. */
#ifndef TEXTMILL_SCRIPT_TEST_CORPUS_H
#define TEXTMILL_SCRIPT_TEST_CORPUS_H

#include "script/host.h"

/* Merges @states (GString, what encode() made of the documents) in the step and finishes into
 * @output. Where other ways of merging give another state than one after the other does, a line in
 * @problems says so. FALSE with @error set if the script failed. */
gboolean mill_test_gather(const MillScriptStep *step, const GPtrArray *states, MillOutput *output,
                          GString *problems, GError **error);

#endif
