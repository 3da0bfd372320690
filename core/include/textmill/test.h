/* test.h - running the tests of a script.
 *
 * A test is a table: `name`, `text`, and what is expected of the document after the script has
 * run. It stands in the list `tests` of the script's table, or in the list that NAME_test.lua
 * beside it returns.
 */
#ifndef TEXTMILL_TEST_H
#define TEXTMILL_TEST_H

#include <textmill/error.h>

G_BEGIN_DECLS

/* Is told how each test ended; @problem is NULL if it passed, otherwise one or more lines. */
typedef void (*MillScriptTestReport)(const char *name, const char *problem, gpointer data);

/* Runs all tests of the script at @path. FALSE with @error set if the script or its tests cannot
 * be loaded or if there are none; tests that fail are only reported. @data goes to @report.
 *
 *     #include <stdio.h>
 *
 *     static void
 *     show(const char *name, const char *problem, gpointer data)
 *     {
 *         printf("%s: %s\n", name, problem ? problem : "passed");
 *     }
 *
 *     int
 *     main(void)
 *     {
 *         return mill_script_test("years.lua", show, NULL, NULL) ? 0 : 1;
 *     }
 */
MILL_API gboolean mill_script_test(const char *path, MillScriptTestReport report, gpointer data,
                                   GError **error);

G_END_DECLS

#endif
