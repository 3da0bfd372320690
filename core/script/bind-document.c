/* bind-document.c - `doc`: the document's text, names, origins and diagnostics. */
#include "script/handle.h"

#include "document/utf8.h"

#include <string.h>

typedef struct {
    MillHandle handle;
    guint64 text_revision; /* of the text in user value 2; 0 for none */
} DocumentHandle;

/* Registry: the text as it was last pushed, so that its address stays its own. */
static const char document_text_key;

#define USER_META 1
#define USER_TEXT 2

void
mill_push_document(lua_State *lua)
{
    DocumentHandle *self = mill_push_handle(lua, MILL_HANDLE_DOCUMENT, sizeof(DocumentHandle), 2);

    self->text_revision = 0;
}

void
mill_push_text(lua_State *lua, int index)
{
    DocumentHandle *self = mill_check_live(lua, index, MILL_HANDLE_DOCUMENT);
    MillScript *host = mill_host(lua);
    gsize length;
    const char *text;

    index = lua_absindex(lua, index);
    if (self->text_revision == host->revision) {
        lua_getiuservalue(lua, index, USER_TEXT);
        return;
    }
    text = mill_document_get_text(host->document, &length);
    host->valid_text = lua_pushlstring(lua, text, length);
    host->valid_revision = host->revision;
    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &document_text_key);
    lua_pushvalue(lua, -1);
    lua_setiuservalue(lua, index, USER_TEXT);
    self->text_revision = host->revision;
}

/* doc:text() → string
 * The whole text. It is copied once and kept until the text is edited, so call it as often as you
 * like. Positions everywhere are those of this string: `text:sub(s, e)`.
 *
 *     local n = #doc:text()
 */
static int
document_text(lua_State *lua)
{
    mill_push_text(lua, 1);
    return 1;
}

/* doc:sub(s[, e]) → string
 * The bytes s to e of the text, like string.sub: negative positions count from the end, and e is
 * the end if left out. Cheaper than doc:text():sub() for a few short pieces of a long text.
 *
 *     local first_line = doc:sub(1, 40)
 */
static int
document_sub(lua_State *lua)
{
    MillDocument *document = mill_check_document(lua, 1);
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    lua_Integer n = (lua_Integer) length;
    lua_Integer first = luaL_checkinteger(lua, 2);
    lua_Integer last = luaL_optinteger(lua, 3, -1);

    if (first < 0)
        first = MAX(n + first + 1, 1);
    if (last < 0)
        last = n + last + 1;
    first = MAX(first, 1);
    last = MIN(last, n);
    if (first > last)
        lua_pushliteral(lua, "");
    else
        lua_pushlstring(lua, text + first - 1, (gsize) (last - first + 1));
    return 1;
}

/* Upvalues: the document's handle, where to go on, the revision of the text. */
static int
document_next_line(lua_State *lua)
{
    MillScript *host = mill_host(lua);
    MillDocument *document = mill_check_document(lua, lua_upvalueindex(1));
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    gsize start = (gsize) lua_tointeger(lua, lua_upvalueindex(2));
    const char *newline;
    gsize end;

    if ((guint64) lua_tointeger(lua, lua_upvalueindex(3)) != host->revision)
        return luaL_error(lua, "the text was edited while its lines were visited");
    if (start >= length)
        return 0;
    newline = memchr(text + start, '\n', length - start);
    end = newline ? (gsize) (newline - text) : length;
    lua_pushinteger(lua, (lua_Integer) end + 1);
    lua_replace(lua, lua_upvalueindex(2));
    mill_push_span(lua, (MillSpan){ start, end });
    lua_pushlstring(lua, text + start, end - start);
    return 3;
}

/* doc:lines() → iterator of s, e, line
 * The lines of the text without their newlines.
 *
 *     for s, e, line in doc:lines() do
 *         if #line > 200 then doc:add("long-line", s, e) end
 *     end
 */
static int
document_lines(lua_State *lua)
{
    mill_check_document(lua, 1);
    lua_settop(lua, 1);
    lua_pushinteger(lua, 0);
    lua_pushinteger(lua, (lua_Integer) mill_host(lua)->revision);
    lua_pushcclosure(lua, document_next_line, 3);
    return 1;
}

/* doc:origin(s, e) → s, e
 * The bytes of the source file that the text from s to e came from: the smallest range that holds
 * them all. Positions count from 1 there, too. For a text that was inserted it is empty (e = s -
 * 1).
 *
 *     local from, to = doc:origin(s, e)
 */
static int
document_origin(lua_State *lua)
{
    MillDocument *document = mill_check_document(lua, 1);

    mill_push_span(lua, mill_document_get_origin(document, mill_check_span(lua, 2, document)));
    return 2;
}

/* doc:locate(byte) → position, exact
 * The other direction: where in the text the character stands that came from this byte of the
 * source. If that byte left no text behind, `exact` is false and the position is where it would be.
 *
 *     local at, exact = doc:locate(1)
 */
static int
document_locate(lua_State *lua)
{
    MillDocument *document = mill_check_document(lua, 1);
    lua_Integer byte = luaL_checkinteger(lua, 2);
    lua_Integer size = (lua_Integer) g_bytes_get_size(mill_document_get_source(document));
    gboolean exact;
    gsize at;

    luaL_argcheck(lua, byte >= 1 && byte <= size + 1, 2, "outside of the source");
    at = mill_document_locate(document, (gsize) byte - 1, &exact);
    lua_pushinteger(lua, (lua_Integer) at + 1);
    lua_pushboolean(lua, exact);
    return 2;
}

/* doc:source([s[, e]]) → string
 * The undecoded bytes of the source file, or some of them.
 *
 *     if doc:source(1, 2) == "PK" then ctx:drop("a zip archive") end
 */
