/* loader.h - loads a pipeline of the fixture steps from a folder made for the test. */
#ifndef TEST_RUN_LOADER_H
#define TEST_RUN_LOADER_H

#include <textmill/pipeline.h>

#include "../config/messages.h"
#include "../run/scratch.h"

typedef struct {
    char *folder; /* with plan.yaml, words.txt and some scripts */
    char *path;
    MillReport *report;
    MillPipeline *pipeline; /* NULL if there were errors */
} Loader;

/* The folder alone, to be filled further. */
static inline void
loader_prepare(Loader *loader)
{
    loader->folder = scratch_new();
    loader->path = scratch_path(loader->folder, "plan.yaml");
    loader->report = mill_report_new();
    scratch_write(loader->folder, "words.txt", "wind\n");
    scratch_write(loader->folder, "count.lua",
                  "return { name = 'count', summary = 'Count', process = function() end }\n");
    scratch_write(loader->folder, "broken.lua", "return {\n  name = = 'broken'\n}\n");
}

static inline void
loader_load(Loader *loader, const char *yaml, const char *const *settings)
{
    const char *const plugin_dirs[] = { TEST_PLUGIN_DIR, NULL };
    g_autoptr(MillCatalog) catalog = mill_catalog_new(plugin_dirs);
    const MillPipelineOptions options = { .catalog = catalog, .settings = settings };

    scratch_write(loader->folder, "plan.yaml", yaml);
    loader->pipeline = mill_pipeline_load(loader->path, &options, loader->report);
}

static inline void
loader_init(Loader *loader, const char *yaml, const char *const *settings)
{
    loader_prepare(loader);
    loader_load(loader, yaml, settings);
}

static inline void
loader_clear(Loader *loader)
{
    mill_pipeline_free(loader->pipeline);
    mill_report_unref(loader->report);
    g_free(loader->path);
    scratch_free(loader->folder);
}

/* A document of the bytes "x", which no reader has seen. (transfer full) */
static inline MillDocument *
loader_document(void)
{
    g_autoptr(GBytes) source = g_bytes_new_static("x", 1);

    return mill_document_new("a.txt", source);
}

/* All messages, with the folder shown as DIR. (transfer full) */
static inline char *
loader_messages(const Loader *loader)
{
    g_autofree char *all = messages_list(loader->report, loader->path);
    GString *messages = g_string_new(all);

    g_string_replace(messages, loader->folder, "DIR", 0);
    return g_string_free(messages, FALSE);
}

#endif
