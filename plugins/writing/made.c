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

char *
made_dup_time(const MillProvenance *made)
{
    g_autoptr(GDateTime) time = NULL;

    if (!made || made->began == 0)
        return NULL;
    time = g_date_time_new_from_unix_utc(made->began);
    return time ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}
