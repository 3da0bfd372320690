/* setter.c - what a pattern's match puts into the metadata: templates and lists. */
#include "setter.h"

#include <string.h>

#include "date.h"

#define DEFAULT_SPLIT "[,，、;；|\\s]+"

static void
piece_clear(gpointer data)
{
    g_free(((Piece *) data)->literal);
}

void
setter_free(Setter *setter)
{
    g_free(setter->key);
    g_array_unref(setter->pieces);
    regex_free(setter->split);
    g_free(setter);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Setter, setter_free)

/* Cuts "a${b}c" into pieces ("a", group b), ("c", none). */
static gboolean
setter_parse_template(Setter *self, const char *text, const Pattern *pattern,
                      const PatternPlace *place)
{
    const char *open;

    while ((open = strstr(text, "${"))) {
        const char *close = strchr(open, '}');
        g_autofree char *name = NULL;
        Piece piece;

        if (!close)
            return pattern_complain(place, "set", NULL, "'%s' lacks its closing brace", open);
        name = g_strndup(open + 2, (gsize) (close - open - 2));
        piece.group = regex_find_group(pattern->regex, name);
        if (piece.group < 0)
            return pattern_complain(place, "set", "write it as (?<name>...) in 'match'",
                                    "the pattern has no group '%s'", name);
        piece.literal = g_strndup(text, (gsize) (open - text));
        g_array_append_val(self->pieces, piece);
        text = close + 1;
    }
    if (*text || self->pieces->len == 0) {
        Piece last = { g_strdup(text), -1 };

        g_array_append_val(self->pieces, last);
    }
    return TRUE;
}

static gboolean
setter_parse_as(Setter *self, const char *as, const PatternPlace *place)
{
    static const char *const names[] = { "text", "date", "list", NULL };

    for (guint i = 0; names[i]; i++)
        if (!g_strcmp0(as, names[i])) {
            self->as = (SetAs) i;
            return TRUE;
        }
    return pattern_complain(place, "set", "use text, date or list", "unknown form '%s' of '%s'",
                            as ? as : "?", self->key);
}

static gboolean
setter_parse_split(Setter *self, const char *split, const PatternPlace *place)
{
    g_autofree char *message = NULL;
    gsize offset;

    if (self->as != SET_LIST)
        return TRUE;
    self->split = regex_new(split ? split : DEFAULT_SPLIT, &message, &offset);
    if (self->split)
        return TRUE;
    return pattern_complain(place, "set", NULL, "'split' does not compile at byte %zu: %s", offset,
                            message);
}

static gboolean
setter_check_keys(const MillValue *map, const PatternPlace *place)
{
    static const char *const known[] = { "value", "as", "split", NULL };

    for (gsize i = 0; i < mill_value_get_length(map); i++)
        if (!g_strv_contains(known, mill_value_get_key(map, i)))
            return pattern_complain(place, "set", "use value, as and split", "unknown key '%s'",
                                    mill_value_get_key(map, i));
    return TRUE;
}

Setter *
setter_new(const char *key, const MillValue *value, const Pattern *pattern,
           const PatternPlace *place)
{
    g_autoptr(Setter) self = g_new0(Setter, 1);
    gboolean is_map = mill_value_get_type(value) == MILL_TYPE_MAP;
    const MillValue *as = is_map ? mill_value_get(value, "as") : NULL;
    const char *text = mill_value_get_string(is_map ? mill_value_get(value, "value") : value, NULL);

    self->key = g_strdup(key);
    self->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    g_array_set_clear_func(self->pieces, piece_clear);
    if (!text) {
        pattern_complain(place, "set", "write a text such as '${date}'", "'%s' has no value", key);
        return NULL;
    }
    if (is_map && !setter_check_keys(value, place))
        return NULL;
    if (as && !setter_parse_as(self, mill_value_get_string(as, NULL), place))
        return NULL;
    if (!setter_parse_split(
            self, is_map ? mill_value_get_string(mill_value_get(value, "split"), NULL) : NULL,
            place) ||
        !setter_parse_template(self, text, pattern, place))
        return NULL;
    return g_steal_pointer(&self);
}

static void
setter_append_item(MillValue *list, const char *text, gsize length)
{
    g_autofree char *item = g_strstrip(g_strndup(text, length));
    g_autoptr(MillValue) value = NULL;

    if (!*item)
        return;
    value = mill_value_new_string(item, -1);
    mill_value_append(list, value);
}

static MillValue *
setter_make_list(const Setter *setter, const char *text)
{
    g_autoptr(MillValue) list = mill_value_new_list();
    MillSpan match;

    while (regex_match(setter->split, text, strlen(text)) &&
           regex_get_group(setter->split, 0, &match) && match.end > match.start) {
        setter_append_item(list, text, match.start);
        text += match.end;
    }
    setter_append_item(list, text, strlen(text));
    return mill_value_get_length(list) > 0 ? g_steal_pointer(&list) : NULL;
}

MillValue *
setter_make(const Setter *setter, const Pattern *pattern, const char *line, MillSpan *span)
{
    g_autoptr(GString) text = g_string_new(NULL);
    gboolean any = FALSE;
    MillSpan group;

    *span = (MillSpan){ 0, 0 };
    for (guint i = 0; i < setter->pieces->len; i++) {
        const Piece *piece = &g_array_index(setter->pieces, Piece, i);

        g_string_append(text, piece->literal);
        if (piece->group < 0 || !regex_get_group(pattern->regex, (guint) piece->group, &group))
            continue;
        g_string_append_len(text, line + group.start, (gssize) (group.end - group.start));
        any = TRUE;
        if (setter->pieces->len == 1 && !*piece->literal)
            *span = group;
    }
    g_strstrip(text->str);
    if (!*text->str || (!any && setter->pieces->len > 1))
        return NULL;
    if (setter->as == SET_DATE)
        return date_parse(text->str);
    if (setter->as == SET_LIST)
        return setter_make_list(setter, text->str);
    return mill_value_new_string(text->str, -1);
}
