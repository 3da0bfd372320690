/* pattern.c - see pattern.h. A pattern is a row of parts, matched by hand: labels are short, and
 * only lines that begin with a promising character come here. */
#include "pattern.h"

#include <string.h>

#include "utf8.h"

typedef enum {
    PART_TEXT,
    PART_NUMBER,
    PART_DOTTED,
    PART_SUFFIX,
    PART_TO,
    PART_SPACE,
    PART_OPEN, /* `skip` leads to the part behind the closing bracket */
    PART_CLOSE,
    PART_END,
} PartType;

typedef struct {
    PartType type;
    guint systems;
    guint skip;
    gsize length;
    char *text;
} Part;

struct Pattern {
    char *source;
    gboolean fold;
    gboolean numbered;
    GArray *parts;
};

static void
part_clear(gpointer part)
{
    g_free(((Part *) part)->text);
}

static void
pattern_add(Pattern *self, PartType type, guint systems)
{
    Part part = { .type = type, .systems = systems };

    g_array_append_val(self->parts, part);
}

static void
pattern_add_text(Pattern *self, const char *text, gsize length)
{
    Part part = { .type = PART_TEXT, .length = length, .text = g_strndup(text, length) };

    g_array_append_val(self->parts, part);
}

static guint
pattern_systems(const char *names, char **problem)
{
    g_auto(GStrv) list = g_strsplit(names, "|", -1);
    guint systems = 0;

    for (guint i = 0; list[i]; i++) {
        guint system = numeral_system_find(list[i]);

        if (system == 0) {
            g_autofree char *known = g_strjoinv(", ", (char **) numeral_system_names());

            *problem = g_strdup_printf("'{%s}' is not a number; there are {n}, {dotted}, {suffix}, "
                                       "{to} and %s",
                                       list[i], known);
            return 0;
        }
        systems |= system;
    }
    if (systems == 0)
        *problem = g_strdup("empty braces");
    return systems;
}

/* @source is at '{'. Returns the place behind '}', or NULL. */
static const char *
pattern_compile_number(Pattern *self, const char *source, char **problem)
{
    const char *close = strchr(source, '}');
    g_autofree char *name = close ? g_strndup(source + 1, (gsize) (close - source - 1)) : NULL;

    if (!name) {
        *problem = g_strdup("'{' without '}'");
        return NULL;
    }
    if (g_str_equal(name, "n"))
        pattern_add(self, PART_NUMBER, NUMERAL_ARABIC | NUMERAL_CHINESE);
    else if (g_str_equal(name, "dotted"))
        pattern_add(self, PART_DOTTED, NUMERAL_ARABIC);
    else if (g_str_equal(name, "suffix"))
        pattern_add(self, PART_SUFFIX, NUMERAL_LETTER | NUMERAL_CHINESE);
    else if (g_str_equal(name, "to"))
        pattern_add(self, PART_TO, NUMERAL_ARABIC | NUMERAL_CHINESE | NUMERAL_ROMAN);
    else {
        guint systems = pattern_systems(name, problem);

        if (systems == 0)
            return NULL;
        pattern_add(self, PART_NUMBER, systems);
    }
    if (!g_str_equal(name, "suffix") && !g_str_equal(name, "to"))
        self->numbered = TRUE;
    return close + 1;
}

#define PATTERN_NESTING 4

/* Sets the `skip` of each opening bracket and checks that brackets pair. */
static gboolean
pattern_pair(Pattern *self, char **problem)
{
    guint open[PATTERN_NESTING];
    guint depth = 0;

    for (guint i = 0; i < self->parts->len; i++) {
        PartType type = g_array_index(self->parts, Part, i).type;

        if (type == PART_OPEN && depth == PATTERN_NESTING) {
            *problem = g_strdup_printf("square brackets nest more than %d deep", PATTERN_NESTING);
            return FALSE;
        }
        if (type == PART_CLOSE && depth == 0) {
            *problem = g_strdup("']' without '['");
            return FALSE;
        }
        if (type == PART_OPEN)
            open[depth++] = i;
        else if (type == PART_CLOSE)
            g_array_index(self->parts, Part, open[--depth]).skip = i + 1;
    }
    if (depth > 0)
        *problem = g_strdup("'[' without ']'");
    return depth == 0;
}

