/* Numbers and dates as people write them: tables of texts, what is read and how much of it. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <textmill/number.h>

typedef struct {
    const char *text;
    guint flags;
    double value;
    const char *rest; /* what is left behind the number; NULL: there is none to read */
} NumberCase;

static const NumberCase numbers[] = {
    { "12", 0, 12, "" },
    { "12.", 0, 12, "." },
    { "1,234.5 t", 0, 1234.5, " t" },
    { "1,234,567", 0, 1234567, "" },
    { "1,23", 0, 1, ",23" },
    { "1,5 t", MILL_NUMBER_DECIMAL_COMMA, 1.5, " t" },
    { "1,2345", 0, 1, ",2345" },
    { "1.234", 0, 1.234, "" },
    { "1.234.567", 0, 1234567, "" },
    { "1.234,5", 0, 1234.5, "" },
    { "1\302\240234\302\240567", 0, 1234567, "" },
    { "1\302\240234,5 t", 0, 1234.5, " t" },
    { "1\342\200\257234\342\200\257567,25", 0, 1234567.25, "" },
    { "1\342\200\257234, 5", 0, 1234, ", 5" },
    { "1'234.5", 0, 1234.5, "" },
    { "1,234,5", 0, 1234, ",5" },
    { "1.2.3", 0, 1.2, ".3" },
    { "２０２５年", 0, 2025, "年" },
    { "97%", 0, 97, "%" },
    { "1.2万亿元", 0, 1.2e12, "元" },
    { "1.2 万元", 0, 12000, "元" },
    { "3亿", MILL_NUMBER_NO_SCALE, 3, "亿" },
    { "3亿5000万元", 0, 350000000, "元" },
    { "12万3千人", 0, 123000, "人" },
    { "1万2000元", 0, 12000, "元" },
    { "1万2", 0, 10000, "2" },
    { "3万5亿", 0, 30000, "5亿" },
    { "3亿5000", 0, 300000000, "5000" },
    { "5万2千米", 0, 50000, "2千米" },
    { "3亿5000万", MILL_NUMBER_NO_SCALE, 3, "亿5000万" },
    { "1.234 t", MILL_NUMBER_EUROPEAN, 1234, " t" },
    { "1.234.567,8", MILL_NUMBER_EUROPEAN, 1234567.8, "" },
    { "1,234", MILL_NUMBER_EUROPEAN, 1.234, "" },
    { "1.5", MILL_NUMBER_EUROPEAN, 1.5, "" },
    { "1.234.5", MILL_NUMBER_EUROPEAN, 1234, ".5" },
    { "12345,6", MILL_NUMBER_EUROPEAN, 12345.6, "" },
    { "1\302\240234,5 t", MILL_NUMBER_EUROPEAN, 1234.5, " t" },
    { "1,5万", MILL_NUMBER_EUROPEAN, 15000, "" },
    { "12.", MILL_NUMBER_EUROPEAN, 12, "." },
    { "5千米", 0, 5, "千米" },
    { "5千人", 0, 5000, "人" },
    { "300万千瓦", 0, 3000000, "千瓦" },
    { "十二个", 0, 12, "个" },
    { "二十", 0, 20, "" },
    { "廿一", 0, 21, "" },
    { "一百二十三", 0, 123, "" },
    { "一百二", 0, 120, "" },
    { "一百零二", 0, 102, "" },
    { "一千零五十", 0, 1050, "" },
    { "三万五", 0, 35000, "" },
    { "三万五千", 0, 35000, "" },
    { "一亿二千万", 0, 120000000, "" },
    { "二〇二五年", 0, 2025, "年" },
    { "一九九八", 0, 1998, "" },
    { "三点五", 0, 3.5, "" },
    { "三点", 0, 3, "点" },
    { "两千", 0, 2000, "" },
    { "壹佰贰拾", 0, 120, "" },
    { "百", 0, 100, "" },
    { "万", 0, 0, NULL },
    { "十二", MILL_NUMBER_DIGITS_ONLY, 0, NULL },
    { "", 0, 0, NULL },
    { "x1", 0, 0, NULL },
};

static void
test_numbers(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        const NumberCase *it = &numbers[i];
        MillNumber number = { 0 };
        gsize used = mill_number_read(it->text, it->text + strlen(it->text), it->flags, &number);

        g_test_message("number %" G_GSIZE_FORMAT, i);
        if (!it->rest) {
            g_assert_cmpuint(used, ==, 0);
            continue;
        }
        g_assert_cmpstr(it->text + used, ==, it->rest);
        g_assert_cmpfloat_with_epsilon(number.value, it->value, 1e-9 * (it->value + 1));
    }
}

static void
test_integers(void)
{
    MillNumber number;

    g_assert_cmpuint(mill_number_read("12", "12" + 2, 0, &number), >, 0);
    g_assert_true(number.is_integer);
    g_assert_cmpint(number.integer, ==, 12);

    const char *half = "0.5";

    g_assert_cmpuint(mill_number_read(half, half + 3, 0, &number), ==, 3);
    g_assert_false(number.is_integer);
}

