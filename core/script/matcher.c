/* matcher.c - see matcher.h. A backtracking matcher: each item of the pattern is tried where the
 * last one ended; only quantifiers and captures recurse. */
#include "script/matcher.h"

#include <string.h>

#define PATTERN_MAGIC "^$*+?.([%-"
#define PATTERN_DEPTH 200 /* as in Lua */

static const char *pattern_try(MillMatcher *self, const char *s, const char *p);

static const char *
pattern_fail(MillMatcher *self, const char *problem)
{
    if (!self->problem)
        self->problem = problem;
    return NULL;
}

static gboolean
pattern_is_stopped(MillMatcher *self)
{
    if (self->stop && *self->stop)
        self->problem = "stopped";
    return self->problem != NULL;
}

/* The byte at @p, or 0 at the pattern's end. */
static guchar
pattern_at(const MillMatcher *self, const char *p)
{
    return p < self->pattern_end ? (guchar) *p : 0;
}

/* The end of the single-character item at @p: `a`, `%a`, `.` or `[set]`. NULL if malformed. */
static const char *
pattern_item_end(MillMatcher *self, const char *p)
{
    if (*p == '%') {
        if (p + 1 >= self->pattern_end)
            return pattern_fail(self, "malformed pattern (ends with '%')");
        return p + 2;
    }
    if (*p++ != '[')
        return p;
    if (pattern_at(self, p) == '^')
        p++;
    do { /* a ']' that comes first is an ordinary character */
        if (p >= self->pattern_end)
            return pattern_fail(self, "malformed pattern (missing ']')");
        if (*p++ == '%' && p < self->pattern_end)
            p++;
    } while (p >= self->pattern_end || *p != ']');
    return p + 1;
}

/* A bit for each class letter from 'a': whether @c is in it, in the C locale. */
static guint32
pattern_classes_of(guchar c)
{
    const struct {
        char letter;
        gboolean in;
    } classes[] = {
        { 'a', g_ascii_isalpha(c) },
        { 'c', c < 32 || c == 127 },
        { 'd', g_ascii_isdigit(c) },
        { 'g', c > 32 && c < 127 },
        { 'l', g_ascii_islower(c) },
        { 'p', g_ascii_ispunct(c) },
        { 's', g_ascii_isspace(c) || c == '\v' },
        { 'u', g_ascii_isupper(c) },
        { 'w', g_ascii_isalnum(c) },
        { 'x', g_ascii_isxdigit(c) },
        { 'z', c == 0 }, /* of older Lua, and still there */
    };
    guint32 bits = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(classes); i++) {
        if (classes[i].in)
            bits |= 1u << (classes[i].letter - 'a');
    }
    return bits;
}

#define PATTERN_CLASS_LETTERS                                                                      \
    (1u << ('a' - 'a') | 1u << ('c' - 'a') | 1u << ('d' - 'a') | 1u << ('g' - 'a') |               \
     1u << ('l' - 'a') | 1u << ('p' - 'a') | 1u << ('s' - 'a') | 1u << ('u' - 'a') |               \
     1u << ('w' - 'a') | 1u << ('x' - 'a') | 1u << ('z' - 'a'))

static gboolean
pattern_in_class(guchar c, guchar class)
{
    static guint32 table[256];
    guint32 bit;

    if (!table['a']) {
        for (guint i = 0; i < G_N_ELEMENTS(table); i++)
            table[i] = pattern_classes_of((guchar) i);
    }
    bit = g_ascii_isalpha(class) ? 1u << (g_ascii_tolower((gchar) class) - 'a') : 0;
    if (!(bit & PATTERN_CLASS_LETTERS))
        return class == c;
    return ((table[c] & bit) != 0) == (g_ascii_islower(class) != 0);
}

/* @p is at '[', @close at the ']' that ends the set. */
static gboolean
pattern_in_set(guchar c, const char *p, const char *close)
{
    gboolean found = TRUE;

    p++;
    if (*p == '^') {
        found = FALSE;
        p++;
    }
    while (p < close) {
        if (*p == '%') {
            if (pattern_in_class(c, (guchar) p[1]))
                return found;
            p += 2;
        } else if (p[1] == '-' && p + 2 < close) {
            if ((guchar) p[0] <= c && c <= (guchar) p[2])
                return found;
            p += 3;
        } else if ((guchar) *p++ == c) {
            return found;
        }
    }
    return !found;
}

