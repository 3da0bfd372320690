/* tool.h - the command `textmill dict`. */
#ifndef TAGS_TOOL_H
#define TAGS_TOOL_H

#include <textmill/plugin.h>

extern const MillTool tags_tool;

#endif
