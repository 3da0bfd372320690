/* test-import.c - descriptions of plugins: versions, sizes, and every table that can be wrong. */
#include "plugin/module.h"

#include <string.h>

typedef struct {
    gint64 size;
    gboolean flag;
} Step;

static MillVerdict
step_process(gpointer self, MillDocument *document, GError **error)
{
    return MILL_KEEP;
}

static gboolean
step_encode(gpointer self, MillDocument *document, MillOutput *output, GError **error)
{
    return TRUE;
}

static const char *const two[] = { "a", "b", NULL };
static const char *const none[] = { NULL };

/* A description that is right; each case spoils a copy of it. */
typedef struct {
    MillPlugin plugin;
    MillStepType step, other;
    MillOption options[4];
    const MillStepType *steps[3];
} Description;

static void
describe(Description *d)
{
    static const MillOption options[] = {
        MILL_OPTION_INT(Step, size, 3, 1, 9, "a size"),
        MILL_OPTION_BOOL(Step, flag, FALSE, "a flag"),
        MILL_OPTIONS_END,
    };

    memset(d, 0, sizeof *d);
    memcpy(d->options, options, sizeof options);
    d->step = (MillStepType) MILL_STEP_TYPE(.name = "step", .role = MILL_ROLE_STAGE,
                                            .options = d->options, .options_size = sizeof(Step),
                                            .process = step_process);
    d->other = (MillStepType) MILL_STEP_TYPE(.name = "other", .role = MILL_ROLE_WRITER,
                                             .file = "{stem}.x", .encode = step_encode);
    d->steps[0] = &d->step;
    d->steps[1] = &d->other;
    d->plugin = (MillPlugin){ .abi_major = MILL_ABI_MAJOR,
                              .abi_minor = MILL_ABI_MINOR,
                              .size = sizeof(MillPlugin),
                              .step_type_size = sizeof(MillStepType),
                              .option_size = sizeof(MillOption),
                              .steps = d->steps };
}

static void
spoil_major(Description *d)
{
    d->plugin.abi_major++;
    d->plugin.steps = GSIZE_TO_POINTER(1); /* not to be read */
}

static void
spoil_major_old(Description *d)
{
    d->plugin.abi_major = 0;
}

static void
spoil_minor(Description *d)
{
    d->plugin.abi_minor++;
    d->plugin.steps = GSIZE_TO_POINTER(1);
}

static void
spoil_plugin_size(Description *d)
{
    d->plugin.size += 8;
}

static void
spoil_step_size(Description *d)
{
    d->plugin.step_type_size = d->step.size = sizeof(MillStepType) + 8;
}

static void
spoil_option_size(Description *d)
{
    d->plugin.option_size = 16;
}

static void
spoil_no_steps(Description *d)
{
    d->steps[0] = NULL;
}

static void
spoil_null_steps(Description *d)
{
    d->plugin.steps = NULL;
}

static void
spoil_no_macro(Description *d)
{
    d->step.size = 0;
}

static void
spoil_no_name(Description *d)
{
    d->step.name = NULL;
}

static void
spoil_bad_name(Description *d)
{
    d->step.name = "My Step";
}

static void
spoil_role(Description *d)
{
    d->step.role = 9;
}

static void
spoil_process(Description *d)
{
    d->step.process = NULL;
}

static void
spoil_encode(Description *d)
{
    d->other.encode = NULL;
}

static gboolean
step_open(gpointer self, const char *path, GError **error)
{
    return TRUE;
}

static gboolean
step_merge(gpointer self, const char *state, gsize length, GError **error)
{
    return TRUE;
}

static void
spoil_sink(Description *d)
{
    d->other.role = MILL_ROLE_SINK;
}

static void
spoil_sink_store(Description *d)
{
    d->other.role = MILL_ROLE_SINK;
    d->other.open = step_open;
}

static void
spoil_corpus_save(Description *d)
{
    d->other.role = MILL_ROLE_CORPUS;
    d->other.open = step_open;
    d->other.merge = step_merge;
}

static void
spoil_file(Description *d)
{
    d->other.file = NULL;
}

static void
spoil_file_escapes(Description *d)
{
    d->other.file = "../x";
}

static void
spoil_file_placeholder(Description *d)
{
    d->other.file = "{stm}.x";
}

static void
spoil_option_type(Description *d)
{
    d->options[1].type = 77;
}

static void
spoil_option_name(Description *d)
{
    d->options[1].name = "Size!";
}

static void
spoil_option_null_name(Description *d)
{
    d->options[1].name = NULL;
}

static void
spoil_option_twice(Description *d)
{
    d->options[1].name = "size";
}

static void
spoil_option_offset(Description *d)
{
    d->options[1].offset = sizeof(Step);
}

static void
spoil_option_alignment(Description *d)
{
    d->options[0].offset = 4;
}

static void
spoil_option_overflow(Description *d)
{
    d->options[0].offset = G_MAXSIZE - 3;
}

