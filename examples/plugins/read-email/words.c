/* words.c - encoded words and parameters. */
#include "words.h"

#include <string.h>

/* =?charset?Q?text?= */
typedef struct {
    char charset[40];
    Transfer transfer;
    MillSpan text;
    gsize end;
} Word;

static gboolean
read_word(const guint8 *source, gsize at, gsize end, Word *word)
{
    gsize n = 0;

    if (end - at < 8 || source[at] != '=' || source[at + 1] != '?')
        return FALSE;
    for (at += 2; at < end && source[at] > ' ' && !strchr("?*", source[at]); at++)
        if (n < sizeof word->charset - 1)
            word->charset[n++] = (char) source[at];
    word->charset[n] = '\0';
    while (at < end && source[at] > ' ' && source[at] != '?') /* a language, RFC 2231 */
        at++;
    if (n == 0 || end - at < 5 || source[at] != '?' || source[at + 2] != '?')
        return FALSE;
    word->transfer = g_ascii_toupper((gchar) source[at + 1]) == 'B'   ? TRANSFER_BASE64
                     : g_ascii_toupper((gchar) source[at + 1]) == 'Q' ? TRANSFER_WORD
                                                                      : TRANSFER_NONE;
    word->text.start = at += 3;
    while (at < end && source[at] != '?' && source[at] != '\n')
        at++;
    word->text.end = at;
    word->end = at + 2;
    return word->transfer != TRANSFER_NONE && end - at >= 2 && source[at] == '?' &&
           source[at + 1] == '=';
}

static gsize
skip_blanks(const guint8 *source, gsize at, gsize end)
{
    while (at < end && source[at] != '\0' && strchr(" \t\r\n", source[at]))
        at++;
    return at;
}

/* Words in a row belong together: blanks between them are none of the text, and a character may
 * begin in one and end in the next. Returns where the last ends. */
static gsize
decode_words(Decoder *decoder, const guint8 *source, Word *word, gsize end, TakeCharacter take,
             gpointer data)
{
    Word next = *word;

    for (;;) {
        decoder_add(decoder, word->text, word->transfer);
        gboolean more = read_word(source, skip_blanks(source, word->end, end), end, &next);

        if (!more || g_ascii_strcasecmp(next.charset, word->charset) != 0)
            decoder_flush(decoder, word->charset, take, data);
        if (!more)
            return word->end;
        *word = next;
    }
}

void
words_decode(Decoder *decoder, const guint8 *source, MillSpan value, TakeCharacter take,
             gpointer data)
{
    Word word;

    for (gsize at = value.start; at < value.end;) {
        if (read_word(source, at, value.end, &word)) {
            decoder_flush(decoder, NULL, take, data);
            at = decode_words(decoder, source, &word, value.end, take, data);
            continue;
        }
        if (source[at] != '\r' && source[at] != '\n')
            decoder_add(decoder, (MillSpan){ at, at + 1 }, TRANSFER_NONE);
        at++;
    }
    decoder_flush(decoder, NULL, take, data);
}

static void
take_into_string(gpointer data, const char *character, gsize length, MillSpan origin)
{
    if (length > 1 || (guint8) *character >= ' ')
        g_string_append_len(data, character, (gssize) length);
    else if (*character != '\0')
        g_string_append_c(data, ' ');
}

char *
words_dup(const guint8 *source, MillSpan value)
{
    g_autoptr(Decoder) decoder = decoder_new(source);
    GString *text = g_string_new(NULL);

    words_decode(decoder, source, value, take_into_string, text);
    return g_string_free(text, FALSE);
}

static char *
dup_words_of(const char *value)
{
    return words_dup((const guint8 *) value, (MillSpan){ 0, strlen(value) });
}

/* Takes `name=value` or `name="value"` off @at. FALSE if there is no more. */
static gboolean
next_parameter(const char **at, GString *name, GString *value)
{
    const char *p = *at + strspn(*at, "; \t");
    gsize n = strcspn(p, "=; \t");

    g_string_truncate(name, 0);
    g_string_truncate(value, 0);
    g_string_append_len(name, p, (gssize) n);
    p += n;
    p += strspn(p, " \t");
    if (*p == '=') {
        p += 1 + strspn(p + 1, " \t");
        if (*p == '"') {
            for (p++; *p && *p != '"'; p++) {
                if (*p == '\\' && p[1])
                    p++;
                g_string_append_c(value, *p);
            }
        } else {
            g_string_append_len(value, p, (gssize) strcspn(p, ";"));
            while (value->len > 0 && g_ascii_isspace(value->str[value->len - 1]))
                g_string_truncate(value, value->len - 1);
        }
    }
    *at = p + strcspn(p, ";");
    return n > 0;
}

/* charset'language'text, with %41 for "A" (RFC 2231). (transfer full) */
static char *
decode_extended(const char *value)
{
    g_auto(GStrv) fields = g_strsplit(value, "'", 3);
    GString *text = g_string_new(NULL);

    if (g_strv_length(fields) < 3)
        return g_string_free(g_string_append(text, value), FALSE);
    g_autoptr(GBytes) bytes = g_uri_unescape_bytes(fields[2], -1, NULL, NULL);

    if (bytes) {
        g_autoptr(Decoder) decoder = decoder_new(g_bytes_get_data(bytes, NULL));

        decoder_add(decoder, (MillSpan){ 0, g_bytes_get_size(bytes) }, TRANSFER_NONE);
        decoder_flush(decoder, fields[0], take_into_string, text);
    }
    return g_string_free(text, FALSE);
}

char *
words_dup_parameter(const guint8 *source, MillSpan value, const char *name)
{
    g_autofree char *line = g_strndup((const char *) source + value.start, value.end - value.start);
    g_autoptr(GString) found = g_string_new(NULL), text = g_string_new(NULL);
    g_autoptr(GString) whole = g_string_new(NULL); /* name*0=…, name*1=… */
    gboolean extended = FALSE;

    g_strdelimit(line, "\r\n", ' ');
    for (const char *at = line + strcspn(line, ";"); *at && next_parameter(&at, found, text);) {
        gsize length = strlen(name);

        if (g_ascii_strncasecmp(found->str, name, length) != 0)
            continue;
        if (found->str[length] == '\0')
            return dup_words_of(text->str);
        if (found->str[length] != '*')
            continue;
        extended = extended || found->str[found->len - 1] == '*';
        g_string_append(whole, text->str);
    }
    if (whole->len == 0)
        return NULL;
    return extended ? decode_extended(whole->str) : dup_words_of(whole->str);
}
