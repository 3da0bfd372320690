/* record-warc.c - the payload of a WARC or ARC record: what is left when HTTP is taken off. */
#include "source/record.h"

#include <string.h>

#ifdef MILL_HAVE_ARCHIVE
#include <zlib.h>
#endif

#define WARC_INFLATE_BITS (32 + MAX_WBITS) /* gzip or zlib, as the data says */

char *
mill_record_dup_field(const char *head, gsize length, const char *name)
{
    gsize size = strlen(name);
    const char *end = head + length;

    for (const char *line = head; line < end;) {
        const char *stop = memchr(line, '\n', (gsize) (end - line));

        stop = stop ? stop : end;
        if ((gsize) (stop - line) > size && line[size] == ':' &&
            g_ascii_strncasecmp(line, name, size) == 0) {
            char *value = g_strndup(line + size + 1, (gsize) (stop - line) - size - 1);

            g_strstrip(value);
            return mill_record_repair(value);
        }
        line = stop + 1;
    }
    return NULL;
}

char *
mill_record_repair(char *value)
{
    if (g_utf8_validate(value, -1, NULL))
        return value;
    char *valid = g_utf8_make_valid(value, -1);

    g_free(value);
    return valid;
}

typedef struct {
    const MillInput *input;
    MillValue *metadata;
    MillValue *value;
} Naming;

static void
warc_name(const char *name, gpointer data)
{
    const Naming *naming = data;

    mill_value_set(naming->metadata, name, naming->value);
}

/* Takes over @value; NULL is fine. */
static void
warc_set(const MillInput *input, MillValue *metadata, const char *key, MillValue *value)
{
    if (value)
        mill_record_each_name(input, key, warc_name, &(Naming){ input, metadata, value });
    mill_value_unref(value);
}

static void
warc_set_string(const MillInput *input, MillValue *metadata, const char *key, const char *text)
{
    warc_set(input, metadata, key, text && *text ? mill_value_new_string(text, -1) : NULL);
}

/* Old versions of wget put the address in angle brackets. */
static void
warc_set_url(const MillInput *input, MillValue *metadata, const char *head, gsize length)
{
    g_autofree char *uri = mill_record_dup_field(head, length, "WARC-Target-URI");
    gsize size = uri ? strlen(uri) : 0;

    if (size >= 2 && uri[0] == '<' && uri[size - 1] == '>') {
        uri[size - 1] = '\0';
        warc_set_string(input, metadata, "url", uri + 1);
    } else {
        warc_set_string(input, metadata, "url", uri);
    }
}

/* "text/html; charset=GBK" as two values. */
static void
warc_set_type(const MillInput *input, MillValue *metadata, const char *type)
{
    if (!type)
        return;

    g_autofree char *lower = g_ascii_strdown(type, -1);
    const char *charset = strstr(lower, "charset=");

    if (charset) {
        const char *start = type + (charset - lower) + strlen("charset=");

        start += *start == '"' || *start == '\'';
        g_autofree char *name = g_strndup(start, strcspn(start, "\"'; \t,"));

        warc_set_string(input, metadata, "charset", name);
    }
    g_autofree char *bare = g_ascii_strdown(type, (gssize) strcspn(type, "; \t,"));

    warc_set_string(input, metadata, "content_type", bare);
}

/* Where the header lines that begin at @bytes end, with the blank line; 0 if they do not. */
static gsize
http_find_body(const char *bytes, gsize length)
{
    for (const char *line = bytes, *end = bytes + length; line < end;) {
        const char *stop = memchr(line, '\n', (gsize) (end - line));

        if (!stop)
            return 0;
        if (stop == line || (stop == line + 1 && *line == '\r'))
            return (gsize) (stop + 1 - bytes);
        line = stop + 1;
    }
    return 0;
}

static gboolean
http_fail(GError **error, const char *what)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "%s", what);
    return FALSE;
}

