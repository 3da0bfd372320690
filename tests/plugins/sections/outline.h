/* outline.h - runs the step on a text and tells the tree in a few characters, for tables of cases.
 */
#ifndef TEST_OUTLINE_H
#define TEST_OUTLINE_H

#include <textmill/document.h>

/* The document @text after the step `sections` with @options (YAML, flow style). (transfer full) */
MillDocument *outline_process(const char *options, const char *text);
/* One line a section: two spaces a level, kind, number, title in quotes, and the last ten
 * characters of its body's last line after "…". (transfer full) */
char *outline_describe(const MillDocument *document);
/* The codes of the diagnostics but for notes, with commas. (transfer full) */
char *outline_problems(const MillDocument *document);
/* Fails the test, with both texts readable, if they differ. */
void outline_assert(const char *what, const char *text, const char *expected);
/* Fails the test unless sections nest and lie inside the text. */
void outline_check_nesting(const MillDocument *document);

#endif
