/* bind-section-body.c - the text that belongs to a section itself. */
#include "script/sections.h"

static gboolean
section_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* One piece of a section's own text, without blanks at its ends; FALSE if nothing is left. */
static gboolean
section_trim(const char *text, MillSpan *piece)
{
    while (piece->start < piece->end && section_is_blank(text[piece->start]))
        piece->start++;
    while (piece->start < piece->end && section_is_blank(text[piece->end - 1]))
        piece->end--;
    return piece->start < piece->end;
}

typedef void (*SectionVisit)(lua_State *lua, const char *text, MillSpan piece, gpointer data);

/* Visits what belongs to the section itself: neither its heading nor the sections below it. A box
 * in the middle leaves two pieces. */
static void
section_visit_body(lua_State *lua, SectionVisit visit, gpointer data)
{
    gsize row;
    MillLayer *layer = mill_section_check(lua, &row);
    MillColumn heading = mill_layer_find_column(layer, "heading");
    MillSpan span = mill_layer_get_span(layer, row);
    const char *text = mill_document_get_text(mill_host(lua)->document, NULL);
    gint64 id = mill_section_get_id(layer, row);
    gsize n = mill_layer_get_length(layer);
    gsize at = span.start;

    if (mill_layer_has(layer, row, heading))
        at = mill_layer_get_span_attribute(layer, row, heading).end;
    while (at < span.end) {
        gsize child = mill_section_next_child(layer, row, id, span);
        MillSpan below =
            child < n ? mill_layer_get_span(layer, child) : (MillSpan){ span.end, span.end };
        MillSpan piece = { at, MAX(at, below.start) };

        if (section_trim(text, &piece))
            visit(lua, text, piece, data);
        at = MAX(at, below.end);
        row = child;
        if (child == n)
            break;
    }
}

static void
section_add_text(lua_State *lua, const char *text, MillSpan piece, gpointer data)
{
    luaL_Buffer *buffer = data;

    if (luaL_bufflen(buffer) > 0)
        luaL_addchar(buffer, '\n');
    luaL_addlstring(buffer, text + piece.start, piece.end - piece.start);
}

/* section:body() → string
 * The text that belongs to the section itself, without its heading and the sections below it. Where
 * a box interrupts it, the pieces are joined by a newline.
 *
 *     for line in section:body():gmatch("[^\n]+") do print(line) end
 */
static int
section_body(lua_State *lua)
{
    luaL_Buffer buffer;

    mill_check_live(lua, 1, MILL_HANDLE_SECTION);
    luaL_buffinit(lua, &buffer);
    section_visit_body(lua, section_add_text, &buffer);
    luaL_pushresult(&buffer);
    return 1;
}

static void
section_add_span(lua_State *lua, const char *text, MillSpan piece, gpointer data)
{
    lua_createtable(lua, 2, 0);
    lua_pushinteger(lua, (lua_Integer) piece.start + 1);
    lua_rawseti(lua, -2, 1);
    lua_pushinteger(lua, (lua_Integer) piece.end);
    lua_rawseti(lua, -2, 2);
    lua_rawseti(lua, -2, (lua_Integer) lua_rawlen(lua, -2) + 1);
}

/* section:body_spans() → list of { s, e }
 * Where the pieces of section:body() stand.
 *
 *     for _, piece in ipairs(section:body_spans()) do
 *         print(doc:sub(piece[1], piece[2]))
 *     end
 */
static int
section_body_spans(lua_State *lua)
{
    mill_check_live(lua, 1, MILL_HANDLE_SECTION);
    lua_settop(lua, 1);
    lua_newtable(lua);
    section_visit_body(lua, section_add_span, NULL);
    return 1;
}

void
mill_add_section_body_methods(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        { "body", section_body },
        { "body_spans", section_body_spans },
        { NULL, NULL },
    };

    luaL_setfuncs(lua, methods, 0);
}
