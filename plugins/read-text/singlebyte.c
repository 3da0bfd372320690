/* singlebyte.c - how likely a sample is in one of the encodings of a byte a character.
 *
 * The sample is counted once; a hypothesis (an encoding and a language) then costs 256
 * multiplications: each letter pays by its frequency in the language. Two things about neighbours
 * are added: capitals do not follow small letters inside a word, and words do not mix scripts.
 */
#include "singlebyte.h"

#include <string.h>

#include "convert.h"
#include "languages.h"
#include "sample.h"

#define COST_CAPITAL_INSIDE 4.0f
#define COST_MIXED_SCRIPTS  5.0f
#define COST_FINAL_INSIDE   3.0f /* a closing sign before a letter, or after a space */
#define COST_DIGIT_INSIDE   2.0f /* a letter beside a digit; a bonus for a currency there */
#define COST_FOREIGN        6.0f /* a language that most words of the sample are not in */
/* The language of ASCII words is a hint only: markup and names are in English everywhere. */
#define PREFERENCE_WEIGHT   0.1f
#define PREFERENCE_MAX      8.0f

static void
byte_counts_add_word(ByteCounts *self, const guint8 *word, gsize length)
{
    gboolean is_ascii = TRUE;

    for (gsize i = 0; i < length; i++)
        is_ascii &= word[i] < 0x80;
    for (gsize i = 0; i < length; i++)
        (is_ascii ? self->ascii : self->words)[word[i]]++;
}

static void
byte_counts_find_pairs(ByteCounts *self, const guint8 *sample, gsize length)
{
    g_autofree guint16 *counts = g_new0(guint16, 65536);

    for (gsize i = 1; i < length; i++)
        if (sample[i - 1] >= 0x80 || sample[i] >= 0x80)
            counts[sample[i - 1] << 8 | sample[i]]++;
    self->pairs = g_array_new(FALSE, FALSE, sizeof(BytePair));
    for (guint i = 0; i < 65536; i++) {
        BytePair pair = { (guint8) (i >> 8), (guint8) i, counts[i] };

        if (counts[i] > 0)
            g_array_append_val(self->pairs, pair);
    }
}

static gint
compare_counts(gconstpointer a, gconstpointer b, gpointer counts)
{
    const guint *words = counts;
    guint x = words[*(const guint8 *) a];
    guint y = words[*(const guint8 *) b];

    return x > y ? -1 : x < y;
}

static void
byte_counts_list(ByteCounts *self)
{
    self->bytes = g_array_new(FALSE, FALSE, sizeof(guint8));
    for (guint i = 'A'; i < 256; i++) {
        guint8 byte = (guint8) i;

        if (self->words[i] > 0)
            g_array_append_val(self->bytes, byte);
    }
    g_array_sort_with_data(self->bytes, compare_counts, self->words);
}

/* Words of Latin letters have ASCII among them, always; the many other bytes must not all be the
 * same few dashes and quotes. */
static gboolean
byte_counts_are_dense(const ByteCounts *self)
{
    guint high = 0;
    guint kinds = 0;
    guint all = 0;

    for (guint i = 0; i < 256; i++) {
        all += self->words[i];
        high += i >= 0x80 ? self->words[i] : 0;
        kinds += i >= 0x80 && self->words[i] > 0;
    }
    return high >= 64 && kinds >= 20 && high > all / 10 * 7;
}

static gsize
count_languages(void)
{
    gsize n = 0;

    while (languages[n].name)
        n++;
    return n;
}

gboolean
byte_counts_is_ascii(const ByteCounts *self)
{
    guint high = 0;
    guint letters = 0;

    for (guint i = 0; i < 256; i++) {
        high += i >= 0x80 ? self->words[i] : 0;
        letters += self->ascii[i];
    }
    return letters > high * 20;
}

static void
byte_counts_prefer(ByteCounts *self)
{
    gsize n = count_languages();
    float best = G_MAXFLOAT;
    float foreign = byte_counts_is_ascii(self) ? COST_FOREIGN : 0;

    self->preference = g_new0(float, n);
    for (gsize i = 0; i < n; i++) {
        for (guint c = 'A'; c <= 'z' && languages[i].latin; c++)
            if (self->ascii[c] > 0)
                self->preference[i] += (float) self->ascii[c] * language_cost(&languages[i], c);
        if (languages[i].latin)
            best = MIN(best, self->preference[i]);
    }
    for (gsize i = 0; i < n; i++)
        self->preference[i] =
            languages[i].latin
                ? MIN((self->preference[i] - best) * PREFERENCE_WEIGHT, PREFERENCE_MAX)
                : foreign;
}

void
byte_counts_init(ByteCounts *self, const guint8 *sample, gsize length)
{
    *self = (ByteCounts){ 0 };
    for (gsize i = 0; i < length;) {
        gsize start = i;

        while (i < length && sample_is_word_byte(sample[i]))
            i++;
        byte_counts_add_word(self, sample + start, i - start);
        i += i == start;
    }
    byte_counts_list(self);
    self->is_dense = byte_counts_are_dense(self);
    byte_counts_find_pairs(self, sample, length);
    byte_counts_prefer(self);
}

void
byte_counts_clear(ByteCounts *self)
{
    g_clear_pointer(&self->bytes, g_array_unref);
    g_clear_pointer(&self->pairs, g_array_unref);
    g_clear_pointer(&self->preference, g_free);
}

/* What the bytes of an encoding stand for. */
typedef enum {
    CLASS_OTHER,
    CLASS_LOWER,
    CLASS_UPPER,
    CLASS_LETTER, /* of a script without case, or a mark */
    CLASS_DIGIT,
    CLASS_SPACE,
    CLASS_CURRENCY,
    CLASS_FINAL, /* signs that end something: closing quotes, fractions, raised digits */
} CharClass;

