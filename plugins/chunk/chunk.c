/* chunk - pieces of a size, for search and retrieval.
 *
 * The text is cut into pieces of at most `size` characters, bytes or words, at the ends of
 * sentences where the layer `sentence` is there, else at line ends, and inside of those only if
 * one alone is too long. A piece never reaches over a heading or the end of a box (layer
 * `section`) unless `cross_headings` allows it, and carries the titles that lead to it.
 *
 * Layer `chunk`: `index` (from 1), `size` (in `unit`), `section` (id of the innermost section) and
 * `path` (titles, outermost first). Pieces are trimmed of white space; with `overlap` each begins
 * with up to that much of the piece before it, at a sentence where possible.
 */
#include <string.h>

#include <textmill/plugin.h>

typedef enum { UNIT_CHARS, UNIT_BYTES, UNIT_WORDS } Unit;

typedef struct {
    gint unit;
    gint64 size;
    gint64 overlap;
    gboolean cross_headings;
} Chunk;

static const char *const units[] = { "chars", "bytes", "words", NULL };

static const MillOption chunk_options[] = {
    MILL_OPTION_CHOICE(Chunk, unit, UNIT_CHARS, units,
                       "what size and overlap count; a CJK character counts as a word"),
    MILL_OPTION_INT(Chunk, size, 1000, 1, G_MAXINT32, "the most that a piece may hold"),
    MILL_OPTION_INT(Chunk, overlap, 0, 0, G_MAXINT32, "how much of a piece the next one repeats"),
    MILL_OPTION_BOOL(Chunk, cross_headings, FALSE, "let a piece go on over a heading"),
    MILL_OPTIONS_END,
};

/* --- measuring ------------------------------------------------------------------------------ */

/* Places where a region may be cut, ascending, each with the size of what lies before it: in all,
 * and without the white space right before it, which a piece that ends there does not hold. The
 * first is the region's start, the last its end. */
typedef struct {
    gsize offset;
    gint64 size;
    gint64 tight;
} Cut;

