/* pipeline-check.c - do the steps fit together? Roles in order, layers written before they are
 * read, writers that do not write to the same files.
 */
#include "pipeline/compress.h"
#include "pipeline/pattern.h"
#include "pipeline/pipeline-private.h"

#include <string.h>

static MillMark
check_get_mark(const MillPipeline *pipeline, const MillStep *step)
{
    return step->plan ? step->plan->mark : (MillMark){ .file = pipeline->plan->path };
}

static const char *
check_role_name(const MillStep *step)
{
    switch (step->info.type->role) {
    case MILL_ROLE_SINK:
        return "sink";
    case MILL_ROLE_CORPUS:
        return "corpus step";
    default:
        return "writer";
    }
}

static void
check_order(const MillPipeline *pipeline, MillReport *report)
{
    const MillStep *writer = NULL, *reader = NULL;

    for (guint i = 0; i < pipeline->steps->len; i++) {
        const MillStep *step = mill_pipeline_step(pipeline, i);
        MillMark mark = check_get_mark(pipeline, step);

        if (!step->info.type)
            continue;
        if (step->info.type->role == MILL_ROLE_READER && reader)
            mill_report_add(report, MILL_SEVERITY_ERROR, &mark, "remove one of the two",
                            "'%s' is a second reader; '%s' has made text already", step->id,
                            reader->id);
        else if (step->info.type->role == MILL_ROLE_READER && i > 0)
            mill_report_add(report, MILL_SEVERITY_ERROR, &mark, "move it to the top",
                            "'%s' is a reader, so it must be the first step", step->id);
        else if (writer && step->info.type->role == MILL_ROLE_STAGE)
            mill_report_add(report, MILL_SEVERITY_ERROR, &mark,
                            "steps that give results run last: move it before them",
                            "the stage '%s' stands after the %s '%s'", step->id,
                            check_role_name(writer), writer->id);
        if (step->info.type->role == MILL_ROLE_READER)
            reader = step;
        if (step->info.type->role >= MILL_ROLE_WRITER && !writer)
            writer = step;
    }
}

/* Whether the layer names (or, with '*' at the end, patterns) @a and @b can mean the same layer. */
static gboolean
check_layers_meet(const char *a, const char *b)
{
    gsize a_length = strlen(a), b_length = strlen(b);
    gboolean a_open = a_length > 0 && a[a_length - 1] == '*';
    gboolean b_open = b_length > 0 && b[b_length - 1] == '*';

    if (a_open && b_open)
        return strncmp(a, b, MIN(a_length, b_length) - 1) == 0;
    if (a_open)
        return strncmp(a, b, a_length - 1) == 0;
    if (b_open)
        return strncmp(a, b, b_length - 1) == 0;
    return g_str_equal(a, b);
}

/* Whether a step before number @index may write @layer. Of a script that does not say what it
 * writes everything can be expected. */
static gboolean
check_is_written(const MillPipeline *pipeline, guint index, const char *layer)
{
    if (g_str_equal(layer, "removed"))
        return TRUE; /* the core's own */
    for (guint i = 0; i < index; i++) {
        const MillStep *step = mill_pipeline_step(pipeline, i);
        const char *const *writes = step->info.type ? step->info.type->writes : NULL;

        if (!step->info.type || (step->script && !writes))
            return TRUE;
        for (; writes && *writes; writes++)
            if (check_layers_meet(*writes, layer))
                return TRUE;
    }
    return FALSE;
}

/* A writer or sink writes what there is, so it is told only if there is nothing at all. */
static void
check_layers_of_writer(const MillPipeline *pipeline, guint index, MillReport *report)
{
    const MillStep *step = mill_pipeline_step(pipeline, index);
    const char *const *reads = step->info.type->reads;
    MillMark mark = check_get_mark(pipeline, step);

    for (const char *const *layer = reads; *layer; layer++)
        if (check_is_written(pipeline, index, *layer))
            return;
    if (*reads) {
        g_autofree char *all = g_strjoinv(", ", (char **) reads);

        mill_report_add(report, MILL_SEVERITY_WARNING, &mark, NULL,
                        "nothing before '%s' writes a layer that it reads (%s)", step->id, all);
    }
}

static void
check_layers(const MillPipeline *pipeline, guint index, MillReport *report)
{
    const MillStep *step = mill_pipeline_step(pipeline, index);
    const char *const *reads = step->info.type ? step->info.type->reads : NULL;
    MillMark mark = check_get_mark(pipeline, step);

    if (reads &&
        (step->info.type->role == MILL_ROLE_WRITER || step->info.type->role == MILL_ROLE_SINK)) {
        check_layers_of_writer(pipeline, index, report);
        return;
    }
    for (; reads && *reads; reads++)
        if (!check_is_written(pipeline, index, *reads))
            mill_report_add(report, MILL_SEVERITY_WARNING, &mark, NULL,
                            "nothing before '%s' writes the layer '%s', which it reads", step->id,
                            *reads);
}

