/* bench-keywords DICTIONARY TEXT - how fast Chinese text is cut into words by a dictionary in
 * jieba's format ("-" for none), by ICU as steps ask it, and by ICU alone, which is given all of
 * the text in UTF-16: MB/s of TEXT and processor time, the best of several rounds in turns. */
#include "classes.h"
#include "segment.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#ifdef KW_HAVE_ICU
#include <unicode/ubrk.h>
#endif

#define ROUNDS 15

typedef struct {
    const char *name;
    KwSegmenter *segmenter; /* NULL: ICU alone */
    gint64 best;            /* nanoseconds */
    gsize words;
} Contestant;

static gint64
clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * G_GINT64_CONSTANT(1000000000) + now.tv_nsec;
}

/* Cuts the runs of Han characters of the text; returns the words. */
static gsize
cut_all(KwSegmenter *segmenter, const char *text, gsize length)
{
    const guint8 *classes = kw_classes();
    const char *end = text + length;
    gsize words = 0;

    for (const char *p = text; p < end;) {
        const char *start = p;
        const char *stop = p;

        while (p < end && p - start < KW_RUN_MAX && kw_class(classes, kw_next_char(&p)) == KW_HAN)
            stop = p;
        if (stop > start) {
            guint n;

            kw_segmenter_cut(segmenter, start, (gsize) (stop - start), TRUE, &n);
            words += n;
            p = stop;
        }
    }
    return words;
}

#ifdef KW_HAVE_ICU
/* Words and what is between them. */
static gsize
cut_by_icu(const gunichar2 *units, glong n)
{
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *iterator =
        ubrk_open(UBRK_WORD, "", (const UChar *) units, (int32_t) n, &status);
    gsize breaks = 0;

    while (U_SUCCESS(status) && ubrk_next(iterator) != UBRK_DONE)
        breaks++;
    ubrk_close(iterator);
    return breaks;
}
#else
#define cut_by_icu(units, n) 0
#endif

static void
measure(Contestant *contestants, gsize n, const char *text, gsize length)
{
    glong n_units;
    g_autofree gunichar2 *units = g_utf8_to_utf16(text, (glong) length, NULL, &n_units, NULL);

    if (!units)
        return;
    for (guint i = 0; i < ROUNDS * n; i++) {
        Contestant *one = &contestants[i % n];
        gint64 start = clock_now();

        one->words =
            one->segmenter ? cut_all(one->segmenter, text, length) : cut_by_icu(units, n_units);
        one->best = MIN(one->best, clock_now() - start);
    }
    for (gsize i = 0; i < n; i++)
        printf("%-12s %7.1f MB/s  %zu words\n", contestants[i].name,
               (double) length * 1000 / (double) MAX(contestants[i].best, 1), contestants[i].words);
}

static KwDictionary *
load(const char *path)
{
    g_autoptr(MillReport) report = mill_report_new();
    gint64 start = clock_now();
    KwDictionary *dictionary = kw_dictionary_load(path, report);
    g_autofree char *messages = mill_report_format(report, FALSE);

    fputs(messages, stderr);
    printf("%-12s %7.1f ms\n", "load", (double) (clock_now() - start) / 1000000);
    return dictionary;
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    gsize length;

    if (argc != 3 || !g_file_get_contents(argv[2], &text, &length, &error)) {
        fprintf(stderr, "usage: bench-keywords DICTIONARY TEXT\n%s\n", error ? error->message : "");
        return 2;
    }

    gboolean none = g_str_equal(argv[1], "-");
    g_autoptr(KwDictionary) dictionary = none ? NULL : load(argv[1]);
    g_autoptr(KwSegmenter) by_dictionary = kw_segmenter_new(dictionary);
    g_autoptr(KwSegmenter) by_icu = kw_segmenter_new(NULL);
    Contestant contestants[] = {
#ifdef KW_HAVE_ICU
        { "icu", by_icu, G_MAXINT64, 0 },
        { "icu alone", NULL, G_MAXINT64, 0 },
#endif
        { "dictionary", by_dictionary, G_MAXINT64, 0 },
    };

    if (!none && !dictionary)
        return 1;
    measure(contestants, G_N_ELEMENTS(contestants) - none, text, length);
    return 0;
}
