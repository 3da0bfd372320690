/* mail.c - the structure of a mail. */
#include "mail.h"

#include <string.h>

#include "words.h"

#define DEPTH_MAX 16
#define PARTS_MAX 1000

/* Behind the line that @at is in. */
static gsize
next_line(const guint8 *source, gsize at, gsize end)
{
    const guint8 *newline = at < end ? memchr(source + at, '\n', end - at) : NULL;

    return newline ? (gsize) (newline - source) + 1 : end;
}

gsize
mail_skip_blank_line(const guint8 *source, gsize at, gsize end)
{
    if (at < end && source[at] == '\r')
        at++;
    return at < end && source[at] == '\n' ? at + 1 : at;
}

gsize
mail_read_field(const guint8 *source, gsize at, gsize end, MailField *field)
{
    gsize colon = at, next;

    while (colon < end && source[colon] > ' ' && source[colon] < 0x7F && source[colon] != ':')
        colon++;
    field->name = (MillSpan){ at, colon };
    while (colon < end && (source[colon] == ' ' || source[colon] == '\t'))
        colon++;
    if (field->name.end == at || colon == end || source[colon] != ':')
        return at;
    next = next_line(source, colon, end);
    while (next < end && (source[next] == ' ' || source[next] == '\t'))
        next = next_line(source, next, end);
    field->value = (MillSpan){ colon + 1, next };
    while (field->value.start < next && g_ascii_isspace((gchar) source[field->value.start]))
        field->value.start++;
    while (field->value.end > field->value.start &&
           g_ascii_isspace((gchar) source[field->value.end - 1]))
        field->value.end--;
    return next;
}

gboolean
mail_field_is(const guint8 *source, const MailField *field, const char *name)
{
    gsize length = strlen(name);

    return field->name.end - field->name.start == length &&
           g_ascii_strncasecmp((const char *) source + field->name.start, name, length) == 0;
}

/* What stands before the first ";", in lower case. (transfer full) */
static char *
dup_main_value(const guint8 *source, MillSpan value)
{
    g_autofree char *text = words_dup(source, value);

    text[strcspn(text, "; \t(")] = '\0';
    return g_ascii_strdown(text, -1);
}

static void
replace(char **field, char *value)
{
    if (!value)
        return;
    g_free(*field);
    *field = value;
}

static void
part_read_type(MailPart *part, const guint8 *source, MillSpan value)
{
    replace(&part->type, dup_main_value(source, value));
    replace(&part->charset, words_dup_parameter(source, value, "charset"));
    replace(&part->boundary, words_dup_parameter(source, value, "boundary"));
    if (!part->name)
        part->name = words_dup_parameter(source, value, "name");
}

static void
part_read_field(MailPart *part, const guint8 *source, const MailField *field)
{
    g_autofree char *main = NULL;

    if (mail_field_is(source, field, "Content-Type")) {
        part_read_type(part, source, field->value);
    } else if (mail_field_is(source, field, "Content-Transfer-Encoding")) {
        main = dup_main_value(source, field->value);
        part->transfer = g_str_equal(main, "base64")             ? TRANSFER_BASE64
                         : g_str_equal(main, "quoted-printable") ? TRANSFER_QUOTED
                                                                 : TRANSFER_NONE;
    } else if (mail_field_is(source, field, "Content-Disposition")) {
        main = dup_main_value(source, field->value);
        part->attachment = g_str_equal(main, "attachment");
        replace(&part->name, words_dup_parameter(source, field->value, "filename"));
    }
}

/* Whether the line at @at is the delimiter --boundary, or --boundary--, which is @last. */
static gboolean
is_delimiter(const MailPart *part, const guint8 *source, gsize at, gboolean *last)
{
    gsize length = strlen(part->boundary), end = next_line(source, at, part->body.end);
    gsize after = at + 2 + length;

    if (end < after || source[at] != '-' || source[at + 1] != '-' ||
        memcmp(source + at + 2, part->boundary, length) != 0)
        return FALSE;
    *last = end - after >= 2 && source[after] == '-' && source[after + 1] == '-';
    after += *last ? 2 : 0;
    while (after < end && g_ascii_isspace((gchar) source[after]))
        after++;
    return after == end;
}

