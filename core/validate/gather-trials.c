/* gather-trials.c - what sinks and corpus steps are put through, in the place of a run's parent. */
#include <glib/gstdio.h>
#include <string.h>

#include "validate/inspect.h"
#include "validate/trials.h"

#define GATHER_SEED    20260402
#define GATHER_DAMAGES 64

/* A sink's file, alone in a folder. */
typedef struct {
    char *folder;
    char *path;
} Place;

static void
place_init(Place *place)
{
    place->folder = g_dir_make_tmp("textmill-validate-XXXXXX", NULL);
    place->path = g_build_filename(place->folder ? place->folder : "/nonexistent", "result", NULL);
    g_file_set_contents(place->path, "", 0, NULL);
}

/* Deletes the folder. Returns the name of a file beside the sink's own, if there is one. (transfer
 * full) */
static char *
place_clear(Place *place)
{
    g_autoptr(GDir) dir = place->folder ? g_dir_open(place->folder, 0, NULL) : NULL;
    char *other = NULL;
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(place->folder, name, NULL);

        if (!g_str_equal(name, "result") && !other)
            other = g_strdup(name);
        g_remove(path);
    }
    if (place->folder)
        g_rmdir(place->folder);
    g_free(place->folder);
    g_free(place->path);
    return other;
}

static gboolean
gather_judge(const MillSubject *subject, gboolean fine, GError **error)
{
    g_autofree char *message = *error ? g_strdup((*error)->message) : NULL;

    mill_subject_leave(subject);
    mill_subject_judge(subject, fine, error);
    if (!fine && message)
        mill_subject_find(subject, "fails", "%s() failed: %s", mill_call_name(subject->watch->call),
                          message);
    return fine;
}

static gboolean
gather_open(const MillInstance *instance, const char *path)
{
    const MillSubject *subject = instance->subject;
    GError *error = NULL;

    mill_subject_enter(subject, MILL_CALL_OPEN, MILL_WATCH_NO_DOCUMENT);
    return gather_judge(subject, subject->type->open(instance->self, path, &error), &error);
}

static gboolean
gather_finish(const MillInstance *instance, MillOutput *output)
{
    const MillSubject *subject = instance->subject;
    GError *error = NULL;

    mill_subject_enter(subject, MILL_CALL_FINISH, MILL_WATCH_NO_DOCUMENT);
    return gather_judge(subject, subject->type->finish(instance->self, output, &error), &error);
}

static void
gather_abandon(const MillInstance *instance)
{
    const MillSubject *subject = instance->subject;

    if (!subject->type->abandon)
        return;
    mill_subject_enter(subject, MILL_CALL_ABANDON, MILL_WATCH_NO_DOCUMENT);
    subject->type->abandon(instance->self);
    mill_subject_leave(subject);
}

static gboolean
gather_store(const MillInstance *instance, guint index, const MillPart *part)
{
    const MillSubject *subject = instance->subject;
    GError *error = NULL;

    mill_subject_enter(subject, MILL_CALL_STORE, index);
    return gather_judge(subject, subject->type->store(instance->self, part, &error), &error);
}

static gboolean
gather_merge(const MillInstance *instance, guint index, const char *state, gsize length)
{
    const MillSubject *subject = instance->subject;
    /* Of its own size, and without a NUL behind it, so that reading on is noticed by tools. */
    g_autofree char *copy = g_memdup2(state, length);
    GError *error = NULL;

    mill_subject_enter(subject, MILL_CALL_MERGE, index);
    return gather_judge(
        subject, subject->type->merge(instance->self, copy ? copy : "", length, &error), &error);
}

/* The output of document number @index, if it would have been exported. */
static const MillOutput *
gather_get(const GPtrArray *trials, guint index)
{
    const MillTrial *trial = g_ptr_array_index(trials, index);

    return trial && trial->output && trial->verdict == MILL_KEEP ? trial->output : NULL;
}

