/* html.c - a state for each kind of thing that HTML is made of. */
#include "html.h"

#include <string.h>

#define TOKEN_MAX 32 /* longer ones are no tag and no entity that is known here */

typedef enum {
    STATE_TEXT,
    STATE_TAG,     /* behind "<" */
    STATE_QUOTE,   /* in a tag, within quotes */
    STATE_COMMENT, /* behind "<!--" */
    STATE_ENTITY,  /* behind "&" */
} State;

struct Html {
    TakeCharacter take;
    gpointer data;
    State state;
    char quote;
    GString *token;     /* the tag or entity so far */
    MillSpan place;     /* where it stands */
    const char *hidden; /* the element whose content is passed over, or NULL */
    gboolean space;     /* that waits for a word behind it */
    MillSpan space_at;
    guint newlines; /* at the end of what was handed on; 2 at the beginning */
};

/* Elements that begin or end a line, and how many newlines that is. */
static const struct {
    const char *name;
    guint newlines;
} blocks[] = {
    { "br", 1 }, { "div", 1 }, { "tr", 1 },    { "li", 1 },         { "dt", 1 },
    { "dd", 1 }, { "hr", 1 },  { "p", 2 },     { "h1", 2 },         { "h2", 2 },
    { "h3", 2 }, { "h4", 2 },  { "h5", 2 },    { "h6", 2 },         { "ul", 2 },
    { "ol", 2 }, { "pre", 2 }, { "table", 2 }, { "blockquote", 2 },
};

static const struct {
    const char *name;
    const char *character;
} entities[] = {
    { "amp", "&" },        { "lt", "<" },          { "gt", ">" },         { "quot", "\"" },
    { "apos", "'" },       { "nbsp", "\u00A0" },   { "copy", "\u00A9" },  { "ndash", "\u2013" },
    { "mdash", "\u2014" }, { "hellip", "\u2026" }, { "lsquo", "\u2018" }, { "rsquo", "\u2019" },
    { "ldquo", "\u201C" }, { "rdquo", "\u201D" },  { "euro", "\u20AC" },  { "bull", "\u2022" },
};

static const char *const hiding[] = { "head", "script", "style", "title", NULL };

Html *
html_new(TakeCharacter take, gpointer data)
{
    Html *self = g_new0(Html, 1);

    self->take = take;
    self->data = data;
    self->token = g_string_new(NULL);
    self->newlines = 2;
    return self;
}

void
html_free(Html *self)
{
    if (!self)
        return;
    g_string_free(self->token, TRUE);
    g_free(self);
}

/* Blanks are one blank, and none at the beginning of a line. */
static void
put(Html *self, const char *text, gsize length, MillSpan origin)
{
    if (self->hidden)
        return;
    if (length == 1 && strchr(" \t\r\n\f", *text)) {
        if (!self->space)
            self->space_at = origin;
        self->space = TRUE;
        return;
    }
    if (self->space && self->newlines == 0)
        self->take(self->data, " ", 1, self->space_at);
    self->space = FALSE;
    self->newlines = 0;
    self->take(self->data, text, length, origin);
}

/* The tag is what the line break came from. */
static void
break_line(Html *self, guint newlines)
{
    self->space = FALSE;
    if (self->newlines >= newlines)
        return;
    self->take(self->data, "\n\n", newlines - self->newlines, self->place);
    self->newlines = newlines;
}

/* The element's name is in the token, "/" before it at its end. */
static void
end_tag(Html *self)
{
    gboolean closing = self->token->str[0] == '/';
    const char *word = self->token->str + closing;
    g_autofree char *name = g_ascii_strdown(word, (gssize) strcspn(word, " \t\r\n\f/"));

    self->state = STATE_TEXT;
    if (self->hidden) {
        if (closing && g_str_equal(name, self->hidden))
            self->hidden = NULL;
        return;
    }
    for (gsize i = 0; !closing && hiding[i]; i++)
        if (g_str_equal(name, hiding[i]))
            self->hidden = hiding[i];
    for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++)
        if (g_str_equal(name, blocks[i].name))
            break_line(self, blocks[i].newlines);
}

