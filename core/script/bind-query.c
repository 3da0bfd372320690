/* bind-query.c - walking over annotations: all of a layer, those inside a span, those around it.
 *
 * Iterators give columns, not objects: 20,000 annotations are visited without making a table.
 */
#include "script/layers.h"

typedef enum {
    QUERY_ALL,
    QUERY_INSIDE,
    QUERY_COVERING,
} QueryKind;

typedef struct {
    MillHandle handle; /* INTERNAL: only the iterator's closure has it */
    QueryKind kind;
    MillLayer *layer;
    guint64 revision; /* of the text, and */
    guint64 version;  /* of the layer's rows, when it began */
    gssize row;       /* to visit next; COVERING: visited last */
    gssize end;       /* ALL: the number of rows when it began */
    MillSpan span;
    int n_columns;
    MillColumn columns[];
} Query;

/* Moves to the next row of the answer; FALSE at its end. */
static gboolean
query_step(Query *self, gssize *row)
{
    MillSpan span;

    if (self->kind == QUERY_COVERING) {
        self->row = mill_layer_next_covering(self->layer, self->span, self->row);
        *row = self->row;
        return self->row >= 0;
    }
    for (; self->row < self->end; self->row++) {
        if (self->kind == QUERY_INSIDE) {
            span = mill_layer_get_span(self->layer, (gsize) self->row);
            if (span.start > self->span.end)
                return FALSE;
            if (span.end > self->span.end)
                continue;
        }
        *row = self->row++;
        return TRUE;
    }
    return FALSE;
}

static int
query_next(lua_State *lua)
{
    MillScript *host = mill_host(lua);
    Query *self = lua_touserdata(lua, lua_upvalueindex(1));
    gssize row;

    mill_budget_check(lua);
    if (!self->layer)
        return 0;
    if (self->handle.generation != host->generation)
        return luaL_error(lua, "this iterator is of an earlier document");
    if (self->revision != host->revision)
        return luaL_error(lua, "the text was edited while annotations were visited");
    if (mill_layer_version(host, self->layer) != self->version)
        return luaL_error(lua, "rows of the layer were removed or put in order while they were "
                               "visited: collect first, then change");
    if (!query_step(self, &row)) {
        self->layer = NULL;
        return 0;
    }
    luaL_checkstack(lua, self->n_columns + 3, NULL);
    mill_push_span(lua, mill_layer_get_span(self->layer, (gsize) row));
    lua_pushinteger(lua, row + 1);
    for (int i = 0; i < self->n_columns; i++)
        mill_push_attribute(lua, self->layer, (gsize) row, self->columns[i]);
    return 3 + self->n_columns;
}

/* Pushes an iterator over the layer named by argument 2, with the attributes named by the
 * arguments from @first on. */
static int
query_begin(lua_State *lua, QueryKind kind, MillSpan span, int first)
{
    MillScript *host = mill_host(lua);
    MillLayer *layer = mill_find_layer(lua, 2);
    int n = MAX(lua_gettop(lua) - first + 1, 0);
    Query *self = lua_newuserdatauv(lua, sizeof(Query) + (gsize) n * sizeof(MillColumn), 0);

    *self = (Query){ .kind = kind, .layer = layer, .span = span, .n_columns = n };
    self->handle = (MillHandle){ MILL_HANDLE_INTERNAL, host->generation };
    self->revision = host->revision;
    for (int i = 0; i < n; i++)
        self->columns[i] = layer ? mill_layer_find_column(layer, luaL_checkstring(lua, first + i))
                                 : MILL_NO_COLUMN;
    if (layer) {
        mill_layer_put_in_order(host, layer);
        self->version = mill_layer_version(host, layer);
        self->end = (gssize) mill_layer_get_length(layer);
        if (kind == QUERY_INSIDE)
            self->row = (gssize) mill_layer_lower_bound(layer, span.start);
        else if (kind == QUERY_COVERING)
            self->row = -1;
    }
    lua_pushcclosure(lua, query_next, 1);
    return 1;
}

/* doc:each(layer[, name…]) → iterator of s, e, row, value…
 * All annotations of a layer in text order, with the attributes that are named. An absent layer
 * has none.
 *
 *     local n = {}
 *     for s, e, i, term in doc:each("tag", "term") do
 *         n[term] = (n[term] or 0) + 1
 *     end
 */
static int
query_each(lua_State *lua)
{
    mill_check_document(lua, 1);
    return query_begin(lua, QUERY_ALL, (MillSpan){ 0, 0 }, 3);
}

/* doc:inside(layer, s, e[, name…]) → iterator of s, e, row, value…
 * The annotations that lie wholly between s and e, in text order.
 *
 *     for ts, te, i, term in doc:inside("tag", section:span()) do print(doc:sub(ts, te)) end
 */
static int
query_inside(lua_State *lua)
{
    MillDocument *document = mill_check_document(lua, 1);

    return query_begin(lua, QUERY_INSIDE, mill_check_span(lua, 3, document), 5);
}

/* doc:covering(layer, s, e[, name…]) → iterator of s, e, row, value…
 * The annotations that hold all of s to e, outermost first.
 *
 *     for ss, se, i, title in doc:covering("section", s, e, "title") do print(title) end
 */
static int
query_covering(lua_State *lua)
{
    MillDocument *document = mill_check_document(lua, 1);

    return query_begin(lua, QUERY_COVERING, mill_check_span(lua, 3, document), 5);
}

/* doc:innermost(layer, s, e) → row or nil
 * The smallest annotation that holds all of s to e.
 *
 *     local row = doc:innermost("section", s, e)
 */
static int
query_innermost(lua_State *lua)
{
    MillDocument *document = mill_check_document(lua, 1);
    MillLayer *layer = mill_find_layer(lua, 2);
    MillSpan span = mill_check_span(lua, 3, document);
    gssize row = -1;

    if (layer) {
        mill_layer_put_in_order(mill_host(lua), layer);
        row = mill_layer_innermost(layer, span);
    }
    if (row < 0)
        lua_pushnil(lua);
    else
        lua_pushinteger(lua, row + 1);
    return 1;
}

void
mill_add_query_methods(lua_State *lua)
{
    static const luaL_Reg methods[] = {
        { "each", query_each },
        { "inside", query_inside },
        { "covering", query_covering },
        { "innermost", query_innermost },
        { NULL, NULL },
    };

    luaL_setfuncs(lua, methods, 0);
}
