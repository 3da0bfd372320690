/* record-rows.c - one row of a table as a document. */
#include "source/record.h"

#include <string.h>

/* A field: what stands between its quotes, or all of it. */
typedef struct {
    gsize start;
    gsize end;
    gboolean quoted;
} Field;

char
mill_record_get_delimiter(MillFormat format)
{
    return format == MILL_FORMAT_TSV ? '\t' : ',';
}

/* Where the quoted field that begins behind the quote at @at ends: at the quote that closes it, or
 * the end of the row. */
static gsize
row_find_quote(const char *row, gsize length, gsize at)
{
    while (at < length) {
        const char *quote = memchr(row + at, '"', length - at);

        if (!quote)
            return length;
        at = (gsize) (quote - row);
        if (at + 1 == length || row[at + 1] != '"')
            return at;
        at += 2;
    }
    return length;
}

/* The fields of the row. */
static GArray *
row_split(const char *row, gsize length, char delimiter)
{
    GArray *fields = g_array_sized_new(FALSE, FALSE, sizeof(Field), 16);
    gsize at = 0;

    while (length > 0 && (row[length - 1] == '\r' || row[length - 1] == '\n'))
        length--;
    for (;;) {
        Field field = { at, at, at < length && row[at] == '"' };
        const char *end;

        if (field.quoted) {
            field.start++;
            field.end = row_find_quote(row, length, field.start);
            at = field.end;
        }
        end = at < length ? memchr(row + at, delimiter, length - at) : NULL;
        at = end ? (gsize) (end - row) : length;
        if (!field.quoted)
            field.end = at;
        g_array_append_val(fields, field);
        if (!end)
            return fields;
        at++;
    }
}

/* The field's value, doubled quotes undone. (transfer full) */
static char *
row_dup(const char *row, const Field *field)
{
    GString *value = g_string_new_len(row + field->start, (gssize) (field->end - field->start));

    if (field->quoted)
        g_string_replace(value, "\"\"", "\"", 0);
    return g_string_free(value, FALSE);
}

/* What column @index is called. (transfer full) */
static char *
row_dup_name(const char *head, const GArray *names, guint index)
{
    if (names && index < names->len) {
        char *name = row_dup(head, &g_array_index(names, Field, index));

        if (*g_strstrip(name) != '\0')
            return name;
        g_free(name);
    }
    return g_strdup_printf("%u", index + 1);
}

/* The number of the column with the text; -1 if there is none, with what there is in @known. */
static gint
row_find_text(const MillInput *input, const char *head, const GArray *names, guint n_columns,
              GString *known)
{
    for (guint i = 0; i < n_columns; i++) {
        g_autofree char *name = row_dup_name(head, names, i);

        if (g_str_equal(name, input->text))
            return (gint) i;
        g_string_append_printf(known, "%s%s", i > 0 ? ", " : "", name);
    }
    return -1;
}

static gboolean
row_miss(const MillInput *input, const GString *known, GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "no column '%s'; the table has: %.300s (input.text says which column is the text; "
                "input.format: text reads the file as it is)",
                input->text, known->str);
    return FALSE;
}

gboolean
mill_record_check_header(const MillInput *input, const char *head, gsize length, char delimiter,
                         GError **error)
{
    g_autoptr(GArray) names = row_split(head, length, delimiter);
    g_autoptr(GString) known = g_string_new(NULL);

    return row_find_text(input, head, names, names->len, known) >= 0 ||
           row_miss(input, known, error);
}

/* The field becomes the text: each doubled quote comes from both. */
static gboolean
row_set_text(MillDocument *document, const char *row, gsize length, const Field *field,
             GError **error)
{
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);

    mill_edit_drop(edit, (MillSpan){ 0, field->start });
    for (gsize at = field->start; at < field->end; at++) {
        if (row[at] == '\0') {
            mill_edit_drop(edit, (MillSpan){ at, at + 1 });
        } else if (field->quoted && row[at] == '"' && at + 1 < field->end) {
            mill_edit_replace(edit, (MillSpan){ at, at + 2 }, "\"", 1);
            at++;
        }
    }
    mill_edit_drop(edit, (MillSpan){ field->end, length });
    if (!mill_edit_apply(edit, error))
        return FALSE;
    mill_document_set_encoding(document, "UTF-8");
    return TRUE;
}

typedef struct {
    MillDocument *document;
    const char *value;
} Naming;

static void
row_name(const char *name, gpointer data)
{
    const Naming *naming = data;

    mill_document_set_meta_string(naming->document, name, naming->value);
}

gboolean
mill_record_read_row(const MillInput *input, const char *head, gsize head_length, char delimiter,
                     MillDocument *document, GError **error)
{
    gsize length;
    const char *row = g_bytes_get_data(mill_document_get_source(document), &length);
    g_autoptr(GArray) names = head_length > 0 ? row_split(head, head_length, delimiter) : NULL;
    g_autoptr(GArray) fields = row_split(row ? row : "", length, delimiter);
    g_autoptr(GString) known = g_string_new(NULL);
    guint n_columns = names ? names->len : fields->len;
    gint text = row_find_text(input, head, names, n_columns, known);

    if (text < 0)
        return row_miss(input, known, error);
    if (fields->len != n_columns) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "%u fields, but the table has %u columns",
                    fields->len, n_columns);
        return FALSE;
    }
    if (!row_set_text(document, row, length, &g_array_index(fields, Field, (guint) text), error))
        return FALSE;
    for (guint i = 0; i < fields->len; i++) {
        if (i == (guint) text)
            continue;
        g_autofree char *name = row_dup_name(head, names, i);
        g_autofree char *value = row_dup(row, &g_array_index(fields, Field, i));

        mill_record_each_name(input, name, row_name, &(Naming){ document, value });
    }
    return TRUE;
}
