/* read-source.c - the text of a JSON document as an edit of the JSON bytes, so that each character
 * comes from the bytes that stood for it.
 */
#include "read.h"

#include <string.h>

typedef struct {
    const char *bytes;
    gsize length;
    gsize at;
} Scanner;

static void
scan_blanks(Scanner *self)
{
    while (self->at < self->length && strchr(" \t\r\n", self->bytes[self->at]) &&
           self->bytes[self->at])
        self->at++;
}

/* Goes past the string that begins here. What is between its quotes. */
static MillSpan
scan_string(Scanner *self)
{
    MillSpan inside = { self->at + 1, self->at + 1 };

    while (inside.end < self->length && self->bytes[inside.end] != '"')
        inside.end += self->bytes[inside.end] == '\\' ? 2 : 1;
    inside.end = MIN(inside.end, self->length);
    self->at = MIN(inside.end + 1, self->length);
    return inside;
}

/* Goes past the value that begins here. */
static void
scan_value(Scanner *self)
{
    guint depth = 0;

    while (self->at < self->length) {
        char c = self->bytes[self->at];

        if (c == '"') {
            scan_string(self);
            if (depth == 0)
                return;
            continue;
        }
        if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']') {
            if (depth == 0)
                return; /* the end of what the value is in */
            depth--;
            if (depth == 0) {
                self->at++;
                return;
            }
        } else if (c == ',' && depth == 0) {
            return;
        }
        self->at++;
    }
}

/* The inside of the last `text` of the outermost object, whose value counts. */
static MillSpan
scan_find_text(const char *bytes, gsize length)
{
    Scanner self = { bytes, length, 0 };
    MillSpan found = { length, length };

    scan_blanks(&self);
    self.at++; /* the brace */
    while (self.at < length) {
        MillSpan key;
        gboolean is_text;

        scan_blanks(&self);
        if (self.at >= length || bytes[self.at] != '"')
            break;
        key = scan_string(&self);
        is_text = key.end - key.start == 4 && !memcmp(bytes + key.start, "text", 4);
        scan_blanks(&self);
        self.at++; /* the colon */
        scan_blanks(&self);
        if (is_text && self.at < length && bytes[self.at] == '"')
            found = scan_string(&self);
        else
            scan_value(&self);
        scan_blanks(&self);
        self.at++; /* the comma */
    }
    return found;
}

/* The four digits at @at as a number, -1 if they are not there. */
static gint
escape_get_unit(const char *bytes, gsize at, gsize end)
{
    gint unit = 0;

    if (at + 6 > end || bytes[at] != '\\' || bytes[at + 1] != 'u')
        return -1;
    for (gsize i = at + 2; i < at + 6; i++) {
        if (!g_ascii_isxdigit(bytes[i]))
            return -1;
        unit = unit * 16 + g_ascii_xdigit_value(bytes[i]);
    }
    return unit;
}

/* Replaces the escape at @at. Where it ends. */
static gsize
escape_replace(MillEdit *edit, const char *bytes, gsize at, gsize end)
{
    static const char names[] = "\"\\/bfnrt", characters[] = "\"\\/\b\f\n\r\t";
    char text[6];
    gunichar c = 0xFFFD;
    gsize stop = MIN(at + 2, end);
    gint first = escape_get_unit(bytes, at, end);

    if (first >= 0) {
        gint second = escape_get_unit(bytes, at + 6, end);

        stop = at + 6;
        if (first >= 0xD800 && first < 0xDC00 && second >= 0xDC00 && second < 0xE000) {
            c = 0x10000 + ((gunichar) (first - 0xD800) << 10) + (gunichar) (second - 0xDC00);
            stop = at + 12;
        } else if (first < 0xD800 || first >= 0xE000) {
            c = (gunichar) first;
        }
    } else if (stop == at + 2 && strchr(names, bytes[at + 1]) && bytes[at + 1]) {
        c = (guint8) characters[strchr(names, bytes[at + 1]) - names];
    }
    mill_edit_replace(edit, (MillSpan){ at, stop }, text, g_unichar_to_utf8(c, text));
    return stop;
}

gboolean
json_read_text(MillDocument *document, const char *bytes, gsize length, GError **error)
{
    MillSpan text = scan_find_text(bytes, length);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
    const char *escape;

    mill_edit_drop(edit, (MillSpan){ 0, text.start });
    for (gsize at = text.start; (escape = memchr(bytes + at, '\\', text.end - at));)
        at = escape_replace(edit, bytes, (gsize) (escape - bytes), text.end);
    mill_edit_drop(edit, (MillSpan){ text.end, length });
    return mill_edit_apply(edit, error);
}
