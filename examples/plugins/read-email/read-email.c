/* read-email - an e-mail file (.eml): its text, its header fields as metadata.
 *
 * The text is that of the parts that are text, in their order; of alternatives, plain text is
 * preferred to HTML, of which only the text is taken. Metadata: `title` (the subject), `from`,
 * `to`, `cc`, `date` (ISO 8601), `message_id`, `in_reply_to`, and `attachments`, a list of maps
 * with `name`, `type`, and `start` and `end`, which are the bytes of the file that the attachment,
 * still encoded, stands in.
 *
 * How it works: mail.c finds the parts, decode.c makes characters of them, words.c does the same
 * for header fields. Each character comes with the bytes that it was written as, and Target below
 * turns that into an edit from the source. So every word of the text leads back to its base64
 * digits.
 */
#include <stdio.h>
#include <string.h>
#include <textmill/plugin.h>

#include "html.h"
#include "mail.h"
#include "words.h"

typedef struct {
    gboolean headers;
} ReadEmail;

static const MillOption email_options[] = {
    MILL_OPTION_BOOL(ReadEmail, headers, FALSE,
                     "begin the text with the fields From, To, Cc, Date and Subject"),
    MILL_OPTIONS_END,
};

/* The fields that are kept, and whether `headers` shows them. */
static const struct {
    const char *name;
    const char *key;
    gboolean shown;
} kept[] = {
    { "Subject", "title", TRUE },
    { "From", "from", TRUE },
    { "To", "to", TRUE },
    { "Cc", "cc", TRUE },
    { "Date", "date", TRUE },
    { "Message-ID", "message_id", FALSE },
    { "In-Reply-To", "in_reply_to", FALSE },
};

/* The text in the making. */
typedef struct {
    const guint8 *source;
    MillEdit *edit;
    gsize done;   /* bytes of the source that are accounted for */
    gsize length; /* of the text */
    char last;    /* its last byte; '\n' while there is none */
    MillSpan cr;  /* a carriage return that waits for what follows; empty if there is none */
} Target;

/* A mail that is being read. */
typedef struct {
    Target target;
    MillDocument *document;
    MillValue *attachments; /* a list */
    Decoder *decoder;
    GArray *shown; /* Shown */
} Reading;

/* A value that stands in the text, because `headers` is on. */
typedef struct {
    MillSpan span;
    const char *key;
} Shown;

/* What lies between the characters is dropped; what is the same on both sides is kept, which costs
 * nothing. */
static void
target_put(Target *self, const char *text, gsize length, MillSpan origin)
{
    gboolean same = origin.end - origin.start == length &&
                    memcmp(self->source + origin.start, text, length) == 0;

    mill_edit_drop(self->edit, (MillSpan){ self->done, origin.start });
    if (!same)
        mill_edit_replace(self->edit, origin, text, (gssize) length);
    self->done = origin.end;
    self->length += length;
    self->last = text[length - 1];
}

static void
target_end_line(Target *self)
{
    if (self->cr.end > self->cr.start)
        target_put(self, "\r", 1, self->cr);
    self->cr = (MillSpan){ 0, 0 };
}

/* A TakeCharacter. Lines of mails end with CR LF, those of texts with LF. */
static void
target_take(gpointer data, const char *character, gsize length, MillSpan origin)
{
    Target *self = data;

    if (*character == '\n' && self->cr.end == origin.start)
        origin.start = self->cr.start;
    else
        target_end_line(self);
    self->cr = *character == '\r' ? origin : (MillSpan){ 0, 0 };
    if (*character != '\r' && *character != '\0')
        target_put(self, character, length, origin);
}

/* Text that is in no mail, such as the line between two parts. */
static void
target_insert(Target *self, const char *text)
{
    target_end_line(self);
    mill_edit_insert(self->edit, self->done, text, -1);
    self->length += strlen(text);
    self->last = '\n';
}

static void
reading_diagnose(Reading *self, const char *code, const char *message)
{
    mill_document_diagnose(self->document, MILL_SEVERITY_WARNING, code, NULL, "%s", message);
}

/* "Tue, 1 Apr 2025 10:00:00 +0200 (CEST)" as ISO 8601, without what is not there. NULL if it is no
 * date. (transfer full) */
