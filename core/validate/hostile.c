/* hostile.c - documents that steps stumble over. */
#include "validate/hostile.h"

#include <string.h>

#define HOSTILE_HUGE      (2 * 1024 * 1024) /* bytes */
#define HOSTILE_CUTS      8
#define HOSTILE_DAMAGES   4
#define HOSTILE_SEED      20260401
#define HOSTILE_FILE_MANY (256 * 1024) /* larger files are not cut and damaged */

#define ALL_LAYERS (MILL_HOSTILE_LAYERS | MILL_HOSTILE_METADATA)

/* A @text and how often it is repeated. @length is 0 for a text without NULs. */
typedef struct {
    const char *name;
    const char *text;
    gsize length;
    guint times;
    guint flags;
} Recipe;

static const char prose[] =
    "# A plan for the valley\n"
    "\n"
    "By 2030, at least 45% of the valley's power comes from wind and water. See section 2.1.\n"
    "The mill <b>turns</b>; its owner said: \"Write to miller@example.org, or to 12 Mill Lane.\"\n"
    "\n"
    "## 1. Power\n"
    "\n"
    "- wind: 1,200 turbines, 3.5 GW\n"
    "- water: 14 dams (see Table 2)\n"
    "\n"
    "第一章 总则\n"
    "第一条 到2025年，空气质量优良天数比率达到73%左右，PM2.5浓度下降到43微克/立方米左右。\n"
    "（一）发展智慧能源。以下简称“能源”。见第二章。\n"
    "专栏1 重点工程\n"
    "Ünïcödé — naïve café, Straße, ﬁne; עברית, العربية, हिन्दी, ไทย, 한국어, 日本語.\n"
    "\n";

