/* made.c - what made a result, for its header. */
#include "writing/made.h"

static void
made_append_entry(GString *json, const char *prefix, const char *key, const char *value)
{
    if (!value)
        return;
    g_string_append_printf(json, ",\"%s%s\":", prefix, key);
    mill_json_append_string(json, value, -1);
}

void
made_append_json(GString *json, const MillProvenance *made, const char *prefix)
{
    if (!made)
        return;
    made_append_entry(json, prefix, "pipeline", made->pipeline);
    made_append_entry(json, prefix, "pipeline_sha256", made->pipeline_sha256);
}

void
made_append_line(GString *out, const MillProvenance *made, MillDocument *document)
{
    g_string_append_printf(out, "textmill %s", mill_version());
    if (made && made->pipeline) {
        g_string_append(out, "; pipeline ");
        mill_json_append_string(out, made->pipeline, -1);
    }
    if (made && made->pipeline_sha256)
        g_string_append_printf(out, " sha256 %s", made->pipeline_sha256);
    if (!document)
        return;
    g_string_append(out, "; source ");
    mill_json_append_string(out, mill_document_get_path(document), -1);
    g_string_append_printf(out, " sha256 %s", mill_document_get_source_sha256(document));
}

char *
made_dup_time(const MillProvenance *made)
{
    g_autoptr(GDateTime) time = NULL;

    if (!made || made->began == 0)
        return NULL;
    time = g_date_time_new_from_unix_utc(made->began);
    return time ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}
