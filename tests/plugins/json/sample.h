/* sample.h - a small document with everything in it, for the writers' tests. */
#ifndef TEST_SAMPLE_H
#define TEST_SAMPLE_H

#include <textmill/plugin.h>

/* 第一章 总则 / a body with two tags, an emoji, a keyword and a record; metadata of every type. */
MillDocument *sample_new(void);
/* The same shape with strings that mean something to JSON, CSV, YAML, Markdown and spreadsheets. */
MillDocument *sample_new_hostile(void);
/* Everything that a format may trip over: NUL, characters that XML forbids, bidirectional
 * overrides, ends of comments and of CDATA, line breaks in ids and names, tags that cross each
 * other, the borders of paragraphs and sections, and empty ones. */
MillDocument *sample_new_worst(void);
/* Text only. */
MillDocument *sample_new_bare(void);
/* Lines, the last of 360 words, and a layer `word` that leaves out, overlaps, goes on behind a line
 * and begins with blanks. */
MillDocument *sample_new_words(void);

#endif
