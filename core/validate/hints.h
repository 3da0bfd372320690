/* hints.h - what to do about each kind of finding. */
#ifndef MILL_VALIDATE_HINTS_H
#define MILL_VALIDATE_HINTS_H

#include "validate/wire.h"

/* What to do about a finding of the kind @code, or NULL. Static storage. */
const char *mill_hint_find(const char *code);
/* The kind of a finding that a fault is; NULL for MILL_FAULT_NONE. Static storage. */
const char *mill_fault_code(MillFault fault);
/* What a fault says about the callback. Static storage. */
const char *mill_fault_describe(MillFault fault);

#endif