static const Recipe recipes[] = {
    { "empty", "", 0, 1, 0 },
    { "empty, annotated", "", 0, 1, ALL_LAYERS },
    { "one letter", "a", 0, 1, 0 },
    { "one ideograph", "中", 0, 1, MILL_HOSTILE_LAYERS },
    { "one emoji", "😀", 0, 1, MILL_HOSTILE_LAYERS },
    { "one newline", "\n", 0, 1, MILL_HOSTILE_LAYERS },
    { "blanks", " \t\n", 0, 1000, 0 },
    { "NUL", "\0", 1, 1, 0 },
    { "NULs within", "first\0line\nsecond\0", 18, 3, MILL_HOSTILE_LAYERS },
    { "control characters",
      "\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x10\x1b[31m\x1f\x7f\xc2\x80\xc2\x85\xc2\x9f",
      0, 20, 0 },
    { "carriage returns", "one\rtwo\r\nthree\n\rfour\r", 0, 50, MILL_HOSTILE_LAYERS },
    { "no newline at the end", "a line\nand one that does not end", 0, 1, 0 },
    { "newlines of all kinds",
      "a\xe2\x80\xa8"
      "b\xe2\x80\xa9"
      "c\xc2\x85"
      "d\x0b"
      "e\x0c"
      "f\r\n",
      0, 20, 0 },
    { "byte order marks", "\xef\xbb\xbftext\xef\xbb\xbf\n", 0, 3, 0 },
    { "private use and noncharacters",
      "\xee\x80\x80\xef\xbf\xbe\xef\xbf\xbf\xf4\x8f\xbf\xbf\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbd", 0,
      10, MILL_HOSTILE_LAYERS },
    { "combining marks", "e\xcc\x81\xcc\xa7\xcc\x8a\xcd\xa0", 0, 200, MILL_HOSTILE_LAYERS },
    { "marks without a letter", "\xcc\x81\xcc\x82\xe2\x80\x8d\xef\xb8\x8f", 0, 50, 0 },
    { "emoji families", "👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇩🇪1️⃣", 0, 50,
      MILL_HOSTILE_LAYERS },
    { "Hangul letters", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xe1\x84\x80\xe1\x85\xb3\xe1\x86\xaf",
      0, 50, 0 },
    { "right to left",
      "\xe2\x80\xae"
      "abc\xe2\x80\xac שלום \xe2\x81\xa6 مرحبا \xe2\x81\xa9\n",
      0, 50, 0 },
    { "zero width",
      "a\xe2\x80\x8b"
      "b\xe2\x80\x8c"
      "c\xc2\xad"
      "d\xef\xbb\xbf"
      "e\xe2\x81\xa0\n",
      0, 50, 0 },
    { "full width", "ＡＢＣ１２３，．！？　（）％￥\n", 0, 50, 0 },
    { "rare ideographs", "𠀀𪜶𰻝㐀龥豈", 0, 50, MILL_HOSTILE_LAYERS },
    { "case that changes length", "ßŉǰΐΰև ẖẗẘẙẚ ﬀﬁﬂﬃ İıſK", 0, 20, 0 },
    { "one long line", "word 词语, ", 0, 20000, 0 },
    { "one long word", "a", 0, 200000, 0 },
    { "many short lines", "x\n", 0, 30000, 0 },
    { "opening brackets", "([{（【《「<", 0, 5000, 0 },
    { "closing brackets", ")]}）】》」>", 0, 2000, 0 },
    { "hashes", "#", 0, 20000, 0 },
    { "headings alone", "# 1\n## 1.1\n### 1.1.1\n第一章\n第一节\n第一条\n", 0, 200, 0 },
    { "digits", "1234567890", 0, 10000, 0 },
    { "Chinese numerals", "一百二十三亿四千万零五点六七", 0, 500, 0 },
    { "markup", "<p title='a\"b'>&amp;&#x41;]]><!-- --></p><script>\"'`</script>\n", 0, 100, 0 },
    { "what data formats treat specially",
      "=1+1,\"a\"\"b\";'c'\t\\n\\\\%00{\"k\":[null]}\n---\nkey: [x\n\xe2\x80\xa8", 0, 50,
      MILL_HOSTILE_LAYERS },
    { "addresses", "a@b.c, <a.b+c@d-e.example>, @, a@, @b, http://[::1]:80/?q=a@b#c\n", 0, 100, 0 },
    { "patterns", "(a+)+$ .*?[^]] \\Q\\E %s%n%d ${HOME} $(id) `id`\n", 0, 50, 0 },
    { "prose", prose, 0, 4, MILL_HOSTILE_TYPICAL },
    { "prose, edited before", prose, 0, 1, MILL_HOSTILE_EDITED | MILL_HOSTILE_LAYERS },
    { "prose, annotated", prose, 0, 1, ALL_LAYERS },
    { "prose, annotated oddly", prose, 0, 1, MILL_HOSTILE_LAYERS | MILL_HOSTILE_ODD },
    { "prose, many annotations", prose, 0, 20, MILL_HOSTILE_LAYERS | MILL_HOSTILE_MANY },
    { "prose, deep metadata", prose, 0, 1, MILL_HOSTILE_METADATA },
    { "prose, an id that is no file name", prose, 0, 1, MILL_HOSTILE_NAME },
    { "huge", prose, 0, HOSTILE_HUGE / sizeof prose, 0 },
    /* Bytes that are no UTF-8. */
    { "not UTF-8", "caf\xe9 \xff\xfe\xc0\x80\xed\xa0\x80\xf5\x80\x80\x80\n", 0, 50,
      MILL_HOSTILE_BYTES },
    { "cut inside a character", "text \xe4\xb8", 0, 1, MILL_HOSTILE_BYTES },
    { "UTF-16, little endian", "\xff\xfet\0e\0x\0t\0\x2d\x4e\n\0", 14, 1, MILL_HOSTILE_BYTES },
    { "UTF-16, big endian", "\xfe\xff\0t\0e\0x\0t\x4e\x2d\0\n", 14, 1, MILL_HOSTILE_BYTES },
    { "UTF-16, half a character", "\xff\xfe\x3d\xd8t", 5, 1, MILL_HOSTILE_BYTES },
    { "UTF-32", "\xff\xfe\0\0t\0\0\0", 8, 1, MILL_HOSTILE_BYTES },
    { "GB18030", "\xd6\xd0\xce\xc4\x81\x30\x81\x30\xb5\xda\xd2\xbb\xd5\xc2\n", 0, 20,
      MILL_HOSTILE_BYTES },
    { "Shift JIS", "\x93\xfa\x96\x7b\x8c\xea\x82\xcc\x83\x65\x83\x4c\x83\x58\x83\x67\n", 0, 20,
      MILL_HOSTILE_BYTES },
    { "zeros", "\0", 1, 100000, MILL_HOSTILE_BYTES },
    { "PDF", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Length 5 >>\nstream\n", 0, 1,
      MILL_HOSTILE_BYTES },
    { "ZIP", "PK\x03\x04\x14\0\0\0\x08\0\xff\xff\xff\xff\xff\xff\xff\xff", 18, 1,
      MILL_HOSTILE_BYTES },
    { "program", "\177ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0", 20, 1, MILL_HOSTILE_BYTES },
    { "HTML", "<!doctype html><html><head><meta charset=big5><title>a<body><p>b<table><td>c", 0, 1,
      MILL_HOSTILE_BYTES },
    { "HTML, deep", "<div><b><table>", 0, 5000, MILL_HOSTILE_BYTES },
    { "mail",
      "From: a@b.example\r\nSubject: =?utf-8?Q?caf=C3=A9?=\r\nContent-Type: multipart/mixed; "
      "boundary=x\r\n\r\n--x\r\n\r\nbody\r\n--x",
      0, 1, MILL_HOSTILE_BYTES },
    { "JSON", "{\"text\": \"a\\ud800\", \"n\": 1e999, \"a\": [[[[{}]]]]", 0, 1,
      MILL_HOSTILE_BYTES },
};

