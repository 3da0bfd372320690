/* scan.c - the matcher.
 *
 * The text is taken in chunks. Each chunk is turned into codes (one table look-up a character);
 * then each place where a form may begin is noted, without a branch, from one bit for its first
 * two codes; only from those places the trie is walked. Most of Chinese text is left after the
 * first test, and the walks are independent of each other, so that their cache misses overlap.
 */
#include "scan.h"

#include "scan-stem.h"

#include <string.h>

#define SCAN_CHUNK      2048 /* characters; with the buffers below this fits the first-level cache */
#define SCAN_BATCH      256  /* matches handed over at once */
#define SCAN_WORD_CODES (LEX_WORD_MAX + 16) /* of a stem: it may be longer than its word */
#define SCAN_PREFETCH   6                   /* places ahead for which the trie is fetched */

/* A key that ends where the walk has come to. */
typedef struct {
    guint32 end;  /* character in the chunk, one past */
    guint32 form; /* the first of its forms */
} ScanTerminal;

struct LexScanner {
    const LexDict *dict;
    guint flags;
    guint32 capacity;        /* characters of a chunk and of the look-ahead behind it */
    guint32 *codes;          /* entries of the table; [-1] is the character before the chunk */
    guint32 *starts;         /* where each character begins */
    LexStemCache *stems;     /* or NULL */
    guint32 *ends;           /* with stems: where each character ends; else NULL */
    guint32 *places;         /* where a walk is worth while */
    ScanTerminal *terminals; /* of the walk at hand */
    guint32 *guards;         /* by concept: the end of what excluded it last; or NULL */
    GArray *guarded;         /* the concepts whose guard is set */

    gboolean (*stopped)(gpointer data); /* or NULL */
    gpointer stopped_data;

    /* The scan at hand. */
    const guint8 *text;
    const guint8 *letters_end; /* of a run of letters that is too long for a word */
    LexSink sink;
    gpointer data;
    guint32 n_codes;      /* characters in the chunk */
    guint32 next;         /* leftmost-longest: where the last match ended, in the chunk */
    guint32 excluded_end; /* in the text: what ends before is inside an excluding form */
    guint n_matches;
    LexMatch matches[SCAN_BATCH];
};

LexScanner *
lex_scanner_new(const LexDict *dict, LexStemmer *stemmer, guint flags)
{
    LexScanner *self = g_new0(LexScanner, 1);

    self->dict = dict;
    self->flags = flags | (stemmer ? LEX_SCAN_WORDS : 0);
    self->capacity = SCAN_CHUNK + dict->max_codes + 1 + (stemmer ? SCAN_WORD_CODES : 0);
    self->codes = g_new0(guint32, self->capacity + 3) + 1;
    self->starts = g_new0(guint32, self->capacity + 1);
    self->places = g_new0(guint32, self->capacity + 1);
    self->terminals = g_new0(ScanTerminal, dict->max_codes + 1);
    if (stemmer) {
        self->stems = lex_stem_cache_new(dict, stemmer);
        self->ends = g_new0(guint32, self->capacity + 1);
    }
    if (dict->has_rules)
        self->guards = g_new0(guint32, dict->n_concepts + 1);
    self->guarded = g_array_new(FALSE, FALSE, sizeof(guint32));
    return self;
}

void
lex_scanner_free(LexScanner *self)
{
    if (!self)
        return;
    g_free(self->codes - 1);
    g_free(self->starts);
    lex_stem_cache_free(self->stems);
    g_free(self->ends);
    g_free(self->places);
    g_free(self->terminals);
    g_free(self->guards);
    g_array_unref(self->guarded);
    g_free(self);
}

void
lex_scanner_set_stop(LexScanner *self, gboolean (*stopped)(gpointer data), gpointer data)
{
    self->stopped = stopped;
    self->stopped_data = data;
}

static void
scan_flush(LexScanner *self)
{
    if (self->n_matches > 0)
        self->sink(self->matches, self->n_matches, self->data);
    self->n_matches = 0;
}

/* The end, in the text, of the character before @end of the chunk. (Not the start of the next:
 * white space that was skipped may lie between.) */
