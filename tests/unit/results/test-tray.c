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
    MillAnswer answer;
    int fd;
} Pair;

static Pair
pair_new(guint n_files)
{
    Pair pair = {
        .tray = mill_tray_new(n_files),
        .page = mill_frames_page_new(),
        .writer = mill_frame_writer_new(N_STEPS),
    };

    mill_frame_writer_grant(pair.writer, mill_tray_grant(pair.tray));
    return pair;
}

static void
pair_clear(Pair *pair)
{
    mill_tray_unref(pair->tray);
    mill_frames_page_free(pair->page);
    mill_frame_writer_free(pair->writer);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pair, pair_clear)

/* The worker answers with one document, whose message is @message. */
static void
pair_write(Pair *pair, const char *message)
{
    const MillFrame head = { .outcome = MILL_OUTCOME_DROPPED, .step = 1 };
    const MillTally tallies[N_STEPS + 1] = { 0 };
    g_autoptr(GError) error = NULL;

    g_assert_true(mill_frame_writer_begin(pair->writer, &error));
    g_assert_true(mill_frame_writer_add(pair->writer, &head, message, NULL));
    g_assert_true(mill_frame_writer_end(pair->writer, tallies, &pair->answer, &pair->fd, &error));
}

static MillFrames *
pair_take_file(Pair *pair, int fd, GError **error)
{
    const MillFramesTerms terms = {
        .n_units = 1,
        .n_steps = N_STEPS,
        .tray = pair->tray,
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

/* Two files serve any number of answers, and are passed once. What was read last may be longer. */
static void
check_again(void)
{
    g_auto(Pair) pair = pair_new(2);

    for (guint i = 0; i < 20; i++) {
        g_autofree char *message = g_strnfill(1 + i * 7919 % 5000, (char) ('a' + i));

        pair_write(&pair, message);
        g_autoptr(MillFrames) frames = pair_take(&pair, NULL);

        g_assert_nonnull(frames);
        g_assert_cmpuint(pair.answer.file, ==, i % 2);
        g_assert_true((pair.fd >= 0) == (i < 2));
        assert_says(frames, message);
        if (i % 2 == 1) { /* only then are there files to write to */
            g_clear_pointer(&frames, mill_frames_free);
            mill_frame_writer_grant(pair.writer, mill_tray_grant(pair.tray));
        }
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
        g_assert_true((pair.answer.file == MILL_TRAY_NONE) == (i >= 2));
        frames[i] = pair_take(&pair, NULL);
        mill_frames_rest(frames[i]);
    }
    g_assert_cmpuint(mill_tray_grant(pair.tray), ==, 0);
    for (guint i = G_N_ELEMENTS(messages); i > 0; i--)
        assert_says(frames[i - 1], messages[i - 1]);
    for (guint i = 0; i < G_N_ELEMENTS(messages); i++)
        assert_says(frames[i], messages[i]);
    for (guint i = 0; i < G_N_ELEMENTS(messages); i++)
        mill_frames_free(frames[i]);
    g_assert_cmpuint(mill_tray_grant(pair.tray), ==, 3);
}

/* It does not stay in the tray; the number goes to a new file then. */
static void
check_large(void)
{
    g_autofree char *large = g_strnfill(MILL_TRAY_SIZE, 'l');
    g_auto(Pair) pair = pair_new(1);

    pair_write(&pair, "small");
    mill_frames_free(pair_take(&pair, NULL));
    mill_frame_writer_grant(pair.writer, mill_tray_grant(pair.tray));
    pair_write(&pair, large);
    g_assert_cmpuint(pair.answer.file, ==, MILL_TRAY_NONE);
    g_autoptr(MillFrames) frames = pair_take(&pair, NULL);

    assert_says(frames, large);
    pair_write(&pair, "small again");
    g_assert_cmpuint(pair.answer.file, ==, 0);
    g_assert_cmpint(pair.fd, >=, 0);
    g_autoptr(MillFrames) next = pair_take(&pair, NULL);

    assert_says(next, "small again");
    assert_says(frames, large);
}

/* The worker writes to a file whose answer waits: what is read is whole, or there is an error. */
static void
check_changed(void)
{
    g_auto(Pair) pair = pair_new(2);
    guint refused = 0;

    pair_write(&pair, "one");
    int file = fcntl(pair.fd, F_DUPFD_CLOEXEC, 0);
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
    close(file);
}

typedef struct {
    const char *name;
    guint32 file;
    int (*open)(void); /* what comes with it; NULL: nothing */
    gboolean cut;      /* the answer says it is longer than it is */
} WrongCase;

static int
open_pipe(void)
{
    int ends[2];

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

static const WrongCase wrong_cases[] = {
    { "nothing-came", 1, NULL, FALSE },
    { "not-granted", 2, open_empty, FALSE },
    { "no-such-file", MILL_TRAY_FILES, open_empty, FALSE },
    { "far-off", 0x80000000, open_empty, FALSE },
    { "pipe", 0, open_pipe, FALSE },
    { "device", 0, open_null, FALSE },
    { "empty", 0, open_empty, FALSE },
    { "own-without-file", MILL_TRAY_NONE, NULL, FALSE },
    { "own-not-sealed", MILL_TRAY_NONE, open_empty, FALSE },
    { "too-long", 0, NULL, TRUE },
};

static void
check_wrong(gconstpointer data)
{
    const WrongCase *wrong = data;
    g_autoptr(GError) error = NULL;
    g_auto(Pair) pair = pair_new(2);

    pair_write(&pair, "fine");
    mill_frames_free(pair_take(&pair, &error));
    g_assert_no_error(error);
    mill_frame_writer_grant(pair.writer, mill_tray_grant(pair.tray));
    pair_write(&pair, "fine");
    g_assert_cmpint(pair.fd, ==, -1);
    pair.answer.file = wrong->file;
    pair.answer.frames_size += wrong->cut ? 4096 : 0;
    g_assert_null(pair_take_file(&pair, wrong->open ? wrong->open() : -1, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_CRASH);
}

/* A grant that did not reach the worker is made again. */
static void
check_revoke(void)
{
    g_autoptr(MillTray) tray = mill_tray_new(3);

    g_assert_cmpuint(mill_tray_grant(tray), ==, 7);
    mill_tray_revoke(tray, 5);
    g_assert_false(mill_tray_take(tray, 0, open_empty()));
    g_assert_cmpuint(mill_tray_grant(tray), ==, 5);
    g_assert_cmpuint(mill_tray_grant(tray), ==, 0);
    g_assert_true(mill_tray_take(tray, 0, open_empty()));
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
    mill_tray_grant(pair.tray);
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

    pair_write(&pair, "");
    mill_frames_free(pair_take(&pair, NULL));
    guint before = count_descriptors();

    mill_frame_writer_grant(pair.writer, mill_tray_grant(pair.tray));
    for (guint i = 0; i < G_N_ELEMENTS(frames); i++) {
        pair_write(&pair, "waits");
        frames[i] = pair_take(&pair, NULL);
    }
    mill_frames_free(frames[0]);
    g_clear_pointer(&pair.writer, mill_frame_writer_free);
    g_assert_cmpuint(mill_tray_count(pair.tray), ==, 4);
    mill_tray_retire(pair.tray);
    g_assert_cmpuint(mill_tray_count(pair.tray), ==, 2);
    g_assert_cmpuint(count_descriptors(), ==, before); /* it was open twice, now two are once */
    g_assert_cmpuint(mill_tray_grant(pair.tray), ==, 0);
    for (guint i = 1; i < G_N_ELEMENTS(frames); i++) {
        assert_says(frames[i], "waits");
        mill_frames_free(frames[i]);
        g_assert_cmpuint(mill_tray_count(pair.tray), ==, 2 - i);
        g_assert_cmpuint(count_descriptors(), ==, before - i);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tray/again", check_again);
    g_test_add_func("/tray/waiting", check_waiting);
    g_test_add_func("/tray/large", check_large);
    g_test_add_func("/tray/changed", check_changed);
    g_test_add_func("/tray/revoke", check_revoke);
    g_test_add_func("/tray/stale", check_stale);
    g_test_add_func("/tray/retire", check_retire);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong_cases); i++) {
        g_autofree char *path = g_strdup_printf("/tray/wrong/%s", wrong_cases[i].name);

        g_test_add_data_func(path, &wrong_cases[i], check_wrong);
    }
    return g_test_run();
}
