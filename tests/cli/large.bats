#!/usr/bin/env bats
# Inputs that are large, or change while they are read: nothing is lost, and the sum is right.

load helper

@test "a folder of 100,000 files" {
    pipeline p.yaml '- use: jsonl'
    mkdir in
    # A thousand files under a hundred names each: names are what there is much of.
    python3 -c 'import os
for i in range(100000):
    if i < 1000:
        open("in/%d.txt" % i, "w").write("text %d" % i)
    else:
        os.link("in/%d.txt" % (i % 1000), "in/%d.txt" % i)'
    textmill run p.yaml in -o - -q >lines
    python3 -c 'import json
lines = [json.loads(line) for line in open("lines", encoding="utf-8")]
ids = [line["id"] for line in lines]
assert ids == sorted("%d.txt" % i for i in range(100000)), ids[:9]
assert all(line["text"] == "text %d" % (int(line["id"][:-4]) % 1000) for line in lines)'
}

@test "files that vanish, change or grow during the run cost themselves" {
    pipeline p.yaml '- use: jsonl'
    mkdir in
    python3 -c 'for i in range(3000): open("in/%04d.txt" % i, "w").write("text %d" % i)'
    seq 1 200000 | sed 's/.*/{"text":"&"}/' >in/z.jsonl
    textmill run p.yaml in -o out -q 2>err &
    rm -f in/2*.txt
    echo '{"text":"more"}' >>in/z.jsonl
    status=0
    wait $! || status=$?
    [ "$status" -le 1 ]
    textmill ledger out | python3 -c 'import json, sys
rows = [json.loads(line) for line in sys.stdin]
documents, total = [row for row in rows if "id" in row], rows[-1]
assert total["state"] == "finished", total
assert total["exported"] + total["dropped"] + total["quarantined"] == total["documents"] == len(documents), total
assert len({row["id"] for row in documents}) == len(documents)
assert all(row["outcome"] == "exported" for row in documents if row["id"] < "2"), "a file that stayed"
bad = {row["code"] for row in documents if row["outcome"] != "exported"}
assert bad <= {"io"}, bad'
}
