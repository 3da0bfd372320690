/* segment.c - dictionary, ICU, or one character a word. */
#include "segment.h"

#include "classes.h"

#ifdef KW_HAVE_ICU
#include <unicode/ubrk.h>
#endif

struct KwSegmenter {
    const KwDictionary *dictionary;
    KwPath path;
    GArray *ends; /* guint32 */
#ifdef KW_HAVE_ICU
    UBreakIterator *breaks; /* NULL if ICU's data are missing */
    UChar units[KW_RUN_MAX];
    guint16 offsets[KW_RUN_MAX + 1]; /* where each of them begins in the run */
#endif
};

KwSegmenter *
kw_segmenter_new(const KwDictionary *dictionary)
{
    KwSegmenter *self = g_new0(KwSegmenter, 1);

    self->dictionary = dictionary;
    self->ends = g_array_new(FALSE, FALSE, sizeof(guint32));
#ifdef KW_HAVE_ICU
    UErrorCode status = U_ZERO_ERROR;

    self->breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    if (U_FAILURE(status))
        self->breaks = NULL;
#endif
    return self;
}

void
kw_segmenter_free(KwSegmenter *self)
{
    if (!self)
        return;
#ifdef KW_HAVE_ICU
    if (self->breaks)
        ubrk_close(self->breaks);
#endif
    kw_path_clear(&self->path);
    g_array_unref(self->ends);
    g_free(self);
}

gboolean
kw_segmenter_has_words(const KwSegmenter *self)
{
#ifdef KW_HAVE_ICU
    if (self->breaks)
        return TRUE;
#endif
    return self->dictionary != NULL;
}

#ifdef KW_HAVE_ICU
/* The run in UTF-16; how many units. What is no character of the first 65,536 takes two. */
static int32_t
segment_convert(KwSegmenter *self, const char *run, gsize length)
{
    int32_t n = 0;

    for (const char *p = run; p < run + length;) {
        guint16 offset = (guint16) (p - run);
        gunichar c = kw_next_char(&p);

        self->offsets[n] = offset;
        if (c >= 0x10000) {
            self->units[n++] = U16_LEAD(c);
            self->offsets[n] = offset;
            c = U16_TRAIL(c);
        }
        self->units[n++] = (UChar) c;
    }
    self->offsets[n] = (guint16) length;
    return n;
}

/* ICU looks words up in UTF-16: given UTF-8 it converts each run as well, by far slower. */
static gboolean
segment_by_icu(KwSegmenter *self, const char *run, gsize length)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t n;

    if (!self->breaks || (n = segment_convert(self, run, length)) < 2)
        return FALSE;
    ubrk_setText(self->breaks, self->units, n, &status);
    if (U_FAILURE(status))
        return FALSE;
    for (int32_t end; (end = ubrk_next(self->breaks)) != UBRK_DONE;) {
        guint32 value = self->offsets[end];

        g_array_append_val(self->ends, value);
    }
    return self->ends->len > 0;
}
#else
static gboolean
segment_by_icu(KwSegmenter *self, const char *run, gsize length)
{
    return FALSE;
}
#endif

const guint32 *
kw_segmenter_cut(KwSegmenter *self, const char *run, gsize length, gboolean han, guint *n)
{
    g_array_set_size(self->ends, 0);
    if (length > KW_RUN_MAX) {
        length = KW_RUN_MAX;
        while ((run[length] & 0xc0) == 0x80)
            length--;
    }
    if (self->dictionary && han) {
        kw_dictionary_cut(self->dictionary, &self->path, run, length, self->ends);
    } else if (!segment_by_icu(self, run, length)) {
        for (const char *p = run; p < run + length;) {
            kw_next_char(&p);
            guint32 end = (guint32) (p - run);

            g_array_append_val(self->ends, end);
        }
    }
    *n = self->ends->len;
    return (const guint32 *) (gpointer) self->ends->data;
}
