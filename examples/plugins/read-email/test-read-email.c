/* Tests read-email the way a pipeline uses it: found, configured and run by the library. */
#include <glib/gstdio.h>
#include <string.h>
#include <textmill/textmill.h>

typedef struct {
    const char *name;
    const char *mail;
    const char *text;     /* NULL: it is refused */
    const char *metadata; /* JSON that is in what the document's metadata are, or NULL */
    const char *word;     /* of the text, or NULL */
    const char *origin;   /* what it was in the mail */
} Case;

static const Case cases[] = {
    { "plain", "Subject: Hi\n\nbody\n", "body\n", "{\"title\":\"Hi\"}", "body", "body" },
    { "crlf", "Subject: Hi\r\n\r\none\r\ntwo\r\n", "one\ntwo\n", NULL, "two\n", "two\r\n" },
    { "lone-carriage-return", "Subject: Hi\n\na\rb\r", "a\rb\r", NULL, "\rb", "\rb" },
    { "no-body", "Subject: Hi\n", "", "{\"title\":\"Hi\"}", NULL, NULL },
    { "mbox", "From a@b Tue Apr  1 10:00:00 2025\nSubject: Hi\n\nbody", "body", NULL, NULL, NULL },
    { "folded", "Subject: one\r\n two\r\n\tthree\r\n\r\n", "", "\"one two three\"", NULL, NULL },
    { "words", "Subject: =?utf-8?Q?caf=C3?=\n =?utf-8?q?=A9_=3D?= x =?ISO-8859-1?B?6Q==?=\n\n", "",
      "\"café = x é\"", NULL, NULL },
    { "words-broken", "Subject: =?utf-8?Q?a =?x?Y?b?= =? =?=\n\n", "", "=?x?Y?b?= =? =?=\"", NULL,
      NULL },
    { "raw-header", "Subject: caf\xe9\n\n", "", "\"café\"", NULL, NULL },
    { "date", "Date: Mon, 3 Feb 2025 09:05 -0130\n\n", "", "\"2025-02-03T09:05:00-01:30\"", NULL,
      NULL },
    { "date-alone", "Date: 3 Feb 2025\n\n", "", "\"2025-02-03\"", NULL, NULL },
    { "quoted",
      "Subject: q\nContent-Type: text/plain; charset=\"UTF-8\"\n"
      "Content-Transfer-Encoding: Quoted-Printable\n\na=E4=B8=AD= \nb=3D=zz\n",
      "a中b==zz\n", NULL, "中", "=E4=B8=AD" },
    { "base64",
      "Subject: q\nContent-Type: text/plain; charset=utf-8\n"
      "Content-Transfer-Encoding: base64\n\nYeS4\nreaWhw==\n",
      "a中文", NULL, "文", "eaWhw" },
    { "gb2312", "Subject: q\nContent-Type: text/plain; charset=gb2312\n\n\xd6\xd0.", "中.", NULL,
      "中", "\xd6\xd0" },
    { "iso-2022-jp",
      "Subject: q\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
      "\x1b$BF|K\\\x1b(B.",
      "日本.", NULL, "本", "K\\" },
    { "latin-1", "Subject: q\nContent-Type: text/plain; charset=iso-8859-1\n\ncaf\xe9 \x80",
      "café €", NULL, "é", "\xe9" },
    { "undeclared", "Subject: q\n\ncaf\xc3\xa9", "café", NULL, NULL, NULL },
    { "undeclared-latin-1", "Subject: q\n\ncaf\xe9", "café", NULL, NULL, NULL },
    { "unknown-charset", "Subject: q\nContent-Type: text/plain; charset=../x\n\nok \xff",
      "ok \uFFFD", NULL, NULL, NULL },
    { "alternative",
      "Subject: q\nContent-Type: multipart/alternative; boundary=b\n\n"
      "--b\nContent-Type: text/html\n\n<p>no\n--b\n\nyes\n--b--\nend",
      "yes", NULL, "yes", "yes" },
    { "html",
      "Subject: q\nContent-Type: text/html\n\n<style>p > a</style><!-- a -- > --><p>1 &lt; 2"
      "<br title='>'>a &amp;&#x4e2d;&zz;&amp  b<script>if (a<b) '</script>.\n",
      "1 < 2\na &中&zz;&amp b.", NULL, "中", "&#x4e2d;" },
    { "mixed",
      "Subject: q\nContent-Type: multipart/mixed; boundary=\"b c\"\n\n--b c\n\none\n--b c\n"
      "Content-Type: image/png; name==?utf-8?Q?=C3=A9?=\n\nPNG\n--b c\n\ntwo\n--b c--\n",
      "one\n\ntwo", "{\"name\":\"é\",\"type\":\"image/png\",\"start\":125,\"end\":128}", "two",
      "two" },
    { "attached-mail",
      "Subject: q\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
      "Content-Type: message/rfc822\n\nSubject: inner\n\nits text\n--b--",
      "its text", "\"title\":\"q\"", NULL, NULL },
    { "attached-text",
      "Subject: q\nContent-Disposition: attachment; filename*0*=us-ascii'en'a%20;"
      " filename*1=b.txt\n\nfile",
      "", "\"name\":\"a b.txt\"", NULL, NULL },
    { "unclosed", "Subject: q\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext", "text",
      NULL, NULL, NULL },
    { "no-parts", "Subject: q\nContent-Type: multipart/mixed; boundary=b\n\ntext\n--bc\n",
      "text\n--bc\n", NULL, NULL, NULL },
    { "no-mail", "Dear Sir,\n", NULL, NULL, NULL, NULL },
    { "no-known-field", "Note: this\n\nis none\n", NULL, NULL, NULL, NULL },
    { "empty", "", NULL, NULL, NULL, NULL },
};

