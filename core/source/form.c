/* form.c - what a file is, by its name. */
#include "source/form.h"

#include <string.h>

typedef struct {
    const char *suffix;
    MillForm form;
} Suffix;

static const Suffix form_streams[] = {
    { ".gz", { MILL_PACKING_STREAM, .gzip = TRUE } },
    { ".zst", { MILL_PACKING_STREAM } },
    { ".xz", { MILL_PACKING_STREAM } },
    { ".bz2", { MILL_PACKING_STREAM } },
};

/* Behind a suffix of the above these mean the same. */
static const Suffix form_archives[] = {
    { ".tar", { MILL_PACKING_ARCHIVE } },
    { ".zip", { MILL_PACKING_ARCHIVE, .zip = TRUE } },
    { ".tgz", { MILL_PACKING_ARCHIVE, .gzip = TRUE } },
    { ".tzst", { MILL_PACKING_ARCHIVE } },
    { ".txz", { MILL_PACKING_ARCHIVE } },
    { ".tbz2", { MILL_PACKING_ARCHIVE } },
    { ".tbz", { MILL_PACKING_ARCHIVE } },
};

static const Suffix form_formats[] = {
    { ".jsonl", { .format = MILL_FORMAT_JSONL } },
    { ".ndjson", { .format = MILL_FORMAT_JSONL } },
    { ".csv", { .format = MILL_FORMAT_CSV } },
    { ".tsv", { .format = MILL_FORMAT_TSV } },
    { ".warc", { .format = MILL_FORMAT_WARC } },
    { ".warc.wet", { .format = MILL_FORMAT_WARC } },
    { ".warc.wat", { .format = MILL_FORMAT_WARC } },
    { ".arc", { .format = MILL_FORMAT_WARC } },
};

/* The entry of @table that the first @length bytes of @name end with, in any case, or NULL. */
static const Suffix *
form_match(const Suffix *table, gsize n, const char *name, gsize length)
{
    for (gsize i = 0; i < n; i++) {
        gsize size = strlen(table[i].suffix);

        if (length > size && g_ascii_strncasecmp(name + length - size, table[i].suffix, size) == 0)
            return &table[i];
    }
    return NULL;
}

MillForm
mill_form_find(const MillInput *input, const char *name)
{
    gsize length = strlen(name);
    MillForm form = { .format = MILL_FORMAT_TEXT };
    const Suffix *found = NULL;

    if (input->archives &&
        (found = form_match(form_streams, G_N_ELEMENTS(form_streams), name, length))) {
        form.packing = MILL_PACKING_STREAM;
        form.gzip = found->form.gzip;
        length -= strlen(found->suffix);
    }
    if (input->archives &&
        (found = form_match(form_archives, G_N_ELEMENTS(form_archives), name, length))) {
        form.packing = MILL_PACKING_ARCHIVE;
        form.gzip |= found->form.gzip;
        form.zip = found->form.zip;
        return form;
    }
    found = form_match(form_formats, G_N_ELEMENTS(form_formats), name, length);
    if (input->format != MILL_FORMAT_AUTO)
        form.format = (MillFormat) input->format;
    else if (found)
        form.format = found->form.format;
    return form;
}

gboolean
mill_form_is_container(const MillForm *form)
{
    return form->packing != MILL_PACKING_NONE || form->format != MILL_FORMAT_TEXT;
}

/* Whether what stands before @mark in @id is called like a container, be it for the second time
 * (`x.tar~2`). */
static gboolean
form_is_outer(const MillInput *input, const char *id, const char *mark)
{
    const char *end = mark;

    while (end > id && g_ascii_isdigit(end[-1]))
        end--;
    if (end == id || end == mark || end[-1] != '~')
        end = mark + 1;
    g_autofree char *name = g_strndup(id, (gsize) (end - 1 - id));
    MillForm form = mill_form_find(input, name);

    return mill_form_is_container(&form);
}

/* Whether an item's place in a container may begin at @mark. A mark that looks like one that was
 * rewritten is one as well, so that no two ids become the same. */
static gboolean
form_is_mark(const char *mark)
{
    return *mark == '!' || (*mark == ':' && g_ascii_isdigit(mark[1])) ||
           g_str_has_prefix(mark, "%21") || g_str_has_prefix(mark, "%3A") ||
           g_str_has_prefix(mark, "%25");
}

char *
mill_form_guard_id(const MillInput *input, char *id)
{
    for (const char *mark = strpbrk(id, "!:%"); mark; mark = strpbrk(mark + 1, "!:%")) {
        if (!form_is_mark(mark) || !form_is_outer(input, id, mark))
            continue;
        char *guarded =
            g_strdup_printf("%.*s%%%02X%s", (int) (mark - id), id, (guint) *mark, mark + 1);

        g_free(id);
        return guarded;
    }
    return id;
}
