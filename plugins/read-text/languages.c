/* languages.c - how often languages use which letters.
 *
 * Letter frequencies as published in handbooks and encyclopedias, rounded; where only the order of
 * letters is well known, estimated from it. They need not be exact: a wrong encoding makes
 * letters that a language hardly has, and the sum over a text tells.
 */
#include "languages.h"

#include <math.h>

const Language languages[] = {
    { "English", TRUE,
      "1270e 906t 817a 751o 697i 675n 633s 609h 599r 425d 403l 278cu 241mw 223f 202g 197y 193p 149b "
      "98v 77k 15jx 10q 7z 1éñ" },
    { "French", TRUE,
      "1470e 795s 764a 753i 724t 710n 669r 631u 580o 546l 367d 326c 297m 252p 184v 136q 107f 94h 90b "
      "87g 81j 71y 43x 33z 150é 49à 27è 22ê 9ç 6ùû 5â 4î 2ôœ 1ëï" },
    { "German", TRUE,
      "1640e 978n 727s 700r 655ia 615t 508d 458h 417u 344l 301g 273c 259o 253m 192w 189b 166f 142k "
      "113z 85v 67p 27j 4y 3x 2q 100ü 58ä 44ö 31ß 1é" },
    { "Spanish", TRUE,
      "1220e 1150a 868o 798s 687r 671n 625i 501d 497l 463t 402c 316m 293u 251p 222b 177g 114v 101y "
      "88q 70hf 49j 47z 22x 1k 83ó 73í 50á 43é 31ñ 17ú 1ü" },
    { "Catalan", TRUE,
      "1230ea 820s 740i 700r 680n 620l 580t 540o 420ud 370c 310m 280p 170v 140gb 100fq 60jxh 20yz 70à "
      "60éóè 40íç 30ò 20ú 8ïü·" },
    { "Portuguese", TRUE,
      "1460a 1260e 974o 681s 653r 619i 499d 474m 445n 434t 388c 364u 278l 252p 158v 130g 120q 104b "
      "102f 78h 47z 45x 40j 1k 73ã 60ç 53á 45ê 34é 33í 30ó 25õ 20ú 7àâô" },
    { "Italian", TRUE,
      "1180ea 1010i 983o 688n 651l 637r 562t 498s 450c 374d 306p 301u 251m 210v 164g 118z 115f 93b "
      "64h 51q 3k 1jwxy 64àè 17ù 3ìò 8é" },
    { "Romanian", TRUE,
      "1100e 960ia 680r 650n 620u 600t 470l 440s 520c 410o 350d 320p 310m 120v 110f 90gb 70z 50h "
      "24j 11x 1kqwy 400ă 150ş 150ș 120ţ 120ț 140î 90â" },
    { "Dutch", TRUE,
      "1890e 1000n 749a 679t 650i 641r 606o 593d 373s 357l 340g 285v 238h 225k 221m 199u 158bp 152w "
      "146j 139z 124c 81f 4xy 1q 5ëé 2ïöü" },
    { "Swedish", TRUE,
      "1010e 938a 854n 843r 769t 659s 582i 528l 470d 448o 347m 314k 286g 242v 209h 203f 192u 184p "
      "154b 149c 71y 61j 16x 7z 2q 180ä 134å 131ö 4é" },
    { "Danish", TRUE,
      "1550e 896r 724n 686t 603a 600i 586d 581s 523l 464o 408g 340k 324m 241f 233v 200b 198u 176p "
      "162h 73j 70y 57c 7w 3zx 119å 94ø 87æ 3é" },
    { "Finnish", TRUE,
      "1220a 1080i 883n 875t 797e 786s 576l 561o 501u 497k 320m 287r 225v 204j 185h 184p 175y 104d "
      "39g 28bc 19f 9w 358ä 44ö 1å" },
    { "Icelandic", TRUE,
      "1010a 858r 771n 758i 642e 563s 495t 456u 453l 424g 404m 331k 301f 244v 217o 187h 158d 114j "
      "104b 90y 79p 5x 439ð 180á 157í 146þ 99ó 87æ 78ö 65é 61ú 23ý" },
    { "Estonian", TRUE,
      "1200a 1130e 950is 780t 690l 560u 530n 480k 460o 430d 340mr 240v 190g 180p 170h 150j 120b 20f "
      "5cz 150ä 110õ 80ü 25ö 4šž" },
    { "Latvian", TRUE,
      "1000ai 780s 680te 560r 470u 450n 380ok 330lm 290d 260p 240v 200j 160z 150g 140b 20f 15h 100c "
      "380ā 190ī 180ē 80š 60ņ 50ū 40ļ 25ž 20ķč 10ģ 2ŗ" },
    { "Lithuanian", TRUE,
      "1300i 1130a 800s 600o 580r 570te 520n 480u 400k 350m 330l 260p 240v 240d 230j 180g 150yb 60cz "
      "40f 20h 170ė 130š 130ų 90ž 70ą 60į 50ū 45č 20ę" },
    { "Polish", TRUE,
      "1050a 833i 735e 667o 624n 581w 524r 522s 485z 390c 373d 321y 275k 256l 252m 248t 245p 206u 184j "
      "174b 173g 102h 14f 211ł 114ó 104ę 81ś 74ć 71ż 70ą 36ń 8ź" },
    { "Czech", TRUE,
      "842a 756e 670o 647n 607i 573t 534v 521s 480r 380l 348d 290k 245m 216u 191p 150z 143j 136h 104y "
      "82b 74c 9g 8f 3x 164í 122ě 100ý 87á 72ž 69š 63é 46č 38ř 20ů 5ú 3ó 2ďťň" },
    { "Slovak", TRUE,
      "910ao 790e 600in 540st 480rv 410l 370kd 310mu 300p 190j 180zcy 170b 130h 30g 20f 230á 140ý 130í "
      "110č 100ž 90š 80éľú 60ť 30ôňď 20äó 3ĺŕ" },
    { "Slovene", TRUE,
      "1050a 1020e 920i 900o 650n 510r 490s 480l 470j 450t 410v 370k 340d 330m 330p 200u 200z 190b "
      "160g 110h 70c 20f 150č 100š 65ž" },
    { "Croatian", TRUE,
      "1130a 990i 900o 880e 670n 530r 500j 480s 430tu 370vdk 350l 320m 280p 170gz 150b 90c 80h 20f "
      "100čš 60ćž 25đ" },
    { "Hungarian", TRUE,
      "1160e 900a 760t 630l 570n 520s 470k 420i 390moz 380g 280r 200v 190bdy 150j 140h 100u 90p 60fc "
      "350é 340á 120ó 100öő 70í 60ü 40ú 30ű" },
    { "Turkish", TRUE,
      "1180ae 840in 690r 620l 510k 470d 380m 340y 330ut 300s 280b 250o 150z 130g 120h 100cv 90p 50f "
      "3j 510ı 180ş 185ü 120ç 112ğ 78ö 10İ 3â 1î" },
    { "Albanian", TRUE,
      "950e 800t 780i 700a 640rn 560s 430ho 400u 370j 350k 330dm 300lp 170q 140gv 110b 100f 80z 70cy "
      "20x 900ë 60ç" },
    { "Esperanto", TRUE,
      "1210a 1000i 900e 880o 796n 610ls 591r 528t 416k 350j 318u 304d 300m 276p 190v 117g 104f 98b "
      "78c 49z 38h 69ĝ 66ĉ 52ŭ 39ŝ 6ĵ 2ĥ" },
    { "Maltese", TRUE,
      "1350i 1200a 850tl 700e 600nr 500omu 400sk 300jbd 250pf 200qwv 150gh 100zxc 350ħ 200ż 150ġ 100ċ "
      "20à" },
    { "Irish", TRUE,
      "1500a 1000i 800n 750h 700e 650r 580st 520l 480o 400c 400d 330u 300g 280m 220b 130f 70p 300á 200é "
      "270í 160ó 120ú" },
    { "Welsh", TRUE,
      "1000a 850dy 800en 680ri 600o 550l 450w 420g 350ht 300suf 200mcb 100p 20v 20ŵâôŷêîïöûá" },
    { "Vietnamese", TRUE,
      "1000n 700h 560t 550c 500i 450g 300au 260o 230m 200lv 170brk 150pysedx 110q 250đ 170à 150á 130ư "
      "110ạ 100ể 90ế 90ả 80ô 80ộ 80ê 80ố 70ệ 70ủ 70â 60ấ 60ă 55ơ 50ờ 50ợ 45í 45ì 45ó 40ớ 40ề 40ã 40ữ 40ứ "
      "40ự 40ầ 40ọ 35ị 35ồ 30ở 30ụ 30ú 30ò 25ậ 25ổ 20ừ 20ù 20ắ 20ặ 18ẩ 15é 15è 15õ 15ỏ 15ĩ 15ỉ 15ử 15ũ "
      "15ý 12ằ 12ỗ 12ẫ 10ẽ 10ẻ 10ẹ 10ễ 10ẳ 8ẵ 8ỡ 8ỹ 8ỳ 5ỷ 5ỵ 500\u0300 500\u0301 250\u0309 250\u0303 500\u0323" },
    { "Russian", FALSE,
      "1097о 845е 801а 735и 670н 626т 547с 473р 454в 440л 349к 321м 298д 281п 262у 201я 190ы 174ь 170г "
      "165з 159б 144ч 121й 97х 94ж 73ш 64ю 48ц 36щ 32э 26ф 4ъ 4ё" },
    { "Ukrainian", FALSE,
      "928о 834а 710н 600и 610і 550т 530в 500е 450р 430с 370кл 340у 330д 310м 290п 220яз 180ь 170бг 140ч "
      "130й 110х 80цюж 70ш 60їє 55щ 30ф 1ґ 40'" },
    { "Bulgarian", FALSE,
      "1170а 890и 880е 870о 780тн 510р 490с 460в 370д 340л 330к 290п 240м 220з 190яъ 160бгу 110ч 80ж 70ц 60хщ "
      "50йш 30ф 15ю 2ь" },
    { "Macedonian", FALSE,
      "1200а 1000о 950и 900е 700нт 500рс 450в 400д 350к 330л 280п 270ј 260м 200з 190у 170г 150б 90ч 80ш 60цж "
      "50њ 40хќ 30ѓф 20љ 10џѕ" },
    { "Serbian", FALSE,
      "1130а 980и 900о 880е 560н 530р 480с 430ту 370вдк 400ј 350л 320м 280п 170гз 150б 90ц 80х 60њшч 50ћжљ 20фђ "
      "5џ" },
    { "Greek", FALSE,
      "890α 780ο 770τ 640ε 640ι 600ν 510σ 480ρ 460π 440κ 380υ 380ς 340λ 330μ 250η 220ό 210ί 190ά 180έ 170δ "
      "170γ 160ω 150χ 140ή 120θ 110φ 90ύ 60β 60ώ 50ξ 40ζ 20ψ 4ϊΐ 2ϋΰ" },
    { "Hebrew", FALSE,
      "1110י 1040ו 980ה 740ל 660א 620ר 590ת 480ש 470ב 460מ 360ע 330נ 300ד 250כ 240ח 230ם 210ק 200פ 140ט 130ג 130ס "
      "120צ 110ן 80ז 50ך 30ף 15ץ 60ְ 40ִ 40ַ 40ָ 40ֶ 20ֹ 20ּ 10ׁ 10ֵ 5ֻ 3ׂ 3ֲ" },
    { "Arabic", FALSE,
      "1270ا 1130ل 680ي 650م 630و 600ن 520ر 460ت 420ب 380ع 330هةد 290س 260ف 250أ 240ك 210ق 190ح 130ج 110ش 100طص 80ى 70خ "
      "60إ 50ضذز 40ثغ 40ئء 30ظ 15ؤآ 20َُِّْ 10ً" },
    { "Persian", FALSE,
      "1350ا 850ی 850ي 780ن 750ر 720د 600م 580ه 560و 520ت 450ب 400س 350ش 300ک 280ل 250ز 200گ 180ف 170خ 150ق 120عجپچ 90ح 60ط 50غص 40ذ 30ض 30ئ 20ظژ 15ث 25آ 200\u200c" },
    { "Thai", FALSE,
      "650า 580น 560ร 540อ 480ก 470เ 450ง 440่ 390ม 380ย 370ล 360ว 350ด 340ท 330ั 330้ 310ส 300ต 290ี 270ะ 260ป 250บ 240ค 220แ 200ิ 190ห 180จ 170ไ 160พ 150ุ 150ช 130ข 120โ 110ใ 110ู 90ำ 80ื 70ผ 70็ 60ณ 60ศ 50์ 50ึ 40ถ 40ซ 30ธ 30ภ 25ษ 20ญ 20ๆ 15ฝ 15ฟ 10ฐ 8ฎ 5ฉ 5ๅ 5ฏฤ 3ฬ 2ฑฒฆฌฮ 3ฯ" },
    { NULL },
};

