/* test-compare.c - see test-compare.h. */
#include "script/test-compare.h"

#include <textmill/json.h>
#include <textmill/layer.h>

#include <string.h>

#define COMPARE_MAX_PROBLEMS 20
#define COMPARE_SHOWN        400 /* bytes of a value in a message */

static char *
compare_show(const MillValue *value)
{
    GString *json = g_string_new(NULL);

    if (!value)
        return g_string_free(g_string_append(json, "nothing"), FALSE);
    mill_json_append_value(json, value);
    if (json->len > COMPARE_SHOWN) {
        const char *end = g_utf8_find_prev_char(json->str, json->str + COMPARE_SHOWN);

        g_string_truncate(json, end ? (gsize) (end - json->str) : 0);
        g_string_append(json, "…");
    }
    return g_string_free(json, FALSE);
}

static gboolean
compare_is_empty(const MillValue *value)
{
    MillType type = mill_value_get_type(value);

    return (type == MILL_TYPE_LIST || type == MILL_TYPE_MAP) && mill_value_get_length(value) == 0;
}

/* The line of @text that begins at @start, quoted; "the end" behind the last. */
static char *
compare_show_line(const char *text, gsize length, gsize start)
{
    if (start > length)
        return g_strdup("the end");

    const char *newline = memchr(text + start, '\n', length - start);
    gsize end = newline ? (gsize) (newline - text) : length;
    g_autoptr(MillValue) line = mill_value_new_string(text + start, (gssize) (end - start));

    return compare_show(line);
}

/* Of long texts, the first line that differs: a page twice shows nobody what is wrong with it.
 * FALSE if they are no such texts. */
static gboolean
compare_report_lines(GString *problems, const char *path, const MillValue *expected,
                     const MillValue *actual)
{
    gsize lengths[2];
    const char *texts[2] = { mill_value_get_string(expected, &lengths[0]),
                             mill_value_get_string(actual, &lengths[1]) };
    gsize start = 0;
    gsize at = 0;
    guint line = 1;

    if (!texts[0] || !texts[1] ||
        !(memchr(texts[0], '\n', lengths[0]) || memchr(texts[1], '\n', lengths[1])))
        return FALSE;
    for (; at < lengths[0] && at < lengths[1] && texts[0][at] == texts[1][at]; at++) {
        if (texts[0][at] != '\n')
            continue;
        start = at + 1;
        line++;
    }
    /* One ends with a line that the other has, too. */
    if ((at == lengths[0] && at < lengths[1] && texts[1][at] == '\n') ||
        (at == lengths[1] && at < lengths[0] && texts[0][at] == '\n')) {
        start = at + 1;
        line++;
    }

    g_autofree char *want = compare_show_line(texts[0], lengths[0], start);
    g_autofree char *got = compare_show_line(texts[1], lengths[1], start);
    g_autofree char *place = g_strdup_printf("%s, line %u", path, line);

    g_string_append_printf(problems, "%s: expected %s\n%*s  but got %s\n", place, want,
                           (int) g_utf8_strlen(place, -1), "", got);
    return TRUE;
}

static void
compare_report(GString *problems, const char *path, const MillValue *expected,
               const MillValue *actual)
{
    g_autofree char *want = compare_show(expected);
    g_autofree char *got = compare_show(actual);
    gsize lines = 0;

    for (const char *c = problems->str; *c; c++)
        lines += *c == '\n';
    if (lines < 2 * COMPARE_MAX_PROBLEMS && !compare_report_lines(problems, path, expected, actual))
        g_string_append_printf(problems, "%s: expected %s\n%*s  but got %s\n", path, want,
                               (int) g_utf8_strlen(path, -1), "", got);
}

