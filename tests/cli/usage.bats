#!/usr/bin/env bats
# Help, exit statuses and mistakes on the command line.

load helper

@test "no command: help on standard error, status 2" {
    exits 2 textmill
    [ -z "$output" ]
    has "Usage: textmill COMMAND"
}

@test "--help names every command and an example" {
    exits 0 textmill --help
    [ -z "$stderr" ]
    has "Usage:" "Example:" run check explain inspect new schema test
}

@test "--version prints the version of the project" {
    exits 0 textmill --version
    version=$(sed -n "s/.*version: '\([0-9.]*\)'.*/\1/p" "$TEXTMILL_SOURCE/meson.build" | head -n 1)
    [ "$output" = "textmill $version" ]
}

@test "each command has help with an example, on standard output" {
    for command in run check explain inspect new schema test; do
        exits 0 textmill "$command" --help
        [ -z "$stderr" ]
        has "Usage: textmill $command" "Example" "textmill $command"
    done
}

@test "help COMMAND is COMMAND --help" {
    exits 0 textmill run --help
    expected=$output
    exits 0 textmill help run
    [ "$output" = "$expected" ]
}

@test "unknown command: a suggestion, status 2" {
    exits 2 textmill chekc
    [ -z "$output" ]
    has "no command 'chekc'" "did you mean 'check'?"
}

@test "unknown option: a suggestion, status 2" {
    exits 2 textmill run --froce plan.yaml x
    has "unknown option '--froce'" "did you mean '--force'?" "textmill run --help"
    exits 2 textmill run --qqqqqq plan.yaml x
    has "unknown option '--qqqqqq'"
    lacks "did you mean"
}

@test "option without its value: status 2" {
    exits 2 textmill run plan.yaml x -o
    has "-o"
}

@test "missing arguments: says what is missing" {
    exits 2 textmill run
    has "name a pipeline file"
    exits 2 textmill run plan.yaml
    has "name an input"
    exits 2 textmill check
    has "name a pipeline file"
    exits 2 textmill explain plan.yaml
    has "one document"
    exits 2 textmill new plugin
    has "its name"
    exits 2 textmill schema extra
    has "extra"
}

@test "numbers out of range" {
    exits 2 textmill run plan.yaml x -j -1
    has "-j must be"
    exits 2 textmill run plan.yaml x -j many
    has "many"
    exits 2 textmill run plan.yaml x --timeout -5
    has "--timeout must be"
}

@test "--writer without -o -: status 2" {
    exits 2 textmill run plan.yaml x --writer json
    has "--writer"
}

@test "standard output is full: a message, status 3" {
    run bash -c 'textmill --help >/dev/full'
    [ "$status" -eq 3 ]
    has "cannot write to standard output"
}

@test "schema prints JSON Schemas that know the steps" {
    exits 0 textmill schema
    printf '%s' "$output" >pipeline.json
    [ "$(json pipeline.json 'd["$schema"]')" = "https://json-schema.org/draft/2020-12/schema" ]
    has '"cleanup"' '"sections"' '"tags"' '"json"'
    exits 0 textmill schema --document
    printf '%s' "$output" >document.json
    json document.json 'd["properties"]["sections"]'
}

@test "the value of a short option may follow at once" {
    pipeline p.yaml '- use: json'
    mkdir in
    echo text >in/a.txt
    exits 0 textmill run p.yaml in -j2 -oout
    [ -e out/a.json ]
}

@test "--memory-limit takes a size" {
    pipeline p.yaml '- use: json'
    mkdir in
    echo text >in/a.txt
    exits 0 textmill run p.yaml in -o out --memory 512M
    for size in 0 1K x 5T 12Mx -1 99999999999G; do
        exits 2 textmill run p.yaml in -o out --memory-limit "$size"
        has "--memory-limit takes a size"
    done
}