/* What steps are told of documents that were lost holds anything that is UTF-8. */
static gboolean
gather_lose(const MillInstance *instance, guint index)
{
    const MillSubject *subject = instance->subject;
    g_autofree char *id = g_strdup_printf("%u.txt", index);
    const MillLoss loss = {
        .document = id,
        .number = index,
        .dropped = index % 2 == 0,
        .step = index % 3 == 0 ? NULL : "step",
        .code = index % 2 == 0 ? NULL : "data",
        .message = index % 5 == 0 ? "" : "a \"reason\", <b>\n\xE2\x80\xAE\x01",
    };
    GError *error = NULL;

    if (!subject->type->lose)
        return TRUE;
    mill_subject_enter(subject, MILL_CALL_LOSE, index);
    return gather_judge(subject, subject->type->lose(instance->self, &loss, &error), &error);
}

static gboolean
gather_store_all(const MillInstance *instance, const GPtrArray *trials, guint from)
{
    for (guint i = from; i < trials->len; i++) {
        const MillOutput *output = gather_get(trials, i);

        if (!output && !gather_lose(instance, i))
            return FALSE;
        for (gsize k = 0; output && k < mill_output_get_n_parts(output); k++) {
            const GString *bytes = mill_output_get_bytes(output, k);
            g_autofree char *id = g_strdup_printf("%u.txt", i);
            MillPart part = {
                .document = id,
                .number = i,
                .name = mill_output_get_part_name(output, k),
                .bytes = bytes->str,
                .length = bytes->len,
            };

            if (!gather_store(instance, i, &part))
                return FALSE;
        }
    }
    return TRUE;
}

/* A run. The file's bytes, or NULL if it failed. (transfer full) */
static GBytes *
sink_run(const MillInstance *instance, const GPtrArray *trials, guint from)
{
    const MillSubject *subject = instance->subject;
    Place place;
    char *contents = NULL;
    gsize length = 0;
    g_autofree char *other = NULL;

    place_init(&place);
    gboolean fine = gather_open(instance, place.path) && gather_store_all(instance, trials, from) &&
                    gather_finish(instance, NULL);

    if (!fine)
        gather_abandon(instance);
    else if (!g_file_get_contents(place.path, &contents, &length, NULL))
        mill_subject_find(subject, "no-file",
                          "after finish() there is no file at the path that "
                          "open() was given");
    other = place_clear(&place);
    if (fine && other)
        mill_subject_find(subject, "leftover", "after finish() there is a file '%s' beside the own",
                          other);
    return contents ? g_bytes_new_take(contents, length) : NULL;
}

/* A run that fails after one document, or before all. */
static void
sink_fail(const MillInstance *instance, const GPtrArray *trials)
{
    const MillSubject *subject = instance->subject;
    Place place;
    g_autofree char *other = NULL;
    GError *error = NULL;

    place_init(&place);
    if (gather_open(instance, place.path))
        gather_store_all(instance, trials, trials->len - MIN(trials->len, 12));
    gather_abandon(instance);
    other = place_clear(&place);
    if (other && subject->type->abandon)
        mill_subject_find(subject, "leftover", "abandon() left a file '%s'", other);

    mill_subject_enter(subject, MILL_CALL_OPEN, MILL_WATCH_NO_DOCUMENT);
    gboolean fine = subject->type->open(instance->self, "/nonexistent/folder/result", &error);

    mill_subject_leave(subject);
    mill_subject_judge(subject, fine, &error);
    gather_abandon(instance);
}

static void
sink_compare(const MillSubject *subject, GBytes *a, GBytes *b, const char *when)
{
    if (!a || !b || g_bytes_equal(a, b))
        return;
    subject->watch->call = MILL_CALL_FINISH;
    mill_subject_find(subject, "other-bytes", "the same documents give a file of other bytes %s",
                      when);
}

static void
trial_sink(const MillSubject *subject, const GPtrArray *trials)
{
    g_autoptr(MillInstance) instance = mill_instance_new(subject, TRUE, NULL);
    g_autoptr(MillInstance) other = mill_instance_new(subject, TRUE, NULL);

    if (!instance || !other)
        return;
    g_autoptr(GBytes) first = sink_run(instance, trials, 0);

    sink_fail(instance, trials);
    g_autoptr(GBytes) second = sink_run(instance, trials, 0);
    g_autoptr(GBytes) third = sink_run(other, trials, 0);
    GBytes *none = sink_run(other, trials, trials->len); /* a run without documents */

    g_clear_pointer(&none, g_bytes_unref);
    sink_compare(subject, first, second, "in a second run");
    sink_compare(subject, first, third, "in another instance");
}

