#!/usr/bin/env bats
# Plugins that were built against the headers of each ABI there was, run by today's program.

load ../cli/helper

# plugin NAME VERSION - the plugin that was built against VERSION, as if it had been installed.
plugin() {
    rm -rf plugins
    install -D "$TEXTMILL_BUILD/tests/abi/$1@$2.so" "plugins/$1.so"
}

old() {
    plugin old "$1"
    exits 0 textmill validate plugins/old.so
    pipeline plan.yaml '- use: old-read' '- use: old' '  with: { times: 3, word: so }' '- use: old-write' '- use: text'
    printf 'text\n' >a.txt
    exits 0 textmill run plan.yaml a.txt -o out --plugin-dir plugins
    [ "$(cat out/old.jsonl)" = '{"times":3}' ]
    [ "$(cat out/a.txt)" = 'sotext' ]
}

old_gather() {
    plugin old-gather "$1"
    exits 0 textmill validate plugins/old-gather.so
    pipeline plan.yaml '- use: old-sink' '- use: old-corpus' '  with: { least: 3 }'
    printf '12' >a.txt
    printf '12345' >b.txt
    exits 0 textmill run plan.yaml a.txt b.txt -o out --plugin-dir plugins
    [ "$(cat out/old.txt)" = "$(printf '0 2\n1 5')" ]
    [ "$(cat out/sum.txt)" = "$(printf 'bytes\n5')" ]
    TEXTMILL_PLUGIN_PATH="$PWD/plugins" exits 0 textmill old-tool
    has "an old tool"
}

old_admit() {
    plugin old-admit "$1"
    exits 0 textmill validate plugins/old-admit.so --step old-needs
    pipeline plan.yaml '- use: old-admit' '- use: text'
    printf 'one' >a.txt
    printf 'one' >b.txt
    exits 0 textmill run plan.yaml a.txt b.txt -o out --plugin-dir plugins
    has "1 exported, 1 dropped"
    [ "$(cat out/admitted.json)" = '{"different":true,"documents":1,"pipeline":"plan"}' ]
}

@test "ABI 1.0: a reader, a stage, a writer" { old 1.0; }
@test "ABI 1.1: a reader, a stage, a writer" { old 1.1; }
@test "ABI 1.1: a sink, a corpus step, a tool" { old_gather 1.1; }
@test "today: a reader, a stage, a writer" { old today; }
@test "today: a sink, a corpus step, a tool" { old_gather today; }
@test "today: a corpus step that turns documents away, a stage with needs" { old_admit today; }

# refused NAME TEXT... - the plugin is refused with these words, whoever asks.
refused() {
    install -D "$TEXTMILL_BUILD/tests/abi/$1.so" plugins/refused.so
    shift
    exits 2 textmill validate plugins/refused.so
    has "$@"
    exits 2 textmill inspect --plugin-dir plugins refused
    has "$@"
    pipeline plan.yaml '- use: refused'
    exits 2 textmill check plan.yaml --plugin-dir plugins
    has "$@"
}

@test "a newer one: the numbers, and what to do" {
    refused newer "built for plugin ABI 1.99" "has ABI 1." "update textmill, or rebuild it with the headers of this textmill"
}

@test "a foreign one: the numbers, and what to do" {
    refused foreign "built for plugin ABI 7" "rebuild it with the headers of this textmill"
}

@test "every minor that was left has its headers here" {
    for minor in $(seq 0 $(($(sed -n 's/^#define MILL_ABI_MINOR //p' "$TEXTMILL_SOURCE/core/include/textmill/plugin.h") - 1))); do
        grep -qx "#define MILL_ABI_MINOR $minor" "$TEXTMILL_SOURCE/tests/abi/1.$minor/textmill/plugin.h"
    done
}
