/* languages.h - how often languages use which letters. */
#ifndef READ_TEXT_LANGUAGES_H
#define READ_TEXT_LANGUAGES_H

#include <glib.h>

/* Costs are negative logarithms of probabilities, in nats: what a hypothesis pays for a character.
 */
typedef struct {
    const char *name;
    gboolean latin;      /* written with ASCII letters, too */
    const char *letters; /* "weight letters weight letters …", in ten-thousandths of running text */
} Language;

#define COST_STRANGE_LETTER 11.5f /* a letter the language does not have */
#define COST_UNDEFINED      16.0f /* a byte that is no character at all */

/* Ended by one without a name. */
extern const Language languages[];

/* What a text in @language pays for @c (any case). */
float language_cost(const Language *language, gunichar c);
/* The same for what is no letter: punctuation, signs, controls. */
float symbol_cost(gunichar c);

#endif
