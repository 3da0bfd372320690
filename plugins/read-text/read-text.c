/* read-text - read plain text in whatever encoding it is in.
 *
 * With `encoding: auto` the encoding is found in this order: a byte order mark; strict UTF-8; the
 * zero bytes of UTF-16 and UTF-32; the encoding that an HTML or XML head or a source file's first
 * lines declare, if the bytes agree; escape sequences of ISO-2022 and HZ; the statistics of
 * letters (see README.md). Decoding is an edit of the source bytes, so that every character leads
 * back to the bytes it was written as.
 */
#include <string.h>

#include <textmill/plugin.h>

#include "binary.h"
#include "decode.h"
#include "detect.h"

enum { INVALID_REPLACE, INVALID_FAIL };
enum { BINARY_FAIL, BINARY_READ };

static const char *const invalid_choices[] = { "replace", "fail", NULL };
static const char *const binary_choices[] = { "fail", "read", NULL };

typedef struct {
    const char *encoding;
    const char *fallback;
    gint invalid;
    gint binary;
    /* The step's own. */
    Encoding unlisted;              /* an encoding that only iconv knows */
    const Encoding *fixed;          /* NULL: detect */
    const Encoding *fallback_found; /* of .fallback */
} ReadText;

static const MillOption read_text_options[] = {
    MILL_OPTION_STRING(ReadText, encoding, "auto", "name of the encoding, or auto to detect it"),
    MILL_OPTION_STRING(ReadText, fallback, "windows-1252",
                       "encoding to assume when detection finds nothing"),
    MILL_OPTION_CHOICE(ReadText, invalid, INVALID_REPLACE, invalid_choices,
                       "bytes that are not valid: replace them by U+FFFD, or fail"),
    MILL_OPTION_CHOICE(ReadText, binary, BINARY_FAIL, binary_choices,
                       "files that are not text: fail, or read them all the same"),
    MILL_OPTIONS_END,
};

/* The encoding called @name, or NULL with a complaint that suggests one. */
static const Encoding *
read_text_find(const char *option, const char *name, Encoding *unlisted, MillContext *context)
{
    const Encoding *found = encoding_find(name);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autofree char *hint = NULL;
    Converter *converter;
    const char *meant;

    if (found)
        return found;
    *unlisted = (Encoding){ name, name, ENCODING_STATEFUL, "" };
    converter = converter_get(unlisted, NULL);
    if (converter)
        return unlisted;
    for (const Encoding *encoding = encodings; encoding->name; encoding++)
        g_ptr_array_add(names, (gpointer) encoding->name);
    g_ptr_array_add(names, NULL);
    meant = mill_suggest(name, (const char *const *) names->pdata);
    if (meant)
        hint = g_strdup_printf("did you mean '%s'?", meant);
    mill_context_fail(context, option, hint, "unknown encoding '%s'", name);
    return NULL;
}

static gboolean
read_text_configure(gpointer self, MillContext *context, GError **error)
{
    ReadText *reader = self;
    Encoding unlisted_fallback;

    reader->fallback_found =
        read_text_find("fallback", reader->fallback, &unlisted_fallback, context);
    if (reader->fallback_found == &unlisted_fallback)
        return mill_context_fail(context, "fallback", NULL,
                                 "'%s' cannot be the encoding to fall back to", reader->fallback);
    if (strcmp(reader->encoding, "auto") != 0) {
        reader->fixed = read_text_find("encoding", reader->encoding, &reader->unlisted, context);
        return reader->fixed && reader->fallback_found;
    }
    return reader->fallback_found != NULL;
}

static gboolean
encoding_is_wide(const Encoding *encoding)
{
    return encoding->kind >= ENCODING_UTF16LE && encoding->kind <= ENCODING_UTF32BE;
}

/* Rubbish is not to pass for text in silence. */
static gboolean
read_text_check_binary(const ReadText *self, const guint8 *data, gsize length,
                       const Encoding *encoding, GError **error)
{
    const char *kind;

    if (self->binary == BINARY_READ)
        return TRUE;
    kind = binary_recognise(data, length);
    if (!kind && !encoding_is_wide(encoding) && binary_has_controls(data, length))
        kind = "binary data";
    if (!kind)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "looks like %s, not text; leave it out, use a reader for it, or set 'binary: read'",
                kind);
    return FALSE;
}

