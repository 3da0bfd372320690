/* tool.c - `textmill dict`: check, describe and compile dictionaries. */
#include "tool.h"

#include "dictionary.h"
#include "stats.h"

#include <string.h>

typedef struct {
    char *output;
    char **fold;
    char **category;
    char **language;
    char *stem;
} DictArguments;

/* Splits "a,b" and repeated options into one list. (transfer full) */
static char **
dict_split(char **values, const char *preset)
{
    g_autofree char *joined = values ? g_strjoinv(",", values) : g_strdup(preset);

    return g_strsplit(joined, ",", -1);
}

static gboolean
dict_check_folds(char **folds, GError **error)
{
    for (char **fold = folds; *fold; fold++)
        if (!g_strv_contains(tags_folds, *fold)) {
            g_autofree char *all = g_strjoinv(", ", (char **) tags_folds);

            g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION, "--fold: '%s' is none of %s", *fold,
                        all);
            return FALSE;
        }
    return TRUE;
}

static gboolean
dict_stats(const TagsSource *source, GString *output, MillReport *report)
{
    for (const char *const *file = source->files; *file; file++) {
        const char *const one[] = { *file, NULL };
        TagsSource part = *source;

        part.files = one;

        g_autoptr(LexDict) dict = tags_dictionary_load(&part, report, NULL);

        if (!dict)
            return FALSE;
        g_string_append_printf(output, "%s%s\n", output->len > 0 ? "\n" : "", *file);
        tags_append_stats(dict, output);
    }
    return TRUE;
}

static gboolean
dict_compile(const TagsSource *source, const char *path, GString *output, MillReport *report,
             GError **error)
{
    g_autoptr(GArray) files = NULL;
    g_autofree char *settings = tags_dictionary_describe(source);
    g_autoptr(LexDict) dict = tags_dictionary_load(source, report, &files);

    if (!dict || !lex_image_write(dict, files, settings, path, error))
        return FALSE;
    g_string_append_printf(output, "%s: %u forms of %u terms, %s\n", path, dict->n_forms,
                           dict->n_concepts, settings);
    return TRUE;
}

static gboolean
dict_check(const TagsSource *source, GString *output, MillReport *report)
{
    g_autoptr(LexDict) dict = tags_dictionary_load(source, report, NULL);

    if (dict)
        g_string_append_printf(output, "%u forms of %u terms\n", dict->n_forms, dict->n_concepts);
    return dict != NULL;
}

/* Does @action with what is left of the arguments. */
static gboolean
dict_act(const char *action, const TagsSource *source, const char *path, GString *output,
         MillReport *report, GError **error)
{
    if (strcmp(action, "check") == 0)
        return dict_check(source, output, report);
    if (strcmp(action, "stats") == 0)
        return dict_stats(source, output, report);
    if (strcmp(action, "compile") == 0 && path)
        return dict_compile(source, path, output, report, error);
    if (strcmp(action, "compile") == 0)
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION, "compile needs -o FILE");
    else
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "'%s' is none of check, stats and compile", action);
    return FALSE;
}

static gboolean
dict_parse(DictArguments *self, char ***arguments, GError **error)
{
    const GOptionEntry entries[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, NULL, NULL },
        { "fold", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->fold, NULL, NULL },
        { "category", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->category, NULL, NULL },
        { "language", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->language, NULL, NULL },
        { "stem", 0, 0, G_OPTION_ARG_STRING, &self->stem, NULL, NULL },
        { NULL },
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) cause = NULL;

    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, entries, NULL);
    if (g_option_context_parse_strv(context, arguments, &cause))
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION, "%s", cause->message);
    return FALSE;
}

static gboolean
dict_run(const char *const *arguments, GString *output, MillReport *report, GError **error)
{
    DictArguments self = { 0 };
    static const char *const none[] = { NULL };
    /* g_option_context_parse_strv() takes the first word for the program's name. */
    g_autofree char *line = g_strjoinv("\n", (char **) arguments);
    g_autofree char *whole = g_strconcat("dict", *line ? "\n" : "", line, NULL);
    g_auto(GStrv) words = g_strsplit(whole, "\n", -1);
    gboolean good = dict_parse(&self, &words, error);
    g_auto(GStrv) folds = dict_split(self.fold, "case,width,space");
    g_auto(GStrv) categories = dict_split(self.category, "");
    g_auto(GStrv) languages = dict_split(self.language, "");

    if (good && g_strv_length(words) < 3) {
        good = FALSE;
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION, "give an action and dictionary files");
    }
    if (good && dict_check_folds(folds, error)) {
        TagsSource source = {
            .files = (const char *const *) words + 2,
            .categories = (const char *const *) categories,
            .exclude = none,
            .languages = (const char *const *) languages,
            .fold = (const char *const *) folds,
            .stem = self.stem,
        };

        good = dict_act(words[1], &source, self.output, output, report, error);
    } else {
        good = FALSE;
    }
    g_free(self.output);
    g_free(self.stem);
    g_strfreev(self.fold);
    g_strfreev(self.category);
    g_strfreev(self.language);
    return good;
}

const MillTool tags_tool = {
    .name = "dict",
    .usage = "check|stats|compile FILE... [-o FILE] [OPTION...]",
    .summary = "Check, describe or compile dictionaries of the step tags",
    .help =
        "check says what is wrong with dictionaries; stats describes each; compile makes one\n"
        "file of them that loads in milliseconds whatever its size. A compiled dictionary is\n"
        "used like any other: `dictionary: FILE`. It is refused when one of the files it was\n"
        "made of has changed since.\n"
        "\n"
        "Options:\n"
        "  -o, --output FILE  where compile writes\n"
        "  --fold LIST        what does not count: case, width, space, accents, chinese, or none\n"
        "                     (as the option `fold` of the step; default case,width,space)\n"
        "  --category LIST    only terms of these categories and those below\n"
        "  --language LIST    of SKOS: only labels of these languages; the first names the terms\n"
        "  --stem LANGUAGE    compare words by their stems, in this language\n"
        "\n"
        "Example:\n"
        "  textmill dict check energy.tsv\n"
        "  textmill dict compile energy.tsv climate.yaml -o plan.dict\n",
    .run = dict_run,
};
