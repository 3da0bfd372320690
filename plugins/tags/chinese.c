/* chinese.c - asks OpenCC, once per dictionary, what each single character becomes.
 *
 * The library is loaded when a pipeline asks for it, not linked: it is C++ and would cost each run
 * of every pipeline with tags more than reading a dictionary does. Characters are converted one by
 * one, each on a line of its own, so that OpenCC's phrases do not come into it; terms and texts are
 * converted alike, which is all that matching needs.
 */
#include "chinese.h"

#include <dlfcn.h>
#include <string.h>
#include <textmill/error.h>

typedef gpointer (*OpenccOpen)(const char *config);
typedef int (*OpenccClose)(gpointer opencc);
typedef char *(*OpenccConvert)(gpointer opencc, const char *text, size_t length);
typedef void (*OpenccFree)(char *text);

typedef struct {
    gpointer handle;
    OpenccOpen open;
    OpenccClose close;
    OpenccConvert convert;
    OpenccFree free;
} Opencc;

static const struct {
    guint32 first;
    guint32 last;
} chinese_ranges[] = {
    { 0x3400, 0x4dbf }, { 0x4e00, 0x9fff }, { 0xf900, 0xfaff }, { 0x20000, 0x2a6df }
};

static gpointer
chinese_find(const Opencc *library, const char *name)
{
    return dlsym(library->handle, name);
}

static gboolean
chinese_load(Opencc *library)
{
    static const char *const names[] = { "libopencc.so.1.1", "libopencc.so.1.2", "libopencc.so.2",
                                         "libopencc.so", NULL };
    gpointer symbols[4] = { NULL };

    for (gsize i = 0; names[i] && !library->handle; i++)
        library->handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!library->handle)
        return FALSE;
    symbols[0] = chinese_find(library, "opencc_open");
    symbols[1] = chinese_find(library, "opencc_close");
    symbols[2] = chinese_find(library, "opencc_convert_utf8");
    symbols[3] = chinese_find(library, "opencc_convert_utf8_free");
    /* C has no cast from object to function. */
    memcpy(&library->open, &symbols[0], sizeof(gpointer));
    memcpy(&library->close, &symbols[1], sizeof(gpointer));
    memcpy(&library->convert, &symbols[2], sizeof(gpointer));
    memcpy(&library->free, &symbols[3], sizeof(gpointer));
    return library->open && library->close && library->convert && library->free;
}

/* All Chinese characters, a line each. */
static GString *
chinese_list_characters(void)
{
    GString *list = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(chinese_ranges); i++)
        for (guint32 c = chinese_ranges[i].first; c <= chinese_ranges[i].last; c++) {
            g_string_append_unichar(list, c);
            g_string_append_c(list, '\n');
        }
    return list;
}

/* Reads the lines of both lists side by side. */
static GArray *
chinese_compare(const char *from, const char *to)
{
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(guint32[2]));

    while (*from && *to) {
        guint32 pair[2] = { g_utf8_get_char(from), g_utf8_get_char_validated(to, -1) };
        const char *line_end = strchr(to, '\n');

        from = g_utf8_next_char(from) + 1;
        if (!line_end)
            break;
        if (pair[1] < 0x110000 && g_utf8_next_char(to) == line_end && pair[0] != pair[1])
            g_array_append_val(pairs, pair);
        to = line_end + 1;
    }
    return pairs;
}

GArray *
tags_chinese_pairs(GError **error)
{
    Opencc library = { 0 };
    gpointer opencc = chinese_load(&library) ? library.open("t2s.json") : GINT_TO_POINTER(-1);

    if (opencc == GINT_TO_POINTER(-1)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_FAILED,
                    library.handle
                        ? "OpenCC cannot be used: its table t2s.json is missing"
                        : "OpenCC is not installed (Debian: libopencc1.1, libopencc-data)");
        return NULL;
    }

    GString *list = chinese_list_characters();
    char *converted = library.convert(opencc, list->str, list->len);
    GArray *pairs = converted ? chinese_compare(list->str, converted) : NULL;

    if (converted)
        library.free(converted);
    else
        g_set_error(error, MILL_ERROR, MILL_ERROR_FAILED, "OpenCC cannot convert");
    library.close(opencc);
    g_string_free(list, TRUE);
    return pairs;
}
