/* child.c - the process in which a plugin is tried. */
#include "validate/child.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "document/probe.h"
#include "plugin/module.h"

#include "validate/guard.h"
#include "validate/surroundings.h"
#include "validate/trials.h"

/* For the handler of GLib's messages, which is given nothing. */
static const MillSubject *child_subject;

static void
child_handle_log(const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
    if (level & G_LOG_LEVEL_ERROR)
        fprintf(stderr, "%s\n", message ? message : "failed to allocate"); /* the last words */
    else if (child_subject && (level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)))
        mill_subject_find(child_subject, "misuse", "%s", message);
}

static void G_GNUC_NORETURN
child_end(const MillBrief *brief, const GError *error)
{
    if (error)
        mill_note_send(brief->notes, &(MillNote){
                                         .kind = MILL_MESSAGE_FATAL,
                                         .number = (guint32) error->code,
                                         .text = error->message,
                                     });
    _exit(EXIT_SUCCESS);
}

/* More than any step needs for these documents; one that wants all there is must not take the
 * machine with it. Sanitizers reserve more than any limit. */
#define CHILD_MEMORY ((rlim_t) 4 << 30)

static void
child_limit(void)
{
    const struct rlimit none = { 0 };

    setrlimit(RLIMIT_CORE, &none); /* deaths are expected */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    struct rlimit memory;

    if (getrlimit(RLIMIT_DATA, &memory) == 0) {
        memory.rlim_cur = MIN(memory.rlim_max, CHILD_MEMORY);
        setrlimit(RLIMIT_DATA, &memory);
    }
#endif
}

/* Descriptors that are open in this process. */
static guint
child_count_descriptors(void)
{
    DIR *dir = opendir("/proc/self/fd");
    guint n = 0;

    while (dir && readdir(dir))
        n++;
    if (dir)
        closedir(dir);
    return n;
}

/* The first line that the step printed, or NULL. (transfer full) */
static char *
child_read_prints(const MillBrief *brief, off_t from)
{
    char line[200];
    ssize_t got = pread(brief->prints, line, sizeof line - 1, from);

    if (got <= 0)
        return NULL;
    line[got] = '\0';
    line[strcspn(line, "\n")] = '\0';
    return g_utf8_make_valid(line, -1);
}

static void
child_run_trials(const MillSubject *subject, gsize *n_documents, GError **error)
{
    gboolean gathers =
        subject->type->role == MILL_ROLE_SINK || subject->type->role == MILL_ROLE_CORPUS;
    g_autoptr(GPtrArray) trials = gathers ? g_ptr_array_new() : NULL;
    MillInstance *instance = mill_instance_new(subject, TRUE, error);

    if (!instance)
        return;
    *n_documents = mill_trial_documents(subject, instance, trials);
    mill_trial_leaks(subject);
    if (gathers)
        mill_trial_gathering(subject, trials);
}

/* Puts one step through everything. FALSE with @error set if a person has to mend its options. */
static gboolean
child_try_step(const MillBrief *brief, const MillSubject *subject, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(MillSurroundings) surroundings = mill_surroundings_new();
    guint descriptors = child_count_descriptors();
    off_t printed = lseek(brief->prints, 0, SEEK_END);
    gsize n_documents = 0;

    child_run_trials(subject, &n_documents, &reason);
    if (reason) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return FALSE;
    }
    fflush(stdout);
    fflush(stderr);
    g_autofree char *line = child_read_prints(brief, printed);

    subject->watch->call = MILL_CALL_NONE;
    subject->watch->document = MILL_WATCH_NO_DOCUMENT;
    if (child_count_descriptors() > descriptors)
        mill_subject_find(subject, "descriptor-leak", "a file is left open");
    g_autofree char *changed = mill_surroundings_compare(surroundings);

    if (changed)
        mill_subject_find(subject, "process-state", "the step changed %s", changed);
    if (line)
        mill_subject_find(subject, "prints", "the step prints: \"%s\"", line);
    mill_note_send(brief->notes, &(MillNote){
                                     .kind = MILL_MESSAGE_DONE,
                                     .step = subject->number,
                                     .other = (guint32) n_documents,
                                 });
    return TRUE;
}