static inline guint32
scan_end(const LexScanner *self, guint32 end)
{
    guint32 last = self->starts[end - 1];

    return self->ends ? self->ends[end - 1] : last + lex_char_length(self->text[last]);
}

static inline void
scan_emit(LexScanner *self, guint32 start, guint32 end, guint32 form)
{
    if (self->n_matches == SCAN_BATCH)
        scan_flush(self);
    self->matches[self->n_matches++] = (LexMatch){ .start = start, .end = end, .form = form };
}

/* Follows the trie from character @at, keeping each key that ends on the way. Returns how many. */
static inline guint
scan_walk(const LexScanner *self, guint32 at, guint32 boundary)
{
    const LexUnit *units = self->dict->trie.units;
    const guint32 *codes = self->codes;
    guint32 last = MIN(at + self->dict->max_codes, self->n_codes);
    guint32 node = LEX_ROOT;
    guint32 base = units[LEX_ROOT].base;
    guint n = 0;

    for (guint32 i = at; i < last; i++) {
        guint32 child = (base & LEX_UNIT_BASE) + (codes[i] & LEX_CODE);

        if (units[child].check != node)
            break;
        node = child;
        base = units[node].base;
        if (base < LEX_UNIT_TERMINAL)
            continue;
        if (!(codes[i] & codes[i + 1] & boundary)) {
            guint32 value = base & LEX_UNIT_LEAF ? base : units[base & LEX_UNIT_BASE].base;

            self->terminals[n++] = (ScanTerminal){ i + 1, value & LEX_UNIT_BASE };
        }
        if (base & LEX_UNIT_LEAF)
            break;
    }
    return n;
}

/* All forms of one key. */
static inline void
scan_emit_forms(LexScanner *self, guint32 start, guint32 end, guint32 form)
{
    const LexForm *forms = self->dict->forms;

    if (!self->dict->has_shared) {
        scan_emit(self, start, end, form);
        return;
    }
    do
        scan_emit(self, start, end, form);
    while (forms[form++].concept & LEX_FORM_MORE);
}

static gboolean
scan_is_exact(const LexScanner *self, guint32 start, guint32 end, const LexForm *form)
{
    const char *surface = self->dict->strings + form->surface;

    return strncmp(surface, (const char *) self->text + start, end - start) == 0 &&
           surface[end - start] == '\0';
}

/* Notes what an excluding form that ends at @end excludes. */
static void
scan_guard(LexScanner *self, const LexForm *form, guint32 end)
{
    guint32 concept = form->concept & LEX_FORM_CONCEPT;

    if (concept == LEX_ANY_CONCEPT) {
        self->excluded_end = MAX(self->excluded_end, end);
        return;
    }
    if (self->guards[concept] == 0)
        g_array_append_val(self->guarded, concept);
    self->guards[concept] = MAX(self->guards[concept], end);
}

/* The forms of one key that ends at @end, by the rules. Returns whether any was a match. */
static gboolean
scan_emit_by_rules(LexScanner *self, guint32 start, guint32 end, guint32 at)
{
    const guint8 *hidden = self->dict->hidden;
    gboolean any = FALSE;
    const LexForm *form;

    do {
        form = &self->dict->forms[at++];
        guint32 concept = form->concept & LEX_FORM_CONCEPT;

        if ((form->concept & LEX_FORM_EXCLUDE) || end <= self->excluded_end ||
            end <= self->guards[concept] || (hidden && hidden[concept]))
            continue;
        if ((form->concept & LEX_FORM_EXACT) && !scan_is_exact(self, start, end, form))
            continue;
        scan_emit(self, start, end, at - 1);
        any = TRUE;
    } while (form->concept & LEX_FORM_MORE);
    return any;
}

/* A place of a dictionary with rules. What excludes is noted even inside of a match, because what
 * comes after the match may lie in it. */
