/* lines.h - the text as lines, each kept or dropped for a reason. */
#ifndef CLEANUP_LINES_H
#define CLEANUP_LINES_H

#include <textmill/plugin.h>

typedef struct {
    guint32 start;
    guint32 end;      /* without the line break */
    const char *drop; /* why it goes, as the report names it; NULL: it stays */
    gboolean matched; /* a boilerplate pattern knows it */
} Line;

typedef struct {
    const char *text; /* the document's */
    gsize length;
    GArray *lines; /* Line */
} Lines;

#define lines_at(self, i) (&g_array_index((self)->lines, Line, i))

/* Cuts @text into lines. */
void lines_init(Lines *self, const char *text, gsize length);
void lines_clear(Lines *self);
gboolean lines_is_blank(const Lines *self, const Line *line);
gsize lines_count_chars(const Lines *self, const Line *line);
/* Whether a line reads like running text: it has a full stop inside, or ends in a stop, or is too
 * long for anything else. Menus, titles and signatures are not. */
gboolean lines_is_sentence(const Lines *self, const Line *line);

/* Marks each line that equals the one before it (blank lines between them do not count). */
void lines_drop_adjacent(Lines *self);
/* Marks lines that occur at least @min times, where digits are equal to each other: running heads
 * and page numbers. The first of them stays if all of them are the same, digits too. */
void lines_drop_repeated(Lines *self, gsize min);
/* Writes the drops into @edit, and those of blank lines beyond @max_blank in a row (-1: any), at
 * the start and at the end; returns the number of these. */
gsize lines_write(const Lines *self, gint64 max_blank, MillEdit *edit);

#endif
