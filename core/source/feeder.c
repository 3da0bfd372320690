/* feeder.c - the parent's side of the feeder process. */
#include "source/feeder.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <textmill/error.h>

#include "isolate/channel.h"
#include "isolate/confine.h"

#define FEEDER_POLL_MS    200                 /* between looks at the stop flag */
#define FEEDER_HANG_MS    60000               /* without a word from it */
#define FEEDER_MEMORY     (512 * 1024 * 1024) /* bytes beyond what it starts with, and three items */
#define FEEDER_EXIT_LOOSE 3                   /* it could not be confined as is required */
#define FEEDER_SEALS      (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

struct MillFeeder {
    const MillInput *input;
    const volatile gint *stop;
    MillSandboxMode mode;
    MillSandbox *sandbox; /* NULL before the first process */
    guint confined;       /* what was in force in each so far */
    pid_t pid;            /* 0: none */
    int channel;

    MillUnit file; /* being cut; it becomes an item itself if something is wrong with it */
    gboolean active;
    gboolean last;   /* the feeder has sent all of it */
    gint64 n_packed; /* bytes of it that have been read for that */
    gint64 behind;

    gint64 n_chunks;
    MillContainer *chunk; /* whose entries are next, or NULL */
    const guint8 *map;
    gsize size; /* of the map */
    gsize at;   /* of the next entry */
    guint32 n_left;
};

MillFeeder *
mill_feeder_new(const MillInput *input, const volatile gint *stop)
{
    MillFeeder *feeder = g_new0(MillFeeder, 1);

    feeder->input = input;
    feeder->stop = stop;
    feeder->channel = -1;
    return feeder;
}

void
mill_feeder_set_sandbox(MillFeeder *feeder, MillSandboxMode mode)
{
    feeder->mode = mode;
}

const MillSandbox *
mill_feeder_get_sandbox(const MillFeeder *feeder, guint *confined)
{
    *confined = feeder->confined;
    return feeder->sandbox;
}

static void
feeder_forget_chunk(MillFeeder *feeder)
{
    if (feeder->map)
        munmap((void *) feeder->map, feeder->size);
    feeder->map = NULL;
    feeder->n_left = 0;
    g_clear_pointer(&feeder->chunk, mill_container_unref);
}

