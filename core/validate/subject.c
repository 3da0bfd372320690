/* subject.c - a step under suspicion: its instances and its calls. */
#include "validate/subject.h"

#include <stdarg.h>
#include <string.h>

#include "document/document-private.h"
#include "document/probe.h"
#include "plugin/context-private.h"

#include "validate/guard.h"
#include "validate/inspect.h"

void
mill_subject_find(const MillSubject *subject, const char *code, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    mill_note_send(subject->notes, &(MillNote){
                                       .kind = MILL_MESSAGE_FINDING,
                                       .step = subject->number,
                                       .number = subject->watch->call,
                                       .other = subject->watch->document,
                                       .word = code,
                                       .text = text,
                                   });
}

void
mill_subject_enter(const MillSubject *subject, MillCall call, guint document)
{
    MillWatch *watch = subject->watch;

    watch->call = call;
    watch->document = document;
    watch->fault = MILL_FAULT_NONE;
    __atomic_store_n(&watch->started, g_get_monotonic_time(), __ATOMIC_SEQ_CST);
}

void
mill_subject_leave(const MillSubject *subject)
{
    __atomic_store_n(&subject->watch->started, 0, __ATOMIC_SEQ_CST);
}

void
mill_subject_judge(const MillSubject *subject, gboolean fine, GError **error)
{
    const char *call = mill_call_name(subject->watch->call);

    if (!fine && !*error)
        mill_subject_find(subject, "silent-failure", "%s() failed without setting its error", call);
    if (fine && *error)
        mill_subject_find(subject, "stray-error", "%s() set its error (%s) but did not fail", call,
                          (*error)->message);
    if (!fine && g_error_matches(*error, MILL_ERROR, MILL_ERROR_EDIT))
        mill_subject_find(subject, "bad-edit", "%s() failed because its edit was refused: %s", call,
                          (*error)->message);
    if (*error && !g_utf8_validate((*error)->message, -1, NULL))
        mill_subject_find(subject, "error-not-utf-8", "the message of the error is not UTF-8");
    g_clear_error(error);
}

static void
instance_report(const MillReport *report, GError **error)
{
    g_autofree char *text = mill_report_format(report, FALSE);

    g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION, "%s", g_strchomp(text));
}

static gboolean
instance_fill(MillInstance *instance, MillReport *report, GError **error)
{
    const MillSubject *subject = instance->subject;
    g_autofree char *folder = g_get_current_dir();
    const MillOptionInput input = {
        .step = subject->type->name,
        .folder = folder,
        .set_folder = folder,
        .settings = subject->settings,
        .mark = { .file = subject->path },
        .report = report,
    };

    instance->self = g_malloc0(MAX(subject->type->options_size, 1));
    instance->options = mill_option_store_new(subject->type, &input, instance->self);
    if (mill_report_count(report, MILL_SEVERITY_ERROR) == 0)
        return TRUE;
    instance_report(report, error);
    return FALSE;
}

static gboolean
instance_configure(MillInstance *instance, MillReport *report, GError **error)
{
    const MillSubject *subject = instance->subject;
    g_autofree char *folder = g_get_current_dir();
    MillContext context = {
        .type = subject->type,
        .step = subject->type->name,
        .pipeline = "validate",
        .file = subject->type->file,
        .folder = folder,
        .origin = subject->path,
        .report = report,
        .options = instance->options,
        .mark = { .file = subject->path },
    };
    GError *reason = NULL;

    instance->configured = TRUE;
    if (!subject->type->configure)
        return TRUE;
    mill_subject_enter(subject, MILL_CALL_CONFIGURE, MILL_WATCH_NO_DOCUMENT);
    gboolean good = subject->type->configure(instance->self, &context, &reason);

    mill_subject_leave(subject);
    if (good && !reason && mill_report_count(report, MILL_SEVERITY_ERROR) == 0)
        return TRUE;
    if (reason)
        g_propagate_error(error, reason);
    else if (mill_report_count(report, MILL_SEVERITY_ERROR) > 0)
        instance_report(report, error);
    else
        mill_subject_judge(subject, FALSE, &reason);
    return FALSE;
}

MillInstance *
mill_instance_new(const MillSubject *subject, gboolean configure, GError **error)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillInstance) instance = g_new0(MillInstance, 1);

    instance->subject = subject;
    if (!instance_fill(instance, report, error))
        return NULL;
    if (configure && !instance_configure(instance, report, error))
        return NULL;
    instance->configured = TRUE; /* as a configure() that failed at once leaves it */
    return g_steal_pointer(&instance);
}

void
mill_instance_free(MillInstance *instance)
{
    if (!instance)
        return;
    const MillSubject *subject = instance->subject;

    if (instance->configured && subject->type->close) {
        mill_subject_enter(subject, MILL_CALL_CLOSE, MILL_WATCH_NO_DOCUMENT);
        subject->type->close(instance->self);
        mill_subject_leave(subject);
    }
    g_free(instance->self);
    mill_option_store_free(instance->options);
    g_free(instance);
}

