/* no-entry - a shared object that is no plugin. */
#include <textmill/types.h>

MILL_API int mill_nothing(void);

int
mill_nothing(void)
{
    return 0;
}
