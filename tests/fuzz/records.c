/* records - hostile containers: JSON lines, tables, WARC files and archives, damaged at random.
 *
 *     records ROUNDS FILE...
 *
 * Each file is taken as it is, then ROUNDS times with random damage from a fixed seed, and all that
 * again as a compressed file of many members. The feeder's
 * part runs here, without its process, so that a sanitizer sees it; then every item is read as a
 * worker would. A crash, a complaint or a hang is the failure; as is an item outside of its file.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef MILL_HAVE_ARCHIVE
#include <zlib.h>
#endif

#include "isolate/channel.h"
#include "source/feed.h"
#include "source/record.h"

static const char *const metadata[] = { "*", NULL };

typedef struct {
    const MillInput *input;
    int channel;
} Server;

static void *
serve(void *data)
{
    const Server *server = data;

    mill_feed_serve(server->input, server->channel, 0, (GIConv) -1);
    return NULL;
}

/* Reads the item as the worker would. */
static void
read_item(const MillInput *input, const MillFeedEntry *entry, const guint8 *base, gsize size)
{
    g_assert_cmpint(entry->item.offset + entry->item.size, <=, (gint64) size);
    g_assert_cmpint(entry->head.offset + entry->head.size, <=, (gint64) size);
    const char *head = (const char *) base + entry->head.offset;
    GBytes *bytes = g_bytes_new(base + entry->item.offset, (gsize) entry->item.size);
    g_autoptr(MillDocument) document = mill_document_new("x", bytes);
    g_autoptr(MillValue) map = mill_value_new_map();

    if (entry->format == MILL_FORMAT_JSONL)
        mill_record_read_json(input, document, NULL);
    else if (entry->format == MILL_FORMAT_CSV || entry->format == MILL_FORMAT_TSV)
        mill_record_read_row(input, head, (gsize) entry->head.size,
                             mill_record_get_delimiter((MillFormat) entry->format), document, NULL);
    else if (entry->format == MILL_FORMAT_WARC)
        mill_record_read_warc(input, head, (gsize) entry->head.size, map, &bytes, NULL);
    g_bytes_unref(bytes);
}

static void
read_chunk(const MillInput *input, const MillFeedChunk *chunk, int fd, const GString *file)
{
    const guint8 *map = mmap(NULL, chunk->size, PROT_READ, MAP_SHARED, fd, 0);
    gsize at = chunk->table;

    g_assert_true(map != MAP_FAILED);
    for (guint32 i = 0; i < chunk->n_entries; i++) {
        MillFeedEntry entry;

        memcpy(&entry, map + at, sizeof(entry));
        at += sizeof(entry) + entry.name_size + entry.problem_size;
        g_assert_cmpuint(at, <=, chunk->size);
        if (entry.problem_size > 0)
            continue;
        if (entry.part)
            read_item(input, &entry, (const guint8 *) file->str, file->len);
        else
            read_item(input, &entry, map, chunk->size);
    }
    munmap((void *) map, chunk->size);
}

static void
fuzz_try(const MillInput *input, const char *name, const GString *file)
{
    MillFeedOrder order = { .magic = MILL_FEED_MAGIC, .seekable = TRUE };
    g_autoptr(GByteArray) message = g_byte_array_new();
    int ends[2], fd = memfd_create("fuzz", MFD_CLOEXEC);
    MillFeedChunk chunk = { 0 };
    pthread_t thread;

    g_assert_cmpint(write(fd, file->str, file->len), ==, (gssize) file->len);
    g_assert_true(mill_channel_open(ends, NULL));
    Server server = { input, ends[1] };

    g_assert_cmpint(pthread_create(&thread, NULL, serve, &server), ==, 0);
    order.name_size = (guint32) strlen(name) + 1;
    g_byte_array_append(message, (const guint8 *) &order, sizeof(order));
    g_byte_array_append(message, (const guint8 *) name, order.name_size);
    mill_channel_send(ends[0], message->data, message->len, &fd, 1, TRUE);
    while (!chunk.last) {
        gsize length;
        guint n_fds = 1;
        int items;

        g_assert_cmpint(
            mill_channel_receive(ends[0], &chunk, sizeof(chunk), &length, &items, &n_fds, TRUE), ==,
            MILL_CHANNEL_MESSAGE);
        if (n_fds > 0) {
            read_chunk(input, &chunk, items, file);
            close(items);
        }
        mill_channel_send(ends[0], "", 1, NULL, 0, TRUE);
    }
    close(ends[0]);
    pthread_join(thread, NULL);
    close(ends[1]);
    close(fd);
}

