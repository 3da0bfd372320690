/* pipeline-schema.c - the JSON Schema of pipeline files, from the tables that check them. */
#include "pipeline/pipeline-private.h"

/* What does not depend on the steps there are. */
static const char schema_frame[] =
    "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\","
    "\"title\":\"textmill pipeline\","
    "\"description\":\"Steps that turn source text into clean, sectioned, tagged documents\","
    "\"type\":\"object\",\"required\":[\"textmill\",\"steps\"],\"additionalProperties\":false,"
    "\"properties\":{"
    "\"textmill\":{\"description\":\"version of the format\",\"const\":1},"
    "\"name\":{\"description\":\"name of the pipeline; default: the file's\",\"type\":\"string\"},"
    "\"limits\":{\"$ref\":\"#/$defs/limits\",\"description\":\"what a document may take\"},"
    "\"input\":{\"$ref\":\"#/$defs/input\"},"
    "\"steps\":{\"description\":\"a reader (optional), stages, writers\",\"type\":\"array\","
    "\"minItems\":1,\"items\":{\"$ref\":\"#/$defs/step\"}}},"
    "\"$defs\":{"
    "\"environment\":{\"description\":\"${NAME} or ${NAME:-default}\",\"type\":\"string\","
    "\"pattern\":\"\\\\$\\\\{\"},"
    "\"limits\":{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
    "\"time\":{\"description\":\"such as 500ms, 10s, 2m; a number counts milliseconds\","
    "\"type\":[\"string\",\"integer\"],\"pattern\":\"^[0-9]+(ms|s|m|h)?$\",\"minimum\":1},"
    "\"memory\":{\"description\":\"such as 256M or 1G; a number counts bytes\","
    "\"type\":[\"string\",\"integer\"],\"pattern\":\"^[0-9]+([KMG](iB)?)?$\","
    "\"minimum\":1048576}}},"
    "\"scalar\":{\"type\":[\"string\",\"number\",\"boolean\",\"null\"]},"
    "\"scalars\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"$ref\":\"#/$defs/scalar\"}},"
    "\"when\":{\"description\":\"run the step only for documents with this metadata\","
    "\"type\":\"object\",\"minProperties\":1,\"additionalProperties\":{\"anyOf\":["
    "{\"$ref\":\"#/$defs/scalar\"},{\"$ref\":\"#/$defs/scalars\"},"
    "{\"type\":\"object\",\"minProperties\":1,\"additionalProperties\":false,\"properties\":{"
    "\"is\":{\"$ref\":\"#/$defs/scalar\"},"
    "\"not\":{\"anyOf\":[{\"$ref\":\"#/$defs/scalar\"},{\"$ref\":\"#/$defs/scalars\"}]},"
    "\"in\":{\"$ref\":\"#/$defs/scalars\"},"
    "\"exists\":{\"type\":\"boolean\"},"
    "\"min\":{\"type\":[\"number\",\"string\"]},"
    "\"max\":{\"type\":[\"number\",\"string\"]},"
    "\"matches\":{\"type\":[\"string\",\"number\"],\"format\":\"regex\"}}}]}},";

/* The step: keys that all have in common. */
static const char schema_step_frame[] =
    "\"step\":{\"type\":\"object\",\"additionalProperties\":false,"
    "\"oneOf\":[{\"required\":[\"use\"]},{\"required\":[\"script\"]},"
    "{\"required\":[\"template\"]}],\"properties\":{"
    "\"script\":{\"description\":\"a Lua script\",\"type\":\"string\",\"minLength\":1},"
    "\"template\":{\"description\":\"a Lua template, by which each document is written\","
    "\"type\":\"string\",\"minLength\":1},"
    "\"id\":{\"description\":\"name of this step in messages and for --set\","
    "\"type\":\"string\",\"pattern\":\"^[a-z0-9][a-z0-9-]*$\"},"
    "\"with\":{\"description\":\"the step's options\",\"type\":[\"object\",\"null\"]},"
    "\"when\":{\"$ref\":\"#/$defs/when\"},"
    "\"on-error\":{\"description\":\"what becomes of a document on which the step fails\","
    "\"enum\":[\"quarantine\",\"drop\",\"stop\"],\"default\":\"quarantine\"},"
    "\"file\":{\"description\":\"writers: name of the result, with {stem} {name} {dir} {id} "
    "{ext} {part} {index} {fan} {fan2} {shard}; what ends in .gz or .zst is compressed\","
    "\"type\":\"string\",\"minLength\":1},"
    "\"shard\":{\"description\":\"writers: how much goes into each file, where {shard} numbers them\","
    "\"type\":\"object\",\"additionalProperties\":false,\"minProperties\":1,\"properties\":{"
    "\"documents\":{\"description\":\"documents, at most\",\"type\":\"integer\",\"minimum\":1},"
    "\"size\":{\"description\":\"bytes before compression, at most, unless one document has more\","
    "\"type\":[\"integer\",\"string\"],\"minimum\":1,"
    "\"pattern\":\"^[0-9]+([KMG](iB)?)?$\"}}},"
    "\"limits\":{\"$ref\":\"#/$defs/limits\",\"description\":\"scripts: what this step may take\"},"
    "\"use\":{\"description\":\"a step of a plugin\",\"oneOf\":[";

