/* Origins in results against the bytes of a source: what is a mistake, and what is not. */
#include <string.h>
#include <textmill/json.h>

#include "run/decoder.h"
#include "run/json-place.h"
#include "run/verify-origins.h"

/* --- origins -------------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    const char *source;
    gssize size;        /* of the source; -1: to its NUL */
    const char *result; /* without its head, in which the encoding is */
    const char *encoding;
    const char *wrong; /* "place: message" of the first mistake, or NULL */
    gint64 origins, exact, inserted, unread;
} Case;

#define ROW(start, end, from, to)                                                                  \
    "\"tags\":[{\"text\":\"?\",\"start\":" #start ",\"end\":" #end ",\"origin\":{\"start\":" #from \
    ",\"end\":" #to "}}]"

static const Case cases[] = {
    { "exact", "a中b", -1, "\"text\":\"a中b\"," ROW(1, 4, 1, 4), "UTF-8", NULL, 1, 1, 0, 0 },
    { "edited", "a中b", -1, "\"text\":\"aXXXb\"," ROW(1, 4, 1, 4), "UTF-8", NULL, 1, 0, 0, 0 },
    { "inserted", "ab", -1, "\"text\":\"a-b\"," ROW(1, 2, 1, 1), "UTF-8", NULL, 1, 0, 1, 0 },
    { "empty", "ab", -1, "\"text\":\"ab\"," ROW(1, 1, 1, 1), "UTF-8", NULL, 1, 1, 0, 0 },
    { "begins-in-character", "a中b", -1, "\"text\":\"a中b\"," ROW(1, 4, 2, 4), "UTF-8",
      "tags[0].origin: bytes 2 to 4", 0, 0, 0, 0 },
    { "ends-in-character", "a中b", -1, "\"text\":\"a中b\"," ROW(1, 4, 1, 3), "UTF-8",
      "tags[0].origin: bytes 1 to 3", 0, 0, 0, 0 },
    /* A lone continuation byte is a character that is none. */
    { "bad-byte", "a\x80", -1, "\"text\":\"a\xEF\xBF\xBD\"," ROW(1, 4, 1, 2), "UTF-8", NULL, 1, 0,
      0, 0 },
    { "outside", "ab", -1, "\"text\":\"ab\"," ROW(0, 2, 0, 3), "UTF-8",
      "tags[0].origin: it is no range of the source", 0, 0, 0, 0 },
    { "backwards", "ab", -1, "\"text\":\"ab\"," ROW(0, 2, 2, 1), "UTF-8",
      "tags[0].origin: it is no range of the source", 0, 0, 0, 0 },
    { "negative", "ab", -1, "\"text\":\"ab\"," ROW(0, 2, -1, 1), "UTF-8",
      "tags[0].origin: it is no range of the source", 0, 0, 0, 0 },
    { "no-origin", "ab", -1, "\"text\":\"ab\",\"tags\":[{\"start\":0,\"end\":1}]", "UTF-8",
      "tags[0].origin: it is no range of the source", 0, 0, 0, 0 },
    { "row-is-none", "ab", -1, "\"text\":\"ab\",\"tags\":[7]", "UTF-8",
      "tags[0]: 'start' and 'end'", 0, 0, 0, 0 },
    { "span-outside", "ab", -1, "\"text\":\"ab\"," ROW(0, 3, 0, 2), "UTF-8",
      "tags[0]: 'start' and 'end'", 0, 0, 0, 0 },
    { "no-text", "?b", -1, ROW(0, 1, 0, 1), "UTF-8", NULL, 1, 1, 0, 0 },
    { "gb18030", "\xD6\xD0\xB9\xFA", -1, "\"text\":\"中国\"," ROW(3, 6, 2, 4), "GB18030", NULL, 1,
      1, 0, 0 },
    { "gb18030-cut", "\xD6\xD0\xB9\xFA", -1, "\"text\":\"中国\"," ROW(3, 6, 1, 3), "GB18030", NULL,
      1, 0, 0, 0 },
    { "utf-16", "\x2D\x4E\xFD\x56", -1, "\"text\":\"中国\"," ROW(3, 6, 2, 4), "UTF-16LE", NULL, 1,
      1, 0, 0 },
    { "utf-16-odd", "\x2D\x4E\xFD\x56", -1, "\"text\":\"中国\"," ROW(3, 6, 1, 4), "UTF-16LE",
      "tags[0].origin: bytes 1 to 4", 0, 0, 0, 0 },
    { "utf-16-pair", "\x3D\xD8\x00\xDE", 4, "\"text\":\"😀\"," ROW(0, 4, 2, 4), "UTF-16LE",
      "tags[0].origin: bytes 2 to 4", 0, 0, 0, 0 },
    { "single-byte", "\xE9t\xE9", -1, "\"text\":\"été\"," ROW(0, 5, 0, 3), "windows-1252", NULL, 1,
      1, 0, 0 },
    { "joins-accents", "a\xEC", -1, "\"text\":\"a\\u0301\"," ROW(0, 3, 0, 2), "windows-1258", NULL,
      1, 1, 0, 0 },
    { "stateful", "\x1B$B0l\x1B(B", -1, "\"text\":\"一\"," ROW(0, 3, 3, 5), "ISO-2022-JP", NULL, 1,
      0, 0, 1 },
    { "unknown-encoding", "ab", -1, "\"text\":\"ab\"," ROW(0, 2, 0, 2), "no-such", NULL, 1, 0, 0,
      1 },
    { "map-agrees", "abc", -1, "\"text\":\"ac\",\"origins\":[[0,0,1],[1,2,1]]," ROW(0, 2, 0, 3),
      "UTF-8", NULL, 1, 0, 0, 0 },
    { "map-disagrees", "abc", -1, "\"text\":\"ac\",\"origins\":[[0,0,1],[1,2,1]]," ROW(0, 2, 0, 2),
      "UTF-8", "tags[0].origin: it is 0 to 2, the map 'origins' says 0 to 3", 0, 0, 0, 0 },
    { "map-units", "\xD6\xD0\xB9\xFA", -1,
      "\"text\":\"中国\",\"origins\":[[0,0,2,3,2]]," ROW(3, 6, 2, 4), "GB18030", NULL, 1, 1, 0, 0 },
    { "map-insertion", "ab", -1,
      "\"text\":\"-a-b-\",\"origins\":[[1,0,1],[3,1,1]]," ROW(0, 3, 0, 1), "UTF-8", NULL, 1, 0, 0,
      0 },
    { "map-outside", "ab", -1, "\"text\":\"ab\",\"origins\":[[0,0,3]]", "UTF-8",
      "origins[0]: the run of origins lies outside of the source", 0, 0, 0, 0 },
    { "map-outside-text", "abcd", -1, "\"text\":\"ab\",\"origins\":[[1,0,2]]", "UTF-8",
      "origins[0]: the run of origins lies outside of the text", 0, 0, 0, 0 },
    { "map-back", "ab", -1, "\"text\":\"ab\",\"origins\":[[0,1,1],[1,0,1]]", "UTF-8",
      "origins[1]: the run of origins goes back in the source", 0, 0, 0, 0 },
    { "map-overlaps", "ab", -1, "\"text\":\"ab\",\"origins\":[[0,0,2],[1,1,1]]", "UTF-8",
      "origins[1]: the run of origins goes back in the text", 0, 0, 0, 0 },
    { "map-huge", "ab", -1, "\"text\":\"ab\",\"origins\":[[0,0,4294967295,4294967295,4294967295]]",
      "UTF-8", "origins[0]: the run of origins lies outside", 0, 0, 0, 0 },
    { "map-no-run", "ab", -1, "\"text\":\"ab\",\"origins\":[[0,0,0]]", "UTF-8",
      "origins[0]: the run of origins is no run", 0, 0, 0, 0 },
    { "map-nonsense", "ab", -1, "\"text\":\"ab\",\"origins\":[7]", "UTF-8",
      "origins[0]: the run of origins is no run", 0, 0, 0, 0 },
    { "records", "ab", -1,
      "\"text\":\"ab\",\"records\":{\"x\":[{\"start\":0,\"end\":1,\"origin\":{\"start\":0,\"end\":9}}]}",
      "UTF-8", "records.x[0].origin: it is no range", 0, 0, 0, 0 },
};

