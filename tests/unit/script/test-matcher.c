/* test-matcher.c - our pattern functions against Lua's own: the same program runs in both, on a
 * table of patterns and on random ones, and must say the same. */
#include "snippet.h"

#include <lauxlib.h>
#include <lualib.h>

/* Appends what the four functions make of subject s and pattern p to the list `out`. */
#define PROGRAM_TRY                                                                                \
    "local out = {}\n"                                                                             \
    "local function show(...)\n"                                                                   \
    "  local t = table.pack(...)\n"                                                                \
    "  for i = 1, t.n do t[i] = type(t[i]) == 'string' and ('%q'):format(t[i]) or "                \
    "tostring(t[i]) end\n"                                                                         \
    "  return table.concat(t, ',')\n"                                                              \
    "end\n"                                                                                        \
    "local function call(f, ...)\n"                                                                \
    "  local t = table.pack(pcall(f, ...))\n"                                                      \
    "  if not t[1] then return 'error' end\n"                                                      \
    "  return show(table.unpack(t, 2, t.n))\n"                                                     \
    "end\n"                                                                                        \
    "local function all(s, p)\n"                                                                   \
    "  local t = {}\n"                                                                             \
    "  for a, b in s:gmatch(p) do t[#t + 1] = show(a, b) if #t > 20 then break end end\n"          \
    "  return table.concat(t, ';')\n"                                                              \
    "end\n"                                                                                        \
    "local function try(s, p, r, init)\n"                                                          \
    "  out[#out + 1] = show(s, p, r, init) .. ' -> ' .. table.concat({\n"                          \
    "    call(string.find, s, p, init), call(string.match, s, p, init), call(all, s, p),\n"        \
    "    call(string.gsub, s, p, r), call(string.gsub, s, p, '%0%1', 2),\n"                        \
    "    call(string.gsub, s, p, { a = 'T', [''] = false }),\n"                                    \
    "    call(string.gsub, s, p, function(x) if x ~= 'b' then return x end end) }, ' | ')\n"       \
    "end\n"

#define PROGRAM_TABLE                                                                                        \
    "local subjects = { '', 'a', 'abc', 'hello world', '  trim me  ', 'key = value',\n"                      \
    "  '2025-03-01', 'f(a(b)c)d', 'THE (quick) fox', '\\0a\\0', 'aaa', 'x1y22z333', "                        \
    "'到2025年', '[[a]]', 'a.b-c+d', 'abcabc', '%d', 'A-Z', ']' }\n"                                       \
    "local patterns = { '', '.', '^', '$', '^$', 'a', 'a*', 'a+', 'a-', 'a?', '.-$', '^%s*(.-)%s*$',\n"      \
    "  '(%w+)%s*=%s*(%w+)', '(%d+)-(%d+)-(%d+)', '%b()', '%f[%a]%a+', '%f[%w]%w+%f[%W]', '()a()',\n"         \
    "  '(a)(b)(c)', '((a)b)', '(a*(.)%w(%s*))', '(.)%1', '(.).-%1', '[abc]', '[^abc]', '[a-c]+',\n"          \
    "  '[%a_][%w_]*', '[]]', '[^]]', '[a-]', '[-a]', '[%-]', '[%]]', '[a%-c]', '[%a-z]', '%%', '%.',\n"      \
    "  '%z', '%g+', '%p', '%c', '%x+', '%u%u+', '%l', '%S+', '%D', '[%z]', '\\0', '[\\0a]', 'a$b', 'a^b',\n" \
    "  '$a', '(', ')', '[', '[^', '[a', '%', '%b', '%bx', '%f', '%fa', '(()', '%1', '(%1)', '%0', '(a))',\n" \
    "  '[a-%d]', '[%', '*', '+a', '-', '?', '[]', '[^]', '.*.*', 'a*?', 'a**', '(a)*', '%s*()', "            \
    "'[\\128-\\255]+', '^(..)', '(.)(.)(.)(.)(.)(.)(.)(.)(.)(.)', '%f[%z]', '%f[^%w]' }\n"                   \
    "for _, s in ipairs(subjects) do\n"                                                                      \
    "  for _, p in ipairs(patterns) do\n"                                                                    \
    "    try(s, p, '<%1>', nil) try(s, p, '%%x', 2) try(s, p, '%2', -2) try(s, p, '%', 99)\n"                \
    "  end\n"                                                                                                \
    "end\n"

