/* words.c - see words.h. */
#include "script/words.h"

#include <string.h>

#include <textmill/error.h>

#ifdef MILL_HAVE_ICU
#include <dlfcn.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

/* ICU's headers rename each function to that of their version, so that no other is ever called. */
#define WORDS_LIBRARY "libicuuc.so." U_ICU_VERSION_SHORT
#define WORDS_FUNCTION(f, p)                                                                       \
    {                                                                                              \
        G_STRINGIFY(f), (gpointer *) (gpointer) &words_icu.p                                       \
    }

static struct {
    __typeof__(&ubrk_open) open;
    __typeof__(&ubrk_close) close;
    __typeof__(&ubrk_setUText) set_text;
    __typeof__(&ubrk_next) next;
    __typeof__(&ubrk_getRuleStatus) get_status;
    __typeof__(&utext_openUTF8) open_text;
    __typeof__(&utext_close) close_text;
} words_icu;

struct MillWords {
    UBreakIterator *breaks;
    UText *text;
};

static gboolean
words_fail(GError **error, const char *problem)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD,
                "mill.words needs ICU, which this textmill was built with: %s; install %s",
                problem ? problem : "it is not complete", WORDS_LIBRARY);
    return FALSE;
}

/* Once a process; never unloaded. */
static gboolean
words_load(GError **error)
{
    static gsize done;
    const struct {
        const char *name;
        gpointer *function;
    } functions[] = {
        WORDS_FUNCTION(ubrk_open, open),
        WORDS_FUNCTION(ubrk_close, close),
        WORDS_FUNCTION(ubrk_setUText, set_text),
        WORDS_FUNCTION(ubrk_next, next),
        WORDS_FUNCTION(ubrk_getRuleStatus, get_status),
        WORDS_FUNCTION(utext_openUTF8, open_text),
        WORDS_FUNCTION(utext_close, close_text),
    };
    gpointer library;

    if (!g_once_init_enter(&done))
        return words_icu.close_text != NULL || words_fail(error, NULL);
    library = dlopen(WORDS_LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    for (gsize i = 0; library && i < G_N_ELEMENTS(functions); i++) {
        *functions[i].function = dlsym(library, functions[i].name);
        if (!*functions[i].function)
            library = NULL;
    }
    if (!library)
        words_icu.close_text = NULL;
    g_once_init_leave(&done, 1);
    return library || words_fail(error, dlerror());
}

/* One pass over a word of each script that has a dictionary: ICU loads it now, and not in a worker
 * that may open no files. */
static void
words_warm_up(MillWords *self)
{
    static const char text[] = "中国 ひらがな ไทย ລາວ ខ្មែរ မြန်မာ";
    MillWordsPiece piece;

    mill_words_cut(self, text, strlen(text), &piece);
}

MillWords *
mill_words_new(GError **error)
{
    UErrorCode status = U_ZERO_ERROR;
    g_autoptr(MillWords) self = NULL;

    if (!words_load(error))
        return NULL;
    self = g_new0(MillWords, 1);
    self->breaks = words_icu.open(UBRK_WORD, "", NULL, 0, &status);
    if (U_FAILURE(status)) {
        self->breaks = NULL;
        words_fail(error, "its data are missing");
        return NULL;
    }
    words_warm_up(self);
    return g_steal_pointer(&self);
}

void
mill_words_free(MillWords *self)
{
    if (!self)
        return;
    if (self->breaks)
        words_icu.close(self->breaks);
    if (self->text)
        words_icu.close_text(self->text);
    g_free(self);
}
#else
MillWords *
mill_words_new(GError **error)
{
    return (MillWords *) g_new0(char, 1);
}

void
mill_words_free(MillWords *self)
{
    g_free(self);
}
#endif

static void
words_add(MillWordsPiece *piece, gsize start, gsize end)
{
    piece->words[piece->n].start = (guint16) start;
    piece->words[piece->n].end = (guint16) end;
    piece->n++;
}

/* Where a piece can end: behind a blank, 、 or 。, where no word goes on; at worst between two
 * characters. */
static gsize
words_find_end(const char *text, gsize length)
{
    gsize end = MILL_WORDS_BYTES;

    if (length <= MILL_WORDS_BYTES)
        return length;
    for (gsize i = MILL_WORDS_BYTES; i > MILL_WORDS_BYTES / 2; i--) {
        if (text[i - 1] == ' ' || text[i - 1] == '\n' ||
            (i >= 3 && (guint8) text[i - 3] == 0xe3 && (guint8) text[i - 2] == 0x80 &&
             (guint8) text[i - 1] >= 0x80 && (guint8) text[i - 1] <= 0x82))
            return i;
    }
    while (((guint8) text[end] & 0xc0) == 0x80)
        end--;
    return end;
}

/* The last word of a piece may go on behind it: the next piece begins with it. */
static gsize
words_leave_last(MillWordsPiece *piece, gsize end, gsize length)
{
    gsize start;

    if (end == length || piece->n == 0 || piece->words[piece->n - 1].end != end)
        return end;
    start = piece->words[piece->n - 1].start;
    if (start == 0)
        return end;
    piece->n--;
    return start;
}

#ifdef MILL_HAVE_ICU
gsize
mill_words_cut(MillWords *self, const char *text, gsize length, MillWordsPiece *piece)
{
    UErrorCode status = U_ZERO_ERROR;
    gsize end = words_find_end(text, length);
    int32_t start = 0;

    piece->n = 0;
    self->text = words_icu.open_text(self->text, text, (int64_t) end, &status);
    words_icu.set_text(self->breaks, self->text, &status);
    if (U_FAILURE(status))
        return mill_words_cut_plainly(text, length, piece);
    for (int32_t stop; (stop = words_icu.next(self->breaks)) != UBRK_DONE; start = stop) {
        if (words_icu.get_status(self->breaks) >= UBRK_WORD_NONE_LIMIT)
            words_add(piece, (gsize) start, (gsize) stop);
    }
    return words_leave_last(piece, end, length);
}
#else
gsize
mill_words_cut(MillWords *self, const char *text, gsize length, MillWordsPiece *piece)
{
    return mill_words_cut_plainly(text, length, piece);
}
#endif

typedef enum {
    WORDS_BETWEEN,
    WORDS_LETTER,
    WORDS_SINGLE, /* a word by itself */
    WORDS_MARK,   /* belongs to the letter before it */
    WORDS_JOINER, /* between two letters or digits: can't, 1.5 */
} WordsClass;

static WordsClass
words_classify(gunichar c)
{
    if (c < 0x80)
        return g_ascii_isalnum((gchar) c) || c == '_' ? WORDS_LETTER
               : c == '\'' || c == '.'                ? WORDS_JOINER
                                                      : WORDS_BETWEEN;
    if (g_unichar_ismark(c))
        return WORDS_MARK;
    if (c == 0x2019)
        return WORDS_JOINER;
    if (!g_unichar_isalnum(c))
        return WORDS_BETWEEN;
    switch (g_unichar_get_script(c)) {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
        return WORDS_SINGLE;
    default:
        return WORDS_LETTER;
    }
}

/* Where the word of letters that begins at @p ends. */
static const char *
words_letters_end(const char *p, const char *end)
{
    const char *stop = p;

    while (p < end) {
        WordsClass class = words_classify(g_utf8_get_char(p));

        p = g_utf8_next_char(p);
        if (class == WORDS_LETTER || class == WORDS_MARK)
            stop = p;
        else if (class != WORDS_JOINER || p >= end ||
                 words_classify(g_utf8_get_char(p)) != WORDS_LETTER)
            break;
    }
    return stop;
}

gsize
mill_words_cut_plainly(const char *text, gsize length, MillWordsPiece *piece)
{
    gsize size = words_find_end(text, length);
    const char *end = text + size;

    piece->n = 0;
    for (const char *p = text; p < end;) {
        const char *start = p;
        WordsClass class = words_classify(g_utf8_get_char(p));

        p = g_utf8_next_char(p);
        if (class == WORDS_LETTER)
            p = words_letters_end(start, end);
        else if (class != WORDS_SINGLE)
            continue;
        while (p < end && words_classify(g_utf8_get_char(p)) == WORDS_MARK)
            p = g_utf8_next_char(p);
        words_add(piece, (gsize) (start - text), (gsize) (p - text));
    }
    return words_leave_last(piece, size, length);
}