static char *
dup_date(const char *value)
{
    const char *comma = strchr(value, ','), *end = value + strlen(value);
    const char *at = comma ? comma + 1 : value;
    char day[16], zone[6] = "", sign;
    guint hour, minute, second = 0, offset, used = 0;
    MillDate date;

    at += strspn(at, " ");
    gsize length = mill_date_read(at, end, &date);

    if (length == 0 || date.day == 0)
        return NULL;
    at += length;
    mill_date_format(&date, day);
    if (sscanf(at, " %2u:%2u%n:%2u%n", &hour, &minute, &used, &second, &used) < 2 || hour > 23 ||
        minute > 59 || second > 60)
        return g_strdup(day);
    if (sscanf(at + used, " %c%4u", &sign, &offset) == 2 && strchr("+-", sign) && offset < 2400)
        g_snprintf(zone, sizeof zone, "%c%04u", sign, offset);
    return g_strdup_printf("%sT%02u:%02u:%02u%.3s%s%s", day, hour, minute, second, zone,
                           *zone ? ":" : "", *zone ? zone + 3 : "");
}

static void
reading_set_meta(Reading *self, const char *key, MillSpan value)
{
    g_autofree char *text = words_dup(self->target.source, value);

    if (g_str_equal(key, "date")) {
        g_autofree char *date = dup_date(text);

        if (date)
            mill_document_set_meta_string(self->document, key, date);
        else
            mill_document_diagnose(self->document, MILL_SEVERITY_NOTE, "mail-date", NULL,
                                   "'%s' is no date of a mail", text);
    } else {
        mill_document_set_meta_string(self->document, key, text);
    }
}

/* "Subject: ", as it stands there, and the decoded value. */
static void
reading_show(Reading *self, const MailField *field, const char *key)
{
    Target *target = &self->target;
    Shown shown = { .key = key };

    for (gsize at = field->name.start; at < field->value.start; at++)
        target_take(target, (const char *) target->source + at, 1, (MillSpan){ at, at + 1 });
    target_end_line(target);
    shown.span.start = target->length;
    words_decode(self->decoder, target->source, field->value, target_take, target);
    target_end_line(target);
    shown.span.end = target->length;
    g_array_append_val(self->shown, shown);
    target_insert(target, "\n");
}

/* Returns how many fields are of those that mails have. */
static guint
reading_take_header(Reading *self, const ReadEmail *options, MillSpan mail)
{
    const guint8 *source = self->target.source;
    gsize at = mail.start, next;
    guint known = 0;
    MailField field;

    for (; (next = mail_read_field(source, at, mail.end, &field)) > at; at = next) {
        known += mail_field_is(source, &field, "Received") +
                 mail_field_is(source, &field, "MIME-Version");
        for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
            if (!mail_field_is(source, &field, kept[i].name))
                continue;
            known++;
            if (mill_document_get_meta(self->document, kept[i].key))
                break; /* the first counts */
            reading_set_meta(self, kept[i].key, field.value);
            if (options->headers && kept[i].shown)
                reading_show(self, &field, kept[i].key);
        }
    }
    return known;
}

static void
reading_list(Reading *self, const MailPart *part)
{
    g_autoptr(MillValue) attachment = mill_value_new_map();

    mill_value_set_string(attachment, "name", part->name);
    mill_value_set_string(attachment, "type", part->type);
    mill_value_set_int(attachment, "start", (gint64) part->body.start);
    mill_value_set_int(attachment, "end", (gint64) part->body.end);
    mill_value_append(self->attachments, attachment);
}

static void
reading_read(Reading *self, const MailPart *part)
{
    Target *target = &self->target;

    if (target->length > 0)
        target_insert(target, target->last == '\n' ? "\n" : "\n\n");
    decoder_add(self->decoder, part->body, part->transfer);
    if (part->has_html) {
        g_autoptr(Html) html = html_new(target_take, target);

        decoder_flush(self->decoder, part->charset, html_take, html);
        html_end(html);
    } else {
        decoder_flush(self->decoder, part->charset, target_take, target);
    }
    target_end_line(target);
    if (!mill_document_get_encoding(self->document))
        mill_document_set_encoding(self->document, decoder_get_charset(self->decoder));
}

/* The one to be read of several that say the same: the last that has plain text, or else HTML. */
static const MailPart *
choose(const MailPart *alternatives)
{
    const MailPart *best = NULL;

    for (guint i = 0; i < alternatives->parts->len; i++) {
        const MailPart *part = g_ptr_array_index(alternatives->parts, i);

        if (part->has_plain || (part->has_html && !(best && best->has_plain)))
            best = part;
    }
    return best;
}

