/* hostile.h - documents that steps stumble over. */
#ifndef MILL_VALIDATE_HOSTILE_H
#define MILL_VALIDATE_HOSTILE_H

#include <textmill/plugin.h>

/* What is done to a document, beyond its text. */
typedef enum {
    MILL_HOSTILE_BYTES = 1 << 0,    /* not UTF-8 (or not meant to be): for readers only */
    MILL_HOSTILE_EDITED = 1 << 1,   /* the text has been edited, so its origins are not plain */
    MILL_HOSTILE_LAYERS = 1 << 2,   /* every layer that steps agree on, spans at all edges */
    MILL_HOSTILE_ODD = 1 << 3,      /* layers that miss columns, have them of another type, or say
                                       what cannot be */
    MILL_HOSTILE_MANY = 1 << 4,     /* tens of thousands of annotations */
    MILL_HOSTILE_METADATA = 1 << 5, /* metadata of all types, and deep */
    MILL_HOSTILE_NAME = 1 << 6,     /* an id that is no name of a file */
    MILL_HOSTILE_TYPICAL = 1 << 7,  /* prose of a few pages */
} MillHostileFlags;

typedef struct {
    char *name;
    GBytes *bytes;
    guint flags; /* MillHostileFlags */
} MillHostile;

/* MillHostile: with @all those that are known here, the same every time, or else none yet.
 * (transfer full) */
GPtrArray *mill_hostile_list(gboolean all);
/* Adds the file at @path, and for readers also what is left of it when it is cut or damaged. FALSE
 * with MILL_ERROR_IO. */
gboolean mill_hostile_add_file(GPtrArray *list, const char *path, GError **error);

/* dress.c: gives @document, which has text, the layers and metadata that @flags say, as they might
 * come to a step of @type: also the layers that it reads, but none of its own oddly. */
void mill_hostile_dress(MillDocument *document, guint flags, const MillStepType *type);

#endif
