/* entries.h - what the readers of dictionary files collect: forms and their concepts. */
#ifndef LEXICON_ENTRIES_H
#define LEXICON_ENTRIES_H

#include "dict.h"
#include "image.h"

#include <textmill/report.h>

#define LEX_TERM_MAX     4096    /* bytes of a form */
#define LEX_MESSAGES_MAX 20      /* warnings of one kind in one file */
#define LEX_FORMS_MAX    4000000 /* forms of a dictionary */
#define LEX_FILES_MAX    250
#define LEX_MEANINGS_MAX 1000 /* concepts that one form stands for */

typedef struct {
    guint32 surface; /* an offset into the strings */
    guint32 concept; /* LEX_ANY_CONCEPT: excludes for all */
    guint32 line;    /* 0 if unknown */
    guint16 column;
    guint8 file;  /* in LexEntries.files */
    guint8 flags; /* LexEntryFlags */
} LexEntry;

typedef enum {
    LEX_ENTRY_EXACT = 1 << 0,
    LEX_ENTRY_EXCLUDE = 1 << 1,
} LexEntryFlags;

/* Kinds of warnings that a large file may give by the thousand. */
typedef enum {
    LEX_WARNING_EMPTY,
    LEX_WARNING_DUPLICATE,
    LEX_WARNING_AMBIGUOUS,
    LEX_WARNING_CELLS,
    LEX_WARNING_FULL,
    LEX_N_WARNINGS,
} LexWarning;

typedef struct LexEntries LexEntries;

struct LexEntries {
    MillReport *report;
    const char *const *categories;
    const char *const *languages; /* of labels that have one: those wanted; NULL for all */
    GPtrArray *files;             /* paths; NULL for the pipeline file */
    GArray *sources;              /* LexSource of each file that was read */
    GArray *entries;              /* LexEntry */
    GArray *concepts;             /* LexConcept */
    GByteArray *strings;          /* NUL-terminated, one after the other */
    GHashTable *shared;           /* "term\tcategory" → number of the concept, plus 1 */
    GHashTable *category_offsets; /* category → offset, plus 1 */
    guint32 last_category;        /* the offset of the one that was used last */
    gboolean has_weight;
    guint file;                       /* which messages are about */
    guint n_reported[LEX_N_WARNINGS]; /* of that file */
};

/* @categories: paths that are wanted (each with all below it); NULL or empty for all. Borrowed.
 * (transfer full) */
LexEntries *lex_entries_new(MillReport *report, const char *const *categories);
void lex_entries_free(LexEntries *self); /* NULL is fine */

/* What is added next comes from the file @path (NULL: from the pipeline file). */
void lex_entries_begin_file(LexEntries *self, const char *path);
const char *lex_entries_string(const LexEntries *self, guint32 offset);
/* A message at a place of that file. */
void lex_entries_report(LexEntries *self, MillSeverity severity, guint line, guint column,
                        const char *hint, const char *format, ...) G_GNUC_PRINTF(6, 7);
/* A warning that is given at most LEX_MESSAGES_MAX times a file. */
void lex_entries_warn(LexEntries *self, LexWarning kind, guint line, guint column,
                      const char *format, ...) G_GNUC_PRINTF(5, 6);

/* The number of the concept with this canonical term and category (may be empty), or
 * LEX_NO_CONCEPT if its category is not wanted. @shared: other rows may name the same concept, so
 * it is looked for among those made before. */
#define LEX_NO_CONCEPT G_MAXUINT32
guint32 lex_entries_concept(LexEntries *self, const char *term, gsize term_length,
                            const char *category, gsize category_length, gboolean shared);
void lex_entries_set_weight(LexEntries *self, guint32 concept, double weight);
/* Adds a form (UTF-8, no NUL); white space around it is cut off. Empty and too long ones are
 * reported and left out. */
void lex_entries_add(LexEntries *self, guint32 concept, const char *form, gsize length, guint flags,
                     guint line, guint column);

/* Cuts white space off both ends. */
void lex_trim(const char **string, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(LexEntries, lex_entries_free)

#endif