/* The chunk's size at *@at, which moves behind its line. -1 if none stands there. */
static gint64
http_read_size(const char *bytes, gsize length, gsize *at)
{
    const char *stop = memchr(bytes + *at, '\n', length - *at);
    gint64 size = 0;
    gsize digits = 0;

    for (const char *p = bytes + *at; stop && p < stop && g_ascii_isxdigit(*p) && digits < 15; p++)
        size = size * 16 + g_ascii_xdigit_value(bytes[*at + digits++]);
    if (!stop || digits == 0)
        return -1;
    *at = (gsize) (stop + 1 - bytes);
    return size;
}

/* Joins the chunks. A body whose first bytes are no chunk was joined by the crawler already. */
static gboolean
http_unchunk(GBytes **body, GError **error)
{
    gsize length, at = 0;
    const char *bytes = g_bytes_get_data(*body, &length);
    g_autoptr(GByteArray) whole = g_byte_array_new();

    if (length == 0 || http_read_size(bytes, length, &at) < 0)
        return TRUE;
    for (at = 0; at < length;) {
        gint64 size = http_read_size(bytes, length, &at);

        if (size == 0)
            break;
        if (size < 0 || (gsize) size > length - at)
            return http_fail(error,
                             "the chunked transfer coding of its body is damaged or cut off");
        g_byte_array_append(whole, (const guint8 *) bytes + at, (guint) size);
        at += (gsize) size;
        at += at < length && bytes[at] == '\r';
        at += at < length && bytes[at] == '\n';
    }
    g_bytes_unref(*body);
    *body = g_byte_array_free_to_bytes(g_steal_pointer(&whole));
    return TRUE;
}

#ifdef MILL_HAVE_ARCHIVE
static gboolean
http_inflate_into(z_stream *zlib, gint64 limit, GByteArray *plain, GError **error)
{
    int status;

    do {
        guint before = plain->len;

        g_byte_array_set_size(plain, before + 64 * 1024);
        zlib->next_out = plain->data + before;
        zlib->avail_out = 64 * 1024;
        status = inflate(zlib, Z_NO_FLUSH);
        g_byte_array_set_size(plain, before + 64 * 1024 - zlib->avail_out);
        if (plain->len > limit) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                        "its body is longer than %" G_GINT64_FORMAT " bytes (input.max_bytes)",
                        limit);
            return FALSE;
        }
    } while (status == Z_OK && (zlib->avail_in > 0 || zlib->avail_out == 0));
    return status == Z_STREAM_END ||
           http_fail(error, "the compressed content of its body is damaged or cut off");
}
#endif

/* Undoes the coding, if the body is in it: many crawlers have done so and left the header. */
static gboolean
http_decode(const MillInput *input, const char *coding, GBytes **body, GError **error)
{
    gsize length;
    const guint8 *bytes = g_bytes_get_data(*body, &length);

    if (g_str_equal(coding, "identity") || length == 0)
        return TRUE;
    if (!strstr(coding, "gzip") && !g_str_equal(coding, "deflate")) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "its content coding is '%s'; gzip and deflate can be undone", coding);
        return FALSE;
    }
    if (length < 2 || (strstr(coding, "gzip") && (bytes[0] != 0x1F || bytes[1] != 0x8B)))
        return TRUE;
#ifdef MILL_HAVE_ARCHIVE
    g_autoptr(GByteArray) plain = g_byte_array_new();
    gboolean raw = g_str_equal(coding, "deflate") && (bytes[0] & 0x0F) != 8;
    z_stream zlib = { .next_in = (Bytef *) bytes, .avail_in = (uInt) length };

    inflateInit2(&zlib, raw ? -MAX_WBITS : WARC_INFLATE_BITS);
    gboolean good = http_inflate_into(&zlib, input->max_bytes, plain, error);

    inflateEnd(&zlib);
    if (!good)
        return FALSE;
    g_bytes_unref(*body);
    *body = g_byte_array_free_to_bytes(g_steal_pointer(&plain));
    return TRUE;
#else
    return http_fail(error, "built without zlib, which would unpack its body");
