/* test-blanks.c - large results in files that a worker was lent: they arrive, what is not used is
 * deleted, and what a worker says of them is not believed. */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "results/frame-writer.h"
#include "scratch.h"

#define N_STEPS 3
#define LARGE   40000

/* A folder with four blanks, of which a worker wrote the answer to a task of one unit: a large own
 * file, a large part of a shared one, a small own file, another large own file. */
typedef struct {
    char *folder;
    MillFiles *files;
    MillBlanks *blanks;
    GArray *lent;
    MillAnswer answer;
    guint8 *bytes; /* of the answer */
    gsize size;
} Desk;

static const gboolean own[N_STEPS] = { TRUE, FALSE, TRUE };

static MillOutput *
make_output(char letter, gsize length)
{
    MillOutput *output = mill_output_new();
    GString *part = mill_output_part(output, NULL, "head\n");

    g_string_set_size(part, length);
    memset(part->str, letter, length);
    return output;
}

static void
desk_write(Desk *desk, const int *fds, guint n, guint64 first)
{
    g_autoptr(MillFrameWriter) writer = mill_frame_writer_new(N_STEPS);
    g_autoptr(MillOutput) large = make_output('a', LARGE);
    g_autoptr(MillOutput) shared = make_output('b', LARGE);
    g_autoptr(MillOutput) mixed = make_output('c', 10);
    MillOutput *const outputs[N_STEPS] = { large, shared, mixed };
    const MillTally tallies[N_STEPS + 1] = { 0 };
    const MillFrame head = { .outcome = MILL_OUTCOME_EXPORTED, .step = -1 };
    g_autoptr(GError) error = NULL;

    g_string_set_size(mill_output_part(mixed, "second", NULL), LARGE);
    memset(mill_output_part(mixed, "second", NULL)->str, 'd', LARGE);
    mill_frame_writer_set_own(writer, own);
    mill_frame_writer_lend(writer, fds, n, first);
    g_assert_true(mill_frame_writer_begin(writer, -1, &error));
    g_assert_true(mill_frame_writer_add(writer, &head, NULL, outputs));
    int fd = -1;

    g_assert_true(mill_frame_writer_end(writer, tallies, &desk->answer, &fd, &error));

    g_assert_no_error(error);
    desk->size = (gsize) lseek(fd, 0, SEEK_END);
    desk->bytes = g_malloc(desk->size);
    g_assert_cmpint(pread(fd, desk->bytes, desk->size, 0), ==, (gssize) desk->size);
    close(fd);
}

static void
desk_init(Desk *desk, guint n_blanks)
{
    g_autoptr(GError) error = NULL;
    guint64 first;
    int fds[4];

    *desk = (Desk){ .folder = scratch_new(), .answer = { .task = 1 } };
    desk->files = mill_files_new(open(desk->folder, O_RDONLY | O_DIRECTORY), desk->folder);
    g_assert_true(mill_files_open_work(desk->files, &error));
    desk->blanks = mill_blanks_new(desk->files);
    desk->lent = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_assert_cmpuint(mill_blanks_open(desk->blanks, n_blanks, fds, &first), ==, n_blanks);
    for (guint64 number = first; number < first + n_blanks; number++)
        g_array_append_val(desk->lent, number);
    desk_write(desk, fds, n_blanks, first);
}

static void
desk_clear(Desk *desk)
{
    g_array_unref(desk->lent);
    mill_blanks_free(desk->blanks);
    mill_files_free(desk->files);
    scratch_free(desk->folder);
    g_free(desk->bytes);
}

static MillFrames *
desk_read(const Desk *desk, GError **error)
{
    const MillFramesTerms terms = { 1, N_STEPS, own, desk->lent, desk->blanks };
    int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    g_assert_cmpint(write(fd, desk->bytes, desk->size), ==, (gssize) desk->size);
    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
    return mill_frames_new(&desk->answer, fd, &terms, error);
}

static void
count_name(const char *name, gpointer data)
{
    (*(guint *) data)++;
}

