/* The stores and the table, in memory and in files, against a model. */
#include "table.h"

#include <string.h>

#include <textmill/error.h>

#include "store.h"

#define SEED 20261127

typedef struct {
    const char *name;
    gsize memory;
} Memory;

static const Memory memories[] = {
    { "one-set", 1 },
    { "some-pages", 64 * 1024 },
    { "all", 64 * 1024 * 1024 },
};

/* Random writes read back, those before and those that were thrown out of memory. */
static void
check_store(gconstpointer data)
{
    const Memory *item = data;
    const gsize size = 300 * 1024;
    g_autoptr(DedupStore) store = dedup_store_new(g_get_tmp_dir(), item->memory);
    g_autofree guint8 *model = g_malloc0(size), *bytes = g_malloc0(size);
    g_autoptr(GError) error = NULL;
    GRand *random = g_rand_new_with_seed(SEED);

    for (guint i = 0; i < 3000; i++) {
        gsize at = (gsize) g_rand_int_range(random, 0, (gint32) size - 5000);
        gsize n = (gsize) g_rand_int_range(random, 0, i % 10 ? 100 : 5000);

        if (i % 2) {
            memset(model + at, (int) i, n);
            g_assert_true(dedup_store_write(store, at, model + at, n, &error));
        } else {
            g_assert_true(dedup_store_read(store, at, bytes, n, &error));
            g_assert_cmpmem(bytes, n, model + at, n);
        }
    }
    g_assert_true(dedup_store_read(store, 0, bytes, size, &error));
    g_assert_cmpmem(bytes, size, model, size);
    g_assert_true(dedup_store_has_file(store) == (item->memory < size));
    g_rand_free(random);
}

/* The first keys have many entries, and all their low bits in common. */
static guint32
get_key(guint number)
{
    return number < 20 ? number << 20 : number * 0x9e3779b1u;
}

static void
check_table(gconstpointer data)
{
    const Memory *item = data;
    const guint n_keys = 3000, n_entries = 30000, most = 12;
    g_autoptr(DedupTable) table = dedup_table_new(g_get_tmp_dir(), item->memory);
    g_autofree GArray **model = g_new0(GArray *, n_keys);
    g_autoptr(GError) error = NULL;
    GRand *random = g_rand_new_with_seed(SEED);

    for (guint i = 0; i < n_keys; i++)
        model[i] = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint32 i = 0; i < n_entries; i++) {
        guint key = (guint) g_rand_int_range(random, 0, i % 4 ? (gint32) n_keys : 20);

        g_assert_true(dedup_table_add(table, get_key(key), i, most, &error));
        if (model[key]->len < most)
            g_array_append_val(model[key], i);
    }
    for (guint key = 0; key < n_keys; key++) {
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));

        g_assert_true(dedup_table_find(table, get_key(key), found, &error));
        g_assert_cmpuint(found->len, ==, model[key]->len);
        for (guint i = 0; i < found->len; i++) {
            guint32 number = g_array_index(found, guint32, i);
            gboolean there = FALSE;

            for (guint k = 0; k < model[key]->len; k++)
                there |= g_array_index(model[key], guint32, k) == number;
            g_assert_true(there);
        }
        g_array_unref(model[key]);
    }
    g_rand_free(random);
}

/* No folder, or no room in it. */
static void
check_failure(void)
{
    g_autoptr(DedupStore) store = dedup_store_new("/nonexistent/folder", 1);
    g_autofree guint8 *bytes = g_malloc0(100000);
    g_autoptr(GError) error = NULL;

    g_assert_true(dedup_store_write(store, 0, bytes, 1024, &error));
    g_assert_false(dedup_store_write(store, 0, bytes, 100000, &error));
    g_assert_error(error, MILL_ERROR, MILL_ERROR_IO);
    g_assert_cmpstr(error->message, ==,
                    "cannot make the temporary file in '/nonexistent/folder': No such file or "
                    "directory; name another `folder`, or allow more `memory`");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(memories); i++) {
        g_autofree char *store = g_strconcat("/dedup/store/", memories[i].name, NULL);
        g_autofree char *table = g_strconcat("/dedup/table/", memories[i].name, NULL);

        g_test_add_data_func(store, &memories[i], check_store);
        g_test_add_data_func(table, &memories[i], check_table);
    }
    g_test_add_func("/dedup/store/failure", check_failure);
    return g_test_run();
}
