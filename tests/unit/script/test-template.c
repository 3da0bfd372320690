/* test-template.c - templates: what they write, how it is escaped, and where mistakes are. */
#include "script/escape.h"
#include "script/host.h"

#include <glib/gstdio.h>

/* Loads @text as a template of the name @file. */
static MillScript *
load(const char *file, const char *text, gsize length, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("template-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, file, NULL);
    MillScript *script;

    g_assert_true(g_file_set_contents(path, text, (gssize) length, NULL));
    script = mill_script_load_template(path, error);
    g_unlink(path);
    g_rmdir(folder);
    return script;
}

static char *
encode(const MillScript *script, gint64 time_ms, GError **error)
{
    const MillStepType *type = mill_script_get_type(script);
    g_autofree MillScriptStep *step = g_malloc0(type->options_size);
    g_autoptr(MillOutput) output = mill_output_new();
    g_autoptr(MillDocument) document =
        mill_document_new_text("a&b.txt", "one \"two\"\nthree", -1, NULL);
    g_autofree char *result = NULL;

    mill_document_set_meta_string(document, "title", "<T> & 'x'");
    step->script = (MillScript *) script;
    step->options_ref = LUA_NOREF;
    step->time_ms = time_ms;
    step->memory = MILL_SCRIPT_MEMORY;
    if (type->encode(step, document, output, error) && mill_output_get_n_parts(output) > 0)
        result = g_strdup(mill_output_get_bytes(output, 0)->str);
    return g_steal_pointer(&result);
}

typedef struct {
    const char *name;
    const char *file;
    const char *text;
    const char *result; /* NULL: @error */
    const char *error;
} Case;

static const Case cases[] = {
    { "empty", "a.txt", "", "", NULL },
    { "text", "a.txt", "a\\b \"c\"\n\t\x01 é中\r\n", "a\\b \"c\"\n\t\x01 é中\r\n", NULL },
    { "value", "a.txt", "{{ doc.id }}|{{ 1 + 1 }}|{{ 1.5 }}|{{ true }}", "a&b.txt|2|1.5|true",
      NULL },
    { "html", "a.html", "{{ doc.meta.title }}", "&lt;T&gt; &amp; &#39;x&#39;", NULL },
    { "suffix", "a.html.tmpl", "{{ '<' }}", "&lt;", NULL },
    { "escape", "a.html", "{%@ escape = 'none' %}\n{{ '<' }}", "<", NULL },
    { "head-comma", "a.txt", "\n {%@ escape = 'html', %} \n{{ '<' }}", "&lt;", NULL },
    { "raw", "a.html", "{{| '<b>' }}", "<b>", NULL },
    { "braces", "a.txt", "{{ ({ a = { b = 1 } }).a.b }}", "1", NULL },
    { "close-in-string", "a.txt", "{{ '}}' }}{% local x = \"%}\" %}{{ x }}", "}}%}", NULL },
    { "open-in-string", "a.txt", "{{ '{{' }} {{ '{%' }} { {x}", "{{ {% { {x}", NULL },
    { "comment-behind-value", "a.txt", "{{ 1 -- one\n }}", "1", NULL },
    { "lines-of-code-go", "a.txt", "a\n  {% for i = 1, 2 do %}  \n{{ i }}\n\t{% end %}\r\nb",
      "a\n1\n2\nb", NULL },
    { "code-in-a-line-stays", "a.txt", "a {% local x = 1 %} b\n", "a  b\n", NULL },
    { "remark", "a.txt", "a{# {{ x }} #}b\n{# gone\nas well #}\nc", "ab\nc", NULL },
    { "script-functions", "a.txt", "{{ doc:text():upper() }}", "ONE \"TWO\"\nTHREE", NULL },
    { "escape-function", "a.txt", "{{ mill.escape.latex('50% of_x') }}", "50\\% of\\_x", NULL },

    { "nil", "a.txt", "x\n  é {{ doc.meta.none }}", NULL, "a.txt:2:8: this value is nil" },
    { "null", "a.txt", "{{ mill.null }}", NULL, "a.txt:1:4: this value is null" },
    { "table", "a.txt", "{{ {} }}", NULL, "a.txt:1:4: a table is no text" },
    { "two-values", "a.txt", "{{ 1, 2 }}", NULL, "{{ }} takes one value, not 2" },
    { "two-in-a-line", "a.txt", "{{ 1 }} {{ nil }}", NULL, "a.txt:1:12: " },
    { "second-line-of-code", "a.txt", "{%\n   local x\n     error('no')\n%}", NULL,
      "a.txt:3:6: no" },
    { "in-function", "a.txt", "{% local function f() error('no') end %}\n{% f() %}", NULL,
      "a.txt:1:4: no\n  a.txt:1:4: in function 'f'\n  a.txt:2:4: in the template" },
    { "shell-nul", "a.sh", "{{ '\\0' }}", NULL, "this text has a NUL, which shell cannot hold" },
    { "changes-nothing", "a.txt", "{% doc.meta.x = 1 %}", NULL,
      "a.txt:1:4: a writer cannot change the document" },
    { "endless", "a.txt", "{% while true do end %}", NULL, "a.txt:1:4: stopped after" },

    { "open-value", "a.txt", "\n é{{ x", NULL, "a.txt:2:3: this {{ is not closed by }}" },
    { "open-code", "a.txt", "{% x", NULL, "a.txt:1:1: this {% is not closed by %}" },
    { "open-remark", "a.txt", "{# x", NULL, "a.txt:1:1: this {# is not closed by #}" },
    { "no-value", "a.txt", "{{ }}", NULL, "a.txt:1:1: there is no value" },
    { "late-head", "a.txt", "x {%@ escape = 'html' %}", NULL,
      "a.txt:1:3: {%@ may stand only before everything else" },
    { "second-head", "a.txt", "{%@ %}{%@ %}", NULL, "a.txt:1:7: {%@ may stand only once" },
    { "syntax", "a.txt", "\n {% for 1 do %}x", NULL, "a.txt:2:5: <name> expected near '1'" },
    { "syntax-at-what-follows", "a.txt", "{% if x %}\nyes", NULL,
      "a.txt:2:1: 'then' expected before this text" },
    { "syntax-at-value", "a.txt", "{% if x %}{{ y }}", NULL,
      "a.txt:1:14: 'then' expected before this {{" },
    { "unclosed-block", "a.txt", "{% if true then %}", NULL, "a.txt:1:19: " },
    { "unknown-escape", "a.txt", "{%@ escape = 'htm' %}", NULL, "(did you mean 'html'?)" },
    { "escape-type", "a.txt", "{%@ escape = 1 %}", NULL, "'escape' must be a string" },
    { "unknown-field", "a.txt", "{%@ fiel = 1 %}", NULL, "(did you mean 'file'?)" },
    { "bytecode", "a.txt", "{%@ %}{{ load('x') }}", NULL, "a nil value (global 'load')" },
};

static void
test_case(gconstpointer data)
{
    const Case *test = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(MillScript) script = NULL;
    g_autofree char *result = NULL;
    gint64 time_ms = g_str_equal(test->name, "endless") ? 50 : 60000;

    script = load(test->file, test->text, strlen(test->text), &error);
    if (script)
        result = encode(script, time_ms, &error);
    g_assert_cmpstr(result, ==, test->result);
    if (!test->error) {
        g_assert_no_error(error);
        return;
    }
    g_assert_nonnull(error);
    if (!strstr(error->message, test->error))
        g_error("%s\nis not in\n%s", test->error, error->message);
}

/* What the type says where the template does not. */
static void
test_type(void)
{
    static const char text[] = "{%@ summary = 'S', options = { depth = 2 } %}x";
    g_autoptr(MillScript) script = load("My Page.html.tmpl", text, sizeof text - 1, NULL);
    const MillStepType *type = mill_script_get_type(script);

    g_assert_cmpstr(type->file, ==, "{stem}.html");
    g_assert_cmpstr(type->summary, ==, "S");
    g_assert_cmpstr(type->name, ==, "my-page-html");
    g_assert_cmpuint(type->role, ==, MILL_ROLE_WRITER);
    g_assert_nonnull(mill_option_find(type, "depth"));
}

/* Text of any bytes comes out as it went in. */
static void
test_bytes(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(11);

    for (guint round = 0; round < 200; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        g_autofree char *result = NULL;

        for (gint i = g_rand_int_range(random, 1, 60); i > 0; i--)
            g_string_append_c(text, (char) g_rand_int_range(random, 1, 256));
        g_strdelimit(text->str, "{", '}');

        g_autoptr(MillScript) script = load("a.bin", text->str, text->len, &error);

        g_assert_no_error(error);
        result = encode(script, 60000, &error);
        g_assert_no_error(error);
        if (!g_str_has_prefix(text->str, "\xef\xbb\xbf"))
            g_assert_cmpstr(result, ==, text->str);
    }
}

typedef struct {
    const char *name;
    MillEscape escape;
    const char *text;
    const char *result;
} EscapeCase;

static const EscapeCase escapes[] = {
    { "html", MILL_ESCAPE_HTML, "<a href=\"x\">&'", "&lt;a href=&quot;x&quot;&gt;&amp;&#39;" },
    { "xml", MILL_ESCAPE_XML, "]]>\x01\r\xEF\xBF\xBE\xEF\xBF\xBF<!--",
      "]]&gt;\xEF\xBF\xBD&#13;\xEF\xBF\xBD\xEF\xBF\xBD&lt;!--" },
    { "csv-plain", MILL_ESCAPE_CSV, "a b;c", "a b;c" },
    { "csv", MILL_ESCAPE_CSV, "a,\"b\"\n", "\"a,\"\"b\"\"\n\"" },
    { "latex", MILL_ESCAPE_LATEX, "\\{}$&#%_^~<>|\"\x7F",
      "\\textbackslash{}\\{\\}\\$\\&\\#\\%\\_\\textasciicircum{}\\textasciitilde{}\\textless{}"
      "\\textgreater{}\\textbar{}\\textquotedbl{} " },
    { "latex-ligatures", MILL_ESCAPE_LATEX, "?`!` a--b---c '' ,, it's, -- <<>> ``",
      "?\\textasciigrave{}!\\textasciigrave{} a-\\/-b-\\/-\\/-c '\\/' ,\\/, it's, -\\/- "
      "\\textless{}\\textless{}\\textgreater{}\\textgreater{} "
      "\\textasciigrave{}\\textasciigrave{}" },
    { "latex-option", MILL_ESCAPE_LATEX, "[x]", "{[}x{]}" },
    { "latex-empty", MILL_ESCAPE_LATEX, "", "" },
    { "shell", MILL_ESCAPE_SHELL, "it's $(x) `y` \\", "'it'\\''s $(x) `y` \\'" },
    { "json", MILL_ESCAPE_JSON, "a\"\n\xE2\x80\xA8", "\"a\\\"\\n\\u2028\"" },
    { "none", MILL_ESCAPE_NONE, "<\"&", "<\"&" },
};

static void
test_escape(gconstpointer data)
{
    const EscapeCase *test = data;
    g_autoptr(GString) out = g_string_new("x");

    g_assert_true(mill_escape_append(out, test->escape, test->text, strlen(test->text)));
    g_assert_cmpstr(out->str + 1, ==, test->result);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/script/template/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(escapes); i++) {
        g_autofree char *path = g_strdup_printf("/script/escape/%s", escapes[i].name);

        g_test_add_data_func(path, &escapes[i], test_escape);
    }
    g_test_add_func("/script/template/type", test_type);
    g_test_add_func("/script/template/bytes", test_bytes);
    return g_test_run();
}
