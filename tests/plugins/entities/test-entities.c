/* What is found in a text: a table of texts, each with its entities as `kind[span]=…`. */
#include "chain.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *text;
    const char *entities;
} Case;

static const Case cases[] = {
    { "none", "没有数字的一句话。", "" },
    { "date-zh", "自2021年2月10日起施行", "date[2021年2月10日]=2021-02-10" },
    { "date-han", "二〇二五年三月", "date[二〇二五年三月]=2025-03" },
    { "date-clock", "2021-02-10 09:53来源", "date[2021-02-10 09:53]=2021-02-10T09:53:00" },
    { "date-en", "on Feb 10, 2021.", "date[Feb 10, 2021]=2021-02-10" },
    { "date-de", "am 3. Oktober 1990", "date[3. Oktober 1990]=1990-10-03" },
    { "date-not-version", "version 1.2.3", "" },
    { "period-plan", "“十四五”时期", "period[“十四五”时期]=2021/2025" },
    { "period-plan-bare", "十三五期间", "period[十三五期间]=2016/2020" },
    { "period-not-plan", "“三五”成群", "" },
    { "period-years", "2021—2025年完成", "period[2021—2025年]=2021/2025" },
    { "period-two-years", "2021年至2025年", "period[2021年至2025年]=2021/2025" },
    { "money-zh", "投资1.2 万亿元", "money[1.2 万亿元]:1200000000000 CNY" },
    { "money-range", "10～20亿元", "money[10～20亿元]:1000000000-2000000000 CNY" },
    { "money-sign", "costs $3.5 million now", "money[$3.5 million]:3500000 USD" },
    { "money-euro", "1,5 Mio. Euro", "money[1,5 Mio. Euro]:1500000 EUR" },
    { "money-per", "每吨50元/吨", "money[50元/吨]:50 CNY/t" },
    { "percent", "达到97%以上", "percent[97%]:97 %" },
    { "percent-range", "10%–20% of", "percent[10%–20%]:10-20 %" },
    { "percent-spoken", "百分之九十七", "percent[百分之九十七]:97 %" },
    { "percent-points", "提高2.5个百分点", "percent[2.5个百分点]:2.5 pp" },
    { "percent-german", "um 3,5 % mehr", "percent[3,5 %]:3.5 %" },
    { "quantity-base", "43微克/立方米左右", "quantity[43微克/立方米]:43 µg/m³ =4.3e-08 kg/m³" },
    { "quantity-kilo", "300万千瓦", "quantity[300万千瓦]:3000000 kW =3000000000 W" },
    { "quantity-count", "建设40个左右", "quantity[40个]:40 个 =40 个" },
    { "quantity-latin", "a 5 km road", "quantity[5 km]:5 km =5000 m" },
    { "quantity-not-word", "5 kmh", "" },
    { "quantity-han", "十二所学校", "quantity[十二所]:12 所 =12 所" },
    { "quantity-not-ordinal", "第十四个 第3次", "" },
    { "quantity-not-caption", "图3 天津市 表2-1 个人所得 专栏17 吨位", "" },
    { "quantity-after-table", "发表3篇，附件40个",
      "quantity[3篇]:3 篇 =3 篇|quantity[40个]:40 个 =40 个" },
    { "quantity-not-lone-han", "一个目标", "" },
    { "not-in-word", "V5米 x2.5 米", "" },
    { "phone-mobile", "微信:13900001111 邮箱", "phone[13900001111]=13900001111" },
    { "phone-area", "电话022-12345678。", "phone[022-12345678]=02212345678" },
    { "phone-plus", "call +49 30 1234567 now", "phone[+49 30 1234567]=+49301234567" },
    { "phone-us", "(555) 010-4477", "phone[(555) 010-4477]=5550104477" },
    { "phone-not", "编号 1234567", "" },
    { "email", "写信到 Li.Na@Example.org。", "email[Li.Na@Example.org]=Li.Na@example.org" },
    { "email-digits", "139@example.cn", "email[139@example.cn]=139@example.cn" },
    { "email-not", "chen#example.com a@b", "" },
    { "url", "see https://example.org/a(b)?c=1.",
      "url[https://example.org/a(b)?c=1]=https://example.org/a(b)?c=1" },
    { "url-bracket", "(www.example.org)", "url[www.example.org]=http://www.example.org" },
    { "law", "依照《水法》办理", "law[《水法》]=水法" },
    { "law-trial", "《管理办法（试行）》", "law[《管理办法（试行）》]=管理办法（试行）" },
    { "law-not-novel", "《红楼》", "" },
    { "article-of-law", "《水法》第十二条第一款第（二）项",
      "article[《水法》第十二条第一款第（二）项]=12.1.2:12 of 水法" },
    { "article-alone", "依照第二十条之一处罚", "article[第二十条之一]=20-1:20" },
    { "article-heading", "第一条 为了", "" },
    { "article-de", "nach § 5a Abs. 2 Nr. 1 BGB gilt",
      "article[§ 5a Abs. 2 Nr. 1 BGB]=5a.2.1:5 of BGB" },
    { "article-en", "under Article 12(3) and Section 4.2.",
      "article[Article 12(3)]=12(3):12|article[Section 4.2]=4.2:4.2" },
    { "several", "到2025年达到97%", "date[2025年]=2025|percent[97%]:97 %" },
};

static void
append_double(GString *out, const char *before, double number)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append_printf(out, "%s%s", before,
                           g_ascii_formatd(buffer, sizeof buffer, "%.15g", number));
}

