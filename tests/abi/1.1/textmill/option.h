/* option.h - options are data: one table gives parsing, checks, help, JSON Schema and reference.
 *
 * A step's options are the fields of its struct. The core fills them before configure() is called;
 * strings, lists and values in them belong to the core and live as long as the step. Fields of
 * the struct that no option names are the step's own and start as zero.
 *
 *     typedef struct {
 *         gint64 min_chars;
 *         const char *language;
 *         gint form;
 *     } Length;
 *
 *     static const char *const forms[] = { "nfc", "nfkc", "none", NULL };
 *
 *     static const MillOption length_options[] = {
 *         MILL_OPTION_INT(Length, min_chars, 200, 0, G_MAXINT64, "drop shorter documents"),
 *         MILL_OPTION_STRING(Length, language, NULL, "only documents in this language"),
 *         MILL_OPTION_CHOICE(Length, form, 0, forms, "Unicode normalisation form"),
 *         MILL_OPTIONS_END,
 *     };
 */
#ifndef TEXTMILL_OPTION_H
#define TEXTMILL_OPTION_H

#include <textmill/types.h>

G_BEGIN_DECLS

typedef enum {
    MILL_OPTION_TYPE_END,
    MILL_OPTION_TYPE_BOOL,   /* gboolean */
    MILL_OPTION_TYPE_INT,    /* gint64 */
    MILL_OPTION_TYPE_DOUBLE, /* double */
    MILL_OPTION_TYPE_STRING, /* const char *, NULL if unset */
    MILL_OPTION_TYPE_CHOICE, /* gint: the index in .choices */
    MILL_OPTION_TYPE_FILE,   /* const char *: absolute path of a file that exists, relative paths
                                being relative to the pipeline file */
    MILL_OPTION_TYPE_LIST,   /* const char *const *: NULL-terminated strings; a single string in the
                                pipeline file is a list of one. Never NULL. */
    MILL_OPTION_TYPE_FILES,  /* the same, each like FILE */
    MILL_OPTION_TYPE_VALUE,  /* const MillValue *: anything, checked by the step; NULL if unset */
} MillOptionType;

typedef enum {
    MILL_OPTION_REQUIRED = 1 << 0, /* the pipeline must set it */
} MillOptionFlags;

struct MillOption {
    guint32 type;  /* MillOptionType */
    guint32 flags; /* MillOptionFlags */
    const char *name;
    gsize offset;    /* of the field in the step's struct */
    const char *doc; /* one line, lower case, no full stop */
    /* Defaults and inclusive limits; those of the option's type count. */
    gint64 int_default, int_min, int_max; /* INT; BOOL and CHOICE use the default */
    double double_default, double_min, double_max;
    const char *string_default; /* STRING and FILE; LIST and FILES: comma-separated */
    const char *const *choices; /* CHOICE; for LIST, the strings that are allowed (or NULL) */
};

#define MILL_OPTION_BOOL(Struct, field, preset, text)                                              \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_BOOL, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),   \
        .doc = (text), .int_default = (preset)                                                     \
    }
#define MILL_OPTION_INT(Struct, field, preset, min, max, text)                                     \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_INT, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),    \
        .doc = (text), .int_default = (preset), .int_min = (min), .int_max = (max)                 \
    }
#define MILL_OPTION_DOUBLE(Struct, field, preset, min, max, text)                                  \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_DOUBLE, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field), \
        .doc = (text), .double_default = (preset), .double_min = (min), .double_max = (max)        \
    }
#define MILL_OPTION_STRING(Struct, field, preset, text)                                            \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_STRING, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field), \
        .doc = (text), .string_default = (preset)                                                  \
    }
#define MILL_OPTION_CHOICE(Struct, field, preset, names, text)                                     \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_CHOICE, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field), \
        .doc = (text), .int_default = (preset), .choices = (names)                                 \
    }
#define MILL_OPTION_FILE(Struct, field, text)                                                      \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_FILE, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),   \
        .doc = (text)                                                                              \
    }
#define MILL_OPTION_LIST(Struct, field, preset, names, text)                                       \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_LIST, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),   \
        .doc = (text), .string_default = (preset), .choices = (names)                              \
    }
#define MILL_OPTION_FILES(Struct, field, text)                                                     \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_FILES, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),  \
        .doc = (text)                                                                              \
    }
#define MILL_OPTION_VALUE(Struct, field, text)                                                     \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_VALUE, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),  \
        .doc = (text)                                                                              \
    }
#define MILL_OPTIONS_END                                                                           \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_END                                                               \
    }

/* The option of @type after @option, the first for NULL; NULL after the last. For walking a table,
 * which may come from a plugin that was built when MillOption was smaller. Borrowed. */
MILL_API const MillOption *mill_option_next(const MillStepType *type, const MillOption *option);
/* The option called @name, or NULL. Borrowed. */
MILL_API const MillOption *mill_option_find(const MillStepType *type, const char *name);

G_END_DECLS

#endif
