/* regex.c - PCRE2 patterns, compiled once, with a limit on what a match may cost. */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "regex.h"

#include <pcre2.h>

/* A line that costs more steps than this is one that the pattern was not written for. */
#define STEP_LIMIT 100000

struct Regex {
    pcre2_code *code;
    pcre2_match_data *match;
    pcre2_match_context *context;
    gint n_groups; /* of the last match, the whole match included */
};

Regex *
regex_new(const char *pattern, char **message, gsize *offset)
{
    gint code;
    PCRE2_SIZE place;
    g_autoptr(Regex) self = g_new0(Regex, 1);

    self->code = pcre2_compile((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP,
                               &code, &place, NULL);
    if (!self->code) {
        PCRE2_UCHAR text[256];

        pcre2_get_error_message(code, text, sizeof text);
        *message = g_strdup((const char *) text);
        *offset = place;
        return NULL;
    }
    pcre2_jit_compile(self->code, PCRE2_JIT_COMPLETE); /* without JIT it is slower, no more */
    self->match = pcre2_match_data_create_from_pattern(self->code, NULL);
    self->context = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(self->context, STEP_LIMIT);
    return g_steal_pointer(&self);
}

void
regex_free(Regex *self)
{
    if (!self)
        return;
    pcre2_match_context_free(self->context);
    pcre2_match_data_free(self->match);
    pcre2_code_free(self->code);
    g_free(self);
}

gboolean
regex_match(Regex *self, const char *text, gsize length)
{
    self->n_groups = pcre2_match(self->code, (PCRE2_SPTR) text, length, 0, PCRE2_NO_UTF_CHECK,
                                 self->match, self->context);
    return self->n_groups > 0;
}

gint
regex_find_group(const Regex *self, const char *name)
{
    gint number = pcre2_substring_number_from_name(self->code, (PCRE2_SPTR) name);

    return number > 0 ? number : -1;
}

gboolean
regex_get_group(const Regex *self, guint group, MillSpan *span)
{
    const PCRE2_SIZE *places = pcre2_get_ovector_pointer(self->match);

    if ((gint) group >= self->n_groups || places[group * 2] == PCRE2_UNSET)
        return FALSE;
    *span = (MillSpan){ places[group * 2], places[group * 2 + 1] };
    return TRUE;
}
