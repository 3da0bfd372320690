#!/usr/bin/env bats
# textmill verify: a run that is as claimed, and whatever can be done to one.

load helper

# corpus - three documents in three encodings, with a JSON file each, JSON lines and a table.
corpus() {
    pipeline plan.yaml '- use: cleanup' '- use: sections' '- use: entities' '- use: json' \
        '- use: jsonl' '- use: csv'
    mkdir -p in
    python3 - <<'END'
text = "第一章 总则\r\n\r\n到2025年，建设%d个站点。\r\n\r\n第二章 措施\r\n\r\n比例为20%%。\r\n"
open("in/a.txt", "wb").write((text % 10).encode())
open("in/b.txt", "wb").write((text % 20).encode("gb18030"))
open("in/c.txt", "wb").write(b"\xff\xfe" + (text % 30).encode("utf-16le"))
END
    exits 0 textmill run plan.yaml in -o out -q
    grep -q '"encoding":"GB18030"' out/b.json
    grep -q '"encoding":"UTF-16LE"' out/c.json
}

# sql STATEMENT - changes the ledger of out.
sql() {
    python3 -c 'import sqlite3, sys
with sqlite3.connect("out/ledger.sqlite") as ledger:
    assert ledger.execute(sys.argv[1]).rowcount > 0' "$1"
}

# rows QUERY - what the ledger of out answers.
rows() {
    python3 -c 'import sqlite3, sys
for row in sqlite3.connect("out/ledger.sqlite").execute(sys.argv[1]):
    print(*row, sep="|")' "$1"
}

# replace FILE OLD NEW - the bytes OLD, which must be there, become NEW.
replace() {
    python3 -c 'import sys
name, old, new = sys.argv[1:]
bytes = open(name, "rb").read()
assert old.encode() in bytes, bytes
open(name, "wb").write(bytes.replace(old.encode(), new.encode(), 1))' "$@"
}

# found CODE - there is such a finding, and the exit status says so.
found() {
    exits 1 textmill verify out --json
    has "\"code\":\"$1\""
    shift
    has "$@"
}