static void
reading_take_part(Reading *self, const MailPart *part)
{
    const MailPart *best =
        part->parts && g_str_equal(part->type, "multipart/alternative") ? choose(part) : NULL;

    if (best)
        reading_take_part(self, best);
    else if (part->parts)
        for (guint i = 0; i < part->parts->len; i++)
            reading_take_part(self, g_ptr_array_index(part->parts, i));
    else if (part->has_plain || part->has_html)
        reading_read(self, part);
    else
        reading_list(self, part);
}

static void
reading_report(Reading *self, const MailFaults *faults)
{
    guint invalid = decoder_get_invalid(self->decoder);
    const char *unknown = decoder_get_unknown(self->decoder);

    if (faults->unclosed)
        reading_diagnose(self, "mail-structure", "a multipart has no end, or no parts");
    if (faults->too_many)
        reading_diagnose(self, "mail-structure",
                         "more parts than any mail has; some are not split");
    if (invalid > 0)
        mill_document_diagnose(self->document, MILL_SEVERITY_WARNING, "invalid-bytes", NULL,
                               "%u times bytes were no characters and became U+FFFD", invalid);
    if (unknown)
        mill_document_diagnose(self->document, MILL_SEVERITY_WARNING, "mail-charset", NULL,
                               "the charset '%s' is unknown; read as UTF-8", unknown);
}

/* Where the values stand, for steps that look for the layer `metadata`. */
static void
reading_annotate(Reading *self)
{
    MillLayer *layer = mill_document_add_layer(self->document, "metadata");
    MillColumn key = mill_layer_add_column(layer, "key", MILL_TYPE_STRING);

    for (guint i = 0; i < self->shown->len; i++) {
        const Shown *shown = &g_array_index(self->shown, Shown, i);

        mill_layer_set_string(layer, mill_layer_add(layer, shown->span), key, shown->key, -1);
    }
}

/* Mailboxes begin each mail with a line of their own; and editors like byte order marks. */
static gsize
skip_preamble(const guint8 *source, gsize length)
{
    gsize at = length >= 3 && memcmp(source, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    const guint8 *newline = NULL;

    if (length - at >= 5 && memcmp(source + at, "From ", 5) == 0)
        newline = memchr(source + at, '\n', length - at);
    return newline ? (gsize) (newline - source) + 1 : at;
}

static MillVerdict
reading_run(Reading *self, const ReadEmail *options, MillSpan mail, GError **error)
{
    MailFaults faults;

    if (reading_take_header(self, options, mail) == 0) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "this is no e-mail: it does not begin with fields such as 'From: ' or "
                    "'Subject: '");
        return MILL_FAIL;
    }
    g_autoptr(MailPart) part = mail_part_new(self->target.source, mail, &faults);

    reading_take_part(self, part);
    mill_edit_drop(self->target.edit, (MillSpan){ self->target.done, mail.end });
    if (!mill_edit_apply(self->target.edit, error))
        return MILL_FAIL;
    if (mill_value_get_length(self->attachments) > 0)
        mill_document_set_meta(self->document, "attachments", self->attachments);
    reading_report(self, &faults);
    if (options->headers)
        reading_annotate(self);
    return MILL_KEEP;
}

static MillVerdict
email_process(gpointer options, MillDocument *document, GError **error)
{
    gsize length;
    const guint8 *source = g_bytes_get_data(mill_document_get_source(document), &length);
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);
    g_autoptr(Decoder) decoder = decoder_new(source);
    g_autoptr(MillValue) attachments = mill_value_new_list();
    g_autoptr(GArray) shown = g_array_new(FALSE, FALSE, sizeof(Shown));
    Reading reading = {
        .target = { .source = source, .edit = edit, .last = '\n' },
        .document = document,
        .attachments = attachments,
        .decoder = decoder,
        .shown = shown,
    };

    return reading_run(&reading, options, (MillSpan){ skip_preamble(source, length), length },
                       error);
}

static const char *const email_writes[] = { "metadata", NULL };

MILL_PLUGIN(.name = "read-email", .summary = "Read e-mail files: their text, fields, attachments",
            .role = MILL_ROLE_READER, .options = email_options, .options_size = sizeof(ReadEmail),
            .writes = email_writes, .process = email_process)
