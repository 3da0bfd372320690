/* validate.c - the process that checks: it starts children, hears what they find, and knows on what
 * they died.
 */
#include <textmill/validate.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "validate/child.h"
#include "validate/hints.h"
#include "validate/hostile.h"

#define VALIDATE_TIMEOUT_MS 30000
#define VALIDATE_DEATHS_MAX 6 /* of a step; then the rest is not tried */
#define VALIDATE_POLL_MS    100

struct MillValidation {
    GPtrArray *steps;    /* MillValidatedStep */
    GPtrArray *findings; /* Finding */
};

/* The public part is first. Its strings are this one's own. */
typedef struct {
    MillFinding public;
    guint number;      /* of the step */
    GHashTable *known; /* names of documents it was found with */
} Finding;

/* A validation under way. */
typedef struct {
    MillValidation *result;
    MillBrief brief;
    GPtrArray *hostile;
    GArray *deaths; /* guint by step */
    guint timeout_ms;
    GError *failure;

    pid_t pid;
    int pipe; /* what the child writes comes out here */
    GByteArray *bytes;
    GByteArray *strings;
    off_t printed; /* what children before it printed */
    gboolean hung;
} Check;

static void
finding_free(gpointer data)
{
    Finding *finding = data;

    g_free((char *) finding->public.step);
    g_free((char *) finding->public.code);
    g_free((char *) finding->public.document);
    g_free((char *) finding->public.message);
    g_hash_table_unref(finding->known);
    g_free(finding);
}

static void
step_free(gpointer data)
{
    g_free((char *) ((MillValidatedStep *) data)->name);
    g_free(data);
}

void
mill_validation_free(MillValidation *validation)
{
    if (!validation)
        return;
    g_ptr_array_unref(validation->steps);
    g_ptr_array_unref(validation->findings);
    g_free(validation);
}

gsize
mill_validation_get_n_steps(const MillValidation *validation)
{
    return validation->steps->len;
}

const MillValidatedStep *
mill_validation_get_step(const MillValidation *validation, gsize index)
{
    g_return_val_if_fail(index < validation->steps->len, NULL);
    return g_ptr_array_index(validation->steps, index);
}

gsize
mill_validation_get_n_findings(const MillValidation *validation)
{
    return validation->findings->len;
}

const MillFinding *
mill_validation_get_finding(const MillValidation *validation, gsize index)
{
    g_return_val_if_fail(index < validation->findings->len, NULL);
    return &((const Finding *) g_ptr_array_index(validation->findings, index))->public;
}

/* Steps are announced in order, each by every child that reaches it; those that are not to be
 * checked leave gaps. @number is that in the plugin. */
static MillValidatedStep *
check_find_step(const Check *check, const char *name)
{
    for (guint i = 0; i < check->result->steps->len; i++) {
        MillValidatedStep *step = g_ptr_array_index(check->result->steps, i);

        if (g_str_equal(step->name, name))
            return step;
    }
    return NULL;
}

static MillValidatedStep *
check_last_step(const Check *check)
{
    guint n = check->result->steps->len;

    return n > 0 ? g_ptr_array_index(check->result->steps, n - 1) : NULL;
}

static Finding *
check_find(const Check *check, guint number, const char *code, const char *call)
{
    for (guint i = 0; i < check->result->findings->len; i++) {
        Finding *finding = g_ptr_array_index(check->result->findings, i);

        if (finding->number == number && g_str_equal(finding->public.code, code) &&
            g_strcmp0(finding->public.call, call) == 0)
            return finding;
    }
    return NULL;
}

/* Adds what was found about the step that is being tried, or that it was found again. */
static void
check_add(Check *check, guint number, const char *code, MillCall call, guint document,
          const char *message)
{
    MillValidatedStep *step = check_last_step(check);
    const char *name = document < check->hostile->len
                           ? ((MillHostile *) g_ptr_array_index(check->hostile, document))->name
                           : NULL;
    Finding *finding = check_find(check, number, code, mill_call_name(call));

    if (!finding) {
        finding = g_new0(Finding, 1);
        finding->number = number;
        finding->known = g_hash_table_new(g_str_hash, g_str_equal);
        finding->public = (MillFinding){
            .step = step ? g_strdup(step->name) : NULL,
            .code = g_strdup(code),
            .call = mill_call_name(call),
            .document = g_strdup(name),
            .message = g_strdup(message),
            .hint = mill_hint_find(code),
        };
        g_ptr_array_add(check->result->findings, finding);
        if (step)
            step->findings++;
    } else if (name && !g_hash_table_contains(finding->known, name)) {
        finding->public.more++;
    }
    if (name)
        g_hash_table_add(finding->known, (gpointer) name);
}

