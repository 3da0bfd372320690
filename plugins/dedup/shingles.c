/* shingles.c - texts folded, cut into tokens, and these joined to shingles. */
#include "shingles.h"

#include <string.h>

#include "sketch.h"

/* What a character is: its folded form, and one of these. */
#define TEXT_CHARACTER 0x1fffffu
#define TEXT_KNOWN     (1u << 31)
#define TEXT_WORD      (1u << 30) /* a part of a word */
#define TEXT_SINGLE    (1u << 29) /* a token by itself */
#define TEXT_BLANK     (1u << 28) /* white space that does not count */

#define TEXT_SEED G_GUINT64_CONSTANT(0x2545f4914f6cdd1d)

void
dedup_text_init(DedupText *self, guint fold)
{
    self->fold = fold;
    self->characters = g_new0(guint32, 0x10000);
    self->folded = g_string_new(NULL);
    self->tokens = g_array_new(FALSE, FALSE, sizeof(guint64));
    self->shingles = g_array_new(FALSE, FALSE, sizeof(guint64));
}

void
dedup_text_clear(DedupText *self)
{
    g_clear_pointer(&self->characters, g_free);
    g_clear_pointer(&self->tokens, g_array_unref);
    g_clear_pointer(&self->shingles, g_array_unref);
    if (self->folded)
        g_string_free(g_steal_pointer(&self->folded), TRUE);
}

static guint32
text_classify(const DedupText *self, guint32 c)
{
    const LexFolding folding = { .flags = self->fold };
    guint32 folded = lex_fold_char(&folding, c) & TEXT_CHARACTER;

    if (g_unichar_isspace(c))
        return folded | TEXT_KNOWN | (self->fold & LEX_FOLD_SPACE ? TEXT_BLANK : 0);
    if (lex_is_word_char(folded))
        return folded | TEXT_KNOWN | TEXT_WORD;
    return folded | TEXT_KNOWN |
           (g_unichar_isalnum(folded) || g_unichar_ismark(folded) ? TEXT_SINGLE : 0);
}

static guint32
text_look_up(DedupText *self, guint32 c)
{
    if (c >= 0x10000)
        return text_classify(self, c);
    if (self->characters[c] == 0)
        self->characters[c] = text_classify(self, c);
    return self->characters[c];
}

static void
text_append(GString *out, guint32 c)
{
    if (c < 0x80)
        g_string_append_c(out, (char) c);
    else
        g_string_append_unichar(out, c);
}

static void
text_end_word(DedupText *self, guint64 *word)
{
    guint64 token = dedup_mix(*word);

    if (*word != TEXT_SEED)
        g_array_append_val(self->tokens, token);
    *word = TEXT_SEED;
}

/* One pass: fills self->folded and self->tokens. White space beside a character that is a token by
 * itself is where a line was broken, and does not count. */
static void
text_scan(DedupText *self, const char *text, gsize length)
{
    guint64 word = TEXT_SEED;
    guint32 before = TEXT_SINGLE;
    gboolean blank = FALSE;

    g_string_truncate(self->folded, 0);
    g_array_set_size(self->tokens, 0);
    for (const char *p = text, *end = text + length; p < end; p = g_utf8_next_char(p)) {
        guint32 what = text_look_up(self, g_utf8_get_char(p));

        if (what & TEXT_BLANK) {
            text_end_word(self, &word);
            blank = TRUE;
            continue;
        }
        if (blank && !((before | what) & TEXT_SINGLE))
            g_string_append_c(self->folded, ' ');
        blank = FALSE;
        before = what;
        text_append(self->folded, what & TEXT_CHARACTER);
        if (what & TEXT_WORD) {
            word = (word ^ (what & TEXT_CHARACTER)) * G_GUINT64_CONSTANT(0x100000001b3);
        } else {
            text_end_word(self, &word);
            if (what & TEXT_SINGLE) {
                guint64 token = dedup_mix(what & TEXT_CHARACTER);

                g_array_append_val(self->tokens, token);
            }
        }
    }
    text_end_word(self, &word);
}

static void
text_join(DedupText *self, guint size)
{
    const guint64 *tokens = (const guint64 *) (gpointer) self->tokens->data;
    guint width = MIN(size, self->tokens->len);

    g_array_set_size(self->shingles, 0);
    for (guint i = 0; width > 0 && i + width <= self->tokens->len; i++) {
        guint64 shingle = TEXT_SEED + width;

        for (guint k = 0; k < width; k++)
            shingle = dedup_mix(shingle + tokens[i + k]);
        g_array_append_val(self->shingles, shingle);
    }
}

void
dedup_text_read(DedupText *self, const char *text, gsize length, guint size,
                guint8 digest[DEDUP_DIGEST])
{
    /* Not one of the fast hashes: who could make two texts of one digest could have a document
     * dropped. */
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 whole[32];
    gsize n = sizeof whole;

    text_scan(self, text, length);
    text_join(self, size);
    g_checksum_update(checksum, (const guchar *) self->folded->str, (gssize) self->folded->len);
    g_checksum_get_digest(checksum, whole, &n);
    memcpy(digest, whole, DEDUP_DIGEST);
}