/* Whether the item [p, end) matches the byte at @s. */
static gboolean
pattern_one(const MillMatcher *self, const char *s, const char *p, const char *end)
{
    guchar c;

    if (s >= self->subject_end)
        return FALSE;
    c = (guchar) *s;
    switch (*p) {
    case '.':
        return TRUE;
    case '%':
        return pattern_in_class(c, (guchar) p[1]);
    case '[':
        return pattern_in_set(c, p, end - 1);
    default:
        return (guchar) *p == c;
    }
}

/* `item*`, and `item+` after its first: as many as possible, then fewer. */
static const char *
pattern_greedy(MillMatcher *self, const char *s, const char *p, const char *end)
{
    gssize n = 0;
    const char *result;

    while (pattern_one(self, s + n, p, end) && !pattern_is_stopped(self))
        n++;
    for (; n >= 0 && !pattern_is_stopped(self); n--) {
        result = pattern_try(self, s + n, end + 1);
        if (result || self->problem)
            return result;
    }
    return NULL;
}

/* `item-`: as few as possible. */
static const char *
pattern_lazy(MillMatcher *self, const char *s, const char *p, const char *end)
{
    const char *result;

    while (!pattern_is_stopped(self)) {
        result = pattern_try(self, s, end + 1);
        if (result || self->problem)
            return result;
        if (!pattern_one(self, s, p, end))
            return NULL;
        s++;
    }
    return NULL;
}

static const char *
pattern_open(MillMatcher *self, const char *s, const char *p, gssize length)
{
    const char *result;

    if (self->n_captures >= MILL_MATCHER_CAPTURES)
        return pattern_fail(self, "too many captures");
    self->captures[self->n_captures++] = (MillCapture){ s, length };
    result = pattern_try(self, s, p);
    if (!result)
        self->n_captures--;
    return result;
}

static const char *
pattern_close(MillMatcher *self, const char *s, const char *p)
{
    const char *result;
    int i = self->n_captures - 1;

    while (i >= 0 && self->captures[i].length != MILL_CAPTURE_OPEN)
        i--;
    if (i < 0)
        return pattern_fail(self, "invalid pattern capture");
    self->captures[i].length = s - self->captures[i].start;
    result = pattern_try(self, s, p);
    if (!result)
        self->captures[i].length = MILL_CAPTURE_OPEN;
    return result;
}

/* `%bxy` with @p at x: the end of the balanced string at @s. */
static const char *
pattern_balance(MillMatcher *self, const char *s, const char *p)
{
    gssize open = 1;

    if (p + 1 >= self->pattern_end)
        return pattern_fail(self, "malformed pattern (missing arguments to '%b')");
    if (s >= self->subject_end || *s != p[0])
        return NULL;
    while (++s < self->subject_end && !pattern_is_stopped(self)) {
        if (*s == p[1]) {
            if (--open == 0)
                return s + 1;
        } else if (*s == p[0]) {
            open++;
        }
    }
    return NULL;
}

/* `%f[set]` with @p at '[': whether a run of the set begins at @s. */
static gboolean
pattern_frontier(const MillMatcher *self, const char *s, const char *p, const char *end)
{
    guchar before = s == self->subject ? 0 : (guchar) s[-1];
    guchar after = s < self->subject_end ? (guchar) *s : 0;

    return !pattern_in_set(before, p, end - 1) && pattern_in_set(after, p, end - 1);
}

/* `%1`: the end of another copy of that capture at @s. */
static const char *
pattern_back(MillMatcher *self, const char *s, char digit)
{
    int i = digit - '1';
    gssize length;

    if (i < 0 || i >= self->n_captures || self->captures[i].length == MILL_CAPTURE_OPEN)
        return pattern_fail(self, "invalid capture index in pattern");
    length = self->captures[i].length;
    if (length < 0) /* a position: Lua compares with its huge length, so it never matches */
        return NULL;
    if (self->subject_end - s < length || memcmp(self->captures[i].start, s, (gsize) length) != 0)
        return NULL;
    return s + length;
}

/* The items that begin with '%' and are more than a class. Returns whether @p was one; then @s and
 * @p are moved past it, or *s is NULL. */
static gboolean
pattern_special(MillMatcher *self, const char **s, const char **p)
{
    const char *end;

    switch (pattern_at(self, *p + 1)) {
    case 'b':
        *s = pattern_balance(self, *s, *p + 2);
        *p += 4;
        return TRUE;
    case 'f':
        if (pattern_at(self, *p + 2) != '[') {
            *s = pattern_fail(self, "missing '[' after '%f' in pattern");
            return TRUE;
        }
        end = pattern_item_end(self, *p + 2);
        if (!end || !pattern_frontier(self, *s, *p + 2, end))
            *s = NULL;
        *p = end;
        return TRUE;
    case '0' ... '9':
        *s = pattern_back(self, *s, (*p)[1]);
        *p += 2;
        return TRUE;
    default:
        return FALSE;
    }
}

