/* verify-origins.c - the origins in a JSON result held against the bytes of its source.
 *
 * Knows nothing of the steps that made the result, nor of the document model: what it says stands
 * for itself.
 */
#include "run/verify-origins.h"

#include <string.h>
#include <textmill/json.h>
#include <textmill/restore.h>

#include "run/decoder.h"

/* How often the bytes of a source may be decoded, all its origins together. Sections in sections
 * are decoded at each level; what is over that is not compared. */
#define VERIFY_DECODE_TIMES 64

typedef struct {
    const MillValue *root;
    const char *bytes;
    gsize size;
    const char *text; /* NULL: written without */
    gsize length;
    gsize *offsets; /* bytes of each unit of the text, where offsets are none; or NULL */
    gsize n_offsets;
    MillDecoder *decoder; /* or NULL */
    gsize budget;         /* bytes that may still be decoded */
    MillOriginRun *runs;
    gsize n_runs;
    gboolean has_runs;
    MillOriginCount *count;
    MillOriginCall call;
    gpointer data;
} Check;

static void G_GNUC_PRINTF(3, 4)
    check_tell(const Check *check, const char *place, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    check->call(place, message, check->data);
}

gboolean
mill_verify_is_result(const char *bytes, gsize length)
{
    static const char key[] = "\"textmill\"";
    gsize at = 1;

    while (at < length && g_ascii_isspace(bytes[at]))
        at++;
    return length > at + strlen(key) && bytes[0] == '{' &&
           memcmp(bytes + at, key, strlen(key)) == 0;
}

/* --- offsets -------------------------------------------------------------------------------- */

/* How many units the character that begins with @lead has. */
static gsize
check_count_units(guchar lead, gboolean utf16)
{
    return utf16 && lead >= 0xF0 ? 2 : 1;
}

static void
check_index_offsets(Check *check)
{
    const char *unit = mill_value_get_string(
        mill_value_get(mill_value_get(check->root, "textmill"), "offsets"), NULL);
    gboolean utf16 = g_strcmp0(unit, "utf16") == 0;

    if (!check->text || (!utf16 && g_strcmp0(unit, "codepoints") != 0))
        return;
    check->offsets = g_new(gsize, check->length + 1);
    for (gsize at = 0; at < check->length; at += (gsize) g_utf8_skip[(guchar) check->text[at]])
        for (gsize n = check_count_units((guchar) check->text[at], utf16); n > 0; n--)
            check->offsets[check->n_offsets++] = at;
    check->offsets[check->n_offsets++] = check->length;
}

/* A whole number that is not negative. */
static gboolean
check_get_number(const MillValue *map, const char *key, gsize *number)
{
    const MillValue *value = mill_value_get(map, key);

    *number = (gsize) mill_value_get_int(value);
    return mill_value_get_type(value) == MILL_TYPE_INT && mill_value_get_int(value) >= 0;
}

static gboolean
check_get_range(const MillValue *map, MillSpan *range)
{
    return check_get_number(map, "start", &range->start) &&
           check_get_number(map, "end", &range->end) && range->start <= range->end;
}

/* `start` and `end` of a row, in bytes of the text. */
static gboolean
check_get_span(const Check *check, const MillValue *row, MillSpan *span)
{
    if (!check_get_range(row, span))
        return FALSE;
    if (!check->text)
        return TRUE;
    if (!check->offsets)
        return span->end <= check->length;
    if (span->end >= check->n_offsets)
        return FALSE;
    *span = (MillSpan){ check->offsets[span->start], check->offsets[span->end] };
    return TRUE;
}

/* --- the map -------------------------------------------------------------------------------- */

