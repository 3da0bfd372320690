/* archive.c - libarchive, loaded on demand. */
#ifdef MILL_HAVE_ARCHIVE

#include "source/archive.h"

#include <dlfcn.h>

#include <textmill/error.h>

/* Its name has been this since libarchive 3.0. */
#define ARCHIVE_LIBRARY "libarchive.so.13"
#define ARCHIVE_FUNCTION(f, p)                                                                     \
    {                                                                                              \
        G_STRINGIFY(f), (gpointer *) (gpointer) &mill_archive.p                                    \
    }

MillArchive mill_archive;

static gboolean
archive_refuse(GError **error, const char *problem)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD,
                "unpacking needs libarchive, which this textmill was built with: %s; install %s",
                problem ? problem : "it is not complete", ARCHIVE_LIBRARY);
    return FALSE;
}

gboolean
mill_archive_load(GError **error)
{
    static gboolean done;
    const struct {
        const char *name;
        gpointer *function;
    } functions[] = {
        ARCHIVE_FUNCTION(archive_read_new, read_new),
        ARCHIVE_FUNCTION(archive_read_free, read_free),
        ARCHIVE_FUNCTION(archive_read_support_filter_gzip, filter_gzip),
        ARCHIVE_FUNCTION(archive_read_support_filter_bzip2, filter_bzip2),
        ARCHIVE_FUNCTION(archive_read_support_filter_xz, filter_xz),
        ARCHIVE_FUNCTION(archive_read_support_filter_zstd, filter_zstd),
        ARCHIVE_FUNCTION(archive_read_support_format_tar, format_tar),
        ARCHIVE_FUNCTION(archive_read_support_format_zip_seekable, format_zip),
        ARCHIVE_FUNCTION(archive_read_support_format_zip_streamable, format_zip_stream),
        ARCHIVE_FUNCTION(archive_read_support_format_raw, format_raw),
        ARCHIVE_FUNCTION(archive_read_set_read_callback, set_read),
        ARCHIVE_FUNCTION(archive_read_set_seek_callback, set_seek),
        ARCHIVE_FUNCTION(archive_read_set_callback_data, set_data),
        ARCHIVE_FUNCTION(archive_read_open1, open),
        ARCHIVE_FUNCTION(archive_read_next_header, next_header),
        ARCHIVE_FUNCTION(archive_read_data, read_data),
        ARCHIVE_FUNCTION(archive_error_string, error_string),
        ARCHIVE_FUNCTION(archive_errno, error_number),
        ARCHIVE_FUNCTION(archive_set_error, set_error),
        ARCHIVE_FUNCTION(archive_filter_code, filter_code),
        ARCHIVE_FUNCTION(archive_entry_pathname, pathname),
        ARCHIVE_FUNCTION(archive_entry_pathname_utf8, pathname_utf8),
        ARCHIVE_FUNCTION(archive_entry_filetype, filetype),
        ARCHIVE_FUNCTION(archive_entry_hardlink, hardlink),
        ARCHIVE_FUNCTION(archive_entry_symlink, symlink),
        ARCHIVE_FUNCTION(archive_entry_size, size),
        ARCHIVE_FUNCTION(archive_entry_size_is_set, size_is_set),
        ARCHIVE_FUNCTION(archive_entry_is_data_encrypted, is_encrypted),
    };

    if (done)
        return TRUE;
    void *library = dlopen(ARCHIVE_LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

    if (!library)
        return archive_refuse(error, dlerror());
    for (gsize i = 0; i < G_N_ELEMENTS(functions); i++)
        if (!(*functions[i].function = dlsym(library, functions[i].name)))
            return archive_refuse(error, dlerror());
    done = TRUE;
    return TRUE;
}

#endif
