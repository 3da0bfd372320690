/* dict.c - builds a dictionary from its entries: table, sorted keys, trie, forms. */
#include "entries.h"
#include "sort.h"
#include "stem.h"

#include <string.h>

typedef struct {
    LexEntries *entries;
    LexDict *dict;
    const LexFolding *folding;
    LexStemmer *stemmer; /* or NULL */
    guint32 *codes;      /* all keys, one after the other */
    guint32 *offsets;    /* of entry i's key in codes; one more than there are entries */
    guint32 n;           /* entries */
} DictBuild;

static const LexEntry *
dict_entry(const DictBuild *self, guint32 index)
{
    return &g_array_index(self->entries->entries, LexEntry, index);
}

static const char *
dict_surface(const DictBuild *self, guint32 index)
{
    return (const char *) self->entries->strings->data + dict_entry(self, index)->surface;
}

/* What is looked for of an entry: its surface, or the stems of its words in @stems. */
static const char *
dict_form(const DictBuild *self, guint32 index, GString *stems)
{
    const char *surface = dict_surface(self, index);

    if (!self->stemmer)
        return surface;

    GString *text = lex_stem_text(self->stemmer, self->folding, surface, strlen(surface));

    g_string_assign(stems, text->str);
    g_string_free(text, TRUE);
    return stems->str;
}

/* Makes the character table. Returns the bytes of all forms. */
static gsize
dict_make_table(DictBuild *self)
{
    LexCharsBuilder *builder = lex_chars_builder_new(self->folding);
    g_autoptr(GString) stems = g_string_new(NULL);
    gsize total = 0;

    for (guint32 i = 0; i < self->n; i++) {
        const char *form = dict_form(self, i, stems);
        gsize length = strlen(form);

        lex_chars_builder_count(builder, form, length);
        total += length;
    }
    lex_chars_builder_finish(builder, &self->dict->chars);
    return total;
}

static void
dict_encode(DictBuild *self, gsize total)
{
    g_autoptr(GString) stems = g_string_new(NULL);
    guint32 at = 0;

    self->codes = g_new(guint32, total + 1);
    self->offsets = g_new(guint32, self->n + 1);
    for (guint32 i = 0; i < self->n; i++) {
        const char *form = dict_form(self, i, stems);
        guint32 n = lex_chars_encode(&self->dict->chars, form, strlen(form), self->codes + at);

        self->offsets[i] = at;
        self->dict->max_codes = MAX(self->dict->max_codes, n);
        at += n;
    }
    self->offsets[self->n] = at;
    self->codes = g_renew(guint32, self->codes, at + 1);
    self->codes[at] = 0;
}

static gboolean
dict_same_key(const DictBuild *self, guint32 a, guint32 b)
{
    guint32 n = self->offsets[a + 1] - self->offsets[a];

    return n == self->offsets[b + 1] - self->offsets[b] &&
           memcmp(self->codes + self->offsets[a], self->codes + self->offsets[b],
                  n * sizeof(guint32)) == 0;
}

/* Whether two entries mean the same: one concept, or two of the same name and category. */
static gboolean
dict_same_meaning(const DictBuild *self, const LexEntry *a, const LexEntry *b)
{
    if (a->flags != b->flags)
        return FALSE;
    if (a->concept == b->concept || a->concept == LEX_ANY_CONCEPT || b->concept == LEX_ANY_CONCEPT)
    return a->concept == b->concept;

    const LexConcept *concepts = (const LexConcept *) self->entries->concepts->data;
    const LexConcept *x = &concepts[a->concept], *y = &concepts[b->concept];

    return x->category == y->category && strcmp(lex_entries_string(self->entries, x->term),
                                                lex_entries_string(self->entries, y->term)) == 0;
}

/* Where an entry stands, for messages: "at line 3", or "at line 3 of other.tsv". */
static char *
dict_place(const DictBuild *self, const LexEntry *entry, const LexEntry *seen_from)
{
    const char *file = g_ptr_array_index(self->entries->files, entry->file);

    if (entry->line == 0)
        return g_strdup(file && entry->file != seen_from->file ? file : "before");
    if (!file || entry->file == seen_from->file)
        return g_strdup_printf("at line %u", entry->line);
    return g_strdup_printf("at %s:%u", file, entry->line);
}

/* Says that @entry repeats @first, or means something else under the same key. */
static void
dict_report_pair(DictBuild *self, const LexEntry *first, const LexEntry *entry, gboolean same)
{
    LexEntries *entries = self->entries;
    const char *surface = lex_entries_string(entries, entry->surface);
    gboolean identical = strcmp(lex_entries_string(entries, first->surface), surface) == 0;
    g_autofree char *place = dict_place(self, first, entry);

    entries->file = entry->file;
    if ((first->flags ^ entry->flags) & LEX_ENTRY_EXCLUDE)
        return;
    if (same && identical)
        lex_entries_warn(entries, LEX_WARNING_DUPLICATE, entry->line, entry->column,
                         "'%s' is there already %s", surface, place);
    else if (!same)
        lex_entries_warn(entries, LEX_WARNING_AMBIGUOUS, entry->line, entry->column,
                         "'%s' has another meaning %s: both are tagged", surface, place);
}

