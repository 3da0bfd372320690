/* pattern.c - one rule about boilerplate lines: reading and checking it. */
#include "pattern.h"

#include <stdarg.h>

#include "setter.h"

#define DEFAULT_LONGEST 80

static const char *const pattern_keys[] = { "name",    "match", "where", "drop",
                                            "longest", "title", "set",   NULL };

gboolean
pattern_complain(const PatternPlace *place, const char *key, const char *hint, const char *format,
                 ...)
{
    g_autofree char *message = NULL;
    va_list arguments;

    va_start(arguments, format);
    message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (place->node) {
        const MillNode *node = key ? mill_node_get(place->node, key) : NULL;

        mill_node_error(node ? node : place->node, mill_context_get_report(place->context), hint,
                        "%s", message);
        return FALSE;
    }
    return mill_context_fail(place->context, "patterns", hint, "pattern %" G_GSIZE_FORMAT ": %s",
                             place->number, message);
}

void
pattern_free(Pattern *self)
{
    if (!self)
        return;
    g_free(self->name);
    regex_free(self->regex);
    g_ptr_array_unref(self->setters);
    g_free(self);
}

/* The index of the string @value, which stands at @key, in @words; @preset if it is NULL, -1 with a
 * complaint if it is something else. */
static gint
pattern_read_word(const MillValue *value, const char *key, const char *const *words, gint preset,
                  const PatternPlace *place)
{
    const char *word = mill_value_get_string(value, NULL);
    g_autofree char *all = NULL;

    if (!value)
        return preset;
    for (gint i = 0; word && words[i]; i++)
        if (g_str_equal(word, words[i]))
            return i;
    all = g_strjoinv(", ", (char **) words);
    pattern_complain(place, key, NULL, "'%s' must be one of: %s", key, all);
    return -1;
}

/* A place, or a list of them. */
static gboolean
pattern_read_where(Pattern *self, const MillValue *where, const PatternPlace *place)
{
    static const char *const words[] = { "head", "tail", "anywhere", NULL };
    gboolean is_list = where && mill_value_get_type(where) == MILL_TYPE_LIST;

    for (gsize i = 0; i < (is_list ? mill_value_get_length(where) : 1); i++) {
        gint index = pattern_read_word(is_list ? mill_value_get_item(where, i) : where, "where",
                                       words, 2, place);

        if (index < 0)
            return FALSE;
        self->where |= (Where) (1 << index);
    }
    return TRUE;
}

static gboolean
pattern_read_regex(Pattern *self, const char *text, const PatternPlace *place)
{
    g_autofree char *message = NULL;
    gsize offset;

    if (!text || !*text)
        return pattern_complain(place, "match", NULL,
                                "a pattern needs 'match', a regular expression");
    self->regex = regex_new(text, &message, &offset);
    if (!self->regex)
        return pattern_complain(place, "match", NULL,
                                "the regular expression does not compile at byte %" G_GSIZE_FORMAT
                                ": %s",
                                offset, message);
    return TRUE;
}

static gboolean
pattern_read_words(Pattern *self, const MillValue *map, const PatternPlace *place)
{
    static const char *const drops[] = { "line", "paragraph", "before", "after", "none", NULL };
    static const char *const titles[] = { "before", NULL };
    gint drop = pattern_read_word(mill_value_get(map, "drop"), "drop", drops, DROP_LINE, place);
    gint title = pattern_read_word(mill_value_get(map, "title"), "title", titles, 1, place);

    if (drop < 0 || title < 0 || !pattern_read_where(self, mill_value_get(map, "where"), place))
        return FALSE;
    self->drop = (Drop) drop;
    self->title_before = title == 0;
    if (self->drop == DROP_BEFORE && self->where != WHERE_HEAD)
        return pattern_complain(place, "drop", NULL, "'drop: before' needs 'where: head'");
    if (self->drop == DROP_AFTER && self->where != WHERE_TAIL)
        return pattern_complain(place, "drop", NULL, "'drop: after' needs 'where: tail'");
    return TRUE;
}

static gboolean
pattern_read_longest(Pattern *self, const MillValue *map, const PatternPlace *place)
{
    const MillValue *longest = mill_value_get(map, "longest");

    self->longest = DEFAULT_LONGEST;
    if (!longest)
        return TRUE;
    if (mill_value_get_type(longest) != MILL_TYPE_INT || mill_value_get_int(longest) < 1 ||
        mill_value_get_int(longest) > 100000)
        return pattern_complain(place, "longest", NULL,
                                "'longest' must be a number of characters from 1 to 100000");
    self->longest = (guint) mill_value_get_int(longest);
    return TRUE;
}

static gboolean
pattern_read_set(Pattern *self, const MillValue *set, const PatternPlace *place)
{
    if (set && mill_value_get_type(set) != MILL_TYPE_MAP)
        return pattern_complain(place, "set", NULL, "'set' must be a map of metadata keys");
    for (gsize i = 0; i < mill_value_get_length(set); i++) {
        Setter *setter =
            setter_new(mill_value_get_key(set, i), mill_value_get_item(set, i), self, place);

        if (!setter)
            return FALSE;
        g_ptr_array_add(self->setters, setter);
    }
    return TRUE;
}

static gboolean
pattern_check_keys(const MillValue *map, const PatternPlace *place)
{
    gboolean fine = TRUE;

    for (gsize i = 0; i < mill_value_get_length(map); i++) {
        const char *key = mill_value_get_key(map, i);
        const char *meant = mill_suggest(key, pattern_keys);
        g_autofree char *hint = meant ? g_strdup_printf("did you mean '%s'?", meant) : NULL;

        if (!g_strv_contains(pattern_keys, key))
            fine = pattern_complain(place, key, hint, "unknown key '%s' of a pattern", key);
    }
    return fine;
}

Pattern *
pattern_new(const MillValue *value, const PatternPlace *place)
{
    g_autoptr(Pattern) self = g_new0(Pattern, 1);
    gboolean is_map = mill_value_get_type(value) == MILL_TYPE_MAP;
    const MillValue *map = is_map ? value : NULL;
    const char *name = mill_value_get_string(mill_value_get(map, "name"), NULL);

    self->name = g_strdup(name ? name : "pattern");
    self->setters = g_ptr_array_new_with_free_func((GDestroyNotify) setter_free);
    if (is_map && !pattern_check_keys(map, place))
        return NULL;
    if (!pattern_read_regex(
            self, mill_value_get_string(is_map ? mill_value_get(map, "match") : value, NULL),
            place) ||
        !pattern_read_words(self, map, place) || !pattern_read_longest(self, map, place) ||
        !pattern_read_set(self, mill_value_get(map, "set"), place))
        return NULL;
    return g_steal_pointer(&self);
}
