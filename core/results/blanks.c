/* blanks.c - empty files that workers are lent. */
#include "results/blanks.h"

#include <textmill/error.h>

#define BLANK_FORMAT "%" G_GUINT64_FORMAT MILL_BLANK_SUFFIX

struct MillBlanks {
    MillFiles *files;
    guint64 last;      /* number that was given out */
    GHashTable *there; /* guint64: those that are still blanks */
};

MillBlanks *
mill_blanks_new(MillFiles *files)
{
    MillBlanks *blanks = g_new0(MillBlanks, 1);

    blanks->files = files;
    blanks->there = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    return blanks;
}

void
mill_blanks_free(MillBlanks *blanks)
{
    if (!blanks)
        return;
    g_hash_table_unref(blanks->there);
    g_free(blanks);
}

guint
mill_blanks_open(MillBlanks *blanks, guint n, int *fds, guint64 *first)
{
    guint n_open = 0;

    *first = blanks->last + 1;
    while (n_open < n) {
        MillDraft draft = MILL_DRAFT_NONE;
        char name[sizeof draft.name];

        g_snprintf(name, sizeof name, BLANK_FORMAT, blanks->last + 1);
        if (!mill_draft_open(&draft, blanks->files, name, NULL))
            break;
        blanks->last++;
        g_hash_table_add(blanks->there, g_memdup2(&blanks->last, sizeof blanks->last));
        fds[n_open++] = draft.fd;
    }
    return n_open;
}

static MillDraft
blanks_get(guint64 number)
{
    MillDraft draft = MILL_DRAFT_NONE;

    g_snprintf(draft.name, sizeof draft.name, BLANK_FORMAT, number);
    return draft;
}

void
mill_blanks_discard(MillBlanks *blanks, guint64 number)
{
    MillDraft draft = blanks_get(number);

    if (g_hash_table_remove(blanks->there, &number))
        mill_draft_discard(&draft, blanks->files);
}

gboolean
mill_blanks_take(MillBlanks *blanks, guint64 number, gint64 size, const char *name,
                 MillDraft *draft, gboolean *local, GError **error)
{
    MillDraft blank = blanks_get(number);
    gint64 found = mill_draft_get_size(&blank, blanks->files);

    *local = found != size;
    if (*local) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO,
                    "a worker's result has %" G_GINT64_FORMAT " bytes, not the %" G_GINT64_FORMAT
                    " that it told of",
                    found, size);
        return FALSE;
    }
    if (!mill_draft_rename(&blank, blanks->files, name, error))
        return FALSE;
    g_hash_table_remove(blanks->there, &number);
    *draft = blank;
    return TRUE;
}
