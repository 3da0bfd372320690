/* limits.c - `limits: { time: 10s, memory: 256M }` and `shard: { documents: 10000, size: 1G }`. */
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

static const LimitUnit limit_counts[] = {
    { "", 1 },
    { NULL, 0 },
};

typedef struct {
    const char *key;
    const LimitUnit *units;
    gint64 min, max;
    const char *takes;
} LimitKind;

static const LimitKind limit_time = { "time", limit_times, 1, 24LL * 60 * 60 * 1000,
                                      "a time from 1ms to 24h, such as 10s" };
static const LimitKind limit_memory = { "memory", limit_sizes, 1 << 20, 1LL << 40,
                                        "a size from 1M to 1024G, such as 256M" };
static const LimitKind limit_documents = { "documents", limit_counts, 1, 1LL << 40,
                                           "a number of documents, such as 10000" };
static const LimitKind limit_size = { "size", limit_sizes, 1, 1LL << 50, "a size, such as 256M" };

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

static void
limit_read(const MillNode *map, const LimitKind *kind, gint64 *value, MillReport *report)
{
    const MillNode *item = mill_node_get(map, kind->key);
    const char *text = mill_node_get_string(item);
    gint64 number = 0;

    if (!item)
        return;
    if (text && limit_parse(text, kind->units, &number) && number >= kind->min &&
        number <= kind->max) {
        *value = number;
        return;
    }
    g_autofree char *given = mill_node_describe(item);

    mill_node_error(item, report, NULL, "'%s' takes %s, not %s", kind->key, kind->takes, given);
}

void
mill_limits_parse(const MillNode *node, MillLimits *limits, MillReport *report)
{
    static const char *const keys[] = { "time", "memory", NULL };

    if (mill_node_get_type(node) != MILL_TYPE_MAP) {
        mill_node_error(node, report, "for example: limits: { time: 10s, memory: 256M }",
                        "'limits' takes a map with 'time' and 'memory'");
        return;
    }
    mill_node_check_keys(node, keys, "'limits'", report);
    limit_read(node, &limit_time, &limits->time_ms, report);
    limit_read(node, &limit_memory, &limits->memory, report);
}

void
mill_shard_parse(const MillNode *node, MillShard *shard, MillReport *report)
{
    static const char *const keys[] = { "documents", "size", NULL };

    if (mill_node_get_type(node) != MILL_TYPE_MAP || mill_node_get_length(node) == 0) {
        mill_node_error(node, report, "for example: shard: { documents: 10000 }",
                        "'shard' takes a map with 'documents' or 'size' or both");
        return;
    }
    mill_node_check_keys(node, keys, "'shard'", report);
    limit_read(node, &limit_documents, &shard->documents, report);
    limit_read(node, &limit_size, &shard->size, report);
}
