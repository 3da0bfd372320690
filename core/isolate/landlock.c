/* landlock.c - keeps a process from files, with Linux' Landlock.
 *
 * The kernel's numbers are written out: its headers may be older than the kernel that this runs on.
 */
#include "isolate/landlock.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <textmill/plugin.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule       445
#define SYS_landlock_restrict_self  446
#endif

enum {
    ASK_VERSION = 1 << 0,
    RULE_PATH = 1,

    EXECUTE = 1 << 0,
    WRITE_FILE = 1 << 1,
    READ_FILE = 1 << 2,
    READ_DIR = 1 << 3,
    CHANGE_DIR = 0x1ff0, /* bits 4 to 12: remove and make */
    REFER = 1 << 13,
    TRUNCATE = 1 << 14,
    IOCTL_DEVICE = 1 << 15,
    FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE,

    NET_TCP = 1 << 0 | 1 << 1, /* bind, connect */
    SCOPE_SOCKETS = 1 << 0,    /* abstract ones of processes outside */
    SCOPE_SIGNALS = 1 << 1,
};

/* Since which version there is what. */
enum {
    SINCE_REFER = 2,
    SINCE_TRUNCATE = 3,
    SINCE_NET = 4,
    SINCE_IOCTL = 5,
    SINCE_SCOPE = 6,
};

typedef struct {
    guint64 files;
    guint64 net;
    guint64 scope;
} Handled;

typedef struct {
    guint64 allowed;
    gint32 fd;
} __attribute__((packed)) PathRule;

/* What libraries open late: converters of iconv, NSS modules, time zones, the number of processors.
 * Nothing that belongs to somebody. */
static const char *const library_paths[] = {
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/nix/store",
    "/gnu/store",
    "/usr/share/zoneinfo",
    "/usr/share/locale",
    "/usr/share/icu",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/sys/devices/system/cpu",
    "/dev/zero",
    "/dev/random",
    "/dev/urandom",
    NULL,
};
static const char *const network_paths[] = {
    "/etc/hosts",
    "/etc/host.conf",
    "/etc/resolv.conf",
    "/etc/nsswitch.conf",
    "/etc/gai.conf",
    "/etc/services",
    "/etc/protocols",
    "/etc/ssl",
    "/etc/pki",
    "/usr/share/ca-certificates",
    "/usr/local/share/ca-certificates",
    NULL,
};
static const char *const device_paths[] = { "/dev/null", NULL };
static const char *const all_paths[] = { "/", NULL };

guint
mill_landlock_version(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_VERSION);

    return version > 0 ? (guint) version : 0;
}

gboolean
mill_landlock_holds_signals(guint version)
{
    return version >= SINCE_SCOPE;
}

static guint64
landlock_get_files(guint version)
{
    guint64 files = EXECUTE | WRITE_FILE | READ_FILE | READ_DIR | CHANGE_DIR;

    files |= version >= SINCE_REFER ? REFER : 0;
    files |= version >= SINCE_TRUNCATE ? TRUNCATE : 0;
    files |= version >= SINCE_IOCTL ? IOCTL_DEVICE : 0;
    return files;
}

static int
landlock_make(guint version, guint32 flags)
{
    Handled handled = { .files = landlock_get_files(version) };
    gsize size = sizeof(handled.files);

    if (version >= SINCE_NET) {
        size = G_STRUCT_OFFSET(Handled, scope);
        handled.net = flags & MILL_STEP_NEEDS_NETWORK ? 0 : NET_TCP;
    }
    if (version >= SINCE_SCOPE) {
        size = sizeof(handled);
        handled.scope =
            SCOPE_SIGNALS | (flags & MILL_STEP_NEEDS_NETWORK ? 0 : (guint64) SCOPE_SOCKETS);
    }
    return (int) syscall(SYS_landlock_create_ruleset, &handled, size, 0);
}

/* Allows @access to what is at and below each of the paths. One that does not exist is not missed:
 * no rule allows less. */
static void
landlock_allow(int rules, const char *const *paths, guint64 access)
{
    for (; *paths; paths++) {
        PathRule rule = { .allowed = access, .fd = open(*paths, O_PATH | O_CLOEXEC) };
        struct stat info;

        if (rule.fd < 0)
            continue;
        if (fstat(rule.fd, &info) == 0 && !S_ISDIR(info.st_mode))
            rule.allowed &= FOR_FILES;
        syscall(SYS_landlock_add_rule, rules, RULE_PATH, &rule, 0);
        close(rule.fd);
    }
}

int
mill_landlock_new(guint version, guint32 flags)
{
    int rules = version > 0 ? landlock_make(version, flags) : -1;
    guint64 device = READ_FILE | WRITE_FILE | (version >= SINCE_TRUNCATE ? TRUNCATE : 0);

    if (rules < 0)
        return -1;
    landlock_allow(rules, library_paths, READ_FILE | READ_DIR);
    landlock_allow(rules, device_paths, device);
    if (flags & MILL_STEP_NEEDS_NETWORK)
        landlock_allow(rules, network_paths, READ_FILE | READ_DIR);
    if (flags & MILL_STEP_NEEDS_FILES)
        landlock_allow(rules, all_paths, READ_FILE | READ_DIR);
    if (flags & MILL_STEP_NEEDS_PROGRAMS)
        landlock_allow(rules, all_paths, READ_FILE | READ_DIR | EXECUTE);
    return rules;
}

gboolean
mill_landlock_enter(int rules)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}
