/* skos.c - collects concepts from statements and turns them into terms with categories. */
#include "skos.h"

#include <string.h>

#define SKOS_DEPTH_MAX 64

typedef struct {
    char *string;
    char *language;
    gboolean is_preferred;
    guint line;
    guint column;
} SkosLabel;

typedef struct {
    GArray *labels;   /* SkosLabel; NULL if the resource has none */
    guint broader;    /* the number of the concept above, plus 1; 0 if there is none */
    char *path;       /* its category, once it was asked for */
    gboolean is_open; /* its category is being looked for */
    guint line;
} SkosConcept;

struct LexSkos {
    GHashTable *numbers; /* resource → number + 1 */
    GArray *concepts;    /* SkosConcept, by number */
};

static void
skos_label_clear(gpointer data)
{
    SkosLabel *label = data;

    g_free(label->string);
    g_free(label->language);
}

static void
skos_concept_clear(gpointer data)
{
    SkosConcept *concept = data;

    g_clear_pointer(&concept->labels, g_array_unref);
    g_free(concept->path);
}

LexSkos *
lex_skos_new(void)
{
    LexSkos *self = g_new0(LexSkos, 1);

    self->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    self->concepts = g_array_new(FALSE, TRUE, sizeof(SkosConcept));
    g_array_set_clear_func(self->concepts, skos_concept_clear);
    return self;
}

void
lex_skos_free(LexSkos *self)
{
    if (!self)
        return;
    g_hash_table_unref(self->numbers);
    g_array_unref(self->concepts);
    g_free(self);
}

static SkosConcept *
skos_at(const LexSkos *self, guint number)
{
    return &g_array_index(self->concepts, SkosConcept, number);
}

/* The number of @resource, which may be new. */
static guint
skos_number(LexSkos *self, const char *resource)
{
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(self->numbers, resource));

    if (number == 0) {
        g_array_set_size(self->concepts, self->concepts->len + 1);
        number = self->concepts->len;
        g_hash_table_insert(self->numbers, g_strdup(resource), GUINT_TO_POINTER(number));
    }
    return number - 1;
}

static void
skos_add_label(LexSkos *self, const LexTriple *triple, gboolean is_preferred)
{
    SkosConcept *concept = skos_at(self, skos_number(self, triple->subject));
    SkosLabel label = {
        .string = g_strdup(triple->object),
        .language = g_ascii_strdown(triple->language, -1),
        .is_preferred = is_preferred,
        .line = triple->line,
        .column = triple->column,
    };

    if (!concept->labels) {
        concept->labels = g_array_new(FALSE, FALSE, sizeof(SkosLabel));
        g_array_set_clear_func(concept->labels, skos_label_clear);
        concept->line = triple->line;
    }
    g_array_append_val(concept->labels, label);
}

/* Notes that @below has @above above it; the first statement counts. */
static void
skos_add_broader(LexSkos *self, const char *below, const char *above)
{
    guint upper = skos_number(self, above), lower = skos_number(self, below);

    if (skos_at(self, lower)->broader == 0)
        skos_at(self, lower)->broader = upper + 1;
}

void
lex_skos_add(LexSkos *self, const LexTriple *triple)
{
    const char *name = triple->predicate + strlen(LEX_SKOS);

    if (!g_str_has_prefix(triple->predicate, LEX_SKOS))
        return;
    if (triple->is_literal && strcmp(name, "prefLabel") == 0)
        skos_add_label(self, triple, TRUE);
    else if (triple->is_literal &&
             (strcmp(name, "altLabel") == 0 || strcmp(name, "hiddenLabel") == 0))
        skos_add_label(self, triple, FALSE);
    else if (!triple->is_literal && strcmp(name, "broader") == 0)
        skos_add_broader(self, triple->subject, triple->object);
    else if (!triple->is_literal && strcmp(name, "narrower") == 0)
        skos_add_broader(self, triple->object, triple->subject);
}

/* The place of @language ("zh-hans") among those wanted ("zh"): 0 is the best, -1 is not wanted.
 * Without a tag, a label comes after all that have one. */
static gint
skos_rank(const LexEntries *entries, const char *language)
{
    gint n = 0;

    for (const char *const *wanted = entries->languages; wanted && *wanted; wanted++, n++) {
        gsize length = strlen(*wanted);

        if (g_ascii_strncasecmp(language, *wanted, length) == 0 &&
            (language[length] == '\0' || language[length] == '-'))
            return n;
    }
    return n == 0 || *language == '\0' ? n : -1;
}

/* The label that names the concept: a preferred one, of the best language, first in the file. */
static const SkosLabel *
skos_name(const LexEntries *entries, const SkosConcept *concept)
{
    const SkosLabel *best = NULL;
    gint best_rank = 0;

    for (guint i = 0; concept->labels && i < concept->labels->len; i++) {
        const SkosLabel *label = &g_array_index(concept->labels, SkosLabel, i);
        gint rank = skos_rank(entries, label->language);

        if (rank < 0)
            continue;
        rank += label->is_preferred ? 0 : 1000;
        if (!best || rank < best_rank) {
            best = label;
            best_rank = rank;
        }
    }
    return best;
}

/* The category of what lies below concept @number (plus 1; 0: nothing above): its own, and its
 * name. Borrowed. */
static const char *
skos_path(LexSkos *self, LexEntries *entries, guint number, guint depth)
{
    if (number == 0)
        return "";

    SkosConcept *concept = skos_at(self, number - 1);
    const SkosLabel *name = skos_name(entries, concept);

    if (concept->path)
    return concept->path;
    if (concept->is_open || depth > SKOS_DEPTH_MAX) {
        lex_entries_report(entries, MILL_SEVERITY_WARNING, concept->line, 0, NULL,
                           concept->is_open ? "'%s' is broader than itself"
                                            : "'%s' lies too deep; what is above is left out",
                           name ? name->string : "a concept without a label");
        return "";
    }
    concept->is_open = TRUE;

    const char *above = skos_path(self, entries, concept->broader, depth + 1);
    g_autofree char *step = g_strdup(name ? name->string : "");

    g_strdelimit(step, "/", '-');
    concept->path =
        *above && *step ? g_strconcat(above, "/", step, NULL) : g_strdup(*step ? step : above);
    concept->is_open = FALSE;
    return concept->path;
}

void
lex_skos_finish(LexSkos *self, LexEntries *entries)
{
    for (guint i = 0; i < self->concepts->len; i++) {
        const SkosConcept *concept = skos_at(self, i);
        const SkosLabel *name = skos_name(entries, concept);
        const char *category = name ? skos_path(self, entries, concept->broader, 0) : NULL;
        guint32 number = name ? lex_entries_concept(entries, name->string, strlen(name->string),
                                                    category, strlen(category), FALSE)
                              : LEX_NO_CONCEPT;

        for (guint k = 0; number != LEX_NO_CONCEPT && k < concept->labels->len; k++) {
            const SkosLabel *label = &g_array_index(concept->labels, SkosLabel, k);

            if (skos_rank(entries, label->language) >= 0)
                lex_entries_add(entries, number, label->string, strlen(label->string), 0,
                                label->line, label->column);
        }
    }
}