static void
spoil_no_struct(Description *d)
{
    d->step.options_size = 0;
}

static void
spoil_huge_struct(Description *d)
{
    d->step.options_size = G_MAXSIZE;
}

static void
spoil_default(Description *d)
{
    d->options[0].int_default = 10;
}

static void
spoil_range(Description *d)
{
    d->options[0].int_min = 20;
}

static void
spoil_choices(Description *d)
{
    d->options[1].type = MILL_OPTION_TYPE_CHOICE;
}

static void
spoil_empty_choices(Description *d)
{
    d->options[1].type = MILL_OPTION_TYPE_CHOICE;
    d->options[1].choices = none;
}

static void
spoil_choice_default(Description *d)
{
    d->options[1].type = MILL_OPTION_TYPE_CHOICE;
    d->options[1].choices = two;
    d->options[1].int_default = 2;
}

static void
spoil_list_default(Description *d)
{
    d->options[0].type = MILL_OPTION_TYPE_LIST;
    d->options[0].choices = two;
    d->options[0].string_default = "a,c";
}

static void
spoil_double_range(Description *d)
{
    d->options[0].type = MILL_OPTION_TYPE_DOUBLE;
    d->options[0].double_min = 1;
}

static void
spoil_names(Description *d)
{
    d->other.name = "step";
}

static const struct {
    const char *name;
    void (*spoil)(Description *);
    gint code;
    const char *message; /* with '*' */
} cases[] = {
    { "major", spoil_major, MILL_ERROR_ABI,
      "p.so: built for plugin ABI 2, but textmill * has ABI 1; rebuild it with the headers of this "
      "textmill" },
    { "major-old", spoil_major_old, MILL_ERROR_ABI,
      "p.so: built for plugin ABI 0, but textmill *" },
    { "newer-minor", spoil_minor, MILL_ERROR_ABI,
      "p.so: built for plugin ABI 1.*, but textmill * has ABI 1.*; update textmill, or rebuild it *" },
    { "larger-plugin", spoil_plugin_size, MILL_ERROR_ABI,
      "p.so: its MillPlugin has * bytes, that of textmill * ?*; rebuild it with *" },
    { "larger-step", spoil_step_size, MILL_ERROR_ABI, "p.so: its MillStepType has * bytes, *" },
    { "tiny-option", spoil_option_size, MILL_ERROR_ABI, "p.so: its MillOption has 16 bytes, *" },
    { "no-steps", spoil_no_steps, MILL_ERROR_LOAD, "p.so: it describes no step" },
    { "null-steps", spoil_null_steps, MILL_ERROR_LOAD, "p.so: it describes no step" },
    { "no-macro", spoil_no_macro, MILL_ERROR_LOAD,
      "p.so: a step type has no name of a-z, 0-9 and '-', or was not made with MILL_PLUGIN or "
      "MILL_STEP_TYPE" },
    { "no-name", spoil_no_name, MILL_ERROR_LOAD, "p.so: a step type has no name of *" },
    { "bad-name", spoil_bad_name, MILL_ERROR_LOAD, "p.so: a step type has no name of *" },
    { "role", spoil_role, MILL_ERROR_LOAD, "p.so: step 'step': unknown role 9" },
    { "no-process", spoil_process, MILL_ERROR_LOAD, "p.so: step 'step': it has no process()" },
    { "no-encode", spoil_encode, MILL_ERROR_LOAD, "p.so: step 'other': it has no encode()" },
    { "no-file", spoil_file, MILL_ERROR_LOAD,
      "p.so: step 'other': it needs .file, the name of what it writes" },
    { "sink-no-open", spoil_sink, MILL_ERROR_LOAD, "p.so: step 'other': it has no open()" },
    { "sink-no-store", spoil_sink_store, MILL_ERROR_LOAD, "p.so: step 'other': it has no store()" },
    { "corpus-no-save", spoil_corpus_save, MILL_ERROR_LOAD,
      "p.so: step 'other': it has no save()" },
    { "file-escapes", spoil_file_escapes, MILL_ERROR_LOAD,
      "p.so: step 'other': its .file: the file name must not leave the output folder, *" },
    { "file-placeholder", spoil_file_placeholder, MILL_ERROR_LOAD,
      "p.so: step 'other': its .file: unknown placeholder '{stm}'" },
    { "option-type", spoil_option_type, MILL_ERROR_LOAD,
      "p.so: step 'step': its option table has an entry of unknown type; does it end with "
      "MILL_OPTIONS_END?" },
    { "option-name", spoil_option_name, MILL_ERROR_LOAD,
      "p.so: step 'step': an option has no name of a-z, 0-9, '-' and '_'" },
    { "option-null-name", spoil_option_null_name, MILL_ERROR_LOAD,
      "p.so: step 'step': an option has no name of *" },
    { "option-twice", spoil_option_twice, MILL_ERROR_LOAD,
      "p.so: step 'step': it has two options called 'size'" },
    { "option-offset", spoil_option_offset, MILL_ERROR_LOAD,
      "p.so: step 'step': the field of option 'flag' lies outside of its struct; is .options_size "
      "its size?" },
    { "option-alignment", spoil_option_alignment, MILL_ERROR_LOAD,
      "p.so: step 'step': the field of option 'size' lies outside *" },
    { "option-overflow", spoil_option_overflow, MILL_ERROR_LOAD,
      "p.so: step 'step': the field of option 'size' lies outside *" },
    { "no-struct", spoil_no_struct, MILL_ERROR_LOAD,
      "p.so: step 'step': the field of option 'size' lies outside *" },
    { "huge-struct", spoil_huge_struct, MILL_ERROR_LOAD,
      "p.so: step 'step': its struct has * bytes" },
    { "default", spoil_default, MILL_ERROR_LOAD,
      "p.so: step 'step': option 'size': its default is out of range" },
    { "range", spoil_range, MILL_ERROR_LOAD,
      "p.so: step 'step': option 'size': its least value exceeds its greatest" },
    { "no-choices", spoil_choices, MILL_ERROR_LOAD,
      "p.so: step 'step': option 'flag': it has no choices" },
    { "empty-choices", spoil_empty_choices, MILL_ERROR_LOAD,
      "p.so: step 'step': option 'flag': it has no choices" },
    { "choice-default", spoil_choice_default, MILL_ERROR_LOAD,
      "p.so: step 'step': option 'flag': its default is none of its choices" },
    { "list-default", spoil_list_default, MILL_ERROR_LOAD,
      "p.so: step 'step': option 'size': its default is none of its choices" },
    { "double-range", spoil_double_range, MILL_ERROR_LOAD,
      "p.so: step 'step': option 'size': its least value exceeds its greatest" },
    { "same-name", spoil_names, MILL_ERROR_LOAD, "p.so: step 'step': described twice" },
};

