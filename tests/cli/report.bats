#!/usr/bin/env bats
# The pages of report and report-index, as a run makes them.

load helper

documents() {
    mkdir -p in/sub
    printf '第一章 <b>总则</b>\n正文。\n' >in/a.txt
    printf 'other\n' >in/sub/a.txt
    printf 'textmill: 1\nsteps:\n  - use: sections\n  - use: report\n  - use: report-index\n    with: { title: "All & more" }\n' >report.yaml
}

@test "report-index links each document to its page, also where names collide" {
    documents
    exits 0 textmill run report.yaml in -o out
    [ -e out/index.html ]
    grep -q '<h1 dir="auto">All &amp; more</h1>' out/index.html
    grep -q 'All documents were exported' out/index.html
    while read -r link; do
        [ -e "out/$link" ]
        links=$((${links:-0} + 1))
    done < <(grep -oE 'href="[^"#]+\.html"' out/index.html | sed 's/href="//; s/"//')
    [ "$links" -eq 2 ]
}

@test "report pages do not depend on -j" {
    documents
    exits 0 textmill run report.yaml in -o one -j 1
    exits 0 textmill run report.yaml in -o two -j 3
    exits 0 textmill run report.yaml in -o none --in-process
    same_results one two
    same_results one none
}

@test "report pages load nothing and carry no markup of the text" {
    documents
    exits 0 textmill run report.yaml in -o out
    run ! grep -E '(src|href)="(https?:)?//' out/a.html out/index.html
    run ! grep -q '<b>总则' out/a.html
    grep -q "default-src &#39;none&#39;" out/a.html
}

@test "report-index tells of what was not exported before all else" {
    documents
    cat >fussy.lua <<'END'
return { name = "fussy", summary = "drops and fails", process = function(doc, ctx)
    if doc:text():find("<b>") then return ctx:drop("<i>markup</i>") end
    error("no <script> here")
end }
END
    pipeline run.yaml '- script: fussy.lua' '- use: report-index'
    for jobs in 1 3; do
        exits 1 textmill run run.yaml in -o "out$jobs" -j "$jobs"
    done
    cmp out1/index.html out3/index.html
    grep -q '<tr><td>a.txt</td><td>dropped</td><td>fussy</td><td></td><td dir="auto">&lt;i&gt;markup' out1/index.html
    grep -q '<tr><td>sub/a.txt</td><td>quarantined</td><td>fussy</td><td>script</td>' out1/index.html
    run ! grep -q 'no <script>' out1/index.html
    [ "$(grep -n 'id="failures"' out1/index.html | cut -d: -f1)" -lt "$(grep -n 'id="documents"' out1/index.html | cut -d: -f1)" ]
}

@test "report-index lists as many documents as it is told and counts all" {
    documents
    exits 0 textmill run report.yaml in -o out --set report-index.most=1
    grep -q 'The first 1 are listed' out/index.html
    grep -q '<b>2</b> documents' out/index.html
    [ "$(grep -c '<tr><td dir="auto" title="source SHA-256 ' out/index.html)" -eq 1 ]
}
