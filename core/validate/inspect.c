/* inspect.c - did a call keep to what its step may do to a document? */
#include "validate/inspect.h"

#include <string.h>

#include "document/document-private.h"

/* Files whose bytes are text. */
static const char *const text_suffixes[] = {
    ".csv", ".htm", ".html", ".ini", ".json", ".jsonl", ".log", ".md",   ".ndjson", ".rst",
    ".srt", ".tei", ".tex",  ".tsv", ".txt",  ".vtt",   ".xml", ".yaml", ".yml",    NULL,
};

static void
inspect_verdict(const MillSubject *subject, const MillDocument *document, MillVerdict verdict)
{
    gboolean reader = subject->type->role == MILL_ROLE_READER;

    if (verdict != MILL_KEEP && verdict != MILL_DROP && verdict != MILL_FAIL)
        mill_subject_find(subject, "bad-verdict", "process() returned %d, which is no verdict",
                          (int) verdict);
    if (verdict == MILL_DROP && !mill_document_get_drop_reason(document))
        mill_subject_find(subject, "silent-drop",
                          "process() returned MILL_DROP without saying why");
    if (verdict == MILL_KEEP && mill_document_get_drop_reason(document))
        mill_subject_find(subject, "silent-drop",
                          "process() called mill_document_drop() and did not return MILL_DROP");
    if (verdict == MILL_KEEP && reader && !mill_document_has_text(document))
        mill_subject_find(subject, "no-text", "the reader made no text and did not fail");
}

static void
inspect_diagnostics(const MillSubject *subject, const MillDocument *document)
{
    for (gsize i = 0; i < mill_document_get_n_diagnostics(document); i++) {
        MillDiagnostic diagnostic;

        mill_document_get_diagnostic(document, i, &diagnostic);
        if (g_str_equal(diagnostic.code, "bad-span") &&
            g_strcmp0(diagnostic.step, subject->type->name) == 0)
            mill_subject_find(subject, "bad-span", "%s", diagnostic.message);
    }
}

/* Whether @layers, of which some may end with "*", names @layer. */
static gboolean
inspect_names(const char *const *layers, const char *layer)
{
    for (; layers && *layers; layers++) {
        gsize length = strlen(*layers);

        if (length > 0 && (*layers)[length - 1] == '*') {
            if (strncmp(*layers, layer, length - 1) == 0)
                return TRUE;
        } else if (g_str_equal(*layers, layer)) {
            return TRUE;
        }
    }
    return FALSE;
}

static void
inspect_note_change(const char *feature, gpointer data)
{
    g_ptr_array_add(data, g_strdup(feature));
}

/* The features of @document that are not as they were. (transfer full) */
static GPtrArray *
inspect_list_changes(MillDocument *document, const MillPortrait *before)
{
    GPtrArray *features = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(MillPortrait) after = mill_portrait_new();

    mill_portrait_add_document(after, document);
    mill_portrait_each_change(before, after, inspect_note_change, features);
    return features;
}

static gboolean
inspect_has(const GPtrArray *features, const char *name)
{
    return g_ptr_array_find_with_equal_func((GPtrArray *) features, name, g_str_equal, NULL);
}

/* A stage may make and change the layers that it writes; those that it reads it may change, and to
 * all others it may add columns. An edit moves spans, so where there was one only new layers tell.
 */
static void
inspect_layers(const MillSubject *subject, const MillPortrait *before, const GPtrArray *features)
{
    gboolean edited = inspect_has(features, "text");

    for (guint i = 0; i < features->len; i++) {
        const char *feature = g_ptr_array_index(features, i);
        g_autofree char *layer = NULL;

        if (!g_str_has_prefix(feature, "layer '"))
            continue;
        layer = g_strndup(feature + strlen("layer '"), strcspn(feature + strlen("layer '"), "'"));
        gboolean old = mill_portrait_has(before, feature);

        if (!old && strstr(feature, "', column '"))
            continue; /* of a new layer, which has been told, or an added one */
        if (inspect_names(subject->type->writes, layer) ||
            (old && (edited || inspect_names(subject->type->reads, layer))))
            continue;
        mill_subject_find(subject, "undeclared-layer", "the %s was %s, which .writes does not list",
                          feature, old ? "changed" : "made");
    }
}

static gboolean
inspect_is_text(const MillSubject *subject)
{
    for (const char *const *suffix = text_suffixes; subject->type->file && *suffix; suffix++)
        if (g_str_has_suffix(subject->type->file, *suffix))
            return TRUE;
    return FALSE;
}

static void
inspect_lines(const MillSubject *subject, const GString *bytes)
{
    const char *newline = memchr(bytes->str, '\n', bytes->len);

    if (bytes->len > 0 && (!newline || newline != bytes->str + bytes->len - 1))
        mill_subject_find(subject, "not-a-line",
                          "the step says MILL_STEP_LINES, but its bytes are not one line that ends "
                          "with a newline");
}

void
mill_inspect_output(const MillSubject *subject, const MillOutput *output)
{
    gboolean text = inspect_is_text(subject);

    for (gsize i = 0; i < mill_output_get_n_parts(output); i++) {
        const GString *bytes = mill_output_get_bytes(output, i);
        gsize valid = text ? mill_utf8_valid_prefix(bytes->str, bytes->len) : bytes->len;

        if (valid < bytes->len)
            mill_subject_find(subject, "not-utf-8",
                              "'%s' should be text, but byte %" G_GSIZE_FORMAT
                              " (0x%02x) of %" G_GSIZE_FORMAT " is not UTF-8",
                              subject->type->file, valid, (guint8) bytes->str[valid], bytes->len);
        if (subject->type->flags & MILL_STEP_LINES)
            inspect_lines(subject, bytes);
    }
}

void
mill_inspect(const MillSubject *subject, MillDocument *document, const MillPortrait *before,
             const MillTrial *trial)
{
    g_autoptr(GPtrArray) features = inspect_list_changes(document, before);

    inspect_diagnostics(subject, document);
    if (!trial->output) {
        inspect_verdict(subject, document, trial->verdict);
        inspect_layers(subject, before, features);
    } else {
        if (features->len > 0)
            mill_subject_find(subject, "changes-document", "encode() changed the document: its %s",
                              (const char *) g_ptr_array_index(features, 0));
        if (trial->verdict == MILL_KEEP && subject->type->role == MILL_ROLE_WRITER)
            mill_inspect_output(subject, trial->output);
    }
}
