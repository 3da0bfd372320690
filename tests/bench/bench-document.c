/* bench-document - what the document model costs, beside memcpy of the same bytes.
 *
 *     meson test -C build --benchmark -v document
 *
 * The document is 70 KB of made-up Chinese text in lines, which is what a plan page weighs. Each
 * row is the median of many rounds; "x" is how many times memcpy's time it takes.
 */
#include <textmill/document.h>
#include <textmill/json.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_SIZE   70000
#define LINE        140 /* bytes, about */
#define ROUNDS      201
#define ANNOTATIONS 10000

typedef struct {
    char *text;
    gsize length;
    char *copy;
    MillDocument *document;      /* of `text`, made anew before each round where a row says so */
    MillSpan spans[ANNOTATIONS]; /* of two characters and more, in text order */
    GBytes *gb18030;             /* `text` in that encoding */
    GString *json;
    volatile gsize sink; /* keeps results from being optimised away */
} Bench;

static void
append_line(GRand *rand, GString *text)
{
    gsize end = text->len + LINE;

    while (text->len < end) {
        switch (g_rand_int_range(rand, 0, 12)) {
        case 0:
            g_string_append(text, "，");
            break;
        case 1:
            g_string_append_printf(text, "%d", g_rand_int_range(rand, 1, 3000));
            break;
        default:
            g_string_append_unichar(text, (gunichar) g_rand_int_range(rand, 0x4E00, 0x9FA0));
        }
    }
    g_string_append(text, "。“”\n");
}

static MillDocument *
make_document(Bench *bench)
{
    return mill_document_new_text("bench", bench->text, (gssize) bench->length, NULL);
}

static void
run_memcpy(Bench *bench)
{
    memcpy(bench->copy, bench->text, bench->length);
    bench->sink += (gsize) bench->copy[bench->sink % bench->length];
}

static void
run_decode(Bench *bench)
{
    g_autoptr(MillDocument) document = make_document(bench);

    bench->sink += (gsize) document;
}

static GBytes *
make_gb18030(const Bench *bench)
{
    gsize length;
    char *bytes =
        g_convert(bench->text, (gssize) bench->length, "GB18030", "UTF-8", NULL, &length, NULL);

    return g_bytes_new_take(bytes, length);
}

/* GB18030, told character by character as a simple reader would. */
static MillDocument *
decode_gb18030(Bench *bench)
{
    MillDocument *document = mill_document_new("gb", bench->gb18030);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
    gsize at = 0;

    for (const char *p = bench->text; p < bench->text + bench->length;) {
        gsize to = (gsize) (g_utf8_next_char(p) - p);
        gsize from = to == 1 ? 1 : 2;

        mill_edit_replace(edit, (MillSpan){ at, at + from }, p, (gssize) to);
        at += from;
        p += to;
    }
    if (!mill_edit_apply(edit, NULL))
        abort();
    return document;
}

static void
run_gb18030(Bench *bench)
{
    g_autoptr(MillDocument) document = decode_gb18030(bench);

    bench->sink += (gsize) document;
}

static void
run_count(Bench *bench)
{
    g_autoptr(MillDocument) document = make_document(bench);

    bench->sink += (gsize) mill_document_count_chars(document);
}

/* Every line's end is changed in one of three ways, as a cleaning step does. */
static void
edit_lines(MillEdit *edit, const char *text, gsize length)
{
    const char *at = text;
    guint n = 0;

    while ((at = memchr(at, '\n', length - (gsize) (at - text)))) {
        gsize offset = (gsize) (at++ - text);

        if (n % 3 == 0)
            mill_edit_drop(edit, (MillSpan){ offset, offset + 1 });
        else if (n % 3 == 1)
            mill_edit_replace(edit, (MillSpan){ offset - 3, offset }, "\"", 1);
        else
            mill_edit_insert(edit, offset, " ", 1);
        n++;
    }
}

static void
run_edit(Bench *bench)
{
    gsize length;
    const char *text = mill_document_get_text(bench->document, &length);
    g_autoptr(MillEdit) edit = mill_edit_new(bench->document);

    edit_lines(edit, text, length);
    bench->sink += (gsize) mill_edit_apply(edit, NULL);
}

static void
run_origins(Bench *bench)
{
    for (gsize i = 0; i < 10000; i++)
        bench->sink +=
            mill_document_get_origin(bench->document, (MillSpan){ i * 6, i * 6 + 6 }).end;
}

static void
run_layer_add(Bench *bench)
{
    MillLayer *layer;
    MillColumn term, section;

    mill_document_remove_layer(bench->document, "tag");
    layer = mill_document_add_layer(bench->document, "tag");
    term = mill_layer_add_column(layer, "term", MILL_TYPE_STRING);
    section = mill_layer_add_column(layer, "section", MILL_TYPE_INT);
    for (gsize i = 0; i < ANNOTATIONS; i++) {
        gsize row = mill_layer_add(layer, bench->spans[i]);

        mill_layer_set_string(layer, row, term, i % 2 ? "智慧能源" : "海上风电", -1);
        mill_layer_set_int(layer, row, section, (gint64) i);
    }
}