static void
check_take_note(Check *check, const MillNote *note)
{
    MillValidatedStep *step;

    switch (note->kind) {
    case MILL_MESSAGE_STEP:
        if (check_find_step(check, note->word))
            return;
        step = g_new0(MillValidatedStep, 1);
        step->name = g_strdup(note->word);
        step->role = note->number;
        g_ptr_array_add(check->result->steps, step);
        return;
    case MILL_MESSAGE_FINDING:
        check_add(check, note->step, note->word, note->number, note->other, note->text);
        return;
    case MILL_MESSAGE_DONE:
        check->brief.first_step = note->step + 1;
        if ((step = check_last_step(check))) {
            step->documents += note->other;
            step->complete = TRUE;
        }
        return;
    default:
        if (!check->failure)
            check->failure = g_error_new_literal(MILL_ERROR, (gint) note->number, note->text);
    }
}

/* Reads what there is. FALSE at the end. */
static gboolean
check_read(Check *check)
{
    guint8 buffer[8192];
    ssize_t got = read(check->pipe, buffer, sizeof buffer);
    MillNote note;

    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return TRUE;
    if (got <= 0)
        return FALSE;
    g_byte_array_append(check->bytes, buffer, (guint) got);
    while (mill_note_take(check->bytes, check->strings, &note))
        check_take_note(check, &note);
    return TRUE;
}

static gboolean
check_is_overdue(const Check *check)
{
    gint64 started = __atomic_load_n(&check->brief.watch->started, __ATOMIC_SEQ_CST);

    return started != 0 && g_get_monotonic_time() - started > (gint64) check->timeout_ms * 1000;
}

/* Listens until the child has closed its end; one that hangs is killed. */
static void
check_listen(Check *check)
{
    struct pollfd item = { .fd = check->pipe, .events = POLLIN };

    for (;;) {
        int ready = poll(&item, 1, VALIDATE_POLL_MS);

        if (ready > 0 && !check_read(check))
            return;
        if (!check->hung && check_is_overdue(check)) {
            check->hung = TRUE;
            kill(check->pid, SIGKILL);
        }
    }
}

static gboolean
check_fail(Check *check, const char *doing)
{
    check->failure = g_error_new(MILL_ERROR, MILL_ERROR_IO, "cannot check the plugin: %s: %s",
                                 doing, g_strerror(errno));
    return FALSE;
}

static gboolean
check_start(Check *check)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return check_fail(check, "pipe");
    *check->brief.watch = (MillWatch){ .document = MILL_WATCH_NO_DOCUMENT };
    check->brief.notes = ends[1];
    check->pipe = ends[0];
    check->hung = FALSE;
    check->printed = lseek(check->brief.prints, 0, SEEK_END);
    g_byte_array_set_size(check->bytes, 0);
    fflush(NULL);
    check->pid = fork();
    if (check->pid == 0) {
        close(ends[0]);
        mill_child_main(&check->brief);
    }
    close(ends[1]);
    if (check->pid > 0)
        return TRUE;
    close(ends[0]);
    return check_fail(check, "fork");
}

/* The last line that the child printed, in brackets and behind a blank, or "". (transfer full) */
static char *
check_read_last_words(const Check *check)
{
    off_t end = lseek(check->brief.prints, 0, SEEK_END);
    char tail[300];
    off_t from = MAX(end - (off_t) sizeof tail + 1, check->printed);
    ssize_t got =
        end > check->printed ? pread(check->brief.prints, tail, sizeof tail - 1, from) : 0;

    if (got <= 0)
        return g_strdup("");
    tail[got] = '\0';
    g_strchomp(tail);
    char *newline = strrchr(tail, '\n');
    g_autofree char *line = g_utf8_make_valid(newline ? newline + 1 : tail, -1);

    return *line ? g_strdup_printf(" (%s)", line) : g_strdup("");
}

/* What the death of the child says, as a finding. */
static void
check_add_death(Check *check, int status)
{
    const MillWatch *watch = check->brief.watch;
    const char *call = watch->call ? mill_call_name(watch->call) : "what is behind the last call";
    const char *name = WIFSIGNALED(status) ? sigabbrev_np(WTERMSIG(status)) : NULL;
    g_autofree char *words = check_read_last_words(check);
    g_autofree char *message = NULL;
    const char *code = "crash";

    if (check->hung) {
        code = "hang";
        message = g_strdup_printf("%s() did not return within %g s", call,
                                  (double) check->timeout_ms / 1000);
    } else if (WIFEXITED(status)) {
        code = "exit";
        message = g_strdup_printf("%s() ended the process with exit status %d%s", call,
                                  WEXITSTATUS(status), words);
    } else if (strstr(words, "failed to allocate")) {
        code = "memory";
        message = g_strdup_printf("%s() wanted more memory than there is for it%s", call, words);
    } else if (watch->fault != MILL_FAULT_NONE && mill_fault_code(watch->fault)) {
        code = mill_fault_code(watch->fault);
        message = g_strdup_printf("%s() %s", call, mill_fault_describe(watch->fault));
    } else {
        message = g_strdup_printf("%s%s() died of SIG%s%s", watch->started ? "" : "what follows ",
                                  call, name ? name : "?", words);
    }
    check_add(check, watch->step, code, watch->call, watch->document, message);
}

