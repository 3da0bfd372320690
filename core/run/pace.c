/* pace.c - how long a run will take yet. */
#include "run/pace.h"

static gint64
pace_extrapolate(gint64 begin, gint64 now, gint64 end, gint64 elapsed)
{
    double left = (double) elapsed / (double) (now - begin) * (double) (end - now);

    return left < (double) G_MAXINT64 ? (gint64) left : G_MAXINT64;
}

gint64
mill_pace_get_left(MillPlace begin, MillPlace now, MillPlace end, gint64 elapsed)
{
    if (end.bytes > 0 && now.bytes > begin.bytes && now.bytes <= end.bytes)
        return pace_extrapolate(begin.bytes, now.bytes, end.bytes, elapsed);
    if (end.documents >= 0 && now.documents > begin.documents && now.documents <= end.documents)
        return pace_extrapolate(begin.documents, now.documents, end.documents, elapsed);
    return -1;
}
