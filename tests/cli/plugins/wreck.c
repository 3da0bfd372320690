/* wreck - a plugin that does to its worker what the text says, in the middle of other documents. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <textmill/plugin.h>
#include <unistd.h>

/* Of the processor's own making where it has a way. */
static void
wreck_overflow(void)
{
    volatile char *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    *page = 1;
}

/* A mapped file that has become shorter. */
static void
wreck_cut(void)
{
    int fd = memfd_create("cut", MFD_CLOEXEC);

    if (ftruncate(fd, 4096) < 0)
        abort();
    volatile char *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);

    if (ftruncate(fd, 0) < 0)
        abort();
    (void) *page;
}

static void
wreck_hang(void)
{
    sigset_t all;

    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL); /* nothing wakes it */
    for (;;)
        pause();
}

static void
wreck_balloon(void)
{
    for (;;)
        memset(g_malloc(1 << 20), 1, 1 << 20);
}

/* Memory that malloc() knows nothing of; it goes on without what it does not get, and dies of it.
 */
static void
wreck_map(void)
{
    const gsize size = (gsize) 16 << 20;

    for (;;) {
        void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

        memset(page, 1, size);
    }
}

static void
wreck_close(void)
{
    for (int fd = 0; fd < 256; fd++)
        close(fd);
}

/* Into everything that is open: its answer, its channel, what it was lent. */
static void
wreck_scribble(void)
{
    static const char garbage[] = "garbage, and not what anybody expects";

    for (int fd = STDERR_FILENO + 1; fd < 256; fd++)
        if (send(fd, garbage, sizeof(garbage), MSG_DONTWAIT | MSG_NOSIGNAL) < 0 &&
            errno == ENOTSOCK && pwrite(fd, garbage, sizeof(garbage), 0) < 0)
            continue;
}

/* A thread that goes on when its document is done, and ends the process later. */
static void *
wreck_be_thread(void *data)
{
    usleep(1000);
    abort();
    return data;
}

static void
wreck_thread(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, wreck_be_thread, NULL) == 0)
        pthread_join(thread, NULL);
}

/* Children that outlive it: they must not keep the run from ending. */
static void
wreck_fork(void)
{
    for (int i = 0; i < 3; i++) {
        pid_t child = fork();

        if (child == 0)
            wreck_hang();
        if (child > 0) {
            g_autofree char *name = g_strdup_printf("child-%d", (int) child);

            g_file_set_contents(name, "", 0, NULL);
        }
    }
    abort();
}

static gboolean endless = TRUE;

static void
wreck_recurse(volatile char *before)
{
    volatile char here[4096];

    here[0] = before ? before[0] : 1;
    if (endless)
        wreck_recurse(here);
    here[1] = here[0];
}

static void
wreck_stack(void)
{
    wreck_recurse(NULL);
}

static void
wreck_exit(void)
{
    exit(0);
}

static void
wreck_signal(const char *name)
{
    static const struct {
        const char *name;
        int number;
    } signals[] = {
        { "SIGSEGV", SIGSEGV }, { "SIGABRT", SIGABRT }, { "SIGKILL", SIGKILL },
        { "SIGBUS", SIGBUS },   { "SIGFPE", SIGFPE },   { "SIGILL", SIGILL },
        { "SIGPIPE", SIGPIPE }, { "SIGTRAP", SIGTRAP }, { "SIGSYS", SIGSYS },
        { "SIGALRM", SIGALRM }, { "SIGXCPU", SIGXCPU }, { "SIGUSR1", SIGUSR1 },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(signals); i++) {
        if (!g_str_equal(name, signals[i].name))
            continue;
        signal(signals[i].number, SIG_DFL);
        raise(signals[i].number);
    }
}

static const struct {
    const char *word;
    void (*act)(void);
} acts[] = {
    { "overflow", wreck_overflow }, { "cut", wreck_cut },       { "hang", wreck_hang },
    { "balloon", wreck_balloon },   { "map", wreck_map },       { "close", wreck_close },
    { "scribble", wreck_scribble }, { "thread", wreck_thread }, { "fork", wreck_fork },
    { "stack", wreck_stack },       { "exit", wreck_exit },
};

static MillVerdict
wreck_process(gpointer self, MillDocument *document, GError **error)
{
    g_auto(GStrv) words = g_strsplit_set(mill_document_get_text(document, NULL), " \n", -1);

    if (!words[0] || !g_str_equal(words[0], "WRECK") || !words[1])
        return MILL_KEEP;
    wreck_signal(words[1]);
    for (gsize i = 0; i < G_N_ELEMENTS(acts); i++)
        if (g_str_equal(words[1], acts[i].word))
            acts[i].act();
    return MILL_KEEP;
}

MILL_PLUGIN(.name = "wreck", .summary = "Wreck the worker when the text says how",
            .role = MILL_ROLE_STAGE, .process = wreck_process, )
