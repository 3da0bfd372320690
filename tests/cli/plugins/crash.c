/* crash - a plugin that does what plugins must not, when the text asks for it. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <textmill/plugin.h>
#include <unistd.h>

static MillVerdict
crash_process(gpointer options, MillDocument *document, GError **error)
{
    const char *text = mill_document_get_text(document, NULL);

    if (strstr(text, "SEGV"))
        kill(getpid(), SIGSEGV);
    if (strstr(text, "ABORT"))
        abort();
    if (strstr(text, "EXIT"))
        _exit(7);
    if (strstr(text, "INTERRUPT"))
        kill(getppid(), SIGINT);
    for (int i = 0; i < 2 && strstr(text, "CTRL-C TWICE"); i++)
        raise(SIGINT);
    while (strstr(text, "HANG"))
        pause();
    if (strstr(text, "FAIL")) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "the text says FAIL");
        return MILL_FAIL;
    }
    if (strstr(text, "DROP"))
        return mill_document_drop(document, "the text says DROP");
    return MILL_KEEP;
}

MILL_PLUGIN(.name = "crash", .summary = "Crash, hang, fail or drop when the text says so",
            .role = MILL_ROLE_STAGE, .process = crash_process, )
