#!/usr/bin/env bats
# One script on one document; runs that repeat themselves.

load helper

script() {
    cat >mark.lua <<'END'
return {
    name = "mark",
    summary = "Mark the whole text",
    options = { layer = { "string", default = "first", doc = "layer" } },
    process = function(doc, ctx)
        doc:add(ctx.options.layer, 1, #doc:text(), { section = doc:count("section") })
    end,
}
END
    printf 'one two\n' >a.txt
}

@test "try shows what a script did" {
    script
    exits 0 textmill try mark.lua a.txt
    has "try (stage)" "layer first: 1 added"
    lacks "read-text"
}

@test "try shows what a writer writes, and warns of nothing that is as it should be" {
    script
    exits 0 textmill try mark.lua a.txt
    [ -z "$stderr" ]
    cat >rows.lua <<'END'
return { file = "rows.txt", encode = function(doc) return "id " .. doc.id .. "\n" .. doc:text():rep(1000) end }
END
    exits 0 textmill try rows.lua a.txt
    has "8009 bytes for rows.txt" "     id a.txt" "     one two" "… and 6009 bytes more"
    [ -z "$stderr" ]
    printf 'return { file = "b", encode = function() return "\\xff\\27[2J" end }' >bytes.lua
    exits 0 textmill try bytes.lua a.txt
    has "5 bytes for b"
    lacks $'\e[2J'
}

@test "try tells what a corpus step remembers of a document, and what it says of that one alone" {
    cat >n.lua <<'END'
return {
    file = "n.{part}.tsv",
    accumulate = function(state, doc) state.n = #doc end,
    finish = function(state, ctx)
        ctx:part("sizes", "what\tbytes\n"):write("all\t", tostring(state.n), "\n")
        return { note = "done\n" }
    end,
}
END
    printf 'one\n' >a.txt
    exits 0 textmill try n.lua a.txt
    has "bytes to remember for n.{part}.tsv" "17 bytes for n.{part}.tsv, part sizes" \
        $'     what\tbytes' $'     all\t4' "5 bytes for n.{part}.tsv, part note" "     done"
    sed -i 's/state.n = #doc/return nil/; s/#doc end/nil end/; s/tostring(state.n)/state.none.n/' n.lua
    exits 1 textmill try n.lua a.txt
    has "Failed by step 'try'" "n.lua:5"
    printf 'textmill: 1\nsteps:\n  - script: n.lua\n' >n.yaml
    exits 1 textmill explain n.yaml a.txt
    has "Failed by step 'n'"
}

@test "try finds the scripts that are installed, and says where it looked" {
    printf '到2025年，森林覆盖率达到30%%。\n' >a.txt
    exits 0 textmill try indicators.lua a.txt
    has "layer record.indicator: 1 added"
    exits 2 textmill try indicator.lua a.txt
    has "there is no script 'indicator.lua'" "did you mean 'indicators.lua'"
}

@test "try sets options, and runs after the stages of a pipeline" {
    script
    printf 'textmill: 1\nsteps:\n  - use: sections\n    with: { scheme: zh-plan }\n  - use: json\n' >plan.yaml
    printf '第一章 总则\n正文。\n' >b.txt
    exits 0 textmill try mark.lua b.txt --after plan.yaml --set try.layer=other
    has "layer other: 1 added" "section=1"
}

@test "try: mistakes" {
    script
    exits 2 textmill try mark.lua
    has "name a script and one document"
    exits 2 textmill try none.lua a.txt
    has "none.lua"
    exits 2 textmill try mark.lua none.txt
    has "none.txt"
    exits 2 textmill try mark.lua a.txt --set try.layr=x
    has "did you mean 'layer'"
    printf 'return {' >broken.lua
    exits 2 textmill try broken.lua a.txt
    has "broken.lua:1"
    printf 'return { name = "fails", process = function() error("no luck") end }' >fails.lua
    exits 1 textmill try fails.lua a.txt
    has "no luck"
}

teardown() {
    [ -z "${watcher:-}" ] || kill -9 "$watcher" 2>/dev/null || true
}

# until_holds FILE TEXT - waits until FILE holds TEXT, while the watcher is there.
until_holds() {
    until grep -q "$2" "$1" 2>/dev/null; do
        kill -0 "$watcher"
        sleep 0.1
    done
}

@test "run --watch runs again on a change, and keeps the last good pipeline" {
    script
    printf 'textmill: 1\nsteps:\n  - script: mark.lua\n  - use: json\n' >mark.yaml
    textmill run mark.yaml a.txt -o out --watch >../log 2>&1 3>&- & # the log would be a change itself
    watcher=$!
    until_holds ../log "watching"
    grep -q '"first"' out/a.json
    sed -i 's/"first"/"second"/' mark.lua
    until_holds out/a.json '"second"'
    printf 'return {' >broken && mv broken mark.lua
    until_holds ../log "the last pipeline that was right is kept"
    printf 'three four\n' >c && mv c a.txt
    until_holds out/a.json "three four"
    grep -q '"second"' out/a.json
    kill -INT "$watcher"
    wait "$watcher" || true
}

@test "run --watch misses no change that comes while the pipeline is loaded" {
    mkdir plan
    printf 'one two\n' >a.txt
    printf 'one\n' >terms.txt
    printf 'textmill: 1\nsteps:\n  - use: tags\n    with: { dictionary: terms.txt }\n  - use: json\n' >plan/tags.yaml
    mkfifo plan/terms.txt
    textmill run plan/tags.yaml a.txt -o out --watch >log 2>&1 3>&- &
    watcher=$!
    exec 8>plan/terms.txt # opens when the dictionary is opened, so the pipeline file has been read
    echo '  - use: text' | cat plan/tags.yaml - >next && mv next plan/tags.yaml
    mv terms.txt plan/terms.txt
    echo one >&8
    exec 8>&-
    until_holds out/a.txt "one two"
    kill -INT "$watcher"
    wait "$watcher" || true
}

@test "run --watch refuses standard input" {
    exits 2 textmill run - a.txt --watch
    has "--watch"
}
