/* calls.c - keeps a process from system calls that reach beyond it, with a filter of libseccomp.
 *
 * Plugins and their libraries may do anything else, so the filter names what it refuses. It does
 * so with an error, not with death: a library that probes for a socket can do without.
 */
#include "isolate/calls.h"

#include <textmill/plugin.h>

#ifdef MILL_HAVE_SECCOMP

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CALLS_MAX  4096 /* instructions, as of the kernel */
/* Stands in the filter for the worker's own process id, which is known only there. */
#define CALLS_SELF 0x5eed1d00

struct MillCalls {
    gsize n_filter;
    struct sock_filter *filter;
};

/* Other processes, the system as a whole, and ways around this filter. */
static const char *const system_calls[] = {
    "acct",
    "add_key",
    "adjtimex",
    "bpf",
    "capset",
    "chroot",
    "clock_adjtime",
    "clock_settime",
    "delete_module",
    "fanotify_init",
    "finit_module",
    "fsconfig",
    "fsmount",
    "fsopen",
    "fspick",
    "init_module",
    "inotify_init",
    "inotify_init1",
    "io_uring_enter",
    "io_uring_register",
    "io_uring_setup",
    "ioperm",
    "iopl",
    "kcmp",
    "kexec_file_load",
    "kexec_load",
    "keyctl",
    "lookup_dcookie",
    "migrate_pages",
    "mount",
    "mount_setattr",
    "move_mount",
    "move_pages",
    "mq_open",
    "mq_unlink",
    "msgget",
    "name_to_handle_at",
    "nfsservctl",
    "open_by_handle_at",
    "open_tree",
    "perf_event_open",
    "pidfd_getfd",
    "pidfd_open",
    "pidfd_send_signal",
    "pivot_root",
    "process_madvise",
    "process_mrelease",
    "process_vm_readv",
    "process_vm_writev",
    "ptrace",
    "quotactl",
    "quotactl_fd",
    "reboot",
    "request_key",
    "semget",
    "setdomainname",
    "setfsgid",
    "setfsuid",
    "setgid",
    "setgroups",
    "sethostname",
    "setns",
    "setregid",
    "setresgid",
    "setresuid",
    "setreuid",
    "setrlimit",
    "settimeofday",
    "setuid",
    "shmget",
    "stime",
    "swapoff",
    "swapon",
    "syslog",
    "umount",
    "umount2",
    "unshare",
    "uselib",
    "userfaultfd",
    "vhangup",
    NULL,
};
/* Changes to files by name or in their attributes, of which Landlock sees some. */
static const char *const file_calls[] = {
    "chmod",       "chown",    "creat",     "fchmod",       "fchmodat",
    "fchmodat2",   "fchown",   "fchownat",  "fremovexattr", "fsetxattr",
    "futimesat",   "lchown",   "link",      "linkat",       "lremovexattr",
    "lsetxattr",   "mkdir",    "mkdirat",   "mknod",        "mknodat",
    "removexattr", "rename",   "renameat",  "renameat2",    "rmdir",
    "setxattr",    "symlink",  "symlinkat", "truncate",     "truncate64",
    "unlink",      "unlinkat", "utime",     "utimensat",    "utimensat_time64",
    "utimes",      NULL,
};
static const char *const network_calls[] = {
    "accept", "accept4", "bind", "connect", "listen", "socket", "socketcall", "socketpair", NULL,
};
static const char *const program_calls[] = { "execve", "execveat", "fork", "vfork", NULL };
/* To processes other than itself; their first argument says to which. */
static const char *const signal_calls[] = {
    "kill", "tgkill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", NULL,
};

/* Refuses the calls, those of them that this machine has. */
static gboolean
calls_refuse(scmp_filter_ctx filter, const char *const *names)
{
    int result = 0;

    for (; *names && result == 0; names++) {
        int number = seccomp_syscall_resolve_name(*names);

        if (number >= 0)
            result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0);
    }
    return result == 0;
}

static gboolean
calls_refuse_signals(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp other = SCMP_A0(SCMP_CMP_NE, CALLS_SELF);
    int result = 0;

    for (const char *const *name = signal_calls; *name && result == 0; name++) {
        int number = seccomp_syscall_resolve_name(*name);

        if (number >= 0)
            result = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), number, 1, &other);
    }
    return result == 0;
}

/* Threads may be made, processes not. What clone3() is to make it says in memory, where a filter
 * cannot look; the C library then does with clone(). */
