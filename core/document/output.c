/* output.c - the parts a writer fills for one document. */
#include <textmill/output.h>

#include <string.h>

typedef struct {
    char *name; /* NULL: the unnamed part */
    char *preamble;
    GString *bytes;
} OutputPart;

/* Parts beyond `length` are spare: their memory serves the next documents. */
struct MillOutput {
    GArray *parts; /* of OutputPart */
    gsize length;
};

static void
part_clear(gpointer data)
{
    OutputPart *part = data;

    g_free(part->name);
    g_free(part->preamble);
    g_string_free(part->bytes, TRUE);
}

MillOutput *
mill_output_new(void)
{
    MillOutput *self = g_new0(MillOutput, 1);

    self->parts = g_array_new(FALSE, FALSE, sizeof(OutputPart));
    g_array_set_clear_func(self->parts, part_clear);
    return self;
}

void
mill_output_free(MillOutput *self)
{
    if (!self)
        return;
    g_array_unref(self->parts);
    g_free(self);
}

static OutputPart *
output_get(const MillOutput *self, gsize index)
{
    g_return_val_if_fail(self && index < self->length, NULL);
    return &g_array_index(self->parts, OutputPart, index);
}

static void
replace_string(char **place, const char *value)
{
    if (g_strcmp0(*place, value) == 0)
        return;
    g_free(*place);
    *place = g_strdup(value);
}

GString *
mill_output_part(MillOutput *self, const char *name, const char *preamble)
{
    OutputPart *part;

    g_return_val_if_fail(self, NULL);
    for (gsize i = 0; i < self->length; i++) {
        part = output_get(self, i);
        if (g_strcmp0(part->name, name) == 0)
            return part->bytes;
    }
    if (self->length == self->parts->len) {
        OutputPart fresh = { .bytes = g_string_new(NULL) };

        g_array_append_val(self->parts, fresh);
    }
    part = output_get(self, self->length++);
    replace_string(&part->name, name);
    replace_string(&part->preamble, preamble);
    return part->bytes;
}

gsize
mill_output_get_n_parts(const MillOutput *self)
{
    return self->length;
}

const char *
mill_output_get_part_name(const MillOutput *self, gsize index)
{
    OutputPart *part = output_get(self, index);

    return part ? part->name : NULL;
}

const char *
mill_output_get_preamble(const MillOutput *self, gsize index)
{
    OutputPart *part = output_get(self, index);

    return part ? part->preamble : NULL;
}

const GString *
mill_output_get_bytes(const MillOutput *self, gsize index)
{
    OutputPart *part = output_get(self, index);

    return part ? part->bytes : NULL;
}

void
mill_output_reset(MillOutput *self)
{
    for (gsize i = 0; i < self->length; i++)
        g_string_truncate(output_get(self, i)->bytes, 0);
    self->length = 0;
}
