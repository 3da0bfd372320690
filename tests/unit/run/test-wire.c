/* What parent and worker say to each other: what is sent arrives, and nothing that a worker sends
 * makes the parent read where it should not. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "isolate/channel.h"
#include "results/frame-writer.h"
#include "results/stream.h"
#include "run/task.h"
#include "source/lend.h"

#define N_STEPS 3

static void
check_task(void)
{
    MillContainer containers[] = {
        { .path = (char *) "in/a", .fd = -1, .file_size = 16, .mtime_ns = 1 },
        { .fd = 5 },
        { .path = (char *) "", .fd = 6, .chunk = 3 },
    };
    MillUnit units[] = {
        { .id = (char *) "a:1", .container = &containers[0], .size = 7, .index = 41 },
        { .id = (char *) "a:2", .container = &containers[0], .offset = 8, .size = 7, .part = 1 },
        { .id = (char *) "stdin",
          .container = &containers[1],
          .offset = 3,
          .size = 9,
          .format = 2 },
        { .id = (char *) "", .container = &containers[2], .head = { 4, 5 } },
        { .id = (char *) "a:1", .container = &containers[0] },
    };
    g_autoptr(GByteArray) message = g_byte_array_new();
    g_autoptr(GArray) got = g_array_new(FALSE, FALSE, sizeof(MillUnit));
    g_autoptr(GArray) around = g_array_new(FALSE, FALSE, sizeof(MillContainer));
    guint n_units = G_N_ELEMENTS(units);
    guint64 id;

    g_assert_cmpuint(mill_task_encode(message, 77, units, n_units), ==, n_units);
    g_assert_true(mill_task_decode(message->data, message->len, &id, got, around));
    g_assert_cmpuint(id, ==, 77);
    g_assert_cmpuint(got->len, ==, n_units);
    g_assert_cmpuint(around->len, ==, 4);
    for (guint i = 0; i < got->len; i++) {
        const MillUnit *unit = &g_array_index(got, MillUnit, i);
        const MillContainer *container = unit->container, *wanted = units[i].container;

        g_assert_cmpstr(unit->id, ==, units[i].id);
        g_assert_cmpstr(container->path, ==, wanted->path);
        g_assert_cmpint(container->fd, ==, wanted->fd);
        g_assert_cmpint(container->file_size, ==, wanted->file_size);
        g_assert_cmpint(container->mtime_ns, ==, wanted->mtime_ns);
        g_assert_cmpint(container->chunk, ==, wanted->chunk);
        g_assert_cmpint(unit->offset, ==, units[i].offset);
        g_assert_cmpint(unit->size, ==, units[i].size);
        g_assert_cmpint(unit->index, ==, units[i].index);
        g_assert_cmpint(unit->head.offset, ==, units[i].head.offset);
        g_assert_cmpint(unit->head.size, ==, units[i].head.size);
        g_assert_cmpint(unit->format, ==, units[i].format);
        g_assert_cmpint(unit->part, ==, units[i].part);
    }
    g_assert_true(g_array_index(got, MillUnit, 0).container ==
                  g_array_index(got, MillUnit, 1).container);
    for (gsize length = 0; length < message->len; length++) {
        g_autofree guint8 *cut = g_memdup2(message->data, length);

        g_assert_false(mill_task_decode(cut, length, &id, got, around));
    }
}

/* More units than fit into a message: as many as do, and one at least. */
static void
check_task_full(void)
{
    g_autofree char *path = g_strnfill(4000, 'p');
    g_autofree char *huge = g_strnfill(MILL_TASK_SIZE_MAX, 'p');
    g_autoptr(GByteArray) message = g_byte_array_new();
    MillContainer containers[100];
    MillUnit units[100];

    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        containers[i] = (MillContainer){ .path = path, .fd = -1 };
        units[i] = (MillUnit){ .id = path, .container = &containers[i] };
    }
    guint fit = mill_task_encode(message, 1, units, G_N_ELEMENTS(units));

    g_assert_cmpuint(fit, ==, 8);
    g_assert_cmpuint(message->len, <=, MILL_TASK_SIZE_MAX);
    containers[0].path = huge;
    g_assert_cmpuint(mill_task_encode(message, 1, units, 2), ==, 1);
}

