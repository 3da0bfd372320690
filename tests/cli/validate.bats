#!/usr/bin/env bats
# Plugins under suspicion. (tests/unit/validate says what is found; here, how it is told.)

load helper

@test "a good plugin: one line, exit status 0" {
    exits 0 textmill validate "$TEXTMILL_BUILD/plugins/json/json.so"
    [[ $output =~ ^"json (writer): ok, "[0-9]+" documents"$ ]]
}

@test "a bad step: what, where, what to do, exit status 1" {
    echo text >a.txt
    echo more >b.txt
    exits 1 textmill validate "$TEXTMILL_BUILD/tests/unit/validate/bad.so" --step stale-text \
        --document a.txt --document b.txt --only-documents
    has "stale-text (stage): 1 problem, 2 documents" \
        "  stale-text: process() used the text of before an edit" \
        "      document 'a.txt' and 1 other" "      ask for the text again after mill_edit_apply()"
}

@test "options: with the step's name or without" {
    echo text >a.txt
    tags="$TEXTMILL_BUILD/plugins/tags/tags.so"
    exits 2 textmill validate "$tags"
    has "there is nothing to look for"
    for setting in 'terms=[text]' 'tags.terms=[text]'; do
        exits 0 textmill validate "$tags" --set "$setting" --document a.txt --only-documents
        has "tags (stage): ok, 1 document"
    done
    exits 2 textmill validate "$tags" --set 'trems=[text]'
    has "no step of the plugin has an option 'trems'"
}

@test "several plugins; one that does not load" {
    exits 2 textmill validate "$TEXTMILL_TEST_PLUGINS/foreign-abi.so" "$TEXTMILL_BUILD/plugins/json/jsonl.so"
    has "foreign-abi.so: built for plugin ABI" "jsonl (writer): ok"
}

@test "wrong usage" {
    exits 2 textmill validate
    has "name a plugin file"
    exits 2 textmill validate --only-documents x.so
    has "--only-documents needs --document"
    exits 2 textmill validate nowhere.so
    has "nowhere.so"
}
