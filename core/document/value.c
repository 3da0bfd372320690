/* value.c - metadata values: one block a scalar, an array of items a list or map. */
#include <textmill/value.h>

#include "document/probe.h"
#include "document/utf8.h"

#include <math.h>
#include <string.h>

/* Maps with more items than this find them by a hash table. */
#define VALUE_INDEX_FROM 12

struct MillValue {
    guint32 refs;
    guint16 type;
    guint16 depth; /* levels of lists and maps in it, itself included */
    union {
        gboolean boolean;
        gint64 integer;
        double number;
        struct {
            char *text; /* behind the struct */
            gsize length;
        } string;
        struct {
            MillValue **items;
            char **keys; /* maps only: behind the items, in the same block */
            guint length;
            guint capacity;
            GHashTable *index; /* key → its index + 1, or NULL; keys borrowed */
        } list;
    };
};

static MillValue *
value_new(MillType type)
{
    MillValue *self = MILL_NEW0(MillValue);

    self->refs = 1;
    self->type = (guint16) type;
    mill_probe.values++;
    return self;
}

MillValue *
mill_value_new_null(void)
{
    return value_new(MILL_TYPE_NULL);
}

MillValue *
mill_value_new_bool(gboolean value)
{
    MillValue *self = value_new(MILL_TYPE_BOOL);

    self->boolean = value != FALSE;
    return self;
}

MillValue *
mill_value_new_int(gint64 value)
{
    MillValue *self = value_new(MILL_TYPE_INT);

    self->integer = value;
    return self;
}

MillValue *
mill_value_new_double(double value)
{
    MillValue *self = value_new(MILL_TYPE_DOUBLE);

    self->number = value;
    return self;
}

static MillValue *
value_new_valid_string(const char *string, gsize length)
{
    MillValue *self = g_malloc(sizeof *self + length + 1);

    *self = (MillValue){ .refs = 1, .type = MILL_TYPE_STRING };
    self->string.text = (char *) (self + 1);
    self->string.length = length;
    memcpy(self->string.text, string, length);
    self->string.text[length] = '\0';
    mill_probe.values++;
    return self;
}

MillValue *
mill_value_new_string(const char *string, gssize length)
{
    gsize size;

    g_return_val_if_fail(string || length == 0, NULL);
    if (!string)
        string = "";
    size = length < 0 ? strlen(string) : (gsize) length;
    if (mill_utf8_valid_prefix(string, size) == size)
        return value_new_valid_string(string, size);

    g_autofree char *repaired = mill_utf8_repair(string, size, &size);

    return value_new_valid_string(repaired, size);
}

MillValue *
mill_value_new_list(void)
{
    MillValue *self = value_new(MILL_TYPE_LIST);

    self->depth = 1;
    return self;
}

MillValue *
mill_value_new_map(void)
{
    MillValue *self = value_new(MILL_TYPE_MAP);

    self->depth = 1;
    return self;
}

MillValue *
mill_value_ref(MillValue *self)
{
    g_return_val_if_fail(self, NULL);
    self->refs++;
    return self;
}

static gboolean
value_is_container(const MillValue *self)
{
    return self && (self->type == MILL_TYPE_LIST || self->type == MILL_TYPE_MAP);
}

/* Takes one reference away; at the last, puts @self in front of @doomed. */
static MillValue *
value_release(MillValue *self, MillValue *doomed)
{
    if (mill_probe.keep_dead && self->refs == 0) {
        mill_probe.stray++;
        return doomed;
    }
    if (--self->refs > 0)
        return doomed;
    if (!value_is_container(self)) {
        mill_probe_free_value(self);
        return doomed;
    }
    if (self->list.index)
        g_hash_table_unref(self->list.index);
    self->list.index = (GHashTable *) (gpointer) doomed;
    return self;
}

/* Without recursion, so that no depth of nesting can exhaust the stack. The link to the next one
 * lies where the index was. */
void
mill_value_unref(MillValue *self)
{
    MillValue *doomed = self ? value_release(self, NULL) : NULL;

    while (doomed) {
        MillValue *each = doomed;

        doomed = (MillValue *) (gpointer) each->list.index;
        for (guint i = 0; i < each->list.length; i++) {
            doomed = value_release(each->list.items[i], doomed);
            if (each->list.keys)
                g_free(each->list.keys[i]);
        }
        g_free(each->list.items);
        mill_probe_free_value(each);
    }
}