/* "option=value" for this step becomes "STEP.option=value". (transfer full) */
static GPtrArray *
child_read_settings(const MillBrief *brief, const MillStepType *type, GError **error)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(MillReport) report = mill_report_new();

    for (const char *const *at = brief->options->settings; at && *at; at++) {
        gsize length = strcspn(*at, ".=");
        g_autofree char *option = g_strndup(*at, length);

        if ((*at)[length] == '=' && mill_option_find(type, option))
            g_ptr_array_add(lines, g_strdup_printf("%s.%s", type->name, *at));
        else if ((*at)[length] != '=')
            g_ptr_array_add(lines, g_strdup(*at));
    }
    g_ptr_array_add(lines, NULL);
    g_autoptr(GPtrArray) settings = mill_settings_parse((const char *const *) lines->pdata, report);

    if (mill_report_count(report, MILL_SEVERITY_ERROR) == 0)
        return g_steal_pointer(&settings);
    g_autofree char *text = mill_report_format(report, FALSE);

    g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION, "%s", g_strchomp(text));
    return NULL;
}

static void
child_announce(const MillBrief *brief, const MillStepType *type, guint number)
{
    mill_note_send(brief->notes, &(MillNote){
                                     .kind = MILL_MESSAGE_STEP,
                                     .step = number,
                                     .number = type->role,
                                     .word = type->name,
                                 });
}

static gboolean
child_step(const MillBrief *brief, const MillStepType *type, guint number, GError **error)
{
    g_autoptr(GPtrArray) settings = child_read_settings(brief, type, error);
    g_autoptr(GHashTable) none = g_hash_table_new(NULL, NULL);
    gboolean damaged = FALSE;
    MillSubject subject = {
        .path = brief->path,
        .type = type,
        .number = number,
        .settings = settings,
        .hostile = brief->hostile,
        .skipped = number < brief->skipped->len ? g_ptr_array_index(brief->skipped, number) : none,
        .watch = brief->watch,
        .notes = brief->notes,
        .prints = brief->prints,
        .damaged = &damaged,
    };

    if (!settings)
        return FALSE;
    brief->watch->step = number;
    child_subject = &subject;
    gboolean fine = child_try_step(brief, &subject, error);

    child_subject = NULL;
    return fine;
}

/* A setting must be for some step. */
static gboolean
child_check_settings(const MillBrief *brief, const MillStepType *const *types, GError **error)
{
    for (const char *const *at = brief->options->settings; at && *at; at++) {
        gsize length = strcspn(*at, ".=");
        g_autofree char *word = g_strndup(*at, length);
        gboolean known = FALSE;

        for (guint i = 0; types[i]; i++)
            known = known || ((*at)[length] == '=' ? mill_option_find(types[i], word) != NULL
                                                   : g_str_equal(types[i]->name, word));
        if (known)
            continue;
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION, "--set %s: no step of the plugin %s '%s'",
                    *at, (*at)[length] == '=' ? "has an option" : "is called", word);
        return FALSE;
    }
    return TRUE;
}

static gboolean
child_check_step_name(const MillBrief *brief, const MillStepType *const *types, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const char *wanted = brief->options->step;

    for (guint i = 0; types[i]; i++)
        g_ptr_array_add(names, (gpointer) types[i]->name);
    g_ptr_array_add(names, NULL);
    if (!wanted || g_strv_contains((const char *const *) names->pdata, wanted))
        return TRUE;
    g_autofree char *known = g_strjoinv("', '", (char **) names->pdata);

    g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION, "the plugin has no step '%s'; it has '%s'",
                wanted, known);
    return FALSE;
}

void
mill_child_main(const MillBrief *brief)
{
    GError *error = NULL;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    child_limit();
    dup2(brief->prints, STDOUT_FILENO);
    dup2(brief->prints, STDERR_FILENO);
    g_log_set_default_handler(child_handle_log, NULL);
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR);
    mill_probe.keep_dead = TRUE;
    mill_guard_begin(brief->watch);
    brief->watch->call = MILL_CALL_LOAD;

    const MillStepType *const *types = mill_module_load(brief->path, &error);

    brief->watch->call = MILL_CALL_NONE;
    if (!types || !child_check_step_name(brief, types, &error) ||
        !child_check_settings(brief, types, &error))
        child_end(brief, error);
    for (guint i = 0; types[i]; i++) {
        if (brief->options->step && !g_str_equal(brief->options->step, types[i]->name))
            continue;
        if (i >= brief->first_step)
            child_announce(brief, types[i], i);
        if (i >= brief->first_step && !child_step(brief, types[i], i, &error))
            child_end(brief, error);
    }
    child_end(brief, NULL);
}
