/* encodings.c - names of encodings.
 *
 * Labels mean what they mean on the web (WHATWG Encoding Standard): everything GB is decoded as
 * GB18030, EUC-KR as its superset UHC, Shift_JIS as Windows-31J, Big5 with the Hong Kong
 * characters. ISO-8859-1 stays itself here, because the detector looks whether the bytes fit.
 */
#include "encodings.h"

#include <string.h>

const Encoding encodings[] = {
    { "UTF-8", "UTF-8", ENCODING_UTF8,
      "unicode11utf8 utf8sig usascii ascii ansix341968 iso646us " },
    { "UTF-16LE", "UTF-16LE", ENCODING_UTF16LE,
      "utf16 ucs2 ucs2le iso10646ucs2 unicode csunicode " },
    { "UTF-16BE", "UTF-16BE", ENCODING_UTF16BE, "ucs2be unicodefffe " },
    { "UTF-32LE", "UTF-32LE", ENCODING_UTF32LE, "utf32 ucs4le ucs4 " },
    { "UTF-32BE", "UTF-32BE", ENCODING_UTF32BE, "ucs4be " },
    { "GB18030", "GB18030", ENCODING_GB18030,
      "gbk gb2312 cp936 ms936 windows936 xgbk euccn xeuccn gb231280 csgb2312 isoir58 chinese "
      "csiso58gb231280 gb180302000 gb180302005 gb180302022 936 " },
    { "HZ-GB-2312", NULL, ENCODING_HZ, "hz hzgb " },
    { "Big5", "BIG5-HKSCS", ENCODING_DOUBLE,
      "big5hkscs cp950 ms950 windows950 cnbig5 csbig5 xxbig5 bigfive 950 " },
    { "EUC-TW", "EUC-TW", ENCODING_EUC_TW, "xeuctw " },
    { "EUC-KR", "UHC", ENCODING_DOUBLE,
      "uhc cp949 ms949 windows949 ksc56011987 ksc5601 ksc56011989 korean cseuckr csksc56011987 "
      "isoir149 949 " },
    { "Johab", "JOHAB", ENCODING_DOUBLE, "cp1361 ms1361 ksc56011992 " },
    { "Shift_JIS", "CP932", ENCODING_SJIS,
      "sjis mskanji csshiftjis cp932 ms932 windows31j windows932 xsjis xmscp932 932 " },
    { "EUC-JP", "EUC-JP-MS", ENCODING_EUC_JP, "xeucjp xeuc cseucpkdfmtjapanese eucjpms ujis " },
    { "ISO-2022-JP", "ISO-2022-JP-2", ENCODING_STATEFUL,
      "csiso2022jp iso2022jp1 iso2022jp2 jis iso2022jpms cp50220 cp50221 " },
    { "ISO-2022-KR", "ISO-2022-KR", ENCODING_STATEFUL, "csiso2022kr " },
    { "ISO-2022-CN", "ISO-2022-CN-EXT", ENCODING_STATEFUL, "csiso2022cn iso2022cnext " },
    { "UTF-7", "UTF-7", ENCODING_STATEFUL, "unicode11utf7 " },
    { "ISO-8859-1", "ISO-8859-1", ENCODING_SINGLE,
      "latin1 l1 iso88591 iso885911987 isoir100 csisolatin1 cp819 ibm819 " },
    { "ISO-8859-2", "ISO-8859-2", ENCODING_SINGLE, "latin2 l2 iso885921987 isoir101 csisolatin2 " },
    { "ISO-8859-3", "ISO-8859-3", ENCODING_SINGLE, "latin3 l3 iso885931988 isoir109 csisolatin3 " },
    { "ISO-8859-4", "ISO-8859-4", ENCODING_SINGLE, "latin4 l4 iso885941988 isoir110 csisolatin4 " },
    { "ISO-8859-5", "ISO-8859-5", ENCODING_SINGLE, "cyrillic isoir144 csisolatincyrillic " },
    { "ISO-8859-6", "ISO-8859-6", ENCODING_SINGLE,
      "arabic isoir127 csisolatinarabic asmo708 ecma114 " },
    { "ISO-8859-7", "ISO-8859-7", ENCODING_SINGLE,
      "greek greek8 isoir126 csisolatingreek elot928 ecma118 suneugreek " },
    { "ISO-8859-8", "ISO-8859-8", ENCODING_SINGLE,
      "hebrew isoir138 csisolatinhebrew visual iso88598i iso88598e logical csiso88598i " },
    { "ISO-8859-9", "ISO-8859-9", ENCODING_SINGLE, "latin5 l5 isoir148 csisolatin5 " },
    { "ISO-8859-10", "ISO-8859-10", ENCODING_SINGLE, "latin6 l6 isoir157 csisolatin6 " },
    { "ISO-8859-13", "ISO-8859-13", ENCODING_SINGLE, "latin7 l7 " },
    { "ISO-8859-14", "ISO-8859-14", ENCODING_SINGLE, "latin8 l8 " },
    { "ISO-8859-15", "ISO-8859-15", ENCODING_SINGLE, "latin9 l9 csisolatin9 " },
    { "ISO-8859-16", "ISO-8859-16", ENCODING_SINGLE, "latin10 l10 " },
    { "windows-1250", "CP1250", ENCODING_SINGLE, "cp1250 xcp1250 1250 " },
    { "windows-1251", "CP1251", ENCODING_SINGLE, "cp1251 xcp1251 1251 " },
    { "windows-1252", "CP1252", ENCODING_SINGLE, "cp1252 xcp1252 ansi 1252 " },
    { "windows-1253", "CP1253", ENCODING_SINGLE, "cp1253 xcp1253 1253 " },
    { "windows-1254", "CP1254", ENCODING_SINGLE, "cp1254 xcp1254 1254 " },
    { "windows-1255", "CP1255", ENCODING_SINGLE, "cp1255 xcp1255 1255 " },
    { "windows-1256", "CP1256", ENCODING_SINGLE, "cp1256 xcp1256 1256 " },
    { "windows-1257", "CP1257", ENCODING_SINGLE, "cp1257 xcp1257 1257 " },
    { "windows-1258", "CP1258", ENCODING_SINGLE, "cp1258 xcp1258 1258 " },
    { "windows-874", "CP874", ENCODING_SINGLE, "cp874 xcp874 dos874 874 " },
    { "TIS-620", "TIS-620", ENCODING_SINGLE, "tis6202533 iso885911 thai " },
    { "KOI8-R", "KOI8-R", ENCODING_SINGLE, "koi koi8 cskoi8r " },
    { "KOI8-U", "KOI8-U", ENCODING_SINGLE, "koi8ru " },
    { "IBM437", "IBM437", ENCODING_SINGLE, "cp437 437 cspc8codepage437 " },
    { "IBM850", "IBM850", ENCODING_SINGLE, "cp850 850 cspc850multilingual " },
    { "IBM852", "IBM852", ENCODING_SINGLE, "cp852 852 cspcp852 " },
    { "IBM855", "IBM855", ENCODING_SINGLE, "cp855 855 csibm855 " },
    { "IBM862", "IBM862", ENCODING_SINGLE, "cp862 862 dos862 cspc862latinhebrew " },
    { "IBM866", "IBM866", ENCODING_SINGLE, "cp866 866 csibm866 " },
    { "macintosh", "MACINTOSH", ENCODING_SINGLE, "mac macroman xmacroman csmacintosh " },
    { "x-mac-cyrillic", "MAC-CYRILLIC", ENCODING_SINGLE,
      "maccyrillic xmacukrainian macukrainian " },
    { "mac-centraleurope", "MAC-CENTRALEUROPE", ENCODING_SINGLE,
      "xmacce maclatin2 xmaccentraleurroman " },
    { "VISCII", "VISCII", ENCODING_SINGLE, "csviscii " },
    { "TCVN", "TCVN", ENCODING_SINGLE, "tcvn5712 tcvn57121 " },
    { "KOI8-T", "KOI8-T", ENCODING_SINGLE, "" },
    { "PT154", "PT154", ENCODING_SINGLE, "ptcp154 csptcp154 cp154 cyrillicasian " },
    { NULL },
};

