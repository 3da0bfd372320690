/* pace.h - how long a run will take yet. */
#ifndef MILL_RUN_PACE_H
#define MILL_RUN_PACE_H

#include <glib.h>

/* A place in a run, or its end, where -1 means that nobody knows. */
typedef struct {
    gint64 bytes;     /* of the files of all inputs, packed as they are */
    gint64 documents; /* that have ended */
} MillPlace;

/* What is left at @now of a run that began at @begin @elapsed ago and is over at @end, at the pace
 * so far; in the unit of @elapsed. Bytes tell for files of any kind; where nobody knows how many
 * there are (a pipe), or they are none, documents do. -1 if there is nothing to tell it from. */
gint64 mill_pace_get_left(MillPlace begin, MillPlace now, MillPlace end, gint64 elapsed);

#endif
