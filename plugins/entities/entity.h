/* entity.h - what is found, and the readers that find it.
 *
 * A reader looks at one place of the text and says whether its kind of entity begins there: it
 * returns the bytes it takes (0: none) and fills @entity. The scan in entities.c knows which
 * readers are worth asking at which byte.
 */
#ifndef ENTITIES_ENTITY_H
#define ENTITIES_ENTITY_H

#include "units.h"

#include <textmill/plugin.h>

typedef enum {
    KIND_URL,
    KIND_EMAIL,
    KIND_DATE,
    KIND_PERIOD,
    KIND_PHONE,
    KIND_MONEY,
    KIND_PERCENT,
    KIND_QUANTITY,
    KIND_LAW,
    KIND_ARTICLE,
    N_KINDS,
} Kind;

typedef struct {
    Kind kind;
    char value[256]; /* normalised form; "" if the text itself is the form */
    gboolean has_number;
    double number;     /* in `unit`, scales multiplied out */
    double number_max; /* of a range; else equal to number */
    const char *unit;  /* canonical, static or in the table of units; NULL for none */
    char unit_buffer[64];
    const char *base_unit; /* SI base of it; NULL for none */
    double base_factor;
    MillSpan law; /* of articles: where the law's name stands in the text; empty for none */
} Entity;

/* How far readers have looked ahead in vain. A run without blanks has as many places where an
 * address could begin as it has dots, and what is not found from one is not found from the next. */
typedef struct {
    const char *no_url;   /* before it no web address ends, wherever it begins; or NULL */
    const char *no_email; /* likewise mail addresses */
} Memory;

typedef struct {
    const char *text;
    const char *end;
    const Units *units;
    Memory *memory;
} Source;

gsize read_url(const Source *source, const char *at, Entity *entity);
gsize read_email(const Source *source, const char *at, Entity *entity);
gsize read_phone(const Source *source, const char *at, Entity *entity);
gsize read_date(const Source *source, const char *at, Entity *entity);
gsize read_period(const Source *source, const char *at, Entity *entity);
/* Money, percentages and quantities: @entity says which. */
gsize read_amount(const Source *source, const char *at, Entity *entity);
/* A law's name in 《》, an article of it, or an article alone. */
gsize read_law(const Source *source, const char *at, Entity *entity);

/* --- shared by the readers --- */

/* Where @word ends if it stands at @at, else NULL. */
static inline const char *
take(const Source *source, const char *at, const char *word)
{
    gsize length = strlen(word);

    return at && (gsize) (source->end - at) >= length && memcmp(at, word, length) == 0 ? at + length
                                                                                       : NULL;
}

/* The same for the first that fits of @words, which ends with NULL. */
static inline const char *
take_any(const Source *source, const char *at, const char *const *words)
{
    const char *next = NULL;

    for (; *words && !next; words++)
        next = take(source, at, *words);
    return next;
}

static inline const char *
skip_blanks(const Source *source, const char *at)
{
    while (at < source->end && *at == ' ')
        at++;
    if ((gsize) (source->end - at) >= 2 && (guchar) at[0] == 0xC2 && (guchar) at[1] == 0xA0)
        at += 2; /* no-break space */
    return at;
}

static inline gboolean
is_word_byte(const Source *source, const char *at)
{
    return at < source->end && g_ascii_isalnum(*at);
}

#endif
