/* keywords.h - the document's keywords, each once. */
#ifndef JSON_KEYWORDS_H
#define JSON_KEYWORDS_H

#include <textmill/plugin.h>

/* Appends the list of the terms of @layer (`keyword`, or `tag` where nothing made keywords), with
 * how often each occurs: best score first, where the layer has scores, then most frequent first,
 * then as they appear. */
void json_append_keywords(GString *json, MillLayer *layer);

#endif
