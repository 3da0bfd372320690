/* results.h - where the results of a run are: the JSON files and JSON lines below a path,
 * compressed or not.
 *
 * Only an index is held (id, file, place); a document is read when it is asked for, so that memory
 * does not grow with what the results hold.
 */
#ifndef MILL_CLI_RESULTS_H
#define MILL_CLI_RESULTS_H

#include "cli/result.h"

typedef struct Results Results;

/* The results at @path: a results folder, a file of the step `json` or one of `jsonl`. A document
 * that is there in several files counts once. An error if there is none. (transfer full) */
Results *results_open(const char *path, GError **error);
void results_free(Results *results);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Results, results_free)

gsize results_get_length(const Results *results);
/* Ids in the order of files and lines, or, after results_sort(), of their bytes. Borrowed. */
const char *results_get_id(const Results *results, gsize index);
void results_sort(Results *results);
/* The place of the document @id, or -1. */
gssize results_find(const Results *results, const char *id);

/* The JSON of a document, as it stands in its file. NULL with @error. (transfer full) */
GBytes *results_read(Results *results, gsize index, GError **error);
/* Whether two documents are the same JSON, but for what says which pipeline made it. FALSE with
 * @error if one of them cannot be read. */
gboolean results_equal(Results *a, gsize a_index, Results *b, gsize b_index, gboolean *equal,
                       GError **error);
/* The document. NULL with @error, which names file and place. (transfer full) */
Result *results_load(Results *results, gsize index, GError **error);

#endif
