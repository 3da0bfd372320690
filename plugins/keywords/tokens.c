/* tokens.c - one pass over the text. */
#include "tokens.h"

#include "classes.h"
#include "layout.h"

#include "lexicon/chars.h"

#include <string.h>

#define TOKEN_WORD_MAX 80 /* bytes; longer runs of letters are no words */

typedef struct {
    const char *text;
    const char *end;
    const guint8 *classes;
    KwSegmenter *segmenter;
    KwWords *words;
    GArray *tokens;
    KwLayout layout;
    const char *line; /* where the line at hand begins */
    guint pending;    /* flags of the next token */
    GString *folded;
} Reader;

static void
reader_add(Reader *self, const char *start, const char *end, guint flags, guint chars)
{
    KwToken token = { .start = (guint32) (start - self->text),
                      .end = (guint32) (end - self->text),
                      .chars = (guint16) MIN(chars, G_MAXUINT16) };

    flags |= self->pending;
    if (token.start >= self->layout.title.start && token.end <= self->layout.title.end)
        flags |= KW_TOKEN_TITLE;
    if (token.start >= self->layout.references)
        flags |= KW_TOKEN_BACK;
    token.flags = (guint16) flags;
    token.word = kw_words_add(self->words, self->folded->str, self->folded->len, NULL);
    g_array_append_val(self->tokens, token);
    self->pending = 0;
}

static void
reader_fold(GString *folded, gunichar c)
{
    static const LexFolding folding = { .flags = LEX_FOLD_CASE | LEX_FOLD_WIDTH };

    if (c < 0x80)
        g_string_append_c(folded, g_ascii_tolower((char) c));
    else
        g_string_append_unichar(folded, lex_fold_char(&folding, c));
}

/* Behind a hyphen at @p: where the word goes on in the next line, or NULL. */
static const char *
reader_goes_on(const Reader *self, const char *p)
{
    gboolean line = FALSE;

    for (; p < self->end && p - self->line < G_MAXINT; p++) {
        if (*p == '\n' && !line)
            line = TRUE;
        else if (*p != ' ' && *p != '\r')
            break;
    }
    return line && p < self->end && g_ascii_islower(*p) ? p : NULL;
}

/* A word of an alphabetic script from @p on; returns what follows it. */
static const char *
reader_word(Reader *self, const char *p)
{
    const char *start = p;
    const char *end = p;
    guint upper = 0;
    guint chars = 0;
    KwClass first = kw_class(self->classes, g_utf8_get_char(p));

    g_string_truncate(self->folded, 0);
    while (p < self->end) {
        const char *at = p;
        gunichar c = kw_next_char(&p);
        KwClass class = kw_class(self->classes, c);

        if (KW_IS_WORD(class)) {
            end = p;
            chars++;
            upper += class == KW_UPPER || class == KW_DIGIT;
            if (self->folded->len <= TOKEN_WORD_MAX)
                reader_fold(self->folded, c);
        } else if (class == KW_HYPHEN) {
            const char *rest = first == KW_DIGIT ? NULL : reader_goes_on(self, p);

            if (!rest)
                break;
            if (rest > p)
                self->line = rest;
            p = rest;
        } else if ((class == KW_QUOTE || (class == KW_DOT && first == KW_DIGIT)) && p < self->end &&
                   KW_IS_WORD(kw_class(self->classes, g_utf8_get_char(p)))) {
            reader_fold(self->folded, class == KW_QUOTE ? '\'' : c);
        } else if (class != KW_SOFT) {
            break;
        }
        if (at == p)
            break;
    }
    if (self->folded->len > TOKEN_WORD_MAX) {
        self->pending |= KW_TOKEN_BREAK;
        return end;
    }
    /* Possessives count as the word itself. */
    if (self->folded->len > 3 && g_str_has_suffix(self->folded->str, "'s")) {
        g_string_truncate(self->folded, self->folded->len - 2);
        chars -= 1;
    }

    guint flags = first == KW_UPPER ? KW_TOKEN_CAPITAL : first == KW_DIGIT ? KW_TOKEN_NUMBER : 0;

    if (first == KW_UPPER && chars > 1 && upper == chars)
        flags |= KW_TOKEN_ACRONYM;
    reader_add(self, start, end, flags, chars);
    return end;
}

