/* query-parse.c - see query-parse.h. A recursive descent; the index gets parentheses everywhere, so
 * that its own precedences do not matter.
 */
#include "query-parse.h"

#include "segment.h"

#include <stdarg.h>
#include <string.h>

#define MAX_DEPTH 50
#define MAX_SHOWN 200

/* Where words are looked for that stand behind no name: tags and the text. A title or a heading
 * that has a word would otherwise bring up all that stands under it. */
#define PLAIN_COLUMNS (1u << 2 | 1u << 3)
#define PLAIN_FILTER  "{tag text} : "

const char *const query_columns[] = { "title", "section", "tag", "text", NULL };

typedef enum {
    TOKEN_END,
    TOKEN_WORD,   /* start and end are its bytes */
    TOKEN_PHRASE, /* those between the quotes */
    TOKEN_COLUMN, /* a word with a colon right behind it */
    TOKEN_STAR,   /* right behind a word or phrase */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
} TokenKind;

typedef struct {
    TokenKind kind;
    gsize start;
    gsize end;
} Token;

typedef struct {
    const char *text;
    gsize at; /* behind the token */
    Token token;
    guint depth;
    guint columns;
    gboolean hidden; /* what is found by this is not there: do not highlight it */
    Query *query;
    GError **error;
} Parser;

static gboolean parse_or(Parser *self, GString *out);

/* --- errors ---------------------------------------------------------------------------------- */

