/* worker.c - a worker process: its birth, its life and its end. */
#include "run/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolate/channel.h"
#include "isolate/confine.h"
#include "run/bench.h"
#include "run/supply.h"
#include "run/task.h"
#include "source/lend.h"

/* When memory is short, the kernel should take a worker, not the parent. */
#define WORKER_OOM_SCORE "500"
#define WORKER_SPARE_FDS 64

static void
worker_set_signal(int number, void (*handler)(int))
{
    struct sigaction action = { .sa_handler = handler };

    sigaction(number, &action, NULL);
}

/* The parent alone decides what a signal to the whole group means; it kills its workers. Signals
 * that steps may use (timers, for example) stay as they are. */
static void
worker_set_signals(void)
{
    static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGXFSZ };
    static const int restored[] = { SIGPIPE, SIGQUIT, SIGCHLD, SIGSEGV,
                                    SIGBUS,  SIGFPE,  SIGILL,  SIGABRT };
    sigset_t none;

    for (gsize i = 0; i < G_N_ELEMENTS(ignored); i++)
        worker_set_signal(ignored[i], SIG_IGN);
    for (gsize i = 0; i < G_N_ELEMENTS(restored); i++)
        worker_set_signal(restored[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* A plugin that reads standard input finds it empty; one that prints must not spoil the data on
 * standard output. */
static void
worker_set_streams(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (null >= 0)
        dup2(null, STDIN_FILENO);
    if (dup2(STDERR_FILENO, STDOUT_FILENO) < 0 && null >= 0)
        dup2(null, STDOUT_FILENO);
    if (null > STDERR_FILENO)
        close(null);
}

static void
worker_set_oom_score(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

    if (fd < 0)
        return;
    if (write(fd, WORKER_OOM_SCORE, strlen(WORKER_OOM_SCORE)) < 0)
        errno = 0; /* a sandbox may not allow it, and that is all right */
    close(fd);
}

/* Takes tasks until the parent has no more. */
static void G_GNUC_NORETURN
worker_main(MillBench *bench, int channel)
{
    g_autofree guint8 *message = g_malloc(2 * MILL_TASK_SIZE_MAX);
    int fds[MILL_LEND_MAX];
    guint n_fds = G_N_ELEMENTS(fds);
    gsize length;

    while (mill_channel_receive(channel, message, 2 * MILL_TASK_SIZE_MAX, &length, fds, &n_fds,
                                TRUE) == MILL_CHANNEL_MESSAGE) {
        MillAnswer answer = { 0 };
        MillSupply supply;
        int fd = -1;
        gboolean good = mill_supply_receive(message, &length, &n_fds, &supply) &&
                        mill_lend_receive(message, &length, fds, n_fds);

        mill_bench_lend(bench, fds + n_fds, supply.n, supply.first);
        int file = supply.n_files > 0 ? fds[n_fds + supply.n] : -1;

        if (!good || !mill_bench_work(bench, message, length, file, &answer, &fd, NULL))
            _exit(EXIT_FAILURE); /* which the parent notices */
        if (mill_channel_send(channel, &answer, sizeof(answer), &fd, fd >= 0, TRUE) !=
            MILL_CHANNEL_MESSAGE)
            break;
        if (fd >= 0)
            close(fd);
        n_fds = G_N_ELEMENTS(fds);
        fflush(stdout); /* what a plugin printed; the end comes without warning */
    }
    _exit(EXIT_SUCCESS);
}

/* The last thing before documents come. */
static void
worker_confine(MillWorker *worker, const MillWorkerSettings *settings, int channel)
{
    guint confined = mill_sandbox_enter(settings->sandbox, channel);

    MILL_STATUS_SET(worker->status, confined, confined);
    if (!mill_sandbox_suffices(settings->sandbox, confined))
        _exit(EXIT_FAILURE);
}

static void G_GNUC_NORETURN
worker_begin(MillWorker *worker, const MillWorkerSettings *settings, pid_t parent, int end)
{
    /* Away from the terminal and its signals, and a group of its own, which ends with it. */
    setsid();
    /* Should the parent die, so does the worker; the parent may have died already. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_FAILURE);
    prctl(PR_SET_NAME, "textmill-worker");
    int channel = fcntl(end, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

    close(end);
    worker_set_signals();
    worker_set_streams();
    worker_set_oom_score();
    mill_confine_memory(settings->memory, worker->status);
    worker_confine(worker, settings, channel);
    worker_main(mill_bench_new(settings->pipeline, settings->writers, TRUE, worker->status),
                channel);
}

static MillStatus *
worker_share_page(void)
{
    void *page =
        mmap(NULL, sizeof(MillStatus), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (page == MAP_FAILED)
        return NULL;
    ((MillStatus *) page)->unit = MILL_STATUS_NONE;
    ((MillStatus *) page)->step = -1;
    return page;
}

static gboolean
worker_fail(GError **error, const char *doing)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot start a worker: %s: %s", doing,
                g_strerror(errno));
    return FALSE;
}

/* Whether there are descriptors left beyond @fd, to take answers and to write results. */
static gboolean
worker_leaves_room(int fd)
{
    struct rlimit limit;

    return getrlimit(RLIMIT_NOFILE, &limit) < 0 || (rlim_t) fd + WORKER_SPARE_FDS < limit.rlim_cur;
}

MillWorker *
mill_worker_new(const MillWorkerSettings *settings, GError **error)
{
    g_autoptr(MillWorker) worker = g_new0(MillWorker, 1);
    pid_t parent = getpid();
    int ends[2];

    *worker = (MillWorker){ .pidfd = -1, .channel = -1, .death = -1 };
    worker->status = worker_share_page();
    if (!worker->status) {
        worker_fail(error, "no shared page");
        return NULL;
    }
    if (!mill_channel_open(ends, error))
        return NULL;
    worker->channel = ends[0];
    if (!worker_leaves_room(ends[1])) {
        close(ends[1]);
        errno = EMFILE;
        worker_fail(error,
                    "it would take the last descriptors (raise `ulimit -n`, or use --in-process)");
        return NULL;
    }
    fflush(NULL); /* or what is buffered would be printed by each worker again */
    worker->pid = fork();
    if (worker->pid == 0) {
        settings->abandon(settings->data);
        close(ends[0]);
        worker_begin(worker, settings, parent, ends[1]);
    }
    close(ends[1]);
    if (worker->pid < 0) {
        worker_fail(error, "fork");
        return NULL;
    }
    worker->pidfd = pidfd_open(worker->pid, 0);
    madvise(worker->status, sizeof(MillStatus), MADV_DONTFORK);
    return g_steal_pointer(&worker);
}

void
mill_worker_abandon(MillWorker *worker)
{
    close(worker->channel);
    if (worker->pidfd >= 0)
        close(worker->pidfd);
}

void
mill_worker_kill(MillWorker *worker)
{
    if (!worker->dead)
        kill(worker->pid, SIGKILL);
}

/* Once it is dead: processes that it made and left behind. Its number is its own until it has been
 * waited for. */
static void
worker_kill_group(const MillWorker *worker, int flags)
{
    siginfo_t info = { 0 };
    int got;

    do
        got = waitid(P_PID, (id_t) worker->pid, &info, WEXITED | WNOWAIT | flags);
    while (got < 0 && errno == EINTR);
    if (got == 0 && info.si_pid == worker->pid && getpgid(worker->pid) == worker->pid)
        kill(-worker->pid, SIGKILL);
}

static gboolean
worker_wait(MillWorker *worker, int flags)
{
    struct rusage usage;
    pid_t got;
    int status;

    if (worker->dead || worker->pid <= 0)
        return TRUE;
    worker_kill_group(worker, flags);
    do
        got = wait4(worker->pid, &status, flags, &usage);
    while (got < 0 && errno == EINTR);
    if (got == 0)
        return FALSE;
    worker->dead = TRUE;
    worker->death = got > 0 ? status : -1;
    worker->peak = got > 0 ? usage.ru_maxrss * G_GINT64_CONSTANT(1024) : 0;
    return TRUE;
}

gboolean
mill_worker_reap(MillWorker *worker)
{
    return worker_wait(worker, WNOHANG);
}

void
mill_worker_end(MillWorker *worker, gint wait_ms)
{
    struct pollfd item = { .fd = worker->pidfd, .events = POLLIN };

    if (worker->pidfd < 0 || poll(&item, 1, wait_ms) <= 0)
        mill_worker_kill(worker);
    worker_wait(worker, 0);
}

void
mill_worker_free(MillWorker *worker)
{
    if (!worker)
        return;
    if (worker->pid > 0) {
        mill_worker_kill(worker);
        worker_wait(worker, 0);
    }
    if (worker->channel >= 0)
        close(worker->channel);
    if (worker->pidfd >= 0)
        close(worker->pidfd);
    if (worker->status)
        munmap(worker->status, sizeof(MillStatus));
    g_free(worker);
}

char *
mill_worker_describe_death(const MillWorker *worker, int *signal)
{
    *signal = worker->death >= 0 && WIFSIGNALED(worker->death) ? WTERMSIG(worker->death) : 0;
    if (*signal != 0) {
        const char *name = sigabbrev_np(*signal);

        return name ? g_strdup_printf("of SIG%s", name) : g_strdup_printf("of signal %d", *signal);
    }
    if (worker->death >= 0 && WIFEXITED(worker->death))
        return g_strdup_printf("with exit status %d", WEXITSTATUS(worker->death));
    return g_strdup("for an unknown reason");
}
