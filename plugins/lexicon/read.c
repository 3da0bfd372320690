/* read.c - from a file's name to its reader, and what all readers share. */
#include "read.h"

#include "lexicon/checksum.h"
#include "skos.h"

#include <string.h>

#include <textmill/error.h>

const char *const lex_column_names[LEX_N_COLUMNS + 1] = {
    [LEX_COLUMN_TERM] = "term",           [LEX_COLUMN_CATEGORY] = "category",
    [LEX_COLUMN_CANONICAL] = "canonical", [LEX_COLUMN_ALIASES] = "aliases",
    [LEX_COLUMN_WEIGHT] = "weight",       [LEX_COLUMN_EXCEPT] = "except",
    [LEX_COLUMN_MATCH] = "match",
};

/* Splits a cell at "|" and adds each part as a form. */
static void
read_parts(LexEntries *entries, guint32 concept, const LexCell *cell, guint flags)
{
    const char *end = cell->string + cell->length;
    const char *part = cell->string;

    while (cell->length > 0) {
        const char *bar = memchr(part, '|', (gsize) (end - part));
        guint column = cell->column + (guint) g_utf8_strlen(cell->string, part - cell->string);

        lex_entries_add(entries, concept, part, (gsize) ((bar ? bar : end) - part), flags,
                        cell->line, column);
        if (!bar)
            break;
        part = bar + 1;
    }
}

static gboolean
read_is(const LexCell *cell, const char *word)
{
    const char *string = cell->string;
    gsize length = cell->length;

    lex_trim(&string, &length);
    return length == strlen(word) && g_ascii_strncasecmp(string, word, length) == 0;
}

static void
read_weight(LexEntries *entries, guint32 concept, const LexCell *cell)
{
    g_autofree char *string = g_strndup(cell->string, cell->length);
    char *end;
    double weight = g_ascii_strtod(g_strstrip(string), &end);

    if (string[0] == '\0')
        return;
    if (*end == '\0' && weight >= 0 && weight <= 1e9)
        lex_entries_set_weight(entries, concept, weight);
    else
        lex_entries_report(entries, MILL_SEVERITY_ERROR, cell->line, cell->column, NULL,
                           "weight '%s' is not a number from 0 to 1000000000", string);
}

/* The flags that the cell `match` asks for. */
static guint
read_match(LexEntries *entries, const LexCell *cell)
{
    if (read_is(cell, "exact"))
        return LEX_ENTRY_EXACT;
    if (read_is(cell, "exclude"))
        return LEX_ENTRY_EXCLUDE;
    if (!read_is(cell, "") && !read_is(cell, "fold"))
        lex_entries_report(entries, MILL_SEVERITY_ERROR, cell->line, cell->column,
                           "write exact, exclude or nothing", "unknown kind of match '%.*s'",
                           (int) cell->length, cell->string);
    return 0;
}

guint32
lex_read_record(LexEntries *entries, const LexCell cells[LEX_N_COLUMNS])
{
    const LexCell *term = &cells[LEX_COLUMN_TERM];
    const LexCell *category = &cells[LEX_COLUMN_CATEGORY];
    const char *canonical = cells[LEX_COLUMN_CANONICAL].string;
    gsize length = cells[LEX_COLUMN_CANONICAL].length;
    guint flags = read_match(entries, &cells[LEX_COLUMN_MATCH]);
    gboolean shared;
    guint32 concept = LEX_ANY_CONCEPT;

    lex_trim(&canonical, &length);
    shared = length > 0;
    if (!shared) {
        canonical = term->string;
        length = term->length;
        lex_trim(&canonical, &length);
    }
    if (!(flags & LEX_ENTRY_EXCLUDE))
    concept =
        lex_entries_concept(entries, canonical, length, category->string, category->length, shared);
    if (concept == LEX_NO_CONCEPT)
    return concept;
    lex_entries_add(entries, concept, term->string, term->length, flags, term->line, term->column);
    read_parts(entries, concept, &cells[LEX_COLUMN_ALIASES], flags);
    if (concept == LEX_ANY_CONCEPT)
    return concept;
    read_parts(entries, concept, &cells[LEX_COLUMN_EXCEPT], LEX_ENTRY_EXCLUDE);
    read_weight(entries, concept, &cells[LEX_COLUMN_WEIGHT]);
    return concept;
}

