/* finder.c - see finder.h. */
#include "finder.h"

#include <string.h>

#include "forms.h"
#include "marks.h"
#include "utf8.h"

/* What the first character of a line says about it. */
enum {
    FIRST_LABEL = 1 << 0, /* some label begins with it */
    FIRST_ADORN = 1 << 1, /* may be a line of adornment */
    FIRST_ATX = 1 << 2,
    FIRST_FENCE = 1 << 3,
    FIRST_TAG = 1 << 4, /* '<': perhaps a comment over several lines */
    FIRST_EMPHASIS = 1 << 5,
    FIRST_QUOTE = 1 << 6,
};

struct Finder {
    GPtrArray *patterns;    /* borrowed from the schemes, no two equal */
    GArray *leads;          /* guint16: the first pattern that begins with the same part */
    guint8 first[128];      /* ASCII: FIRST_ flags */
    guint8 pairs[128][16];  /* and one bit for each ASCII character that may come behind */
    GArray *ascii[128];     /* the starters of ASCII characters */
    guint8 wide[65536 / 8]; /* other characters: one bit for "some label begins with it" */
    GHashTable *starters;   /* character → GArray of pattern indices */
    guint forms;
    gboolean quoted; /* some headings may stand in block quotes */
    gsize most;      /* bytes that a heading by form can have */
};

typedef struct {
    Finder *finder;
    guint16 index;
} Adding;

static GArray *
finder_get_starters(const Finder *self, gunichar first)
{
    return first < 128 ? self->ascii[first]
                       : g_hash_table_lookup(self->starters, GUINT_TO_POINTER(first));
}

static void
finder_add_begin(gunichar first, gunichar second, gpointer data)
{
    const Adding *adding = data;
    Finder *self = adding->finder;
    GArray *list = finder_get_starters(self, first);

    if (!list) {
        list = g_array_new(FALSE, FALSE, sizeof(guint16));
        g_hash_table_insert(self->starters, GUINT_TO_POINTER(first), list);
        if (first < 128)
            self->ascii[first] = list;
    }
    if (list->len == 0 || g_array_index(list, guint16, list->len - 1) != adding->index)
        g_array_append_val(list, adding->index);
    if (first >= 128 && first < 65536)
        self->wide[first >> 3] |= (guint8) (1 << (first & 7));
    if (first >= 128)
        return;
    self->first[first] |= FIRST_LABEL;
    if (second > 0)
        self->pairs[first][second >> 3] |= (guint8) (1 << (second & 7));
    else
        memset(self->pairs[first], 0xFF, sizeof self->pairs[first]);
}

guint
finder_find_pattern(const Finder *finder, const Pattern *pattern)
{
    for (guint i = 0; i < finder->patterns->len; i++)
        if (pattern_equal(g_ptr_array_index(finder->patterns, i), pattern))
            return i;
    return G_MAXUINT;
}

static void
finder_add_lead(Finder *self, const Pattern *pattern)
{
    guint16 lead = 0;

    while (lead < self->patterns->len &&
           !pattern_same_lead(g_ptr_array_index(self->patterns, lead), pattern))
        lead++;
    g_array_append_val(self->leads, lead);
}

static gint
finder_compare(gconstpointer a, gconstpointer b, gpointer data)
{
    const Finder *self = data;
    guint16 x = *(const guint16 *) a, y = *(const guint16 *) b;
    gint order = g_array_index(self->leads, guint16, x) - g_array_index(self->leads, guint16, y);

    return order != 0 ? order : x - y;
}

/* Puts patterns that begin alike beside each other. */
static void
finder_sort(Finder *self)
{
    GHashTableIter iter;
    gpointer list;

    g_hash_table_iter_init(&iter, self->starters);
    while (g_hash_table_iter_next(&iter, NULL, &list))
        g_array_sort_with_data(list, finder_compare, self);
}

static void
finder_add_rule(Finder *self, const Rule *rule, guint max_title)
{
    for (guint i = 0; i < rule->labels->len; i++) {
        Pattern *pattern = g_ptr_array_index(rule->labels, i);

        if (finder_find_pattern(self, pattern) != G_MAXUINT)
            continue;

        Adding adding = { self, (guint16) self->patterns->len };

        finder_add_lead(self, pattern);
        g_ptr_array_add(self->patterns, pattern);
        pattern_begin(pattern, finder_add_begin, &adding);
    }
    self->forms |= rule->forms;
    self->quoted |= rule->quoted;
    if (rule->forms & FORMS_ALONE)
        self->most = MAX(self->most, (gsize) MAX(rule->max, max_title) * 4);
}