static void
take_mistake(const char *place, const char *message, gpointer data)
{
    char **first = data;

    if (!*first)
        *first = g_strdup_printf("%s: %s", place, message);
}

static void
check_case(gconstpointer data)
{
    const Case *item = data;
    g_autofree char *json =
        g_strdup_printf("{\"textmill\":{\"format\":1},\"source\":{\"encoding\":\"%s\"},%s}",
                        item->encoding, item->result);
    g_autoptr(GError) error = NULL;
    g_autoptr(MillValue) root = mill_json_parse(json, -1, &error);
    g_autoptr(GBytes) source =
        g_bytes_new(item->source, item->size < 0 ? strlen(item->source) : (gsize) item->size);
    MillOriginCount count = { 0 };
    g_autofree char *wrong = NULL;

    g_assert_no_error(error);
    g_assert_true(mill_verify_is_result(json, strlen(json)));
    mill_verify_origins(root, source, &count, take_mistake, &wrong);
    if (item->wrong)
        g_assert_true(wrong && g_str_has_prefix(wrong, item->wrong));
    else
        g_assert_cmpstr(wrong, ==, NULL);
    g_assert_cmpint(count.origins, ==, item->origins);
    g_assert_cmpint(count.exact, ==, item->exact);
    g_assert_cmpint(count.inserted, ==, item->inserted);
    g_assert_cmpint(count.unread, ==, item->unread);
}

