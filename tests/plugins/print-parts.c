/* Prints the parts of a sample for checks in Python: for each a line with its name and size,
 * then its bytes; first the document's text and source. Arguments: sample, options. */
#include "sample.h"
#include "step.h"

#include <stdio.h>

static void
print(const char *name, const char *bytes, gsize length)
{
    printf("%s %zu\n", name, length);
    fwrite(bytes, 1, length, stdout);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        MillDocument *(*make)(void);
    } samples[] = { { "sample", sample_new },
                    { "hostile", sample_new_hostile },
                    { "worst", sample_new_worst },
                    { "bare", sample_new_bare },
                    { "words", sample_new_words } };
    g_autoptr(MillOutput) output = mill_output_new();

    for (gsize i = 0; argc > 2 && i < G_N_ELEMENTS(samples); i++) {
        if (!g_str_equal(samples[i].name, argv[1]))
            continue;

        g_autoptr(Step) step = step_new_for_file(argv[2], NULL);
        g_autoptr(MillDocument) document = samples[i].make();
        gsize length;
        const char *text = mill_document_get_text(document, &length);

        print("text", text, length);
        text = g_bytes_get_data(mill_document_get_source(document), &length);
        print("source", text, length);
        step_get_type(step)->encode(step_get_self(step), document, output, NULL);
    }
    for (gsize i = 0; i < mill_output_get_n_parts(output); i++) {
        const GString *bytes = mill_output_get_bytes(output, i);
        const char *name = mill_output_get_part_name(output, i);

        print(name ? name : "main", bytes->str, bytes->len);
    }
    return 0;
}
