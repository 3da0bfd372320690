/* pattern.h - the label of a heading, as schemes write it: 第{n}章, Appendix {letter}, § {arabic}.
 *
 * A pattern is text with numbers in braces. White space is allowed between all parts; a space in
 * the pattern requires some. What is in square brackets may be missing. Letters match whatever
 * their case if the scheme says so.
 *
 *     {n}         Arabic, full-width or Chinese number
 *     {arabic} {chinese} {roman} {letter} {circled} {braced} {ordinal} {word}
 *                 number of one system; several may be joined by | as in {arabic|roman}
 *     {dotted}    1.2.3, with or without a dot at its end
 *     {suffix}    a letter set against the number before it (§ 5a), or 之一
 *     {to}        a number that ends a range (§§ 3 to 7)
 */
#ifndef SECTIONS_PATTERN_H
#define SECTIONS_PATTERN_H

#include <glib.h>

#include "numerals.h"

#define PATTERN_DEPTH 8

typedef struct Pattern Pattern;

/* What a label says. */
typedef struct {
    gint64 number;               /* of {dotted}: the last part; -1 if the pattern has none */
    gint64 other;                /* the number by another system (C is 3 or 100), or -1 */
    gint64 last;                 /* {to}, or the number */
    guint32 path[PATTERN_DEPTH]; /* {dotted} */
    guint8 depth;                /* parts of {dotted}, or 1 */
    gint64 suffix;               /* its value (§ 5a: 1), or 0 */
} PatternMatch;

/* Compiles @source. Returns NULL with @problem (transfer full) saying what is wrong. */
Pattern *pattern_new(const char *source, gboolean fold, char **problem);
void pattern_free(Pattern *pattern);
gboolean pattern_equal(const Pattern *a, const Pattern *b);
/* Whether its labels have a number. */
gboolean pattern_has_number(const Pattern *pattern);
gboolean pattern_is_dotted(const Pattern *pattern);

/* Matches at @text and returns the bytes of the label, or 0. @numbers is shared by the patterns
 * that are tried on one line. */
gsize pattern_match(const Pattern *pattern, const char *text, const char *end,
                    NumeralCache *numbers, PatternMatch *match);

/* Whether the labels of two patterns begin with the same part, */
gboolean pattern_same_lead(const Pattern *a, const Pattern *b);
/* and whether that part stands at @text. */
gboolean
pattern_leads(const Pattern *pattern, const char *text, const char *end, NumeralCache *numbers);

/* Calls @add for each way in which a label can begin. */
void pattern_begin(const Pattern *pattern, NumeralBegin add, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pattern, pattern_free)

#endif
