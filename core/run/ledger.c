/* ledger.c - DIR/ledger.jsonl: what became of every document. */
#include "run/ledger.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define LEDGER_START "{\"ledger\":"

gboolean
mill_ledger_is(const char *path)
{
    char start[sizeof(LEDGER_START) - 1];

    if (!g_str_has_suffix(path, "/" MILL_LEDGER_NAME))
        return FALSE;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    ssize_t got = fd < 0 ? -1 : read(fd, start, sizeof(start));

    if (fd >= 0)
        close(fd);
    return got == (ssize_t) sizeof(start) && memcmp(start, LEDGER_START, sizeof(start)) == 0;
}