Finder *
finder_new(const GPtrArray *schemes, guint max_title)
{
    Finder *self = g_new0(Finder, 1);

    self->patterns = g_ptr_array_new();
    self->leads = g_array_new(FALSE, FALSE, sizeof(guint16));
    self->starters = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
    for (guint i = 0; i < schemes->len; i++) {
        const Scheme *scheme = g_ptr_array_index(schemes, i);

        for (guint j = 0; j < scheme->rules->len; j++)
            finder_add_rule(self, g_ptr_array_index(scheme->rules, j), max_title);
    }
    finder_sort(self);
    if (self->forms & (FORM_SETEXT | FORM_ADORNED))
        for (const char *sign = "=-~^\"'`#*+_:.<>"; *sign; sign++)
            self->first[(guchar) *sign] |= FIRST_ADORN;
    if (self->forms & FORM_ATX)
        self->first['#'] |= FIRST_ATX;
    if (self->forms & FORM_EMPHASISED) {
        self->first['*'] |= FIRST_EMPHASIS;
        self->first['_'] |= FIRST_EMPHASIS;
    }
    if (self->quoted)
        self->first['>'] |= FIRST_QUOTE;
    self->first['`'] |= FIRST_FENCE;
    self->first['~'] |= FIRST_FENCE;
    self->first['<'] |= FIRST_TAG;
    return self;
}

void
finder_free(Finder *finder)
{
    if (!finder)
        return;
    g_ptr_array_unref(finder->patterns);
    g_array_unref(finder->leads);
    g_hash_table_unref(finder->starters);
    g_free(finder);
}

/* One pass in progress. */
typedef struct {
    const Finder *finder;
    Scan *scan;
    const char *text;
    const char *end;
    const char *start; /* of the line at hand */
    const char *stop;  /* its line feed, or the text's end */
    guint32 line;
    guint32 filled; /* lines with text in a row, before this one */
    gsize skipped;  /* up to this offset stands code or a comment */
    guint32 boxed;  /* behind the last line of a box, 0: there is none */
} Pass;

static void
pass_add_labels(Pass *self, const char *content, gunichar first, guint indent)
{
    GArray *list = finder_get_starters(self->finder, first);
    guint16 lead = G_MAXUINT16;
    gboolean leads = FALSE;
    NumeralCache numbers = { 0 };

    for (guint i = 0; list && i < list->len; i++) {
        guint16 index = g_array_index(list, guint16, i);
        const Pattern *pattern = g_ptr_array_index(self->finder->patterns, index);
        PatternMatch match;
        gsize length;

        if (g_array_index(self->finder->leads, guint16, index) != lead) {
            lead = g_array_index(self->finder->leads, guint16, index);
            leads = pattern_leads(pattern, content, self->stop, &numbers);
        }
        if (!leads)
            continue;
        length = pattern_match(pattern, content, self->stop, &numbers, &match);
        if (length == 0)
            continue;

        Find find = {
            .line = self->line,
            .start = (guint32) (content - self->text),
            .label_end = (guint32) (content + length - self->text),
            .end = (guint32) (utf8_trim_end(content + length, self->stop) - self->text),
            .pattern = index,
            .indent = (guint16) MIN(indent, G_MAXUINT16 - 1),
            .match = match,
        };
        g_array_append_val(self->scan->finds, find);
    }
}

/* Skips indentation; full-width spaces are two columns, a tab four. */
static inline const char *
pass_skip_indent(const char *at, const char *stop, guint *indent)
{
    guint columns = 0;

    while (at < stop) {
        guchar byte = (guchar) *at;

        if (byte == ' ')
            columns++, at++;
        else if (byte > ' ' && byte < 0xC2)
            break;
        else {
            gsize length = utf8_space(at, stop);

            if (length == 0)
                break;
            columns += byte == '\t' ? 4 : byte == 0xE3 ? 2 : byte == 0xC2 ? 1 : 0;
            at += length;
        }
    }
    *indent = columns;
    return at;
}

/* Whether a label can begin with the ASCII character @first and what stands behind it. */
static inline gboolean
pass_may_follow(const Pass *self, guchar first, const char *second)
{
    guchar byte = second < self->stop ? (guchar) *second : ' ';

    return byte >= 128 || (self->finder->pairs[first][byte >> 3] & (1 << (byte & 7)));
}

/* A comment says what kind of heading it is. */
static void
pass_name(const Pass *self, Find *find, const char *name, gsize length)
{
    find->name = (guint32) (name - self->text);
    find->name_end = find->name + (guint32) length;
}

/* The labels that stand inside of the emphasis, and the caption that a comment names. */
static void
pass_add_emphasised(Pass *self, const char *content, guint indent)
{
    guint first = self->scan->finds->len;
    const char *stop = self->stop;
    gunichar character;
    Emphasis found;

    if (!marks_find_emphasis(content, stop, &found))
        return;
    utf8_read(found.start, found.end, &character);
    self->stop = found.end;
    pass_add_labels(self, found.start, character, indent);
    self->stop = stop;
    if (found.name)
        forms_add(self->scan, self->line, found.start, found.end, FORM_EMPHASISED, 1, indent);
    for (guint i = first; i < self->scan->finds->len; i++) {
        Find *find = &g_array_index(self->scan->finds, Find, i);

        find->forms = FORM_EMPHASISED;
        find->inner = find->start;
        find->start = (guint32) (content - self->text);
        find->outer_end = (guint32) (found.stop - self->text);
        if (found.name)
            pass_name(self, find, found.name, found.name_length);
    }
}

