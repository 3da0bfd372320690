/* options.h - a step's option table, for people and as data. */
#ifndef MILL_CLI_OPTIONS_H
#define MILL_CLI_OPTIONS_H

#include <textmill/textmill.h>

/* What may be set, for example "integer, 0 to 100" or "nfc, nfkc or none". (transfer full) */
char *cli_option_type(const MillOption *option);
/* The default as a pipeline file would write it; NULL if there is none. (transfer full) */
char *cli_option_default(const MillOption *option);
/* A map: name, type, required, default, minimum, maximum, choices, doc. (transfer full) */
MillValue *cli_option_to_value(const MillOption *option);

#endif
