/* outline.h - runs the step on a text and tells the tree in a few characters, for tables of cases.
 */
#ifndef TEST_OUTLINE_H
#define TEST_OUTLINE_H

#include <textmill/document.h>

/* A text and what the step should make of it. */
typedef struct {
    const char *name;
    const char *options; /* YAML, flow style */
    const char *text;
    /* One line a section: two spaces a level, kind, number, title in quotes, and behind "…" the
     * last ten characters of the last line of its body. */
    const char *outline;
    const char *problems; /* codes of diagnostics but for notes, with commas; NULL: none */
    const char *contents; /* the layer toc, one "label title -> section" a line; NULL: not there */
} OutlineCase;

/* Runs the cases as tests /sections/@group/NAME. What main() returns. */
int outline_main(int argc, char **argv, const char *group, const OutlineCase *cases, gsize n_cases);

/* For other tests: the document after the step; its outline; a check that sections nest. */
MillDocument *outline_process(const char *options, const char *text);
char *outline_describe(const MillDocument *document);
/* Fails the test, with both texts readable, if they differ. */
void outline_assert(const char *what, const char *text, const char *expected);
void outline_check_nesting(const MillDocument *document);

#endif
