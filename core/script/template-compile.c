/* template-compile.c - a template as the source of a Lua script.
 *
 *     {%@ escape = "html", file = "{stem}.html" %}   what a script's table says, first of all
 *     {{ value }}      the value of a Lua expression, escaped
 *     {{| value }}     the same, as it is
 *     {% statements %} Lua
 *     {# remark #}     nothing
 *
 * A line with nothing but {% %} or {# #} and blanks leaves no line behind. Each tag has Lua lines
 * of its own, so that a line of the Lua source leads to one place in the template.
 */
#include "script/template-compile.h"

#include <string.h>

typedef enum { TAG_VALUE, TAG_RAW, TAG_CODE, TAG_REMARK, TAG_HEAD } TagKind;

typedef struct {
    TagKind kind;
    gsize start; /* of `{` */
    gsize code;  /* what is inside */
    gsize code_end;
    gsize end; /* behind `}` */
} Tag;

typedef struct {
    const char *text;
    gsize length;
    const char *name;
    GString *lua;
    GArray *places;
    gsize seen; /* up to here, lines and columns are counted: */
    guint line;
    guint column;
    gboolean head; /* the head is written */
} Compiler;

static MillTemplatePlace
compile_place(Compiler *self, gsize at)
{
    if (at < self->seen) {
        self->seen = 0;
        self->line = self->column = 1;
    }
    for (; self->seen < at; self->seen++) {
        if (self->text[self->seen] == '\n') {
            self->line++;
            self->column = 1;
        } else if (((guint8) self->text[self->seen] & 0xC0) != 0x80) {
            self->column++;
        }
    }
    return (MillTemplatePlace){ self->line, self->column };
}

static gboolean
compile_fail(Compiler *self, gsize at, GError **error, const char *message)
{
    MillTemplatePlace place = compile_place(self, at);

    g_set_error(error, MILL_ERROR, MILL_ERROR_SCRIPT, "%s:%u:%u: %s", self->name, place.line,
                place.column, message);
    return FALSE;
}

/* Ends a line of the source; it stands at @at in the template. */
static void
compile_end_line(Compiler *self, gsize at)
{
    MillTemplatePlace place = compile_place(self, at);

    g_string_append_c(self->lua, '\n');
    g_array_append_val(self->places, place);
}

/* Behind the string, remark or bracket that begins at @at; @at + 1 if none does. */
static gsize
compile_skip(const Compiler *self, gsize at, gsize end)
{
    char quote = self->text[at];

    if (quote != '"' && quote != '\'')
        return at + 1;
    for (gsize i = at + 1; i < end && self->text[i] != '\n'; i++) {
        if (self->text[i] == '\\')
            i++;
        else if (self->text[i] == quote)
            return i + 1;
    }
    return at + 1; /* not a string: Lua will say what is wrong */
}

/* The place of @close behind @at, outside of strings; for values also outside of braces. */
static gboolean
compile_find_close(const Compiler *self, gsize at, const char *close, gboolean nested, gsize *found)
{
    guint depth = 0;

    while (at + 1 < self->length) {
        char c = self->text[at];

        if (depth == 0 && c == close[0] && self->text[at + 1] == close[1]) {
            *found = at;
            return TRUE;
        }
        if (nested && c == '{')
            depth++;
        else if (nested && c == '}' && depth > 0)
            depth--;
        at = close[0] == '#' ? at + 1 : compile_skip(self, at, self->length);
    }
    return FALSE;
}

/* Reads the tag that begins at @at. */
static gboolean
compile_read_tag(Compiler *self, gsize at, Tag *tag, GError **error)
{
    char kind = self->text[at + 1];
    char next = at + 2 < self->length ? self->text[at + 2] : '\0';
    const char *close = kind == '{' ? "}}" : kind == '%' ? "%}" : "#}";

    *tag = (Tag){ .kind = TAG_REMARK, .start = at, .code = at + 2 };
    if (kind == '{')
        tag->kind = next == '|' ? TAG_RAW : TAG_VALUE;
    else if (kind == '%')
        tag->kind = next == '@' ? TAG_HEAD : TAG_CODE;
    if (tag->kind == TAG_RAW || tag->kind == TAG_HEAD)
        tag->code++;
    if (!compile_find_close(self, tag->code, close, kind == '{', &tag->code_end))
        return compile_fail(self, at, error,
                            kind == '{'   ? "this {{ is not closed by }}"
                            : kind == '%' ? "this {% is not closed by %}"
                                          : "this {# is not closed by #}");
    tag->end = tag->code_end + 2;
    if (kind == '{' && strspn(self->text + tag->code, " \t\r\n") >= tag->code_end - tag->code)
        return compile_fail(self, at, error, "there is no value between {{ and }}");
    return TRUE;
}

/* The place of the next `{{`, `{%` or `{#`; the length if there is none. */
static gsize
compile_find_tag(const Compiler *self, gsize at)
{
    while (at + 1 < self->length) {
        const char *brace = memchr(self->text + at, '{', self->length - at - 1);

        if (!brace)
            break;
        if (strchr("{%#", brace[1]) && brace[1])
            return (gsize) (brace - self->text);
        at = (gsize) (brace - self->text) + 1;
    }
    return self->length;
}