@test "a byte of a sink or a corpus step that is another" {
    local database
    optional_step database sqlite
    corpus
    pipeline sums.yaml '- use: jsonl' "${database[@]}" '- use: corpus-stats'
    exits 0 textmill run sums.yaml in -o out -q
    exits 0 textmill verify out
    exits 0 textmill verify out --files
    if [ ${#database[@]} -gt 0 ]; then
        cp out/documents.sqlite good
        printf x | dd of=out/documents.sqlite bs=1 seek=4000 conv=notrunc status=none
        found content documents.sqlite "the ledger says"
        exits 1 textmill verify out --files
        mv good out/documents.sqlite
        exits 0 textmill verify out
    fi
    replace out/corpus-stats.json '"documents"' '"dokuments"'
    found content corpus-stats.json
    for i in 1 2; do exits 0 textmill run sums.yaml in -o part-$i --shard $i/2 -q; done
    exits 0 textmill merge part-1 part-2 -o merged
    exits 0 textmill verify merged
    replace merged/corpus-stats.json '"documents"' '"dokuments"'
    exits 1 textmill verify merged
}

@test "a good run is as claimed" {
    corpus
    exits 0 textmill verify out
    has "3 documents in the ledger, 10 files" "3 sources" "12 results" "all is as claimed"
    [ -z "$stderr" ]
    exits 0 textmill verify --json out
    has '"compared":3' '"discrepancies":0'
    python3 -c 'import json, sys
end = json.loads(sys.argv[1])
assert (end["origins"], end["exact"], end["unread"]) == (30, 18, 0), end' "$output"
}

@test "options of the run, from another folder" {
    corpus
    exits 0 textmill run plan.yaml in/a.txt in/b.txt -o out -q --set json.indent=2 --set jsonl.offsets=utf16 -j 2
    mkdir elsewhere
    cd elsewhere
    exits 0 textmill verify ../out
    has "2 sources" "all is as claimed"
}

@test "dropped and quarantined documents, and steps with a condition" {
    cat >third.lua <<'END'
return { name = "third", summary = "drops one, fails on one", process = function(doc)
    if doc.id == "1.txt" then return doc:drop("no") end
    if doc.id == "2.txt" then error("never") end
    doc.meta.odd = doc.id == "3.txt"
end }
END
    pipeline plan.yaml '- script: third.lua' '- use: json' '- use: text' '  when: { odd: true }'
    mkdir in
    for i in 1 2 3 4; do echo "text $i" >"in/$i.txt"; done
    exits 1 textmill run plan.yaml in -o out -q
    exits 0 textmill verify out
    has "4 documents" "2 sources" "3 results"
}

@test "one byte of an origin in a JSON file" {
    corpus
    replace out/b.json '"origin":{"start":29' '"origin":{"start":27'
    found result '"document":"b.txt"' '"file":"b.json"' '"place":"layers.entity[1].origin.start"' "there is '27" "gives '29"
    exits 1 textmill verify out
    has "b.txt: b.json:" "NOT as claimed: 1"
}

@test "one character of a text" {
    corpus
    replace out/a.json '建设10个' '建设11个'
    found result '"place":"text"'
}

@test "a result that is cut, one that is gone, a link in its place" {
    corpus
    truncate -s -5 out/a.json
    rm out/b.json
    mv out/c.json c.json
    ln -s "$PWD/c.json" out/c.json
    found size '"file":"a.json"'
    has '"code":"missing","document":"b.txt","file":"b.json"' '"file":"c.json","message":"it is no file"'
}

@test "documents that have changed places in a file of lines" {
    corpus
    python3 - <<'END'
lines = open("out/documents.jsonl", "rb").read().splitlines(True)
lines[0], lines[1] = lines[1], lines[0]
open("out/documents.jsonl", "wb").write(b"".join(lines))
END
    found result '"document":"a.txt","file":"documents.jsonl"' '"document":"b.txt"'
    lacks '"document":"c.txt"'
}

@test "a table with other bytes of the same size" {
    corpus
    replace out/a.sections.csv '总则' '总责'
    found result '"file":"a.sections.csv"' "there is"
}

@test "a source that has changed, without changing its size" {
    corpus
    replace in/a.txt '10个' '12个'
    found source-changed '"document":"a.txt"' "SHA-256"
    lacks '"document":"b.txt"'
}

@test "sources that are longer, gone, new" {
    corpus
    echo more >>in/a.txt
    found source-changed "bytes, the run read"
    rm in/b.txt
    echo new >in/bb.txt
    found source-gone '"document":"b.txt"'
    has '"code":"new","document":"bb.txt"' '"code":"source-changed","document":"a.txt"'
    lacks '"document":"c.txt"'
    rm -r in
    found source-gone "No such file"
}

@test "rows that the ledger has lost" {
    corpus
    sql "DELETE FROM documents WHERE number = 1"
    found ledger "1 document(s) less" '"code":"total"' '"code":"orphan"' '"code":"new","document":"b.txt"'
    lacks '"document":"c.txt"'
}

@test "the last row that the ledger has lost, with all that belongs to it" {
    corpus
    sql "DELETE FROM documents WHERE number = 2"
    sql "DELETE FROM results WHERE document = 2"
    sql "DELETE FROM shares WHERE document = 2"
    found total "'documents'" '"code":"new","document":"c.txt"'
}

@test "rows that the ledger has lost, of documents that are whole in one file" {
    corpus
    pipeline plan.yaml '- use: jsonl'
    exits 0 textmill run plan.yaml in -o out -q
    [ "$(rows "SELECT count(*), sum(size) > 0 FROM parts")" = "3|1" ]
    [ "$(rows "SELECT count(*) FROM shares")" = 0 ]
    cp out/ledger.sqlite good
    sql "DELETE FROM documents WHERE number = 1"
    found ledger "1 document(s) less" '"code":"total"' '"code":"new","document":"b.txt"'
    cp good out/ledger.sqlite
    sql "DELETE FROM documents WHERE number = 2"
    found total "'documents'" '"code":"new","document":"c.txt"'
    cp good out/ledger.sqlite
    sql "UPDATE documents SET bytes_out = bytes_out + 10000 WHERE number = 1"
    found sum '"file":"documents.jsonl"'
    cp good out/ledger.sqlite
    sql "UPDATE documents SET shared = 7 WHERE number = 1"
    found orphan '"document":"b.txt","message":"it has bytes in file number 7'
    cp good out/ledger.sqlite
    exits 0 textmill verify out
}

@test "a ledger that names things twice, wrongly, or outside" {
    corpus
    sql "UPDATE results SET name = 'a.json' WHERE document = 1 AND number = 0"
    found duplicate '"file":"a.json","message":"the ledger lists it 2 times"'
    sql "UPDATE results SET name = '../in/a.txt' WHERE document = 1 AND number = 0"
    found name '"file":"../in/a.txt"'
    sql "UPDATE documents SET outcome = 'dropped' WHERE number = 2"
    found orphan "though the document was dropped"
    sql "UPDATE documents SET outcome = 'lost' WHERE number = 2"
    found outcome "'lost'"
    sql "UPDATE shares SET size = size + 10000"
    found sum '"file":"documents.jsonl"'
}

@test "a run that is not finished" {
    corpus
    sql "UPDATE run SET value = 'stopped' WHERE key = 'state'"
    found unfinished "'stopped'"
}

@test "another pipeline: results are held against the bytes of their sources" {
    corpus
    sed -i 's/use: csv/use: csv\n    id: other/' plan.yaml
    exits 0 textmill verify out
    has "step 'csv' of the pipeline has changed" "all is as claimed"
    replace out/a.json '"origin":{"start":57' '"origin":{"start":58'
    found origin '"document":"a.txt"' "inside a character"
    replace out/b.json '"bytes":71' '"bytes":72'
    found result "has 71 bytes, the result says 72"
}

@test "another pipeline: a map that does not agree with itself" {
    corpus
    exits 0 textmill run plan.yaml in -o out -q --set json.origins=true
    exits 0 textmill verify out
    cp plan.yaml good.yaml
    sed -i 's/use: csv/use: csv\n    id: other/' plan.yaml
    exits 0 textmill verify out
    replace out/b.json '"origin":{"start":29' '"origin":{"start":27'
    found origin "it is 27 to 33, the map 'origins' says 29 to 33"
    replace out/c.json '"origins":[[0,2,' '"origins":[[9,2,'
    found origin '"place":"origins[1]"' "goes back in the text"
}

@test "records, members of archives and compressed files" {
    [ "$TEXTMILL_ARCHIVE" = 1 ] || skip "built without libarchive"
    pipeline plan.yaml '- use: cleanup' '- use: entities' '- use: jsonl' '  with: { origins: true }'
    mkdir in
    python3 - <<'END'
import csv, gzip, io, json, tarfile
text = "On 3 March 2021, 20%% of %d MW.\r\nCafé “x”.\n"
with open("in/r.jsonl", "w") as file:
    for i in range(40):
        file.write(json.dumps({"text": text % i}, ensure_ascii=i % 2 == 0) + "\n")
with tarfile.open("in/a.tar.gz", "w:gz") as archive:
    for i in range(3):
        member = tarfile.TarInfo(f"x/{i}.txt")
        data = (text % i).encode()
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
gzip.open("in/z.txt.gz", "wb").write((text % 7).encode())
csv.writer(open("in/t.csv", "w")).writerows([["id", "text"], [1, text % 1], [2, text % 2]])
END
    exits 0 textmill run plan.yaml in -o out -q
    exits 0 textmill verify out
    has "46 documents" "46 results" "all is as claimed"
    # Of a member and of a record, the innermost item is meant.
    replace in/r.jsonl '20% of 3 MW' '20% of 4 MW'
    found source-changed '"document":"r.jsonl:4"'
    lacks '"document":"r.jsonl:5"' '"document":"a.tar.gz'
    python3 -c '
import io, tarfile
with tarfile.open("in/a.tar.gz", "w:gz") as archive:
    for i in range(2):
        member = tarfile.TarInfo(f"x/{i}.txt"); member.size = 4
        archive.addfile(member, io.BytesIO(b"new\n"))'
    found source-changed '"document":"a.tar.gz!x/0.txt"'
    has '"code":"source-gone","document":"a.tar.gz!x/2.txt"'
}

@test "shards, and what is put together of them" {
    corpus
    for i in 1 2; do exits 0 textmill run plan.yaml in -o part-$i --shard $i/2 -q; done
    exits 0 textmill verify part-1
    has "2 documents" "2 sources"
    exits 0 textmill verify part-2
    exits 0 textmill merge part-1 part-2 -o out -q
    exits 0 textmill verify out
    has "3 documents" "12 results"
}

@test "after --resume and retry" {
    corpus
    printf '第一章 总则\n' >in/bb.txt
    exits 0 textmill run plan.yaml in -o out -q --resume
    exits 0 textmill verify out
    has "4 documents" "4 sources"
}

@test "read-json: results of results" {
    corpus
    exits 0 textmill run plan.yaml in -o out -q --set json.origins=true
    mkdir again
    cp out/?.json again
    pipeline second.yaml '- use: read-json' '- use: json' '  with: { origins: true }'
    exits 0 textmill run second.yaml again -o out2 -q
    exits 0 textmill verify out2
    has "3 results" "0 origins" "all is as claimed"
}

@test "standard input is given again" {
    corpus
    textmill run plan.yaml - -o out -q <in/a.txt
    exits 0 textmill verify out <in/a.txt
    has "1 source" "all is as claimed"
    run textmill verify out <in/b.txt
    [ "$status" -eq 1 ]
}

@test "--files looks at no source" {
    corpus
    rm -r in plan.yaml
    exits 0 textmill verify out --files
    has "3 documents in the ledger, 10 files" "all is as claimed"
    exits 2 textmill verify out
    has "plan.yaml"
}

@test "twenty findings are shown, all are counted" {
    pipeline plan.yaml '- use: text'
    mkdir in
    for i in $(seq 30); do echo "$i" >"in/$i.txt"; done
    exits 0 textmill run plan.yaml in -o out -q
    rm out/*.txt
    exits 1 textmill verify out
    [ "$(grep -c '(missing)' <<<"$output")" -eq 20 ]
    has "and 10 more" "NOT as claimed: 30"
    exits 1 textmill verify out --json
    [ "$(grep -c '"code":"missing"' <<<"$output")" -eq 30 ]
}

@test "wrong usage" {
    corpus
    exits 2 textmill verify
    has "name the folder"
    exits 2 textmill verify in
    has "not the results folder"
    exits 2 textmill verify out --files more
    exits 0 textmill verify --help
    has "--files" "--json"
}
