/* segment.h - words of scripts that write no spaces between them.
 *
 * With a dictionary, the path of the highest probability over its words (dictionary.h); for
 * characters other than Chinese, or without one, the word breaks of ICU; in a build without ICU,
 * pairs are left to the candidates: every character is a token.
 */
#ifndef KEYWORDS_SEGMENT_H
#define KEYWORDS_SEGMENT_H

#include "dictionary.h"

typedef struct KwSegmenter KwSegmenter;

/* @dictionary: or NULL; borrowed. (transfer full) */
KwSegmenter *kw_segmenter_new(const KwDictionary *dictionary);
void kw_segmenter_free(KwSegmenter *self); /* NULL is fine */

/* Whether words are found at all, rather than single characters. */
gboolean kw_segmenter_has_words(const KwSegmenter *self);

/* The ends of the words of @run, as offsets from its start; at most KW_RUN_MAX bytes are looked at,
 * so a caller goes on from the last end. Borrowed until the next call. */
#define KW_RUN_MAX 3072
const guint32 *
kw_segmenter_cut(KwSegmenter *self, const char *run, gsize length, gboolean han, guint *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(KwSegmenter, kw_segmenter_free)

#endif