static void
hostile_free(gpointer data)
{
    MillHostile *item = data;

    g_free(item->name);
    g_bytes_unref(item->bytes);
    g_free(item);
}

static void
hostile_add(GPtrArray *list, const char *name, GBytes *bytes, guint flags)
{
    MillHostile *item = g_new(MillHostile, 1);

    *item = (MillHostile){ .name = g_strdup(name), .bytes = bytes, .flags = flags };
    g_ptr_array_add(list, item);
}

static GBytes *
hostile_repeat(const char *text, gsize length, guint times)
{
    GString *all = g_string_sized_new(length * times);

    for (guint i = 0; i < times; i++)
        g_string_append_len(all, text, (gssize) length);
    return g_string_free_to_bytes(all);
}

/* Bytes of every value in any order. */
static GBytes *
hostile_noise(gsize length)
{
    GRand *random = g_rand_new_with_seed(HOSTILE_SEED);
    GByteArray *noise = g_byte_array_sized_new((guint) length);

    for (gsize i = 0; i < length; i++) {
        guint8 byte = (guint8) g_rand_int_range(random, 0, 256);

        g_byte_array_append(noise, &byte, 1);
    }
    g_rand_free(random);
    return g_byte_array_free_to_bytes(noise);
}

GPtrArray *
mill_hostile_list(gboolean all)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(hostile_free);

    for (gsize i = 0; all && i < G_N_ELEMENTS(recipes); i++) {
        const Recipe *recipe = &recipes[i];
        gsize length = recipe->length > 0 ? recipe->length : strlen(recipe->text);

        hostile_add(list, recipe->name, hostile_repeat(recipe->text, length, recipe->times),
                    recipe->flags);
    }
    if (all)
        hostile_add(list, "noise", hostile_noise(20000), MILL_HOSTILE_BYTES);
    return list;
}

static GBytes *
hostile_damage(GBytes *bytes, GRand *random)
{
    gsize length;
    const guint8 *data = g_bytes_get_data(bytes, &length);
    guint8 *damaged = g_memdup2(data, length);

    for (gsize i = 0; i < 1 + length / 100; i++)
        damaged[g_rand_int_range(random, 0, (gint32) length)] =
            (guint8) g_rand_int_range(random, 0, 256);
    return g_bytes_new_take(damaged, length);
}

/* Readers of formats are best tested by files of their format that are not quite right. */
static void
hostile_add_spoiled(GPtrArray *list, const char *name, GBytes *bytes)
{
    gsize length = g_bytes_get_size(bytes);
    GRand *random = g_rand_new_with_seed(HOSTILE_SEED);

    for (guint i = 1; i <= HOSTILE_CUTS; i++) {
        gsize cut = length * i / (HOSTILE_CUTS + 1);
        g_autofree char *own =
            g_strdup_printf("%s, cut after %" G_GSIZE_FORMAT " bytes", name, cut);

        hostile_add(list, own, g_bytes_new_from_bytes(bytes, 0, cut), MILL_HOSTILE_BYTES);
    }
    for (guint i = 1; i <= HOSTILE_DAMAGES; i++) {
        g_autofree char *own = g_strdup_printf("%s, damaged (%u)", name, i);

        hostile_add(list, own, hostile_damage(bytes, random), MILL_HOSTILE_BYTES);
    }
    g_rand_free(random);
}

gboolean
mill_hostile_add_file(GPtrArray *list, const char *path, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autofree char *name = g_filename_display_basename(path);
    char *contents;
    gsize length;

    if (!g_file_get_contents(path, &contents, &length, &reason)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s", reason->message);
        return FALSE;
    }
    GBytes *bytes = g_bytes_new_take(contents, length);
    gboolean text = mill_utf8_valid_prefix(contents, length) == length;

    hostile_add(list, name, bytes, text ? MILL_HOSTILE_LAYERS : MILL_HOSTILE_BYTES);
    if (length > 0 && length <= HOSTILE_FILE_MANY)
        hostile_add_spoiled(list, name, bytes);
    return TRUE;
}
