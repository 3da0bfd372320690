/* sample.c - the part of a file that tells its encoding: the lines that are not ASCII. */
#include "sample.h"

#define SAMPLE_ENOUGH 8192 /* beyond it, only lines with bytes that are rare so far */
#define SAMPLE_MAX    32768
#define LOOK_MAX      (1 << 20)
#define RARE          3
#define PIECE_MAX     4096
#define LOOK_BACK     256

static gsize
sample_find_high(const guint8 *data, gsize at, gsize length)
{
    while (at < length && data[at] < 0x80)
        at++;
    return at;
}

/* A safe place to begin at or before @at, not before @floor: after a line break, or at an ASCII
 * character that is no part of a longer one in any encoding. */
static gsize
sample_find_start(const guint8 *data, gsize at, gsize floor)
{
    gsize limit = at - floor > LOOK_BACK ? at - LOOK_BACK : floor;

    for (gsize i = at; i > limit; i--)
        if (data[i - 1] == '\n')
            return i;
    for (gsize i = at; i > limit; i--)
        if (data[i - 1] < 0x30)
            return i - 1;
    return at;
}

static gsize
sample_find_end(const guint8 *data, gsize at, gsize length)
{
    gsize limit = MIN(at + PIECE_MAX, length);

    while (at < limit && data[at] != '\n')
        at++;
    return at < length ? at + 1 : at;
}

/* Whether the bytes have one of 0x80 and above that was seen less than RARE times; they count. */
static gboolean
sample_has_rare(const guint8 *bytes, gsize length, guint *seen)
{
    gboolean rare = FALSE;

    for (gsize i = 0; i < length; i++)
        if (bytes[i] >= 0x80)
            rare |= seen[bytes[i]]++ < RARE;
    return rare;
}

GByteArray *
sample_take(const guint8 *data, gsize length)
{
    GByteArray *sample = g_byte_array_new();
    guint seen[256] = { 0 };
    gsize limit = MIN(length, (gsize) LOOK_MAX);
    gsize floor = 0;
    gsize high;

    while (sample->len < SAMPLE_MAX && (high = sample_find_high(data, floor, limit)) < limit) {
        gsize start = sample_find_start(data, high, floor);
        gsize end = sample_find_end(data, high, limit);
        gboolean rare = sample_has_rare(data + start, end - start, seen);

        if (rare || sample->len < SAMPLE_ENOUGH)
            g_byte_array_append(sample, data + start, (guint) (end - start));
        floor = end;
    }
    return sample;
}
