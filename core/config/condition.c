/* condition.c - `when:`: tests on metadata, all of which must hold.
 *
 *     when:
 *       language: zh                      # is
 *       kind: [plan, report]              # in
 *       year: { min: 2011, max: 2025 }    # any of is, not, in, exists, min, max, matches
 *
 * A metadata value that is a list passes if one of its items does. Numbers compare by value,
 * everything else as it is written.
 */
#include "config/condition.h"

#include "config/node-private.h"

#include <string.h>

typedef enum {
    CONDITION_IS,
    CONDITION_NOT,
    CONDITION_IN,
    CONDITION_EXISTS,
    CONDITION_MIN,
    CONDITION_MAX,
    CONDITION_MATCHES,
} ConditionTest;

static const char *const condition_tests[] = {
    [CONDITION_IS] = "is",           [CONDITION_NOT] = "not",
    [CONDITION_IN] = "in",           [CONDITION_EXISTS] = "exists",
    [CONDITION_MIN] = "min",         [CONDITION_MAX] = "max",
    [CONDITION_MATCHES] = "matches", NULL,
};

typedef struct {
    const char *key; /* of the metadata, borrowed from the node's tree */
    ConditionTest test;
    const MillNode *operand;
    GRegex *regex; /* MATCHES */
} ConditionClause;

struct MillCondition {
    GArray *clauses; /* ConditionClause */
};

static void
condition_clause_clear(gpointer data)
{
    ConditionClause *clause = data;

    g_clear_pointer(&clause->regex, g_regex_unref);
}

void
mill_condition_free(MillCondition *condition)
{
    if (!condition)
        return;
    g_array_unref(condition->clauses);
    g_free(condition);
}

static gboolean
condition_is_scalar(const MillNode *node)
{
    return mill_node_get_string(node) != NULL;
}

static gboolean
condition_is_scalars(const MillNode *node)
{
    for (gsize i = 0; i < mill_node_get_length(node); i++)
        if (!condition_is_scalar(mill_node_get_item(node, i)))
            return FALSE;
    return mill_node_get_type(node) == MILL_TYPE_LIST && mill_node_get_length(node) > 0;
}

static gboolean
condition_compile(ConditionClause *clause, MillReport *report)
{
    g_autoptr(GError) error = NULL;

    clause->regex = g_regex_new(clause->operand->text, G_REGEX_OPTIMIZE, 0, &error);
    if (!clause->regex)
        mill_node_error(clause->operand, report, NULL, "%s", error->message);
    return clause->regex != NULL;
}

/* Checks that the operand of @clause suits its test, and prepares it. */
static gboolean
condition_prepare(ConditionClause *clause, MillReport *report)
{
    const MillNode *operand = clause->operand;
    gboolean scalar = condition_is_scalar(operand), scalars = condition_is_scalars(operand);
    gboolean text = scalar && operand->type != MILL_TYPE_NULL;
    const char *takes = NULL;

    if (clause->test == CONDITION_EXISTS && operand->type != MILL_TYPE_BOOL)
        takes = "true or false";
    else if (clause->test == CONDITION_IS && !scalar)
        takes = "one value";
    else if (clause->test == CONDITION_IN && !scalars)
        takes = "a list of values";
    else if (clause->test == CONDITION_NOT && !scalar && !scalars)
        takes = "a value or a list of values";
    else if ((clause->test == CONDITION_MIN || clause->test == CONDITION_MAX) && !text)
        takes = "a number or a text";
    else if (clause->test == CONDITION_MATCHES && !text)
        takes = "a regular expression";
    if (takes) {
        mill_node_error(operand, report, NULL, "'%s' takes %s", condition_tests[clause->test],
                        takes);
        return FALSE;
    }
    return clause->test != CONDITION_MATCHES || condition_compile(clause, report);
}

static void
condition_add(MillCondition *condition, const char *key, ConditionTest test,
              const MillNode *operand, MillReport *report)
{
    ConditionClause clause = { .key = key, .test = test, .operand = operand };

    if (condition_prepare(&clause, report))
        g_array_append_val(condition->clauses, clause);
}

static void
condition_add_tests(MillCondition *condition, const char *key, const MillNode *tests,
                    MillReport *report)
{
    if (mill_node_get_length(tests) == 0)
        mill_node_error(tests, report, NULL, "no test of '%s' is given", key);
    mill_node_check_keys(tests, condition_tests, "a condition", report);
    for (ConditionTest test = CONDITION_IS; condition_tests[test]; test++) {
        const MillNode *operand = mill_node_get(tests, condition_tests[test]);

        if (operand)
            condition_add(condition, key, test, operand, report);
    }
}

MillCondition *
mill_condition_new(const MillNode *node, MillReport *report)
{
    gsize errors = mill_report_count(report, MILL_SEVERITY_ERROR);
    MillCondition *condition = g_new0(MillCondition, 1);

    condition->clauses = g_array_new(FALSE, FALSE, sizeof(ConditionClause));
    g_array_set_clear_func(condition->clauses, condition_clause_clear);
    if (mill_node_get_type(node) != MILL_TYPE_MAP || mill_node_get_length(node) == 0)
        mill_node_error(node, report, "for example: when: { language: zh }",
                        "'when' takes a map of metadata names and what they must be");
    for (gsize i = 0; i < mill_node_get_length(node); i++) {
        const char *key = mill_node_get_string(mill_node_get_key(node, i));
        const MillNode *operand = mill_node_get_item(node, i);

        if (mill_node_get_type(operand) == MILL_TYPE_MAP)
            condition_add_tests(condition, key, operand, report);
        else
            condition_add(condition, key,
                          mill_node_get_type(operand) == MILL_TYPE_LIST ? CONDITION_IN
                                                                        : CONDITION_IS,
                          operand, report);
    }
    if (mill_report_count(report, MILL_SEVERITY_ERROR) == errors)
        return condition;
    mill_condition_free(condition);
    return NULL;
}

