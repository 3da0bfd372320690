/* Prints standard input as Markdown, one part a line: for check-markdown.py. */
#include "step.h"

#include <stdio.h>

int
main(void)
{
    g_autoptr(Step) step = step_new("{ front_matter: false, lines: paragraph }");
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(MillDocument) document = NULL;
    g_autofree char *markdown = NULL;
    char buffer[4096];
    gsize n;

    while ((n = fread(buffer, 1, sizeof buffer, stdin)) > 0)
        g_string_append_len(text, buffer, (gssize) n);
    document = test_document_of_text(text->str);
    markdown = step_encode(step, document, NULL);
    fputs(markdown, stdout);
    return 0;
}