static MailPart *part_new(const guint8 *source, MillSpan span, guint depth, MailFaults *faults);

/* The part between two delimiters. The line break before a delimiter belongs to that. */
static void
part_add(MailPart *part, const guint8 *source, MillSpan span, guint depth, MailFaults *faults)
{
    if (span.end > span.start && source[span.end - 1] == '\n')
        span.end--;
    if (span.end > span.start && source[span.end - 1] == '\r')
        span.end--;

    MailPart *child = part_new(source, span, depth + 1, faults);

    part->has_plain = part->has_plain || child->has_plain;
    part->has_html = part->has_html || child->has_html;
    g_ptr_array_add(part->parts, child);
}

static void
part_split(MailPart *part, const guint8 *source, guint depth, MailFaults *faults)
{
    gsize start = 0; /* of the part; 0: before the first delimiter */
    gboolean last = FALSE;

    for (gsize at = part->body.start; at < part->body.end && !last;
         at = next_line(source, at, part->body.end)) {
        if (source[at] != '-' || !is_delimiter(part, source, at, &last))
            continue;
        if (start > 0)
            part_add(part, source, (MillSpan){ start, at }, depth, faults);
        start = next_line(source, at, part->body.end);
        if (faults->n_parts >= PARTS_MAX && !last) {
            faults->too_many = TRUE; /* what is left becomes the last one */
            break;
        }
    }
    if (!last && start > 0)
        part_add(part, source, (MillSpan){ start, part->body.end }, depth, faults);
    faults->unclosed = faults->unclosed || !last;
}

/* A multipart that has no parts is taken for text, so that nothing of it is lost. */
static void
part_make_plain(MailPart *part)
{
    g_clear_pointer(&part->parts, g_ptr_array_unref);
    replace(&part->type, g_strdup("text/plain"));
    part->has_plain = !part->attachment;
}

/* The parts of a multipart, or the mail that is attached. */
static void
part_descend(MailPart *part, const guint8 *source, guint depth, MailFaults *faults)
{
    gboolean multipart = g_str_has_prefix(part->type, "multipart/");
    gboolean mail = g_str_equal(part->type, "message/rfc822") && !part->attachment &&
                    part->transfer == TRANSFER_NONE;

    if (!multipart && !mail)
        return;
    if (depth >= DEPTH_MAX || faults->n_parts >= PARTS_MAX) {
        faults->too_many = TRUE;
        part_make_plain(part);
        return;
    }
    part->parts = g_ptr_array_new_with_free_func((GDestroyNotify) mail_part_free);
    if (mail)
        part_add(part, source, part->body, depth, faults);
    else if (part->boundary && *part->boundary)
        part_split(part, source, depth, faults);
    if (part->parts->len == 0) {
        faults->unclosed = TRUE;
        part_make_plain(part);
    }
}

static MailPart *
part_new(const guint8 *source, MillSpan span, guint depth, MailFaults *faults)
{
    MailPart *part = g_new0(MailPart, 1);
    gsize at = span.start, next;
    MailField field;

    faults->n_parts++;
    part->type = g_strdup("text/plain");
    for (; (next = mail_read_field(source, at, span.end, &field)) > at; at = next)
        part_read_field(part, source, &field);
    part->body = (MillSpan){ mail_skip_blank_line(source, at, span.end), span.end };
    part->has_plain = !part->attachment && g_str_equal(part->type, "text/plain");
    part->has_html = !part->attachment && g_str_equal(part->type, "text/html");
    part_descend(part, source, depth, faults);
    return part;
}

MailPart *
mail_part_new(const guint8 *source, MillSpan span, MailFaults *faults)
{
    *faults = (MailFaults){ 0 };
    return part_new(source, span, 0, faults);
}

void
mail_part_free(MailPart *part)
{
    if (!part)
        return;
    g_clear_pointer(&part->parts, g_ptr_array_unref);
    g_free(part->type);
    g_free(part->charset);
    g_free(part->boundary);
    g_free(part->name);
    g_free(part);
}
