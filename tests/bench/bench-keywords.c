/* bench-keywords DICTIONARY TEXT - how fast Chinese text is cut into words by a dictionary in
 * jieba's format, and by ICU: MB/s of TEXT, the best of several rounds. */
#include "classes.h"
#include "segment.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS 7

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

static void
measure(const char *name, const KwDictionary *dictionary, const char *text, gsize length)
{
    g_autoptr(KwSegmenter) segmenter = kw_segmenter_new(dictionary);
    gint64 best = G_MAXINT64;
    gsize words = 0;

    for (int round = 0; round < ROUNDS; round++) {
        gint64 start = g_get_monotonic_time();

        words = cut_all(segmenter, text, length);
        best = MIN(best, g_get_monotonic_time() - start);
    }
    printf("%-12s %7.1f MB/s  %zu words\n", name, (double) length / (double) MAX(best, 1), words);
}

int
main(int argc, char **argv)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    gsize length;

    if (argc != 3 || !g_file_get_contents(argv[2], &text, &length, &error)) {
        fprintf(stderr, "usage: bench-keywords DICTIONARY TEXT\n%s\n", error ? error->message : "");
        return 2;
    }

    gint64 start = g_get_monotonic_time();
    g_autoptr(KwDictionary) dictionary = kw_dictionary_load(argv[1], report);

    if (!dictionary) {
        g_autofree char *messages = mill_report_format(report, FALSE);

        fputs(messages, stderr);
        return 1;
    }
    printf("%-12s %7.1f ms\n", "load", (double) (g_get_monotonic_time() - start) / 1000);
    measure("dictionary", dictionary, text, length);
    measure("icu", NULL, text, length);
    return 0;
}