/* Merges what documents from @from to @end, counted @backwards, gave. */
static gboolean
corpus_merge(const MillInstance *instance, const GPtrArray *trials, guint from, guint end,
             gboolean backwards)
{
    for (guint i = from; i < end; i++) {
        guint index = backwards ? end - 1 - (i - from) : i;
        const MillOutput *output = gather_get(trials, index);

        if (!output && !gather_lose(instance, index))
            return FALSE;
        for (gsize k = 0; output && k < mill_output_get_n_parts(output); k++) {
            const GString *bytes = mill_output_get_bytes(output, k);

            if (!gather_merge(instance, index, bytes->str, bytes->len))
                return FALSE;
        }
    }
    return TRUE;
}

/* What finish() says. NULL if it fails. (transfer full) */
static MillPortrait *
corpus_end(const MillInstance *instance)
{
    g_autoptr(MillOutput) output = mill_output_new();
    MillPortrait *portrait;

    if (!gather_finish(instance, output))
        return NULL;
    mill_inspect_output(instance->subject, output);
    portrait = mill_portrait_new();
    mill_portrait_add_output(portrait, output);
    return portrait;
}

static MillPortrait *
corpus_run(const MillInstance *instance, const GPtrArray *trials, gboolean backwards)
{
    if (gather_open(instance, NULL) && corpus_merge(instance, trials, 0, trials->len, backwards))
        return corpus_end(instance);
    gather_abandon(instance);
    return NULL;
}

static GString *
corpus_save(const MillInstance *instance)
{
    const MillSubject *subject = instance->subject;
    GString *state = g_string_new(NULL);

    mill_subject_enter(subject, MILL_CALL_SAVE, MILL_WATCH_NO_DOCUMENT);
    subject->type->save(instance->self, state);
    mill_subject_leave(subject);
    return state;
}

/* What two instances saved, each of a half, merged by a third. */
static MillPortrait *
corpus_run_in_halves(const MillSubject *subject, const GPtrArray *trials)
{
    g_autoptr(MillInstance) early = mill_instance_new(subject, TRUE, NULL);
    g_autoptr(MillInstance) late = mill_instance_new(subject, TRUE, NULL);
    g_autoptr(MillInstance) whole = mill_instance_new(subject, TRUE, NULL);
    guint middle = trials->len / 2;

    if (!early || !late || !whole || !gather_open(early, NULL) || !gather_open(late, NULL) ||
        !gather_open(whole, NULL) || !corpus_merge(early, trials, 0, middle, FALSE) ||
        !corpus_merge(late, trials, middle, trials->len, FALSE))
        return NULL;
    g_autoptr(GString) first = corpus_save(early);
    g_autoptr(GString) second = corpus_save(late);

    if (!gather_merge(whole, MILL_WATCH_NO_DOCUMENT, second->str, second->len) ||
        !gather_merge(whole, MILL_WATCH_NO_DOCUMENT, first->str, first->len))
        return NULL;
    return corpus_end(whole);
}

/* A state that was damaged on its way may be refused, but must not kill the run. */
static void
corpus_damage(const MillSubject *subject, const GString *state)
{
    g_autoptr(MillInstance) instance = mill_instance_new(subject, TRUE, NULL);
    GRand *random = g_rand_new_with_seed(GATHER_SEED);

    if (!instance || !gather_open(instance, NULL))
        state = NULL;
    for (guint i = 0; state && state->len > 0 && i < GATHER_DAMAGES; i++) {
        gsize length = (gsize) g_rand_int_range(random, 0, (gint32) MIN(state->len, 65536));
        g_autofree char *damaged = g_memdup2(state->str, MAX(length, 1));
        GError *error = NULL;

        if (length > 0 && i % 2)
            damaged[g_rand_int_range(random, 0, (gint32) length)] =
                (char) g_rand_int_range(random, 0, 256);
        mill_subject_enter(subject, MILL_CALL_MERGE, MILL_WATCH_NO_DOCUMENT);
        gboolean fine = subject->type->merge(instance->self, damaged, length, &error);

        mill_subject_leave(subject);
        mill_subject_judge(subject, fine, &error);
    }
    g_rand_free(random);
}

