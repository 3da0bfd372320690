/* format - numbers, widths and colours of what is printed. */
#include "cli/cli.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

gboolean
cli_wants_colour(FILE *stream)
{
    const char *no_colour = g_getenv("NO_COLOR");

    return isatty(fileno(stream)) && !(no_colour && *no_colour) &&
           g_strcmp0(g_getenv("TERM"), "dumb") != 0;
}

gboolean
cli_parse_colour(const char *when, FILE *stream, gboolean *colour)
{
    *colour =
        when && strcmp(when, "auto") != 0 ? strcmp(when, "always") == 0 : cli_wants_colour(stream);
    return *colour || !when || strcmp(when, "auto") == 0 || strcmp(when, "never") == 0;
}

guint
cli_get_width(FILE *stream)
{
    const char *columns = g_getenv("COLUMNS");
    guint64 width = columns ? g_ascii_strtoull(columns, NULL, 10) : 0;
    struct winsize size;

    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        width = size.ws_col;
    return width >= 40 && width <= 10000 ? (guint) width : 100;
}

const char *
cli_role_name(const MillStepType *type)
{
    static const char *const names[] = { "?", "reader", "stage", "writer", "sink", "corpus" };

    return names[type->role < G_N_ELEMENTS(names) ? type->role : 0];
}

void
cli_print_padded(FILE *stream, const char *text, guint width)
{
    guint own = (guint) mill_terminal_width(text, -1);

    fprintf(stream, "%s%*s", text, own < width ? (int) (width - own) : 0, "");
}

char *
cli_format_bytes(gint64 bytes)
{
    static const char *const units[] = { "B", "KB", "MB", "GB", "TB", "PB" };
    double amount = (double) bytes;
    guint unit = 0;

    while (amount >= 999.95 && unit + 1 < G_N_ELEMENTS(units)) {
        amount /= 1000;
        unit++;
    }
    return unit == 0 ? g_strdup_printf("%d B", (int) bytes)
                     : g_strdup_printf("%.1f %s", amount, units[unit]);
}

char *
cli_format_time(gint64 nanoseconds)
{
    double seconds = (double) nanoseconds / 1e9;

    if (seconds < 0.9995)
        return g_strdup_printf("%.2f ms", seconds * 1e3);
    if (seconds < 59.95)
        return g_strdup_printf("%.1f s", seconds);
    if (seconds < 3600)
        return g_strdup_printf("%d:%02d min", (int) seconds / 60, (int) seconds % 60);
    return g_strdup_printf("%d:%02d h", (int) (seconds / 3600), (int) (seconds / 60) % 60);
}
