/* Which encoding bytes are in: sentences written for this test, in the encodings that people wrote
 * such sentences in; declarations, true and false; damage. */
#include <glib.h>
#include <string.h>

#include "detect.h"

typedef struct {
    const char *encoding; /* what must be found, or decode to the same text */
    const char *text;
} Sentence;

#define RUSSIAN                                                                                                                                                                 \
    "Совет порта собрался в понедельник, чтобы обсудить план третьего ветропарка. Строительство " \
    "начнётся весной и продлится два года."
#define GREEK                                                                                                                                                        \
    "Το συμβούλιο του λιμανιού συνεδρίασε τη Δευτέρα για να συζητήσει το σχέδιο του τρίτου " \
    "αιολικού πάρκου. Άρα η κατασκευή αρχίζει την άνοιξη."
#define HEBREW                                                                                     \
    "מועצת הנמל התכנסה ביום שני כדי לדון בתוכנית של חוות הרוח השלישית. הבנייה תתחיל באביב הבא."
#define ARABIC                                                                                     \
    "اجتمع مجلس الميناء يوم الاثنين لمناقشة خطة مزرعة الرياح الثالثة. يبدأ البناء في الربيع القادم."
#define THAI "คณะกรรมการท่าเรือประชุมกันในวันจันทร์เพื่อหารือเกี่ยวกับแผนของฟาร์มกังหันลมแห่งที่สาม"
#define POLISH                                                                                        \
    "Rada portu zebrała się w poniedziałek, żeby omówić plan trzeciej farmy wiatrowej. Budowa " \
    "zacznie się wiosną i potrwa dwa lata; mieszkańcy są źli."
#define CZECH                                                                                                \
    "Rada přístavu se sešla v pondělí, aby projednala plán třetího větrného parku. Stavba začne " \
    "na jaře a potrvá dva roky, říká šéf úřadu."
#define HUNGARIAN                                                                                        \
    "A kikötő tanácsa hétfőn ült össze, hogy megvitassa a harmadik szélerőműpark tervét. Az " \
    "építkezés tavasszal kezdődik, és két évig tart."
#define GERMAN                                                                                     \
    "Der Hafenrat kam am Montag zusammen, um über den dritten Windpark zu sprechen. Der Bau "     \
    "beginnt im Frühjahr und dauert zwei Jahre, heißt es in größeren Städten."
#define FRENCH                                                                                         \
    "Le conseil du port s’est réuni lundi pour étudier le projet du troisième parc éolien. Les " \
    "travaux commenceront au printemps et dureront deux années, à ce qu’on dit."
#define TURKISH                                                                                               \
    "Liman kurulu üçüncü rüzgâr çiftliğinin planını görüşmek için pazartesi günü toplandı. " \
    "İnşaat ilkbaharda başlayacak ve iki yıl sürecek."
#define LITHUANIAN                                                                                 \
    "Uosto taryba pirmadienį susirinko aptarti trečiojo vėjo parko plano. Statyba prasidės "   \
    "pavasarį ir truks dvejus metus, žada bendrovė."
#define VIETNAMESE "Hội đồng cảng họp vào thứ hai để bàn về kế hoạch của trang trại gió thứ ba."
#define SIMPLIFIED                                                                                 \
    "港口管理委员会星期一开会，讨论第三座海上风电场的计划。工程将于明年春天开始，为期两年。"
#define TRADITIONAL                                                                                \
    "港口管理委員會星期一開會，討論第三座海上風電場的計劃。工程將於明年春天開始，為期兩年。"
#define JAPANESE                                                                                   \
    "港の委員会は月曜日に会議を開き、三つ目の風力発電所の計画について話し合いました。工事は来年の春に始まります。"
#define KOREAN                                                                                     \
    "항만 위원회는 월요일에 회의를 열어 세 번째 풍력 발전소의 계획을 논의했다. 공사는 내년 봄에 시작된다."

