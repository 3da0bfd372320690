/* feeder.h - the parent's side of feed.h: a container in, its items out, one by one. */
#ifndef MILL_SOURCE_FEEDER_H
#define MILL_SOURCE_FEEDER_H

#include "isolate/sandbox.h"
#include "source/feed.h"

typedef struct MillFeeder MillFeeder;

/* Starts no process yet. What @input and @stop (or NULL) point to is borrowed. (transfer full) */
MillFeeder *mill_feeder_new(const MillInput *input, const volatile gint *stop);
/* How it is confined; MILL_SANDBOX_AUTO without. Where more is required than can be had, each
 * container is an item with a problem. */
void mill_feeder_set_sandbox(MillFeeder *feeder, MillSandboxMode mode);
/* What confines it; *@confined gets what is in force (MillConfinement). NULL if it has not been
 * needed. Lives as long as the feeder. */
const MillSandbox *mill_feeder_get_sandbox(const MillFeeder *feeder, guint *confined);
void mill_feeder_free(MillFeeder *feeder);
/* In a forked child: closes what is the parent's. */
void mill_feeder_abandon(MillFeeder *feeder);

/* Begins with @file, a unit that is a whole file (opened by its path) or an open descriptor, and is
 * called @name. */
void mill_feeder_open(MillFeeder *feeder, const MillUnit *file, const char *name);
/* Fills @unit with the next item. Its id is that of the file with a suffix, and unique. Whatever
 * goes wrong is an item with a problem. FALSE at the end, or when the run is to stop. */
gboolean mill_feeder_next(MillFeeder *feeder, MillUnit *unit);
/* Bytes of the file, packed as they are, up to the end of that item; about. */
gint64 mill_feeder_get_behind(const MillFeeder *feeder);
/* Whether mill_feeder_next() might have to wait now. */
gboolean mill_feeder_is_slow(MillFeeder *feeder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillFeeder, mill_feeder_free)

#endif
