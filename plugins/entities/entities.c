/* entities - dates, amounts, addresses and references to laws, by rules.
 *
 * One pass over the text: a table says at which bytes an entity can begin and which readers to ask
 * there; the first that finds one wins, and the scan goes on behind it. What is found becomes a row
 * of the layer `entity`:
 *
 *   kind         url email date period phone money percent quantity law article
 *   value        the normalised form (ISO 8601 for dates and periods, digits for telephones)
 *   number       the amount with its scale multiplied out (1.2万亿元 → 1.2e12)
 *   number_max   the end of a range (10%–20%)
 *   unit         canonical symbol (µg/m³, %, pp) or currency code (CNY)
 *   base         the number in base units (43 µg/m³ → 4.3e-8), with base_unit
 *   law          the law an article belongs to
 *   section      id of the innermost section
 *
 * Units are data: data/units.tsv.
 */
#include <string.h>

#include "entity.h"

/* The block of unified ideographs, U+4E00 to U+9FFF: nearly all of Chinese text, of which hardly
 * any character can begin an entity. */
#define FIRST_IDEOGRAPH 0x4E00
#define IDEOGRAPHS      0x5200

typedef struct {
    const char *const *kinds;
    const char *units_file;
    Units *units;
    gboolean wanted[N_KINDS];
    guint8 asks[256];                /* which readers, as bits, for each first byte */
    guint32 starts[IDEOGRAPHS / 32]; /* bit set: the ideograph can begin an entity */
} Entities;

static const char *const kind_names[] = { "url",   "email",   "date",    "period",
                                          "phone", "money",   "percent", "quantity",
                                          "law",   "article", NULL };

static const MillOption entities_options[] = {
    MILL_OPTION_LIST(Entities, kinds, NULL, kind_names, "only these kinds (all if empty)"),
    { .type = MILL_OPTION_TYPE_FILE,
      .name = "units",
      .offset = G_STRUCT_OFFSET(Entities, units_file),
      .doc = "table of units to use instead of the one that ships" },
    MILL_OPTIONS_END,
};

/* --- which reader where --------------------------------------------------------------------- */

typedef gsize (*Reader)(const Source *source, const char *at, Entity *entity);

/* In order of precedence; the bytes are those an entity of the reader can begin with. */
static const struct {
    Reader read;
    const char *bytes;
} readers[] = {
    { read_url, "hfw" },
    { read_email, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" },
    { read_period, "0123456789\"\xE2\xE3\xE5\xE4\xE8" },
    { read_date, "0123456789JFMASONDjfmasonde\xE4\xE5\xE6\xE7\xE3\xE5\xE2\xEF" },
    { read_phone, "0123456789+(" },
    { read_law, "\xE3\xE7\xC2"
                "AS" },
    { read_amount, "0123456789$URHCEGJ\xC2\xE2\xE3\xE4\xE5\xE6\xE7\xE8\xE9\xEF" },
};

/* Numerals, eras, and the first characters of names that readers know. */
static const char starting_ideographs[] =
    "一二三四五六七八九十百千万零两兩壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
    "令平昭大明第";

/* Whether an entity can begin with the character at @at, of which the byte says yes. */
static inline gboolean
can_start(const Entities *self, const char *at)
{
    gunichar c;

    if ((guchar) *at < 0xE4 || (guchar) *at > 0xE9)
        return TRUE;
    c = g_utf8_get_char(at) - FIRST_IDEOGRAPH;
    return c >= IDEOGRAPHS || (self->starts[c / 32] >> (c % 32) & 1);
}

static void
fill_asks(Entities *self)
{
    for (const char *at = starting_ideographs; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at) - FIRST_IDEOGRAPH;

        self->starts[c / 32] |= 1U << (c % 32);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(readers); i++)
        for (const char *byte = readers[i].bytes; *byte != '\0'; byte++)
            self->asks[(guchar) *byte] |= (guint8) (1U << i);
}

/* One of ０ to ９, which have three bytes. */
static gboolean
is_wide_digit(const char *at)
{
    return (guchar) at[0] == 0xEF && (guchar) at[1] == 0xBC && (guchar) at[2] >= 0x90 &&
           (guchar) at[2] <= 0x99;
}

/* An entity does not begin in the middle of a word or number. */
static gboolean
is_inside_word(const Source *source, const char *at)
{
    if (at - source->text >= 3 && is_wide_digit(at) && is_wide_digit(at - 3))
        return TRUE;
    if (at == source->text || (guchar) *at >= 0x80 || !g_ascii_isalnum(*at))
        return FALSE;

    char before = at[-1];

    if (g_ascii_isalnum(before))
        return !(g_ascii_isdigit(before) && g_ascii_isalpha(*at));
    return g_ascii_isdigit(*at) && (before == '.' || before == ',') && at - source->text >= 2 &&
           g_ascii_isdigit(at[-2]);
}

static gsize
read_at(const Entities *self, const Source *source, const char *at, Entity *entity)
{
    guint asks = self->asks[(guchar) *at];

    for (gsize i = 0; asks != 0 && i < G_N_ELEMENTS(readers); i++, asks >>= 1) {
        if (!(asks & 1))
            continue;
        *entity = (Entity){ .has_number = FALSE };

        gsize used = readers[i].read(source, at, entity);

        if (used > 0)
            return used;
    }
    return 0;
}

