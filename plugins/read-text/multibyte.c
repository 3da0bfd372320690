/* multibyte.c - how likely a sample is in one of the East Asian encodings.
 *
 * Each character pays by how frequent it is: the few hundred most frequent by their rank, others by
 * the rows of the character set they are in, which were laid out so that common characters come
 * first (level 1, level 2). Text read in a wrong encoding becomes a random mix of rare ones.
 */
#include "multibyte.h"

#include "cjk.h"
#include "convert.h"
#include "sample.h"

/* Nats for characters that are not among the most frequent. */
#define COST_PUNCTUATION 5.3f
#define COST_SYMBOL      9.0f
#define COST_LEVEL_1     9.5f
#define COST_LEVEL_2     12.0f
#define COST_RARE        13.5f
#define COST_HANJA       11.0f
#define COST_HALF_KANA   8.0f
#define COST_ASCII       3.0f /* a letter in a word with others */
#define COST_MIXED       2.0f /* that letters touch others at all */

const char *const multibyte_names[] = { "GB18030", "Big5",      "EUC-TW", "EUC-KR",
                                        "Johab",   "Shift_JIS", "EUC-JP", NULL };

static CjkLanguage
multibyte_language(const char *name)
{
    if (g_str_equal(name, "GB18030"))
        return CJK_SIMPLIFIED;
    if (g_str_equal(name, "Big5") || g_str_equal(name, "EUC-TW"))
        return CJK_TRADITIONAL;
    return g_str_equal(name, "EUC-KR") || g_str_equal(name, "Johab") ? CJK_KOREAN : CJK_JAPANESE;
}

static gboolean
between(guint8 byte, guint8 first, guint8 last)
{
    return byte >= first && byte <= last;
}

static float
cost_gb18030(const guint8 *p, gsize length)
{
    if (length == 4)
        return COST_RARE;
    if (p[1] < 0xA1)
        return COST_RARE;
    if (between(p[0], 0xA1, 0xA3))
        return p[0] == 0xA1 ? COST_PUNCTUATION : COST_SYMBOL - 1;
    if (between(p[0], 0xB0, 0xD7))
        return COST_LEVEL_1;
    return between(p[0], 0xD8, 0xF7) ? COST_LEVEL_2 : COST_RARE;
}

static float
cost_big5(const guint8 *p)
{
    if (between(p[0], 0xA1, 0xA3))
        return p[0] == 0xA1 ? COST_PUNCTUATION : COST_SYMBOL;
    if (between(p[0], 0xA4, 0xC6))
        return COST_LEVEL_1;
    return between(p[0], 0xC9, 0xF9) ? COST_LEVEL_2 : COST_RARE;
}

static float
cost_euc_tw(const guint8 *p, gsize length)
{
    if (length == 4)
        return COST_LEVEL_2;
    if (between(p[0], 0xA1, 0xA3))
        return p[0] == 0xA1 ? COST_PUNCTUATION : COST_SYMBOL;
    return between(p[0], 0xC4, 0xFD) ? COST_LEVEL_1 : COST_RARE;
}

static float
cost_euc_kr(const guint8 *p)
{
    if (p[1] < 0xA1)
        return COST_RARE;
    if (between(p[0], 0xA1, 0xA3))
        return p[0] == 0xA1 ? COST_PUNCTUATION + 1 : COST_SYMBOL;
    if (between(p[0], 0xB0, 0xC8))
        return COST_LEVEL_1 - 0.8f;
    return between(p[0], 0xCA, 0xFD) ? COST_HANJA : COST_RARE;
}

static float
cost_johab(const guint8 *p)
{
    if (between(p[0], 0x88, 0xD3))
        return COST_LEVEL_1;
    return between(p[0], 0xD9, 0xDE) ? COST_SYMBOL : COST_RARE;
}

static float
cost_shift_jis(const guint8 *p, gsize length)
{
    if (length == 1)
        return COST_HALF_KANA;
    if (p[0] == 0x81)
        return COST_PUNCTUATION;
    if (p[0] == 0x82)
        return COST_SYMBOL - 1;
    if (between(p[0], 0x88, 0x97))
        return COST_LEVEL_1;
    return between(p[0], 0x98, 0xEA) ? COST_LEVEL_2 : COST_RARE;
}

