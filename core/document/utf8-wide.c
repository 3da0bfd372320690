/* utf8-wide.c - the lookup algorithm of Keiser and Lemire, "Validating UTF-8 In Less Than One
 * Instruction Per Byte", Software: Practice and Experience 51 (2021), for AVX2.
 *
 * Whatever can be wrong with two neighbouring bytes shows in three half bytes: both halves of the
 * first and the high half of the second. A table for each says which mistakes it allows, a bit
 * each; what all three allow is one. That a third and a fourth byte are there where they have to be
 * is looked at apart.
 */
#include "document/utf8-wide.h"

#ifdef __x86_64__

#include <immintrin.h>

#define WIDTH 32

/* The mistakes. Two can share a bit, as no byte makes both possible. */
enum {
    TOO_SHORT = 1 << 0,      /* a lead, and no continuation behind it */
    TOO_LONG = 1 << 1,       /* ASCII, and a continuation behind it */
    OVERLONG_3 = 1 << 2,     /* E0 80 to E0 9F */
    TOO_LARGE = 1 << 3,      /* F4 90 and more */
    SURROGATE = 1 << 4,      /* ED A0 to ED BF */
    OVERLONG_2 = 1 << 5,     /* C0, C1 */
    TOO_LARGE_1000 = 1 << 6, /* F5 80 and more */
    OVERLONG_4 = 1 << 6,     /* F0 80 to F0 8F */
    TWO_CONTS = 1 << 7,      /* two continuations, which is right in longer characters */
    CARRY = TOO_SHORT | TOO_LONG | TWO_CONTS,
};

#define TABLE(...)                                                                                 \
    {                                                                                              \
        {                                                                                          \
            __VA_ARGS__, __VA_ARGS__                                                               \
        }                                                                                          \
    }

typedef union {
    guint8 bytes[WIDTH];
    __m256i wide;
} Table;

static const Table first_high =
    TABLE(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TWO_CONTS,
          TWO_CONTS, TWO_CONTS, TWO_CONTS, TOO_SHORT | OVERLONG_2, TOO_SHORT,
          TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4);

#define LARGE (CARRY | TOO_LARGE | TOO_LARGE_1000)

static const Table first_low =
    TABLE(CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4, CARRY | OVERLONG_2, CARRY, CARRY,
          CARRY | TOO_LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, LARGE,
          LARGE | SURROGATE, LARGE, LARGE);

#define CONT (TOO_LONG | OVERLONG_2 | TWO_CONTS)

static const Table second_high =
    TABLE(TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
          CONT | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4, CONT | OVERLONG_3 | TOO_LARGE,
          CONT | SURROGATE | TOO_LARGE, CONT | SURROGATE | TOO_LARGE, TOO_SHORT, TOO_SHORT,
          TOO_SHORT, TOO_SHORT);

#define AVX2 __attribute__((target("avx2")))

/* The half bytes of @wide, each what @table has for it. */
AVX2 static inline __m256i
look_up(const Table *table, __m256i wide)
{
    return _mm256_shuffle_epi8(table->wide, _mm256_and_si256(wide, _mm256_set1_epi8(0x0F)));
}

/* All zero if the bytes of @wide, which follow those of @before, are right as far as they go. */
AVX2 static inline __m256i
find_mistakes(__m256i before, __m256i wide)
{
    const __m256i across = _mm256_permute2x128_si256(before, wide, 0x21);
    const __m256i one = _mm256_alignr_epi8(wide, across, 15); /* the byte before each */
    const __m256i two = _mm256_alignr_epi8(wide, across, 14);
    const __m256i three = _mm256_alignr_epi8(wide, across, 13);
    const __m256i pair = _mm256_and_si256(
        _mm256_and_si256(look_up(&first_high, _mm256_srli_epi16(one, 4)), look_up(&first_low, one)),
        look_up(&second_high, _mm256_srli_epi16(wide, 4)));
    /* Where the byte before the last, or before that, leads a longer character, the top bit. */
    const __m256i longer =
        _mm256_or_si256(_mm256_subs_epu8(two, _mm256_set1_epi8((char) (0xE0 - 0x80))),
                        _mm256_subs_epu8(three, _mm256_set1_epi8((char) (0xF0 - 0x80))));

    return _mm256_xor_si256(pair, _mm256_and_si256(longer, _mm256_set1_epi8((char) 0x80)));
}

AVX2 static gsize
prefix_avx2(const guint8 *bytes, gsize length)
{
    __m256i before = _mm256_setzero_si256();
    gboolean plain = TRUE; /* @before is ASCII */
    gsize at = 0;

    for (; length - at >= WIDTH; at += WIDTH) {
        __m256i wide = _mm256_loadu_si256((const __m256i *) (gconstpointer) (bytes + at));
        gboolean ascii = _mm256_movemask_epi8(wide) == 0;

        if (!(ascii && plain)) {
            __m256i mistakes = find_mistakes(before, wide);

            if (!_mm256_testz_si256(mistakes, mistakes))
                break;
        }
        plain = ascii;
        before = wide;
    }
    /* The last character may go on. */
    for (gsize back = 1; back <= MIN(at, 3); back++)
        if (bytes[at - back] >= 0xC0)
            return at - back;
    return at;
}

gsize
mill_utf8_wide_prefix(const guint8 *bytes, gsize length)
{
    return length >= WIDTH && __builtin_cpu_supports("avx2") ? prefix_avx2(bytes, length) : 0;
}

#else

gsize
mill_utf8_wide_prefix(const guint8 *bytes, gsize length)
{
    return 0;
}

#endif
