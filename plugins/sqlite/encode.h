/* encode.h - a document as rows of the database. */
#ifndef SQLITE_ENCODE_H
#define SQLITE_ENCODE_H

#include "rows.h"

/* The step. */
typedef struct {
    gint text;                 /* store the texts */
    gint search;               /* index them */
    const char *const *layers; /* patterns of the layers to store */
    const char *title_key;
    GPtrArray *patterns; /* of GPatternSpec *, made of the above */
    const MillProvenance *made;
    /* The run's; NULL and 0 outside of one. */
    sqlite3 *database;
    sqlite3_stmt **inserts; /* by Table; NULL for tables that are not filled */
    sqlite3_stmt *lose;
    guint pending; /* rows of the transaction */
} SqliteStep;

typedef struct {
    gint64 id;     /* unique in the document */
    gint64 parent; /* an id of another one before it, or 0 */
    gint64 level;
    const char *label; /* "" if unset; so is the title */
    const char *title;
    char *path; /* labels and titles from the root to it */
    gint up;    /* index of the parent, or -1 */
    MillSpan span;
    gsize row;
} EncodeSection;

typedef struct {
    const SqliteStep *step;
    MillDocument *document;
    const char *text;
    gsize length;
    const char *title;
    GString *out;
    GString *scratch;
    GArray *sections;  /* of EncodeSection, in the order of the text */
    GHashTable *by_id; /* gint64 * in `sections` → index + 1 */
} Encoder;

gboolean sqlite_encode(gpointer self, MillDocument *document, MillOutput *output, GError **error);

/* A column of @layer that has @type, or MILL_NO_COLUMN. */
MillColumn encode_find_column(MillLayer *layer, const char *name, MillType type);

/* Fills `sections` and `by_id`. */
void encode_load_sections(Encoder *self);
/* The index of the section @id among those that are loaded, or -1. */
gint encode_find_section(const Encoder *self, gint64 id);
void encode_add_sections(Encoder *self);

/* The passages of the text, each of which lies in one section and in none below it, and the rows by
 * which they are found. */
void encode_passages(Encoder *self);

#endif
