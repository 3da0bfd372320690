/* targets.c - the records that have a year and a value, on a timeline.
 *
 * Time runs downwards, so that there is room beside each target for what it says: "≥ 45 %", and of
 * what. A share is also drawn. The shape of the point tells the comparator. */
#include "parts.h"

#include <math.h>
#include <string.h>

#define MOST_TARGETS 30
#define YEAR_HEIGHT  30
#define ROW_HEIGHT   44
#define LINE_X       52
#define TEXT_X       70

typedef struct {
    gint64 year;
    const char *name;       /* what is measured; or NULL */
    const char *comparator; /* "≥"; "" for the value itself */
    const char *unit;       /* or "" */
    const char *sign;       /* of a change */
    double value;
    double upper; /* of a range */
    double from;
    gboolean has_upper, has_from;
    guint table;
    gsize row;
} Target;

static gint
compare_targets(gconstpointer a, gconstpointer b)
{
    const Target *left = a;
    const Target *right = b;

    if (left->year != right->year)
        return left->year < right->year ? -1 : 1;
    if (left->table != right->table)
        return left->table < right->table ? -1 : 1;
    return left->row < right->row ? -1 : left->row > right->row;
}

static const char *
comparator_sign(const char *comparator)
{
    static const char *const signs[][2] = {
        { ">=", "≥" }, { "<=", "≤" }, { "=", "" }, { "==", "" }, { "~", "≈" }, { NULL, NULL },
    };

    for (gsize i = 0; signs[i][0]; i++)
        if (g_strcmp0(comparator, signs[i][0]) == 0)
            return signs[i][1];
    return comparator ? comparator : "";
}

static const char *
change_sign(const char *direction)
{
    if (g_strcmp0(direction, "decrease") == 0)
        return "−";
    return g_strcmp0(direction, "increase") == 0 ? "+" : "";
}

/* A number in a column of any type. Returns whether there is one. */
static gboolean
read_number(MillLayer *layer, gsize row, MillColumn column, double *number)
{
    g_autoptr(MillValue) value =
        column == MILL_NO_COLUMN ? NULL : mill_layer_dup_value(layer, row, column);
    MillType type = value ? mill_value_get_type(value) : MILL_TYPE_NULL;

    *number = value ? mill_value_get_double(value) : 0;
    return (type == MILL_TYPE_INT || type == MILL_TYPE_DOUBLE) && isfinite(*number);
}

static void
collect_layer(GArray *targets, MillLayer *layer, guint table)
{
    MillColumn year = mill_layer_find_column(layer, "year");
    MillColumn value = mill_layer_find_column(layer, "value");
    MillColumn name = mill_layer_find_column(layer, "indicator");
    MillColumn unit = mill_layer_find_column(layer, "unit");
    MillColumn comparator = mill_layer_find_column(layer, "comparator");
    MillColumn upper = mill_layer_find_column(layer, "upper");
    MillColumn from = mill_layer_find_column(layer, "from");
    MillColumn change = mill_layer_find_column(layer, "change");
    MillColumn direction = mill_layer_find_column(layer, "direction");

    for (gsize row = 0; row < mill_layer_get_length(layer); row++) {
        gint64 when = mill_layer_get_int(layer, row, year);
        double number;

        if (when < 1000 || when > 2999 || !read_number(layer, row, value, &number))
            continue;

        const char *measure = mill_layer_get_string(layer, row, unit, NULL);
        Target target = {
            .year = when,
            .value = number,
            .name = mill_layer_get_string(layer, row, name, NULL),
            .comparator = comparator_sign(mill_layer_get_string(layer, row, comparator, NULL)),
            .unit = measure ? measure : "",
            .sign = mill_layer_get_bool(layer, row, change)
                        ? change_sign(mill_layer_get_string(layer, row, direction, NULL))
                        : "",
            .table = table,
            .row = row,
        };

        target.has_upper = read_number(layer, row, upper, &target.upper);
        target.has_from = read_number(layer, row, from, &target.from);
        g_array_append_val(targets, target);
    }
}

static GArray *
collect_targets(const View *view)
{
    GArray *targets = g_array_new(FALSE, FALSE, sizeof(Target));

    for (guint i = 0; i < view->records->len; i++)
        collect_layer(targets, g_ptr_array_index(view->records, i), i);
    g_array_sort(targets, compare_targets);
    return targets;
}

/* "≥ 45 %", "1.2–1.5 万亩", "+ 3 个". */
static void
append_value(GString *html, const Target *target)
{
    html_text(html, target->comparator, -1);
    html_text(html, target->sign, -1);
    g_string_append(html, *target->comparator || *target->sign ? " " : "");
    html_double(html, target->value);
    if (target->has_upper) {
        g_string_append(html, "–");
        html_double(html, target->upper);
    }
    g_string_append(html, *target->unit ? " " : "");
    html_text(html, target->unit, -1);
}

