/* archive.h - libarchive, loaded when the first archive is met, so that nothing else pays for it.
 *
 * Functions are called as `mill_archive.read_new()`. Only built with it (MILL_HAVE_ARCHIVE).
 */
#ifndef MILL_SOURCE_ARCHIVE_H
#define MILL_SOURCE_ARCHIVE_H

#include <archive.h>
#include <archive_entry.h>
#include <glib.h>

typedef struct {
    __typeof__(&archive_read_new) read_new;
    __typeof__(&archive_read_free) read_free;
    __typeof__(&archive_read_support_filter_gzip) filter_gzip;
    __typeof__(&archive_read_support_filter_bzip2) filter_bzip2;
    __typeof__(&archive_read_support_filter_xz) filter_xz;
    __typeof__(&archive_read_support_filter_zstd) filter_zstd;
    __typeof__(&archive_read_support_format_tar) format_tar;
    __typeof__(&archive_read_support_format_zip_seekable) format_zip;
    __typeof__(&archive_read_support_format_zip_streamable) format_zip_stream;
    __typeof__(&archive_read_support_format_raw) format_raw;
    __typeof__(&archive_read_set_read_callback) set_read;
    __typeof__(&archive_read_set_seek_callback) set_seek;
    __typeof__(&archive_read_set_callback_data) set_data;
    __typeof__(&archive_read_open1) open;
    __typeof__(&archive_read_next_header) next_header;
    __typeof__(&archive_read_data) read_data;
    __typeof__(&archive_error_string) error_string;
    __typeof__(&archive_errno) error_number;
    __typeof__(&archive_set_error) set_error;
    __typeof__(&archive_filter_code) filter_code;
    __typeof__(&archive_entry_pathname) pathname;
    __typeof__(&archive_entry_pathname_utf8) pathname_utf8;
    __typeof__(&archive_entry_filetype) filetype;
    __typeof__(&archive_entry_hardlink) hardlink;
    __typeof__(&archive_entry_symlink) symlink;
    __typeof__(&archive_entry_size) size;
    __typeof__(&archive_entry_size_is_set) size_is_set;
    __typeof__(&archive_entry_is_data_encrypted) is_encrypted;
} MillArchive;

extern MillArchive mill_archive;

/* Once a process. FALSE with MILL_ERROR_LOAD. */
gboolean mill_archive_load(GError **error);

#endif