/* Looks whether the entry order[at] repeats one of order[first, end), which have the same key.
 * Returns FALSE if it is to be left out. */
static gboolean
dict_check_entry(DictBuild *self, const guint32 *order, guint32 first, guint32 end, guint32 at)
{
    const LexEntry *entry = dict_entry(self, at);

    for (guint32 i = first; i < end; i++)
        if (dict_same_meaning(self, dict_entry(self, order[i]), entry)) {
            dict_report_pair(self, dict_entry(self, order[i]), entry, TRUE);
            return FALSE;
        }
    if (end - first >= LEX_MEANINGS_MAX) {
        lex_entries_report(self->entries, MILL_SEVERITY_ERROR, entry->line, entry->column, NULL,
                           "'%s' has more than %d meanings",
                           lex_entries_string(self->entries, entry->surface), LEX_MEANINGS_MAX);
        return FALSE;
    }
    if (end > first)
        dict_report_pair(self, dict_entry(self, order[first]), entry, FALSE);
    return TRUE;
}

/* Sorts the entries by key and leaves out repeated ones. Returns the order (transfer full) and
 * in self->n how many are left. */
static guint32 *
dict_sort(DictBuild *self)
{
    guint32 *order = g_new(guint32, self->n + 1);
    guint32 kept = 0;
    guint32 first = 0;

    for (guint32 i = 0; i < self->n; i++)
        order[i] = i;
    lex_sort_keys(self->codes, self->offsets, order, self->n);
    for (guint32 i = 0; i < self->n; i++) {
        guint32 entry = order[i];

        if (kept == 0 || !dict_same_key(self, order[first], entry))
            first = kept;
        else if (!dict_check_entry(self, order, first, kept, entry))
            continue;
        order[kept++] = entry;
    }
    self->n = kept;
    return order;
}

static void
dict_make_forms(DictBuild *self, const guint32 *order)
{
    LexDict *dict = self->dict;

    dict->forms = g_new(LexForm, self->n + 1);
    dict->n_forms = self->n;
    for (guint32 i = 0; i < self->n; i++) {
        const LexEntry *entry = dict_entry(self, order[i]);
        LexForm form = { .concept = entry->concept, .surface = entry->surface };

        if (entry->flags & LEX_ENTRY_EXACT)
        form.concept |= LEX_FORM_EXACT;
        if (entry->flags & LEX_ENTRY_EXCLUDE)
        form.concept |= LEX_FORM_EXCLUDE;
        if (i + 1 < self->n && dict_same_key(self, order[i], order[i + 1]))
        form.concept |= LEX_FORM_MORE;
        dict->has_rules |= entry->flags != 0;
        dict->has_shared |= (form.concept & LEX_FORM_MORE) != 0;
        dict->forms[i] = form;
    }
}

/* The bits by which the scanner passes over most of a text: 16 for each pair of codes that a key
 * begins with (so that one wrong pair in 16 gets through), from 512 bytes to half a megabyte. */
static void
dict_make_pairs(DictBuild *self, const guint32 *order)
{
    LexDict *dict = self->dict;
    g_autofree guint8 *single = g_new0(guint8, dict->chars.n_codes + 2);
    guint32 n_pairs = 0;
    guint bits = 12;

    for (guint32 i = 0; i < self->n; i++) {
        const guint32 *key = self->codes + self->offsets[order[i]];
        const guint32 *before = i > 0 ? self->codes + self->offsets[order[i - 1]] : NULL;

        n_pairs += !before || before[0] != key[0] || before[1] != key[1];
    }
    while (bits < 22 && (G_GUINT64_CONSTANT(1) << bits) < (guint64) n_pairs * 16)
        bits++;
    dict->pairs_shift = 32 - bits;
    dict->pairs = g_new0(guint64, (gsize) 1 << (bits - 6));
    for (guint32 i = 0; i < self->n; i++) {
        const guint32 *key = self->codes + self->offsets[order[i]];

        if (self->offsets[order[i] + 1] - self->offsets[order[i]] == 1) {
            single[key[0]] = 1;
            continue;
        }
        guint32 bit = lex_pair_hash(key[0], key[1], dict->pairs_shift);
        dict->pairs[bit / 64] |= G_GUINT64_CONSTANT(1) << (bit % 64);
    }
    for (guint32 i = 0; i < dict->chars.n_entries; i++)
        if (single[dict->chars.entries[i] & LEX_CODE])
            dict->chars.entries[i] |= LEX_SINGLE;
}

