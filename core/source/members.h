/* members.h - the members of a JSON object, without looking at what is in them.
 *
 *     g_auto(MillMembers) members;
 *
 *     mill_members_init(&members);
 *     if (!mill_members_scan(&members, json, json + length))
 *         return FALSE; // no object
 */
#ifndef MILL_SOURCE_MEMBERS_H
#define MILL_SOURCE_MEMBERS_H

#include <textmill/types.h>

/* The key stands between its quotes, the value with its own; both are borrowed, and not checked. */
typedef struct {
    const char *key, *key_end;
    const char *value, *value_end;
} MillMember;

/* In the order they stand. Most objects have few, which need no memory; must not be moved. */
typedef struct {
    MillMember *items; /* `few`, or allocated */
    guint length;
    guint capacity;
    MillMember few[16];
} MillMembers;

void mill_members_init(MillMembers *members);
void mill_members_clear(MillMembers *members);
/* Adds the members of the object that is all of [@start, @end). FALSE if it is none. */
gboolean mill_members_scan(MillMembers *members, const char *start, const char *end);
/* The last of @members that is called @path; or `a.b` in the object a where there is no member of
 * that very name. */
gboolean mill_members_find_path(const MillMembers *members, const char *path, MillMember *found);
/* The member's key, unescaped. (transfer full) */
char *mill_member_dup_key(const MillMember *member);
/* The same in @few, which has @size bytes, if that is enough; else it is also put into @owned,
 * which the caller frees. */
const char *mill_member_get_key(const MillMember *member, char *few, gsize size, char **owned);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(MillMembers, mill_members_clear)

#endif
