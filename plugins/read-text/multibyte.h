/* multibyte.h - how likely a sample is in one of the East Asian encodings. */
#ifndef READ_TEXT_MULTIBYTE_H
#define READ_TEXT_MULTIBYTE_H

#include "encodings.h"
#include "languages.h"

/* The names of the encodings that are tried, NULL-terminated. */
extern const char *const multibyte_names[];

/* What the sample costs, in nats: less is likelier. G_MAXFLOAT if it is none at all. */
float multibyte_cost(const Encoding *encoding, const guint8 *sample, gsize length);

#endif
