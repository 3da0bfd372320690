/* record-json.c - one line of JSON as a document.
 *
 * Only the outermost object is taken apart (members.h): the text field is decoded by an edit, and
 * each other value is left to the JSON parser. So the text, most of a record, is looked at once.
 */
#include "source/members.h"
#include "source/record.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* The text field, being decoded. */
typedef struct {
    MillEdit *edit;
    const char *start; /* of the source */
    gsize lone;        /* halves of surrogate pairs */
    gsize nuls;
} Decoding;

static gint
decode_hex(const char *at, const char *end)
{
    gint value = 0;

    if (end - at < 4)
        return -1;
    for (guint i = 0; i < 4; i++) {
        gint digit = g_ascii_xdigit_value(at[i]);

        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* The escape \uXXXX at @at. Returns its end, NULL if it is none. */
static const char *
decode_code(Decoding *self, const char *at, const char *end)
{
    gsize start = (gsize) (at - self->start);
    gint code = decode_hex(at + 2, end);
    const char *after = at + 6;
    char text[6];

    if (code < 0)
        return NULL;
    if (code >= 0xD800 && code <= 0xDBFF && end - after >= 6 && after[0] == '\\' &&
        after[1] == 'u') {
        gint low = decode_hex(after + 2, end);

        if (low >= 0xDC00 && low <= 0xDFFF) {
            code = 0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00);
            after += 6;
        }
    }
    if (code >= 0xD800 && code <= 0xDFFF) {
        self->lone++;
        code = 0xFFFD;
    }
    if (code == 0) {
        self->nuls++;
        mill_edit_drop(self->edit, (MillSpan){ start, (gsize) (after - self->start) });
        return after;
    }
    mill_edit_replace(self->edit, (MillSpan){ start, (gsize) (after - self->start) }, text,
                      g_unichar_to_utf8((gunichar) code, text));
    return after;
}

/* The escape at @at, before @end. Returns its end, NULL if it is none. */
static const char *
decode_escape(Decoding *self, const char *at, const char *end)
{
    static const char signs[] = "\"\\/bfnrt", texts[] = "\"\\/\b\f\n\r\t";
    gsize start = (gsize) (at - self->start);
    const char *sign;

    if (end - at < 2)
        return NULL;
    if (at[1] == 'u')
        return decode_code(self, at, end);
    sign = at[1] ? strchr(signs, at[1]) : NULL;
    if (!sign)
        return NULL;
    mill_edit_replace(self->edit, (MillSpan){ start, start + 2 }, &texts[sign - signs], 1);
    return at + 2;
}

/* The first byte of [@at, @end) that does not stand for itself: an escape, or a control character,
 * which JSON does not allow there. Most of the text is skipped sixteen bytes at a time, or eight
 * (the tests for "a byte below n" and "a zero byte" of Warren, Hacker's Delight, 6-1). */
static const char *
decode_skip_plain(const char *at, const char *end)
{
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
    const guint64 tops = 0x80 * ones;
    guint64 word;

#ifdef __SSE2__
    const __m128i control = _mm_set1_epi8(0x1F), slash = _mm_set1_epi8('\\');

    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *) (gconstpointer) at);
        __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes),
                                    _mm_cmpeq_epi8(bytes, slash));
        gint mask = _mm_movemask_epi8(hits);

        if (mask)
            return at + __builtin_ctz((guint) mask);
    }
#endif
    for (; end - at >= (gssize) sizeof word; at += sizeof word) {
        memcpy(&word, at, sizeof word);
        guint64 slashes = word ^ '\\' * ones;

        if ((((word - 0x20 * ones) & ~word) | ((slashes - ones) & ~slashes)) & tops)
            break;
    }
    while (at < end && (guchar) *at >= 0x20 && *at != '\\')
        at++;
    return at;
}

/* Makes the string [@from, @to) the text: what is around it goes. */
static gboolean
decode_string(Decoding *self, const char *from, const char *to, gsize length)
{
    mill_edit_drop(self->edit, (MillSpan){ 0, (gsize) (from - self->start) });
    while ((from = decode_skip_plain(from, to)) < to) {
        from = *from == '\\' ? decode_escape(self, from, to) : NULL;
        if (!from)
            return FALSE;
    }
    mill_edit_drop(self->edit, (MillSpan){ (gsize) (to - self->start), length });
    return TRUE;
}

