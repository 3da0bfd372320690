/* bind-layer.c - layers of annotations: what other steps found, and what the script finds. */
#include "script/layers.h"

#include "document/layer-private.h"

#include <stdlib.h>
#include <string.h>

#define LAYER_ROW_BYTES 24

/* doc:layers() → list of names
 * The layers of the document, in the order in which they were made.
 *
 *     for _, name in ipairs(doc:layers()) do print(name, doc:count(name)) end
 */
static int
layer_layers(lua_State *lua)
{
    MillDocument *document = mill_check_document(lua, 1);
    gsize n = mill_document_get_n_layers(document);

    lua_createtable(lua, (int) n, 0);
    for (gsize i = 0; i < n; i++) {
        lua_pushstring(lua, mill_layer_get_name(mill_document_get_layer_at(document, i)));
        lua_rawseti(lua, -2, (lua_Integer) i + 1);
    }
    return 1;
}

/* doc:count(layer) → integer
 * How many annotations the layer has; 0 if there is no such layer.
 *
 *     doc.meta.n_tags = doc:count("tag")
 */
static int
layer_count(lua_State *lua)
{
    mill_check_document(lua, 1);
    lua_pushinteger(lua, (lua_Integer) mill_layer_get_length(mill_find_layer(lua, 2)));
    return 1;
}

/* doc:add(layer, s, e[, attributes]) → row
 * Adds an annotation from s to e; the layer is made if need be. The type of an attribute (boolean,
 * integer, number, string, or any table) is that of its first value. The row is the number of the
 * annotation in its layer, until the layer is put in text order: after the step, or by
 * doc:each(), doc:inside(), doc:covering() and doc:innermost().
 *
 *     doc:add("place", s, e, { name = "天津", country = "CN" })
 */
static int
layer_add(lua_State *lua)
{
    MillDocument *document = mill_check_changeable(lua, 1);
    const char *name = luaL_checkstring(lua, 2);
    MillSpan span = mill_check_span(lua, 3, document);
    MillLayer *layer;
    gsize row;

    luaL_argcheck(lua, *name, 2, "a layer needs a name");
    mill_check_name(lua, name, "the name of a layer");
    if (!lua_isnoneornil(lua, 5))
        luaL_checktype(lua, 5, LUA_TTABLE);
    lua_settop(lua, 5);
    mill_budget_charge(lua, LAYER_ROW_BYTES);
    layer = mill_document_add_layer(document, name);
    if (mill_layer_get_length(layer) == layer->capacity) /* all columns grow, by a half */
        mill_budget_charge(lua, mill_layer_get_n_columns(layer) * (layer->capacity / 2) *
                                    sizeof(gint64));
    row = mill_layer_add(layer, span);
    if (!lua_isnil(lua, 5))
        mill_set_attributes(lua, layer, row, 5);
    lua_pushinteger(lua, (lua_Integer) row + 1);
    return 1;
}

/* The id of the innermost section that holds @span, or (if it crosses a border) its beginning. */
static gboolean
layer_find_section(MillScript *host, MillSpan span, gint64 *id)
{
    MillLayer *sections = mill_document_get_layer(host->document, "section");
    MillColumn column = sections ? mill_layer_find_column(sections, "id") : MILL_NO_COLUMN;
    gssize row = -1;

    if (column == MILL_NO_COLUMN)
        return FALSE;
    mill_layer_put_in_order(host, sections);
    row = mill_layer_innermost(sections, span);
    if (row < 0)
        row = mill_layer_innermost(sections, (MillSpan){ span.start, span.start });
    if (row < 0 || !mill_layer_has(sections, (gsize) row, column))
        return FALSE;
    *id = mill_layer_get_int(sections, (gsize) row, column);
    return TRUE;
}

/* doc:record(name, s, e[, attributes]) → row
 * Adds a record, which results list under "records". It is an annotation in the layer
 * "record.NAME" whose attribute `section` is the id of the innermost section around it.
 *
 *     doc:record("deadline", s, e, { what = "permit", days = 30 })
 */
