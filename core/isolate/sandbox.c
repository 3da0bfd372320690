/* sandbox.c - what workers are kept from doing: how the kernel's means are put together. */
#include "isolate/sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <textmill/plugin.h>

#include "isolate/calls.h"
#include "isolate/landlock.h"

#define SANDBOX_ALL                                                                                \
    (MILL_CONFINED_WRITING | MILL_CONFINED_READING | MILL_CONFINED_NETWORK |                       \
     MILL_CONFINED_PROGRAMS | MILL_CONFINED_PROCESSES)

struct MillSandbox {
    MillPipeline *pipeline;
    MillSandboxMode mode;
    gboolean isolated;
    guint32 needs;  /* MillStepFlags of all steps */
    guint landlock; /* version; 0: none */
    int rules;      /* of Landlock, or -1 */
    MillCalls *calls;
    const char *obstacle; /* why there is no filter of calls, or NULL */
};

/* The flag of a step's needs, what is then not confined, and how to say it. */
static const struct {
    guint32 flag;
    guint confinement;
    const char *verb;
} sandbox_words[] = {
    { 0, MILL_CONFINED_WRITING, "write files" },
    { MILL_STEP_NEEDS_FILES | MILL_STEP_NEEDS_PROGRAMS, MILL_CONFINED_READING, "read files" },
    { MILL_STEP_NEEDS_NETWORK, MILL_CONFINED_NETWORK, "use the network" },
    { MILL_STEP_NEEDS_PROGRAMS, MILL_CONFINED_PROGRAMS, "start programs" },
    { 0, MILL_CONFINED_PROCESSES, "touch other processes" },
};

/* What there is to be confined, given the needs of the steps. */
static guint
sandbox_get_wanted(const MillSandbox *sandbox)
{
    guint wanted = SANDBOX_ALL;

    for (gsize i = 0; i < G_N_ELEMENTS(sandbox_words); i++)
        if (sandbox->needs & sandbox_words[i].flag)
            wanted &= ~sandbox_words[i].confinement;
    return wanted;
}

/* What each of the means confines. A process that makes others could have them signal for it, so
 * with programs it takes Landlock to hold signals back. */
static guint
sandbox_get_effect(const MillSandbox *sandbox, gboolean rules, gboolean calls)
{
    guint effect = 0;
    gboolean programs = (sandbox->needs & MILL_STEP_NEEDS_PROGRAMS) != 0;

    if (rules)
        effect |= MILL_CONFINED_WRITING | MILL_CONFINED_READING | MILL_CONFINED_PROGRAMS;
    if (rules && mill_landlock_holds_signals(sandbox->landlock))
        effect |= MILL_CONFINED_PROCESSES;
    if (calls)
        effect |= MILL_CONFINED_WRITING | MILL_CONFINED_NETWORK | MILL_CONFINED_PROGRAMS;
    if (calls && !programs)
        effect |= MILL_CONFINED_PROCESSES;
    return effect & sandbox_get_wanted(sandbox);
}

guint
mill_sandbox_get_aim(const MillSandbox *sandbox)
{
    if (sandbox->mode == MILL_SANDBOX_OFF || !sandbox->isolated)
        return 0;
    return sandbox_get_effect(sandbox, sandbox->rules >= 0, sandbox->calls != NULL);
}

gboolean
mill_sandbox_suffices(const MillSandbox *sandbox, guint confined)
{
    return sandbox->mode != MILL_SANDBOX_REQUIRE || (sandbox_get_wanted(sandbox) & ~confined) == 0;
}

/* "write files, read files or use the network": those of @confinements. */
static void
sandbox_append_verbs(GString *text, guint confinements)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sandbox_words); i++) {
        guint one = sandbox_words[i].confinement;

        if ((confinements & one) == 0)
            continue;
        confinements &= ~one;
        g_string_append(text, sandbox_words[i].verb);
        if (confinements != 0)
            g_string_append(text, (confinements & (confinements - 1)) != 0 ? ", " : " or ");
    }
}

static void
sandbox_append_obstacles(const MillSandbox *sandbox, GString *text)
{
    const char *separator = "";

    if (sandbox->landlock == 0) {
        g_string_append(text, "this kernel or container has no Landlock");
        separator = ", ";
    }
    if (!sandbox->calls)
        g_string_append_printf(text, "%s%s", separator,
                               sandbox->obstacle ? sandbox->obstacle : "seccomp refused");
}

static gboolean
sandbox_refuse(const MillSandbox *sandbox, GError **error)
{
    g_autoptr(GString) text = g_string_new("--sandbox=require: ");

    if (!sandbox->isolated) {
        g_string_append(text, "without worker processes nothing is confined");
    } else {
        g_string_append(text, "workers could ");
        sandbox_append_verbs(text, sandbox_get_wanted(sandbox) & ~mill_sandbox_get_aim(sandbox));
        g_string_append(text, ": ");
        sandbox_append_obstacles(sandbox, text);
    }
    g_set_error_literal(error, MILL_ERROR, MILL_ERROR_OPTION, text->str);
    return FALSE;
}

