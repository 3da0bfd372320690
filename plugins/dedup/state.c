/* state.c - records and losses as bytes; numbers are little-endian. */
#include "state.h"

#include <string.h>

#include <textmill/error.h>

#define STATE_RECORD 'k'
#define STATE_LOSS   'l'

static void
state_put(GString *state, guint32 number)
{
    number = GUINT32_TO_LE(number);
    g_string_append_len(state, (const char *) &number, sizeof number);
}

static void
state_put_string(GString *state, const char *string, gsize length)
{
    state_put(state, (guint32) length);
    g_string_append_len(state, string, (gssize) length);
}

void
dedup_state_put_record(GString *state, const DedupRecord *record, guint bins)
{
    g_string_append_c(state, STATE_RECORD);
    state_put_string(state, record->id, record->id_length);
    g_string_append_len(state, (const char *) record->digest, DEDUP_DIGEST);
    state_put(state, record->has_sketch ? bins : 0);
    for (guint i = 0; record->has_sketch && i < bins; i++) {
        guint16 number = GUINT16_TO_LE(record->sketch[i]);

        g_string_append_len(state, (const char *) &number, sizeof number);
    }
}

void
dedup_state_put_loss(GString *state, const DedupLoss *loss)
{
    g_string_append_c(state, STATE_LOSS);
    state_put_string(state, loss->kept, strlen(loss->kept));
    state_put_string(state, loss->document, strlen(loss->document));
    state_put(state, (guint32) ((guint64) loss->number >> 32));
    state_put(state, (guint32) loss->number);
    state_put(state, loss->percent);
    state_put(state, loss->identical != 0);
}

void
dedup_state_spoil(GString *state)
{
    g_string_append_c(state, '!');
}

static gboolean
state_get(const char **at, const char *end, guint32 *number)
{
    if ((gsize) (end - *at) < sizeof *number)
        return FALSE;
    memcpy(number, *at, sizeof *number);
    *number = GUINT32_FROM_LE(*number);
    *at += sizeof *number;
    return TRUE;
}

/* An id: UTF-8 without NULs. */
static gboolean
state_get_string(const char **at, const char *end, const char **string, gsize *length)
{
    guint32 n;

    if (!state_get(at, end, &n) || (gsize) (end - *at) < n ||
        !g_utf8_validate(*at, (gssize) n, NULL))
        return FALSE;
    *string = *at;
    *length = n;
    *at += n;
    return TRUE;
}

static gboolean
state_get_record(const char **at, const char *end, guint bins, DedupRecord *record)
{
    guint32 n;

    if (!state_get_string(at, end, &record->id, &record->id_length) || end - *at < DEDUP_DIGEST)
        return FALSE;
    memcpy(record->digest, *at, DEDUP_DIGEST);
    *at += DEDUP_DIGEST;
    if (!state_get(at, end, &n) || (n != 0 && n != bins) ||
        (gsize) (end - *at) < n * sizeof(guint16))
        return FALSE;
    record->has_sketch = n > 0;
    memcpy(record->sketch, *at, n * sizeof(guint16));
    for (guint i = 0; i < n; i++)
        record->sketch[i] = GUINT16_FROM_LE(record->sketch[i]);
    *at += n * sizeof(guint16);
    return TRUE;
}

static gboolean
state_get_loss(const char **at, const char *end, DedupEntry *entry)
{
    const char *kept, *document;
    gsize n_kept, n_document;
    guint32 high, low, percent, identical;

    if (!state_get_string(at, end, &kept, &n_kept) ||
        !state_get_string(at, end, &document, &n_document) || !state_get(at, end, &high) ||
        !state_get(at, end, &low) || !state_get(at, end, &percent) || percent > 100 ||
        !state_get(at, end, &identical) || identical > 1)
        return FALSE;
    entry->kept = g_strndup(kept, n_kept);
    entry->document = g_strndup(document, n_document);
    entry->loss = (DedupLoss){ .kept = entry->kept,
                               .document = entry->document,
                               .number = (gint64) ((guint64) high << 32 | low),
                               .percent = percent,
                               .identical = identical != 0 };
    return TRUE;
}

gboolean
dedup_state_next(const char **at, const char *end, guint bins, DedupEntry *entry, GError **error)
{
    char kind = *(*at)++;

    entry->kept = entry->document = NULL;
    entry->is_loss = kind == STATE_LOSS;
    if ((kind == STATE_RECORD && state_get_record(at, end, bins, &entry->record)) ||
        (kind == STATE_LOSS && state_get_loss(at, end, entry)))
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                "a state of duplicates is damaged, or was made with other options");
    return FALSE;
}

void
dedup_entry_clear(DedupEntry *entry)
{
    g_clear_pointer(&entry->kept, g_free);
    g_clear_pointer(&entry->document, g_free);
}
