#include "model.h"

#include <string.h>

void
model_init(Model *model)
{
    model->bytes = g_array_new(FALSE, TRUE, sizeof(ModelByte));
}

void
model_clear(Model *model)
{
    g_array_unref(model->bytes);
}

static const ModelByte *
model_at(const Model *model, gsize at)
{
    return &g_array_index(model->bytes, ModelByte, at);
}

char *
model_dup_text(const Model *model)
{
    char *text = g_malloc(model->bytes->len + 1);

    for (gsize i = 0; i < model->bytes->len; i++)
        text[i] = model_at(model, i)->byte;
    text[model->bytes->len] = '\0';
    return text;
}

/* What became of each new byte: the old range it stands for. */
typedef struct {
    char byte;
    gboolean inserted;
    gsize from;
    gsize to;
} NewByte;

static void
add_new(GArray *made, char byte, gsize from, gsize to)
{
    NewByte new_byte = { byte, from == to, from, to };

    g_array_append_val(made, new_byte);
}

/* @old may be NULL if only the ranges matter. */
static GArray *
rewrite(const GArray *changes, const char *old, gsize old_length)
{
    GArray *made = g_array_new(FALSE, TRUE, sizeof(NewByte));
    gsize at = 0;

    for (guint i = 0; i <= changes->len; i++) {
        const ModelChange *change =
            i < changes->len ? &g_array_index(changes, ModelChange, i) : NULL;
        gsize stop = change ? change->start : old_length;

        for (; at < stop; at++)
            add_new(made, old ? old[at] : 0, at, at + 1);
        for (gsize unit = 0; change && unit < change->count; unit++) {
            for (gsize b = 0; b < change->to_unit; b++)
                add_new(made, change->text[unit * change->to_unit + b], at, at + change->from_unit);
            at += change->from_unit;
        }
    }
    return made;
}

gboolean
model_move_span(const GArray *changes, gsize old_length, MillSpan *span)
{
    g_autoptr(GArray) made = rewrite(changes, NULL, old_length);
    MillSpan moved = { 0, 0 };
    gboolean found = FALSE;

    for (gsize i = 0; i < made->len; i++) {
        const NewByte *byte = &g_array_index(made, NewByte, i);

        if (byte->inserted)
            continue;
        if (span->start == span->end) {
            if (byte->to <= span->start)
                moved = (MillSpan){ i + 1, i + 1 };
        } else if (byte->from >= span->start && byte->to <= span->end) {
            moved = (MillSpan){ found ? moved.start : i, i + 1 };
            found = TRUE;
        }
    }
    if (span->start < span->end && !found)
        return FALSE;
    *span = moved;
    return TRUE;
}

void
model_apply(Model *model, const GArray *changes, GBytes *source)
{
    g_autofree char *text = model_dup_text(model);
    gsize length = model->bytes->len;
    const char *old = source ? g_bytes_get_data(source, &length) : text;
    g_autoptr(GArray) made = rewrite(changes, old, length);
    g_autoptr(GArray) bytes = g_array_new(FALSE, TRUE, sizeof(ModelByte));

    for (gsize i = 0; i < made->len; i++) {
        const NewByte *byte = &g_array_index(made, NewByte, i);
        ModelByte result = { .byte = byte->byte };

        if (source && !byte->inserted)
            result = (ModelByte){ byte->byte, TRUE, byte->from, byte->to };
        for (gsize b = byte->from; !source && b < byte->to; b++) {
            const ModelByte *from = model_at(model, b);

            if (!from->has_origin)
                continue;
            result.from = result.has_origin ? MIN(result.from, from->from) : from->from;
            result.to = result.has_origin ? MAX(result.to, from->to) : from->to;
            result.has_origin = TRUE;
        }
        g_array_append_val(bytes, result);
    }
    g_array_unref(model->bytes);
    model->bytes = g_steal_pointer(&bytes);
}

static MillSpan
model_place(const Model *model, gsize at)
{
    gsize place = 0;
    gsize i = at;

    if (at < model->bytes->len && model_at(model, at)->has_origin)
        return (MillSpan){ model_at(model, at)->from, model_at(model, at)->from };
    for (gsize before = 0; before < at; before++) {
        if (model_at(model, before)->has_origin)
            place = model_at(model, before)->to;
    }
    while (i < model->bytes->len && !model_at(model, i)->has_origin)
        i++;
    if (i < model->bytes->len)
        place = MIN(place, model_at(model, i)->from);
    return (MillSpan){ place, place };
}

MillSpan
model_origin(const Model *model, MillSpan span)
{
    MillSpan hull = { G_MAXSIZE, 0 };

    for (gsize i = span.start; i < span.end; i++) {
        const ModelByte *byte = model_at(model, i);

        if (byte->has_origin)
            hull = (MillSpan){ MIN(hull.start, byte->from), MAX(hull.end, byte->to) };
    }
    return hull.start < hull.end ? hull : model_place(model, span.start);
}

GArray *
model_origins(const Model *model, MillSpan span)
{
    GArray *ranges = g_array_new(FALSE, FALSE, sizeof(MillSpan));
    gsize top = 0;

    for (gsize i = span.start; i < span.end; i++)
        top = MAX(top, model_at(model, i)->to);

    g_autofree guint8 *covered = g_malloc0(top + 1);

    for (gsize i = span.start; i < span.end; i++) {
        if (model_at(model, i)->has_origin)
            memset(covered + model_at(model, i)->from, 1,
                   model_at(model, i)->to - model_at(model, i)->from);
    }
    for (gsize i = 0; i < top; i++) {
        MillSpan range = { i, i };

        if (!covered[i])
            continue;
        while (covered[i])
            i++;
        range.end = i;
        g_array_append_val(ranges, range);
    }
    return ranges;
}

gsize
model_locate(const Model *model, gsize offset, gboolean *exact)
{
    gsize before = 0;

    for (gsize i = 0; i < model->bytes->len; i++) {
        const ModelByte *byte = model_at(model, i);

        if (!byte->has_origin)
            continue;
        if (byte->from <= offset && offset < byte->to) {
            while (((guint8) model_at(model, i)->byte & 0xC0) == 0x80)
                i--;
            *exact = TRUE;
            return i;
        }
        if (byte->to <= offset)
            before = i + 1;
    }
    *exact = FALSE;
    return before;
}

void
model_tell(MillEdit *edit, const GArray *changes)
{
    for (guint i = 0; i < changes->len; i++) {
        const ModelChange *change = &g_array_index(changes, ModelChange, i);
        MillSpan span = { change->start, change->start + change->from_unit * change->count };

        if (change->to_unit == 0) {
            mill_edit_drop(edit, span);
        } else if (change->from_unit == 0) {
            mill_edit_insert(edit, span.start, change->text, (gssize) change->to_unit);
        } else if (change->singly) {
            for (gsize u = 0; u < change->count; u++) {
                span.end = span.start + change->from_unit;
                mill_edit_replace(edit, span, change->text + u * change->to_unit,
                                  (gssize) change->to_unit);
                span.start = span.end;
            }
        } else {
            mill_edit_replace_units(edit, change->start, change->from_unit, change->text,
                                    change->to_unit, change->count);
        }
    }
}