/* --- rows ----------------------------------------------------------------------------------- */

typedef struct {
    MillLayer *layer;
    MillLayer *sections; /* or NULL */
    MillColumn kind, value, number, number_max, unit, base, base_unit, law, section;
    MillColumn section_id;
} Rows;

static void
rows_init(Rows *self, MillDocument *document)
{
    self->layer = mill_document_add_layer(document, "entity");
    self->kind = mill_layer_add_column(self->layer, "kind", MILL_TYPE_STRING);
    self->value = mill_layer_add_column(self->layer, "value", MILL_TYPE_STRING);
    self->number = mill_layer_add_column(self->layer, "number", MILL_TYPE_DOUBLE);
    self->number_max = mill_layer_add_column(self->layer, "number_max", MILL_TYPE_DOUBLE);
    self->unit = mill_layer_add_column(self->layer, "unit", MILL_TYPE_STRING);
    self->base = mill_layer_add_column(self->layer, "base", MILL_TYPE_DOUBLE);
    self->base_unit = mill_layer_add_column(self->layer, "base_unit", MILL_TYPE_STRING);
    self->law = mill_layer_add_column(self->layer, "law", MILL_TYPE_STRING);
    self->section = mill_layer_add_column(self->layer, "section", MILL_TYPE_INT);
    self->sections = mill_document_get_layer(document, "section");
    self->section_id =
        self->sections ? mill_layer_find_column(self->sections, "id") : MILL_NO_COLUMN;
}

static void
rows_add_number(Rows *self, gsize row, const Entity *entity)
{
    mill_layer_set_double(self->layer, row, self->number, entity->number);
    if (entity->number_max > entity->number)
        mill_layer_set_double(self->layer, row, self->number_max, entity->number_max);
    if (entity->unit)
        mill_layer_set_string(self->layer, row, self->unit, entity->unit, -1);
    if (entity->base_unit) {
        mill_layer_set_double(self->layer, row, self->base, entity->number * entity->base_factor);
        mill_layer_set_string(self->layer, row, self->base_unit, entity->base_unit, -1);
    }
}

static void
rows_add(Rows *self, const Source *source, MillSpan span, const Entity *entity)
{
    gsize row = mill_layer_add(self->layer, span);
    gssize section = self->sections ? mill_layer_innermost(self->sections, span) : -1;

    mill_layer_set_string(self->layer, row, self->kind, kind_names[entity->kind], -1);
    if (entity->value[0] != '\0')
        mill_layer_set_string(self->layer, row, self->value, entity->value, -1);
    if (entity->has_number)
        rows_add_number(self, row, entity);
    if (entity->law.end > entity->law.start)
        mill_layer_set_string(self->layer, row, self->law, source->text + entity->law.start,
                              (gssize) (entity->law.end - entity->law.start));
    if (section >= 0)
        mill_layer_set_int(self->layer, row, self->section,
                           mill_layer_get_int(self->sections, (gsize) section, self->section_id));
}

/* --- the step ------------------------------------------------------------------------------- */

static gboolean
entities_configure(gpointer options, MillContext *context, GError **error)
{
    Entities *self = options;
    g_autofree char *path = self->units_file ? g_strdup(self->units_file)
                                             : mill_context_find_data(context, "units.tsv");

    if (!path)
        return mill_context_fail(context, NULL, "install textmill's data files",
                                 "the table of units (units.tsv) is missing");
    for (gsize kind = 0; kind < N_KINDS; kind++)
        self->wanted[kind] =
            self->kinds[0] == NULL || g_strv_contains(self->kinds, kind_names[kind]);
    fill_asks(self);
    self->units = units_load(path, error);
    return self->units != NULL;
}

static MillVerdict
entities_process(gpointer options, MillDocument *document, GError **error)
{
    const Entities *self = options;
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    Memory memory = { NULL, NULL };
    Source source = { .text = text, .end = text + length, .units = self->units, .memory = &memory };
    Rows rows;
    Entity entity;

    rows_init(&rows, document);
    for (const char *at = text; at < source.end;) {
        gsize used =
            self->asks[(guchar) *at] != 0 && can_start(self, at) && !is_inside_word(&source, at)
                ? read_at(self, &source, at, &entity)
                : 0;

        if (used > 0 && self->wanted[entity.kind]) {
            gsize start = (gsize) (at - text);

            rows_add(&rows, &source, (MillSpan){ start, start + used }, &entity);
        }
        at += used > 0 ? used : (gsize) g_utf8_skip[(guchar) *at];
    }
    return MILL_KEEP;
}

static void
entities_close(gpointer options)
{
    Entities *self = options;

    g_clear_pointer(&self->units, units_free);
}

static const char *const entities_writes[] = { "entity", NULL };

/* clang-format off */
MILL_PLUGIN(
    .name = "entities",
    .summary = "Find dates, amounts, addresses and references to laws",
    .role = MILL_ROLE_STAGE,
    .options = entities_options,
    .options_size = sizeof(Entities),
    .writes = entities_writes,
    .configure = entities_configure,
    .process = entities_process,
    .close = entities_close,
)
