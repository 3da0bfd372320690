/* Prints the tables of the hostile sample for check-csv.py: a line with the part's name and size,
 * then its bytes. The argument is the options. */
#include "sample.h"
#include "step.h"

#include <stdio.h>

int
main(int argc, char **argv)
{
    g_autoptr(Step) step = step_new(argc > 1 ? argv[1] : NULL);
    g_autoptr(MillDocument) document = sample_new_hostile();
    g_autoptr(MillOutput) output = mill_output_new();

    step_get_type(step)->encode(step_get_self(step), document, output, NULL);
    for (gsize i = 0; i < mill_output_get_n_parts(output); i++) {
        const char *preamble = mill_output_get_preamble(output, i);
        const GString *bytes = mill_output_get_bytes(output, i);

        printf("%s %zu\n%s", mill_output_get_part_name(output, i), strlen(preamble) + bytes->len,
               preamble);
        fwrite(bytes->str, 1, bytes->len, stdout);
    }
    return 0;
}
