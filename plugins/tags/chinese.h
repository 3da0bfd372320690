/* chinese.h - traditional and simplified characters as pairs, from OpenCC's tables. */
#ifndef TAGS_CHINESE_H
#define TAGS_CHINESE_H

#include <glib.h>

/* All characters that OpenCC's "traditional to simplified" changes, each with what it becomes, as
 * rows of two guint32, sorted by the first. NULL with MILL_ERROR_FAILED if OpenCC is not
 * installed. (transfer full) */
GArray *tags_chinese_pairs(GError **error);

#endif
