/* result.h - one document as `show` and `diff` look at it: from its JSON, or fresh from a pipeline.
 *
 * The form is that of docs/json-format.md; what is wrong in a file that a person may have edited
 * (offsets outside of the text, parents that are not there) is put right or left out on loading.
 */
#ifndef MILL_CLI_RESULT_H
#define MILL_CLI_RESULT_H

#include <textmill/textmill.h>

/* `textmill.format` of the results that are understood. */
#define RESULT_FORMAT 1

typedef struct {
    gint64 id;
    gint64 level;
    gint parent;       /* index of another section, always smaller than its own; -1 at the top */
    const char *kind;  /* "" where not set; so are the next two */
    const char *label; /* 第十二章 */
    const char *title;
    MillSpan span;    /* bytes of the text */
    MillSpan heading; /* likewise; empty if unknown */
    MillSpan origin;  /* bytes of the source */
} ResultSection;

typedef struct {
    const char *term;
    const char *category; /* "" where not set */
    MillSpan span;
    MillSpan origin;
} ResultTag;

typedef struct {
    MillValue *root; /* everything else points into it */
    const char *id;
    const char *text; /* "" if the result was written without */
    gsize length;
    gboolean has_text;
    GArray *sections; /* of ResultSection */
    GArray *tags;     /* of ResultTag */
    guint32 *offsets; /* bytes of each unit of the text, where offsets are no bytes; or NULL */
    gsize n_offsets;
} Result;

/* The result that the JSON @json is. NULL with MILL_ERROR_DATA. (transfer full) */
Result *result_new_json(const char *json, gsize length, GError **error);
/* The result of @document, of which nothing is kept. (transfer full) */
Result *result_new_document(MillDocument *document);
void result_free(Result *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Result, result_free)

/* A string of the map @value, "" if there is none. */
const char *result_string(const MillValue *value, const char *key);
/* The bytes of the text that the row @value of a layer covers, from its `start` and `end`. */
MillSpan result_span(const Result *self, const MillValue *value);
/* Its `origin`; FALSE if it has none. */
gboolean result_origin(const MillValue *value, MillSpan *origin);

#endif
