/* step.h - runs one step of a plugin the way a pipeline does, for the plugin's tests.
 *
 * The test program is linked with the plugin's own sources, so `step_new()` takes the type from
 * mill_plugin_describe().
 *
 *     g_autoptr(Step) step = step_new("{ unicode: nfc }");
 *     g_assert_cmpint(step_process(step, document, NULL), ==, MILL_KEEP);
 */
#ifndef TEST_STEP_H
#define TEST_STEP_H

#include <textmill/plugin.h>

typedef struct Step Step;

/* What results say of the pipeline; its name is "test", and it began 2009-02-13T23:31:30Z. */
#define TEST_PIPELINE_SHA256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* The first step type of the plugin that is linked in, with options as they stand after `with:`
 * (YAML; NULL for none). Bad options end the test. Data files are those of $TEST_PLUGIN_DIR/data.
 */
Step *step_new(const char *options);
/* The same for a writer whose files are named @file instead of as its type says. */
Step *step_new_for_file(const char *options, const char *file);
/* The same as step_new(), but NULL with the messages in @messages (transfer full) if the options
 * are wrong. */
Step *step_try_new(const char *options, char **messages);
void step_free(Step *step);

const MillStepType *step_get_type(const Step *step);
/* The step's options struct. */
gpointer step_get_self(const Step *step);
MillVerdict step_process(Step *step, MillDocument *document, GError **error);
/* What the writer makes of the document: the bytes of its part @part (NULL: the unnamed one),
 * without the preamble. (transfer full); NULL if there is no such part. */
char *step_encode(Step *step, MillDocument *document, const char *part);

/* A document of these bytes, with the id "test". */
MillDocument *test_document_of_bytes(gconstpointer bytes, gsize length);
/* A document that is already this text. */
MillDocument *test_document_of_text(const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Step, step_free)

#endif