/* A linear congruential generator, so that both states make the same strings. */
#define PROGRAM_RANDOM                                                                                     \
    "local state = 12345\n"                                                                                \
    "local function random(n)\n"                                                                           \
    "  state = (state * 1103515245 + 12345) % 2147483648\n"                                                \
    "  return state // 65536 % n + 1\n"                                                                    \
    "end\n"                                                                                                \
    "local function string_of(parts, n)\n"                                                                 \
    "  local t = {}\n"                                                                                     \
    "  for i = 1, random(n) do t[i] = parts[random(#parts)] end\n"                                         \
    "  return table.concat(t)\n"                                                                           \
    "end\n"                                                                                                \
    "local bytes = { 'a', 'b', 'c', 'A', '1', '2', ' ', '(', ')', '-', ']', '\\0', '\\xe4', '%' }\n"       \
    "local items = { 'a', 'b', '.', '%a', '%d', '%w', '%s', '%A', '[ab]', '[^a]', '[a-c1]', '(', ')',\n"   \
    "  '()', '*', '+', '-', '?', '^', '$', '%b()', '%f[a]', '%f[%w]', '%1', '%2', '[', ']', '%', '(a)',\n" \
    "  '(.-)', '(%w*)', '.-', '.*', '%%', '[%a-]', '\\0' }\n"                                              \
    "for i = 1, 12000 do try(string_of(bytes, 9), string_of(items, 7), '<%0>', random(5) - 2) end\n"

#define PROGRAM_END "return out\n"

/* The lines that Lua's own library gives. */
static char **
run_real(const char *program)
{
    lua_State *lua = luaL_newstate();
    GPtrArray *lines = g_ptr_array_new();

    luaL_openlibs(lua);
    if (luaL_dostring(lua, program) != LUA_OK)
        g_error("%s", lua_tostring(lua, -1));
    for (lua_Integer i = 1; lua_rawgeti(lua, -1, i) == LUA_TSTRING; i++) {
        gsize length;
        const char *text = lua_tolstring(lua, -1, &length);

        g_ptr_array_add(lines, g_strndup(text, length));
        lua_pop(lua, 1);
    }
    lua_close(lua);
    g_ptr_array_add(lines, NULL);
    return (char **) g_ptr_array_free(lines, FALSE);
}

/* Those that ours give, in a script. */
static void
compare(gconstpointer data)
{
    const char *program = data;
    g_auto(GStrv) expected = run_real(program);
    g_autofree char *lua =
        g_strdup_printf("return { process = function(doc)\n"
                        "local out = (function() %s end)()\n"
                        "for i = 1, #out do out[i] = out[i]:gsub('[\\128-\\255]', '~') end\n"
                        "doc.meta.lines = out\n"
                        "end }",
                        program);
    g_autoptr(Snippet) snippet = snippet_load(lua, NULL, NULL);
    g_autoptr(MillDocument) document = snippet_document("x", FALSE);
    g_autoptr(GError) error = NULL;
    MillValue *lines;

    snippet_process(snippet, document, &error);
    g_assert_no_error(error);
    lines = mill_document_get_meta(document, "lines");
    g_assert_cmpuint(mill_value_get_length(lines), ==, g_strv_length(expected));
    for (gsize i = 0; expected[i]; i++) {
        for (char *c = expected[i]; *c; c++)
            *c = *c & 0x80 ? '~' : *c;
        g_assert_cmpstr(mill_value_get_string(mill_value_get_item(lines, i), NULL), ==,
                        expected[i]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/script/matcher/table", PROGRAM_TRY PROGRAM_TABLE PROGRAM_END, compare);
    g_test_add_data_func("/script/matcher/random", PROGRAM_TRY PROGRAM_RANDOM PROGRAM_END, compare);
    return g_test_run();
}
