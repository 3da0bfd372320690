/* bench-script - what the Lua host costs: processor time, the best of several rounds. Ratios are
 * between rows of one run.
 */
#include "snippet.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define ROUNDS      15
#define ANNOTATIONS 20000
#define DOCUMENTS   200000

static gint64
clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * G_GINT64_CONSTANT(1000000000) + now.tv_nsec;
}

static const char *const terms[] = { "wind", "solar", "tide", "coal", "hydrogen", "storage" };

/* A text of @n words, each of which is a tag with four attributes. */
static MillDocument *
make_document(gsize n)
{
    g_autoptr(GString) text = g_string_new(NULL);
    MillDocument *document;
    MillLayer *layer;
    MillColumn columns[4];
    gsize start = 0;

    for (gsize i = 0; i < n; i++)
        g_string_append_printf(text, "%s ", terms[i % G_N_ELEMENTS(terms)]);
    document = mill_document_new_text("bench.txt", text->str, (gssize) text->len, NULL);
    layer = mill_document_add_layer(document, "tag");
    columns[0] = mill_layer_add_column(layer, "term", MILL_TYPE_STRING);
    columns[1] = mill_layer_add_column(layer, "category", MILL_TYPE_STRING);
    columns[2] = mill_layer_add_column(layer, "section", MILL_TYPE_INT);
    columns[3] = mill_layer_add_column(layer, "weight", MILL_TYPE_DOUBLE);
    for (gsize i = 0; i < n; i++) {
        const char *term = terms[i % G_N_ELEMENTS(terms)];
        gsize row = mill_layer_add(layer, (MillSpan){ start, start + strlen(term) });

        mill_layer_set_string(layer, row, columns[0], term, -1);
        mill_layer_set_string(layer, row, columns[1], "energy", -1);
        mill_layer_set_int(layer, row, columns[2], (gint64) (i / 100));
        mill_layer_set_double(layer, row, columns[3], 0.5);
        start += strlen(term) + 1;
    }
    return document;
}

/* Nanoseconds for one document, the best of some rounds of @repeat documents each. */
static double
measure(const char *body, MillDocument *document, guint repeat)
{
    g_autofree char *lua = g_strdup_printf("return { process = function(doc, ctx) %s end }", body);
    g_autoptr(Snippet) snippet = snippet_load(lua, NULL, NULL);
    gint64 best = G_MAXINT64;

    for (guint round = 0; round < ROUNDS; round++) {
        gint64 begun = clock_now();

        for (guint i = 0; i < repeat; i++) {
            g_autoptr(GError) error = NULL;

            snippet_process(snippet, document, &error);
            g_assert_no_error(error);
        }
        best = MIN(best, clock_now() - begun);
    }
    return (double) best / repeat;
}

static void
bench_empty(void)
{
    g_autoptr(MillDocument) document = make_document(100);

    printf("empty script          %8.2f us a document\n", measure("", document, 20000) / 1e3);
}

/* The same sum by columns; by a table for each annotation; and by a copy of the whole document,
 * which is what hosts that hand over records do. */
static void
bench_annotations(void)
{
    static const char *const bodies[] = {
        "local sum = 0 for s, e, row, weight in doc:each('tag', 'weight') do sum = sum + weight end "
        "assert(sum == 10000)",

        "local tags = {} for s, e, row, term, category, section, weight in "
        "doc:each('tag', 'term', 'category', 'section', 'weight') do "
        "tags[#tags + 1] = { s = s, e = e, term = term, category = category, section = section, "
        "weight = weight } end "
        "local sum = 0 for _, tag in ipairs(tags) do sum = sum + tag.weight end assert(sum == 10000)",

        "local copy = { text = doc:text(), tags = {} } "
        "for s, e, row, term, category, section, weight in "
        "doc:each('tag', 'term', 'category', 'section', 'weight') do "
        "copy.tags[#copy.tags + 1] = { span = { s = s, e = e }, text = doc:sub(s, e), attributes = { "
        "term = term, category = category, section = section, weight = weight } } end "
        "local sum = 0 for _, tag in ipairs(copy.tags) do sum = sum + tag.attributes.weight end "
        "assert(sum == 10000)",
    };
    static const char *const names[] = { "columns", "table each", "deep copy" };
    g_autoptr(MillDocument) document = make_document(ANNOTATIONS);
    double first = 0;

    for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
        double time = measure(bodies[i], document, 5);

        first = i == 0 ? time : first;
        printf("20,000, %-12s  %8.2f ms  %5.1f times\n", names[i], time / 1e6, time / first);
    }
}

