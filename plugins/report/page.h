/* page.h - what the pages of both steps have in common: head, style sheet, script, policy. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <textmill/plugin.h>

typedef struct {
    char *policy; /* Content-Security-Policy that allows its own style sheet and script, nothing
                     else */
    char *pipeline;
} Page;

void page_init(Page *self, const char *pipeline);
void page_clear(Page *self);

/* Everything up to the start of the body; @language may be NULL. */
void page_begin(const Page *self, GString *html, const char *title, const char *language);
/* The script and the end. */
void page_end(const Page *self, GString *html);

#endif