MillType
mill_value_get_type(const MillValue *self)
{
    return self ? (MillType) self->type : MILL_TYPE_NULL;
}

guint
mill_value_get_depth(const MillValue *self)
{
    return self ? self->depth : 0;
}

gboolean
mill_value_get_bool(const MillValue *self)
{
    return self && self->type == MILL_TYPE_BOOL && self->boolean;
}

gint64
mill_value_get_int(const MillValue *self)
{
    return self && self->type == MILL_TYPE_INT ? self->integer : 0;
}

double
mill_value_get_double(const MillValue *self)
{
    if (self && self->type == MILL_TYPE_INT)
        return (double) self->integer;
    return self && self->type == MILL_TYPE_DOUBLE ? self->number : 0;
}

const char *
mill_value_get_string(const MillValue *self, gsize *length)
{
    gboolean fits = self && self->type == MILL_TYPE_STRING;

    if (length)
        *length = fits ? self->string.length : 0;
    return fits ? self->string.text : NULL;
}

gsize
mill_value_get_length(const MillValue *self)
{
    return value_is_container(self) ? self->list.length : 0;
}

MillValue *
mill_value_get_item(const MillValue *self, gsize index)
{
    return index < mill_value_get_length(self) ? self->list.items[index] : NULL;
}

static void
value_reserve(MillValue *self)
{
    guint before = self->list.capacity;
    gboolean is_map = self->type == MILL_TYPE_MAP;

    if (self->list.length < before)
        return;
    self->list.capacity = MAX(4, before * 2);
    self->list.items = g_realloc_n(self->list.items, self->list.capacity,
                                   sizeof(MillValue *) + (is_map ? sizeof(char *) : 0));
    if (!is_map)
        return;
    self->list.keys = (char **) (gpointer) (self->list.items + self->list.capacity);
    memmove(self->list.keys, self->list.items + before, self->list.length * sizeof(char *));
}

/* Whether @self may hold @item: if so, @self is as deep as that makes it. */
static gboolean
value_deepen(MillValue *self, const MillValue *item)
{
    if (item->depth >= MILL_VALUE_MAX_DEPTH)
        return FALSE;
    self->depth = MAX(self->depth, item->depth + 1);
    return TRUE;
}

gboolean
mill_value_append(MillValue *self, MillValue *item)
{
    g_return_val_if_fail(self && self->type == MILL_TYPE_LIST, FALSE);
    g_return_val_if_fail(item && item != self, FALSE);

    if (!value_deepen(self, item))
        return FALSE;
    value_reserve(self);
    self->list.items[self->list.length++] = mill_value_ref(item);
    return TRUE;
}

void
mill_value_append_string(MillValue *self, const char *string)
{
    g_autoptr(MillValue) item = string ? mill_value_new_string(string, -1) : mill_value_new_null();

    mill_value_append(self, item);
}

void
mill_value_append_int(MillValue *self, gint64 number)
{
    g_autoptr(MillValue) item = mill_value_new_int(number);

    mill_value_append(self, item);
}

const char *
mill_value_get_key(const MillValue *self, gsize index)
{
    if (mill_value_get_type(self) != MILL_TYPE_MAP || index >= self->list.length)
        return NULL;
    return self->list.keys[index];
}

/* The index of @key, or -1. */
static gssize
value_find(const MillValue *self, const char *key)
{
    if (self->list.index)
        return (gssize) GPOINTER_TO_SIZE(g_hash_table_lookup(self->list.index, key)) - 1;
    for (guint i = 0; i < self->list.length; i++) {
        if (strcmp(self->list.keys[i], key) == 0)
            return i;
    }
    return -1;
}

MillValue *
mill_value_get(const MillValue *self, const char *key)
{
    gssize index;

    g_return_val_if_fail(key, NULL);
    if (mill_value_get_type(self) != MILL_TYPE_MAP)
        return NULL;
    index = value_find(self, key);
    return index >= 0 ? self->list.items[index] : NULL;
}

static void
value_index(MillValue *self, guint from)
{
    if (!self->list.index) {
        self->list.index = g_hash_table_new(g_str_hash, g_str_equal);
        from = 0;
    }
    for (guint i = from; i < self->list.length; i++)
        g_hash_table_insert(self->list.index, self->list.keys[i], GSIZE_TO_POINTER((gsize) i + 1));
}

