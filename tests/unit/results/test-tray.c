/* Answers in memory files that are used again: what is written arrives, what waits can be read
 * later, and nothing that a worker does with its files makes the parent read what it did not check.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "results/frame-writer.h"

#define N_STEPS 2

/* Both sides, and the last answer. */
typedef struct {
    MillTray *tray;
    MillFramesPage *page;
    MillFrameWriter *writer;
    guint file; /* that was lent for it */
    MillAnswer answer;
    int fd;
} Pair;

static Pair
pair_new(guint n_files)
{
    return (Pair){
        .tray = mill_tray_new(n_files),
        .page = mill_frames_page_new(),
        .writer = mill_frame_writer_new(N_STEPS),
    };
}

static void
pair_clear(Pair *pair)
{
    mill_tray_unref(pair->tray);
    mill_frames_page_free(pair->page);
    mill_frame_writer_free(pair->writer);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pair, pair_clear)

/* The worker gets a file, if there is one, and begins its answer. */
static void
pair_begin(Pair *pair)
{
    g_autoptr(GError) error = NULL;

    pair->file = mill_tray_take(pair->tray);
    int fd = pair->file != MILL_TRAY_NONE ? dup(mill_tray_get_fd(pair->tray, pair->file)) : -1;

    g_assert_true(mill_frame_writer_begin(pair->writer, fd, &error));
}

/* A document that was dropped for the reason @message. */
static void
pair_add(Pair *pair, guint number, const char *message)
{
    const MillFrame head = { .unit = number, .outcome = MILL_OUTCOME_DROPPED, .step = 1 };

    g_assert_true(mill_frame_writer_add(pair->writer, &head, message, NULL));
}

static void
pair_end(Pair *pair)
{
    const MillTally tallies[N_STEPS + 1] = { { .documents = 7 } };
    g_autoptr(GError) error = NULL;

    g_assert_true(mill_frame_writer_end(pair->writer, tallies, &pair->answer, &pair->fd, &error));
    g_assert_true((pair->fd < 0) == (pair->answer.lent != 0));
}

static void
pair_write(Pair *pair, const char *message)
{
    pair_begin(pair);
    pair_add(pair, 0, message);
    pair_end(pair);
}

static MillFrames *
pair_take_file(Pair *pair, int fd, GError **error)
{
    const MillFramesTerms terms = {
        .n_units = 100,
        .n_steps = N_STEPS,
        .tray = pair->tray,
        .file = pair->file,
        .page = pair->page,
    };

    return mill_frames_new(&pair->answer, fd, &terms, error);
}

static MillFrames *
pair_take(Pair *pair, GError **error)
{
    return pair_take_file(pair, pair->fd, error);
}

static void
assert_says(MillFrames *frames, const char *message)
{
    g_autoptr(GError) error = NULL;
    MillFrameView view;

    mill_frames_load(frames, &error);
    g_assert_no_error(error);
    mill_frames_view(frames, 0, &view);
    g_assert_cmpstr(view.message, ==, message);
}

/* One file serves any number of answers. What was in it before may be longer. */
static void
check_again(void)
{
    g_auto(Pair) pair = pair_new(3);

    for (guint i = 0; i < 20; i++) {
        g_autofree char *message = g_strnfill(1 + i * 7919 % 5000, (char) ('a' + i));

        pair_write(&pair, message);
        g_autoptr(MillFrames) frames = pair_take(&pair, NULL);

        g_assert_nonnull(frames);
        g_assert_cmpuint(pair.file, ==, 0);
        g_assert_true(pair.answer.lent);
        g_assert_cmpuint(mill_frames_get_tallies(frames)->documents, ==, 7);
        assert_says(frames, message);
    }
}

/* More answers than files wait for their turn: the others have files of their own. */
static void
check_waiting(void)
{
    static const char *const messages[] = { "first", "second, which is longer", "third", "4" };
    MillFrames *frames[G_N_ELEMENTS(messages)];
    g_auto(Pair) pair = pair_new(2);

    for (guint i = 0; i < G_N_ELEMENTS(messages); i++) {
        pair_write(&pair, messages[i]);
        g_assert_true((pair.answer.lent != 0) == (i < 2));
        frames[i] = pair_take(&pair, NULL);
        mill_frames_rest(frames[i]);
    }
    g_assert_cmpuint(mill_tray_take(pair.tray), ==, MILL_TRAY_NONE);
    for (guint i = G_N_ELEMENTS(messages); i > 0; i--)
        assert_says(frames[i - 1], messages[i - 1]);
    for (guint i = 0; i < G_N_ELEMENTS(messages); i++)
        assert_says(frames[i], messages[i]);
    for (guint i = 0; i < G_N_ELEMENTS(messages); i++)
        mill_frames_free(frames[i]);
    g_assert_cmpuint(mill_tray_take(pair.tray), ==, 0);
    g_assert_cmpuint(mill_tray_take(pair.tray), ==, 1);
}