/* Run number @index of `origins`. FALSE if it is none. */
static gboolean
check_read_run(const MillValue *item, MillOriginRun *run)
{
    gsize length = mill_value_get_length(item);
    gsize *const fields[] = { &run->text, &run->source, &run->count, &run->text_unit,
                              &run->source_unit };

    *run = (MillOriginRun){ .text_unit = 1, .source_unit = 1 };
    if (length != 3 && length != 5)
        return FALSE;
    for (gsize i = 0; i < length; i++) {
        const MillValue *number = mill_value_get_item(item, i);

        if (mill_value_get_type(number) != MILL_TYPE_INT || mill_value_get_int(number) < 0 ||
            mill_value_get_int(number) > G_MAXUINT32)
            return FALSE;
        *fields[i] = (gsize) mill_value_get_int(number);
    }
    return run->count > 0 && run->text_unit > 0 && run->source_unit > 0;
}

/* Runs ascend without overlap in the text, and in the source by where they begin and end. */
static const char *
check_judge_run(const Check *check, const MillOriginRun *run, MillSpan *text, MillSpan *source)
{
    const MillSpan now_text = { run->text, run->text + run->count * run->text_unit };
    const MillSpan now_source = { run->source, run->source + run->count * run->source_unit };
    const MillSpan last_text = *text;
    const MillSpan last_source = *source;

    *text = now_text;
    *source = now_source;
    if (now_source.end > check->size)
        return "lies outside of the source";
    if (check->text && now_text.end > check->length)
        return "lies outside of the text";
    if (now_text.start < last_text.end)
        return "goes back in the text";
    if (now_source.start < last_source.start || now_source.end < last_source.end)
        return "goes back in the source";
    return NULL;
}

static void
check_read_runs(Check *check)
{
    const MillValue *list = mill_value_get(check->root, "origins");
    gsize n = mill_value_get_length(list);
    MillSpan text = { 0, 0 };
    MillSpan source = { 0, 0 };

    if (mill_value_get_type(list) != MILL_TYPE_LIST)
        return;
    check->has_runs = TRUE;
    check->runs = g_new(MillOriginRun, n + 1);
    for (gsize i = 0; i < n; i++) {
        MillOriginRun *run = &check->runs[i];
        const char *problem = check_read_run(mill_value_get_item(list, i), run)
                                  ? check_judge_run(check, run, &text, &source)
                                  : "is no run of three or five numbers";

        if (problem) {
            g_autofree char *place = g_strdup_printf("origins[%" G_GSIZE_FORMAT "]", i);

            check_tell(check, place, "the run of origins %s", problem);
            check->has_runs = FALSE; /* so nothing can be held against it */
            return;
        }
    }
    check->n_runs = n;
}

