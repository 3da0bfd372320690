#!/usr/bin/env bats
# What changed between two runs.

load helper

plan() {
    pipeline plan.yaml '- use: cleanup' '- use: sections' '  with: { scheme: zh-plan }' '- use: tags' \
        '  with: { terms: [储能, 光伏] }' '- use: keywords' '- use: json' "$@"
}

# ran DIR [OPTION...] - the documents of `in`, into DIR.
ran() {
    local folder=$1
    shift
    textmill run plan.yaml in -o "$folder" -q "$@"
}

documents() {
    mkdir -p in
    printf '第一章 总则\n\n发展储能，推广光伏。\n\n第二章 能源\n\n屋顶光伏，储能。\n' >in/a.txt
    printf '第一章 附则\n\n自公布之日起施行。\n' >in/b.txt
}

@test "nothing changed: exit status 0" {
    plan
    documents
    ran old
    ran new -j2
    exits 0 textmill diff old new
    has "- old: 2 documents" "+ new: 2 documents" "2 the same, 0 changed"
    exits 0 textmill diff old/a.json new/a.json
    exits 0 textmill diff old new --json
    has '"changed":0' '"documents":[]'
}

@test "compressed results, also against plain ones" {
    plan
    documents
    ran plain
    for suffix in gz zst; do
        pipeline packed.yaml '- use: cleanup' '- use: sections' '  with: { scheme: zh-plan }' '- use: tags' \
            '  with: { terms: [储能, 光伏] }' '- use: keywords' '- use: jsonl' "  file: \"all-{shard}.jsonl.$suffix\"" \
            '  shard: { documents: 1 }'
        textmill run packed.yaml in -o packed -q || continue
        tried=$suffix
        exits 0 textmill diff plain packed
        has "2 the same, 0 changed"
        textmill run packed.yaml in -o other -q --set 'tags.terms=[储能, 屋顶光伏]'
        exits 1 textmill diff packed other
        has "1 the same, 1 changed" "光伏 −2 in 1 document" "屋顶光伏 +1 in 1 document"
        printf 'xxxx' >"other/all-00002.jsonl.$suffix"
        exits 2 textmill diff packed other
        has "other/all-00002.jsonl.$suffix: damaged"
        rm -r packed other
    done
    [ -n "$tried" ] || skip "built without compression libraries"
}

@test "another dictionary: terms over the run and by document, with their places" {
    plan
    documents
    ran old
    ran new --set 'tags.terms=[储能, 屋顶光伏]'
    exits 1 textmill diff old new
    has "1 the same, 1 changed" "光伏 −2 in 1 document" "屋顶光伏 +1 in 1 document" "a.txt" "…屋顶光伏，储能。…"
    lacks "b.txt" "text"
    exits 1 textmill diff old new --summary
    lacks "a.txt"
    textmill diff old new --json >diff.json || [ $? -eq 1 ]
    [ "$(json diff.json 'sorted((t["term"], t["removed"], t["added"]) for t in d["documents"][0]["tags"])')" = \
        '[["光伏", 2, 0], ["屋顶光伏", 0, 1]]' ]
    [ "$(json diff.json 'd["summary"]["tags_removed"], d["summary"]["tags_added"]')" = '[2, 1]' ]
}

@test "a change of the text in front of tags and records does not touch them" {
    pipeline plan.yaml '- use: cleanup' '- use: tags' '  with: { terms: [储能] }' '- script: years.lua' '- use: json'
    cat >years.lua <<'END'
local year = mill.re [[(\d{4})年]]
return { name = "years", summary = "s", options = { plus = { type = "int", default = 0, doc = "added" } },
    process = function(doc, ctx)
        for s, e, number in year:each(doc) do
            doc:record("year", s, e, { year = math.tointeger(number) + ctx.options.plus })
        end
    end }
END
    mkdir in
    printf 'a\n\n\n\n\n\n2021年，储能。\n' >in/a.txt
    ran new --set years.plus=1
    sed -i '/cleanup/d' plan.yaml
    ran old
    exits 1 textmill diff old new
    has "~ year: year 2021 → year 2022" "text −4"
    lacks "储能 (" "tags"
}

