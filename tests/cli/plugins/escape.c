/* escape - a plugin that tries what a worker must not do, a try a line of the text, and writes down
 * what came of each: `did` or the error. The step types differ in what they say they need.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <textmill/plugin.h>
#include <unistd.h>

/* Each returns -1 with errno where it is kept from its aim. */

static int
escape_open(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);

    return fd < 0 ? -1 : close(fd);
}

static int
escape_write_new(void)
{
    return escape_open("escaped", O_WRONLY | O_CREAT);
}

static int
escape_write_input(void)
{
    return escape_open("in/a.txt", O_RDWR);
}

static int
escape_write_shared(void)
{
    return escape_open("/dev/shm/escaped", O_RDWR | O_CREAT);
}

static int
escape_rename(void)
{
    return rename("in/a.txt", "escaped");
}

static int
escape_remove(void)
{
    return unlink("victim");
}

static int
escape_truncate(void)
{
    return truncate("victim", 0);
}

static int
escape_mode(void)
{
    return chmod("victim", 0777);
}

static int
escape_folder(void)
{
    return mkdir("escaped", 0700);
}

static int
escape_link(void)
{
    return symlink("/etc/passwd", "escaped");
}

static int
escape_read(void)
{
    return escape_open("/etc/passwd", O_RDONLY);
}

static int
escape_read_input(void)
{
    return escape_open("in/a.txt", O_RDONLY);
}

static int
escape_read_memory(void)
{
    char path[64];

    snprintf(path, sizeof(path), "/proc/%d/mem", (int) getppid());
    return escape_open(path, O_RDONLY);
}

static int
escape_list(void)
{
    return escape_open(".", O_RDONLY | O_DIRECTORY);
}

/* A file that was open when textmill was started, as number 9. It seems to succeed in any case. */
static int
escape_inherited(void)
{
    return (int) write(9, "escaped", 7);
}

/* Nobody listens there: to be told so takes the network. */
static int
escape_connect(int domain, const struct sockaddr *address, socklen_t length)
{
    int fd = socket(domain, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int result = fd < 0 ? -1 : connect(fd, address, length);
    int reason = errno;

    if (fd >= 0)
        close(fd);
    errno = reason;
    return fd >= 0 && (reason == ECONNREFUSED || reason == ENOENT) ? 0 : result;
}

static int
escape_inet(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(1),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

    return escape_connect(AF_INET, (struct sockaddr *) &address, sizeof(address));
}

static int
escape_unix(void)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "nobody" };

    return escape_connect(AF_UNIX, (struct sockaddr *) &address, sizeof(address));
}

static int
escape_pair(void)
{
    int ends[2];

    return socketpair(AF_UNIX, SOCK_DGRAM, 0, ends);
}

static int
escape_wait(pid_t child)
{
    int status;

    if (child < 0 || waitpid(child, &status, 0) < 0)
        return -1;
    errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINVAL;
    return errno == 0 ? 0 : -1;
}

static int
escape_fork(void)
{
    pid_t child = fork();

    if (child == 0)
        _exit(0);
    return escape_wait(child);
}

static int
escape_exec(void)
{
    pid_t child = vfork();

    if (child == 0) {
        execl("/bin/true", "true", NULL);
        _exit(errno);
    }
    return escape_wait(child);
}

/* In its own place: this worker is gone if it succeeds. */
static int
escape_become(void)
{
    return execl("/bin/true", "true", NULL);
}

static int
escape_trace(void)
{
    return (int) ptrace(PTRACE_SEIZE, getppid(), NULL, NULL);
}

static int
escape_kill(void)
{
    return kill(getppid(), 0);
}

static int
escape_kill_thread(void)
{
    return (int) syscall(SYS_tgkill, getppid(), getppid(), 0);
}

static int
escape_limit(void)
{
    const struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };

    return setrlimit(RLIMIT_DATA, &none);
}

static int
escape_ring(void)
{
    char parameters[256] = { 0 };

    return (int) syscall(SYS_io_uring_setup, 1, parameters);
}

static int
escape_type(void)
{
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    char letter = 'x';
    int result = fd < 0 ? -1 : ioctl(fd, TIOCSTI, &letter);

    return result < 0 && errno == ENOTTY ? 0 : result; /* asked, and only the device said no */
}

/* What steps may do, always. */

static void *
escape_be_thread(void *data)
{
    return data;
}

static int
escape_thread(void)
{
    pthread_t thread;
    int result = pthread_create(&thread, NULL, escape_be_thread, NULL);

    errno = result;
    return result == 0 ? pthread_join(thread, NULL) : -1;
}

static int
escape_memory(void)
{
    int fd = memfd_create("scratch", MFD_CLOEXEC);

    return fd < 0 || ftruncate(fd, 4096) < 0 ? -1 : close(fd);
}

static int
escape_library(void)
{
    GIConv converter = g_iconv_open("UTF-8", "BIG5-HKSCS");

    return converter == (GIConv) -1 ? -1 : g_iconv_close(converter);
}

static int
escape_signal(void)
{
    return kill(getpid(), 0);
}

static int
escape_null(void)
{
    return escape_open("/dev/null", O_WRONLY);
}

static const struct {
    const char *name;
    int (*attempt)(void);
} attempts[] = {
    { "write-new", escape_write_new },
    { "write-input", escape_write_input },
    { "write-shared", escape_write_shared },
    { "rename", escape_rename },
    { "remove", escape_remove },
    { "truncate", escape_truncate },
    { "mode", escape_mode },
    { "folder", escape_folder },
    { "link", escape_link },
    { "read", escape_read },
    { "read-input", escape_read_input },
    { "read-memory", escape_read_memory },
    { "list", escape_list },
    { "inherited", escape_inherited },
    { "inet", escape_inet },
    { "unix", escape_unix },
    { "pair", escape_pair },
    { "fork", escape_fork },
    { "exec", escape_exec },
    { "become", escape_become },
    { "trace", escape_trace },
    { "kill", escape_kill },
    { "kill-thread", escape_kill_thread },
    { "limit", escape_limit },
    { "ring", escape_ring },
    { "type", escape_type },
    { "thread", escape_thread },
    { "memory", escape_memory },
    { "library", escape_library },
    { "signal", escape_signal },
    { "null", escape_null },
};

static const char *
escape_attempt(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(attempts); i++)
        if (g_str_equal(name, attempts[i].name))
            return attempts[i].attempt() >= 0 ? "did" : g_strerror(errno);
    return "unknown";
}

static MillVerdict
escape_process(gpointer self, MillDocument *document, GError **error)
{
    g_auto(GStrv) names = g_strsplit_set(mill_document_get_text(document, NULL), " \n", -1);

    for (char **name = names; *name; name++)
        if (**name)
            mill_document_set_meta_string(document, *name, escape_attempt(*name));
    return MILL_KEEP;
}

#define ESCAPE(variable, title, need)                                                              \
    static const MillStepType variable =                                                           \
        MILL_STEP_TYPE(.name = title, .summary = "Try to escape", .role = MILL_ROLE_STAGE,         \
                       .flags = need, .process = escape_process)

ESCAPE(escape, "escape", 0);
ESCAPE(escape_files, "escape-files", MILL_STEP_NEEDS_FILES);
ESCAPE(escape_network, "escape-network", MILL_STEP_NEEDS_NETWORK);
ESCAPE(escape_programs, "escape-programs", MILL_STEP_NEEDS_PROGRAMS);

MILL_PLUGIN_STEPS(&escape, &escape_files, &escape_network, &escape_programs)
