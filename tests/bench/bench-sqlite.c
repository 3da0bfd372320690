/* bench-sqlite - what the step sqlite costs: rows of annotations a second, and text a second.
 *
 *   bench-sqlite FILE [DOCUMENTS]
 *
 * Makes a document of 20,000 tags, and one of the text of FILE, and puts each so many times (50)
 * into a database beside the temporary files. Processor time of this process, best of three.
 */
#include "step.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TAGS 20000

static double
clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static MillDocument *
make_tags(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    MillDocument *document;
    MillLayer *tags;

    for (guint i = 0; i < TAGS; i++)
        g_string_append(text, "发展储能，");
    document = test_document_of_text(text->str);
    tags = mill_document_add_layer(document, "tag");
    MillColumn term = mill_layer_add_column(tags, "term", MILL_TYPE_STRING);
    MillColumn category = mill_layer_add_column(tags, "category", MILL_TYPE_STRING);
    for (gsize i = 0; i < TAGS; i++) {
        gsize row = mill_layer_add(tags, (MillSpan){ i * 15 + 6, i * 15 + 12 });

        mill_layer_set_string(tags, row, term, "储能", -1);
        mill_layer_set_string(tags, row, category, "energy/storage", -1);
    }
    return document;
}

typedef struct {
    double encode, store, finish;
} Times;

static Times
run_once(const char *options, MillDocument *document, guint n, const char *path)
{
    g_autoptr(Step) step = step_new(options);
    g_autoptr(MillOutput) output = mill_output_new();
    const MillStepType *type = step_get_type(step);
    gpointer self = step_get_self(step);
    g_autoptr(GError) error = NULL;
    Times times = { 0 };
    double start = clock_now();

    type->encode(self, document, output, &error);
    times.encode = (clock_now() - start) * n;

    const GString *bytes = mill_output_get_bytes(output, 0);

    g_unlink(path);
    start = clock_now();
    type->open(self, path, &error);
    for (guint i = 0; i < n; i++) {
        g_autofree char *id = g_strdup_printf("%u.txt", i);
        const MillPart part = { id, i, NULL, bytes->str, bytes->len, NULL, 0 };

        if (!type->store(self, &part, &error))
            g_error("%s", error->message);
    }
    times.store = clock_now() - start;
    start = clock_now();
    type->finish(self, NULL, &error);
    times.finish = clock_now() - start;
    g_unlink(path);
    return times;
}

static void
bench(const char *name, const char *options, MillDocument *document, guint n, double amount,
      const char *unit, const char *path)
{
    Times best = { 1e9, 1e9, 1e9 };

    for (guint i = 0; i < 3; i++) {
        Times times = run_once(options, document, n, path);

        best.encode = MIN(best.encode, times.encode);
        best.store = MIN(best.store, times.store);
        best.finish = MIN(best.finish, times.finish);
    }
    amount *= n;
    printf("%-22s encode %8.0f  store %8.0f  with finish %8.0f %s/s\n", name, amount / best.encode,
           amount / best.store, amount / (best.store + best.finish), unit);
}

int
main(int argc, char **argv)
{
    g_autofree char *folder = g_dir_make_tmp("bench-sqlite-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "bench.sqlite", NULL);
    guint n = argc > 2 ? (guint) atoi(argv[2]) : 50;
    g_autoptr(MillDocument) tags = make_tags();
    g_autofree char *text = NULL;
    gsize length;

    if (argc < 2 || n < 1 || !g_file_get_contents(argv[1], &text, &length, NULL)) {
        fputs("usage: bench-sqlite FILE [DOCUMENTS]\n", stderr);
        return 2;
    }
    bench("tags", "{ search: false }", tags, n, TAGS, "rows", path);
    g_autoptr(MillDocument) document = test_document_of_text(text);
    bench("text with search", NULL, document, n, (double) length / 1000, "KB", path);
    bench("text without search", "{ search: false }", document, n, (double) length / 1000, "KB",
          path);
    g_rmdir(folder);
    return 0;
}
