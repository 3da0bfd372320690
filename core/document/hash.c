/* hash.c - SHA-256 of sources, by nettle where it was found (it uses the processor's own
 * instructions), else by GLib. */
#include "document/document-private.h"

#ifdef MILL_HAVE_NETTLE
#include <nettle/sha2.h>

char *
mill_sha256_hex(const void *bytes, gsize length)
{
    struct sha256_ctx context;
    guint8 digest[SHA256_DIGEST_SIZE];
    char *hex = g_malloc(2 * sizeof digest + 1);

    sha256_init(&context);
    sha256_update(&context, length, bytes);
    sha256_digest(&context, sizeof digest, digest);
    for (gsize i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    hex[2 * sizeof digest] = '\0';
    return hex;
}

#else

char *
mill_sha256_hex(const void *bytes, gsize length)
{
    return g_compute_checksum_for_data(G_CHECKSUM_SHA256, length ? bytes : (const void *) "",
                                       length);
}

#endif