typedef struct {
    const char *name;
    guint n;     /* documents */
    gsize first; /* bytes of the first one's message */
    gsize each;  /* of the others' */
    gssize last; /* not 0: of the last one's, so that the answer has as many bytes more than fit */
    gboolean lent;
} SizeCase;

static const SizeCase size_cases[] = {
    { "small", 1, 1, 0, 0, TRUE },
    { "first-large", 1, 40000, 0, 0, FALSE },
    { "first-large-then-small", 5, 40000, 10, 0, FALSE },
    { "becomes-large", 50, 10, 9000, 0, FALSE },
    { "then-direct", 2, 10, 200000, 0, TRUE },
    { "then-too-direct", 3, 10, 200000, 0, FALSE },
    { "very-large", 3, 10, 5000000, 0, FALSE },
    { "just-fits", 20, 10, 9000, -1, TRUE },
    { "just-does-not", 20, 10, 9000, 1, FALSE },
};

/* So that the answer becomes one byte too long, or (@more < 0) just fits. */
static gsize
fill_up(const Pair *pair, gssize more)
{
    gsize others = mill_frame_writer_get_size(pair->writer) + sizeof(MillFrame) + 1 +
                   (N_STEPS + 1) * sizeof(MillTally) + sizeof(guint64);

    return MILL_TRAY_SIZE - others + (more > 0 ? 1 : 0);
}

