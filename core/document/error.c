/* error.c - the error domain and the names of its codes. */
#include <textmill/error.h>

/* clang-format off */
G_DEFINE_QUARK(mill-error-quark, mill_error)
/* clang-format on */

const char *
mill_error_code_name(gint code)
{
    static const char *const names[] = {
        [MILL_ERROR_FAILED] = "failed",     [MILL_ERROR_CONFIG] = "config",
        [MILL_ERROR_OPTION] = "option",     [MILL_ERROR_LOAD] = "load",
        [MILL_ERROR_ABI] = "abi",           [MILL_ERROR_SCRIPT] = "script",
        [MILL_ERROR_DEADLINE] = "deadline", [MILL_ERROR_MEMORY] = "memory",
        [MILL_ERROR_CRASH] = "crash",       [MILL_ERROR_ENCODING] = "encoding",
        [MILL_ERROR_LIMIT] = "limit",       [MILL_ERROR_DATA] = "data",
        [MILL_ERROR_EDIT] = "edit",         [MILL_ERROR_IO] = "io",
        [MILL_ERROR_STOPPED] = "stopped",
    };

    return code >= 0 && (gsize) code < G_N_ELEMENTS(names) ? names[code] : names[0];
}

const char *
mill_version(void)
{
    return MILL_VERSION;
}
