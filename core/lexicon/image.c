/* image.c - writes and maps compiled dictionaries. */
#include "image.h"

#include "checksum.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <textmill/error.h>

#define IMAGE_MAGIC      "MILLDICT"
#define IMAGE_BYTE_ORDER 0x01020304u
#define IMAGE_ALIGN      16

typedef enum {
    IMAGE_SETTINGS,
    IMAGE_SOURCES, /* a line each: size, checksum, path */
    IMAGE_PAGES,
    IMAGE_ENTRIES,
    IMAGE_UNITS,
    IMAGE_PAIRS,
    IMAGE_FORMS,
    IMAGE_CONCEPTS,
    IMAGE_STRINGS,
    IMAGE_N_SECTIONS,
} ImageSection;

typedef struct {
    guint64 offset;
    guint64 length;
    guint64 checksum;
} ImagePlace;

typedef struct {
    char magic[8];
    guint32 version;
    guint32 byte_order;
    guint64 checksum; /* of what follows in the header */
    guint32 n_codes;
    guint32 pairs_shift;
    guint32 max_codes;
    guint32 folds;
    guint32 has_shared;
    guint32 has_rules;
    guint32 has_weight;
    guint32 reserved;
    ImagePlace places[IMAGE_N_SECTIONS];
} ImageHeader;

#define IMAGE_CHECKED_FROM G_STRUCT_OFFSET(ImageHeader, n_codes)

void
lex_source_clear(LexSource *source)
{
    g_clear_pointer(&source->path, g_free);
}

static guint64
image_header_checksum(const ImageHeader *header)
{
    return lex_checksum((const char *) header + IMAGE_CHECKED_FROM,
                        sizeof *header - IMAGE_CHECKED_FROM);
}

/* @path as seen from the folder of @from; both absolute. (transfer full) */
static char *
image_relative_path(const char *path, const char *from)
{
    g_autofree char *folder = g_path_get_dirname(from);
    g_auto(GStrv) to = g_strsplit(path, "/", -1);
    g_auto(GStrv) base = g_strsplit(strcmp(folder, "/") == 0 ? "" : folder, "/", -1);
    GString *relative = g_string_new(NULL);
    guint same = 0;

    while (to[same] && base[same] && to[same + 1] && strcmp(to[same], base[same]) == 0)
        same++;
    for (guint i = same; base[i]; i++)
        g_string_append(relative, "../");
    for (guint i = same; to[i]; i++)
        g_string_append_printf(relative, "%s%s", i > same ? "/" : "", to[i]);
    return g_string_free(relative, FALSE);
}

static char *
image_list_sources(const GArray *sources, const char *path)
{
    g_autofree char *own = g_canonicalize_filename(path, NULL);
    GString *list = g_string_new(NULL);

    for (guint i = 0; i < sources->len; i++) {
        const LexSource *source = &g_array_index(sources, LexSource, i);
        g_autofree char *whole = g_canonicalize_filename(source->path, NULL);
        g_autofree char *relative = image_relative_path(whole, own);

        g_string_append_printf(list, "%" G_GSIZE_FORMAT " %016" G_GINT64_MODIFIER "x %s\n",
                               source->size, source->checksum, relative);
    }
    return g_string_free(list, FALSE);
}

/* The bytes of each section, in their order. */
typedef struct {
    gconstpointer bytes[IMAGE_N_SECTIONS];
    ImageHeader header;
} Image;