static void
compare_maps(const char *path, const MillValue *expected, const MillValue *actual, gboolean subset,
             GString *problems)
{
    for (gsize i = 0; i < mill_value_get_length(expected); i++) {
        const char *key = mill_value_get_key(expected, i);
        g_autofree char *place = *path ? g_strdup_printf("%s.%s", path, key) : g_strdup(key);

        mill_test_compare(place, mill_value_get_item(expected, i), mill_value_get(actual, key),
                          subset, problems);
    }
    for (gsize i = 0; !subset && i < mill_value_get_length(actual); i++) {
        const char *key = mill_value_get_key(actual, i);
        g_autofree char *place = *path ? g_strdup_printf("%s.%s", path, key) : g_strdup(key);

        if (!mill_value_get(expected, key))
            compare_report(problems, place, NULL, mill_value_get_item(actual, i));
    }
}

static void
compare_lists(const char *path, const MillValue *expected, const MillValue *actual, gboolean subset,
              GString *problems)
{
    gsize n = MAX(mill_value_get_length(expected), mill_value_get_length(actual));

    for (gsize i = 0; i < n; i++) {
        g_autofree char *place = g_strdup_printf("%s[%" G_GSIZE_FORMAT "]", path, i + 1);

        mill_test_compare(place, mill_value_get_item(expected, i), mill_value_get_item(actual, i),
                          subset, problems);
    }
}

void
mill_test_compare(const char *path, const MillValue *expected, const MillValue *actual,
                  gboolean subset, GString *problems)
{
    MillType type = mill_value_get_type(expected);

    /* An empty table may be meant as a list or a map, and nothing is as good as none. */
    if (compare_is_empty(expected) && (!actual || compare_is_empty(actual)))
        return;
    if (expected && actual && type == mill_value_get_type(actual) && type == MILL_TYPE_MAP)
        compare_maps(path, expected, actual, subset, problems);
    else if (expected && actual && type == mill_value_get_type(actual) && type == MILL_TYPE_LIST)
        compare_lists(path, expected, actual, subset, problems);
    else if (!expected || !mill_value_equal(expected, actual))
        compare_report(problems, path, expected, actual);
}

MillValue *
mill_test_dup_layer(const MillDocument *document, const MillLayer *layer)
{
    const char *text = mill_document_get_text(document, NULL);
    MillValue *rows = mill_value_new_list();

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        MillSpan span = mill_layer_get_span(layer, row);
        g_autoptr(MillValue) item = mill_value_new_map();
        g_autoptr(MillValue) covered =
            mill_value_new_string(text + span.start, (gssize) (span.end - span.start));

        for (gsize i = 0; i < mill_layer_get_n_columns(layer); i++) {
            MillColumn column = (MillColumn) i;
            g_autoptr(MillValue) value = NULL;

            if (!mill_layer_has(layer, row, column))
                continue;
            value = mill_layer_dup_value(layer, row, column);
            mill_value_set(item, mill_layer_get_column_name(layer, column), value);
        }
        mill_value_set(item, "text", covered);
        mill_value_append(rows, item);
    }
    return rows;
}

MillValue *
mill_test_dup_layers(const MillDocument *document, const char *prefix)
{
    MillValue *layers = mill_value_new_map();

    for (gsize i = 0; i < mill_document_get_n_layers(document); i++) {
        MillLayer *layer = mill_document_get_layer_at(document, i);
        const char *name = mill_layer_get_name(layer);
        g_autoptr(MillValue) rows = NULL;

        if (!g_str_has_prefix(name, prefix))
            continue;
        mill_layer_sort(layer);
        rows = mill_test_dup_layer(document, layer);
        mill_value_set(layers, name + strlen(prefix), rows);
    }
    return layers;
}

MillValue *
mill_test_dup_diagnostics(const MillDocument *document)
{
    MillValue *list = mill_value_new_list();

    for (gsize i = 0; i < mill_document_get_n_diagnostics(document); i++) {
        g_autoptr(MillValue) item = mill_value_new_map();
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(document, i, &diagnostic);
        mill_value_set_string(item, "severity", mill_severity_name(diagnostic.severity));
        mill_value_set_string(item, "code", diagnostic.code);
        mill_value_set_string(item, "message", diagnostic.message);
        mill_value_append(list, item);
    }
    return list;
}