/* Whether @value, a scalar, equals @node. */
static gboolean
condition_equals(const MillValue *value, const MillNode *node)
{
    switch (mill_value_get_type(value)) {
    case MILL_TYPE_NULL:
        return node->type == MILL_TYPE_NULL;
    case MILL_TYPE_BOOL:
        return node->type == MILL_TYPE_BOOL &&
               mill_scalar_get_bool(node->text) == mill_value_get_bool(value);
    case MILL_TYPE_INT:
        if (node->type == MILL_TYPE_INT)
            return mill_scalar_get_int(node->text) == mill_value_get_int(value);
        G_GNUC_FALLTHROUGH;
    case MILL_TYPE_DOUBLE:
        return (node->type == MILL_TYPE_INT || node->type == MILL_TYPE_DOUBLE) &&
               mill_scalar_get_double(node->text) == mill_value_get_double(value);
    case MILL_TYPE_STRING:
        return g_str_equal(node->text, mill_value_get_string(value, NULL));
    default:
        return FALSE;
    }
}

static gboolean
condition_equals_any(const MillValue *value, const MillNode *node)
{
    if (mill_node_get_type(node) != MILL_TYPE_LIST)
        return condition_equals(value, node);
    for (gsize i = 0; i < mill_node_get_length(node); i++)
        if (condition_equals(value, mill_node_get_item(node, i)))
            return TRUE;
    return FALSE;
}

/* Whether @value lies on the right side of the limit @node: numbers by value, texts by code points.
 */
static gboolean
condition_compare(const MillValue *value, const MillNode *node, gboolean minimum)
{
    MillType type = mill_value_get_type(value), limit = mill_node_get_type(node);
    gboolean number = limit == MILL_TYPE_INT || limit == MILL_TYPE_DOUBLE;
    const char *text = mill_value_get_string(value, NULL);
    MillType text_type = text ? mill_scalar_resolve(text) : MILL_TYPE_NULL;
    double found;

    if (text && !number) {
        int order = strcmp(text, node->text);

        return minimum ? order >= 0 : order <= 0;
    }
    if (text && (text_type == MILL_TYPE_INT || text_type == MILL_TYPE_DOUBLE))
        found = mill_scalar_get_double(text);
    else if (type == MILL_TYPE_INT || type == MILL_TYPE_DOUBLE)
        found = mill_value_get_double(value);
    else
        return FALSE;
    if (!number)
        return FALSE;
    return minimum ? found >= mill_scalar_get_double(node->text)
                   : found <= mill_scalar_get_double(node->text);
}

/* One scalar against one test; NOT is that of IS. */
static gboolean
condition_test(const ConditionClause *clause, const MillValue *value)
{
    const char *text = mill_value_get_string(value, NULL);

    switch (clause->test) {
    case CONDITION_MIN:
        return condition_compare(value, clause->operand, TRUE);
    case CONDITION_MAX:
        return condition_compare(value, clause->operand, FALSE);
    case CONDITION_MATCHES:
        return text && g_regex_match(clause->regex, text, 0, NULL);
    default:
        return condition_equals_any(value, clause->operand);
    }
}

static gboolean
condition_clause_holds(const ConditionClause *clause, const MillValue *value)
{
    gboolean present = mill_value_get_type(value) != MILL_TYPE_NULL, passed = FALSE;

    if (clause->test == CONDITION_EXISTS)
        return present == mill_scalar_get_bool(clause->operand->text);
    if (mill_value_get_type(value) != MILL_TYPE_LIST)
        passed = condition_test(clause, value);
    for (gsize i = 0; mill_value_get_type(value) == MILL_TYPE_LIST && !passed &&
                      i < mill_value_get_length(value);
         i++)
        passed = condition_test(clause, mill_value_get_item(value, i));
    return clause->test == CONDITION_NOT ? !passed : passed;
}

/* What the condition calls @key: two names are the core's own, the others are metadata. (transfer
 * full) */
static MillValue *
condition_lookup(const MillDocument *document, const char *key)
{
    const char *text = NULL;
    MillValue *value;

    if (g_str_equal(key, "id") || g_str_equal(key, "encoding")) {
        text = *key == 'i' ? mill_document_get_id(document) : mill_document_get_encoding(document);
        return text ? mill_value_new_string(text, -1) : NULL;
    }
    value = mill_document_get_meta(document, key);
    return value ? mill_value_ref(value) : NULL;
}

gboolean
mill_condition_holds(const MillCondition *condition, const MillDocument *document)
{
    for (guint i = 0; condition && i < condition->clauses->len; i++) {
        const ConditionClause *clause = &g_array_index(condition->clauses, ConditionClause, i);
        g_autoptr(MillValue) value = condition_lookup(document, clause->key);

        if (!condition_clause_holds(clause, value))
            return FALSE;
    }
    return TRUE;
}
