/* Numbers of every system, and what only looks like one. */
#include <string.h>

#include "numerals.h"

typedef struct {
    const char *text;
    guint systems;
    gint64 value;
    const char *rest; /* what is left behind the number; the whole text if it is none */
} Case;

static const Case cases[] = {
    { "12、", NUMERAL_ARABIC, 12, "、" },
    { "１２．", NUMERAL_ARABIC, 12, "．" },
    { "1２3", NUMERAL_ARABIC, 123, "" },
    { "007", NUMERAL_ARABIC, 7, "" },
    { "999999999", NUMERAL_ARABIC, 0, "999999999" },
    { "x", NUMERAL_ARABIC, 0, "x" },
    { "一章", NUMERAL_CHINESE, 1, "章" },
    { "十章", NUMERAL_CHINESE, 10, "章" },
    { "十二", NUMERAL_CHINESE, 12, "" },
    { "二十", NUMERAL_CHINESE, 20, "" },
    { "二十三章", NUMERAL_CHINESE, 23, "章" },
    { "廿三", NUMERAL_CHINESE, 23, "" },
    { "卅", NUMERAL_CHINESE, 30, "" },
    { "一百", NUMERAL_CHINESE, 100, "" },
    { "一百零五", NUMERAL_CHINESE, 105, "" },
    { "一百二十三", NUMERAL_CHINESE, 123, "" },
    { "一千二百六十条", NUMERAL_CHINESE, 1260, "条" },
    { "两千", NUMERAL_CHINESE, 2000, "" },
    { "三万零七十", NUMERAL_CHINESE, 30070, "" },
    { "二〇二五年", NUMERAL_CHINESE, 2025, "年" },
    { "一○", NUMERAL_CHINESE, 10, "" },
    { "壹拾贰", NUMERAL_CHINESE, 12, "" },
    { "貳佰叁", NUMERAL_CHINESE, 203, "" },
    { "柒", NUMERAL_CHINESE, 7, "" },
    { "〇", NUMERAL_CHINESE, 0, "" },
    { "亿亿亿亿", NUMERAL_CHINESE, 0, "亿亿亿亿" },
    { "章", NUMERAL_CHINESE, 0, "章" },
    { "I.", NUMERAL_ROMAN, 1, "." },
    { "IV ", NUMERAL_ROMAN, 4, " " },
    { "xiv)", NUMERAL_ROMAN, 14, ")" },
    { "MCMXCIV", NUMERAL_ROMAN, 1994, "" },
    { "Ⅻ", NUMERAL_ROMAN, 12, "" },
    { "IIII", NUMERAL_ROMAN, 0, "IIII" },
    { "VX", NUMERAL_ROMAN, 0, "VX" },
    { "Mix", NUMERAL_ROMAN, 0, "Mix" },
    { "Ich", NUMERAL_ROMAN, 0, "Ich" },
    { "A ", NUMERAL_LETTER, 1, " " },
    { "b)", NUMERAL_LETTER, 2, ")" },
    { "Ab", NUMERAL_LETTER, 0, "Ab" },
    { "①甲", NUMERAL_CIRCLED, 1, "甲" },
    { "⑳", NUMERAL_CIRCLED, 20, "" },
    { "㉑", NUMERAL_CIRCLED, 21, "" },
    { "㊿", NUMERAL_CIRCLED, 50, "" },
    { "❸", NUMERAL_CIRCLED, 3, "" },
    { "⑴", NUMERAL_BRACED, 1, "" },
    { "㈠", NUMERAL_BRACED, 1, "" },
    { "①", NUMERAL_BRACED, 0, "①" },
    { "First ", NUMERAL_ORDINAL, 1, " " },
    { "TWELFTH", NUMERAL_ORDINAL, 12, "" },
    { "Firstly", NUMERAL_ORDINAL, 0, "Firstly" },
    { "Erster Teil", NUMERAL_ORDINAL, 1, " Teil" },
    { "Zweites", NUMERAL_ORDINAL, 2, "" },
    { "FÜNFTER", NUMERAL_ORDINAL, 5, "" },
    { "Zwölfte", NUMERAL_ORDINAL, 12, "" },
    { "Achtung", NUMERAL_ORDINAL, 0, "Achtung" },
    { "Three", NUMERAL_WORD, 3, "" },
    { "TWENTY ", NUMERAL_WORD, 20, " " },
    { "Threefold", NUMERAL_WORD, 0, "Threefold" },
    { "", NUMERAL_ARABIC | NUMERAL_CHINESE | NUMERAL_ROMAN | NUMERAL_LETTER, 0, "" },
};

static void
test_case(gconstpointer data)
{
    const Case *self = data;
    gint64 value = 0;
    gsize length = numeral_read(self->text, self->text + strlen(self->text), self->systems, &value);

    g_assert_cmpstr(self->text + length, ==, self->rest);
    if (length > 0)
        g_assert_cmpint(value, ==, self->value);
}

/* Writes @number below 10,000 the everyday way: 一千零二十. */
static void
write_chinese(gint number, GString *text)
{
    static const char *const digits[] = {
        "零", "一", "二", "三", "四", "五", "六", "七", "八", "九"
    };
    static const struct {
        gint value;
        const char *sign;
    } units[] = { { 1000, "千" }, { 100, "百" }, { 10, "十" }, { 1, "" } };
    gboolean zero = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        gint digit = number / units[i].value % 10;

        if (digit == 0) {
            zero = text->len > 0;
            continue;
        }
        if (zero)
            g_string_append(text, digits[0]);
        zero = FALSE;
        g_string_append_printf(text, "%s%s", digits[digit], units[i].sign);
    }
}

static void
test_chinese_round_trip(void)
{
    for (gint number = 1; number < 10000; number++) {
        g_autoptr(GString) text = g_string_new(NULL);
        gint64 value = 0;

        write_chinese(number, text);
        g_assert_cmpuint(numeral_read(text->str, text->str + text->len, NUMERAL_CHINESE, &value),
                         ==, text->len);
        g_assert_cmpint(value, ==, number);
    }
}

typedef struct {
    gunichar first, second;
    gboolean found;
} Wanted;

static void
look_for(gunichar first, gunichar second, gpointer data)
{
    Wanted *wanted = data;

    wanted->found |= first == wanted->first && (second == 0 || second == wanted->second);
}

/* What numeral_read() reads, numeral_begin() must have announced: the finder relies on it. */
static void
test_beginnings(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *text = cases[i].text;
        Wanted wanted = { 0 };

        if (strlen(text) == strlen(cases[i].rest))
            continue;
        wanted.first = g_utf8_get_char(text);
        wanted.second = (guchar) *g_utf8_next_char(text);
        if (wanted.second == 0)
            wanted.second = ' ';
        numeral_begin(cases[i].systems, look_for, &wanted);
        if (wanted.second < 128 && !wanted.found)
            g_test_fail_printf("nothing begins like '%s'", text);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/sections/numerals/%" G_GSIZE_FORMAT, i);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/sections/numerals/chinese-round-trip", test_chinese_round_trip);
    g_test_add_func("/sections/numerals/beginnings", test_beginnings);
    return g_test_run();
}
