/* numerals.c - see numerals.h. One reader a system; the caller gets the longest answer. */
#include "numerals.h"

#include <string.h>

#include "utf8.h"

/* Digits 0-9 and units (10, 100, …) of Chinese and Japanese, everyday and banker's forms, sorted.
 */
static const struct {
    gunichar character;
    gint64 value;
} chinese_signs[] = {
    { 0x25CB, 0 },         /* ○, typed for 〇 */
    { 0x3007, 0 },         /* 〇 */
    { 0x4E00, 1 },         /* 一 */
    { 0x4E03, 7 },         /* 七 */
    { 0x4E07, 10000 },     /* 万 */
    { 0x4E09, 3 },         /* 三 */
    { 0x4E24, 2 },         /* 两 */
    { 0x4E5D, 9 },         /* 九 */
    { 0x4E8C, 2 },         /* 二 */
    { 0x4E94, 5 },         /* 五 */
    { 0x4EBF, 100000000 }, /* 亿 */
    { 0x4EDF, 1000 },      /* 仟 */
    { 0x4F0D, 5 },         /* 伍 */
    { 0x4F70, 100 },       /* 佰 */
    { 0x5104, 100000000 }, /* 億 */
    { 0x5169, 2 },         /* 兩 */
    { 0x516B, 8 },         /* 八 */
    { 0x516D, 6 },         /* 六 */
    { 0x5341, 10 },        /* 十 */
    { 0x5343, 1000 },      /* 千 */
    { 0x5344, 20 },        /* 卄 */
    { 0x5345, 30 },        /* 卅 */
    { 0x534C, 40 },        /* 卌 */
    { 0x53C1, 3 },         /* 叁 */
    { 0x53C2, 3 },         /* 参 */
    { 0x53C3, 3 },         /* 參 */
    { 0x56DB, 4 },         /* 四 */
    { 0x58F1, 1 },         /* 壱 */
    { 0x58F9, 1 },         /* 壹 */
    { 0x5EFF, 20 },        /* 廿 */
    { 0x5F0C, 1 },         /* 弌 */
    { 0x5F10, 2 },         /* 弐 */
    { 0x62FE, 10 },        /* 拾 */
    { 0x634C, 8 },         /* 捌 */
    { 0x67D2, 7 },         /* 柒 */
    { 0x7396, 9 },         /* 玖 */
    { 0x767E, 100 },       /* 百 */
    { 0x8086, 4 },         /* 肆 */
    { 0x842C, 10000 },     /* 萬 */
    { 0x8CB3, 2 },         /* 貳 */
    { 0x8D30, 2 },         /* 贰 */
    { 0x9646, 6 },         /* 陆 */
    { 0x9678, 6 },         /* 陸 */
    { 0x96F6, 0 },         /* 零 */
};

/* Signs in one code point: runs of consecutive numbers. */
static const struct {
    guint system;
    gunichar first;
    gint64 value;
    guint count;
} sign_runs[] = {
    { NUMERAL_CIRCLED, 0x2460, 1, 20 },  /* ①..⑳ */
    { NUMERAL_CIRCLED, 0x3251, 21, 15 }, /* ㉑..㉟ */
    { NUMERAL_CIRCLED, 0x32B1, 36, 15 }, /* ㊱..㊿ */
    { NUMERAL_CIRCLED, 0x2776, 1, 10 },  /* ❶..❿ */
    { NUMERAL_CIRCLED, 0x2780, 1, 10 },  /* ➀..➉ */
    { NUMERAL_CIRCLED, 0x278A, 1, 10 },  /* ➊..➓ */
    { NUMERAL_CIRCLED, 0x3280, 1, 10 },  /* ㊀..㊉ */
    { NUMERAL_BRACED, 0x2474, 1, 20 },   /* ⑴..⒇ */
    { NUMERAL_BRACED, 0x2488, 1, 20 },   /* ⒈..⒛ */
    { NUMERAL_BRACED, 0x3220, 1, 10 },   /* ㈠..㈩ */
    { NUMERAL_ROMAN, 0x2160, 1, 12 },    /* Ⅰ..Ⅻ */
    { NUMERAL_ROMAN, 0x2170, 1, 12 },    /* ⅰ..ⅻ */
};