static const MillFramesTerms for_one = { .n_units = 1, .n_steps = N_STEPS };
static const MillFramesTerms for_two = { .n_units = 2, .n_steps = N_STEPS };
static const MillFramesTerms for_five = { .n_units = 5, .n_steps = N_STEPS };
static const MillFramesTerms for_longer = { .n_units = 2, .n_steps = N_STEPS + 1 };

/* What is compressed where documents are worked on: the whole file is a frame, and its content is
 * counted. */
static void
check_packed(void)
{
    g_autoptr(MillFrameWriter) writer = mill_frame_writer_new(N_STEPS);
    g_autoptr(MillOutput) output = mill_output_new();
    MillOutput *const outputs[N_STEPS] = { NULL, output, output };
    MillCompression compression = MILL_COMPRESSION_GZIP;
    const MillTally tallies[N_STEPS + 1] = { 0 };
    const MillFrame good = { .outcome = MILL_OUTCOME_EXPORTED, .step = -1 };
    MillAnswer answer = { .task = 9 };
    MillFrameView view;
    MillPartView part;
    g_autoptr(GError) error = NULL;

    if (mill_compression_find_lack(compression))
        compression = MILL_COMPRESSION_ZSTD;
    if (mill_compression_find_lack(compression)) {
        g_test_skip("built without compression");
        return;
    }
    g_autoptr(MillCompressor) compressor = mill_compressor_new(compression);
    MillCompressor *const packers[N_STEPS] = { NULL, NULL, compressor };

    g_string_assign(mill_output_part(output, NULL, "head "), "bytes");
    mill_frame_writer_set_packers(writer, packers);
    g_assert_true(mill_frame_writer_begin(writer, -1, &error));
    g_assert_true(mill_frame_writer_add(writer, &good, NULL, outputs));
    int fd = -1;

    g_assert_true(mill_frame_writer_end(writer, tallies, &answer, &fd, &error));
    g_autoptr(MillFrames) frames = mill_frames_new(&answer, fd, &for_one, &error);

    g_assert_no_error(error);
    mill_frames_view(frames, 0, &view);
    const guint8 *next = mill_part_view(view.parts, &part);

    g_assert_false(part.head.packed);
    g_assert_cmpstr(part.preamble, ==, "head ");
    g_assert_cmpuint(part.head.content, ==, 5);
    mill_part_view(next, &part);
    g_assert_true(part.head.packed);
    g_assert_null(part.preamble);
    g_assert_cmpuint(part.head.content, ==, 5);
    GString *content = mill_expand(compression, part.bytes, part.head.size, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(content->str, ==, "head bytes");
    g_string_free(content, TRUE);
}

/* An answer to a task of two units: one with results, one that failed. */
static int
write_answer(MillAnswer *answer)
{
    g_autoptr(MillFrameWriter) writer = mill_frame_writer_new(N_STEPS);
    g_autoptr(MillOutput) output = mill_output_new();
    MillOutput *const outputs[N_STEPS] = { NULL, NULL, output };
    MillTally tallies[N_STEPS + 1] = {
        { .documents = 1, .dropped = 2, .failed = 3, .nanoseconds = 4 },
        { .documents = 5, .times = { [9] = 6 } }
    };
    MillFrame good = { .unit = 0, .outcome = MILL_OUTCOME_EXPORTED, .step = -1, .bytes_in = 10 };
    MillFrame bad = { .unit = 1, .outcome = MILL_OUTCOME_QUARANTINED, .step = 1, .code = 4 };
    const MillFrameMetric metric = { .step = 1, .name = "words", .sum = { 7, 500000, 2 } };
    g_autoptr(GError) error = NULL;

    g_string_assign(mill_output_part(output, NULL, "head"), "bytes");
    mill_output_part(output, "part", NULL);
    *answer = (MillAnswer){ .task = 9 };
    g_assert_true(mill_frame_writer_begin(writer, -1, &error));
    mill_frame_writer_set_metrics(writer, &metric, 1);
    g_assert_true(mill_frame_writer_add(writer, &good, NULL, outputs));
    g_assert_true(mill_frame_writer_add(writer, &bad, "why", NULL));
    int fd = -1;

    g_assert_true(mill_frame_writer_end(writer, tallies, answer, &fd, &error));

    g_assert_no_error(error);
    return fd;
}

static void
check_answer(void)
{
    MillAnswer answer;
    int fd = write_answer(&answer);
    g_autoptr(GError) error = NULL;
    g_autoptr(MillFrames) frames = mill_frames_new(&answer, fd, &for_five, &error);
    MillFrameView view;
    MillFrameMetric metric;
    MillPartView part;

    g_assert_no_error(error);
    g_assert_cmpuint(mill_frames_get_n_units(frames), ==, 2);
    g_assert_cmpuint(mill_frames_get_tallies(frames)[1].documents, ==, 5);
    g_assert_cmpuint(mill_frames_get_tallies(frames)[1].times[9], ==, 6);
    mill_frames_view(frames, 0, &view);
    g_assert_cmpint(view.head.bytes_in, ==, 10);
    g_assert_cmpuint(view.head.n_parts, ==, 2);
    g_assert_null(view.message);
    g_assert_cmpuint(view.head.n_metrics, ==, 1);
    memcpy(&metric, view.metrics, sizeof metric);
    g_assert_cmpstr(metric.name, ==, "words");
    g_assert_cmpint(metric.sum.whole, ==, 7);
    const guint8 *next = mill_part_view(view.parts, &part);

    g_assert_cmpuint(part.head.step, ==, 2);
    g_assert_null(part.name);
    g_assert_cmpstr(part.preamble, ==, "head");
    g_assert_cmpmem(part.bytes, part.head.size, "bytes", 5);
    mill_part_view(next, &part);
    g_assert_cmpstr(part.name, ==, "part");
    g_assert_cmpuint(part.head.size, ==, 0);
    mill_frames_view(frames, 1, &view);
    g_assert_cmpint(view.head.outcome, ==, MILL_OUTCOME_QUARANTINED);
    g_assert_cmpstr(view.message, ==, "why");
}

/* A memory file of @bytes, sealed if @seals. */
static int
make_file(const void *bytes, gsize length, gboolean seals)
{
    int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    g_assert_cmpint(write(fd, bytes, length), ==, (gssize) length);
    if (seals)
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
    return fd;
}

/* Looks at everything, so that a sanitizer sees a read that is out of bounds. */
static gsize
read_all(MillFrames *frames)
{
    gsize sum = 0;

    for (guint i = 0; i < 2; i++) {
        MillFrameView view;
        const guint8 *at;

        mill_frames_view(frames, i, &view);
        sum += view.message ? strlen(view.message) : 0;
        at = view.parts;
        for (guint k = 0; k < view.head.n_parts; k++) {
            MillPartView part;

            at = mill_part_view(at, &part);
            sum += part.name ? strlen(part.name) : 0;
            sum += part.preamble ? strlen(part.preamble) : 0;
            for (gsize j = 0; j < part.head.size; j++)
                sum += part.bytes[j];
        }
    }
    return sum;
}

/* Each byte of the answer changed in several ways: taken or refused, and never read beyond its end.
 */
static void
check_mad_answer(void)
{
    static const guint8 flips[] = { 0x01, 0x80, 0xff };
    MillAnswer answer;
    int fd = write_answer(&answer);
    gsize size = (gsize) lseek(fd, 0, SEEK_END);
    g_autofree guint8 *bytes = g_malloc(size);
    guint refused = 0;

    g_assert_cmpint(pread(fd, bytes, size, 0), ==, (gssize) size);
    close(fd);
    for (gsize i = 0; i < size; i++) {
        for (gsize k = 0; k < G_N_ELEMENTS(flips); k++) {
            bytes[i] ^= flips[k];
            g_autoptr(MillFrames) frames =
                mill_frames_new(&answer, make_file(bytes, size, TRUE), &for_two, NULL);

            if (frames)
                g_assert_cmpuint(read_all(frames), >, 0);
            refused += frames == NULL;
            bytes[i] ^= flips[k];
        }
    }
    g_assert_cmpuint(refused, >, 100);
}

static void
check_wrong_answer(void)
{
    MillAnswer answer;
    int fd = write_answer(&answer);
    gsize size = (gsize) lseek(fd, 0, SEEK_END);
    g_autofree guint8 *bytes = g_malloc(size);
    const MillAnswer wrong[] = {
        { .magic = 1, .n_frames = 2, .frames_size = answer.frames_size },
        {
            .magic = MILL_ANSWER_MAGIC,
            .n_frames = 0,
            .frames_size = answer.frames_size,
        },
        {
            .magic = MILL_ANSWER_MAGIC,
            .n_frames = 1,
            .frames_size = answer.frames_size,
        },
        {
            .magic = MILL_ANSWER_MAGIC,
            .n_frames = 3,
            .frames_size = answer.frames_size,
        },
        {
            .magic = MILL_ANSWER_MAGIC,
            .n_frames = 2,
            .frames_size = answer.frames_size - 8,
        },
        {
            .magic = MILL_ANSWER_MAGIC,
            .n_frames = 2,
            .frames_size = G_MAXUINT64,
        },
        { .magic = MILL_ANSWER_MAGIC, .n_frames = 2, .frames_size = 0 },
    };

    g_assert_cmpint(pread(fd, bytes, size, 0), ==, (gssize) size);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(mill_frames_new(&wrong[i], make_file(bytes, size, TRUE), &for_two, &error));
        g_assert_error(error, MILL_ERROR, MILL_ERROR_CRASH);
    }
    g_assert_null(mill_frames_new(&answer, make_file(bytes, size, FALSE), &for_two, NULL));
    g_assert_null(mill_frames_new(&answer, make_file(bytes, size - 1, TRUE), &for_two, NULL));
    g_assert_null(mill_frames_new(&answer, make_file(bytes, 0, TRUE), &for_two, NULL));
    g_assert_null(mill_frames_new(&answer, open("/dev/null", O_RDONLY), &for_two, NULL));
    g_assert_null(mill_frames_new(&answer, fd, &for_longer, NULL));
}

