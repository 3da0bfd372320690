/* skos.h - SKOS thesauri: triples in, concepts with labels and a hierarchy out.
 *
 * Of each concept, prefLabel, altLabel and hiddenLabel are forms; the canonical term is a preferred
 * label; the category is the path of preferred labels of the concepts that are broader. Everything
 * else in the file is passed over.
 */
#ifndef LEXICON_SKOS_H
#define LEXICON_SKOS_H

#include "lexicon/entries.h"

typedef struct LexSkos LexSkos;

LexSkos *lex_skos_new(void);       /* (transfer full) */
void lex_skos_free(LexSkos *self); /* NULL is fine */

/* One statement: what is said of the resource @subject. The object is a literal (with its language
 * tag, "" for none) or else a resource. Strings are copied. */
typedef struct {
    const char *subject;
    const char *predicate;
    const char *object;
    gboolean is_literal;
    const char *language;
    guint line;
    guint column;
} LexTriple;
void lex_skos_add(LexSkos *self, const LexTriple *triple);

/* Adds all concepts to @entries. */
void lex_skos_finish(LexSkos *self, LexEntries *entries);

/* The readers; @text is UTF-8 without NUL. They stop at the first mistake. */
void lex_read_turtle(LexEntries *entries, const char *text, gsize length);
void lex_read_rdf_xml(LexEntries *entries, const char *text, gsize length);

#define LEX_RDF  "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define LEX_SKOS "http://www.w3.org/2004/02/skos/core#"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(LexSkos, lex_skos_free)

#endif
