/* names.c - the names that a run has given to result files. */
#include "source/names.h"

#include <string.h>

#include "pipeline/pattern.h"

#define NAMES_START 1024 /* slots; a power of two */

struct MillNames {
    guint64 *slots; /* open addressing; 0 is empty */
    gsize n_slots;
    gsize n_taken;
    GHashTable *next; /* name that was asked for again → number to try, as a pointer */
    GArray *claimed;  /* guint64: hashes since the last note; NULL: nothing is noted */
    GArray *counted;  /* Count, likewise */
};

/* What `next` said of a name before. */
typedef struct {
    char *name;
    gpointer number;
} Count;

static void
count_clear(gpointer count)
{
    g_free(((Count *) count)->name);
}

MillNames *
mill_names_new(void)
{
    MillNames *names = g_new0(MillNames, 1);

    names->n_slots = NAMES_START;
    names->slots = g_new0(guint64, names->n_slots);
    names->next = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return names;
}

void
mill_names_free(MillNames *names)
{
    if (!names)
        return;
    g_clear_pointer(&names->claimed, g_array_unref);
    g_clear_pointer(&names->counted, g_array_unref);
    g_hash_table_unref(names->next);
    g_free(names->slots);
    g_free(names);
}

/* FNV-1a (Fowler, Noll, Vo), its bits then mixed as at the end of MurmurHash3 (Appleby), because
 * the table uses the low ones. */
static guint64
names_hash(const char *name)
{
    guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);

    for (; *name; name++)
        hash = (hash ^ (guchar) *name) * G_GUINT64_CONSTANT(0x100000001b3);
    hash = (hash ^ (hash >> 33)) * G_GUINT64_CONSTANT(0xff51afd7ed558ccd);
    hash = (hash ^ (hash >> 33)) * G_GUINT64_CONSTANT(0xc4ceb9fe1a85ec53);
    hash ^= hash >> 33;
    return hash != 0 ? hash : 1;
}

/* FALSE if it is there already. */
static gboolean
names_put(guint64 *slots, gsize n_slots, guint64 hash)
{
    gsize at = hash & (n_slots - 1);

    for (; slots[at] != 0; at = (at + 1) & (n_slots - 1))
        if (slots[at] == hash)
            return FALSE;
    slots[at] = hash;
    return TRUE;
}

static void
names_grow(MillNames *names)
{
    gsize n_slots = names->n_slots * 2;
    guint64 *slots = g_new0(guint64, n_slots);

    for (gsize i = 0; i < names->n_slots; i++)
        if (names->slots[i] != 0)
            names_put(slots, n_slots, names->slots[i]);
    g_free(names->slots);
    names->slots = slots;
    names->n_slots = n_slots;
}

/* Takes @hash out; those behind it that it kept from their places move up (Knuth's algorithm R). */
static void
names_remove(MillNames *names, guint64 hash)
{
    gsize mask = names->n_slots - 1, at = hash & mask;

    while (names->slots[at] != hash)
        at = (at + 1) & mask;
    for (gsize next = (at + 1) & mask; names->slots[next] != 0; next = (next + 1) & mask) {
        gsize home = names->slots[next] & mask;

        if (((next - home) & mask) < ((next - at) & mask))
            continue;
        names->slots[at] = names->slots[next];
        at = next;
    }
    names->slots[at] = 0;
    names->n_taken--;
}

static gboolean
names_claim(MillNames *names, const char *name)
{
    guint64 hash = names_hash(name);

    if (!names_put(names->slots, names->n_slots, hash))
        return FALSE;
    if (names->claimed)
        g_array_append_val(names->claimed, hash);
    if (++names->n_taken > names->n_slots / 10 * 7)
        names_grow(names);
    return TRUE;
}

gboolean
mill_names_has(const MillNames *names, const char *name)
{
    guint64 hash = names_hash(name);

    for (gsize at = hash & (names->n_slots - 1); names->slots[at] != 0;
         at = (at + 1) & (names->n_slots - 1))
        if (names->slots[at] == hash)
            return TRUE;
    return FALSE;
}

/* Whether a folder has the name @path, which ends without a slash. */
static gboolean
names_is_folder(const MillNames *names, const char *path)
{
    g_autofree char *folder = g_strconcat(path, "/", NULL);

    return mill_names_has(names, folder);
}

/* The next number that is tried for @name. */
static void
names_count(MillNames *names, const char *name, guint number)
{
    if (names->counted) {
        Count count = { g_strdup(name), g_hash_table_lookup(names->next, name) };

        g_array_append_val(names->counted, count);
    }
    g_hash_table_insert(names->next, g_strdup(name), GUINT_TO_POINTER(number));
}

static char *
names_take(MillNames *names, const char *name, gboolean is_file)
{
    if (!(is_file && names_is_folder(names, name)) && names_claim(names, name))
        return g_strdup(name);
    for (guint n = MAX(GPOINTER_TO_UINT(g_hash_table_lookup(names->next, name)), 2);; n++) {
        g_autofree char *suffix = g_strdup_printf("~%u", n);
        g_autofree char *numbered = mill_pattern_insert(name, suffix);

        if ((is_file && names_is_folder(names, numbered)) || !names_claim(names, numbered))
            continue;
        names_count(names, name, n + 1);
        return g_steal_pointer(&numbered);
    }
}

char *
mill_names_take(MillNames *names, const char *name)
{
    return names_take(names, name, FALSE);
}

/* Makes @path, a name that no file has, that of a folder, with a slash at its end. */
static void
names_enter(MillNames *names, GString *path)
{
    g_autofree char *wanted = g_strdup(path->str);

    g_string_append_c(path, '/');
    if (mill_names_has(names, path->str))
        return;
    for (guint n = 2; mill_names_has(names, wanted); n++) {
        g_autofree char *suffix = g_strdup_printf("~%u", n);
        g_autofree char *before = g_strndup(path->str, path->len - 1);

        g_free(wanted);
        wanted = mill_pattern_insert(before, suffix);
    }
    g_string_printf(path, "%s/", wanted);
    names_claim(names, path->str);
}

char *
mill_names_take_file(MillNames *names, const char *path)
{
    g_autoptr(GString) way = g_string_new(NULL);
    const char *at = path;

    for (const char *slash; (slash = strchr(at, '/')); at = slash + 1) {
        g_string_append_len(way, at, slash - at);
        names_enter(names, way);
    }
    g_string_append(way, at);
    return names_take(names, way->str, TRUE);
}

void
mill_names_note(MillNames *names)
{
    if (!names->claimed) {
        names->claimed = g_array_new(FALSE, FALSE, sizeof(guint64));
        names->counted = g_array_new(FALSE, FALSE, sizeof(Count));
        g_array_set_clear_func(names->counted, count_clear);
    }
    g_array_set_size(names->claimed, 0);
    g_array_set_size(names->counted, 0);
}

void
mill_names_give_back(MillNames *names)
{
    g_return_if_fail(names->claimed != NULL);
    for (guint i = names->counted->len; i > 0; i--) {
        Count *count = &g_array_index(names->counted, Count, i - 1);

        if (count->number)
            g_hash_table_insert(names->next, g_strdup(count->name), count->number);
        else
            g_hash_table_remove(names->next, count->name);
    }
    for (guint i = 0; i < names->claimed->len; i++)
        names_remove(names, g_array_index(names->claimed, guint64, i));
    mill_names_note(names);
}