static void
check_channel(void)
{
    const int sent[] = { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO };
    g_autoptr(GError) error = NULL;
    int ends[2], fds[2];
    char bytes[8] = "";
    guint n_fds = 2;
    gsize length;

    g_assert_true(mill_channel_open(ends, &error));
    g_assert_cmpint(mill_channel_receive(ends[1], bytes, 8, &length, fds, &n_fds, FALSE), ==,
                    MILL_CHANNEL_NOTHING);
    g_assert_cmpuint(n_fds, ==, 0);
    g_assert_cmpint(mill_channel_send(ends[0], "one", 4, sent, 3, TRUE), ==, MILL_CHANNEL_MESSAGE);
    g_assert_cmpint(mill_channel_send(ends[0], "two", 4, NULL, 0, TRUE), ==, MILL_CHANNEL_MESSAGE);
    close(ends[0]);
    n_fds = 2; /* what does not fit is closed */
    g_assert_cmpint(mill_channel_receive(ends[1], bytes, 8, &length, fds, &n_fds, TRUE), ==,
                    MILL_CHANNEL_MESSAGE);
    g_assert_cmpstr(bytes, ==, "one");
    g_assert_cmpuint(n_fds, ==, 2);
    close(fds[0]);
    close(fds[1]);
    g_assert_cmpint(mill_channel_receive(ends[1], bytes, 8, &length, fds, &n_fds, TRUE), ==,
                    MILL_CHANNEL_MESSAGE);
    g_assert_cmpstr(bytes, ==, "two");
    g_assert_cmpuint(n_fds, ==, 0);
    g_assert_cmpint(mill_channel_receive(ends[1], bytes, 8, &length, fds, &n_fds, TRUE), ==,
                    MILL_CHANNEL_CLOSED);
    g_assert_cmpint(mill_channel_send(ends[1], "x", 1, NULL, 0, TRUE), ==, MILL_CHANNEL_CLOSED);
    close(ends[1]);
}

