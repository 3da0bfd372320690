/* json-place.h - what stands at a byte of a JSON text, for messages. */
#ifndef MILL_RUN_JSON_PLACE_H
#define MILL_RUN_JSON_PLACE_H

#include <glib.h>

/* The way to the value that holds byte @offset of the @length bytes at @json, such as
 * `tags[3].origin.start`; "" for the outermost. What is no JSON gives some answer. (transfer full)
 */
char *mill_json_place(const char *json, gsize length, gsize offset);

#endif
