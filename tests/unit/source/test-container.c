/* What items are in: shared by them, and gone with the last of them. */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "source/container.h"

static gboolean
is_open(int fd)
{
    return fcntl(fd, F_GETFD) >= 0;
}

static int
make_file(void)
{
    int fd = memfd_create("textmill-test", MFD_CLOEXEC);

    g_assert_cmpint(fd, >=, 0);
    return fd;
}

/* The descriptor of a file is the source's. */
static void
check_file(void)
{
    int fd = make_file();
    MillContainer *file = mill_container_new(NULL, fd, 0, 0);

    g_assert_null(file->path);
    g_assert_cmpint(file->chunk, ==, 0);
    g_assert_true(mill_container_ref(file) == file);
    mill_container_unref(file);
    g_assert_cmpint(file->fd, ==, fd);
    mill_container_unref(file);
    g_assert_true(is_open(fd));
    close(fd);
}

/* A chunk says what the file is that it came out of, also when nothing else does, and closes its
 * descriptor with the last item. */
static void
check_chunk(void)
{
    int fd = make_file();
    MillContainer *file = mill_container_new("a.zip", -1, 7, 8);
    MillContainer *chunk = mill_container_new_chunk(file, 3, fd);

    mill_container_unref(file);
    g_assert_cmpstr(chunk->path, ==, "a.zip");
    g_assert_cmpint(chunk->file_size, ==, 7);
    g_assert_cmpint(chunk->mtime_ns, ==, 8);
    g_assert_cmpint(chunk->chunk, ==, 3);
    g_assert_cmpint(chunk->fd, ==, fd);
    mill_container_ref(chunk);
    mill_container_unref(chunk);
    g_assert_true(is_open(fd));
    mill_container_unref(chunk);
    g_assert_false(is_open(fd));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/container/file", check_file);
    g_test_add_func("/container/chunk", check_chunk);
    return g_test_run();
}
