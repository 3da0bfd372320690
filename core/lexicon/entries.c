/* entries.c - the collected forms and concepts, with what is wrong about single ones. */
#include "entries.h"

#include <stdarg.h>
#include <string.h>

LexEntries *
lex_entries_new(MillReport *report, const char *const *categories)
{
    LexEntries *self = g_new0(LexEntries, 1);

    self->report = mill_report_ref(report);
    self->categories = categories && categories[0] ? categories : NULL;
    self->files = g_ptr_array_new_with_free_func(g_free);
    self->sources = g_array_new(FALSE, FALSE, sizeof(LexSource));
    g_array_set_clear_func(self->sources, (GDestroyNotify) lex_source_clear);
    self->entries = g_array_new(FALSE, FALSE, sizeof(LexEntry));
    self->concepts = g_array_new(FALSE, FALSE, sizeof(LexConcept));
    self->strings = g_byte_array_new();
    self->shared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->category_offsets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->last_category = LEX_NO_STRING;
    return self;
}

void
lex_entries_free(LexEntries *self)
{
    if (!self)
        return;
    mill_report_unref(self->report);
    g_ptr_array_unref(self->files);
    g_array_unref(self->sources);
    g_clear_pointer(&self->entries, g_array_unref);
    g_clear_pointer(&self->concepts, g_array_unref);
    g_clear_pointer(&self->strings, g_byte_array_unref);
    g_hash_table_unref(self->shared);
    g_hash_table_unref(self->category_offsets);
    g_free(self);
}

void
lex_entries_begin_file(LexEntries *self, const char *path)
{
    self->file = self->files->len;
    g_ptr_array_add(self->files, g_strdup(path));
    memset(self->n_reported, 0, sizeof self->n_reported);
}

static void
entries_add_message(LexEntries *self, MillSeverity severity, guint line, guint column,
                    const char *hint, const char *message)
{
    MillMark mark = { .file = g_ptr_array_index(self->files, self->file),
                      .line = line,
                      .column = column };

    mill_report_add(self->report, severity, mark.file ? &mark : NULL, hint, "%s", message);
}

void
lex_entries_report(LexEntries *self, MillSeverity severity, guint line, guint column,
                   const char *hint, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    entries_add_message(self, severity, line, column, hint, message);
}

void
lex_entries_warn(LexEntries *self, LexWarning kind, guint line, guint column, const char *format,
                 ...)
{
    guint n = ++self->n_reported[kind];
    va_list arguments;

    if (n > LEX_MESSAGES_MAX)
        return;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    entries_add_message(
        self, MILL_SEVERITY_WARNING, line, column,
        n == LEX_MESSAGES_MAX ? "further warnings of this kind are not shown" : NULL, message);
}

/* Copies a string into the pool. Returns its offset. */
static guint32
entries_add_string(LexEntries *self, const char *string, gsize length)
{
    guint32 offset = self->strings->len;

    g_byte_array_append(self->strings, (const guint8 *) string, (guint) length);
    g_byte_array_append(self->strings, (const guint8 *) "", 1);
    return offset;
}

const char *
lex_entries_string(const LexEntries *self, guint32 offset)
{
    return (const char *) self->strings->data + offset;
}

/* The offset of @category: the last one again, most of the time. */
static guint32
entries_add_category(LexEntries *self, const char *category, gsize length)
{
    guint32 last = self->last_category;

    if (last != LEX_NO_STRING && strncmp(lex_entries_string(self, last), category, length) == 0 &&
        lex_entries_string(self, last)[length] == '\0')
        return last;

    g_autofree char *key = g_strndup(category, length);
    gpointer known = g_hash_table_lookup(self->category_offsets, key);

    if (!known) {
        known = GUINT_TO_POINTER(entries_add_string(self, category, length) + 1);
        g_hash_table_insert(self->category_offsets, g_steal_pointer(&key), known);
    }
    self->last_category = GPOINTER_TO_UINT(known) - 1;
    return self->last_category;
}

