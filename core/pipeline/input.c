/* input.c - `input:` of a pipeline file. */
#include "pipeline/input.h"

static const char *const input_formats[] = {
    "auto", "text", "jsonl", "csv", "tsv", "warc", NULL,
};

static const MillOption input_options[] = {
    MILL_OPTION_CHOICE(MillInput, format, MILL_FORMAT_AUTO, input_formats,
                       "what a file is: auto goes by its name"),
    MILL_OPTION_STRING(MillInput, text, "text", "field or column that holds the text"),
    MILL_OPTION_STRING(MillInput, id, NULL, "field or column that becomes the metadata value id"),
    MILL_OPTION_LIST(MillInput, metadata, "*", NULL,
                     "fields that become metadata: field, name=field, or * for all others"),
    MILL_OPTION_BOOL(MillInput, header, TRUE, "the first row of a table names its columns"),
    MILL_OPTION_BOOL(MillInput, archives, TRUE, "unpack compressed files and archives"),
    MILL_OPTION_INT(MillInput, max_bytes, 256 * 1024 * 1024, 1, MILL_TEXT_MAX,
                    "bytes that a record or an unpacked file can have"),
    MILL_OPTION_INT(MillInput, max_ratio, 200, 1, G_MAXINT32,
                    "times that a file may grow when it is unpacked"),
    MILL_OPTION_INT(MillInput, max_members, 10000000, 1, G_MAXINT64,
                    "records or members that one file can have"),
    MILL_OPTION_INT(MillInput, max_depth, 3, 1, 16, "archives in archives"),
    MILL_OPTION_STRING(MillInput, name_encoding, NULL,
                       "encoding of member names that are not UTF-8, such as GB18030 or CP437"),
    MILL_OPTIONS_END,
};

gboolean
mill_input_check(const MillInput *input, GError **error)
{
    GIConv converter = input->name_encoding ? g_iconv_open("UTF-8", input->name_encoding) : NULL;

    if (converter == (GIConv) -1) {
        g_set_error(error, MILL_ERROR, MILL_ERROR_OPTION,
                    "input.name_encoding: there is no encoding '%s' here (iconv -l lists them)",
                    input->name_encoding);
        return FALSE;
    }
    if (converter)
        g_iconv_close(converter);
    return TRUE;
}

const MillStepType *
mill_input_get_type(void)
{
    static const MillStepType type =
        MILL_STEP_TYPE(.name = MILL_INPUT_ID, .summary = "What the inputs are made of",
                       .options = input_options, .options_size = sizeof(MillInput), );

    return &type;
}
