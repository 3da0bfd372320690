/* feed-unpack.c - compressed files and archives, by libarchive and in memory.
 *
 * Every entry of an archive becomes an item; a folder, a link or a device is one that is dropped.
 * Names mean nothing here but ids: no file is ever made of them.
 */
#include "source/feed-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <textmill/error.h>

#include "source/source.h"

#ifdef MILL_HAVE_ARCHIVE

#include "source/archive.h"

#define UNPACK_BLOCK    (64 * 1024)
#define UNPACK_NAME_MAX ((gsize) 4096) /* bytes, as for paths: ids go to workers in messages */
#define UNPACK_NAME_CUT ((gsize) 200)  /* bytes of a longer one that are shown */

/* The member of an archive that is being read, or all that is in a compressed file. */
typedef struct {
    MillFeedStream stream;
    MillFeed *feed;
    MillFeedStream *packed;
    struct archive *archive;
    gint64 n_unpacked; /* bytes, over all members */
    gint64 n_members;
    gboolean fatal; /* nothing more comes out of the archive */
    gboolean told;  /* and a member says so */
    GError *error;  /* of the packed stream */
    guint8 block[UNPACK_BLOCK];
} Unpack;

static la_ssize_t
unpack_callback(struct archive *archive, void *data, const void **bytes)
{
    Unpack *unpack = data;
    gssize got = unpack->error ? -1
                               : unpack->packed->read(unpack->packed, unpack->block, UNPACK_BLOCK,
                                                      &unpack->error);

    *bytes = unpack->block;
    if (got < 0)
        mill_archive.set_error(archive, EIO, "%s", unpack->error->message);
    return got;
}

static la_int64_t
unpack_seek_callback(struct archive *archive, void *data, la_int64_t offset, int whence)
{
    Unpack *unpack = data;

    return unpack->packed->seek(unpack->packed, offset, whence);
}

/* What libarchive says is wrong, as an error. */
static gssize
unpack_fail(Unpack *unpack, int status, GError **error)
{
    g_autofree char *problem = g_strdup(mill_archive.error_string(unpack->archive));

    if (problem)
        g_strchomp(problem);
    unpack->fatal = status == ARCHIVE_FATAL;
    if (unpack->error)
        g_propagate_error(error, g_steal_pointer(&unpack->error));
    else if (mill_archive.error_number(unpack->archive) == ENOMEM)
        g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                    "unpacking it needs more memory than it may use (a higher input.max_bytes "
                    "allows for more): %s",
                    problem ? problem : "");
    else
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "damaged: %s",
                    problem ? problem : "it cannot be unpacked");
    return -1;
}

static gssize
unpack_read(MillFeedStream *stream, guint8 *bytes, gsize size, GError **error)
{
    Unpack *unpack = (Unpack *) stream;
    la_ssize_t got;

    do
        got = mill_archive.read_data(unpack->archive, bytes, size);
    while (got == ARCHIVE_RETRY);
    if (got < 0)
        return unpack_fail(unpack, (int) got, error);
    unpack->n_unpacked += got;
    return mill_feed_weigh(unpack->feed, unpack->n_unpacked, error) ? (gssize) got : -1;
}

static void
unpack_free(Unpack *unpack)
{
    mill_archive.read_free(unpack->archive);
    g_clear_error(&unpack->error);
    g_free(unpack);
}

/* What is looked for. */
typedef enum {
    UNPACK_RAW,
    UNPACK_TAR,
    UNPACK_ZIP,
    UNPACK_ZIP_WITHOUT_DIRECTORY,
} UnpackKind;

static void
unpack_enable(struct archive *archive, UnpackKind kind)
{
    if (kind == UNPACK_RAW)
        mill_archive.format_raw(archive);
    else if (kind == UNPACK_TAR)
        mill_archive.format_tar(archive);
    else if (kind == UNPACK_ZIP)
        mill_archive.format_zip(archive);
    else
        mill_archive.format_zip_stream(archive);
}

