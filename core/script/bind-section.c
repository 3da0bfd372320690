/* bind-section.c - sections as a tree, over the layer "section" that the step `sections` makes. */
#include "script/sections.h"

#include <string.h>

typedef struct {
    MillHandle handle;
    gint64 id;
    gsize row; /* where it was last found */
} SectionHandle;

static MillLayer *
section_get_layer(lua_State *lua)
{
    MillLayer *layer = mill_document_get_layer(mill_host(lua)->document, "section");

    if (layer)
        mill_layer_put_in_order(mill_host(lua), layer);
    return layer;
}

gint64
mill_section_get_id(const MillLayer *layer, gsize row)
{
    return mill_layer_get_int(layer, row, mill_layer_find_column(layer, "id"));
}

/* The parent's id, 0 at the top. */
static gint64
section_get_parent(const MillLayer *layer, gsize row)
{
    return mill_layer_get_int(layer, row, mill_layer_find_column(layer, "parent"));
}

/* The row of section @id, or -1. */
static gssize
section_find(const MillLayer *layer, gint64 id)
{
    MillColumn column = layer ? mill_layer_find_column(layer, "id") : MILL_NO_COLUMN;
    gsize n = mill_layer_get_length(layer);

    for (gsize row = 0; row < n && column != MILL_NO_COLUMN; row++) {
        if (mill_layer_get_int(layer, row, column) == id)
            return (gssize) row;
    }
    return -1;
}

static void
section_push(lua_State *lua, const MillLayer *layer, gsize row)
{
    SectionHandle *self = mill_push_handle(lua, MILL_HANDLE_SECTION, sizeof(SectionHandle), 0);

    self->id = mill_section_get_id(layer, row);
    self->row = row;
}

/* The layer and row of the section at argument 1. Rows may have moved since it was made. */
MillLayer *
mill_section_check(lua_State *lua, gsize *row)
{
    SectionHandle *self = mill_check_live(lua, 1, MILL_HANDLE_SECTION);
    MillLayer *layer = section_get_layer(lua);
    gssize found;

    if (self->row >= mill_layer_get_length(layer) ||
        mill_section_get_id(layer, self->row) != self->id) {
        found = section_find(layer, self->id);
        if (found < 0)
            luaL_error(lua, "section %I is no longer there", (LUAI_UACINT) self->id);
        self->row = (gsize) found;
    }
    *row = self->row;
    return layer;
}

/* Whether the section in @row has each attribute as the table at @filter (absolute; 0 for none)
 * gives it. */
static gboolean
section_matches(lua_State *lua, const MillLayer *layer, gsize row, int filter)
{
    gboolean equal = TRUE;

    if (filter == 0)
        return TRUE;
    lua_pushnil(lua);
    while (equal && lua_next(lua, filter)) {
        const char *name = lua_type(lua, -2) == LUA_TSTRING ? lua_tostring(lua, -2) : "?";
        MillColumn column = mill_layer_find_column(layer, name);

        mill_push_attribute(lua, layer, row, column);
        equal = lua_compare(lua, -1, -2, LUA_OPEQ);
        lua_pop(lua, 2);
    }
    if (!equal)
        lua_pop(lua, 1);
    return equal;
}

/* Argument 2 as a filter: a table whose keys are attributes of sections. Returns its index. */
static int
section_check_filter(lua_State *lua)
{
    static const char *const known[] = { "id",     "kind",   "label", "level",
                                         "number", "parent", "title", NULL };
    const char *meant;

    if (lua_isnoneornil(lua, 2))
        return 0;
    luaL_checktype(lua, 2, LUA_TTABLE);
    lua_pushnil(lua);
    while (lua_next(lua, 2)) {
        lua_pop(lua, 1);
        if (lua_type(lua, -1) != LUA_TSTRING)
            return luaL_argerror(lua, 2, "a filter looks like { kind = \"chapter\", number = 2 }");
        if (g_strv_contains(known, lua_tostring(lua, -1)))
            continue;
        meant = mill_suggest(lua_tostring(lua, -1), known);
        return luaL_error(lua, "sections have no '%s'%s%s%s", lua_tostring(lua, -1),
                          meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
    }
    return 2;
}

/* doc:sections([filter]) → list of sections
 * All sections in text order, or those whose attributes are as given: id, kind, label, level,
 * number, parent, title.
 *
 *     for _, chapter in ipairs(doc:sections { kind = "chapter" }) do
 *         print(chapter.label, chapter.title)
 *     end
 */
static int
section_sections(lua_State *lua)
{
    MillLayer *layer;
    lua_Integer n = 0;
    int filter;

    mill_check_document(lua, 1);
    filter = section_check_filter(lua);
    layer = section_get_layer(lua);
    lua_newtable(lua);
    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        if (!section_matches(lua, layer, row, filter))
            continue;
        section_push(lua, layer, row);
        lua_rawseti(lua, -2, ++n);
    }
    return 1;
}

