/* parts.h - the parts of the page, each one function. */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H

#include "figure.h"
#include "html.h"
#include "view.h"

/* outline.c: the table of contents, with a bar for each section's size. */
void part_outline(GString *html, const View *view);
/* prose.c: the text, with headings, boxes, captions, highlights and what was taken away. */
void part_prose(GString *html, const View *view);
/* legend.c: what is highlighted, to switch on and off. */
void part_legend(GString *html, const View *view);
/* charts.c: keywords, terms, categories by section, section lengths; targets.c: targets by year. */
void part_charts(GString *html, const View *view);
void chart_targets(GString *html, const View *view);
/* records.c: a table a record layer. */
void part_records(GString *html, const View *view);
/* facts.c: diagnostics; where everything came from and what the steps did. */
void part_diagnostics(GString *html, const View *view);
void part_provenance(GString *html, const View *view, const MillProvenance *made);

/* "第十二章 推动绿色发展", whatever there is of label and title. */
void append_heading(GString *html, const Section *section);
/* A link to the section, with its heading. */
void append_section_link(GString *html, const Section *section);

#endif