/* No filter is enabled that would start a program. */
static Unpack *
unpack_open(MillFeed *feed, MillFeedStream *packed, UnpackKind kind, GError **error)
{
    if (!mill_archive_load(error))
        return NULL;
    Unpack *unpack = g_new0(Unpack, 1);
    struct archive *archive = mill_archive.read_new();
    int status;

    unpack->stream.read = unpack_read;
    unpack->feed = feed;
    unpack->packed = packed;
    unpack->archive = archive;
    mill_archive.filter_gzip(archive);
    mill_archive.filter_bzip2(archive);
    mill_archive.filter_xz(archive);
    mill_archive.filter_zstd(archive);
    unpack_enable(archive, kind);
    mill_archive.set_read(archive, unpack_callback);
    if (packed->seek)
        mill_archive.set_seek(archive, unpack_seek_callback);
    mill_archive.set_data(archive, unpack);
    status = mill_archive.open(archive);
    if (status >= ARCHIVE_WARN)
        return unpack;
    unpack_fail(unpack, status, error);
    unpack_free(unpack);
    return NULL;
}

/* The name as it is shown: a long one is cut, which makes it one that nothing else is done with.
 * (transfer full) */
static char *
unpack_dup_shown(const char *name)
{
    if (!name || strlen(name) <= UNPACK_NAME_MAX)
        return g_strdup(name ? name : "unnamed");
    g_autofree char *begin =
        g_strndup(name, (gsize) (g_utf8_find_prev_char(name, name + UNPACK_NAME_CUT) - name));

    return g_strconcat(begin, "…", NULL);
}

/* The member's name as part of an id. (transfer full) */
static char *
unpack_dup_name(const MillFeed *feed, struct archive_entry *entry)
{
    const char *name = mill_archive.pathname_utf8(entry);
    g_autofree char *converted = NULL;

    if (!name)
        name = mill_archive.pathname(entry);
    if (name && feed->converter != (GIConv) -1 && !g_utf8_validate(name, -1, NULL))
        converted = g_convert_with_iconv(name, -1, feed->converter, NULL, NULL, NULL);
    name = converted ? converted : name;
    while (name && (*name == '/' || (name[0] == '.' && name[1] == '/')))
        name++;
    return name && *name ? mill_source_escape(name) : NULL;
}

/* Why the member is no document, or NULL. (transfer full) */
static char *
unpack_find_reason(struct archive_entry *entry, const char *name)
{
    const char *target = mill_archive.hardlink(entry);
    const char *base = strrchr(name, '/');

    if (target)
        return g_strdup_printf("a link to '%s'", target);
    switch (mill_archive.filetype(entry)) {
    case AE_IFDIR:
        return g_strdup("a folder");
    case AE_IFLNK:
        target = mill_archive.symlink(entry);
        return g_strdup_printf("a symbolic link to '%s'", target ? target : "");
    case AE_IFREG:
    case 0: /* the archive does not say */
        break;
    default:
        return g_strdup("a device, pipe or socket");
    }
    if (*(base ? base + 1 : name) == '.')
        return g_strdup("its name begins with '.'");
    return NULL;
}

/* Why the member cannot be read, or NULL; *@code says of which kind. (transfer full) */
static char *
unpack_find_problem(const MillFeed *feed, struct archive_entry *entry, const MillForm *form,
                    guint depth, gint *code)
{
    gint64 size = mill_archive.size_is_set(entry) ? mill_archive.size(entry) : 0;

    *code = MILL_ERROR_DATA;
    if (mill_archive.is_encrypted(entry))
        return g_strdup("encrypted; decrypt it first");
    *code = MILL_ERROR_LIMIT;
    if (!mill_form_is_container(form) && size > feed->input->max_bytes)
        return g_strdup_printf("%" G_GINT64_FORMAT " bytes, more than %" G_GINT64_FORMAT
                               " (input.max_bytes)",
                               size, feed->input->max_bytes);
    if (form->packing != MILL_PACKING_NONE && depth > (guint) feed->input->max_depth)
        return g_strdup_printf("an archive that lies deeper than %" G_GINT64_FORMAT
                               " in others (input.max_depth)",
                               feed->input->max_depth);
    return NULL;
}

/* One member, whose name (or NULL) stands in feed->name. FALSE with @error: the archive ends here.
 */
