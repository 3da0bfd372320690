#!/usr/bin/env bats
# Where results go: whole or not at all, the same bytes for any -j, nobody else's files touched.

load helper

corpus() {
    pipeline plan.yaml '- use: cleanup' '- use: sections' '- use: json' '- use: text'
    mkdir -p in
    for i in $(seq 40); do
        printf '第一章 总则\n\n第%d条 内容。\n\n# Heading %d\n\ntext\n' "$i" "$i" >"in/doc$i.txt"
    done
}

@test "the same bytes for every -j and in one process" {
    corpus
    exits 0 textmill run plan.yaml in -o one -j 1
    exits 0 textmill run plan.yaml in -o four -j 4
    exits 0 textmill run plan.yaml in -o none --in-process
    same_results one four
    same_results one none
    [ "$(find one -type f | wc -l)" -eq 81 ]
}

@test "large results: the same bytes for every -j, whoever is lost; nothing is left behind" {
    pipeline plan.yaml '- use: crash' '- use: text' '- use: text' '  id: again' '  file: "{stem}-{part}.copy"' '- use: dedup' '  with: { method: exact }'
    mkdir in
    for i in $(seq -w 40); do
        { echo "document $((10#$i % 30))"; yes "a line of many, 第一章" | head -n 2000; } >"in/$i.txt"
    done
    echo SEGV >>in/05.txt && echo FAIL >>in/15.txt && echo DROP >>in/25.txt
    exits 1 textmill run plan.yaml in -o one -j 1 --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "40 documents: 28 exported, 10 dropped, 2 quarantined"
    exits 1 textmill run plan.yaml in -o three -j 3 --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    same_results one three
    [ -z "$(find one/.textmill three/.textmill -name '*.blank' -o -name '*.new')" ]
    rm in/05.txt
    exits 1 textmill run plan.yaml in -o two -j 2 --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    exits 1 textmill run plan.yaml in -o none --in-process --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    same_results two none
}

@test "a name is that of a file or of a folder, in shards as in one run" {
    pipeline plan.yaml '- use: text' '  file: "{dir}/{stem}"' '- use: dedup' '  with: { method: exact }'
    mkdir -p in/a in/b.d/c
    echo one >in/a.txt && echo two >in/a/b.txt && echo three >in/b.d/c/x.txt && echo four >in/b.d/c.txt
    exits 0 textmill run plan.yaml in -o out
    [ "$(cd out && echo a* */* b.d/*/*)" = "a a~2 a~2/b b.d/c b.d/c~2 b.d/c~2/x" ]
    echo one >in/b.d/c.txt # in a shard it has a name, in the whole none
    exits 0 textmill run plan.yaml in -o whole
    for i in 1 2; do exits 0 textmill run plan.yaml in -o "part-$i" --shard "$i/2"; done
    exits 0 textmill merge part-1 part-2 -o merged
    same_results whole merged
}

@test "-o - streams lines, in input order, for a pipe" {
    corpus
    exits 0 textmill run plan.yaml in -o - --writer json -j 2
    expected=$output
    [ "${#lines[@]}" -ge 40 ]
    exits 0 textmill run plan.yaml in -o - --writer json -j 1
    [ "$output" = "$expected" ]
    has "40 documents: 40 exported"
}

@test "-o - streams JSON lines where the pipeline has no single writer" {
    corpus
    printf 'textmill: 1\nsteps:\n  - use: text\n  - use: csv\n' >two.yaml
    run --separate-stderr textmill run two.yaml in -o -
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 40 ]
    [[ ${lines[0]} = '{"textmill":'* ]]
    printf 'textmill: 1\nsteps:\n  - use: text\n' >one.yaml
    run --separate-stderr textmill run one.yaml in -o -
    [[ ${lines[0]} != '{'* ]]
}

@test "-o -: unknown writer" {
    corpus
    exits 2 textmill run plan.yaml in -o - --writer jsno
    has "jsno" "json"
}

@test "-o -: a reader that goes away stops the run" {
    corpus
    run bash -c 'textmill run plan.yaml in -o - --writer text -q 2>err | head -n 1 >/dev/null; echo "${PIPESTATUS[0]}"'
    [[ $output = 0 || $output = 3 ]]
    run ! grep -qi 'segfault\|assert' err
}

@test "a second run replaces the results of the first, and only those" {
    corpus
    exits 0 textmill run plan.yaml in -o out
    echo note >out/my-notes.md
    rm in/doc1.txt
    exits 0 textmill run plan.yaml in -o out
    [ ! -e out/doc1.json ]
    [ -e out/doc2.json ]
    [ "$(cat out/my-notes.md)" = note ]
}

@test "a folder that textmill did not write is refused, unless --force" {
    corpus
    mkdir mine
    echo precious >mine/thesis.txt
    exits 2 textmill run plan.yaml in -o mine
    has "mine" "--force"
    [ "$(ls mine)" = thesis.txt ]
    exits 0 textmill run plan.yaml in -o mine --force
    [ "$(cat mine/thesis.txt)" = precious ]
    [ -e mine/doc2.json ]
}

