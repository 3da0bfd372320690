/* html.h - writing HTML in which hostile text stays text. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include <glib.h>

/* Appends @length bytes of @text (-1: NUL-terminated) so that nothing in it is markup, inside
 * elements and quoted attributes alike. Control characters become their pictures (U+2400…), and
 * characters that turn the direction of text are shown as what they are, "[U+202E]": a page must
 * not be made to read differently from its source. */
void html_text(GString *html, const char *text, gssize length);
/* Appends @format, which is markup, with each %s escaped as above and %d, %u, %G (gsize) and %%.
 * Nothing else is understood. */
void html_format(GString *html, const char *format, ...);
/* The number in short form for people: 1,234. */
void html_number(GString *html, gint64 number);
/* A double without trailing zeros. */
void html_double(GString *html, double number);

#endif