static void
run_covering(Bench *bench)
{
    MillLayer *layer = mill_document_get_layer(bench->document, "tag");

    for (gsize i = 0; i < ANNOTATIONS; i++)
        bench->sink += (gsize) mill_layer_innermost(layer, bench->spans[i]);
}

static void
run_layer_read(Bench *bench)
{
    const MillLayer *layer = mill_document_get_layer(bench->document, "tag");

    for (gsize i = 0; i < mill_layer_get_length(layer); i++)
        bench->sink += mill_layer_get_span(layer, i).end +
                       (gsize) mill_layer_get_string(layer, i, 0, NULL)[0] +
                       (gsize) mill_layer_get_int(layer, i, 1);
}

static void
run_json(Bench *bench)
{
    g_string_truncate(bench->json, 0);
    mill_json_append_string(bench->json, bench->text, (gssize) bench->length);
    bench->sink += bench->json->len;
}

static void
run_sha256(Bench *bench)
{
    g_autoptr(MillDocument) document = make_document(bench);

    bench->sink += (gsize) mill_document_get_source_sha256(document)[0];
}

static void
prepare_document(Bench *bench)
{
    mill_document_free(bench->document);
    bench->document = make_document(bench);
}

static void
prepare_gb18030(Bench *bench)
{
    mill_document_free(bench->document);
    bench->document = decode_gb18030(bench);
}

static void
prepare_annotated(Bench *bench)
{
    prepare_document(bench);
    run_layer_add(bench);
}

static const struct {
    const char *name;
    void (*run)(Bench *bench);
    void (*prepare)(Bench *bench); /* before each round, outside the clock; or NULL */
    const char *each;
    guint n; /* how many of `each` */
} rows[] = {
    { "memcpy", run_memcpy, NULL, NULL, 0 },
    { "new document of UTF-8", run_decode, NULL, NULL, 0 },
    { "the same, counting characters", run_count, NULL, NULL, 0 },
    { "the same, hashing the source", run_sha256, NULL, NULL, 0 },
    { "decode GB18030 by characters", run_gb18030, NULL, "character", TEXT_SIZE / 3 },
    { "edit of every line of that", run_edit, prepare_gb18030, "change", TEXT_SIZE / (LINE + 10) },
    { "edit of every line", run_edit, prepare_document, "change", TEXT_SIZE / (LINE + 10) },
    { "10,000 origins after that", run_origins, NULL, "origin", 10000 },
    { "10,000 annotations added", run_layer_add, prepare_document, "annotation", ANNOTATIONS },
    { "10,000 annotations read", run_layer_read, NULL, "annotation", ANNOTATIONS },
    { "10,000 covering queries", run_covering, NULL, "query", ANNOTATIONS },
    { "edit under 10,000 annotations", run_edit, prepare_annotated, "annotation", ANNOTATIONS },
    { "JSON string", run_json, NULL, NULL, 0 },
};

static int
compare(gconstpointer a, gconstpointer b)
{
    gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

    return (x > y) - (x < y);
}

static gint64
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (gint64) time.tv_sec * 1000000000 + time.tv_nsec;
}

static double
measure(Bench *bench, gsize row)
{
    gint64 times[ROUNDS];

    for (guint i = 0; i < ROUNDS; i++) {
        gint64 start;

        if (rows[row].prepare)
            rows[row].prepare(bench);
        start = now();
        rows[row].run(bench);
        times[i] = now() - start;
    }
    qsort(times, ROUNDS, sizeof *times, compare);
    return (double) times[ROUNDS / 2];
}

int
main(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    GString *text = g_string_new(NULL);
    Bench bench = { .json = g_string_new(NULL) };
    double base = 1;

    while (text->len < TEXT_SIZE)
        append_line(rand, text);
    bench.length = text->len;
    bench.text = g_string_free(text, FALSE);
    bench.copy = g_malloc(bench.length);
    bench.gb18030 = make_gb18030(&bench);
    bench.document = make_document(&bench);
    for (gsize i = 0; i < ANNOTATIONS; i++) {
        const char *start = bench.text + i * bench.length / ANNOTATIONS;
        const char *end;

        while (((guint8) *start & 0xC0) == 0x80)
            start--;
        end = g_utf8_next_char(start);
        end = *end ? g_utf8_next_char(end) : end;
        bench.spans[i] = (MillSpan){ (gsize) (start - bench.text), (gsize) (end - bench.text) };
    }
    printf("%-32s %10s %10s %8s\n", "", "µs", "MB/s", "x");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        double time = measure(&bench, i);

        if (i == 0)
            base = time;
        printf("%-32s %10.1f %10.0f %8.1f", rows[i].name, time / 1e3,
               (double) bench.length * 1e3 / time, time / base);
        if (rows[i].each)
            printf("   %.0f ns each %s", time / rows[i].n, rows[i].each);
        printf("\n");
    }
    mill_document_free(bench.document);
    g_string_free(bench.json, TRUE);
    g_free(bench.text);
    g_free(bench.copy);
    g_bytes_unref(bench.gb18030);
    return 0;
}