@test "sections: added, removed, with another heading, level or kind" {
    for run in old new; do
        mkdir "$run"
        python3 - "$run" >"$run/a.json" <<'END'
import json, sys
old = sys.argv[1] == "old"
def section(id, label, title, level, at, kind="chapter"):
    return {"id": id, "parent": None, "level": level, "kind": kind, "label": label, "number": None, "title": title,
            "start": at, "end": at + 1, "heading": {"start": at, "end": at + 1}, "origin": {"start": at, "end": at + 1}}
rows = [section(1, "第一章", "总则", 1, 0), section(2, "第二章", "能源", 1, 10), section(3, "第三章", "保障", 1, 20),
        section(4, "附", "录", 1, 30)] if old else \
       [section(1, "第一章", "总则", 1, 0), section(2, "第二章", "清洁能源", 1, 10), section(3, "第三章", "保障", 2, 20, "part"),
        section(4, "第四章", "新", 1, 25)]
print(json.dumps({"textmill": {"format": 1}, "id": "a.txt", "source": {"sha256": "0" * 64}, "sections": rows}))
END
    done
    exits 1 textmill diff old new
    has "sections −1 +1" "~ 第二章 能源 → 第二章 清洁能源" "~ 第三章 保障  level 1 → 2  kind chapter → part" "+ 第四章 新" "- 附 录"
    textmill diff old new --json >diff.json || [ $? -eq 1 ]
    [ "$(json diff.json '[s["change"] for s in d["documents"][0]["sections"]]')" = '["retitled", "moved", "added", "removed"]' ] ||
        [ "$(json diff.json '[s["change"] for s in d["documents"][0]["sections"]]')" = '["retitled", "moved", "removed", "added"]' ]
}

@test "text, metadata, remarks; documents of one run only" {
    plan
    documents
    ran old
    printf '第一章 总则\n\n发展抽水储能，推广光伏。\n\n第二章 能源\n\n屋顶光伏，储能。\n' >in/a.txt
    rm in/b.txt
    echo 新 >in/c.txt
    ran new
    exits 1 textmill diff old new
    has "a.txt: the source is another one" "@@ line 3" "- 发展储能，推广光伏。" "+ 发展{+抽水+}储能，推广光伏。" \
        "b.txt: only in old" "c.txt: only in new" "1 of them only here"
    textmill diff old new --json >diff.json || [ $? -eq 1 ]
    [ "$(json diff.json '[(x["document"], x["change"]) for x in d["documents"]]')" = \
        '[["a.txt", "changed"], ["b.txt", "removed"], ["c.txt", "added"]]' ]
    [ "$(json diff.json 'd["documents"][0]["text"][0]')" = '{"line": 3, "old": ["发展储能，推广光伏。"], "new": ["发展抽水储能，推广光伏。"]}' ]
}

@test "a document that only one run has: what became of it in the other" {
    mkdir in
    echo fine >in/a.txt
    echo FAIL >in/b.txt
    echo DROP >in/c.txt
    pipeline plan.yaml '- use: json'
    ran old
    pipeline plan.yaml '- use: crash' '- use: json'
    ran new --plugin-dir "$TEXTMILL_TEST_PLUGINS" || [ $? -eq 1 ]
    exits 1 textmill diff old new
    has "b.txt: only in old; quarantined in new by step crash: the text says FAIL" \
        "c.txt: only in old; dropped in new by step crash: the text says DROP"
    textmill diff old new --json >diff.json || [ $? -eq 1 ]
    [ "$(json diff.json '[x["outcome"] for x in d["documents"]]')" = '["quarantined", "dropped"]' ]
    exits 1 textmill diff new old
    has "b.txt: only in old; quarantined in new"
}

@test "JSON lines and files, in any order; two files of other names" {
    plan '- use: jsonl'
    documents
    ran old
    ran new
    exits 0 textmill diff old/documents.jsonl new
    { tail -n 1 old/documents.jsonl && head -n 1 old/documents.jsonl; } >turned.jsonl
    exits 0 textmill diff old turned.jsonl
    exits 1 textmill diff old/a.json old/b.json
    has "the source is another one"
}