MillSandbox *
mill_sandbox_new(MillPipeline *pipeline, MillSandboxMode mode, gboolean isolated, GError **error)
{
    g_autoptr(MillSandbox) sandbox = g_new0(MillSandbox, 1);

    sandbox->pipeline = pipeline;
    sandbox->mode = mode;
    sandbox->isolated = isolated;
    sandbox->rules = -1;
    for (gsize i = 0; pipeline && i < mill_pipeline_get_n_steps(pipeline); i++)
        sandbox->needs |= mill_pipeline_get_step(pipeline, i)->type->flags;
    if (isolated && mode != MILL_SANDBOX_OFF) {
        sandbox->landlock = mill_landlock_version();
        sandbox->rules = mill_landlock_new(sandbox->landlock, sandbox->needs);
        sandbox->obstacle = mill_calls_find_obstacle();
        if (!sandbox->obstacle)
            sandbox->calls = mill_calls_new(sandbox->needs, sandbox->rules < 0);
    }
    if (!mill_sandbox_suffices(sandbox, mill_sandbox_get_aim(sandbox)) &&
        !sandbox_refuse(sandbox, error))
        return NULL;
    return g_steal_pointer(&sandbox);
}

void
mill_sandbox_free(MillSandbox *sandbox)
{
    if (!sandbox)
        return;
    if (sandbox->rules >= 0)
        close(sandbox->rules);
    mill_calls_free(sandbox->calls);
    g_free(sandbox);
}

/* Whether the descriptor, which the process was born with, leads to something that others see. */
static gboolean
sandbox_is_open_door(const MillSandbox *sandbox, int fd)
{
    struct stat info;

    if (fstat(fd, &info) < 0)
        return FALSE;
    if (S_ISSOCK(info.st_mode))
        return (sandbox->needs & MILL_STEP_NEEDS_NETWORK) == 0;
    return S_ISREG(info.st_mode) && (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY &&
           fcntl(fd, F_GET_SEALS) < 0; /* memory, not a file */
}

/* Files that can be written and sockets that were open when the process was forked: what stands
 * there instead takes everything and is nothing. The numbers stay taken, so a plugin that writes
 * to one does not write into a file that is opened later. */
static void
sandbox_close_doors(const MillSandbox *sandbox, int channel)
{
    DIR *folder = opendir("/proc/self/fd");
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const struct dirent *entry;

    while (folder && null >= 0 && (entry = readdir(folder))) {
        int fd = atoi(entry->d_name);

        if (fd > STDERR_FILENO && fd != channel && fd != null && sandbox_is_open_door(sandbox, fd))
            dup3(null, fd, O_CLOEXEC);
    }
    if (folder)
        closedir(folder);
    if (null >= 0)
        close(null);
}

/* No core files, which would hold documents; and no process of the same user can look inside. */
static void
sandbox_hide_memory(void)
{
    const struct rlimit none = { 0 };

    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* What the superuser may do beyond others. */
static void
sandbox_drop_powers(void)
{
    struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

    syscall(SYS_capset, &head, none);
}

guint
mill_sandbox_enter(MillSandbox *sandbox, int channel)
{
    gboolean rules, calls;

    if (sandbox->mode == MILL_SANDBOX_OFF || !sandbox->isolated)
        return 0;
    sandbox_close_doors(sandbox, channel);
    sandbox_hide_memory();
    sandbox_drop_powers();
    rules = sandbox->rules >= 0 && mill_landlock_enter(sandbox->rules);
    if (sandbox->rules >= 0)
        close(sandbox->rules);
    sandbox->rules = -1; /* this process' own copy */
    calls = sandbox->calls && mill_calls_enter(sandbox->calls);
    return sandbox_get_effect(sandbox, rules, calls);
}

/* "; step 'fetch' may use the network": what steps need, and so is not confined. */
static void
sandbox_append_needs(const MillSandbox *sandbox, GString *text)
{
    gsize n_steps = sandbox->pipeline ? mill_pipeline_get_n_steps(sandbox->pipeline) : 0;

    for (gsize i = 0; i < n_steps; i++) {
        const MillStepInfo *step = mill_pipeline_get_step(sandbox->pipeline, i);
        guint allowed = 0;

        for (gsize j = 0; j < G_N_ELEMENTS(sandbox_words); j++)
            if (step->type->flags & sandbox_words[j].flag)
                allowed |= sandbox_words[j].confinement;
        if (allowed == 0)
            continue;
        g_string_append_printf(text, "; step '%s' needs to ", step->id);
        sandbox_append_verbs(text, allowed);
    }
}

char *
mill_sandbox_describe(const MillSandbox *sandbox, const char *who, guint confined)
{
    guint missing = sandbox_get_wanted(sandbox) & ~confined;
    GString *text = g_string_new(NULL);

    if (!sandbox->isolated)
        return g_string_free(g_string_append(text, "none: there are no workers"), FALSE);
    if (sandbox->mode == MILL_SANDBOX_OFF)
        return g_string_free(g_string_append(text, "off"), FALSE);
    g_string_append_printf(text, confined != 0 ? "%s cannot " : "%s: none", who);
    sandbox_append_verbs(text, confined);
    sandbox_append_needs(sandbox, text);
    if (missing == 0)
        return g_string_free(text, FALSE);
    g_string_append(text, "; they could ");
    sandbox_append_verbs(text, missing);
    g_string_append(text, ": ");
    sandbox_append_obstacles(sandbox, text);
    return g_string_free(text, FALSE);
}
