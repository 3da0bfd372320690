/* Prints the samples as JSON lines, in each unit, for the checks in check-json.py. */
#include "sample.h"
#include "step.h"

#include <stdio.h>

int
main(void)
{
    static const char *const options[] = { NULL, "{ offsets: codepoints }",
                                           "{ offsets: utf16, origins: true }" };
    MillDocument *(*const make[])(void) = { sample_new, sample_new_hostile, sample_new_bare };

    for (gsize i = 0; i < G_N_ELEMENTS(options); i++) {
        g_autoptr(Step) step = step_new(options[i]);

        for (gsize j = 0; j < G_N_ELEMENTS(make); j++) {
            g_autoptr(MillDocument) document = make[j]();
            g_autofree char *json = step_encode(step, document, NULL);

            fputs(json, stdout);
        }
    }
    return 0;
}
