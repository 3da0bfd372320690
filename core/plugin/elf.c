/* elf.c - is this file a shared object that the loader can map?
 *
 * The loader would say so too, but in its own words, and a file that was cut short can kill the
 * process with SIGBUS while it is being relocated.
 */
#include "plugin/module.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>

/* The ELF header of the object this code is in: the reference for class, byte order and machine. */
static const ElfW(Ehdr) * elf_get_own(void)
{
    Dl_info info;

    return dladdr(MILL_PLUGIN_ENTRY, &info) != 0 ? info.dli_fbase : NULL;
}

static const char *
elf_find_mistake(const char *bytes, gsize length)
{
    const ElfW(Ehdr) *own = elf_get_own();
    ElfW(Ehdr) header;

    if (length < SELFMAG || memcmp(bytes, ELFMAG, SELFMAG) != 0)
        return "this is not a shared object (no ELF file)";
    if (length < sizeof header)
        return "the file is cut off";
    memcpy(&header, bytes, sizeof header);
    if (own &&
        (header.e_ident[EI_CLASS] != own->e_ident[EI_CLASS] ||
         header.e_ident[EI_DATA] != own->e_ident[EI_DATA] || header.e_machine != own->e_machine))
        return "it was built for another kind of machine";
    if (header.e_type != ET_DYN)
        return "this is an ELF file, but not a shared object; build it with -shared -fPIC";
    if (header.e_phentsize != sizeof(ElfW(Phdr)) || header.e_phoff > length ||
        header.e_phnum * sizeof(ElfW(Phdr)) > length - header.e_phoff)
        return "the file is cut off or damaged";
    for (guint i = 0; i < header.e_phnum; i++) {
        ElfW(Phdr) segment;

        memcpy(&segment, bytes + header.e_phoff + i * sizeof segment, sizeof segment);
        if (segment.p_type == PT_LOAD &&
            (segment.p_offset > length || segment.p_filesz > length - segment.p_offset))
            return "the file is cut off";
    }
    return NULL;
}

gboolean
mill_elf_check(const char *path, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, &reason);
    const char *mistake = NULL;

    if (!file) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD, "%s", reason->message);
        return FALSE;
    }
    mistake = elf_find_mistake(g_mapped_file_get_contents(file), g_mapped_file_get_length(file));
    if (mistake)
        g_set_error(error, MILL_ERROR, MILL_ERROR_LOAD, "%s: %s", path, mistake);
    return !mistake;
}
