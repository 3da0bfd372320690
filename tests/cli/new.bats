#!/usr/bin/env bats
# Starting points: they work as they are, and overwrite nothing. (tests/cli/install.bats builds the
# plugin.)

load helper

@test "pipeline: passes check and runs" {
    exits 0 textmill new pipeline mine
    has "wrote" "mine.yaml" "textmill check mine.yaml"
    exits 0 textmill check mine.yaml
    echo "# Title" >a.txt
    exits 0 textmill run mine.yaml a.txt -o out
    [ -s out/a.json ]
}

@test "script: passes check and runs" {
    exits 0 textmill new script word-count
    has "word-count.lua" "word-count_test.lua"
    pipeline plan.yaml '- script: word-count.lua' '- use: json'
    exits 0 textmill check plan.yaml
    exits 0 textmill test word-count.lua
    has "4 passed, 0 failed"
    echo "textmill counts words, textmill does" >a.txt
    exits 0 textmill run plan.yaml a.txt -o out
    [ "$(json out/a.json 'len(d["records"]["word_count"])')" = 2 ]
}

@test "plugin: all files are there, and no word is left to fill in" {
    exits 0 textmill new plugin word-count
    [ -f word-count/word-count.c ] && [ -f word-count/test-word-count.c ]
    [ -f word-count/meson.build ] && [ -f word-count/README.md ]
    run ! grep -r '@[A-Z]*@' word-count
    grep -q 'WordCount' word-count/word-count.c
    grep -q 'word_count_process' word-count/word-count.c
}

@test "scripts of each role pass check and their tests, and what they do can be tried" {
    echo "text" >a.txt
    for role in stage reader writer corpus; do
        exits 0 textmill new script "my-$role" --role "$role"
        exits 0 textmill test "my-$role.lua"
        has "0 failed"
        exits 0 textmill try "my-$role.lua" a.txt
        has "try ($role)"
    done
    pipeline plan.yaml '- script: my-reader.lua' '- script: my-stage.lua' '- script: my-writer.lua' '- script: my-corpus.lua'
    exits 0 textmill run plan.yaml a.txt -o out
    [ "$(cat out/my-writer.tsv)" = "$(printf 'a.txt\t5\t1')" ]
    [ "$(tail -n 1 out/my-corpus.tsv)" = "$(printf 'textmill\t0\t0')" ]
}

@test "plugins of each role: all files are there, and no word is left to fill in" {
    for role in reader writer sink corpus; do
        exits 0 textmill new plugin "my-$role" --role "$role"
        [ -f "my-$role/my-$role.c" ] && [ -f "my-$role/test.sh" ] && [ -f "my-$role/meson.build" ]
        grep -q "role: $role" "my-$role/README.md"
        run ! grep -r '@[A-Z]*@' "my-$role"
    done
}

@test "roles that there are not" {
    exits 2 textmill new script x --role sink
    has "'sink' is no role of a script (stage, reader, writer, corpus)"
    exits 2 textmill new plugin x --role raeder
    has "did you mean 'reader'?"
    exits 2 textmill new pipeline x --role stage
    has "a pipeline has no role"
    [ -z "$(ls)" ]
}

@test "in another folder, with the suffix written out" {
    mkdir sub
    exits 0 textmill new pipeline sub/mine.yaml
    [ -f sub/mine.yaml ]
    exits 2 textmill new pipeline nowhere/mine
    has "nowhere/mine.yaml" "No such file"
}

@test "nothing is overwritten" {
    echo mine >mine.yaml
    exits 2 textmill new pipeline mine
    has "mine.yaml exists already"
    [ "$(cat mine.yaml)" = mine ]
    mkdir word-count
    exits 2 textmill new plugin word-count
    has "word-count exists already"
    [ -z "$(ls word-count)" ]
    echo test >other_test.lua
    exits 2 textmill new script other
    has "other_test.lua exists already"
    [ ! -e other.lua ]
}

@test "names that no step can have" {
    for name in Word word_count -x 1st 'a b' a- ''; do
        exits 2 textmill new plugin -- "$name"
        has "cannot be a name"
    done
}

@test "unknown kind: a suggestion" {
    exits 2 textmill new plugn x
    has "did you mean 'plugin'?"
}
