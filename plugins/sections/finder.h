/* finder.h - the one pass over a text: its lines, and the few that may be headings.
 *
 * A finder is made of all schemes that may apply. It knows which characters a label can begin
 * with, so that a look at a line's first character sends almost every line away.
 */
#ifndef SECTIONS_FINDER_H
#define SECTIONS_FINDER_H

#include <textmill/types.h>

#include "scheme.h"

/* A line that looks like a heading of some scheme. */
typedef struct {
    guint32 line;
    guint32 start;     /* behind the indentation */
    guint32 label_end; /* of forms: where the title begins */
    guint32 end;       /* without white space at the end of the line */
    guint16 pattern;   /* index, or FIND_FORM */
    guint16 indent;    /* columns; a full-width space counts two */
    guint16 forms;     /* of FIND_FORM, and FORM_EMPHASISED also of labels */
    guint8 level;      /* of ATX and setext, from 1 */
    guint8 style;      /* of adorned: the number of the adornment, from 1 */
    guint8 quote;      /* how many block quotes it stands in */
    guint32 inner;     /* of emphasised: start is where the mark stands, this what is behind it; */
    guint32 outer_end; /* end is where the closing mark stands, this what is behind it; */
    guint32 name;      /* the kind that a comment says, */
    guint32 name_end;  /* empty if there is none */
    PatternMatch match;
} Find;

#define FIND_FORM G_MAXUINT16
/* A text with more of them is no document; this bounds memory and time. */
#define FINDS_MAX 500000

typedef struct Finder Finder;

/* What a pass brings to light; made once and used again for each document. */
typedef struct {
    const char *text;
    gsize length;
    GArray *lines;        /* guint32: where each line starts, and the text's length at the end */
    GArray *finds;        /* Find, in text order */
    GArray *pages;        /* guint32: lines that begin with a form feed */
    GArray *styles;       /* guint32: adornment styles in order of appearance */
    guint32 n_filled;     /* lines with text, */
    guint32 n_flush;      /* of these, without indentation */
    guint32 n_paragraphs; /* lines with text behind a blank line */
    gboolean full;        /* more finds than are taken: the rest of the text is not looked at */
    guint hopeless;       /* kinds of blocks (forms.c) that nothing closes any more */
} Scan;

/* @max_title: as in HeadingLimits. Borrows the patterns of @schemes (Scheme). */
Finder *finder_new(const GPtrArray *schemes, guint max_title);
void finder_free(Finder *finder);
/* The index of @pattern in the finder: patterns that schemes share are one. */
guint finder_find_pattern(const Finder *finder, const Pattern *pattern);
void finder_scan(const Finder *finder, const char *text, gsize length, Scan *scan);

Scan *scan_new(void);
void scan_free(Scan *scan);
gsize scan_get_n_lines(const Scan *scan);
/* The bytes of line @line without its line feed. */
MillSpan scan_get_line(const Scan *scan, gsize line);
/* The same without white space at both ends; empty for a blank line, and outside of the text. */
MillSpan scan_get_content(const Scan *scan, gssize line);
gboolean scan_is_blank(const Scan *scan, gssize line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Finder, finder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scan, scan_free)

#endif
