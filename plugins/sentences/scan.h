/* scan.h - where a sentence ends.
 *
 * Rules, in the spirit of UAX #29 but with what it leaves to tailoring:
 *
 * - 。！？ and their half-width and Indic, Arabic, Armenian relatives end a sentence together with
 *   the closing quotes and brackets behind them; so do `.`, `!`, `?` before white space or the end.
 * - Nothing ends inside brackets, or inside a pair of directed quotes that is not too long: a
 *   speech of three sentences belongs to the sentence that quotes it. “来了。” ends one unless a
 * comma follows.
 * - A full stop ends nothing after a known abbreviation, a single letter (initials, z. B.), a
 *   number that opens the paragraph, an ordinal before a month, or before a lower-case letter.
 * - An ellipsis ends a sentence before a capital, and in CJK text only at the end of a quotation
 *   or paragraph, where it cannot be a pause.
 */
#ifndef SENTENCES_SCAN_H
#define SENTENCES_SCAN_H

#include <textmill/types.h>

typedef struct SentenceRules SentenceRules;

/* @abbreviations: NULL-terminated, without the full stop; borrowed for the call. */
SentenceRules *sentence_rules_new(const char *const *abbreviations);
/* Adds the words of the file at @path, one a line, `#` for comments. */
gboolean sentence_rules_load(SentenceRules *self, const char *path, GError **error);
void sentence_rules_free(SentenceRules *self);

typedef struct {
    const SentenceRules *rules;
    const char *text;
    MillSpan rest; /* what has not been handed out */
    gsize blind;   /* before this offset, opening marks are known to have no partner near */
} SentenceScan;

/* Goes through the sentences of one paragraph; spans are trimmed and never empty. */
void sentence_scan_init(SentenceScan *self, const SentenceRules *rules, const char *text,
                        MillSpan paragraph);
gboolean sentence_scan_next(SentenceScan *self, MillSpan *sentence);

/* @span without Unicode white space at its ends. */
MillSpan sentence_trim(const char *text, MillSpan span);
/* Whether the line @span ends as sentences, headings or list items do, so that the next line starts
 * anew. */
gboolean sentence_ends_at(const char *text, MillSpan span);
/* Whether @span opens with the mark of a list item: a bullet, `1.`, `(a)`, `（一）`, `一、`, `①`.
 */
gboolean sentence_starts_item(const char *text, MillSpan span);

#endif