static void
pass_look_ascii(Pass *self, const char *content, guint indent, guint flags)
{
    const Finder *finder = self->finder;

    if ((flags & FIRST_LABEL) && pass_may_follow(self, (guchar) *content, content + 1))
        pass_add_labels(self, content, (guchar) *content, indent);
    if (flags & FIRST_ATX)
        forms_add_atx(self->scan, self->line, content, self->stop, indent);
    if (flags & FIRST_EMPHASIS)
        pass_add_emphasised(self, content, indent);
    if ((flags & FIRST_ADORN) && content + 2 < self->stop && content[1] == content[0])
        forms_add_adorned(self->scan, finder->forms, self->line, content, self->stop);
}

static void
pass_look_wide(Pass *self, const char *content, guint indent)
{
    gunichar character;

    utf8_read(content, self->stop, &character);
    if (character < 65536 && (self->finder->wide[character >> 3] & (1 << (character & 7))))
        pass_add_labels(self, content, character, indent);
}

/* A line of a block quote. What others have said has headings of its own, which are none of this
 * text; but a quote that begins with one and the comment `<!-- box -->` is a box. */
static void
pass_look_quoted(Pass *self, const char *content)
{
    guint depth, indent, first = self->scan->finds->len;
    const char *stop = self->stop, *name = NULL;
    gsize length = 0;

    content = marks_skip_quotes(content, stop, &depth);
    content = pass_skip_indent(content, stop, &indent);
    if (content < stop && *content == '#')
        self->stop = marks_skip_name(content, stop, &name, &length);
    if (name && (length != 3 || memcmp(name, "box", 3) != 0)) {
        self->stop = stop;
        name = NULL;
    }
    if (name || (self->boxed > 0 && self->boxed == self->line))
        self->boxed = self->line + 1;
    if (content < self->stop && self->boxed > self->line) {
        if ((guchar) *content >= 128)
            pass_look_wide(self, content, indent);
        else
            pass_look_ascii(self, content, indent,
                            self->finder->first[(guchar) *content] & (guint) ~FIRST_ADORN);
    }
    self->stop = stop;
    for (guint i = first; i < self->scan->finds->len; i++) {
        Find *find = &g_array_index(self->scan->finds, Find, i);

        find->quote = (guint8) depth;
        if (name && find->pattern == FIND_FORM)
            pass_name(self, find, name, length);
    }
}

static void
pass_look(Pass *self, const char *content, guint indent)
{
    guchar byte = (guchar) *content;
    guint flags = byte < 128 ? self->finder->first[byte] : 0;

    if (byte >= 128) {
        pass_look_wide(self, content, indent);
        return;
    }
    if (flags == 0)
        return;
    if (flags & (FIRST_FENCE | FIRST_TAG)) {
        self->skipped = forms_end_block(self->scan, content, self->stop);
        if (self->skipped > 0)
            return;
    }
    pass_look_ascii(self, content, indent, flags);
    if (flags & FIRST_QUOTE)
        pass_look_quoted(self, content);
}

/* Called at a blank line and at the end: the line before is isolated if it is the only one since
 * the last blank line. */
static inline void
pass_end_paragraph(Pass *self)
{
    if (self->filled == 1 && self->scan->finds->len < FINDS_MAX)
        forms_add_isolated(self->scan, self->finder->forms, self->finder->most, self->line - 1);
    self->filled = 0;
}

static void
pass_run(Pass *self)
{
    gboolean isolated = (self->finder->forms & FORMS_ALONE) != 0;
    const char *at = self->text;

    for (self->line = 0; at < self->end; self->line++) {
        const char *stop = memchr(at, '\n', (gsize) (self->end - at));
        guint32 start = (guint32) (at - self->text);
        guint indent;

        self->start = at;
        self->stop = stop ? stop : self->end;
        g_array_append_val(self->scan->lines, start);
        if (*at == '\f')
            g_array_append_val(self->scan->pages, self->line);
        if (start >= self->skipped) {
            const char *content = pass_skip_indent(at, self->stop, &indent);

            if (content < self->stop) {
                if (self->scan->finds->len < FINDS_MAX)
                    pass_look(self, content, indent);
                self->scan->n_paragraphs += self->filled == 0;
                self->scan->n_filled++;
                self->scan->n_flush += content == at;
                self->filled++;
            } else if (isolated)
                pass_end_paragraph(self);
            else
                self->filled = 0;
        } else
            self->filled = 2;
        at = self->stop + 1;
    }
    guint32 length = (guint32) self->scan->length;

    g_array_append_val(self->scan->lines, length);
    if (isolated)
        pass_end_paragraph(self);
}

void
finder_scan(const Finder *finder, const char *text, gsize length, Scan *scan)
{
    Pass pass = { .finder = finder, .scan = scan, .text = text, .end = text + length };

    scan->text = text;
    scan->length = length;
    g_array_set_size(scan->lines, 0);
    g_array_set_size(scan->finds, 0);
    g_array_set_size(scan->pages, 0);
    g_array_set_size(scan->styles, 0);
    scan->n_filled = scan->n_flush = scan->n_paragraphs = 0;
    scan->hopeless = 0;
    scan->full = FALSE;
    pass_run(&pass);
    scan->full = scan->finds->len >= FINDS_MAX;
}
