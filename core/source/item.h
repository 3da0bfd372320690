/* item.h - from the bytes of a unit to a document that is ready for the steps. */
#ifndef MILL_SOURCE_ITEM_H
#define MILL_SOURCE_ITEM_H

#include "source/unit.h"

#include <textmill/pipeline.h>

/* The document of @unit, whose own bytes are @bytes. That of a record has its metadata, and has its
 * text unless the pipeline names a reader: then the source is the bytes of the text for that to
 * read. NULL with MILL_ERROR_DATA or _ENCODING. (transfer full) */
MillDocument *
mill_item_open(const MillPipeline *pipeline, const MillUnit *unit, GBytes *bytes, GError **error);

#endif