static void
scan_place_by_rules(LexScanner *self, guint32 at, guint32 boundary)
{
    guint32 start = self->starts[at];
    guint n = scan_walk(self, at, boundary);

    for (guint i = 0; i < n; i++) {
        guint32 end = scan_end(self, self->terminals[i].end);
        const LexForm *form = &self->dict->forms[self->terminals[i].form];

        for (;; form++) {
            if ((form->concept & LEX_FORM_EXCLUDE) &&
                (!(form->concept & LEX_FORM_EXACT) || scan_is_exact(self, start, end, form)))
                scan_guard(self, form, end);
            if (!(form->concept & LEX_FORM_MORE))
                break;
        }
    }
    if (!(self->flags & LEX_SCAN_ALL) && at < self->next)
        return;
    for (guint i = n; i-- > 0;) {
        guint32 end = scan_end(self, self->terminals[i].end);
        gboolean any = scan_emit_by_rules(self, start, end, self->terminals[i].form);

        if (any && !(self->flags & LEX_SCAN_ALL)) {
            self->next = self->terminals[i].end;
            break;
        }
    }
}

static inline void
scan_place(LexScanner *self, guint32 at, guint32 boundary)
{
    guint n = scan_walk(self, at, boundary);
    guint32 start = self->starts[at];

    if (n == 0)
        return;
    if (!(self->flags & LEX_SCAN_ALL)) {
        const ScanTerminal *longest = &self->terminals[n - 1];

        scan_emit_forms(self, start, scan_end(self, longest->end), longest->form);
        self->next = longest->end;
        return;
    }
    for (guint i = n; i-- > 0;)
        scan_emit_forms(self, start, scan_end(self, self->terminals[i].end),
                        self->terminals[i].form);
}

/* Notes the places below @limit where a form may begin. Returns how many. */
static guint32
scan_find_places(LexScanner *self, guint32 limit, guint32 boundary)
{
    const guint64 *pairs = self->dict->pairs;
    const guint32 *codes = self->codes;
    guint32 shift = self->dict->pairs_shift;
    guint32 *places = self->places;
    guint32 n = 0;

    for (guint32 i = 0; i < limit; i++) {
        guint32 here = codes[i];
        guint32 bit = lex_pair_hash(here & LEX_CODE, codes[i + 1] & LEX_CODE, shift);
        guint32 open = (guint32) (pairs[bit / 64] >> (bit % 64)) | here / LEX_SINGLE;

        open &= ~((codes[(gssize) i - 1] & here & boundary) / LEX_WORD);
        places[n] = i;
        n += open & 1;
    }
    return n;
}

/* Brings the units that the walk from @at reads first nearer. */
static inline void
scan_prefetch(const LexScanner *self, guint32 at)
{
    const LexUnit *units = self->dict->trie.units;
    guint32 child = (units[LEX_ROOT].base & LEX_UNIT_BASE) + (self->codes[at] & LEX_CODE);

    __builtin_prefetch(
        &units[(units[child].base & LEX_UNIT_BASE) + (self->codes[at + 1] & LEX_CODE)]);
}

static void
scan_chunk(LexScanner *self, guint32 limit)
{
    guint32 boundary = self->flags & LEX_SCAN_WORDS ? LEX_WORD : 0;
    guint32 n = scan_find_places(self, limit, boundary);
    gboolean all = self->flags & LEX_SCAN_ALL;

    for (guint32 k = 0; k < n; k++) {
        guint32 at = self->places[k];

        if (k + SCAN_PREFETCH < n)
            scan_prefetch(self, self->places[k + SCAN_PREFETCH]);
        if (self->dict->has_rules)
            scan_place_by_rules(self, at, boundary);
        else if (all || at >= self->next)
            scan_place(self, at, boundary);
    }
}

/* Fills the chunk, which holds @n characters, from @p. Returns how many it holds then. */
static guint32
scan_fill(LexScanner *self, guint32 n, const guint8 **p, const guint8 *end)
{
    const guint32 *pages = self->dict->chars.pages;
    const guint32 *entries = self->dict->chars.entries;
    guint32 capacity = self->capacity;

    while (n < capacity && *p < end) {
        guint32 start = (guint32) (*p - self->text);
        guint32 entry = lex_chars_next(pages, entries, p);

        /* A run of white space is one; its first character stands for it. */
        if ((entry & LEX_BLANK) && (self->codes[(gssize) n - 1] & LEX_BLANK))
            continue;
        self->codes[n] = entry;
        self->starts[n++] = start;
    }
    return n;
}

