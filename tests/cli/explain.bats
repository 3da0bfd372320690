#!/usr/bin/env bats
# What each step did to one document.

load helper

page() {
    pipeline plan.yaml '- use: cleanup' '- use: sections' '  with: { scheme: markdown }' '- use: json'
    printf '# Title \r\n\r\n\r\n\r\nsome\xe2\x80\x8btext\n' >page.txt
}

@test "step by step: text, layers, bytes written" {
    page
    exits 0 textmill explain plan.yaml page.txt
    has "1. read-text (reader)" "2. cleanup (stage)" "3. sections (stage)" "4. json (writer)"
    has "some[-<U+200B>-]text" "sometext" "layer section: 1 added, 1 in all" "bytes for {stem}.json"
    [ -z "$stderr" ]
}

@test "nothing is written" {
    page
    before=$(ls)
    exits 0 textmill explain plan.yaml page.txt
    [ "$(ls)" = "$before" ]
}

@test "one step; a suggestion for a wrong one" {
    page
    exits 0 textmill explain plan.yaml page.txt --step cleanup
    has "2. cleanup"
    lacks "3. sections"
    exits 2 textmill explain plan.yaml page.txt --step clenup
    has "did you mean 'cleanup'?"
}

@test "colour on a terminal only, and not with NO_COLOR" {
    page
    exits 0 textmill explain plan.yaml page.txt
    lacks $'\033['
    script -qec true /dev/null >/dev/null 2>&1 || skip "no pseudo-terminal here"
    run script -qec "textmill explain plan.yaml page.txt" /dev/null
    has $'\033['
    NO_COLOR=1 run script -qec "textmill explain plan.yaml page.txt" /dev/null
    lacks $'\033['
}

@test "lines are as wide as the terminal, and whole where there is none" {
    pipeline long.yaml '- use: cleanup' '- script: note.lua'
    printf '%s\n' 'return { summary = "s", process = function(doc)' \
        'doc.meta.long = ("word "):rep(60); doc:diagnose("note", "long", ("文字，"):rep(60)) end }' >note.lua
    { for _ in $(seq 30); do printf 'ａ字句，'; done; echo; } >wide.txt
    exits 0 textmill explain long.yaml wide.txt
    [ "$(widest <<<"$output")" -gt 250 ]
    script -qec true /dev/null >/dev/null 2>&1 || skip "no pseudo-terminal here"
    run script -qec "stty cols 60; textmill explain long.yaml wide.txt" /dev/null
    has "long = \"word word" "文字，"
    [ "$(widest <<<"$output")" -le 60 ]
    [ "$(widest <<<"$output")" -ge 58 ]
}

@test "text of the document cannot act on the terminal" {
    page
    printf 'a\033[31mred\033]0;title\007\n' >page.txt
    exits 0 textmill explain plan.yaml page.txt
    lacks $'\033' $'\007'
}

@test "HTML: a page of its own, hostile text stays text" {
    page
    printf '# <script>alert(1)</script>\r\n\r\n<img src=x onerror=alert(1)>&amp;\n' >page.txt
    exits 0 textmill explain plan.yaml page.txt --format html
    has "<!DOCTYPE html>" "Content-Security-Policy" "default-src 'none'" "&lt;script&gt;" "</html>"
    lacks "<script" "<img" "http:" "https:"
    printf '%s' "$output" >page.html
    python3 - page.html <<'END'
import html.parser, sys

class Check(html.parser.HTMLParser):
    """Every element that is opened is closed, in order."""
    void, stack = {"meta", "br"}, []
    def handle_starttag(self, tag, attrs):
        if tag not in self.void:
            self.stack.append(tag)
    def handle_endtag(self, tag):
        assert self.stack.pop() == tag, tag

check = Check()
check.feed(open(sys.argv[1], encoding="utf-8").read())
assert not check.stack, check.stack
END
    exits 2 textmill explain plan.yaml page.txt --format pdf
    has "text or html"
}

@test "a dropped and a failed document: by which step and why" {
    pipeline plan.yaml '- use: crash' '- use: text'
    echo DROP >drop.txt
    exits 0 textmill explain plan.yaml drop.txt --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "Dropped by step 'crash': the text says DROP" "3. text (writer): not run"
    echo FAIL >fail.txt
    exits 1 textmill explain plan.yaml fail.txt --plugin-dir "$TEXTMILL_TEST_PLUGINS"
    has "Failed by step 'crash': the text says FAIL"
    exits 1 textmill explain plan.yaml fail.txt --plugin-dir "$TEXTMILL_TEST_PLUGINS" --format html
    has "<strong>Failed</strong> by step crash: the text says FAIL"
}

@test "standard input, a missing file, a folder" {
    page
    run bash -c 'textmill explain plan.yaml - <page.txt'
    [ "$status" -eq 0 ]
    exits 2 textmill explain plan.yaml nowhere.txt
    has "nowhere.txt" "No such file"
    mkdir folder
    exits 2 textmill explain plan.yaml folder
    has "is a folder"
}

@test "long lines are cut, many changes are counted" {
    page
    python3 -c 'open("page.txt", "w").write("x" * 5000 + "\u200b" + "y" * 5000 + "\n" + "a\u200bb\n" * 50)'
    exits 0 textmill explain plan.yaml page.txt --step cleanup
    has "… and 31 more such places (--all shows them)"
    [ "$(wc -L <<<"$output")" -lt 300 ]
    exits 0 textmill explain plan.yaml page.txt --step cleanup --all
    lacks "more such places"
}
