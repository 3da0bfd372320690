/* wire.h - what passes between the process that checks and its child, in which the plugin lives.
 *
 * The child writes messages into a pipe as it finds things out, and keeps a shared page up to date
 * that tells what it is doing: when it dies, the page says on what.
 */
#ifndef MILL_VALIDATE_WIRE_H
#define MILL_VALIDATE_WIRE_H

#include <glib.h>

/* A callback of a step, or what stands for one. */
typedef enum {
    MILL_CALL_NONE,
    MILL_CALL_LOAD,
    MILL_CALL_CONFIGURE,
    MILL_CALL_PROCESS,
    MILL_CALL_ENCODE,
    MILL_CALL_CLOSE,
    MILL_CALL_OPEN,
    MILL_CALL_STORE,
    MILL_CALL_MERGE,
    MILL_CALL_SAVE,
    MILL_CALL_FINISH,
    MILL_CALL_ABANDON,
    MILL_CALL_LOSE,
    MILL_CALL_ADMIT,
} MillCall;

/* "process"; NULL for MILL_CALL_NONE. Static storage. */
const char *mill_call_name(MillCall call);

/* What a signal handler can tell about a bad access to memory. */
typedef enum {
    MILL_FAULT_NONE,
    MILL_FAULT_STALE_TEXT,
    MILL_FAULT_PAST_TEXT,
    MILL_FAULT_PAST_SOURCE,
    MILL_FAULT_WRITES_TEXT,
    MILL_FAULT_STACK,
} MillFault;

#define MILL_WATCH_NO_DOCUMENT G_MAXUINT32

typedef struct {
    gint64 started;   /* g_get_monotonic_time() when the call began; 0: it is over */
    guint32 step;     /* its number in the plugin */
    guint32 document; /* its number in the list, or MILL_WATCH_NO_DOCUMENT */
    guint32 call;     /* MillCall */
    guint32 fault;    /* MillFault */
} MillWatch;

typedef enum {
    MILL_MESSAGE_STEP,    /* number: role; other: documents; name */
    MILL_MESSAGE_FINDING, /* number: call; other: document; code, text */
    MILL_MESSAGE_FATAL,   /* number: MillErrorCode; text */
    MILL_MESSAGE_DONE,    /* the step is through */
} MillMessageKind;

/* The strings are "" where a kind has none. */
typedef struct {
    guint32 kind;
    guint32 step;
    guint32 number;
    guint32 other;
    const char *word;
    const char *text;
} MillNote;

/* FALSE if the other end is gone. */
gboolean mill_note_send(int fd, const MillNote *note);
/* Takes the first whole message out of @bytes; its strings live in @strings until the next call.
 * FALSE if there is none. */
gboolean mill_note_take(GByteArray *bytes, GByteArray *strings, MillNote *note);

#endif
