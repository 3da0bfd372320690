/* output.h - what a writer step hands back: bytes, in one or more parts.
 *
 * A writer never opens a file. It appends to strings; the core names the files, orders them,
 * writes each whole or not at all, and joins documents into one stream where the pipeline says so.
 *
 *     GString *lines = mill_output_part(output, "tags", "document,term\n");
 *
 *     g_string_append_printf(lines, "%s,wind\n", mill_document_get_id(document));
 *
 * A program that embeds the library is handed what a step wrote:
 *
 *     g_autoptr(MillOutput) output = mill_output_new();
 *
 *     if (!mill_pipeline_encode(pipeline, 3, document, output, error))
 *         return FALSE;
 *     for (gsize n = 0; n < mill_output_get_n_parts(output); n++) {
 *         const GString *bytes = mill_output_get_bytes(output, n);
 *         const char *preamble = mill_output_get_preamble(output, n);
 *
 *         printf("%s: ", mill_output_get_part_name(output, n));
 *         fputs(preamble ? preamble : "", stdout);
 *         fwrite(bytes->str, 1, bytes->len, stdout);
 *     }
 *     mill_output_reset(output); // for the next document
 */
#ifndef TEXTMILL_OUTPUT_H
#define TEXTMILL_OUTPUT_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* The bytes of one part of this document's result. Writers with one result use NULL as @part;
 * others name each ("sections", "tags"), which becomes {part} in the file name; one that begins
 * with
 * "./" ("./about.json") is a file name itself, in the folder of the others. The same @part gives
 * the same string. @preamble (or NULL; the first call for a part counts) is what a file of that
 * part begins with, such as a CSV header: it is written once a file, also when many documents go
 * into one. Borrowed, until the output is reset or freed. */
MILL_API GString *mill_output_part(MillOutput *output, const char *part, const char *preamble);

/* An output without parts, for embedding programs and tests, which play the core's role.
 * (transfer full) */
MILL_API MillOutput *mill_output_new(void);
/* Frees it with all parts. NULL is fine. */
MILL_API void mill_output_free(MillOutput *output);
/* The number of parts that were asked for. */
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
