/* sample.c - a small document with everything in it. */
#include "sample.h"

#include <string.h>

static MillSpan
sample_find(const MillDocument *document, const char *words)
{
    const char *text = mill_document_get_text(document, NULL);
    gsize start = (gsize) (strstr(text, words) - text);

    return (MillSpan){ start, start + strlen(words) };
}

static MillSpan
sample_span(const MillDocument *document, const char *from, const char *to)
{
    return (MillSpan){ sample_find(document, from).start, sample_find(document, to).end };
}

typedef struct {
    gint64 id, parent, level, number;
    const char *kind, *label, *title, *heading, *end;
} Section;

static void
sample_add_section(MillDocument *document, const Section *section)
{
    MillLayer *layer = mill_document_add_layer(document, "section");
    gsize row = mill_layer_add(layer, sample_span(document, section->heading, section->end));

    mill_layer_set_int(layer, row, mill_layer_add_column(layer, "id", MILL_TYPE_INT), section->id);
    if (section->parent)
        mill_layer_set_int(layer, row, mill_layer_add_column(layer, "parent", MILL_TYPE_INT),
                           section->parent);
    mill_layer_set_int(layer, row, mill_layer_add_column(layer, "level", MILL_TYPE_INT),
                       section->level);
    mill_layer_set_string(layer, row, mill_layer_add_column(layer, "kind", MILL_TYPE_STRING),
                          section->kind, -1);
    if (section->label)
        mill_layer_set_string(layer, row, mill_layer_add_column(layer, "label", MILL_TYPE_STRING),
                              section->label, -1);
    if (section->number)
        mill_layer_set_int(layer, row, mill_layer_add_column(layer, "number", MILL_TYPE_INT),
                           section->number);
    mill_layer_set_string(layer, row, mill_layer_add_column(layer, "title", MILL_TYPE_STRING),
                          section->title, -1);
    mill_layer_set_span_attribute(layer, row,
                                  mill_layer_add_column(layer, "heading", MILL_TYPE_SPAN),
                                  sample_find(document, section->heading));
}

static void
sample_add_term(MillDocument *document, const char *layer_name, const char *term,
                const char *second, const char *value)
{
    MillLayer *layer = mill_document_add_layer(document, layer_name);
    gsize row = mill_layer_add(layer, sample_find(document, term));

    mill_layer_set_string(layer, row, mill_layer_add_column(layer, "term", MILL_TYPE_STRING), term,
                          -1);
    mill_layer_set_string(layer, row, mill_layer_add_column(layer, second, MILL_TYPE_STRING), value,
                          -1);
    mill_layer_set_int(layer, row, mill_layer_add_column(layer, "section", MILL_TYPE_INT), 1);
}

static void
sample_add_record(MillDocument *document, const char *words, const char *unit)
{
    MillLayer *layer = mill_document_add_layer(document, "record.indicator");
    gsize row = mill_layer_add(layer, sample_find(document, words));

    mill_layer_set_double(layer, row, mill_layer_add_column(layer, "value", MILL_TYPE_DOUBLE),
                          40.5);
    mill_layer_set_string(layer, row, mill_layer_add_column(layer, "unit", MILL_TYPE_STRING), unit,
                          -1);
    mill_layer_set_bool(layer, row, mill_layer_add_column(layer, "about", MILL_TYPE_BOOL), TRUE);
    mill_layer_add_column(layer, "year", MILL_TYPE_INT); /* unset */
    mill_layer_set_span_attribute(layer, row, mill_layer_add_column(layer, "end", MILL_TYPE_SPAN),
                                  sample_find(document, words));
    mill_layer_sort(layer);
}

MillDocument *
sample_new(void)
{
    MillDocument *document = mill_document_new_text(
        "plans/east.txt", "第一章 总则\n\n😀风能与风能站点40.5个。\n\n专栏1 重点\n\n建站。\n", -1,
        NULL);
    MillValue *metadata = mill_document_get_metadata(document);
    g_autoptr(MillValue) keywords = mill_value_new_list();

    mill_document_set_meta_string(document, "title", "东岸规划");
    mill_document_set_encoding(document, "UTF-8");
    mill_value_append_string(keywords, "风能");
    mill_document_set_meta(document, "keywords", keywords);
    g_assert_nonnull(metadata);
    sample_add_section(
        document, &(Section){ 1, 0, 1, 1, "chapter", "第一章", "总则", "第一章 总则", "建站。" });
    sample_add_section(document,
                       &(Section){ 2, 1, 2, 1, "box", "专栏1", "重点", "专栏1 重点", "建站。" });
    sample_add_term(document, "tag", "风能", "category", "energy/wind");
    sample_add_term(document, "tag", "站点", "category", "facility");
    sample_add_record(document, "40.5个", "个");
    mill_document_diagnose(document, MILL_SEVERITY_NOTE, "sample", &(MillSpan){ 0, 9 },
                           "a \"note\"");
    return document;
}

