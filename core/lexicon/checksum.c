/* checksum.c - XXH64 (Yann Collet), after the specification in xxhash_spec.md. Four lanes of 8
 * bytes each keep the multipliers busy: about as fast as memory is read.
 */
#include "checksum.h"

#include <string.h>

#define CHECKSUM_PRIME1 G_GUINT64_CONSTANT(0x9e3779b185ebca87)
#define CHECKSUM_PRIME2 G_GUINT64_CONSTANT(0xc2b2ae3d27d4eb4f)
#define CHECKSUM_PRIME3 G_GUINT64_CONSTANT(0x165667b19e3779f9)
#define CHECKSUM_PRIME4 G_GUINT64_CONSTANT(0x85ebca77c2b2ae63)
#define CHECKSUM_PRIME5 G_GUINT64_CONSTANT(0x27d4eb2f165667c5)

static inline guint64
checksum_rotate(guint64 value, guint bits)
{
    return value << bits | value >> (64 - bits);
}

static inline guint64
checksum_read64(const guint8 *p)
{
    guint64 value;

    memcpy(&value, p, sizeof value);
    return GUINT64_FROM_LE(value);
}

static inline guint32
checksum_read32(const guint8 *p)
{
    guint32 value;

    memcpy(&value, p, sizeof value);
    return GUINT32_FROM_LE(value);
}

static inline guint64
checksum_round(guint64 lane, guint64 input)
{
    return checksum_rotate(lane + input * CHECKSUM_PRIME2, 31) * CHECKSUM_PRIME1;
}

/* The stripes of 32 bytes; @p is moved behind them. */
static guint64
checksum_stripes(const guint8 **p, const guint8 *end)
{
    guint64 lanes[4] = { CHECKSUM_PRIME1 + CHECKSUM_PRIME2, CHECKSUM_PRIME2, 0,
                         0 - CHECKSUM_PRIME1 };

    for (; end - *p >= 32; *p += 32)
        for (guint i = 0; i < 4; i++)
            lanes[i] = checksum_round(lanes[i], checksum_read64(*p + 8 * i));

    guint64 sum = checksum_rotate(lanes[0], 1) + checksum_rotate(lanes[1], 7) +
                  checksum_rotate(lanes[2], 12) + checksum_rotate(lanes[3], 18);

    for (guint i = 0; i < 4; i++)
        sum = (sum ^ checksum_round(0, lanes[i])) * CHECKSUM_PRIME1 + CHECKSUM_PRIME4;
    return sum;
}

guint64
lex_checksum(gconstpointer bytes, gsize length)
{
    const guint8 *p = bytes, *end = p + length;
    guint64 sum = length >= 32 ? checksum_stripes(&p, end) : CHECKSUM_PRIME5;

    sum += length;
    for (; end - p >= 8; p += 8)
        sum = checksum_rotate(sum ^ checksum_round(0, checksum_read64(p)), 27) * CHECKSUM_PRIME1 +
              CHECKSUM_PRIME4;
    for (; end - p >= 4; p += 4)
        sum = checksum_rotate(sum ^ checksum_read32(p) * CHECKSUM_PRIME1, 23) * CHECKSUM_PRIME2 +
              CHECKSUM_PRIME3;
    for (; p < end; p++)
        sum = checksum_rotate(sum ^ *p * CHECKSUM_PRIME5, 11) * CHECKSUM_PRIME1;
    sum = (sum ^ sum >> 33) * CHECKSUM_PRIME2;
    sum = (sum ^ sum >> 29) * CHECKSUM_PRIME3;
    return sum ^ sum >> 32;
}
