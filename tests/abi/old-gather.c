/* old-gather - a sink and a corpus step, as ABI 1.1 first had them. */
#include <textmill/plugin.h>

#include <string.h>

typedef struct {
    gint64 least;
    GString *lines; /* what came from store() or merge() */
    char *path;
} Gather;

static const MillOption gather_options[] = {
    MILL_OPTION_INT(Gather, least, 1, 0, G_MAXINT64, "leave shorter documents out"),
    MILL_OPTIONS_END,
};

/* The number of bytes, on a line. */
static gboolean
gather_encode(gpointer self, MillDocument *document, MillOutput *output, GError **error)
{
    const Gather *gather = self;
    gsize length;

    mill_document_get_text(document, &length);
    if ((gint64) length >= gather->least)
        g_string_append_printf(mill_output_part(output, NULL, NULL), "%" G_GSIZE_FORMAT "\n",
                               length);
    return TRUE;
}

static gboolean
gather_open(gpointer self, const char *path, GError **error)
{
    Gather *gather = self;

    if (!gather->lines)
        gather->lines = g_string_new(NULL);
    g_string_truncate(gather->lines, 0);
    g_free(gather->path);
    gather->path = g_strdup(path);
    return TRUE;
}

static gboolean
gather_store(gpointer self, const MillPart *part, GError **error)
{
    g_string_append_printf(((Gather *) self)->lines, "%" G_GINT64_FORMAT " %.*s", part->number,
                           (int) part->length, part->bytes);
    return TRUE;
}

static gboolean
gather_write(gpointer self, MillOutput *output, GError **error)
{
    const Gather *gather = self;

    return g_file_set_contents(gather->path, gather->lines->str, (gssize) gather->lines->len,
                               error);
}

/* The state is a sum in decimal. */
static gboolean
gather_merge(gpointer self, const char *state, gsize length, GError **error)
{
    Gather *gather = self;
    g_autofree char *number = g_strndup(state, length);
    gint64 sum = g_ascii_strtoll(gather->lines->str, NULL, 10) + g_ascii_strtoll(number, NULL, 10);

    g_string_printf(gather->lines, "%" G_GINT64_FORMAT, sum);
    return TRUE;
}

static void
gather_save(gpointer self, GString *state)
{
    g_string_append(state, ((Gather *) self)->lines->str);
}

static gboolean
gather_finish(gpointer self, MillOutput *output, GError **error)
{
    g_string_append_printf(mill_output_part(output, NULL, "bytes\n"), "%s\n",
                           ((Gather *) self)->lines->str);
    return TRUE;
}

static void
gather_close(gpointer self)
{
    Gather *gather = self;

    if (gather->lines)
        g_string_free(gather->lines, TRUE);
    g_free(gather->path);
}

static gboolean
tool_run(const char *const *arguments, GString *output, MillReport *report, GError **error)
{
    g_string_append(output, "an old tool\n");
    return TRUE;
}

static const MillTool tool = {
    .name = "old-tool",
    .usage = "",
    .summary = "Says so",
    .help = "Example: textmill old-tool\n",
    .run = tool_run,
};

static const MillStepType sink =
    MILL_STEP_TYPE(.name = "old-sink", .summary = "An old sink", .role = MILL_ROLE_SINK,
                   .options = gather_options, .options_size = sizeof(Gather), .file = "old.txt",
                   .encode = gather_encode, .close = gather_close, .tool = &tool,
                   .open = gather_open, .store = gather_store, .finish = gather_write);
static const MillStepType corpus =
    MILL_STEP_TYPE(.name = "old-corpus", .summary = "An old corpus step", .role = MILL_ROLE_CORPUS,
                   .options = gather_options, .options_size = sizeof(Gather), .file = "sum.txt",
                   .encode = gather_encode, .close = gather_close, .open = gather_open,
                   .merge = gather_merge, .save = gather_save, .finish = gather_finish);

MILL_PLUGIN_STEPS(&sink, &corpus)