static guint
desk_count(const Desk *desk)
{
    guint n = 0;

    mill_files_each_work(desk->files, count_name, &n);
    return n;
}

static void
list_parts(const MillFrames *frames, MillPartView parts[4])
{
    MillFrameView view;

    mill_frames_view(frames, 0, &view);
    g_assert_cmpuint(view.head.n_parts, ==, 4);
    for (guint i = 0; i < 4; i++)
        view.parts = mill_part_view(view.parts, &parts[i]);
}

static void
check_draft(const Desk *desk, const MillDraft *draft, const char *head, char letter)
{
    g_autofree char *path = mill_draft_dup_path(draft, desk->files);
    g_autofree char *content = NULL;
    gsize length, i = strlen(head);

    g_assert_true(g_file_get_contents(path, &content, &length, NULL));
    g_assert_cmpuint(length, ==, i + LARGE);
    g_assert_true(g_str_has_prefix(content, head));
    while (i < length)
        g_assert_cmpint(content[i++], ==, letter);
}

static void
test_used(void)
{
    Desk desk;
    MillDraft drafts[2] = { MILL_DRAFT_NONE, MILL_DRAFT_NONE };
    g_autoptr(GError) error = NULL;
    MillPartView parts[4];
    gboolean local;

    desk_init(&desk, 4);
    MillFrames *frames = desk_read(&desk, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(desk.answer.n_large, ==, 2);
    g_assert_cmpuint(desk.lent->len, ==, 2); /* those that the worker still has */
    list_parts(frames, parts);
    g_assert_null(parts[0].bytes);
    g_assert_cmpuint(parts[0].head.size, ==, LARGE + 5);
    g_assert_cmpuint(parts[0].head.content, ==, LARGE);
    g_assert_nonnull(parts[1].bytes);
    g_assert_nonnull(parts[2].bytes);
    g_assert_cmpstr(parts[3].name, ==, "second");
    g_assert_true(mill_blanks_take(desk.blanks, parts[0].head.blank, LARGE + 5, "0-0.new",
                                   &drafts[0], &local, &error));
    check_draft(&desk, &drafts[0], "head\n", 'a');
    g_assert_false(mill_blanks_take(desk.blanks, parts[3].head.blank, LARGE + 1, "0-2.new",
                                    &drafts[1], &local, &error));
    g_assert_true(local);
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    g_clear_error(&error);
    g_assert_true(mill_blanks_take(desk.blanks, parts[3].head.blank, LARGE, "0-2.new", &drafts[1],
                                   &local, &error));
    check_draft(&desk, &drafts[1], "", 'd');
    g_assert_cmpuint(desk_count(&desk), ==, 4);
    mill_frames_free(frames); /* what has become a draft stays */
    g_assert_cmpuint(desk_count(&desk), ==, 4);
    desk_clear(&desk);
}

/* A document that is not exported, and a worker that is gone. */
static void
test_unused(void)
{
    Desk desk;
    g_autoptr(GError) error = NULL;

    desk_init(&desk, 4);
    mill_frames_free(desk_read(&desk, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(desk_count(&desk), ==, 2);
    for (guint i = 0; i < desk.lent->len; i++)
        mill_blanks_discard(desk.blanks, g_array_index(desk.lent, guint64, i));
    g_assert_cmpuint(desk_count(&desk), ==, 0);
    desk_clear(&desk);
}

/* A worker that has too few puts the rest where small results are. */
static void
test_too_few(void)
{
    for (guint n = 0; n < 2; n++) {
        Desk desk;
        g_autoptr(GError) error = NULL;
        MillPartView parts[4];

        desk_init(&desk, n);
        g_autoptr(MillFrames) frames = desk_read(&desk, &error);

        g_assert_no_error(error);
        g_assert_cmpuint(desk.answer.n_large, ==, 2);
        list_parts(frames, parts);
        g_assert_cmpint(parts[0].head.blank > 0, ==, n > 0);
        g_assert_cmpuint(parts[3].head.blank, ==, 0);
        g_assert_cmpint(parts[3].bytes[LARGE - 1], ==, 'd');
        g_clear_pointer(&frames, mill_frames_free);
        desk_clear(&desk);
    }
}

/* A blank that cannot be written, as when the disk is full. */
static void
test_full(void)
{
    const int full[] = { open("/dev/full", O_WRONLY), open("/dev/full", O_WRONLY) };
    Desk desk;
    g_autoptr(GError) error = NULL;
    MillPartView parts[4];

    desk_init(&desk, 2);
    g_free(desk.bytes);
    desk_write(&desk, full, 2, 1);
    g_autoptr(MillFrames) frames = desk_read(&desk, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(desk.lent->len, ==, 0);
    list_parts(frames, parts);
    g_assert_cmpuint(parts[0].head.blank + parts[3].head.blank, ==, 0);
    g_assert_cmpstr(parts[0].preamble, ==, "head\n");
    g_assert_cmpint(parts[0].bytes[LARGE - 1], ==, 'a');
    g_clear_pointer(&frames, mill_frames_free);
    desk_clear(&desk);
}

typedef struct {
    const char *name;
    guint part;
    guint64 blank;
    guint64 last;
} Lie;

static const Lie lies[] = {
    { "never-lent", 0, 77, 77 },     { "of-another-worker", 0, 5, 4 },
    { "none-was-used", 0, 1, 0 },    { "beyond-those-used", 3, 3, 2 },
    { "used-twice", 3, 1, 2 },       { "out-of-order", 0, 2, 2 },
    { "in-a-shared-file", 1, 1, 2 },
};

static guint8 *
find_part(Desk *desk, guint wanted)
{
    guint8 *at = desk->bytes + sizeof(MillFrame);
    MillPartView part;

    while (wanted-- > 0)
        at = (guint8 *) mill_part_view(at, &part);
    return at;
}

static void
test_lie(gconstpointer data)
{
    const Lie *lie = data;
    Desk desk;
    g_autoptr(GError) error = NULL;
    MillFramePart part;

    desk_init(&desk, 4);
    memcpy(&part, find_part(&desk, lie->part), sizeof part);
    part.blank = lie->blank;
    part.preamble_size = 0;
    memcpy(find_part(&desk, lie->part), &part, sizeof part);
    desk.answer.last_blank = lie->last;
    g_assert_null(desk_read(&desk, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_CRASH);
    desk_clear(&desk);
}

/* Each byte of the first part's head changed: taken or refused, and never read beyond its end. */
static void
test_mad(void)
{
    static const guint8 flips[] = { 0x01, 0x80, 0xff };
    Desk desk;
    guint refused = 0;

    desk_init(&desk, 4);
    for (gsize i = 0; i < sizeof(MillFrame) + sizeof(MillFramePart); i++) {
        for (gsize k = 0; k < G_N_ELEMENTS(flips); k++) {
            g_autoptr(GArray) lent = g_array_copy(desk.lent);
            Desk copy = desk;

            copy.lent = lent;
            desk.bytes[i] ^= flips[k];
            MillFrames *frames = desk_read(&copy, NULL);

            desk.bytes[i] ^= flips[k];
            refused += frames == NULL;
            mill_frames_free(frames);
        }
    }
    g_assert_cmpuint(refused, >, 100);
    desk_clear(&desk);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/run/blanks/used", test_used);
    g_test_add_func("/run/blanks/unused", test_unused);
    g_test_add_func("/run/blanks/too-few", test_too_few);
    g_test_add_func("/run/blanks/full", test_full);
    for (gsize i = 0; i < G_N_ELEMENTS(lies); i++) {
        g_autofree char *path = g_strconcat("/run/blanks/lie/", lies[i].name, NULL);

        g_test_add_data_func(path, &lies[i], test_lie);
    }
    g_test_add_func("/run/blanks/mad", test_mad);
    return g_test_run();
}
