#!/usr/bin/env bats
# Duplicates over whole runs.

load helper

# in/: 150 documents, of which every third is like the one before it, and every tenth the very same.
setup_corpus() {
    mkdir in
    awk 'BEGIN {
        for (i = 100; i < 250; i++) {
            if (i % 10 == 0 && i > 100) words = toupper(words)
            else if (i % 3 == 0) words = words " again"
            else { words = ""; for (k = 0; k < 24; k++) words = words "w" i "x" k " " }
            print words >("in/" i ".txt")
        }
    }'
    pipeline dedup.yaml '- use: dedup' '- use: jsonl'
}

@test "the same documents are dropped for any number of workers, and in one process" {
    setup_corpus
    exits 0 textmill run dedup.yaml in -o one -j 1
    for jobs in 2 4; do
        exits 0 textmill run dedup.yaml in -o many -j "$jobs"
        same_results one many
    done
    exits 0 textmill run dedup.yaml in -o many --in-process
    same_results one many
    exits 0 textmill run dedup.yaml in -o many --set dedup.memory=1M
    cmp one/duplicates.jsonl many/duplicates.jsonl
    [ "$(wc -l <one/duplicates.jsonl)" = "$(textmill ledger one | grep -c '"outcome":"dropped","step":"dedup"')" ]
    [ "$(($(wc -l <one/duplicates.jsonl) + $(wc -l <one/documents.jsonl)))" = 150 ]
    textmill ledger one | grep -F '"id":"102.txt","outcome":"dropped","step":"dedup","message":"duplicate of '"'101.txt'"' (similarity 0.9'
    grep -F '{"kept":"101.txt","dropped":"102.txt","similarity":0.9' one/duplicates.jsonl
}

@test "a run that was stopped and goes on drops the same, and reports the same" {
    setup_corpus
    exits 0 textmill run dedup.yaml in -o whole -j 2
    cat >stop.lua <<'END'
return { process = function(doc, ctx)
    if doc.id == "220.txt" and doc:text():find("STOP") then ctx:fail("stopped") end
end }
END
    pipeline stop.yaml '- script: stop.lua' '  on-error: stop' '- use: dedup' '- use: jsonl'
    exits 0 textmill run stop.yaml in -o whole
    cp in/220.txt kept.txt
    echo STOP >>in/220.txt
    exits 3 textmill run stop.yaml in -o parts -j 2
    cp kept.txt in/220.txt
    exits 0 textmill run stop.yaml in -o parts -j 2 --resume
    cmp whole/duplicates.jsonl parts/duplicates.jsonl
    cmp whole/documents.jsonl parts/documents.jsonl
}

@test "when the first of them goes, the next one stays" {
    setup_corpus
    exits 0 textmill run dedup.yaml in -o out
    grep -F '"dropped":"102.txt"' out/duplicates.jsonl
    rm in/101.txt
    exits 0 textmill run dedup.yaml in -o out --resume
    exits 0 textmill run dedup.yaml in -o new
    cmp out/duplicates.jsonl new/duplicates.jsonl
    cmp out/documents.jsonl new/documents.jsonl
    run ! grep -F '"dropped":"102.txt"' out/duplicates.jsonl
}

@test "no folder for what memory does not hold: the run says so, and ends" {
    setup_corpus
    exits 2 textmill run dedup.yaml in -o out --set dedup.folder=nowhere
    has "there is no folder" "nowhere"
    exits 2 textmill check dedup.yaml --set dedup.memory=1
    has "at least 1M is needed"
}

@test "shards drop nothing; what they are merged to is the unsharded run" {
    setup_corpus
    exits 0 textmill run dedup.yaml in -o whole
    for i in 1 2 3; do
        exits 0 textmill run dedup.yaml in -o "shard$i" --shard "$i/3"
        run ! grep -q . "shard$i/duplicates.jsonl"
    done
    exits 0 textmill merge shard1 shard2 shard3 -o merged
    cmp whole/duplicates.jsonl merged/duplicates.jsonl
    cmp whole/documents.jsonl merged/documents.jsonl
}