@test "the order of what is printed does not depend on files; --all shows everything" {
    pipeline plan.yaml '- use: text' '- use: json'
    mkdir in
    python3 -c 'print("\n".join(f"line {i}" for i in range(200)))' >in/a.txt
    ran old
    python3 -c 'print("\n".join(f"line {i}" if i % 2 else f"Line {i}" for i in range(200)))' >in/a.txt
    ran new
    exits 1 textmill diff old new
    has "−100 +100" "… and 80 more (--all shows them)" "- [-l-]ine 0" "+ {+L+}ine 0"
    exits 1 textmill diff old new --all
    lacks "more (--all"
    has "Line 198" || has "{+L+}ine 198"
}

@test "nothing in results acts on the terminal; colour" {
    for run in old new; do
        mkdir "$run"
        python3 - "$run" >"$run/a.json" <<'END'
import json, sys
evil = "\x1b]0;t\x07\u202e\x9b31m\x00\u2028" + sys.argv[1]
row = {"start": 0, "end": 4, "origin": {"start": 0, "end": 4}}
print(json.dumps({"textmill": {"format": 1}, "id": "\x1b[31m\u202e", "source": {"sha256": ""},
    "metadata": {evil: evil, "k": [evil]}, "text": evil * 2 + "\n" + evil,
    "sections": [dict(row, id=1, level=1, kind=evil, label=evil, title=evil)],
    "tags": [dict(row, term=evil, category=evil)], "keywords": [{"term": evil, "count": 1, "score": 1}],
    "records": {"\x1b": [dict(row, **{evil: evil})]}, "layers": {evil: [row]},
    "diagnostics": [{"severity": evil, "code": evil, "message": evil}]}))
END
    done
    exits 1 textmill diff old new --all
    printf '%s' "$output" | python3 -c 'import sys, unicodedata
for c in sys.stdin.buffer.read().decode():
    assert c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp"), hex(ord(c))'
    has "<U+001B>" "<U+202E>"
    exits 1 textmill diff old new --color=always
    has $'\033[31m' $'\033[32m'
    lacks $'\033]' $'\007' $'\u202e'
    textmill diff old new --json | python3 -m json.tool >/dev/null
}

@test "values of any type where others are expected" {
    mkdir old new
    printf '%s\n' '{"textmill":{"format":1},"id":"a","source":[],"metadata":7,"text":3,"sections":{"a":1},"tags":[1,null,{"term":5}],"keywords":"x","records":[1],"layers":{"l":3},"diagnostics":{"x":1}}' >old/a.json
    printf '%s\n' '{"textmill":{"format":1},"id":"a","source":null,"metadata":[1],"text":"t","sections":[{"id":1}],"tags":{},"keywords":[1,{"score":2}],"records":{"r":[1,{"a":{"b":[null]}}],"s":null},"layers":[],"diagnostics":[4]}' >new/a.json
    exits 1 textmill diff old new
    exits 1 textmill diff new old --json
}

@test "what is no run, damaged results, wrong options: exit status 2" {
    plan
    documents
    ran old
    exits 2 textmill diff old
    has "name two results folders"
    exits 2 textmill diff old nowhere
    has "nowhere"
    mkdir empty
    exits 2 textmill diff old empty
    has "no results in JSON"
    cp -r old cut
    head -c 300 old/a.json >cut/a.json
    exits 2 textmill diff old cut
    has "cut/a.json" "the string does not end"
    exits 2 textmill diff old old --color=blue
    has "auto, always or never"
    exits 2 textmill diff old old --width=1
    has "40 or more"
    printf '{"textmill":{"format":2,"version":"9.1"},"id":"a"}' >two.json
    printf '{"textmill":{"format":1,"version":"9.1"},"id":"a"}' >one.json
    for pair in "one.json two.json" "two.json one.json" "two.json two.json"; do
        # shellcheck disable=SC2086 # two words
        exits 2 textmill diff $pair
        has "two.json, at byte 0: this result has format 2, by textmill 9.1" "update textmill"
    done
    exits 0 textmill diff one.json one.json
}