static void
check_lent_file(const char *path, const char *content)
{
    char bytes[16] = "";
    int fd = mill_lend_open(path);

    g_assert_cmpint(fd, >=, 0);
    g_assert_cmpint(read(fd, bytes, sizeof(bytes) - 1), ==, strlen(content));
    g_assert_cmpstr(bytes, ==, content);
    close(fd);
}

/* A worker reads the files that its parent opened, even when their names are gone since. */
static void
check_lend(void)
{
    g_autofree char *folder = g_dir_make_tmp("textmill-lend-XXXXXX", NULL);
    g_autofree char *one = g_build_filename(folder, "one", NULL);
    g_autofree char *two = g_build_filename(folder, "two", NULL);
    g_autofree char *gone = g_build_filename(folder, "gone", NULL);
    MillContainer containers[] = {
        { .fd = -1, .path = one },
        { .fd = 7 },
        { .fd = -1, .path = gone },
        { .fd = -1, .path = two },
    };
    MillUnit units[] = {
        { .container = &containers[0] }, { .container = &containers[0] },
        { .container = &containers[1] }, { .container = &containers[2] },
        { .container = &containers[3] },
    };
    g_autoptr(GByteArray) message = g_byte_array_new();
    MillLoan loan = { 0 };
    gsize length;

    g_assert_true(g_file_set_contents(one, "1", -1, NULL));
    g_assert_true(g_file_set_contents(two, "22", -1, NULL));
    g_byte_array_append(message, (const guint8 *) "task", 4);
    g_assert_cmpuint(mill_lend_fit(units, G_N_ELEMENTS(units)), ==, G_N_ELEMENTS(units));
    mill_lend_prepare(&loan, units, G_N_ELEMENTS(units), message);
    g_assert_cmpuint(loan.n_fds, ==, 2);
    unlink(one);
    unlink(two);

    length = message->len;
    g_assert_true(mill_lend_receive(message->data, &length, loan.fds, loan.n_fds));
    g_assert_cmpuint(length, ==, 4);
    mill_lend_name(units, G_N_ELEMENTS(units));
    check_lent_file(two, "22");
    check_lent_file(one, "1");
    check_lent_file(one, "1");
    g_assert_true(g_file_set_contents(gone, "late", -1, NULL));
    g_assert_cmpint(mill_lend_open(gone), ==, -1);
    g_assert_cmpint(errno, ==, ENOENT);
    unlink(gone);

    /* Fewer descriptors than were sent: the kernel gave no more. */
    length = message->len;
    g_assert_true(mill_lend_receive(message->data, &length, NULL, 0));
    mill_lend_name(units, G_N_ELEMENTS(units));
    g_assert_cmpint(mill_lend_open(one), ==, -1);
    g_assert_cmpint(errno, ==, EMFILE);
    length = 3;
    g_assert_false(mill_lend_receive(message->data, &length, NULL, 0));
    rmdir(folder);
}

