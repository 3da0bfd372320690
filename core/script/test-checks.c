/* test-checks.c - `t`: the checks that the function `expect` of a test is given. */
#include "script/convert.h"
#include "script/handle.h"
#include "script/test-compare.h"

/* t.equal(got, wanted[, what])
 * Fails the test unless both are the same, tables field by field; says where they differ.
 *
 *     t.equal(doc.meta.title, "A plan", "title")
 */
static int
checks_equal(lua_State *lua)
{
    const char *what = luaL_optstring(lua, 3, "value");
    GString *problems;
    MillValue *got;
    MillValue *wanted;

    lua_settop(lua, 3);
    got = mill_check_value(lua, 1);
    wanted = mill_check_value(lua, 2);
    problems = g_string_new(NULL);
    mill_test_compare(what, wanted, got, FALSE, problems);
    mill_value_unref(got);
    mill_value_unref(wanted);
    lua_pushlstring(lua, problems->str, problems->len > 0 ? problems->len - 1 : 0);
    g_string_free(problems, TRUE);
    if (lua_rawlen(lua, -1) == 0)
        return 0;
    luaL_where(lua, 1);
    lua_insert(lua, -2);
    lua_concat(lua, 2);
    return lua_error(lua);
}

/* t.ok(value[, what])
 * Fails the test if the value is false or nil.
 *
 *     t.ok(doc:count("tag") > 3, "more than three tags")
 */
static int
checks_ok(lua_State *lua)
{
    if (lua_toboolean(lua, 1))
        return 0;
    return luaL_error(lua, "%s: expected it to be true", luaL_optstring(lua, 2, "value"));
}

/* t.records(name) → list of tables
 * The records of that name, each with its attributes and `text`, the text that it covers.
 *
 *     t.equal(#t.records("indicator"), 2)
 */
static int
checks_records(lua_State *lua)
{
    MillDocument *document = mill_host(lua)->document;
    MillValue *rows;

    lua_pushfstring(lua, "record.%s", luaL_checkstring(lua, 1));
    rows = mill_test_dup_layer(document, mill_document_get_layer(document, lua_tostring(lua, -1)));
    mill_push_value(lua, rows);
    mill_value_unref(rows);
    return 1;
}

void
mill_test_push_checks(lua_State *lua)
{
    static const luaL_Reg checks[] = {
        { "equal", checks_equal },
        { "ok", checks_ok },
        { "records", checks_records },
        { NULL, NULL },
    };

    luaL_newlib(lua, checks);
}
