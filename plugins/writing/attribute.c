/* attribute.c - an annotation's attribute as JSON. */
#include "writing/attribute.h"

#include "writing/raw.h"

static void
write_span(GString *json, MillSpan span, const OffsetIndex *offsets)
{
    write_literal(json, "{");
    write_range(json, (MillSpan){ offset_index_map(offsets, span.start),
                                  offset_index_map(offsets, span.end) });
    write_literal(json, "}");
}

void
write_attribute(GString *json, const MillLayer *layer, gsize row, MillColumn column, MillType type,
                const OffsetIndex *offsets)
{
    gsize length;
    const char *string;

    if (!mill_layer_has(layer, row, column)) {
        write_literal(json, "null");
        return;
    }
    switch (type) {
    case MILL_TYPE_BOOL:
        if (mill_layer_get_bool(layer, row, column))
            write_literal(json, "true");
        else
            write_literal(json, "false");
        return;
    case MILL_TYPE_INT:
        mill_json_append_int(json, mill_layer_get_int(layer, row, column));
        return;
    case MILL_TYPE_DOUBLE:
        mill_json_append_double(json, mill_layer_get_double(layer, row, column));
        return;
    case MILL_TYPE_STRING:
        string = mill_layer_get_string(layer, row, column, &length);
        mill_json_append_string(json, string, (gssize) length);
        return;
    case MILL_TYPE_SPAN:
        write_span(json, mill_layer_get_span_attribute(layer, row, column), offsets);
        return;
    default: {
        g_autoptr(MillValue) value = mill_layer_dup_value(layer, row, column);

        mill_json_append_value(json, value);
    }
    }
}

MillColumn
find_column(const MillLayer *layer, const char *name, MillType type)
{
    MillColumn column = mill_layer_find_column(layer, name);

    return column != MILL_NO_COLUMN && mill_layer_get_column_type(layer, column) == type
               ? column
               : MILL_NO_COLUMN;
}
