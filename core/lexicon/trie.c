/* trie.c - builds the double array: level by level, each node's children at the first base where
 * all their units are free.
 */
#include "trie.h"

#include <string.h>

/* Searches for a base begin where the last one for as many children ended, less this many words of
 * the bitmap; holes that are left behind are filled by the many nodes with one child. */
#define TRIE_LOOK_BACK 128
#define TRIE_CLASSES   16

/* A node whose children are still to be placed: the keys [first, last) go through it. */
typedef struct {
    guint32 node;
    guint32 first;
    guint32 last;
} TrieTask;

typedef struct {
    const LexKeys *keys;
    LexUnit *units;
    guint64 *used;                 /* one bit a unit, and a word more */
    guint32 n_units;               /* allocated, a multiple of 64 */
    guint32 cursors[TRIE_CLASSES]; /* the word where the search begins, by number of children */
    guint32 end;                   /* one past the highest unit in use */
    GArray *children;              /* of the node at hand: TrieTask with .node = code */
} TrieBuild;

/* Makes room for units below @wanted and for the bits a search may look at behind them. */
static void
trie_grow(TrieBuild *self, guint32 wanted)
{
    guint32 old = self->n_units;
    guint32 size = (MAX(wanted, old + old / 16) + 4096) / 4096 * 4096;

    if (wanted <= old)
        return;
    self->units = g_renew(LexUnit, self->units, size);
    self->used = g_renew(guint64, self->used, size / 64 + 1);
    memset(self->used + old / 64, 0, ((size - old) / 64 + 1) * sizeof(guint64));
    for (guint32 i = old; i < size; i++)
        self->units[i] = (LexUnit){ .base = LEX_UNIT_LEAF, .check = LEX_NO_UNIT };
    self->n_units = size;
}

static void
trie_take(TrieBuild *self, guint32 unit, guint32 parent)
{
    self->used[unit / 64] |= G_GUINT64_CONSTANT(1) << (unit % 64);
    self->units[unit].check = parent;
    self->end = MAX(self->end, unit + 1);
}

/* The bits of 64 units from @unit: 1 where the unit is in use. */
static inline guint64
trie_window(const TrieBuild *self, guint32 unit)
{
    const guint64 *word = self->used + unit / 64;
    guint shift = unit % 64;

    return shift == 0 ? word[0] : word[0] >> shift | word[1] << (64 - shift);
}

/* A base at which the units of all children are free: 64 places are tried at a time by and-ing
 * the free bits as each child would see them. */
static guint32
trie_find_base(TrieBuild *self)
{
    const TrieTask *children = (const TrieTask *) self->children->data;
    guint n = self->children->len;
    guint32 lowest = children[0].node;
    guint32 reach = children[n - 1].node - lowest;
    guint32 *cursor = &self->cursors[MIN(n, TRIE_CLASSES) - 1];
    guint32 first = MAX(*cursor, lowest / 64 + 1);

    for (guint32 word = first;; word++) {
        guint64 taken = 0;

        trie_grow(self, word * 64 + reach + 128);
        for (guint i = 0; i < n && ~taken; i++)
            taken |= trie_window(self, word * 64 + children[i].node - lowest);
        if (!~taken)
            continue;
        if (n == 1)
            *cursor = MAX(*cursor, word);
        else if (word > first + TRIE_LOOK_BACK)
            *cursor = word - TRIE_LOOK_BACK;
        return word * 64 + (guint32) __builtin_ctzll(~taken) - lowest;
    }
}

/* The code of the i-th key at @depth, or 0 where it ends. */
static inline guint32
trie_code(const LexKeys *keys, guint32 i, guint32 depth)
{
    guint32 key = keys->order[i];
    guint32 at = keys->offsets[key] + depth;

    return at < keys->offsets[key + 1] ? keys->codes[at] : 0;
}

/* The number of children of @task, or TRIE_CLASSES if they are more. */
static guint
trie_count_children(const TrieBuild *self, const TrieTask *task, guint32 depth)
{
    guint32 last = G_MAXUINT32;
    guint n = 0;

    for (guint32 i = task->first; i < task->last && n < TRIE_CLASSES; i++) {
        guint32 code = trie_code(self->keys, i, depth);

        n += code != last;
        last = code;
    }
    return n;
}

/* Collects the children of @task at @depth: each code and the keys that go on with it. Keys that
 * end here come first, with code 0; they are no child if they are the only ones. Returns whether
 * there were such. */