static gboolean
pattern_compile(Pattern *self, char **problem)
{
    const char *source = self->source;

    while (*source) {
        gsize length = strcspn(source, " {}[]");

        if (length > 0)
            pattern_add_text(self, source, length);
        source += length;
        if (*source == '{') {
            source = pattern_compile_number(self, source, problem);
            if (!source)
                return FALSE;
        } else if (*source == '}') {
            *problem = g_strdup("'}' without '{'");
            return FALSE;
        } else if (*source) {
            pattern_add(self,
                        *source == ' '   ? PART_SPACE
                        : *source == '[' ? PART_OPEN
                                         : PART_CLOSE,
                        0);
            source++;
        }
    }
    if (self->parts->len == 0) {
        *problem = g_strdup("an empty pattern matches nothing");
        return FALSE;
    }
    pattern_add(self, PART_END, 0);
    return pattern_pair(self, problem);
}

Pattern *
pattern_new(const char *source, gboolean fold, char **problem)
{
    g_autoptr(Pattern) self = g_new0(Pattern, 1);

    self->source = g_strdup(source);
    self->fold = fold;
    self->parts = g_array_new(FALSE, TRUE, sizeof(Part));
    g_array_set_clear_func(self->parts, part_clear);
    return pattern_compile(self, problem) ? g_steal_pointer(&self) : NULL;
}

void
pattern_free(Pattern *pattern)
{
    if (!pattern)
        return;
    g_free(pattern->source);
    g_array_unref(pattern->parts);
    g_free(pattern);
}

gboolean
pattern_equal(const Pattern *a, const Pattern *b)
{
    return a->fold == b->fold && g_str_equal(a->source, b->source);
}

gboolean
pattern_has_number(const Pattern *pattern)
{
    return pattern->numbered;
}

gboolean
pattern_is_dotted(const Pattern *pattern)
{
    for (guint i = 0; i < pattern->parts->len; i++)
        if (g_array_index(pattern->parts, Part, i).type == PART_DOTTED)
            return TRUE;
    return FALSE;
}

/* 1.2.3 or 1.2.3. — the dot at the end belongs to the label. A number before it (A.1.2) is the
 * first part of the path. */
static const char *
pattern_match_dotted(const char *at, const char *end, PatternMatch *match)
{
    guint outer = match->number >= 0 ? 1 : 0;
    guint depth = outer;

    if (outer)
        match->path[0] = (guint32) match->number;
    while (at < end && g_ascii_isdigit(*at)) {
        gint64 value;
        gsize length = numeral_read(at, end, NUMERAL_ARABIC, &value);

        if (length == 0 || depth == PATTERN_DEPTH)
            return NULL;
        match->path[depth++] = (guint32) value;
        at += length;
        if (at < end && *at == '.')
            at++;
        else
            break;
    }
    if (depth == outer)
        return NULL;
    match->depth = (guint8) depth;
    match->number = match->last = match->path[depth - 1];
    return at;
}

static const char *
pattern_match_suffix(const char *at, const char *end, PatternMatch *match)
{
    gint64 value;
    gsize length;

    if (end - at >= 3 && memcmp(at, "之", 3) == 0) {
        length = numeral_read(at + 3, end, NUMERAL_CHINESE, &value);
        if (length == 0)
            return NULL;
        length += 3;
    } else {
        length = numeral_read(at, end, NUMERAL_LETTER, &value);
        if (length == 0)
            return NULL;
    }
    match->suffix = value;
    return at + length;
}

static const char *
pattern_match_text(const Pattern *self, const Part *part, const char *at, const char *end)
{
    if ((gsize) (end - at) < part->length)
        return NULL;
    if (self->fold ? g_ascii_strncasecmp(at, part->text, part->length) != 0
                   : memcmp(at, part->text, part->length) != 0)
        return NULL;
    return at + part->length;
}

/* One letter may be a Roman number too: I, V and X are taken for one at first, others for a letter;
 * the sequence decides (evidence.c). */
static void
pattern_set_number(const Part *part, const char *at, gsize length, gint64 value,
                   PatternMatch *match)
{
    gint64 letter;

    match->number = value;
    if (length != 1 || (part->systems & NUMERAL_ROMAN) == 0 ||
        (part->systems & NUMERAL_LETTER) == 0 ||
        numeral_read(at, at + 1, NUMERAL_LETTER, &letter) == 0 || letter == value)
        return;
    match->other = letter;
    if (!strchr("IVXivx", *at)) {
        match->number = letter;
        match->other = value;
    }
}