/* What is wrong with the record, which is not well-formed. */
static gboolean
json_fail(const char *json, gsize length, GError **error)
{
    g_autoptr(MillValue) value = mill_json_parse(json, (gssize) length, error);

    if (!value) {
        g_prefix_error(error, "not a line of JSON: ");
        return FALSE;
    }
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "a record is a JSON object, { \"field\": value, … }, and this is none");
    return FALSE;
}

static gboolean
json_miss(const MillInput *input, const MillMembers *members, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < members->length && i < 20; i++) {
        g_autofree char *key = mill_member_dup_key(&members->items[i]);

        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", key);
    }
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "no field '%s'; the record has: %s (input.text says which field is the text)",
                input->text, names->len > 0 ? names->str : "none");
    return FALSE;
}

static void
json_report(MillDocument *document, const Decoding *decoding)
{
    if (decoding->lone > 0)
        mill_document_diagnose(document, MILL_SEVERITY_WARNING, "invalid-escape", NULL,
                               "%" G_GSIZE_FORMAT
                               " halves of surrogate pairs in the text became U+FFFD",
                               decoding->lone);
    if (decoding->nuls > 0)
        mill_document_diagnose(document, MILL_SEVERITY_WARNING, "nul-dropped", NULL,
                               "%" G_GSIZE_FORMAT " NUL characters were dropped", decoding->nuls);
}

static gboolean
json_set_text(const MillInput *input, MillDocument *document, const MillMember *member,
              GError **error)
{
    gsize length;
    const char *json = g_bytes_get_data(mill_document_get_source(document), &length);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
    Decoding decoding = { .edit = edit, .start = json };

    if (*member->value != '"') {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "the field '%s' is no text, but: %.*s",
                    input->text, (int) MIN(member->value_end - member->value, 40), member->value);
        return FALSE;
    }
    if (!decode_string(&decoding, member->value + 1, member->value_end - 1, length))
        return json_fail(json, length, error);
    if (!mill_edit_apply(edit, error))
        return FALSE;
    mill_document_set_encoding(document, "UTF-8");
    json_report(document, &decoding);
    return TRUE;
}

typedef struct {
    MillDocument *document;
    MillValue *value;
} Naming;

static void
json_name(const char *name, gpointer data)
{
    const Naming *naming = data;

    mill_document_set_meta(naming->document, name, naming->value);
}

/* Parses all members but the text, which checks them as well, and keeps those that are wanted. */
static gboolean
json_set_metadata(const MillInput *input, MillDocument *document, const MillMembers *members,
                  const MillMember *text, GError **error)
{
    for (guint i = 0; i < members->length; i++) {
        const MillMember *member = &members->items[i];

        if (member->value == text->value)
            continue;
        char few[64];
        g_autofree char *owned = NULL;
        const char *key = mill_member_get_key(member, few, sizeof few, &owned);
        g_autoptr(MillValue) value =
            mill_json_parse(member->value, member->value_end - member->value, NULL);

        if (!value) {
            gsize length;
            const char *json = g_bytes_get_data(mill_document_get_source(document), &length);

            return json_fail(json, length, error);
        }
        if (!g_str_equal(key, input->text)) /* nor an earlier value of the same field */
            mill_record_each_name(input, key, json_name, &(Naming){ document, value });
    }
    return TRUE;
}

gboolean
mill_record_read_json(const MillInput *input, MillDocument *document, GError **error)
{
    gsize length;
    const char *json = g_bytes_get_data(mill_document_get_source(document), &length);
    g_auto(MillMembers) members;
    MillMember text;

    mill_members_init(&members);
    if (!json || !mill_members_scan(&members, json, json + length))
        return json_fail(json ? json : "", length, error);
    if (!mill_members_find_path(&members, input->text, &text))
        return json_miss(input, &members, error);
    return json_set_text(input, document, &text, error) &&
           json_set_metadata(input, document, &members, &text, error);
}