#endif
}

/* Takes off the HTTP that is around *@payload. */
static gboolean
warc_take_http(const MillInput *input, MillValue *metadata, GBytes **payload, GError **error)
{
    gsize length;
    const char *bytes = g_bytes_get_data(*payload, &length);
    gsize body = length > 5 && memcmp(bytes, "HTTP/", 5) == 0 ? http_find_body(bytes, length) : 0;

    if (body == 0)
        return http_fail(error, "its HTTP header is damaged or cut off");
    const char *status = memchr(bytes, ' ', MIN(length, 16));
    g_autofree char *type = mill_record_dup_field(bytes, body, "Content-Type");
    g_autofree char *transfer = mill_record_dup_field(bytes, body, "Transfer-Encoding");
    g_autofree char *coding = mill_record_dup_field(bytes, body, "Content-Encoding");
    g_autofree char *lower = coding ? g_ascii_strdown(coding, -1) : NULL;
    GBytes *plain = g_bytes_new_from_bytes(*payload, body, length - body);
    gboolean good;

    if (status)
        warc_set(input, metadata, "status", mill_value_new_int(g_ascii_strtoll(status, NULL, 10)));
    warc_set_type(input, metadata, type);
    good = (!transfer || g_ascii_strcasecmp(transfer, "chunked") != 0 ||
            http_unchunk(&plain, error)) &&
           (!lower || *lower == '\0' || http_decode(input, lower, &plain, error));
    g_bytes_unref(*payload);
    *payload = plain;
    return good;
}

/* "20140216050221" as "2014-02-16T05:02:21Z". */
static void
arc_set_date(const MillInput *input, MillValue *metadata, const char *digits, gsize n)
{
    g_autofree char *padded = g_strdup_printf("%.*s000000", (int) MIN(n, 14), digits);
    const char *d = padded;

    g_autofree char *date =
        g_strdup_printf("%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", d, d + 4, d + 6, d + 8, d + 10, d + 12);

    warc_set_string(input, metadata, "date", date);
}

static gboolean
arc_read(const MillInput *input, const MillArcLine *arc, MillValue *metadata, GBytes **payload,
         GError **error)
{
    gsize length;
    const char *bytes = g_bytes_get_data(*payload, &length);
    g_autofree char *url = g_strndup(arc->line + arc->url.offset, (gsize) arc->url.size);
    g_autofree char *type = g_strndup(arc->line + arc->type.offset, (gsize) arc->type.size);

    url = mill_record_repair(url);
    type = mill_record_repair(type);
    warc_set_string(input, metadata, "url", url);
    arc_set_date(input, metadata, arc->line + arc->date.offset, (gsize) arc->date.size);
    if (length > 5 && memcmp(bytes, "HTTP/", 5) == 0)
        return warc_take_http(input, metadata, payload, error);
    warc_set_type(input, metadata, type);
    return TRUE;
}

gboolean
mill_record_read_warc(const MillInput *input, const char *head, gsize length, MillValue *metadata,
                      GBytes **payload, GError **error)
{
    g_autofree char *type = mill_record_dup_field(head, length, "Content-Type");
    g_autofree char *date = mill_record_dup_field(head, length, "WARC-Date");
    g_autofree char *record = mill_record_dup_field(head, length, "WARC-Record-ID");
    g_autofree char *language =
        mill_record_dup_field(head, length, "WARC-Identified-Content-Language");

    MillArcLine arc;

    if (mill_record_read_arc_line(head, length, &arc))
        return arc_read(input, &arc, metadata, payload, error);
    warc_set_url(input, metadata, head, length);
    warc_set_string(input, metadata, "date", date);
    warc_set_string(input, metadata, "record_id", record);
    warc_set_string(input, metadata, "content_language", language);
    if (type && g_ascii_strncasecmp(type, "application/http", strlen("application/http")) == 0)
        return warc_take_http(input, metadata, payload, error);
    warc_set_type(input, metadata, type);
    return TRUE;
}
