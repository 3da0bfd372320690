/* page.h - what the pages of both steps have in common: head, style sheet, script, policy. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <textmill/plugin.h>

typedef struct {
    char *policy; /* Content-Security-Policy that allows its own style sheet and script, nothing
                     else */
    const char *pipeline;
    const MillProvenance *made; /* NULL outside of a pipeline */
} Page;

void page_init(Page *self, const MillContext *context);
void page_clear(Page *self);

/* Everything up to the start of the body, which has the class @kind, and the link that leads to
 * #@main, past all else. */
void
page_begin(const Page *self, GString *html, const char *title, const char *kind, const char *main);
/* The footer, the script and the end. */
void page_end(const Page *self, GString *html);
/* A number of the header, which leads to where it is about (NULL: nowhere). */
void page_number(GString *html, const char *name, gint64 number, const char *link);

#endif
