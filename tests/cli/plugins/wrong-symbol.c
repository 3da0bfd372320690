/* wrong-symbol - a plugin that calls a function that is nowhere. */
#include <textmill/plugin.h>

extern int mill_function_of_no_version(void);

static MillVerdict
wrong_process(gpointer options, MillDocument *document, GError **error)
{
    return mill_function_of_no_version() ? MILL_KEEP : MILL_DROP;
}

MILL_PLUGIN(.name = "wrong-symbol", .summary = "Never runs", .role = MILL_ROLE_STAGE,
            .process = wrong_process, )