static gboolean
corpus_compare(const MillSubject *subject, const MillPortrait *a, const MillPortrait *b,
               const char *code, const char *when)
{
    const char *feature = a && b ? mill_portrait_compare(a, b) : NULL;

    if (!feature)
        return TRUE;
    subject->watch->call = MILL_CALL_FINISH;
    mill_subject_find(subject, code, "finish() gives another result %s: its %s differs", when,
                      feature);
    return FALSE;
}

static void
trial_corpus(const MillSubject *subject, const GPtrArray *trials)
{
    g_autoptr(MillInstance) instance = mill_instance_new(subject, TRUE, NULL);
    g_autoptr(MillPortrait) first = instance ? corpus_run(instance, trials, FALSE) : NULL;

    if (!first)
        return;
    g_autoptr(MillPortrait) again = corpus_run(instance, trials, FALSE);
    g_autoptr(MillPortrait) backwards = corpus_run(instance, trials, TRUE);
    g_autoptr(GString) state = corpus_save(instance);
    g_autoptr(MillPortrait) halves = corpus_run_in_halves(subject, trials);

    if (corpus_compare(subject, first, again, "not-reset", "in a second run, after open()") &&
        corpus_compare(subject, first, backwards, "merge-order",
                       "when documents are merged in another order"))
        corpus_compare(subject, first, halves, "save",
                       "when what save() gave for the halves of the documents is merged");
    if (gather_open(instance, NULL))
        mill_portrait_free(corpus_end(instance));
    corpus_damage(subject, state);
}

/* One answer of admit(). The reason, or NULL. (transfer full) */
static char *
gather_ask(const MillInstance *instance, const MillPart *part, gboolean *fine)
{
    const MillSubject *subject = instance->subject;
    char *reason = NULL;
    GError *error = NULL;

    mill_subject_enter(subject, MILL_CALL_ADMIT, (guint) part->number);
    *fine =
        gather_judge(subject, subject->type->admit(instance->self, part, &reason, &error), &error);
    if (reason && !g_utf8_validate(reason, -1, NULL))
        mill_subject_find(subject, "error-not-utf-8", "the reason is not UTF-8");
    return reason;
}

/* Whether document number @index may be exported; asked twice, it must answer the same. */
static gboolean
corpus_admits(const MillInstance *instance, const MillOutput *output, guint index)
{
    gboolean admits = TRUE;

    for (gsize k = 0; k < mill_output_get_n_parts(output); k++) {
        const GString *bytes = mill_output_get_bytes(output, k);
        g_autofree char *id = g_strdup_printf("%u.txt", index);
        const MillPart part = { .document = id,
                                .number = index,
                                .name = mill_output_get_part_name(output, k),
                                .bytes = bytes->str,
                                .length = bytes->len };
        gboolean fine, again;
        g_autofree char *first = gather_ask(instance, &part, &fine);
        g_autofree char *second = gather_ask(instance, &part, &again);

        if (fine && again && g_strcmp0(first, second) != 0)
            mill_subject_find(instance->subject, "admit",
                              "admit() answers in another way when it is asked again");
        admits = admits && fine && !first;
    }
    return admits;
}

/* A run that asks, and one of the documents that were admitted, which does not. */
static void
trial_admit(const MillSubject *subject, const GPtrArray *trials)
{
    g_autoptr(MillInstance) asked = mill_instance_new(subject, TRUE, NULL);
    g_autoptr(MillInstance) other = mill_instance_new(subject, TRUE, NULL);

    if (!asked || !other || !gather_open(asked, NULL) || !gather_open(other, NULL))
        return;
    for (guint i = 0; i < trials->len; i++) {
        const MillOutput *output = gather_get(trials, i);

        if (output && corpus_admits(asked, output, i) &&
            !(corpus_merge(asked, trials, i, i + 1, FALSE) &&
              corpus_merge(other, trials, i, i + 1, FALSE)))
            return;
    }
    g_autoptr(MillPortrait) first = corpus_end(asked);
    g_autoptr(MillPortrait) second = corpus_end(other);

    corpus_compare(subject, first, second, "admit", "when admit() was not asked");
}

void
mill_trial_gathering(const MillSubject *subject, const GPtrArray *trials)
{
    if (subject->type->role == MILL_ROLE_SINK)
        trial_sink(subject, trials);
    else
        trial_corpus(subject, trials);
    if (subject->type->role == MILL_ROLE_CORPUS && subject->type->admit)
        trial_admit(subject, trials);
}