/* Prices: a table for each language, over the blocks where its letters are. */

#define BLOCK_LOW   0x700 /* Latin, Greek, Cyrillic, Hebrew, Arabic and their marks */
#define BLOCK_THAI  0xE00
#define BLOCK_VIET  0x1E00
#define PRICE_COUNT (BLOCK_LOW + 0x80 + 0x100)

#define COST_CAPITAL 1.5f /* capitals are fewer */

/* Where the table has @c; -1 if it has not. */
static gint
price_index(gunichar c)
{
    if (c < BLOCK_LOW)
        return (gint) c;
    if (c >= BLOCK_THAI && c < BLOCK_THAI + 0x80)
        return (gint) (BLOCK_LOW + c - BLOCK_THAI);
    if (c >= BLOCK_VIET && c < BLOCK_VIET + 0x100)
        return (gint) (BLOCK_LOW + 0x80 + c - BLOCK_VIET);
    return -1;
}

static void
price_set(float *prices, gunichar c, float cost)
{
    gint index = price_index(c);

    if (index >= 0 && prices[index] > cost)
        prices[index] = cost;
}

/* Reads "weight letters weight letters …". */
static float *
price_parse(const char *letters)
{
    float *prices = g_new(float, PRICE_COUNT);
    float cost = COST_STRANGE_LETTER;

    for (gsize i = 0; i < PRICE_COUNT; i++)
        prices[i] = COST_STRANGE_LETTER;
    while (*letters) {
        gunichar c = g_utf8_get_char(letters);

        if (g_ascii_isdigit(*letters)) {
            cost = (float) -log((double) g_ascii_strtoull(letters, (char **) &letters, 10) / 10000);
            continue;
        }
        price_set(prices, c, cost);
        if (g_unichar_toupper(c) != c)
            price_set(prices, g_unichar_toupper(c), cost + COST_CAPITAL);
        letters = g_utf8_next_char(letters);
    }
    return prices;
}

float
language_cost(const Language *language, gunichar c)
{
    static float *tables[G_N_ELEMENTS(languages)]; /* parsed when first asked for */
    float **table = &tables[language - languages];
    gint index = price_index(c);

    if (!*table)
        *table = price_parse(language->letters);
    return index >= 0 ? (*table)[index] : COST_STRANGE_LETTER;
}

float
symbol_cost(gunichar c)
{
    static const char *const frequent = "“”‘’–—…«»„\u00A0";
    static const char *const usual = "°·©®™€£§•´¿¡ºª½‚‹›²³×±№‎‏";

    if (c < 0xA0)
        return 14;
    if (g_utf8_strchr(frequent, -1, c))
        return 4.5f;
    if (g_utf8_strchr(usual, -1, c))
        return 6;
    if (c < 0x100 || (c >= 0x2000 && c < 0x2100))
        return 9;
    return 11.5f;
}