static void
schema_append_use(GString *json, const MillStepType *type)
{
    g_string_append(json, "{\"const\":");
    mill_json_append_string(json, type->name, -1);
    g_string_append(json, ",\"description\":");
    mill_json_append_string(json, type->summary, -1);
    g_string_append(json, "}");
}

/* "if it is this step, then its options are these". */
static void
schema_append_rule(GString *json, const MillStepType *type)
{
    g_autoptr(MillValue) options = mill_option_new_schema(type);

    g_string_append(json, "{\"if\":{\"required\":[\"use\"],\"properties\":{\"use\":{\"const\":");
    mill_json_append_string(json, type->name, -1);
    g_string_append(json, "}}},\"then\":{\"properties\":{\"with\":");
    if (!mill_value_get(options, "required")) {
        g_string_append(json, "{\"anyOf\":[{\"type\":\"null\"},");
        mill_json_append_value(json, options);
        g_string_append(json, "]}");
    } else {
        mill_json_append_value(json, options);
    }
    if (type->role < MILL_ROLE_WRITER)
        g_string_append(json, ",\"file\":false");
    if (type->role != MILL_ROLE_WRITER)
        g_string_append(json, ",\"shard\":false");
    g_string_append(json, ",\"limits\":false}");
    if (mill_value_get(options, "required"))
        g_string_append(json, ",\"required\":[\"with\"]");
    g_string_append(json, "}}");
}

/* The step types in use, without those that did not load or are hidden. */
static GPtrArray *
schema_list_types(MillCatalog *catalog)
{
    GPtrArray *types = g_ptr_array_new();
    gsize n_entries;
    const MillCatalogEntry *entries = mill_catalog_list(catalog, &n_entries);

    for (gsize i = 0; i < n_entries; i++)
        if (entries[i].type && !entries[i].problem)
            g_ptr_array_add(types, (gpointer) entries[i].type);
    return types;
}

char *
mill_pipeline_schema(MillCatalog *catalog)
{
    g_return_val_if_fail(catalog, NULL);

    g_autoptr(GPtrArray) types = schema_list_types(catalog);
    g_autoptr(GString) json = g_string_new(schema_frame);
    g_autoptr(MillValue) input = mill_option_new_schema(mill_input_get_type());

    mill_value_set_string(input, "description", mill_input_get_type()->summary);
    g_string_append(json, "\"input\":");
    mill_json_append_value(json, input);
    g_string_append_c(json, ',');

    g_string_append(json, schema_step_frame);
    for (guint i = 0; i < types->len; i++) {
        g_string_append(json, i > 0 ? "," : "");
        schema_append_use(json, g_ptr_array_index(types, i));
    }
    if (types->len == 0)
        g_string_append(json, "false");
    g_string_append(json, "]}},\"allOf\":[");
    for (guint i = 0; i < types->len; i++) {
        g_string_append(json, i > 0 ? "," : "");
        schema_append_rule(json, g_ptr_array_index(types, i));
    }
    g_string_append(json, types->len == 0 ? "true]}}}" : "]}}}");
    return g_string_free(mill_json_indent(json->str, json->len, 2), FALSE);
}