/* Offsets in other units lead to the same bytes. */
static void
test_units(void)
{
    static const char *const units[] = { "codepoints", "utf16" };
    static const gint ends[] = { 2, 3 };

    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autofree char *json = g_strdup_printf(
            "{\"textmill\":{\"offsets\":\"%s\"},\"source\":{\"encoding\":\"UTF-8\"},\"text\":\"中😀x\","
            "\"tags\":[{\"start\":1,\"end\":%d,\"origin\":{\"start\":3,\"end\":7}}]}",
            units[i], ends[i]);
        g_autoptr(MillValue) root = mill_json_parse(json, -1, NULL);
        g_autoptr(GBytes) source = g_bytes_new("中😀x", strlen("中😀x"));
        MillOriginCount count = { 0 };
        g_autofree char *wrong = NULL;

        mill_verify_origins(root, source, &count, take_mistake, &wrong);
        g_assert_cmpstr(wrong, ==, NULL);
        g_assert_cmpint(count.exact, ==, 1);
    }
}

/* Sections in sections: their origins cost no more than so many times the source. */
static void
test_budget(void)
{
    g_autoptr(GString) json = g_string_new("{\"textmill\":{},\"source\":{\"encoding\":\"GB18030\"},"
                                           "\"text\":\"");
    g_autofree char *text = g_strnfill(1000, 'x');
    g_autoptr(GBytes) source = g_bytes_new(text, 1000);
    MillOriginCount count = { 0 };
    g_autofree char *wrong = NULL;

    g_string_append_printf(json, "%s\",\"sections\":[", text);
    for (gint i = 0; i < 100; i++)
        g_string_append_printf(json,
                               "%s{\"start\":0,\"end\":1000,\"origin\":{\"start\":0,\"end\":1000}}",
                               i > 0 ? "," : "");
    g_string_append(json, "]}");
    g_autoptr(MillValue) root = mill_json_parse(json->str, (gssize) json->len, NULL);

    mill_verify_origins(root, source, &count, take_mistake, &wrong);
    g_assert_cmpstr(wrong, ==, NULL);
    g_assert_cmpint(count.origins, ==, 100);
    g_assert_cmpint(count.exact, ==, 64);
    g_assert_cmpint(count.unread, ==, 36);
}

/* --- places --------------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    const char *json; /* the byte meant is behind the '^' */
    const char *place;
} PlaceCase;

static const PlaceCase places[] = {
    { "value", "{\"a\":^1}", "a" },
    { "second", "{\"a\":1,\"b\":^2}", "b" },
    { "nested", "{\"a\":{\"b\":[1,{\"c\":^3}]}}", "a.b[1].c" },
    { "first-item", "{\"a\":[^1]}", "a[0]" },
    { "behind-nested", "{\"a\":{\"b\":1},\"c\":^2}", "c" },
    { "in-string", "{\"a\":\"x\\\"y^z\"}", "a" },
    { "braces-in-string", "{\"a\":\"}]\",\"b\":^1}", "b" },
    { "outermost", "^{}", "" },
    { "in-key", "{\"a^b\":1}", "" },
    { "not-json", "}]}:\"^", "" },
    { "not-closed", "{\"a\":[[[^", "a[0][0][0]" },
};

static void
check_place(gconstpointer data)
{
    const PlaceCase *item = data;
    const char *mark = strchr(item->json, '^');
    gsize offset = (gsize) (mark - item->json);
    g_autofree char *json = g_strdup_printf("%.*s%s", (int) offset, item->json, mark + 1);
    g_autofree char *place = mill_json_place(json, strlen(json), offset);

    g_assert_cmpstr(place, ==, item->place);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/verify/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], check_case);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_strconcat("/json-place/", places[i].name, NULL);

        g_test_add_data_func(path, &places[i], check_place);
    }
    g_test_add_func("/verify/units", test_units);
    g_test_add_func("/verify/budget", test_budget);
    return g_test_run();
}
