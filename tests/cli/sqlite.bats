#!/usr/bin/env bats
# The database of a run, read with Python's sqlite3, and textmill query.

load helper

# sql DATABASE SQL - rows, cells joined by |.
sql() {
    python3 - "$@" <<'END'
import sqlite3, sys
for row in sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(sys.argv[2]):
    print("|".join("" if cell is None else str(cell) for cell in row))
END
}

plan() {
    pipeline plan.yaml '- use: cleanup' '- use: sections' '  with: { scheme: zh-plan }' \
        '- use: tags' "  with: { dictionary: $examples/energy.tsv }" '- use: entities' \
        '- use: keywords' '- script: indicators.lua' '- use: json' '- use: sqlite'
}

@test "the database of the examples: rules, counts, the same as in JSON" {
    plan
    textmill run plan.yaml "$examples/documents" -o out -q
    [ "$(sql out/documents.sqlite 'PRAGMA integrity_check')" = ok ]
    [ -z "$(sql out/documents.sqlite 'PRAGMA foreign_key_check')" ]
    python3 - <<'END'
import glob, json, sqlite3
database = sqlite3.connect("out/documents.sqlite")
database.row_factory = sqlite3.Row
def rows(sql, *values):
    return [dict(row) for row in database.execute(sql, values)]
files = sorted(glob.glob("out/*.json"))
assert len(files) == rows("SELECT count(*) AS n FROM documents")[0]["n"] > 3
for path in files:
    d = json.load(open(path, encoding="utf-8"))
    own = rows("SELECT * FROM documents WHERE id = ?", d["id"])[0]
    assert own["sha256"] == d["source"]["sha256"] and own["text"] == d["text"]
    assert own["characters"] == len(d["text"]) and own["bytes"] == d["source"]["bytes"]
    text = d["text"].encode()
    for table, wanted in (("sections", d.get("sections", [])), ("tags", d.get("tags", [])),
                          ("entities", d["layers"].get("entity", [])),
                          ("record_indicator", d["records"]["indicator"])):
        found = rows(f"SELECT * FROM {table} WHERE document = ? ORDER BY start, stop DESC", own["number"])
        assert len(found) == len(wanted), (table, len(found), len(wanted))
        for a, b in zip(found, wanted):
            assert (a["start"], a["stop"]) == (b["start"], b["end"])
            assert (a["source_start"], a["source_stop"]) == (b["origin"]["start"], b["origin"]["end"])
            for key in ("term", "category", "kind", "value", "unit", "year", "label", "title", "level", "parent"):
                if key in a and key in b:
                    assert a[key] == b[key], (table, key, a[key], b[key])
            if "text" in a:
                assert a["text"].encode() == text[b["start"]:b["end"]]
    keywords = rows("SELECT term, count, score FROM keywords WHERE document = ? ORDER BY rank", own["number"])
    assert keywords == [{k: x[k] for k in ("term", "count", "score")} for x in d["keywords"]]
    passages = rows("SELECT start, stop FROM passages WHERE document = ? ORDER BY start", own["number"])
    assert all(a["stop"] <= b["start"] for a, b in zip(passages, passages[1:]))
END
}

@test "the same bytes on one core and on four" {
    plan
    mkdir in
    for i in {1..30}; do printf '第%s章 总则\n\n发展储能，建设生态文明。%s\n' "$i" "$i" >"in/$i.txt"; done
    textmill run plan.yaml in -o one -q -j1 --reproducible
    textmill run plan.yaml in -o four -q -j4 --reproducible
    cmp one/documents.sqlite four/documents.sqlite
    [ "$(sql one/documents.sqlite 'SELECT began IS NULL, pipeline, length(pipeline_sha256) FROM run')" = "1|plan|64" ]
    textmill run plan.yaml in -o timed -q
    [[ "$(sql timed/documents.sqlite 'SELECT began FROM run')" =~ ^20[0-9-]+T[0-9:]+Z$ ]]
}