/* Units beyond the files of one message. */
static void
check_lend_fit(void)
{
    MillContainer containers[2 * MILL_LEND_MAX];
    MillUnit units[2 * MILL_LEND_MAX];
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        g_ptr_array_add(paths, g_strdup_printf("file-%u", i));
        containers[i] = (MillContainer){ .fd = -1, .path = paths->pdata[i] };
        units[i] = (MillUnit){ .container = &containers[i] };
    }
    g_assert_cmpuint(mill_lend_fit(units, G_N_ELEMENTS(units)), ==, MILL_LEND_MAX);
    for (guint i = 0; i < G_N_ELEMENTS(units); i++)
        units[i].container = &containers[i / 3];
    g_assert_cmpuint(mill_lend_fit(units, G_N_ELEMENTS(units)), ==, G_N_ELEMENTS(units));
}

/* A stop ends the wait for a pipe that is full. */
static void
check_stream_stop(void)
{
    g_autofree char *bytes = g_malloc0(1 << 20);
    g_autoptr(GError) error = NULL;
    volatile gint stop = 0;
    int ends[2];

    g_assert_cmpint(pipe(ends), ==, 0);
    g_autoptr(MillStream) stream = mill_stream_new(ends[1], "the pipe", &stop);

    g_assert_true(mill_stream_write(stream, "x", 1, NULL));
    g_assert_true(mill_stream_flush(stream, NULL));
    stop = 1;
    g_assert_false(mill_stream_write(stream, bytes, 1 << 20, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_STOPPED);
    close(ends[0]);
    close(ends[1]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wire/task", check_task);
    g_test_add_func("/wire/task-full", check_task_full);
    g_test_add_func("/wire/answer", check_answer);
    g_test_add_func("/wire/answer-mad", check_mad_answer);
    g_test_add_func("/wire/answer-wrong", check_wrong_answer);
    g_test_add_func("/wire/channel", check_channel);
    g_test_add_func("/wire/lend", check_lend);
    g_test_add_func("/wire/lend-fit", check_lend_fit);
    g_test_add_func("/wire/packed", check_packed);
    g_test_add_func("/wire/stream-stop", check_stream_stop);
    return g_test_run();
}
