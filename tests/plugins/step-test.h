/* step-test.h - a step under test, run as the core runs it.
 *
 *     g_autoptr(MillPipeline) pipeline = step_test_load("- use: sentences\n");
 *     g_autoptr(MillDocument) document = step_test_process(pipeline, "One. Two.");
 *     g_autofree char *spans = step_test_join(document, "sentence");
 *     g_assert_cmpstr(spans, ==, "One.|Two.");
 */
#ifndef STEP_TEST_H
#define STEP_TEST_H

#include <textmill/pipeline.h>

/* A pipeline of the YAML list @steps; the test fails with the report if it does not load. */
MillPipeline *step_test_load(const char *steps);
/* Loads @steps that must be refused, and returns the formatted report. (transfer full) */
char *step_test_refuse(const char *steps);
/* A document of the UTF-8 @text after all stages; the test fails unless it is kept. */
MillDocument *step_test_process(MillPipeline *pipeline, const char *text);
/* The texts of the rows of @layer, joined by '|'; "" if there is no such layer. */
char *step_test_join(MillDocument *document, const char *layer);
/* The bytes that the pipeline's last step, a writer, makes of @document. (transfer full) */
char *step_test_encode(MillPipeline *pipeline, MillDocument *document);

#endif
