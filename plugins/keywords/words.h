/* words.h - the distinct words of a document, numbered from 0 in the order of their first use. */
#ifndef KEYWORDS_WORDS_H
#define KEYWORDS_WORDS_H

#include <glib.h>

typedef struct KwWords KwWords;

KwWords *kw_words_new(void);
void kw_words_free(KwWords *self); /* NULL is fine */
/* Forgets all words; memory is used again unless the last document needed very much of it. */
void kw_words_reset(KwWords *self);

/* The number of the word @bytes. @fresh (optional) tells whether it is new. */
guint32 kw_words_add(KwWords *self, const char *bytes, gsize length, gboolean *fresh);
/* The same for a word that is there; G_MAXUINT32 if it is not. */
guint32 kw_words_find(const KwWords *self, const char *bytes, gsize length);
guint32 kw_words_get_count(const KwWords *self);
/* NUL-terminated; borrowed until the next word is added. */
const char *kw_words_get(const KwWords *self, guint32 word, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(KwWords, kw_words_free)

#endif
