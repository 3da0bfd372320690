/* report.c - collects messages in the order of their places.
 *
 * Files are numbered as they first appear; messages without a file come first. The text of a file
 * is read when the first message about it arrives, so a report without messages costs nothing.
 */
#include "config/report-private.h"

#include <string.h>
#include <sys/stat.h>

/* Larger files are not read again only to show a line of them. */
#define REPORT_MAX_SOURCE ((goffset) 64 << 20)

/* Code points. */
#define REPORT_MAX_MESSAGE 600

typedef struct {
    char *name; /* NULL for messages without a file */
    char *text; /* NULL: not read, or not readable */
    gsize length;
    gboolean tried;
    GArray *lines; /* gsize: where each line starts; made with the first look-up */
    guint kept[MILL_SEVERITY_ERROR + 1];
    guint omitted;
} ReportFile;

struct MillReport {
    gint references;
    GPtrArray *files;   /* ReportFile */
    GPtrArray *entries; /* MillReportEntry, sorted */
    gsize counts[MILL_SEVERITY_ERROR + 1];
};

static void
report_file_free(gpointer data)
{
    ReportFile *file = data;

    g_free(file->name);
    g_free(file->text);
    g_clear_pointer(&file->lines, g_array_unref);
    g_free(file);
}

static void
report_entry_free(gpointer data)
{
    MillReportEntry *entry = data;

    g_free((char *) entry->message.message);
    g_free((char *) entry->message.hint);
    g_free(entry->line);
    g_free(entry);
}

MillReport *
mill_report_new(void)
{
    MillReport *report = g_new0(MillReport, 1);

    report->references = 1;
    report->files = g_ptr_array_new_with_free_func(report_file_free);
    report->entries = g_ptr_array_new_with_free_func(report_entry_free);
    g_ptr_array_add(report->files, g_new0(ReportFile, 1));
    return report;
}

MillReport *
mill_report_ref(MillReport *report)
{
    g_return_val_if_fail(report, NULL);
    report->references++;
    return report;
}

void
mill_report_unref(MillReport *report)
{
    if (!report || --report->references > 0)
        return;
    g_ptr_array_unref(report->entries);
    g_ptr_array_unref(report->files);
    g_free(report);
}

/* The number of the file called @name, which is added if it is new. */
static guint
report_find_file(MillReport *report, const char *name)
{
    if (!name)
        return 0;
    for (guint i = 1; i < report->files->len; i++) {
        const ReportFile *file = g_ptr_array_index(report->files, i);

        if (g_str_equal(file->name, name))
            return i;
    }

    ReportFile *file = g_new0(ReportFile, 1);

    file->name = g_strdup(name);
    g_ptr_array_add(report->files, file);
    return report->files->len - 1;
}

void
mill_report_set_source(MillReport *report, const char *file, const char *text, gsize length)
{
    guint index = report_find_file(report, file); /* may move the array */
    ReportFile *source = g_ptr_array_index(report->files, index);

    g_free(source->text);
    g_clear_pointer(&source->lines, g_array_unref);
    source->text = g_memdup2(text, length);
    source->length = length;
    source->tried = TRUE;
}

/* Only regular files of a moderate size: reading a pipe again would block or give other bytes. */
static void
report_read_source(ReportFile *file)
{
    struct stat status;

    if (file->tried || !file->name)
        return;
    file->tried = TRUE;
    if (stat(file->name, &status) == 0 && S_ISREG(status.st_mode) &&
        status.st_size <= REPORT_MAX_SOURCE)
        g_file_get_contents(file->name, &file->text, &file->length, NULL);
}

static void
report_index_lines(ReportFile *file)
{
    const char *end = file->text + file->length;
    gsize start = 0;

    file->lines = g_array_new(FALSE, FALSE, sizeof(gsize));
    g_array_append_val(file->lines, start);
    for (const char *p = file->text; p < end && (p = memchr(p, '\n', end - p)); p++) {
        start = p + 1 - file->text;
        g_array_append_val(file->lines, start);
    }
}

