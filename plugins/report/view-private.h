/* view-private.h - what the files that build a view share. */
#ifndef REPORT_VIEW_PRIVATE_H
#define REPORT_VIEW_PRIVATE_H

#include "view.h"

/* language.c: what the content is written in: the metadata `language`, or by its script: "zh" where
 * a fifth of the first characters are Chinese, "ja" with kana, "ko" with Hangul, else "und". */
const char *view_guess_language(const View *self);

#endif
