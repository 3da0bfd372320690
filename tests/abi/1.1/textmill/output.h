/* output.h - what a writer step hands back: bytes, in one or more parts.
 *
 * A writer never opens a file. It appends to strings; the core names the files, orders them,
 * writes each whole or not at all, and joins documents into one stream where the pipeline says so.
 */
#ifndef TEXTMILL_OUTPUT_H
#define TEXTMILL_OUTPUT_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* The bytes of one part of this document's result. Writers with one result use NULL as @part;
 * others name each ("sections", "tags"), which becomes {part} in the file name. The same @part
 * gives the same string. @preamble (or NULL; the first call for a part counts) is what a file of
 * that part begins with, such as a CSV header: it is written once a file, also when many documents
 * go into one. Borrowed, until the output is reset or freed. */
MILL_API GString *mill_output_part(MillOutput *output, const char *part, const char *preamble);

/* For embedding programs and tests, which play the core's role. */
MILL_API MillOutput *mill_output_new(void);         /* (transfer full) */
MILL_API void mill_output_free(MillOutput *output); /* NULL is fine */
MILL_API gsize mill_output_get_n_parts(const MillOutput *output);
/* The name (NULL for the unnamed part), preamble (or NULL) and bytes of a part, borrowed, in the
 * order the parts were first asked for. */
MILL_API const char *mill_output_get_part_name(const MillOutput *output, gsize index);
MILL_API const char *mill_output_get_preamble(const MillOutput *output, gsize index);
MILL_API const GString *mill_output_get_bytes(const MillOutput *output, gsize index);
/* Takes all parts away, for the next document; their memory is used again. */
MILL_API void mill_output_reset(MillOutput *output);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillOutput, mill_output_free)

G_END_DECLS

#endif