/* Reports the first byte of @text that is not UTF-8. Returns whether there is none. */
static gboolean
read_check_encoding(LexEntries *entries, const char *text, gsize length)
{
    const char *bad;
    guint line = 1;
    const char *start = text;

    if (g_utf8_validate(text, (gssize) length, &bad))
        return TRUE;
    for (const char *p = text; p < bad; p++)
        if (*p == '\n') {
            line++;
            start = p + 1;
        }
    lex_entries_report(entries, MILL_SEVERITY_ERROR, line,
                       (guint) g_utf8_strlen(start, bad - start) + 1,
                       *bad ? "save the file as UTF-8" : NULL,
                       *bad ? "byte 0x%02x is not UTF-8" : "NUL byte (0x%02x)", (guint8) *bad);
    return FALSE;
}

/* Adds what a compiled dictionary holds, to be built anew with other files. */
static void
read_image(LexEntries *entries, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(LexDict) dict = lex_image_open(path, NULL, &error);

    if (!dict) {
        lex_entries_report(entries, MILL_SEVERITY_ERROR, 0, 0, NULL, "%s", error->message);
        return;
    }

    g_autofree guint32 *concepts = g_new(guint32, dict->n_concepts + 1);

    for (guint32 i = 0; i < dict->n_concepts; i++) {
        const char *term = lex_dict_string(dict, dict->concepts[i].term);
        const char *category = lex_dict_string(dict, dict->concepts[i].category);

        concepts[i] = lex_entries_concept(entries, term, strlen(term), category ? category : "",
                                          category ? strlen(category) : 0, FALSE);
        if (concepts[i] != LEX_NO_CONCEPT)
            lex_entries_set_weight(entries, concepts[i], dict->concepts[i].weight);
    }
    for (guint32 i = 0; i < dict->n_forms; i++) {
        const LexForm *form = &dict->forms[i];
        guint32 concept = form->concept & LEX_FORM_CONCEPT;
        const char *surface = lex_dict_string(dict, form->surface);

        concept = concept == LEX_ANY_CONCEPT ? LEX_ANY_CONCEPT : concepts[concept];
        if (concept != LEX_NO_CONCEPT)
            lex_entries_add(entries, concept, surface, strlen(surface),
                            (form->concept & LEX_FORM_EXACT ? LEX_ENTRY_EXACT : 0) |
                                (form->concept & LEX_FORM_EXCLUDE ? LEX_ENTRY_EXCLUDE : 0),
                            0, 0);
    }
}

static gboolean
read_has_suffix(const char *path, const char *suffix)
{
    gsize length = strlen(path), n = strlen(suffix);

    return length > n && g_ascii_strcasecmp(path + length - n, suffix) == 0;
}

void
lex_read_bytes(LexEntries *entries, const char *path, const char *bytes, gsize length)
{
    lex_entries_begin_file(entries, path);
    if (!read_check_encoding(entries, bytes, length))
        return;
    if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (read_has_suffix(path, ".yaml") || read_has_suffix(path, ".yml"))
        lex_read_yaml(entries, path, bytes, length);
    else if (read_has_suffix(path, ".tsv") || read_has_suffix(path, ".tab"))
        lex_read_table(entries, bytes, length, LEX_TABLE_TSV);
    else if (read_has_suffix(path, ".csv"))
        lex_read_table(entries, bytes, length, LEX_TABLE_CSV);
    else if (read_has_suffix(path, ".ttl") || read_has_suffix(path, ".nt"))
        lex_read_turtle(entries, bytes, length);
    else if (read_has_suffix(path, ".rdf") || read_has_suffix(path, ".xml"))
        lex_read_rdf_xml(entries, bytes, length);
    else
        lex_read_table(entries, bytes, length, LEX_TABLE_LIST);
}

void
lex_read_file(LexEntries *entries, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *bytes = NULL;
    LexSource source = { 0 };

    if (lex_image_probe(path)) {
        lex_entries_begin_file(entries, path);
        read_image(entries, path);
        return;
    }
    if (!g_file_get_contents(path, &bytes, &source.size, &error)) {
        lex_entries_begin_file(entries, path);
        lex_entries_report(entries, MILL_SEVERITY_ERROR, 0, 0, NULL, "%s", error->message);
        return;
    }
    source.path = g_strdup(path);
    source.checksum = lex_checksum(bytes, source.size);
    g_array_append_val(entries->sources, source);
    lex_read_bytes(entries, path, bytes, source.size);
}
