/* chain.h - steps under test, run as the core runs them: one after the other.
 *
 *     g_autoptr(MillPipeline) pipeline = chain_load("- use: sentences\n");
 *     g_autoptr(MillDocument) document = chain_process(pipeline, "One. Two.");
 *     g_autofree char *spans = chain_join(document, "sentence");
 *     g_assert_cmpstr(spans, ==, "One.|Two.");
 */
#ifndef TEST_CHAIN_H
#define TEST_CHAIN_H

#include <textmill/pipeline.h>

/* A pipeline of the YAML list @steps; the test fails with the report if it does not load. */
MillPipeline *chain_load(const char *steps);
/* Loads @steps that must be refused, and returns the formatted report. (transfer full) */
char *chain_refuse(const char *steps);
/* A document of the UTF-8 @text after all stages; the test fails unless it is kept. */
MillDocument *chain_process(MillPipeline *pipeline, const char *text);
/* The texts of the rows of @layer, joined by '|'; "" if there is no such layer. */
char *chain_join(MillDocument *document, const char *layer);
/* The bytes that the pipeline's last step, a writer, makes of @document. (transfer full) */
char *chain_encode(MillPipeline *pipeline, MillDocument *document);

#endif
