/* show.h - the parts of which `textmill show` puts a document together. */
#ifndef MILL_CLI_SHOW_H
#define MILL_CLI_SHOW_H

#include "cli/result.h"
#include "cli/styled.h"

typedef struct {
    const Result *result;
    gsize width;
    gboolean colour;
    gboolean all;           /* every row of every table */
    StyledLine *line;       /* empty between lines */
    GHashTable *categories; /* first word of a category → its style */
} Show;

void show_head(Show *self);    /* title, where it comes from, metadata */
void show_outline(Show *self); /* the sections as a tree, with their sizes */
void show_tags(Show *self);    /* terms by how often they occur */
void show_keywords(Show *self);
void show_records(Show *self); /* a table a kind */
void show_entities(Show *self);
void show_layers(Show *self);  /* how many rows the other layers have */
void show_remarks(Show *self); /* diagnostics */
void show_text(Show *self);    /* headings, tags and entities highlighted */

/* The style of a category, by its first word (energy/wind → energy), in the order in which they are
 * asked for. */
guint show_category_style(Show *self, const char *category);
/* Prints an empty line and @title. */
void show_title(Show *self, const char *title);
/* A number with its thousands set off: 12,345. (transfer full) */
char *show_format_count(gsize count);

#endif
