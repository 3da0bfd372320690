/* fuzz - hostile files of every kind that textmill parses.
 *
 *     fuzz KIND ROUNDS FILE...
 *
 * KIND is what the files are: `pipeline`, `scheme` (sections), `dictionary` (tags, also compiled),
 * `template`, `document` (read, cleaned, sectioned, tagged, exported), `result` (JSON read back and
 * exported) or `json` (parsed, and what is written of it parsed again). Each file is taken as it
 * is, and then ROUNDS times with random damage, from a fixed seed. Nothing is expected of the
 * outcome but that there is one: a crash, a sanitizer's complaint or a hang is the failure. With
 * clang, the same file is a libFuzzer target (-DMILL_LIBFUZZER, kind in $FUZZ_KIND), for longer
 * searches by hand.
 */
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include <textmill/json.h>
#include <textmill/pipeline.h>

typedef struct {
    const char *kind;
    char *folder;           /* scratch */
    char *file;             /* in it: what the kind's pipeline names */
    char *plan;             /* in it: the pipeline of this kind */
    MillPipeline *pipeline; /* of documents: loaded once */
} Fuzz;

static const struct {
    const char *kind;
    const char *steps;
} kinds[] = {
    { "pipeline", NULL },
    { "scheme", "  - use: sections\n    with: { scheme: ./%s }\n" },
    { "dictionary", "  - use: tags\n    with: { dictionary: %s }\n" },
    { "document", "  - use: cleanup\n    with: { boilerplate: [zh-news], unicode: nfkc }\n"
                  "  - use: sections\n  - use: sentences\n  - use: entities\n"
                  "  - use: tags\n    with: { terms: [能源, plan] }\n"
                  "  - use: json\n  - use: markdown\n  - use: report\n" },
    { "template", "  - use: sections\n  - use: tags\n    with: { terms: [plan] }\n"
                  "  - template: ./%s\n" },
    { "result", "  - use: read-json\n  - use: json\n    with: { offsets: utf16, origins: true }\n"
                "  - use: markdown\n  - use: csv\n  - use: tei\n  - use: annotations\n"
                "  - use: report\n" },
    { "json", NULL },
};

static gboolean
process(MillPipeline *pipeline, const void *bytes, gsize length)
{
    g_autoptr(GBytes) source = g_bytes_new(bytes, length);
    g_autoptr(MillDocument) document = mill_document_new("input", source);

    if (mill_pipeline_process(pipeline, document, NULL) != MILL_KEEP)
        return FALSE;
    for (gsize i = 0; i < mill_pipeline_get_n_steps(pipeline); i++) {
        g_autoptr(MillOutput) output = mill_output_new();

        if (mill_pipeline_get_step(pipeline, i)->type->role == MILL_ROLE_WRITER)
            mill_pipeline_encode(pipeline, i, document, output, NULL);
    }
    return TRUE;
}

/* What can be read is written so that it can be read again, as the same bytes. */
static gboolean
parse_json(const char *bytes, gsize length)
{
    g_autoptr(MillValue) value = mill_json_parse(bytes, (gssize) length, NULL);
    g_autoptr(GString) once = g_string_new(NULL), again = g_string_new(NULL);
    g_autoptr(MillValue) same = NULL;

    if (!value)
        return FALSE;
    mill_json_append_value(once, value);
    same = mill_json_parse(once->str, (gssize) once->len, NULL);
    g_assert_nonnull(same);
    mill_json_append_value(again, same);
    g_assert_true(g_string_equal(once, again));
    return TRUE;
}

/* One input, whole; whether it was taken for what it should be. */
static gboolean
fuzz_try(Fuzz *self, const char *bytes, gsize length)
{
    static const char sample[] = "第一章 总则\n第一条 能源。\n1.1 Title\n\nA plan, a text.\n";
    g_autoptr(MillReport) report = mill_report_new();

    if (self->pipeline)
        return process(self->pipeline, bytes, length);
    if (g_str_equal(self->kind, "json"))
        return parse_json(bytes, length);
    g_file_set_contents(self->file, bytes, (gssize) length, NULL);

    g_autoptr(MillPipeline) pipeline =
        mill_pipeline_load(self->plan ? self->plan : self->file, NULL, report);

    g_free(mill_report_format(report, TRUE));
    return pipeline && process(pipeline, sample, strlen(sample));
}

