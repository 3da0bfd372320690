/* report.c - losses as bytes of a store: a head and the two ids, each with its NUL. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "store.h"

#define REPORT_PREFIX "duplicate of '"

typedef struct {
    gint64 number;
    guint32 kept;     /* bytes, with the NUL */
    guint32 document; /* bytes, with the NUL */
    guint32 percent;
    guint32 identical;
} ReportHead;

struct DedupReport {
    DedupStore *store;
    guint64 length;
};

DedupReport *
dedup_report_new(const char *folder, gsize memory)
{
    DedupReport *self = g_new0(DedupReport, 1);

    self->store = dedup_store_new(folder, memory);
    return self;
}

void
dedup_report_free(DedupReport *self)
{
    if (!self)
        return;
    dedup_store_free(self->store);
    g_free(self);
}

gboolean
dedup_report_add(DedupReport *self, const DedupLoss *loss, GError **error)
{
    const ReportHead head = { .number = loss->number,
                              .kept = (guint32) strlen(loss->kept) + 1,
                              .document = (guint32) strlen(loss->document) + 1,
                              .percent = loss->percent,
                              .identical = loss->identical };

    if (!dedup_store_write(self->store, self->length, &head, sizeof head, error) ||
        !dedup_store_write(self->store, self->length + sizeof head, loss->kept, head.kept, error) ||
        !dedup_store_write(self->store, self->length + sizeof head + head.kept, loss->document,
                           head.document, error))
        return FALSE;
    self->length += sizeof head + head.kept + head.document;
    return TRUE;
}

static int
report_compare(const void *a, const void *b)
{
    const DedupLoss *x = a, *y = b;
    int order = strcmp(x->kept, y->kept);

    if (order == 0)
        order = (x->number > y->number) - (x->number < y->number);
    return order != 0 ? order : strcmp(x->document, y->document);
}

gboolean
dedup_report_each(DedupReport *self, gboolean sorted, DedupReportEach each, gpointer data,
                  GError **error)
{
    g_autofree char *bytes = g_malloc(self->length + 1);
    g_autoptr(GArray) losses = g_array_new(FALSE, FALSE, sizeof(DedupLoss));

    if (!dedup_store_read(self->store, 0, bytes, self->length, error))
        return FALSE;
    for (const char *at = bytes, *end = bytes + self->length; at < end;) {
        ReportHead head;
        DedupLoss loss;

        memcpy(&head, at, sizeof head);
        loss = (DedupLoss){ .kept = at + sizeof head,
                            .document = at + sizeof head + head.kept,
                            .number = head.number,
                            .percent = head.percent,
                            .identical = head.identical != 0 };
        g_array_append_val(losses, loss);
        at += sizeof head + head.kept + head.document;
    }
    if (sorted && losses->len > 0)
        qsort(losses->data, losses->len, sizeof(DedupLoss), report_compare);
    for (guint i = 0; i < losses->len; i++)
        each(&g_array_index(losses, DedupLoss, i), data);
    return TRUE;
}

char *
dedup_report_reason(const char *kept, gboolean identical, double similarity)
{
    guint percent = (guint) (similarity * 100 + 0.5);

    if (identical)
        return g_strdup_printf(REPORT_PREFIX "%s' (identical)", kept);
    return g_strdup_printf(REPORT_PREFIX "%s' (similarity %u.%02u)", kept, percent / 100,
                           percent % 100);
}

gboolean
dedup_report_read_reason(const char *reason, char **kept, DedupLoss *loss)
{
    const char *id = reason + strlen(REPORT_PREFIX), *end;

    if (!g_str_has_prefix(reason, REPORT_PREFIX) || !(end = g_strrstr(id, "' (")))
        return FALSE;
    loss->identical = g_str_equal(end, "' (identical)");
    loss->percent = 100;
    if (!loss->identical) {
        const char *number = end + strlen("' (similarity ");

        if (!g_str_has_prefix(end, "' (similarity ") || !g_ascii_isdigit(number[0]) ||
            number[1] != '.' || !g_ascii_isdigit(number[2]) || !g_ascii_isdigit(number[3]) ||
            !g_str_equal(number + 4, ")"))
            return FALSE;
        loss->percent =
            (guint) ((number[0] - '0') * 100 + (number[2] - '0') * 10 + number[3] - '0');
    }
    *kept = g_strndup(id, (gsize) (end - id));
    return TRUE;
}