gboolean
mill_subject_takes(const MillSubject *subject, guint index)
{
    const MillHostile *item = g_ptr_array_index(subject->hostile, index);

    if (g_hash_table_contains((GHashTable *) subject->skipped, GUINT_TO_POINTER(index)))
        return FALSE;
    return subject->type->role == MILL_ROLE_READER || !(item->flags & MILL_HOSTILE_BYTES);
}

/* An edit that leaves the text the same for the most part, but its origins not. */
static void
subject_edit(MillDocument *document)
{
    g_autoptr(MillEdit) edit = mill_edit_new(document);
    gsize length;

    mill_document_get_text(document, &length);
    mill_edit_insert(edit, 0, "（前）", -1);
    mill_edit_replace(edit, (MillSpan){ 0, MIN(1, length) }, "中", -1);
    mill_edit_insert(edit, length, "\n后", -1);
    mill_edit_apply(edit, NULL);
}

/* The document as it comes to this step. */
static MillDocument *
subject_make(const MillSubject *subject, const MillHostile *item, GBytes *source)
{
    static const char bad_name[] = "../..//\x01\"<a href='x'>\n\xff{stem}/\xe4\xb8\xad\xe6\x96\x87";
    const char *id = item->flags & MILL_HOSTILE_NAME ? bad_name : "folder/document.txt";
    MillDocument *document = mill_document_new(id, source);

    if (subject->type->role == MILL_ROLE_READER)
        return document;
    g_autoptr(MillEdit) edit = mill_edit_new_from_source(document);

    mill_edit_apply(edit, NULL);
    mill_document_set_encoding(document, "UTF-8");
    if (item->flags & MILL_HOSTILE_EDITED)
        subject_edit(document);
    mill_hostile_dress(document, item->flags, subject->type);
    mill_document_leave_step(document); /* sorts */
    return document;
}

/* Makes the call. */
static void
subject_call(const MillInstance *instance, guint index, MillDocument *document, MillTrial *trial)
{
    const MillSubject *subject = instance->subject;
    const MillStepType *type = subject->type;
    gboolean encodes = type->role >= MILL_ROLE_WRITER;
    GError *error = NULL;

    mill_document_enter_step(document, type->name);
    mill_subject_enter(subject, encodes ? MILL_CALL_ENCODE : MILL_CALL_PROCESS, index);
    if (encodes)
        trial->verdict =
            type->encode(instance->self, document, trial->output, &error) ? MILL_KEEP : MILL_FAIL;
    else
        trial->verdict = type->process(instance->self, document, &error);
    mill_subject_leave(subject);
    mill_document_leave_step(document);

    const char *message = error ? error->message : "";

    mill_portrait_add(trial->portrait, "error", message, strlen(message));
    mill_portrait_add(trial->portrait, "verdict", (const char *) &trial->verdict,
                      sizeof trial->verdict);
    mill_subject_judge(subject, trial->verdict != MILL_FAIL, &error);
}

MillTrial *
mill_instance_try(const MillInstance *instance, guint index, MillTry how)
{
    const MillSubject *subject = instance->subject;
    const MillHostile *item = g_ptr_array_index(subject->hostile, index);
    gboolean *gone = g_new(gboolean, 1); /* stays, if the source does */
    GBytes *source = mill_guard_copy(item->bytes, gone);
    MillDocument *document = subject_make(subject, item, source);
    g_autoptr(MillPortrait) before = mill_portrait_new();
    MillTrial *trial = g_new0(MillTrial, 1);
    gint64 stray = mill_probe.stray;

    trial->portrait = mill_portrait_new();
    trial->output = subject->type->role >= MILL_ROLE_WRITER ? mill_output_new() : NULL;
    if (how == MILL_TRY_STRICT)
        mill_portrait_add_document(before, document);
    subject_call(instance, index, document, trial);
    if (how >= MILL_TRY_AGAIN)
        mill_portrait_add_document(trial->portrait, document);
    if (how == MILL_TRY_STRICT)
        mill_inspect(subject, document, before, trial);
    if (how >= MILL_TRY_AGAIN && trial->output)
        mill_portrait_add_output(trial->portrait, trial->output);
    if (*gone)
        mill_subject_find(subject, "source-reference",
                          "the document's source bytes were given back once too often");
    mill_document_free(document);
    g_bytes_unref(source);
    *subject->damaged = *subject->damaged || mill_probe.stray > stray || !*gone;
    if (mill_probe.stray > stray)
        mill_subject_find(subject, "stray-value",
                          "a value is given back more often than it was taken");
    if (!*gone)
        mill_subject_find(subject, "source-reference",
                          "a reference to the document's source bytes was not given back");
    else
        g_free(gone);
    return trial;
}

void
mill_trial_free(MillTrial *trial)
{
    if (!trial)
        return;
    mill_portrait_free(trial->portrait);
    mill_output_free(trial->output);
    g_free(trial);
}