static void
image_add(Image *self, ImageSection section, gconstpointer bytes, gsize length, guint64 *end)
{
    self->bytes[section] = bytes;
    self->header.places[section] = (ImagePlace){
        .offset = *end,
        .length = length,
        .checksum = lex_checksum(bytes, length),
    };
    *end = (*end + length + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
}

static void
image_fill(Image *self, const LexDict *dict, const char *sources, const char *settings)
{
    guint64 end = (sizeof(ImageHeader) + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;

    self->header = (ImageHeader){
        .magic = IMAGE_MAGIC,
        .version = LEX_IMAGE_VERSION,
        .byte_order = IMAGE_BYTE_ORDER,
        .n_codes = dict->chars.n_codes,
        .pairs_shift = dict->pairs_shift,
        .max_codes = dict->max_codes,
        .folds = dict->folds,
        .has_shared = dict->has_shared,
        .has_rules = dict->has_rules,
        .has_weight = dict->has_weight,
    };
    image_add(self, IMAGE_SETTINGS, settings, strlen(settings) + 1, &end);
    image_add(self, IMAGE_SOURCES, sources, strlen(sources) + 1, &end);
    image_add(self, IMAGE_PAGES, dict->chars.pages, LEX_N_PAGES * sizeof(guint32), &end);
    image_add(self, IMAGE_ENTRIES, dict->chars.entries, dict->chars.n_entries * sizeof(guint32),
              &end);
    image_add(self, IMAGE_UNITS, dict->trie.units, dict->trie.n_units * sizeof(LexUnit), &end);
    image_add(self, IMAGE_PAIRS, dict->pairs, lex_dict_pairs_size(dict->pairs_shift), &end);
    image_add(self, IMAGE_FORMS, dict->forms, dict->n_forms * sizeof(LexForm), &end);
    image_add(self, IMAGE_CONCEPTS, dict->concepts, dict->n_concepts * sizeof(LexConcept), &end);
    image_add(self, IMAGE_STRINGS, dict->strings, dict->strings_length, &end);
    self->header.checksum = image_header_checksum(&self->header);
}

static gboolean
image_put(const Image *self, FILE *file)
{
    static const char padding[IMAGE_ALIGN] = { 0 };
    guint64 at = sizeof self->header;
    gboolean good = fwrite(&self->header, sizeof self->header, 1, file) == 1;

    for (guint i = 0; i < IMAGE_N_SECTIONS && good; i++) {
        const ImagePlace *place = &self->header.places[i];
        gsize gap = place->offset - at;

        good = fwrite(padding, 1, gap, file) == gap &&
               fwrite(self->bytes[i], 1, place->length, file) == place->length;
        at = place->offset + place->length;
    }
    return good;
}

gboolean
lex_image_write(const LexDict *dict, const GArray *sources, const char *settings, const char *path,
                GError **error)
{
    g_autofree char *list = image_list_sources(sources, path);
    g_autofree char *temporary = g_strconcat(path, ".XXXXXX", NULL);
    Image image;
    int fd = g_mkstemp_full(temporary, O_RDWR | O_CLOEXEC, 0644);
    FILE *file = fd >= 0 ? fdopen(fd, "wb") : NULL;
    gboolean good = file != NULL;

    if (good) {
        image_fill(&image, dict, list, settings);
        good = image_put(&image, file);
        good = (fclose(file) == 0) && good;
        good = good && g_rename(temporary, path) == 0;
    }
    if (good)
        return TRUE;
    g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s cannot be written: %s", path,
                g_strerror(errno));
    if (fd >= 0)
        g_unlink(temporary);
    return FALSE;
}

gboolean
lex_image_probe(const char *path)
{
    char magic[8] = { 0 };
    FILE *file = g_fopen(path, "rb");
    gboolean found = file && fread(magic, sizeof magic, 1, file) == 1 &&
                     memcmp(magic, IMAGE_MAGIC, sizeof magic) == 0;

    if (file)
        fclose(file);
    return found;
}

static gboolean
image_refuse(GError **error, const char *path, const char *why)
{
    g_set_error(error, MILL_ERROR, MILL_ERROR_DATA, "%s %s", path, why);
    return FALSE;
}

/* Checks the header and the checksum of each section. */
static gboolean
image_check(const char *path, const char *bytes, gsize length, GError **error)
{
    const ImageHeader *header = (const ImageHeader *) bytes;

    if (length < sizeof *header || memcmp(header->magic, IMAGE_MAGIC, sizeof header->magic) != 0)
        return image_refuse(error, path, "is not a compiled dictionary");
    if (header->byte_order != IMAGE_BYTE_ORDER)
        return image_refuse(error, path,
                            "was compiled on a machine of another byte order: compile it again");
    if (header->version != LEX_IMAGE_VERSION) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "%s has format %u and this textmill reads format %d: compile it again", path,
                    header->version, LEX_IMAGE_VERSION);
        return FALSE;
    }
    if (header->checksum != image_header_checksum(header))
        return image_refuse(error, path, "is damaged (header): compile it again");
    for (guint i = 0; i < IMAGE_N_SECTIONS; i++) {
        const ImagePlace *place = &header->places[i];

        if (place->offset % IMAGE_ALIGN != 0 || place->offset > length ||
            place->length > length - place->offset)
            return image_refuse(error, path, "is damaged (cut short): compile it again");
        if (lex_checksum(bytes + place->offset, place->length) != place->checksum)
            return image_refuse(error, path, "is damaged (checksum): compile it again");
    }
    return TRUE;
}

/* Whether the source at @path is as it was. One that is not there is not asked for. */
static gboolean
image_source_is_same(const char *path, guint64 size, guint64 checksum)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);

    return !file || (g_mapped_file_get_length(file) == size &&
                     lex_checksum(g_mapped_file_get_contents(file), size) == checksum);
}