/* Hands the strings and concepts over and frees the rest of the entries. */
static void
dict_take_entries(DictBuild *self)
{
    LexEntries *entries = self->entries;
    LexDict *dict = self->dict;

    dict->n_concepts = entries->concepts->len;
    dict->concepts = (LexConcept *) g_array_free(g_steal_pointer(&entries->concepts), FALSE);
    dict->concepts = g_renew(LexConcept, dict->concepts, dict->n_concepts + 1);
    dict->strings_length = entries->strings->len;
    dict->strings = (char *) g_byte_array_free(g_steal_pointer(&entries->strings), FALSE);
    dict->strings = g_realloc(dict->strings, dict->strings_length + 1);
    dict->has_weight = entries->has_weight;
    lex_entries_free(g_steal_pointer(&self->entries));
}

LexDict *
lex_dict_build(LexEntries *entries, const LexFolding *folding, LexStemmer *stemmer)
{
    DictBuild self = {
        .entries = entries,
        .dict = g_new0(LexDict, 1),
        .folding = folding,
        .stemmer = stemmer,
        .n = entries->entries->len,
    };

    self.dict->folds = folding->flags;
    dict_encode(&self, dict_make_table(&self));

    g_autofree guint32 *order = dict_sort(&self);

    dict_make_forms(&self, order);
    dict_take_entries(&self);
    dict_make_pairs(&self, order);

    LexKeys keys = { .codes = self.codes,
                     .offsets = self.offsets,
                     .order = order,
                     .n_keys = self.n,
                     .max_code = self.dict->chars.n_codes };
    lex_trie_build(&self.dict->trie, &keys);
    g_free(self.codes);
    g_free(self.offsets);
    return self.dict;
}

void
lex_dict_free(LexDict *self)
{
    if (!self)
        return;
    if (self->backing) {
        g_mapped_file_unref(self->backing);
    } else {
        g_free(self->chars.pages);
        g_free(self->chars.entries);
        g_free(self->trie.units);
        g_free(self->pairs);
        g_free(self->forms);
        g_free(self->concepts);
        g_free(self->strings);
    }
    g_free(self->hidden);
    g_free(self);
}

gboolean
lex_category_is_in(const char *category, const char *const *categories)
{
    for (const char *const *wanted = categories; category && *wanted; wanted++) {
        gsize length = strlen(*wanted);

        if (strncmp(category, *wanted, length) == 0 &&
            (category[length] == '\0' || category[length] == '/'))
            return TRUE;
    }
    return FALSE;
}

void
lex_dict_keep_categories(LexDict *self, const char *const *categories)
{
    if (!categories[0])
        return;
    self->hidden = g_new0(guint8, self->n_concepts + 1);
    self->has_rules = TRUE;
    for (guint32 i = 0; i < self->n_concepts; i++)
        self->hidden[i] =
            !lex_category_is_in(lex_dict_string(self, self->concepts[i].category), categories);
}

static gboolean
dict_table_is_safe(const LexChars *chars)
{
    for (guint32 i = 0; i < LEX_N_PAGES; i++)
        if (chars->n_entries < 64 || chars->pages[i] > chars->n_entries - 64)
            return FALSE;
    for (guint32 i = 0; i < chars->n_entries; i++)
        if ((chars->entries[i] & LEX_CODE) - 1 > chars->n_codes)
            return FALSE;
    return TRUE;
}

static gboolean
dict_forms_are_safe(const LexDict *self)
{
    for (guint32 i = 0; i < self->n_forms; i++) {
        guint32 concept = self->forms[i].concept & LEX_FORM_CONCEPT;

        if (self->forms[i].surface >= self->strings_length ||
            (concept >= self->n_concepts &&
             !(concept == LEX_ANY_CONCEPT && (self->forms[i].concept & LEX_FORM_EXCLUDE))))
            return FALSE;
    }
    return self->n_forms == 0 || !(self->forms[self->n_forms - 1].concept & LEX_FORM_MORE);
}

static gboolean
dict_concepts_are_safe(const LexDict *self)
{
    for (guint32 i = 0; i < self->n_concepts; i++)
        if (self->concepts[i].term >= self->strings_length ||
            (self->concepts[i].category >= self->strings_length &&
             self->concepts[i].category != LEX_NO_STRING))
            return FALSE;
    return self->strings_length == 0 || self->strings[self->strings_length - 1] == '\0';
}

gboolean
lex_dict_is_safe(const LexDict *self)
{
    return self->max_codes <= LEX_TERM_MAX && dict_table_is_safe(&self->chars) &&
           dict_forms_are_safe(self) && dict_concepts_are_safe(self) &&
           lex_trie_is_safe(&self->trie, self->chars.n_codes, self->n_forms);
}
