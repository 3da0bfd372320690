/* styled-table - tables whose columns line up, whatever is in them. */
#include "cli/styled.h"

#include <string.h>

/* A column gets narrower down to its title or to MIN_WIDTH; titles longer than MAX_TITLE are cut
 * too. A cell holds no more than MAX_CELL bytes. */
#define MIN_WIDTH 12
#define MAX_TITLE 14
#define MAX_CELL  1200
#define GAP       2

struct StyledTable {
    guint n_columns;
    GPtrArray *cells; /* of StyledLine *, a row after the other; the first row are the titles */
};

StyledTable *
styled_table_new(const char *const *titles)
{
    StyledTable *self = g_new0(StyledTable, 1);

    self->cells = g_ptr_array_new_with_free_func((GDestroyNotify) styled_line_free);
    for (; titles[self->n_columns]; self->n_columns++)
        styled_table_add(self, STYLE_DIM, titles[self->n_columns]);
    return self;
}

void
styled_table_free(StyledTable *self)
{
    if (!self)
        return;
    g_ptr_array_unref(self->cells);
    g_free(self);
}

void
styled_table_add(StyledTable *self, guint style, const char *text)
{
    StyledLine *cell = styled_line_new();
    gsize length = strnlen(text, MAX_CELL);

    for (guint i = 0; i < 3 && length > 0 && ((guint8) text[length] & 0xC0) == 0x80; i++)
        length--;
    styled_line_add(cell, style, text, (gssize) length);
    if (text[length])
        styled_line_format(cell, STYLE_DIM, "…");
    g_ptr_array_add(self->cells, cell);
}

void
styled_table_add_int(StyledTable *self, gint64 number)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);

    styled_table_add(self, STYLE_PLAIN, text);
}

static StyledLine *
get_cell(const StyledTable *self, guint row, guint column)
{
    return self->cells->pdata[row * self->n_columns + column];
}

static guint
count_rows(const StyledTable *self)
{
    return self->cells->len / self->n_columns;
}

/* Whether every cell of the column, but the title, is a number or empty. */
static gboolean
is_numeric(const StyledTable *self, guint column)
{
    for (guint row = 1; row < count_rows(self); row++) {
        const char *text = get_cell(self, row, column)->text->str;
        char *end = NULL;

        if (*text && (strspn(text, "+-0123456789.") == 0 || (g_ascii_strtod(text, &end), *end)))
            return FALSE;
    }
    return TRUE;
}

/* The widths of the columns as their cells are. (transfer full) */
static gsize *
measure_columns(const StyledTable *self)
{
    gsize *widths = g_new0(gsize, self->n_columns);

    for (guint i = 0; i < self->n_columns; i++)
        for (guint row = 0; row < count_rows(self); row++)
            widths[i] = MAX(widths[i], mill_terminal_width(get_cell(self, row, i)->text->str, -1));
    return widths;
}

static gsize
least_width(const StyledTable *self, guint column)
{
    gsize title = mill_terminal_width(get_cell(self, 0, column)->text->str, -1);

    return MAX(MIN(title, MAX_TITLE), MIN_WIDTH);
}

/* Makes the widest columns narrower until a row takes at most @width columns. FALSE if it cannot be
 * done for the first @n of them. */
static gboolean
shrink_columns(const StyledTable *self, gsize *widths, guint n, gsize width)
{
    gsize sum = n > 0 ? (n - 1) * GAP : 0;

    for (guint i = 0; i < n; i++)
        sum += widths[i];
    while (sum > width) {
        guint widest = n;

        for (guint i = 0; i < n; i++)
            if (widths[i] > least_width(self, i) && (widest == n || widths[i] > widths[widest]))
                widest = i;
        if (widest == n)
            return FALSE;
        widths[widest]--;
        sum--;
    }
    return TRUE;
}

/* The widths of the first columns, @n of them, that fit into @width. (transfer full) */
static gsize *
find_widths(const StyledTable *self, gsize width, guint *n)
{
    g_autofree gsize *natural = measure_columns(self);

    for (*n = self->n_columns;; (*n)--) {
        g_autofree gsize *widths = g_memdup2(natural, self->n_columns * sizeof *natural);

        if (*n <= 1 || shrink_columns(self, widths, *n, width))
            return g_steal_pointer(&widths);
    }
}

/* Says which columns there was no room for. */
static void
print_rest(const StyledTable *self, FILE *stream, gboolean colour, gsize width, guint n)
{
    g_autoptr(StyledLine) line = styled_line_new();

    if (n == self->n_columns)
        return;
    styled_line_format(line, STYLE_DIM, "… and the column%s", self->n_columns - n == 1 ? "" : "s");
    for (guint i = n; i < self->n_columns; i++)
        styled_line_format(line, STYLE_DIM, "%s %s", i > n ? "," : "",
                           get_cell(self, 0, i)->text->str);
    styled_line_format(line, STYLE_DIM, " (--width gives them room)");
    styled_line_wrap(line, stream, colour, width, 2);
}

static void
append_cell(StyledLine *line, StyledLine *cell, gsize width, gboolean right, gsize column)
{
    gsize own;

    styled_line_fit(cell, width);
    own = mill_terminal_width(cell->text->str, -1);
    styled_line_pad(line, column + (right && own < width ? width - own : 0));
    g_string_append_len(line->text, cell->text->str, (gssize) cell->text->len);
    g_byte_array_append(line->styles, cell->styles->data, cell->styles->len);
}

void
styled_table_print(StyledTable *self, FILE *stream, gboolean colour, gsize width)
{
    guint n;
    g_autofree gsize *widths = find_widths(self, width, &n);
    g_autofree gboolean *right = g_new0(gboolean, self->n_columns);
    g_autoptr(StyledLine) line = styled_line_new();

    for (guint i = 0; i < n; i++)
        right[i] = is_numeric(self, i);
    for (guint row = 0; row < count_rows(self); row++) {
        gsize column = 0;

        for (guint i = 0; i < n; i++) {
            append_cell(line, get_cell(self, row, i), widths[i], right[i], column);
            column += widths[i] + GAP;
        }
        styled_line_print(line, stream, colour);
    }
    print_rest(self, stream, colour, width, n);
}
