/* marks.h - the bytes of a text that have a mark in a table, found 32 at a time where the processor
 * can. */
#ifndef CLEANUP_MARKS_H
#define CLEANUP_MARKS_H

#include <glib.h>

typedef struct {
    guint8 table[256]; /* 0: no mark */
    /* The same by half bytes: a byte is marked if its halves have a bit in common. */
    guint8 low[16], high[16];
    gboolean wide; /* they are filled, and the processor can look up 32 bytes at once */
} Marks;

/* To be called when the table is complete. */
void marks_prepare(Marks *marks);
/* The first marked byte of [@p, @end), or @end. Passes over the most frequent of all, a single
 * space between two words of ASCII. [@text, @end) is the whole text; a NUL follows it. */
const char *marks_next(const Marks *marks, const char *text, const char *p, const char *end);

#endif
