/* guess.c - encodings by statistics. */
#include "guess.h"

#include <string.h>

#ifdef HAVE_UCHARDET
#include <uchardet/uchardet.h>
#endif

const Encoding *
guess_wide(const guint8 *data, gsize length)
{
    gsize sample = MIN(length, 4096) / 4 * 4;
    gsize zeros[4] = { 0 };
    gsize odd;
    gsize even;

    for (gsize i = 0; i < sample; i++)
        zeros[i % 4] += data[i] == 0;
    if (sample == 0 || zeros[0] + zeros[1] + zeros[2] + zeros[3] == 0)
        return NULL;
    if (zeros[2] * 4 == sample && zeros[3] * 4 == sample && zeros[0] * 4 < sample)
        return encoding_find("UTF-32LE");
    if (zeros[0] * 4 == sample && zeros[1] * 4 == sample && zeros[3] * 4 < sample)
        return encoding_find("UTF-32BE");
    if (length % 2 != 0)
        return NULL;
    even = zeros[0] + zeros[2];
    odd = zeros[1] + zeros[3];
    if (odd > sample / 10 && even * 10 < odd)
        return encoding_find("UTF-16LE");
    if (even > sample / 10 && odd * 10 < even)
        return encoding_find("UTF-16BE");
    return NULL;
}

const Encoding *
guess_encoding(const guint8 *data, gsize length)
{
#ifdef HAVE_UCHARDET
    uchardet_t detector = uchardet_new();
    const Encoding *found;

    uchardet_handle_data(detector, (const char *) data, MIN(length, 64 * 1024));
    uchardet_data_end(detector);
    found = encoding_find(uchardet_get_charset(detector));
    uchardet_delete(detector);
    return found;
#else
    return NULL;
#endif
}
