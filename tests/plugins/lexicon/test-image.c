/* Compiled dictionaries: the same matches as before, and nothing damaged is believed. */
#include "lexicon/image.c"

#include "lexicon/entries.h"
#include "lexicon/scan.h"

static const char *const words[] = { "能源",  "新能源", "新能源汽车", "wind", "Wind power",
                                     "solar", "a",      "abc",        "储能", "氢能" };

static const char text[] = "新能源汽车和储能、wind power, WIND；solar energy a abc 氢能的能源";

static void
collect(const LexMatch *matches, gsize n, gpointer data)
{
    for (gsize i = 0; i < n; i++)
        g_string_append_printf(data, "%u-%u:%u ", matches[i].start, matches[i].end,
                               matches[i].form);
}

static char *
scan(const LexDict *dict)
{
    GString *out = g_string_new(NULL);
    g_autoptr(LexScanner) scanner = lex_scanner_new(dict, NULL, LEX_SCAN_ALL);

    lex_scanner_scan(scanner, text, strlen(text), collect, out);
    return g_string_free(out, FALSE);
}

static LexDict *
build(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    LexEntries *entries = lex_entries_new(report, NULL);
    LexFolding folding = { .flags = LEX_FOLD_CASE };

    lex_entries_begin_file(entries, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        guint32 concept = lex_entries_concept(entries, words[i], strlen(words[i]), "x/y", 3, FALSE);

        lex_entries_set_weight(entries, concept, (double) i);
        lex_entries_add(entries, concept, words[i], strlen(words[i]), 0, 0, 0);
    }
    lex_entries_add(entries, 0, "的能源", strlen("的能源"), LEX_ENTRY_EXCLUDE, 0, 0);
    return lex_dict_build(entries, &folding, NULL);
}

typedef struct {
    char *folder;
    char *path;
    char *source;
    LexDict *dict;
    char *bytes; /* of the compiled file */
    gsize length;
} Fixture;

/* Compiles the words, with one source file beside. */
static void
set_up(Fixture *self, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) sources = g_array_new(FALSE, FALSE, sizeof(LexSource));

    self->folder = g_dir_make_tmp("test-image-XXXXXX", &error);
    g_assert_no_error(error);
    self->path = g_build_filename(self->folder, "words.dict", NULL);
    self->source = g_build_filename(self->folder, "words.tsv", NULL);
    g_assert_true(g_file_set_contents(self->source, "source", 6, NULL));

    LexSource source = { self->source, 6, lex_checksum("source", 6) };

    g_array_append_val(sources, source);
    self->dict = build();
    lex_image_write(self->dict, sources, "some settings", self->path, &error);
    g_assert_no_error(error);
    g_assert_true(g_file_get_contents(self->path, &self->bytes, &self->length, NULL));
}

static void
tear_down(Fixture *self, gconstpointer data)
{
    g_unlink(self->path);
    g_unlink(self->source);
    g_assert_cmpint(g_rmdir(self->folder), ==, 0);
    g_free(self->folder);
    g_free(self->path);
    g_free(self->source);
    g_free(self->bytes);
    lex_dict_free(self->dict);
}

static void
put_back(const Fixture *self, gsize length)
{
    g_assert_true(g_file_set_contents(self->path, self->bytes, (gssize) length, NULL));
}

static void
test_same(Fixture *self, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    const char *settings;
    g_autoptr(LexDict) dict = lex_image_open(self->path, &settings, &error);

    g_assert_no_error(error);
    g_assert_true(lex_image_probe(self->path));
    g_assert_cmpstr(settings, ==, "some settings");
    g_assert_cmpuint(dict->n_concepts, ==, self->dict->n_concepts);
    g_assert_cmpfloat(dict->concepts[3].weight, ==, 3);

    g_autofree char *before = scan(self->dict), *after = scan(dict);

    g_assert_cmpstr(before, ==, after);
    g_assert_cmpuint(strlen(before), >, 0);
}

static void
assert_refused(const Fixture *self, const char *why)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(LexDict) dict = lex_image_open(self->path, NULL, &error);

    g_assert_null(dict);
    g_assert_error(error, MILL_ERROR, MILL_ERROR_DATA);
    if (!strstr(error->message, why))
        g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, why));
}

