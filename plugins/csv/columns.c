/* columns.c - the columns of the tables. */
#include "columns.h"

/* A column that has a value in each row, and one that may be empty. */
#define ALWAYS(name_, type_, about_)                                                               \
    {                                                                                              \
        .name = name_, .type = type_, .about = about_, .required = TRUE                            \
    }
#define MAYBE(name_, type_, about_)                                                                \
    {                                                                                              \
        .name = name_, .type = type_, .about = about_                                              \
    }

#define COUNT    "nonNegativeInteger"
#define DOCUMENT ALWAYS("document", "string", "the document's id")
#define SECTION                                                                                    \
    MAYBE("section", "integer", "the id, in sections, of the innermost section that it stands in")
#define PLACES                                                                                     \
    ALWAYS("start", COUNT, "the first byte of the text"),                                          \
        ALWAYS("end", COUNT, "the byte of the text behind the last one"),                          \
        ALWAYS("origin_start", COUNT, "the first byte of the source file that it came from"),      \
        ALWAYS("origin_end", COUNT, "the byte of the source file behind the last one")

static const CsvColumn document_columns[] = {
    DOCUMENT,
    MAYBE("path", "string", "where the source file was"),
    ALWAYS("bytes", COUNT, "the size of the source file"),
    ALWAYS("sha256", "string", "the SHA-256 of the source file, in hexadecimal digits"),
    MAYBE("encoding", "string", "that of the source file"),
    ALWAYS("characters", COUNT, "code points of the text"),
    ALWAYS("sections", COUNT, "how many were found"),
    ALWAYS("tags", COUNT, "how many were found"),
    ALWAYS("diagnostics", COUNT, "remarks that steps made"),
    ALWAYS("metadata", "json", "all of it"),
    ALWAYS("textmill", "string", "the version of textmill"),
    MAYBE("pipeline", "string", "the name of the pipeline"),
    MAYBE("pipeline_sha256", "string",
          "the SHA-256 of all that results depend on: steps, options, files they use"),
};

static const CsvColumn section_columns[] = {
    DOCUMENT,
    MAYBE("id", "integer", "1, 2, … in the order of the text"),
    MAYBE("parent", "integer", "the id of the section around it"),
    MAYBE("level", "integer", "depth in the tree, from 1"),
    MAYBE("kind", "string", "part, chapter, section, article, item, box, figure, …"),
    MAYBE("label", "string", "as written, such as 第十一章"),
    MAYBE("number", "integer", "that of the label"),
    MAYBE("title", "string", "without the label"),
    MAYBE("path", "string", "the titles from the outermost section down"),
    PLACES,
};

static const CsvColumn tag_columns[] = {
    DOCUMENT,
    MAYBE("term", "string", "as the dictionary has it"),
    MAYBE("category", "string", "a path, such as energy/wind"),
    MAYBE("text", "string", "as the document has it"),
    SECTION,
    PLACES,
};

static const CsvColumn field_columns[] = {
    DOCUMENT,
    ALWAYS("record", "string", "the type of the record"),
    ALWAYS("row", "positiveInteger",
           "the number of the record among those of its type and document"),
    ALWAYS("field", "string", "the name of the field"),
    MAYBE("value", "any", "what is in it"),
    PLACES,
};

static const CsvColumn record_head[] = { DOCUMENT };
static const CsvColumn record_tail[] = {
    SECTION,
    MAYBE("text", "string", "the words that it was found in"),
    PLACES,
};

static GArray *
columns_new(const CsvColumn *columns, gsize n)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof *columns);

    return g_array_append_vals(list, columns, (guint) n);
}

GArray *
csv_columns_of_documents(const char *const *more)
{
    GArray *list = columns_new(document_columns, G_N_ELEMENTS(document_columns));

    for (gsize i = 0; more && more[i]; i++) {
        const CsvColumn column = {
            .name = more[i], .type = "any", .about = "from the metadata", .given = TRUE
        };

        g_array_append_val(list, column);
    }
    return list;
}

GArray *
csv_columns_of_sections(void)
{
    return columns_new(section_columns, G_N_ELEMENTS(section_columns));
}

GArray *
csv_columns_of_tags(void)
{
    return columns_new(tag_columns, G_N_ELEMENTS(tag_columns));
}

GArray *
csv_columns_of_fields(void)
{
    return columns_new(field_columns, G_N_ELEMENTS(field_columns));
}

GArray *
csv_columns_of_records(const GArray *fields)
{
    GArray *list = columns_new(record_head, G_N_ELEMENTS(record_head));

    if (fields->len > 0)
        g_array_append_vals(list, fields->data, fields->len);
    return g_array_append_vals(list, record_tail, G_N_ELEMENTS(record_tail));
}
