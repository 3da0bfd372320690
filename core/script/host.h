/* host.h - what the files of the Lua host share: the script's state and small helpers.
 *
 * Rules of this room:
 * - Lua errors are longjmps: no g_auto* variable may be live where a Lua function can raise. What
 *   must be freed either sits in a Lua userdata or is freed by hand first.
 * - Positions in Lua are those of Lua strings: the first byte is 1, the last is included. They
 *   become MillSpan (from 0, half-open) in mill_check_span() and nowhere else.
 * - Every full userdata that a script can get hold of begins with a MillHandle.
 */
#ifndef TEXTMILL_SCRIPT_HOST_H
#define TEXTMILL_SCRIPT_HOST_H

#include "script/budget.h"
#include "script/script.h"

#include <lauxlib.h>

G_BEGIN_DECLS

typedef struct MillScriptStep MillScriptStep;
typedef struct MillRegexContext MillRegexContext;

/* What the bindings know about a layer of the document at hand. */
typedef struct {
    MillLayer *layer;
    guint64 version;   /* changes when its rows are renumbered */
    gboolean unsorted; /* rows were added since it was last sorted */
} MillLayerState;

/* Which of the script's functions is called. */
typedef enum {
    MILL_SCRIPT_LOAD, /* its file, its tests, start() */
    MILL_SCRIPT_PROCESS,
    MILL_SCRIPT_ENCODE,
    MILL_SCRIPT_ACCUMULATE,
    MILL_SCRIPT_COMBINE, /* in the parent, without a document; save() too */
    MILL_SCRIPT_FINISH,  /* likewise */
} MillScriptCall;

struct MillScript {
    MillStepType type; /* first: mill_context_get_type() leads back to the script */
    char *path;        /* as it was given */
    char *folder;      /* its real folder, from which it may require modules */
    char *file;        /* its name there, which stands in messages */
    GPtrArray *files;  /* char *: paths of the chunks that were loaded: it and its modules */
    lua_State *lua;
    MillBudget budget;
    gsize heap_floor; /* what was left in Lua's heap after the last full collection */
    gboolean loading; /* until the script has returned its table */
    GArray *places;   /* of a template: MillTemplatePlace by line of Lua; NULL: a script */
    guint escape;     /* of a template: MillEscape */

    /* What the type's table points to. */
    GStringChunk *strings;
    GArray *options;   /* MillOption, ended by MILL_OPTIONS_END */
    GPtrArray *lists;  /* arrays of strings: choices, reads, writes */
    GString *problems; /* what is wrong with the script's table, a line each */

    /* The call at hand. */
    MillScriptCall call;
    MillDocument *document; /* NULL in combine() and finish() */
    MillOutput *output;     /* while encode(), accumulate() and finish() run */
    const MillScriptStep *step;
    guint64 generation;     /* of handles: another for each call of process() or encode() */
    guint64 revision;       /* of the text: another after each edit */
    const char *valid_text; /* the text as a Lua string, which is UTF-8, if it is of this: */
    guint64 valid_revision;
    guint64 seeded; /* the generation for which math.random was seeded */
    GArray *layers; /* MillLayerState of the layers that the script touched */
    guint64 layer_versions;
    MillEdit *edit;          /* the open edit, or NULL */
    gsize edited_to;         /* where its last change ended */
    MillRegexContext *regex; /* of regex.c, made when first needed */
    struct MillWords *words; /* of bind-words.c; made when the script is loaded, if it names them */
    guint n_logged;
    gboolean dropped;
    char *failure;    /* what ctx:fail() said */
    GString *scratch; /* bytes that are made while Lua can raise */
};

/* A configured step; the fields of the script's options follow. */
struct MillScriptStep {
    MillScript *script;
    char *id;
    int options_ref; /* the frozen table that ctx.options is */
    guint time_ms;
    gsize memory;
    const MillProvenance *made; /* what ctx.made tells; or NULL */

    /* Of corpus steps. */
    GByteArray *empty; /* the state that start() gives, as bytes */
    int state_ref;     /* what was merged, while a run is open */
    char *unsaved;     /* why save() failed, which cannot say so itself */
};

/* mill_script_load() with limits of its own for what the script does while it is loaded. */
MillScript *mill_script_load_within(const char *path, guint time_ms, gsize memory, GError **error);

MillScript *mill_host(lua_State *lua);

/* What a handle stands for. */
typedef enum {
    MILL_HANDLE_DOCUMENT = 1,
    MILL_HANDLE_META,
    MILL_HANDLE_EDIT,
    MILL_HANDLE_SECTION,
    MILL_HANDLE_CONTEXT,
    MILL_HANDLE_REGEX,
    MILL_HANDLE_PART,
    MILL_HANDLE_WORDS,
    MILL_HANDLE_DICT,
    MILL_HANDLE_MATCHES,
    MILL_HANDLE_INTERNAL, /* never given to scripts as a value they can use */
} MillHandleKind;

