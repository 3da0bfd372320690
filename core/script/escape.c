/* escape.c - text that stays text in another language. */
#include "script/escape.h"

#include <string.h>
#include <textmill/json.h>

#define REPLACEMENT "\xEF\xBF\xBD"

const char *const mill_escape_names[] = { "none",  "html",  "xml",  "csv",
                                          "latex", "shell", "json", NULL };

static const char *
escape_html(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\0':
        return REPLACEMENT;
    default:
        return NULL;
    }
}

static const char *
escape_xml(char c)
{
    if (c == '\r')
        return "&#13;";
    if ((guint8) c < 0x20 && c != '\t' && c != '\n')
        return REPLACEMENT;
    return escape_html(c);
}

static const char *
escape_latex(char c)
{
    switch (c) {
    case '\\':
        return "\\textbackslash{}";
    case '{':
        return "\\{";
    case '}':
        return "\\}";
    case '$':
        return "\\$";
    case '&':
        return "\\&";
    case '#':
        return "\\#";
    case '%':
        return "\\%";
    case '_':
        return "\\_";
    case '^':
        return "\\textasciicircum{}";
    case '~':
        return "\\textasciitilde{}";
    case '<':
        return "\\textless{}";
    case '>':
        return "\\textgreater{}";
    case '|':
        return "\\textbar{}";
    case '"':
        return "\\textquotedbl{}";
    case '[': /* behind \\item and \\ it would begin an option */
        return "{[}";
    case ']':
        return "{]}";
    case '`': /* an opening quotation mark; behind ? and ! it would turn those around */
        return "\\textasciigrave{}";
    default:
        /* Control characters end a run of TeX or mean something to it. */
        return (guint8) c < 0x20 && c != '\t' && c != '\n' ? " " : c == 0x7F ? " " : NULL;
    }
}

static void
escape_each(GString *out, const char *text, gsize length, const char *(*replace)(char) )
{
    gsize start = 0;

    for (gsize i = 0; i < length; i++) {
        const char *other = replace(text[i]);

        if (!other)
            continue;
        g_string_append_len(out, text + start, (gssize) (i - start));
        g_string_append(out, other);
        start = i + 1;
    }
    g_string_append_len(out, text + start, (gssize) (length - start));
}

/* TeX's fonts make one character of some that are the same in a row: -- is a dash, '' and ,, are
 * quotation marks. An italic correction keeps them apart, in all of its engines. */
static void
escape_latex_text(GString *out, const char *text, gsize length)
{
    gsize start = 0;

    for (gsize i = 1; i < length; i++) {
        if (text[i] != text[i - 1] || (text[i] != '-' && text[i] != '\'' && text[i] != ','))
            continue;
        escape_each(out, text + start, i - start, escape_latex);
        g_string_append(out, "\\/");
        start = i;
    }
    escape_each(out, text + start, length - start, escape_latex);
}

/* U+FFFE and U+FFFF, which are no characters of XML, in what was appended behind @start. */
static void
escape_replace_no_characters(GString *out, gsize start)
{
    for (gsize i = start; i + 2 < out->len; i++) {
        guint8 *bytes = (guint8 *) out->str + i;

        if (bytes[0] == 0xEF && bytes[1] == 0xBF && bytes[2] >= 0xBE)
            bytes[2] = 0xBD; /* U+FFFD */
    }
}

static void
escape_csv(GString *out, const char *text, gsize length)
{
    gboolean quote = FALSE;

    for (gsize i = 0; i < length && !quote; i++)
        quote = text[i] == '"' || text[i] == ',' || text[i] == '\n' || text[i] == '\r';
    if (!quote) {
        g_string_append_len(out, text, (gssize) length);
        return;
    }
    g_string_append_c(out, '"');
    for (gsize i = 0; i < length; i++) {
        if (text[i] == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, text[i]);
    }
    g_string_append_c(out, '"');
}

static void
escape_shell(GString *out, const char *text, gsize length)
{
    g_string_append_c(out, '\'');
    for (gsize i = 0; i < length; i++) {
        if (text[i] == '\'')
            g_string_append(out, "'\\''");
        else
            g_string_append_c(out, text[i]);
    }
    g_string_append_c(out, '\'');
}

gboolean
mill_escape_append(GString *out, MillEscape escape, const char *text, gsize length)
{
    gsize start = out->len;

    switch (escape) {
    case MILL_ESCAPE_NONE:
        g_string_append_len(out, text, (gssize) length);
        return TRUE;
    case MILL_ESCAPE_HTML:
        escape_each(out, text, length, escape_html);
        return TRUE;
    case MILL_ESCAPE_XML:
        escape_each(out, text, length, escape_xml);
        escape_replace_no_characters(out, start);
        return TRUE;
    case MILL_ESCAPE_CSV:
        escape_csv(out, text, length);
        return TRUE;
    case MILL_ESCAPE_LATEX:
        escape_latex_text(out, text, length);
        return TRUE;
    case MILL_ESCAPE_SHELL:
        if (memchr(text, '\0', length))
            return FALSE;
        escape_shell(out, text, length);
        return TRUE;
    default:
        mill_json_append_string(out, text, (gssize) length);
        return TRUE;
    }
}
