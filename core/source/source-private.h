/* source-private.h - what the files of the source share. */
#ifndef MILL_SOURCE_SOURCE_PRIVATE_H
#define MILL_SOURCE_SOURCE_PRIVATE_H

#include "source/feeder.h"
#include "source/given.h"
#include "source/list.h"
#include "source/source.h"
#include "source/walk.h"

/* A place in the inputs. */
typedef struct {
    guint next;
    MillWalk *walk;
    MillList *list;
    gboolean feeding;   /* the feeder has a container */
    gboolean replaying; /* a pipe of before */
    gint64 n_matches;   /* in the walk */
    gint64 count;
    gint64 passed;    /* bytes of the files before the one at hand */
    gint64 size;      /* of that one; -1: a pipe, of which nobody knows */
    gboolean endless; /* there was such a one */
    gboolean unknown; /* there was a container */
    gint64 behind;    /* mill_source_get_behind() */
} MillCursor;

struct MillSource {
    GPtrArray *inputs; /* MillGiven */
    MillGiven *list;   /* the list of files that stands for inputs, or NULL */
    gboolean skips;
    dev_t skip_device;
    ino_t skip_inode;
    guint shard; /* from 1; with n_shards 0, all units are given */
    guint n_shards;
    MillCursor reading;
    MillCursor counting;
    const MillInput *input; /* NULL: nothing is taken apart */
    const volatile gint *stop;
    MillFeeder *feeder;
    gboolean drained; /* a pipe, by the feeder */
    MillSourceReplay replay;
    gpointer replay_data;
    MillSourcePass pass;
    gpointer pass_data;
};

/* Whether @input is there only once. */
static inline gboolean
mill_source_is_pipe(const MillGiven *input)
{
    return input->kind == MILL_GIVEN_PIPE || input->kind == MILL_GIVEN_STDIN;
}

#endif