static void
append_point(GString *html, const Target *target, gint y)
{
    if (strcmp(target->comparator, "≥") == 0 || strcmp(target->comparator, ">") == 0)
        html_format(html, "<path class=\"point\" d=\"M%d %dl7 12h-14z\"/>", LINE_X, y - 7);
    else if (strcmp(target->comparator, "≤") == 0 || strcmp(target->comparator, "<") == 0)
        html_format(html, "<path class=\"point\" d=\"M%d %dl7 -12h-14z\"/>", LINE_X, y + 7);
    else if (strcmp(target->comparator, "≈") == 0)
        html_format(html, "<path class=\"point\" d=\"M%d %dl7 7l-7 7l-7 -7z\"/>", LINE_X, y - 7);
    else
        html_format(html, "<circle class=\"point\" cx=\"%d\" cy=\"%d\" r=\"5.5\"/>", LINE_X, y);
}

/* Shares of a whole have a length. */
static void
append_share(GString *html, const Target *target, gint y)
{
    if (strcmp(target->unit, "%") != 0 || *target->sign || target->value < 0 || target->value > 100)
        return;
    html_format(html,
                "<svg x=\"62%%\" y=\"%d\" width=\"38%%\" height=\"8\"><rect class=\"track\" "
                "width=\"100%%\" height=\"8\" rx=\"4\"/><rect class=\"plain\" height=\"8\" "
                "rx=\"4\" width=\"",
                y - 5);
    html_percent(html, (gint64) (target->value * 10), 1000, 10);
    g_string_append(html, "\"/></svg>");
}

static void
append_target(GString *html, const Target *target, gint y)
{
    const char *name = target->name ? target->name : "";

    html_format(html, "<g><title>%s</title>", name);
    append_point(html, target, y + 10);
    html_format(html, "<text class=\"strong\" x=\"%d\" y=\"%d\">", TEXT_X, y + 15);
    append_value(html, target);
    if (target->has_from) {
        g_string_append(html, " <tspan class=\"soft\">from ");
        html_double(html, target->from);
        g_string_append(html, "</tspan>");
    }
    html_format(html, "</text><text class=\"soft\" x=\"%d\" y=\"%d\">", TEXT_X, y + 33);
    html_shortened(html, name, strlen(name), 56);
    g_string_append(html, "</text>");
    append_share(html, target, y + 11);
    g_string_append(html, "</g>\n");
}

static gboolean
begins_year(const GArray *targets, guint i)
{
    return i == 0 ||
           g_array_index(targets, Target, i).year != g_array_index(targets, Target, i - 1).year;
}

static void
append_timeline(GString *html, const GArray *targets, guint n, gint height)
{
    gint y = 0;

    html_format(html, "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"0\" y2=\"%d\"/>\n", LINE_X,
                LINE_X, height - 26);
    for (guint i = 0; i < n; i++) {
        const Target *target = &g_array_index(targets, Target, i);

        if (begins_year(targets, i)) {
            html_format(html, "<text class=\"year\" y=\"%d\">%d</text>", y + 20,
                        (gint) target->year);
            html_format(html, "<circle class=\"node\" cx=\"%d\" cy=\"%d\" r=\"4\"/>\n", LINE_X,
                        y + 15);
            y += YEAR_HEIGHT;
        }
        append_target(html, target, y);
        y += ROW_HEIGHT;
    }
}

static void
append_table(GString *html, const View *view, const GArray *targets)
{
    figure_table(html,
                 (const char *const[]){ "year", "indicator", "comparator", "value", "unit", NULL });
    for (guint i = 0; i < targets->len; i++) {
        const Target *target = &g_array_index(targets, Target, i);

        html_format(html,
                    "<tr><td class=\"n\">%d</td><td lang=\"%s\"><a href=\"#r%u-%G\">%s</a></td>"
                    "<td>%s%s</td><td class=\"n\">",
                    (gint) target->year, view->language, target->table, target->row + 1,
                    target->name ? target->name : "in the text", target->comparator, target->sign);
        html_double(html, target->value);
        if (target->has_upper) {
            g_string_append(html, "–");
            html_double(html, target->upper);
        }
        html_format(html, "</td><td lang=\"%s\">%s</td></tr>\n", view->language, target->unit);
    }
}

void
chart_targets(GString *html, const View *view)
{
    g_autoptr(GArray) targets = collect_targets(view);
    guint n = MIN(targets->len, MOST_TARGETS);
    gint height = (gint) n * ROW_HEIGHT;
    g_autofree char *title = NULL;
    g_autofree char *tells = NULL;

    if (n == 0)
        return;
    for (guint i = 0; i < n; i++)
        height += begins_year(targets, i) ? YEAR_HEIGHT : 0;
    title = n < targets->len
                ? g_strdup_printf("Dated targets (the first %u of %u)", n, targets->len)
                : g_strdup("Dated targets");
    tells = g_strdup_printf("%u targets, from %d to %d", targets->len,
                            (gint) g_array_index(targets, Target, 0).year,
                            (gint) g_array_index(targets, Target, targets->len - 1).year);
    figure_begin(html, title, tells, height);
    append_timeline(html, targets, n, height);
    append_table(html, view, targets);
    figure_end(html);
}