static int
layer_record(lua_State *lua)
{
    MillScript *host = mill_host(lua);
    gint64 section;

    mill_check_changeable(lua, 1);
    luaL_checkstring(lua, 2);
    lua_settop(lua, 5);
    lua_pushliteral(lua, "record.");
    lua_pushvalue(lua, 2);
    lua_concat(lua, 2);
    lua_replace(lua, 2);
    layer_add(lua);
    if (layer_find_section(host, mill_check_span(lua, 3, host->document), &section)) {
        lua_pushinteger(lua, section);
        mill_set_attribute(lua, mill_check_layer(lua, 2), (gsize) lua_tointeger(lua, -2) - 1,
                           "section", lua_gettop(lua));
        lua_pop(lua, 1);
    }
    return 1;
}

/* doc:get(layer, row, name…) → value…
 * Attributes of an annotation; nil where unset. Tables are copies, a span is { s, e }.
 *
 *     local term, category = doc:get("tag", i, "term", "category")
 */
static int
layer_get(lua_State *lua)
{
    MillLayer *layer;
    gsize row;
    int n = lua_gettop(lua) - 3;

    mill_check_document(lua, 1);
    layer = mill_check_layer(lua, 2);
    row = mill_check_row(lua, 3, layer);
    luaL_checkstring(lua, 4);
    luaL_checkstack(lua, n, NULL);
    for (int i = 0; i < n; i++)
        mill_push_attribute(lua, layer, row,
                            mill_layer_find_column(layer, luaL_checkstring(lua, 4 + i)));
    return n;
}

/* doc:set(layer, row, name, value)
 * Sets an attribute of an annotation; nil unsets it.
 *
 *     doc:set("tag", i, "weight", 0.5)
 */
static int
layer_set(lua_State *lua)
{
    MillLayer *layer;
    gsize row;

    mill_check_changeable(lua, 1);
    layer = mill_check_layer(lua, 2);
    row = mill_check_row(lua, 3, layer);
    luaL_checkany(lua, 5);
    lua_settop(lua, 5);
    mill_set_attribute(lua, layer, row, luaL_checkstring(lua, 4), 5);
    return 0;
}

/* doc:span(layer, row) → s, e
 * Where an annotation stands.
 *
 *     local s, e = doc:span("tag", 1)
 */
static int
layer_span(lua_State *lua)
{
    MillLayer *layer;

    mill_check_document(lua, 1);
    layer = mill_check_layer(lua, 2);
    mill_push_span(lua, mill_layer_get_span(layer, mill_check_row(lua, 3, layer)));
    return 2;
}

/* Marks what argument 3 names, a row or a list of rows, for removal. */
static void
layer_mark_removed(lua_State *lua, const MillLayer *layer, guint8 *keep)
{
    lua_Integer n;

    if (!lua_istable(lua, 3)) {
        keep[mill_check_row(lua, 3, layer)] = 0;
        return;
    }
    n = (lua_Integer) lua_rawlen(lua, 3);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(lua, 3, i);
        keep[mill_check_row(lua, lua_gettop(lua), layer)] = 0;
        lua_pop(lua, 1);
        if (i % 1024 == 0)
            mill_budget_check(lua);
    }
}

/* doc:remove(layer[, row or rows])
 * Removes one annotation, a list of them, or (without rows) the whole layer. Later rows move up:
 * collect what is to go first, then remove it in one call.
 *
 *     local short = {}
 *     for s, e, i in doc:each("tag") do
 *         if e - s < 3 then table.insert(short, i) end
 *     end
 *     doc:remove("tag", short)
 */
static int
layer_remove(lua_State *lua)
{
    MillDocument *document = mill_check_changeable(lua, 1);
    MillLayer *layer = mill_find_layer(lua, 2);
    gsize length = mill_layer_get_length(layer);
    guint8 *keep;

    if (lua_isnoneornil(lua, 3)) {
        if (layer) {
            mill_layer_renumbered(mill_host(lua), layer);
            mill_document_remove_layer(document, lua_tostring(lua, 2));
        }
        return 0;
    }
    layer = mill_check_layer(lua, 2);
    keep = lua_newuserdatauv(lua, MAX(length, 1), 0);
    memset(keep, 1, length);
    layer_mark_removed(lua, layer, keep);
    mill_layer_filter(layer, keep);
    mill_layer_renumbered(mill_host(lua), layer);
    return 0;
}