/* One item with its quantifier. Returns TRUE when *result is the answer for all that is left;
 * otherwise @s and @p are moved on. */
static gboolean
pattern_quantified(MillMatcher *self, const char **s, const char **p, const char **result)
{
    const char *end = pattern_item_end(self, *p);
    gboolean one;

    *result = NULL;
    if (!end)
        return TRUE;
    one = pattern_one(self, *s, *p, end);
    if (!one && strchr("*?-", pattern_at(self, end)) && pattern_at(self, end) != 0) {
        *p = end + 1; /* matches nothing: go on without a recursion */
        return FALSE;
    }
    switch (pattern_at(self, end)) {
    case '?':
        *result = pattern_try(self, *s + 1, end + 1);
        *p = end + 1;
        return *result || self->problem;
    case '+':
        if (one)
            *result = pattern_greedy(self, *s + 1, *p, end);
        return TRUE;
    case '*':
        *result = pattern_greedy(self, *s, *p, end);
        return TRUE;
    case '-':
        *result = pattern_lazy(self, *s, *p, end);
        return TRUE;
    default:
        (*s)++;
        *p = end;
        return !one;
    }
}

static const char *
pattern_walk(MillMatcher *self, const char *s, const char *p)
{
    const char *result;

    while (p < self->pattern_end) {
        if (pattern_is_stopped(self))
            return NULL;
        if (*p == '(') {
            if (pattern_at(self, p + 1) == ')')
                return pattern_open(self, s, p + 2, MILL_CAPTURE_POSITION);
            return pattern_open(self, s, p + 1, MILL_CAPTURE_OPEN);
        }
        if (*p == ')')
            return pattern_close(self, s, p + 1);
        if (*p == '$' && p + 1 == self->pattern_end)
            return s == self->subject_end ? s : NULL;
        if (*p == '%' && pattern_special(self, &s, &p)) {
            if (!s)
                return NULL;
        } else if (pattern_quantified(self, &s, &p, &result)) {
            return result;
        }
    }
    return s;
}

static const char *
pattern_try(MillMatcher *self, const char *s, const char *p)
{
    const char *result;

    if (self->depth >= PATTERN_DEPTH)
        return pattern_fail(self, "pattern too complex");
    self->depth++;
    result = pattern_walk(self, s, p);
    self->depth--;
    return result;
}

const char *
mill_matcher_match(MillMatcher *self, const char *at)
{
    self->n_captures = 0;
    self->depth = 0;
    self->problem = NULL;
    return pattern_try(self, at, self->pattern);
}

/* If each match begins with a byte of the pattern's first item, the end of that item; else NULL. */
static const char *
pattern_first_item(const MillMatcher *self)
{
    const char *p = self->pattern;
    const char *end = NULL;

    if (p >= self->pattern_end || strchr("()$%[", *p))
        return NULL; /* a set or escape may be malformed: leave it to the matcher to say so */
    end = p + 1;
    return strchr("*?-", pattern_at(self, end)) && pattern_at(self, end) ? NULL : end;
}

/* The same for `%d` and other classes. */
static const char *
pattern_first_class(const MillMatcher *self)
{
    const char *p = self->pattern;

    if (self->pattern_end - p < 2 || *p != '%' || !g_ascii_isalpha(p[1]) || strchr("bf", p[1]))
        return NULL;
    return strchr("*?-", pattern_at(self, p + 2)) && pattern_at(self, p + 2) ? NULL : p + 2;
}

const char *
mill_matcher_search(MillMatcher *self, const char *at, const char **start)
{
    const char *first = pattern_first_item(self);
    const char *end;

    if (!first)
        first = pattern_first_class(self);
    self->problem = NULL;
    do {
        if (first && !pattern_one(self, at, self->pattern, first))
            continue;
        end = mill_matcher_match(self, at);
        if (end) {
            *start = at;
            return end;
        }
    } while (++at <= self->subject_end && !pattern_is_stopped(self));
    return NULL;
}

gboolean
mill_matcher_is_plain(const char *pattern, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        if (pattern[i] != '\0' && strchr(PATTERN_MAGIC, pattern[i]))
            return FALSE;
    }
    return TRUE;
}