/* The first run that ends behind the byte @at of the text. */
static gsize
check_find_run(const Check *check, gsize at)
{
    gsize low = 0;
    gsize high = check->n_runs;

    while (low < high) {
        gsize middle = low + (high - low) / 2;
        const MillOriginRun *run = &check->runs[middle];

        if (run->text + run->count * run->text_unit > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The smallest range that holds what @span came from, by the map; FALSE if that is nothing. */
static gboolean
check_map(const Check *check, MillSpan span, MillSpan *origin)
{
    gsize first = check_find_run(check, span.start);
    gsize last = span.end > 0 ? check_find_run(check, span.end - 1) : 0;
    const MillOriginRun *run = &check->runs[first];

    if (span.start >= span.end || first >= check->n_runs || run->text >= span.end)
        return FALSE;
    gsize unit = span.start > run->text ? (span.start - run->text) / run->text_unit : 0;

    origin->start = run->source + unit * run->source_unit;
    if (last >= check->n_runs || check->runs[last].text >= span.end)
        last--; /* the span ends in inserted text */
    run = &check->runs[last];
    unit = (MIN(span.end - 1 - run->text, run->count * run->text_unit - 1)) / run->text_unit;
    origin->end = run->source + (unit + 1) * run->source_unit;
    return TRUE;
}

/* --- rows ----------------------------------------------------------------------------------- */

/* Decodes the origin and compares it with the text of its row. */
static void
check_compare(Check *check, MillSpan origin, const char *text, gsize length)
{
    gsize size = origin.end - origin.start;

    check->count->origins++;
    if (size == 0) {
        check->count->inserted += length > 0;
        check->count->exact += length == 0;
        return;
    }
    if (!text || !check->decoder || size > check->budget) {
        check->count->unread++;
        return;
    }
    check->budget -= size;
    check->count->exact +=
        mill_decoder_equals(check->decoder, check->bytes + origin.start, size, text, length);
}

static void
check_row(Check *check, const MillValue *row, const char *place)
{
    g_autofree char *where = g_strconcat(place, ".origin", NULL);
    const char *text = check->text;
    gsize length = 0;
    MillSpan origin;
    MillSpan mapped;
    MillSpan span;

    if (!check_get_span(check, row, &span)) {
        check_tell(check, place, "'start' and 'end' are no range of the text");
        return;
    }
    if (!check_get_range(mill_value_get(row, "origin"), &origin) || origin.end > check->size) {
        check_tell(check, where,
                   "it is no range of the source, which has %" G_GSIZE_FORMAT " bytes",
                   check->size);
        return;
    }
    if (check->decoder &&
        (mill_decoder_cuts(check->decoder, check->bytes, check->size, origin.start) ||
         mill_decoder_cuts(check->decoder, check->bytes, check->size, origin.end))) {
        check_tell(check, where,
                   "bytes %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT
                   " of the source begin or end inside a character",
                   origin.start, origin.end);
        return;
    }
    if (check->has_runs && !check->offsets && check_map(check, span, &mapped) &&
        (mapped.start != origin.start || mapped.end != origin.end)) {
        check_tell(check, where,
                   "it is %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT
                   ", the map 'origins' says %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT,
                   origin.start, origin.end, mapped.start, mapped.end);
        return;
    }
    if (text) {
        text += span.start;
        length = span.end - span.start;
    } else {
        text = mill_value_get_string(mill_value_get(row, "text"), &length);
    }
    check_compare(check, origin, text, length);
}

static void
check_rows(Check *check, const MillValue *rows, const char *name)
{
    for (gsize i = 0; i < mill_value_get_length(rows); i++) {
        g_autofree char *place = g_strdup_printf("%s[%" G_GSIZE_FORMAT "]", name, i);

        check_row(check, mill_value_get_item(rows, i), place);
    }
}

static void
check_group(Check *check, const char *field)
{
    const MillValue *group = mill_value_get(check->root, field);

    for (gsize i = 0; i < mill_value_get_length(group); i++) {
        const char *key = mill_value_get_key(group, i);
        g_autofree char *name = g_strdup_printf("%s.%s", field, key ? key : "");

        check_rows(check, mill_value_get_item(group, i), name);
    }
}

void
mill_verify_origins(const MillValue *root, GBytes *source, MillOriginCount *count,
                    MillOriginCall call, gpointer data)
{
    Check check = { .root = root, .count = count, .call = call, .data = data };
    const char *encoding =
        mill_value_get_string(mill_value_get(mill_value_get(root, "source"), "encoding"), NULL);

    check.bytes = g_bytes_get_data(source, &check.size);
    check.budget = check.size > G_MAXSIZE / VERIFY_DECODE_TIMES ? check.size
                                                                : check.size * VERIFY_DECODE_TIMES;
    check.text = mill_value_get_string(mill_value_get(root, "text"), &check.length);
    check.decoder = encoding && check.bytes ? mill_decoder_get(encoding) : NULL;
    check_index_offsets(&check);
    check_read_runs(&check);
    check_rows(&check, mill_value_get(root, "sections"), "sections");
    check_rows(&check, mill_value_get(root, "tags"), "tags");
    check_group(&check, "records");
    check_group(&check, "layers");
    g_free(check.offsets);
    g_free(check.runs);
}