static gboolean refuse(Parser *self, gsize at, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Sets the error, and under it the query with a caret at @at. */
static gboolean
refuse(Parser *self, gsize at, const char *format, ...)
{
    g_autoptr(GString) shown = g_string_new(NULL);
    gsize from = at > MAX_SHOWN ? at - MAX_SHOWN : 0, length = strlen(self->text), to;
    va_list arguments;

    while (from < at && ((guchar) self->text[from] & 0xC0) == 0x80)
        from++;
    to = MIN(length, at + MAX_SHOWN);
    while (to < length && ((guchar) self->text[to] & 0xC0) == 0x80)
        to++;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_string_append(shown, from > 0 ? "…" : "");
    mill_terminal_append(shown, self->text + from, (gssize) (at - from), 0, 0);

    gsize column = mill_terminal_width(shown->str, (gssize) shown->len);

    mill_terminal_append(shown, self->text + at, (gssize) (to - at), 0, 0);
    g_set_error(self->error, MILL_ERROR, MILL_ERROR_OPTION, "%s\n    %s\n    %*s^", message,
                shown->str, (int) column, "");
    return FALSE;
}

/* --- tokens ---------------------------------------------------------------------------------- */

static gunichar
peek(const Parser *self, gsize at)
{
    return g_utf8_get_char(self->text + at);
}

static gsize
step(const Parser *self, gsize at)
{
    return (gsize) (g_utf8_next_char(self->text + at) - self->text);
}

static gboolean
is_quote(gunichar c)
{
    return c == '"' || c == 0x201C || c == 0x201D || c == 0xFF02;
}

static gboolean
is_open(gunichar c)
{
    return c == '(' || c == 0xFF08;
}

static gboolean
is_close(gunichar c)
{
    return c == ')' || c == 0xFF09;
}

static gboolean
is_colon(gunichar c)
{
    return c == ':' || c == 0xFF1A;
}

static gboolean
is_star(gunichar c)
{
    return c == '*' || c == 0xFF0A;
}

static gboolean
is_in_word(gunichar c)
{
    return c != 0 && !g_unichar_isspace(c) && !is_quote(c) && !is_open(c) && !is_close(c) &&
           !is_colon(c) && !is_star(c);
}

static gboolean
read_phrase(Parser *self)
{
    gsize quote = self->at, at = step(self, quote);

    self->token = (Token){ TOKEN_PHRASE, at, at };
    while (self->text[at] && !is_quote(peek(self, at)))
        at = step(self, at);
    if (!self->text[at])
        return refuse(self, quote, "the quote is not closed");
    self->token.end = at;
    self->at = step(self, at);
    return TRUE;
}

static void
read_word(Parser *self)
{
    static const struct {
        const char *word;
        TokenKind kind;
    } operators[] = { { "AND", TOKEN_AND }, { "OR", TOKEN_OR }, { "NOT", TOKEN_NOT } };
    gsize start = self->at, end = start;

    while (is_in_word(peek(self, end)))
        end = step(self, end);
    self->token = (Token){ TOKEN_WORD, start, end };
    self->at = end;
    if (is_colon(peek(self, end))) {
        self->token.kind = TOKEN_COLUMN;
        self->at = step(self, end);
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(operators); i++)
        if (strlen(operators[i].word) == end - start &&
            memcmp(self->text + start, operators[i].word, end - start) == 0)
            self->token.kind = operators[i].kind;
}

/* Reads the next token. FALSE with the error set. */
static gboolean
advance(Parser *self)
{
    gboolean touches = self->at > 0;

    while (g_unichar_isspace(peek(self, self->at))) {
        self->at = step(self, self->at);
        touches = FALSE;
    }

    gunichar c = peek(self, self->at);
    gsize next = c ? step(self, self->at) : self->at;

    self->token = (Token){ TOKEN_END, self->at, next };
    if (c == 0)
        return TRUE;
    if (is_quote(c))
        return read_phrase(self);
    if (is_in_word(c)) {
        read_word(self);
        return TRUE;
    }
    self->at = next;
    if (is_star(c) && !touches)
        return refuse(self, self->token.start, "'*' stands behind the beginning of a word: wind*");
    if (is_colon(c))
        return refuse(self, self->token.start, "':' stands behind title, section, tag or text");
    self->token.kind = is_open(c) ? TOKEN_OPEN : is_close(c) ? TOKEN_CLOSE : TOKEN_STAR;
    return TRUE;
}

/* --- words ----------------------------------------------------------------------------------- */

char *
query_fold(const char *word, gsize length)
{
    g_autoptr(GString) plain = g_string_new(NULL);
    g_autoptr(GString) folded = g_string_new(NULL);

    segment_append_word(plain, word, length);
    g_autofree char *decomposed =
        g_utf8_normalize(plain->str, (gssize) plain->len, G_NORMALIZE_NFD);

    for (const char *p = decomposed ? decomposed : plain->str; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (!g_unichar_ismark(c))
            g_string_append_unichar(folded, g_unichar_tolower(c));
    }
    return g_string_free(g_steal_pointer(&folded), FALSE);
}

static void
needle_free(gpointer data)
{
    Needle *needle = data;

    g_ptr_array_unref(needle->words);
    g_free(needle);
}

/* Appends the words of the token's text to @phrase and to @needle. A last ideograph that ends a run
 * of several is part of the pair before it; one that is alone begins some pair. */
static void
cut_words(const char *text, gsize length, GString *phrase, Needle *needle)
{
    gsize pair_end = 0;
    Word word;

    for (gsize at = 0; segment_next(text, length, at, &word, &at);) {
        Word behind;
        gsize ignored;
        gboolean last = !segment_next(text, length, at, &behind, &ignored);

        if (word.single && last && pair_end == word.end)
            return;
        needle->prefix = needle->prefix || (word.single && last);
        if (phrase->len > 0)
            g_string_append_c(phrase, ' ');
        segment_append_word(phrase, text + word.start, word.end - word.start);
        g_ptr_array_add(needle->words, query_fold(text + word.start, word.end - word.start));
        pair_end = word.pair ? word.end : 0;
    }
}

static gboolean
parse_word(Parser *self, GString *out)
{
    Token token = self->token;
    g_autoptr(GString) phrase = g_string_new(NULL);
    Needle *needle = g_new0(Needle, 1);

    needle->words = g_ptr_array_new_with_free_func(g_free);
    needle->columns = self->columns;
    cut_words(self->text + token.start, token.end - token.start, phrase, needle);
    if (phrase->len == 0) {
        needle_free(needle);
        return refuse(self, token.start, "there is no letter, digit or ideograph to look for");
    }
    if (!self->hidden)
        g_ptr_array_add(self->query->needles, needle);
    if (!advance(self)) {
        if (self->hidden)
            needle_free(needle);
        return FALSE;
    }
    gboolean star = self->token.kind == TOKEN_STAR;

    needle->prefix = needle->prefix || star;
    g_string_append_printf(out, "%s\"%s\"%s", self->columns == PLAIN_COLUMNS ? PLAIN_FILTER : "",
                           phrase->str, needle->prefix ? " *" : "");
    if (self->hidden)
        needle_free(needle);
    return !star || advance(self);
}

/* --- the grammar ----------------------------------------------------------------------------- */

static gboolean parse_item(Parser *self, GString *out);

static gboolean
parse_column(Parser *self, GString *out)
{
    Token token = self->token;
    g_autofree char *name = g_strndup(self->text + token.start, token.end - token.start);
    guint outer = self->columns, column = 0;

    while (query_columns[column] && strcmp(query_columns[column], name) != 0)
        column++;
    if (!query_columns[column]) {
        const char *close = mill_suggest(name, query_columns);

        return refuse(self, token.start,
                      "nothing is called '%s'%s%s%s; known are title, section, "
                      "tag and text, and a colon in quotes is an ordinary character",
                      name, close ? ", did you mean '" : "", close ? close : "", close ? "'" : "");
    }
    g_string_append_printf(out, "{%s} : (", name);
    self->columns = 1u << column;
    if (!advance(self))
        return FALSE;
    if (self->token.kind == TOKEN_COLUMN)
        return refuse(self, self->token.start, "one name is enough");
    if (!parse_item(self, out))
        return FALSE;
    g_string_append_c(out, ')');
    self->columns = outer;
    return TRUE;
}

static gboolean
parse_group(Parser *self, GString *out)
{
    gsize open = self->token.start;

    if (++self->depth > MAX_DEPTH)
        return refuse(self, open, "there are too many parentheses in each other");
    g_string_append_c(out, '(');
    if (!advance(self) || !parse_or(self, out))
        return FALSE;
    if (self->token.kind != TOKEN_CLOSE)
        return refuse(self, open, "the parenthesis is not closed");
    g_string_append_c(out, ')');
    self->depth--;
    return advance(self);
}

static gboolean
parse_item(Parser *self, GString *out)
{
    gsize at = self->token.start;

    switch (self->token.kind) {
    case TOKEN_WORD:
        if (self->text[at] == '-' && self->token.end > at + 1)
            return refuse(self, at, "to leave something out, write NOT before it");
        return parse_word(self, out);
    case TOKEN_PHRASE:
        return parse_word(self, out);
    case TOKEN_COLUMN:
        return parse_column(self, out);
    case TOKEN_OPEN:
        return parse_group(self, out);
    case TOKEN_STAR:
        return refuse(self, at, "'*' stands behind the beginning of a word: wind*");
    default:
        return refuse(self, at, "a word is expected here");
    }
}

/* Items that all have to be there, and such that must not (behind NOT). */
static gboolean
parse_and(Parser *self, GString *out)
{
    g_autoptr(GString) wanted = g_string_new(NULL);
    g_autoptr(GString) unwanted = g_string_new(NULL);
    gsize first = self->token.start;

    do {
        gboolean hidden = self->hidden, not ;

        if (self->token.kind == TOKEN_AND && (wanted->len > 0 || unwanted->len > 0) &&
            !advance(self))
            return FALSE;
        not = self->token.kind == TOKEN_NOT;
        if (not &&!advance(self))
            return FALSE;

        GString *into = not ? unwanted : wanted;

        if (into->len > 0)
            g_string_append(into, not ? " OR " : " AND ");
        self->hidden = hidden || not ;
        if (!parse_item(self, into))
            return FALSE;
        self->hidden = hidden;
    } while (self->token.kind != TOKEN_END && self->token.kind != TOKEN_CLOSE &&
             self->token.kind != TOKEN_OR);
    if (wanted->len == 0)
        return refuse(self, first, "NOT leaves something out of what is found by a word before it");
    if (unwanted->len > 0)
        g_string_append_printf(out, "((%s) NOT (%s))", wanted->str, unwanted->str);
    else
        g_string_append_printf(out, "(%s)", wanted->str);
    return TRUE;
}

static gboolean
parse_or(Parser *self, GString *out)
{
    if (!parse_and(self, out))
        return FALSE;
    while (self->token.kind == TOKEN_OR) {
        g_string_append(out, " OR ");
        if (!advance(self) || !parse_and(self, out))
            return FALSE;
    }
    return TRUE;
}

static gboolean
parse_all(Parser *self)
{
    if (!g_utf8_validate(self->text, -1, NULL)) {
        g_set_error(self->error, MILL_ERROR, MILL_ERROR_OPTION, "the query is not UTF-8");
        return FALSE;
    }
    if (!advance(self))
        return FALSE;
    if (self->token.kind == TOKEN_END)
        return refuse(self, 0, "the query is empty");
    if (!parse_or(self, self->query->expression))
        return FALSE;
    if (self->token.kind == TOKEN_CLOSE)
        return refuse(self, self->token.start, "no parenthesis is open here");
    return TRUE;
}

Query *
query_parse(const char *text, GError **error)
{
    g_autoptr(Query) query = g_new0(Query, 1);
    Parser self = { .text = text, .columns = PLAIN_COLUMNS, .query = query, .error = error };

    query->expression = g_string_new(NULL);
    query->needles = g_ptr_array_new_with_free_func(needle_free);
    return parse_all(&self) ? g_steal_pointer(&query) : NULL;
}

void
query_free(Query *self)
{
    if (!self)
        return;
    g_string_free(self->expression, TRUE);
    g_ptr_array_unref(self->needles);
    g_free(self);
}
