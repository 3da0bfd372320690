/* xml.h - text that stays text in XML 1.0. */
#ifndef WRITING_XML_H
#define WRITING_XML_H

#include <glib.h>

/* Appends @length bytes of valid UTF-8, for the content of an element or, between double quotes,
 * of an attribute. Characters that XML 1.0 cannot hold become U+FFFD. In an attribute, tabs and
 * line breaks are written as references, since a reader would take them for blanks; a carriage
 * return is so everywhere. */
void xml_append(GString *xml, const char *text, gsize length, gboolean attribute);
void xml_append_string(GString *xml, const char *text, gboolean attribute);

/* Appends ` name="value"`; nothing if @value is NULL. */
void xml_append_attribute(GString *xml, const char *name, const char *value);

/* Appends the bytes of @text as they may stand in a path of an IRI: letters, digits, `-._~/` and
 * what is beyond ASCII stay, all else becomes %XX. */
void iri_append(GString *iri, const char *text);

#endif
