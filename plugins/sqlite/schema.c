/* schema.c - see schema.h. */
#include "schema.h"

#define PLACE      "start INTEGER NOT NULL, stop INTEGER NOT NULL"
#define ORIGIN     "source_start INTEGER NOT NULL, source_stop INTEGER NOT NULL"
#define DOCUMENT   "document INTEGER NOT NULL REFERENCES documents"
#define IN_SECTION "FOREIGN KEY (document, section) REFERENCES sections (document, id)"

const SchemaTable schema_tables[N_TABLES] = {
    [TABLE_DOCUMENTS] = {
        "documents",
        "CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT,"
        " path TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, encoding TEXT,"
        " characters INTEGER NOT NULL, text TEXT)",
        9, "number, id, title, path, bytes, sha256, encoding, characters, text",
    },
    [TABLE_METADATA] = {
        "metadata",
        "CREATE TABLE metadata (" DOCUMENT ", key TEXT NOT NULL, value,"
        " PRIMARY KEY (document, key)) WITHOUT ROWID",
        3, "document, key, value",
    },
    [TABLE_SECTIONS] = {
        "sections",
        "CREATE TABLE sections (" DOCUMENT ", id INTEGER NOT NULL, parent INTEGER,"
        " level INTEGER NOT NULL, kind TEXT, label TEXT, number INTEGER, title TEXT,"
        " path TEXT NOT NULL, heading_start INTEGER, heading_stop INTEGER, " PLACE ", " ORIGIN ","
        " PRIMARY KEY (document, id),"
        " FOREIGN KEY (document, parent) REFERENCES sections (document, id)) WITHOUT ROWID",
        15,
        "document, id, parent, level, kind, label, number, title, path, heading_start,"
        " heading_stop, start, stop, source_start, source_stop",
    },
    [TABLE_TAGS] = {
        "tags",
        "CREATE TABLE tags (" DOCUMENT ", section INTEGER, term TEXT NOT NULL, category TEXT,"
        " text TEXT NOT NULL, " PLACE ", " ORIGIN ", " IN_SECTION ")",
        9, "document, section, term, category, text, start, stop, source_start, source_stop",
    },
    [TABLE_KEYWORDS] = {
        "keywords",
        "CREATE TABLE keywords (" DOCUMENT ", rank INTEGER NOT NULL, term TEXT NOT NULL,"
        " count INTEGER NOT NULL, score REAL, PRIMARY KEY (document, rank)) WITHOUT ROWID",
        5, "document, rank, term, count, score",
    },
    [TABLE_ENTITIES] = {
        "entities",
        "CREATE TABLE entities (" DOCUMENT ", section INTEGER, kind TEXT, value, number REAL,"
        " unit TEXT, fields TEXT NOT NULL, text TEXT NOT NULL, " PLACE ", " ORIGIN
        ", " IN_SECTION ")",
        12,
        "document, section, kind, value, number, unit, fields, text, start, stop, source_start,"
        " source_stop",
    },
    [TABLE_RECORDS] = {
        "records",
        "CREATE TABLE records (id INTEGER PRIMARY KEY, " DOCUMENT ", section INTEGER,"
        " kind TEXT NOT NULL, fields TEXT NOT NULL, text TEXT NOT NULL, " PLACE ", " ORIGIN
        ", " IN_SECTION ")",
        9, "document, section, kind, fields, text, start, stop, source_start, source_stop",
    },
    [TABLE_ANNOTATIONS] = {
        "annotations",
        "CREATE TABLE annotations (" DOCUMENT ", layer TEXT NOT NULL, fields TEXT NOT NULL,"
        " " PLACE ", " ORIGIN ")",
        7, "document, layer, fields, start, stop, source_start, source_stop",
    },
    [TABLE_DIAGNOSTICS] = {
        "diagnostics",
        "CREATE TABLE diagnostics (" DOCUMENT ", severity TEXT NOT NULL, code TEXT NOT NULL,"
        " message TEXT NOT NULL, step TEXT, start INTEGER, stop INTEGER)",
        7, "document, severity, code, message, step, start, stop",
    },
    [TABLE_PASSAGES] = {
        "passages",
        "CREATE TABLE passages (id INTEGER PRIMARY KEY, " DOCUMENT ", section INTEGER, " PLACE
        ", " IN_SECTION ")",
        4, "document, section, start, stop",
    },
    [TABLE_SEARCH] = {
        "search",
        "CREATE VIRTUAL TABLE search USING fts5 (title, section, tag, text, content = '',"
        " tokenize = 'unicode61 remove_diacritics 2')",
        5, "rowid, title, section, tag, text",
    },
};

/* Nothing is lost if the file is: it is a draft until the run has succeeded. */
const char schema_begin[] =
    "PRAGMA page_size = 4096;"
    "PRAGMA encoding = 'UTF-8';"
    "PRAGMA journal_mode = OFF;"
    "PRAGMA synchronous = OFF;"
    "PRAGMA locking_mode = EXCLUSIVE;"
    "PRAGMA cache_size = -65536;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA auto_vacuum = NONE;"
    "BEGIN;"
    "CREATE TABLE run (pipeline TEXT, pipeline_sha256 TEXT, textmill TEXT NOT NULL, began TEXT);"
    "CREATE TABLE losses (number INTEGER PRIMARY KEY, id TEXT NOT NULL, outcome TEXT NOT NULL"
    " CHECK (outcome IN ('dropped', 'quarantined')), step TEXT, code TEXT, message TEXT);";

const char schema_end[] =
    "CREATE INDEX sections_parent ON sections (document, parent);"
    "CREATE INDEX tags_term ON tags (term);"
    "CREATE INDEX tags_category ON tags (category);"
    "CREATE INDEX tags_section ON tags (document, section);"
    "CREATE INDEX keywords_term ON keywords (term);"
    "CREATE INDEX entities_kind ON entities (kind, value);"
    "CREATE INDEX entities_section ON entities (document, section);"
    "CREATE INDEX records_kind ON records (kind);"
    "CREATE INDEX records_section ON records (document, section);"
    "CREATE INDEX annotations_layer ON annotations (document, layer);"
    "CREATE INDEX diagnostics_document ON diagnostics (document);"
    "CREATE INDEX passages_section ON passages (document, section);"
    "CREATE VIEW tag_counts AS SELECT term, category, count(*) AS count,"
    " count(DISTINCT document) AS documents FROM tags GROUP BY term, category;"
    "CREATE VIEW passage_texts AS SELECT p.id AS passage, d.id AS document, s.path AS section,"
    " CAST(substr(CAST(d.text AS BLOB), p.start + 1, p.stop - p.start) AS TEXT) AS text"
    " FROM passages AS p JOIN documents AS d ON d.number = p.document"
    " LEFT JOIN sections AS s ON s.document = p.document AND s.id = p.section;";

char *
schema_insert(Table table)
{
    GString *sql = g_string_new("INSERT INTO ");

    g_string_append_printf(sql, "%s (%s) VALUES (?", schema_tables[table].name,
                           schema_tables[table].columns);
    for (guint i = 1; i < schema_tables[table].n_columns; i++)
        g_string_append(sql, ", ?");
    g_string_append_c(sql, ')');
    return g_string_free(sql, FALSE);
}
