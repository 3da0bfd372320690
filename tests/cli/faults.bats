#!/usr/bin/env bats
# Steps that go wrong while documents are processed: each costs its document and nothing else.

load helper

# Three documents, of which the middle one holds the word.
documents() {
    mkdir -p in
    echo "first" >in/a.txt
    echo "$1" >in/m.txt
    echo "last" >in/z.txt
}

# costs_one STATUS MESSAGE... - runs plan.yaml over in/: a.txt and z.txt come out, m.txt does not.
costs_one() {
    local expected=$1
    shift
    exits "$expected" textmill run plan.yaml in -o out --plugin-dir "$TEXTMILL_TEST_PLUGINS" --timeout 20
    has "3 documents: 2 exported" "m.txt" "$@"
    [ -s out/a.txt ] && [ -s out/z.txt ] && [ ! -e out/m.txt ]
    [ "$(textmill ledger out | grep -c '"outcome": *"exported"')" -eq 2 ]
}

@test "a plugin that segfaults" {
    pipeline plan.yaml '- use: crash' '- use: text'
    documents SEGV
    costs_one 1 "1 quarantined" "step 'crash'" "(crash)" "SIGSEGV"
}

@test "a plugin that aborts" {
    pipeline plan.yaml '- use: crash' '- use: text'
    documents ABORT
    costs_one 1 "1 quarantined" "step 'crash'" "(crash)" "SIGABRT"
}

@test "a plugin that ends the process" {
    pipeline plan.yaml '- use: crash' '- use: text'
    documents EXIT
    costs_one 1 "1 quarantined" "step 'crash'" "(crash)"
}

@test "a plugin that hangs" {
    pipeline plan.yaml '- use: crash' '- use: text'
    documents HANG
    exits 1 textmill run plan.yaml in -o out --plugin-dir "$TEXTMILL_TEST_PLUGINS" --timeout 2
    has "3 documents: 2 exported" "m.txt: step 'crash'" "(deadline)"
    [ -s out/a.txt ] && [ -s out/z.txt ]
}

@test "a plugin that fails" {
    pipeline plan.yaml '- use: crash' '- use: text'
    documents FAIL
    costs_one 1 "1 quarantined" "m.txt: step 'crash' (data): the text says FAIL"
}

@test "a plugin that drops: status 0, and the reason in the ledger" {
    pipeline plan.yaml '- use: crash' '- use: text'
    documents DROP
    exits 0 textmill run plan.yaml in -o out --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "3 documents: 2 exported, 1 dropped, 0 quarantined"
    textmill ledger out | grep m.txt | grep dropped | grep -q "the text says DROP"
}

@test "on-error: drop and stop" {
    documents FAIL
    pipeline plan.yaml '- use: crash' '  on-error: drop' '- use: text'
    exits 0 textmill run plan.yaml in -o out --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "2 exported, 1 dropped, 0 quarantined"
    pipeline plan.yaml '- use: crash' '  on-error: stop' '- use: text'
    exits 3 textmill run plan.yaml in -o out --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "the text says FAIL" "m.txt"
}

@test "many failures: the first ten are listed, and where the rest is" {
    pipeline plan.yaml '- use: crash' '- use: text'
    mkdir in
    for i in $(seq 15); do echo FAIL >"in/$i.txt"; done
    exits 1 textmill run plan.yaml in -o out --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    [ "$(grep -c '^failed: .*step' <<<"$stderr")" -eq 10 ]
    has "failed: 5 more; textmill ledger out --failed lists all" "15 documents: 0 exported, 0 dropped, 15 quarantined"
}

# script BODY - writes step.lua, whose process() runs BODY for documents that hold the word BAD.
script() {
    cat >step.lua <<END
return {
  name = "step",
  summary = "Does something wrong",
  process = function(doc, ctx)
    if doc:text():find("BAD", 1, true) then
      $1
    end
  end,
}
END
    pipeline plan.yaml '- script: step.lua' '- use: text'
    documents BAD
}

@test "a script with a runtime error: line and traceback" {
    script 'local t = nil; t.x = 1'
    costs_one 1 "1 quarantined" "step.lua:6" "(script)"
}

@test "a script with an endless loop" {
    script 'while true do end'
    exits 1 textmill run plan.yaml in -o out --timeout 2
    has "3 documents: 2 exported" "m.txt" "(deadline)"
    [ -s out/a.txt ] && [ -s out/z.txt ]
}

@test "a script that needs too much memory" {
    script 'local t = {}; for i = 1, 1e9 do t[i] = ("x"):rep(1000) .. i end'
    costs_one 1 "1 quarantined" "(memory)"
}

@test "an interrupted run: status 3, and what is done is whole" {
    pipeline plan.yaml '- use: crash' '- use: text'
    documents "INTERRUPT HANG"
    exits 3 textmill run plan.yaml in -o out -j 1 --sandbox off --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "the run stopped"
    [ ! -e out/m.txt ]
    [ -z "$(find out -name '.*' -type f)" ]
}

@test "a second interruption does not wait: killed by its signal, and resumed" {
    pipeline plan.yaml '- use: crash' '- use: text'
    documents "CTRL-C TWICE"
    exits 130 textmill run plan.yaml in -o out --in-process --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    lacks "the run stopped"
    echo "middle" >in/m.txt
    exits 0 textmill run plan.yaml in -o out --resume --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "3 documents: 3 exported"
}
