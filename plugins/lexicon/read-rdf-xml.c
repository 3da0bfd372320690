/* read-rdf-xml.c - RDF/XML as thesaurus tools write it: nodes, their properties, and nodes inside
 * properties. Text of entities that the document type declares is put in first.
 */
#include "skos.h"

#include <string.h>

#define RDF_DEPTH_MAX  100
#define RDF_ENTITY_MAX 1000 /* bytes of an entity's text */

/* An open element: a node (a resource), or a property of the node around it. */
typedef struct {
    gboolean is_node;
    char *name;     /* of a property: its IRI */
    char *resource; /* of a node: itself; of a property: its object, if that is a resource */
    char *language;
    GString *text;
    guint line;
    guint column;
    GHashTable *prefixes; /* that were declared here, or NULL */
} RdfElement;

typedef struct {
    LexEntries *entries;
    LexSkos *skos;
    GPtrArray *open; /* RdfElement */
    char *base;
    guint n_blank;
} Rdf;

static void
rdf_element_free(gpointer data)
{
    RdfElement *element = data;

    g_free(element->name);
    g_free(element->resource);
    g_free(element->language);
    if (element->text)
        g_string_free(element->text, TRUE);
    g_clear_pointer(&element->prefixes, g_hash_table_unref);
    g_free(element);
}

static RdfElement *
rdf_top(const Rdf *self)
{
    return self->open->len > 0 ? g_ptr_array_index(self->open, self->open->len - 1) : NULL;
}

/* What the prefix (of @length bytes) stands for where the parser is; NULL if nothing. */
static const char *
rdf_find_prefix(const Rdf *self, const char *prefix, gsize length)
{
    g_autofree char *key = g_strndup(prefix, length);

    if (strcmp(key, "xml") == 0)
        return "xml:";
    for (guint i = self->open->len; i-- > 0;) {
        const RdfElement *element = g_ptr_array_index(self->open, i);
        const char *found = element->prefixes ? g_hash_table_lookup(element->prefixes, key) : NULL;

        if (found)
            return found;
    }
    return NULL;
}

/* The IRI of an element's or attribute's name. (transfer full) */
static char *
rdf_expand(const Rdf *self, const char *name)
{
    const char *colon = strchr(name, ':');
    const char *space = rdf_find_prefix(self, name, colon ? (gsize) (colon - name) : 0);

    return g_strconcat(space ? space : "", colon ? colon + 1 : name, NULL);
}

/* An IRI that may be relative to the base. (transfer full) */
static char *
rdf_resolve(const Rdf *self, const char *iri)
{
    return self->base && !g_uri_peek_scheme(iri) ? g_strconcat(self->base, iri, NULL)
                                                 : g_strdup(iri);
}

static void
rdf_add(Rdf *self, const char *subject, const char *predicate, const char *object,
        const RdfElement *element, gboolean is_literal)
{
    LexTriple triple = { .subject = subject,
                         .predicate = predicate,
                         .object = object,
                         .is_literal = is_literal,
                         .language = element->language ? element->language : "",
                         .line = element->line,
                         .column = element->column };

    lex_skos_add(self->skos, &triple);
}

static void
rdf_declare_prefixes(RdfElement *element, const char **names, const char **values)
{
    for (; *names; names++, values++) {
        if (!g_str_has_prefix(*names, "xmlns") || ((*names)[5] != ':' && (*names)[5] != '\0'))
            continue;
        if (!element->prefixes)
            element->prefixes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        g_hash_table_insert(element->prefixes, g_strdup((*names)[5] ? *names + 6 : ""),
                            g_strdup(*values));
    }
}

/* Takes the attribute @iri of an element; those of a node that are no syntax are properties. */
static void
rdf_take_attribute(Rdf *self, RdfElement *element, const char *iri, const char *value)
{
    if (strcmp(iri, "xml:lang") == 0) {
        g_free(element->language);
        element->language = g_strdup(value);
    } else if (strcmp(iri, "xml:base") == 0 && !self->base) {
        self->base = g_strdup(value);
    } else if (strcmp(iri, LEX_RDF "about") == 0 || strcmp(iri, LEX_RDF "resource") == 0) {
        g_free(element->resource);
        element->resource = rdf_resolve(self, value);
    } else if (strcmp(iri, LEX_RDF "nodeID") == 0 || strcmp(iri, LEX_RDF "ID") == 0) {
        g_autofree char *local = g_strconcat(iri[strlen(LEX_RDF)] == 'n' ? "_:" : "#", value, NULL);

        g_free(element->resource);
        element->resource = *local == '#' ? rdf_resolve(self, local) : g_steal_pointer(&local);
    }
}

static void
rdf_take_attributes(Rdf *self, RdfElement *element, const char **names, const char **values)
{
    for (gsize i = 0; names[i]; i++) {
        g_autofree char *iri = rdf_expand(self, names[i]);

        rdf_take_attribute(self, element, iri, values[i]);
    }
    if (!element->is_node)
        return;
    if (!element->resource)
        element->resource = g_strdup_printf("_:<%u", self->n_blank++);
    for (gsize i = 0; names[i]; i++) {
        g_autofree char *iri = rdf_expand(self, names[i]);

        if (g_str_has_prefix(iri, LEX_SKOS))
            rdf_add(self, element->resource, iri, values[i], element, TRUE);
    }
}