/* @name says by its extension what the file is. */
static gboolean
fuzz_init(Fuzz *self, const char *kind, const char *name)
{
    const char *steps = NULL;
    gboolean known = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i].kind, kind) == 0) {
            known = TRUE;
            steps = kinds[i].steps;
        }
    if (!known)
        return FALSE;
    *self = (Fuzz){ .kind = kind, .folder = g_dir_make_tmp("fuzz-XXXXXX", NULL) };
    self->file = g_build_filename(self->folder, name, NULL);
    if (!steps)
        return TRUE;

    g_auto(GStrv) parts = g_strsplit(steps, "%s", -1);
    g_autofree char *named = g_strjoinv(name, parts);
    g_autofree char *yaml = g_strconcat("textmill: 1\nsteps:\n", named, NULL);
    g_autoptr(MillReport) report = mill_report_new();

    self->plan = g_build_filename(self->folder, "plan.yaml", NULL);
    g_file_set_contents(self->plan, yaml, -1, NULL);
    if (strstr(steps, "%s"))
        return TRUE; /* the file is part of the pipeline, which is loaded each time */
    self->pipeline = mill_pipeline_load(self->plan, NULL, report);
    return self->pipeline != NULL;
}

static void
fuzz_clear(Fuzz *self)
{
    mill_pipeline_free(self->pipeline);
    g_unlink(self->file);
    if (self->plan)
        g_unlink(self->plan);
    g_rmdir(self->folder);
    g_free(self->file);
    g_free(self->plan);
    g_free(self->folder);
}

#ifdef MILL_LIBFUZZER

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize length);

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize length)
{
    static Fuzz fuzz;

    if (!fuzz.kind &&
        !fuzz_init(&fuzz, g_getenv("FUZZ_KIND") ? g_getenv("FUZZ_KIND") : "document", "input"))
        abort();
    fuzz_try(&fuzz, (const char *) bytes, length);
    return 0;
}

#else

/* A piece of the input is overwritten, doubled, taken away or replaced by something that parsers
 * trip over. */
static void
damage(GString *input, GRand *random)
{
    static const char *const traps[] = { "\xFF",
                                         "\xEF\xBB\xBF",
                                         "\t",
                                         "\r\n",
                                         ": ",
                                         "- ",
                                         "[",
                                         "{",
                                         "\"",
                                         "&a ",
                                         "*a",
                                         "!!x ",
                                         "\xE7\xAC\xAC",
                                         "99999999999",
                                         "-1",
                                         "0x",
                                         "\xF4\x90\x80\x80",
                                         "\n\n",
                                         "|",
                                         ",",
                                         "%",
                                         "\\u",
                                         "\"start\":",
                                         "null",
                                         "1e999",
                                         "{%",
                                         "{{",
                                         "%}",
                                         "}}" };
    gsize at = input->len > 0 ? (gsize) g_rand_int_range(random, 0, (gint) input->len) : 0;
    gsize length = MIN(input->len - at, (gsize) g_rand_int_range(random, 1, 40));
    const char *trap = traps[g_rand_int_range(random, 0, G_N_ELEMENTS(traps))];

    switch (g_rand_int_range(random, 0, 5)) {
    case 0:
        if (length > 0)
            input->str[at] = (char) g_rand_int_range(random, 0, 256);
        break;
    case 1:
        g_string_erase(input, (gssize) at, (gssize) length);
        break;
    case 2: {
        g_autofree char *piece = g_strndup(input->str + at, length);

        g_string_insert(input, (gssize) at, piece);
        break;
    }
    case 3:
        g_string_truncate(input, at);
        break;
    default:
        g_string_insert(input, (gssize) at, trap);
    }
}

static void
fuzz_file(Fuzz *self, const char *path, gint rounds)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20261124);
    g_autofree char *bytes = NULL;
    gsize length;

    if (!g_file_get_contents(path, &bytes, &length, NULL)) {
        g_print("Bail out! cannot read %s\n", path);
        exit(1);
    }
    /* Damage to what is refused anyway proves nothing. A pipeline's own files are elsewhere. */
    if (!fuzz_try(self, bytes, length) && !g_str_equal(self->kind, "pipeline")) {
        g_print("Bail out! %s is refused as it is\n", path);
        exit(1);
    }
    for (gint i = 0; i < rounds; i++) {
        g_autoptr(GString) input = g_string_new_len(bytes, (gssize) length);

        for (gint n = g_rand_int_range(random, 1, 8); n > 0; n--)
            damage(input, random);
        fuzz_try(self, input->str, input->len);
    }
}

int
main(int argc, char **argv)
{
    g_print("1..%d\n", MAX(argc - 3, 0));
    for (int i = 3; i < argc; i++) {
        g_autofree char *name = g_path_get_basename(argv[i]);
        Fuzz fuzz;

        if (!fuzz_init(&fuzz, argv[1], name)) {
            g_printerr("usage: fuzz pipeline|scheme|dictionary|template|document|result|json "
                       "ROUNDS FILE...\n");
            return 2;
        }
        fuzz_file(&fuzz, argv[i], atoi(argv[2]));
        g_print("ok %d %s %s\n", i - 2, argv[1], name);
        fuzz_clear(&fuzz);
    }
    return 0;
}

#endif