/* A run of a script without spaces from @p on. */
static const char *
reader_unspaced(Reader *self, const char *p)
{
    const char *start = p;
    const char *run_end = p;
    gboolean han = TRUE;

    while (p < self->end && p - start < KW_RUN_MAX) {
        KwClass class = kw_class(self->classes, kw_next_char(&p));

        if (!KW_IS_UNSPACED(class) && class != KW_MARK)
            break;
        han = han && class == KW_HAN;
        run_end = p;
    }

    guint n;
    const guint32 *ends =
        kw_segmenter_cut(self->segmenter, start, (gsize) (run_end - start), han, &n);
    const char *word = start;

    for (guint i = 0; i < n; i++) {
        const char *end = start + ends[i];
        guint chars = 0;

        g_string_truncate(self->folded, 0);
        for (p = word; p < end; chars++)
            reader_fold(self->folded, kw_next_char(&p));
        if (self->folded->len > TOKEN_WORD_MAX)
            self->pending |= KW_TOKEN_BREAK;
        else if (end > word)
            reader_add(self, word, end, KW_TOKEN_UNSPACED, chars);
        word = end;
    }
    return run_end;
}

/* What stands between words at @p, which was advanced past it: breaks and ends. */
static void
reader_between(Reader *self, KwClass class, const char *p)
{
    if (class == KW_LINE) {
        gsize line = (gsize) (p - self->line);

        if (line < self->layout.short_line || self->layout.short_line == G_MAXSIZE)
            self->pending |= KW_TOKEN_BREAK | KW_TOKEN_SENTENCE;
        self->line = p;
    } else if (class == KW_END ||
               (class == KW_DOT && (p >= self->end || *p == ' ' || *p == '\n'))) {
        self->pending |= KW_TOKEN_BREAK | KW_TOKEN_SENTENCE;
    } else if (class == KW_HYPHEN) {
        gboolean inner = self->tokens->len > 0 && p < self->end && !(self->pending) &&
                         KW_IS_WORD(kw_class(self->classes, g_utf8_get_char(p))) &&
                         g_array_index(self->tokens, KwToken, self->tokens->len - 1).end + 3 >=
                             (gsize) (p - self->text);

        self->pending |= inner ? KW_TOKEN_GLUED : KW_TOKEN_BREAK;
    } else if (class != KW_SPACE && class != KW_SOFT) {
        self->pending |= KW_TOKEN_BREAK;
    }
    if (self->pending & KW_TOKEN_BREAK)
        self->pending &= ~(guint) KW_TOKEN_GLUED;
}

void
kw_tokens_read(const char *text, gsize length, KwSegmenter *segmenter, KwWords *words,
               GArray *tokens)
{
    Reader self = { .text = text,
                    .end = text + length,
                    .classes = kw_classes(),
                    .segmenter = segmenter,
                    .words = words,
                    .tokens = tokens,
                    .layout = kw_layout_of(text, length),
                    .line = text,
                    .pending = KW_TOKEN_BREAK | KW_TOKEN_SENTENCE,
                    .folded = g_string_sized_new(TOKEN_WORD_MAX * 2) };

    for (const char *p = text; p < self.end;) {
        const char *at = p;
        KwClass class = kw_class(self.classes, kw_next_char(&p));

        if (KW_IS_UNSPACED(class))
            p = reader_unspaced(&self, at);
        else if (KW_IS_WORD(class))
            p = reader_word(&self, at);
        else
            reader_between(&self, class, p);
    }
    g_string_free(self.folded, TRUE);
}
