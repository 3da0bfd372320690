/* dictionary.c - reads, builds and maps dictionaries as the options ask. */
#include "dictionary.h"

#include "chinese.h"
#include "lexicon/read.h"

#include <string.h>

const char *const tags_folds[] = { "case", "width", "space", "accents", "chinese", "none", NULL };

static const guint dictionary_fold_flags[] = {
    LEX_FOLD_CASE, LEX_FOLD_WIDTH, LEX_FOLD_SPACE, LEX_FOLD_ACCENTS, LEX_FOLD_CHINESE, 0,
};

static guint
dictionary_get_folds(const TagsSource *source)
{
    guint flags = 0;

    for (guint i = 0; tags_folds[i]; i++)
        if (g_strv_contains(source->fold, tags_folds[i]))
            flags |= dictionary_fold_flags[i];
    return flags;
}

char *
tags_dictionary_describe(const TagsSource *source)
{
    guint flags = dictionary_get_folds(source);
    GString *text = g_string_new(flags ? "fold: [" : "fold: [none");

    for (guint i = 0; tags_folds[i]; i++)
        if (flags & dictionary_fold_flags[i])
            g_string_append_printf(text, "%s%s", g_str_has_suffix(text->str, "[") ? "" : ", ",
                                   tags_folds[i]);
    g_string_append_c(text, ']');
    if (source->stem)
        g_string_append_printf(text, ", stem: %s", source->stem);
    return g_string_free(text, FALSE);
}

/* Maps the compiled dictionary at @path, if it was built as @source asks. */
static LexDict *
dictionary_open(const TagsSource *source, const char *path, MillReport *report)
{
    g_autoptr(GError) error = NULL;
    const char *settings = NULL;
    g_autoptr(LexDict) dict = lex_image_open(path, &settings, &error);
    g_autofree char *asked = tags_dictionary_describe(source);
    MillMark mark = { .file = path };

    if (!dict) {
        mill_report_add(report, MILL_SEVERITY_ERROR, NULL, "textmill dict compile --help", "%s",
                        error->message);
        return NULL;
    }
    if (source->languages[0]) {
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark, "compile it with --language",
                        "the languages of a compiled dictionary were chosen when it was compiled");
        return NULL;
    }
    if (strcmp(settings, asked) != 0) {
        mill_report_add(report, MILL_SEVERITY_ERROR, &mark,
                        "compile it again, or give the step the same settings",
                        "compiled with `%s`, but the step asks for `%s`", settings, asked);
        return NULL;
    }
    lex_dict_keep_categories(dict, source->categories);
    return g_steal_pointer(&dict);
}

/* Reads all that @source names. Returns NULL if there were errors. */
static LexEntries *
dictionary_read(const TagsSource *source, MillReport *report)
{
    gsize n_errors = mill_report_count(report, MILL_SEVERITY_ERROR);
    g_autoptr(LexEntries) entries = lex_entries_new(report, source->categories);

    if (g_strv_length((char **) source->files) > LEX_FILES_MAX) {
        mill_report_add(report, MILL_SEVERITY_ERROR, NULL, NULL,
                        "a dictionary is made of at most %d files", LEX_FILES_MAX);
        return NULL;
    }
    entries->languages = source->languages;
    for (const char *const *path = source->files; *path; path++)
        lex_read_file(entries, *path);
    lex_read_value(entries, source->terms);
    for (const char *const *phrase = source->exclude; *phrase; phrase++)
        lex_entries_add(entries, LEX_ANY_CONCEPT, *phrase, strlen(*phrase), LEX_ENTRY_EXCLUDE, 0,
                        0);
    if (mill_report_count(report, MILL_SEVERITY_ERROR) > n_errors)
        return NULL;
    return g_steal_pointer(&entries);
}

LexStemmer *
tags_dictionary_new_stemmer(const TagsSource *source)
{
    return source->stem ? lex_stemmer_new(source->stem) : NULL;
}

/* Whether there is a stemmer for the language asked for; reports that there is none. */
static gboolean
dictionary_check_stem(const TagsSource *source, MillReport *report)
{
    const char *const *languages = lex_stemmer_languages();

    if (!source->stem || g_strv_contains(languages, source->stem))
        return TRUE;

    const char *meant = mill_suggest(source->stem, languages);
    g_autofree char *all = g_strjoinv(", ", (char **) languages);
    g_autofree char *hint =
        meant ? g_strdup_printf("did you mean '%s'?", meant) : g_strconcat("known are ", all, NULL);

    mill_report_add(report, MILL_SEVERITY_ERROR, NULL, languages[0] ? hint : NULL,
                    languages[0] ? "no stems for '%s'"
                                 : "no stems for '%s': textmill was built without libstemmer",
                    source->stem);
    return FALSE;
}

/* Reads and builds. */
static LexDict *
dictionary_build(const TagsSource *source, MillReport *report, GArray **files)
{
    LexFolding folding = { .flags = dictionary_get_folds(source) };
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) pairs = folding.flags & LEX_FOLD_CHINESE ? tags_chinese_pairs(&error) : NULL;
    g_autoptr(LexStemmer) stemmer = tags_dictionary_new_stemmer(source);

    if (error) {
        mill_report_add(report, MILL_SEVERITY_ERROR, NULL, "leave `chinese` out of `fold`", "%s",
                        error->message);
        return NULL;
    }
    if (pairs) {
        folding.pairs = (const guint32(*)[2])(gpointer) pairs->data;
        folding.n_pairs = pairs->len;
    }

    LexEntries *entries = dictionary_read(source, report);

    if (!entries)
        return NULL;
    if (files)
        *files = g_array_ref(entries->sources);
    return lex_dict_build(entries, &folding, stemmer);
}

LexDict *
tags_dictionary_load(const TagsSource *source, MillReport *report, GArray **files)
{
    gsize n_errors = mill_report_count(report, MILL_SEVERITY_ERROR);

    if (!dictionary_check_stem(source, report))
        return NULL;
    if (source->files[0] && !source->files[1] && !source->terms && !source->exclude[0] && !files &&
        lex_image_probe(source->files[0]))
        return dictionary_open(source, source->files[0], report);

    g_autoptr(LexDict) dict = dictionary_build(source, report, files);

    return mill_report_count(report, MILL_SEVERITY_ERROR) > n_errors ? NULL
                                                                     : g_steal_pointer(&dict);
}
