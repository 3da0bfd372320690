/* pattern.c - how the files of a writer are named. */
#include "pipeline/pattern.h"

#include <string.h>

#include <textmill/error.h>

#include "config/plan.h"
#include "document/document-private.h"

#define BESIDE          "./"
#define COMPONENT_MAX   240 /* of 255, the rest being for ~2 and its like */
#define EXTENSION_MAX   32
#define PATH_LENGTH_MAX 3000
#define HASH_DIGITS     16

typedef enum {
    PIECE_LITERAL,
    PIECE_ID,
    PIECE_DIR,
    PIECE_NAME,
    PIECE_STEM,
    PIECE_EXT,
    PIECE_INDEX,
    PIECE_FAN,
    PIECE_FAN2,
    PIECE_PART,
    PIECE_SHARD,
} PieceKind;

static const char *const piece_names[] = { "id",  "dir",  "name", "stem",  "ext", "index",
                                           "fan", "fan2", "part", "shard", NULL };

typedef struct {
    PieceKind kind;
    char *text; /* of a literal */
} Piece;

struct MillPattern {
    char *text;
    GArray *pieces;
    gboolean per_document;
    gboolean has_part;
    gboolean has_shard;
};

static void
piece_clear(gpointer data)
{
    g_free(((Piece *) data)->text);
}

void
mill_pattern_free(MillPattern *pattern)
{
    if (!pattern)
        return;
    g_array_unref(pattern->pieces);
    g_free(pattern->text);
    g_free(pattern);
}

static void
pattern_add(MillPattern *pattern, PieceKind kind, GString *literal)
{
    Piece piece = { kind, NULL };

    if (literal->len > 0) {
        Piece before = { PIECE_LITERAL, g_strndup(literal->str, literal->len) };

        g_array_append_val(pattern->pieces, before);
        g_string_truncate(literal, 0);
    }
    if (kind == PIECE_LITERAL)
        return;
    g_array_append_val(pattern->pieces, piece);
    pattern->has_part |= kind == PIECE_PART;
    pattern->has_shard |= kind == PIECE_SHARD;
    pattern->per_document |= kind != PIECE_PART && kind != PIECE_SHARD;
}

/* Of a pattern that has been checked: braces come in pairs around known words. */
static void
pattern_parse(MillPattern *pattern)
{
    g_autoptr(GString) literal = g_string_new(NULL);

    for (const char *at = pattern->text; *at; at++) {
        if (*at != '{') {
            g_string_append_c(literal, *at);
            continue;
        }
        const char *end = strchr(at, '}');
        g_autofree char *word = g_strndup(at + 1, (gsize) (end - at) - 1);
        guint kind = 0;

        while (!g_str_equal(piece_names[kind], word))
            kind++;
        pattern_add(pattern, (PieceKind) (kind + 1), literal);
        at = end;
    }
    pattern_add(pattern, PIECE_LITERAL, literal);
}

MillPattern *
mill_pattern_new(const char *text, GError **error)
{
    g_autofree char *hint = NULL;
    g_autofree char *mistake = mill_plan_find_file_mistake(text, &hint);

    if (mistake) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_CONFIG, "file '%s': %s%s%s", text, mistake,
                    hint ? "; " : "", hint ? hint : "");
        return NULL;
    }
    MillPattern *pattern = g_new0(MillPattern, 1);

    pattern->text = g_strdup(text);
    pattern->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    g_array_set_clear_func(pattern->pieces, piece_clear);
    pattern_parse(pattern);
    return pattern;
}

const char *
mill_pattern_get_text(const MillPattern *pattern)
{
    return pattern->text;
}

gboolean
mill_pattern_is_per_document(const MillPattern *pattern)
{
    return pattern->per_document;
}

gboolean
mill_pattern_is_sharded(const MillPattern *pattern)
{
    return pattern->has_shard;
}

/* Appends @length bytes of @value; those that no file name should have become '_'. */
static void
pattern_append(GString *path, const char *value, gsize length, gboolean folders)
{
    const char *end = value + length;

    while (value < end) {
        const char *bad;
        gboolean valid = g_utf8_validate(value, end - value, &bad);

        for (; value < bad; value++) {
            gboolean odd = (guchar) *value < 0x20 || *value == 0x7f || (*value == '/' && !folders);

            g_string_append_c(path, odd ? '_' : *value);
        }
        if (!valid) {
            g_string_append_c(path, '_');
            value++;
        }
    }
}

/* Two digits of the checksum of @id, from digit @from on. */
static void
pattern_append_fan(GString *path, const char *id, gsize from)
{
    g_autofree char *sha256 = mill_sha256_hex(id, strlen(id));

    g_string_append_len(path, sha256 + from, 2);
}

/* What a pattern is expanded for. */
typedef struct {
    const char *id;
    gint64 index;
    const char *part;
    guint shard;
} Place;

