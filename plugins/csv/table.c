/* table.c - rows of comma- or tab-separated values (RFC 4180). */
#include "table.h"

#include <string.h>

static void
table_begin_cell(Table *self)
{
    if (self->in_row)
        g_string_append_c(self->out, self->style->separator);
    self->in_row = TRUE;
}

static gboolean
table_must_quote(const Table *self, const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        char c = text[i];

        if (c == '"' || c == '\n' || c == '\r' || c == self->style->separator ||
            (c == '#' && self->style->hash))
            return TRUE;
    }
    return FALSE;
}

/* Spreadsheets run a cell that begins with one of these, in half or full width, as a formula
 * (OWASP, CSV injection). A sign alone, such as the "=" of a comparator, is nothing to calculate.
 */
static gboolean
table_is_formula(const char *text, gsize length)
{
    static const char *const wide[] = { "＝", "＋", "－", "＠" };

    if (length > 1 && strchr("=+-@\t\r\n", *text) && *text)
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(wide); i++)
        if (length > 3 && !memcmp(text, wide[i], 3))
            return TRUE;
    return FALSE;
}

static void
table_append_quoted(GString *out, const char *text, gsize length)
{
    const char *end = text + length;

    while (text < end) {
        const char *quote = memchr(text, '"', (gsize) (end - text));
        const char *stop = quote ? quote + 1 : end;

        g_string_append_len(out, text, stop - text);
        if (quote)
            g_string_append_c(out, '"');
        text = stop;
    }
}

void
table_add_text(Table *self, const char *text, gsize length)
{
    GString *out = self->out;
    gboolean quote = table_must_quote(self, text, length);

    table_begin_cell(self);
    if (quote)
        g_string_append_c(out, '"');
    if (self->style->safe && table_is_formula(text, length))
        g_string_append_c(out, '\'');
    if (!quote) {
        g_string_append_len(out, text, (gssize) length);
        return;
    }
    table_append_quoted(out, text, length);
    g_string_append_c(out, '"');
}

void
table_add_string(Table *self, const char *string)
{
    table_add_text(self, string ? string : "", string ? strlen(string) : 0);
}

void
table_add_int(Table *self, gint64 number)
{
    table_begin_cell(self);
    mill_json_append_int(self->out, number);
}

void
table_add_double(Table *self, double number)
{
    table_begin_cell(self);
    if (number - number == 0) /* finite */
        mill_json_append_double(self->out, number);
}

void
table_add_empty(Table *self)
{
    table_begin_cell(self);
}

void
table_add_value(Table *self, const MillValue *value)
{
    gsize length;
    const char *string;

    switch (mill_value_get_type(value)) {
    case MILL_TYPE_NULL:
        table_add_empty(self);
        return;
    case MILL_TYPE_BOOL:
        table_add_string(self, mill_value_get_bool(value) ? "true" : "false");
        return;
    case MILL_TYPE_INT:
        table_add_int(self, mill_value_get_int(value));
        return;
    case MILL_TYPE_DOUBLE:
        table_add_double(self, mill_value_get_double(value));
        return;
    case MILL_TYPE_STRING:
        string = mill_value_get_string(value, &length);
        table_add_text(self, string, length);
        return;
    default: {
        g_autoptr(GString) json = g_string_new(NULL);

        mill_json_append_value(json, value);
        table_add_text(self, json->str, json->len);
    }
    }
}

void
table_add_attribute(Table *self, const MillLayer *layer, gsize row, MillColumn column)
{
    gsize length;
    const char *string;

    if (!mill_layer_has(layer, row, column)) {
        table_add_empty(self);
    } else if (mill_layer_get_column_type(layer, column) == MILL_TYPE_STRING) {
        string = mill_layer_get_string(layer, row, column, &length);
        table_add_text(self, string, length);
    } else {
        g_autoptr(MillValue) value = mill_layer_dup_value(layer, row, column);

        table_add_value(self, value);
    }
}

void
table_add_places(Table *self, const MillDocument *document, MillSpan span)
{
    MillSpan origin = mill_document_get_origin(document, span);

    table_add_int(self, (gint64) span.start);
    table_add_int(self, (gint64) span.end);
    table_add_int(self, (gint64) origin.start);
    table_add_int(self, (gint64) origin.end);
}

void
table_end_row(Table *self)
{
    g_string_append(self->out, self->style->newline);
    self->in_row = FALSE;
}