MillDocument *
sample_new_hostile(void)
{
    MillDocument *document = mill_document_new_text(
        "a,b\"c.txt",
        "# not a heading\n\n=SUM(A1) </script> \xE2\x80\xA8 \x01 *a* _b_ [x](y) <b>\n- item\n1. one\n"
        "> quote\n```\n---\ntitle: x\n\n+1 @x \"q\", 'r'\n",
        -1, NULL);

    mill_document_set_meta_string(document, "title", "=cmd|' /C calc'!A0");
    mill_document_set_meta_string(document, "yes", "no\n---\n: \"x\"");
    sample_add_section(
        document, &(Section){ 1, 0, 1, 0, "section", NULL, "# *x* \"y\",\nz", "=SUM(A1)", "'r'" });
    sample_add_term(document, "tag", "@x", "category", "-a,b\"\n");
    sample_add_record(document, "+1", "\t=x");
    return document;
}

/* @text may hold NULs. */
static void
sample_mark(MillDocument *document, const char *name, MillSpan span, const char *term,
            const char *category)
{
    MillLayer *layer = mill_document_add_layer(document, name);
    gsize row = mill_layer_add(layer, span);

    mill_layer_set_string(layer, row, mill_layer_add_column(layer, "term", MILL_TYPE_STRING), term,
                          -1);
    mill_layer_set_string(layer, row, mill_layer_add_column(layer, "category", MILL_TYPE_STRING),
                          category, -1);
}

MillDocument *
sample_new_worst(void)
{
    static const char text[] = "I <!-- --> ]]> & \"q\" \xE2\x80\xAE" /* right-to-left override */
                               "evil\xE2\x80\xAC\n\n"
                               "one two three\r\nfour \0 \x0B \x1B \x7F \xC2\x85 "
                               "\xEF\xBF\xBE \xEF\xBF\xBF \xF0\x9F\x98\x80 five\n\n"
                               "II end\n\nsix | seven = \\ \t %s ${x} $(y) `z` 'a' {{ b }}\n";
    MillDocument *document =
        mill_document_new_text("../bad\nid \"<&>'\t%20#?\xE2\x80\xAE", text, sizeof text - 1, NULL);
    MillLayer *layer;

    mill_document_set_meta_string(document, "title", "]]> --> <script>\"'\n\x01\xE2\x80\xAE");
    mill_document_set_meta_string(document, "a key\n", "\x7F\xC2\x85");
    sample_add_section(document, &(Section){ 1, 0, 1, 1, "]]>\"\n", "I", "--> ]]>", "I ", "II" });
    sample_add_section(document, &(Section){ 2, 0, 1, 2, "section", "II", "end", "II end", "end" });
    sample_mark(document, "tag", (MillSpan){ 40, 47 }, "one two", "a/b");
    sample_mark(document, "tag", (MillSpan){ 44, 57 }, "two three four", "=c d");
    sample_mark(document, "tag", (MillSpan){ 48, 85 }, "\"]]>\x01\xE2\x80\xA8\xC2\x85\xE2\x80\xA9",
                "\xE2\x80\xAE");
    sample_mark(document, "tag", (MillSpan){ 44, 44 }, "", NULL);
    sample_mark(document, "tag", (MillSpan){ 0, sizeof text - 1 }, "all", "all");
    sample_mark(document, "odd name\n<\"", (MillSpan){ 44, 47 }, "x", "y");
    for (gsize i = 0; (layer = mill_document_get_layer_at(document, i)); i++)
        mill_layer_sort(layer);
    mill_document_diagnose(document, MILL_SEVERITY_ERROR, "x\"<", NULL, "]]>\n\x02");
    return document;
}

MillDocument *
sample_new_bare(void)
{
    return mill_document_new_text("bare.txt", "one\n\ntwo", -1, NULL);
}

MillDocument *
sample_new_words(void)
{
    static const char piece[] = "风能 and\t\"a b\"\r\nend\xE3\x80\x80of\n\nlines。😀 x\n";
    g_autoptr(GString) text = g_string_new(NULL);
    MillDocument *document;
    MillLayer *words;
    gsize middle;

    for (guint i = 0; i < 400; i++)
        g_string_append(text, piece);
    middle = text->len;
    for (guint i = 0; i < 120; i++)
        g_string_append(text, "a  b、");
    document = mill_document_new_text("words.txt", text->str, (gssize) text->len, NULL);
    words = mill_document_add_layer(document, "word");
    for (gsize at = middle; at < text->len; at += strlen("a  b、"))
        mill_layer_add(words, (MillSpan){ at + 2, at + 4 }); /* begins with a blank */
    for (gsize at = 0; at < middle; at += sizeof piece - 1) {
        static const MillSpan spans[] = {
            { 0, 6 },   /* 风能 */
            { 3, 10 },  /* begins inside of it */
            { 7, 11 },  /* and, with the tab; the rest of `"a` is in no word */
            { 14, 21 }, /* goes on behind the line: b"\r\nend */
            { 14, 19 }, { 19, 21 }, { 24, 24 }, { 36, 42 },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(spans); i++)
            mill_layer_add(words, (MillSpan){ at + spans[i].start, at + spans[i].end });
        sample_mark(document, "tag", (MillSpan){ at, at + 10 }, "x|y z", NULL);
    }
    mill_layer_sort(words);
    return document;
}
