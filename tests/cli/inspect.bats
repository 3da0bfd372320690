#!/usr/bin/env bats
# What steps there are, and why some plugins are not among them.

load helper

@test "lists the steps of the build tree with role and summary" {
    exits 0 textmill inspect
    for step in read-text cleanup sections tags json jsonl markdown csv text; do
        grep -qE "^$step +(reader|stage|writer) +[A-Z]" <<<"$output"
    done
}

@test "works from any folder, also through a link" {
    ln -s "$TEXTMILL_BUILD/textmill" mill
    exits 0 ./mill inspect json
    has "json - " "Role:   writer"
}

@test "one step: its options with types, defaults and what they mean" {
    exits 0 textmill inspect cleanup
    has "cleanup - " "Role:   stage" "Options:" "unicode: nfc, nfkc or none" "(default: nfc)"
}

@test "unknown step: a suggestion, status 2" {
    exits 2 textmill inspect clenup
    [ -z "$output" ]
    has "clenup" "did you mean 'cleanup'?"
}

@test "--json: the same as data" {
    exits 0 textmill inspect --json
    printf '%s' "$output" >steps.json
    [ "$(json steps.json '[s["role"] for s in d["steps"] if s["name"] == "json"][0]')" = writer ]
    exits 0 textmill inspect --json cleanup
    printf '%s' "$output" >step.json
    [ "$(json step.json '[o["default"] for o in d["options"] if o["name"] == "unicode"][0]')" = nfc ]
}

# Each plugin below is refused with its reason, and harms nothing that does not name it.
refused() {
    local name=$1
    shift
    exits 0 textmill inspect --plugin-dir plugins
    has "$name.so" "$@" "json"
    exits 2 textmill inspect --plugin-dir plugins "$name"
    has "$@"
    pipeline other.yaml '- use: json'
    exits 0 textmill check other.yaml --plugin-dir plugins
}

@test "plugin of another ABI" {
    install -D "$TEXTMILL_TEST_PLUGINS/foreign-abi.so" plugins/foreign-abi.so
    refused foreign-abi "ABI" "rebuild"
}

@test "shared object without the entry" {
    install -D "$TEXTMILL_TEST_PLUGINS/no-entry.so" plugins/no-entry.so
    refused no-entry "mill_plugin_describe"
}

@test "plugin with a missing symbol" {
    install -D "$TEXTMILL_TEST_PLUGINS/wrong-symbol.so" plugins/wrong-symbol.so
    refused wrong-symbol "mill_function_of_no_version"
}

@test "file that is no ELF file" {
    mkdir plugins
    echo "not a library" >plugins/text-file.so
    refused text-file "ELF"
}

@test "plugin that everybody can write" {
    install -D "$TEXTMILL_TEST_PLUGINS/crash.so" plugins/crash.so
    chmod 0666 plugins/crash.so
    refused crash "can write" "chmod"
}

@test "folder that everybody can write" {
    install -D "$TEXTMILL_TEST_PLUGINS/crash.so" plugins/crash.so
    chmod 0777 plugins
    exits 2 textmill inspect --plugin-dir plugins crash
    has "can write" "chmod"
}

@test "plugin path from the environment, never the working directory" {
    cp "$TEXTMILL_TEST_PLUGINS/crash.so" .
    exits 2 textmill inspect crash
    TEXTMILL_PLUGIN_PATH="$TEXTMILL_TEST_PLUGINS" exits 0 textmill inspect crash
    has "From:   $TEXTMILL_TEST_PLUGINS/crash.so"
}