static gboolean
trie_collect(TrieBuild *self, const TrieTask *task, guint32 depth)
{
    guint32 i = task->first;
    gboolean terminal = trie_code(self->keys, i, depth) == 0;

    g_array_set_size(self->children, 0);
    while (i < task->last) {
        TrieTask child = { .node = trie_code(self->keys, i, depth), .first = i };

        while (i < task->last && trie_code(self->keys, i, depth) == child.node)
            i++;
        child.last = i;
        if (child.node > 0 || i < task->last)
            g_array_append_val(self->children, child);
    }
    return terminal;
}

/* Places the children of @task and adds them to @next. */
static void
trie_place(TrieBuild *self, const TrieTask *task, guint32 depth, GArray *next)
{
    gboolean terminal = trie_collect(self, task, depth);
    guint n = self->children->len;

    if (n == 0) {
        self->units[task->node].base = LEX_UNIT_LEAF | task->first;
        return;
    }

    guint32 base = trie_find_base(self);

    self->units[task->node].base = base | (terminal ? LEX_UNIT_TERMINAL : 0);
    for (guint i = 0; i < n; i++) {
        TrieTask child = g_array_index(self->children, TrieTask, i);
        guint32 unit = base + child.node;

        trie_take(self, unit, task->node);
        if (child.node == 0) {
            self->units[unit].base = LEX_UNIT_LEAF | task->first;
            continue;
        }
        child.node = unit;
        g_array_append_val(next, child);
    }
}

/* Places the children of all tasks of a level, those of many children first: the others fill the
 * holes between them. */
static void
trie_place_level(TrieBuild *self, const GArray *level, guint32 depth, GArray *next)
{
    const TrieTask *tasks = (const TrieTask *) level->data;
    g_autofree guint8 *classes = g_new(guint8, level->len + 1);

    for (guint i = 0; i < level->len; i++)
        classes[i] = (guint8) trie_count_children(self, &tasks[i], depth);
    for (guint class = TRIE_CLASSES + 1; class -- > 0;)
        for (guint i = 0; i < level->len; i++) {
            const guint8 *found = memchr(classes + i, (int) class, level->len - i);

            if (!found)
                break;
            i = (guint) (found - classes);
            trie_place(self, &tasks[i], depth, next);
        }
}

void
lex_trie_build(LexTrie *trie, const LexKeys *keys)
{
    TrieBuild self = { .keys = keys, .children = g_array_new(FALSE, FALSE, sizeof(TrieTask)) };
    GArray *level = g_array_new(FALSE, FALSE, sizeof(TrieTask));
    GArray *next = g_array_new(FALSE, FALSE, sizeof(TrieTask));
    TrieTask root = { .node = LEX_ROOT, .first = 0, .last = keys->n_keys };

    trie_grow(&self, keys->max_code + 2);
    trie_take(&self, LEX_ROOT, LEX_NO_UNIT);
    if (keys->n_keys > 0)
        g_array_append_val(level, root);
    for (guint32 depth = 0; level->len > 0; depth++) {
        GArray *done = level;

        trie_place_level(&self, level, depth, next);
        g_array_set_size(done, 0);
        level = next;
        next = done;
    }
    trie_grow(&self, self.end + keys->max_code + 2);
    trie->n_units = self.end + keys->max_code + 2;
    trie->units = g_renew(LexUnit, self.units, trie->n_units);
    g_free(self.used);
    g_array_unref(self.children);
    g_array_unref(level);
    g_array_unref(next);
}

gboolean
lex_trie_is_safe(const LexTrie *trie, guint32 max_code, guint32 n_values)
{
    guint32 reach = max_code + 1;

    if (trie->n_units <= reach || (n_values > 0 && trie->units[LEX_ROOT].base & LEX_UNIT_LEAF))
        return FALSE;
    for (guint32 i = 0; i < trie->n_units; i++) {
        guint32 base = trie->units[i].base;
        guint32 at = base & LEX_UNIT_BASE;

        if (trie->units[i].check == LEX_NO_UNIT && i != LEX_ROOT)
            continue;
        if (base & LEX_UNIT_LEAF ? at >= n_values && i != LEX_ROOT : at >= trie->n_units - reach)
            return FALSE;
        if (!(base & LEX_UNIT_LEAF) && (base & LEX_UNIT_TERMINAL) &&
            (trie->units[at].base & LEX_UNIT_BASE) >= n_values)
            return FALSE;
    }
    return TRUE;
}
