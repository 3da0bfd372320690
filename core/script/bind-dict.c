/* bind-dict.c - mill.dict and mill.set: thousands of terms, found in one pass.
 *
 * The engine is that of the step tags (core/lexicon). A dictionary that is made while the script is
 * loaded is shared by all workers.
 */
#include "script/dict.h"
#include "script/regex.h"

/* Registry: frozen table → its dictionary or set; weak keys. */
static const char dict_cache_keys[2];

/* The matches in one text. */
typedef struct {
    MillHandle handle;
    GArray *matches; /* LexMatch; the first of them, up to @most */
    gsize most;
    gsize found;   /* all of them */
    gsize charged; /* bytes */
    guint at;
    gsize offset; /* of what was scanned in the text */
    guint64 revision;
    gboolean too_many;
    lua_State *lua; /* while it is filled */
} DictMatches;

static int
dict_collect(lua_State *lua)
{
    MillDict *self = lua_touserdata(lua, 1);

    g_clear_pointer(&self->longest, lex_scanner_free);
    g_clear_pointer(&self->all, lex_scanner_free);
    g_clear_pointer(&self->dict, lex_dict_free);
    return 0;
}

static int
dict_matches_collect(lua_State *lua)
{
    DictMatches *self = lua_touserdata(lua, 1);

    g_clear_pointer(&self->matches, g_array_unref);
    if (self->handle.generation == mill_host(lua)->generation)
        mill_budget_release(lua, self->charged);
    self->charged = 0;
    return 0;
}

static void
dict_push_cache(lua_State *lua, gboolean list)
{
    if (lua_rawgetp(lua, LUA_REGISTRYINDEX, &dict_cache_keys[list ? 1 : 0]) == LUA_TTABLE)
        return;
    lua_pop(lua, 1);
    lua_newtable(lua);
    lua_createtable(lua, 0, 1);
    lua_pushliteral(lua, "k");
    lua_setfield(lua, -2, "__mode");
    lua_setmetatable(lua, -2);
    lua_pushvalue(lua, -1);
    lua_rawsetp(lua, LUA_REGISTRYINDEX, &dict_cache_keys[list ? 1 : 0]);
}

/* That of a table that cannot change, such as an option, is kept. */
static int
dict_new(lua_State *lua, gboolean list)
{
    gboolean keep;

    lua_settop(lua, 2);
    keep = lua_isnil(lua, 2) && mill_push_unfrozen(lua, 1);
    lua_settop(lua, 2);
    if (!keep) {
        mill_push_dict(lua, list);
        return 1;
    }
    dict_push_cache(lua, list);
    lua_pushvalue(lua, 1);
    if (lua_rawget(lua, 3) == LUA_TUSERDATA)
        return 1;
    lua_settop(lua, 2);
    mill_push_dict(lua, list);
    dict_push_cache(lua, list);
    lua_pushvalue(lua, 1);
    lua_pushvalue(lua, -3);
    lua_rawset(lua, -3);
    lua_pop(lua, 1);
    return 1;
}

/* mill.dict(table[, options]) → dictionary
 * A dictionary of terms, the keys of the table, each with any value; or of the items of a list,
 * with the value true. Thousands of terms are found in one pass over a text. Case, full-width forms
 * and the length of white space make no difference, and a term does not begin or end inside of a
 * word, unless the options say so: case = true, words = false. Make it at the top of the script,
 * and all workers share it; that of a table of ctx.options is made once a worker.
 *
 *     local dict = mill.dict { ["solar power"] = "energy/solar", ["风电"] = "energy/wind" }
 *     for s, e, category in dict:each(doc) do doc:add("found", s, e, { category = category }) end
 */
static int
dict_dict(lua_State *lua)
{
    return dict_new(lua, FALSE);
}

/* mill.set(list[, options]) → dictionary
 * The same of a list of terms.
 *
 *     local stop = mill.set { "the", "of" }
 *     if not stop:get("The") then print("no stop word") end
 */
static int
dict_set(lua_State *lua)
{
    return dict_new(lua, TRUE);
}

static gboolean
dict_is_stopped(gpointer data)
{
    DictMatches *self = data;

    return self->too_many || (self->most == 1 && self->found > 0) ||
           mill_budget_is_tripped(self->lua);
}

static void
dict_sink(const LexMatch *matches, gsize n, gpointer data)
{
    DictMatches *self = data;

    self->found += n;
    n = MIN(n, self->most - self->matches->len);
    if (self->too_many || n == 0)
        return;
    self->charged += n * sizeof(LexMatch);
    self->too_many = !mill_budget_count(self->lua, n * sizeof(LexMatch));
    g_array_append_vals(self->matches, matches, (guint) n);
}

