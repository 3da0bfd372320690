/* xml.c - text that stays text in XML 1.0.
 *
 * Runs of bytes that need nothing are copied whole. Only U+FFFE and U+FFFF among the characters
 * beyond ASCII are forbidden; both begin with the byte EF, which is rare outside of full-width
 * punctuation, so those bytes are looked at.
 */
#include "writing/xml.h"

#include "writing/raw.h"

enum { PLAIN, ESCAPED, BLANK, RETURN, FORBIDDEN, MAYBE };

static const guint8 kinds[256] = {
    [0x00 ... 0x08] = FORBIDDEN,
    ['\t'] = BLANK,
    ['\n'] = BLANK,
    [0x0B ... 0x0C] = FORBIDDEN,
    ['\r'] = RETURN,
    ['"'] = ESCAPED,
    ['&'] = ESCAPED,
    [0x0E ... 0x1F] = FORBIDDEN,
    ['<'] = ESCAPED,
    ['>'] = ESCAPED,
    [0xEF] = MAYBE,
};

static void
xml_append_reference(GString *xml, char c)
{
    switch (c) {
    case '"':
        write_literal(xml, "&quot;");
        return;
    case '&':
        write_literal(xml, "&amp;");
        return;
    case '<':
        write_literal(xml, "&lt;");
        return;
    case '>':
        write_literal(xml, "&gt;");
        return;
    default:
        g_string_append_printf(xml, "&#%d;", c);
    }
}

/* Whether U+FFFE or U+FFFF stands at @text. */
static gboolean
xml_is_no_character(const char *text, gsize left)
{
    return left >= 3 && (guint8) text[1] == 0xBF && (guint8) text[2] >= 0xBE;
}

void
xml_append(GString *xml, const char *text, gsize length, gboolean attribute)
{
    gsize start = 0;

    for (gsize i = 0; i < length; i++) {
        guint8 kind = kinds[(guint8) text[i]];
        gsize taken = 1;

        if (kind == PLAIN || (kind == BLANK && !attribute) ||
            (kind == ESCAPED && text[i] == '"' && !attribute))
            continue;
        if (kind == MAYBE) {
            if (!xml_is_no_character(text + i, length - i))
                continue;
            kind = FORBIDDEN;
            taken = 3;
        }
        write_raw(xml, text + start, i - start);
        if (kind == FORBIDDEN)
            write_literal(xml, "\xEF\xBF\xBD");
        else
            xml_append_reference(xml, text[i]);
        i += taken - 1;
        start = i + 1;
    }
    write_raw(xml, text + start, length - start);
}

void
xml_append_string(GString *xml, const char *text, gboolean attribute)
{
    xml_append(xml, text, strlen(text), attribute);
}

void
xml_append_attribute(GString *xml, const char *name, const char *value)
{
    if (!value)
        return;
    write_literal(xml, " ");
    write_raw(xml, name, strlen(name));
    write_literal(xml, "=\"");
    xml_append_string(xml, value, TRUE);
    write_literal(xml, "\"");
}

void
iri_append(GString *iri, const char *text)
{
    for (; *text; text++) {
        if (g_ascii_isalnum(*text) || strchr("-._~/", *text) || (guint8) *text >= 0x80)
            g_string_append_c(iri, *text);
        else
            g_string_append_printf(iri, "%%%02X", (guint8) *text);
    }
}