static gboolean
unpack_member(Unpack *unpack, struct archive_entry *entry, const char *name, guint depth,
              GError **error)
{
    MillFeed *feed = unpack->feed;
    MillForm form = mill_form_find(feed->input, name ? name : "");
    g_autofree char *reason = name ? unpack_find_reason(entry, name) : NULL;
    g_autoptr(GError) local = NULL;
    gsize length = feed->name->len;
    gint code = MILL_UNIT_DROPPED;

    if (!name) {
        code = MILL_ERROR_DATA;
        reason = g_strdup("a member without a name");
    }
    if (!reason && strlen(name) > UNPACK_NAME_MAX) {
        code = MILL_ERROR_LIMIT;
        reason =
            g_strdup_printf("its name has %zu bytes, more than %zu", strlen(name), UNPACK_NAME_MAX);
    }
    if (!reason)
        reason = unpack_find_problem(feed, entry, &form, depth + 1, &code);
    if (reason)
        return mill_feed_refuse(feed, code, "", reason, error);
    mill_feed_set_head(feed, 0, NULL, 0);
    if (mill_feed_open(feed, &unpack->stream, &form, depth + 1, &local))
        return TRUE;
    g_string_truncate(feed->name, length);
    if (!feed->stopped) {
        g_autofree char *message = g_strconcat(
            local->message, unpack->fatal ? "; nothing behind it can be read" : "", NULL);

        unpack->told = unpack->fatal;
        return mill_feed_refuse(feed, local->code, "", message, error);
    }
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
}

static gboolean
unpack_members(Unpack *unpack, guint depth, GError **error)
{
    MillFeed *feed = unpack->feed;
    gsize length = feed->name->len;
    struct archive_entry *entry;
    int status = ARCHIVE_OK;

    while (!unpack->fatal) {
        do
            status = mill_archive.next_header(unpack->archive, &entry);
        while (status == ARCHIVE_RETRY);
        if (status < ARCHIVE_WARN || status == ARCHIVE_EOF)
            break;
        g_autofree char *name = unpack_dup_name(feed, entry);
        g_autofree char *shown = unpack_dup_shown(name);
        g_autofree char *full = g_strconcat(feed->name->str, "!", shown, NULL);
        g_autofree char *unique = mill_names_take(feed->names, full);

        unpack->n_members++;
        g_string_assign(feed->name, unique);
        gboolean goes_on = unpack_member(unpack, entry, name, depth, error);

        g_string_truncate(feed->name, length);
        if (!goes_on || !mill_feed_show_life(feed, error))
            return FALSE;
    }
    return status == ARCHIVE_EOF || unpack->told || unpack_fail(unpack, status, error) == 0;
}

/* *@n_members (or NULL) gets the number of those that were found. */
static gboolean
unpack_archive(MillFeed *feed, MillFeedStream *packed, UnpackKind kind, guint depth,
               gint64 *n_members, GError **error)
{
    Unpack *unpack = unpack_open(feed, packed, kind, error);

    if (!unpack)
        return FALSE;
    gboolean good = unpack_members(unpack, depth, error);

    if (n_members)
        *n_members = unpack->n_members;
    unpack_free(unpack);
    return good;
}

/* A compressed file. */
static gboolean
unpack_raw(MillFeed *feed, MillFeedStream *packed, const MillForm *form, GError **error)
{
    Unpack *unpack = unpack_open(feed, packed, UNPACK_RAW, error);
    struct archive_entry *entry;
    gboolean good = FALSE;

    if (!unpack)
        return FALSE;
    int status = mill_archive.next_header(unpack->archive, &entry);

    if (status < ARCHIVE_WARN || status == ARCHIVE_EOF)
        unpack_fail(unpack, status, error);
    else if (mill_archive.filter_code(unpack->archive, 0) == ARCHIVE_FILTER_NONE)
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "not compressed as its name says, or its beginning is damaged");
    else
        good = mill_feed_cut(feed, &unpack->stream, form->format, error);
    unpack_free(unpack);
    return good;
}

/* All of a stream in memory, which can be gone about in. */
typedef struct {
    MillFeedStream stream;
    GByteArray *bytes;
    gsize at;
} MemoryStream;

static gssize
memory_read(MillFeedStream *stream, guint8 *bytes, gsize size, GError **error)
{
    MemoryStream *memory = (MemoryStream *) stream;

    size = MIN(size, memory->bytes->len - memory->at);
    memcpy(bytes, memory->bytes->data + memory->at, size);
    memory->at += size;
    return (gssize) size;
}

