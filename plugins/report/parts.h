/* parts.h - the parts of the page, each one function. */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H

#include "html.h"
#include "view.h"

/* outline.c: the table of contents, with a bar for each section's size. */
void part_outline(GString *html, const View *view);
/* prose.c: the text, with headings, boxes, highlights and what was taken away. */
void part_prose(GString *html, const View *view);
/* charts.c: terms, categories by section, targets by year, section lengths. */
void part_charts(GString *html, const View *view);
/* tables.c: records, tags, diagnostics, and where everything came from. */
void part_tables(GString *html, const View *view);
void part_provenance(GString *html, const View *view, const char *pipeline);

/* "第十二章 推动绿色发展", "Section 3", whatever there is of label and title. */
void append_heading(GString *html, const Section *section);

#endif