static const char *const word_numbers[] = {
    "one",     "two",     "three",     "four",     "five",     "six",      "seven",
    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",   NULL,
};

static const char *const english_ordinals[] = {
    "first",  "second", "third", "fourth",   "fifth",   "sixth", "seventh",
    "eighth", "ninth",  "tenth", "eleventh", "twelfth", NULL,
};

/* Stems; one of the endings -er -e -es -en -em follows. */
static const char *const german_ordinals[] = {
    "erst",      "zweit",     "dritt",     "viert",     "fünft",     "sechst",    "siebent",
    "acht",      "neunt",     "zehnt",     "elft",      "zwölft",    "dreizehnt", "vierzehnt",
    "fünfzehnt", "sechzehnt", "siebzehnt", "achtzehnt", "neunzehnt", "zwanzigst", NULL,
};

static gint64
numeral_chinese_value(gunichar character)
{
    gsize low = 0, high = G_N_ELEMENTS(chinese_signs);

    while (low < high) {
        gsize middle = (low + high) / 2;

        if (chinese_signs[middle].character < character)
            low = middle + 1;
        else
            high = middle;
    }
    return low < G_N_ELEMENTS(chinese_signs) && chinese_signs[low].character == character
               ? chinese_signs[low].value
               : -1;
}

/* 一百二十三: digits before units. `section` holds what is below 万, `number` the whole. Digits in
 * a row without units are positional (二〇二五). 一百二 is 102, not 120: nobody numbers headings
 * so. */
static gsize
numeral_read_chinese(const char *text, const char *end, gint64 *value)
{
    const char *at = text;
    gint64 number = 0, section = 0, digit = -1;

    while (at < end) {
        gunichar character;
        gsize length = utf8_read(at, end, &character);
        gint64 sign = numeral_chinese_value(character);

        if (sign < 0)
            break;
        if (sign < 10) {
            digit = digit < 0 ? sign : digit * 10 + sign;
        } else if (sign < 10000) {
            if (sign > 10 && sign < 100)
                section += sign; /* 廿, 卅, 卌 */
            else
                section += (digit > 0 ? digit : 1) * sign;
            digit = -1;
        } else {
            number += (section + MAX(digit, 0) > 0 ? section + MAX(digit, 0) : 1) * sign;
            section = 0;
            digit = -1;
        }
        if (number + section + MAX(digit, 0) > NUMERAL_MAX)
            return 0;
        at += length;
    }
    *value = number + section + MAX(digit, 0);
    return (gsize) (at - text);
}

static gsize
numeral_read_arabic(const char *text, const char *end, gint64 *value)
{
    const char *at = text;
    gint64 number = 0;

    while (at < end) {
        if (*at >= '0' && *at <= '9') {
            number = number * 10 + (*at - '0');
            at += 1;
        } else if (end - at >= 3 && (guchar) at[0] == 0xEF && (guchar) at[1] == 0xBC &&
                   (guchar) at[2] >= 0x90 && (guchar) at[2] <= 0x99) {
            number = number * 10 + ((guchar) at[2] - 0x90);
            at += 3;
        } else
            break;
        if (number > NUMERAL_MAX)
            return 0;
    }
    *value = number;
    return (gsize) (at - text);
}

static gint
numeral_roman_value(char letter)
{
    switch (letter) {
    case 'I':
        return 1;
    case 'V':
        return 5;
    case 'X':
        return 10;
    case 'L':
        return 50;
    case 'C':
        return 100;
    case 'D':
        return 500;
    case 'M':
        return 1000;
    default:
        return 0;
    }
}

