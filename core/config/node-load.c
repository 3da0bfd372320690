/* node-load.c - from a file or a text to a tree: the bytes are checked before YAML is read. */
#include "config/node-private.h"

#include "config/report-private.h"

#include <errno.h>
#include <sys/stat.h>

/* Larger files are no configuration. */
#define LOAD_MAX_BYTES ((gsize) 256 << 20)

/* libfyaml is given nothing but characters: it is not asked to judge bytes. */
static gboolean
load_check_bytes(const char *path, const char *text, gsize length, guint line, MillReport *report)
{
    MillMark mark = { .file = path, .line = line, .column = 1, .length = 1 };
    const char *end;

    if (length > LOAD_MAX_BYTES) {
        mill_report_add(report, MILL_SEVERITY_ERROR, &(MillMark){ .file = path }, NULL,
                        "the file is larger than %u MB", (guint) (LOAD_MAX_BYTES >> 20));
        return FALSE;
    }
    if (g_utf8_validate(text, (gssize) length, &end))
        return TRUE;
    for (const char *p = text; p < end; p++) {
        if (*p == '\n') {
            mark.line++;
            mark.column = 1;
        } else if (((guchar) *p & 0xC0) != 0x80) {
            mark.column++;
        }
    }
    if (*end == '\0')
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, NULL, "the file holds a NUL byte");
    else
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, "convert the file to UTF-8",
                        "the byte 0x%02x is not UTF-8", (guchar) *end);
    return FALSE;
}

MillNode *
mill_node_parse_at(const char *path, const char *text, gsize length, guint line, MillReport *report)
{
    if (!load_check_bytes(path, text, length, line, report))
        return NULL;
    return mill_yaml_read(path, text, length, line, report);
}

MillNode *
mill_node_parse(const char *path, const char *text, gsize length, MillReport *report)
{
    g_return_val_if_fail(path && text && report, NULL);

    mill_report_set_source(report, path, text, length);
    return mill_node_parse_at(path, text, length, 1, report);
}

MillNode *
mill_node_load(const char *path, MillReport *report)
{
    g_return_val_if_fail(path && report, NULL);

    g_autofree char *text = NULL;
    gsize length = 0;
    MillMark mark = { .file = path };
    struct stat status;

    errno = 0;
    if (stat(path, &status) != 0 ||
        (!S_ISDIR(status.st_mode) && !g_file_get_contents(path, &text, &length, NULL))) {
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, NULL, "cannot read the file: %s",
                        g_strerror(errno));
        return NULL;
    }
    if (S_ISDIR(status.st_mode)) {
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, NULL, "this is a folder, not a file");
        return NULL;
    }
    if (!S_ISREG(status.st_mode)) /* a pipe cannot be read again to show a line of it */
        mill_report_set_source(report, path, text, length);
    return mill_node_parse_at(path, text, length, 1, report);
}
