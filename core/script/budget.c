/* budget.c - see budget.h. */
#include "script/budget.h"

#include "script/host.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BUDGET_SIGNAL (SIGRTMIN + 7)
#define BUDGET_HOOKS  (LUA_MASKCOUNT | LUA_MASKCALL | LUA_MASKRET)

/* Nothing that unwinds a script needs as much at once. */
#define BUDGET_RUNAWAY_BYTES ((size_t) 64 * 1024)

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

/* The timer belongs to one thread; after a fork the child's thread has none and makes its own. */
typedef struct {
    pid_t thread;
    gboolean usable;
    timer_t id;
} BudgetTimer;

static _Thread_local BudgetTimer timer;
static _Thread_local MillBudget *volatile active; /* whose script is running in this thread */

static void
budget_hook(lua_State *lua, lua_Debug *record)
{
    if (mill_budget_is_tripped(lua))
        mill_budget_raise(lua);
    lua_sethook(lua, NULL, 0, 0); /* a coroutine that outlived the document it was stopped in */
}

static void
budget_on_signal(int number, siginfo_t *info, void *context)
{
    MillBudget *budget = active;

    if (!budget || budget->tripped || !budget->running)
        return;
    budget->tripped = MILL_TRIP_TIME;
    /* lua.h allows this one call from signal handlers. */
    lua_sethook(budget->running, budget_hook, BUDGET_HOOKS, 1);
}

static gboolean
budget_make_timer(void)
{
    struct sigaction action = { .sa_sigaction = budget_on_signal,
                                .sa_flags = SA_SIGINFO | SA_RESTART };
    struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = BUDGET_SIGNAL };

    event.sigev_notify_thread_id = timer.thread;
    sigemptyset(&action.sa_mask);
    if (sigaction(BUDGET_SIGNAL, &action, NULL) != 0)
        return FALSE;
    return timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer.id) == 0 ||
           timer_create(CLOCK_MONOTONIC, &event, &timer.id) == 0;
}

static void
budget_set_timer(guint ms)
{
    const struct itimerspec when = { .it_value = { ms / 1000, (ms % 1000) * 1000000L } };

    if (timer.thread != gettid()) {
        timer.thread = gettid();
        timer.usable = budget_make_timer();
    }
    if (timer.usable)
        timer_settime(timer.id, 0, &when, NULL);
}

void
mill_budget_init(MillBudget *budget)
{
    *budget = (MillBudget){
        .time_ms = MILL_SCRIPT_TIME_MS,
        .memory = MILL_SCRIPT_MEMORY,
        .subject = "loading a script",
        .message = g_string_new(NULL),
    };
}

void
mill_budget_clear(MillBudget *budget)
{
    if (budget->message)
        g_string_free(budget->message, TRUE);
    budget->message = NULL;
}

void
mill_budget_begin(MillBudget *budget, lua_State *lua)
{
    budget->tripped = MILL_TRIP_NONE;
    budget->refusals = 0;
    budget->charged = 0;
    budget->described = FALSE;
    g_string_truncate(budget->message, 0);
    budget->running = lua;
    active = budget;
    if (budget->time_ms > 0)
        budget_set_timer(budget->time_ms);
}

void
mill_budget_end(MillBudget *budget, lua_State *lua)
{
    if (budget->time_ms > 0)
        budget_set_timer(0);
    active = NULL;
    budget->running = NULL;
    lua_sethook(lua, NULL, 0, 0);
}

/* Notes why and where the script was stopped. It must not allocate in Lua's heap. */
static void
budget_describe(MillBudget *budget, lua_State *lua)
{
    if (budget->described)
        return;
    budget->described = TRUE;
    g_string_truncate(budget->message, 0);
    mill_trace_append_where(budget->message, lua);
    if (budget->tripped == MILL_TRIP_TIME)
        g_string_append_printf(budget->message, "stopped after %g s, the limit for %s",
                               budget->time_ms / 1000.0, budget->subject);
    else
        g_string_append_printf(
            budget->message,
            "stopped because it needs more than %.4g MiB of memory, the limit for %s",
            (double) budget->memory / (1024 * 1024), budget->subject);
    mill_trace_append(budget->message, lua);
}

