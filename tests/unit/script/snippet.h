/* snippet.h - runs small pieces of Lua on a document, for the tests of the Lua host. */
#ifndef TEST_SNIPPET_H
#define TEST_SNIPPET_H

#include "script/script.h"

#define SNIPPET_FAILED (-1) /* MILL_ERROR_FAILED, which is 0 */

/* A row of a table of cases. The body is that of `process(doc, ctx)`; what it returns must be
 * @result, a JSON list of all returned values. Or the document must fail with @error in the
 * message and (if given) @code. */
typedef struct {
    const char *name;
    const char *body;
    const char *result;
    const char *error;
    gint code; /* MILL_ERROR_SCRIPT (0 stands for it), SNIPPET_FAILED or another */
    const char *text;
} SnippetCase;

/* Registers a test for each of the @n cases under /script/GROUP/NAME. */
void snippet_add_cases(const char *group, const SnippetCase *cases, gsize n);

/* A configured step of one script, for tests that need more. */
typedef struct {
    char *folder; /* a temporary one, where the script is */
    MillScript *script;
    gpointer step;
    MillReport *report;
} Snippet;

/* Options for the next snippets. */
typedef struct {
    gint64 time_ms;
    gint64 memory;
} SnippetLimits;

/* Loads the script text @lua; fails the test if that fails, unless @error is given. */
Snippet *snippet_load(const char *lua, const SnippetLimits *limits, GError **error);
Snippet *snippet_load_unconfigured(const char *lua, GError **error);
void snippet_free(Snippet *snippet);
/* Fills the step's options with their defaults and configures it. */
void snippet_configure(Snippet *snippet, const SnippetLimits *limits);
gboolean snippet_try_configure(Snippet *snippet, const SnippetLimits *limits, GError **error);
MillVerdict snippet_process(Snippet *snippet, MillDocument *document, GError **error);

/* A document with the given text, and the layers of a small plan if @sections. */
MillDocument *snippet_document(const char *text, gboolean sections);
/* A script whose process() has @body and keeps what it returns in doc.meta.result. */
char *snippet_wrap(const char *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Snippet, snippet_free)

#endif
