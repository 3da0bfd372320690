/* read-table.c - dictionaries as tables: TSV, CSV (RFC 4180) and one term a line.
 *
 * A first row with a cell `term` is a header and names the columns; without one they are term,
 * category, canonical and aliases. In TSV and CSV, lines that begin with "# " are comments.
 */
#include "read.h"

#include <string.h>

#define TABLE_CELLS_MAX 64

typedef struct {
    LexEntries *entries;
    LexTable format;
    const char *p; /* what is read next */
    const char *end;
    const char *line_start;
    guint line;
    LexCell cells[TABLE_CELLS_MAX];
    guint n_cells;
    GString *unquoted[TABLE_CELLS_MAX]; /* contents of quoted cells with quotes inside */
    gint columns[TABLE_CELLS_MAX];      /* LexColumn of each cell; -1 if it has no meaning */
    guint n_columns;
} Table;

static guint
table_column(const Table *self, const char *at)
{
    return (guint) g_utf8_strlen(self->line_start, at - self->line_start) + 1;
}

/* Adds a cell; those that are too many are counted but not kept. */
static LexCell *
table_add_cell(Table *self, const char *start, const char *end)
{
    gboolean is_kept = self->n_cells < TABLE_CELLS_MAX;
    LexCell *cell = &self->cells[MIN(self->n_cells, TABLE_CELLS_MAX - 1)];

    self->n_cells++;
    if (is_kept) /* counting columns from the start of a very long line takes its time */
        cell->column = table_column(self, start);
    cell->string = start;
    cell->length = (gsize) (end - start);
    cell->line = self->line;
    return cell;
}

static const char *
table_find_any(const char *p, const char *end, char separator)
{
    while (p < end && *p != separator && *p != '\n')
        p++;
    return p;
}

/* Passes over the line end at self->p, if there is one. */
static void
table_end_line(Table *self)
{
    if (self->p < self->end && *self->p == '\n') {
        self->p++;
        self->line++;
        self->line_start = self->p;
    }
}

/* Reads a quoted cell, which may hold line ends; self->p is at its quote. */
static void
table_read_quoted(Table *self)
{
    guint index = MIN(self->n_cells, TABLE_CELLS_MAX - 1);
    const char *open = self->p;
    LexCell *cell = table_add_cell(self, open + 1, open + 1);

    if (!self->unquoted[index])
        self->unquoted[index] = g_string_new(NULL);

    GString *content = g_string_truncate(self->unquoted[index], 0);

    for (self->p++;; self->p++) {
        if (self->p >= self->end) {
            lex_entries_report(self->entries, MILL_SEVERITY_ERROR, cell->line, cell->column - 1,
                               "write \"\" for a quote inside a quoted cell",
                               "quoted cell has no closing quote");
            break;
        }
        if (*self->p == '"' && (self->p + 1 == self->end || self->p[1] != '"'))
            break;
        if (*self->p == '"')
            self->p++;
        g_string_append_c(content, *self->p);
        if (*self->p == '\n') {
            self->line++;
            self->line_start = self->p + 1;
        }
    }
    cell->string = content->str;
    cell->length = content->len;

    /* Behind the closing quote, only the end of the cell can follow. */
    const char *rest = MIN(self->p + 1, self->end);
    self->p = table_find_any(rest, self->end, ',');
    if (self->p > rest && !(self->p == rest + 1 && *rest == '\r'))
        lex_entries_report(self->entries, MILL_SEVERITY_ERROR, self->line, table_column(self, rest),
                           "quote the whole cell", "text behind the closing quote of a cell");
}

/* Reads a row into self->cells; it may take several lines in CSV. */
static void
table_read_row(Table *self)
{
    char separator = self->format == LEX_TABLE_CSV   ? ','
                     : self->format == LEX_TABLE_TSV ? '\t'
                                                     : '\n';

    self->n_cells = 0;
    for (;;) {
        if (self->format == LEX_TABLE_CSV && self->p < self->end && *self->p == '"') {
            table_read_quoted(self);
        } else {
            const char *start = self->p;

            self->p = table_find_any(start, self->end, separator);
            table_add_cell(self, start, self->p);
        }
        if (self->p >= self->end || *self->p == '\n')
            break;
        self->p++;
    }
    table_end_line(self);

    LexCell *last = &self->cells[MIN(self->n_cells, TABLE_CELLS_MAX) - 1];
    if (last->length > 0 && last->string[last->length - 1] == '\r')
        last->length--;
}

