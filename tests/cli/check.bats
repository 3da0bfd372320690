#!/usr/bin/env bats
# Pipeline files that are wrong: each mistake has its place and what to do, and nothing is run.

load helper

# wrong LINE... - checks a pipeline of these steps, which must be refused.
wrong() {
    pipeline wrong.yaml "$@"
    exits 2 textmill check wrong.yaml
    [ -z "$output" ]
}

@test "a right file: ok and the number of steps" {
    pipeline plan.yaml '- use: cleanup' '- use: json'
    exits 0 textmill check plan.yaml
    [ "$output" = "plan.yaml: ok (3 steps)" ]
    [ -z "$stderr" ]
}

@test "the examples are right" {
    exits 0 textmill check "$examples"/*.yaml
    [ "$(grep -c ': ok (' <<<"$output")" -ge 4 ]
}

@test "standard input" {
    pipeline plan.yaml '- use: json'
    run textmill check - <plan.yaml
    [ "$status" -eq 0 ]
}

@test "missing file" {
    exits 2 textmill check nowhere.yaml
    has "nowhere.yaml" "No such file"
}

@test "several files: each is checked, the worst status counts" {
    pipeline good.yaml '- use: json'
    pipeline bad.yaml '- use: jsno'
    exits 2 textmill check bad.yaml good.yaml
    has "good.yaml: ok" "did you mean 'json'?"
}

@test "broken YAML: file, line, column, caret" {
    printf 'textmill: 1\nsteps:\n  - use: [json\n' >broken.yaml
    exits 2 textmill check broken.yaml
    [[ $stderr =~ broken\.yaml:[0-9]+:[0-9]+:\ error: ]]
    has "^"
}

@test "no format version" {
    printf 'steps:\n  - use: json\n' >plain.yaml
    exits 2 textmill check plain.yaml
    has "plain.yaml:1" "textmill: 1"
}

@test "format of another version" {
    printf 'textmill: 99\nsteps:\n  - use: json\n' >new.yaml
    exits 2 textmill check new.yaml
    has "new.yaml:1:11: error:" "99"
}

@test "unknown step" {
    wrong '- use: clenup' '- use: json'
    has "wrong.yaml:3:10: error:" "clenup" "^~~~~~" "did you mean 'cleanup'?"
}

@test "unknown option" {
    wrong '- use: cleanup' '  with: { unicod: nfc }' '- use: json'
    has "wrong.yaml:4:13: error: unknown option 'unicod'" "^~~~~~" "did you mean 'unicode'?"
}

@test "unknown key of the file and of a step" {
    wrong '- use: json' '  wiht: {}'
    has "wrong.yaml:4:5: error:" "wiht" "did you mean 'with'?"
    printf 'textmill: 1\nstep: []\nsteps:\n  - use: json\n' >key.yaml
    exits 2 textmill check key.yaml
    has "key.yaml:2:1: error:" "did you mean 'steps'?"
}

@test "unknown scheme" {
    wrong '- use: sections' '  with: { scheme: zh-plna }' '- use: json'
    has "wrong.yaml:4:21: error:" "zh-plna" "zh-plan"
}

@test "unknown choice" {
    wrong '- use: cleanup' '  with: { unicode: nfx }' '- use: json'
    has "wrong.yaml:4:22: error:" "nfx" "nfc"
}

@test "wrong type" {
    wrong '- use: sections' '  with: { scheme: [1, 2] }' '- use: json'
    has "wrong.yaml:4:" "error:" "scheme"
}

@test "file that must exist" {
    wrong '- use: tags' '  with: { dictionary: nowhere.tsv }' '- use: json'
    has "wrong.yaml:4:25: error:" "nowhere.tsv"
}

@test "required option" {
    wrong '- use: tags' '- use: json'
    has "wrong.yaml:3:" "dictionary"
}

@test "dictionary with an error: its own file and line" {
    printf 'wind\tpower\nsun\377\tpower\n' >bad.tsv
    wrong '- use: tags' '  with: { dictionary: bad.tsv }' '- use: json'
    has "bad.tsv:2" "error:"
}

@test "all errors in one pass" {
    wrong '- use: clenup' '- use: sections' '  with: { scheme: zh-plna }' '- use: cleanup' '  with: { unicod: nfc }' '- use: jsno'
    has "clenup" "zh-plna" "unicod" "jsno"
    [ "$(grep -c 'error:' <<<"$stderr")" -eq 4 ]
}

@test "duplicate keys and duplicate ids" {
    wrong '- use: json' '  use: json'
    has "wrong.yaml:4" "error:"
    wrong '- { use: json, id: a }' '- { use: json, id: a }'
    has "wrong.yaml:4" "error:" "'a'"
}

@test "--set: unknown step, unknown option, wrong value" {
    pipeline plan.yaml '- use: cleanup' '- use: json'
    exits 2 textmill check plan.yaml --set claenup.unicode=nfc
    has "claenup" "did you mean 'cleanup'?"
    exits 2 textmill check plan.yaml --set cleanup.unicod=nfc
    has "unicod" "did you mean 'unicode'?"
    exits 2 textmill check plan.yaml --set cleanup.unicode=nfx
    has "nfx"
    exits 2 textmill check plan.yaml --set nonsense
    has "nonsense"
    exits 0 textmill check plan.yaml --set cleanup.unicode=nfkc
}

@test "script that does not compile: its file and line" {
    printf 'return {\n  name = "x",\n  process = function(doc) retrun end\n}\n' >broken.lua
    wrong '- script: broken.lua' '- use: json'
    has "broken.lua:3" "error"
}

@test "script that is not there" {
    wrong '- script: nowhere.lua' '- use: json'
    has "wrong.yaml:3:" "nowhere.lua"
}

@test "run refuses what check refuses, and reads no document" {
    pipeline wrong.yaml '- use: jsno'
    echo text >a.txt
    exits 2 textmill run wrong.yaml a.txt -o out
    has "did you mean 'json'?"
    [ ! -e out ]
}
