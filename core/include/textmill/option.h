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

/* What an option takes, and the C type of the field that it fills. */
typedef enum {
    MILL_OPTION_TYPE_END,    /* no option: the end of the table */
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

/* What else is to be said of an option. */
typedef enum {
    MILL_OPTION_REQUIRED = 1 << 0, /* the pipeline must set it */
} MillOptionFlags;

/* A row of a step's option table; the macros below write it. */
struct MillOption {
    guint32 type;     /* MillOptionType */
    guint32 flags;    /* MillOptionFlags */
    const char *name; /* in the pipeline file: a-z, 0-9, "-" and "_" */
    gsize offset;     /* of the field in the step's struct */
    const char *doc;  /* one line, lower case, no full stop */
    /* Defaults and inclusive limits; those of the option's type count. */
    gint64 int_default;         /* INT, BOOL (0 or 1), CHOICE (an index) */
    gint64 int_min;             /* INT */
    gint64 int_max;             /* INT */
    double double_default;      /* DOUBLE */
    double double_min;          /* DOUBLE */
    double double_max;          /* DOUBLE */
    const char *string_default; /* STRING and FILE; LIST and FILES: comma-separated */
    const char *const *choices; /* CHOICE; for LIST, the strings that are allowed (or NULL) */
};

/* The rows of a table, one macro a type: the step's struct, its field, the default where there is
 * one, inclusive limits or the strings that are allowed, and what it does. A row that needs more is
 * written out:
 *
 *     typedef struct {
 *         const char *dictionary;
 *         const char *const *words;
 *         gboolean fold;
 *         double weight;
 *     } Terms;
 *
 *     static const MillOption terms_options[] = {
 *         MILL_OPTION_FILE(Terms, dictionary, "terms, one a line"),
 *         MILL_OPTION_LIST(Terms, words, "wind,water", NULL, "terms that need no file"),
 *         MILL_OPTION_BOOL(Terms, fold, TRUE, "ignore case"),
 *         { .type = MILL_OPTION_TYPE_DOUBLE, .flags = MILL_OPTION_REQUIRED, .name = "weight",
 *           .offset = G_STRUCT_OFFSET(Terms, weight), .double_max = 1, .doc = "from 0 to 1" },
 *         MILL_OPTIONS_END,
 *     };
 */
#define MILL_OPTION_BOOL(Struct, field, preset, text)                                              \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_BOOL, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),   \
        .doc = (text), .int_default = (preset)                                                     \
    }
/* A whole number: gint64. */
#define MILL_OPTION_INT(Struct, field, preset, min, max, text)                                     \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_INT, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),    \
        .doc = (text), .int_default = (preset), .int_min = (min), .int_max = (max)                 \
    }
/* A number: double. */
#define MILL_OPTION_DOUBLE(Struct, field, preset, min, max, text)                                  \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_DOUBLE, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field), \
        .doc = (text), .double_default = (preset), .double_min = (min), .double_max = (max)        \
    }
/* A string: const char *, the default or NULL where the file sets none. */
#define MILL_OPTION_STRING(Struct, field, preset, text)                                            \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_STRING, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field), \
        .doc = (text), .string_default = (preset)                                                  \
    }
/* One of the words @names (NULL-terminated): gint, its index. */
#define MILL_OPTION_CHOICE(Struct, field, preset, names, text)                                     \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_CHOICE, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field), \
        .doc = (text), .int_default = (preset), .choices = (names)                                 \
    }
/* A file that exists: const char *, its absolute path; NULL where the file sets none. */
#define MILL_OPTION_FILE(Struct, field, text)                                                      \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_FILE, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),   \
        .doc = (text)                                                                              \
    }
/* Strings, of @names if that is not NULL: const char *const *, NULL-terminated and never NULL.
 * @preset: separated by commas, or NULL. */
#define MILL_OPTION_LIST(Struct, field, preset, names, text)                                       \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_LIST, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),   \
        .doc = (text), .string_default = (preset), .choices = (names)                              \
    }
/* Files that exist: const char *const *, their absolute paths; never NULL. */
#define MILL_OPTION_FILES(Struct, field, text)                                                     \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_FILES, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),  \
        .doc = (text)                                                                              \
    }
/* Anything: const MillValue *, which configure() checks; NULL where the file sets none. */
#define MILL_OPTION_VALUE(Struct, field, text)                                                     \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_VALUE, .name = #field, .offset = G_STRUCT_OFFSET(Struct, field),  \
        .doc = (text)                                                                              \
    }
/* The last row. */
#define MILL_OPTIONS_END                                                                           \
    {                                                                                              \
        .type = MILL_OPTION_TYPE_END                                                               \
    }

/* The option of @type after @option, the first for NULL; NULL after the last. For walking a table,
 * which may come from a plugin that was built when MillOption was smaller. Borrowed.
 *
 *     for (const MillOption *o = NULL; (o = mill_option_next(type, o));)
 *         printf("%s: %s\n", o->name, o->doc);
 */
MILL_API const MillOption *mill_option_next(const MillStepType *type, const MillOption *option);
/* The option called @name, or NULL. Borrowed.
 *
 *     gboolean folds = mill_option_find(type, "fold") != NULL;
 */
MILL_API const MillOption *mill_option_find(const MillStepType *type, const char *name);

G_END_DECLS

#endif
