/* test-pipeline-mistakes.c - pipeline files that are wrong: what is said, and where. */
#include "loader.h"

#define HEAD "textmill: 1\nsteps:\n"
#define OUT  "  - use: out\n" /* so that something is written */

static const struct {
    const char *name;
    const char *yaml;
    const char *messages; /* '*' stands for words of others */
} cases[] = {
    /* The file as a whole. */
    { "empty", "",
      "1:1+1 a pipeline file is a map with the keys 'textmill' and 'steps' | "
      "begin the file with: textmill: 1\n" },
    { "a-text", "hello\n", "1:1+5 a pipeline file is a map with *\n" },
    { "a-list", "- use: out\n", "1:1+1 a pipeline file is a map with *\n" },
    { "not-yaml", HEAD "  - use: [out\n",
      "3:14+1 * | the '[' in line 3, column 10 is still open\n" },
    { "indented-otherwise", HEAD "  - use: trail\n  with: {}\n",
      "4:3+1 * | this line is indented otherwise than those it belongs to\n" },
    { "braces-without-quotes", HEAD "  - use: out\n    file: {stem}.json\n",
      "4:17+1 * | put a text that begins with '{' into quotes\n" },
    { "no-format", "steps:\n" OUT,
      "1:1+1 the key 'textmill' (the version of the format) is missing | "
      "begin the file with: textmill: 1\n" },
    { "format-of-the-future", "textmill: 2\nsteps:\n" OUT,
      "1:11+1 this file has format 2; textmill * reads up to format 1 | "
      "update textmill, or write the file for format 1\n" },
    { "format-text", "textmill: one\nsteps:\n" OUT,
      "1:11+3 'textmill' takes the version of the format, not 'one' | write: textmill: 1\n" },
    { "format-zero", "textmill: 0\nsteps:\n" OUT,
      "1:11+1 'textmill' takes the version of the format, not 0 | write: textmill: 1\n" },
    { "unknown-key", "textmill: 1\nsetps: []\nsteps:\n" OUT,
      "2:1+5 unknown key 'setps' in a pipeline file | did you mean 'steps'?\n" },
    { "no-steps", "textmill: 1\n", "1:1+1 the key 'steps' is missing\n" },
    { "steps-empty", "textmill: 1\nsteps: []\n",
      "2:8+1 'steps' takes a list of steps | each step is an item: - use: NAME\n" },
    { "steps-nothing", "textmill: 1\nsteps:\n",
      "2:1+5 'steps' takes a list of steps | each step is an item: - use: NAME\n" },
    { "steps-map", "textmill: 1\nsteps:\n  use: out\n",
      "3:3+1 'steps' takes a list of steps | each step is an item: - use: NAME\n" },
    { "name-list", "textmill: 1\nname: [a]\nsteps:\n" OUT,
      "2:7+1 'name' takes a text, not a list\n" },
    { "name-nothing", "textmill: 1\nname:\nsteps:\n" OUT,
      "2:1+4 'name' takes a text, not nothing\n" },
    { "limits-number", "textmill: 1\nlimits: 3\nsteps:\n" OUT,
      "2:9+1 'limits' takes a map with 'time' and 'memory' | "
      "for example: limits: { time: 10s, memory: 256M }\n" },
    { "limits-wrong", "textmill: 1\nlimits: { time: soon, memory: 3X, tiem: 1 }\nsteps:\n" OUT,
      "2:17+4 'time' takes a time from 1ms to 24h, such as 10s, not 'soon'\n"
      "2:31+2 'memory' takes a size from 1M to 1024G, such as 256M, not '3X'\n"
      "2:35+4 unknown key 'tiem' in 'limits' | did you mean 'time'?\n" },
    { "limits-out-of-range", "textmill: 1\nlimits: { time: 25h, memory: 1K }\nsteps:\n" OUT,
      "2:17+3 'time' takes a time from 1ms to 24h, such as 10s, not '25h'\n"
      "2:30+2 'memory' takes a size from 1M to 1024G, such as 256M, not '1K'\n" },
    { "limits-overflow", "textmill: 1\nlimits: { time: 99999999999999999999h }\nsteps:\n" OUT,
      "2:17+21 'time' takes *, not '99999999999999999999h'\n" },

    /* A step's own keys. */
    { "step-text", HEAD "  - out\n",
      "3:5+3 a step is a map with the key 'use', 'script' or 'template' | write: use: out\n" },
    { "step-without-colon", HEAD "  - use out\n",
      "3:5+7 a step is a map with the key 'use', 'script' or 'template' | write: use: out\n" },
    { "step-nothing", HEAD "  -\n" OUT,
      "*a step is a map with the key 'use', 'script' or 'template'\n" },
    { "step-without-use", HEAD "  - with: {}\n" OUT,
      "3:5+1 this step has neither 'use' nor 'script' nor 'template' | "
      "a step begins with: - use: NAME, or: - script: FILE.lua\n" },
    { "step-with-both", HEAD "  - use: trail\n    script: count.lua\n" OUT,
      "4:13+9 a step has one of 'use', 'script' and 'template', not more | make two steps of it\n" },
    { "step-with-template-and-use", HEAD "  - template: a.html\n    use: trail\n" OUT,
      "3:15+6 a step has one of 'use', 'script' and 'template', not more | make two steps of it\n" },
    { "template-missing", HEAD "  - template: none.html\n" OUT,
      "3:15+9 there is no template 'none.html' | its path is relative to the pipeline file\n" },
    { "step-unknown-key", HEAD "  - use: trail\n    wiht: {}\n" OUT,
      "4:5+4 unknown key 'wiht' in a step | did you mean 'with'?\n" },
    { "step-key-underscore", HEAD "  - use: trail\n    on_error: drop\n" OUT,
      "4:5+8 unknown key 'on_error' in a step | did you mean 'on-error'?\n" },
    { "use-list", HEAD "  - use: [trail]\n" OUT, "3:10+1 'use' takes a text, not a list\n" },
    { "use-nothing", HEAD "  - use:\n" OUT, "3:5+3 'use' takes a text, not nothing\n" },
    { "with-list", HEAD "  - use: trail\n    with: [count]\n" OUT,
      "4:11+1 'with' takes a map of options | for example: with: { option: value }\n" },
    { "id-bad", HEAD "  - use: trail\n    id: My Trail\n" OUT,
      "4:9+8 an id is made of a-z, 0-9 and '-', not 'My Trail'\n" },
    { "id-twice", HEAD "  - use: trail\n    id: a\n  - use: trail\n    id: a\n" OUT,
      "6:9+1 another step has the id 'a' | ids are unique\n" },
    { "on-error-misspelt", HEAD "  - use: trail\n    on-error: quarantene\n" OUT,
      "4:15+10 'on-error' takes quarantine, drop or stop, not 'quarantene' | "
      "did you mean 'quarantine'?\n" },
    { "on-error-list", HEAD "  - use: trail\n    on-error: [stop]\n" OUT,
      "4:15+1 'on-error' takes quarantine, drop or stop, not a list\n" },
    { "when-text", HEAD "  - use: trail\n    when: zh\n" OUT,
      "4:11+2 'when' takes a map of metadata names and what they must be | "
      "for example: when: { language: zh }\n" },
    { "when-unknown-test", HEAD "  - use: trail\n    when: { year: { minn: 3 } }\n" OUT,
      "4:21+4 unknown key 'minn' in a condition | did you mean 'min'?\n" },
    { "when-of-reader", HEAD "  - use: bytes\n    when: { a: b }\n" OUT,
      "3:10+5 a reader cannot have a 'when': without it there is no text | "
      "let a stage drop the documents instead\n" },
    { "limits-of-plugin", HEAD "  - use: trail\n    limits: { time: 1s }\n" OUT,
      "4:13+1 only a script step has limits of its own | "
      "put 'limits' beside 'steps' to limit what a document may take in all\n" },

    /* Files of writers. */
    { "file-of-stage", HEAD "  - use: trail\n    file: x\n" OUT,
      "4:11+1 only a writer has a 'file'; 'trail' writes none\n" },
    { "file-placeholder", HEAD "  - use: out\n    file: '{stme}.txt'\n",
      "4:11+12 unknown placeholder '{stme}' | did you mean '{stem}'?\n" },
    { "file-placeholder-unknown", HEAD "  - use: out\n    file: '{colour}.txt'\n",
      "4:11+14 unknown placeholder '{colour}' | "
      "known are: {stem} {name} {dir} {id} {ext} {part} {index} {fan} {fan2} {shard}\n" },
    { "file-fan", HEAD "  - use: out\n    file: '{fann}/{stem}.txt'\n",
      "4:11+19 unknown placeholder '{fann}' | did you mean '{fan2}'?\n" },
    { "shard-of-stage", HEAD "  - use: trail\n    shard: { documents: 2 }\n" OUT,
      "4:12+1 only a writer has a 'shard'; 'trail' is none\n" },
    { "shard-number", HEAD "  - use: out\n    file: 'a-{shard}'\n    shard: 3\n",
      "5:12+1 'shard' takes a map with 'documents' or 'size' or both | "
      "for example: shard: { documents: 10000 }\n" },
    { "shard-empty", HEAD "  - use: out\n    file: 'a-{shard}'\n    shard: {}\n",
      "5:12+1 'shard' takes a map with 'documents' or 'size' or both | "
      "for example: shard: { documents: 10000 }\n" },
    { "shard-values",
      HEAD "  - use: out\n    file: 'a-{shard}'\n"
           "    shard: { documents: 0, size: 3X, sise: 1 }\n",
      "5:25+1 'documents' takes a number of documents, such as 10000, not 0\n"
      "5:34+2 'size' takes a size, such as 256M, not '3X'\n"
      "5:38+4 unknown key 'sise' in 'shard' | did you mean 'size'?\n" },
    { "shard-missing", HEAD "  - use: out\n    file: 'a-{shard}'\n",
      "3:10+3 'out' has {shard} in its 'file', but no 'shard' | "
      "say how much a file takes, for example: shard: { documents: 10000 }\n" },
    { "shard-not-in-file", HEAD "  - use: out\n    file: a.txt\n    shard: { size: 1M }\n",
      "5:12+1 the file of 'out' needs {shard} in its name: a.txt | "
      "for example: file: \"documents-{shard}.jsonl\"\n" },
    { "shard-of-own-files",
      HEAD "  - use: out\n    file: '{stem}-{shard}'\n    shard: { size: 1M }\n",
      "3:10+3 'out' has a file for each document, and no shards: {stem}-{shard} | "
      "{shard} numbers files that take many documents: use it without placeholders that differ by "
      "document\n" },
    { "file-brace", HEAD "  - use: out\n    file: 'a{stem'\n", "4:11+8 '{' without its partner\n" },
    { "file-escapes", HEAD "  - use: out\n    file: ../{stem}.txt\n",
      "4:11+13 the file name must not leave the output folder, so '.' and '..' are not allowed\n" },
    { "file-absolute", HEAD "  - use: out\n    file: /tmp/x\n",
      "4:11+6 the file name must be relative to the output folder\n" },
    { "file-folder", HEAD "  - use: out\n    file: a/\n",
      "4:11+2 the file name ends with '/', so it names a folder\n" },
    { "file-empty", HEAD "  - use: out\n    file: ''\n", "4:11+2 the file name is empty\n" },
    { "file-nothing", HEAD "  - use: out\n    file:\n",
      "4:5+4 'file' takes the pattern of a file name | for example: file: \"{stem}.json\"\n" },
    { "file-is-the-ledger", HEAD "  - use: out\n    file: ledger.sqlite\n",
      "4:11+13 ledger.sqlite is where textmill records the run\n" },
    { "file-twice", HEAD "  - use: out\n    id: a\n  - use: out\n",
      "5:10+3 'a' and 'out' write the same file: {stem}.out | "
      "give one of them another name with 'file'\n" },
    { "file-environment", HEAD "  - use: out\n    file: '${stem}.txt'\n",
      "4:11+13 the environment variable stem is not set | *\n" },

    /* Steps and their options. */
    { "unknown-step", HEAD "  - use: trial\n" OUT,
      "3:10+5 there is no step 'trial' | did you mean 'trail'?\n" },
    { "script-under-use", HEAD "  - use: count.lua\n" OUT,
      "3:10+9 there is no step 'count.lua' | for a script, write: script: count.lua\n" },
    { "unknown-option", HEAD "  - use: trail\n    with: { cuont: 2 }\n" OUT,
      "4:13+5 unknown option 'cuont' of step 'trail' | did you mean 'count'?\n" },
    { "option-without-blank", HEAD "  - use: trail\n    with: { count:2 }\n" OUT,
      "4:13+7 unknown option 'count:2' of step 'trail' | a blank is missing after the ':'\n" },
    { "option-range", HEAD "  - use: trail\n    with: { count: 10 }\n" OUT,
      "4:20+2 option 'count' takes a whole number from 1 to 9, not 10\n" },
    { "option-choice", HEAD "  - use: trail\n    with: { form: nfd }\n" OUT,
      "4:19+3 option 'form' has no choice 'nfd' | did you mean 'nfc'?\n" },
    { "option-file", HEAD "  - use: trail\n    with:\n      file: wrods.txt\n" OUT,
      "5:13+9 option 'file': cannot read DIR/wrods.txt: No such file or directory | "
      "did you mean 'words.txt'?\n" },
    { "option-environment", HEAD "  - use: trail\n    with: { count: \"${NOT_SET}\" }\n" OUT,
      "4:20+12 the environment variable NOT_SET is not set | "
      "set it, or give a default: ${NOT_SET:-default}\n" },
    { "environment-without-quotes", HEAD "  - use: trail\n    with: { count: ${N} }\n" OUT,
      "4:21+1 * | inside { } and [ ], write \"${NAME}\" in quotes\n" },
    { "wrong-id-in-message", HEAD "  - use: trail\n  - use: trail\n    with: { x: 1 }\n" OUT,
      "5:13+1 unknown option 'x' of step 'trail-2' | its options are: count, form, file, words, "
      "loud\n" },

    /* What configure() refuses. */
    { "configure-error", HEAD "  - use: picky\n    with: { refuse: error }\n" OUT,
      "3:10+5 step 'picky': the number is not prime\n" },
    { "configure-report", HEAD "  - use: picky\n    with: { refuse: report, number: 4 }\n" OUT,
      "4:37+1 the number is even | add one\n" },
    { "configure-report-default", HEAD "  - use: picky\n    with: { refuse: report }\n" OUT,
      "3:10+5 the number is even | add one\n" },
    { "configure-silent", HEAD "  - use: picky\n    with: { refuse: silent }\n" OUT,
      "3:10+5 step 'picky' refuses its options without saying why\n" },

    /* Scripts. */
    { "script-missing", HEAD "  - script: cuont.lua\n" OUT,
      "3:13+9 there is no script 'cuont.lua' | did you mean 'count.lua'?\n" },
    { "script-far", HEAD "  - script: nothing-like-it.lua\n" OUT,
      "3:13+19 there is no script 'nothing-like-it.lua' | looked in: DIR, *\n" },
    { "script-syntax", HEAD "  - script: broken.lua\n" OUT, "broken.lua 2 *'='*\n" },
    { "script-list", HEAD "  - script: [a]\n" OUT, "3:13+1 'script' takes a text, not a list\n" },

    /* Order. */
    { "reader-late", HEAD "  - use: trail\n  - use: bytes\n" OUT,
      "4:10+5 'bytes' is a reader, so it must be the first step | move it to the top\n" },
    { "two-readers", HEAD "  - use: bytes\n  - use: bytes\n" OUT,
      "4:10+5 'bytes-2' is a second reader; 'bytes' has made text already | "
      "remove one of the two\n" },
    { "stage-after-writer", HEAD "  - use: out\n  - use: trail\n",
      "4:10+5 the stage 'trail' stands after the writer 'out' | "
      "steps that give results run last: move it before them\n" },

    /* Everything in one pass. */
    { "all-at-once",
      "textmill: 1\nnmae: x\nsteps:\n  - use: trial\n  - use: trail\n    with: { count: 0, x: 1 }\n"
      "    on-error: halt\n  - use: picky\n    with: { refuse: error }\n  - script: cuont.lua\n"
      "  - use: out\n    file: '{x}'\n",
      "2:1+4 unknown key 'nmae' in a pipeline file | did you mean 'name'?\n"
      "4:10+5 there is no step 'trial' | did you mean 'trail'?\n"
      "6:20+1 option 'count' takes a whole number from 1 to 9, not 0\n"
      "6:23+1 unknown option 'x' of step 'trail' | its options are: *\n"
      "7:15+4 'on-error' takes quarantine, drop or stop, not 'halt'\n"
      "8:10+5 step 'picky': the number is not prime\n"
      "10:13+9 there is no script 'cuont.lua' | did you mean 'count.lua'?\n"
      "12:11+5 unknown placeholder '{x}' | known are: *\n" },
};

