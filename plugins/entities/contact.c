/* contact.c - web and mail addresses, telephone numbers. */
#include "entity.h"

#include <string.h>

/* --- web addresses (RFC 3986, as far as running text allows) --------------------------------- */

static gboolean
is_url_byte(char c)
{
    return g_ascii_isalnum(c) || (c != '\0' && strchr("-._~:/?#@!$&'()*+,;=%[]", c));
}

gsize
read_url(const Source *source, const char *at, Entity *entity)
{
    static const char *const schemes[] = { "https://", "http://", "ftp://", "www.", NULL };
    const char *host = take_any(source, at, schemes);
    const char *next = host;
    gint depth = 0;

    if (!host || at < source->memory->no_url)
        return 0;
    for (; next < source->end && is_url_byte(*next); next++) {
        depth += *next == '(' ? 1 : *next == ')' ? -1 : 0;
        if (depth < 0)
            break; /* the bracket that the address stands in */
    }

    const char *stop = next;

    while (next > host && strchr(".,;:!?'", next[-1]))
        next--;
    /* Who begins further on stops there too, or at a bracket before it. */
    if (!memchr(host, '.', (gsize) (next - host))) {
        source->memory->no_url = stop;
        return 0;
    }
    if (next - host < 3)
        return 0;
    entity->kind = KIND_URL;
    g_snprintf(entity->value, sizeof entity->value, "%s%.*s", *at == 'w' ? "http://" : "",
               (int) (next - at), at);
    return (gsize) (next - at);
}

/* --- mail addresses (the dot-atom form of RFC 5322) ------------------------------------------- */

static gboolean
is_local_byte(char c)
{
    return g_ascii_isalnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}

/* Where the domain at @domain ends; NULL if there is none with a dot and a name of letters behind.
 */
static const char *
read_domain(const Source *source, const char *domain)
{
    const char *next = domain;
    const char *last_dot = NULL;

    while (is_word_byte(source, next) || (next < source->end && (*next == '-' || *next == '.'))) {
        if (*next == '.')
            last_dot = next;
        next++;
    }
    while (next > domain && (next[-1] == '.' || next[-1] == '-'))
        next--;
    if (!last_dot || last_dot >= next)
        for (last_dot = next; last_dot > domain && *last_dot != '.';)
            last_dot--;
    if (last_dot <= domain || next - last_dot < 3 || !g_ascii_isalpha(last_dot[1]))
        return NULL;
    return next;
}

gsize
read_email(const Source *source, const char *at, Entity *entity)
{
    const char *domain = at;
    const char *next = NULL;

    if (at < source->memory->no_email)
        return 0;
    while (domain < source->end && is_local_byte(*domain))
        domain++;
    if (domain > at && domain < source->end && *domain == '@' && domain[-1] != '.')
        next = read_domain(source, ++domain);
    if (!next) {
        source->memory->no_email = domain; /* whoever begins further on comes to it as well */
        return 0;
    }
    entity->kind = KIND_EMAIL;
    g_snprintf(entity->value, sizeof entity->value, "%.*s", (int) (next - at), at);
    for (char *c = entity->value + (domain - at); c < entity->value + sizeof entity->value && *c;
         c++)
        *c = g_ascii_tolower(*c);
    return (gsize) (next - at);
}

/* --- telephone numbers (ITU-T E.123 and the forms usual in China and North America) ----------- */

/* Takes digits with single separators between groups; @groups counts the groups. */
static const char *
read_groups(const Source *source, const char *at, GString *digits, guint *groups)
{
    const char *next = at;

    *groups = 0;
    while (next < source->end && g_ascii_isdigit(*next)) {
        (*groups)++;
        for (; next < source->end && g_ascii_isdigit(*next); next++)
            g_string_append_c(digits, *next);
        if (next + 1 < source->end && strchr(" -.", *next) && g_ascii_isdigit(next[1]) &&
            *groups < 6)
            next++;
    }
    return next;
}

static gboolean
is_chinese_number(const char *digits, gsize length, guint groups)
{
    if (length == 11 && digits[0] == '1' && digits[1] >= '3')
        return TRUE; /* mobile */
    if (length == 10 && (g_str_has_prefix(digits, "400") || g_str_has_prefix(digits, "800")))
        return groups > 1;
    return digits[0] == '0' && digits[1] != '0' && groups == 2 && length >= 10 && length <= 12;
}

gsize
read_phone(const Source *source, const char *at, Entity *entity)
{
    g_autoptr(GString) digits = g_string_sized_new(24);
    const char *plus = take(source, at, "+");
    const char *area = NULL;
    const char *next = plus ? plus : at;
    guint groups;

    if (!plus && (area = take(source, at, "(")) != NULL) {
        const char *close = read_groups(source, area, digits, &groups);

        if (groups != 1 || digits->len < 3 || digits->len > 4 || !take(source, close, ")"))
            return 0;
        next = skip_blanks(source, close + 1);
    }
    next = read_groups(source, next, digits, &groups);
    if (is_word_byte(source, next) || digits->len < 7 || digits->len > 15)
        return 0;
    if (!plus && !(area && (digits->len == 10 || digits->str[0] == '0')) &&
        !is_chinese_number(digits->str, digits->len, groups))
        return 0;
    entity->kind = KIND_PHONE;
    g_snprintf(entity->value, sizeof entity->value, "%s%s", plus ? "+" : "", digits->str);
    return (gsize) (next - at);
}