/* Ends the process. Returns its status as of waitpid(), -1 if there is none. */
static int
feeder_end(MillFeeder *feeder, gboolean by_force)
{
    int status = -1;

    if (feeder->pid == 0)
        return -1;
    if (by_force)
        kill(feeder->pid, SIGKILL);
    close(feeder->channel);
    while (waitpid(feeder->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    feeder->pid = 0;
    feeder->channel = -1;
    return status;
}

void
mill_feeder_free(MillFeeder *feeder)
{
    if (!feeder)
        return;
    feeder_forget_chunk(feeder);
    feeder_end(feeder, TRUE);
    mill_sandbox_free(feeder->sandbox);
    mill_unit_clear(&feeder->file);
    g_free(feeder);
}

void
mill_feeder_abandon(MillFeeder *feeder)
{
    if (feeder->channel >= 0)
        close(feeder->channel);
    feeder->channel = -1;
    feeder->pid = 0;
}

/* What it may use: an item on its way, what a decompressor says it needs, and then some. */
static guint64
feeder_get_memory(const MillInput *input)
{
    return FEEDER_MEMORY + 3 * (guint64) input->max_bytes;
}

/* It computes and answers, and may do nothing else; as far as the kernel can see to that. Returns
 * what is in force. */
static guint
feeder_confine(const MillFeeder *feeder, int channel)
{
    static MillStatus status; /* nobody else reads it: the exit status says enough */
    g_autoptr(MillSandbox) sandbox = mill_sandbox_new(NULL, feeder->mode, TRUE, NULL);
    guint confined;

    mill_confine_memory(feeder_get_memory(feeder->input), &status); /* reads a file to do so */
    confined = sandbox ? mill_sandbox_enter(sandbox, channel) : 0;
    if (!sandbox || !mill_sandbox_suffices(sandbox, confined))
        _exit(FEEDER_EXIT_LOOSE);
    return confined;
}

/* In the new process, which keeps its channel and nothing else of the parent's. */
static void G_GNUC_NORETURN
feeder_main(const MillFeeder *feeder, pid_t parent, int end)
{
    int channel = STDERR_FILENO + 1;
    int null = open("/dev/null", O_RDWR);

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_FAILURE);
    prctl(PR_SET_NAME, "textmill-feeder");
    signal(SIGINT, SIG_IGN); /* the parent alone decides what they mean */
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(end, channel);
    close_range((guint) channel + 1, ~0U, 0);
    setlocale(LC_CTYPE, "C.UTF-8"); /* or libarchive loses names that are not ASCII */
    /* Now: later it can open no file of tables. */
    const char *encoding = feeder->input->name_encoding;
    GIConv names = encoding ? g_iconv_open("UTF-8", encoding) : (GIConv) -1;

    mill_feed_serve(feeder->input, channel, feeder_confine(feeder, channel), names);
    _exit(EXIT_SUCCESS);
}

static gboolean
feeder_start(MillFeeder *feeder, GError **error)
{
    pid_t parent = getpid();
    int ends[2];

    if (feeder->pid > 0)
        return TRUE;
    if (!feeder->sandbox) {
        feeder->sandbox = mill_sandbox_new(NULL, feeder->mode, TRUE, error);
        if (!feeder->sandbox)
            return FALSE;
        feeder->confined = mill_sandbox_get_aim(feeder->sandbox);
    }
    if (!mill_channel_open(ends, error))
        return FALSE;
    fflush(NULL);
    feeder->pid = fork();
    if (feeder->pid == 0)
        feeder_main(feeder, parent, ends[1]);
    close(ends[1]);
    feeder->channel = ends[0];
    if (feeder->pid > 0)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot start a process: %s", g_strerror(errno));
    close(ends[0]);
    feeder->channel = -1;
    feeder->pid = 0;
    return FALSE;
}

/* A descriptor of the container, to be closed; -1 with @error set. */
static int
feeder_open_file(const MillUnit *file, MillFeedOrder *order, GError **error)
{
    const MillContainer *container = file->container;
    const char *path = container->path ? container->path : ""; /* which is no file */
    int fd = container->fd >= 0 ? fcntl(container->fd, F_DUPFD_CLOEXEC, 0)
                                : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat status;

    if (fd < 0 || fstat(fd, &status) < 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot open: %s", g_strerror(errno));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    order->offset = file->offset;
    /* What is not at a path cannot be opened again by a worker. */
    order->seekable = S_ISREG(status.st_mode) && container->path;
    return fd;
}

static gboolean
feeder_order(MillFeeder *feeder, const char *name, GError **error)
{
    MillFeedOrder order = { .magic = MILL_FEED_MAGIC, .name_size = (guint32) strlen(name) + 1 };
    g_autoptr(GByteArray) message = g_byte_array_new();
    int fd = feeder_open_file(&feeder->file, &order, error);

    if (fd < 0)
        return FALSE;
    g_byte_array_append(message, (const guint8 *) &order, sizeof(order));
    g_byte_array_append(message, (const guint8 *) name, order.name_size);
    gboolean sent = feeder_start(feeder, error) &&
                    mill_channel_send(feeder->channel, message->data, message->len, &fd, 1, TRUE) ==
                        MILL_CHANNEL_MESSAGE;

    close(fd);
    if (!sent && error && !*error)
        g_set_error(error, MILL_ERROR, MILL_ERROR_CRASH, "the process that unpacks it is gone");
    return sent;
}

void
mill_feeder_open(MillFeeder *feeder, const MillUnit *file, const char *name)
{
    g_autoptr(GError) error = NULL;

    mill_unit_clear(&feeder->file);
    feeder->file = (MillUnit){
        .id = g_strdup(file->id),
        .container = mill_container_ref(file->container),
        .offset = file->offset,
    };
    feeder->active = TRUE;
    feeder->last = FALSE;
    feeder->n_packed = 0;
    feeder->behind = 0;
    if (feeder_order(feeder, name, &error))
        return;
    feeder->file.problem = g_strdup(error->message);
    feeder->file.code = error->code;
    feeder_end(feeder, TRUE);
}

/* Ends with the container, and with the process: the problem becomes the last item. */
static void
feeder_lose(MillFeeder *feeder, gint code, char *problem)
{
    feeder_end(feeder, TRUE);
    feeder->file.code = code;
    feeder->file.problem = problem;
}

/* The same for a process that has closed its end, so is dead or dying. */
static void
feeder_bury(MillFeeder *feeder)
{
    int status = feeder_end(feeder, FALSE);
    const char *name = status >= 0 && WIFSIGNALED(status) ? sigabbrev_np(WTERMSIG(status)) : NULL;

    if (status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_FAILURE)
        feeder_lose(feeder, MILL_ERROR_LIMIT,
                    g_strdup_printf("taking it apart needs more than %" G_GUINT64_FORMAT
                                    " bytes of memory (a lower input.max_bytes may help)",
                                    feeder_get_memory(feeder->input)));
    else if (status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == FEEDER_EXIT_LOOSE)
        feeder_lose(feeder, MILL_ERROR_OPTION,
                    g_strdup("--sandbox=require: what takes it apart could not be confined"));
    else
        feeder_lose(feeder, MILL_ERROR_CRASH,
                    g_strdup_printf("the process that takes it apart died%s%s",
                                    name ? " of SIG" : "", name ? name : ""));
}

static void
feeder_distrust(MillFeeder *feeder)
{
    feeder_forget_chunk(feeder);
    feeder_lose(feeder, MILL_ERROR_CRASH,
                g_strdup("the process that takes it apart talks nonsense"));
}

/* Maps the chunk @fd, which is taken over. FALSE if it makes no sense. */
static gboolean
feeder_map(MillFeeder *feeder, const MillFeedChunk *head, int fd)
{
    int seals = fcntl(fd, F_GET_SEALS);
    struct stat status;
    void *map = MAP_FAILED;

    feeder->chunk = mill_container_new_chunk(feeder->file.container, ++feeder->n_chunks, fd);
    if (seals < 0 || (seals & FEEDER_SEALS) != FEEDER_SEALS || fstat(fd, &status) < 0 ||
        status.st_size <= 0 || (guint64) status.st_size != head->size || head->table > head->size)
        return FALSE;
    map = mmap(NULL, head->size, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED)
        return FALSE;
    madvise(map, head->size, MADV_DONTFORK);
    feeder->map = map;
    feeder->size = head->size;
    feeder->at = head->table;
    feeder->n_left = head->n_entries;
    return TRUE;
}

/* Waits for a word. FALSE if the run is to stop, or if none comes (the container has a problem). */
static gboolean
feeder_wait(MillFeeder *feeder)
{
    struct pollfd item = { .fd = feeder->channel, .events = POLLIN };

    for (gint waited = 0; waited < FEEDER_HANG_MS; waited += FEEDER_POLL_MS) {
        if (feeder->stop && *feeder->stop != 0)
            return FALSE;
        if (poll(&item, 1, FEEDER_POLL_MS) > 0)
            return TRUE;
    }
    feeder_lose(feeder, MILL_ERROR_DEADLINE,
                g_strdup_printf("nothing came out of it for %d seconds", FEEDER_HANG_MS / 1000));
    return FALSE;
}

/* Takes the next chunk. FALSE if there is none, for whatever reason. */
static gboolean
feeder_receive(MillFeeder *feeder)
{
    MillFeedChunk head;
    guint8 taken = 1;
    gsize length;
    guint n_fds = 1;
    int fd = -1;

    feeder_forget_chunk(feeder);
    if (!feeder_wait(feeder))
        return FALSE;
    if (mill_channel_receive(feeder->channel, &head, sizeof(head), &length, &fd, &n_fds, TRUE) !=
        MILL_CHANNEL_MESSAGE) {
        feeder_bury(feeder);
        return FALSE;
    }
    if (length != sizeof(head) || head.magic != MILL_FEED_MAGIC ||
        (head.n_entries > 0) != (n_fds > 0) || (n_fds > 0 && !feeder_map(feeder, &head, fd))) {
        feeder_distrust(feeder);
        return FALSE;
    }
    feeder->last = head.last != 0;
    feeder->confined &= head.confined;
    feeder->n_packed = head.n_packed;
    mill_channel_send(feeder->channel, &taken, 1, NULL, 0, TRUE);
    return TRUE;
}

/* The string of @size bytes at the place, which moves on; NULL if it is none. */
static const char *
feeder_take_string(MillFeeder *feeder, guint32 size)
{
    const char *string = (const char *) feeder->map + feeder->at;

    if (size == 0 || size > feeder->size - feeder->at || string[size - 1] != '\0')
        return NULL;
    feeder->at += size;
    return string;
}

static gboolean
feeder_check_range(const MillFeeder *feeder, const MillFeedEntry *entry, MillRange range)
{
    return range.offset >= 0 && range.size >= 0 && range.size <= (gint64) MILL_TEXT_MAX &&
           range.offset <= G_MAXINT64 - range.size &&
           (entry->part || (guint64) (range.offset + range.size) <= feeder->size);
}

/* Fills @unit from the next entry. FALSE if it makes no sense. */
static gboolean
feeder_take(MillFeeder *feeder, MillUnit *unit)
{
    MillFeedEntry entry;
    MillContainer *file = feeder->file.container;
    const char *name, *problem = NULL;

    if (feeder->size - feeder->at < sizeof(entry))
        return FALSE;
    memcpy(&entry, feeder->map + feeder->at, sizeof(entry));
    feeder->at += sizeof(entry);
    name = feeder_take_string(feeder, entry.name_size);
    if (entry.problem_size > 0)
        problem = feeder_take_string(feeder, entry.problem_size);
    if (!name || (entry.problem_size > 0 && !problem) || entry.format > MILL_FORMAT_WARC ||
        (entry.part && !file->path) || !feeder_check_range(feeder, &entry, entry.item) ||
        !feeder_check_range(feeder, &entry, entry.head))
        return FALSE;
    *unit = (MillUnit){
        .id = g_strconcat(feeder->file.id, name, NULL),
        .container = mill_container_ref(entry.part || problem ? file : feeder->chunk),
        .problem = g_strdup(problem),
        .code = entry.code,
        .offset = entry.item.offset,
        .size = entry.item.size,
        .format = entry.format,
        .part = entry.part,
        .head = entry.head,
    };
    feeder->behind = entry.part ? entry.item.offset + entry.item.size : feeder->n_packed;
    feeder->n_left--;
    return TRUE;
}

/* The container itself as the last item, with what is wrong. */
static gboolean
feeder_give_up(MillFeeder *feeder, MillUnit *unit)
{
    *unit = feeder->file;
    feeder->file = (MillUnit){ 0 };
    feeder->behind = G_MAXINT64;
    feeder->active = FALSE;
    return TRUE;
}

gboolean
mill_feeder_next(MillFeeder *feeder, MillUnit *unit)
{
    if (!feeder->active)
        return FALSE;
    while (!feeder->file.problem) {
        if (feeder->n_left > 0) {
            if (feeder_take(feeder, unit))
                return TRUE;
            feeder_distrust(feeder);
            break;
        }
        if (feeder->last) {
            feeder_forget_chunk(feeder);
            feeder->active = FALSE;
            return FALSE;
        }
        if (!feeder_receive(feeder) && !feeder->file.problem)
            return FALSE; /* the run is to stop */
    }
    return feeder_give_up(feeder, unit);
}

gint64
mill_feeder_get_behind(const MillFeeder *feeder)
{
    return feeder->behind;
}

gboolean
mill_feeder_is_slow(MillFeeder *feeder)
{
    struct pollfd item = { .fd = feeder->channel, .events = POLLIN };

    return feeder->active && feeder->n_left == 0 && !feeder->last && !feeder->file.problem &&
           poll(&item, 1, 0) == 0;
}
