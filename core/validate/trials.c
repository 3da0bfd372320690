/* trials.c - what every step is put through. */
#include "validate/trials.h"

#include <malloc.h>
#include <stdlib.h>

#include "document/probe.h"

#define LEAK_CALLS 4 /* a lap */
#define LEAK_LAPS                                                                                  \
    60                /* at most: an allocator that fills its caches needs so many to come to rest \
                       */
#define LEAK_STEADY 2 /* laps in a row that leave nothing behind are enough */
#define LEAK_LEAST  8 /* bytes a call that are not chance */
#define TYPICAL_MAX 65536
#define AGAIN_MAX   (512 * 1024) /* larger documents are tried once */

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

/* What there is now; large blocks lie beside the heap. Under AddressSanitizer the heap says 0, and
 * that sanitizer finds leaks itself.
 */
typedef struct {
    gint64 heap;
    gint64 values;
    gint64 edits;
} Stock;

#define CACHE_CLASSES                                                                              \
    64 /* of small blocks that glibc keeps for a thread, and that seem to be in use */
#define CACHE_BLOCKS 7 /* of each */

/* With all cached blocks taken out, the heap says what is in use. */
static Stock
stock_take(void)
{
    gpointer held[CACHE_CLASSES][CACHE_BLOCKS];

    for (gsize i = 0; i < CACHE_CLASSES; i++)
        for (gsize k = 0; k < CACHE_BLOCKS; k++)
            held[i][k] = malloc(24 + 16 * i);
    struct mallinfo2 heap = mallinfo2();

    for (gsize i = 0; i < CACHE_CLASSES; i++)
        for (gsize k = 0; k < CACHE_BLOCKS; k++)
            free(held[i][k]);
    return (Stock){
        .heap = (gint64) (heap.uordblks + heap.hblkhd),
        .values = mill_probe.values,
        .edits = mill_probe.edits,
    };
}

static Stock
stock_since(const Stock *before)
{
    const Stock now = stock_take();

    return (Stock){ now.heap - before->heap, now.values - before->values,
                    now.edits - before->edits };
}

/* Whether nothing was left behind, nor taken back. */
static gboolean
stock_is_steady(const Stock *growth, gint64 n_calls)
{
    return ABS(growth->heap) < n_calls * LEAK_LEAST && growth->values == 0 && growth->edits == 0;
}

/* Does @call over and over, @n_calls times a lap, until some laps in a row leave nothing behind. If
 * that does not happen, what a lap leaves on average: an allocator that tidies up and a cache that
 * fills come to rest, a leak does not. */
static Stock
stock_measure(void (*call)(gconstpointer data, guint index), gconstpointer data, guint index,
              guint n_calls)
{
    Stock before = stock_take(), middle = before, growth = { 0 };
    guint steady = 0;

    for (guint lap = 0; lap < LEAK_LAPS && steady < LEAK_STEADY; lap++) {
        if (lap == LEAK_LAPS / 2)
            middle = stock_take();
        before = stock_take();
        for (guint i = 0; i < n_calls; i++)
            call(data, index);
        growth = stock_since(&before);
        steady = stock_is_steady(&growth, n_calls) ? steady + 1 : 0;
    }
    if (steady == LEAK_STEADY)
        return (Stock){ 0 };
    growth = stock_since(&middle);
    return (Stock){ growth.heap / (LEAK_LAPS / 2), growth.values / (LEAK_LAPS / 2),
                    growth.edits / (LEAK_LAPS / 2) };
}

/* Tells what a lap of @n_calls leaves behind. FALSE if it is anything. */
static gboolean
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
    else
        return TRUE;
    return FALSE;
}

static void
trial_cycle(gconstpointer data, guint index)
{
    mill_instance_free(mill_instance_new(data, TRUE, NULL));
}

/* configure() and close() in turns. */
static void
trial_cycles(const MillSubject *subject)
{
    Stock least;

    if (!subject->type->configure && !subject->type->close)
        return;
    least = stock_measure(trial_cycle, subject, 0, 1);
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
trial_call(gconstpointer data, guint index)
{
    mill_trial_free(mill_instance_try(data, index, MILL_TRY_BARE));
}

/* FALSE if calls with document number @index leave something behind. */
static gboolean
trial_calls(const MillInstance *instance, guint index)
{
    Stock least = stock_measure(trial_call, instance, index, LEAK_CALLS);

    return stock_judge(instance->subject, &least, LEAK_CALLS, "with each document");
}

/* Some leaks are on the way out that a step takes when it fails. */
static void
trial_all_calls(const MillInstance *instance, guint typical)
{
    const MillSubject *subject = instance->subject;
    gboolean clean = trial_calls(instance, typical);

    for (guint i = 0; clean && i < subject->hostile->len; i++)
        if (i != typical && mill_subject_takes(subject, i) &&
            document_size(subject, i) <= TYPICAL_MAX)
            clean = trial_calls(instance, i);
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
        trial_all_calls(instance, (guint) typical);
    mill_probe.keep_dead = TRUE;
}