static void
value_add_key(MillValue *self, const char *key, MillValue *item)
{
    value_reserve(self);
    self->list.keys[self->list.length] = g_strdup(key);
    self->list.items[self->list.length++] = item;
    if (self->list.length > VALUE_INDEX_FROM)
        value_index(self, self->list.length - 1);
}

gboolean
mill_value_set(MillValue *self, const char *key, MillValue *item)
{
    gssize index;

    g_return_val_if_fail(self && self->type == MILL_TYPE_MAP, FALSE);
    g_return_val_if_fail(key && item && item != self, FALSE);

    if (!value_deepen(self, item))
        return FALSE;

    gsize length = strlen(key);
    g_autofree char *repaired = mill_utf8_valid_prefix(key, length) == length
                                    ? NULL
                                    : mill_utf8_repair(key, length, &length);

    if (repaired)
        key = repaired;
    mill_value_ref(item);
    index = value_find(self, key);
    if (index < 0) {
        value_add_key(self, key, item);
    } else {
        mill_value_unref(self->list.items[index]);
        self->list.items[index] = item;
    }
    return TRUE;
}

static void
value_set_new(MillValue *self, const char *key, MillValue *item)
{
    mill_value_set(self, key, item);
    mill_value_unref(item);
}

void
mill_value_set_bool(MillValue *self, const char *key, gboolean value)
{
    value_set_new(self, key, mill_value_new_bool(value));
}

void
mill_value_set_int(MillValue *self, const char *key, gint64 value)
{
    value_set_new(self, key, mill_value_new_int(value));
}

void
mill_value_set_double(MillValue *self, const char *key, double value)
{
    value_set_new(self, key, mill_value_new_double(value));
}

void
mill_value_set_string(MillValue *self, const char *key, const char *value)
{
    value_set_new(self, key, value ? mill_value_new_string(value, -1) : mill_value_new_null());
}

gboolean
mill_value_remove(MillValue *self, const char *key)
{
    gssize index;
    gsize behind;

    g_return_val_if_fail(self && self->type == MILL_TYPE_MAP && key, FALSE);
    index = value_find(self, key);
    if (index < 0)
        return FALSE;
    if (self->list.index)
        g_clear_pointer(&self->list.index, g_hash_table_unref);
    mill_value_unref(self->list.items[index]);
    g_free(self->list.keys[index]);
    behind = --self->list.length - (gsize) index;
    memmove(self->list.items + index, self->list.items + index + 1, behind * sizeof(MillValue *));
    memmove(self->list.keys + index, self->list.keys + index + 1, behind * sizeof(char *));
    if (self->list.length > VALUE_INDEX_FROM)
        value_index(self, 0);
    return TRUE;
}

/* 2^63 is a double, so the comparison of ranges is exact where a cast alone would not be. */
static gboolean
value_same_number(gint64 integer, double number)
{
    return number >= -0x1p63 && number < 0x1p63 && (gint64) number == integer &&
           (double) (gint64) number == number;
}

static gboolean
value_equal_lists(const MillValue *a, const MillValue *b)
{
    if (a->list.length != b->list.length)
        return FALSE;
    for (guint i = 0; i < a->list.length; i++) {
        const MillValue *other =
            a->type == MILL_TYPE_MAP ? mill_value_get(b, a->list.keys[i]) : b->list.items[i];

        if (!other || !mill_value_equal(a->list.items[i], other))
            return FALSE;
    }
    return TRUE;
}

gboolean
mill_value_equal(const MillValue *a, const MillValue *b)
{
    MillType type = mill_value_get_type(a);
    MillType other = mill_value_get_type(b);

    if (type == MILL_TYPE_INT && other == MILL_TYPE_DOUBLE)
        return value_same_number(a->integer, b->number);
    if (type == MILL_TYPE_DOUBLE && other == MILL_TYPE_INT)
        return value_same_number(b->integer, a->number);
    if (type != other)
        return FALSE;
    switch (type) {
    case MILL_TYPE_BOOL:
        return a->boolean == b->boolean;
    case MILL_TYPE_INT:
        return a->integer == b->integer;
    case MILL_TYPE_DOUBLE:
        return a->number == b->number || (isnan(a->number) && isnan(b->number));
    case MILL_TYPE_STRING:
        return a->string.length == b->string.length &&
               memcmp(a->string.text, b->string.text, a->string.length) == 0;
    case MILL_TYPE_LIST:
    case MILL_TYPE_MAP:
        return a == b || value_equal_lists(a, b);
    default:
        return TRUE;
    }
}
