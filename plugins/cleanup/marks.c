/* marks.c - finding marked bytes. */
#include "marks.h"

static gboolean
marks_is_word(char byte)
{
    return byte > ' ' && byte < 0x7F;
}

#ifdef __x86_64__

#include <immintrin.h>

#define WIDTH 32
#define AVX2  __attribute__((target("avx2")))

/* Gives each kind of row of the table (which bytes are marked among the sixteen with the same high
 * half) a bit of its own. FALSE if there are more kinds than bits. */
static gboolean
marks_split(Marks *self)
{
    guint16 kinds[8];
    guint n = 0;

    for (guint row = 0; row < 16; row++) {
        guint16 kind = 0;
        guint bit = 0;

        for (guint i = 0; i < 16; i++)
            kind |= (guint16) (self->table[row * 16 + i] ? 1u << i : 0);
        while (bit < n && kinds[bit] != kind)
            bit++;
        if (bit == G_N_ELEMENTS(kinds) && kind != 0)
            return FALSE;
        if (kind == 0)
            continue;
        kinds[bit] = kind;
        n = MAX(n, bit + 1);
        self->high[row] = (guint8) (1u << bit);
        for (guint i = 0; i < 16; i++)
            self->low[i] |= (guint8) ((kind >> i & 1u) << bit);
    }
    return TRUE;
}

void
marks_prepare(Marks *self)
{
    self->wide = marks_split(self) && __builtin_cpu_supports("avx2");
}

/* A bit for each byte of @wide that is a printable one of ASCII. Others are below the space, as
 * signed bytes go, or the last. */
AVX2 static inline guint32
marks_words(__m256i wide)
{
    return (guint32) _mm256_movemask_epi8(
        _mm256_andnot_si256(_mm256_cmpeq_epi8(wide, _mm256_set1_epi8(0x7F)),
                            _mm256_cmpgt_epi8(wide, _mm256_set1_epi8(' '))));
}

/* As far as whole blocks go. The place of the mark, or of the rest that was not looked at. */
AVX2 static const char *
marks_next_wide(const Marks *self, const char *text, const char *p, const char *end)
{
    const __m256i half = _mm256_set1_epi8(0x0F);
    const __m256i low =
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *) (gconstpointer) self->low));
    const __m256i high =
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *) (gconstpointer) self->high));

    for (; end - p >= WIDTH; p += WIDTH) {
        __m256i wide = _mm256_loadu_si256((const __m256i *) (gconstpointer) p);
        __m256i common = _mm256_and_si256(
            _mm256_shuffle_epi8(low, _mm256_and_si256(wide, half)),
            _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(wide, 4), half)));
        __m256i none = _mm256_cmpeq_epi8(common, _mm256_setzero_si256());
        guint32 marked = ~(guint32) _mm256_movemask_epi8(none);

        if (marked == 0)
            continue;

        guint32 spaces =
            (guint32) _mm256_movemask_epi8(_mm256_cmpeq_epi8(wide, _mm256_set1_epi8(' ')));
        guint32 words = marks_words(wide);
        guint32 before = words << 1 | (p > text && marks_is_word(p[-1]));
        guint32 behind = words >> 1 | (guint32) marks_is_word(p[WIDTH]) << 31;

        marked &= ~(spaces & before & behind);
        if (marked != 0)
            return p + __builtin_ctz(marked);
    }
    return p;
}

#else

void
marks_prepare(Marks *self)
{
    self->wide = FALSE;
}

static const char *
marks_next_wide(const Marks *self, const char *text, const char *p, const char *end)
{
    return p;
}

#endif

const char *
marks_next(const Marks *self, const char *text, const char *p, const char *end)
{
    if (self->wide)
        p = marks_next_wide(self, text, p, end);
    for (; p < end; p++) {
        if (!self->table[(guint8) *p])
            continue;
        if (*p != ' ' || p == text || !marks_is_word(p[-1]) || !marks_is_word(p[1]))
            break;
    }
    return p;
}
