/* heading.h - finds read by the rules of one scheme: label, number, title, and what speaks for it.
 */
#ifndef SECTIONS_HEADING_H
#define SECTIONS_HEADING_H

#include "finder.h"

typedef enum {
    HEADING_OPEN, /* not decided yet */
    HEADING_ACCEPTED,
    HEADING_REJECTED,
    HEADING_TOC, /* an entry of a table of contents */
} HeadingState;

typedef struct {
    guint32 line;
    guint32 last_line;
    guint32 start; /* bytes: the heading is [start, end), the label [label_start, label_end) */
    guint32 end;
    guint32 label_start; /* = start, but for marks that stand before the label */
    guint32 label_end;   /* = label_start if there is no label */
    guint32 title_start;
    guint32 title_end;
    guint16 rule; /* index in the scheme */
    gint16 rank;
    guint16 indent;     /* columns */
    guint8 state;       /* HeadingState */
    guint8 quote;       /* how many block quotes it stands in */
    guint8 level;       /* of ATX and adorned headings */
    gboolean run_in;    /* text follows on its line, or a full stop ends it */
    gboolean lead;      /* run-in, with a title that more text follows */
    gboolean before;    /* a blank line stands before */
    gboolean after;     /* a blank line stands behind */
    gboolean continues; /* the line before does not end a sentence: perhaps prose */
    gboolean spaced;    /* white space or a sign stands between label and title */
    gboolean labelled;  /* a heading by form on whose line a label was found as well */
    gboolean listed;    /* its next sibling follows with no text between: an item of a list */
    gboolean paged;     /* the title ends in a page number behind dots: an entry of contents */
    PatternMatch match;
} Heading;

/* Limits that a pipeline sets for all rules; 0: the scheme's. */
typedef struct {
    guint min_title;
    guint max_title;
} HeadingLimits;

/* A scheme tied to a finder: which rules read which pattern. */
typedef struct Selector Selector;

Selector *selector_new(const Finder *finder, const Scheme *scheme, const HeadingLimits *limits);
void selector_free(Selector *selector);
const Scheme *selector_get_scheme(const Selector *selector);
const Rule *selector_get_rule(const Selector *selector, guint index);

/* Fills @headings (Heading, at most one a line, in text order) with what the rules make of the
 * finds of @scan. All are HEADING_OPEN. */
void selector_select(const Selector *selector, const Scan *scan, GArray *headings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Selector, selector_free)

#endif
