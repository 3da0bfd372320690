#!/usr/bin/env bats
# Inputs of every kind: each bad one costs itself, and the summary adds up.

load helper


# plain - a pipeline that writes text, and two good documents a.txt and z.txt.
plain() {
    pipeline plain.yaml '- use: text' '- use: json'
    mkdir -p in
    echo "first" >in/a.txt
    echo "last" >in/z.txt
}

# one_fails NAME MESSAGE... - of in/'s three documents, NAME fails with the messages; the others are there.
one_fails() {
    local name=$1
    shift
    exits 1 textmill run plain.yaml in -o out
    has "3 documents: 2 exported, 0 dropped, 1 quarantined" "failed: " "$name" "$@"
    [ "$(cat out/a.txt)" = first ]
    [ "$(cat out/z.txt)" = last ]
    textmill ledger out | grep -q "\"$name\""
}

@test "a file, a folder, several inputs" {
    plain
    exits 0 textmill run plain.yaml in/a.txt -o one
    has "1 document: 1 exported, 0 dropped, 0 quarantined" "results in one"
    exits 0 textmill run plain.yaml in -o two
    has "2 documents: 2 exported"
    exits 0 textmill run plain.yaml in/z.txt in/a.txt -o three
    has "2 documents: 2 exported"
}

@test "folders: recursive, in the order of the names" {
    plain
    mkdir -p in/b/c
    echo deep >in/b/c/m.txt
    exits 0 textmill run plain.yaml in -o - --writer text
    [ "$output" = $'first\ndeep\nlast' ]
}

@test "standard input" {
    plain
    run --separate-stderr bash -c 'echo "from a pipe" | textmill run plain.yaml - -o - --writer text'
    [ "$status" -eq 0 ]
    [ "$output" = "from a pipe" ]
}

@test "missing file" {
    plain
    exits 1 textmill run plain.yaml in nowhere.txt -o out
    has "3 documents: 2 exported, 0 dropped, 1 quarantined" "nowhere.txt" "No such file" "(io)"
}

@test "nothing but missing files: the run does not start" {
    plain
    exits 2 textmill run plain.yaml nowhere.txt nothing/here -o out
    has "'nowhere.txt': No such file" "'nothing/here'"
    [ ! -e out ]
}

@test "unreadable file" {
    plain
    ln -s loop.txt in/loop.txt
    exits 1 textmill run plain.yaml in/a.txt in/loop.txt in/z.txt -o out
    has "3 documents: 2 exported, 0 dropped, 1 quarantined" "loop.txt" "symbolic links"
    if [ "$(id -u)" -ne 0 ]; then
        rm -r in/loop.txt out
        echo secret >in/m.txt
        chmod 000 in/m.txt
        one_fails m.txt "Permission denied"
    fi
}

@test "empty file: a document without text" {
    plain
    : >in/m.txt
    exits 0 textmill run plain.yaml in -o out
    has "3 documents: 3 exported"
    [ ! -s out/m.txt ]
    [ "$(json out/m.json 'd["source"]["bytes"]')" = 0 ]
}

@test "empty folder: nothing to do" {
    plain
    mkdir empty
    exits 0 textmill run plain.yaml empty -o out
    has "0 documents"
}

@test "NULs: binary data is refused" {
    plain
    printf '\177ELF\002\001\001\000\000\000\000\000\001\002\003\000\377\376\200' >in/m.txt
    one_fails m.txt "(data)" "not text"
}

@test "invalid UTF-8 is not read as something else in silence" {
    plain
    printf 'good text \303\050 and more text to be read\n' >in/m.txt
    run --separate-stderr textmill run plain.yaml in -o out
    if [ "$status" -eq 0 ]; then
        [ "$(json out/m.json 'len(d["diagnostics"]) > 0')" = true ]
    else
        has "1 quarantined" "m.txt" "(data)"
    fi
}

@test "mixed newlines become one kind" {
    pipeline clean.yaml '- use: cleanup' '- use: text'
    printf 'one\r\ntwo\rthree\nfour' >mixed.txt
    exits 0 textmill run clean.yaml mixed.txt -o - --writer text
    [ "$output" = $'one\ntwo\nthree\nfour' ]
}

@test "GB18030: read, and origins point to its bytes" {
    plain
    python3 -c 'open("gb.txt", "wb").write("\n".join(["望澜市十四五规划纲要,到2025年基本建成。"] * 8).encode("gb18030"))'
    exits 0 textmill run plain.yaml gb.txt -o out
    grep -q "^望澜市十四五规划纲要" out/gb.txt
    [ "$(json out/gb.json 'd["source"]["encoding"]')" = GB18030 ]
}

@test "byte order marks: UTF-8 and UTF-16" {
    plain
    python3 -c 'open("u8.txt", "wb").write(b"\xef\xbb\xbf" + "纲要".encode())'
    python3 -c 'open("u16.txt", "wb").write("纲要".encode("utf-16"))'
    exits 0 textmill run plain.yaml u8.txt u16.txt -o out
    [ "$(json out/u16.json 'd["source"]["encoding"][:6]')" = UTF-16 ]
    [ "$(cat out/u8.txt)" = "纲要" ]
    [ "$(cat out/u16.txt)" = "纲要" ]
}

@test "a single line of 50 MB" {
    pipeline long.yaml '- use: cleanup' '- use: sections' '- use: text'
    python3 -c 'open("long.txt", "w").write("望澜市 plan " * 3_000_000)'
    exits 0 textmill run long.yaml long.txt -o out
    has "1 exported"
    [ "$(stat -c %s out/long.txt)" -gt 44000000 ]
}

@test "names with spaces, newlines and Chinese" {
    plain
    cp in/a.txt 'in/b c.txt'
    cp in/a.txt $'in/d\ne.txt'
    cp in/a.txt in/规划.txt
    exits 0 textmill run plain.yaml in -o out
    has "5 documents: 5 exported"
    [ -s 'out/b c.txt' ] && [ -s out/规划.txt ]
    [ "$(textmill ledger out | grep -c '"outcome":"exported"')" -eq 5 ]
}

@test "--files-from: a list of files, by lines or NULs, from a file or a pipe" {
    plain
    mkdir -p in/d
    printf 'x\n' >in/d/new.txt
    printf 'in/d/new.txt\n\n./in/d/new.txt\nnowhere.txt\nin/d\n' >list
    exits 1 textmill run plain.yaml --files-from list -o out
    has "4 documents: 2 exported, 0 dropped, 2 quarantined" "nowhere.txt" "in/d (io): a folder"
    textmill ledger out | grep -q '"id":"in/d/new.txt"'
    textmill ledger out | grep -q '"id":"in/d/new~2.txt"'
    mv in/d/new.txt "in/d/two
lines.txt"
    run --separate-stderr bash -c 'find in/d -type f -print0 | textmill run plain.yaml --files-from - -o out'
    has "1 document: 1 exported"
    exits 2 textmill run plain.yaml --files-from list in -o out
    exits 2 textmill run plain.yaml --files-from nothing -o out
    has "'nothing': No such file"
    exits 2 textmill run plain.yaml --files-from in -o out
    has "it is a folder"
}