/* Line number @line (from 1) without its end, or NULL. */
static char *
report_dup_line(ReportFile *file, guint line)
{
    report_read_source(file);
    if (!file->text || line == 0)
        return NULL;
    if (!file->lines)
        report_index_lines(file);
    if (line > file->lines->len)
        return NULL;

    gsize start = g_array_index(file->lines, gsize, line - 1);
    gsize end = line < file->lines->len ? g_array_index(file->lines, gsize, line) : file->length;

    while (end > start && (file->text[end - 1] == '\n' || file->text[end - 1] == '\r'))
        end--;
    return g_utf8_make_valid(file->text + start, end - start);
}

/* Messages quote what was written in files; control characters in it must not reach a terminal, nor
 * a whole page. */
static char *
report_tame(char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *tame = g_string_new(NULL);
    guint count = 0;

    for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);

        if (++count > REPORT_MAX_MESSAGE) {
            g_string_append(tame, "…");
            break;
        }

        if (g_unichar_iscntrl(c) && c != '\n')
            g_string_append_printf(tame, "\\x%02x", c);
        else
            g_string_append_unichar(tame, c);
    }
    g_free(text);
    return g_string_free(tame, FALSE);
}

static gint
report_compare(const MillReportEntry *a, const MillReportEntry *b)
{
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->message.mark.line != b->message.mark.line)
        return a->message.mark.line < b->message.mark.line ? -1 : 1;
    if (a->message.mark.column != b->message.mark.column)
        return a->message.mark.column < b->message.mark.column ? -1 : 1;
    return 0;
}

/* Puts @entry in its place. FALSE if the same is said there already, as happens with aliases. */
static gboolean
report_insert(MillReport *report, MillReportEntry *entry)
{
    guint at = report->entries->len;

    for (; at > 0; at--) {
        const MillReportEntry *other = g_ptr_array_index(report->entries, at - 1);
        gint order = report_compare(other, entry);

        if (order < 0)
            break;
        if (order == 0 && other->message.severity == entry->message.severity &&
            g_str_equal(other->message.message, entry->message.message))
            return FALSE;
    }
    while (at < report->entries->len &&
           report_compare(g_ptr_array_index(report->entries, at), entry) == 0)
        at++;
    g_ptr_array_insert(report->entries, at, entry);
    return TRUE;
}

void
mill_report_add_valist(MillReport *report, MillSeverity severity, const MillMark *mark,
                       const char *hint, const char *format, va_list arguments)
{
    g_return_if_fail(report && severity <= MILL_SEVERITY_ERROR);

    guint index = report_find_file(report, mark ? mark->file : NULL);
    ReportFile *file = g_ptr_array_index(report->files, index);

    if (file->kept[severity] >= MILL_REPORT_MAX_PER_FILE) {
        file->omitted++;
        report->counts[severity]++;
        return;
    }

    MillReportEntry *entry = g_new0(MillReportEntry, 1);

    entry->file = index;
    entry->message.severity = severity;
    entry->message.message = report_tame(g_strdup_vprintf(format, arguments));
    entry->message.hint = hint ? report_tame(g_strdup(hint)) : NULL;
    if (mark)
        entry->message.mark = *mark;
    entry->message.mark.file = file->name;
    entry->line = report_dup_line(file, entry->message.mark.line);
    if (!report_insert(report, entry)) {
        report_entry_free(entry);
        return;
    }
    file->kept[severity]++;
    report->counts[severity]++;
}

void
mill_report_add(MillReport *report, MillSeverity severity, const MillMark *mark, const char *hint,
                const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    mill_report_add_valist(report, severity, mark, hint, format, arguments);
    va_end(arguments);
}

gsize
mill_report_get_length(const MillReport *report)
{
    return report->entries->len;
}

const MillMessage *
mill_report_get(const MillReport *report, gsize index)
{
    const MillReportEntry *entry = mill_report_get_entry(report, index);

    return entry ? &entry->message : NULL;
}

const MillReportEntry *
mill_report_get_entry(const MillReport *report, gsize index)
{
    return index < report->entries->len ? g_ptr_array_index(report->entries, index) : NULL;
}

guint
mill_report_get_omitted(const MillReport *report, guint file)
{
    return ((const ReportFile *) g_ptr_array_index(report->files, file))->omitted;
}

gsize
mill_report_count(const MillReport *report, MillSeverity severity)
{
    g_return_val_if_fail(severity <= MILL_SEVERITY_ERROR, 0);
    return report->counts[severity];
}
