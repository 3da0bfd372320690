/* query-parse.h - what people write, as what the index understands.
 *
 *     生态 AND section:第十二章          "clean energy" OR wind*          (光伏 OR 风电) NOT
 * tag:coal
 *
 * Words next to each other all have to be there, in the text or in a tag. A word or a phrase may
 * stand behind title:, section:, tag: or text:, and so may parentheses. Full-width parentheses,
 * colons and quotes do too.
 */
#ifndef SQLITE_QUERY_PARSE_H
#define SQLITE_QUERY_PARSE_H

#include <textmill/plugin.h>

/* A word or phrase that is looked for, as words of the index with case and accents folded. */
typedef struct {
    GPtrArray *words; /* of char * */
    gboolean prefix;  /* the last of them is the beginning of a word */
    guint columns;    /* a bit for each column of the index, from the first */
} Needle;

typedef struct {
    GString *expression; /* for MATCH */
    GPtrArray *needles;  /* of Needle *: what is to be highlighted */
} Query;

extern const char *const query_columns[]; /* ends with NULL */

/* Parses @text. NULL with MILL_ERROR_OPTION, which shows the place. (transfer full) */
Query *query_parse(const char *text, GError **error);
void query_free(Query *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Query, query_free)

/* @length bytes of a word without case, accents and full-width forms. (transfer full) */
char *query_fold(const char *word, gsize length);

#endif
