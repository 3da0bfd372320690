#!/usr/bin/env bats
# A document on the terminal: results, sources, widths, colours, hostile text.

load helper

plan() {
    pipeline plan.yaml '- use: sections' '  with: { scheme: zh-plan }' '- use: tags' \
        '  with: { terms: [储能, "wind power"] }' '- use: json'
}

# result JSON... - a result with these members.
result() {
    printf '{"textmill":{"format":1,"version":"0","pipeline":"p"},"id":"a.txt",%s,"diagnostics":[]}\n' "$1"
}

@test "a results folder: a list, one document, a suggestion" {
    plan
    mkdir in
    printf '第一章 总则\n\n发展储能。\n' >in/a.txt
    printf '第二章 能源\n\n储能，储能。\n' >in/b.txt
    textmill run plan.yaml in -o out -q
    exits 0 textmill show out
    has "a.txt" "b.txt" "2 documents" "'textmill show out DOCUMENT'"
    exits 0 textmill show out b.txt
    has "第二章 能源" "2 tags" "储能"
    lacks "第一章"
    exits 2 textmill show out c.txt
    has "no document 'c.txt'" "did you mean"
    exits 0 textmill show out/b.json
    has "第二章 能源"
}

@test "JSON lines, indented JSON, standard input" {
    plan
    printf '第一章 总则\n\n发展储能。\n' >a.txt
    printf '第二章 能源\n\n储能。\n' >b.txt
    textmill run plan.yaml a.txt b.txt -o - -q >all.jsonl
    exits 0 textmill show all.jsonl b.txt
    has "第二章 能源"
    head -n 1 all.jsonl >one.jsonl
    exits 0 textmill show one.jsonl
    has "第一章 总则"
    python3 -m json.tool all.jsonl >/dev/null 2>&1 || true
    python3 -c 'import json, sys
print(json.dumps(json.loads(sys.stdin.readline()), indent=1))' <all.jsonl >indented.json
    exits 0 textmill show indented.json
    has "第一章 总则"
    run bash -c 'head -n 1 all.jsonl | textmill show -'
    has "第一章 总则"
    run bash -c 'textmill show <(head -n 1 all.jsonl) --only head; textmill show <(cat a.txt) --only outline'
    has "document     a.txt" "第一章 总则"
    mkdir pipes
    mkfifo pipes/a.json
    exits 2 textmill show pipes
    has "no results in JSON"
}

# packs SUFFIX - whether textmill was built with the library for it.
packs() {
    echo x >packs.txt
    pipeline packs.yaml '- use: json' "  file: \"{stem}.json.$1\""
    textmill run packs.yaml packs.txt -o packs -q
}

@test "compressed results: a file, a folder, shards; damaged ones" {
    mkdir in
    for i in {1..9}; do
        printf '第%s章 总则\n\n发展储能%s。\n' "$i" "$i" >"in/$i.txt"
    done
    for suffix in gz zst; do
        packs $suffix || continue
        tried=$suffix
        pipeline plan.yaml '- use: tags' '  with: { terms: [储能] }' '- use: json' "  file: \"{stem}.json.$suffix\""
        textmill run plan.yaml in -o own -q
        exits 0 textmill show own
        has "9 documents" "3.txt"
        exits 0 textmill show own 3.txt --only text
        has "发展[储能]3"
        exits 0 textmill show own/4.json.$suffix --only text
        has "发展[储能]4"
        [ -z "$stderr" ]
        pipeline shards.yaml '- use: tags' '  with: { terms: [储能] }' '- use: jsonl' \
            "  file: \"all-{shard}.jsonl.$suffix\"" '  shard: { documents: 4 }'
        textmill run shards.yaml in -o shards -q
        exits 0 textmill show shards
        has "9 documents"
        exits 0 textmill show shards 9.txt --only text
        has "发展[储能]9"
        exits 0 textmill show shards/all-00002.jsonl.$suffix
        has "4 documents"
        mkdir cut
        head -c -9 own/4.json.$suffix >cut/4.json.$suffix
        exits 2 textmill show cut
        has "4.json.$suffix: damaged data: the end is missing"
        rm -r own shards cut
    done
    [ -n "$tried" ] || skip "built without compression libraries"
}

