/* json-parse.c - JSON to values, in one pass. */
#include <textmill/json.h>

#include <errno.h>
#include <string.h>

#define PARSE_NUMBER_BYTES 64

typedef struct {
    const char *text;
    const char *at;
    const char *end;
    GString *string; /* the last string with an escape in it; NULL: there was none */
    guint depth;
    GError **error;
} Parser;

static MillValue *parse_value(Parser *self);

/* Sets the error to @problem, at the place that was reached. Returns NULL. */
static MillValue *
parse_fail(Parser *self, MillErrorCode code, const char *problem)
{
    const char *start = self->text, *newline;
    guint line = 1;

    while ((newline = memchr(start, '\n', (gsize) (self->at - start)))) {
        line++;
        start = newline + 1;
    }
    g_set_error(self->error, MILL_ERROR, (gint) code, "JSON, line %u, column %zu: %s", line,
                (gsize) (self->at - start) + 1, problem);
    return NULL;
}

static gboolean
parse_refuse(Parser *self, const char *problem)
{
    parse_fail(self, MILL_ERROR_DATA, problem);
    return FALSE;
}

static char
parse_peek(const Parser *self)
{
    return self->at < self->end ? *self->at : '\0';
}

static void
parse_blanks(Parser *self)
{
    while (self->at < self->end &&
           (*self->at == ' ' || *self->at == '\n' || *self->at == '\t' || *self->at == '\r'))
        self->at++;
}

static gboolean
parse_accept(Parser *self, const char *word)
{
    gsize length = strlen(word);

    if ((gsize) (self->end - self->at) < length || memcmp(self->at, word, length) != 0)
        return FALSE;
    self->at += length;
    return TRUE;
}

static gboolean
parse_hex(Parser *self, gunichar *value)
{
    *value = 0;
    for (int i = 0; i < 4; i++, self->at++) {
        int digit = g_ascii_xdigit_value(parse_peek(self));

        if (digit < 0)
            return parse_refuse(self, "\\u needs four hexadecimal digits");
        *value = *value << 4 | (gunichar) digit;
    }
    return TRUE;
}

