/* collect-state.c - what the ledger is told of a file that collects documents. */
#include "results/collect-state.h"

#include <stdio.h>
#include <string.h>

static const char *const state_names[] = {
    [MILL_COMPRESSION_NONE] = "plain",
    [MILL_COMPRESSION_GZIP] = "gzip",
    [MILL_COMPRESSION_ZSTD] = "zstd",
};

#define STATE_FORMAT                                                                               \
    "raw %" G_GINT64_FORMAT " documents %" G_GINT64_FORMAT " tail %" G_GINT64_FORMAT               \
    " generation %" G_GINT64_FORMAT

char *
mill_collect_state_dup_text(const MillCollectState *state)
{
    return g_strdup_printf("%s " STATE_FORMAT, state_names[state->compression], state->raw,
                           state->documents, state->tail, state->generation);
}

gboolean
mill_collect_state_parse(const MillLedgerFile *file, MillCollectState *state)
{
    *state = (MillCollectState){ .raw = file->size };
    if (!file->state)
        return file->size >= 0;
    const char *numbers = strchr(file->state, ' ');
    gsize length = numbers ? (gsize) (numbers - file->state) : 0;
    guint kind = 0;

    while (kind < G_N_ELEMENTS(state_names) &&
           (strncmp(state_names[kind], file->state, length) != 0 ||
            strlen(state_names[kind]) != length))
        kind++;
    state->compression = (MillCompression) kind;
    return kind < G_N_ELEMENTS(state_names) &&
           sscanf(numbers + 1, STATE_FORMAT, &state->raw, &state->documents, &state->tail,
                  &state->generation) == 4 &&
           state->raw >= 0 && state->documents >= 0 && state->tail >= 0 &&
           state->tail <= state->raw && state->generation >= 0;
}

char *
mill_collect_state_dup_tail(gint64 number, gint64 generation)
{
    return g_strdup_printf("%" G_GINT64_FORMAT ".tail-%" G_GINT64_FORMAT, number, generation);
}

gboolean
mill_collect_state_is_tail(const char *name)
{
    return strstr(name, ".tail-") != NULL;
}
