/* guess.c - encodings by statistics: what costs least, in the sense of singlebyte.c and
 * multibyte.c. */
#include "guess.h"

#include <string.h>

#include <textmill/utf8.h>

#include "multibyte.h"
#include "sample.h"
#include "singlebyte.h"

#ifdef HAVE_UCHARDET
#include <uchardet/uchardet.h>
#endif

/* What a declaration is worth, in nats: a bonus, and more the longer the sample, since our letters
 * are no perfect model of any text. */
#define DECLARED_BONUS       25.0f
#define DECLARED_PER_BYTE    0.4f
/* The same for the second opinion, which is asked only if two encodings come this close. */
#define SECOND_OPINION_BONUS 5.0f
/* What an East Asian encoding pays where nearly all words are ASCII. */
#define COST_FOREIGN         6.0f
/* So much dearer than the best, an encoding is out of the question. */
#define HOPELESS             40.0f
/* Beyond this many nats a byte, a sample is nothing we know. */
#define COST_PER_BYTE_MAX    11.0f

gboolean
guess_is_damaged_utf8(const guint8 *data, gsize length)
{
    gsize limit = MIN(length, (gsize) 1 << 20);
    gsize at = 0;
    gsize bad = 0;
    gsize good = 0;

    while (at < limit) {
        gsize valid = mill_utf8_valid_prefix((const char *) data + at, limit - at);

        for (gsize i = at; i < at + valid; i++)
            good += data[i] >= 0xC0;
        at += valid;
        if (at >= limit)
            break;
        at += mill_utf8_bad_length((const char *) data + at, limit - at);
        if (++bad > 64 && bad * 20 > good)
            return FALSE;
    }
    return good >= 4 && bad * 20 <= good;
}

/* How rare encodings are, in nats; what is not listed is rarer. */
static float
guess_prior(const Encoding *encoding)
{
    static const struct {
        const char *names;
        float cost;
    } priors[] = {
        { "windows-1252 windows-1251 GB18030 Shift_JIS ", 0 },
        { "ISO-8859-1 EUC-KR EUC-JP Big5 windows-1250 ", 1 },
        { "KOI8-R ISO-8859-2 ISO-8859-15 windows-1254 windows-1253 windows-1255 windows-1256 "
          "windows-1257 ISO-8859-9 ISO-8859-7 windows-874 TIS-620 ISO-8859-5 IBM866 ",
          2 },
        { "windows-1258 ISO-8859-8 ISO-8859-6 ISO-8859-13 KOI8-U IBM852 macintosh EUC-TW "
          "x-mac-cyrillic IBM855 ",
          4 },
    };
    g_autofree char *wanted = g_strconcat(encoding->name, " ", NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(priors); i++)
        if (strstr(priors[i].names, wanted))
            return priors[i].cost;
    return strstr("KOI8-T PT154 VISCII TCVN ", wanted) ? 10 : 6;
}

typedef struct {
    const Encoding *encoding;
    float cost;
} Candidate;

static gint
candidate_compare(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a;
    const Candidate *y = b;

    return x->cost < y->cost ? -1 : x->cost > y->cost;
}

/* What candidates are found from: the sample, and what is dear enough to be passed over. */
typedef struct {
    const GByteArray *sample;
    const Encoding *declared;
    ByteCounts counts;
    GArray *candidates;
    float limit;
} Ranking;

static void
ranking_add(Ranking *self, const Encoding *encoding, float cost)
{
    Candidate candidate = { encoding, cost };

    if (cost >= G_MAXFLOAT)
        return;
    candidate.cost += guess_prior(encoding);
    if (encoding == self->declared)
        candidate.cost -= DECLARED_BONUS + DECLARED_PER_BYTE * (float) self->sample->len;
    self->limit = MIN(self->limit, candidate.cost + HOPELESS);
    g_array_append_val(self->candidates, candidate);
}

/* All encodings that have a chance, with their costs, cheapest first. Those of East Asia come
 * before the others, because if one of them fits, all others are hopeless soon. */
static GArray *
guess_rank(const GByteArray *sample, const Encoding *declared)
{
    Ranking ranking = { sample, declared, .limit = G_MAXFLOAT };
    float foreign;

    ranking.candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    byte_counts_init(&ranking.counts, sample->data, sample->len);
    foreign = byte_counts_is_ascii(&ranking.counts) ? COST_FOREIGN : 0;
    for (gsize i = 0; multibyte_names[i]; i++) {
        const Encoding *encoding = encoding_find(multibyte_names[i]);

        ranking_add(&ranking, encoding,
                    multibyte_cost(encoding, sample->data, sample->len) + foreign);
    }
    for (const Encoding *encoding = encodings; encoding->name; encoding++)
        if (encoding->kind == ENCODING_SINGLE)
            ranking_add(&ranking, encoding,
                        singlebyte_cost(encoding, &ranking.counts,
                                        encoding == declared ? G_MAXFLOAT : ranking.limit));
    byte_counts_clear(&ranking.counts);
    g_array_sort(ranking.candidates, candidate_compare);
    return ranking.candidates;
}

#ifdef HAVE_UCHARDET
static const Encoding *
guess_ask_uchardet(const GByteArray *sample)
{
    uchardet_t detector = uchardet_new();
    const Encoding *found;

    uchardet_handle_data(detector, (const char *) sample->data, sample->len);
    uchardet_data_end(detector);
    found = encoding_find(uchardet_get_charset(detector));
    uchardet_delete(detector);
    return found;
}
#endif

static void
guess_second_opinion(const GByteArray *sample, GArray *candidates)
{
#ifdef HAVE_UCHARDET
    const Encoding *other;

    if (candidates->len < 2 ||
        g_array_index(candidates, Candidate, 1).cost >
            g_array_index(candidates, Candidate, 0).cost + SECOND_OPINION_BONUS)
        return;
    other = guess_ask_uchardet(sample);
    for (guint i = 0; i < candidates->len; i++)
        if (g_array_index(candidates, Candidate, i).encoding == other)
            g_array_index(candidates, Candidate, i).cost -= SECOND_OPINION_BONUS;
    g_array_sort(candidates, candidate_compare);
#endif
}

const Encoding *
guess_encoding(const guint8 *data, gsize length, const Encoding *declared)
{
    g_autoptr(GByteArray) sample = sample_take(data, length);
    g_autoptr(GArray) candidates = guess_rank(sample, declared);
    const Candidate *best;

    guess_second_opinion(sample, candidates);
    if (candidates->len == 0)
        return NULL;
    best = &g_array_index(candidates, Candidate, 0);
    return best->cost < COST_PER_BYTE_MAX * (float) sample->len ? best->encoding : NULL;
}
