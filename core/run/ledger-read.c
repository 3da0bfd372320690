/* ledger-read.c - the files that the ledger of an earlier run lists.
 *
 * Reads the lines that ledger.c writes, not JSON in general: in a JSON string every quote is
 * escaped, so `,"files":[` can only be the key.
 */
#include "run/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILES_KEY ",\"files\":["

/* Decodes the escape at @at, behind the backslash. Returns what follows it, or NULL. */
static const char *
ledger_unescape(const char *at, GString *string)
{
    static const char codes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const char *code = *at ? strchr(codes, *at) : NULL;
    gunichar character = 0;

    if (code) {
        g_string_append_c(string, meanings[code - codes]);
        return at + 1;
    }
    if (*at != 'u')
        return NULL;
    for (guint i = 1; i <= 4; i++) {
        if (!g_ascii_isxdigit(at[i]))
            return NULL;
        character = character * 16 + (gunichar) g_ascii_xdigit_value(at[i]);
    }
    if (character == 0 || !g_unichar_validate(character))
        return NULL;
    g_string_append_unichar(string, character);
    return at + 5;
}

/* Reads the JSON string at @at into @string. Returns what follows it, or NULL if it is none. */
static const char *
ledger_parse_string(const char *at, GString *string)
{
    g_string_truncate(string, 0);
    if (*at++ != '"')
        return NULL;
    while (*at != '"') {
        if (*at == '\0')
            return NULL;
        if (*at != '\\')
            g_string_append_c(string, *at++);
        else if (!(at = ledger_unescape(at + 1, string)))
            return NULL;
    }
    return at + 1;
}

static gboolean
ledger_read_line(const char *line, GString *name, MillLedgerCall call, gpointer data,
                 GError **error)
{
    const char *at = strstr(line, FILES_KEY);

    if (!at)
        return TRUE;
    at += strlen(FILES_KEY);
    while ((at = ledger_parse_string(at, name))) {
        if (!call(name->str, data, error))
            return FALSE;
        if (*at++ != ',')
            return TRUE;
    }
    return TRUE;
}

static FILE *
ledger_open(MillFiles *files)
{
    int fd = openat(mill_files_get_fd(files), MILL_LEDGER_NAME,
                    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    FILE *stream = fd < 0 ? NULL : fdopen(fd, "r");

    if (fd >= 0 && !stream)
        close(fd);
    return stream;
}

gboolean
mill_ledger_each_file(MillFiles *files, MillLedgerCall call, gpointer data, GError **error)
{
    FILE *stream = ledger_open(files);
    g_autoptr(GString) name = g_string_new(NULL);
    char *line = NULL;
    size_t size = 0;
    gboolean fine = TRUE;

    if (!stream)
        return TRUE;
    if (getline(&line, &size, stream) > 0 && g_str_has_prefix(line, MILL_LEDGER_START))
        while (fine && getline(&line, &size, stream) > 0)
            fine = ledger_read_line(line, name, call, data, error);
    free(line);
    fclose(stream);
    return fine;
}
