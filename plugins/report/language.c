/* language.c - what a document is written in, for fonts, line breaking and screen readers. */
#include "view-private.h"

#define LOOK_AT 4000 /* characters that are looked at */

/* Whether @tag could be a language tag; anything else would make browsers guess. */
static gboolean
is_tag(const char *tag)
{
    gsize length = 0;

    for (; tag[length] != '\0'; length++)
        if (!g_ascii_isalnum(tag[length]) && tag[length] != '-')
            return FALSE;
    return length >= 2 && length <= 35 && g_ascii_isalpha(tag[0]) && g_ascii_isalpha(tag[1]);
}

const char *
view_guess_language(const View *self)
{
    const char *told =
        mill_value_get_string(mill_document_get_meta(self->document, "language"), NULL);
    gsize han = 0, kana = 0, hangul = 0, n = 0;

    if (told && is_tag(told))
        return told;
    for (const char *at = self->text; n < LOOK_AT && at < self->text + self->length;
         at = g_utf8_next_char(at), n++) {
        gunichar c = g_utf8_get_char(at);

        han += c >= 0x4E00 && c <= 0x9FFF;
        kana += c >= 0x3041 && c <= 0x30FE;
        hangul += c >= 0xAC00 && c <= 0xD7A3;
    }
    if (kana * 20 > n)
        return "ja";
    if (hangul * 5 > n)
        return "ko";
    return han * 5 > n ? "zh" : "und";
}