static void
pattern_append_piece(GString *path, const Piece *piece, const Place *place)
{
    const char *id = place->id;
    const char *part = place->part ? place->part : "main";
    const char *slash = strrchr(id, '/');
    const char *name = slash ? slash + 1 : id;
    const char *dot = strrchr(name, '.');
    gsize stem = dot && dot > name ? (gsize) (dot - name) : strlen(name);
    const char *ext = name[stem] == '.' ? name + stem + 1 : "";

    switch (piece->kind) {
    case PIECE_LITERAL:
        g_string_append(path, piece->text);
        break;
    case PIECE_ID:
        pattern_append(path, id, strlen(id), TRUE);
        break;
    case PIECE_DIR:
        pattern_append(path, id, slash ? (gsize) (slash - id) : 0, TRUE);
        break;
    case PIECE_NAME:
        pattern_append(path, name, strlen(name), FALSE);
        break;
    case PIECE_STEM:
        pattern_append(path, name, stem, FALSE);
        break;
    case PIECE_EXT:
        pattern_append(path, ext, strlen(ext), FALSE);
        break;
    case PIECE_INDEX:
        g_string_append_printf(path, "%06" G_GINT64_FORMAT, place->index + 1);
        break;
    case PIECE_FAN:
        pattern_append_fan(path, id, 0);
        break;
    case PIECE_FAN2:
        pattern_append_fan(path, id, 2);
        break;
    case PIECE_PART:
        pattern_append(path, part, strlen(part), FALSE);
        break;
    case PIECE_SHARD:
        g_string_append_printf(path, "%05u", place->shard + 1);
        break;
    }
}

/* Where the extension of the last component of @name begins; its end if it has none. That of a
 * compressed file tells what it is as well: ".json.gz". */
static gsize
pattern_find_extension(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    const char *dot = strrchr(base, '.');

    if (!dot || dot == base)
        return strlen(name);
    if (g_str_equal(dot, ".gz") || g_str_equal(dot, ".zst")) {
        const char *before = memrchr(base, '.', (gsize) (dot - base));

        dot = before && before > base ? before : dot;
    }
    return (gsize) (dot - name);
}

char *
mill_pattern_insert(const char *name, const char *suffix)
{
    int stem = (int) pattern_find_extension(name);

    return g_strdup_printf("%.*s%s%s", stem, name, suffix, name + stem);
}

/* Appends @component, cut to @keep bytes at most and with a hash of it all, if it is too long. */
static void
pattern_append_short(GString *path, const char *component)
{
    gsize length = strlen(component);

    if (length <= COMPONENT_MAX) {
        g_string_append(path, component);
        return;
    }
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, component, -1);
    const char *ext = component + pattern_find_extension(component);

    if (strlen(ext) > EXTENSION_MAX)
        ext = strrchr(ext, '.');
    if (strlen(ext) > EXTENSION_MAX)
        ext = "";
    const char *cut = component + COMPONENT_MAX - HASH_DIGITS - 1 - strlen(ext);

    while (((guchar) *cut & 0xC0) == 0x80)
        cut--;
    g_string_append_len(path, component, cut - component);
    g_string_append_printf(path, "~%.*s%s", HASH_DIGITS, hash, ext);
}

/* Rewrites @raw as components that stay below the folder. (transfer full) */
static char *
pattern_tame(const char *raw)
{
    g_auto(GStrv) components = g_strsplit(raw, "/", -1);
    GString *path = g_string_new(NULL);

    for (char **at = components; *at; at++) {
        if (**at == '\0' || g_str_equal(*at, "."))
            continue;
        if (path->len > 0)
            g_string_append_c(path, '/');
        if (g_str_equal(*at, ".."))
            memset(*at, '_', 2);
        if (g_str_has_prefix(*at, MILL_TEMPORARY_PREFIX))
            **at = '_';
        pattern_append_short(path, *at);
    }
    if (path->len == 0)
        g_string_append_c(path, '_');
    if (path->len > PATH_LENGTH_MAX) {
        g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, path->str, -1);
        g_autofree char *ext = g_strdup(path->str + pattern_find_extension(path->str));

        g_string_printf(path, "%s%s", hash, strlen(ext) > EXTENSION_MAX ? "" : ext);
    }
    return g_string_free(path, FALSE);
}

static char *pattern_expand(const MillPattern *pattern, const Place *place);

/* A part that brings its own name, in the folder of the others. */
static char *
pattern_expand_beside(const MillPattern *pattern, const Place *place)
{
    const Place other = { place->id, place->index, NULL, place->shard };
    g_autofree char *sibling = pattern_expand(pattern, &other);
    const char *name = place->part + strlen(BESIDE);
    const char *slash = strrchr(sibling, '/');
    g_autoptr(GString) path = g_string_new_len(sibling, slash ? slash + 1 - sibling : 0);

    pattern_append(path, name, strlen(name), FALSE);
    return pattern_tame(path->str);
}

static char *
pattern_expand(const MillPattern *pattern, const Place *place)
{
    g_autoptr(GString) path = g_string_new(NULL);

    if (place->part && g_str_has_prefix(place->part, BESIDE))
        return pattern_expand_beside(pattern, place);

    for (guint i = 0; i < pattern->pieces->len; i++)
        pattern_append_piece(path, &g_array_index(pattern->pieces, Piece, i), place);
    if (!place->part || pattern->has_part)
        return pattern_tame(path->str);

    g_autoptr(GString) tag = g_string_new(".");

    pattern_append(tag, place->part, strlen(place->part), FALSE);
    g_autofree char *named = mill_pattern_insert(path->str, tag->str);

    return pattern_tame(named);
}

char *
mill_pattern_expand(const MillPattern *pattern, const char *id, gint64 index, const char *part)
{
    return pattern_expand(pattern, &(Place){ .id = id, .index = index, .part = part });
}

char *
mill_pattern_expand_shared(const MillPattern *pattern, const char *part, guint shard)
{
    return pattern_expand(pattern, &(Place){ .id = "", .part = part, .shard = shard });
}
