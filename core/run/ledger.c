/* ledger.c - DIR/ledger.jsonl: what became of every document. */
#include "run/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <textmill/json.h>

#define LEDGER_FORMAT 1

struct MillLedger {
    int fd;
    char *path; /* for messages */
    GString *lines;
    goffset written; /* bytes of whole lines in the file */
};

gboolean
mill_ledger_is(const char *path)
{
    char start[sizeof(MILL_LEDGER_START) - 1];

    if (!g_str_has_suffix(path, "/" MILL_LEDGER_NAME))
        return FALSE;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    ssize_t got = fd < 0 ? -1 : read(fd, start, sizeof(start));

    if (fd >= 0)
        close(fd);
    return got == (ssize_t) sizeof(start) && memcmp(start, MILL_LEDGER_START, sizeof(start)) == 0;
}

const char *
mill_outcome_name(MillOutcome outcome)
{
    static const char *const names[] = { "exported", "dropped", "quarantined" };

    return names[outcome];
}

static void
ledger_key(GString *line, const char *key)
{
    if (line->str[line->len - 1] != '{')
        g_string_append_c(line, ',');
    mill_json_append_key(line, key);
}

static void
ledger_string(GString *line, const char *key, const char *value)
{
    if (!value)
        return;
    ledger_key(line, key);
    mill_json_append_string(line, value, -1);
}

static void
ledger_int(GString *line, const char *key, gint64 value)
{
    ledger_key(line, key);
    mill_json_append_int(line, value);
}

static void
ledger_list(GString *line, const char *key, const GPtrArray *strings)
{
    if (!strings || strings->len == 0)
        return;
    ledger_key(line, key);
    for (guint i = 0; i < strings->len; i++) {
        g_string_append_c(line, i == 0 ? '[' : ',');
        mill_json_append_string(line, g_ptr_array_index(strings, i), -1);
    }
    g_string_append_c(line, ']');
}

static void
ledger_add_first(MillLedger *ledger, const char *pipeline, const GPtrArray *steps)
{
    g_string_append_c(ledger->lines, '{');
    ledger_int(ledger->lines, "ledger", LEDGER_FORMAT);
    ledger_string(ledger->lines, "textmill", mill_version());
    ledger_string(ledger->lines, "pipeline", pipeline);
    ledger_list(ledger->lines, "steps", steps);
    g_string_append(ledger->lines, "}\n");
}

MillLedger *
mill_ledger_begin(MillFiles *files, const char *pipeline, const GPtrArray *steps, GError **error)
{
    g_autoptr(MillLedger) ledger = g_new0(MillLedger, 1);
    MillDraft draft = MILL_DRAFT_NONE;

    ledger->fd = -1;
    ledger->path = g_build_filename(mill_files_get_path(files), MILL_LEDGER_NAME, NULL);
    ledger->lines = g_string_new(NULL);
    if (!mill_draft_open(&draft, files, error))
        return NULL;
    ledger->fd = fcntl(draft.fd, F_DUPFD_CLOEXEC, 3);
    ledger_add_first(ledger, pipeline, steps);
    if (ledger->fd >= 0 && mill_ledger_flush(ledger, error) &&
        mill_draft_publish(&draft, files, MILL_LEDGER_NAME, NULL, error))
        return g_steal_pointer(&ledger);
    if (ledger->fd < 0)
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot open another file: %s",
                    g_strerror(errno));
    mill_draft_discard(&draft, files);
    return NULL;
}

void
mill_ledger_abandon(MillLedger *ledger)
{
    close(ledger->fd);
    ledger->fd = -1;
}

void
mill_ledger_free(MillLedger *ledger)
{
    if (!ledger)
        return;
    if (ledger->fd >= 0)
        close(ledger->fd);
    g_string_free(ledger->lines, TRUE);
    g_free(ledger->path);
    g_free(ledger);
}

void
mill_ledger_add(MillLedger *ledger, const MillResult *result, const char *path,
                const GPtrArray *names)
{
    GString *line = ledger->lines;

    g_string_append_c(line, '{');
    ledger_string(line, "id", result->document);
    ledger_string(line, "outcome", mill_outcome_name(result->outcome));
    ledger_string(line, "step", result->step);
    ledger_string(line, "code", result->code);
    ledger_string(line, "message", result->message);
    if (result->n_diagnostics > 0)
        ledger_int(line, "diagnostics", (gint64) result->n_diagnostics);
    if (result->outcome != MILL_OUTCOME_EXPORTED)
        ledger_string(line, "path", path);
    ledger_list(line, "files", names);
    g_string_append(line, "}\n");
}

/* What cannot be written whole is taken back, so that the file ends with a whole line. */
gboolean
mill_ledger_flush(MillLedger *ledger, GError **error)
{
    gsize done = 0;

    while (done < ledger->lines->len) {
        ssize_t written = write(ledger->fd, ledger->lines->str + done, ledger->lines->len - done);

        if (written >= 0) {
            done += (gsize) written;
        } else if (errno != EINTR) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "cannot write '%s': %s", ledger->path,
                        g_strerror(errno));
            if (ftruncate(ledger->fd, ledger->written) == 0)
                lseek(ledger->fd, ledger->written, SEEK_SET);
            return FALSE;
        }
    }
    ledger->written += (goffset) done;
    g_string_truncate(ledger->lines, 0);
    return TRUE;
}

gboolean
mill_ledger_finish(MillLedger *ledger, const MillProgress *total, const GError *failure,
                   const GPtrArray *names, const GPtrArray *discarded, GError **error)
{
    GString *line = ledger->lines;
    const char *state = !failure                              ? "finished"
                        : failure->code == MILL_ERROR_STOPPED ? "stopped"
                                                              : "failed";

    g_string_append_c(line, '{');
    ledger_string(line, "state", state);
    ledger_int(line, "documents", total->documents);
    ledger_int(line, "exported", total->exported);
    ledger_int(line, "dropped", total->dropped);
    ledger_int(line, "quarantined", total->quarantined);
    ledger_int(line, "bytes_in", total->bytes_in);
    ledger_int(line, "bytes_out", total->bytes_out);
    if (failure)
        ledger_string(line, "message", failure->message);
    ledger_list(line, "files", names);
    ledger_list(line, "discarded", discarded);
    g_string_append(line, "}\n");
    return mill_ledger_flush(ledger, error);
}