/* Where the run of letters at @p ends. */
static const guint8 *
scan_find_word_end(const LexScanner *self, const guint8 *p, const guint8 *end)
{
    const LexChars *chars = &self->dict->chars;

    while (p < end) {
        const guint8 *next = p;

        if (!(lex_chars_next(chars->pages, chars->entries, &next) & LEX_WORD))
            break;
        p = next;
    }
    return p;
}

/* Adds the codes of the stem of the word from @word to @end, all with the place of the word. */
static guint32
scan_fill_word(LexScanner *self, guint32 n, const guint8 *word, const guint8 *end)
{
    guint32 n_codes;
    const guint32 *codes =
        lex_stem_cache_get(self->stems, (const char *) word, (gsize) (end - word), &n_codes);

    for (guint32 i = 0; i < MIN(n_codes, SCAN_WORD_CODES); i++) {
        self->codes[n] = codes[i] | LEX_WORD;
        self->starts[n] = (guint32) (word - self->text);
        self->ends[n++] = (guint32) (end - self->text);
    }
    return n;
}

/* The same for a dictionary of stems. */
static guint32
scan_fill_stems(LexScanner *self, guint32 n, const guint8 **p, const guint8 *end)
{
    const LexChars *chars = &self->dict->chars;

    while (n + SCAN_WORD_CODES < self->capacity && *p < end) {
        const guint8 *start = *p;
        guint32 entry = lex_chars_next(chars->pages, chars->entries, p);

        if ((entry & LEX_WORD) && start >= self->letters_end) {
            const guint8 *word_end = scan_find_word_end(self, start, end);

            if (word_end - start <= LEX_WORD_MAX) {
                n = scan_fill_word(self, n, start, word_end);
                *p = word_end;
                continue;
            }
            self->letters_end = word_end;
        }
        if ((entry & LEX_BLANK) && (self->codes[(gssize) n - 1] & LEX_BLANK))
            continue;
        self->codes[n] = entry;
        self->starts[n] = (guint32) (start - self->text);
        self->ends[n++] = (guint32) (*p - self->text);
    }
    return n;
}

static void
scan_begin(LexScanner *self, const char *text, LexSink sink, gpointer data)
{
    self->text = (const guint8 *) text;
    self->sink = sink;
    self->data = data;
    self->next = 0;
    self->excluded_end = 0;
    self->letters_end = self->text;
    for (guint i = 0; i < self->guarded->len; i++)
        self->guards[g_array_index(self->guarded, guint32, i)] = 0;
    g_array_set_size(self->guarded, 0);
}

void
lex_scanner_scan(LexScanner *self, const char *text, gsize length, LexSink sink, gpointer data)
{
    const guint8 *p = (const guint8 *) text;
    const guint8 *end = p + length;
    guint32 unknown = self->dict->chars.n_codes + 1;
    guint32 n = 0;

    if (self->dict->n_forms == 0)
        return;
    scan_begin(self, text, sink, data);
    self->codes[-1] = unknown;
    do {
        guint32 limit;

        if (self->stopped && self->stopped(self->stopped_data))
            break;
        n = self->stems ? scan_fill_stems(self, n, &p, end) : scan_fill(self, n, &p, end);
        limit = p < end ? n - self->dict->max_codes - 1 : n;
        self->codes[n] = self->codes[n + 1] = unknown;
        self->n_codes = n;
        scan_chunk(self, limit);
        if (limit > 0)
            self->codes[-1] = self->codes[limit - 1];
        memmove(self->codes, self->codes + limit, (n - limit) * sizeof(guint32));
        memmove(self->starts, self->starts + limit, (n - limit) * sizeof(guint32));
        if (self->ends)
            memmove(self->ends, self->ends + limit, (n - limit) * sizeof(guint32));
        n -= limit;
        self->next = self->next > limit ? self->next - limit : 0;
    } while (p < end || n > 0);
    scan_flush(self);
}