/* Writes @value (below 4000) in capitals, to check that what was read is the usual spelling. */
static gsize
numeral_write_roman(gint value, char *text)
{
    static const struct {
        gint value;
        const char *letters;
    } parts[] = { { 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" }, { 100, "C" },
                  { 90, "XC" },  { 50, "L" },   { 40, "XL" }, { 10, "X" },   { 9, "IX" },
                  { 5, "V" },    { 4, "IV" },   { 1, "I" } };
    gsize length = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        for (; value >= parts[i].value; value -= parts[i].value)
            for (const char *letter = parts[i].letters; *letter; letter++)
                text[length++] = *letter;
    return length;
}

static gsize
numeral_read_roman(const char *text, const char *end, gint64 *value)
{
    gboolean lower = text < end && g_ascii_islower(*text);
    char letters[16], usual[20];
    gsize length = 0;
    gint number = 0;

    while (text + length < end && length < sizeof letters) {
        char letter = text[length];

        if (!g_ascii_isalpha(letter) || (g_ascii_islower(letter) != 0) != lower)
            break;
        letters[length] = g_ascii_toupper(letter);
        if (numeral_roman_value(letters[length]) == 0)
            return 0;
        length++;
    }
    if (length == 0 || length == sizeof letters ||
        (text + length < end && g_ascii_isalpha(text[length])))
        return 0;
    for (gsize i = 0; i < length; i++) {
        gint this = numeral_roman_value(letters[i]);
        gint next = i + 1 < length ? numeral_roman_value(letters[i + 1]) : 0;

        number += this < next ? -this : this;
    }
    if (number <= 0 || number >= 4000 || numeral_write_roman(number, usual) != length ||
        memcmp(usual, letters, length) != 0)
        return 0;
    *value = number;
    return length;
}

/* One letter that no other letter follows. */
static gsize
numeral_read_letter(const char *text, const char *end, gint64 *value)
{
    if (text >= end || !g_ascii_isalpha(*text) || (text + 1 < end && g_ascii_isalpha(text[1])))
        return 0;
    *value = g_ascii_toupper(*text) - 'A' + 1;
    return 1;
}

static gsize
numeral_read_sign(const char *text, const char *end, guint systems, gint64 *value)
{
    gunichar character;
    gsize length = utf8_read(text, end, &character);

    for (gsize i = 0; i < G_N_ELEMENTS(sign_runs); i++) {
        if ((sign_runs[i].system & systems) == 0 || character < sign_runs[i].first ||
            character >= sign_runs[i].first + sign_runs[i].count)
            continue;
        *value = sign_runs[i].value + (gint64) (character - sign_runs[i].first);
        return length;
    }
    return 0;
}

/* The bytes that @word (lower case) takes at @text whatever its case, or 0. */
static gsize
numeral_match_word(const char *text, const char *end, const char *word)
{
    gsize at = 0;

    if (text >= end || (*text | 0x20) != (word[0] | 0x20))
        return 0;
    for (; word[at] != '\0'; at++) {
        guchar byte = text + at < end ? (guchar) text[at] : 0;

        if (g_ascii_tolower((gchar) byte) == word[at])
            continue;
        /* Capital umlauts differ from small ones in one bit of their second byte. */
        if (at > 0 && (guchar) word[at - 1] == 0xC3 && byte + 0x20 == (guchar) word[at])
            continue;
        return 0;
    }
    return at;
}

static gboolean
numeral_ends_word(const char *text, const char *end)
{
    return text >= end || (!g_ascii_isalnum(*text) && (guchar) *text < 0x80);
}

static gsize
numeral_read_list(const char *text, const char *end, const char *const *words, gint64 *value)
{
    for (gsize i = 0; words[i]; i++) {
        gsize length = numeral_match_word(text, end, words[i]);

        if (length > 0 && numeral_ends_word(text + length, end)) {
            *value = (gint64) i + 1;
            return length;
        }
    }
    return 0;
}

static gsize
numeral_read_german(const char *text, const char *end, gint64 *value)
{
    static const char *const endings[] = { "er", "es", "en", "em", "e" };

    for (gsize i = 0; german_ordinals[i]; i++) {
        gsize stem = numeral_match_word(text, end, german_ordinals[i]);

        for (gsize j = 0; stem > 0 && j < G_N_ELEMENTS(endings); j++) {
            gsize length = numeral_match_word(text + stem, end, endings[j]);

            if (length > 0 && numeral_ends_word(text + stem + length, end)) {
                *value = (gint64) i + 1;
                return stem + length;
            }
        }
    }
    return 0;
}

gsize
numeral_read(const char *text, const char *end, guint systems, gint64 *value)
{
    guchar first = text < end ? (guchar) *text : 0;
    gsize length = 0;

    if ((systems & NUMERAL_ARABIC) && (g_ascii_isdigit(first) || first == 0xEF))
        length = numeral_read_arabic(text, end, value);
    if (length == 0 && (systems & NUMERAL_CHINESE) && first >= 0xE2)
        length = numeral_read_chinese(text, end, value);
    if (length == 0 && (systems & NUMERAL_ROMAN) && g_ascii_isalpha(first))
        length = numeral_read_roman(text, end, value);
    if (length == 0 && (systems & NUMERAL_LETTER))
        length = numeral_read_letter(text, end, value);
    if (length == 0 && (systems & (NUMERAL_CIRCLED | NUMERAL_BRACED | NUMERAL_ROMAN)) &&
        first >= 0xE2)
        length = numeral_read_sign(text, end, systems, value);
    if (length == 0 && (systems & NUMERAL_WORD))
        length = numeral_read_list(text, end, word_numbers, value);
    if (length == 0 && (systems & NUMERAL_ORDINAL)) {
        length = numeral_read_list(text, end, english_ordinals, value);
        if (length == 0)
            length = numeral_read_german(text, end, value);
    }
    return length;
}

gsize
numeral_read_cached(NumeralCache *cache, const char *text, const char *end, guint systems,
                    gint64 *value)
{
    if (cache->text != text || cache->systems != systems) {
        cache->text = text;
        cache->systems = systems;
        cache->length = numeral_read(text, end, systems, &cache->value);
    }
    *value = cache->value;
    return cache->length;
}

static const char *const system_names[] = { "arabic", "chinese", "roman", "letter", "circled",
                                            "braced", "ordinal", "word",  NULL };

guint
numeral_system_find(const char *name)
{
    for (guint i = 0; system_names[i]; i++)
        if (g_str_equal(system_names[i], name))
            return 1u << i;
    return 0;
}

const char *const *
numeral_system_names(void)
{
    return system_names;
}

/* A sign that can follow a number: white space, punctuation, no letter. */
static void
numeral_begin_alone(gunichar first, NumeralBegin add, gpointer data)
{
    for (gunichar second = 1; second < 128; second++)
        if (!g_ascii_isalpha((gchar) second))
            add(first, second, data);
}

/* Headings begin with a capital, so words in small letters begin no label. */
static void
numeral_begin_words(const char *const *words, NumeralBegin add, gpointer data)
{
    for (gsize i = 0; words[i]; i++) {
        gunichar first = g_unichar_toupper(g_utf8_get_char(words[i]));
        guchar second = (guchar) *g_utf8_next_char(words[i]);

        add(first, second >= 128 ? 0 : second, data);
        if (second < 128)
            add(first, (gunichar) g_ascii_toupper((gchar) second), data);
    }
}

static void
numeral_begin_roman(NumeralBegin add, gpointer data)
{
    static const char letters[] = "IVXLCDM";

    for (const char *first = letters; *first; first++)
        for (guint lower = 0; lower < 2; lower++) {
            gunichar letter = (guchar) *first | (lower ? 0x20u : 0);

            numeral_begin_alone(letter, add, data);
            for (const char *second = letters; *second; second++)
                add(letter, (guchar) *second | (lower ? 0x20u : 0), data);
        }
}

void
numeral_begin(guint systems, NumeralBegin add, gpointer data)
{
    for (guint i = 0; (systems & NUMERAL_ARABIC) && i < 10; i++) {
        add('0' + i, 0, data);
        add(0xFF10 + i, 0, data);
    }
    for (gsize i = 0; (systems & NUMERAL_CHINESE) && i < G_N_ELEMENTS(chinese_signs); i++)
        add(chinese_signs[i].character, 0, data);
    if (systems & NUMERAL_ROMAN)
        numeral_begin_roman(add, data);
    for (guint i = 0; (systems & NUMERAL_LETTER) && i < 26; i++) {
        numeral_begin_alone('A' + i, add, data);
        numeral_begin_alone('a' + i, add, data);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(sign_runs); i++)
        for (guint j = 0; (sign_runs[i].system & systems) && j < sign_runs[i].count; j++)
            add(sign_runs[i].first + j, 0, data);
    if (systems & NUMERAL_WORD)
        numeral_begin_words(word_numbers, add, data);
    if (systems & NUMERAL_ORDINAL) {
        numeral_begin_words(english_ordinals, add, data);
        numeral_begin_words(german_ordinals, add, data);
    }
}
