/* units.h - names of units, and what they are in base units. */
#ifndef ENTITIES_UNITS_H
#define ENTITIES_UNITS_H

#include <glib.h>

typedef struct {
    char *symbol;   /* canonical, "µg/m³" */
    char *base;     /* base unit, "kg/m³" */
    double factor;  /* number × factor is in base units */
    gboolean money; /* symbol is an ISO 4217 code */
} Unit;

typedef struct Units Units;

/* Reads the table at @path: tab-separated name, symbol, base, factor; lines with `#` are comments.
 * The error names file and line. */
Units *units_load(const char *path, GError **error);
void units_free(Units *self);

/* The unit with the longest name that begins at @at, and the bytes of the name in @used; NULL for
 * none. A name in letters must not go on in letters. */
const Unit *units_read(const Units *self, const char *at, const char *end, gsize *used);

#endif
