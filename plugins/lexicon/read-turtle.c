/* read-turtle.c - RDF 1.1 Turtle (and N-Triples, which is a part of it), as far as SKOS needs it:
 * all of the syntax is understood, of the contents only statements reach skos.c.
 *
 * W3C Recommendation "RDF 1.1 Turtle", 2014.
 */
#include "skos.h"

#include <string.h>

#define TURTLE_DEPTH_MAX 100

typedef struct {
    LexEntries *entries;
    LexSkos *skos;
    const char *p;
    const char *end;
    const char *line_start;
    guint line;
    GHashTable *prefixes;
    char *base;
    guint n_blank; /* blank nodes that were named here */
    guint depth;
    gboolean failed;
} Turtle;

/* What was read as an object (or subject). */
typedef struct {
    char *text;
    char *language; /* of a literal; NULL of a resource */
    guint line;
    guint column;
} TurtleTerm;

static void
turtle_term_clear(TurtleTerm *term)
{
    g_clear_pointer(&term->text, g_free);
    g_clear_pointer(&term->language, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TurtleTerm, turtle_term_clear)

static gboolean turtle_read_properties(Turtle *self, const char *subject);
static gboolean turtle_read_term(Turtle *self, TurtleTerm *term);

/* Reports the first mistake. Returns FALSE. */
static gboolean
turtle_fail(Turtle *self, const char *message)
{
    if (!self->failed)
        lex_entries_report(self->entries, MILL_SEVERITY_ERROR, self->line,
                           (guint) g_utf8_strlen(self->line_start, self->p - self->line_start) + 1,
                           NULL, "Turtle: %s", message);
    self->failed = TRUE;
    return FALSE;
}

static void
turtle_step(Turtle *self)
{
    if (*self->p == '\n') {
        self->line++;
        self->line_start = self->p + 1;
    }
    self->p++;
}

static void
turtle_skip_blank(Turtle *self)
{
    while (self->p < self->end) {
        if (*self->p == '#')
            while (self->p < self->end && *self->p != '\n')
                self->p++;
        else if (g_ascii_isspace(*self->p))
            turtle_step(self);
        else
            return;
    }
}

static gboolean
turtle_is(const Turtle *self, char c)
{
    return self->p < self->end && *self->p == c;
}

/* Takes @c, if it comes next. */
static gboolean
turtle_take(Turtle *self, char c)
{
    turtle_skip_blank(self);
    if (!turtle_is(self, c))
        return FALSE;
    self->p++;
    return TRUE;
}

/* Reads a \ escape of a string or IRI; self->p is behind the backslash. */
static gboolean
turtle_read_escape(Turtle *self, GString *text)
{
    static const char letters[] = "tbnrf\"'\\", values[] = "\t\b\n\r\f\"'\\";
    char kind = self->p < self->end ? *self->p : '\0';
    const char *letter = kind ? strchr(letters, kind) : NULL;
    guint digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    gunichar c = 0;

    if (letter) {
        g_string_append_c(text, values[letter - letters]);
        self->p++;
        return TRUE;
    }
    if (digits == 0 || self->end - self->p <= (gssize) digits)
        return turtle_fail(self, "unknown escape");
    self->p++;
    for (guint i = 0; i < digits; i++, self->p++) {
        if (!g_ascii_isxdigit(*self->p))
            return turtle_fail(self, "an escape needs hexadecimal digits");
        c = c * 16 + (gunichar) g_ascii_xdigit_value(*self->p);
    }
    if (c == 0 || !g_unichar_validate(c))
        return turtle_fail(self, "an escape names no character");
    g_string_append_unichar(text, c);
    return TRUE;
}

/* An IRI in angle brackets; relative ones are put behind the base. */
static char *
turtle_read_iri(Turtle *self)
{
    g_autoptr(GString) iri = g_string_new(NULL);

    for (self->p++; !turtle_is(self, '>');) {
        if (self->p >= self->end || (guchar) *self->p <= ' ') {
            turtle_fail(self, "the IRI has no >");
            return NULL;
        }
        if (*self->p == '\\') {
            self->p++;
            if (!turtle_read_escape(self, iri))
                return NULL;
        } else {
            g_string_append_c(iri, *self->p++);
        }
    }
    self->p++;
    if (self->base && !g_uri_peek_scheme(iri->str))
        g_string_prepend(iri, self->base);
    return g_string_free(g_steal_pointer(&iri), FALSE);
}

static gboolean
turtle_is_name(char c)
{
    return g_ascii_isalnum(c) || c == '_' || c == '-' || (guchar) c >= 0x80;
}

/* Letters of a name, with dots inside. */
static void
turtle_read_name(Turtle *self, GString *name)
{
    while (self->p < self->end) {
        gboolean escaped = *self->p == '\\' && self->p + 1 < self->end;
        gboolean inside = *self->p == '.' && self->p + 1 < self->end &&
                          (turtle_is_name(self->p[1]) || strchr(".:%\\", self->p[1]));

        if (escaped)
            self->p++;
        else if (!turtle_is_name(*self->p) && !inside && *self->p != ':' && *self->p != '%')
            return;
        g_string_append_c(name, *self->p++);
    }
}

/* prefix:local, or NULL with a message. */
static char *
turtle_read_prefixed(Turtle *self)
{
    g_autoptr(GString) prefix = g_string_new(NULL);
    g_autoptr(GString) local = g_string_new(NULL);

    while (self->p < self->end && (turtle_is_name(*self->p) || *self->p == '.'))
        g_string_append_c(prefix, *self->p++);
    if (!turtle_is(self, ':')) {
        turtle_fail(self, "a name, IRI or literal is expected");
        return NULL;
    }
    self->p++;
    turtle_read_name(self, local);

    const char *expansion = g_hash_table_lookup(self->prefixes, prefix->str);

    if (!expansion) {
        turtle_fail(self, "the prefix was not declared");
        return NULL;
    }
    return g_strconcat(expansion, local->str, NULL);
}

/* A string in quotes of one or three; its language tag or type. */
static gboolean
turtle_read_literal(Turtle *self, TurtleTerm *term)
{
    char quote = *self->p;
    gboolean is_long = self->end - self->p >= 3 && self->p[1] == quote && self->p[2] == quote;
    g_autoptr(GString) text = g_string_new(NULL);

    self->p += is_long ? 3 : 1;
    for (;;) {
        if (self->p >= self->end || (!is_long && *self->p == '\n'))
            return turtle_fail(self, "the string has no end");
        if (*self->p == quote &&
            (!is_long || (self->end - self->p >= 3 && self->p[1] == quote && self->p[2] == quote)))
            break;
        if (*self->p == '\\') {
            self->p++;
            if (!turtle_read_escape(self, text))
                return FALSE;
            continue;
        }
        g_string_append_c(text, *self->p);
        turtle_step(self);
    }
    self->p += is_long ? 3 : 1;
    term->text = g_string_free(g_steal_pointer(&text), FALSE);

    g_autoptr(GString) language = g_string_new(NULL);

    if (turtle_is(self, '@'))
        for (self->p++; self->p < self->end && (g_ascii_isalnum(*self->p) || *self->p == '-');)
            g_string_append_c(language, *self->p++);
    term->language = g_string_free(g_steal_pointer(&language), FALSE);
    if (self->end - self->p >= 2 && self->p[0] == '^' && self->p[1] == '^') {
        g_auto(TurtleTerm) type = { 0 };

        self->p += 2;
        return turtle_read_term(self, &type);
    }
    return TRUE;
}

/* [ … ] or ( … ), as a blank node with a name of its own. */
static gboolean
turtle_read_group(Turtle *self, TurtleTerm *term)
{
    char open = *self->p++;

    term->text = g_strdup_printf("_:[%u", self->n_blank++);
    if (++self->depth > TURTLE_DEPTH_MAX)
        return turtle_fail(self, "brackets are nested too deep");
    if (open == '[') {
        if (!turtle_take(self, ']') &&
            (!turtle_read_properties(self, term->text) || !turtle_take(self, ']')))
            return turtle_fail(self, "a ] is expected");
    } else {
        while (!turtle_take(self, ')')) {
            g_auto(TurtleTerm) item = { 0 };

            if (!turtle_read_term(self, &item))
                return FALSE;
        }
    }
    self->depth--;
    return TRUE;
}

/* A number or a boolean: no label, so it is passed over. Returns whether it was one. */
static gboolean
turtle_read_plain(Turtle *self, TurtleTerm *term)
{
    const char *start = self->p;
    gsize left = (gsize) (self->end - self->p);

    if (g_ascii_isdigit(*self->p) || strchr("+-", *self->p) ||
        (*self->p == '.' && left > 1 && g_ascii_isdigit(self->p[1])))
        for (self->p++;
             self->p < self->end &&
             (g_ascii_isalnum(*self->p) ||
              (*self->p == '.' && self->p + 1 < self->end && g_ascii_isdigit(self->p[1])) ||
              ((*self->p == '+' || *self->p == '-') && g_ascii_tolower(self->p[-1]) == 'e'));)
            self->p++;
    else if (left >= 4 && strncmp(self->p, "true", 4) == 0 && (left == 4 || self->p[4] != ':') &&
             (left == 4 || !turtle_is_name(self->p[4])))
        self->p += 4;
    else if (left >= 5 && strncmp(self->p, "false", 5) == 0 && (left == 5 || self->p[5] != ':') &&
             (left == 5 || !turtle_is_name(self->p[5])))
        self->p += 5;
    else
        return FALSE;
    term->text = g_strndup(start, (gsize) (self->p - start));
    term->language = g_strdup("");
    return TRUE;
}

/* A subject, predicate or object. */
static gboolean
turtle_read_term(Turtle *self, TurtleTerm *term)
{
    turtle_skip_blank(self);
    term->line = self->line;
    term->column = (guint) g_utf8_strlen(self->line_start, self->p - self->line_start) + 1;
    if (self->p >= self->end)
        return turtle_fail(self, "the file ends inside a statement");
    switch (*self->p) {
    case '<':
        term->text = turtle_read_iri(self);
        return term->text != NULL;
    case '"':
    case '\'':
        return turtle_read_literal(self, term);
    case '[':
    case '(':
        return turtle_read_group(self, term);
    default:
        break;
    }
    if (turtle_read_plain(self, term))
        return TRUE;
    if (self->end - self->p >= 2 && self->p[0] == '_' && self->p[1] == ':') {
        g_autoptr(GString) name = g_string_new(NULL);

        turtle_read_name(self, name);
        term->text = g_string_free(g_steal_pointer(&name), FALSE);
        return TRUE;
    }
    term->text = turtle_read_prefixed(self);
    return term->text != NULL;
}

static gboolean
turtle_read_verb(Turtle *self, TurtleTerm *verb)
{
    turtle_skip_blank(self);
    if (turtle_is(self, 'a') && self->p + 1 < self->end && !turtle_is_name(self->p[1]) &&
        self->p[1] != ':' && self->p[1] != '.') {
        self->p++;
        verb->text = g_strdup(LEX_RDF "type");
        return TRUE;
    }
    return turtle_read_term(self, verb);
}

/* verb object, object; verb object … */
static gboolean
turtle_read_properties(Turtle *self, const char *subject)
{
    do {
        g_auto(TurtleTerm) verb = { 0 };

        turtle_skip_blank(self);
        if (self->p >= self->end || strchr(";.]", *self->p))
            continue; /* a ; at the end, or two of them */
        if (!turtle_read_verb(self, &verb))
            return FALSE;
        do {
            g_auto(TurtleTerm) object = { 0 };

            if (!turtle_read_term(self, &object))
                return FALSE;

            LexTriple triple = { .subject = subject,
                                 .predicate = verb.text,
                                 .object = object.text,
                                 .is_literal = object.language != NULL,
                                 .language = object.language ? object.language : "",
                                 .line = object.line,
                                 .column = object.column };
            lex_skos_add(self->skos, &triple);
        } while (turtle_take(self, ','));
    } while (turtle_take(self, ';'));
    return TRUE;
}

/* Takes the word @word in any case, with an @ before it or a blank behind. */
static gboolean
turtle_take_directive(Turtle *self, const char *word, gboolean *with_dot)
{
    const char *p = self->p + turtle_is(self, '@');
    gsize length = strlen(word);

    *with_dot = turtle_is(self, '@');
    if ((gsize) (self->end - p) <= length || g_ascii_strncasecmp(p, word, length) != 0 ||
        !(g_ascii_isspace(p[length]) || p[length] == '<'))
        return FALSE;
    self->p = p + length;
    return TRUE;
}

static gboolean
turtle_read_prefix(Turtle *self)
{
    g_autoptr(GString) name = g_string_new(NULL);

    turtle_skip_blank(self);
    while (self->p < self->end && (turtle_is_name(*self->p) || *self->p == '.'))
        g_string_append_c(name, *self->p++);
    if (!turtle_take(self, ':'))
        return turtle_fail(self, "a prefix ends with a colon");
    turtle_skip_blank(self);
    if (!turtle_is(self, '<'))
        return turtle_fail(self, "a prefix stands for an IRI in < >");

    char *iri = turtle_read_iri(self);

    if (iri)
        g_hash_table_insert(self->prefixes, g_strdup(name->str), iri);
    return iri != NULL;
}

static gboolean
turtle_read_base(Turtle *self)
{
    turtle_skip_blank(self);
    if (!turtle_is(self, '<'))
        return turtle_fail(self, "the base is an IRI in < >");

    char *iri = turtle_read_iri(self);

    g_free(self->base);
    self->base = iri;
    return iri != NULL;
}

static gboolean
turtle_read_statement(Turtle *self)
{
    gboolean with_dot = TRUE;
    gboolean good;

    if (turtle_take_directive(self, "prefix", &with_dot)) {
        good = turtle_read_prefix(self);
    } else if (turtle_take_directive(self, "base", &with_dot)) {
        good = turtle_read_base(self);
    } else {
        g_auto(TurtleTerm) subject = { 0 };

        with_dot = TRUE;
        good = turtle_read_term(self, &subject) && turtle_read_properties(self, subject.text);
    }
    if (good && with_dot && !turtle_take(self, '.'))
        return turtle_fail(self, "a dot is expected at the end of the statement");
    return good;
}

void
lex_read_turtle(LexEntries *entries, const char *text, gsize length)
{
    g_autoptr(LexSkos) skos = lex_skos_new();
    Turtle self = {
        .entries = entries,
        .skos = skos,
        .p = text,
        .end = text + length,
        .line_start = text,
        .line = 1,
        .prefixes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
    };

    for (turtle_skip_blank(&self); self.p < self.end; turtle_skip_blank(&self))
        if (!turtle_read_statement(&self))
            break;
    if (!self.failed)
        lex_skos_finish(skos, entries);
    g_hash_table_unref(self.prefixes);
    g_free(self.base);
}