@test "compressed by others, as a whole" {
    packs gz || skip "built without zlib"
    pipeline plan.yaml '- use: jsonl'
    mkdir in
    for i in {1..30}; do
        head -c 400000 /dev/zero | tr '\0' "$((i % 10))" >"in/$i.txt"
        echo " the end of $i" >>"in/$i.txt"
    done
    textmill run plan.yaml in -o out -q
    gzip -1 out/all.jsonl 2>/dev/null || gzip -1 out/*.jsonl
    export TMPDIR="$PWD/scratch" # of no other test that runs at the same time
    mkdir scratch
    exits 0 textmill show out 7.txt --only text
    has "the end of 7"
    exits 0 textmill diff out out
    has "30 the same"
    [ -z "$(ls -A scratch)" ]
}

@test "JSON that is no result says so, and is shown as what it is" {
    echo '{"title": "storage", "id": 7}' >a.json
    exits 0 textmill show a.json --only text
    has "a.json is JSON, but no result of the step json or jsonl" "it is shown as text" '"storage"'
    [[ "$stderr" == "a.json is JSON"* ]]
    exits 0 textmill show - --only text <a.json
    has "standard input is JSON, but no result"
    if [ "$TEXTMILL_ARCHIVE" = 1 ]; then
        printf '\xef\xbb\xbf{"a": 1}' >bom.json
    exits 0 textmill show bom.json --only text
    has "bom.json is JSON, but no result"
    gzip -k a.json
        exits 0 textmill show a.json.gz --only text
        has "a.json.gz is JSON, but no result" '"storage"'
    fi
    printf '%s\n' '{"text": "one"}' '{"text": "two"}' >b.jsonl
    exits 0 textmill show b.jsonl --only text
    has "b.jsonl is JSON, but no result" "its lines are taken as documents" "b.jsonl:1" "one"
    echo '[draft] a note, {not JSON}' >note.txt
    exits 0 textmill show note.txt --only text
    [ -z "$stderr" ]
    pipeline plan.yaml '- use: cleanup' '- use: text'
    exits 0 textmill show a.json -p plan.yaml --only text
    [ -z "$stderr" ]
}

@test "lists are shown as lists, and empty ones not at all" {
    result '"metadata":{"keywords":["储能","风电"],"none":[]},"text":"x","records":{"r":[{"who":["a",["b",1.5]],"empty":[],"start":0,"end":1,"origin":{"start":0,"end":1}}]}' >a.json
    exits 0 textmill show a.json
    has "储能 · 风电" "a · b · 1.5"
    lacks "[]" '["'
}

@test "a source goes through the steps that are built in, or through a pipeline" {
    printf '第一章 总则\n\n到2025年，发展储能。\n\n第二章 附则\n\n完。\n' >page.txt
    exits 0 textmill show page.txt
    has "第一章 总则" "Entities" "2025年"
    [ -z "$stderr" ]
    plan
    exits 0 textmill show page.txt --pipeline plan.yaml --only text
    has "发展[储能]"
    run bash -c 'textmill show - -p plan.yaml --only tags <page.txt'
    has "储能"
    [ ! -e out ]
}

@test "a dropped and a failed document: by which step and why" {
    pipeline plan.yaml '- use: crash' '- use: text'
    echo DROP >drop.txt
    exits 0 textmill show drop.txt -p plan.yaml --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "drop.txt was dropped by step 'crash': the text says DROP"
    echo FAIL >fail.txt
    exits 1 textmill show fail.txt -p plan.yaml --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "fail.txt failed in step 'crash': the text says FAIL"
}

@test "no line is wider than asked, wide characters counted" {
    plan
    { printf '第一章 总则\n\n'; for _ in {1..40}; do printf '发展储能，建设海上风电。wind power and more '; done; echo; } >page.txt
    for width in 40 51 80; do
        exits 0 textmill show page.txt -p plan.yaml --width "$width"
        python3 - "$width" "$output" <<'END'
import sys, unicodedata
for line in sys.argv[2].splitlines():
    columns = sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    assert columns <= int(sys.argv[1]), (columns, line)
    assert not line.startswith(("，", "。")), line
END
    done
}

@test "colour: a terminal, --color, NO_COLOR" {
    plan
    printf '第一章 总则\n\n发展储能。\n' >page.txt
    exits 0 textmill show page.txt -p plan.yaml
    lacks $'\033'
    exits 0 textmill show page.txt -p plan.yaml --color=always
    has $'\033[1;36m储能\033[0m'
    lacks "[储能]"
    script -qec true /dev/null >/dev/null 2>&1 || skip "no pseudo-terminal here"
    run script -qec "textmill show page.txt -p plan.yaml" /dev/null
    has $'\033['
    NO_COLOR=1 run script -qec "textmill show page.txt -p plan.yaml" /dev/null
    lacks $'\033['
}

@test "nothing in a result acts on the terminal, wherever it stands" {
    python3 - >evil.json <<'END'
import json
evil = "\x1b]0;t\x07\u202e\x9b31m\x00\u2028z"
row = {"start": 0, "end": 4, "origin": {"start": 0, "end": 4}}
print(json.dumps({
    "textmill": {"format": 1, "version": evil, "pipeline": evil}, "id": evil,
    "source": {"path": evil + "p", "bytes": 9, "sha256": evil, "encoding": evil},
    "metadata": {"title": evil, evil: evil, "list": [evil, {evil: 1}]}, "text": evil * 3,
    "sections": [dict(row, id=1, parent=None, level=1, kind=evil, label=evil, title=evil)],
    "tags": [dict(row, term=evil, category=evil)],
    "keywords": [{"term": evil, "count": 1, "score": 1.5}],
    "records": {evil: [dict(row, **{evil: evil, "map": {evil: [evil]}})]},
    "layers": {evil: [row], "entity": [dict(row, kind=evil)]},
    "diagnostics": [{"severity": evil, "code": evil, "message": evil, "step": evil}]}))
END
    exits 0 textmill show evil.json --all
    has "<U+001B>" "<U+202E>" "<U+009B>" "Records" "Entities" "Remarks"
    printf '%s' "$output" | python3 -c 'import sys, unicodedata
for c in sys.stdin.buffer.read().decode():
    assert c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp"), hex(ord(c))'
    mkdir two
    cp evil.json two/
    result '"text":"x"' >two/b.json
    exits 0 textmill show two
    lacks $'\033' $'\007' $'\u202e'
    exits 2 textmill show two nothing
    lacks $'\033' $'\007' $'\u202e'
}

@test "a result with offsets and parents that are wrong is shown as far as it goes" {
    result '"text":"智慧 abc","sections":[
        {"id":1,"parent":2,"level":1,"title":"A","start":-5,"end":99999999999999,"heading":{"start":1,"end":2}},
        {"id":2,"parent":2,"title":"B","start":4,"end":1},{"id":2,"parent":1,"title":7},9,null],
        "tags":[{"term":"t","start":1,"end":5},{"term":null},"x"],"records":{"r":[1,{"v":{"a":[1]}}]},"layers":[]' | tr -d '\n' >a.json
    exits 0 textmill show a.json --all
    has "A" "B" "Text"
}

@test "offsets in code points and UTF-16 units" {
    for unit in codepoints utf16 bytes; do
        pipeline plan.yaml '- use: tags' '  with: { terms: [储能] }' '- use: json' "  with: { offsets: $unit }"
        printf '🌾发展储能。' >page.txt
        textmill run plan.yaml page.txt -o out -q
        exits 0 textmill show out --only text
        has "🌾发展[储能]。"
    done
}

@test "results without text; with a huge line" {
    pipeline plan.yaml '- use: sections' '- use: json' '  with: { text: false }'
    printf '# A\n\nb\n\n# C\n\nd\n' >page.txt
    textmill run plan.yaml page.txt -o out -q
    exits 0 textmill show out
    has "A" "C"
    lacks "Text"
    head -c 3000000 /dev/zero | tr '\0' x >huge.txt
    run bash -c 'textmill show huge.txt --only text | wc -l'
    [ "$output" -gt 20000 ]
}

@test "what is no result, and wrong options" {
    exits 2 textmill show
    has "name a result"
    exits 2 textmill show nowhere
    has "nowhere"
    mkdir empty
    exits 2 textmill show empty
    has "no results in JSON" "step json or jsonl"
    printf '{"textmill":{"format":1},"id":"a","text":"cut' >cut.json
    exits 2 textmill show cut.json
    has "cut.json" "the string does not end"
    printf '{"textmill":{"format":2,"version":"9.1"},"id":"a"}' >two.json
    exits 2 textmill show two.json
    has "two.json, at byte 0: this result has format 2, by textmill 9.1" "reads format 1; update textmill, or make"
    printf '{"textmill":{"format":0},"id":"a"}' >none.json
    exits 2 textmill show none.json
    has "this result has format 0, but textmill" "reads format 1; make the result anew"
    printf '{"textmill":{"format":"x"},"id":"a"}' >odd.json
    exits 2 textmill show odd.json
    has "no result of textmill, which has an object 'textmill' with a 'format'"
    { result '"text":"x"'; echo '{"text'; } >damaged.jsonl
    exits 2 textmill show damaged.jsonl
    has "damaged.jsonl, at byte" "damaged?"
    exits 2 textmill show cut.json --only txet
    has "'txet' is none of head, outline"
    exits 2 textmill show cut.json --color=green
    has "auto, always or never"
    exits 2 textmill show cut.json --width=3
    has "40 or more"
}