static gboolean
image_check_sources(const char *path, const char *list, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(list, "\n", -1);
    g_autofree char *whole = g_canonicalize_filename(path, NULL);
    g_autofree char *folder = g_path_get_dirname(whole);

    for (char **line = lines; *line && **line; line++) {
        char *at;
        guint64 size = g_ascii_strtoull(*line, &at, 10);
        guint64 checksum = g_ascii_strtoull(at, &at, 16);
        g_autofree char *source = g_canonicalize_filename(*at ? at + 1 : at, folder);

        if (image_source_is_same(source, size, checksum))
            continue;
        g_set_error(error, MILL_ERROR, MILL_ERROR_DATA,
                    "%s is out of date: %s has changed since; compile it again", path, source);
        return FALSE;
    }
    return TRUE;
}

static gconstpointer
image_section(const char *bytes, ImageSection section, gsize size, guint32 *n)
{
    const ImagePlace *place = &((const ImageHeader *) bytes)->places[section];

    if (n)
        *n = (guint32) (place->length / size);
    return bytes + place->offset;
}

static void
image_map(LexDict *dict, const char *bytes)
{
    const ImageHeader *header = (const ImageHeader *) bytes;

    dict->chars.n_codes = header->n_codes;
    dict->pairs_shift = header->pairs_shift;
    dict->max_codes = header->max_codes;
    dict->folds = header->folds;
    dict->has_shared = header->has_shared != 0;
    dict->has_rules = header->has_rules != 0;
    dict->has_weight = header->has_weight != 0;
    dict->chars.pages = (guint32 *) image_section(bytes, IMAGE_PAGES, 4, NULL);
    dict->chars.entries =
        (guint32 *) image_section(bytes, IMAGE_ENTRIES, 4, &dict->chars.n_entries);
    dict->trie.units =
        (LexUnit *) image_section(bytes, IMAGE_UNITS, sizeof(LexUnit), &dict->trie.n_units);
    dict->pairs = (guint64 *) image_section(bytes, IMAGE_PAIRS, 8, NULL);
    dict->forms = (LexForm *) image_section(bytes, IMAGE_FORMS, sizeof(LexForm), &dict->n_forms);
    dict->concepts =
        (LexConcept *) image_section(bytes, IMAGE_CONCEPTS, sizeof(LexConcept), &dict->n_concepts);
    dict->strings = (char *) image_section(bytes, IMAGE_STRINGS, 1, NULL);
    dict->strings_length = header->places[IMAGE_STRINGS].length;
}

/* The text of a section; NULL if it does not end with NUL. */
static const char *
image_text(const char *bytes, ImageSection section)
{
    const ImagePlace *place = &((const ImageHeader *) bytes)->places[section];
    const char *text = bytes + place->offset;

    return place->length > 0 && text[place->length - 1] == '\0' ? text : NULL;
}

/* Whether the arrays are as long as they must be and point nowhere else. */
static gboolean
image_is_sound(const LexDict *dict, const char *bytes)
{
    const ImageHeader *header = (const ImageHeader *) bytes;

    return header->places[IMAGE_PAGES].length >= LEX_N_PAGES * sizeof(guint32) &&
           dict->pairs_shift >= 1 && dict->pairs_shift <= 26 &&
           header->places[IMAGE_PAIRS].length >= lex_dict_pairs_size(dict->pairs_shift) &&
           image_text(bytes, IMAGE_SETTINGS) && image_text(bytes, IMAGE_SOURCES) &&
           lex_dict_is_safe(dict);
}

LexDict *
lex_image_open(const char *path, const char **settings, GError **error)
{
    g_autoptr(GError) cause = NULL;
    GMappedFile *file = g_mapped_file_new(path, FALSE, &cause);

    if (!file) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_IO, "%s", cause->message);
        return NULL;
    }

    g_autoptr(LexDict) dict = g_new0(LexDict, 1);
    const char *bytes = g_mapped_file_get_contents(file);

    dict->backing = file;
    if (!image_check(path, bytes, g_mapped_file_get_length(file), error))
        return NULL;
    image_map(dict, bytes);
    if (!image_is_sound(dict, bytes)) {
        image_refuse(error, path, "is damaged (contents): compile it again");
        return NULL;
    }
    if (!image_check_sources(path, image_text(bytes, IMAGE_SOURCES), error))
        return NULL;
    if (settings)
        *settings = image_text(bytes, IMAGE_SETTINGS);
    return g_steal_pointer(&dict);
}