/* Keeps letters and digits, lower-cased: "ISO_8859-1:1987" becomes "iso885911987". */
static gsize
encoding_normalise(const char *label, gsize length, char *out, gsize size)
{
    gsize n = 0;

    for (gsize i = 0; i < length && n + 2 < size; i++)
        if (g_ascii_isalnum(label[i]))
            out[n++] = g_ascii_tolower(label[i]);
    out[n] = '\0';
    return n;
}

static gboolean
encoding_is_alias(const char *aliases, const char *label, gsize length)
{
    for (const char *p = aliases; *p; p = strchr(p, ' ') + 1)
        if (!strncmp(p, label, length) && p[length] == ' ')
            return TRUE;
    return FALSE;
}

const Encoding *
encoding_find_length(const char *label, gsize length)
{
    char wanted[64];
    gsize wanted_length = encoding_normalise(label, length, wanted, sizeof wanted);

    if (wanted_length == 0)
        return NULL;
    for (const Encoding *encoding = encodings; encoding->name; encoding++) {
        char name[64];

        encoding_normalise(encoding->name, strlen(encoding->name), name, sizeof name);
        if (!strcmp(name, wanted) || encoding_is_alias(encoding->aliases, wanted, wanted_length))
            return encoding;
    }
    return NULL;
}

const Encoding *
encoding_find(const char *label)
{
    return encoding_find_length(label, strlen(label));
}
