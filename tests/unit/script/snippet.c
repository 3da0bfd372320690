/* snippet.c - see snippet.h. */
#include "snippet.h"

#include "plugin/context-private.h"

#include <glib/gstdio.h>

#define SNIPPET_TEXT "第一章 总则\n为了推进工作。\n第二章 目标\n到2025年达到97%以上。\n"

Snippet *
snippet_load_unconfigured(const char *lua, GError **error)
{
    g_autoptr(Snippet) self = g_new0(Snippet, 1);
    g_autoptr(GError) problem = NULL;
    g_autofree char *path = NULL;

    self->folder = g_dir_make_tmp("mill-script-XXXXXX", &problem);
    g_assert_no_error(problem);
    path = g_build_filename(self->folder, "test.lua", NULL);
    g_file_set_contents(path, lua, -1, &problem);
    g_assert_no_error(problem);
    self->script = mill_script_load(path, &problem);
    if (!self->script && error) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return NULL;
    }
    g_assert_no_error(problem);
    return g_steal_pointer(&self);
}

Snippet *
snippet_load(const char *lua, const SnippetLimits *limits, GError **error)
{
    Snippet *self = snippet_load_unconfigured(lua, error);

    if (self)
        snippet_configure(self, limits);
    return self;
}

static void
snippet_close(Snippet *self)
{
    if (!self->step)
        return;
    mill_script_get_type(self->script)->close(self->step);
    g_clear_pointer(&self->step, g_free);
}

gboolean
snippet_try_configure(Snippet *self, const SnippetLimits *limits, GError **error)
{
    const MillStepType *type = mill_script_get_type(self->script);
    MillOptionInput input = { .step = "test", .folder = self->folder };
    g_autoptr(MillOptionStore) options = NULL;
    MillContext context = { .type = type, .step = "test", .folder = self->folder };

    snippet_close(self);
    g_clear_pointer(&self->report, mill_report_unref);
    self->report = mill_report_new();
    self->step = g_malloc0(type->options_size);
    input.report = self->report;
    options = mill_option_store_new(type, &input, self->step);
    context.report = self->report;
    if (limits)
        context.limits = (MillLimits){ limits->time_ms, limits->memory };
    g_assert_cmpuint(mill_report_get_length(self->report), ==, 0);
    return type->configure(self->step, &context, error);
}

void
snippet_configure(Snippet *self, const SnippetLimits *limits)
{
    g_autoptr(GError) error = NULL;

    snippet_try_configure(self, limits, &error);
    g_assert_no_error(error);
}

/* The scripts of tests make no folders. */
static void
snippet_remove_folder(const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        g_remove(path);
    }
    g_rmdir(folder);
}

void
snippet_free(Snippet *self)
{
    if (!self)
        return;
    if (self->script)
        snippet_close(self);
    mill_script_free(self->script);
    mill_report_unref(self->report);
    snippet_remove_folder(self->folder);
    g_free(self->folder);
    g_free(self);
}

MillVerdict
snippet_process(Snippet *self, MillDocument *document, GError **error)
{
    return mill_script_get_type(self->script)->process(self->step, document, error);
}

static void
snippet_add_section(MillLayer *layer, const char *text, const char *from, const char *to, gint64 id)
{
    gsize start = (gsize) (strstr(text, from) - text);
    gsize end = to ? (gsize) (strstr(text, to) - text) : strlen(text);
    gsize heading = start + strcspn(text + start, "\n");
    gsize row = mill_layer_add(layer, (MillSpan){ start, end });

    mill_layer_set_int(layer, row, mill_layer_find_column(layer, "id"), id);
    mill_layer_set_int(layer, row, mill_layer_find_column(layer, "level"), 1);
    mill_layer_set_int(layer, row, mill_layer_find_column(layer, "number"), id);
    mill_layer_set_string(layer, row, mill_layer_find_column(layer, "kind"), "chapter", -1);
    mill_layer_set_string(layer, row, mill_layer_find_column(layer, "label"),
                          id == 1 ? "第一章" : "第二章", -1);
    mill_layer_set_string(layer, row, mill_layer_find_column(layer, "title"),
                          id == 1 ? "总则" : "目标", -1);
    mill_layer_set_span_attribute(layer, row, mill_layer_find_column(layer, "heading"),
                                  (MillSpan){ start, heading });
}

