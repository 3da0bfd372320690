/* guard.c - memory of documents that tells who misuses it. */
#include "validate/guard.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "document/probe.h"

#define GUARD_REGIONS 2048 /* what is freed stays untouchable until so many others have been */
#define GUARD_STACK   (256 * 1024)

typedef struct {
    guint8 *map;  /* NULL: the slot is free */
    gsize usable; /* bytes before the page that nobody can touch */
    gboolean live;
    gboolean source;
} Region;

static struct {
    MillWatch *watch;
    Region regions[GUARD_REGIONS];
    guint next; /* slot to be looked at first */
    gsize page;
    const guint8 *stack_top;
    gsize stack_size;
} guard;

/* A free slot; if there is none, what was freed long ago is let go. NULL if all are alive. */
static Region *
guard_find_slot(void)
{
    for (guint i = 0; i < GUARD_REGIONS; i++) {
        Region *region = &guard.regions[guard.next++ % GUARD_REGIONS];

        if (region->live)
            continue;
        if (region->map)
            munmap(region->map, region->usable + guard.page);
        region->map = NULL;
        return region;
    }
    return NULL;
}

/* Of no bytes, there is only the page that nobody can touch. */
static char *
guard_allocate(gsize size, gboolean source)
{
    gsize usable = (size + guard.page - 1) / guard.page * guard.page;
    Region *region = guard_find_slot();
    guint8 *map = region ? mmap(NULL, usable + guard.page, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                         : MAP_FAILED;

    if (map == MAP_FAILED)
        return NULL;
    mprotect(map + usable, guard.page, PROT_NONE);
    *region = (Region){ .map = map, .usable = usable, .live = TRUE, .source = source };
    return (char *) map + usable - size;
}

static Region *
guard_find(const void *at)
{
    const guint8 *byte = at;

    for (guint i = 0; i < GUARD_REGIONS; i++) {
        Region *region = &guard.regions[i];

        if (region->map && byte >= region->map && byte < region->map + region->usable + guard.page)
            return region;
    }
    return NULL;
}

static char *
guard_allocate_text(gsize size)
{
    return guard_allocate(size, FALSE);
}

static void
guard_seal(char *text)
{
    Region *region = guard_find(text);

    if (region)
        mprotect(region->map, region->usable, PROT_READ);
}

static void
guard_free(char *text)
{
    Region *region = guard_find(text);

    if (!region)
        return;
    region->live = FALSE;
    madvise(region->map, region->usable, MADV_DONTNEED);
    mprotect(region->map, region->usable, PROT_NONE);
}

/* Runs in a signal handler. */
static MillFault
guard_explain(const guint8 *at)
{
    const Region *region = guard_find(at);

    if (!region) {
        gboolean stack = at < guard.stack_top &&
                         (gsize) (guard.stack_top - at) > guard.stack_size / 2 &&
                         (gsize) (guard.stack_top - at) < guard.stack_size + (1 << 20);

        return stack ? MILL_FAULT_STACK : MILL_FAULT_NONE;
    }
    if (!region->live)
        return MILL_FAULT_STALE_TEXT;
    if (at >= region->map + region->usable)
        return region->source ? MILL_FAULT_PAST_SOURCE : MILL_FAULT_PAST_TEXT;
    return MILL_FAULT_WRITES_TEXT;
}

/* Notes what it was; the access is then tried again and is deadly. */
static void
guard_handle(int number, siginfo_t *info, void *context)
{
    guard.watch->fault = (guint32) guard_explain(info->si_addr);
    signal(number, SIG_DFL);
}

static void
guard_catch(void)
{
    static guint8 own_stack[GUARD_STACK]; /* the usual one may be what has run out */
    stack_t stack = { .ss_sp = own_stack, .ss_size = sizeof own_stack };
    struct sigaction action = { .sa_sigaction = guard_handle, .sa_flags = SA_SIGINFO | SA_ONSTACK };

    sigaltstack(&stack, NULL);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

void
mill_guard_begin(MillWatch *watch)
{
    static const MillTextHost host = { guard_allocate_text, guard_seal, guard_free };
    struct rlimit limit = { 0 };

    guard.watch = watch;
    guard.page = (gsize) sysconf(_SC_PAGESIZE);
    guard.stack_top = (const guint8 *) __builtin_frame_address(0);
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        guard.stack_size = limit.rlim_cur;
    mill_probe.texts = &host;
    guard_catch();
}

typedef struct {
    char *bytes; /* guarded */
    char *copy;  /* where there was no room for that */
    gboolean *gone;
} Source;

static void
guard_free_source(gpointer data)
{
    Source *source = data;

    *source->gone = TRUE;
    if (source->bytes)
        guard_free(source->bytes);
    g_free(source->copy);
    g_free(source);
}

GBytes *
mill_guard_copy(GBytes *bytes, gboolean *gone)
{
    Source *source = g_new0(Source, 1);
    gsize length;
    const void *data = g_bytes_get_data(bytes, &length);

    *gone = FALSE;
    source->gone = gone;
    source->bytes = guard_allocate(length, TRUE);
    if (!source->bytes)
        source->copy = g_memdup2(data, length);
    else if (length > 0)
        memcpy(source->bytes, data, length);
    if (source->bytes)
        guard_seal(source->bytes);
    return g_bytes_new_with_free_func(source->bytes ? source->bytes : source->copy, length,
                                      guard_free_source, source);
}
