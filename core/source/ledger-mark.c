/* ledger-mark.c - how the ledger of a results folder is known. */
#include "source/ledger-mark.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* "mill", at offset 68 of the header of a SQLite file (https://sqlite.org/fileformat2.html). */
#define LEDGER_APPLICATION 0x6d696c6c
#define LEDGER_HEADER      100

static guint32
ledger_read_number(const guint8 *header, gsize offset)
{
    guint32 number;

    memcpy(&number, header + offset, sizeof number);
    return GUINT32_FROM_BE(number);
}

/* Whether the file @path begins like a ledger. */
static gboolean
ledger_has_header(const char *path)
{
    guint8 header[LEDGER_HEADER];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    ssize_t got = fd < 0 ? -1 : read(fd, header, sizeof header);

    if (fd >= 0)
        close(fd);
    return got == (ssize_t) sizeof header && memcmp(header, "SQLite format 3", 16) == 0 &&
           ledger_read_number(header, 68) == LEDGER_APPLICATION;
}

gboolean
mill_ledger_is(const char *path)
{
    return g_str_has_suffix(path, "/" MILL_LEDGER_NAME) && ledger_has_header(path);
}

gboolean
mill_ledger_belongs(const char *path)
{
    const char *name = strrchr(path, '/');

    if (!name || !g_str_has_prefix(name + 1, MILL_LEDGER_NAME))
        return FALSE;
    g_autofree char *ledger = g_strndup(path, (gsize) (name + 1 - path) + strlen(MILL_LEDGER_NAME));

    return ledger_has_header(ledger);
}
