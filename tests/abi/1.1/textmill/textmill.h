/* textmill.h - everything, for programs that embed the library. Plugins include plugin.h. */
#ifndef TEXTMILL_H
#define TEXTMILL_H

#include <textmill/plugin.h>
#include <textmill/run.h>
#include <textmill/test.h>
#include <textmill/validate.h>

#endif
