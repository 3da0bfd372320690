/* scheme.h - how the headings of a kind of document look: a data file, read once.
 *
 * docs/sections.md explains the file to people who write one; the fields here are its words.
 */
#ifndef SECTIONS_SCHEME_H
#define SECTIONS_SCHEME_H

#include <textmill/node.h>

#include "pattern.h"

/* Headings without a number that are known by how they stand. */
typedef enum {
    FORM_ATX = 1 << 0,      /* ## Title */
    FORM_SETEXT = 1 << 1,   /* Title over a line of === or --- */
    FORM_ADORNED = 1 << 2,  /* reStructuredText: any adornment, under it or on both sides */
    FORM_ISOLATED = 1 << 3, /* a short line between blank lines that is no sentence */
    FORM_MARGIN = 1 << 4,   /* isolated, at the margin, where running text is indented */
    FORM_CAPITALS = 1 << 5, /* isolated and ALL IN CAPITALS */
    FORM_CENTRED = 1 << 6,  /* isolated and indented more than running text */
    FORM_APART = 1 << 7,    /* isolated, with two blank lines or more on both sides */
    FORM_EMPHASISED =
        1 << 8, /* Markdown: *…*, with a label inside or a comment that says the kind */
} Form;

typedef enum {
    TRUST_SURE,     /* the look alone is enough */
    TRUST_LIKELY,   /* the look is enough on a line of its own; else a neighbour in sequence */
    TRUST_DOUBTFUL, /* only with a neighbour in sequence */
} Trust;

typedef enum {
    TITLE_OPTIONAL,
    TITLE_REQUIRED,
    TITLE_NONE,
} TitleRule;

typedef enum {
    PLACE_LINE = 1 << 0,   /* the heading has its line for itself */
    PLACE_RUN_IN = 1 << 1, /* text follows on the same line */
} Place;

typedef enum {
    ALONE_BEFORE = 1 << 0,
    ALONE_AFTER = 1 << 1,
} Alone;

typedef struct {
    char *kind;
    gint rank;         /* 1 is outermost; 0 is that of document titles */
    GPtrArray *labels; /* Pattern */
    guint forms;       /* Form, or'ed */
    TitleRule title;
    guint min, max;      /* characters of the title */
    guint place;         /* Place, or'ed */
    char *ends;          /* characters that end the title of a run-in heading */
    gunichar *end_signs; /* the same, ending in 0 */
    gint indent;         /* most columns of indentation; -1: any */
    guint alone;         /* Alone, or'ed: where blank lines (or the text's edge) must stand */
    GPtrArray *endings;  /* the title must end in one of these strings (empty: anything) */
    GPtrArray *without;  /* kinds: where there is a heading of one of them, this is none */
    gboolean spaced;     /* white space must stand between label and title */
    Trust trust;
    gboolean interrupts; /* stands inside the section it interrupts, which then goes on */
    gboolean bare;       /* has no body: the section ends with its heading */
    gboolean wraps;      /* the title may go on in the next lines */
    gboolean below;      /* the title may stand in the next line */
    gboolean appearance; /* its rank among others of this flag follows from which comes first */
    gboolean by_depth;   /* each part of {dotted} is a rank deeper */
    char *beside;        /* takes the rank of the last heading of this kind, if there is one */
    gboolean runs_on;    /* numbers do not begin again in each section above */
    gboolean unpaged;    /* only in text without page breaks */
    gboolean quoted;     /* in Markdown's block quotes as well: its section ends with the quote */
    gboolean escaped;    /* Markdown: backslashes before punctuation are not the title's */
} Rule;

typedef enum {
    SCRIPT_ANY,
    SCRIPT_HAN, /* Chinese, Japanese */
    SCRIPT_LATIN,
} Script;

typedef struct {
    char *name;
    char *about;
    gint title_rule;  /* index of the rule of the document's title, -1: none */
    gint toc_rule;    /* index of the rule of the heading of a table of contents, -1: none */
    GPtrArray *needs; /* if not empty, `auto` chooses it only if there is a heading of one of these
                         kinds */
    guint script;     /* Script that the text must be in for `auto` to choose it */
    GPtrArray *signs; /* if not empty, one of these strings must stand near the beginning for
                         `auto` to choose it */
    gboolean automatic; /* `auto` may choose it */
    gint priority;      /* of two schemes that explain a text equally well, the higher wins */
    GPtrArray *rules;   /* Rule, the first that fits a line counts */
} Scheme;

/* Reads the scheme file at @path; its name is the file's without folder and ending. Mistakes go to
 * @report, and the answer is NULL. (transfer full) */
Scheme *scheme_load(const char *path, MillReport *report);
/* The same from @length bytes of @text that stand for the file at @path. */
Scheme *scheme_parse(const char *path, const char *text, gsize length, MillReport *report);
void scheme_free(Scheme *scheme);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scheme, scheme_free)

#endif