static const Sentence sentences[] = {
    { "UTF-8", RUSSIAN },
    { "windows-1251", RUSSIAN },
    { "KOI8-R", RUSSIAN },
    { "ISO-8859-5", RUSSIAN },
    { "IBM866", RUSSIAN },
    { "IBM855", RUSSIAN },
    { "x-mac-cyrillic", RUSSIAN },
    { "windows-1253", GREEK },
    { "ISO-8859-7", GREEK },
    { "windows-1255", HEBREW },
    { "windows-1256", ARABIC },
    { "ISO-8859-6", ARABIC },
    { "TIS-620", THAI },
    { "windows-1250", POLISH },
    { "ISO-8859-2", POLISH },
    { "IBM852", POLISH },
    { "windows-1250", CZECH },
    { "ISO-8859-2", CZECH },
    { "mac-centraleurope", CZECH },
    { "windows-1250", HUNGARIAN },
    { "ISO-8859-2", HUNGARIAN },
    { "windows-1252", GERMAN },
    { "ISO-8859-1", GERMAN },
    { "IBM850", GERMAN },
    { "macintosh", GERMAN },
    { "windows-1252", FRENCH },
    { "macintosh", FRENCH },
    { "windows-1254", TURKISH },
    { "windows-1257", LITHUANIAN },
    { "windows-1258", VIETNAMESE },
    { "GB18030", SIMPLIFIED },
    { "HZ-GB-2312", "~{CLC~}" },
    { "Big5", TRADITIONAL },
    { "EUC-TW", TRADITIONAL },
    { "Shift_JIS", JAPANESE },
    { "EUC-JP", JAPANESE },
    { "ISO-2022-JP", JAPANESE },
    { "EUC-KR", KOREAN },
    { "Johab", KOREAN },
    { "ISO-2022-KR", KOREAN },
    { "UTF-16LE", SIMPLIFIED },
    { "UTF-16BE", SIMPLIFIED },
    { "UTF-16LE", JAPANESE },
    { "UTF-16BE", GERMAN },
    { "UTF-32LE", KOREAN },
    { "UTF-32BE", RUSSIAN },
};

static char *
encode(const Sentence *sentence, gsize *length)
{
    const Encoding *encoding = encoding_find(sentence->encoding);
    g_autoptr(GError) error = NULL;
    g_autofree char *target = NULL;
    char *bytes;

    if (encoding->kind == ENCODING_HZ) {
        *length = strlen(sentence->text);
        return g_strdup(sentence->text);
    }
    target = g_strconcat(encoding->iconv, "//TRANSLIT", NULL);
    bytes = g_convert(sentence->text, -1, target, "UTF-8", NULL, length, &error);
    g_assert_no_error(error);
    return bytes;
}

static char *
decode(const char *bytes, gsize length, const Encoding *encoding)
{
    return encoding->iconv
               ? g_convert(bytes, (gssize) length, "UTF-8", encoding->iconv, NULL, NULL, NULL)
               : g_strdup(bytes);
}

/* Two encodings are as good as one if they give the same text. */
static void
assert_same_text(const char *bytes, gsize length, const Encoding *found, const char *expected)
{
    g_autofree char *given = decode(bytes, length, found);
    g_autofree char *wanted = decode(bytes, length, encoding_find(expected));

    if (g_strcmp0(given, wanted) != 0)
        g_assert_cmpstr(found->name, ==, expected);
}

static void
test_sentence(gconstpointer data)
{
    const Sentence *sentence = data;
    gsize length;
    g_autofree char *bytes = encode(sentence, &length);
    Detection detection =
        detect_encoding((const guint8 *) bytes, length, NULL, encoding_find("windows-1252"));

    assert_same_text(bytes, length, detection.encoding, sentence->encoding);
}

typedef struct {
    const char *name;
    const char *head; /* ASCII, before the sentence */
    const char *encoding;
    const char *text;
    const char *found;
    DetectReason reason;
} Declared;