/* One part at @at, without the white space before it. Returns where it ends, or NULL. */
static const char *
pattern_match_part(const Pattern *self, const Part *part, const char *at, const char *end,
                   NumeralCache *numbers, PatternMatch *match)
{
    gint64 value;
    gsize length;

    switch (part->type) {
    case PART_TEXT:
        return pattern_match_text(self, part, at, end);
    case PART_DOTTED:
        return pattern_match_dotted(at, end, match);
    case PART_SUFFIX:
        return pattern_match_suffix(at, end, match);
    default:
        length = numeral_read_cached(numbers, at, end, part->systems, &value);
        if (length == 0)
            return NULL;
        if (part->type == PART_NUMBER)
            pattern_set_number(part, at, length, value, match);
        match->last = part->type == PART_NUMBER ? match->number : value;
        return at + length;
    }
}

/* Matches the parts from @index on; returns the end of the label. Brackets are tried first with
 * their content, then without: patterns have few parts, so the recursion is shallow. */
static const char *
pattern_match_from(const Pattern *self, guint index, const char *at, const char *end,
                   NumeralCache *numbers, PatternMatch *match)
{
    for (;; index++) {
        const Part *part = &g_array_index(self->parts, Part, index);
        const char *next = at;

        switch (part->type) {
        case PART_END:
            return at;
        case PART_CLOSE:
            break;
        case PART_OPEN: {
            PatternMatch saved = *match;

            next = pattern_match_from(self, index + 1, at, end, numbers, match);
            if (next)
                return next;
            *match = saved;
            index = part->skip - 1;
            next = at;
            break;
        }
        case PART_SPACE:
            next = utf8_skip_space(at, end);
            if (next == at)
                return NULL;
            break;
        default:
            /* A suffix stands against its number; before everything else white space may be. */
            if (index > 0 && part->type != PART_SUFFIX)
                next = utf8_skip_space(at, end);
            next = pattern_match_part(self, part, next, end, numbers, match);
            if (!next)
                return NULL;
        }
        at = next;
    }
}

gsize
pattern_match(const Pattern *pattern, const char *text, const char *end, NumeralCache *numbers,
              PatternMatch *match)
{
    const char *label_end;

    match->number = match->last = match->other = -1;
    match->depth = 1;
    match->suffix = 0;
    label_end = pattern_match_from(pattern, 0, text, end, numbers, match);
    return label_end ? (gsize) (label_end - text) : 0;
}

gboolean
pattern_same_lead(const Pattern *a, const Pattern *b)
{
    const Part *x = &g_array_index(a->parts, Part, 0);
    const Part *y = &g_array_index(b->parts, Part, 0);

    return a->fold == b->fold && x->type == y->type && x->type != PART_OPEN &&
           x->systems == y->systems && g_strcmp0(x->text, y->text) == 0;
}

gboolean
pattern_leads(const Pattern *pattern, const char *text, const char *end, NumeralCache *numbers)
{
    const Part *part = &g_array_index(pattern->parts, Part, 0);
    PatternMatch match = { .number = -1 };

    return part->type == PART_OPEN ||
           pattern_match_part(pattern, part, text, end, numbers, &match) != NULL;
}

static void
pattern_begin_text(const Pattern *self, const Part *part, NumeralBegin add, gpointer data)
{
    gunichar first = g_utf8_get_char(part->text);
    guchar second = (guchar) *g_utf8_next_char(part->text);

    if (second >= 128)
        second = 0;
    if (!self->fold || first >= 128) {
        add(first, second, data);
        return;
    }
    /* Whatever the case of the rest, a heading begins with a capital. */
    first = (gunichar) g_ascii_toupper((gchar) first);
    add(first, (gunichar) g_ascii_toupper((gchar) second), data);
    add(first, (gunichar) g_ascii_tolower((gchar) second), data);
}

void
pattern_begin(const Pattern *pattern, NumeralBegin add, gpointer data)
{
    guint optional = 0; /* depth of brackets */

    for (guint i = 0; i < pattern->parts->len; i++) {
        const Part *part = &g_array_index(pattern->parts, Part, i);

        switch (part->type) {
        case PART_OPEN:
            optional++;
            break;
        case PART_CLOSE:
            optional--;
            break;
        case PART_SPACE:
        case PART_END:
            break;
        default:
            if (part->type == PART_TEXT)
                pattern_begin_text(pattern, part, add, data);
            else
                numeral_begin(part->systems, add, data);
            if (optional == 0)
                return;
        }
    }
}
