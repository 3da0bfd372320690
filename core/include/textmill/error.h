/* error.h - how failures cross the library: a GError in one domain, with a code that stays.
 *
 * The library never prints and never exits. Bad input is always an error, never an assertion;
 * g_return_* guards only against programmer mistakes.
 *
 * A message says where, what and what to do, begins in lower case and ends without a full stop:
 *
 *     g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
 *                 "byte %" G_GSIZE_FORMAT ": a row of 3 columns, not 4; separate them by tabs", i);
 *     return MILL_FAIL;
 */
#ifndef TEXTMILL_ERROR_H
#define TEXTMILL_ERROR_H

#include <textmill/types.h>

G_BEGIN_DECLS

/* The domain of all errors of the library, and of those that steps make. */
#define MILL_ERROR (mill_error_quark())

/* What kind of failure it was; the ledger of a run tells its name. */
typedef enum {
    MILL_ERROR_FAILED,   /* a step failed for a reason of its own */
    MILL_ERROR_CONFIG,   /* the pipeline file is wrong; a MillReport has the messages */
    MILL_ERROR_OPTION,   /* an option's value is wrong */
    MILL_ERROR_LOAD,     /* a plugin cannot be loaded */
    MILL_ERROR_ABI,      /* a plugin was built for another textmill */
    MILL_ERROR_SCRIPT,   /* a script does not compile or raised an error */
    MILL_ERROR_DEADLINE, /* a step used more time than it was given */
    MILL_ERROR_MEMORY,   /* a step used more memory than it was given */
    MILL_ERROR_CRASH,    /* the worker process died on this document */
    MILL_ERROR_ENCODING, /* bytes that are not text in the encoding at hand */
    MILL_ERROR_LIMIT,    /* larger, deeper or more than textmill handles */
    MILL_ERROR_DATA,     /* content (of a document or data file) is malformed */
    MILL_ERROR_EDIT,     /* an edit is out of order, out of range or splits a character */
    MILL_ERROR_IO,       /* a file could not be read or written */
    MILL_ERROR_STOPPED,  /* the run was interrupted */
} MillErrorCode;

/* What MILL_ERROR stands for.
 *
 *     gboolean ours = (*error)->domain == mill_error_quark(); // or: g_error_matches()
 */
MILL_API GQuark mill_error_quark(void);

/* The stable name of @code as the ledger and diagnostics show it, for example "deadline" for
 * MILL_ERROR_DEADLINE. Static storage; "failed" for a code that is not listed above.
 *
 *     fprintf(stderr, "%s: %s\n", mill_error_code_name((*error)->code), (*error)->message);
 */
MILL_API const char *mill_error_code_name(gint code);

G_END_DECLS

#endif