static void
compile_append_literal(Compiler *self, gsize from, gsize to)
{
    if (from >= to)
        return;
    g_string_append(self->lua, "__w\"");
    for (gsize i = from; i < to; i++) {
        char c = self->text[i];

        if (c == '"' || c == '\\')
            g_string_append_printf(self->lua, "\\%c", c);
        else if ((guint8) c < 0x20 || c == 0x7F)
            g_string_append_printf(self->lua, "\\%03d", c);
        else
            g_string_append_c(self->lua, c);
    }
    g_string_append_c(self->lua, '"');
    compile_end_line(self, from);
}

/* Lua as it stands, line by line. */
static void
compile_append_code(Compiler *self, gsize from, gsize to)
{
    for (gsize line = from; line < to;) {
        const char *newline = memchr(self->text + line, '\n', to - line);
        gsize end = newline ? (gsize) (newline - self->text) : to;
        gsize start = line + strspn(self->text + line, " \t");

        g_string_append_len(self->lua, self->text + line, (gssize) (end - line));
        compile_end_line(self, MIN(start, end));
        line = end + 1;
    }
}

/* The script's table begins: what the head says, then the function. */
static void
compile_append_head(Compiler *self, const Tag *tag)
{
    gsize end = tag ? tag->code_end : 0, start = tag ? tag->code : 0;

    while (end > start && strchr(" \t\r\n,;", self->text[end - 1]))
        end--;
    g_string_append(self->lua, "local __w, __e, __r = ... return {");
    compile_end_line(self, tag ? tag->start : 0);
    compile_append_code(self, start, end);
    g_string_append(self->lua, end > start ? ", " : "");
    g_string_append(self->lua, "encode = function(doc, ctx)");
    compile_end_line(self, tag ? tag->start : 0);
    self->head = TRUE;
}

static gboolean
compile_append_tag(Compiler *self, const Tag *tag, GError **error)
{
    if (tag->kind == TAG_HEAD && self->head)
        return compile_fail(self, tag->start, error,
                            "{%@ may stand only once, before everything else");
    if (!self->head)
        compile_append_head(self, tag->kind == TAG_HEAD ? tag : NULL);
    switch (tag->kind) {
    case TAG_VALUE:
    case TAG_RAW:
        g_string_append(self->lua, tag->kind == TAG_VALUE ? "__e(" : "__r(");
        compile_append_code(self, tag->code, tag->code_end);
        g_string_append_c(self->lua, ')');
        compile_end_line(self, tag->start);
        return TRUE;
    case TAG_CODE:
        compile_append_code(self, tag->code, tag->code_end);
        return TRUE;
    default:
        return TRUE;
    }
}

static gboolean
compile_is_blank(const Compiler *self, gsize from, gsize to)
{
    while (from < to && (self->text[from] == ' ' || self->text[from] == '\t'))
        from++;
    return from == to;
}

/* If the line has nothing but the tag and blanks, moves @from (what was not written yet ends there)
 * to the line's start and @to behind its end. */
static void
compile_take_line(const Compiler *self, const Tag *tag, gsize *from, gsize *to)
{
    gsize start = tag->start, end = tag->end;

    if (tag->kind == TAG_VALUE || tag->kind == TAG_RAW)
        return;
    while (start > 0 && self->text[start - 1] != '\n')
        start--;
    while (end < self->length && self->text[end] != '\n')
        end++;
    if (!compile_is_blank(self, start, tag->start))
        return;
    if (!compile_is_blank(self, tag->end,
                          end > tag->end && self->text[end - 1] == '\r' ? end - 1 : end))
        return;
    *from = start;
    *to = MIN(end + 1, self->length);
}

gboolean
mill_template_compile(const char *text, gsize length, const char *name, GString *lua,
                      GArray *places, GError **error)
{
    Compiler self = { .text = text,
                      .length = length,
                      .name = name,
                      .lua = lua,
                      .places = places,
                      .line = 1,
                      .column = 1 };
    gsize at = 0; /* what stands before it is written */

    while (at < length) {
        gsize next = compile_find_tag(&self, at), before = next, behind;
        Tag tag;

        if (next == length)
            break;
        if (!compile_read_tag(&self, next, &tag, error))
            return FALSE;
        behind = tag.end;
        compile_take_line(&self, &tag, &before, &behind);
        before = MAX(before, at);
        if (before > at && !self.head) {
            if (tag.kind == TAG_HEAD && strspn(text + at, " \t\r\n") < before - at)
                return compile_fail(&self, tag.start, error,
                                    "{%@ may stand only before everything else");
            if (tag.kind != TAG_HEAD)
                compile_append_head(&self, NULL);
        }
        if (self.head)
            compile_append_literal(&self, at, before);
        if (!compile_append_tag(&self, &tag, error))
            return FALSE;
        at = behind;
    }
    if (!self.head)
        compile_append_head(&self, NULL);
    compile_append_literal(&self, at, length);
    g_string_append(lua, "end }");
    compile_end_line(&self, length);
    return TRUE;
}
