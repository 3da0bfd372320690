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

static char *
hash_end(Hash *hash)
{
    guint8 digest[SHA256_DIGEST_SIZE];
    char *hex = g_malloc(2 * sizeof digest + 1);

    sha256_digest(hash, sizeof digest, digest);
    for (gsize i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    hex[2 * sizeof digest] = '\0';
    return hex;
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

static char *
hash_end(Hash *hash)
{
    char *hex = g_strdup(g_checksum_get_string(*hash));

    g_checksum_free(*hash);
    return hex;
}

#endif

char *
mill_sha256_hex(const void *bytes, gsize length)
{
    Hash hash;

    hash_begin(&hash);
    hash_add(&hash, bytes, length);
    return hash_end(&hash);
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
    g_autofree char *hex = hash_end(&hash);

    errno = reason;
    return got < 0 ? NULL : g_steal_pointer(&hex);
}