typedef enum { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_OTHER } Script;

typedef struct {
    gunichar c[256]; /* 0: undefined */
    guint8 class[256];
    guint8 script[256];
    float symbol[256];   /* what is no letter costs the same in all languages */
    gboolean has_latin;  /* beyond ASCII */
    gboolean has_script; /* another than Latin */
} CodePage;

static CharClass
char_classify(gunichar c)
{
    if (g_unichar_isalpha(c) || g_unichar_ismark(c))
        return g_unichar_islower(c)   ? CLASS_LOWER
               : g_unichar_isupper(c) ? CLASS_UPPER
                                      : CLASS_LETTER;
    if (c < 0x80)
        return g_ascii_isdigit((char) c) ? CLASS_DIGIT : c <= ' ' ? CLASS_SPACE : CLASS_OTHER;
    if (g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL)
        return CLASS_CURRENCY;
    return g_utf8_strchr("’”¼½¾¹²³¦¨¬¯´¸µ¶÷×±", -1, c) ? CLASS_FINAL : CLASS_OTHER;
}

static Script
char_find_script(gunichar c)
{
    GUnicodeScript script = g_unichar_get_script(c);

    if (script == G_UNICODE_SCRIPT_LATIN)
        return SCRIPT_LATIN;
    return script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_INHERITED ? SCRIPT_NONE
                                                                                     : SCRIPT_OTHER;
}

static void
code_page_fill(CodePage *page, const Encoding *encoding)
{
    Converter *converter = converter_get(encoding, NULL);

    memset(page, 0, sizeof *page);
    for (guint byte = 0; byte < 256; byte++)
        page->symbol[byte] = COST_UNDEFINED;
    for (guint byte = 0; byte < 256 && converter; byte++) {
        guint8 in = (guint8) byte;
        const guint8 *p = &in;
        char buffer[8];
        char *q = buffer;
        gunichar c;

        if (converter_run(converter, &p, p + 1, &q, buffer + sizeof buffer) != CONVERT_DONE)
            continue;
        page->c[byte] = c = g_utf8_get_char(buffer);
        page->class[byte] = char_classify(c);
        page->symbol[byte] = symbol_cost(c);
        page->script[byte] = g_unichar_isalpha(c) ? char_find_script(c) : SCRIPT_NONE;
        page->has_latin |= byte >= 0x80 && page->script[byte] == SCRIPT_LATIN;
        page->has_script |= page->script[byte] == SCRIPT_OTHER;
    }
}

/* Code pages are filled once. */
static const CodePage *
code_page_get(const Encoding *encoding)
{
    static GHashTable *pages;
    CodePage *page;

    if (!pages)
        pages = g_hash_table_new(NULL, NULL);
    page = g_hash_table_lookup(pages, encoding);
    if (!page) {
        page = g_new(CodePage, 1);
        code_page_fill(page, encoding);
        g_hash_table_insert(pages, (gpointer) encoding, page);
    }
    return page;
}

static gboolean
class_is_letter(guint8 class)
{
    return class >= CLASS_LOWER && class <= CLASS_LETTER;
}

/* What is unusual about two neighbours. */
static float
code_page_pair_cost(const CodePage *page, const BytePair *pair)
{
    guint8 a = page->class[pair->first];
    guint8 b = page->class[pair->second];
    guint8 script = page->script[pair->first];
    guint8 other = page->script[pair->second];

    if (script && other && script != other)
        return COST_MIXED_SCRIPTS;
    if (a == CLASS_LOWER && b == CLASS_UPPER)
        return COST_CAPITAL_INSIDE;
    if ((a == CLASS_FINAL && class_is_letter(b) && page->c[pair->first] != 0x2019) ||
        (a == CLASS_SPACE && b == CLASS_FINAL))
        return COST_FINAL_INSIDE;
    if ((a == CLASS_CURRENCY && b == CLASS_DIGIT) || (a == CLASS_DIGIT && b == CLASS_CURRENCY))
        return -COST_DIGIT_INSIDE;
    if ((a == CLASS_DIGIT && class_is_letter(b)) || (class_is_letter(a) && b == CLASS_DIGIT))
        return COST_DIGIT_INSIDE;
    return 0;
}

/* Stops as soon as the cost is more than @limit. */
static float
singlebyte_language_cost(const CodePage *page, const Language *language, const ByteCounts *counts,
                         float limit)
{
    float cost = 0;

    for (guint i = 0; i < counts->bytes->len && cost <= limit; i++) {
        guint8 byte = g_array_index(counts->bytes, guint8, i);
        float price = class_is_letter(page->class[byte]) ? language_cost(language, page->c[byte])
                                                         : page->symbol[byte];

        cost += (float) counts->words[byte] * price;
    }
    return cost;
}

float
singlebyte_cost(const Encoding *encoding, const ByteCounts *counts, float limit)
{
    const CodePage *page = code_page_get(encoding);
    float best = G_MAXFLOAT;

    for (gsize i = 0; languages[i].name; i++) {
        float cost;

        if (languages[i].latin ? !page->has_latin || counts->is_dense : !page->has_script)
            continue;
        cost = counts->preference[i] +
               singlebyte_language_cost(page, &languages[i], counts, MIN(best, limit));
        best = MIN(best, cost);
    }
    if (best > limit)
        return G_MAXFLOAT;
    for (guint i = 0; i < counts->pairs->len; i++) {
        const BytePair *pair = &g_array_index(counts->pairs, BytePair, i);

        best += (float) pair->count * code_page_pair_cost(page, pair);
    }
    return best;
}