/* Large answers have files of their own, also if that turns out late; and nothing is lost then. */
static void
check_size(gconstpointer data)
{
    const SizeCase *size = data;
    g_auto(Pair) pair = pair_new(1);
    g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func(g_free);

    pair_write(&pair, "before");
    mill_frames_free(pair_take(&pair, NULL));
    pair_begin(&pair);
    for (guint i = 0; i < size->n; i++) {
        gsize length = i == 0 ? size->first : size->each;

        if (size->last != 0 && i + 1 == size->n)
            length = fill_up(&pair, size->last);
        g_ptr_array_add(messages, g_strnfill(length, (char) ('a' + i % 26)));
        pair_add(&pair, i, messages->pdata[i]);
    }
    pair_end(&pair);
    g_assert_true((pair.answer.lent != 0) == size->lent);
    g_autoptr(GError) error = NULL;
    g_autoptr(MillFrames) frames = pair_take(&pair, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(mill_frames_get_n_units(frames), ==, size->n);
    for (guint i = 0; i < size->n; i++) {
        MillFrameView view;

        mill_frames_view(frames, i, &view);
        g_assert_cmpstr(view.message, ==, messages->pdata[i]);
    }
    /* A file that was not needed is there for the next answer. */
    g_assert_cmpuint(mill_tray_take(pair.tray), ==, size->lent ? MILL_TRAY_NONE : 0);
}

/* Somebody writes to a file whose answer waits: what is read is whole, or there is an error. */
static void
check_changed(void)
{
    g_auto(Pair) pair = pair_new(2);
    guint refused = 0;

    pair_write(&pair, "one");
    int file = mill_tray_get_fd(pair.tray, pair.file);
    g_autoptr(MillFrames) frames = pair_take(&pair, NULL);
    gsize size = (gsize) lseek(file, 0, SEEK_END);

    pair_write(&pair, "two");
    g_autoptr(MillFrames) others = pair_take(&pair, NULL);

    for (gsize i = 0; i < size; i++) {
        g_autoptr(GError) error = NULL;
        MillFrameView view;
        guint8 byte;

        assert_says(others, "two");
        g_assert_cmpint(pread(file, &byte, 1, (off_t) i), ==, 1);
        byte ^= 0xff;
        g_assert_cmpint(pwrite(file, &byte, 1, (off_t) i), ==, 1);
        if (mill_frames_load(frames, &error)) {
            mill_frames_view(frames, 0, &view);
            g_assert_true(!view.message || strlen(view.message) <= 3);
        } else {
            g_assert_error(error, MILL_ERROR, MILL_ERROR_CRASH);
            refused++;
        }
        byte ^= 0xff;
        g_assert_cmpint(pwrite(file, &byte, 1, (off_t) i), ==, 1);
    }
    g_assert_cmpuint(refused, >, 20);
    assert_says(others, "two");
    assert_says(frames, "one");
    assert_says(others, "two");
    g_assert_cmpint(ftruncate(file, 10), ==, 0);
    g_assert_false(mill_frames_load(frames, NULL));
}

/* Nobody can keep the next answer from being written. */
static void
check_no_seals(void)
{
    g_autoptr(MillTray) tray = mill_tray_new(1);
    guint file = mill_tray_take(tray);

    g_assert_cmpint(fcntl(mill_tray_get_fd(tray, file), F_ADD_SEALS, F_SEAL_WRITE), ==, -1);
}

typedef struct {
    const char *name;
    gboolean lent;
    guint file;
    int (*open)(void); /* what comes with it; NULL: nothing */
    gsize more;        /* bytes that the answer says it has and has not */
} WrongCase;

static int
open_pipe(void)
{
    static int ends[2];

    g_assert_cmpint(pipe2(ends, O_CLOEXEC), ==, 0);
    return ends[0]; /* the other one stays open: whoever reads waits for ever */
}

static int
open_null(void)
{
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static int
open_empty(void)
{
    return memfd_create("test", MFD_CLOEXEC);
}

/* An answer in whose file there is still that to an earlier task, as long as this one, is none. */
static void
check_stale(void)
{
    g_autoptr(GError) error = NULL;
    g_auto(Pair) pair = pair_new(1);

    pair.answer.task = 1;
    pair_write(&pair, "one");
    mill_frames_free(pair_take(&pair, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(mill_tray_take(pair.tray), ==, pair.file);
    pair.answer.task = 2;
    g_assert_null(pair_take_file(&pair, -1, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_CRASH);
}

static guint
count_descriptors(void)
{
    g_autoptr(GDir) dir = g_dir_open("/proc/self/fd", 0, NULL);
    guint n = 0;

    while (g_dir_read_name(dir))
        n++;
    return n;
}

/* When its worker is dead, only files whose answers wait stay open. */
static void
check_retire(void)
{
    g_auto(Pair) pair = pair_new(4);
    MillFrames *frames[3];
    guint before = count_descriptors();

    for (guint i = 0; i < G_N_ELEMENTS(frames); i++) {
        pair_write(&pair, "waits");
        frames[i] = pair_take(&pair, NULL);
    }
    mill_frames_free(frames[0]);
    g_assert_cmpuint(count_descriptors(), ==, before + 3);
    g_assert_cmpuint(mill_tray_count(pair.tray), ==, 4);
    mill_tray_retire(pair.tray);
    g_assert_cmpuint(mill_tray_take(pair.tray), ==, MILL_TRAY_NONE);
    for (guint i = 1; i < G_N_ELEMENTS(frames); i++) {
        g_assert_cmpuint(mill_tray_count(pair.tray), ==, 3 - i);
        g_assert_cmpuint(count_descriptors(), ==, before + 3 - i);
        assert_says(frames[i], "waits");
        mill_frames_free(frames[i]);
    }
    g_assert_cmpuint(count_descriptors(), ==, before);
}

static const WrongCase wrong_cases[] = {
    { "nothing-lent", TRUE, MILL_TRAY_NONE, NULL, 0 },
    { "nothing-lent-but-sent", TRUE, MILL_TRAY_NONE, open_empty, 0 },
    { "nothing-came", FALSE, 0, NULL, 0 },
    { "pipe", FALSE, 0, open_pipe, 0 },
    { "device", FALSE, 0, open_null, 0 },
    { "not-sealed", FALSE, 0, open_empty, 0 },
    { "longer-than-it-is", TRUE, 0, NULL, 4096 },
    { "longer-than-may-be", TRUE, 0, NULL, MILL_TRAY_SIZE },
    { "longer-than-numbers", TRUE, 0, NULL, G_MAXSIZE - 100 },
};

static void
check_wrong(gconstpointer data)
{
    const WrongCase *wrong = data;
    g_auto(Pair) pair = pair_new(2);
    g_autoptr(GError) error = NULL;

    pair_write(&pair, "fine");
    mill_frames_free(pair_take(&pair, &error));
    g_assert_no_error(error);
    pair_write(&pair, "fine");
    pair.file = wrong->file;
    pair.answer.lent = wrong->lent;
    pair.answer.frames_size += wrong->more;
    g_assert_null(pair_take_file(&pair, wrong->open ? wrong->open() : -1, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_CRASH);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tray/again", check_again);
    g_test_add_func("/tray/waiting", check_waiting);
    g_test_add_func("/tray/changed", check_changed);
    g_test_add_func("/tray/no-seals", check_no_seals);
    g_test_add_func("/tray/stale", check_stale);
    g_test_add_func("/tray/retire", check_retire);
    for (gsize i = 0; i < G_N_ELEMENTS(size_cases); i++) {
        g_autofree char *path = g_strdup_printf("/tray/size/%s", size_cases[i].name);

        g_test_add_data_func(path, &size_cases[i], check_size);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(wrong_cases); i++) {
        g_autofree char *path = g_strdup_printf("/tray/wrong/%s", wrong_cases[i].name);

        g_test_add_data_func(path, &wrong_cases[i], check_wrong);
    }
    return g_test_run();
}
