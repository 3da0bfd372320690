/* probe.c - where a checking host looks into this room. */
#include "document/probe.h"

#define PROBE_DEAD 4096 /* dead values that are kept */

MillProbe mill_probe;

char *
mill_text_allocate(gsize size)
{
    return mill_probe.texts ? mill_probe.texts->allocate(size) : g_try_malloc(size);
}

/* Where nobody watches texts, all that are empty are this one. */
static const char text_empty[1];

char *
mill_text_get_empty(void)
{
    if (!mill_probe.texts)
        return (char *) text_empty;

    char *text = mill_text_allocate(1);

    *text = '\0';
    mill_text_seal(text);
    return text;
}

void
mill_text_seal(char *text)
{
    if (mill_probe.texts)
        mill_probe.texts->seal(text);
}

void
mill_text_free(char *text)
{
    if (text == text_empty)
        return;
    if (mill_probe.texts && text)
        mill_probe.texts->free(text);
    else
        g_free(text);
}

void
mill_probe_free_value(gpointer value)
{
    static gpointer dead[PROBE_DEAD];
    static guint next;
    gpointer oldest = value;

    mill_probe.values--;
    if (mill_probe.keep_dead) {
        oldest = dead[next % PROBE_DEAD];
        dead[next++ % PROBE_DEAD] = value;
    }
    g_free(oldest);
}
