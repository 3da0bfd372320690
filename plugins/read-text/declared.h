/* declared.h - what a text says itself about its encoding. */
#ifndef READ_TEXT_DECLARED_H
#define READ_TEXT_DECLARED_H

#include "encodings.h"

/* The encoding that an XML declaration, an HTML meta element, a CSS @charset, a PO header, or an
 * editor's or interpreter's line names; NULL if there is none that is known. */
const Encoding *declared_find(const guint8 *data, gsize length);

#endif
