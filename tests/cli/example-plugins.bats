#!/usr/bin/env bats
# The example plugins, built outside of the tree against an installation, and run.

load helper

setup_file() {
    PREFIX=$("$TEXTMILL_SOURCE/tests/installed" "$TEXTMILL_BUILD" echo @PREFIX@)
    LIBRARY=$(dirname "$(find "$PREFIX/lib" -name libtextmill.so)")
    export PREFIX LIBRARY
}

# build NAME - builds the example, runs its own test, and writes its pipeline.
build() {
    export PATH="$TEXTMILL_BUILD/sanitized-cc:$PREFIX/bin:${PATH#"$TEXTMILL_BUILD:"}" PKG_CONFIG_PATH="$LIBRARY/pkgconfig"
    export LD_LIBRARY_PATH="$LIBRARY"
    cp -r "$examples/plugins/$1" plugin
    meson setup --werror plugin/build plugin >log
    meson test -C plugin/build >>log 2>&1 || { cat log plugin/build/meson-logs/testlog.txt >&2; false; }
}

@test "a reader: read-email" {
    build read-email
    pipeline plan.yaml '- use: read-email' '- use: text' '- use: json'
    exits 0 textmill run plan.yaml plugin/example.eml -o out --plugin-dir plugin/build
    [ "$(head -n 2 out/example.txt)" = "$(printf '水轮坏了。\nThe wheel is broken.')" ]
    [ "$(json out/example.json 'd["metadata"]["title"] + d["metadata"]["date"]')" = "Re: the wheel of the café2025-04-01T10:00:00+08:00" ]
    [ "$(json out/example.json '[a["name"] for a in d["metadata"]["attachments"]]')" = '["wheel 水.png"]' ]
    [ "$(json out/example.json 'd["diagnostics"]')" = '[]' ]
}

@test "a stage: tag-emails" {
    build tag-emails
    pipeline plan.yaml '- use: tag-emails' '- use: json'
    exits 0 textmill run plan.yaml plugin/example.txt -o out --plugin-dir plugin/build
    [ "$(json out/example.json '[t["term"] for t in d["tags"]]')" = '["miller@example.org", "info@mill.example"]' ]
}

@test "a writer: write-tei" {
    build write-tei
    pipeline plan.yaml '- use: sections' '  with: { scheme: markdown }' '- use: write-tei'
    exits 0 textmill run plan.yaml plugin/example.txt -o out --plugin-dir plugin/build
    python3 -c 'import sys, xml.etree.ElementTree as xml
tei = "{http://www.tei-c.org/ns/1.0}"
body = xml.parse("out/example.xml").find(f".//{tei}body")
heads = [head.text for head in body.iter(tei + "head")]
assert [h.strip("# ") for h in heads] == ["Mills", "Wheels"], heads
assert [p.text for p in body.iter(tei + "p")] == ["Wind & water.", "A < B."]
assert len(body.findall(f"{tei}div/{tei}div")) == 1'
}

@test "a sink: store-sqlite, the same bytes for any number of workers" {
    pkg-config --exists sqlite3 || skip "no SQLite to build with"
    build store-sqlite
    pipeline plan.yaml '- use: store-sqlite'
    mkdir in
    for i in $(seq 1 40); do echo "text $i" >"in/$i.txt"; done
    exits 0 textmill run plan.yaml in -o one -j 1 --plugin-dir plugin/build
    exits 0 textmill run plan.yaml in -o three -j 3 --plugin-dir plugin/build
    cmp one/documents.sqlite three/documents.sqlite
    python3 -c 'import sqlite3
rows = sqlite3.connect("one/documents.sqlite").execute("SELECT id, text FROM documents ORDER BY number").fetchall()
assert len(rows) == 40 and rows[0] == ("1.txt", "text 1\n"), rows[:2]'
}

@test "a corpus step: count-words" {
    build count-words
    pipeline plan.yaml '- use: count-words'
    echo 'a mill, a wheel' >a.txt
    echo 'A river' >b.txt
    exits 0 textmill run plan.yaml a.txt b.txt -o out --plugin-dir plugin/build
    [ "$(cat out/words.tsv)" = "$(printf 'word\toccurrences\tdocuments\na\t3\t2\nmill\t1\t1\nriver\t1\t1\nwheel\t1\t1')" ]
    exits 0 textmill run plan.yaml a.txt b.txt -o - --plugin-dir plugin/build
    [ "$output" = "$(cat out/words.tsv)" ]
}