/* A pipeline of this step alone, written to a file that lives as long as the call. */
static MillPipeline *
load(const char *options)
{
    g_autofree char *yaml =
        g_strdup_printf("textmill: 1\nsteps:\n  - use: read-email\n    with: %s\n", options);
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "read-email-XXXXXX", NULL);
    g_autoptr(MillReport) report = mill_report_new();
    int fd = g_mkstemp(path);

    g_close(fd, NULL);
    g_assert_true(g_file_set_contents(path, yaml, -1, NULL));
    MillPipeline *pipeline = mill_pipeline_load(path, NULL, report);
    g_remove(path);
    g_autofree char *messages = mill_report_format(report, FALSE);
    if (!pipeline)
        g_error("%s", messages);
    return pipeline;
}

static void
assert_origin(const Case *c, const MillDocument *document)
{
    const char *text = mill_document_get_text(document, NULL);
    const char *found = strstr(text, c->word);
    gsize start = (gsize) (found - text);

    g_assert_nonnull(found);
    MillSpan origin =
        mill_document_get_origin(document, (MillSpan){ start, start + strlen(c->word) });
    g_autofree char *source = g_strndup(c->mail + origin.start, origin.end - origin.start);
    g_assert_cmpstr(source, ==, c->origin);
}

static void
check(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(MillPipeline) pipeline = load("{}");
    g_autoptr(GBytes) mail = g_bytes_new_static(c->mail, strlen(c->mail));
    g_autoptr(MillDocument) document = mill_document_new("test.eml", mail);
    g_autoptr(GString) json = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    MillVerdict verdict = mill_pipeline_process(pipeline, document, &error);

    if (!c->text) {
        g_assert_cmpint(verdict, ==, MILL_FAIL);
        g_assert_error(error, MILL_ERROR, MILL_ERROR_DATA);
        return;
    }
    g_assert_no_error(error);
    g_assert_cmpint(verdict, ==, MILL_KEEP);
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, c->text);
    mill_json_append_value(json, mill_document_get_metadata(document));
    if (c->metadata && !strstr(json->str, c->metadata))
        g_assert_cmpstr(json->str, ==, c->metadata);
    if (c->word)
        assert_origin(c, document);
}

/* `headers` puts the fields into the text, where the layer `metadata` finds them. */
static void
check_headers(void)
{
    static const char mail[] = "To: b\nX: y\nSubject: =?utf-8?Q?=E4=B8=AD?=\n\nbody";
    g_autoptr(MillPipeline) pipeline = load("{ headers: true }");
    g_autoptr(GBytes) bytes = g_bytes_new_static(mail, strlen(mail));
    g_autoptr(MillDocument) document = mill_document_new("test.eml", bytes);
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(mill_pipeline_process(pipeline, document, &error), ==, MILL_KEEP);
    g_assert_cmpstr(mill_document_get_text(document, NULL), ==, "To: b\nSubject: 中\n\nbody");
    MillLayer *layer = mill_document_get_layer(document, "metadata");
    g_assert_cmpuint(mill_layer_get_length(layer), ==, 2);
    MillSpan span = mill_layer_get_span(layer, 1);
    g_assert_cmpuint(span.start, ==, strlen("To: b\nSubject: "));
    g_assert_cmpuint(span.end, ==, strlen("To: b\nSubject: 中"));
    MillSpan origin = mill_document_get_origin(document, span);
    g_assert_cmpint(strncmp(mail + origin.start, "=E4=B8=AD?=", origin.end - origin.start), ==, 0);
}

/* Mails that are cut anywhere: what is read of them has origins that go forward. */
static void
check_cut(void)
{
    g_autoptr(MillPipeline) pipeline = load("{ headers: true }");

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *mail = cases[i].mail;

        for (gsize length = 0; length <= strlen(mail); length++) {
            g_autoptr(GBytes) bytes = g_bytes_new(mail, length);
            g_autoptr(MillDocument) document = mill_document_new("cut.eml", bytes);
            gsize text_length, before = 0;

            if (mill_pipeline_process(pipeline, document, NULL) != MILL_KEEP)
                continue;
            const char *text = mill_document_get_text(document, &text_length);
            for (gsize at = 0, size; at < text_length; at += size) {
                size = (gsize) (g_utf8_next_char(text + at) - (text + at));
                MillSpan origin = mill_document_get_origin(document, (MillSpan){ at, at + size });

                g_assert_cmpuint(origin.start, >=, before);
                g_assert_cmpuint(origin.end, <=, length);
                before = origin.start;
            }
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/read-email/%s", cases[i].name);
        g_test_add_data_func(path, &cases[i], check);
    }
    g_test_add_func("/read-email/headers", check_headers);
    g_test_add_func("/read-email/cut", check_cut);
    return g_test_run();
}