/* The types of attributes as scripts name them. A column of lists or maps takes any value. */
static const char *const layer_types[] = { "boolean", "integer", "number", "string",
                                           "span",    "value",   NULL };
static const MillType layer_type_values[] = { MILL_TYPE_BOOL,   MILL_TYPE_INT,  MILL_TYPE_DOUBLE,
                                              MILL_TYPE_STRING, MILL_TYPE_SPAN, MILL_TYPE_MAP };

#define LAYER_MAX_DECLARED 256

static int
layer_compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static const char *
layer_type_name(MillType type)
{
    for (guint i = 0; layer_types[i]; i++) {
        if (layer_type_values[i] == type)
            return layer_types[i];
    }
    return "value";
}

/* The column @name, of the type that stands at @index. */
static void
layer_declare_column(lua_State *lua, MillLayer *layer, const char *name, int index)
{
    MillType type = layer_type_values[luaL_checkoption(lua, index, NULL, layer_types)];

    mill_check_name(lua, name, "the name of an attribute");
    mill_budget_charge(lua, 64 + layer->capacity * sizeof(gint64));
    if (mill_layer_add_column(layer, name, type) == MILL_NO_COLUMN)
        luaL_error(lua, "layer '%s' has an attribute '%s' of another type",
                   mill_layer_get_name(layer), name);
}

/* Adds the columns that the table at 3 declares, in the order of their names: a table has no order
 * of its own that would be the same in the next run. */
static void
layer_declare_columns(lua_State *lua, MillLayer *layer)
{
    const char *names[LAYER_MAX_DECLARED];
    int n = 0;

    luaL_checktype(lua, 3, LUA_TTABLE);
    lua_settop(lua, 3);
    lua_pushnil(lua);
    while (lua_next(lua, 3)) {
        lua_pop(lua, 1);
        if (lua_type(lua, 4) != LUA_TSTRING || *lua_tostring(lua, 4) == '\0')
            luaL_error(lua, "attributes of layer '%s' have names", mill_layer_get_name(layer));
        if (n == LAYER_MAX_DECLARED)
            luaL_error(lua, "more than %d attributes for layer '%s'", LAYER_MAX_DECLARED,
                       mill_layer_get_name(layer));
        names[n++] = lua_tostring(lua, 4);
    }
    qsort(names, (gsize) n, sizeof *names, layer_compare_names);
    for (int i = 0; i < n; i++) {
        lua_getfield(lua, 3, names[i]);
        layer_declare_column(lua, layer, names[i], 4);
        lua_pop(lua, 1);
    }
}

/* doc:columns(layer[, declare]) → table of name → type
 * The attributes that a layer has and their types: "boolean", "integer", "number", "string", "span"
 * or "value" (anything, also tables). With a table, makes the layer and attributes first; that is
 * needed only for spans, or to fix a type before there is a value.
 *
 *     doc:columns("quote", { speaker = "string", heading = "span" })
 */
static int
layer_columns(lua_State *lua)
{
    MillLayer *layer;

    mill_check_document(lua, 1);
    layer = mill_find_layer(lua, 2);
    if (!lua_isnoneornil(lua, 3)) {
        mill_check_name(lua, lua_tostring(lua, 2), "the name of a layer");
        layer = mill_document_add_layer(mill_check_changeable(lua, 1), lua_tostring(lua, 2));
        layer_declare_columns(lua, layer);
    }
    lua_newtable(lua);
    for (gsize i = 0; i < mill_layer_get_n_columns(layer); i++) {
        lua_pushstring(lua, layer_type_name(mill_layer_get_column_type(layer, (MillColumn) i)));
        lua_setfield(lua, -2, mill_layer_get_column_name(layer, (MillColumn) i));
    }
    return 1;
}

void
mill_add_layer_methods(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        { "layers", layer_layers }, { "count", layer_count },
        { "add", layer_add },       { "record", layer_record },
        { "get", layer_get },       { "set", layer_set },
        { "span", layer_span },     { "columns", layer_columns },
        { "remove", layer_remove }, { NULL, NULL },
    };

    luaL_setfuncs(lua, methods, 0);
}