@test "an empty folder is fine; a file is not" {
    corpus
    mkdir empty
    exits 0 textmill run plan.yaml in -o empty
    echo text >file
    exits 2 textmill run plan.yaml in -o file
    has "file"
    [ "$(cat file)" = text ]
}

@test "output that cannot be written" {
    corpus
    exits 2 textmill run plan.yaml in -o /proc/nowhere/out
    has "/proc/nowhere"
}

@test "full disk on standard output: status 3" {
    corpus
    run --separate-stderr bash -c 'textmill run plan.yaml in -o - --writer text >/dev/full'
    [ "$status" -eq 3 ]
    has "No space left on device"
}

@test "a long ledger on a full standard output: status 3, though its end would have fitted" {
    pipeline plan.yaml '- use: jsonl'
    for i in $(seq 99); do echo "{\"text\":\"$i\"}"; done >in.jsonl
    exits 0 textmill run plan.yaml in.jsonl -o out -q
    [ "$(textmill ledger out | wc -c)" -gt 4096 ]
    exits 3 bash -c 'textmill ledger out >/dev/full'
    has "cannot write to standard output"
}

@test "full disk in the folder: status 3, no half files" {
    pipeline lines.yaml '- use: jsonl'
    mkdir in
    for i in $(seq 100 140); do
        printf 'text of a line\n%.0s' $(seq 600) >"in/$i.txt"
    done
    run --separate-stderr bash -c 'ulimit -f 200; textmill run lines.yaml in -o out -j 1'
    [ "$status" -eq 3 ]
    has "the run stopped" "documents.jsonl" "File too large"
    [ "$(ls out)" = ledger.sqlite ]
}

@test "a name that leads out of the folder is refused" {
    corpus
    pipeline escape.yaml '- use: text' '  file: "../{stem}.txt"'
    exits 2 textmill run escape.yaml in/doc1.txt -o out
    has "escape.yaml:4" "../"
    [ ! -e doc1.txt ]
    pipeline absolute.yaml '- use: text' '  file: "/tmp/{stem}.txt"'
    exits 2 textmill run absolute.yaml in/doc1.txt -o out
}

@test "inputs of one name get files of their own" {
    corpus
    mkdir -p other
    cp in/doc1.txt other/doc1.txt
    exits 0 textmill run plan.yaml in/doc1.txt other/doc1.txt -o out
    [ "$(find out -name 'doc1*.json' | wc -l)" -eq 2 ]
}

@test "--quiet prints nothing; the summary is on standard error" {
    corpus
    exits 0 textmill run plan.yaml in -o out --quiet
    [ -z "$output$stderr" ]
    exits 0 textmill run plan.yaml in -o out
    [ -z "$output" ]
    has "40 documents: 40 exported, 0 dropped, 0 quarantined" "results in out"
}

@test "--stats: a row a step, in order" {
    corpus
    exits 0 textmill run plan.yaml in -o out --stats
    [ "$(grep -oE '^(read-text|cleanup|sections|json|text) +40' <<<"$stderr" | awk '{ print $1 }' | xargs)" = \
        "read-text cleanup sections json text" ]
    has "from start to end"
}

@test "-o is out by default" {
    corpus
    exits 0 textmill run plan.yaml in/doc1.txt
    [ -e out/doc1.json ]
}

@test "--set changes an option for this run" {
    corpus
    exits 0 textmill run plan.yaml in/doc1.txt -o out --set sections.scheme=markdown
    [ "$(json out/doc1.json '[s["title"] for s in d["sections"]]')" = '["Heading 1"]' ]
}

@test "closed standard streams: no file takes their place" {
    corpus
    run bash -c 'textmill run plan.yaml in -o - --writer text -q >&- 2>err'
    [ "$status" -eq 3 ]
    grep -q "cannot write to standard output" err
    run bash -c 'textmill run plan.yaml in -o out <&- >&- 2>&-'
    [ "$status" -eq 0 ]
    [ "$(find out -type f | wc -l)" -eq 81 ]
}

# The kernel counts what is in the sockets of all workers: full, they let no worker answer.
@test "too low a limit of descriptors: status 3, and what to do" {
    corpus
    limited() { (ulimit -n 40 && textmill "$@"); }
    exits 3 limited run plan.yaml in -o out -j 2
    has "cannot start a worker" "raise \`ulimit -n\`, or use --in-process"
    exits 0 textmill run plan.yaml in -o out -j 2 --resume
}

@test "a low limit of descriptors and many workers: the run ends" {
    pipeline text.yaml '- use: text'
    mkdir in
    for i in $(seq 1000 3000); do
        echo "text $i" >"in/$i.txt"
    done
    run --separate-stderr bash -c 'ulimit -n 120; timeout 60 textmill run text.yaml in -o out -j 16'
    [ "$status" -eq 0 ]
    has "2001 documents: 2001 exported"
    [ "$(cat out/*.txt | sort -u | wc -l)" -eq 2001 ]
}