static gboolean
table_is_blank(const Table *self)
{
    for (guint i = 0; i < MIN(self->n_cells, TABLE_CELLS_MAX); i++) {
        const char *string = self->cells[i].string;
        gsize length = self->cells[i].length;

        lex_trim(&string, &length);
        if (length > 0)
            return FALSE;
    }
    return TRUE;
}

static gboolean
table_is_comment(const Table *self)
{
    return self->format != LEX_TABLE_LIST && self->cells[0].length >= 2 &&
           memcmp(self->cells[0].string, "# ", 2) == 0;
}

static gint
table_find_column(const LexCell *cell)
{
    const char *string = cell->string;
    gsize length = cell->length;

    lex_trim(&string, &length);
    for (gint i = 0; i < LEX_N_COLUMNS; i++)
        if (length == strlen(lex_column_names[i]) &&
            g_ascii_strncasecmp(string, lex_column_names[i], length) == 0)
            return i;
    return -1;
}

/* Takes the row at hand as the header if it is one. */
static gboolean
table_read_header(Table *self)
{
    gboolean has_term = FALSE;

    for (guint i = 0; i < MIN(self->n_cells, TABLE_CELLS_MAX); i++)
        has_term |= table_find_column(&self->cells[i]) == LEX_COLUMN_TERM;
    if (!has_term)
        return FALSE;
    self->n_columns = MIN(self->n_cells, TABLE_CELLS_MAX);
    for (guint i = 0; i < self->n_columns; i++) {
        const LexCell *cell = &self->cells[i];
        g_autofree char *name = g_strndup(cell->string, cell->length);

        self->columns[i] = table_find_column(cell);
        if (self->columns[i] >= 0)
            continue;

        const char *meant = mill_suggest(g_strstrip(name), lex_column_names);
        g_autofree char *hint = meant ? g_strdup_printf("did you mean '%s'?", meant) : NULL;

        lex_entries_report(self->entries, MILL_SEVERITY_WARNING, cell->line, cell->column, hint,
                           "column '%s' means nothing here and is passed over", name);
    }
    return TRUE;
}

static void
table_add_row(Table *self)
{
    LexCell record[LEX_N_COLUMNS] = { 0 };
    LexCell *term = &record[LEX_COLUMN_TERM];

    for (guint i = 0; i < LEX_N_COLUMNS; i++)
        record[i] = (LexCell){ .string = "", .line = self->cells[0].line };
    for (guint i = 0; i < MIN(self->n_cells, self->n_columns); i++)
        if (self->columns[i] >= 0)
            record[self->columns[i]] = self->cells[i];
    if (self->n_cells > self->n_columns && self->format != LEX_TABLE_LIST)
        lex_entries_warn(self->entries, LEX_WARNING_CELLS, term->line,
                         self->cells[MIN(self->n_columns, TABLE_CELLS_MAX - 1)].column,
                         "row of %u cells in a table of %u columns", self->n_cells,
                         self->n_columns);
    if (self->format == LEX_TABLE_LIST && memchr(term->string, '\t', term->length))
        lex_entries_warn(self->entries, LEX_WARNING_CELLS, term->line, term->column,
                         "tab inside a term; name the file .tsv if it is a table");
    lex_read_record(self->entries, record);
}

void
lex_read_table(LexEntries *entries, const char *text, gsize length, LexTable format)
{
    Table self = {
        .entries = entries,
        .format = format,
        .p = text,
        .end = text + length,
        .line_start = text,
        .line = 1,
        .columns = { LEX_COLUMN_TERM, LEX_COLUMN_CATEGORY, LEX_COLUMN_CANONICAL,
                     LEX_COLUMN_ALIASES },
        .n_columns = format == LEX_TABLE_LIST ? 1 : 4,
    };
    gboolean first = TRUE;

    while (self.p < self.end) {
        table_read_row(&self);
        if (table_is_blank(&self) && self.n_cells == 1)
            continue;
        if (table_is_comment(&self))
            continue;
        if (!(first && format != LEX_TABLE_LIST && table_read_header(&self)))
            table_add_row(&self);
        first = FALSE;
    }
    for (guint i = 0; i < TABLE_CELLS_MAX; i++)
        if (self.unquoted[i])
            g_string_free(self.unquoted[i], TRUE);
}