/* doc:section(id or filter) → section or nil
 * The section with that id, or the first that the filter fits (see doc:sections).
 *
 *     local chapter = doc:section { kind = "chapter", number = 12 }
 */
static int
section_section(lua_State *lua)
{
    MillLayer *layer;
    gssize found = -1;
    int filter = 0;

    mill_check_document(lua, 1);
    layer = section_get_layer(lua);
    if (lua_type(lua, 2) == LUA_TNUMBER)
        found = section_find(layer, luaL_checkinteger(lua, 2));
    else {
        luaL_checktype(lua, 2, LUA_TTABLE);
        filter = section_check_filter(lua);
        for (gsize row = 0; row < mill_layer_get_length(layer) && found < 0; row++) {
            if (section_matches(lua, layer, row, filter))
                found = (gssize) row;
        }
    }
    if (found < 0)
        lua_pushnil(lua);
    else
        section_push(lua, layer, (gsize) found);
    return 1;
}

/* doc:section_at(s[, e]) → section or nil
 * The innermost section that holds the place s (or all of s to e).
 *
 *     local section = doc:section_at(s)
 */
static int
section_section_at(lua_State *lua)
{
    MillDocument *document = mill_check_document(lua, 1);
    MillLayer *layer = section_get_layer(lua);
    gsize at = mill_check_position(lua, 2, document);
    MillSpan span = { at, at };
    gssize row;

    if (!lua_isnoneornil(lua, 3))
        span = mill_check_span(lua, 2, document);
    row = layer ? mill_layer_innermost(layer, span) : -1;
    if (row < 0)
        lua_pushnil(lua);
    else
        section_push(lua, layer, (gsize) row);
    return 1;
}

/* section:parent() → section or nil
 * The section around this one.
 *
 *     local top = section
 *     while top:parent() do top = top:parent() end
 */
static int
section_parent(lua_State *lua)
{
    gsize row;
    MillLayer *layer = mill_section_check(lua, &row);
    gint64 parent = section_get_parent(layer, row);
    gssize found = parent > 0 ? section_find(layer, parent) : -1;

    if (found < 0)
        lua_pushnil(lua);
    else
        section_push(lua, layer, (gsize) found);
    return 1;
}

/* The first row after @row, before the end of @span, whose parent is @id; or the length. */
gsize
mill_section_next_child(const MillLayer *layer, gsize row, gint64 id, MillSpan span)
{
    gsize n = mill_layer_get_length(layer);

    for (row++; row < n && mill_layer_get_span(layer, row).start < span.end; row++) {
        if (section_get_parent(layer, row) == id)
            return row;
    }
    return n;
}

/* section:children() → list of sections
 * The sections directly below this one.
 *
 *     print(#section:children())
 */
static int
section_children(lua_State *lua)
{
    gsize row;
    MillLayer *layer = mill_section_check(lua, &row);
    MillSpan span = mill_layer_get_span(layer, row);
    gint64 id = mill_section_get_id(layer, row);
    gsize n = mill_layer_get_length(layer);
    lua_Integer count = 0;

    lua_newtable(lua);
    for (gsize child = row; (child = mill_section_next_child(layer, child, id, span)) < n;) {
        section_push(lua, layer, child);
        lua_rawseti(lua, -2, ++count);
    }
    return 1;
}

/* section:path() → list of strings
 * The titles from the top down to this section; the label where there is no title.
 *
 *     print(table.concat(section:path(), " / "))
 */
