#!/usr/bin/env bats
# Runs that go on, do again what failed, or are put together from shards.

load helper

corpus() {
    local database
    optional_step database sqlite
    pipeline plan.yaml '- use: sections' '- use: json' '- use: jsonl' "${database[@]}"
    mkdir -p in
    for i in $(seq -w 30); do
        printf '# Heading %s\n\ntext\n' "$i" >"in/$i.txt"
    done
}

@test "--resume: nothing to do, a changed input, a changed option" {
    corpus
    exits 0 textmill run plan.yaml in -o out
    exits 0 textmill run plan.yaml in -o out --resume
    has "30 of 30 documents were done before"
    echo more >>in/07.txt
    exits 0 textmill run plan.yaml in -o out --resume
    has "the input '07.txt' has changed: 1 of 30 documents done anew"
    exits 0 textmill run plan.yaml in -o fresh
    same_results fresh out
    exits 0 textmill run plan.yaml in -o out --resume --set json.indent=2
    has "step 'json' has changed: its options, or a file it uses: 30 of 30 documents done anew"
}

@test "--resume: a run that was killed after its last word is tidied up" {
    corpus
    exits 0 textmill run plan.yaml in -o out
    mkdir -p out/.textmill/next/deep
    touch out/.textmill/0.tail-3 out/.textmill/next/deep/file
    exits 0 textmill run plan.yaml in -o out --resume
    has "30 of 30 documents were done before"
    [ -z "$(find out/.textmill -name 'next' -o -name '*.tail-*')" ]
}

@test "--resume: where it cannot be" {
    corpus
    exits 2 textmill run plan.yaml in -o - --resume
    has "--resume goes on in a folder; name it with -o DIR"
    exits 0 textmill run plan.yaml in -o part --shard 1/3
    exits 2 textmill run plan.yaml in -o part --resume
    has "'part' holds shard 1/3 of a run"
    exits 0 textmill run plan.yaml in -o new --resume
}

@test "shards, also of a job array, put together" {
    corpus
    exits 0 textmill run plan.yaml in -o whole
    exits 0 textmill run plan.yaml in -o part-1 --shard 1/3
    exits 0 env SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=4 SLURM_ARRAY_TASK_COUNT=3 \
        textmill run plan.yaml in -o part-2 --shard slurm
    exits 2 textmill merge part-1 part-2 -o out
    has "part-1' holds shard 1 of 3; name all of them (2 were given)"
    exits 0 textmill run plan.yaml in -o part-3 --shard 3/3
    exits 0 textmill merge part-3 part-1 part-2 -o out
    has "30 documents: 30 exported"
    same_results whole out
    exits 2 textmill merge whole -o out
    has "holds no shard: run it with --shard I/N"
    for shard in 0/3 4/3 2 a/b 1/0 slurm; do
        exits 2 textmill run plan.yaml in -o x --shard $shard
        has "--shard takes I/N, such as 2/8, or slurm in a job array, not '$shard'"
    done
}