static LexScanner *
dict_get_scanner(MillDict *self, gboolean all)
{
    LexScanner **scanner = all ? &self->all : &self->longest;
    guint flags = (all ? LEX_SCAN_ALL : 0) | (self->words ? LEX_SCAN_WORDS : 0);

    if (!*scanner)
        *scanner = lex_scanner_new(self->dict, NULL, flags);
    return *scanner;
}

static void
dict_scan(lua_State *lua, DictMatches *self, LexScanner *scanner, const MillSubject *subject)
{
    self->found = 0;
    self->too_many = FALSE;
    g_array_set_size(self->matches, 0);
    self->lua = lua;
    lex_scanner_set_stop(scanner, dict_is_stopped, self);
    if (subject->at < subject->length)
        lex_scanner_scan(scanner, subject->text + subject->at, subject->length - subject->at,
                         dict_sink, self);
    lex_scanner_set_stop(scanner, NULL, NULL);
    self->lua = NULL;
    mill_budget_check(lua);
}

/* Pushes the first matches in @subject, up to @most; with 0, they are only counted. */
static DictMatches *
dict_push_matches(lua_State *lua, MillDict *dict, const MillSubject *subject, gboolean all,
                  gsize most)
{
    DictMatches *self = mill_push_handle(lua, MILL_HANDLE_MATCHES, sizeof(DictMatches), 0);
    LexScanner *scanner = dict_get_scanner(dict, all);

    self->at = 0;
    self->charged = 0;
    self->most = most;
    self->offset = subject->at;
    self->revision = mill_host(lua)->revision;
    self->matches = g_array_new(FALSE, FALSE, sizeof(LexMatch));
    dict_scan(lua, self, scanner, subject);
    if (!self->too_many)
        return self;
    /* Those of loops that are over are given back with the garbage. */
    mill_budget_release(lua, self->charged);
    self->charged = 0;
    lua_gc(lua, LUA_GCCOLLECT);
    dict_scan(lua, self, scanner, subject);
    if (self->too_many)
        mill_budget_charge(lua, mill_host(lua)->budget.memory);
    return self;
}

/* The subject at 2, a string or the document, with bounds. */
static MillSubject
dict_check_subject(lua_State *lua)
{
    MillSubject subject = mill_check_subject(lua, 2, TRUE);

    luaL_argcheck(lua, subject.length < G_MAXUINT32, 2, "the text is too long");
    return subject;
}

/* Pushes s, e, value, term of the match. The lists of terms and values are at those indices. */
static int
dict_push_match(lua_State *lua, const MillDict *dict, const DictMatches *matches,
                const LexMatch *match, int terms, int values)
{
    lua_Integer number = (dict->dict->forms[match->form].concept & LEX_FORM_CONCEPT) + 1;

    mill_push_span(lua, (MillSpan){ matches->offset + match->start, matches->offset + match->end });
    lua_rawgeti(lua, values, number);
    lua_rawgeti(lua, terms, number);
    return 4;
}

/* Upvalues of iterators. */
enum { DICT_SELF = 1, DICT_MATCHES, DICT_TERMS, DICT_VALUES, DICT_DOCUMENT };

static int
dict_next(lua_State *lua)
{
    const MillDict *dict = lua_touserdata(lua, lua_upvalueindex(DICT_SELF));
    DictMatches *self = lua_touserdata(lua, lua_upvalueindex(DICT_MATCHES));

    if (lua_isuserdata(lua, lua_upvalueindex(DICT_DOCUMENT))) {
        mill_check_live(lua, lua_upvalueindex(DICT_DOCUMENT), MILL_HANDLE_DOCUMENT);
        if (self->revision != mill_host(lua)->revision)
            return luaL_error(lua, "the text was edited while matches were visited");
    }
    if (self->at == self->matches->len)
        return 0;
    return dict_push_match(lua, dict, self, &g_array_index(self->matches, LexMatch, self->at++),
                           lua_upvalueindex(DICT_TERMS), lua_upvalueindex(DICT_VALUES));
}

static int
dict_push_iterator(lua_State *lua, gboolean all)
{
    MillDict *self = mill_check_handle(lua, 1, MILL_HANDLE_DICT);
    MillSubject subject = dict_check_subject(lua);

    lua_settop(lua, 2);
    lua_pushvalue(lua, 1);
    dict_push_matches(lua, self, &subject, all, G_MAXUINT32);
    lua_getiuservalue(lua, 1, 1);
    lua_getiuservalue(lua, 1, 2);
    lua_pushvalue(lua, 2);
    lua_pushcclosure(lua, dict_next, DICT_DOCUMENT);
    return 1;
}

