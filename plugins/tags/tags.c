/* tags - mark the terms of a dictionary.
 *
 * Every occurrence of a term, or of one of its aliases, becomes an annotation of layer `tag` with
 * the canonical term, its category and the innermost section it stands in; each section gets the
 * counts of its own body. Any number of terms is found in one pass. Case, width and white space are
 * folded; in scripts that write spaces between words a match covers whole words.
 *
 * Dictionaries are TSV, CSV, YAML or lists of words; docs/tagging.md describes them.
 */
#include "dictionary.h"
#include "lexicon/scan.h"
#include "scores.h"
#include "sections.h"
#include "summary.h"
#include "tool.h"

#include <textmill/plugin.h>

typedef struct {
    const char *const *dictionary;
    const MillValue *terms;
    const char *const *category;
    const char *const *exclude;
    const char *const *language;
    const char *const *fold;
    const char *stem;
    const char *layer;
    gint overlap;
    gboolean words;
    gboolean sections;
    gint summary;
    const char *frequencies;

    LexDict *dict;
    LexStemmer *stemmer; /* or NULL */
    LexScanner *scanner;
    double *idf;         /* or NULL */
    TagSummary *summing; /* or NULL */

    /* By concept, for the document at hand: the ids of its strings, 0 if not used yet. */
    guint32 *term_ids;
    guint32 *category_ids;
    GArray *used; /* the concepts that have ids */
} Tags;

static const char *const tags_overlaps[] = { "longest", "all", NULL };

static const char *const tags_summaries[] = { "none", "document", "sections", NULL };

static const MillOption tags_options[] = {
    MILL_OPTION_FILES(Tags, dictionary, "files of terms: TSV, CSV, YAML, one a line, or compiled"),
    MILL_OPTION_VALUE(Tags, terms, "terms written here: a list, or a tree of categories"),
    MILL_OPTION_LIST(Tags, category, NULL, NULL, "only terms of these categories and those below"),
    MILL_OPTION_LIST(Tags, exclude, NULL, NULL, "phrases inside which nothing is tagged"),
    MILL_OPTION_LIST(Tags, language, NULL, NULL,
                     "SKOS: only labels of these languages; the first names the terms"),
    MILL_OPTION_LIST(Tags, fold, "case,width,space", tags_folds,
                     "differences between term and text that do not count"),
    MILL_OPTION_STRING(Tags, stem, NULL, "compare words by their stems, in this language"),
    MILL_OPTION_CHOICE(Tags, overlap, 0, tags_overlaps,
                       "leftmost-longest occurrences, or all of them"),
    MILL_OPTION_BOOL(Tags, words, TRUE,
                     "match whole words in scripts that separate words by spaces"),
    MILL_OPTION_BOOL(Tags, sections, TRUE, "note each tag's section, and each section's tags"),
    MILL_OPTION_CHOICE(
        Tags, summary, 0, tags_summaries,
        "add up terms and categories, as records: of the document, or of each section too"),
    MILL_OPTION_FILE(Tags, frequencies,
                     "score terms by the documents that have them: corpus-stats makes the file"),
    MILL_OPTION_STRING(Tags, layer, "tag", "layer to write"),
    MILL_OPTIONS_END,
};

/* All categories of the dictionary and what they lie below, for a suggestion. (transfer full) */
static GPtrArray *
tags_list_categories(TagsSource source, MillReport *report)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    LexDict *all;

    source.categories = (const char *const[]){ NULL };
    all = tags_dictionary_load(&source, report, NULL);
    for (guint32 i = 0; all && i < all->n_concepts; i++) {
        const char *category = lex_dict_string(all, all->concepts[i].category);

        for (const char *end = category; end && *end != '\0';) {
            end = strchrnul(end + 1, '/');
            g_autofree char *path = g_strndup(category, (gsize) (end - category));

            if (!g_ptr_array_find_with_equal_func(names, path, g_str_equal, NULL))
                g_ptr_array_add(names, g_steal_pointer(&path));
        }
    }
    g_clear_pointer(&all, lex_dict_free);
    g_ptr_array_add(names, NULL);
    return names;
}