static void
append_row(GString *out, MillDocument *document, MillLayer *layer, gsize row)
{
    const char *text = mill_document_get_text(document, NULL);
    MillSpan span = mill_layer_get_span(layer, row);
    MillColumn number = mill_layer_find_column(layer, "number");
    MillColumn most = mill_layer_find_column(layer, "number_max");
    MillColumn base = mill_layer_find_column(layer, "base");
    const char *value =
        mill_layer_get_string(layer, row, mill_layer_find_column(layer, "value"), NULL);
    const char *unit =
        mill_layer_get_string(layer, row, mill_layer_find_column(layer, "unit"), NULL);
    const char *law = mill_layer_get_string(layer, row, mill_layer_find_column(layer, "law"), NULL);

    g_string_append_printf(
        out, "%s%s[%.*s]", row > 0 ? "|" : "",
        mill_layer_get_string(layer, row, mill_layer_find_column(layer, "kind"), NULL),
        (int) (span.end - span.start), text + span.start);
    if (value)
        g_string_append_printf(out, "=%s", value);
    if (mill_layer_has(layer, row, number))
        append_double(out, ":", mill_layer_get_double(layer, row, number));
    if (mill_layer_has(layer, row, most))
        append_double(out, "-", mill_layer_get_double(layer, row, most));
    if (unit)
        g_string_append_printf(out, " %s", unit);
    if (mill_layer_has(layer, row, base) && strcmp(unit, "CNY") && strcmp(unit, "USD") &&
        strcmp(unit, "EUR")) {
        append_double(out, " =", mill_layer_get_double(layer, row, base));
        g_string_append_printf(
            out, " %s",
            mill_layer_get_string(layer, row, mill_layer_find_column(layer, "base_unit"), NULL));
    }
    if (law)
        g_string_append_printf(out, " of %s", law);
}

static void
test_case(gconstpointer data)
{
    const Case *self = data;
    g_autoptr(MillPipeline) pipeline = chain_load("- use: entities");
    g_autoptr(MillDocument) document = chain_process(pipeline, self->text);
    MillLayer *layer = mill_document_get_layer(document, "entity");
    g_autoptr(GString) found = g_string_new(NULL);

    for (gsize row = 0; row < mill_layer_get_length(layer); row++)
        append_row(found, document, layer, row);
    g_assert_cmpstr(found->str, ==, self->entities);
}

static void
test_kinds(void)
{
    g_autoptr(MillPipeline) pipeline = chain_load("- use: entities\n  with: { kinds: [percent] }");
    g_autoptr(MillDocument) document = chain_process(pipeline, "到2025年达到97%");
    g_autofree char *spans = chain_join(document, "entity");

    g_assert_cmpstr(spans, ==, "97%");
}

static void
test_unknown_kind(void)
{
    g_autofree char *messages = chain_refuse("- use: entities\n  with: { kinds: [percents] }");

    g_assert_nonnull(strstr(messages, "percents"));
}

/* Pieces of entities in any order: nothing is read past the end, and spans ascend. */
static void
test_random(void)
{
    static const char *const pieces[] = {
        "2021", "年",      "-",  "02", "10", "“",  "十四五", "”",      "%",  "万",    "元",   "1",
        ",",    ".",       "《", "法", "》", "第", "条",     "§ ",     "5",  "Art. ", "$",    "@",
        "a",    "http://", "+",  "(",  ")",  " ",  "～",     "百分之", "千", "米",    "Feb ", "\n"
    };
    g_autoptr(MillPipeline) pipeline = chain_load("- use: entities");
    g_autoptr(GRand) random = g_rand_new_with_seed(20261124);

    for (guint round = 0; round < 4000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        gsize done = 0;

        for (gint n = g_rand_int_range(random, 0, 14); n > 0; n--)
            g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);

        g_autoptr(MillDocument) document = chain_process(pipeline, text->str);
        MillLayer *layer = mill_document_get_layer(document, "entity");

        for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
            MillSpan span = mill_layer_get_span(layer, row);

            g_assert_cmpuint(span.start, >=, done);
            g_assert_cmpuint(span.end, >, span.start);
            g_assert_cmpuint(span.end, <=, text->len);
            done = span.end;
        }
        g_assert_cmpuint(mill_document_get_n_diagnostics(document), ==, 0);
    }
}

/* Texts in which something could begin everywhere and nothing does: where the work for them grew
 * with the square of their length, each of these took minutes. */
static void
test_hostile(void)
{
    static const char *const pieces[] = {
        "a.", "a-",        "1a",   "a%",     "http://", "www.", "1",    "１",    "1'",     "111'",
        "千", "十",        "一百", "万",     "(",       "(1",   "《",   "第",    "第一款", "2021-",
        "1 ", "§ 5 Abs. ", "Jan ", "三点五", "“十",     "¥",    "a@b.", "1,111", "百分之"
    };
    g_autoptr(MillPipeline) pipeline = chain_load("- use: entities");

    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) text = g_string_new(NULL);

        while (text->len < 60000)
            g_string_append(text, pieces[i]);
        g_autoptr(MillDocument) document = chain_process(pipeline, text->str);

        g_assert_nonnull(mill_document_get_layer(document, "entity"));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/entities/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/entities/kinds", test_kinds);
    g_test_add_func("/entities/unknown-kind", test_unknown_kind);
    g_test_add_func("/entities/random", test_random);
    g_test_add_func("/entities/hostile", test_hostile);
    return g_test_run();
}
