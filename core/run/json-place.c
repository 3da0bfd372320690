/* json-place.c - what stands at a byte of a JSON text. */
#include "run/json-place.h"

/* An object or array that the byte is in. */
typedef struct {
    gboolean is_object;
    gboolean is_key; /* the next string is a key */
    gsize index;
    gsize key; /* where the key in effect begins, and its bytes */
    gsize key_length;
} Level;

/* Where the string that begins at @at ends, behind its quote. */
static gsize
place_pass_string(const char *json, gsize length, gsize at)
{
    for (at++; at < length && json[at] != '"'; at++)
        if (json[at] == '\\')
            at++;
    return MIN(at + 1, length);
}

static void
place_read(GArray *levels, const char *json, gsize at, gsize end)
{
    Level *level = levels->len > 0 ? &g_array_index(levels, Level, levels->len - 1) : NULL;
    const Level inner = { .is_object = json[at] == '{', .is_key = json[at] == '{' };

    switch (json[at]) {
    case '{':
    case '[':
        g_array_append_val(levels, inner);
        break;
    case '}':
    case ']':
        if (level)
            g_array_set_size(levels, levels->len - 1);
        break;
    case ',':
        if (level) {
            level->index++;
            level->is_key = level->is_object;
            level->key_length = 0;
        }
        break;
    case '"':
        if (level && level->is_key) {
            level->key = at + 1;
            level->key_length = end - at - 2;
            level->is_key = FALSE;
        }
        break;
    default:
        break;
    }
}

char *
mill_json_place(const char *json, gsize length, gsize offset)
{
    g_autoptr(GArray) levels = g_array_new(FALSE, TRUE, sizeof(Level));
    GString *place = g_string_new(NULL);

    for (gsize at = 0; at < length && at < offset;) {
        gsize end = json[at] == '"' ? place_pass_string(json, length, at) : at + 1;

        if (end > offset)
            break;
        place_read(levels, json, at, end);
        at = end;
    }
    for (guint i = 0; i < levels->len; i++) {
        const Level *level = &g_array_index(levels, Level, i);

        if (!level->is_object)
            g_string_append_printf(place, "[%" G_GSIZE_FORMAT "]", level->index);
        else if (level->key_length > 0)
            g_string_append_printf(place, "%s%.*s", place->len > 0 ? "." : "",
                                   (int) MIN(level->key_length, 64), json + level->key);
    }
    return g_string_free(place, FALSE);
}