/* What follows "\u": a character, which may take two escapes (a surrogate pair). */
static gboolean
parse_unicode_escape(Parser *self)
{
    gunichar c, low;

    if (!parse_hex(self, &c))
        return FALSE;
    if (c >= 0xD800 && c <= 0xDBFF) {
        const char *second = self->at;

        if (parse_accept(self, "\\u")) {
            if (!parse_hex(self, &low))
                return FALSE;
            if (low >= 0xDC00 && low <= 0xDFFF)
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            else
                self->at = second; /* another character, which is read next */
        }
    }
    g_string_append_unichar(self->string, c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
    return TRUE;
}

static gboolean
parse_escape(Parser *self)
{
    static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const char *found;

    if (parse_accept(self, "u"))
        return parse_unicode_escape(self);
    found = parse_peek(self) ? strchr(names, parse_peek(self)) : NULL;
    if (!found)
        return parse_refuse(self, "unknown escape");
    g_string_append_c(self->string, meanings[found - names]);
    self->at++;
    return TRUE;
}

/* The string behind a quote: @string and @length, borrowed from the text or from the buffer. */
static gboolean
parse_string(Parser *self, const char **string, gsize *length)
{
    gboolean escaped = FALSE;

    for (const char *start = self->at;; start = self->at) {
        while (self->at < self->end && *self->at != '"' && *self->at != '\\' &&
               (guchar) *self->at >= ' ')
            self->at++;
        if (self->at >= self->end)
            return parse_refuse(self, "the string does not end");
        if ((guchar) *self->at < ' ')
            return parse_refuse(self, "a control character in a string must be escaped");
        *string = start;
        *length = (gsize) (self->at - start);
        if (*self->at++ == '"') {
            if (escaped) {
                g_string_append_len(self->string, start, (gssize) *length);
                *string = self->string->str;
                *length = self->string->len;
            }
            return TRUE;
        }
        if (!escaped)
            self->string = g_string_truncate(self->string ? self->string : g_string_new(NULL), 0);
        escaped = TRUE;
        g_string_append_len(self->string, start, (gssize) *length);
        if (!parse_escape(self))
            return FALSE;
    }
}

static gboolean
parse_digits(Parser *self)
{
    const char *start = self->at;

    while (g_ascii_isdigit(parse_peek(self)))
        self->at++;
    return self->at > start;
}

/* Goes past a number; @whole tells whether it is an integer. */
static gboolean
parse_number_form(Parser *self, gboolean *whole)
{
    *whole = TRUE;
    parse_accept(self, "-");
    if (!parse_accept(self, "0") && !parse_digits(self))
        return parse_refuse(self, "a value is expected");
    if (parse_accept(self, ".")) {
        *whole = FALSE;
        if (!parse_digits(self))
            return parse_refuse(self, "digits are expected after the point");
    }
    if (parse_accept(self, "e") || parse_accept(self, "E")) {
        *whole = FALSE;
        if (!parse_accept(self, "+"))
            parse_accept(self, "-");
        if (!parse_digits(self))
            return parse_refuse(self, "digits are expected in the exponent");
    }
    return TRUE;
}

static MillValue *
parse_number(Parser *self)
{
    char copy[PARSE_NUMBER_BYTES];
    const char *start = self->at;
    gboolean whole;

    if (!parse_number_form(self, &whole))
        return NULL;

    gsize length = (gsize) (self->at - start);

    if (length >= sizeof copy)
        return parse_fail(self, MILL_ERROR_DATA, "the number is too long");
    memcpy(copy, start, length);
    copy[length] = '\0';
    errno = 0;

    gint64 integer = whole ? g_ascii_strtoll(copy, NULL, 10) : 0;

    if (whole && errno == 0)
        return mill_value_new_int(integer);
    return mill_value_new_double(g_ascii_strtod(copy, NULL));
}

static MillValue *
parse_list(Parser *self)
{
    g_autoptr(MillValue) list = mill_value_new_list();

    parse_blanks(self);
    if (parse_accept(self, "]"))
        return g_steal_pointer(&list);
    for (;;) {
        g_autoptr(MillValue) item = parse_value(self);

        if (!item)
            return NULL;
        if (!mill_value_append(list, item))
            return parse_fail(self, MILL_ERROR_LIMIT, "nested too deeply");
        parse_blanks(self);
        if (parse_accept(self, "]"))
            return g_steal_pointer(&list);
        if (!parse_accept(self, ","))
            return parse_fail(self, MILL_ERROR_DATA, "',' or ']' is expected");
    }
}

/* A key and the ":" behind it. (transfer full) */
static char *
parse_key(Parser *self)
{
    const char *string;
    gsize length;

    parse_blanks(self);
    if (!parse_accept(self, "\"")) {
        parse_refuse(self, "a key is expected");
        return NULL;
    }
    if (!parse_string(self, &string, &length))
        return NULL;

    g_autoptr(GString) key = g_string_new_len(string, (gssize) length);

    for (char *nul; (nul = memchr(key->str, '\0', key->len));) {
        gssize at = nul - key->str;

        g_string_erase(key, at, 1);
        g_string_insert(key, at, "\xEF\xBF\xBD");
    }
    parse_blanks(self);
    if (parse_accept(self, ":"))
        return g_string_free(g_steal_pointer(&key), FALSE);
    parse_refuse(self, "':' is expected");
    return NULL;
}

static MillValue *
parse_map(Parser *self)
{
    g_autoptr(MillValue) map = mill_value_new_map();

    parse_blanks(self);
    if (parse_accept(self, "}"))
        return g_steal_pointer(&map);
    for (;;) {
        g_autofree char *key = parse_key(self);
        g_autoptr(MillValue) item = key ? parse_value(self) : NULL;

        if (!item)
            return NULL;
        if (!mill_value_set(map, key, item))
            return parse_fail(self, MILL_ERROR_LIMIT, "nested too deeply");
        parse_blanks(self);
        if (parse_accept(self, "}"))
            return g_steal_pointer(&map);
        if (!parse_accept(self, ","))
            return parse_fail(self, MILL_ERROR_DATA, "',' or '}' is expected");
    }
}

static MillValue *
parse_scalar(Parser *self)
{
    const char *string;
    gsize length;

    if (parse_accept(self, "\""))
        return parse_string(self, &string, &length) ? mill_value_new_string(string, (gssize) length)
                                                    : NULL;
    if (parse_accept(self, "true"))
        return mill_value_new_bool(TRUE);
    if (parse_accept(self, "false"))
        return mill_value_new_bool(FALSE);
    if (parse_accept(self, "null"))
        return mill_value_new_null();
    return parse_number(self);
}

static MillValue *
parse_value(Parser *self)
{
    MillValue *value;

    parse_blanks(self);
    if (self->depth > MILL_VALUE_MAX_DEPTH)
        return parse_fail(self, MILL_ERROR_LIMIT, "nested too deeply");
    self->depth++;
    if (parse_accept(self, "{"))
        value = parse_map(self);
    else if (parse_accept(self, "["))
        value = parse_list(self);
    else
        value = parse_scalar(self);
    self->depth--;
    return value;
}

MillValue *
mill_json_parse(const char *json, gssize length, GError **error)
{
    g_return_val_if_fail(json || length == 0, NULL);
    if (!json)
        json = "";

    gsize size = length < 0 ? strlen(json) : (gsize) length;
    Parser self = { .text = json, .at = json, .end = json + size, .error = error };
    g_autoptr(MillValue) value = parse_value(&self);

    if (self.string)
        g_string_free(self.string, TRUE);
    parse_blanks(&self);
    if (value && self.at < self.end)
        return parse_fail(&self, MILL_ERROR_DATA, "more after the value");
    return g_steal_pointer(&value);
}