static void
budget_trip_memory(MillBudget *budget, lua_State *lua)
{
    if (budget->tripped)
        return;
    budget->tripped = MILL_TRIP_MEMORY;
    budget_describe(budget, lua);
    lua_sethook(lua, budget_hook, BUDGET_HOOKS, 1);
}

/* After a trip no hook may get its turn: a table that is its own __call makes Lua shift its whole
 * stack, once for each place in it. The stack grows meanwhile, so large growth is where that ends.
 */
static gboolean
budget_is_runaway(const MillBudget *budget, size_t old_size, size_t new_size)
{
    return budget->tripped && new_size > old_size && new_size >= BUDGET_RUNAWAY_BYTES;
}

/* Lua asks twice before it gives up: a refusal makes it collect all garbage and ask again. */
static void *
budget_refuse(MillBudget *budget)
{
    if (budget->tripped && budget->running)
        budget_describe(budget, budget->running);
    budget->refusals++;
    if (budget->refusals >= 2 && budget->running)
        budget_trip_memory(budget, budget->running);
    return NULL;
}

void *
mill_budget_allocate(void *data, void *block, size_t old_size, size_t new_size)
{
    MillBudget *budget = data;
    void *moved;

    if (!block)
        old_size = 0; /* then it tells the kind of object */
    if (new_size == 0) {
        free(block);
        budget->used -= old_size;
        return NULL;
    }
    if (budget->running && budget_is_runaway(budget, old_size, new_size))
        return budget_refuse(budget);
    if (new_size > old_size && budget->memory > 0 && budget->running &&
        budget->used + budget->charged + (new_size - old_size) > budget->memory)
        return budget_refuse(budget);
    moved = realloc(block, new_size);
    if (!moved)
        return budget_refuse(budget);
    budget->used += new_size - old_size;
    if (new_size > old_size)
        budget->refusals = 0;
    return moved;
}

int
mill_budget_raise(lua_State *lua)
{
    MillBudget *budget = &mill_host(lua)->budget;

    budget_describe(budget, lua);
    lua_sethook(lua, budget_hook, BUDGET_HOOKS, 1); /* for its __close: it may be no coroutine's */
    lua_pushlightuserdata(lua, budget);
    return lua_error(lua);
}

void
mill_budget_check(lua_State *lua)
{
    if (mill_host(lua)->budget.tripped)
        mill_budget_raise(lua);
}

gboolean
mill_budget_is_tripped(lua_State *lua)
{
    return mill_host(lua)->budget.tripped != MILL_TRIP_NONE;
}

void
mill_budget_trip_memory(lua_State *lua)
{
    budget_trip_memory(&mill_host(lua)->budget, lua);
}

void
mill_budget_reserve(lua_State *lua, gsize bytes)
{
    MillBudget *budget = &mill_host(lua)->budget;

    if (mill_budget_fits(lua, bytes))
        return;
    budget_trip_memory(budget, lua);
    mill_budget_raise(lua);
}

gboolean
mill_budget_count(lua_State *lua, gsize bytes)
{
    MillBudget *budget = &mill_host(lua)->budget;

    budget->charged += bytes;
    return !budget->tripped &&
           (budget->memory == 0 || budget->used + budget->charged <= budget->memory);
}

gboolean
mill_budget_fits(lua_State *lua, gsize bytes)
{
    const MillBudget *budget = &mill_host(lua)->budget;

    return budget->memory == 0 || bytes <= budget->memory - MIN(budget->memory, budget->charged);
}

void
mill_budget_release(lua_State *lua, gsize bytes)
{
    MillBudget *budget = &mill_host(lua)->budget;

    budget->charged -= MIN(budget->charged, bytes);
}

void
mill_budget_charge(lua_State *lua, gsize bytes)
{
    MillBudget *budget = &mill_host(lua)->budget;

    if (mill_budget_count(lua, bytes))
        return;
    mill_budget_check(lua);
    lua_gc(lua, LUA_GCCOLLECT); /* garbage does not count */
    if (budget->used + budget->charged <= budget->memory)
        return;
    budget_trip_memory(budget, lua);
    mill_budget_raise(lua);
}
