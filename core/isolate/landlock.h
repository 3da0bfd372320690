/* landlock.h - keeps a process from files. */
#ifndef MILL_ISOLATE_LANDLOCK_H
#define MILL_ISOLATE_LANDLOCK_H

#include <glib.h>

/* What the kernel knows of it; 0: nothing. */
guint mill_landlock_version(void);
/* A set of rules for steps with the needs @flags (MillStepFlags): libraries and their data may be
 * read, and what the needs ask for. Close-on-exec; -1 if there is none. */
int mill_landlock_new(guint version, guint32 flags);
/* Puts them in force in this thread and those it will make. */
gboolean mill_landlock_enter(int rules);
/* Whether signals to processes outside are held back as well. */
gboolean mill_landlock_holds_signals(guint version);

#endif
