/* Damaged dictionaries of every format: whatever the bytes are, the readers end, and what they have
 * read can be built and searched.
 */
#include "lexicon/read.h"
#include "lexicon/scan.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *path; /* its suffix chooses the reader */
    const char *text;
    guint rounds;
} Case;

static const Case cases[] = {
    { "list", "d.txt", "wind\n风电\n\r\n  #if \nx y\n", 300 },
    { "tsv", "d.tsv",
      "# a\nterm\tcategory\tcanonical\taliases\tweight\texcept\tmatch\n"
      "风电\ta/b\tw\tx|y||z\t1.5\t风电站\t\nIT\t\t\t\t\t\texact\nq\t\t\t\t\t\texclude\n",
      600 },
    { "csv", "d.csv", "term,category\r\n\"a,\"\"b\"\"\n\",\"x/y\"\r\nc,z\n\"d\",\n", 600 },
    { "yaml", "d.yaml",
      "a:\n  b: [c, 'd']\n  e:\n    - f\n    - { term: g, aliases: [h, i], except: j, weight: 2 }\n"
      "    - k: [l]\n",
      300 },
    { "turtle", "d.ttl",
      "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . BASE <http://e.org/>\n"
      "<a> a skos:Concept ; skos:prefLabel \"a\\u0041\"@en, '''b\nc'''^^<t> ; skos:broader _:b .\n"
      "_:b skos:prefLabel 'z' ; skos:x [ skos:y ( 1 -2.5e3 true ) ] ; . # end\n",
      600 },
    { "rdf-xml", "d.rdf",
      "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY s 'http://www.w3.org/2004/02/skos/core#'>]>\n"
      "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:s='&s;' xml:base='b'>\n"
      "<s:Concept r:about='#x'><s:prefLabel xml:lang='en'>x &amp; y</s:prefLabel>\n"
      "<s:broader><s:Concept r:ID='y' s:altLabel='z'/></s:broader></s:Concept></r:RDF>\n",
      600 },
};

/* Changes some bytes: flips, cuts, repeats, and puts in what parsers look at. */
static void
damage(GRand *random, GString *bytes)
{
    static const char marks[] = "\"'<>&;:,.|\t\n\r\\/@#[](){}=-_%\xe9\xff\x00 ax";
    guint n = (guint) g_rand_int_range(random, 1, 8);

    for (guint i = 0; i < n && bytes->len > 0; i++) {
        gsize at = (gsize) g_rand_int_range(random, 0, (gint32) bytes->len);
        gsize most = MIN(12, bytes->len - at);
        gsize length = (gsize) g_rand_int_range(random, 0, (gint32) most) + 1;
        char mark = marks[g_rand_int_range(random, 0, sizeof marks - 1)];
        g_autofree char *piece = g_strndup(bytes->str + at, length);

        switch (g_rand_int_range(random, 0, 4)) {
        case 0:
            bytes->str[at] = mark;
            break;
        case 1:
            g_string_insert_c(bytes, (gssize) at, mark);
            break;
        case 2:
            g_string_erase(bytes, (gssize) at, (gssize) length);
            break;
        default:
            g_string_insert(bytes, (gssize) at, piece);
            break;
        }
    }
}

static void
count(const LexMatch *matches, gsize n, gpointer data)
{
    *(gsize *) data += n;
}

static void
read_and_search(const Case *test, const GString *bytes, gsize *n_matches)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(LexEntries) entries = lex_entries_new(report, NULL);
    LexFolding folding = { .flags = LEX_FOLD_CASE | LEX_FOLD_SPACE };

    lex_read_bytes(entries, test->path, bytes->str, bytes->len);

    g_autoptr(LexDict) dict = lex_dict_build(g_steal_pointer(&entries), &folding, NULL);
    g_autoptr(LexScanner) scanner = lex_scanner_new(dict, NULL, LEX_SCAN_ALL);

    g_assert_true(lex_dict_is_safe(dict));
    lex_scanner_scan(scanner, test->text, strlen(test->text), count, n_matches);
}

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autoptr(GRand) random = g_rand_new_with_seed(11);
    gsize n_matches = 0;

    for (guint round = 0; round < test->rounds; round++) {
        g_autoptr(GString) bytes = g_string_new(test->text);

        damage(random, bytes);
        read_and_search(test, bytes, &n_matches);
    }
    g_assert_cmpuint(n_matches, >, 0); /* some terms survive */
}

/* Depth does not end in a crash, nor size in a hang. */
static void
test_deep(void)
{
    static const struct {
        const char *path;
        const char *open;
    } deep[] = {
        { "d.ttl", "<a> <b> [ <c> " },
        { "d.ttl", "<a> <b> ( ( ( " },
        { "d.rdf", "<a>" },
        { "d.yaml", "{ a: " },
        { "d.yaml", "[" },
        { "d.csv", "\"a\"," },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(deep); i++) {
        g_autoptr(MillReport) report = mill_report_new();
        g_autoptr(LexEntries) entries = lex_entries_new(report, NULL);
        g_autoptr(GString) bytes = g_string_new(NULL);

        for (guint k = 0; k < 20000; k++)
            g_string_append(bytes, deep[i].open);
        lex_read_bytes(entries, deep[i].path, bytes->str, bytes->len);
        g_assert_cmpuint(mill_report_get_length(report), >, 0);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/lexicon/hostile/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/lexicon/hostile/deep", test_deep);
    return g_test_run();
}