/* Writes what the token stands for to @character; its length, or 0. */
static gsize
find_entity(const char *token, char *character)
{
    gboolean hex = token[0] == '#' && (token[1] == 'x' || token[1] == 'X');

    if (token[0] == '#') {
        guint64 code = g_ascii_strtoull(token + 1 + hex, NULL, hex ? 16 : 10);

        return code > 0 && code <= 0x10FFFF && g_unichar_validate((gunichar) code)
                   ? (gsize) g_unichar_to_utf8((gunichar) code, character)
                   : 0;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(entities); i++)
        if (g_str_equal(token, entities[i].name))
            return (gsize) (g_stpcpy(character, entities[i].character) - character);
    return 0;
}

/* Unknown ones stay as they are. */
static void
end_entity(Html *self, gboolean closed)
{
    char character[8];
    gsize length = closed ? find_entity(self->token->str, character) : 0;

    self->state = STATE_TEXT;
    if (length > 0) {
        put(self, character, length, self->place);
        return;
    }
    g_string_prepend_c(self->token, '&');
    if (closed)
        g_string_append_c(self->token, ';');
    put(self, self->token->str, self->token->len, self->place);
}

static void
begin(Html *self, State state, MillSpan origin)
{
    self->state = state;
    self->place = origin;
    g_string_truncate(self->token, 0);
}

/* In scripts, "<" and quotes mean other things. */
static void
take_in_tag(Html *self, const char *character, gsize length, MillSpan origin)
{
    if (*character == '>')
        end_tag(self);
    else if (self->hidden && *character == '<')
        begin(self, STATE_TAG, origin);
    else if (self->token->len < TOKEN_MAX)
        g_string_append_len(self->token, character, (gssize) length);
    if (self->hidden || self->state != STATE_TAG)
        return;
    if (*character == '"' || *character == '\'') {
        self->quote = *character;
        self->state = STATE_QUOTE;
    } else if (g_str_equal(self->token->str, "!--")) {
        begin(self, STATE_COMMENT, self->place);
    }
}

static void
take_in_comment(Html *self, const char *character)
{
    gsize dashes = self->token->len;

    if (*character == '-')
        g_string_assign(self->token, dashes > 0 ? "--" : "-");
    else if (*character == '>' && dashes == 2)
        self->state = STATE_TEXT;
    else
        g_string_truncate(self->token, 0);
}

void
html_take(gpointer data, const char *character, gsize length, MillSpan origin)
{
    Html *self = data;

    if (self->state == STATE_TAG && self->token->len == 0 && !g_ascii_isalpha(*character) &&
        !strchr("/!?", *character)) {
        self->state = STATE_TEXT; /* a sign, not a tag */
        put(self, "<", 1, self->place);
    }
    if (self->state != STATE_TEXT && self->state != STATE_ENTITY)
        self->place.end = origin.end;
    if (self->state == STATE_TAG) {
        take_in_tag(self, character, length, origin);
    } else if (self->state == STATE_QUOTE) {
        if (*character == self->quote)
            self->state = STATE_TAG;
    } else if (self->state == STATE_COMMENT) {
        take_in_comment(self, character);
    } else if (self->state == STATE_ENTITY && self->token->len < TOKEN_MAX &&
               (g_ascii_isalnum(*character) || *character == '#')) {
        g_string_append_c(self->token, *character);
        self->place.end = origin.end;
    } else if (self->state == STATE_ENTITY && *character == ';') {
        self->place.end = origin.end;
        end_entity(self, TRUE);
    } else {
        if (self->state == STATE_ENTITY)
            end_entity(self, FALSE);
        if (*character == '<')
            begin(self, STATE_TAG, origin);
        else if (*character == '&')
            begin(self, STATE_ENTITY, origin);
        else
            put(self, character, length, origin);
    }
}

void
html_end(Html *self)
{
    if (self->state == STATE_ENTITY)
        end_entity(self, FALSE);
    self->state = STATE_TEXT;
}