static int
section_path(lua_State *lua)
{
    gsize row;
    MillLayer *layer = mill_section_check(lua, &row);
    MillColumn title = mill_layer_find_column(layer, "title");
    MillColumn label = mill_layer_find_column(layer, "label");
    lua_Integer n = 0;
    gssize at = (gssize) row;

    lua_newtable(lua);
    while (at >= 0 && n <= (lua_Integer) mill_layer_get_length(layer)) {
        gboolean titled = mill_layer_has(layer, (gsize) at, title);
        gint64 parent = section_get_parent(layer, (gsize) at);

        mill_push_attribute(lua, layer, (gsize) at, titled ? title : label);
        if (lua_isnil(lua, -1)) {
            lua_pop(lua, 1);
            lua_pushliteral(lua, "");
        }
        lua_rawseti(lua, -2, ++n);
        at = parent > 0 ? section_find(layer, parent) : -1;
    }
    for (lua_Integer i = 1; i <= n / 2; i++) { /* it was collected from below */
        lua_rawgeti(lua, -1, i);
        lua_rawgeti(lua, -2, n + 1 - i);
        lua_rawseti(lua, -3, i);
        lua_rawseti(lua, -2, n + 1 - i);
    }
    return 1;
}

/* section:span() → s, e
 * The section with its heading and everything below it.
 *
 *     for s, e, i, term in doc:inside("tag", section:span()) do print(s, e) end
 */
static int
section_span(lua_State *lua)
{
    gsize row;
    MillLayer *layer = mill_section_check(lua, &row);

    mill_push_span(lua, mill_layer_get_span(layer, row));
    return 2;
}

/* section:heading() → s, e or nil
 * The line that the section begins with.
 *
 *     local s, e = section:heading()
 */
static int
section_heading(lua_State *lua)
{
    gsize row;
    MillLayer *layer = mill_section_check(lua, &row);
    MillColumn column = mill_layer_find_column(layer, "heading");

    if (!mill_layer_has(layer, row, column)) {
        lua_pushnil(lua);
        return 1;
    }
    mill_push_span(lua, mill_layer_get_span_attribute(layer, row, column));
    return 2;
}

/* section:text() → string
 * The text of section:span().
 *
 *     print(#section:text())
 */
static int
section_text(lua_State *lua)
{
    gsize row;
    MillLayer *layer = mill_section_check(lua, &row);
    MillSpan span = mill_layer_get_span(layer, row);
    const char *text = mill_document_get_text(mill_host(lua)->document, NULL);

    lua_pushlstring(lua, text + span.start, span.end - span.start);
    return 1;
}

/* section.title, .label, .kind → string; .number, .level, .id → integer
 * The section's attributes; nil where it has none.
 *
 *     print(section.level, section.label, section.title)
 */
static int
section_index(lua_State *lua)
{
    static const char *const known[] = { "body", "body_spans", "children", "heading", "id",
                                         "kind", "label",      "level",    "number",  "parent",
                                         "path", "span",       "text",     "title",   NULL };
    const char *name = luaL_checkstring(lua, 2);
    MillLayer *layer;
    MillColumn column;
    gsize row;

    lua_pushvalue(lua, 2);
    if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    layer = mill_section_check(lua, &row);
    column = mill_layer_find_column(layer, name);
    if (column == MILL_NO_COLUMN && !g_strv_contains(known, name))
        return mill_unknown_field(lua, "section", name, known);
    mill_push_attribute(lua, layer, row, column);
    return 1;
}

static int
section_equal(lua_State *lua)
{
    SectionHandle *a = mill_check_handle(lua, 1, MILL_HANDLE_SECTION);
    SectionHandle *b = mill_check_handle(lua, 2, MILL_HANDLE_SECTION);

    lua_pushboolean(lua, a->id == b->id && a->handle.generation == b->handle.generation);
    return 1;
}

void
mill_add_section_methods(lua_State *lua)
{
    static const luaL_Reg document_methods[] = {
        { "sections", section_sections },
        { "section", section_section },
        { "section_at", section_section_at },
        { NULL, NULL },
    };
    static const luaL_Reg methods[] = {
        { "parent", section_parent },
        { "children", section_children },
        { "path", section_path },
        { "span", section_span },
        { "heading", section_heading },
        { "text", section_text },
        { NULL, NULL },
    };
    static const luaL_Reg metamethods[] = {
        { "__eq", section_equal },
        { NULL, NULL },
    };

    luaL_setfuncs(lua, document_methods, 0);
    luaL_newlib(lua, methods);
    mill_add_section_body_methods(lua);
    mill_define_handle(lua, MILL_HANDLE_SECTION, metamethods, section_index);
}
