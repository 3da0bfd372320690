/* wire.c - messages between the process that checks and its child. */
#include "validate/wire.h"

#include <string.h>
#include <unistd.h>

#include "document/write-all.h"

#define NOTE_TEXT_MAX 4096

typedef struct {
    guint32 kind;
    guint32 step;
    guint32 number;
    guint32 other;
    guint32 word_size; /* with its NUL */
    guint32 text_size;
} Header;

const char *
mill_call_name(MillCall call)
{
    static const char *const names[] = { NULL,     "load",    "configure", "process", "encode",
                                         "close",  "open",    "store",     "merge",   "save",
                                         "finish", "abandon", "lose",      "admit" };

    return (guint) call < G_N_ELEMENTS(names) ? names[call] : NULL;
}

gboolean
mill_note_send(int fd, const MillNote *note)
{
    const char *word = note->word ? note->word : "";
    g_autofree char *text = g_utf8_make_valid(note->text ? note->text : "", -1);
    g_autoptr(GByteArray) bytes = g_byte_array_new();

    if (strlen(text) > NOTE_TEXT_MAX)
        *g_utf8_find_prev_char(text, text + NOTE_TEXT_MAX) = '\0';
    Header header = {
        .kind = note->kind,
        .step = note->step,
        .number = note->number,
        .other = note->other,
        .word_size = (guint32) strlen(word) + 1,
        .text_size = (guint32) strlen(text) + 1,
    };

    g_byte_array_append(bytes, (const guint8 *) &header, sizeof header);
    g_byte_array_append(bytes, (const guint8 *) word, header.word_size);
    g_byte_array_append(bytes, (const guint8 *) text, header.text_size);
    return mill_write_all(fd, bytes->data, bytes->len);
}

gboolean
mill_note_take(GByteArray *bytes, GByteArray *strings, MillNote *note)
{
    Header header;

    if (bytes->len < sizeof header)
        return FALSE;
    memcpy(&header, bytes->data, sizeof header);

    gsize size = (gsize) header.word_size + header.text_size;

    if (bytes->len - sizeof header < size)
        return FALSE;
    g_byte_array_set_size(strings, 0);
    g_byte_array_append(strings, bytes->data + sizeof header, (guint) size);
    g_byte_array_append(strings, (const guint8 *) "", 1); /* the child may be out of its mind */
    g_byte_array_remove_range(bytes, 0, (guint) (sizeof header + size));
    *note = (MillNote){
        .kind = header.kind,
        .step = header.step,
        .number = header.number,
        .other = header.other,
        .word = (const char *) strings->data,
        .text = (const char *) strings->data + MIN(header.word_size, size),
    };
    return TRUE;
}
