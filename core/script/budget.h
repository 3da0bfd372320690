/* budget.h - the time and memory that a script may use for one document, and how both are enforced.
 *
 * Memory is counted in Lua's allocator, plus what the bindings make on the script's behalf
 * (annotations, metadata, inserted text). Time is processor time of the thread, so that a busy
 * machine fails no document; a timer signal installs a hook in the running coroutine, which costs
 * nothing until then.
 *
 * A budget that is used up is *tripped*. From then on nothing that the script does can go on: the
 * hook fires at every instruction, our pcall, xpcall and coroutine functions raise again what they
 * caught, and the long loops of our C functions look at the flag.
 */
#ifndef TEXTMILL_SCRIPT_BUDGET_H
#define TEXTMILL_SCRIPT_BUDGET_H

#include <lua.h>
#include <signal.h>
#include <textmill/error.h>

G_BEGIN_DECLS

#define MILL_SCRIPT_TIME_MS (10 * 1000)
#define MILL_SCRIPT_MEMORY  ((gsize) 256 * 1024 * 1024)

typedef enum {
    MILL_TRIP_NONE,
    MILL_TRIP_TIME,
    MILL_TRIP_MEMORY,
} MillTrip;

typedef struct {
    volatile sig_atomic_t tripped; /* MillTrip */
    lua_State *volatile running;   /* the coroutine that runs; NULL while none does */
    guint time_ms;                 /* limits; 0 for none */
    gsize memory;
    const char *subject; /* what they are limits for */
    gsize used;          /* bytes in Lua's heap */
    gsize charged;       /* bytes made by bindings for the document at hand */
    guint refusals;      /* allocations refused in a row: the second follows a full collection */
    GString *message;    /* what to say about the error, with the place where it happened */
    gboolean described;  /* the message is about the trip */
} MillBudget;

void mill_budget_init(MillBudget *budget);
void mill_budget_clear(MillBudget *budget);
/* A lua_Alloc; its data is the MillBudget. */
void *mill_budget_allocate(void *data, void *block, size_t old_size, size_t new_size);

/* Begins and ends the time in which the budget of @lua is enforced. */
void mill_budget_begin(MillBudget *budget, lua_State *lua);
void mill_budget_end(MillBudget *budget, lua_State *lua);

/* Raises the trip (a Lua error that does not return), noting the place if it is the first time. */
int mill_budget_raise(lua_State *lua);
/* Raises the trip if there was one. Loops of C functions call this every few iterations. */
void mill_budget_check(lua_State *lua);
/* What the same loops may look at where raising is not possible. */
gboolean mill_budget_is_tripped(lua_State *lua);
/* Counts @bytes that a binding is about to make outside of Lua's heap; raises if too many. */
void mill_budget_charge(lua_State *lua, gsize bytes);
/* The same where raising is not possible: FALSE if too many. */
gboolean mill_budget_count(lua_State *lua, gsize bytes);
/* Whether @bytes more would not be too many. */
gboolean mill_budget_fits(lua_State *lua, gsize bytes);
/* Gives back what was counted in this call. */
void mill_budget_release(lua_State *lua, gsize bytes);
/* Raises if @bytes more in Lua's heap would be too many; for one large allocation. */
void mill_budget_reserve(lua_State *lua, gsize bytes);
/* Trips because an allocation failed (a status of LUA_ERRMEM came back). */
void mill_budget_trip_memory(lua_State *lua);

G_END_DECLS

#endif
