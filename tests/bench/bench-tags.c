/* bench-tags - how fast the terms of a file are found in a text, beside vectorscan.
 *
 *   bench-tags TEXT TERMS [longest|all] [fold]
 *
 * Prints one line a contender: MB/s (best of several rounds), matches, build time and the memory
 * that building took at most. vectorscan reports every occurrence, so it stands beside `all`.
 */
#include "lexicon/read.h"
#include "lexicon/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#ifdef HAVE_VECTORSCAN
#include <hs.h>
#endif

#define ROUNDS 9

static long
peak_memory(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static void
report(const char *name, gsize bytes, gint64 microseconds, guint64 matches, gint64 build,
       long memory)
{
    printf("%-12s %7.0f MB/s %9" G_GUINT64_FORMAT " matches  build %8.1f ms %7.1f MB\n", name,
           (double) bytes / (double) MAX(microseconds, 1), matches, (double) build / 1000,
           (double) memory / 1024);
}

static void
count(const LexMatch *matches, gsize n, gpointer data)
{
    *(guint64 *) data += n;
}

static void
run_textmill(const char *text, gsize length, const char *path, guint flags, guint folds)
{
    g_autoptr(MillReport) messages = mill_report_new();
    LexFolding folding = { .flags = folds };
    long memory = peak_memory();
    gint64 start = g_get_monotonic_time();
    LexEntries *entries = lex_entries_new(messages, NULL);

    lex_read_file(entries, path);

    g_autoptr(LexDict) dict = lex_dict_build(entries, &folding, NULL);
    gint64 build = g_get_monotonic_time() - start;

    memory = peak_memory() - memory;

    g_autoptr(LexScanner) scanner = lex_scanner_new(dict, NULL, flags);
    gint64 best = G_MAXINT64;
    guint64 matches = 0;

    for (guint i = 0; i < ROUNDS; i++) {
        matches = 0;
        start = g_get_monotonic_time();
        lex_scanner_scan(scanner, text, length, count, &matches);
        best = MIN(best, g_get_monotonic_time() - start);
    }
    report("textmill", length, best, matches, build, memory);
}

#ifdef HAVE_VECTORSCAN
static int
count_vectorscan(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                 void *data)
{
    (*(guint64 *) data)++;
    return 0;
}

static void
run_vectorscan(const char *text, gsize length, char **terms)
{
    guint n = g_strv_length(terms);
    g_autofree unsigned *flags = g_new(unsigned, n + 1);
    g_autofree unsigned *ids = g_new(unsigned, n + 1);
    g_autofree size_t *lengths = g_new(size_t, n + 1);
    hs_database_t *database = NULL;
    hs_compile_error_t *error = NULL;
    hs_scratch_t *scratch = NULL;
    gint64 best = G_MAXINT64;
    guint64 matches = 0;
    long memory = peak_memory();
    gint64 start = g_get_monotonic_time();

    for (guint i = 0; i < n; i++) {
        flags[i] = HS_FLAG_SOM_LEFTMOST;
        ids[i] = i;
        lengths[i] = strlen(terms[i]);
    }
    if (hs_compile_lit_multi((const char *const *) terms, flags, ids, lengths, n, HS_MODE_BLOCK,
                             NULL, &database, &error) != HS_SUCCESS) {
        printf("vectorscan: %s\n", error->message);
        hs_free_compile_error(error);
        return;
    }
    hs_alloc_scratch(database, &scratch);

    gint64 build = g_get_monotonic_time() - start;

    memory = peak_memory() - memory;
    for (guint i = 0; i < ROUNDS; i++) {
        matches = 0;
        start = g_get_monotonic_time();
        hs_scan(database, text, (unsigned) length, 0, scratch, count_vectorscan, &matches);
        best = MIN(best, g_get_monotonic_time() - start);
    }
    report("vectorscan", length, best, matches, build, memory);
    hs_free_scratch(scratch);
    hs_free_database(database);
}
#endif

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL, *list = NULL;
    gsize length;
    gboolean all = FALSE;
    guint folds = 0;

    for (int i = 3; i < argc; i++) {
        all |= strcmp(argv[i], "all") == 0;
        if (strcmp(argv[i], "fold") == 0)
            folds = LEX_FOLD_CASE | LEX_FOLD_WIDTH | LEX_FOLD_SPACE;
    }
    if (argc < 3 || !g_file_get_contents(argv[1], &text, &length, &error) ||
        !g_file_get_contents(argv[2], &list, NULL, &error)) {
        fprintf(stderr, "%s\n",
                error ? error->message : "usage: bench-tags TEXT TERMS [all] [fold]");
        return 2;
    }
    run_textmill(text, length, argv[2], all ? LEX_SCAN_ALL : 0, folds);
#ifdef HAVE_VECTORSCAN
    g_auto(GStrv) terms = g_strsplit(g_strchomp(list), "\n", -1);

    if (all)
        run_vectorscan(text, length, terms);
#endif
    return 0;
}
