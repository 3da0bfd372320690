/* fingerprint.c - what results depend on, as checksums: of each step, and of all together.
 *
 * A step's is that of a JSON text: its name, type and version, each option in effect, its
 * condition, policy and file pattern, and the contents of the files it uses. Paths do not count, so
 * the same pipeline has the same checksum in another folder or on another machine. Nor does the
 * binary of a plugin: its version says what it does.
 */
#include "pipeline/pipeline-private.h"

#include "document/document-private.h"

/* The checksum of the file @path; "" if it cannot be read (any more). (transfer full) */
static char *
fingerprint_file(const char *path)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);

    return file ? mill_sha256_hex(g_mapped_file_get_contents(file), g_mapped_file_get_length(file))
                : g_strdup("");
}

static void
fingerprint_add_file(GString *json, const char *path)
{
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *sha256 = fingerprint_file(path);

    g_string_append_c(json, '[');
    mill_json_append_string(json, name, -1);
    g_string_append_c(json, ',');
    mill_json_append_string(json, sha256, -1);
    g_string_append(json, "],");
}

static void
fingerprint_add_text(GString *json, const char *key, const char *text)
{
    mill_json_append_key(json, key);
    mill_json_append_string(json, text ? text : "", -1);
    g_string_append_c(json, ',');
}

/* One option: a file by its content, anything else as it is. */
static void
fingerprint_add_option(GString *json, const MillOption *option, const MillValue *value)
{
    gsize n_items = mill_value_get_length(value);

    mill_json_append_key(json, option->name);
    if (option->type == MILL_OPTION_TYPE_FILE && mill_value_get_string(value, NULL)) {
        fingerprint_add_file(json, mill_value_get_string(value, NULL));
    } else if (option->type == MILL_OPTION_TYPE_FILES) {
        for (gsize i = 0; i < n_items; i++)
            fingerprint_add_file(json, mill_value_get_string(mill_value_get_item(value, i), NULL));
    } else {
        mill_json_append_value(json, value);
        g_string_append_c(json, ',');
    }
}

static void
fingerprint_add_options(GString *json, const MillStep *step)
{
    const MillValue *values = mill_option_store_get_values(step->options);
    const MillOption *option = NULL;

    while ((option = mill_option_next(step->info.type, option)))
        fingerprint_add_option(json, option, mill_value_get(values, option->name));
}

/* Each file once, in the order of first use. */
static void
fingerprint_add_files(GString *json, const GPtrArray *paths)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; paths && i < paths->len; i++)
        if (g_hash_table_add(seen, paths->pdata[i]))
            fingerprint_add_file(json, g_ptr_array_index(paths, i));
}

/* (transfer full) */
static char *
fingerprint_step(const MillStep *step)
{
    static const char *const policies[] = { "quarantine", "drop", "stop" };
    const MillStepType *type = step->info.type;
    const MillNode *when = step->plan ? step->plan->when_node : NULL;
    g_autoptr(GString) json = g_string_new(NULL);

    fingerprint_add_text(json, "id", step->id);
    fingerprint_add_text(json, "type", type->name);
    fingerprint_add_text(json, "version", type->version ? type->version : "1");
    fingerprint_add_text(json, "on-error", policies[step->info.on_error]);
    fingerprint_add_text(json, "file", step->info.file);
    if (step->plan && step->plan->shard_node) {
        g_autoptr(MillValue) shard = mill_node_dup_value(step->plan->shard_node);

        mill_json_append_value(json, shard);
    }
    if (when) {
        g_autoptr(MillValue) condition = mill_node_dup_value(when);

        mill_json_append_value(json, condition);
    }
    fingerprint_add_options(json, step);
    fingerprint_add_files(json, step->files);
    if (step->script)
        fingerprint_add_files(json, mill_script_get_files(step->script));
    return mill_sha256_hex(json->str, json->len);
}

void
mill_pipeline_seal(MillPipeline *pipeline)
{
    if (pipeline->sha256)
        return;

    g_autoptr(GString) all = g_string_new(NULL);

    for (guint i = 0; i < pipeline->steps->len; i++) {
        MillStep *step = mill_pipeline_step(pipeline, i);

        step->sha256 = fingerprint_step(step);
        g_string_append(all, step->sha256);
        g_string_append_c(all, '\n');
    }
    mill_json_append_value(all, mill_option_store_get_values(pipeline->input_options));
    pipeline->sha256 = mill_sha256_hex(all->str, all->len);
    pipeline->provenance.pipeline_sha256 = pipeline->sha256;
}
