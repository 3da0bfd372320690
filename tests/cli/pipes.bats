#!/usr/bin/env bats
# Documents that came through a pipe and failed: the ledger keeps them, and retry needs no pipe.

load helper

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    cat >mended.lua <<'END'
return {
  name = "mended",
  summary = "Fail at the word BAD until that is allowed",
  options = { allow = { type = "bool", default = false } },
  process = function(doc, ctx)
    if not ctx.options.allow and doc:text():find("BAD", 1, true) then
      ctx:fail("the text says BAD")
    end
  end,
}
END
    for i in 1 2 3 4 5 6; do
        bad=''
        ((i % 3)) || bad=' BAD'
        printf '{"text":"document %s%s"}\n' "$i" "$bad"
    done >records.jsonl
    { echo text; for i in 1 2 3 4; do printf '"row %s\nBAD"\n' "$i"; done; } >rows.csv
    printf 'one document, BAD\n' >one.txt
    mkdir members
    echo good >members/a.txt
    echo BAD >members/b.txt
    tar -cf members.tar members
}

# mill NAME [SETTING...] - a pipeline of the step, and the results of a run that nothing disturbs.
mill() {
    local database
    optional_step database sqlite
    cp -r "$BATS_FILE_TMPDIR"/* .
    pipeline plan.yaml '- script: mended.lua' '- use: text' '- use: jsonl' "${database[@]}"
}

# kept DIR - the numbers of documents that are kept.
kept() {
    python3 -c 'import sqlite3, sys
print(*(n for n, in sqlite3.connect(sys.argv[1] + "/ledger.sqlite").execute("SELECT document FROM kept ORDER BY 1")))' "$1"
}

# retried FILE KEPT [SETTING...] - a run over FILE through a pipe, of which documents KEPT fail and come back.
retried() {
    local file=$1 expected=$2
    shift 2
    mill
    exits 0 textmill run plan.yaml - -o good --set mended.allow=true "$@" < <(cat "$file")
    exits 1 textmill run plan.yaml - -o out "$@" < <(cat "$file")
    [ "$(kept out)" = "$expected" ]
    exits 1 textmill retry out </dev/null # nothing was mended: all is as it was
    [ "$(kept out)" = "$expected" ]
    exits 0 textmill retry out --set mended.allow=true </dev/null
    [ -z "$(kept out)" ]
    diff <(textmill ledger good) <(textmill ledger out)
    diff -r -x ledger.sqlite -x '*.jsonl' -x '*.db' -x '*.sqlite' good out
    diff <(sed 's/"pipeline_sha256":"[^"]*"//' good/documents.jsonl) <(sed 's/"pipeline_sha256":"[^"]*"//' out/documents.jsonl)
}

@test "one document on standard input" {
    retried one.txt 0
}

@test "JSON lines on standard input" {
    retried records.jsonl "2 5" --set input.format=jsonl
}

@test "rows of a table, which need its first row" {
    retried rows.csv "0 1 2 3" --set input.format=csv
}

@test "two pipes and a file between them keep their order" {
    mill
    mkfifo first last
    cat one.txt >first &
    cat one.txt >last &
    exits 1 textmill run plan.yaml first members/b.txt last -o out
    [ "$(kept out)" = "0 2" ]
    exits 0 textmill retry out --set mended.allow=true
    has "3 documents: 3 exported"
    [ "$(textmill ledger out | grep -c '"outcome":"exported"')" -eq 3 ]
}

@test "members of an archive in a file need not be kept" {
    mill
    exits 1 textmill run plan.yaml members.tar -o out
    [ -z "$(kept out)" ]
}

@test "shards and their merge keep what failed" {
    mill
    for i in 1 2; do
        exits 1 textmill run plan.yaml - --set input.format=jsonl -o "part-$i" --shard "$i/2" <records.jsonl
    done
    exits 1 textmill merge part-1 part-2 -o out
    [ "$(kept out)" = "2 5" ]
    exits 0 textmill retry out --set mended.allow=true </dev/null
    has "6 documents: 6 exported"
}

@test "--resume of a pipe: the same, longer, and of another pipeline" {
    mill
    exits 1 textmill run plan.yaml - -o out <one.txt
    exits 1 textmill run plan.yaml - -o out --resume < <(cat one.txt)
    has "1 of 1 documents were done before"
    exits 1 textmill run plan.yaml - -o out --resume < <(cat one.txt one.txt)
    has "the input 'stdin' has changed"
    exits 0 textmill run plan.yaml - -o out --resume --set mended.allow=true < <(cat one.txt one.txt)
    grep -q 'BAD$' out/stdin.txt
    exits 1 textmill run plan.yaml - --set input.format=jsonl -o lines < <(cat records.jsonl)
    exits 2 textmill run plan.yaml - --set input.format=jsonl -o lines --resume < <(head -n 4 records.jsonl)
    has "the input 'stdin:5' is gone; a pipe can be read only once"
    [ "$(wc -l <lines/documents.jsonl)" -eq 4 ]
}

@test "a list of files that came through a pipe has to be given again" {
    mill
    exits 1 textmill run plan.yaml --files-from - -o out < <(find members -name '*.txt' | sort)
    exits 2 textmill retry out </dev/null
    has "the list of files came through a pipe"
    [ "$(wc -l <out/documents.jsonl)" -eq 1 ]
    exits 0 textmill retry out --set mended.allow=true < <(find members -name '*.txt' | sort)
    has "2 documents: 2 exported"
}

@test "another input section is noticed" {
    mill
    echo '{"text":"one","other":"two"}' >other.jsonl
    exits 0 textmill run plan.yaml other.jsonl -o out
    exits 0 textmill run plan.yaml other.jsonl -o out --resume --set input.text=other
    has "section 'input' has changed: 1 of 1 documents done anew"
    grep -q '"text":"two"' out/documents.jsonl
}