/* Scripts written without spaces: each character counts as a word. */
static gboolean
is_ideographic(gunichar c)
{
    return (c >= 0x2E80 && c <= 0x9FFF && g_unichar_isalpha(c)) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

static gint64
weigh(Unit unit, gunichar c, gsize bytes, gboolean *in_word)
{
    if (unit == UNIT_BYTES)
        return (gint64) bytes;
    if (unit == UNIT_CHARS)
        return 1;

    gboolean alone = is_ideographic(c);
    gboolean letter = !alone && (g_unichar_isalnum(c) || g_unichar_ismark(c));
    gint64 words = alone || (letter && !*in_word);

    *in_word = letter;
    return words;
}

/* A cut inside a piece of text that is too long for one: behind the last white space, or here. */
typedef struct {
    Cut now;   /* as far as the text was measured */
    Cut space; /* behind the last white space; offset 0 if there was none since the last cut */
} Measure;

/* Adds the cuts of @piece (one sentence or line, say): its end, and inside of it only as many
 * as it takes to keep each part within the limit. */
static void
add_cuts(GArray *cuts, const Chunk *self, const char *text, MillSpan piece)
{
    Measure measure = { .now = g_array_index(cuts, Cut, cuts->len - 1) };
    gint64 from = measure.now.size;
    gboolean in_word = FALSE;

    while (measure.now.offset < piece.end) {
        const char *at = text + measure.now.offset;
        gunichar c = g_utf8_get_char(at);
        gsize bytes = (gsize) g_utf8_skip[(guchar) *at];
        gint64 weight = weigh((Unit) self->unit, c, bytes, &in_word);
        gboolean space = g_unichar_isspace(c);

        if (!space && measure.now.size + weight - from > self->size && measure.now.size > from) {
            const Cut *cut = measure.space.offset > 0 ? &measure.space : &measure.now;

            g_array_append_val(cuts, *cut);
            from = cut->size;
            measure.space.offset = 0;
        }
        measure.now.size += weight;
        measure.now.offset += bytes;
        if (space)
            measure.space = measure.now;
        else
            measure.now.tight = measure.now.size;
    }
    g_array_append_val(cuts, measure.now);
}

/* --- one region ----------------------------------------------------------------------------- */

typedef struct {
    const Chunk *options;
    const char *text;
    gsize length;
    MillLayer *chunks;
    MillLayer *sections;  /* or NULL */
    MillLayer *sentences; /* or NULL */
    MillColumn index, size, section, path;
    GArray *cuts; /* of Cut, reused */
    gint64 n_chunks;
} Cutter;

static void
collect_cuts(Cutter *self, MillSpan region)
{
    gsize done = region.start;
    gsize row = self->sentences ? mill_layer_lower_bound(self->sentences, region.start + 1) : 0;

    g_array_set_size(self->cuts, 0);
    g_array_append_val(self->cuts, ((Cut){ region.start, 0, 0 }));
    while (done < region.end) {
        gsize end = region.end;

        if (self->sentences) {
            if (row < mill_layer_get_length(self->sentences))
                end = MIN(end, mill_layer_get_span(self->sentences, row).start);
            row++;
        } else {
            const char *newline = memchr(self->text + done, '\n', region.end - done);

            if (newline)
                end = (gsize) (newline - self->text) + 1;
        }
        add_cuts(self->cuts, self->options, self->text, (MillSpan){ done, end });
        done = end;
    }
}

static MillSpan
trim(const char *text, MillSpan span)
{
    while (span.start < span.end && g_unichar_isspace(g_utf8_get_char(text + span.start)))
        span.start += (gsize) g_utf8_skip[(guchar) text[span.start]];
    while (span.end > span.start) {
        const char *last = g_utf8_prev_char(text + span.end);

        if (!g_unichar_isspace(g_utf8_get_char(last)))
            break;
        span.end = (gsize) (last - text);
    }
    return span;
}

static void
emit(Cutter *self, MillSpan span, gint64 size, MillValue *path, gint64 section)
{
    span = trim(self->text, span);
    if (span.start == span.end)
        return;

    gsize row = mill_layer_add(self->chunks, span);

    mill_layer_set_int(self->chunks, row, self->index, ++self->n_chunks);
    mill_layer_set_int(self->chunks, row, self->size, size);
    if (section > 0)
        mill_layer_set_int(self->chunks, row, self->section, section);
    mill_layer_set_value(self->chunks, row, self->path, path);
}

/* The titles of the sections around @offset, and the id of the innermost (0 outside of all). */
static MillValue *
path_at(Cutter *self, gsize offset, gint64 *section)
{
    MillValue *path = mill_value_new_list();
    MillSpan place = { offset, MIN(offset + 1, self->length) };

    *section = 0;
    if (!self->sections)
        return path;

    MillColumn id = mill_layer_find_column(self->sections, "id");
    MillColumn label = mill_layer_find_column(self->sections, "label");
    MillColumn title = mill_layer_find_column(self->sections, "title");

    for (gssize row = -1; (row = mill_layer_next_covering(self->sections, place, row)) >= 0;) {
        const char *number = mill_layer_get_string(self->sections, (gsize) row, label, NULL);
        const char *name = mill_layer_get_string(self->sections, (gsize) row, title, NULL);
        g_autofree char *full =
            g_strdup_printf("%s%s%s", number ? number : "",
                            number && *number && name && *name ? " " : "", name ? name : "");

        mill_value_append_string(path, full);
        *section = mill_layer_get_int(self->sections, (gsize) row, id);
    }
    return path;
}

static void
cut_region(Cutter *self, MillSpan region)
{
    gint64 section;
    g_autoptr(MillValue) path = path_at(self, trim(self->text, region).start, &section);
    guint from = 0;

    collect_cuts(self, region);

    const Cut *cuts = (const Cut *) (gpointer) self->cuts->data;
    guint last = self->cuts->len - 1;

    while (from < last) {
        guint to = from + 1;
        guint next;

        if (cuts[to].tight == cuts[from].tight) {
            from = to; /* nothing but white space */
            continue;
        }

        while (to < last && cuts[to + 1].tight - cuts[from].size <= self->options->size)
            to++;
        emit(self, (MillSpan){ cuts[from].offset, cuts[to].offset },
             cuts[to].tight - cuts[from].size, path, section);
        if (to == last)
            return;
        /* Back by the overlap, but not so far that the next piece would end where this one does. */
        for (next = to; next > from + 1 &&
                        cuts[to].tight - cuts[next - 1].size <= self->options->overlap &&
                        cuts[to + 1].tight - cuts[next - 1].size <= self->options->size;)
            next--;
        from = next;
    }
}

/* --- regions -------------------------------------------------------------------------------- */

static gint
compare_offsets(gconstpointer a, gconstpointer b)
{
    gsize left = *(const gsize *) a;
    gsize right = *(const gsize *) b;

    return (left > right) - (left < right);
}

/* Where no piece may reach across: the start and end of each section. */
static GArray *
region_borders(const Cutter *self)
{
    GArray *borders = g_array_new(FALSE, FALSE, sizeof(gsize));
    gboolean cross = self->options->cross_headings || !self->sections;

    for (gsize row = 0; !cross && row < mill_layer_get_length(self->sections); row++) {
        MillSpan section = mill_layer_get_span(self->sections, row);

        g_array_append_val(borders, section.start);
        g_array_append_val(borders, section.end);
    }
    g_array_append_val(borders, self->length);
    g_array_sort(borders, compare_offsets);
    return borders;
}

static gboolean
chunk_configure(gpointer options, MillContext *context, GError **error)
{
    const Chunk *self = options;

    if (self->overlap < self->size)
        return TRUE;
    return mill_context_fail(context, "overlap", "a quarter of size is a common choice",
                             "overlap (%" G_GINT64_FORMAT
                             ") must be less than size (%" G_GINT64_FORMAT ")",
                             self->overlap, self->size);
}

static MillVerdict
chunk_process(gpointer options, MillDocument *document, GError **error)
{
    Cutter cutter = { .options = options };
    gsize start = 0;

    cutter.text = mill_document_get_text(document, &cutter.length);
    cutter.sections = mill_document_get_layer(document, "section");
    cutter.sentences = mill_document_get_layer(document, "sentence");
    cutter.chunks = mill_document_add_layer(document, "chunk");
    cutter.index = mill_layer_add_column(cutter.chunks, "index", MILL_TYPE_INT);
    cutter.size = mill_layer_add_column(cutter.chunks, "size", MILL_TYPE_INT);
    cutter.section = mill_layer_add_column(cutter.chunks, "section", MILL_TYPE_INT);
    cutter.path = mill_layer_add_column(cutter.chunks, "path", MILL_TYPE_LIST);
    cutter.cuts = g_array_new(FALSE, FALSE, sizeof(Cut));

    g_autoptr(GArray) borders = region_borders(&cutter);

    for (guint i = 0; i < borders->len; i++) {
        gsize end = g_array_index(borders, gsize, i);

        if (end > start)
            cut_region(&cutter, (MillSpan){ start, end });
        start = end;
    }
    g_array_unref(cutter.cuts);
    return MILL_KEEP;
}

static const char *const chunk_writes[] = { "chunk", NULL };

/* clang-format off */
MILL_PLUGIN(
    .name = "chunk",
    .summary = "Cut the text into pieces for search and retrieval",
    .role = MILL_ROLE_STAGE,
    .options = chunk_options,
    .options_size = sizeof(Chunk),
    .writes = chunk_writes,
    .configure = chunk_configure,
    .process = chunk_process,
)