static void
test_mistake(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    Loader loader;

    loader_init(&loader, cases[i].yaml, NULL);

    g_autofree char *messages = loader_messages(&loader);

    if (!g_pattern_match_simple(cases[i].messages, messages))
        g_assert_cmpstr(messages, ==, cases[i].messages);
    g_assert_null(loader.pipeline);
    g_assert_cmpuint(mill_report_count(loader.report, MILL_SEVERITY_ERROR), >, 0);
    loader_clear(&loader);
}

/* What is odd but works. */
static const struct {
    const char *name;
    const char *yaml;
    const char *messages;
} warnings[] = {
    { "no-writer", HEAD "  - use: trail\n",
      "warning no step writes a result | add a writer, such as: - use: json\n" },
    { "layer-never-written", HEAD "  - use: needs-section\n" OUT,
      "warning 3:10+13 nothing before 'needs-section' writes the layer 'section', which it reads\n" },
    { "layer-written-too-late", HEAD "  - use: needs-section\n  - use: makes-section\n" OUT,
      "warning 3:10+13 nothing before 'needs-section' writes the layer 'section', which it reads\n" },
    { "records-never-written", HEAD "  - use: makes-section\n  - use: needs-records\n" OUT,
      "warning 4:10+13 nothing before 'needs-records' writes the layer 'record.*', which it reads\n" },
    { "writer-without-any-layer", HEAD "  - use: table\n",
      "warning 3:10+5 nothing before 'table' writes a layer that it reads (section, record.*)\n" },
    { "configure-warns", HEAD "  - use: picky\n    with: { refuse: warn }\n" OUT,
      "warning 3:10+5 the pipeline is called plan\n" },
    { "layer-written", HEAD "  - use: makes-section\n  - use: needs-section\n" OUT, "" },
    { "record-written", HEAD "  - use: makes-record\n  - use: needs-records\n" OUT, "" },
    { "writer-with-one-layer", HEAD "  - use: makes-record\n  - use: table\n", "" },
};

static void
test_warning(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    Loader loader;

    loader_init(&loader, warnings[i].yaml, NULL);

    g_autofree char *messages = loader_messages(&loader);

    g_assert_cmpstr(messages, ==, warnings[i].messages);
    g_assert_nonnull(loader.pipeline);
    loader_clear(&loader);
}

static void
test_missing_file(void)
{
    g_autoptr(MillReport) report = mill_report_new();

    g_assert_null(mill_pipeline_load("/nowhere/plan.yaml", NULL, report));
    g_assert_cmpstr(mill_report_get(report, 0)->message, ==,
                    "cannot read the file: No such file or directory");
}

int
main(int argc, char **argv)
{
    g_unsetenv("NOT_SET");
    g_unsetenv("stem");
    g_setenv("XDG_DATA_HOME", "/nonexistent", TRUE);
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/pipeline/mistake/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_mistake);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(warnings); i++) {
        g_autofree char *path = g_strconcat("/pipeline/warning/", warnings[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_warning);
    }
    g_test_add_func("/pipeline/missing-file", test_missing_file);
    return g_test_run();
}