static void
rdf_start(GMarkupParseContext *context, const char *name, const char **names, const char **values,
          gpointer data, GError **error)
{
    Rdf *self = data;
    RdfElement *outer = rdf_top(self);
    RdfElement *element = g_new0(RdfElement, 1);
    gint line, column;

    g_markup_parse_context_get_position(context, &line, &column);
    element->line = (guint) line;
    element->column = (guint) column;
    element->language = outer ? g_strdup(outer->language) : NULL;
    rdf_declare_prefixes(element, names, values);
    g_ptr_array_add(self->open, element);
    element->name = rdf_expand(self, name);
    if (self->open->len > RDF_DEPTH_MAX) {
        g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                    "elements are nested too deep");
        return;
    }
    if (strcmp(element->name, LEX_RDF "RDF") == 0) {
        rdf_take_attributes(self, element, names, values);
        return;
    }
    element->is_node = !outer || !outer->is_node;
    if (!element->is_node)
        element->text = g_string_new(NULL);
    rdf_take_attributes(self, element, names, values);
}

static void
rdf_text(GMarkupParseContext *context, const char *text, gsize length, gpointer data,
         GError **error)
{
    RdfElement *element = rdf_top(data);

    if (element && element->text)
        g_string_append_len(element->text, text, (gssize) length);
}

static void
rdf_end(GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
    Rdf *self = data;
    RdfElement *element = rdf_top(self);
    RdfElement *outer =
        self->open->len > 1 ? g_ptr_array_index(self->open, self->open->len - 2) : NULL;

    if (element->is_node && outer && outer->text && !outer->resource)
        outer->resource = g_strdup(element->resource);
    else if (element->text && element->resource)
        rdf_add(self, outer->resource, element->name, element->resource, element, FALSE);
    else if (element->text)
        rdf_add(self, outer->resource, element->name, element->text->str, element, TRUE);
    g_ptr_array_set_size(self->open, (gint) self->open->len - 1);
}

/* Reads <!ENTITY name "text"> at @p into @entities. Returns where it ends, or NULL. */
static const char *
rdf_read_entity(const char *p, const char *end, GHashTable *entities)
{
    const char *name = p + strlen("<!ENTITY");

    while (name < end && g_ascii_isspace(*name))
        name++;

    const char *name_end = name;

    while (name_end < end && !g_ascii_isspace(*name_end) && *name_end != '>')
        name_end++;

    const char *quote = name_end;

    while (quote < end && g_ascii_isspace(*quote))
        quote++;
    if (quote >= end || (*quote != '"' && *quote != '\''))
        return NULL;

    const char *close = memchr(quote + 1, *quote, (gsize) (end - quote - 1));

    if (!close || close - quote > RDF_ENTITY_MAX || memchr(quote, '&', (gsize) (close - quote)) ||
        memchr(quote, '<', (gsize) (close - quote)))
        return NULL;
    g_hash_table_insert(entities, g_strndup(name, (gsize) (name_end - name)),
                        g_strndup(quote + 1, (gsize) (close - quote - 1)));
    return close;
}

/* The text with the declared entities put in. (transfer full) */
static GString *
rdf_put_entities(const char *text, gsize length)
{
    g_autoptr(GHashTable) entities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const char *end = text + length;
    GString *out = g_string_sized_new(length);

    for (const char *p = text; (p = g_strstr_len(p, end - p, "<!ENTITY"));) {
        const char *close = rdf_read_entity(p, end, entities);

        p = close ? close : p + 1;
    }
    while (text < end) {
        const char *mark = memchr(text, '&', (gsize) (end - text));
        const char *stop = mark ? memchr(mark, ';', (gsize) MIN(end - mark, 64)) : NULL;
        g_autofree char *name = stop ? g_strndup(mark + 1, (gsize) (stop - mark - 1)) : NULL;
        const char *value = name ? g_hash_table_lookup(entities, name) : NULL;
        const char *next = value ? stop + 1 : mark ? mark + 1 : end;

        g_string_append_len(out, text, (value ? mark : next) - text);
        if (value)
            g_string_append(out, value);
        text = next;
    }
    return out;
}

void
lex_read_rdf_xml(LexEntries *entries, const char *text, gsize length)
{
    static const GMarkupParser parser = { .start_element = rdf_start,
                                          .end_element = rdf_end,
                                          .text = rdf_text };
    g_autoptr(LexSkos) skos = lex_skos_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(rdf_element_free);
    Rdf self = { .entries = entries, .skos = skos, .open = open };
    g_autoptr(GMarkupParseContext) context =
        g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &self, NULL);
    GString *whole = rdf_put_entities(text, length);

    if (g_markup_parse_context_parse(context, whole->str, (gssize) whole->len, &error) &&
        g_markup_parse_context_end_parse(context, &error)) {
        lex_skos_finish(skos, entries);
    } else {
        gint line, column;

        g_markup_parse_context_get_position(context, &line, &column);
        lex_entries_report(entries, MILL_SEVERITY_ERROR, (guint) line, (guint) column, NULL,
                           "RDF/XML: %s", error->message);
    }
    g_string_free(whole, TRUE);
    g_free(self.base);
}
