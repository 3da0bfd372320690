/* tag-emails - tag each e-mail address.
 *
 * An address is letters, digits and . _ % + - around an @, with a dot in what follows it. Each
 * becomes an annotation of the layer `tag` with the term (in lower case) and the category `email`.
 */
#include <textmill/plugin.h>

#include <string.h>

typedef struct {
    const char *category;
} TagEmails;

static const MillOption tag_options[] = {
    MILL_OPTION_STRING(TagEmails, category, "email", "category of the tags"),
    MILL_OPTIONS_END,
};

static gboolean
is_local(char c)
{
    return g_ascii_isalnum(c) || (c != '\0' && strchr("._%+-", c));
}

static gboolean
is_domain(char c)
{
    return g_ascii_isalnum(c) || c == '.' || c == '-';
}

/* The address around the @ at @at. FALSE if there is none. */
static gboolean
find_address(const char *text, gsize length, gsize at, MillSpan *span)
{
    gsize start = at, end = at + 1;

    while (start > 0 && is_local(text[start - 1]))
        start--;
    while (start < at && text[start] == '.')
        start++;
    while (end < length && is_domain(text[end]))
        end++;
    while (end > at + 1 && !g_ascii_isalnum(text[end - 1]))
        end--;
    *span = (MillSpan){ start, end };
    return start < at && g_ascii_isalnum(text[at + 1]) && memchr(text + at, '.', end - at);
}

static MillVerdict
tag_process(gpointer options, MillDocument *document, GError **error)
{
    const TagEmails *self = options;
    gsize length;
    const char *text = mill_document_get_text(document, &length);
    MillLayer *tags = mill_document_add_layer(document, "tag");
    MillColumn term = mill_layer_add_column(tags, "term", MILL_TYPE_STRING);
    MillColumn category = mill_layer_add_column(tags, "category", MILL_TYPE_STRING);
    const char *at = text;
    MillSpan span;

    for (; (at = memchr(at, '@', (gsize) (text + length - at))); at++) {
        if (!find_address(text, length, (gsize) (at - text), &span))
            continue;
        g_autofree char *address =
            g_ascii_strdown(text + span.start, (gssize) (span.end - span.start));
        gsize row = mill_layer_add(tags, span);

        mill_layer_set_string(tags, row, term, address, -1);
        mill_layer_set_string(tags, row, category, self->category, -1);
    }
    return MILL_KEEP;
}

static const char *const tag_writes[] = { "tag", NULL };

MILL_PLUGIN(.name = "tag-emails", .summary = "Tag each e-mail address", .role = MILL_ROLE_STAGE,
            .options = tag_options, .options_size = sizeof(TagEmails), .writes = tag_writes,
            .process = tag_process)
