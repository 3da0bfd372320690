/* rows.c - annotations as JSON objects.
 *
 * A document can have a million of them, so the keys are quoted once a layer, numbers are printed
 * by hand, and nothing is allocated per annotation.
 */
#include <string.h>

#include "rows.h"

#include "writing/attribute.h"
#include "writing/raw.h"

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
json_append_span(JsonEncoder *self, MillSpan span)
{
    write_range(self->json, (MillSpan){ offset_index_map(&self->offsets, span.start),
                                        offset_index_map(&self->offsets, span.end) });
}

static void
row_append_origin(JsonEncoder *self, MillSpan span)
{
    write_literal(self->json, "\"origin\":{");
    write_range(self->json, mill_document_get_origin(self->document, span));
    write_literal(self->json, "}");
}

/* The names of the span's own fields are taken: a column of that name gets an underscore, and so
 * that it can be told from one that has it already, those get another. */
static gboolean
row_is_taken(const char *name, const RowForm *form)
{
    static const char *const taken[] = { "start", "end", "origin", "text" };

    for (gsize i = 0; i < G_N_ELEMENTS(taken) - !form->text; i++) {
        gsize length = strlen(taken[i]);

        if (!strncmp(name, taken[i], length) && name[length + strspn(name + length, "_")] == '\0')
            return TRUE;
    }
    return FALSE;
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
row_append_fields(JsonEncoder *self, MillLayer *layer, gsize row, const RowPlan *plan,
                  const GArray *fields)
{
    for (guint i = 0; i < fields->len; i++) {
        const RowField *field = &g_array_index(fields, RowField, i);

        write_raw(self->json, plan->keys->str + field->key, field->key_length);
        write_attribute(self->json, layer, row, field->column, field->type, &self->offsets);
        write_literal(self->json, ",");
    }
}

static void
row_append_text(JsonEncoder *self, MillSpan span)
{
    write_literal(self->json, "\"text\":");
    mill_json_append_string(self->json, self->text + span.start, (gssize) (span.end - span.start));
    write_literal(self->json, ",");
}

static void
row_append(JsonEncoder *self, MillLayer *layer, gsize row, const RowPlan *plan, const RowForm *form)
{
    MillSpan span = mill_layer_get_span(layer, row);

    write_literal(self->json, "{");
    row_append_fields(self, layer, row, plan, plan->head);
    if (form->text)
        row_append_text(self, span);
    json_append_span(self, span);
    write_literal(self->json, ",");
    row_append_fields(self, layer, row, plan, plan->tail);
    row_append_origin(self, span);
    write_literal(self->json, "}");
}

void
json_append_rows(JsonEncoder *self, MillLayer *layer, const RowForm *form)
{
    RowPlan plan = row_plan_make(layer, form);

    write_literal(self->json, "[");
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        if (row > 0)
            write_literal(self->json, ",");
        row_append(self, layer, row, &plan, form);
    }
    write_literal(self->json, "]");
    row_plan_clear(&plan);
}
