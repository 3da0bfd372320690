/* pick.c - one document out of whatever holds it, for those who look at a pipeline at work. */
#include <string.h>

#include <textmill/error.h>
#include <textmill/pipeline.h>

#include "pipeline/pipeline-private.h"
#include "source/item.h"
#include "source/load.h"
#include "source/source.h"

#define PICK_NAMED 5 /* items that an error names */

/* Where the name of a file in @name ends, so that the rest is a place in it; NULL if all is the
 * file's. */
static const char *
pick_find_place(const char *name)
{
    if (g_file_test(name, G_FILE_TEST_EXISTS))
        return NULL;
    for (const char *mark = strpbrk(name, "!:"); mark; mark = strpbrk(mark + 1, "!:")) {
        g_autofree char *path = g_strndup(name, (gsize) (mark - name));

        if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
            return mark;
    }
    return NULL;
}

static MillDocument *
pick_open(const MillPipeline *pipeline, const MillUnit *unit, GError **error)
{
    if (unit->problem) {
        g_set_error(error, MILL_ERROR, unit->code < 0 ? MILL_ERROR_DATA : unit->code,
                    unit->code < 0 ? "%s is no document: %s" : "%s: %s", unit->id, unit->problem);
        return NULL;
    }
    g_autoptr(GBytes) bytes = mill_load(unit, FALSE, error);

    return bytes ? mill_item_open(pipeline, unit, bytes, error) : NULL;
}

/* The first document of the source, or with @id the item of that id. *@found tells whether there
 * was one; else *@others names some that are there. */
static MillDocument *
pick_search(const MillPipeline *pipeline, MillSource *source, const char *id, gboolean *found,
            GString *others, GError **error)
{
    for (guint n = 0;; n++) {
        g_auto(MillUnit) unit = { 0 };

        if (!mill_source_next(source, &unit))
            return NULL;
        /* What is no document is passed over unless it is asked for. */
        *found = id ? strcmp(unit.id, id) == 0 : unit.code != MILL_UNIT_DROPPED;
        if (*found)
            return pick_open(pipeline, &unit, error);
        if (n < PICK_NAMED)
            g_string_append_printf(others, "%s%s", n > 0 ? ", " : "", unit.id);
        else if (n == PICK_NAMED)
            g_string_append(others, ", …");
    }
}

MillDocument *
mill_pipeline_pick(MillPipeline *pipeline, const char *name, GError **error)
{
    const char *place = pick_find_place(name);
    g_autofree char *path = place ? g_strndup(name, (gsize) (place - name)) : g_strdup(name);
    const char *const paths[] = { path, NULL };
    g_autoptr(GString) others = g_string_new(NULL);
    gboolean found = FALSE;

    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s is a folder; name one document", path);
        return NULL;
    }
    g_autoptr(MillSource) source = mill_source_new(paths, error);

    if (!source)
        return NULL;
    mill_source_set_input(source, mill_pipeline_get_input(pipeline), NULL);
    if (!mill_source_spool(source, NULL, error))
        return NULL;
    g_autofree char *base = g_path_get_basename(path);
    g_autofree char *label = mill_source_escape(base);
    g_autofree char *id = place ? g_strconcat(label, place, NULL) : NULL;
    MillDocument *document = pick_search(pipeline, source, id, &found, others, error);

    if (!found)
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "%s holds no %s%s%s%s", path,
                    place ? "item " : "document",
                    place ? place + (*place == '!' || *place == ':') : "",
                    others->len > 0 ? "; it has " : "", others->str);
    return document;
}