/* dict:each(subject[, init[, last]]) → iterator of s, e, value, term
 * The terms in a string or in the document itself: from the left, the longest where several begin,
 * and none that lies in another. Of terms that differ only in what makes no difference, all.
 *
 *     local dict = mill.dict { energy = 1, ["renewable energy"] = 2 }
 *     for s, e, weight, term in dict:each(doc) do print(term, weight) end
 */
static int
dict_each(lua_State *lua)
{
    return dict_push_iterator(lua, FALSE);
}

/* dict:all(subject[, init[, last]]) → iterator of s, e, value, term
 * Every occurrence, also those inside of and across others; by where they begin, longer ones first.
 *
 *     local dict = mill.set { "energy", "renewable energy" }
 *     for s, e, _, term in dict:all(doc) do print(s, e, term) end
 */
static int
dict_all(lua_State *lua)
{
    return dict_push_iterator(lua, TRUE);
}

/* dict:find(subject[, init[, last]]) → s, e, value, term or nil
 * The first that dict:each() gives.
 *
 *     local s, e, value, term = mill.dict({ abc = 1 }):find(doc)
 */
static int
dict_find(lua_State *lua)
{
    MillDict *self = mill_check_handle(lua, 1, MILL_HANDLE_DICT);
    MillSubject subject = dict_check_subject(lua);
    DictMatches *matches = dict_push_matches(lua, self, &subject, FALSE, 1);
    int top = lua_gettop(lua);

    if (matches->matches->len == 0) {
        lua_pushnil(lua);
        return 1;
    }
    lua_getiuservalue(lua, 1, 1);
    lua_getiuservalue(lua, 1, 2);
    return dict_push_match(lua, self, matches, &g_array_index(matches->matches, LexMatch, 0),
                           top + 1, top + 2);
}

/* dict:count(subject[, init[, last]]) → integer
 * How many dict:each() gives.
 *
 *     doc.meta.mentions = mill.set({ "abc", "def" }):count(doc)
 */
static int
dict_count(lua_State *lua)
{
    MillDict *self = mill_check_handle(lua, 1, MILL_HANDLE_DICT);
    MillSubject subject = dict_check_subject(lua);

    lua_pushinteger(lua, (lua_Integer) dict_push_matches(lua, self, &subject, FALSE, 0)->found);
    return 1;
}

/* dict:get(string) → value, term or nil
 * The value of the term that the string as a whole is, by the dictionary's rules.
 *
 *     local value = mill.dict({ Energy = 7 }):get("ENERGY")
 */
static int
dict_get(lua_State *lua)
{
    MillDict *self = mill_check_handle(lua, 1, MILL_HANDLE_DICT);
    MillSubject subject = { 0 };
    const DictMatches *matches;

    luaL_checktype(lua, 2, LUA_TSTRING);
    lua_settop(lua, 2);
    subject = mill_check_subject(lua, 2, FALSE);
    luaL_argcheck(lua, subject.length < G_MAXUINT32, 2, "the text is too long");
    matches = dict_push_matches(lua, self, &subject, FALSE, 1);
    if (matches->matches->len > 0) {
        const LexMatch *match = &g_array_index(matches->matches, LexMatch, 0);

        lua_getiuservalue(lua, 1, 1);
        lua_getiuservalue(lua, 1, 2);
        if (match->start == 0 && match->end == subject.length) {
            dict_push_match(lua, self, matches, match, 4, 5);
            return 2;
        }
    }
    lua_pushnil(lua);
    return 1;
}

static int
dict_length(lua_State *lua)
{
    lua_pushinteger(lua, ((MillDict *) mill_check_handle(lua, 1, MILL_HANDLE_DICT))->n);
    return 1;
}

void
mill_open_dict(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        { "each", dict_each },   { "all", dict_all }, { "find", dict_find },
        { "count", dict_count }, { "get", dict_get }, { NULL, NULL },
    };
    static const luaL_Reg metamethods[] = {
        { "__gc", dict_collect },
        { "__len", dict_length },
        { NULL, NULL },
    };
    static const luaL_Reg matches_metamethods[] = {
        { "__gc", dict_matches_collect },
        { NULL, NULL },
    };

    luaL_newlib(lua, methods);
    mill_define_handle(lua, MILL_HANDLE_DICT, metamethods, NULL);
    lua_newtable(lua);
    mill_define_handle(lua, MILL_HANDLE_MATCHES, matches_metamethods, NULL);
    lua_pushcfunction(lua, dict_dict);
    lua_setfield(lua, -2, "dict");
    lua_pushcfunction(lua, dict_set);
    lua_setfield(lua, -2, "set");
}