static float
cost_euc_jp(const guint8 *p)
{
    if (p[0] == 0x8E)
        return COST_HALF_KANA + 1;
    if (p[0] == 0xA1)
        return COST_PUNCTUATION;
    if (p[0] == 0xA3)
        return COST_SYMBOL - 1;
    if (between(p[0], 0xB0, 0xCF))
        return COST_LEVEL_1;
    return between(p[0], 0xD0, 0xF4) ? COST_LEVEL_2 : COST_RARE;
}

/* What the character of @length bytes at @p pays if it is not among the most frequent. */
static float
multibyte_row_cost(const Encoding *encoding, CjkLanguage language, const guint8 *p, gsize length)
{
    switch (encoding->kind) {
    case ENCODING_GB18030:
        return cost_gb18030(p, length);
    case ENCODING_SJIS:
        return cost_shift_jis(p, length);
    case ENCODING_EUC_JP:
        return cost_euc_jp(p);
    case ENCODING_EUC_TW:
        return cost_euc_tw(p, length);
    default:
        break;
    }
    if (language == CJK_TRADITIONAL)
        return cost_big5(p);
    return g_str_equal(encoding->name, "Johab") ? cost_johab(p) : cost_euc_kr(p);
}

/* A cost under way. */
typedef struct {
    const Encoding *encoding;
    CjkLanguage language;
    float cost;
    guint letters;    /* ASCII letters just before, which pay if a word goes on beyond ASCII */
    gboolean in_word; /* something beyond ASCII stands just before, or letters after it */
} Tally;

static void
tally_add_ascii(Tally *tally, char c)
{
    if (!g_ascii_isalpha(c)) {
        tally->letters = 0;
        tally->in_word = FALSE;
    } else if (tally->in_word) {
        tally->cost += COST_ASCII;
    } else {
        tally->letters++;
    }
}

/* Something beyond ASCII: the letters before it are part of a word with it. */
static void
tally_join_word(Tally *tally)
{
    tally->cost += (float) tally->letters * COST_ASCII + (tally->letters > 0 ? COST_MIXED : 0);
    tally->letters = 0;
    tally->in_word = TRUE;
}

static void
tally_add(Tally *tally, const guint8 *p, gsize length, const char *utf8)
{
    if (length == 1 && *p < 0x80) {
        tally_add_ascii(tally, (char) *p);
        return;
    }
    tally_join_word(tally);
    if (length == 1 && tally->encoding->kind != ENCODING_SJIS) {
        tally->cost += COST_UNDEFINED; /* a lone byte is a quirk of the converter */
    } else {
        float frequent = cjk_cost(tally->language, g_utf8_get_char(utf8));

        tally->cost += frequent > 0
                           ? frequent
                           : multibyte_row_cost(tally->encoding, tally->language, p, length);
    }
}

static void
tally_walk(Tally *tally, const guint8 *p, const guint8 *end, const char *utf8, const char *utf8_end)
{
    while (p < end && utf8 < utf8_end) {
        gsize length = encoding_char_length(tally->encoding->kind, p, (gsize) (end - p));

        tally_add(tally, p, length, utf8);
        p += length;
        utf8 = g_utf8_next_char(utf8);
    }
}

float
multibyte_cost(const Encoding *encoding, const guint8 *sample, gsize length)
{
    Converter *converter = converter_get(encoding, NULL);
    g_autofree char *buffer = g_malloc(length * 4 + 16);
    Tally tally = { encoding, multibyte_language(encoding->name), 0, FALSE };
    const guint8 *p = sample;
    const guint8 *end = sample + length;
    gsize bad = 0;

    if (!converter)
        return G_MAXFLOAT;
    while (p < end) {
        const guint8 *start = p;
        char *out = buffer;
        ConvertStatus status = converter_run(converter, &p, end, &out, buffer + length * 4 + 16);

        tally_walk(&tally, start, p, buffer, out);
        if (status == CONVERT_DONE || status == CONVERT_SHORT)
            break;
        p += encoding_bad_length(encoding->kind, p, (gsize) (end - p));
        tally_join_word(&tally);
        tally.cost += COST_UNDEFINED;
        if (++bad > length / 50 + 4)
            return G_MAXFLOAT;
        converter_reset(converter);
    }
    return tally.cost;
}
