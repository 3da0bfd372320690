/* trials.c - what every step is put through. */
#include "validate/trials.h"

#include <malloc.h>

#include "document/probe.h"

#define LEAK_LAPS        5  /* that are measured */
#define LEAK_WARM_CYCLES 3  /* of configure() and close() before */
#define LEAK_CALLS       24 /* a lap */
#define LEAK_LEAST       8  /* bytes a call that are not chance */
#define TYPICAL_MAX      65536
#define AGAIN_MAX        (512 * 1024) /* larger documents are tried once */

static gsize
document_size(const MillSubject *subject, guint index)
{
    const MillHostile *item = g_ptr_array_index(subject->hostile, index);

    return g_bytes_get_size(item->bytes);
}

/* Whether two fresh instances agree about the document, and so the difference that was found is due
 * to what came before. */
static gboolean
trial_is_settled(const MillSubject *subject, guint index)
{
    g_autoptr(MillInstance) a = mill_instance_new(subject, TRUE, NULL);
    g_autoptr(MillInstance) b = mill_instance_new(subject, TRUE, NULL);
    g_autoptr(MillTrial) first = a ? mill_instance_try(a, index, MILL_TRY_AGAIN) : NULL;
    g_autoptr(MillTrial) second = b ? mill_instance_try(b, index, MILL_TRY_AGAIN) : NULL;

    return !first || !second || !mill_portrait_compare(first->portrait, second->portrait);
}

/* Compares what document number @index gives now with what it gave before. FALSE if that differs.
 */
static gboolean
trial_compare(const MillSubject *subject, const MillTrial *before, const MillTrial *after,
              guint index, const char *code, const char *when)
{
    const char *feature = mill_portrait_compare(before->portrait, after->portrait);

    if (!feature)
        return TRUE;
    gboolean settled = trial_is_settled(subject, index);

    subject->watch->call =
        subject->type->role >= MILL_ROLE_WRITER ? MILL_CALL_ENCODE : MILL_CALL_PROCESS;
    subject->watch->document = index;
    if (!settled)
        mill_subject_find(subject, "random",
                          "the same document gives another result each time: its %s differs",
                          feature);
    else
        mill_subject_find(subject, code,
                          "the same document gives another result %s: its %s differs", when,
                          feature);
    return FALSE;
}

/* Tries all documents from the last to the first and compares with the round before. FALSE if one
 * differs. */
static gboolean
trial_again(const MillInstance *instance, const GPtrArray *trials, const char *code,
            const char *when)
{
    const MillSubject *subject = instance->subject;
    gboolean same = TRUE;

    for (guint i = trials->len; i > 0; i--) {
        const MillTrial *before = g_ptr_array_index(trials, i - 1);

        if (!before || document_size(subject, i - 1) > AGAIN_MAX)
            continue;
        g_autoptr(MillTrial) after = mill_instance_try(instance, i - 1, MILL_TRY_AGAIN);

        same = trial_compare(subject, before, after, i - 1, code, when) && same;
    }
    return same;
}

static void
trial_free(gpointer data)
{
    mill_trial_free(data);
}

gsize
mill_trial_documents(const MillSubject *subject, MillInstance *instance, GPtrArray *trials)
{
    g_autoptr(GPtrArray) own = trials ? g_ptr_array_ref(trials) : g_ptr_array_new();
    g_autoptr(MillInstance) first = instance;
    gsize n_documents = 0;

    g_ptr_array_set_free_func(own, trial_free);
    for (guint i = 0; i < subject->hostile->len; i++) {
        gboolean takes = mill_subject_takes(subject, i);

        g_ptr_array_add(own, takes ? mill_instance_try(first, i, MILL_TRY_STRICT) : NULL);
        n_documents += takes;
    }
    if (!trial_again(first, own, "order", "after other documents"))
        return n_documents;
    g_autoptr(MillInstance) second = mill_instance_new(subject, TRUE, NULL);

    if (!second || !trial_again(second, own, "order", "after other documents"))
        return n_documents;
    g_clear_pointer(&first, mill_instance_free);
    trial_again(second, own, "shared-state", "when another step of this type was closed");
    return n_documents;
}

/* What there is now. Under AddressSanitizer the heap says 0, and that sanitizer finds leaks itself.
 */
