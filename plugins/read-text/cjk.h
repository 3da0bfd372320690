/* cjk.h - the most frequent characters of Chinese, Japanese and Korean. */
#ifndef READ_TEXT_CJK_H
#define READ_TEXT_CJK_H

#include <glib.h>

typedef enum { CJK_SIMPLIFIED, CJK_TRADITIONAL, CJK_JAPANESE, CJK_KOREAN } CjkLanguage;

/* What a text in @language pays for @c if it is one of its few hundred most frequent characters, in
 * nats; 0 for any other. */
float cjk_cost(CjkLanguage language, gunichar c);

#endif