static void
bench_text(void)
{
    static const char *const bodies[] = {
        "local n = 0 for s, e, word in mill.words(doc) do n = n + 1 end",
        "local n = mill.set({ 'wind', 'solar', 'tide', 'coal' }):count(doc)",
        "local n = 0 for s, e in mill.set({ 'wind', 'solar', 'tide', 'coal' }):each(doc) do n = n + 1 end",
        "local n = 0 for s, e in mill.re('\\\\w+'):each(doc) do n = n + 1 end",
        "local n = 0 for word in doc:text():gmatch('%w+') do n = n + 1 end",
    };
    static const char *const names[] = { "mill.words", "dict:count", "dict:each", "mill.re:each",
                                         "string.gmatch" };
    g_autoptr(MillDocument) document = make_document(ANNOTATIONS);
    gsize length;

    mill_document_get_text(document, &length);
    for (guint i = 0; i < G_N_ELEMENTS(bodies); i++)
        printf("%-20s  %8.1f MB/s\n", names[i],
               (double) length * 1e3 / measure(bodies[i], document, 3));
}

/* Microseconds a document, in a worker and in the parent, where the last tenth must not cost more
 * than the first. */
static void
bench_corpus(const char *name, const char *combine)
{
    g_autofree char *lua = g_strdup_printf(
        "return { start = function() return { documents = 0, years = {} } end,\n"
        "accumulate = function(state, doc) local counts = {} state.documents = 1\n"
        "for s, e, row, term in doc:each('tag', 'term') do counts[term] = (counts[term] or 0) + 1 end\n"
        "state.years[2000 + #doc %% 20] = counts end,\n"
        "%s finish = function(state) return tostring(state.documents) end }",
        combine);
    g_autoptr(Snippet) snippet = snippet_load(lua, NULL, NULL);
    const MillStepType *type = mill_script_get_type(snippet->script);
    g_autoptr(MillDocument) document = make_document(100);
    g_autoptr(MillOutput) output = mill_output_new();
    gint64 begun = clock_now(), first = 0, last = 0;

    for (guint i = 0; i < 20000; i++) {
        mill_output_reset(output);
        type->encode(snippet->step, document, output, NULL);
    }
    printf("%-20s  %8.2f us a document in a worker", name, (double) (clock_now() - begun) / 2e7);

    const GString *state = mill_output_get_bytes(output, 0);

    type->open(snippet->step, NULL, NULL);
    begun = clock_now();
    for (guint i = 0; i < DOCUMENTS; i++) {
        g_assert_true(type->merge(snippet->step, state->str, state->len, NULL));
        if (i == DOCUMENTS / 10)
            first = clock_now() - begun;
        if (i == DOCUMENTS - DOCUMENTS / 10)
            last = clock_now();
    }
    last = clock_now() - last;
    printf(", %.2f in the parent; the last tenth %.2f times the first\n",
           (double) (clock_now() - begun) / DOCUMENTS / 1e3, (double) last / (double) first);
    type->abandon(snippet->step);
}

int
main(void)
{
    bench_empty();
    bench_annotations();
    bench_text();
    bench_corpus("corpus, mill.add", "");
    bench_corpus("corpus, Lua",
                 "combine = function(a, b) a.documents = a.documents + b.documents\n"
                 "for year, counts in pairs(b.years) do\n"
                 "local sums = a.years[year] or {} a.years[year] = sums\n"
                 "for term, n in pairs(counts) do sums[term] = (sums[term] or 0) + n end\n"
                 "end end,");
    return 0;
}
