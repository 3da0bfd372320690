/* limits.c - `limits: { time: 10s, memory: 256M }`. */
#include "config/node-private.h"
#include "config/plan.h"

#include <string.h>

typedef struct {
    const char *suffix;
    gint64 factor;
} LimitUnit;

static const LimitUnit limit_times[] = {
    { "ms", 1 }, { "", 1 }, { "s", 1000 }, { "m", 60 * 1000 }, { "h", 60 * 60 * 1000 }, { NULL, 0 },
};

static const LimitUnit limit_sizes[] = {
    { "", 1 },          { "K", 1 << 10 },   { "M", 1 << 20 },     { "G", 1 << 30 },
    { "KiB", 1 << 10 }, { "MiB", 1 << 20 }, { "GiB", 1LL << 30 }, { NULL, 0 },
};

static const struct {
    const char *key;
    const LimitUnit *units;
    gint64 min, max;
    const char *takes;
} limit_kinds[] = {
    { "time", limit_times, 1, 24LL * 60 * 60 * 1000, "a time from 1ms to 24h, such as 10s" },
    { "memory", limit_sizes, 1 << 20, 1LL << 40, "a size from 1M to 1024G, such as 256M" },
};

static gboolean
limit_parse(const char *text, const LimitUnit *units, gint64 *value)
{
    char *end;
    guint64 number = g_ascii_strtoull(text, &end, 10);

    if (!g_ascii_isdigit(*text))
        return FALSE;
    for (; units->suffix; units++) {
        if (g_str_equal(end, units->suffix) && number <= (guint64) (G_MAXINT64 / units->factor)) {
            *value = (gint64) number * units->factor;
            return TRUE;
        }
    }
    return FALSE;
}

void
mill_limits_parse(const MillNode *node, MillLimits *limits, MillReport *report)
{
    static const char *const keys[] = { "time", "memory", NULL };
    gint64 *values[] = { &limits->time_ms, &limits->memory };

    if (mill_node_get_type(node) != MILL_TYPE_MAP) {
        mill_node_error(node, report, "for example: limits: { time: 10s, memory: 256M }",
                        "'limits' takes a map with 'time' and 'memory'");
        return;
    }
    mill_node_check_keys(node, keys, "'limits'", report);
    for (gsize i = 0; i < G_N_ELEMENTS(limit_kinds); i++) {
        const MillNode *item = mill_node_get(node, limit_kinds[i].key);
        const char *text = mill_node_get_string(item);
        gint64 value = 0;

        if (!item)
            continue;
        if (!text || !limit_parse(text, limit_kinds[i].units, &value) ||
            value < limit_kinds[i].min || value > limit_kinds[i].max) {
            g_autofree char *given = mill_node_describe(item);

            mill_node_error(item, report, NULL, "'%s' takes %s, not %s", limit_kinds[i].key,
                            limit_kinds[i].takes, given);
        } else {
            *values[i] = value;
        }
    }
}
