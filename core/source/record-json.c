/* record-json.c - one line of JSON as a document.
 *
 * Only the outermost object is taken apart here: the text field is decoded by an edit, and each
 * other value is left to the JSON parser. So the text, most of a record, is looked at once.
 */
#include "source/record.h"

#include <string.h>

/* A member of an object. The key stands between its quotes, the value with its own. */
typedef struct {
    const char *key, *key_end;
    const char *value, *value_end;
} Member;

typedef struct {
    const char *at;
    const char *end;
} Scan;

static void
scan_blanks(Scan *scan)
{
    while (scan->at < scan->end &&
           (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r' || *scan->at == '\n'))
        scan->at++;
}

static gboolean
scan_sign(Scan *scan, char sign)
{
    scan_blanks(scan);
    if (scan->at == scan->end || *scan->at != sign)
        return FALSE;
    scan->at++;
    return TRUE;
}

/* Goes behind the string that begins here. */
static gboolean
scan_string(Scan *scan)
{
    const char *quote = scan->at;

    while ((quote = memchr(quote + 1, '"', (gsize) (scan->end - quote - 1)))) {
        const char *slash = quote;

        while (slash[-1] == '\\')
            slash--;
        if ((quote - slash) % 2 == 0) {
            scan->at = quote + 1;
            return TRUE;
        }
    }
    return FALSE;
}

/* Goes behind the object or list that begins here; what is in it is not checked. */
static gboolean
scan_nest(Scan *scan)
{
    gsize depth = 0;

    while (scan->at < scan->end) {
        char sign = *scan->at;

        if (sign == '"') {
            if (!scan_string(scan))
                return FALSE;
            continue;
        }
        scan->at++;
        depth += sign == '{' || sign == '[';
        depth -= sign == '}' || sign == ']';
        if (depth == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
scan_value(Scan *scan)
{
    const char *start = scan->at;

    if (scan->at == scan->end)
        return FALSE;
    if (*scan->at == '"')
        return scan_string(scan);
    if (*scan->at == '{' || *scan->at == '[')
        return scan_nest(scan);
    while (scan->at < scan->end && !strchr(",}] \t\r\n", *scan->at))
        scan->at++;
    return scan->at > start;
}

static gboolean
scan_member(Scan *scan, Member *member)
{
    scan_blanks(scan);
    if (scan->at == scan->end || *scan->at != '"')
        return FALSE;
    member->key = scan->at + 1;
    if (!scan_string(scan))
        return FALSE;
    member->key_end = scan->at - 1;
    if (!scan_sign(scan, ':'))
        return FALSE;
    scan_blanks(scan);
    member->value = scan->at;
    if (!scan_value(scan))
        return FALSE;
    member->value_end = scan->at;
    return TRUE;
}

/* The members of the object that is all of [@start, @end). FALSE if it is none. */
static gboolean
scan_object(const char *start, const char *end, GArray *members)
{
    Scan scan = { start, end };
    Member member;

    g_array_set_size(members, 0);
    if (!scan_sign(&scan, '{'))
        return FALSE;
    if (!scan_sign(&scan, '}')) {
        do {
            if (!scan_member(&scan, &member))
                return FALSE;
            g_array_append_val(members, member);
        } while (scan_sign(&scan, ','));
        if (!scan_sign(&scan, '}'))
            return FALSE;
    }
    scan_blanks(&scan);
    return scan.at == scan.end;
}

/* The member's key. (transfer full) */
static char *
member_dup_key(const Member *member)
{
    gsize length = (gsize) (member->key_end - member->key);

    if (memchr(member->key, '\\', length)) {
        g_autoptr(MillValue) key = mill_json_parse(member->key - 1, (gssize) length + 2, NULL);

        return g_strdup(key ? mill_value_get_string(key, NULL) : "");
    }
    return g_strndup(member->key, length);
}

static gboolean
member_is(const Member *member, const char *name, gsize length)
{
    if ((gsize) (member->key_end - member->key) == length && memcmp(member->key, name, length) == 0)
        return TRUE;
    if (!memchr(member->key, '\\', (gsize) (member->key_end - member->key)))
        return FALSE;
    g_autofree char *key = member_dup_key(member);

    return strlen(key) == length && memcmp(key, name, length) == 0;
}

/* The last of @members that is called @name; -1 if none is. */
static gint
members_find(const GArray *members, const char *name, gsize length)
{
    for (gint i = (gint) members->len - 1; i >= 0; i--)
        if (member_is(&g_array_index(members, Member, i), name, length))
            return i;
    return -1;
}

/* Finds `a.b` in the object a where there is no field of that very name. */
static gboolean
members_find_path(const GArray *members, const char *path, Member *found)
{
    gint index = members_find(members, path, strlen(path));

    if (index >= 0) {
        *found = g_array_index(members, Member, index);
        return TRUE;
    }
    for (const char *dot = strchr(path, '.'); dot; dot = strchr(dot + 1, '.')) {
        g_autoptr(GArray) inner = g_array_new(FALSE, FALSE, sizeof(Member));

        index = members_find(members, path, (gsize) (dot - path));
        if (index < 0)
            continue;
        const Member *outer = &g_array_index(members, Member, index);

        if (scan_object(outer->value, outer->value_end, inner) &&
            members_find_path(inner, dot + 1, found))
            return TRUE;
    }
    return FALSE;
}

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
 * which JSON does not allow there. Most of the text is skipped eight bytes at a time (the tests for
 * "a byte below n" and "a zero byte" of Warren, Hacker's Delight, 6-1). */
static const char *
decode_skip_plain(const char *at, const char *end)
{
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
    const guint64 tops = 0x80 * ones;
    guint64 word;

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
json_miss(const MillInput *input, const GArray *members, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < members->len && i < 20; i++) {
        g_autofree char *key = member_dup_key(&g_array_index(members, Member, i));

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
json_set_text(const MillInput *input, MillDocument *document, const Member *member, GError **error)
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
json_set_metadata(const MillInput *input, MillDocument *document, const GArray *members,
                  const Member *text, GError **error)
{
    for (guint i = 0; i < members->len; i++) {
        const Member *member = &g_array_index(members, Member, i);

        if (member->value == text->value)
            continue;
        g_autofree char *key = member_dup_key(member);
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
    g_autoptr(GArray) members = g_array_sized_new(FALSE, FALSE, sizeof(Member), 16);
    Member text;

    if (!json || !scan_object(json, json + length, members))
        return json_fail(json ? json : "", length, error);
    if (!members_find_path(members, input->text, &text))
        return json_miss(input, members, error);
    return json_set_text(input, document, &text, error) &&
           json_set_metadata(input, document, members, &text, error);
}