/* Trims slashes and white space from a category path. */
static void
entries_trim_category(const char **category, gsize *length)
{
    while (*length > 0 && (g_ascii_isspace(**category) || **category == '/'))
        (*category)++, (*length)--;
    while (*length > 0 &&
           (g_ascii_isspace((*category)[*length - 1]) || (*category)[*length - 1] == '/'))
        (*length)--;
}

guint32
lex_entries_concept(LexEntries *self, const char *term, gsize term_length, const char *category,
                    gsize category_length, gboolean shared)
{
    LexConcept concept = { .category = LEX_NO_STRING, .weight = 1 };
    g_autofree char *key = NULL;

    entries_trim_category(&category, &category_length);
    if (category_length > 0)
    concept.category = entries_add_category(self, category, category_length);
    if (self->categories &&
        (category_length == 0 ||
         !lex_category_is_in(lex_entries_string(self, concept.category), self->categories)))
        return LEX_NO_CONCEPT;
    if (shared) {
        key =
            g_strdup_printf("%.*s\t%.*s", (int) term_length, term, (int) category_length, category);

        guint known = GPOINTER_TO_UINT(g_hash_table_lookup(self->shared, key));
        if (known > 0)
            return known - 1;
    }
    concept.term = entries_add_string(self, term, term_length);
    g_array_append_val(self->concepts, concept);
    if (shared)
        g_hash_table_insert(self->shared, g_steal_pointer(&key),
                            GUINT_TO_POINTER(self->concepts->len));
    return self->concepts->len - 1;
}

void
lex_entries_set_weight(LexEntries *self, guint32 concept, double weight)
{
    g_array_index(self->concepts, LexConcept, concept).weight = (float) weight;
    self->has_weight |= weight != 1;
}

void
lex_trim(const char **string, gsize *length)
{
    const char *end = *string + *length;

    while (*string < end && g_unichar_isspace(g_utf8_get_char(*string)))
        *string = g_utf8_next_char(*string);
    while (end > *string) {
        const char *last = g_utf8_prev_char(end);

        if (!g_unichar_isspace(g_utf8_get_char(last)))
            break;
        end = last;
    }
    *length = (gsize) (end - *string);
}

/* Whether the form can be added; says why not. */
static gboolean
entries_check_form(LexEntries *self, gsize length, guint line, guint column)
{
    if (length == 0)
        lex_entries_warn(self, LEX_WARNING_EMPTY, line, column, "empty term");
    else if (length > LEX_TERM_MAX)
        lex_entries_report(self, MILL_SEVERITY_ERROR, line, column, NULL,
                           "term of %" G_GSIZE_FORMAT " bytes; at most %d are possible", length,
                           LEX_TERM_MAX);
    else if (self->entries->len < LEX_FORMS_MAX)
        return TRUE;
    else if (self->n_reported[LEX_WARNING_FULL]++ == 0)
        lex_entries_report(self, MILL_SEVERITY_ERROR, line, column, NULL,
                           "a dictionary holds at most %d terms and aliases", LEX_FORMS_MAX);
    return FALSE;
}

void
lex_entries_add(LexEntries *self, guint32 concept, const char *form, gsize length, guint flags,
                guint line, guint column)
{
    LexEntry entry = {
        .concept = concept,
        .line = line,
        .column = (guint16) MIN(column, G_MAXUINT16),
        .file = (guint8) (self->files->len - 1),
        .flags = (guint8) flags,
    };

    lex_trim(&form, &length);
    if (!entries_check_form(self, length, line, column))
        return;

    /* The canonical term itself needs no second copy. */
    guint32 canonical = concept == LEX_ANY_CONCEPT
                            ? LEX_NO_STRING
                            : g_array_index(self->concepts, LexConcept, concept).term;
    if (canonical != LEX_NO_STRING &&
        strncmp(lex_entries_string(self, canonical), form, length) == 0 &&
        lex_entries_string(self, canonical)[length] == '\0')
        entry.surface = canonical;
    else
        entry.surface = entries_add_string(self, form, length);
    g_array_append_val(self->entries, entry);
}
