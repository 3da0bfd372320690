/* bench-json LINES - how fast a JSON library parses each line of a file into its tree, in MB/s: the
 * best of several rounds, processor time. Built once for each library that is installed;
 * at-scale.py compares. */
#include <glib.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#define ROUNDS 5

#if defined WITH_YAJL
#include <yajl/yajl_tree.h>

static gboolean
parse(char *line, gsize length)
{
    char message[200];

    line[length] = '\0'; /* it parses strings only; this was the line's end */
    yajl_val tree = yajl_tree_parse(line, message, sizeof message);
    gboolean parsed = tree != NULL;

    yajl_tree_free(tree);
    line[length] = '\n';
    return parsed;
}
#elif defined WITH_JSON_C
#include <json-c/json.h>

static gboolean
parse(char *line, gsize length)
{
    struct json_tokener *tokener = json_tokener_new();
    json_object *tree = json_tokener_parse_ex(tokener, line, (int) length);
    gboolean parsed = tree != NULL;

    json_object_put(tree);
    json_tokener_free(tokener);
    return parsed;
}
#else
#include <json-glib/json-glib.h>

static gboolean
parse(char *line, gsize length)
{
    g_autoptr(JsonParser) parser = json_parser_new();

    return json_parser_load_from_data(parser, line, (gssize) length, NULL);
}
#endif

static gboolean
parse_all(char *text, gsize length)
{
    for (char *line = text, *end; line < text + length; line = end + 1) {
        end = memchr(line, '\n', (gsize) (text + length - line));
        if (!end || !parse(line, (gsize) (end - line)))
            return FALSE;
    }
    return TRUE;
}

int
main(int argc, char **argv)
{
    g_autofree char *text = NULL;
    double best = G_MAXDOUBLE;
    gsize length;

    if (argc != 2 || !g_file_get_contents(argv[1], &text, &length, NULL)) {
        fprintf(stderr, "usage: bench-json LINES\n");
        return 2;
    }
    for (guint round = 0; round < ROUNDS; round++) {
        clock_t begin = clock();

        if (!parse_all(text, length)) {
            fprintf(stderr, "bench-json: %s: a line is no JSON\n", argv[1]);
            return 1;
        }
        best = MIN(best, (double) (clock() - begin) / CLOCKS_PER_SEC);
    }
    printf("%.0f\n", (double) length / best / 1e6);
    return 0;
}