/* Each category that is asked for has a term. */
static gboolean
tags_check_categories(const Tags *self, const TagsSource *source, MillContext *context)
{
    for (const char *const *wanted = self->category; *wanted; wanted++) {
        const char *const only[] = { *wanted, NULL };
        gboolean found = FALSE;

        for (guint32 i = 0; i < self->dict->n_concepts && !found; i++)
            found = lex_category_is_in(
                lex_dict_string(self->dict, self->dict->concepts[i].category), only);
        if (found)
            continue;

        g_autoptr(MillReport) unheard = mill_report_new();
        g_autoptr(GPtrArray) names = tags_list_categories(*source, unheard);
        const char *close = mill_suggest(*wanted, (const char *const *) names->pdata);
        g_autofree char *hint = close ? g_strdup_printf("did you mean '%s'?", close) : NULL;

        return mill_context_fail(context, "category", hint, "no term is of the category '%s'",
                                 *wanted);
    }
    return TRUE;
}

static gboolean
tags_configure(gpointer options, MillContext *context, GError **error)
{
    Tags *self = options;
    TagsSource source = {
        .files = self->dictionary,
        .terms = self->terms,
        .categories = self->category,
        .exclude = self->exclude,
        .languages = self->language,
        .fold = self->fold,
        .stem = self->stem,
    };

    if (!self->dictionary[0] && !self->terms)
        return mill_context_fail(context, NULL, "add `dictionary: FILE` or `terms: [ … ]`",
                                 "there is nothing to look for");
    self->dict = tags_dictionary_load(&source, mill_context_get_report(context), NULL);
    if (!self->dict)
        return FALSE;
    if (!tags_check_categories(self, &source, context))
        return FALSE;
    if (self->dict->n_forms == 0)
        mill_context_warn(context, self->dictionary[0] ? "dictionary" : "terms", NULL, "no terms");
    if (self->frequencies && self->summary == 0)
        return mill_context_fail(context, "frequencies", "add `summary: document`",
                                 "scores stand in the summary, and there is none");
    if (self->frequencies) {
        self->idf =
            tags_scores_load(self->frequencies, self->dict, mill_context_get_report(context));
        if (!self->idf)
            return FALSE;
    }
    self->stemmer = tags_dictionary_new_stemmer(&source);
    self->scanner = lex_scanner_new(self->dict, self->stemmer,
                                    (self->overlap == 1 ? LEX_SCAN_ALL : 0) |
                                        (self->words ? LEX_SCAN_WORDS : 0));
    self->term_ids = g_new0(guint32, self->dict->n_concepts + 1);
    self->category_ids = g_new0(guint32, self->dict->n_concepts + 1);
    if (self->summary > 0)
        self->summing = tag_summary_new(self->dict, self->idf);
    self->used = g_array_new(FALSE, FALSE, sizeof(guint32));
    return TRUE;
}

/* What one document's matches go to. */
typedef struct {
    Tags *tags;
    MillLayer *layer;
    MillColumn term;
    MillColumn category;
    MillColumn weight;
    MillColumn section;
    TagSections *sections; /* NULL if there are none */
} Tagging;

/* Interns the strings of @concept, which the document meets for the first time. */
static void
tags_intern(Tagging *tagging, guint32 concept)
{
    Tags *self = tagging->tags;
    const LexConcept *meaning = &self->dict->concepts[concept];
    const char *category = lex_dict_string(self->dict, meaning->category);

    self->term_ids[concept] =
        mill_layer_intern(tagging->layer, lex_dict_string(self->dict, meaning->term), -1);
    self->category_ids[concept] = category ? mill_layer_intern(tagging->layer, category, -1) : 0;
    g_array_append_val(self->used, concept);
}

/* Counts an occurrence for the summary. */
static void
tags_sum_up(Tagging *tagging, guint32 concept, MillSpan span)
{
    guint n_rows = 0;
    const gsize *rows = tagging->sections && tagging->tags->summary == 2
                            ? tag_sections_get_covering(tagging->sections, &n_rows)
                            : NULL;

    tag_summary_add(tagging->tags->summing, concept, span, rows, n_rows);
}

