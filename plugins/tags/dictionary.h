/* dictionary.h - from options to a dictionary: files are read and built, or a compiled one mapped.
 */
#ifndef TAGS_DICTIONARY_H
#define TAGS_DICTIONARY_H

#include "lexicon/image.h"
#include "lexicon/stem.h"

#include <textmill/plugin.h>

/* What a dictionary is made of. All borrowed; lists are NULL-terminated and never NULL. */
typedef struct {
    const char *const *files;
    const MillValue *terms; /* or NULL */
    const char *const *categories;
    const char *const *exclude;
    const char *const *languages;
    const char *const *fold;
    const char *stem; /* a language, or NULL */
} TagsSource;

extern const char *const tags_folds[]; /* the choices of `fold` */

/* How text is compared, as one line; a compiled dictionary remembers it. (transfer full) */
char *tags_dictionary_describe(const TagsSource *source);

/* A stemmer for @source, or NULL if it asks for none. (transfer full) */
LexStemmer *tags_dictionary_new_stemmer(const TagsSource *source);

/* Loads what @source names. Mistakes go to @report, and the answer is NULL if one is an error.
 * @files (or NULL) receives the LexSource of each file that was read. (both transfer full) */
LexDict *tags_dictionary_load(const TagsSource *source, MillReport *report, GArray **files);

#endif
