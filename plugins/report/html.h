/* html.h - writing HTML in which hostile text stays text. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include <glib.h>

/* Appends @length bytes of @text (-1: NUL-terminated) so that nothing in it is markup, inside
 * elements and quoted attributes alike. Control characters become their pictures (U+2400…), and
 * characters that turn the direction of text are shown as what they are, "[U+202E]": a page must
 * not be made to read differently from its source. Whether the text reads as it is, without those.
 */
gboolean html_text(GString *html, const char *text, gssize length);
/* Appends @format, which is markup, with each %s escaped as above and %d, %u, %G (gsize) and %%.
 * Nothing else is understood. */
void html_format(GString *html, const char *format, ...);
/* The number as it is, and in short form for people: 1,234. */
void html_integer(GString *html, gint64 number);
void html_number(GString *html, gint64 number);
/* A double of at most ten digits, without trailing zeros; whether that is all of it. */
gboolean html_double(GString *html, double number);
/* @part of @whole as a length for attributes, "12.5%"; at least @least tenths. */
void html_percent(GString *html, gint64 part, gint64 whole, gint64 least);
/* @text in at most @most columns of a fixed grid, in which wide characters take two; "…" tells
 * that it was longer. Whether it reads as it is. */
gboolean html_shortened(GString *html, const char *text, gsize length, gint most);
/* The text as a string of JSON, with its quotes, for an attribute. */
void html_json(GString *html, const char *text, gsize length);

#endif