/* A sink or corpus step has one file for all documents. */
static void
check_gathering(const MillStep *step, const MillMark *mark, MillReport *report)
{
    g_autoptr(MillPattern) pattern = mill_pattern_new(step->info.file, NULL);

    if (step->info.type->role != MILL_ROLE_WRITER && pattern &&
        mill_pattern_is_per_document(pattern))
        mill_report_add(report, MILL_SEVERITY_ERROR, mark,
                        "its 'file' may hold {part}, but nothing that differs by document",
                        "the %s '%s' has one file for all documents, and its name is '%s'",
                        check_role_name(step), step->id, step->info.file);
    else if (step->info.type->role != MILL_ROLE_WRITER && pattern &&
             mill_pattern_is_sharded(pattern))
        mill_report_add(report, MILL_SEVERITY_ERROR, mark, "take {shard} out of its 'file'",
                        "the %s '%s' has one file for all documents, which is not numbered",
                        check_role_name(step), step->id);
}

/* `{shard}` and `shard` are nothing without each other, and files of one document have no number.
 */
static void
check_shard(const MillStep *step, const MillMark *mark, MillReport *report)
{
    g_autoptr(MillPattern) pattern = mill_pattern_new(step->info.file, NULL);
    const MillNode *node = step->plan ? step->plan->shard_node : NULL;

    if (!pattern || step->info.type->role != MILL_ROLE_WRITER)
        return;
    gboolean sharded = mill_pattern_is_sharded(pattern);

    if (sharded && mill_pattern_is_per_document(pattern))
        mill_report_add(report, MILL_SEVERITY_ERROR, mark,
                        "{shard} numbers files that take many documents: use it without "
                        "placeholders that differ by document",
                        "'%s' has a file for each document, and no shards: %s", step->id,
                        step->info.file);
    else if (sharded && !node)
        mill_report_add(report, MILL_SEVERITY_ERROR, mark,
                        "say how much a file takes, for example: shard: { documents: 10000 }",
                        "'%s' has {shard} in its 'file', but no 'shard'", step->id);
    else if (node && !sharded)
        mill_node_error(node, report, "for example: file: \"documents-{shard}.jsonl\"",
                        "the file of '%s' needs {shard} in its name: %s", step->id,
                        step->info.file);
}

/* The end of the name says how the file is compressed. */
static void
check_compression(const MillStep *step, const MillMark *mark, MillReport *report)
{
    MillCompression compression = mill_compression_find(step->info.file);
    const char *lack = mill_compression_find_lack(compression);

    if (compression == MILL_COMPRESSION_NONE)
        return;
    if (step->info.type->role == MILL_ROLE_SINK)
        mill_report_add(report, MILL_SEVERITY_ERROR, mark, "give it a name without .gz or .zst",
                        "the sink '%s' writes its file itself, which is not compressed: %s",
                        step->id, step->info.file);
    else if (lack)
        mill_report_add(report, MILL_SEVERITY_ERROR, mark,
                        "give it a name without .gz or .zst, or build textmill with the library",
                        "'%s' writes %s, but this textmill was built without %s", step->id,
                        step->info.file, lack);
}

static void
check_files(const MillPipeline *pipeline, MillReport *report)
{
    g_autoptr(GHashTable) writers = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < pipeline->steps->len; i++) {
        const MillStep *step = mill_pipeline_step(pipeline, i);
        MillMark mark = check_get_mark(pipeline, step);

        if (!step->info.type || step->info.type->role < MILL_ROLE_WRITER)
            continue;
        check_gathering(step, &mark, report);
        check_shard(step, &mark, report);
        check_compression(step, &mark, report);

        const MillStep *other = g_hash_table_lookup(writers, step->info.file);

        if (other)
            mill_report_add(
                report, MILL_SEVERITY_ERROR, &mark, "give one of them another name with 'file'",
                "'%s' and '%s' write the same file: %s", other->id, step->id, step->info.file);
        else
            g_hash_table_insert(writers, (gpointer) step->info.file, (gpointer) step);
    }
}

void
mill_pipeline_check(const MillPipeline *pipeline, gboolean tried, MillReport *report)
{
    gboolean known = TRUE, writer = FALSE;

    check_order(pipeline, report);
    for (guint i = 0; i < pipeline->steps->len; i++) {
        const MillStepType *type = mill_pipeline_step(pipeline, i)->info.type;

        check_layers(pipeline, i, report);
        known = known && type;
        writer = writer || (type && type->role >= MILL_ROLE_WRITER);
    }
    check_files(pipeline, report);
    if (known && !writer && !tried && pipeline->plan->steps->len > 0)
        mill_report_add(report, MILL_SEVERITY_WARNING, &(MillMark){ .file = pipeline->plan->path },
                        "add a writer, such as: - use: json", "no step writes a result");
}
