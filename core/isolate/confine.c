/* confine.c - what a worker may not do. */
#include "isolate/confine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Bytes of private writable memory, and of resident memory, as /proc says. FALSE if it does not. */
static gboolean
confine_measure(guint64 *data, guint64 *resident)
{
    FILE *file = fopen("/proc/self/statm", "re");
    guint64 page = (guint64) sysconf(_SC_PAGESIZE);
    unsigned long fields[6] = { 0 };
    int got = 0;

    if (file) {
        got = fscanf(file, "%lu %lu %lu %lu %lu %lu", &fields[0], &fields[1], &fields[2],
                     &fields[3], &fields[4], &fields[5]);
        fclose(file);
    }
    *resident = fields[1] * page;
    *data = fields[5] * page;
    return got == 6;
}

/* GLib ends the process when it gets no memory. It says so first; there may be too little memory
 * even for the words. */
static void
confine_on_error(const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
    if (!message || strstr(message, "failed to allocate")) {
        MILL_STATUS_SET((MillStatus *) data, exhausted, 1);
        _exit(EXIT_FAILURE);
    }
    g_log_default_handler(domain, level, message, NULL);
}

void
mill_confine_memory(guint64 bytes, MillStatus *status)
{
    guint64 data, resident;
    struct rlimit limit;

    if (bytes == 0 || !confine_measure(&data, &resident) || getrlimit(RLIMIT_DATA, &limit) < 0)
        return;
    MILL_STATUS_SET(status, base, (gint64) resident);
    limit.rlim_cur = MIN(limit.rlim_max, (rlim_t) (data + bytes));
    limit.rlim_max = limit.rlim_cur; /* for good */
    setrlimit(RLIMIT_DATA, &limit);
    g_log_set_handler("GLib", G_LOG_LEVEL_ERROR | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION,
                      confine_on_error, status);
}