static void
test_refused(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(GError) error = NULL;
    Description d;

    describe(&d);
    cases[i].spoil(&d);
    g_assert_null(mill_step_types_import("p.so", &d.plugin, &error));
    g_assert_error(error, MILL_ERROR, cases[i].code);
    if (!g_pattern_match_simple(cases[i].message, error->message))
        g_assert_cmpstr(error->message, ==, cases[i].message);
}

static void
test_good(void)
{
    g_autoptr(GError) error = NULL;
    Description d;

    describe(&d);

    MillStepType **types = mill_step_types_import("p.so", &d.plugin, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(types[0]->name, ==, "step");
    g_assert_cmpstr(types[0]->summary, ==, "");
    g_assert_cmpstr(types[1]->name, ==, "other");
    g_assert_null(types[2]);
    g_assert_cmpstr(types[0]->options[1].name, ==, "flag");
    g_assert_true(types[0]->process == step_process);
    mill_step_types_free(types);
}

/* A plugin of an earlier minor version: its structs end sooner, and what follows them in memory is
 * not read. */
static void
test_older(void)
{
    enum {
        STEP_SIZE = G_STRUCT_OFFSET(MillStepType, close),
        OPTION_SIZE = G_STRUCT_OFFSET(MillOption, string_default),
    };
    g_autoptr(GError) error = NULL;
    Description d;
    g_autofree guint8 *step = g_malloc(STEP_SIZE);
    g_autofree guint8 *options = g_malloc0(3 * OPTION_SIZE);
    const MillStepType *steps[] = { (const MillStepType *) (gpointer) step, NULL };

    describe(&d);
    memcpy(options, &d.options[0], OPTION_SIZE);
    memcpy(options + OPTION_SIZE, &d.options[1], OPTION_SIZE);
    d.step.size = STEP_SIZE;
    d.step.option_size = OPTION_SIZE;
    d.step.options = (const MillOption *) (gpointer) options;
    memcpy(step, &d.step, STEP_SIZE);
    d.plugin.step_type_size = STEP_SIZE;
    d.plugin.option_size = OPTION_SIZE;
    d.plugin.steps = steps;

    MillStepType **types = mill_step_types_import("p.so", &d.plugin, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(types[0]->size, ==, sizeof(MillStepType));
    g_assert_cmpuint(types[0]->option_size, ==, sizeof(MillOption));
    g_assert_null(types[0]->close);
    g_assert_cmpint(types[0]->options[0].int_default, ==, 3);
    g_assert_cmpstr(types[0]->options[1].name, ==, "flag");
    g_assert_null(types[0]->options[1].choices);
    g_assert_cmpuint(types[0]->options[2].type, ==, MILL_OPTION_TYPE_END);
    mill_step_types_free(types);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/import/refused/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_refused);
    }
    g_test_add_func("/import/good", test_good);
    g_test_add_func("/import/older", test_older);
    return g_test_run();
}