static int
document_source(lua_State *lua)
{
    GBytes *source = mill_document_get_source(mill_check_document(lua, 1));
    gsize size;
    const char *bytes = g_bytes_get_data(source, &size);
    lua_Integer first = MAX(luaL_optinteger(lua, 2, 1), 1);
    lua_Integer last = luaL_optinteger(lua, 3, (lua_Integer) size);

    last = last < 0 ? (lua_Integer) size + last + 1 : MIN(last, (lua_Integer) size);
    if (first > last)
        lua_pushliteral(lua, "");
    else
        lua_pushlstring(lua, bytes + first - 1, (gsize) (last - first + 1));
    return 1;
}

/* doc:diagnose(severity, code, message[, s, e])
 * Adds a diagnostic: what a person should know about this document. The severity is "note",
 * "warning" or "error"; the code is a stable word that tools can look for.
 *
 *     doc:diagnose("warning", "no-year", "the target names no year", s, e)
 */
static int
document_diagnose(lua_State *lua)
{
    static const char *const severities[] = { "note", "warning", "error", NULL };
    MillDocument *document = mill_check_document(lua, 1);
    int severity = luaL_checkoption(lua, 2, NULL, severities);
    const char *code = luaL_checkstring(lua, 3);
    gsize length;
    const char *message = luaL_checklstring(lua, 4, &length);
    gboolean has_span = !lua_isnoneornil(lua, 5);
    MillSpan span = has_span ? mill_check_span(lua, 5, document) : (MillSpan){ 0, 0 };

    mill_check_name(lua, code, "the code of a diagnostic");
    mill_budget_charge(lua, length + 128);
    mill_document_diagnose(document, (MillSeverity) severity, code, has_span ? &span : NULL, "%s",
                           message);
    return 0;
}

static void
document_push_meta(lua_State *lua, MillDocument *document)
{
    if (lua_getiuservalue(lua, 1, USER_META) != LUA_TNIL)
        return;
    lua_pop(lua, 1);
    mill_push_handle(lua, MILL_HANDLE_META, sizeof(MillHandle), 0);
    lua_pushvalue(lua, -1);
    lua_setiuservalue(lua, 1, USER_META);
}

/* doc.id → string
 * What results call the document: usually its path below the input folder. */
static void
document_push_id(lua_State *lua, MillDocument *document)
{
    lua_pushstring(lua, mill_document_get_id(document));
}

/* doc.path → string
 * Where it was read from. */
static void
document_push_path(lua_State *lua, MillDocument *document)
{
    lua_pushstring(lua, mill_document_get_path(document));
}

/* doc.encoding → string or nil
 * The encoding that the reader decoded, such as "UTF-8" or "GB18030". */
static void
document_push_encoding(lua_State *lua, MillDocument *document)
{
    lua_pushstring(lua, mill_document_get_encoding(document));
}

/* doc.length → integer
 * The length of the text in bytes; #doc is the same. */
static void
document_push_length(lua_State *lua, MillDocument *document)
{
    gsize length;

    mill_document_get_text(document, &length);
    lua_pushinteger(lua, (lua_Integer) length);
}

/* doc.chars → integer
 * The length of the text in characters (code points). */
static void
document_push_chars(lua_State *lua, MillDocument *document)
{
    lua_pushinteger(lua, mill_document_count_chars(document));
}

/* doc.sha256 → string
 * The SHA-256 of the source file, in hexadecimal digits. */
static void
document_push_sha256(lua_State *lua, MillDocument *document)
{
    lua_pushstring(lua, mill_document_get_source_sha256(document));
}

static const struct {
    const char *name;
    void (*push)(lua_State *lua, MillDocument *document);
} document_fields[] = {
    { "chars", document_push_chars },   { "encoding", document_push_encoding },
    { "id", document_push_id },         { "length", document_push_length },
    { "meta", document_push_meta },     { "path", document_push_path },
    { "sha256", document_push_sha256 },
};

static const char *const document_field_names[] = { "chars", "encoding", "id",     "length",
                                                    "meta",  "path",     "sha256", NULL };

static int
document_length(lua_State *lua)
{
    document_push_length(lua, mill_check_document(lua, 1));
    return 1;
}

static int
document_index(lua_State *lua)
{
    const char *name = luaL_checkstring(lua, 2);
    MillDocument *document;

    lua_pushvalue(lua, 2);
    if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    document = mill_check_document(lua, 1);
    for (gsize i = 0; i < G_N_ELEMENTS(document_fields); i++) {
        if (strcmp(name, document_fields[i].name) != 0)
            continue;
        document_fields[i].push(lua, document);
        return 1;
    }
    return mill_unknown_field(lua, "document", name, document_field_names);
}

static int
document_set_field(lua_State *lua)
{
    return luaL_error(lua, "doc.%s cannot be set; what a script finds goes to doc.meta or a layer",
                      luaL_tolstring(lua, 2, NULL));
}

void
mill_open_document(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        { "text", document_text },         { "sub", document_sub },
        { "lines", document_lines },       { "origin", document_origin },
        { "locate", document_locate },     { "source", document_source },
        { "diagnose", document_diagnose }, { NULL, NULL },
    };
    static const luaL_Reg metamethods[] = {
        { "__len", document_length },
        { "__newindex", document_set_field },
        { NULL, NULL },
    };

    luaL_newlib(lua, methods);
    mill_add_layer_methods(lua);
    mill_add_query_methods(lua);
    mill_add_edit_methods(lua);
    mill_add_diagnostic_methods(lua);
    mill_add_document_replace(lua);
    mill_add_section_methods(lua);
    mill_define_handle(lua, MILL_HANDLE_DOCUMENT, metamethods, document_index);
}
