/* members.c - finding the members of a JSON object. */
#include "source/members.h"

#include <string.h>

#include <textmill/json.h>

void
mill_members_clear(MillMembers *members)
{
    if (members->items != members->few)
        g_free(members->items);
}

void
mill_members_init(MillMembers *members)
{
    members->items = members->few;
    members->length = 0;
    members->capacity = G_N_ELEMENTS(members->few);
}

static void
members_add(MillMembers *members, const MillMember *member)
{
    gboolean few = members->items == members->few;

    if (members->length == members->capacity) {
        members->capacity *= 2;
        members->items = g_renew(MillMember, few ? NULL : members->items, members->capacity);
        if (few)
            memcpy(members->items, members->few, sizeof members->few);
    }
    members->items[members->length++] = *member;
}

typedef struct {
    const char *at;
    const char *end;
} Scan;

static void
scan_blanks(Scan *scan)
{
    while (scan->at < scan->end &&
           (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r' || *scan->at == '\n'))
        scan->at++;
}

static gboolean
scan_sign(Scan *scan, char sign)
{
    scan_blanks(scan);
    if (scan->at == scan->end || *scan->at != sign)
        return FALSE;
    scan->at++;
    return TRUE;
}

/* Goes behind the string that begins here. */
static gboolean
scan_string(Scan *scan)
{
    const char *quote = scan->at;

    while ((quote = memchr(quote + 1, '"', (gsize) (scan->end - quote - 1)))) {
        const char *slash = quote;

        while (slash[-1] == '\\')
            slash--;
        if ((quote - slash) % 2 == 0) {
            scan->at = quote + 1;
            return TRUE;
        }
    }
    return FALSE;
}

/* Goes behind the object or list that begins here; what is in it is not checked. */
static gboolean
scan_nest(Scan *scan)
{
    gsize depth = 0;

    while (scan->at < scan->end) {
        char sign = *scan->at;

        if (sign == '"') {
            if (!scan_string(scan))
                return FALSE;
            continue;
        }
        scan->at++;
        depth += sign == '{' || sign == '[';
        depth -= sign == '}' || sign == ']';
        if (depth == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
scan_value(Scan *scan)
{
    const char *start = scan->at;

    if (scan->at == scan->end)
        return FALSE;
    if (*scan->at == '"')
        return scan_string(scan);
    if (*scan->at == '{' || *scan->at == '[')
        return scan_nest(scan);
    while (scan->at < scan->end && !strchr(",}] \t\r\n", *scan->at))
        scan->at++;
    return scan->at > start;
}

static gboolean
scan_member(Scan *scan, MillMember *member)
{
    scan_blanks(scan);
    if (scan->at == scan->end || *scan->at != '"')
        return FALSE;
    member->key = scan->at + 1;
    if (!scan_string(scan))
        return FALSE;
    member->key_end = scan->at - 1;
    if (!scan_sign(scan, ':'))
        return FALSE;
    scan_blanks(scan);
    member->value = scan->at;
    if (!scan_value(scan))
        return FALSE;
    member->value_end = scan->at;
    return TRUE;
}

gboolean
mill_members_scan(MillMembers *members, const char *start, const char *end)
{
    Scan scan = { start, end };
    MillMember member;

    if (!scan_sign(&scan, '{'))
        return FALSE;
    if (!scan_sign(&scan, '}')) {
        do {
            if (!scan_member(&scan, &member))
                return FALSE;
            members_add(members, &member);
        } while (scan_sign(&scan, ','));
        if (!scan_sign(&scan, '}'))
            return FALSE;
    }
    scan_blanks(&scan);
    return scan.at == scan.end;
}

char *
mill_member_dup_key(const MillMember *member)
{
    gsize length = (gsize) (member->key_end - member->key);

    if (memchr(member->key, '\\', length)) {
        g_autoptr(MillValue) key = mill_json_parse(member->key - 1, (gssize) length + 2, NULL);

        return g_strdup(key ? mill_value_get_string(key, NULL) : "");
    }
    return g_strndup(member->key, length);
}

const char *
mill_member_get_key(const MillMember *member, char *few, gsize size, char **owned)
{
    gsize length = (gsize) (member->key_end - member->key);

    if (length >= size || memchr(member->key, '\\', length))
        return *owned = mill_member_dup_key(member);
    memcpy(few, member->key, length);
    few[length] = '\0';
    return few;
}

static gboolean
member_is(const MillMember *member, const char *name, gsize length)
{
    if ((gsize) (member->key_end - member->key) == length && memcmp(member->key, name, length) == 0)
        return TRUE;
    if (!memchr(member->key, '\\', (gsize) (member->key_end - member->key)))
        return FALSE;
    g_autofree char *key = mill_member_dup_key(member);

    return strlen(key) == length && memcmp(key, name, length) == 0;
}

/* The last of @members that is called @name; -1 if none is. */
static gint
members_find(const MillMembers *members, const char *name, gsize length)
{
    for (gint i = (gint) members->length - 1; i >= 0; i--)
        if (member_is(&members->items[i], name, length))
            return i;
    return -1;
}

gboolean
mill_members_find_path(const MillMembers *members, const char *path, MillMember *found)
{
    gint index = members_find(members, path, strlen(path));

    if (index >= 0) {
        *found = members->items[index];
        return TRUE;
    }
    for (const char *dot = strchr(path, '.'); dot; dot = strchr(dot + 1, '.')) {
        g_auto(MillMembers) inner;

        mill_members_init(&inner);
        index = members_find(members, path, (gsize) (dot - path));
        if (index < 0)
            continue;
        const MillMember *outer = &members->items[index];

        if (mill_members_scan(&inner, outer->value, outer->value_end) &&
            mill_members_find_path(&inner, dot + 1, found))
            return TRUE;
    }
    return FALSE;
}