@test "retry: from anywhere, with other options" {
    corpus
    echo 'return { name = "picky", summary = "Refuse", process = function(doc)
        if doc:text():find("Heading 1[2-4]") then error("not today") end end }' >picky.lua
    pipeline plan.yaml '- script: picky.lua' '- use: json' '- use: jsonl'
    exits 1 textmill run plan.yaml in -o out --stats
    has "3 quarantined" "not today"
    [ "$(textmill ledger out --failed | wc -l)" -eq 3 ]
    sed -i 's/error.*) end end/end end/' picky.lua
    mkdir elsewhere
    (cd elsewhere && textmill retry ../out -j 2 2>../said)
    grep -q "27 of 30 documents were done before" said
    grep -q "30 documents: 30 exported" said
    run ! grep -q STEP said
    # In their places; what was made by the mended script says so in its header.
    exits 0 textmill run plan.yaml in -o fresh
    diff <(sed 's/"pipeline_sha256":"[^"]*"//' fresh/documents.jsonl) \
        <(sed 's/"pipeline_sha256":"[^"]*"//' out/documents.jsonl)
    [ "$(grep -o '"pipeline_sha256":"[^"]*"' out/documents.jsonl | sort | uniq -c | wc -l)" -eq 2 ]
    exits 0 textmill retry out
    has "30 of 30 documents were done before"
    # Most documents are still those of the old script.
    exits 0 textmill run plan.yaml in -o out --resume
    has "step 'picky' has changed: its options, or a file it uses: 30 of 30 documents done anew"
    exits 0 textmill run plan.yaml in -o out --resume
    has "30 of 30 documents were done before"
    exits 2 textmill retry in
    has "'$PWD/in' is not the results folder of a run"
    exits 2 textmill retry
}

# aged DIR - makes the ledger of DIR one of version 1, whose `parts` were a table.
aged() {
    python3 - "$1/ledger.sqlite" <<'SCRIPT'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as ledger:
    assert ledger.execute("PRAGMA user_version").fetchone() == (2,)
    ledger.executescript("""
        CREATE TABLE old (document INTEGER NOT NULL REFERENCES documents,
            file INTEGER NOT NULL REFERENCES files, size INTEGER NOT NULL,
            PRIMARY KEY (document, file)) WITHOUT ROWID;
        INSERT INTO old SELECT * FROM parts;
        DROP VIEW parts;
        DROP TABLE shares;
        ALTER TABLE old RENAME TO parts;
        ALTER TABLE documents DROP COLUMN shared;
        DROP TABLE kept;
        DROP TABLE counted;
        DROP TABLE metrics;
        PRAGMA user_version = 1;""")
SCRIPT
}

# query DIR SQL - what the ledger of DIR answers.
query() {
    python3 -c 'import sqlite3, sys
for row in sqlite3.connect(sys.argv[1] + "/ledger.sqlite").execute(sys.argv[2]):
    print(*row, sep="|")' "$@"
}

@test "a ledger of an earlier version" {
    corpus
    pipeline plan.yaml '- use: jsonl'
    exits 0 textmill run plan.yaml in -o whole
    for i in 1 2; do exits 0 textmill run plan.yaml in -o part-$i --shard $i/2; done
    # As a kill behind 20 documents leaves it.
    mkdir -p out/.textmill
    cp whole/ledger.sqlite out
    cp whole/documents.jsonl out/.textmill/0.shared
    python3 - <<'SCRIPT'
import sqlite3
with sqlite3.connect("out/ledger.sqlite") as ledger:
    ledger.executescript("""
        DELETE FROM documents WHERE number >= 20;
        UPDATE files SET draft = '0.shared', size = (SELECT sum(size) FROM parts);
        UPDATE run SET value = 'running' WHERE key = 'state';""")
SCRIPT
    for folder in out part-1; do aged $folder; done
    # It is read as it is.
    exits 0 textmill verify part-1
    exits 0 textmill merge part-1 part-2 -o merged
    same_results whole merged
    [ "$(query part-1 "PRAGMA user_version")" = 1 ]
    # A run that goes on with it makes it one of this version, and leaves its rows where they are.
    exits 0 textmill run plan.yaml in -o out --resume
    has "20 of 30 documents were done before"
    same_results whole out
    [ "$(query out "PRAGMA user_version")" = 2 ]
    [ "$(query out "SELECT count(*), max(document) FROM shares")" = "20|19" ]
    [ "$(query out "SELECT count(*), min(number) FROM documents WHERE shared = 0")" = "10|20" ]
    [ "$(query out "SELECT * FROM parts ORDER BY document")" = "$(query whole "SELECT * FROM parts")" ]
    exits 0 textmill verify out
    aged merged
    exits 0 textmill retry merged
    has "30 of 30 documents were done before"
    same_results whole merged
}

@test "a ledger of a version to come" {
    corpus
    exits 0 textmill run plan.yaml in -o out
    python3 -c 'import sqlite3; sqlite3.connect("out/ledger.sqlite").execute("PRAGMA user_version = 9").connection.commit()'
    for command in 'run plan.yaml in -o out --resume' 'retry out' 'verify out'; do
        # shellcheck disable=SC2086 # words
        run -2 --separate-stderr textmill $command
        has "was written by another version of textmill (tables of version 9, this is 2)"
    done
}
