/* hash.c - SHA-256 of sources and results, by nettle where it was found (it uses the processor's
 * own instructions), else by GLib. */
#include "document/document-private.h"

#include <errno.h>
#include <unistd.h>

#define HASH_BLOCK ((gsize) 256 * 1024)

#ifdef MILL_HAVE_NETTLE
#include <nettle/sha2.h>

typedef struct sha256_ctx Hash;

static void
hash_begin(Hash *hash)
{
    sha256_init(hash);
}

static void
hash_add(Hash *hash, const void *bytes, gsize length)
{
    sha256_update(hash, length, bytes);
}

static void
hash_end(Hash *hash, char hex[MILL_SHA256_HEX])
{
    guint8 digest[SHA256_DIGEST_SIZE];

    sha256_digest(hash, sizeof digest, digest);
    for (gsize i = 0; i < sizeof digest; i++) {
        hex[2 * i] = (char) (digest[i] >> 4);
        hex[2 * i + 1] = (char) (digest[i] & 15);
    }
    for (gsize i = 0; i < 2 * sizeof digest; i++) /* arithmetic goes many at a time */
        hex[i] = (char) (hex[i] + (hex[i] > 9 ? 'a' - 10 : '0'));
    hex[2 * sizeof digest] = '\0';
}

#else

typedef GChecksum *Hash;

static void
hash_begin(Hash *hash)
{
    *hash = g_checksum_new(G_CHECKSUM_SHA256);
}

static void
hash_add(Hash *hash, const void *bytes, gsize length)
{
    if (length > 0)
        g_checksum_update(*hash, bytes, (gssize) length);
}

static void
hash_end(Hash *hash, char hex[MILL_SHA256_HEX])
{
    g_strlcpy(hex, g_checksum_get_string(*hash), MILL_SHA256_HEX);
    g_checksum_free(*hash);
}

#endif

char *
mill_sha256_hex(const void *bytes, gsize length)
{
    char *hex = g_malloc(MILL_SHA256_HEX);

    mill_sha256_write(bytes, length, hex);
    return hex;
}

void
mill_sha256_write(const void *bytes, gsize length, char hex[MILL_SHA256_HEX])
{
    Hash hash;

    hash_begin(&hash);
    hash_add(&hash, bytes, length);
    hash_end(&hash, hex);
}

char *
mill_sha256_fd(int fd)
{
    g_autofree guint8 *block = g_malloc(HASH_BLOCK);
    ssize_t got;
    Hash hash;

    hash_begin(&hash);
    while ((got = read(fd, block, HASH_BLOCK)) > 0 || (got < 0 && errno == EINTR))
        hash_add(&hash, block, got > 0 ? (gsize) got : 0);
    int reason = errno;
    g_autofree char *hex = g_malloc(MILL_SHA256_HEX);

    hash_end(&hash, hex);
    errno = reason;
    return got < 0 ? NULL : g_steal_pointer(&hex);
}
