/* hints.c - what to do about each kind of finding. */
#include "validate/hints.h"

static const struct {
    const char *code;
    const char *hint;
} hints[] = {
    { "crash", "run the document under a debugger: gdb --args textmill run --in-process …" },
    { "exit", "a step never ends the process: set the GError and return MILL_FAIL" },
    { "hang",
      "look for a loop that does not move on, or whose time grows with the square of the text" },
    { "stale-text", "ask for the text again after mill_edit_apply()" },
    { "past-text",
      "the text has the length that mill_document_get_text() tells, and may hold NULs" },
    { "past-source", "source bytes have no NUL behind them: use the length of g_bytes_get_data()" },
    { "writes-text", "text and source are read-only: change the text by a MillEdit" },
    { "stack", "replace the recursion by a loop, or limit its depth" },
    { "silent-failure", "call g_set_error(error, MILL_ERROR, …) with what is wrong and where" },
    { "bad-edit",
      "an edit goes forward through the text as it was, in whole characters, and inserts UTF-8" },
    { "stray-error", "return MILL_FAIL (or FALSE) whenever the error is set, and only then" },
    { "silent-drop", "end with: return mill_document_drop(document, \"why\");" },
    { "no-text", "apply an edit from mill_edit_new_from_source(), also if it changes nothing" },
    { "bad-span",
      "spans are bytes of the current text, start <= end <= length, on whole characters" },
    { "undeclared-layer", "name it in .writes, so that `textmill check` knows" },
    { "changes-document", "encode() reads; what changes the document belongs to a stage" },
    { "not-utf-8", "copy whole characters only, and escape what is not text" },
    { "not-a-line", "escape newlines within the line" },
    { "order", "keep nothing of a document in the step's struct or in static variables" },
    { "random", "results must not depend on time, addresses, random numbers or hash order" },
    { "shared-state", "keep state in the step's struct, not in static variables" },
    { "prints", "messages go to the GError or to mill_document_diagnose()" },
    { "descriptor-leak", "close what was opened, also when the step fails" },
    { "process-state",
      "all steps share the process: put back what was changed, or do without changing it" },
    { "memory", "look for a size that is computed wrongly, or a list that only grows" },
    { "leak", "g_autofree and g_autoptr() free on every way out" },
    { "value-leak", "g_autoptr(MillValue) gives them back on every way out" },
    { "edit-leak", "g_autoptr(MillEdit) frees them on every way out" },
    { "stray-value", "getters borrow: only what _new, _dup or _ref gave is to be given back" },
    { "source-reference",
      "mill_document_get_source() borrows: no g_bytes_unref() without g_bytes_ref()" },
    { "misuse", "the library refused a call; G_DEBUG=fatal-criticals stops a debugger there" },
    { "merge-order", "sort in finish(), and add up in a way that order cannot change" },
    { "admit", "admit() only looks: what it judges by changes in merge(), and only there" },
    { "save", "save() has to give all that was merged, in the form that merge() takes" },
    { "not-reset", "open() has to start from nothing" },
    { "other-bytes", "the same documents have to give the same file: no time, no random numbers" },
    { "leftover", "delete it, or let the library that made it do so" },
};

const char *
mill_hint_find(const char *code)
{
    for (gsize i = 0; i < G_N_ELEMENTS(hints); i++)
        if (g_str_equal(hints[i].code, code))
            return hints[i].hint;
    return NULL;
}

const char *
mill_fault_code(MillFault fault)
{
    static const char *const codes[] = { NULL,          "stale-text",  "past-text",
                                         "past-source", "writes-text", "stack" };

    return (guint) fault < G_N_ELEMENTS(codes) ? codes[fault] : NULL;
}

const char *
mill_fault_describe(MillFault fault)
{
    static const char *const words[] = {
        "",
        "used the text of before an edit, or of a document that is gone",
        "read behind the end of the document's text",
        "read behind the end of the document's source bytes",
        "wrote to the document's text or source bytes",
        "used up the stack",
    };

    return (guint) fault < G_N_ELEMENTS(words) ? words[fault] : "";
}