/* What the core found beside the bytes, such as in an HTTP header; or NULL. */
static const Encoding *
read_text_find_hint(const MillDocument *document)
{
    const char *charset = mill_value_get_string(mill_document_get_meta(document, "charset"), NULL);

    return charset ? encoding_find(charset) : NULL;
}

static Detection
read_text_detect(const ReadText *self, const MillDocument *document, const guint8 *data,
                 gsize length)
{
    const Encoding *marked;
    Detection detection;

    if (!self->fixed)
        return detect_encoding(data, length, read_text_find_hint(document), self->fallback_found);
    detection = (Detection){ .encoding = self->fixed, .reason = DETECT_DECLARED };
    detection.bom = detect_bom(data, length, &marked);
    /* UTF-16 without saying which: the mark says. */
    if (detection.bom > 0 && encoding_is_wide(self->fixed) && !strstr(self->encoding, "LE") &&
        !strstr(self->encoding, "BE"))
        detection.encoding = marked;
    else if (marked != self->fixed)
        detection.bom = 0;
    return detection;
}

/* Says so if the encoding is a guess. */
static void
read_text_report_guess(MillDocument *document, const Detection *detection)
{
    const char *name = detection->encoding->name;

    if (detection->reason == DETECT_FALLBACK)
        mill_document_diagnose(document, MILL_SEVERITY_WARNING, "encoding-guess", NULL,
                               "no encoding fits; read as %s", name);
    else if (detection->declared)
        mill_document_diagnose(document, MILL_SEVERITY_WARNING, "encoding-guess", NULL,
                               "it says that it is %s, but by its letters it is %s",
                               detection->declared->name, name);
    else if (detection->reason == DETECT_GUESS)
        mill_document_diagnose(document, MILL_SEVERITY_NOTE, "encoding-guess", NULL,
                               "nothing says what encoding this is; %s by its letters", name);
}

static void
read_text_report(MillDocument *document, const Decoding *decoding)
{
    const DecodeStats *stats = &decoding->stats;
    const char *name = decoding->encoding->name;

    if (stats->invalid > 0) {
        gsize at = mill_document_locate(document, stats->first_invalid, NULL);

        mill_document_diagnose(document, MILL_SEVERITY_WARNING, "invalid-bytes",
                               &(MillSpan){ at, at + strlen("\xEF\xBF\xBD") },
                               "%" G_GSIZE_FORMAT " byte sequences are not valid in %s and became "
                               "U+FFFD, the first at byte %" G_GSIZE_FORMAT " of the source",
                               stats->invalid, name, stats->first_invalid);
    }
    if (stats->nuls > 0)
        mill_document_diagnose(document, MILL_SEVERITY_WARNING, "nul-dropped", NULL,
                               "%" G_GSIZE_FORMAT " NUL characters were dropped, the first at byte "
                               "%" G_GSIZE_FORMAT " of the source",
                               stats->nuls, stats->first_nul);
}

static MillVerdict
read_text_process(gpointer self, MillDocument *document, GError **error)
{
    const ReadText *reader = self;
    gsize length;
    const guint8 *bytes = g_bytes_get_data(mill_document_get_source(document), &length);
    const guint8 *data = bytes ? bytes : (const guint8 *) ""; /* NULL when it is empty */
    Detection detection = read_text_detect(reader, document, data, length);
    g_autoptr(MillEdit) edit = NULL;
    Decoding decoding = {
        .data = data,
        .start = detection.bom,
        .length = length,
        .encoding = detection.encoding,
        .is_valid = detection.reason == DETECT_UTF8,
        .strict = reader->invalid == INVALID_FAIL,
    };

    if (!read_text_check_binary(reader, data, length, detection.encoding, error))
        return MILL_FAIL;
    decoding.edit = edit = mill_edit_new_from_source(document);
    if (!decode_run(&decoding, error) || !mill_edit_apply(edit, error))
        return MILL_FAIL;
    mill_document_set_encoding(document, detection.encoding->name);
    read_text_report_guess(document, &detection);
    read_text_report(document, &decoding);
    return MILL_KEEP;
}

MILL_PLUGIN(.name = "read-text", .summary = "Read plain text, finding its encoding",
            .role = MILL_ROLE_READER, .options = read_text_options,
            .options_size = sizeof(ReadText), .configure = read_text_configure,
            .process = read_text_process, )
