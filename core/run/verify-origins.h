/* verify-origins.h - the origins in a JSON result (docs/json-format.md) held against the bytes of
 * its source. */
#ifndef MILL_RUN_VERIFY_ORIGINS_H
#define MILL_RUN_VERIFY_ORIGINS_H

#include <textmill/run.h>

/* What was counted. */
typedef struct {
    gint64 origins;  /* that were looked at */
    gint64 exact;    /* of them: the bytes, decoded, are the text */
    gint64 inserted; /* of them: the text has no origin, and claims none */
    gint64 unread;   /* of them: could not be compared */
} MillOriginCount;

/* Is told what is wrong at @place of the result. */
typedef void (*MillOriginCall)(const char *place, const char *message, gpointer data);

/* Looks at each `origin` of the result @root, whose source is @source. An origin has to lie in the
 * source, not to cut a character of it, and to agree with the map of the result (`origins`), if it
 * has one. Its bytes are decoded from the encoding that the result names and compared with the text
 * of its row. Texts that differ are no mistake: steps edit. They are origins that are not exact. */
void mill_verify_origins(const MillValue *root, GBytes *source, MillOriginCount *count,
                         MillOriginCall call, gpointer data);
/* Whether the @length bytes at @bytes begin like such a result. */
gboolean mill_verify_is_result(const char *bytes, gsize length);

#endif
