/* language.h - the language of a document, and its stop words.
 *
 * A file of stop words holds one a line; `#` begins a comment. A word after `~` is a general one
 * ("method", "result"): it may be part of a phrase, but says little by itself.
 */
#ifndef KEYWORDS_LANGUAGE_H
#define KEYWORDS_LANGUAGE_H

#include "tokens.h"

#include <textmill/report.h>

typedef enum {
    KW_WORD_STOP = 1 << 0,
    KW_WORD_GENERAL = 1 << 1,
} KwWordFlags;

typedef struct {
    const char *code; /* "en" */
    GHashTable *stop; /* word → KwWordFlags */
} KwLanguage;

typedef struct KwLanguages KwLanguages;

/* All languages that textmill has stop words for, and the user's own words @extra (a path or
 * NULL), which count in each. NULL with errors in @report. (transfer full) */
KwLanguages *kw_languages_load(const char *extra, MillReport *report);
void kw_languages_free(KwLanguages *self); /* NULL is fine */

/* NULL if there is none of that code. Borrowed. */
const KwLanguage *kw_languages_find(const KwLanguages *self, const char *code);
/* The language of the tokens: by the shares of scripts and, among those of one script, by stop
 * words. Never NULL: a language without stop words if none fits. Borrowed. */
const KwLanguage *kw_languages_guess(const KwLanguages *self, const char *text,
                                     const GArray *tokens, const KwWords *words);
/* KwWordFlags of a folded word. */
guint kw_language_flags(const KwLanguages *self, const KwLanguage *language, const char *word);
/* The name that Snowball has for the language, or NULL. */
const char *kw_language_stemmer(const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(KwLanguages, kw_languages_free)

#endif
