/* probe.h - where a checking host (core/validate) looks into this room. Costs nothing when it does
 * not: a few counters, and texts on the heap.
 */
#ifndef MILL_PROBE_H
#define MILL_PROBE_H

#include <glib.h>
#include <string.h>

/* Where texts of documents are kept instead. */
typedef struct {
    char *(*allocate)(gsize size); /* NULL if there is no room */
    void (*seal)(char *text);      /* it is complete and will not change */
    void (*free)(char *text);      /* an edit replaced it, or its document is gone; not NULL */
} MillTextHost;

typedef struct {
    gint64 values; /* alive */
    gint64 edits;  /* alive */
    const MillTextHost *texts;
    gboolean keep_dead; /* memory of dead values is not used again soon, so that a reference that is
                           given back too often is noticed */
    gint64 stray;       /* such references */
} MillProbe;

extern MillProbe mill_probe;

/* An object of @type, all zero. The C library has memory ready that was used just before, and does
 * not look at it for g_new0(). */
#define MILL_NEW0(type) ((type *) memset(g_malloc(sizeof(type)), 0, sizeof(type)))

char *mill_text_allocate(gsize size); /* NULL if there is no room */
char *mill_text_get_empty(void);      /* the text of no length, sealed */
void mill_text_seal(char *text);
void mill_text_free(char *text); /* NULL is fine */

/* Frees a value's memory, or that of one that died long ago. */
void mill_probe_free_value(gpointer value);

#endif
