/* How long a run will take yet, from how far it is. */
#include "run/pace.h"

typedef struct {
    const char *name;
    MillPlace begin, now, end;
    gint64 elapsed, left;
} Case;

static const Case cases[] = {
    { "nothing-yet", { 0, 0 }, { 0, 0 }, { 100, 10 }, 5, -1 },
    { "by-bytes", { 0, 0 }, { 25, 9 }, { 100, 10 }, 10, 30 },
    { "done", { 0, 0 }, { 100, 10 }, { 100, 10 }, 10, 0 },
    { "records", { 0, 0 }, { 50, 1000 }, { 100, -1 }, 10, 10 },
    { "a-pipe", { 0, 0 }, { 0, 1000 }, { -1, -1 }, 10, -1 },
    { "a-pipe-at-its-end", { 0, 0 }, { 0, 10 }, { -1, 40 }, 10, 30 },
    { "files-and-a-pipe", { 0, 0 }, { 50, 10 }, { -1, -1 }, 10, -1 },
    { "empty-files", { 0, 0 }, { 0, 10 }, { 0, 40 }, 10, 30 },
    { "empty-files-first", { 0, 0 }, { 0, 10 }, { 100, 40 }, 10, 30 },
    { "not-found-all", { 0, 0 }, { 50, 10 }, { -1, -1 }, 10, -1 },
    { "resumed", { 80, 8 }, { 90, 9 }, { 100, 10 }, 10, 10 },
    { "resumed-just-now", { 80, 8 }, { 80, 8 }, { 100, 10 }, 10, -1 },
    { "grown-since", { 0, 0 }, { 110, 10 }, { 100, 20 }, 10, 10 },
    { "huge", { 0, 0 }, { 1, 1 }, { G_MAXINT64, G_MAXINT64 }, G_MAXINT64 / 2, G_MAXINT64 },
    { "terabytes",
      { 0, 0 },
      { G_GINT64_CONSTANT(1) << 40, 1 },
      { G_GINT64_CONSTANT(3) << 40, 3 },
      G_GINT64_CONSTANT(86400000000000),
      G_GINT64_CONSTANT(172800000000000) },
};

static void
check_case(gconstpointer data)
{
    const Case *c = data;

    g_assert_cmpint(mill_pace_get_left(c->begin, c->now, c->end, c->elapsed), ==, c->left);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/pace/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], check_case);
    }
    return g_test_run();
}