typedef struct {
    gint64 heap;
    gint64 values;
    gint64 edits;
} Stock;

static Stock
stock_take(void)
{
    return (Stock){
        .heap = (gint64) mallinfo2().uordblks,
        .values = mill_probe.values,
        .edits = mill_probe.edits,
    };
}

/* What is more after each of the @n_marks - 1 laps: the least, because an allocator that tidies up
 * and a cache that fills show in some laps, a leak in all. */
static Stock
stock_measure(const Stock *marks, gsize n_marks)
{
    Stock least = { G_MAXINT64, G_MAXINT64, G_MAXINT64 };

    for (gsize i = 1; i < n_marks; i++) {
        least.heap = MIN(least.heap, marks[i].heap - marks[i - 1].heap);
        least.values = MIN(least.values, marks[i].values - marks[i - 1].values);
        least.edits = MIN(least.edits, marks[i].edits - marks[i - 1].edits);
    }
    return least;
}

/* Tells what a lap of @n_calls leaves behind. */
static void
stock_judge(const MillSubject *subject, const Stock *least, gint64 n_calls, const char *each)
{
    if (least->values >= n_calls)
        mill_subject_find(subject, "value-leak",
                          "%" G_GINT64_FORMAT
                          " values are not given back %s: each mill_value_new_*() "
                          "and mill_value_dup*() needs its mill_value_unref()",
                          least->values / n_calls, each);
    else if (least->edits >= n_calls)
        mill_subject_find(subject, "edit-leak",
                          "%" G_GINT64_FORMAT
                          " edits are not freed %s: each mill_edit_new() needs its "
                          "mill_edit_free()",
                          least->edits / n_calls, each);
    else if (least->heap >= n_calls * LEAK_LEAST)
        mill_subject_find(subject, "leak",
                          "%" G_GINT64_FORMAT " bytes of memory are not given back %s",
                          least->heap / n_calls, each);
}

/* configure() and close() in turns. The first rounds may set up what stays for good. */
static void
trial_cycles(const MillSubject *subject)
{
    Stock marks[LEAK_LAPS + 1];
    Stock least;

    for (gint i = -LEAK_WARM_CYCLES; i <= LEAK_LAPS; i++) {
        mill_instance_free(mill_instance_new(subject, TRUE, NULL));
        if (i >= 0)
            marks[i] = stock_take();
    }
    least = stock_measure(marks, G_N_ELEMENTS(marks));
    if (subject->type->configure || subject->type->close)
        stock_judge(subject, &least, 1, "by configure() and close()");
}

/* The number of a document of a few pages, or else of any that is not large; -1 for none. */
static gint
trial_find_typical(const MillSubject *subject)
{
    gint any = -1;

    for (guint i = 0; i < subject->hostile->len; i++) {
        const MillHostile *item = g_ptr_array_index(subject->hostile, i);

        if (!mill_subject_takes(subject, i) || document_size(subject, i) > TYPICAL_MAX)
            continue;
        if (item->flags & MILL_HOSTILE_TYPICAL)
            return (gint) i;
        any = any < 0 ? (gint) i : any;
    }
    return any;
}

static void
trial_calls(const MillInstance *instance, guint index)
{
    Stock marks[LEAK_LAPS + 1];
    Stock least;

    for (gint lap = -1; lap <= LEAK_LAPS - 1; lap++) {
        for (guint i = 0; i < LEAK_CALLS; i++)
            mill_trial_free(mill_instance_try(instance, index, MILL_TRY_BARE));
        marks[lap + 1] = stock_take();
    }
    least = stock_measure(marks, G_N_ELEMENTS(marks));
    stock_judge(instance->subject, &least, LEAK_CALLS, "with each document");
}

void
mill_trial_leaks(const MillSubject *subject)
{
    gint typical = trial_find_typical(subject);

    if (*subject->damaged)
        return; /* the heap would not survive it, or says nothing */
    /* As after a configure() that fails at its first line. */
    mill_instance_free(mill_instance_new(subject, FALSE, NULL));
    mill_probe.keep_dead = FALSE; /* what is kept would look like a leak */
    trial_cycles(subject);

    g_autoptr(MillInstance) instance = mill_instance_new(subject, TRUE, NULL);

    if (instance && typical >= 0)
        trial_calls(instance, (guint) typical);
    mill_probe.keep_dead = TRUE;
}