typedef struct {
    guint32 kind;
    guint64 generation;
} MillHandle;

/* call.c: every entry into Lua. Runs @body with @data as its only argument (a light userdata),
 * within the script's budget. Returns FALSE with MILL_ERROR_SCRIPT, _DEADLINE, _MEMORY or (for
 * ctx:fail) _FAILED. */
gboolean mill_host_call(MillScript *self, lua_CFunction body, gpointer data, GError **error);
/* Collects garbage if the heap has grown much since that was last done. */
void mill_host_tidy(MillScript *self);

/* trace.c: places in scripts, written without the help of Lua's heap. */
void mill_trace_append_where(GString *text, lua_State *lua); /* "name.lua:12: " or nothing */
void mill_trace_append(GString *text, lua_State *lua); /* "\n  name.lua:12: in function 'f'" … */
int mill_trace_handler(lua_State *lua);                /* message handler: adds the traceback */

/* sandbox.c: the environment. Leaves nothing on the stack; mill_sandbox_push() pushes it. */
void mill_sandbox_open(lua_State *lua);
void mill_sandbox_push(lua_State *lua);
/* Replaces the library on top by one that changes only while the script is loaded. */
void mill_sandbox_freeze(lua_State *lua);

/* The parts of the sandbox, each of which adds to the table on top of the stack. */
void mill_open_base(lua_State *lua);
void mill_open_pairs(lua_State *lua);
void mill_open_protected(lua_State *lua); /* pcall, xpcall, coroutine */
void mill_open_string(lua_State *lua);
void mill_open_table(lua_State *lua);
void mill_open_math(lua_State *lua);
void mill_open_require(lua_State *lua);
/* Copies the fields @names (NULL-terminated) of the table on top to the one below it. */
void mill_copy_fields(lua_State *lua, const char *const *names);

/* base.c */
const char *mill_tolstring(lua_State *lua, int index, gsize *length); /* pushes the text */
/* Pushes the arguments @first to @last as one line, separated by tabs. */
const char *mill_push_line(lua_State *lua, int first, int last);
void mill_host_log(lua_State *lua, MillSeverity severity, const char *message);

/* frozen.c: tables that scripts can read and not change. */
/* Each replaces the table on top; the first freezes the tables in it as well, the second lets
 * @on_assign (or NULL) take assignments as a __newindex. */
void mill_freeze_table(lua_State *lua);
void mill_freeze_shallow(lua_State *lua, lua_CFunction on_assign);
/* If the value at @index is frozen, pushes the table behind it and returns TRUE. */
gboolean mill_push_unfrozen(lua_State *lua, int index);

/* require.c: loads the text file at @path as a chunk in the sandbox and pushes the function;
 * raises what is wrong with it. */
void mill_load_chunk(lua_State *lua, const char *path, const char *name);
/* Its two halves: pushes the text of the file at @path, without a byte order mark; replaces the
 * source on top by the function. */
const char *mill_push_source_file(lua_State *lua, const char *path, gsize *length);
void mill_load_source(lua_State *lua, const char *name);

/* bind-words.c: gets ready for mill.words, while files can be opened, if @source may use it. */
void mill_words_prepare(lua_State *lua, const char *source, gsize length);

/* Makes `require(name)` give the value on top of the stack, which stays. */
void mill_require_provide(lua_State *lua, const char *name);

/* declare.c: makes self->type from the table at @index; raises one message for all mistakes. */
void mill_declare(lua_State *lua, int index);
/* step.c: fills in the callbacks of the step type. */
void mill_step_describe(MillScript *self);
/* step.c: calls @body with @data while @document (or NULL) is at hand. Handles that the script
 * keeps are void after. */
gboolean mill_step_call(const MillScriptStep *step, MillScriptCall call, lua_CFunction body,
                        gpointer data, MillDocument *document, MillOutput *output, GError **error);
/* step.c: takes the result of @function, which is on top: nil, a string for the unnamed part, or a
 * table of part name to string. */
void mill_step_take_output(lua_State *lua, const char *function);
/* corpus.c: fills in those of a corpus step; prepares one at the end of its configure(); frees it.
 */
void mill_corpus_describe(MillStepType *type);
gboolean mill_corpus_prepare(MillScriptStep *step, GError **error);
void mill_corpus_clear(MillScriptStep *step);
/* option-values.c: pushes the options in @step as a frozen table. */
void mill_push_options(lua_State *lua, const MillScriptStep *step);

/* module.c: makes the bound types and pushes the module `mill`. */
void mill_open_module(lua_State *lua);

G_END_DECLS

#endif