static gint64
memory_seek(MillFeedStream *stream, gint64 offset, int whence)
{
    MemoryStream *memory = (MemoryStream *) stream;
    gint64 base = whence == SEEK_SET   ? 0
                  : whence == SEEK_CUR ? (gint64) memory->at
                                       : (gint64) memory->bytes->len;

    if (offset < -base || offset > (gint64) memory->bytes->len - base)
        return -1;
    memory->at = (gsize) (base + offset);
    return base + offset;
}

static gboolean
memory_fill(MemoryStream *memory, MillFeed *feed, MillFeedStream *stream, GError **error)
{
    g_autofree guint8 *block = g_malloc(UNPACK_BLOCK);
    gssize got;

    while ((got = stream->read(stream, block, UNPACK_BLOCK, error)) > 0) {
        if ((gint64) memory->bytes->len + got > feed->input->max_bytes) {
            g_set_error(error, MILL_ERROR, MILL_ERROR_LIMIT,
                        "an archive in an archive, longer than %" G_GINT64_FORMAT
                        " bytes (input.max_bytes)",
                        feed->input->max_bytes);
            return FALSE;
        }
        g_byte_array_append(memory->bytes, block, (guint) got);
    }
    return got == 0;
}

/* Whether the archive is nothing but the end of a directory that lists no member. libarchive takes
 * that for a lost directory. */
static gboolean
zip_is_empty(MillFeedStream *packed)
{
    guint8 end[22] = { 0 };

    return packed->seek(packed, 0, SEEK_SET) == 0 &&
           packed->read(packed, end, sizeof end, NULL) == (gssize) sizeof end &&
           memcmp(end, "PK\5\6\0\0\0\0\0\0\0\0", 12) == 0;
}

/* By the directory at its end; where that is lost, by what stands before each member. */
static gboolean
unpack_zip_file(MillFeed *feed, MillFeedStream *packed, guint depth, GError **error)
{
    g_autoptr(GError) local = NULL;
    gint64 n_members = 0;

    if (unpack_archive(feed, packed, UNPACK_ZIP, depth, &n_members, &local))
        return TRUE;
    if (n_members == 0 && !feed->stopped && zip_is_empty(packed))
        return TRUE;
    if (n_members == 0 && !feed->stopped && packed->seek(packed, 0, SEEK_SET) == 0) {
        g_clear_error(&local);
        if (unpack_archive(feed, packed, UNPACK_ZIP_WITHOUT_DIRECTORY, depth, NULL, &local))
            g_set_error(&local, MILL_ERROR, MILL_ERROR_DATA,
                        "damaged: the directory at its end is missing, so members may be as well");
    }
    g_propagate_error(error, g_steal_pointer(&local));
    return FALSE;
}

/* The directory stands at the end, so the archive has to be there as a whole. */
static gboolean
unpack_zip(MillFeed *feed, MillFeedStream *packed, guint depth, GError **error)
{
    if (packed->seek)
        return unpack_zip_file(feed, packed, depth, error);
    MemoryStream memory = { { memory_read, memory_seek }, g_byte_array_new(), 0 };
    gboolean good = memory_fill(&memory, feed, packed, error) &&
                    unpack_zip_file(feed, &memory.stream, depth, error);

    g_byte_array_unref(memory.bytes);
    return good;
}

static gboolean
unpack_stream(MillFeed *feed, MillFeedStream *packed, const MillForm *form, guint depth,
              GError **error)
{
    if (form->zip)
        return unpack_zip(feed, packed, depth, error);
    if (form->packing == MILL_PACKING_ARCHIVE)
        return unpack_archive(feed, packed, UNPACK_TAR, depth, NULL, error);
    return unpack_raw(feed, packed, form, error);
}

gboolean
mill_feed_unpack(MillFeed *feed, MillFeedStream *packed, const MillForm *form, guint depth,
                 GError **error)
{
    if (!form->gzip)
        return unpack_stream(feed, packed, form, depth, error);
    MillFeedStream *plain = mill_feed_gunzip(feed, packed, form->format == MILL_FORMAT_WARC);
    gboolean good = form->packing == MILL_PACKING_STREAM
                        ? mill_feed_cut(feed, plain, form->format, error)
                        : unpack_stream(feed, plain, form, depth, error);

    mill_feed_gunzip_free(plain);
    return good;
}

#else

gboolean
mill_feed_unpack(MillFeed *feed, MillFeedStream *packed, const MillForm *form, guint depth,
                 GError **error)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD,
                "built without libarchive; unpack it first, or build textmill with it");
    return FALSE;
}

#endif
