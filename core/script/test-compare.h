/* test-compare.h - what a test expects against what is there. */
#ifndef TEXTMILL_SCRIPT_TEST_COMPARE_H
#define TEXTMILL_SCRIPT_TEST_COMPARE_H

#include <textmill/document.h>

/* Adds a line to @problems for each place, named from @path on, where @actual is not what @expected
 * says. With @subset, maps may have more than is expected; lists never. */
void mill_test_compare(const char *path, const MillValue *expected, const MillValue *actual,
                       gboolean subset, GString *problems);
/* All annotations of @layer (which may be NULL) as a list of maps: their attributes, and `text`,
 * the text they cover. (transfer full) */
MillValue *mill_test_dup_layer(const MillDocument *document, const MillLayer *layer);
/* The layers whose names begin with @prefix, without it, as a map of such lists. (transfer full) */
MillValue *mill_test_dup_layers(const MillDocument *document, const char *prefix);
/* The diagnostics as a list of maps. (transfer full) */
MillValue *mill_test_dup_diagnostics(const MillDocument *document);

#endif
