/* words.h - where words stand in a text, by the rules of Unicode (UAX 29).
 *
 * With ICU, whose dictionaries know the words of Chinese, Japanese, Thai, Lao, Khmer and Burmese.
 * It is loaded when a script that names mill.words is, not with the program: that would cost each
 * start milliseconds. In a build without ICU: runs of letters and digits; each Chinese character
 * and each Hiragana is a word, and a run of another script that is written without spaces is one.
 */
#ifndef TEXTMILL_SCRIPT_WORDS_H
#define TEXTMILL_SCRIPT_WORDS_H

#include <textmill/types.h>

/* So many bytes are looked at in one go: what ICU does with them cannot be stopped. */
#define MILL_WORDS_BYTES 2048

/* The words of a piece of a text. */
typedef struct {
    guint n;
    struct {
        guint16 start; /* bytes from the beginning of the piece */
        guint16 end;
    } words[MILL_WORDS_BYTES];
} MillWordsPiece;

typedef struct MillWords MillWords;

/* NULL with MILL_ERROR_LOAD if the ICU that this was built with is not there. (transfer full) */
MillWords *mill_words_new(GError **error);
void mill_words_free(MillWords *self); /* NULL is fine */

/* Finds the words of the first bytes of @text, which is UTF-8 and not empty. Returns how many bytes
 * that was: no word goes across their end, unless it is as long as a piece. */
gsize mill_words_cut(MillWords *self, const char *text, gsize length, MillWordsPiece *piece);
/* The same as in a build without ICU. */
gsize mill_words_cut_plainly(const char *text, gsize length, MillWordsPiece *piece);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillWords, mill_words_free)

#endif
