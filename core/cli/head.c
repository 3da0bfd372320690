/* head - looks into the beginning of JSON without reading all of it. */
#include "cli/head.h"

#include <string.h>

#include <textmill/json.h>

gsize
head_skip_blanks(const char *json, gsize at, gsize length)
{
    while (at < length && strchr(" \t\r\n", json[at]) && json[at])
        at++;
    return at;
}

/* The place behind the string at @at, or 0. */
static gsize
skip_string(const char *json, gsize at, gsize length)
{
    if (at >= length || json[at] != '"')
        return 0;
    for (at++; at < length && json[at] != '"'; at++)
        if (json[at] == '\\')
            at++;
    return at < length ? at + 1 : 0;
}

/* Goes past `"key":` at @at; 0 if something else stands there. */
static gsize
skip_key(const char *json, gsize at, gsize length, const char *key)
{
    gsize start = head_skip_blanks(json, at, length), end = skip_string(json, start, length);

    if (end == 0 || end - start != strlen(key) + 2 ||
        memcmp(json + start + 1, key, strlen(key)) != 0)
        return 0;
    end = head_skip_blanks(json, end, length);
    return end < length && json[end] == ':' ? head_skip_blanks(json, end + 1, length) : 0;
}

/* The place behind the object at @at, or 0. */
static gsize
skip_object(const char *json, gsize at, gsize length)
{
    guint depth = 0;

    while (at < length) {
        if (json[at] == '"') {
            at = skip_string(json, at, length);
            if (at == 0)
                return 0;
            continue;
        }
        if (json[at] == '{')
            depth++;
        else if (json[at] == '}' && --depth == 0)
            return at + 1;
        else if (depth == 0)
            return 0;
        at++;
    }
    return 0;
}

gsize
head_skip(const char *json, gsize length)
{
    gsize at = head_skip_blanks(json, 0, length);

    if (at >= length || json[at] != '{')
        return 0;
    at = skip_key(json, at + 1, length, "textmill");
    at = at ? skip_object(json, at, length) : 0;
    at = at ? head_skip_blanks(json, at, length) : 0;
    return at < length && json[at] == ',' ? at : 0;
}

gint64
head_get_format(const char *json, gsize length)
{
    g_autoptr(GString) head = g_string_new_len(json, (gssize) length);
    g_autoptr(MillValue) root = NULL;
    const MillValue *format;

    g_string_append_c(head, '}');
    root = mill_json_parse(head->str, (gssize) head->len, NULL);
    format = mill_value_get(mill_value_get(root, "textmill"), "format");
    return mill_value_get_type(format) == MILL_TYPE_INT ? mill_value_get_int(format) : -1;
}

char *
head_find_id(const char *json, gsize length)
{
    gsize at = head_skip(json, length);

    at = at ? skip_key(json, at + 1, length, "id") : 0;

    gsize end = at ? skip_string(json, at, length) : 0;
    g_autoptr(MillValue) id = end ? mill_json_parse(json + at, (gssize) (end - at), NULL) : NULL;

    return g_strdup(mill_value_get_string(id, NULL));
}

gboolean
head_looks_like_json(const char *json, gsize length)
{
    gsize mark = length >= 3 && memcmp(json, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    gsize at = head_skip_blanks(json, mark, length);
    gsize next = at < length ? head_skip_blanks(json, at + 1, length) : length;

    if (next >= length)
        return FALSE;
    return (json[at] == '{' && (json[next] == '"' || json[next] == '}')) ||
           (json[at] == '[' && json[next] && strchr("[{\"]", json[next]));
}

gboolean
head_of_file(const char *path, char head[HEAD_BYTES], gsize *length)
{
    g_autoptr(MillContent) content = mill_content_open(path, NULL);

    *length = HEAD_BYTES;
    if (content && mill_content_read(content, 0, head, length, NULL))
        return TRUE;
    *length = 0;
    return FALSE;
}