@test "documents that are not exported are in the table of losses" {
    pipeline plan.yaml '- use: crash' '- use: sqlite'
    mkdir in
    echo DROP >in/a.txt
    echo FAIL >in/b.txt
    echo fine >in/c.txt
    exits 1 textmill run plan.yaml in -o out -q --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    [ "$(sql out/documents.sqlite 'SELECT id, outcome, step, message FROM losses ORDER BY number')" = \
        "a.txt|dropped|crash|the text says DROP
b.txt|quarantined|crash|the text says FAIL" ]
    [ "$(sql out/documents.sqlite 'SELECT number, id FROM documents')" = "2|c.txt" ]
}

@test "query: sections, snippets, a folder, the limit" {
    plan
    textmill run plan.yaml "$examples/documents/plan-page.txt" -o out -q
    exits 0 textmill query out "生态 AND section:第九章"
    has "1. plan-page.txt" "[第九章] 推动绿色发展" "[生态]" "passages in 1 document."
    exits 0 textmill query out/documents.sqlite "储能 OR 光伏" -n 2
    has "the best 2 shown (--limit shows more)" "[光伏]"
    exits 0 textmill query out "没有的词"
    has "Nothing found"
}

@test "query: what was found by a tag alone says by which" {
    printf 'term\tcategory\taliases\n生态环境\tgreen/nature\t环境保护\n水\twater\n\033[31m坏\tgreen/b\033]0;x\t坏\n' >terms.tsv
    pipeline plan.yaml '- use: sections' '  with: { scheme: zh-plan }' '- use: tags' '  with: { dictionary: terms.tsv }' '- use: sqlite'
    printf '第一章 总则\n\n加强环境保护。\n\n第二章 水\n\n生态环境。水,坏。\n' >a.txt
    textmill run plan.yaml a.txt -o out -q
    exits 0 textmill query out "生态 AND section:第一章"
    has "tagged [生态]环境" "加强环境保护"
    exits 0 textmill query out "生态 AND section:第二章"
    has "[生态]环境。"
    lacks "tagged"
    exits 0 textmill query out "tag:green" --json
    printf '%s' "$output" >found.json
    [ "$(json found.json 'sorted(tag for hit in d["hits"] for tag in hit["tags"])')" = \
        '["green/b\u001b]0;x", "green/nature", "green/nature"]' ]
    exits 0 textmill query out "tag:green" --color=always
    has $'tagged\033[0m ' $'\033[1;33mgreen\033[0m/nature'
    lacks $'\033]0' $'\033[31m'
}

@test "query --json" {
    plan
    textmill run plan.yaml "$examples/documents/plan-page.txt" -o out -q
    textmill query out '储能 section:"第九章"' --json >hits.json
    python3 - <<'END'
import json
d = json.load(open("hits.json", encoding="utf-8"))
text = json.load(open("out/plan-page.json", encoding="utf-8"))["text"].encode()
assert d["query"] == '储能 section:"第九章"' and d["passages"] == len(d["hits"]) > 0 and d["documents"] == 1
for hit in d["hits"]:
    assert hit["document"] == "plan-page.txt" and hit["section"]["path"].startswith("第九章")
    snippet = hit["snippet"]
    assert snippet["text"].encode() == text[snippet["start"]:snippet["end"]]
    for match in snippet["matches"]:
        assert text[match["start"]:match["end"]].decode() == "储能"
assert any(hit["snippet"]["matches"] for hit in d["hits"])
assert [hit["score"] for hit in d["hits"]] == sorted((hit["score"] for hit in d["hits"]), reverse=True)
END
}

@test "query: mistakes are shown where they are" {
    plan
    textmill run plan.yaml "$examples/documents/plan-page.txt" -o out -q
    exits 2 textmill query out "生态 AND (海上"
    has "the parenthesis is not closed" "    生态 AND (海上" "             ^"
    exits 2 textmill query out "sectoin:x"
    has "did you mean 'section'"
    exits 2 textmill query out
    has "give a database and a query" "textmill query --help"
    exits 2 textmill query out a b
    has "put it in quotes"
    exits 2 textmill query out a --limit 0
    has "--limit must be 1 or more"
    exits 2 textmill query out a --color green
    has "auto, always or never"
    exits 0 textmill query --help
    has "section:第十二章"
}

@test "query: what is no database of ours" {
    exits 2 textmill query nowhere.sqlite x
    has "no such file"
    mkdir empty
    exits 2 textmill query empty x
    has "empty/documents.sqlite" "step sqlite"
    echo "a text" >text.sqlite
    exits 2 textmill query text.sqlite x
    has "text.sqlite is no SQLite database"
    python3 -c 'import sqlite3; sqlite3.connect("other.sqlite").execute("CREATE TABLE documents (id)").connection.commit()'
    exits 2 textmill query other.sqlite x
    has "the step sqlite has not made it"
    pipeline plan.yaml '- use: sqlite' '  with: { search: false }'
    echo x >x.txt
    textmill run plan.yaml x.txt -o out -q
    exits 2 textmill query out x
    has "search: true"
    python3 -c 'import sqlite3; sqlite3.connect("out/documents.sqlite").execute("PRAGMA user_version = 9").connection.commit()'
    exits 2 textmill query out x
    has "later textmill" "schema 9"
}

@test "query: a damaged database, one that somebody else wrote into" {
    pipeline plan.yaml '- use: sections' '- use: sqlite'
    for i in {1..20}; do printf '# A%s\n\nsolar energy %s\n\n' "$i" "$i"; done >x.txt
    textmill run plan.yaml x.txt -o out -q
    python3 - <<'END'
import random
data = bytearray(open("out/documents.sqlite", "rb").read())
random.seed(7)
for at in random.sample(range(4096, len(data)), len(data) // 50):
    data[at] = random.randrange(256)
open("damaged.sqlite", "wb").write(data)
open("cut.sqlite", "wb").write(data[:len(data) // 2])
END
    for file in damaged.sqlite cut.sqlite; do
        run --separate-stderr textmill query "$file" solar
        [ "$status" -le 2 ]
        lacks $'\033'
    done
    python3 - <<'END'
import sqlite3
database = sqlite3.connect("out/documents.sqlite")
database.execute("UPDATE documents SET text = CAST(x'FF1B5B33316D' AS TEXT), title = char(27) || ']0;x' || char(8238), id = 'a' || char(10) || char(27)")
database.execute("UPDATE sections SET path = char(27) || '[31m'")
database.execute("UPDATE passages SET start = -5, stop = 999999999")
database.commit()
END
    exits 0 textmill query out solar
    lacks $'\033' $'\u202e'
    has "<U+001B>"
}

@test "query: colour on a terminal, NO_COLOR, --color; nothing acts on the terminal" {
    pipeline plan.yaml '- use: sqlite'
    printf 'a\033]0;x\007 储能 \xe2\x80\xaeb\n' >$'e\033[31mvil.txt'
    textmill run plan.yaml $'e\033[31mvil.txt' -o out -q
    exits 0 textmill query out 储能
    has "[储能]" "<U+001B>]0;x<U+0007>" "<U+202E>"
    lacks $'\033' $'\007' $'\u202e'
    exits 0 textmill query out 储能 --color always
    has $'\033[1;33m储能\033[0m' "<U+001B>]0;x"
    script -qec true /dev/null >/dev/null 2>&1 || skip "no pseudo-terminal here"
    run script -qec "textmill query out 储能" /dev/null
    has $'\033[1;33m储能'
    NO_COLOR=1 run script -qec "textmill query out 储能" /dev/null
    lacks $'\033['
}

@test "query: lines are as wide as the terminal" {
    pipeline plan.yaml '- use: sections' '- use: sqlite'
    textmill run plan.yaml "$examples/documents/plan-page.txt" -o out -q
    COLUMNS=50 exits 0 textmill query out 能源
    [ "$(widest <<<"$output")" -le 50 ]
    [ "$(widest <<<"$output")" -ge 48 ]
    has $'\n   '
    # Broken or not, it is the same text.
    local narrow=$output
    COLUMNS=5000 exits 0 textmill query out 能源
    [ "$(widest <<<"$output")" -gt 100 ]
    [ "$(tr -d ' \n' <<<"$output")" = "$(tr -d ' \n' <<<"$narrow")" ]
    COLUMNS=60 exits 0 textmill query out 能源 --color always
    [ "$(widest <<<"$output")" -le 60 ]
}
