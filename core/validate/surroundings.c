/* surroundings.c - the state of the process, as strings that can be compared. */
#include "validate/surroundings.h"

#include <locale.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIGNALS 32 /* the classic ones; others have numbers that vary */

typedef enum {
    PLACE_FOLDER,
    PLACE_UMASK,
    PLACE_LOCALE,
    PLACE_ENVIRONMENT,
    PLACE_SIGNALS,
    PLACE_THREADS,
    PLACE_CHILDREN,
    N_PLACES,
} Place;

struct MillSurroundings {
    char *state[N_PLACES];
};

static char *
describe_umask(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return g_strdup_printf("%o", (unsigned) mask);
}

static char *
describe_environment(void)
{
    g_auto(GStrv) variables = g_get_environ();

    return g_strjoinv("\n", variables);
}

/* Who handles each signal. */
static char *
describe_signals(void)
{
    GString *text = g_string_new(NULL);
    struct sigaction action;

    for (int number = 1; number < SIGNALS; number++)
        if (sigaction(number, NULL, &action) == 0)
            g_string_append_printf(text, "%p ", (gpointer) (gsize) action.sa_handler);
    return g_string_free(text, FALSE);
}

static char *
describe_threads(void)
{
    g_autoptr(GDir) dir = g_dir_open("/proc/self/task", 0, NULL);
    guint n = 0;

    while (dir && g_dir_read_name(dir))
        n++;
    return g_strdup_printf("%u", n);
}

static char *
describe_children(void)
{
    siginfo_t info;

    return g_strdup(waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 ? "some" : "none");
}

MillSurroundings *
mill_surroundings_new(void)
{
    MillSurroundings *self = g_new0(MillSurroundings, 1);

    self->state[PLACE_FOLDER] = g_get_current_dir();
    self->state[PLACE_UMASK] = describe_umask();
    self->state[PLACE_LOCALE] = g_strdup(setlocale(LC_ALL, NULL));
    self->state[PLACE_ENVIRONMENT] = describe_environment();
    self->state[PLACE_SIGNALS] = describe_signals();
    self->state[PLACE_THREADS] = describe_threads();
    self->state[PLACE_CHILDREN] = describe_children();
    return self;
}

void
mill_surroundings_free(MillSurroundings *self)
{
    if (!self)
        return;
    for (gsize i = 0; i < N_PLACES; i++)
        g_free(self->state[i]);
    g_free(self);
}

char *
mill_surroundings_compare(const MillSurroundings *before)
{
    static const char *const names[N_PLACES] = {
        [PLACE_FOLDER] = "the working directory",
        [PLACE_UMASK] = "the umask",
        [PLACE_LOCALE] = "the locale",
        [PLACE_ENVIRONMENT] = "the environment",
        [PLACE_SIGNALS] = "what handles signals",
        [PLACE_THREADS] = "the threads that run",
        [PLACE_CHILDREN] = "the processes it has started",
    };
    g_autoptr(MillSurroundings) now = mill_surroundings_new();
    g_autoptr(GString) changed = g_string_new(NULL);

    for (gsize i = 0; i < N_PLACES; i++)
        if (g_strcmp0(before->state[i], now->state[i]) != 0)
            g_string_append_printf(changed, "%s%s", changed->len > 0 ? ", " : "", names[i]);
    return changed->len > 0 ? g_string_free(g_steal_pointer(&changed), FALSE) : NULL;
}
