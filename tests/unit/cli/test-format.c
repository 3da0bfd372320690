/* Numbers, widths and the progress line. */
#include "cli/cli.h"
#include "cli/progress.h"

typedef struct {
    const char *name;
    gint64 amount;
    const char *expected;
} NumberCase;

static const NumberCase byte_cases[] = {
    { "zero", 0, "0 B" },
    { "bytes", 812, "812 B" },
    { "kilo", 68608, "68.6 KB" },
    { "rounds-up-a-unit", 999999, "1.0 MB" },
    { "giga", G_GINT64_CONSTANT(1200000000), "1.2 GB" },
};

static const NumberCase time_cases[] = {
    { "micro", 420000, "0.42 ms" },
    { "milli", G_GINT64_CONSTANT(250000000), "250.00 ms" },
    { "seconds", G_GINT64_CONSTANT(3100000000), "3.1 s" },
    { "minutes", G_GINT64_CONSTANT(245000000000), "4:05 min" },
    { "hours", G_GINT64_CONSTANT(7320000000000), "2:02 h" },
};

static void
check_bytes(gconstpointer data)
{
    const NumberCase *c = data;
    g_autofree char *text = cli_format_bytes(c->amount);

    g_assert_cmpstr(text, ==, c->expected);
}

static void
check_time(gconstpointer data)
{
    const NumberCase *c = data;
    g_autofree char *text = cli_format_time(c->amount);

    g_assert_cmpstr(text, ==, c->expected);
}

typedef struct {
    const char *name;
    MillRunSummary summary;
    MillProgress before;
    gint64 microseconds;
    const char *expected;
} ProgressCase;

static const ProgressCase progress_cases[] = {
    { "begin",
      { .progress = { .documents = 0 }, .inputs_size = -1, .time_left = -1 },
      { 0 },
      0,
      "0 documents, 0 B, 0/s, 0 B/s" },
    { "enumerating",
      { .progress = { .documents = 10, .expected = 40, .bytes_in = 2000000 },
        .inputs_size = -1,
        .time_left = -1 },
      { 0 },
      2 * G_USEC_PER_SEC,
      "10 of 40 or more documents, 2.0 MB, 5/s, 1.0 MB/s" },
    { "time-left",
      { .progress = { .documents = 10, .expected = 40, .enumerated = TRUE, .bytes_in = 2000000 },
        .inputs_read = 2000000,
        .inputs_size = 8000000,
        .time_left = 6000000000 },
      { 0 },
      2 * G_USEC_PER_SEC,
      "10 of 40 documents, 2.0 MB, 5/s, 1.0 MB/s, 6.0 s left" },
    { "records",
      { .progress = { .documents = 10, .bytes_in = 2000000 },
        .inputs_read = 500000,
        .inputs_size = 2000000,
        .time_left = 6000000000 },
      { 0 },
      2 * G_USEC_PER_SEC,
      "10 documents, 2.0 MB, 5/s, 1.0 MB/s, 25 % of the inputs, 6.0 s left" },
    { "records-through-a-pipe",
      { .progress = { .documents = 10, .bytes_in = 2000000 },
        .inputs_read = 0,
        .inputs_size = -1,
        .time_left = -1 },
      { 0 },
      2 * G_USEC_PER_SEC,
      "10 documents, 2.0 MB, 5/s, 1.0 MB/s" },
    { "losses",
      { .progress = { .documents = 10,
                      .dropped = 1,
                      .quarantined = 2,
                      .expected = 10,
                      .enumerated = TRUE },
        .inputs_size = -1 },
      { 0 },
      G_USEC_PER_SEC,
      "10 of 10 documents, 0 B, 10/s, 0 B/s, 1 dropped, 2 failed" },
    { "resumed",
      { .progress = { .documents = 1010, .bytes_in = 9000000 },
        .inputs_size = -1,
        .time_left = -1 },
      { .documents = 1000, .bytes_in = 7000000 },
      2 * G_USEC_PER_SEC,
      "1010 documents, 9.0 MB, 5/s, 1.0 MB/s" },
};

static void
check_progress(gconstpointer data)
{
    const ProgressCase *c = data;
    g_autofree char *line = cli_progress_format(&c->summary, &c->before, c->microseconds);

    g_assert_cmpstr(line, ==, c->expected);
}

static void
add_numbers(const char *prefix, const NumberCase *cases, gsize n_cases, GTestDataFunc check)
{
    for (gsize i = 0; i < n_cases; i++) {
        g_autofree char *path = g_strconcat(prefix, cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], check);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_numbers("/format/bytes/", byte_cases, G_N_ELEMENTS(byte_cases), check_bytes);
    add_numbers("/format/time/", time_cases, G_N_ELEMENTS(time_cases), check_time);
    for (guint i = 0; i < G_N_ELEMENTS(progress_cases); i++) {
        g_autofree char *path = g_strconcat("/format/progress/", progress_cases[i].name, NULL);
        g_test_add_data_func(path, &progress_cases[i], check_progress);
    }
    return g_test_run();
}