/* After a death: the document is not tried again, or, where there was none, the step. */
static void
check_skip(Check *check)
{
    const MillWatch *watch = check->brief.watch;
    guint step = watch->step;

    while (check->brief.skipped->len <= step)
        g_ptr_array_add(check->brief.skipped, g_hash_table_new(NULL, NULL));
    if (check->deaths->len <= step)
        g_array_set_size(check->deaths, step + 1);
    guint *deaths = &g_array_index(check->deaths, guint, step);
    GHashTable *skipped = g_ptr_array_index(check->brief.skipped, step);

    if (watch->document == MILL_WATCH_NO_DOCUMENT || ++*deaths >= VALIDATE_DEATHS_MAX ||
        !g_hash_table_add(skipped, GUINT_TO_POINTER(watch->document)))
        check->brief.first_step = step + 1;
    else
        check->brief.first_step = step;
    if (watch->document != MILL_WATCH_NO_DOCUMENT && check_last_step(check))
        check_last_step(check)->documents++;
}

/* One child from its birth to its end. FALSE if another is not needed. */
static gboolean
check_round(Check *check)
{
    const MillWatch *watch = check->brief.watch;
    int status = 0;

    if (!check_start(check))
        return FALSE;
    check_listen(check);
    close(check->pipe);
    while (waitpid(check->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (check->failure ||
        (WIFEXITED(status) && watch->started == 0 && watch->call == MILL_CALL_NONE))
        return FALSE;
    if (watch->call == MILL_CALL_LOAD) {
        g_autofree char *words = check_read_last_words(check);

        check->failure =
            g_error_new(MILL_ERROR, MILL_ERROR_LOAD, "%s: the process dies when it is loaded%s",
                        check->brief.path, words);
        return FALSE;
    }
    check_add_death(check, status);
    check_skip(check);
    return TRUE;
}

static void
check_free_skipped(gpointer data)
{
    g_hash_table_unref(data);
}

static gboolean
check_init(Check *check, const MillValidateOptions *options, GError **error)
{
    check->hostile = mill_hostile_list(!options->only_documents);
    for (const char *const *path = options->documents; path && *path; path++)
        if (!mill_hostile_add_file(check->hostile, *path, error))
            return FALSE;
    check->brief.hostile = check->hostile;
    check->brief.watch =
        mmap(NULL, sizeof(MillWatch), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    check->brief.prints = memfd_create("textmill-prints", MFD_CLOEXEC);
    if (check->brief.watch != MAP_FAILED && check->brief.prints >= 0)
        return TRUE;
    check_fail(check, "no memory");
    g_propagate_error(error, g_steal_pointer(&check->failure));
    return FALSE;
}

static void
check_clear(Check *check)
{
    if (check->brief.watch && check->brief.watch != MAP_FAILED)
        munmap(check->brief.watch, sizeof(MillWatch));
    if (check->brief.prints >= 0)
        close(check->brief.prints);
    g_ptr_array_unref(check->hostile);
    g_ptr_array_unref(check->brief.skipped);
    g_array_unref(check->deaths);
    g_byte_array_unref(check->bytes);
    g_byte_array_unref(check->strings);
    g_free((char *) check->brief.path);
}

MillValidation *
mill_validate(const MillValidateOptions *options, GError **error)
{
    g_return_val_if_fail(options && options->path, NULL);

    g_autoptr(MillValidation) result = g_new0(MillValidation, 1);
    Check check = {
        .result = result,
        .brief = { .options = options,
                   .path = g_canonicalize_filename(options->path, NULL),
                   .skipped = g_ptr_array_new_with_free_func(check_free_skipped),
                   .prints = -1 },
        .deaths = g_array_new(FALSE, TRUE, sizeof(guint)),
        .timeout_ms = options->timeout_ms > 0 ? options->timeout_ms : VALIDATE_TIMEOUT_MS,
        .bytes = g_byte_array_new(),
        .strings = g_byte_array_new(),
    };

    result->steps = g_ptr_array_new_with_free_func(step_free);
    result->findings = g_ptr_array_new_with_free_func(finding_free);
    if (check_init(&check, options, error))
        while (check_round(&check))
            continue;
    gboolean fine = check.failure == NULL && check.brief.prints >= 0;

    if (check.failure)
        g_propagate_error(error, check.failure);
    check_clear(&check);
    return fine ? g_steal_pointer(&result) : NULL;
}
