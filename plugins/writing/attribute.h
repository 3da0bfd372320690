/* attribute.h - an annotation's attribute as JSON. */
#ifndef WRITING_ATTRIBUTE_H
#define WRITING_ATTRIBUTE_H

#include "writing/offsets.h"

#include <textmill/plugin.h>

/* Appends the attribute as a JSON value: null if it is not set, a span as an object of start and
 * end in the unit of @offsets. @type is the column's. */
void write_attribute(GString *json, const MillLayer *layer, gsize row, MillColumn column,
                     MillType type, const OffsetIndex *offsets);

/* The column @name if it has the type that the contract between plugins says; else
 * MILL_NO_COLUMN. */
MillColumn find_column(const MillLayer *layer, const char *name, MillType type);

#endif
