/* Units that are handed out at once: what a batch takes from the source, and what becomes of them.
 */
#include <textmill/error.h>

#include "run/batch.h"
#include "scratch.h"

#define N_FILES 300

/* A folder of N_FILES files of four bytes, and with @missing one input that is not there before it.
 */
static MillSource *
open_source(const char *folder, gboolean missing)
{
    g_autofree char *gone = scratch_path(folder, "gone");
    g_autofree char *inside = scratch_path(folder, "d");
    const char *const inputs[] = { missing ? gone : inside, missing ? inside : NULL, NULL };
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < N_FILES; i++) {
        g_autofree char *name = g_strdup_printf("d/%03u", i);

        scratch_write(folder, name, "four");
    }
    MillSource *source = mill_source_new(inputs, &error);

    g_assert_no_error(error);
    return source;
}

typedef struct {
    const char *name;
    guint n_units;
    gint64 size;
    guint wanted[4]; /* units of the first batches */
} Case;

static const Case cases[] = {
    { "one", 1, 1000, { 1, 1, 1, 1 } },
    { "several", 100, 1000, { 100, 100, 100, 0 } },
    { "not-a-divisor", 120, 1000, { 120, 120, 60, 0 } },
    { "by-size", 100, 10, { 3, 3, 3, 3 } },
    { "larger-than-size", 100, 1, { 1, 1, 1, 1 } },
    { "more-than-may-be", 1000, 10000, { 128, 128, 44, 0 } },
};

/* Each unit is in one batch, in order, as the source gave it. */
static void
check_case(gconstpointer data)
{
    const Case *test = data;
    char *folder = scratch_new();
    g_autoptr(MillSource) source = open_source(folder, FALSE);
    gint64 index = 0;

    for (guint i = 0; i < G_N_ELEMENTS(test->wanted); i++) {
        g_autoptr(MillBatch) batch = mill_batch_new(source, test->n_units, test->size);

        g_assert_cmpuint(batch ? batch->n_units : 0, ==, test->wanted[i]);
        if (!batch)
            break;
        g_assert_cmpint(batch->size, ==, 4 * batch->n_units);
        for (guint k = 0; k < batch->n_units; k++, index++) {
            g_autofree char *id = g_strdup_printf("%03u", (guint) index);

            g_assert_cmpstr(batch->units[k].id, ==, id);
            g_assert_cmpint(batch->units[k].index, ==, index);
            g_assert_cmpint(batch->slots[k].state, ==, MILL_SLOT_OPEN);
        }
        g_assert_cmpint(batch->behind, ==, 4 * index);
        g_assert_false(mill_batch_is_done(batch));
    }
    scratch_free(folder);
}

/* A unit that cannot be read is done, and one that is done can still be taken over. */
static void
check_slots(void)
{
    char *folder = scratch_new();
    g_autoptr(MillSource) source = open_source(folder, TRUE);
    g_autoptr(MillBatch) batch = mill_batch_new(source, 3, 1000);

    g_assert_cmpuint(batch->n_units, ==, 3);
    g_assert_cmpuint(batch->n_done, ==, 1);
    g_assert_cmpint(batch->slots[0].state, ==, MILL_SLOT_BLAMED);
    g_assert_cmpint(batch->slots[0].blame->code, ==, MILL_ERROR_IO);
    g_assert_cmpint(batch->slots[0].blame->step, ==, -1);
    g_assert_cmpstr(batch->slots[0].blame->message, ==, batch->units[0].problem);
    mill_batch_take_over(batch, 0, 77);
    g_assert_cmpuint(batch->n_done, ==, 1);
    g_assert_cmpint(batch->slots[0].state, ==, MILL_SLOT_TAKEN_OVER);
    g_assert_cmpint(batch->slots[0].earlier, ==, 77);
    mill_batch_take_over(batch, 1, 0); /* the first document of a run, like any other */
    g_assert_cmpint(batch->slots[1].state, ==, MILL_SLOT_TAKEN_OVER);
    g_assert_cmpint(batch->slots[1].earlier, ==, 0);
    g_assert_false(mill_batch_is_done(batch));
    mill_batch_blame(batch, 2, MILL_ERROR_CRASH, 1, 11, g_strdup("died"));
    g_assert_true(mill_batch_is_done(batch));
    g_assert_cmpint(batch->slots[2].blame->signal, ==, 11);
    scratch_free(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/batch/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], check_case);
    }
    g_test_add_func("/batch/slots", check_slots);
    return g_test_run();
}
