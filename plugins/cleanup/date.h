/* date.h - dates as people write them on pages. */
#ifndef CLEANUP_DATE_H
#define CLEANUP_DATE_H

#include <textmill/value.h>

/* The date (and time) in @text by ISO 8601: "2021年2月10日 9:53" becomes "2021-02-10T09:53", "March
 * 5, 2021" becomes "2021-03-05". What is no date comes back as it is. (transfer full) */
MillValue *date_parse(const char *text);

#endif