static void
damage(GString *file, GRand *random)
{
    static const char *const traps[] = { "\"",
                                         "\\",
                                         "\\u",
                                         "{",
                                         "}",
                                         "\n",
                                         "\r\n\r\n",
                                         ",",
                                         ":",
                                         "WARC/1.0\r\n",
                                         "Content-Length: ",
                                         "99999999999",
                                         "\xFF",
                                         "\x1F\x8B",
                                         "0" };
    gint piece = g_rand_int_range(random, 1, 40);
    gint at = file->len > 0 ? g_rand_int_range(random, 0, (gint) file->len) : 0;

    switch (g_rand_int_range(random, 0, 4)) {
    case 0:
        if (file->len > 0)
            file->str[at] = (char) g_rand_int_range(random, 0, 256);
        break;
    case 1:
        g_string_erase(file, at, MIN((gssize) file->len - at, piece));
        break;
    case 2:
        g_string_truncate(file, (gsize) at);
        break;
    default:
        g_string_insert(file, at, traps[g_rand_int_range(random, 0, G_N_ELEMENTS(traps))]);
    }
}

#define MEMBER 200 /* bytes */

/* @length bytes as members of gzip, NULL if that cannot be had. (transfer full) */
static GString *
pack(const char *bytes, gsize length)
{
#ifdef MILL_HAVE_ARCHIVE
    GString *packed = g_string_new(NULL);

    for (gsize at = 0; at < length; at += MEMBER) {
        guint8 member[MEMBER * 2];
        z_stream zlib = { .next_in = (Bytef *) bytes + at,
                          .avail_in = (uInt) MIN(length - at, MEMBER),
                          .next_out = member,
                          .avail_out = sizeof(member) };

        deflateInit2(&zlib, Z_BEST_SPEED, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
        g_assert_cmpint(deflate(&zlib, Z_FINISH), ==, Z_STREAM_END);
        deflateEnd(&zlib);
        g_string_append_len(packed, (const char *) member,
                            (gssize) (sizeof(member) - zlib.avail_out));
    }
    return packed;
#else
    return NULL;
#endif
}

static void
fuzz_rounds(const MillInput *input, const char *name, const char *bytes, gsize length, gint rounds)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20261127);

    for (gint round = 0; round <= rounds; round++) {
        g_autoptr(GString) file = g_string_new_len(bytes, (gssize) length);

        for (gint n = round == 0 ? 0 : g_rand_int_range(random, 1, 8); n > 0; n--)
            damage(file, random);
        fuzz_try(input, name, file);
    }
}

int
main(int argc, char **argv)
{
    const MillInput input = {
        .text = "text",
        .metadata = metadata,
        .header = TRUE,
        .archives = TRUE,
        .max_bytes = 1 << 20,
        .max_ratio = 200,
        .max_members = 10000,
        .max_depth = 3,
    };

    if (argc < 3) {
        g_printerr("usage: records ROUNDS FILE...\n");
        return 2;
    }
    g_print("1..%d\n", argc - 2);
    for (int i = 2; i < argc; i++) {
        g_autofree char *bytes = NULL;
        gsize length;

        if (!g_file_get_contents(argv[i], &bytes, &length, NULL)) {
            g_print("Bail out! cannot read %s\n", argv[i]);
            return 1;
        }
        fuzz_rounds(&input, argv[i], bytes, length, atoi(argv[1]));
        g_autoptr(GString) packed = pack(bytes, length);
        g_autofree char *name = g_strconcat(argv[i], ".gz", NULL);

        if (packed)
            fuzz_rounds(&input, name, packed->str, packed->len, atoi(argv[1]));
        g_print("ok %d %s\n", i - 1, argv[i]);
    }
    return 0;
}