MillDocument *
snippet_document(const char *text, gboolean sections)
{
    g_autoptr(GError) error = NULL;
    MillDocument *document = mill_document_new_text("test.txt", text, -1, &error);
    MillLayer *layer;

    g_assert_no_error(error);
    if (!sections)
        return document;
    layer = mill_document_add_layer(document, "section");
    mill_layer_add_column(layer, "id", MILL_TYPE_INT);
    mill_layer_add_column(layer, "parent", MILL_TYPE_INT);
    mill_layer_add_column(layer, "level", MILL_TYPE_INT);
    mill_layer_add_column(layer, "kind", MILL_TYPE_STRING);
    mill_layer_add_column(layer, "label", MILL_TYPE_STRING);
    mill_layer_add_column(layer, "number", MILL_TYPE_INT);
    mill_layer_add_column(layer, "title", MILL_TYPE_STRING);
    mill_layer_add_column(layer, "heading", MILL_TYPE_SPAN);
    snippet_add_section(layer, text, "第一章", "第二章", 1);
    snippet_add_section(layer, text, "第二章", NULL, 2);
    return document;
}

char *
snippet_wrap(const char *body)
{
    return g_strconcat("return { process = function(doc, ctx)\n"
                       "local r = table.pack((function() ",
                       body,
                       " end)())\n"
                       "for i = 1, r.n do if r[i] == nil then r[i] = mill.null end end\n"
                       "r.n = nil\n"
                       "doc.meta.result = mill.json.encode(mill.array(r))\n"
                       "end }\n",
                       NULL);
}

static void
snippet_check_error(const SnippetCase *row, const GError *error)
{
    gint code = row->code == SNIPPET_FAILED ? MILL_ERROR_FAILED
                : row->code                 ? row->code
                                            : MILL_ERROR_SCRIPT;

    g_assert_nonnull(error);
    if (error->domain != MILL_ERROR || error->code != code || !strstr(error->message, row->error))
        g_test_message("expected %s: %s, got %s: %s", mill_error_code_name(code), row->error,
                       mill_error_code_name(error->code), error->message);
    g_assert_error(error, MILL_ERROR, code);
    g_assert_nonnull(strstr(error->message, row->error));
}

static void
snippet_run_case(gconstpointer data)
{
    const SnippetCase *row = data;
    const SnippetLimits limits = { .time_ms = row->code == MILL_ERROR_DEADLINE ? 10 : 60000,
                                   .memory = (row->code == MILL_ERROR_MEMORY ? 32 : 128) << 20 };
    g_autofree char *lua = snippet_wrap(row->body);
    g_autoptr(Snippet) snippet = snippet_load(lua, &limits, NULL);
    g_autoptr(MillDocument) document =
        snippet_document(row->text ? row->text : SNIPPET_TEXT, row->text == NULL);
    g_autoptr(GError) error = NULL;

    if (snippet_process(snippet, document, &error) == MILL_FAIL && !row->error)
        g_assert_no_error(error);
    if (row->error)
        snippet_check_error(row, error);
    else
        g_assert_cmpstr(mill_value_get_string(mill_document_get_meta(document, "result"), NULL), ==,
                        row->result);
}

void
snippet_add_cases(const char *group, const SnippetCase *cases, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        g_autofree char *path = g_strdup_printf("/script/%s/%s", group, cases[i].name);

        g_test_add_data_func(path, &cases[i], snippet_run_case);
    }
}
