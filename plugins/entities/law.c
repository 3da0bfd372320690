/* law.c - references to laws and their articles.
 *
 * 《环境保护法》第十二条第一款, 第十二条, § 5 Abs. 2 Nr. 1 BGB, Article 12(3), Section 4.2. The
 * value of an article is its number with what is below it: "12.1" for 第十二条第一款, "5.2.1" for §
 * 5 Abs. 2 Nr. 1.
 */
#include "entity.h"

#include <string.h>

static const char *
append_number(const Source *source, const char *at, Entity *entity)
{
    MillNumber number;
    gsize used = mill_number_read(at, source->end, MILL_NUMBER_NO_SCALE, &number);

    if (used == 0 || !number.is_integer)
        return NULL;

    gsize length = strlen(entity->value);

    g_snprintf(entity->value + length, sizeof entity->value - length, "%s%" G_GINT64_FORMAT,
               length > 0 ? "." : "", number.integer);
    if (!entity->has_number) {
        entity->number = entity->number_max = (double) number.integer;
        entity->has_number = TRUE;
    }
    return at + used;
}

/* --- Chinese -------------------------------------------------------------------------------- */

/* 第十二条[之一][第一款][第（二）项] */
static const char *
read_zh_article(const Source *source, const char *at, Entity *entity)
{
    static const char *const units[] = { "条", "條", NULL };
    static const char *const parts[] = { "款", "项", "項", "目", NULL };
    const char *from = take(source, at, "第");
    const char *next = from ? append_number(source, skip_blanks(source, from), entity) : NULL;

    next = next ? take_any(source, skip_blanks(source, next), units) : NULL;
    if (!next)
        return NULL;
    if (take(source, next, "之")) {
        MillNumber number;
        const char *suffix = take(source, next, "之");
        gsize used = mill_number_read(suffix, source->end, MILL_NUMBER_NO_SCALE, &number);

        if (used > 0 && number.is_integer) {
            gsize length = strlen(entity->value);

            g_snprintf(entity->value + length, sizeof entity->value - length, "-%" G_GINT64_FORMAT,
                       number.integer);
            next = suffix + used;
        }
    }
    for (;;) {
        const char *part = take(source, next, "第");
        const char *open =
            part ? take_any(source, part, (const char *const[]){ "（", "(", NULL }) : NULL;
        gsize length = strlen(entity->value);

        part = part ? append_number(source, open ? open : part, entity) : NULL;
        if (part && open)
            part = take_any(source, part, (const char *const[]){ "）", ")", NULL });
        part = part ? take_any(source, part, parts) : NULL;
        if (!part) {
            entity->value[length] = '\0';
            return next;
        }
        next = part;
    }
}

static gboolean
is_law_name(const char *name, gsize length)
{
    static const char *const endings[] = {
        "法",   "法典", "条例", "規定", "规定", "办法", "辦法", "细则",
        "决定", "规则", "章程", "通则", "公约", "解释", "准则", "意见",
        "通知", "规划", "纲要", "標準", "标准", "法律", "条约", "議定書",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        gsize ending = strlen(endings[i]);

        if (length > ending && memcmp(name + length - ending, endings[i], ending) == 0)
            return TRUE;
    }
    return FALSE;
}

/* 《name》, and an article behind it. */
static gsize
read_zh_law(const Source *source, const char *at, Entity *entity)
{
    const char *name = take(source, at, "《");
    gsize room = name ? MIN((gsize) (source->end - name), 240) : 0;
    const char *close = name ? g_strstr_len(name, (gssize) room, "》") : NULL;

    if (!close || memchr(name, '\n', (gsize) (close - name)))
        return 0;

    gsize length = (gsize) (close - name);
    gsize judged = length;
    const char *bracket = g_strstr_len(name, (gssize) length, "（");

    /* 《…办法（试行）》 */
    if (bracket && bracket > name && memcmp(close - 3, "）", 3) == 0)
        judged = (gsize) (bracket - name);
    if (!is_law_name(name, judged))
        return 0;

    const char *next = close + strlen("》");
    const char *article = read_zh_article(source, next, entity);

    entity->kind = article ? KIND_ARTICLE : KIND_LAW;
    if (article)
        entity->law = (MillSpan){ (gsize) (name - source->text), (gsize) (close - source->text) };
    else
        g_snprintf(entity->value, sizeof entity->value, "%.*s", (int) length, name);
    return (gsize) ((article ? article : next) - at);
}

/* --- German and English ----------------------------------------------------------------------- */

static gsize
read_de_paragraph(const Source *source, const char *at, Entity *entity)
{
    static const char *const parts[] = { "Abs.", "Absatz", "Satz", "S.", "Nr.", "Nummer", NULL };
    const char *next = take(source, at, "§");

    if (next && take(source, next, "§"))
        next = take(source, next, "§");
    next = next ? append_number(source, skip_blanks(source, next), entity) : NULL;
    if (!next)
        return 0;
    if (next < source->end && g_ascii_islower(*next) && !is_word_byte(source, next + 1)) {
        gsize length = strlen(entity->value); /* § 5a */

        g_snprintf(entity->value + length, sizeof entity->value - length, "%c", *next++);
    }
    for (;;) {
        const char *part = take_any(source, skip_blanks(source, next), parts);

        part = part ? append_number(source, skip_blanks(source, part), entity) : NULL;
        if (!part)
            break;
        next = part;
    }

    /* The law's short name: BGB, GewO, SGB. */
    const char *law = skip_blanks(source, next);
    const char *end = law;
    guint capitals = 0;

    while (end < source->end && g_ascii_isalpha(*end))
        capitals += g_ascii_isupper(*end++) ? 1 : 0;
    if (law > next && capitals >= 2 && end - law <= 12) {
        entity->law = (MillSpan){ (gsize) (law - source->text), (gsize) (end - source->text) };
        next = end;
    }
    entity->kind = KIND_ARTICLE;
    return (gsize) (next - at);
}

static gsize
read_en_article(const Source *source, const char *at, Entity *entity)
{
    static const char *const words[] = { "Article ", "Art. ", "Section ", "Sec. ", NULL };
    const char *next = take_any(source, at, words);

    if (!next || next >= source->end || !g_ascii_isdigit(*next))
        return 0;

    const char *number = next;

    while (next < source->end &&
           (g_ascii_isdigit(*next) || (*next == '.' && is_word_byte(source, next + 1))))
        next++;
    while (next < source->end && *next == '(') {
        const char *close = memchr(next, ')', MIN((gsize) (source->end - next), 6));

        if (!close || close == next + 1 || !g_ascii_isalnum(next[1]))
            break;
        next = close + 1;
    }
    entity->kind = KIND_ARTICLE;
    entity->has_number = TRUE;
    entity->number = entity->number_max = g_ascii_strtod(number, NULL);
    g_snprintf(entity->value, sizeof entity->value, "%.*s", (int) (next - number), number);
    return (gsize) (next - at);
}

gsize
read_law(const Source *source, const char *at, Entity *entity)
{
    const char *article;
    gsize used = read_zh_law(source, at, entity);

    if (used > 0)
        return used;
    entity->value[0] = '\0';
    entity->has_number = FALSE;
    /* At the start of a line, 第十二条 is the article's own heading. */
    if (at > source->text && at[-1] != '\n' && (article = read_zh_article(source, at, entity))) {
        entity->kind = KIND_ARTICLE;
        return (gsize) (article - at);
    }
    entity->value[0] = '\0';
    entity->has_number = FALSE;
    used = read_de_paragraph(source, at, entity);
    return used > 0 ? used : read_en_article(source, at, entity);
}
