/* rows.c - annotations as JSON objects.
 *
 * A document can have a million of them, so the keys are quoted once a layer, numbers are printed
 * by hand, and nothing is allocated per annotation.
 */
#include <string.h>

#include "rows.h"

static const char *const none[] = { NULL };
static const char *const section_head[] = { "id",    "parent", "level", "kind",
                                            "label", "number", "title", NULL };
static const char *const section_tail[] = { "heading", NULL };
static const char *const tag_head[] = { "term", "category", NULL };
static const char *const tag_tail[] = { "section", NULL };

const RowForm row_form_section = { section_head, section_tail, FALSE };
const RowForm row_form_tag = { tag_head, tag_tail, TRUE };
const RowForm row_form_other = { none, none, FALSE };

/* A column on its way out. */
typedef struct {
    MillColumn column; /* MILL_NO_COLUMN: always null */
    MillType type;
    gsize key; /* where its `"name":` begins in the plan's keys */
    gsize key_length;
} RowField;

typedef struct {
    GArray *head; /* RowField: before the span */
    GArray *tail; /* RowField: after it */
    GString *keys;
} RowPlan;

void
json_append_raw(GString *json, const char *bytes, gsize length)
{
    gsize at = json->len;

    if (at + length < json->allocated_len) {
        json->len = at + length;
        json->str[json->len] = '\0';
    } else {
        g_string_set_size(json, at + length);
    }
    memcpy(json->str + at, bytes, length);
}

static void
row_append_number(GString *json, gsize number)
{
    char digits[24];
    char *p = digits + sizeof digits;

    do {
        *--p = (char) ('0' + number % 10);
        number /= 10;
    } while (number > 0);
    json_append_raw(json, p, (gsize) (digits + sizeof digits - p));
}

static void
row_append_range(GString *json, MillSpan span)
{
    json_append_literal(json, "\"start\":");
    row_append_number(json, span.start);
    json_append_literal(json, ",\"end\":");
    row_append_number(json, span.end);
}

void
json_append_span(JsonEncoder *self, MillSpan span)
{
    row_append_range(self->json, (MillSpan){ offset_index_map(&self->offsets, span.start),
                                             offset_index_map(&self->offsets, span.end) });
}

static void
row_append_origin(JsonEncoder *self, MillSpan span)
{
    json_append_literal(self->json, "\"origin\":{");
    row_append_range(self->json, mill_document_get_origin(self->document, span));
    json_append_literal(self->json, "}");
}

/* The names of the span's own fields are taken: a column of that name gets an underscore. */
static gboolean
row_is_taken(const char *name, const RowForm *form)
{
    return !strcmp(name, "start") || !strcmp(name, "end") || !strcmp(name, "origin") ||
           (form->text && !strcmp(name, "text"));
}

static void
row_plan_add(RowPlan *plan, GArray *fields, MillLayer *layer, const char *name, const RowForm *form)
{
    RowField field = { .column = mill_layer_find_column(layer, name), .key = plan->keys->len };

    if (field.column != MILL_NO_COLUMN)
        field.type = mill_layer_get_column_type(layer, field.column);
    if (row_is_taken(name, form)) {
        g_autofree char *renamed = g_strconcat(name, "_", NULL);

        mill_json_append_key(plan->keys, renamed);
    } else {
        mill_json_append_key(plan->keys, name);
    }
    field.key_length = plan->keys->len - field.key;
    g_array_append_val(fields, field);
}

static RowPlan
row_plan_make(MillLayer *layer, const RowForm *form)
{
    RowPlan plan = {
        .head = g_array_new(FALSE, FALSE, sizeof(RowField)),
        .tail = g_array_new(FALSE, FALSE, sizeof(RowField)),
        .keys = g_string_new(NULL),
    };

    for (gsize i = 0; form->head[i]; i++)
        row_plan_add(&plan, plan.head, layer, form->head[i], form);
    for (gsize i = 0; i < mill_layer_get_n_columns(layer); i++) {
        const char *name = mill_layer_get_column_name(layer, (MillColumn) i);

        if (!g_strv_contains(form->head, name) && !g_strv_contains(form->tail, name))
            row_plan_add(&plan, plan.head, layer, name, form);
    }
    for (gsize i = 0; form->tail[i]; i++)
        row_plan_add(&plan, plan.tail, layer, form->tail[i], form);
    return plan;
}

static void
row_plan_clear(RowPlan *plan)
{
    g_array_unref(plan->head);
    g_array_unref(plan->tail);
    g_string_free(plan->keys, TRUE);
}

static void
row_append_attribute(JsonEncoder *self, MillLayer *layer, gsize row, const RowField *field)
{
    GString *json = self->json;
    gsize length;
    const char *string;

    if (!mill_layer_has(layer, row, field->column)) {
        json_append_literal(json, "null");
        return;
    }
    switch (field->type) {
    case MILL_TYPE_BOOL:
        if (mill_layer_get_bool(layer, row, field->column))
            json_append_literal(json, "true");
        else
            json_append_literal(json, "false");
        return;
    case MILL_TYPE_INT:
        mill_json_append_int(json, mill_layer_get_int(layer, row, field->column));
        return;
    case MILL_TYPE_DOUBLE:
        mill_json_append_double(json, mill_layer_get_double(layer, row, field->column));
        return;
    case MILL_TYPE_STRING:
        string = mill_layer_get_string(layer, row, field->column, &length);
        mill_json_append_string(json, string, (gssize) length);
        return;
    case MILL_TYPE_SPAN:
        json_append_literal(json, "{");
        json_append_span(self, mill_layer_get_span_attribute(layer, row, field->column));
        json_append_literal(json, "}");
        return;
    default: {
        g_autoptr(MillValue) value = mill_layer_dup_value(layer, row, field->column);

        mill_json_append_value(json, value);
    }
    }
}

static void
row_append_fields(JsonEncoder *self, MillLayer *layer, gsize row, const RowPlan *plan,
                  const GArray *fields)
{
    for (guint i = 0; i < fields->len; i++) {
        const RowField *field = &g_array_index(fields, RowField, i);

        json_append_raw(self->json, plan->keys->str + field->key, field->key_length);
        row_append_attribute(self, layer, row, field);
        json_append_literal(self->json, ",");
    }
}

static void
row_append_text(JsonEncoder *self, MillSpan span)
{
    json_append_literal(self->json, "\"text\":");
    mill_json_append_string(self->json, self->text + span.start, (gssize) (span.end - span.start));
    json_append_literal(self->json, ",");
}

static void
row_append(JsonEncoder *self, MillLayer *layer, gsize row, const RowPlan *plan, const RowForm *form)
{
    MillSpan span = mill_layer_get_span(layer, row);

    json_append_literal(self->json, "{");
    row_append_fields(self, layer, row, plan, plan->head);
    if (form->text)
        row_append_text(self, span);
    json_append_span(self, span);
    json_append_literal(self->json, ",");
    row_append_fields(self, layer, row, plan, plan->tail);
    row_append_origin(self, span);
    json_append_literal(self->json, "}");
}

void
json_append_rows(JsonEncoder *self, MillLayer *layer, const RowForm *form)
{
    RowPlan plan = row_plan_make(layer, form);

    json_append_literal(self->json, "[");
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        if (row > 0)
            json_append_literal(self->json, ",");
        row_append(self, layer, row, &plan, form);
    }
    json_append_literal(self->json, "]");
    row_plan_clear(&plan);
}