static const struct {
    const char *text;
    const char *date; /* ISO 8601; NULL: there is none to read */
    const char *rest;
} dates[] = {
    { "2021-02-10 09:53", "2021-02-10", " 09:53" },
    { "2021/2/10", "2021-02-10", "" },
    { "2021.2.10.", "2021-02-10", "." },
    { "2021-02-30", NULL, NULL },
    { "2020-02-29", "2020-02-29", "" },
    { "2021-02-101", NULL, NULL },
    { "2021年", "2021", "" },
    { "2021年2月", "2021-02", "" },
    { "2021年2月10日起", "2021-02-10", "起" },
    { "2021 年 2 月 10 号", "2021-02-10", "" },
    { "二〇二五年三月", "2025-03", "" },
    { "二〇二五年十二月三十一日", "2025-12-31", "" },
    { "２０２５年３月", "2025-03", "" },
    { "令和3年4月1日", "2021-04-01", "" },
    { "令和元年", "2019", "" },
    { "25年", NULL, NULL },
    { "10.2.2021", "2021-02-10", "" },
    { "31/12/2020", "2020-12-31", "" },
    { "12/31/2020", "2020-12-31", "" },
    { "3/4/2021", NULL, NULL },
    { "Feb 10, 2021.", "2021-02-10", "." },
    { "February 10th, 2021", "2021-02-10", "" },
    { "Feb. 2021", "2021-02", "" },
    { "10 February 2021", "2021-02-10", "" },
    { "1st of May 2020", "2020-05-01", "" },
    { "10. Februar 2021", "2021-02-10", "" },
    { "1er mars 2021", "2021-03-01", "" },
    { "3 de mayo de 2021", "2021-05-03", "" },
    { "March of 2021", NULL, NULL },
    { "Marching 2021", NULL, NULL },
    { "1.2.3", NULL, NULL },
    { "", NULL, NULL },
};

static void
test_dates(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
        MillDate date;
        char iso[16];
        gsize used = mill_date_read(dates[i].text, dates[i].text + strlen(dates[i].text), &date);

        g_test_message("date %" G_GSIZE_FORMAT, i);
        if (!dates[i].date) {
            g_assert_cmpuint(used, ==, 0);
            continue;
        }
        g_assert_cmpuint(used, >, 0);
        g_assert_cmpstr(mill_date_format(&date, iso), ==, dates[i].date);
        g_assert_cmpstr(dates[i].text + used, ==, dates[i].rest);
    }
}

/* A text that ends in the middle of anything is read up to there and not past it. */
static void
test_stops_at_end(void)
{
    static const char *const texts[] = { "1,234.5万亿", "二〇二五年十二月三十一日",
                                         "10. Februar 2021", "令和元年" };

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        for (gsize length = 0; length <= strlen(texts[i]); length++) {
            g_autofree char *exact = g_memdup2(texts[i], MAX(length, 1));
            MillNumber number;
            MillDate date;

            g_assert_cmpuint(mill_number_read(exact, exact + length, 0, &number), <=, length);
            g_assert_cmpuint(mill_date_read(exact, exact + length, &date), <=, length);
        }
}

/* Digits behind the end are none of the date's. */
static void
test_ends_within_digits(void)
{
    const char *text = "2021-02-101";
    MillDate date;

    g_assert_cmpuint(mill_date_read(text, text + 9, &date), ==, 9);
    g_assert_cmpint(date.day, ==, 1);
    g_assert_cmpuint(mill_date_read(text, text + 10, &date), ==, 10);
    g_assert_cmpint(date.day, ==, 10);
}

/* Runs of which a number could be, and what stands at their beginning. */
static const char *const endless[] = { "1",  "１",   "1.",    "111,", "111.",   "111'", "千",
                                       "十", "一百", "1亿万", "一",   "三点五", "一万", "零" };

/* However long a run is, no more than a few hundred bytes of it are looked at, or many numbers in a
 * row would cost the square of their length. The text claims to go on where there is no memory. */
static void
test_looks_no_further(void)
{
    gsize page = (gsize) sysconf(_SC_PAGESIZE);
    char *text = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    g_assert_true(text != MAP_FAILED);
    for (gsize i = 0; i < G_N_ELEMENTS(endless); i++) {
        gsize length = strlen(endless[i]);
        MillNumber number;
        MillDate date;

        g_test_message("run of %s", endless[i]);
        g_assert_cmpint(mprotect(text + page, page, PROT_READ | PROT_WRITE), ==, 0);
        for (gsize at = 0; at + length <= 2 * page; at += length)
            memcpy(text + at, endless[i], length);
        g_assert_cmpint(mprotect(text + page, page, PROT_NONE), ==, 0);
        mill_number_read(text, text + 2 * page, 0, &number);
        mill_number_read(text, text + 2 * page, MILL_NUMBER_DECIMAL_COMMA, &number);
        mill_number_read(text, text + 2 * page, MILL_NUMBER_NO_SCALE, &number);
        mill_date_read(text, text + 2 * page, &date);
    }
    munmap(text, 2 * page);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/number/numbers", test_numbers);
    g_test_add_func("/number/integers", test_integers);
    g_test_add_func("/number/dates", test_dates);
    g_test_add_func("/number/stops-at-end", test_stops_at_end);
    g_test_add_func("/number/ends-within-digits", test_ends_within_digits);
    g_test_add_func("/number/looks-no-further", test_looks_no_further);
    return g_test_run();
}