static gboolean
calls_refuse_processes(scmp_filter_ctx filter)
{
#ifdef __s390__
    const struct scmp_arg_cmp process = SCMP_A1(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0);
#else
    const struct scmp_arg_cmp process = SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0);
#endif

    return calls_refuse(filter, program_calls) &&
           seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, &process) ==
               0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

/* Typing into somebody's terminal, and lifting limits. */
static gboolean
calls_refuse_tricks(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                            SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, TIOCSTI)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                            SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, TIOCLINUX)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), 1,
                            SCMP_A2(SCMP_CMP_NE, 0)) == 0;
}

/* Opening with one of the ways to write. The flags of openat2() lie in memory. */
static gboolean
calls_refuse_writing(scmp_filter_ctx filter)
{
    static const struct {
        guint mask, value;
    } ways[] = {
        { O_ACCMODE, O_WRONLY },
        { O_ACCMODE, O_RDWR },
        { O_CREAT, O_CREAT },
        { O_TRUNC, O_TRUNC },
    };
    int result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2), 0);

    for (gsize i = 0; i < G_N_ELEMENTS(ways) && result == 0; i++) {
        result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(openat), 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, ways[i].mask, ways[i].value));
        if (result == 0)
            result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(open), 1,
                                      SCMP_A1(SCMP_CMP_MASKED_EQ, ways[i].mask, ways[i].value));
    }
    return result == 0;
}

static gboolean
calls_fill(scmp_filter_ctx filter, guint32 flags, gboolean files)
{
    gboolean network = (flags & MILL_STEP_NEEDS_NETWORK) != 0;
    gboolean programs = (flags & MILL_STEP_NEEDS_PROGRAMS) != 0;

    seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    return calls_refuse(filter, system_calls) && calls_refuse(filter, file_calls) &&
           calls_refuse_tricks(filter) && (network || calls_refuse(filter, network_calls)) &&
           (programs || calls_refuse_processes(filter)) &&
           (programs || calls_refuse_signals(filter)) && (!files || calls_refuse_writing(filter));
}

/* The filter as the kernel takes it: libseccomp's own loading would do all the work in each worker
 * again. */
static gboolean
calls_export(MillCalls *calls, scmp_filter_ctx filter)
{
    const gsize max = CALLS_MAX * sizeof(struct sock_filter);
    int fd = memfd_create("textmill-calls", MFD_CLOEXEC);
    gssize got = -1;

    if (fd < 0)
        return FALSE;
    calls->filter = g_malloc(max);
    if (seccomp_export_bpf(filter, fd) == 0)
        got = pread(fd, calls->filter, max, 0);
    close(fd);
    calls->n_filter = (gsize) MAX(got, 0) / sizeof(struct sock_filter);
    return calls->n_filter > 0;
}

const char *
mill_calls_find_obstacle(void)
{
    const guint32 action = SECCOMP_RET_ERRNO;

    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0
               ? NULL
               : "this kernel or container allows no seccomp filters";
}

MillCalls *
mill_calls_new(guint32 flags, gboolean files)
{
    g_autoptr(MillCalls) calls = g_new0(MillCalls, 1);
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    gboolean good = filter && calls_fill(filter, flags, files) && calls_export(calls, filter);

    if (filter)
        seccomp_release(filter);
    return good ? g_steal_pointer(&calls) : NULL;
}

void
mill_calls_free(MillCalls *calls)
{
    if (!calls)
        return;
    g_free(calls->filter);
    g_free(calls);
}

gboolean
mill_calls_enter(const MillCalls *calls)
{
    struct sock_fprog program = { (unsigned short) calls->n_filter, calls->filter };

    /* The memory is this worker's own copy. */
    for (gsize i = 0; i < calls->n_filter; i++)
        if (BPF_CLASS(calls->filter[i].code) == BPF_JMP && calls->filter[i].k == CALLS_SELF)
            calls->filter[i].k = (guint32) getpid();
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW,
                   &program) == 0;
}

#else

const char *
mill_calls_find_obstacle(void)
{
    return "textmill was built without libseccomp";
}

MillCalls *
mill_calls_new(guint32 flags, gboolean files)
{
    return NULL;
}

void
mill_calls_free(MillCalls *calls)
{
}

gboolean
mill_calls_enter(const MillCalls *calls)
{
    return FALSE;
}

#endif