static void
tags_add(const LexMatch *matches, gsize n, gpointer data)
{
    Tagging *tagging = data;
    Tags *self = tagging->tags;

    for (gsize i = 0; i < n; i++) {
        guint32 concept = self->dict->forms[matches[i].form].concept & LEX_FORM_CONCEPT;
        MillSpan span = { matches[i].start, matches[i].end };
        gsize row = mill_layer_add(tagging->layer, span);

        if (self->term_ids[concept] == 0)
            tags_intern(tagging, concept);
        mill_layer_set_string_id(tagging->layer, row, tagging->term, self->term_ids[concept]);
        if (self->category_ids[concept] != 0)
            mill_layer_set_string_id(tagging->layer, row, tagging->category,
                                     self->category_ids[concept]);
        if (self->dict->has_weight)
            mill_layer_set_double(tagging->layer, row, tagging->weight,
                                  self->dict->concepts[concept].weight);
        if (tagging->sections) {
            gint64 id =
                tag_sections_add(tagging->sections, span, self->term_ids[concept],
                                 lex_dict_string(self->dict, self->dict->concepts[concept].term));
            if (id >= 0)
                mill_layer_set_int(tagging->layer, row, tagging->section, id);
        }
        if (self->summing)
            tags_sum_up(tagging, concept, span);
    }
}

/* Makes the layer and its columns. Fails if an earlier step gave one of them another type. */
static gboolean
tags_prepare(Tagging *tagging, MillDocument *document, GError **error)
{
    Tags *self = tagging->tags;
    MillLayer *layer = mill_document_add_layer(document, self->layer);

    tagging->layer = layer;
    tagging->term = mill_layer_add_column(layer, "term", MILL_TYPE_STRING);
    tagging->category = mill_layer_add_column(layer, "category", MILL_TYPE_STRING);
    if (self->dict->has_weight)
        tagging->weight = mill_layer_add_column(layer, "weight", MILL_TYPE_DOUBLE);
    if (tagging->sections)
        tagging->section = mill_layer_add_column(layer, "section", MILL_TYPE_INT);
    if (tagging->term != MILL_NO_COLUMN && tagging->category != MILL_NO_COLUMN &&
        tagging->weight != MILL_NO_COLUMN && tagging->section != MILL_NO_COLUMN)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_FAILED,
                "layer '%s' has columns of other types already; choose another `layer`",
                self->layer);
    return FALSE;
}

static MillVerdict
tags_process(gpointer options, MillDocument *document, GError **error)
{
    Tags *self = options;
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    MillLayer *section_layer = self->sections ? mill_document_get_layer(document, "section") : NULL;
    g_autoptr(TagSections) sections = section_layer ? tag_sections_new(section_layer) : NULL;
    Tagging tagging = { .tags = self, .sections = sections };

    if (!tags_prepare(&tagging, document, error))
        return MILL_FAIL;
    lex_scanner_scan(self->scanner, text, length, tags_add, &tagging);
    for (guint i = 0; i < self->used->len; i++)
        self->term_ids[g_array_index(self->used, guint32, i)] = 0;
    g_array_set_size(self->used, 0);
    if (sections && !tag_sections_count(sections, self->layer, error))
        return MILL_FAIL;
    if (self->summing && !tag_summary_write(self->summing, document, section_layer, error))
        return MILL_FAIL;
    return MILL_KEEP;
}

static void
tags_close(gpointer options)
{
    Tags *self = options;

    g_clear_pointer(&self->summing, tag_summary_free);
    g_clear_pointer(&self->idf, g_free);
    g_clear_pointer(&self->scanner, lex_scanner_free);
    g_clear_pointer(&self->stemmer, lex_stemmer_free);
    g_clear_pointer(&self->dict, lex_dict_free);
    g_clear_pointer(&self->term_ids, g_free);
    g_clear_pointer(&self->category_ids, g_free);
    g_clear_pointer(&self->used, g_array_unref);
}

static const char *const tags_writes[] = { "tag", "record.tag_summary", NULL };

/* clang-format off */
MILL_PLUGIN(
    .name = "tags",
    .summary = "Mark the terms of a dictionary",
    .role = MILL_ROLE_STAGE,
    .options = tags_options,
    .options_size = sizeof(Tags),
    .writes = tags_writes,
    .configure = tags_configure,
    .process = tags_process,
    .close = tags_close,
    .tool = &tags_tool,
)
