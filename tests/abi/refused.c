/* refused - plugins of a textmill that is still to come, and of one that is none of this family. */
#include <textmill/plugin.h>

#ifdef REFUSED_NEWER
#undef MILL_ABI_MINOR
#define MILL_ABI_MINOR 99
#else
#undef MILL_ABI_MAJOR
#define MILL_ABI_MAJOR 7
#endif

static MillVerdict
refused_process(gpointer self, MillDocument *document, GError **error)
{
    return MILL_KEEP;
}

MILL_PLUGIN(.name = "refused", .role = MILL_ROLE_STAGE, .process = refused_process)