static const Declared declared[] = {
    { "xml", "<?xml version=\"1.0\" encoding=\"iso-8859-2\"?>\n", "ISO-8859-2", "Łódź",
      "ISO-8859-2", DETECT_DECLARED },
    { "meta", "<html><meta charset=koi8-r>", "KOI8-R", "мир", "KOI8-R", DETECT_DECLARED },
    { "meta-content", "<META http-equiv=x content='text/html; charset=GB2312'>", "GB18030", "海",
      "GB18030", DETECT_DECLARED },
    { "python", "#!/usr/bin/python\n# -*- coding: cp1250 -*-\n", "windows-1250", "Łódź",
      "windows-1250", DETECT_DECLARED },
    { "vim", "# vim: set fileencoding=latin1 :\n", "ISO-8859-1", "é", "ISO-8859-1",
      DETECT_DECLARED },
    { "css", "@charset \"shift_jis\";\n", "Shift_JIS", "海", "Shift_JIS", DETECT_DECLARED },
    { "wrong-latin-1", "<meta charset=iso-8859-1>", "windows-1251", RUSSIAN, "windows-1251",
      DETECT_GUESS },
    { "wrong-utf-8", "<meta charset=utf-8>", "GB18030", SIMPLIFIED, "GB18030", DETECT_GUESS },
    { "wrong-gbk", "<meta charset=gbk>", "Big5", TRADITIONAL, "Big5", DETECT_GUESS },
    { "utf-8-called-gbk", "<meta charset=gbk>", "UTF-8", SIMPLIFIED, "UTF-8", DETECT_UTF8 },
    { "unknown", "<meta charset=x-nothing>", "windows-1251", RUSSIAN, "windows-1251",
      DETECT_GUESS },
    { "word-only", "The charset of this coding is a matter of taste.\n", "windows-1251", RUSSIAN,
      "windows-1251", DETECT_GUESS },
};

static void
test_declared(gconstpointer data)
{
    const Declared *test = data;
    gsize length;
    g_autofree char *bytes = encode(&(Sentence){ test->encoding, test->text }, &length);
    g_autoptr(GString) file = g_string_new(test->head);
    Detection detection;

    g_string_append_len(file, bytes, (gssize) length);
    detection =
        detect_encoding((const guint8 *) file->str, file->len, NULL, encoding_find("windows-1252"));
    g_assert_cmpstr(detection.encoding->name, ==, test->found);
    g_assert_cmpint(detection.reason, ==, test->reason);
}

static void
assert_found(const char *bytes, gsize length, const char *expected)
{
    Detection detection =
        detect_encoding((const guint8 *) bytes, length, NULL, encoding_find("windows-1252"));

    g_assert_cmpstr(detection.encoding->name, ==, expected);
}

static void
test_damaged(void)
{
    g_autofree char *cut = g_strndup(RUSSIAN, strlen(RUSSIAN) - 2);
    g_autoptr(GString) damaged = g_string_new(RUSSIAN);
    gsize length;
    g_autofree char *gbk = encode(&(Sentence){ "GB18030", SIMPLIFIED "\n" SIMPLIFIED }, &length);

    /* UTF-8 that is cut off inside a character, or has a bad byte. */
    g_string_append(damaged, "\xFFz");
    cut[strlen(cut) - 1] = '\xD0';
    assert_found(cut, strlen(cut), "UTF-8");
    assert_found(damaged->str, damaged->len, "UTF-8");
    /* GB18030 with a byte gone: everything is wrong up to the line's end. */
    memmove(gbk + 10, gbk + 11, length - 11);
    assert_found(gbk, length - 1, "GB18030");
}

static void
test_nothing(void)
{
    g_autoptr(GString) text = g_string_new("key");

    assert_found("", 0, "UTF-8");
    assert_found("key\0val\0", 8, "UTF-8"); /* NULs do not make UTF-16 */
    g_string_append_len(text, "\0\xE6\x96\x87\0", 5);
    assert_found(text->str, text->len, "UTF-8");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(sentences); i++) {
        g_autofree char *path =
            g_strdup_printf("/detect/sentence/%02zu-%s", i, sentences[i].encoding);

        g_test_add_data_func(path, &sentences[i], test_sentence);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(declared); i++) {
        g_autofree char *path = g_strdup_printf("/detect/declared/%s", declared[i].name);

        g_test_add_data_func(path, &declared[i], test_declared);
    }
    g_test_add_func("/detect/damaged", test_damaged);
    g_test_add_func("/detect/nothing", test_nothing);
    return g_test_run();
}