static void
test_refused(Fixture *self, gconstpointer data)
{
    ImageHeader *header = (ImageHeader *) self->bytes;

    put_back(self, 4);
    assert_refused(self, "is not a compiled dictionary");
    put_back(self, self->length - 1);
    assert_refused(self, "cut short");
    self->bytes[self->length - 1] ^= 1;
    put_back(self, self->length);
    assert_refused(self, "checksum");
    self->bytes[self->length - 1] ^= 1;
    header->max_codes++;
    put_back(self, self->length);
    assert_refused(self, "is damaged (header)");
    header->version++;
    put_back(self, self->length);
    assert_refused(self, "compile it again");
    header->byte_order = GUINT32_SWAP_LE_BE(header->byte_order);
    put_back(self, self->length);
    assert_refused(self, "byte order");
}

static void
test_stale(Fixture *self, gconstpointer data)
{
    g_assert_true(g_file_set_contents(self->source, "Source", 6, NULL));
    assert_refused(self, "is out of date");
    g_assert_true(g_file_set_contents(self->source, "source, longer", -1, NULL));
    assert_refused(self, "is out of date");
    g_unlink(self->source);

    g_autoptr(LexDict) dict = lex_image_open(self->path, NULL, NULL);

    g_assert_nonnull(dict); /* a dictionary may travel without its sources */
}

static void
test_missing(Fixture *self, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_unlink(self->path);
    g_assert_null(lex_image_open(self->path, NULL, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    g_assert_false(lex_image_probe(self->path));
}

/* One byte flipped anywhere: refused, or of no effect (between the sections). */
static void
test_every_byte(Fixture *self, gconstpointer data)
{
    g_autofree char *expected = scan(self->dict);

    for (gsize at = 0; at < self->length; at += at < sizeof(ImageHeader) ? 1 : 997) {
        self->bytes[at] ^= 0x10;
        put_back(self, self->length);
        self->bytes[at] ^= 0x10;

        g_autoptr(LexDict) dict = lex_image_open(self->path, NULL, NULL);

        if (dict) {
            g_autofree char *found = scan(dict);
            g_assert_cmpstr(found, ==, expected);
        }
    }
}

/* Damage under right checksums, as an attacker would do it: refused or survived. */
static void
test_forged(Fixture *self, gconstpointer data)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(5);
    g_autofree char *original = g_memdup2(self->bytes, self->length);
    ImageHeader *header = (ImageHeader *) self->bytes;
    guint n_opened = 0;

    for (guint round = 0; round < 400; round++) {
        guint section = (guint) g_rand_int_range(random, IMAGE_PAGES, IMAGE_N_SECTIONS);
        const ImagePlace *place = &header->places[section];

        memcpy(self->bytes, original, self->length);
        for (guint i = 0; i < 4; i++) {
            gsize at = (gsize) g_rand_double_range(random, 0, (double) place->length);
            self->bytes[place->offset + at] = (char) g_rand_int(random);
        }
        if (round % 4 == 0)
            header->max_codes = (guint32) g_rand_int_range(random, 0, 8000);
        if (round % 4 == 1)
            header->n_codes = (guint32) g_rand_int_range(random, 0, 100);
        header->has_rules = round % 2;
        header->places[section].checksum = lex_checksum(self->bytes + place->offset, place->length);
        header->checksum = image_header_checksum(header);
        put_back(self, self->length);

        g_autoptr(LexDict) dict = lex_image_open(self->path, NULL, NULL);

        if (dict) {
            g_autofree char *found = scan(dict);
            n_opened++;
        }
    }
    g_assert_cmpuint(n_opened, >, 0);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(Fixture *self, gconstpointer data);
    } tests[] = {
        { "same", test_same },       { "refused", test_refused },       { "stale", test_stale },
        { "missing", test_missing }, { "every-byte", test_every_byte }, { "forged", test_forged },
    };

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strconcat("/lexicon/image/", tests[i].name, NULL);
        g_test_add(path, Fixture, NULL, set_up, tests[i].run, tear_down);
    }
    return g_test_run();
}
