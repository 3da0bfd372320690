/* mail.h - what a mail is made of: fields, and parts within parts. Everything is a range of the
 * source; nothing is decoded here.
 */
#ifndef READ_EMAIL_MAIL_H
#define READ_EMAIL_MAIL_H

#include "decode.h"

/* "Subject: value", folded lines and all; the value without the blanks around it. */
typedef struct {
    MillSpan name;
    MillSpan value;
} MailField;

typedef struct MailPart MailPart;
struct MailPart {
    char *type;    /* "text/plain", in lower case */
    char *charset; /* or NULL */
    char *name;    /* of a file, or NULL */
    char *boundary;
    gboolean attachment;
    Transfer transfer;
    MillSpan body;
    GPtrArray *parts; /* MailPart; of a multipart or an attached mail; NULL for others */
    gboolean has_plain, has_html; /* it is or holds text of that kind, to be read */
};

/* What was odd. */
typedef struct {
    guint n_parts;
    gboolean unclosed; /* a multipart does not end, or has no boundary */
    gboolean too_many; /* parts, or parts within parts; the rest is left as it is */
} MailFaults;

/* Reads the field at @at. Returns where the next one is, or @at if there is none: the header is
 * over. */
gsize mail_read_field(const guint8 *source, gsize at, gsize end, MailField *field);
/* Whether the field has that name, in any case. */
gboolean mail_field_is(const guint8 *source, const MailField *field, const char *name);
/* Where the body begins, for a header that ends at @at. */
gsize mail_skip_blank_line(const guint8 *source, gsize at, gsize end);

/* The mail, or part of one, in @span. (transfer full) */
MailPart *mail_part_new(const guint8 *source, MillSpan span, MailFaults *faults);
void mail_part_free(MailPart *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MailPart, mail_part_free)

#endif
