#!/usr/bin/env bats
# textmill test: the tests of scripts.

load helper

script() {
    cat >step.lua <<'END'
return {
    name = "step",
    summary = "Count the letter a",
    process = function(doc)
        local _, n = doc:text():gsub("a", "")
        doc.meta.count = n
    end,
}
END
}

@test "tests that pass: status 0" {
    script
    echo 'return { { name = "two", text = "abba", metadata = { count = 2 } } }' >step_test.lua
    exits 0 textmill test step.lua
    has "step.lua: 1 test" "1 passed, 0 failed"
}

@test "a test that fails: what was expected and what came, status 1" {
    script
    echo 'return { { name = "three", text = "abba", metadata = { count = 3 } }, { name = "none", text = "" } }' >step_test.lua
    exits 1 textmill test step.lua
    has "FAILED step.lua: three" "count" "3" "2" "1 passed, 1 failed"
}

@test "texts of many lines: the line that differs" {
    cat >lines.lua <<'END'
return {
    file = "lines.txt",
    encode = function() return ("same\n"):rep(200) .. "got" end,
    tests = {
        { name = "middle", text = "", output = ("same\n"):rep(200) .. "wanted\nmore" },
        { name = "shorter", text = "", output = ("same\n"):rep(199) .. "same" },
        { name = "newline", text = "", output = ("same\n"):rep(200) .. "got\n" },
    },
}
END
    exits 1 textmill test lines.lua
    has "lines.lua: 3 tests" 'output, line 201: expected "wanted"' 'but got "got"' \
        'output, line 201: expected the end' 'output, line 202: expected ""' "but got the end"
}
@test "--tap" {
    script
    echo 'return { { name = "three", text = "abba", metadata = { count = 3 } }, { name = "none", text = "" } }' >step_test.lua
    exits 1 textmill test --tap step.lua
    [ "${lines[0]}" = "not ok 1 step.lua: three" ]
    has "ok 2 step.lua: none" "1..2"
}

@test "a folder: every script in it" {
    script
    cp step.lua other.lua
    for name in step other; do
        echo 'return { { name = "two", text = "abba", metadata = { count = 2 } } }' >"${name}_test.lua"
    done
    exits 0 textmill test .
    has "./other.lua: 1 test" "./step.lua: 1 test" "2 passed, 0 failed"
    exits 0 textmill test "$TEXTMILL_SOURCE/scripts"
}

@test "no tests, no script, a script that does not load: status 2" {
    script
    exits 2 textmill test step.lua
    has "step.lua: no tests"
    exits 2 textmill test nowhere.lua
    has "nowhere.lua"
    mkdir empty
    exits 2 textmill test empty
    has "no scripts"
    echo 'return {' >broken.lua
    exits 2 textmill test broken.lua
    has "broken.lua:"
}
